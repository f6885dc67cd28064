//! The data centre of an invented ministry: lists of the agencies of the network and of two bodies outside it, overlapping as
//! real ones do; two runs of the linkage, a few decisions, a release and a data request.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::AtomicUsize;

use formats::{Claim, ReadOptions, open_table_with};
use model::kinds::{DataRequest, ListDelivery, Publication};
use model::{Draft, Id, Kind};
use node::acts::counting::{CountRelease, DecidePair, DeliverList, ListPairs};
use node::acts::research::{GrantBudget, RequestData};
use node::acts::{Move, Open};
use node::counting::{Slice, Taken, knows};
use node::research::Precision;
use node::{Actor, Error, Node, Result};

use super::super::plan::{Plan, What};
use super::found::{Stage, act};

const FORMS: [&str; 6] = [
    "child_labour",
    "online_sexual_exploitation",
    "child_marriage",
    "forced_begging",
    "forced_labour",
    "other",
];

/// Lists by agency and year.
type Lists = BTreeMap<(String, i16), String>;

/// Seeds it. `beside` is the plan of another node whose agencies deliver their lists, too.
pub(super) async fn seed(
    node: &Node,
    (plan, beside): (&Plan, &Plan),
    stage: &Stage,
    acts: &AtomicUsize,
) -> Result<()> {
    let holder = |role: &str| {
        let post = plan.posts.iter().position(|post| post.role == role).ok_or(Error::NotFound)?;
        stage.actor(post)
    };
    let staff = (holder("manager")?, holder("statistician")?, holder("linkage-reviewer")?);
    let counted = match count(node, (plan, beside), staff, acts).await {
        Ok(()) => research(node, plan, (staff.0, staff.1, holder("researcher")?), acts).await,
        other => other,
    };
    match counted {
        // Of a handful of children there may be nothing to link or to release; the posts are there all the same.
        Err(Error::Refused(code)) => {
            tracing::warn!(code, "the data centre was not seeded whole");
            Ok(())
        }
        other => other,
    }
}

/// An estimate of those nobody saw; and a researcher with a budget, one table built and another request that waits.
async fn research(
    node: &Node,
    plan: &Plan,
    (head, officer, researcher): (&Actor, &Actor, &Actor),
    acts: &AtomicUsize,
) -> Result<()> {
    node.estimate_hidden(node.new_id(), officer, Slice::default()).await?;
    act(node, acts, head, GrantBudget { hundredths: 400 }).await?;
    let year = plan.today.year();
    let ends = plan.today.checked_add(model::time::Span::new().days(90)).unwrap_or(plan.today);
    let asked = |access: &str, purpose: &str| {
        let draft = Draft::default()
            .with("requester", "Peneliti Tamu Contoh")
            .with("institution", "Universitas Contoh (rekaan)")
            .with("purpose", purpose)
            .with("wanted", "Data rekaan: tabel umur, jenis kelamin dan bentuk eksploitasi.")
            .with("access", access)
            .with("variables", "age form sex year")
            .with("period_from", format!("{}-01-01", year - 2))
            .with("period_to", format!("{}-12-31", year - 1))
            .with("legal_basis", "public_task");
        draft
            .with("ethics", "given")
            .with("ethics_body", "Komisi Etik Contoh (rekaan)")
            .with("ethics_number", "KE/000/CONTOH")
    };
    let first =
        RequestData { draft: asked("table_builder", "Data rekaan: kajian usia anak yang terlayani.") };
    let id = act(node, acts, researcher, first).await?.id;
    let assessed = Draft::default().with("assessment", "Tujuan jelas, risiko kecil.").with("ethics", "given");
    let approved = Draft::default()
        .with("conditions", "Tidak digabung dengan data lain, tidak diteruskan.")
        .with("protection", "differential_privacy")
        .with("ends_on", ends.to_string())
        .with("allotment", "40");
    for (who, action, draft) in
        [(officer, "assess", assessed), (head, "approve", approved), (officer, "prepare", Draft::default())]
    {
        act(node, acts, who, Move::<DataRequest>::new(id, action, draft)?).await?;
    }
    let by = vec!["sex".to_owned(), "age".to_owned()];
    node.build_table(node.new_id(), researcher, id, by, Precision::Fine).await?;
    let second =
        RequestData { draft: asked("synthetic_records", "Data rekaan: latihan analisis bagi mahasiswa.") };
    act(node, acts, researcher, second).await.map(drop)
}

/// Two years counted and published, then the present year.
async fn count(
    node: &Node,
    (plan, beside): (&Plan, &Plan),
    (head, officer, reviewer): (&Actor, &Actor, &Actor),
    acts: &AtomicUsize,
) -> Result<()> {
    let this_year = plan.today.year();
    let lists = lists(&[beside, plan]);
    for ((agency, year), text) in lists.iter().filter(|((_, year), _)| *year < this_year) {
        let id = deliver(node, officer, (agency, *year), text, plan, acts).await?;
        accept(node, officer, id, acts).await?;
    }
    node.link_lists(node.new_id(), officer, true).await?;
    let queue = act(node, acts, reviewer, ListPairs).await?;
    for (pair, verdict) in queue.waiting.iter().zip(["same", "different", "unsure"]) {
        let decide = DecidePair { pair: pair.id, verdict: verdict.into() };
        match act(node, acts, reviewer, decide).await {
            Ok(_) | Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let period = (this_year - 1).to_string();
    let wanted = CountRelease { table: "province_sex".into(), period, minimum: 11 };
    let release = node.lay_out_release(node.new_id(), officer, wanted).await?.id;
    step::<Publication>(node, head, release, "approve", acts).await?;
    step::<Publication>(node, officer, release, "publish", acts).await?;
    // The last agency has not delivered for the present year, and the last list that came is not checked yet.
    let present: Vec<_> = lists.iter().filter(|((_, year), _)| *year == this_year).collect();
    let Some((last, rest)) = present.split_last() else { return Ok(()) };
    for ((agency, year), text) in rest {
        let id = deliver(node, officer, (agency, *year), text, plan, acts).await?;
        if *agency != last.0.0 && !agency.starts_with("Rumah Sakit") {
            accept(node, officer, id, acts).await?;
        }
    }
    node.link_lists(node.new_id(), officer, false).await?;
    let asked = Draft::default()
        .with("requester", "Peneliti Contoh")
        .with("institution", "Universitas Contoh (rekaan)")
        .with("purpose", "Data rekaan: kajian tentang layanan bagi anak.")
        .with("wanted", "Tabel provinsi dan jenis kelamin, tahun lalu");
    act(node, acts, officer, Open::<DataRequest>::root(asked)).await.map(drop)
}

async fn deliver(
    node: &Node,
    officer: &Actor,
    (agency, year): (&str, i16),
    text: &str,
    plan: &Plan,
    acts: &AtomicUsize,
) -> Result<Id> {
    let taken = read(text, plan.today)?;
    let list = DeliverList {
        agency: agency.into(),
        entity: "children".into(),
        from: format!("{year}-01-01"),
        to: format!("{year}-12-31"),
        taken,
    };
    Ok(act(node, acts, officer, list).await?.id)
}

fn read(text: &str, today: model::Date) -> Result<Taken> {
    let options = ReadOptions { known_name: Some(&knows), ..ReadOptions::default() };
    let wrong = |_| Error::Setup("a list of the demonstration does not read".into());
    let table = open_table_with(text.as_bytes(), &Claim::named("list.csv"), &options).map_err(wrong)?;
    Taken::read(table, today).map_err(|_| Error::Setup("a list of the demonstration has no names".into()))
}

async fn accept(node: &Node, officer: &Actor, id: Id, acts: &AtomicUsize) -> Result<()> {
    step::<ListDelivery>(node, officer, id, "check", acts).await?;
    step::<ListDelivery>(node, officer, id, "accept", acts).await
}

async fn step<K: Kind>(node: &Node, actor: &Actor, id: Id, action: &str, acts: &AtomicUsize) -> Result<()> {
    act(node, acts, actor, Move::<K>::new(id, action, Draft::default())?).await.map(drop)
}

const HEADER: &str = "no_register,nama,jenis_kelamin,tanggal_lahir,nik,no_hp,nama_wali,tanggal_laporan,kode_wilayah,bentuk_eksploitasi\n";

/// What each agency would deliver, from the cases of the plans; police and hospital know some of the same children, spelt their
/// way.
fn lists(plans: &[&Plan]) -> Lists {
    let mut lists = Lists::new();
    let mut known = 0_usize;
    for (plan, event) in plans.iter().flat_map(|plan| plan.events.iter().map(move |event| (plan, event))) {
        let What::OpenCase { child, case, .. } = &event.what else { continue };
        let agency = plan.posts.get(event.who).and_then(|post| plan.node.agencies.get(post.agency));
        let Some(agency) = agency else { continue };
        known += 1;
        let year = event.on.year();
        row(&mut lists, (agency.name, year), known, child, case, Clerk::Careful);
        // Others learn of a child in the same days; some of their rows have no number and a name as it was heard.
        if known.is_multiple_of(5) {
            row(&mut lists, ("Kepolisian Contoh (rekaan)", year), known, child, case, Clerk::Shouting);
        }
        if known.is_multiple_of(7) {
            row(&mut lists, ("Rumah Sakit Contoh (rekaan)", year), known, child, case, Clerk::Hasty);
        }
    }
    lists
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Clerk {
    Careful,
    Shouting,
    Hasty,
}

fn row(
    lists: &mut Lists,
    (agency, year): (&str, i16),
    number: usize,
    child: &Draft,
    case: &Draft,
    clerk: Clerk,
) {
    let list = lists.entry((agency.to_owned(), year)).or_insert_with(|| HEADER.to_owned());
    let text = |name: &str| child.text(name).replace(['"', ','], " ");
    let full = text("name");
    let name = match clerk {
        Clerk::Careful => full,
        Clerk::Shouting => full.to_uppercase(),
        Clerk::Hasty => full.split(' ').take(2).collect::<Vec<_>>().join(" "),
    };
    let born = match (text("birth_year"), text("birth_day")) {
        (year, _) if year.is_empty() => String::new(),
        (year, day) if day.is_empty() || clerk == Clerk::Hasty => year,
        (year, day) => match (clerk, day.split_once('-')) {
            (Clerk::Shouting, Some((month, day))) => format!("{day}/{month}/{year}"),
            _ => format!("{year}-{day}"),
        },
    };
    let keep = |name: &str, every: usize| {
        if clerk == Clerk::Careful || number.is_multiple_of(every) { text(name) } else { String::new() }
    };
    // One and the same child is mostly told of in one way; every ninth row says otherwise.
    let told = text("birth_year").parse::<usize>().unwrap_or(0) + text("region").len();
    let other = usize::from(clerk != Clerk::Careful && number.is_multiple_of(3));
    let form = FORMS.get((told + other) % FORMS.len()).copied().unwrap_or("other");
    let _ = writeln!(
        list,
        "{number},\"{name}\",{},{born},{},{},\"{}\",{},{},{form}",
        text("sex"),
        keep("nik", 2),
        keep("phone", 3),
        keep("guardian_name", 2),
        case.text("registration_date"),
        text("region"),
    );
}
