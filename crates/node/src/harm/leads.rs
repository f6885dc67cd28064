//! What several cases name: a lead for the body of that sector. It says what and in how many cases, never in which, and nothing about a
//! child. What many cases name says nothing about any of them and is no lead.

use std::collections::BTreeSet;

use model::kinds::{Identifier, SectorLead};
use model::{Id, Kind, KindMeta, ProblemCode, Record, Value};
use signals::links::{self, CommonGuard, Verdict};

use super::marks::{self, Mark};
use super::overlaps;
use crate::access::{MatterFacts, load};
use crate::acts::open_for_node;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::{custody, duty, fields, notification};

const META: &KindMeta = SectorLead::META;
const NAMED: &KindMeta = Identifier::META;

/// Something was noted on a case: who else works on it is told to supervisors, and a lead is raised where several cases share it.
pub(super) async fn noted(tx: &mut Tx, root: &MatterFacts, record: &Record) -> Result<()> {
    let said = |name: &str| record.to_text(NAMED, name);
    let (kind, value) = (said("kind"), said("value"));
    let Some(identifier) = marks::identifier(&kind, &value, &said("holder")) else {
        return Err(Error::field("value", ProblemCode::NotAnIdentifier));
    };
    overlaps::raise(tx, root.id, &identifier).await?;
    let mark = Mark::Named(identifier.clone());
    money(tx, &mark).await?;
    let found = marks::others(tx, std::slice::from_ref(&mark), root.id).await?;
    let roots: BTreeSet<Id> = found.into_values().flatten().map(|place| place.root).collect();
    let mut cases = 1;
    for other in roots {
        let row = tx.row("select id from matter where id = $1 and kind = 'case'", &[other.into()]).await?;
        cases += usize::from(row.is_some());
    }
    let all = marks::all_roots(tx) + 1;
    if CommonGuard::default().verdict(&identifier, cases, all) != Verdict::Lead {
        return Ok(());
    }
    let Some(sector) = sector(identifier.kind()) else { return Ok(()) };
    raise(tx, root, (sector, &kind, &value, &identifier), cases).await
}

/// A case now names a party of transaction reports: whoever has one of those is told so, and nothing of the case.
async fn money(tx: &mut Tx, mark: &Mark) -> Result<()> {
    for report in marks::in_money(tx, mark).await? {
        let facts = load::matter(tx, report, false).await?;
        if facts.is_open() {
            notification::tell(tx, facts.custodian, "transaction-party-named", Some(report)).await?;
        }
    }
    Ok(())
}

/// How many cases name something, and whether that is a lead.
pub(crate) async fn cases_naming(tx: &mut Tx, mark: &Mark, than: Id) -> Result<(BTreeSet<Id>, Verdict)> {
    let found = marks::others(tx, std::slice::from_ref(mark), than).await?;
    let places = found.into_values().flatten();
    let cases: BTreeSet<Id> = places.filter(|place| place.kind == "case").map(|place| place.root).collect();
    let Mark::Named(identifier) = mark else { return Ok((cases, Verdict::Alone)) };
    // The one who asks counts as one more.
    let verdict = CommonGuard::default().verdict(identifier, cases.len() + 1, marks::all_roots(tx) + 1);
    Ok((cases, verdict))
}

fn sector(kind: links::IdentifierKind) -> Option<&'static str> {
    use links::IdentifierKind::{
        Account, Employer, Handle, Phone, Recruiter, Url, Vehicle, Venue, Vessel, Wallet,
    };
    match kind {
        Employer | Recruiter => Some("labour"),
        Venue => Some("tourism"),
        Vessel => Some("fisheries"),
        Account | Wallet => Some("financial"),
        Handle | Url => Some("online"),
        // A number or a vehicle alone belongs to no sector: supervisors hear of it.
        Phone | Vehicle => None,
    }
}

const fn role(sector: &str) -> &'static str {
    match sector.as_bytes() {
        b"labour" => "labour-inspector",
        b"tourism" => "tourism-officer",
        b"fisheries" => "fisheries-officer",
        b"financial" => "fiu-analyst",
        _ => "hotline-analyst",
    }
}

async fn raise(
    tx: &mut Tx,
    root: &MatterFacts,
    (sector, kind, value, identifier): (&'static str, &str, &str, &links::Identifier),
    cases: usize,
) -> Result<()> {
    let count = i64::try_from(cases).unwrap_or(i64::MAX);
    if let Some(lead) = raised(tx, kind, identifier).await? {
        let mut record = Record::empty(META);
        record.set(META, "cases", Value::from(count));
        let key = tx.key_for_writing(lead.key).await?;
        fields::change(tx, META, lead.id, &key, &record, &["cases"]).await?;
        return notification::tell(tx, lead.custodian, "lead-grew", Some(lead.id)).await;
    }
    let Some(post) = receiver(tx, root, sector).await? else { return Ok(()) };
    let mut record = Record::empty(META);
    record.set(META, "sector", Value::from(sector));
    record.set(META, "kind", Value::from(kind));
    record.set(META, "value", Value::from(value));
    record.set(META, "cases", Value::from(count));
    let organisation = custody::post(tx, post).await?.0;
    let id = open_for_node(tx, META, (organisation, post), None, &record).await?;
    notification::tell(tx, post, "sector-lead", Some(id)).await
}

/// An open lead on the same thing. There are few, so they are opened and compared; no key of them lies at rest.
async fn raised(tx: &mut Tx, kind: &str, identifier: &links::Identifier) -> Result<Option<MatterFacts>> {
    let rows = tx
        .rows(
            "select m.id from matter m join k_sector_lead k on k.id = m.id
             where m.kind = 'sector-lead' and m.phase <> 'closed' and k.kind = $1 order by m.id",
            &[kind.into()],
        )
        .await?;
    for row in &rows {
        let facts = load::matter(tx, row.id(0)?, true).await?;
        let record =
            fields::load(tx, META, facts.id, facts.key).await?.into_inner().reveal_all()?.to_record();
        let value = record.to_text(META, "value");
        // Accounts are compared by their number alone: a lead does not say of which bank.
        let same = marks::identifier(kind, &value, "").as_ref() == Some(identifier)
            || identifier.key().ends_with(&format!(":{}", plain(&value)));
        if same {
            return Ok(Some(facts));
        }
    }
    Ok(None)
}

fn plain(value: &str) -> String {
    let shown = value.trim().trim_start_matches('@');
    let digits: String = shown.chars().filter(char::is_ascii_alphanumeric).collect();
    if digits.bytes().any(|byte| byte.is_ascii_lowercase()) { shown.to_lowercase() } else { digits }
}

/// A post of the sector's duty on this node, a held one before a vacant one; else the post above whoever has the case, who passes it on.
async fn receiver(tx: &mut Tx, root: &MatterFacts, sector: &str) -> Result<Option<Id>> {
    match duty::of_role(tx, None, &[role(sector)]).await? {
        Some(post) => Ok(Some(post)),
        None => custody::above(tx, root.custodian).await,
    }
}
