//! `suggest-services`: services of the directory that may help this child, those first that fit. Only what somebody assures; a place
//! that is kept confidential shows its number and nothing by which it could be found.

use model::time::Zone;
use model::{Id, Kind, kinds};
use serde::Serialize;

use super::offering;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::db::{Effect, Row, Tx};
use crate::error::{Error, Result};
use crate::store::scope::Builder;

/// Looks for them.
pub struct SuggestServices {
    /// The case.
    pub case: Id,
    /// Only of this type, a code of list `service-type`.
    pub service_type: Option<String>,
}

/// Services shown at most.
pub const SUGGESTED: i64 = 100;

/// One service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuggestedService {
    /// The listing.
    pub id: Id,
    /// Its number: all that is told of a confidential place.
    pub code: String,
    /// Name; nothing of a confidential place.
    pub name: Option<String>,
    /// Organisation, by which a receiver is found; nothing of a confidential place.
    pub organisation: Option<String>,
    /// Whom to ask, of a place with a contact point only.
    pub contact: Option<String>,
    /// A code of list `service-type`.
    pub service_type: String,
    /// Youngest and oldest age.
    pub ages: (Option<i64>, Option<i64>),
    /// A code of list `sex`.
    pub sex: Option<String>,
    /// Codes of list `language`.
    pub languages: Vec<String>,
    /// Region that it serves; a province alone of a confidential place.
    pub region: Option<String>,
    /// Whether it serves the whole country.
    pub nationwide: bool,
    /// Free places, places in all, and the day on which they were counted.
    pub places: (Option<i64>, Option<i64>, Option<String>),
    /// Day on which it was assured.
    pub assured_on: Option<String>,
    /// What of it fits the child.
    pub fits: Fits,
}

/// Whether a service fits a child; nothing where that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Fits {
    /// By age.
    pub age: Option<bool>,
    /// By sex.
    pub sex: Option<bool>,
    /// By region.
    pub area: Option<bool>,
    /// Whether a place is free.
    pub free: Option<bool>,
    /// Whether a language of the child is spoken.
    pub language: Option<bool>,
}

impl Fits {
    /// How many things stand against it.
    pub fn against(&self) -> usize {
        [self.age, self.sex, self.area, self.free, self.language]
            .into_iter()
            .filter(|one| *one == Some(false))
            .count()
    }
}

/// What decides for whom a service is.
struct Child {
    age: Option<i64>,
    sex: Option<String>,
    region: Option<String>,
    languages: Vec<String>,
}

#[async_trait::async_trait]
impl Act for SuggestServices {
    type Facts = MatterFacts;
    type Output = Vec<SuggestedService>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "suggest-services"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, false).await?, kinds::Case::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        offering::may_share(actor, "refer", facts, false)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<SuggestedService>> {
        let (act, facts) = (permit.act(), permit.facts());
        let child = child(tx, facts.id).await?;
        let own = permit.organisation()?;
        let mut found = Vec::new();
        for row in &listed(tx, (own, None), act.service_type.as_deref()).await? {
            found.push(read(row, &child)?);
        }
        found.sort_by_key(|one| (one.fits.against(), std::cmp::Reverse(one.places.0), one.id));
        found.truncate(usize::try_from(SUGGESTED).unwrap_or(usize::MAX));
        tx.trace.kind = Some("case");
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(found)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }
}

/// Whether a referral may ask this service: somebody assures it, and the sender may know of it.
pub(super) async fn assured(tx: &mut Tx, organisation: Id, listing: Id) -> Result<()> {
    let found = listed(tx, (organisation, Some(listing)), None).await?;
    if found.is_empty() { Err(Error::Refused("listing-not-assured")) } else { Ok(()) }
}

/// Assured services that somebody of an organisation may know of: what is kept for partners, and of secret places their own.
async fn listed(tx: &mut Tx, (own, only): (Id, Option<Id>), service_type: Option<&str>) -> Result<Vec<Row>> {
    let today = tx.now.date(Zone::Wib).to_string();
    let mut b = Builder::new(
        "select m.id, m.code, d.name, d.organisation, d.application, k.service_type, k.minimum_age, k.maximum_age,
           k.sex_served, k.languages, k.region, k.nationwide, k.available, k.capacity, k.counted_on, k.assured_on
         from matter m join k_service_listing k on k.id = m.id left join public_listing d on d.id = m.id
         where m.kind = 'service-listing' and m.state = 'published' and k.status = 'active' and k.assurance_due >= ",
    );
    b.value(today).text(" and (k.confidentiality <> 'secret' or m.organisation_id = ").value(own).text(")");
    if let Some(only) = only {
        b.text(" and m.id = ").value(only);
    }
    if let Some(code) = service_type {
        b.text(" and k.service_type = ").value(code);
    }
    b.text(" order by m.id");
    tx.rows(b.sql, &b.params).await
}

async fn child(tx: &mut Tx, case: Id) -> Result<Child> {
    let row = tx
        .row(
            "select p.birth_year, p.sex, m.region, p.languages from matter m join k_case c on c.id = m.id
               join k_person p on p.id = c.child where m.id = $1",
            &[case.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let year = i64::from(tx.now.date(Zone::Wib).year());
    Ok(Child {
        age: row.int_opt(0)?.map(|born| year - born),
        sex: row.text_opt(1)?.filter(|sex| matches!(sex.as_str(), "female" | "male")),
        region: row.text_opt(2)?,
        languages: words(row.text_opt(3)?),
    })
}

fn words(text: Option<String>) -> Vec<String> {
    text.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

fn read(row: &Row, child: &Child) -> Result<SuggestedService> {
    let name = row.text_opt(2)?;
    let ages = (row.int_opt(6)?, row.int_opt(7)?);
    let (sex, languages) = (row.text_opt(8)?, words(row.text_opt(9)?));
    let (region, nationwide) = (row.text_opt(10)?, row.flag_opt(11)?.unwrap_or(false));
    let free = row.int_opt(12)?;
    // A year of birth leaves a year of doubt, in which nobody is turned away.
    let within =
        |age: i64| ages.0.is_none_or(|least| age >= least) && ages.1.is_none_or(|most| age - 1 <= most);
    let fits = Fits {
        age: child.age.filter(|_| ages != (None, None)).map(within),
        sex: match (child.sex.as_deref(), sex.as_deref()) {
            (Some(of_child), Some(served @ ("female" | "male"))) => Some(of_child == served),
            _ => None,
        },
        area: match (child.region.as_deref(), region.as_deref()) {
            _ if nationwide => Some(true),
            (Some(at), Some(serves)) => Some(at == serves || serves.len() == 2 && at.starts_with(serves)),
            _ => None,
        },
        free: free.map(|free| free > 0),
        language: (!child.languages.is_empty() && !languages.is_empty())
            .then(|| child.languages.iter().any(|code| languages.contains(code))),
    };
    let told = name.is_some();
    Ok(SuggestedService {
        id: row.id(0)?,
        code: row.text(1)?,
        organisation: row.text_opt(3)?,
        contact: row.text_opt(4)?.filter(|text| !text.is_empty()),
        service_type: row.text_opt(5)?.unwrap_or_default(),
        ages,
        sex,
        languages,
        region: region.map(|code| if told { code } else { code.chars().take(2).collect() }),
        nationwide,
        places: (free, row.int_opt(13)?, row.text_opt(14)?),
        assured_on: row.text_opt(15)?,
        fits,
        name,
    })
}

/// Remembers which service a referral asks.
pub(super) async fn remember(tx: &mut Tx, referral: Id, listing: Id) -> Result<()> {
    let row = [referral.into(), listing.into()];
    tx.run("insert into referral_listing (referral_id, listing_id) values ($1, $2)", &row).await.map(drop)
}

/// The number of the service that a referral asks.
pub(super) async fn asked(tx: &mut Tx, referral: Id) -> Result<Option<String>> {
    let row = tx
        .row(
            "select m.code from referral_listing r join matter m on m.id = r.listing_id where r.referral_id = $1",
            &[referral.into()],
        )
        .await?;
    row.map(|row| row.text(0)).transpose()
}
