//! `jejaring bench promises`: how fast commitments and services are listed, tracked and searched.

use std::path::{Path, PathBuf};

use clap::Args;
use model::kinds::{Commitment, ServiceListing};
use model::{Draft, Id, Lang};
use node::access::Origin;
use node::acts::promises::{ImportRoadmap, PublishEntry};
use node::acts::staff::{FoundNode, OpenAccount, OpenPost, StartTenure};
use node::acts::{List, ListQuery, MarkInvented, Move, Open, Sort};
use node::import::roadmap::RoadmapRow;
use node::public::{DirectoryQuery, TrackerQuery};
use node::{Actor, Node, NodeSecrets, Settings};
use seal::PasswordCost;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::figures::{Timings, round};
use super::seed::{MEMBER, NAME};
use super::{Ground, report, tell, verdict};
use crate::failure::{Failure, Result};
use crate::home::{Config, Home, chance, clock, files};
use crate::out::Out;

/// Measure promises and the directory: lists, tracker and search
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring bench promises --json > promises.json
  jejaring bench promises --json --commitments 1000 --services 500 --turns 50
  (fills an invented node and measures without HTTP; figures are reported, not enforced)")]
pub(crate) struct Promises {
    /// Commitments, each reviewed and put before the public
    #[arg(long, default_value_t = 100_000)]
    commitments: usize,
    /// Services of the directory, each assured and published
    #[arg(long, default_value_t = 20_000)]
    services: usize,
    /// Calls of each measurement
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    turns: u32,
    /// Directory of the measured node, which must be empty [default: one that is removed]
    #[arg(long)]
    dir: Option<PathBuf>,
}

/// Lines of one road map.
const BATCH: usize = 500;
const REGIONS: [&str; 6] = ["32.73", "35.78", "12.71", "73.71", "51.71", "31.71"];
const TYPES: [&str; 3] = ["health_care", "shelter", "legal_aid"];

impl Promises {
    pub(super) async fn run(self, out: &mut Out) -> Result<()> {
        let ground = Ground::at(self.dir.as_deref(), "promises");
        let measured = self.measure(&ground.dir).await?;
        report(out, &measured);
        Ok(())
    }

    async fn measure(&self, dir: &Path) -> Result<Value> {
        if dir.exists() && !files::empty_but(dir, &[])? {
            return Err(Failure::new(format!("{} is not empty: name a new directory", dir.display())));
        }
        files::private_directory(dir)?;
        let node = open(dir).await?;
        let begin = Instant::now();
        let (one, other) = officers(&node).await?;
        commitments(&node, (&one, &other), self.commitments).await?;
        services(&node, &one, self.services).await?;
        let seconds = round(begin.elapsed().as_secs_f64());
        tell(format_args!("filled in {seconds} s"));
        let figures = self.figures(&node, &one).await?;
        tell(format_args!("measured; exports follow"));
        let exports =
            json!({ "hsds_package": package(&node).await?, "commitment_csv": csv(&node, &one).await? });
        node.stop().await;
        Ok(json!({
            "ok": true, "bench": "promises", "engine": "sqlite", "version": env!("CARGO_PKG_VERSION"),
            "machine": verdict::machine(),
            "data": { "commitments": self.commitments, "services": self.services, "seed_seconds": seconds },
            "acts": figures, "exports": exports,
        }))
    }

    /// Each call as often as asked, one after the other.
    async fn figures(&self, node: &Node, actor: &Actor) -> Result<Value> {
        let turns = usize::try_from(self.turns).unwrap_or(1);
        let region = |turn: usize| REGIONS.get(turn % REGIONS.len()).map(|code| (*code).to_owned());
        let mut all = [(); 7].map(|()| Timings::default());
        let [list, due, filter, tracker, search, one, map] = &mut all;
        let mut after = None;
        for turn in 0..turns {
            let mut query = ListQuery { limit: 50, ..ListQuery::default() };
            query.filters.insert("phase".into(), "open".into());
            let begin = Instant::now();
            let listed = node.perform(actor, List::<Commitment>::new(query.clone())).await;
            list.note(begin.elapsed(), listed.is_ok());
            let begin = Instant::now();
            let by_due = ListQuery { sort: Sort::Due, ..query.clone() };
            let listed = node.perform(actor, List::<Commitment>::new(by_due)).await;
            due.note(begin.elapsed(), listed.is_ok());
            query.filters.extend(region(turn).map(|code| ("region".to_owned(), code)));
            let begin = Instant::now();
            let listed = node.perform(actor, List::<Commitment>::new(query)).await;
            filter.note(begin.elapsed(), listed.is_ok());

            let begin = Instant::now();
            let page = node.tracker(TrackerQuery { after, ..TrackerQuery::default() }).await;
            tracker.note(begin.elapsed(), page.is_ok());
            after = page.ok().and_then(|page| page.next);

            let service_type = TYPES.get(turn % TYPES.len()).map(|code| (*code).to_owned());
            let wanted = DirectoryQuery {
                service_type,
                region: region(turn),
                age: Some(12),
                limit: 30,
                ..DirectoryQuery::default()
            };
            let begin = Instant::now();
            let found = node.directory(wanted).await;
            search.note(begin.elapsed(), found.is_ok());
            let begin = Instant::now();
            let places = node
                .directory_places(DirectoryQuery {
                    service_type: TYPES.get(turn % TYPES.len()).map(|code| (*code).to_owned()),
                    ..DirectoryQuery::default()
                })
                .await;
            map.note(begin.elapsed(), places.is_ok());
            if let Some(row) = found.ok().and_then(|found| found.rows.into_iter().next()) {
                let begin = Instant::now();
                let listing = node.listing(row.id).await;
                one.note(begin.elapsed(), listing.is_ok());
            }
        }
        Ok(json!({
            "commitment_list": list.json(), "commitment_list_by_due": due.json(),
            "commitment_filter": filter.json(), "tracker_page": tracker.json(),
            "directory_search": search.json(), "directory_listing": one.json(), "directory_map": map.json(),
        }))
    }
}

/// What a file that leaves piece by piece took: until its first piece, for each, and in all. Nobody keeps more than a piece.
#[derive(Default)]
struct Export {
    first: Option<f64>,
    pieces: Timings,
    largest: usize,
    bytes: usize,
}

impl Export {
    fn note(&mut self, begin: Instant, piece: usize) {
        let elapsed = begin.elapsed();
        self.first.get_or_insert(elapsed.as_secs_f64() * 1_000.0);
        self.pieces.note(elapsed, true);
        self.largest = self.largest.max(piece);
        self.bytes += piece;
    }

    fn json(&self, rows: u64, begin: Instant) -> Value {
        json!({
            "rows": rows, "bytes": self.bytes, "largest_piece_bytes": self.largest, "pieces": self.pieces.json(),
            "first_piece_ms": round(self.first.unwrap_or_default()), "seconds": round(begin.elapsed().as_secs_f64()),
        })
    }
}

/// The whole directory as a tabular package, as it leaves by `/hsds/package.zip`.
async fn package(node: &Node) -> Result<Value> {
    let (mut export, begin) = (Export::default(), Instant::now());
    let mut package = web::PackageStream::new(node, Lang::Id);
    loop {
        let turn = Instant::now();
        match package.next().await.map_err(|_| Failure::new("the directory could not be read"))? {
            Some(piece) => export.note(turn, piece.len()),
            None => return Ok(export.json(package.services(), begin)),
        }
    }
}

/// Every commitment as separated text, page by page, as it leaves by `/commitment/export`.
async fn csv(node: &Node, actor: &Actor) -> Result<Value> {
    let (mut export, begin) = (Export::default(), Instant::now());
    let kind = node::registry::kind("commitment").ok_or_else(|| Failure::new("commitments are no kind"))?;
    let sheet = web::Sheet::new(kind, Lang::Id);
    let mut pages = sheet.pages(node, actor, ListQuery::default())?;
    let mut rows = 0;
    loop {
        let turn = Instant::now();
        let Some(page) = pages.next().await? else { return Ok(export.json(rows, begin)) };
        let mut csv = sheet.begin_csv(Vec::new()).map_err(|error| Failure::new(error.to_string()))?;
        for row in &page {
            csv.row(&sheet.cells(row)).map_err(|error| Failure::new(error.to_string()))?;
        }
        let piece = csv.finish().map_err(|error| Failure::new(error.to_string()))?;
        rows += u64::try_from(page.len()).unwrap_or(0);
        export.note(turn, piece.len());
    }
}

async fn open(dir: &Path) -> Result<Node> {
    let member = MEMBER.parse().map_err(Failure::new)?;
    let home = Home::at(dir, Config::new(member, NAME, None));
    let secrets = NodeSecrets::generate(&mut *node::Chance::stream(&*chance()));
    home.write_secrets(&home.key_path(), &secrets)?;
    home.save()?;
    let cheap = PasswordCost { memory_kib: 256, passes: 1, lanes: 1 };
    let settings = Settings::default().with_password_cost(cheap).in_a_hurry();
    let (member, place) = (home.config.member.as_str(), home.place(None)?);
    Ok(Node::open_with(&place, member, home.secrets()?, clock(), chance(), settings).await?)
}

/// Two policy officers: nobody reviews what they entered themselves.
async fn officers(node: &Node) -> Result<(Actor, Actor)> {
    let system = node.system("bench");
    node.perform(&system, MarkInvented).await?;
    let found = FoundNode {
        member_id: MEMBER.into(),
        name: NAME.into(),
        email: "admin@contoh.invalid".into(),
        admin_name: "Administrator Contoh".into(),
    };
    let founded = node.perform(&system, found).await?;
    let admin = node.actor(founded.account, Lang::Id, Origin::Online).await?;
    Ok((officer(node, &admin, 1).await?, officer(node, &admin, 2).await?))
}

async fn officer(node: &Node, admin: &Actor, number: usize) -> Result<Actor> {
    let post = OpenPost {
        title_id: format!("Analis kebijakan {number}"),
        title_en: format!("Policy officer {number}"),
        role: "policy-officer".into(),
        unit: None,
        parent: None,
    };
    let post = node.perform(admin, post).await?.id;
    let email = format!("analis{number}@contoh.invalid");
    let account = OpenAccount { email, name: format!("Analis Contoh {number}"), lang: "id".into() };
    let account = node.perform(admin, account).await?.id;
    node.perform(admin, StartTenure { post, account, acting: false, until: None }).await?;
    Ok(node.actor(account, Lang::Id, Origin::Online).await?)
}

fn line(number: usize) -> RoadmapRow {
    let region = REGIONS.get(number % REGIONS.len()).copied().unwrap_or_default();
    let draft = Draft::default()
        .with("title", format!("Keluaran rekaan {number}"))
        .with("strategy", format!("Strategi rekaan {}", number % 7))
        .with("intervention", format!("Intervensi rekaan {}", number % 97))
        .with("output", format!("Keluaran rekaan {number}"))
        .with("lead", format!("Kementerian Contoh {}", number % 23))
        .with("region", region)
        .with("target_on", format!("{}-12-31", 2027 + number % 4));
    RoadmapRow { number: u32::try_from(number).unwrap_or(u32::MAX), draft }
}

async fn commitments(node: &Node, (one, other): (&Actor, &Actor), count: usize) -> Result<()> {
    let mut done = 0;
    while done < count {
        let batch = BATCH.min(count - done);
        let rows = (done..done + batch).map(line).collect();
        node.perform(one, ImportRoadmap { rows, dry_run: false }).await?;
        done += batch;
        if done % 10_000 < batch {
            tell(format_args!("{done} of {count} commitments"));
        }
    }
    // Somebody else reviews each and puts it out.
    let mut query = ListQuery { limit: 200, ..ListQuery::default() };
    loop {
        let listed = node.perform(other, List::<Commitment>::new(query.clone())).await?;
        let ids: Vec<Id> = listed.rows.iter().map(|row| row.envelope.id).collect();
        for id in ids {
            node.perform(other, Move::<Commitment>::new(id, "review", Draft::default())?).await?;
            node.perform(other, PublishEntry { id }).await?;
        }
        match listed.next {
            Some(next) => query.after = Some(next),
            None => return Ok(()),
        }
    }
}

async fn services(node: &Node, actor: &Actor, count: usize) -> Result<()> {
    for number in 0..count {
        let region = REGIONS.get(number % REGIONS.len()).copied().unwrap_or_default();
        let service_type = TYPES.get(number % TYPES.len()).copied().unwrap_or_default();
        let draft = Draft::default()
            .with("name", format!("Layanan rekaan {number}"))
            .with("organisation", format!("Lembaga Contoh {}", number % 400))
            .with("service_type", service_type)
            .with("status", "active")
            .with("region", region)
            .with("confidentiality", "public");
        let id = node.perform(actor, Open::<ServiceListing>::root(draft)).await?.id;
        let today = node.now().date(model::time::Zone::Wib);
        let due = today.checked_add(model::time::Span::new().days(180)).unwrap_or(today);
        let assured =
            Draft::default().with("assured_on", today.to_string()).with("assurance_due", due.to_string());
        node.perform(actor, Move::<ServiceListing>::new(id, "publish", assured)?).await?;
        if number > 0 && number.is_multiple_of(5_000) {
            tell(format_args!("{number} of {count} services"));
        }
    }
    Ok(())
}
