//! The same work without HTTP, and the disk without the node: what the measured figures are to be compared with.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use model::kinds::{Case, Report};
use model::{Draft, Id, Lang};
use node::acts::people::SearchPeople;
use node::acts::{Edit, List, ListQuery, Open, View};
use node::{Actor, Node};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::figures::{Timings, rate, round};
use super::seed::{Size, Who};
use crate::failure::{Failure, Result};

/// Calls of each act.
const CALLS: usize = 300;

/// Somebody with cases of their own.
pub(super) struct Desk {
    pub(super) actor: Actor,
    pub(super) cases: Vec<Id>,
    pub(super) names: Vec<String>,
}

/// Case workers with their cases.
pub(super) async fn desks(node: &Node, size: Size) -> Result<Vec<Desk>> {
    let mut desks = Vec::new();
    for who in Who::all(size).into_iter().filter(|who| matches!(who, Who::Worker(_))) {
        let actor = node.actor_by_email(&who.email(), Lang::Id).await?;
        let listed = node.perform(&actor, List::<Case>::new(ListQuery { limit: 200, ..page() })).await?;
        let cases = listed.rows.iter().map(|row| row.envelope.id).collect();
        let names = listed.rows.iter().filter_map(|row| row.name.clone()).collect();
        desks.push(Desk { actor, cases, names });
    }
    Ok(desks)
}

/// The first page of what is open.
pub(super) fn page() -> ListQuery {
    let mut query = ListQuery { limit: 50, ..ListQuery::default() };
    query.filters.insert("phase".into(), "open".into());
    query
}

/// What a save changes: a field in the clear and a sealed one.
pub(super) fn change(turn: usize) -> Draft {
    let told = if turn.is_multiple_of(2) { "none" } else { "local" };
    Draft::default()
        .with("media_prominence", told)
        .with("circumstances", format!("Data rekaan untuk pengukuran, perubahan ke-{turn}."))
}

/// A report as it is taken down at a telephone.
pub(super) fn report() -> Draft {
    Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "confidential")
        .with("narrative", "Data rekaan: anak bekerja di tempat yang tidak aman.")
        .with("imminent_danger", "false")
        .with("region", "32.73")
        .with("reporter_name", "Pelapor Contoh")
}

/// One act after the other, each in one process and without HTTP.
pub(super) async fn acts(node: &Node, desks: &[Desk], size: Size) -> Result<Value> {
    let desk = |turn: usize| desks.get(turn % desks.len().max(1)).ok_or(Failure::new("nobody has a case"));
    let case = |turn: usize| {
        let desk = desk(turn)?;
        let case = desk.cases.get(turn / desks.len().max(1) % desk.cases.len().max(1)).copied();
        case.map(|case| (desk, case)).ok_or(Failure::new("nobody has a case"))
    };
    let name = |turn: usize| {
        let desk = desk(turn)?;
        let name = desk.names.get(turn / desks.len().max(1) % desk.names.len().max(1)).cloned();
        name.map(|name| (desk, name)).ok_or(Failure::new("no case has a child"))
    };
    let wide = match Who::all(size).into_iter().find(|who| matches!(who, Who::Supervisor(_))) {
        Some(who) => node.actor_by_email(&who.email(), Lang::Id).await?,
        None => desk(0)?.actor.clone(),
    };
    let manager = node.actor_by_email(&Who::Manager.email(), Lang::Id).await?;
    let mut timings: [(&str, Timings); 6] =
        ["case_list", "case_list_unit", "case_list_organisation", "case_page", "people_search", "save"]
            .map(|name| (name, Timings::default()));
    for turn in 0..CALLS {
        for (what, timings) in &mut timings {
            let begin = Instant::now();
            match *what {
                "case_list" => node.perform(&desk(turn)?.actor, List::<Case>::new(page())).await.map(drop),
                "case_list_unit" => node.perform(&wide, List::<Case>::new(page())).await.map(drop),
                "case_list_organisation" => node.perform(&manager, List::<Case>::new(page())).await.map(drop),
                "case_page" => {
                    let (desk, case) = case(turn)?;
                    node.perform(&desk.actor, View::<Case>::new(case)).await.map(drop)
                }
                "people_search" => {
                    let (desk, name) = name(turn)?;
                    node.perform(&desk.actor, SearchPeople::free(&name)).await.map(drop)
                }
                _ => {
                    let (desk, case) = case(turn)?;
                    node.perform(&desk.actor, Edit::<Case>::new(case, change(turn))).await.map(drop)
                }
            }?;
            timings.note(begin.elapsed(), true);
        }
    }
    Ok(timings
        .iter()
        .map(|(name, timings)| ((*name).to_owned(), timings.json()))
        .collect::<serde_json::Map<_, _>>()
        .into())
}

/// So many writers at once, each opening one report after the other, without HTTP.
pub(super) async fn writers(node: &Node, desks: &[Desk], writers: usize, seconds: u32) -> Result<Value> {
    let begin = Instant::now();
    let until = begin + Duration::from_secs(u64::from(seconds));
    let mut running = Vec::new();
    for desk in desks.iter().cycle().take(writers) {
        let (node, actor) = (node.clone(), desk.actor.clone());
        running.push(tokio::spawn(async move {
            let mut timings = Timings::default();
            while Instant::now() < until {
                let sent = Instant::now();
                let done = node.perform(&actor, Open::<Report>::root(report())).await;
                timings.note(sent.elapsed(), done.is_ok());
            }
            timings
        }));
    }
    let mut all = Timings::default();
    for writer in running {
        if let Ok(timings) = writer.await {
            all.add(timings);
        }
    }
    let per_second = rate(all.count(), begin.elapsed());
    Ok(json!({ "writers": writers, "per_second": per_second, "latency": all.json() }))
}

/// Appends of one page of 4 KiB, each followed by `fdatasync`, by one writer: what one commit cannot be cheaper than.
pub(super) async fn disk(dir: &Path) -> Result<Timings> {
    let path = dir.join("bare");
    let failed =
        |error: std::io::Error| Failure::new(format!("the disk cannot be measured ({})", error.kind()));
    let written = tokio::task::spawn_blocking(move || {
        let mut file = File::create(&path)?;
        let mut timings = Timings::default();
        for _ in 0..CALLS {
            let begin = Instant::now();
            file.write_all(&[b'x'; 4096])?;
            file.sync_data()?;
            timings.note(begin.elapsed(), true);
        }
        fs::remove_file(&path)?;
        Ok(timings)
    });
    match written.await {
        Ok(timings) => timings.map_err(failed),
        Err(_) => Err(Failure::new("the disk cannot be measured")),
    }
}

/// The same as figures.
pub(super) fn disk_json(timings: &Timings) -> Value {
    json!({ "latency": timings.json(), "commits_per_second": round(1e3 / timings.at(500).max(1e-6)) })
}
