//! How fast platforms answer notices: counts and medians for members of class PLT, nothing below the minimum, never an address.

use model::Timestamp;
use model::time::HOUR;
use serde::Serialize;

use crate::access::load::class_of;
use crate::db::Tx;
use crate::error::Result;
use crate::node::Node;

/// Fewer notices than this are not told of (domain model, section 11.1, C16).
pub const MINIMUM: usize = 11;

/// What the public may know of one platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Takedown {
    /// Its name.
    pub platform: String,
    /// Notices that reached it; nothing below the minimum.
    pub notices: Option<usize>,
    /// Median hours until it said that the content was removed or unavailable; nothing where fewer than the minimum were.
    pub median_hours: Option<i64>,
    /// Notices that it has not answered so; nothing below the minimum, and nothing where it could be reckoned from the others.
    pub still_up: Option<usize>,
}

impl Node {
    /// Figures of each platform that is a member, by name.
    ///
    /// # Errors
    /// [`crate::Error::Storage`].
    pub async fn takedowns(&self) -> Result<Vec<Takedown>> {
        self.db().read(|tx| Box::pin(load(tx))).await
    }
}

async fn load(tx: &mut Tx) -> Result<Vec<Takedown>> {
    let rows = tx
        .rows(
            "select o.name, d.first_sent_at, d.ended_at, d.result, o.member_id from notice_delivery d
             join organisation o on o.id = d.organisation_id
             where not exists (select 1 from exchange_peer p where p.organisation_id = d.organisation_id)
               or exists (select 1 from exchange_sent s join exchange_outbox x on x.eid = s.eid
                            where s.subject_id = d.notice_id and s.kind = 'notice' and x.state = 'delivered')
             order by o.name, o.id, d.first_sent_at, d.notice_id",
            &[],
        )
        .await?;
    let mut figures: Vec<Takedown> = Vec::new();
    let mut of_one: Vec<(Timestamp, Option<Timestamp>, Option<String>)> = Vec::new();
    let mut name = String::new();
    for row in &rows {
        if class_of(&row.text(4)?) != "PLT" {
            continue;
        }
        let platform = row.text(0)?;
        if platform != name {
            figures.extend(figure(&name, &of_one));
            of_one.clear();
            name = platform;
        }
        of_one.push((row.time(1)?, row.time_opt(2)?, row.text_opt(3)?));
    }
    figures.extend(figure(&name, &of_one));
    Ok(figures)
}

fn figure(name: &str, notices: &[(Timestamp, Option<Timestamp>, Option<String>)]) -> Option<Takedown> {
    if notices.is_empty() {
        return None;
    }
    let taken_down = |result: &Option<String>| matches!(result.as_deref(), Some("removed" | "unavailable"));
    let mut hours: Vec<i64> = notices
        .iter()
        .filter(|(_, _, result)| taken_down(result))
        .filter_map(|(sent, ended, _)| ended.map(|ended| (ended.millis() - sent.millis() + HOUR - 1) / HOUR))
        .collect();
    hours.sort_unstable();
    let up = notices.iter().filter(|(_, ended, _)| ended.is_none()).count();
    let other = notices.len() - up - hours.len();
    let enough = |count: usize| count >= MINIMUM;
    // What is left of two numbers that are told is told, too.
    let derivable = [hours.len(), other].into_iter().any(|count| (1..MINIMUM).contains(&count));
    Some(Takedown {
        platform: name.to_owned(),
        notices: enough(notices.len()).then_some(notices.len()),
        median_hours: if enough(hours.len()) { hours.get(hours.len() / 2).copied() } else { None },
        still_up: (enough(notices.len()) && (up == 0 || enough(up)) && !derivable).then_some(up),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notices(answered: usize, up: usize) -> Vec<(Timestamp, Option<Timestamp>, Option<String>)> {
        let sent = Timestamp::from_millis(0);
        let done =
            (1..).take(answered).map(|hour| (sent, Some(sent.plus(hour * HOUR)), Some("removed".into())));
        done.chain((0..up).map(|_| (sent, None, None))).collect()
    }

    #[test]
    fn small_numbers_are_not_told_nor_reckoned() {
        let few = figure("Contoh", &notices(5, 3)).unwrap();
        assert_eq!((few.notices, few.median_hours, few.still_up), (None, None, None));
        let most = figure("Contoh", &notices(21, 11)).unwrap();
        assert_eq!((most.notices, most.median_hours, most.still_up), (Some(32), Some(11), Some(11)));
        let hidden = figure("Contoh", &notices(21, 4)).unwrap();
        assert_eq!(hidden.still_up, None);
        assert_eq!(figure("Contoh", &notices(4, 21)).unwrap().still_up, None);
        assert_eq!(figure("", &[]), None);
    }
}
