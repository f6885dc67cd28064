//! A stolen database names nobody: every byte of it is read, and nothing that was planted is there.

use std::path::Path;

use model::kinds::{Case, Report};
use model::{Draft, Kind, Lang, Shape};
use node::acts::intake::{AnswerReporter, FileReport, OpenReceipt, WriteAsReporter};
use node::acts::people::{EditPerson, NewCase, OpenCase, SearchPeople};
use node::acts::staff::SetDutyPost;
use node::acts::{Edit, Move, Open};
use node::{Actor, Place};

use crate::world::World;

/// How a text may lie in a file: as UTF-8, as UTF-16 of either order, and as digits of any of these.
fn forms(text: &str) -> Vec<Vec<u8>> {
    let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let raw = [text.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)];
    let hex = raw.iter().flat_map(|bytes| {
        let digits = seal::to_hex(bytes);
        [digits.to_uppercase().into_bytes(), digits.into_bytes()]
    });
    raw.iter().cloned().chain(hex.collect::<Vec<_>>()).collect()
}

/// Every byte of a database: the files of SQLite, or all rows of all tables of PostgreSQL as text.
async fn everything(world: &World) -> Vec<u8> {
    match &world.place {
        Place::Sqlite(path) => {
            let folder = path.parent().map(Path::to_owned).expect("a folder");
            let mut bytes = Vec::new();
            for file in std::fs::read_dir(folder).expect("a folder") {
                bytes.extend(std::fs::read(file.expect("a file").path()).expect("a file"));
            }
            bytes
        }
        Place::Postgres(_) => {
            let tables =
                world.sql("select tablename from pg_tables where schemaname = 'public' order by 1").await;
            let mut text = String::new();
            for table in tables {
                for row in world.sql(&format!("select t::text from \"{}\" t", table[0])).await {
                    text.push_str(&row.join("\n"));
                    text.push('\n');
                }
            }
            text.into_bytes()
        }
    }
}

/// Stops when any of these texts lies anywhere in the database, in any form.
pub(crate) async fn names_nobody(world: &World, planted: &[&str]) {
    let bytes = everything(world).await;
    let lower = bytes.to_ascii_lowercase();
    let found = |haystack: &[u8], form: &[u8]| haystack.windows(form.len()).any(|window| window == form);
    assert!(found(&bytes, b"admin") || found(&bytes, b"case-worker"), "the search looks at the right bytes");
    for text in planted {
        for form in forms(text) {
            assert!(!found(&bytes, &form), "{text} lies in the database");
        }
        let form = text.to_ascii_lowercase().into_bytes();
        assert!(!found(&lower, &form), "{text} lies in the database in small letters");
    }
}

const NAME: &str = "Kusumawardhani";
const ALIAS: &str = "Ninukelok";
const RENAMED: &str = "Wulaningtyas";
const GUARDIAN: &str = "Hadisoewignyo";
const NIK: &str = "3273935705120007";
const PHONE: &str = "080000007731";
const NUMBER: &str = "62800000077";
const ADDRESS: &str = "Gang Trenggiling";
const NARRATIVE: &str = "rerimbunan";
const EDITED: &str = "persimpangan";
const SOUGHT: &str = "Prabandaru";
const SECRET: &str = "Mangkubumiati";
const BIRTHDAY: &str = "05-17";

/// A value for every field of a kind that is sealed and takes free text, with a planted word in it.
fn sealed_texts(meta: &model::KindMeta, word: &str) -> Draft {
    let mut draft = Draft::default();
    for field in meta.fields.iter().filter(|field| field.keep == model::Keep::Sealed && !field.computed) {
        if let Shape::Line(60..) | Shape::Narrative(_) = field.shape {
            draft = draft.with(field.name, format!("Data rekaan {word} {}", field.name));
        }
    }
    draft
}

on_both!(a_stolen_database_names_nobody, |world| {
    world.node.load_people(None).await.unwrap();
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let told = sealed_texts(Report::META, NARRATIVE)
        .with("channel", "phone")
        .with("reporter_mode", "named")
        .with("imminent_danger", "false")
        .with("reporter_name", SECRET);
    let report = world.node.perform(&worker.actor, Open::<Report>::root(told)).await.unwrap().id;
    let edit = Edit::<Report>::new(report, Draft::default().with("children", EDITED));
    world.node.perform(&worker.actor, edit).await.unwrap();

    world.node.perform(&worker.actor, SearchPeople::free(SOUGHT)).await.unwrap();
    world.node.perform(&worker.actor, SearchPeople::free(NIK)).await.unwrap();
    let child = Draft::default()
        .with("name", format!("{NAME} Melatisari"))
        .with("aliases", ALIAS)
        .with("sex", "female")
        .with("birth_year", "2012")
        .with("birth_day", BIRTHDAY)
        .with("nik", NIK)
        .with("phone", PHONE)
        .with("address", ADDRESS)
        .with("guardian_name", GUARDIAN)
        .with("guardian_phone", PHONE);
    let asked = world.node.perform(&worker.actor, SearchPeople::form(child.clone())).await.unwrap().search;
    let case = sealed_texts(Case::META, NARRATIVE)
        .with("registration_date", "2026-03-01")
        .with("risk_level", "medium");
    let open = OpenCase::new(NewCase::child(case, child), asked).from_report(report);
    let case = world.node.perform(&worker.actor, open).await.unwrap().id;
    let found = world.node.perform(&worker.actor, SearchPeople::free(NAME)).await.unwrap();
    let edit =
        EditPerson { id: found.hits[0].id, draft: Draft::default().with("name", RENAMED), since: None };
    world.node.perform(&worker.actor, edit).await.unwrap();
    let edit = Edit::<Case>::new(case, Draft::default().with("circumstances", EDITED));
    world.node.perform(&worker.actor, edit).await.unwrap();
    let close = Draft::default()
        .with("closure_reason", "goals_met")
        .with("closure_date", "2026-03-05")
        .with("last_contact_on", "2026-03-05")
        .with("closure_note", NARRATIVE);
    world.node.perform(&worker.actor, Move::<Case>::new(case, "close", close).unwrap()).await.unwrap();
    world.node.place_waiting().await.unwrap();

    let planted = [
        NAME,
        ALIAS,
        RENAMED,
        GUARDIAN,
        NIK,
        PHONE,
        NUMBER,
        ADDRESS,
        NARRATIVE,
        EDITED,
        SOUGHT,
        SECRET,
        "Melatisari",
        "admin@contoh.invalid",
        "Petugas case-worker",
    ];
    names_nobody(&world, &planted).await;
});

const TOLD: &str = "rerumputan";
const WRITTEN: &str = "penggembala";
const ANSWERED: &str = "lembayung";

on_both!(a_thread_with_a_reporter_names_nobody, |world| {
    let intake = world.staff("intake-operator", Some(world.unit)).await;
    world.node.perform(&world.admin, SetDutyPost { post: intake.post }).await.unwrap();
    let nobody = Actor::public(Lang::Id);
    let draft = Draft::default()
        .with("narrative", TOLD)
        .with("imminent_danger", "false")
        .with("children", NAME)
        .with("reporter_name", SECRET)
        .with("reporter_contact", PHONE);
    let file = FileReport { organisation: None, draft, work: None, source: None };
    let receipt = world.node.perform(&nobody, file).await.unwrap().receipt.grouped().to_string();
    let report = world.sql("select id from matter where kind = 'report'").await[0][0].parse().unwrap();
    let answer = AnswerReporter { report, text: ANSWERED.into() };
    world.node.perform(&intake.actor, answer).await.unwrap();
    let write = WriteAsReporter { receipt: receipt.clone(), text: WRITTEN.into(), source: None };
    world.node.perform(&nobody, write).await.unwrap();
    let open = OpenReceipt { receipt: receipt.clone(), source: None };
    assert_eq!(world.node.perform(&nobody, open).await.unwrap().thread.messages.len(), 2);
    world.node.place_waiting().await.unwrap();
    let digits = receipt.replace(' ', "");
    names_nobody(&world, &[TOLD, WRITTEN, ANSWERED, NAME, SECRET, PHONE, &receipt, &digits]).await;
});
