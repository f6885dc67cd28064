//! `import-listings`: services that others publish as HSDS become drafts of the directory. Nothing is published by it, and nothing
//! that stands here is written over unless that was asked for: what differs is named.

use formats::hsds::Listing;
use model::kinds::ServiceListing;
use model::{Draft, Id, Kind, KindMeta, ProblemCode, Record, Timestamp, codes, regions};

use super::{follow, rules};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::edit::{changed_record, write_change};
use crate::acts::guards;
use crate::acts::open::open_root;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::fields;

/// What is done with what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakeListings {
    /// Nothing: only say what would happen.
    Look,
    /// New services become drafts.
    New,
    /// And what differs takes the value of the file; the history keeps what stood there.
    NewAndChanged,
}

/// Takes services in.
pub struct ImportListings {
    /// The services, as they were read.
    pub listings: Vec<Listing>,
    /// What is done with them.
    pub take: TakeListings,
}

/// Most services in one go.
pub const LISTINGS_AT_ONCE: usize = 2_000;

/// What became of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListingOutcome {
    /// It became a draft, or would.
    Created,
    /// It is here as the file has it.
    Unchanged,
    /// It is here with other values in these fields, which were left as they are.
    Differs(Vec<&'static str>),
    /// These fields took the value of the file.
    Changed(Vec<&'static str>),
    /// A field of it cannot stand: its name and what is wrong.
    Refused(String, ProblemCode),
    /// It is here, closed or out of reach, and was left alone.
    LeftAlone,
}

/// One service and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingDone {
    /// Its name in the file.
    pub name: String,
    /// The listing here, if there is one.
    pub id: Option<Id>,
    /// What became of it.
    pub outcome: ListingOutcome,
}

#[async_trait::async_trait]
impl Act for ImportListings {
    type Facts = Timestamp;
    type Output = Vec<ListingDone>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "import-listings"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "import", "service-listing", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<ListingDone>> {
        let act = permit.act();
        if act.listings.len() > LISTINGS_AT_ONCE {
            return Err(Error::Refused("too-much-at-once"));
        }
        let mut done = Vec::with_capacity(act.listings.len());
        let mut kept = Vec::new();
        for listing in &act.listings {
            let (id, outcome) = match one(permit, tx, listing).await {
                Ok(found) => found,
                Err(Error::Invalid(problems)) => {
                    let first = problems.into_iter().next();
                    let (field, code) = first
                        .map_or_else(|| (String::new(), ProblemCode::Missing), |one| (one.field, one.code));
                    (None, ListingOutcome::Refused(field, code))
                }
                Err(other) => return Err(other),
            };
            if matches!(outcome, ListingOutcome::Created | ListingOutcome::Changed(_)) {
                kept.extend(id);
            }
            done.push(ListingDone { name: listing.name.clone(), id, outcome });
        }
        tx.trace = crate::journal::Trace::default();
        tx.trace.kind = Some(ServiceListing::META.slug);
        tx.trace.listed = kept;
        Ok(done)
    }
}

async fn one(
    permit: &Permit<'_, ImportListings>,
    tx: &mut Tx,
    listing: &Listing,
) -> Result<(Option<Id>, ListingOutcome)> {
    let (meta, take) = (ServiceListing::META, permit.act().take);
    let organisation = permit.organisation()?;
    let draft = draft_of(listing);
    let key = key_of(tx, listing);
    let known = tx
        .row(
            "select id from entry_origin where organisation_id = $1 and row_key = $2",
            &[organisation.into(), key.as_str().into()],
        )
        .await?;
    if let Some(row) = known {
        let id = row.id(0)?;
        return Ok((Some(id), compare(permit, tx, id, &draft).await?));
    }
    let record = checked(tx, meta, &draft)?;
    if take == TakeListings::Look {
        return Ok((None, ListingOutcome::Created));
    }
    let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
    let id = open_root(tx, meta, organisation, post, &record).await?;
    let by = (permit.actor().account(), Some(key));
    follow::opened(tx, (meta, id, organisation), &record, by).await?;
    Ok((Some(id), ListingOutcome::Created))
}

fn checked(tx: &Tx, meta: &'static KindMeta, draft: &Draft) -> Result<Record> {
    let record = draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
    guards::texts(meta, &record)?;
    rules::check(meta, &record)?;
    Ok(record)
}

/// A service that is here already: what the file says of it otherwise, and whether that was taken.
async fn compare(
    permit: &Permit<'_, ImportListings>,
    tx: &mut Tx,
    id: Id,
    draft: &Draft,
) -> Result<ListingOutcome> {
    let meta = ServiceListing::META;
    let facts = access::load::matter(tx, id, true).await?;
    let may = access::by_scope(permit.actor(), "edit", meta.slug, &facts).allows();
    if !may || guards::may_edit(&facts, meta).is_err() {
        return Ok(ListingOutcome::LeftAlone);
    }
    let mut draft = draft.clone();
    // How confidential a place is, is decided here and by nobody else's file.
    draft.0.remove("confidentiality");
    let shown = permit.reveal(fields::load(tx, meta, facts.id, facts.key).await?)?;
    let (old, new) = changed_record(tx, meta, &shown, &draft, &[])?;
    let names = old.changed(meta, &new);
    if names.is_empty() {
        return Ok(ListingOutcome::Unchanged);
    }
    if permit.act().take != TakeListings::NewAndChanged {
        return Ok(ListingOutcome::Differs(names));
    }
    rules::edit(&facts, &old, &new)?;
    rules::check(meta, &new)?;
    write_change(tx, &facts, &old, &new, None).await?;
    follow::edited(tx, &facts, &new, permit.actor().account()).await?;
    Ok(ListingOutcome::Changed(names))
}

/// A service is known again by a keyed tag of its id in the file it came from.
fn key_of(tx: &Tx, listing: &Listing) -> String {
    let tag = crate::keys::lookup_tag(&tx.context.keys, "hsds-service", &listing.id);
    tag.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The fields of a listing as HSDS has them. What has no place here stays out; what the file does not say is not touched.
fn draft_of(listing: &Listing) -> Draft {
    let mut draft = Draft::default();
    let mut put = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            draft.set(name, text.trim());
        }
    };
    put("name", &listing.name);
    put("organisation", &listing.organization);
    put("description", &listing.description);
    put("service_type", &type_of(&listing.service_type));
    put("status", &listing.status);
    put("eligibility", &listing.eligibility);
    put("fees", &listing.fees);
    put("accreditation", &listing.accreditations);
    put("phone", &listing.phone);
    put("email", &listing.email);
    put("url", &listing.url);
    put("opens", listing.opens.get(..5).unwrap_or(&listing.opens));
    put("closes", listing.closes.get(..5).unwrap_or(&listing.closes));
    put("confidentiality", "public");
    for (name, age) in [("minimum_age", listing.minimum_age), ("maximum_age", listing.maximum_age)] {
        put(name, &age.map(|years| years.to_string()).unwrap_or_default());
    }
    put("languages", &offered("language", listing.languages.iter().map(|(code, _)| code.as_str())));
    put("days", &offered("service-day", listing.days.iter().map(String::as_str)));
    if let Some([street, city, province, code]) = &listing.address {
        for (name, text) in [("address", street), ("city", city), ("postal_code", code)] {
            put(name, text);
        }
        put("region", &region_of(&[&format!("{city}, {province}"), city, province]));
    }
    if let Some((latitude, longitude)) = listing.position {
        put("latitude", &latitude.to_string());
        put("longitude", &longitude.to_string());
    }
    if let Some((code, name)) = &listing.area {
        let known = regions::get(code).map_or_else(|| region_of(&[name]), |region| region.code.to_owned());
        put("region", &known);
    }
    draft
}

/// A code of our list: theirs where it is one of ours, else what bears that label.
fn type_of((code, label): &(String, String)) -> String {
    let list = codes::list("service-type");
    let ours = list.and_then(|list| {
        let same = |known: &&codes::Code| {
            let labels = [model::Lang::Id, model::Lang::En].map(|lang| known.label(lang).to_lowercase());
            labels.contains(&label.trim().to_lowercase())
        };
        list.get(code).or_else(|| list.offered().find(same))
    });
    ours.map_or_else(|| code.clone(), |known| known.code.to_owned())
}

/// Codes that our list has.
fn offered<'c>(list: &str, theirs: impl Iterator<Item = &'c str>) -> String {
    let list = codes::list(list);
    let known = theirs.filter_map(|code| {
        list.and_then(|list| list.get(code).or_else(|| list.get(&code.to_lowercase())))
            .map(|known| known.code)
    });
    known.collect::<Vec<_>>().join(" ")
}

/// The first of these names that one region alone bears.
fn region_of(names: &[&str]) -> String {
    let found = names.iter().map(|name| regions::find_as_spelt(name)).find(|found| found.len() == 1);
    found.and_then(|found| found.first().map(|region| region.code.to_owned())).unwrap_or_default()
}
