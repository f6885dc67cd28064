//! Numbers and codes by which somebody outside the network opens one referral, and what is shown there.
//!
//! The link holds a number of sixteen digits and the sender speaks a code of six by telephone: one without the other opens
//! nothing. Both are made from the act that issues them, so that a page sent twice shows the same ones, and kept as keyed hashes.

use model::field::{DataGroup, Groups};
use model::time::HOUR;
use model::{Date, Id, Kind, Timestamp, kinds};
use seal::{Digest, Entropy, ReceiptCode};

use super::{elsewhere, serving};
use crate::access::{self, MatterFacts};
use crate::acts::intake::Source;
use crate::consent::{self, Asked};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::{Keys, lookup_tag};
use crate::store::attempts::{self, Limit};
use crate::store::offer::{self, Offer};
use crate::store::outside::{self, Link};
use crate::store::{fields, notification};

const META: &model::KindMeta = kinds::Referral::META;

/// Wrong numbers and codes of one source.
const WRONG: Limit = Limit { purpose: "wrong-outside", most: 10, window: HOUR / 4 };
/// Wrong ones of everybody; while they are spent a source has fewer.
const WRONG_IN_ALL: Limit = Limit { purpose: "wrong-outside-in-all", most: 1_000, window: HOUR / 4 };
/// Wrong ones of one source while everybody's are spent.
const WRONG_UNDER_PRESSURE: i64 = 2;

/// What the sender hands on: the number in the link or on paper, the code by telephone. Shown once, kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct OutsideLink {
    /// The referral.
    pub id: Id,
    /// Sixteen digits.
    pub number: String,
    /// Six digits.
    pub code: String,
    /// Until when the number opens.
    pub expires_at: Timestamp,
}

struct Drawn(Digest);

impl Entropy for Drawn {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(16) {
            self.0 = seal::sha256(&self.0);
            for (byte, drawn) in chunk.iter_mut().zip(self.0) {
                *byte = drawn;
            }
        }
    }
}

/// A number that only this node can make from the id of an act.
fn number(keys: &Keys, act: Id, purpose: &str) -> ReceiptCode {
    let parts: [&[u8]; 2] = [&act.to_u128().to_be_bytes(), purpose.as_bytes()];
    let seed =
        seal::tag(&keys.lookup.subkey("outside-of-act"), &seal::frame("jejaring/outside-of-act/1", &parts));
    ReceiptCode::generate(&mut Drawn(seed))
}

fn number_tag(keys: &Keys, number: &ReceiptCode) -> Vec<u8> {
    number.lookup(&keys.lookup.subkey("outside-number")).to_vec()
}

fn code_tag(keys: &Keys, referral: Id, code: &str) -> Vec<u8> {
    lookup_tag(keys, "outside-code", &format!("{referral} {code}"))
}

/// Digits of a code as people type it.
fn digits(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).collect()
}

/// What an act that issues a link shows, before and after it has been kept.
pub(crate) fn made(keys: &Keys, act: Id, referral: Id, expires_at: Timestamp) -> OutsideLink {
    let code: String = number(keys, act, "code").as_str().chars().take(6).collect();
    let number = number(keys, act, "link").as_str().to_owned();
    OutsideLink { id: referral, number, code, expires_at }
}

/// Issues a link for a referral.
pub(crate) async fn issue(tx: &mut Tx, act: Id, referral: Id, expires_at: Timestamp) -> Result<OutsideLink> {
    let keys = tx.context.keys.clone();
    let link = made(&keys, act, referral, expires_at);
    let tags = (number_tag(&keys, &number(&keys, act, "link")), code_tag(&keys, referral, &link.code));
    outside::issue(tx, referral, tags, expires_at).await?;
    Ok(link)
}

/// What an act issued that arrives once more, as long as nobody issued another link.
pub(crate) async fn issued(tx: &mut Tx, act: Id, referral: Option<Id>) -> Result<Option<OutsideLink>> {
    let keys = tx.context.keys.clone();
    let tag = number_tag(&keys, &number(&keys, act, "link"));
    let link = outside::by_number(tx, tag).await?;
    Ok(link
        .filter(|link| Some(link.referral) == referral)
        .map(|link| made(&keys, act, link.referral, link.expires_at)))
}

/// Somebody with a right number and the right code.
pub struct Presented {
    pub(crate) link: Link,
    pub(crate) matter: MatterFacts,
}

impl Presented {
    /// For the policy table.
    pub(crate) fn through(matter: &MatterFacts) -> Self {
        let link = Link {
            referral: matter.id,
            code_tag: Vec::new(),
            expires_at: matter.now,
            opened_at: None,
            locked_at: None,
            returning: true,
        };
        Self { link, matter: matter.clone() }
    }
}

/// Looks up a number and its code. Whatever is wrong, the answer is the same; a locked link says so to whoever has its number.
pub(crate) async fn present(
    tx: &mut Tx,
    (number, code): (&str, &str),
    source: Option<&Source>,
) -> Result<Presented> {
    let from = source.map_or(b"".as_slice(), |source| &source.0);
    let wrong = attempts::count(tx, &WRONG, from).await?;
    let in_all = attempts::count(tx, &WRONG_IN_ALL, b"").await?;
    let most = if in_all >= WRONG_IN_ALL.most { WRONG_UNDER_PRESSURE } else { WRONG.most };
    if wrong >= most {
        return Err(Error::TooMany(WRONG.wait(tx.now)));
    }
    let link = find(tx, number).await?.ok_or(Error::NotFound)?;
    if link.locked_at.is_some() {
        return Err(Error::Refused("outside-locked"));
    }
    if code_tag(&tx.context.keys, link.referral, &digits(code)) != link.code_tag {
        return Err(Error::NotFound);
    }
    let matter = access::load::matter(tx, link.referral, true).await?;
    Ok(Presented { link, matter })
}

async fn find(tx: &mut Tx, typed: &str) -> Result<Option<Link>> {
    let Ok(number) = ReceiptCode::parse(typed) else { return Ok(None) };
    let tag = number_tag(&tx.context.keys, &number);
    outside::by_number(tx, tag).await
}

/// Counts a wrong number or code; a link whose code was guessed at too often is locked, and its sender told.
pub(crate) async fn was_wrong(tx: &mut Tx, number: &str, source: Option<&Source>) -> Result<()> {
    attempts::add(tx, &WRONG, source.map_or(b"".as_slice(), |source| &source.0)).await?;
    attempts::add(tx, &WRONG_IN_ALL, b"").await?;
    let Some(link) = find(tx, number).await? else { return Ok(()) };
    if outside::wrong_code(tx, link.referral).await? {
        told_sender(tx, link.referral, ["outside-locked", "notice-link-locked"]).await?;
    }
    Ok(())
}

/// Whoever sent what a link opens hears what became of it: of a referral the post that asks, of a notice the one that has it.
async fn told_sender(tx: &mut Tx, id: Id, [referral, notice]: [&'static str; 2]) -> Result<()> {
    let matter = access::load::matter(tx, id, false).await?;
    if matter.kind.slug == META.slug {
        let post = offer::load(tx, id).await?.from.post;
        return notification::tell(tx, post, referral, Some(id)).await;
    }
    notification::tell(tx, matter.custodian, notice, Some(id)).await
}

/// The same for what must be of one kind: the number of another kind opens nothing here.
pub(crate) async fn present_as(
    tx: &mut Tx,
    typed: (&str, &str),
    source: Option<&Source>,
    kind: &'static model::KindMeta,
) -> Result<Presented> {
    let presented = present(tx, typed, source).await?;
    if presented.matter.kind.slug == kind.slug { Ok(presented) } else { Err(Error::NotFound) }
}

/// Spends the number in a link: answers the number to come back with.
pub(crate) async fn spend(tx: &mut Tx, act: Id, presented: &Presented) -> Result<String> {
    let link = &presented.link;
    if link.opened_at.is_some() {
        return Err(Error::Refused("outside-spent"));
    }
    if link.expires_at <= tx.now {
        return Err(Error::Refused("outside-expired"));
    }
    let returning = number(&tx.context.keys, act, "return");
    let tag = number_tag(&tx.context.keys, &returning);
    outside::opened(tx, link.referral, tag).await?;
    told_sender(tx, link.referral, ["outside-opened", "notice-link-opened"]).await?;
    Ok(returning.as_str().to_owned())
}

/// The number to come back with that an act made which arrives once more.
pub(crate) async fn spent_by(tx: &mut Tx, act: Id, referral: Id) -> Result<Option<String>> {
    let returning = number(&tx.context.keys, act, "return");
    let tag = number_tag(&tx.context.keys, &returning);
    let link = outside::by_number(tx, tag).await?;
    Ok(link.filter(|link| link.referral == referral).map(|_| returning.as_str().to_owned()))
}

/// A referral as its receiver outside sees it.
#[derive(Debug, Clone)]
pub struct OutsideView {
    /// Its readable number.
    pub code: String,
    /// Code of list `transition-status`.
    pub state: String,
    /// The post that asks, with its organisation, in Indonesian and English.
    pub from: (String, String),
    /// By when it is to be answered.
    pub respond_by: Timestamp,
    /// What was agreed to be told; nothing once it has ended.
    pub told: Option<OutsideTold>,
}

/// What is told of the child and of what is asked for.
#[derive(Debug, Clone)]
pub struct OutsideTold {
    /// Codes of list `service-type`.
    pub service_types: Vec<String>,
    /// Whether it is urgent.
    pub urgent: bool,
    /// Why somebody asks.
    pub reason: String,
    /// Code of list `age-band`.
    pub age_band: Option<&'static str>,
    /// Day of the first contact that the receiver promised.
    pub first_contact_by: Option<Date>,
    /// Fields in their data groups: group, kind, field, value as text.
    pub facts: Vec<(DataGroup, &'static str, &'static str, String)>,
}

/// What may be shown now: little before a yes, what was agreed on after it, nothing when the referral has ended or what it
/// rests on is gone.
pub(super) async fn view(tx: &mut Tx, referral: Id) -> Result<OutsideView> {
    let facts = access::load::matter(tx, referral, false).await?;
    let offer = offer::load(tx, referral).await?;
    let told = if facts.is_open() { Some(told(tx, &facts, &offer).await?) } else { None };
    let from = tx
        .row(
            "select p.title_id, p.title_en, o.name from post p join organisation o on o.id = p.organisation_id
             where p.id = $1",
            &[offer.from.post.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let house = from.text(2)?;
    let from = (format!("{}, {house}", from.text(0)?), format!("{}, {house}", from.text(1)?));
    Ok(OutsideView { code: facts.code, state: facts.state, from, respond_by: offer.respond_by, told })
}

async fn told(tx: &mut Tx, facts: &MatterFacts, offer: &Offer) -> Result<OutsideTold> {
    let mut groups = if facts.state == "accepted" { offer.groups } else { offer::preview(offer.groups) };
    if consent::guardian_is_suspect(tx, offer.matter).await? {
        groups = consent::without_contact(groups);
    }
    still_allowed(tx, offer).await?;
    let root = access::load::matter(tx, offer.matter, false).await?;
    let referral = serving::whole(fields::load(tx, META, offer.id, root.key).await?)?;
    let (case, person) = elsewhere::subjects(tx, &root).await?;
    let mut shown = vec![(DataGroup::Record, "case", "region", case.text("region"))];
    if let Some(person) = &person {
        shown.insert(0, (DataGroup::Record, "person", "sex", person.text("sex")));
    }
    shown.extend(elsewhere::told(person.as_ref(), &case, groups));
    Ok(OutsideTold {
        service_types: referral.text("service_types").split_whitespace().map(str::to_owned).collect(),
        urgent: referral.text("urgent") == "true",
        reason: referral.text("reason"),
        age_band: elsewhere::age_band(person.as_ref(), tx.now.date(Default::default())),
        first_contact_by: referral.text("first_contact_by").parse().ok(),
        facts: shown.into_iter().filter(|(.., text)| !text.is_empty()).collect(),
    })
}

/// Asked at every look, as it is before anything is sent to another node.
async fn still_allowed(tx: &mut Tx, offer: &Offer) -> Result<()> {
    if offer.basis == "override" {
        return Ok(());
    }
    let asked =
        Asked { case: offer.matter, recipient: offer.to.organisation, groups: offer.groups, services: true };
    match consent::allows(tx, asked).await? {
        Ok(_) => Ok(()),
        // Why is between the child and whoever has the case.
        Err(_) => Err(Error::Refused("outside-closed")),
    }
}

/// What a look by link is allowed by: the number and the code, and nothing that the actor is.
pub(crate) fn by_link(actor: &access::Actor) -> access::Decision {
    if !actor.is_public() {
        return access::Decision::Deny("public-only");
    }
    access::Decision::Allow(access::Rule {
        name: "link",
        post: None,
        groups: Groups::NONE.with(DataGroup::Record),
    })
}
