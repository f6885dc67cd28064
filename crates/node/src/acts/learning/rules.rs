//! What a declaration cannot say of courses, campaigns and views: who may approve, which words may go out, whether there is room where
//! people are sent (domain model, sections 10.8 and 10.12).

use model::terms::{self, Class};
use model::{Id, Kind, KindMeta, ProblemCode, Record, Step, Value, kinds};

use super::check_campaign::PromotedService;
use crate::access::{Actor, MatterFacts};
use crate::acts::promises::follow;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::fields;

fn text<'r>(meta: &KindMeta, record: &'r Record, name: &str) -> &'r str {
    record.get(meta, name).and_then(Value::text).unwrap_or_default()
}

/// Refuses a text with a word that the terminology guidelines ask everybody not to use.
///
/// # Errors
/// [`Error::Refused`].
pub(super) fn words(texts: &[&str]) -> Result<()> {
    let harms = |text: &&str| terms::check(text).iter().any(|mark| mark.term.class == Class::Avoid);
    if texts.iter().any(harms) { Err(Error::Refused("terms-to-mend")) } else { Ok(()) }
}

/// Parts of a kind that are in use.
pub(super) async fn parts(tx: &mut Tx, root: Id, kind: &'static str) -> Result<Vec<Id>> {
    tx.rows(
        "select id from matter where root_id = $1 and kind = $2 and state = 'in_use' order by id",
        &[root.into(), kind.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}

/// Services that a campaign promotes, as the public directory shows them.
pub(super) async fn services(tx: &mut Tx, campaign: Id) -> Result<Vec<PromotedService>> {
    let rows = tx
        .rows(
            "select d.name, d.available from k_campaign_service k join matter m on m.id = k.id
             left join public_listing d on d.id = k.listing
             where m.root_id = $1 and m.state = 'in_use' order by m.id",
            &[campaign.into()],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(PromotedService { name: row.text_opt(0)?, available: row.int_opt(1)? }))
        .collect()
}

/// Whether a record of this area may stand as it is.
pub(crate) fn check(meta: &KindMeta, record: &Record) -> Result<()> {
    let order = |first, then: &'static str| match (text(meta, record, first), text(meta, record, then)) {
        (one, other) if !one.is_empty() && !other.is_empty() && other < one => {
            Err(Error::field(then, ProblemCode::DateOutOfRange))
        }
        _ => Ok(()),
    };
    match meta.slug {
        "campaign" => order("starts_on", "ends_on"),
        "campaign-measure" => order("from_on", "to_on"),
        "course-question" => {
            let choices = kinds::CourseQuestion::choices(text(meta, record, "choices")).count();
            let right = record.get(meta, "answer_line").and_then(Value::int).unwrap_or(0);
            if !(2..=8).contains(&choices) {
                return Err(Error::field("choices", ProblemCode::OutOfRange));
            }
            let there = usize::try_from(right).is_ok_and(|right| right <= choices);
            if there { Ok(()) } else { Err(Error::field("answer_line", ProblemCode::OutOfRange)) }
        }
        _ => Ok(()),
    }
}

/// What was reviewed does not change behind the reviewer's back.
pub(crate) fn may_add(root: &MatterFacts, part: &KindMeta) -> Result<()> {
    match part.slug {
        "campaign-material" | "campaign-service" if root.state != "planned" => {
            Err(Error::Refused("review-first"))
        }
        _ => Ok(()),
    }
}

/// The same for a change.
pub(crate) fn may_edit(facts: &MatterFacts) -> Result<()> {
    match facts.kind.slug {
        "campaign-material" | "campaign-service" if facts.root_state != "planned" => {
            Err(Error::Refused("review-first"))
        }
        "campaign" if facts.state != "planned" => Err(Error::Refused("review-first")),
        "course" if facts.state != "draft" => Err(Error::Refused("matter-closed")),
        _ => Ok(()),
    }
}

/// What must hold before a step.
pub(crate) async fn step(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    step: &Step,
    record: &Record,
) -> Result<()> {
    match (facts.kind.slug, step.action) {
        ("course", "approve") => {
            not_own(tx, actor, facts).await?;
            words(&[text(facts.kind, record, "title"), text(facts.kind, record, "competencies")])
        }
        ("campaign", "review") => may_review(tx, actor, facts, record).await,
        ("campaign", "start") => {
            let full = services(tx, facts.id).await?.iter().any(|service| !service.has_room());
            if full { Err(Error::Refused("service-without-room")) } else { Ok(()) }
        }
        ("youth-view", "answer" | "publish") => {
            let of = |name| text(facts.kind, record, name);
            words(&[of("answer"), of("what_changed")])
        }
        _ => Ok(()),
    }
}

async fn not_own(tx: &mut Tx, actor: &Actor, facts: &MatterFacts) -> Result<()> {
    let by = follow::entered_by(tx, facts.id).await?;
    if by.is_some() && by == actor.account() { Err(Error::Refused("own-entry")) } else { Ok(()) }
}

/// Four eyes: whoever wrote the campaign or any of its words does not find it safe.
async fn may_review(tx: &mut Tx, actor: &Actor, facts: &MatterFacts, record: &Record) -> Result<()> {
    not_own(tx, actor, facts).await?;
    let materials = parts(tx, facts.id, "campaign-material").await?;
    if materials.is_empty() {
        return Err(Error::Refused("no-material"));
    }
    for material in &materials {
        let wrote = tx
            .row(
                "select id from journal where subject = $1 and account = $2
                   and act in ('open-campaign-material', 'edit-campaign-material') order by id limit 1",
                &[(*material).into(), actor.account().into()],
            )
            .await?;
        if wrote.is_some() {
            return Err(Error::Refused("own-entry"));
        }
    }
    let of = |name| text(facts.kind, record, name);
    let for_children =
        of("audiences").split_whitespace().any(|code| kinds::Campaign::CHILDREN.contains(&code));
    if for_children && of("participation").trim().is_empty() {
        return Err(Error::Refused("participation-first"));
    }
    words(&[of("title"), of("purpose")])?;
    for material in materials {
        let meta = kinds::CampaignMaterial::META;
        let own = opened(tx, meta, material, facts.key).await?;
        words(&[text(meta, &own, "title"), text(meta, &own, "text")])?;
    }
    Ok(())
}

/// A record whose words the node itself looks through; nothing of it leaves.
async fn opened(tx: &mut Tx, meta: &'static KindMeta, id: Id, key: Id) -> Result<Record> {
    use crate::held::Reveal;
    let held = fields::load(tx, meta, id, key).await?;
    Ok(held.into_inner().reveal(model::field::Groups::ALL)?.to_record())
}

/// What follows from a step.
pub(crate) async fn after(tx: &mut Tx, facts: &MatterFacts, step: &Step, record: &Record) -> Result<()> {
    match (facts.kind.slug, step.action) {
        ("course", "approve") => publish_course(tx, facts, record).await,
        ("course", "retire") => {
            tx.run("delete from post_requirement where course_id = $1", &[facts.id.into()]).await.map(drop)
        }
        ("youth-view", "publish") => publish_view(tx, facts, record).await,
        _ => Ok(()),
    }
}

/// Title and criteria of an approved course are what its badges say to everybody.
async fn publish_course(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let now = tx.now;
    let of = |name| text(facts.kind, record, name).to_owned();
    let number = |name| record.get(facts.kind, name).and_then(Value::int);
    tx.run(
        "insert into public_course (id, organisation_id, title, criteria, hours, validity_months, approved_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            facts.id.into(),
            facts.organisation.into(),
            of("title").into(),
            of("competencies").into(),
            number("hours").unwrap_or(0).into(),
            number("validity_months").into(),
            now.into(),
        ],
    )
    .await
    .map(drop)
}

/// A view with its answer is public together, never one without the other.
async fn publish_view(tx: &mut Tx, facts: &MatterFacts, record: &Record) -> Result<()> {
    let now = tx.now;
    let of = |name| text(facts.kind, record, name).to_owned();
    let topic: Id = of("about").parse().map_err(|_| Error::NotFound)?;
    tx.run(
        "insert into public_view (id, topic_id, age_band, said, answer, what_changed, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            facts.id.into(),
            topic.into(),
            of("age_band").into(),
            of("said").into(),
            of("answer").into(),
            of("what_changed").into(),
            now.whole_minute().into(),
        ],
    )
    .await
    .map(drop)
}
