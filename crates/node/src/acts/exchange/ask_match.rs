//! `ask-match`: other organisations are asked whether they know a child, without being told which; a colleague reviews it first.

use model::time::DAY;
use model::{Draft, Id, Kind, ProblemCode, Value, kinds};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::{Opened, open_for_node};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::matching::{asker, budget, epoch};
use crate::exchange::{directory, peers};
use crate::store::{custody, notification};

const META: &model::KindMeta = kinds::MatchQuery::META;

/// Days that a question may wait.
const LONGEST: i64 = 90;

/// Asks whether others know the child of a case.
pub struct AskMatch {
    /// The case of the child.
    pub case: Id,
    /// The organisations that are asked, each by itself.
    pub to: Vec<Id>,
    /// Fields of a question: purpose, legal basis, reason, until when.
    pub draft: Draft,
}

#[async_trait::async_trait]
impl Act for AskMatch {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "ask-match"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        of_kind(access::load::matter(tx, self.case, true).await?, kinds::Case::META)
    }

    fn policy(&self, actor: &Actor, case: &MatterFacts) -> Decision {
        access::by_scope(actor, "ask", META.slug, case)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, case) = (permit.act(), permit.facts());
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let organisation = custody::post(tx, post).await?.0;
        let today = tx.now.date(Default::default());
        let mut record = act.draft.parse(META, today).map_err(Error::Invalid)?;
        let by: Option<model::Date> = record.read(META, "needed_by");
        let latest = tx.now.plus(LONGEST * DAY).date(Default::default());
        if by.is_some_and(|by| by < today || by > latest) {
            return Err(Error::field("needed_by", ProblemCode::DateOutOfRange));
        }
        let known = directory::required(tx).await?;
        let epoch = epoch::at(&known, tx.now.millis()).ok_or(Error::Refused("no-guardians"))?;
        asker::may_ask(tx, case.id).await?;
        let asked = asked(tx, organisation, &act.to).await?;
        let reviewer = custody::above(tx, post).await?.ok_or(Error::Refused("nobody-reviews"))?;
        let day = epoch.guardians.iter().map(|one| one.day).min().unwrap_or_default();
        if budget::count_own(tx, (organisation, post), day).await?.is_err() {
            return Err(Error::Refused("match-budget-spent"));
        }
        let names: Vec<&str> = asked.iter().map(|(_, _, name)| name.as_str()).collect();
        record.set(META, "concerns", Value::from(case.id));
        record.set(META, "asked_of", Value::from(names.join("\n")));
        let id = open_for_node(tx, META, (organisation, post), Some(case.key), &record).await?;
        for (to, member, _) in &asked {
            tx.run(
                "insert into match_asked (query_id, organisation_id, member_id) values ($1, $2, $3)",
                &[id.into(), (*to).into(), member.as_str().into()],
            )
            .await?;
        }
        notification::tell(tx, reviewer, "match-query", Some(id)).await?;
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.case)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// Whom it goes to: organisation, member and name, each once.
async fn asked(tx: &mut Tx, own: Id, to: &[Id]) -> Result<Vec<(Id, String, String)>> {
    let known = directory::required(tx).await?;
    let (mut asked, mut once) = (Vec::new(), to.to_vec());
    once.sort_unstable();
    once.dedup();
    for id in once.into_iter().filter(|id| *id != own) {
        let row = tx.row("select name from organisation where id = $1", &[id.into()]).await?;
        let name = row.ok_or(Error::NotFound)?.text(0)?;
        let member = peers::member_id(tx, id).await?;
        if !known.member(&member).is_some_and(|listed| listed.takes("match.query")) {
            return Err(Error::Refused("peer-takes-no-such-kind"));
        }
        asked.push((id, member.as_str().to_owned(), name));
    }
    if asked.is_empty() { Err(Error::field("to", ProblemCode::Missing)) } else { Ok(asked) }
}
