//! `check-campaign`: what still stands between a campaign and its start: words to mend, services without room, what measures were taken.

use model::terms::{self, Class};
use model::{Id, Kind, kinds};
use serde::Serialize;

use super::rules;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::fields;

/// Checks a campaign.
pub struct CheckCampaign {
    /// The campaign.
    pub campaign: Id,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CampaignCheck {
    /// Its number.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Words in its texts that should be said otherwise.
    pub words: Vec<MarkedWord>,
    /// Services that it promotes.
    pub services: Vec<PromotedService>,
    /// How many materials it has.
    pub materials: usize,
    /// What is measured, channel, what is counted, value before and value, each for itself. They are never added up.
    pub measures: Vec<(String, String, String, Option<i64>, i64)>,
    /// Children and adults who came to its events.
    pub came: (i64, i64),
    /// Whether children and young people are asked what they think of it.
    pub asked: bool,
}

/// A word in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MarkedWord {
    /// Title of the text.
    pub at: String,
    /// The word as it stands there.
    pub word: String,
    /// What to say instead.
    pub instead: String,
    /// Why.
    pub note: String,
    /// Whether the campaign waits for it; else it is to be used with care.
    pub must: bool,
}

/// A service that a campaign promotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromotedService {
    /// Name in the directory; nothing for one that is not public.
    pub name: Option<String>,
    /// Places that are free, as last told.
    pub available: Option<i64>,
}

impl PromotedService {
    /// Whether people may be sent there.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.name.is_some() && self.available.is_some_and(|places| places > 0)
    }
}

#[async_trait::async_trait]
impl Act for CheckCampaign {
    type Facts = MatterFacts;
    type Output = CampaignCheck;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "check-campaign"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.campaign, false).await?;
        crate::acts::edit::of_kind(facts, kinds::Campaign::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", "campaign", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<CampaignCheck> {
        let facts = permit.facts();
        let own = permit.reveal(fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
        let mut words = marked(&own.text("title"), &[own.text("title"), own.text("purpose")]);
        let materials = rules::parts(tx, facts.id, "campaign-material").await?;
        for material in &materials {
            let held = fields::load(tx, kinds::CampaignMaterial::META, *material, facts.key).await?;
            let shown = permit.reveal(held)?;
            words.extend(marked(&shown.text("title"), &[shown.text("title"), shown.text("text")]));
        }
        let measures = tx
            .rows(
                "select k.measured, coalesce(k.channel, ''), k.counted, k.baseline, k.value
                 from k_campaign_measure k join matter m on m.id = k.id
                 where m.root_id = $1 and m.state = 'in_use' order by k.measured, m.id",
                &[facts.id.into()],
            )
            .await?;
        let measures = measures
            .iter()
            .map(|row| Ok((row.text(0)?, row.text(1)?, row.text(2)?, row.int_opt(3)?, row.int(4)?)));
        let measures = measures.collect::<Result<Vec<_>>>()?;
        let came = tx
            .row(
                "select cast(coalesce(sum(k.children), 0) as bigint), cast(coalesce(sum(k.adults), 0) as bigint)
                 from k_campaign_event k join matter m on m.id = k.id where m.root_id = $1 and m.state = 'held'",
                &[facts.id.into()],
            )
            .await?;
        let asked = tx
            .row("select id from public_topic where id = $1 and closed_at is null", &[facts.id.into()])
            .await?;
        tx.trace.kind = Some("campaign");
        tx.trace.subject = Some(facts.id);
        Ok(CampaignCheck {
            code: facts.code.clone(),
            title: own.text("title"),
            state: facts.state.clone(),
            words,
            services: rules::services(tx, facts.id).await?,
            materials: materials.len(),
            measures,
            came: came.map_or(Ok((0, 0)), |row| Ok::<_, crate::Error>((row.int(0)?, row.int(1)?)))?,
            asked: asked.is_some(),
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.campaign)
    }
}

/// Words of texts that should be said otherwise.
fn marked(title: &str, texts: &[String]) -> Vec<MarkedWord> {
    let found = |text: &String| {
        let word = |mark: terms::Mark| MarkedWord {
            at: title.to_owned(),
            word: text.get(mark.at).unwrap_or_default().to_owned(),
            instead: mark.term.instead.to_owned(),
            note: mark.term.note.to_owned(),
            must: mark.term.class == Class::Avoid,
        };
        terms::check(text).into_iter().map(word).collect::<Vec<_>>()
    };
    let mut words: Vec<MarkedWord> = texts.iter().flat_map(found).collect();
    words.dedup();
    words
}
