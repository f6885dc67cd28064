//! Reports: those that a case comes from, those that lead to none, and threads with people who want to stay unknown.

use model::{Date, Draft};

use super::book::Book;
use super::child::{Child, phone};
use super::concern::Concern;
use super::dice::{Dice, later, workday_from};
use super::event::{Key, PostKey, What};
use super::places;
use super::roster::Team;
use super::texts;

/// How a report reaches an agency.
fn channel(dice: &mut Dice) -> &'static str {
    dice.weighted(&[
        (38, "phone"),
        (18, "whatsapp"),
        (18, "web"),
        (16, "walk_in"),
        (4, "sms"),
        (3, "email"),
        (3, "network"),
    ])
}

fn describe(dice: &mut Dice, region: &str, narrative: String) -> (Draft, bool) {
    let channel = channel(dice);
    let mode = if channel == "web" {
        "anonymous"
    } else {
        dice.weighted(&[(24, "anonymous"), (50, "confidential"), (26, "named")])
    };
    let mut draft = Draft::default()
        .with("channel", channel)
        .with("reporter_mode", mode)
        .with("narrative", narrative)
        .with("region", region);
    draft.set("imminent_danger", dice.weighted(&[(6, "true"), (62, "false"), (32, "unknown")]));
    if mode != "anonymous" {
        let (_, province) = places::regency(&[], dice);
        let people = super::names::people_of(province, dice);
        let sex = if dice.percent(60) { super::names::Sex::Female } else { super::names::Sex::Male };
        let clan = people.clan(dice);
        draft.set("reporter_name", people.name(sex, clan, dice));
        draft.set("reporter_contact", phone(dice));
        draft.set("reporter_safe_contact", if dice.percent(55) { "true" } else { "false" });
    }
    (draft, channel == "web")
}

/// The report that a case comes from; answers its key and the post that has it. It is written the day before the case is
/// opened.
pub(crate) fn before_case(
    book: &mut Book,
    team: &Team,
    day: Date,
    (child, concern): (&Child, &Concern),
    dice: &mut Dice,
) -> (Key, PostKey) {
    let english = dice.percent(12);
    let narrative = texts::narrative(concern, english, dice);
    let (mut draft, public) = describe(dice, child.region, narrative);
    draft.set("language", if english { "en" } else { "id" });
    if !concern.forms.is_empty() {
        draft.set("exploitation_forms", concern.forms);
    }
    if !public && dice.percent(60) {
        draft.set("children", child.name.as_str());
    }
    let key = book.key();
    let post = file(book, team, (key, day), draft, public);
    (key, post)
}

/// A report that leads to no case.
pub(crate) fn without_case(book: &mut Book, team: &Team, (day, today): (Date, Date), dice: &mut Dice) {
    let (region, _) = places::regency(&[], dice);
    let (narrative, outcome, reason) = dice.weighted(texts::OTHER_REPORTS);
    let (draft, public) = describe(dice, region, narrative.to_owned());
    let key = book.key();
    let post = file(book, team, (key, day), draft, public);
    let mut next = day;
    if public && dice.percent(60) {
        next = thread(book, post, (key, day), today, dice);
    }
    // Some wait longer than they should, and a few of the last weeks still wait.
    let next = workday_from(later(next, dice.weighted(&[(70, 1), (18, 2), (8, 5), (4, 900)])));
    if next > today {
        return;
    }
    let mut draft = Draft::default().with("triage_outcome", outcome);
    if outcome == "referred_out" {
        draft.set("referred_to", "Lembaga layanan anak di wilayah tetangga (rekaan)");
    }
    if !reason.is_empty() {
        draft.set("screening_reason", reason);
    }
    book.note(next, post, What::StepReport { report: key, action: "triage", draft });
    let close = workday_from(later(next, dice.between(1, 6)));
    if close <= today && (dice.percent(94) || close < later(today, -60)) {
        book.note(close, post, What::StepReport { report: key, action: "close", draft: Draft::default() });
    }
}

/// Notes a report; answers the post that has it.
fn file(book: &mut Book, team: &Team, (key, day): (Key, Date), draft: Draft, public: bool) -> PostKey {
    book.tally.reports += 1;
    let (post, what) = if public {
        (team.public, What::PublicReport { key, draft })
    } else {
        (team.intake, What::Report { key, draft })
    };
    book.note(day, post, what);
    post
}

/// The last step of a report that a case came from.
pub(crate) fn close(
    book: &mut Book,
    (report, post): (Key, PostKey),
    day: Date,
    today: Date,
    dice: &mut Dice,
) {
    let day = workday_from(later(day, dice.between(1, 3)));
    // What was forgotten long ago somebody has closed since.
    if day < today && (dice.percent(92) || day < later(today, -60)) {
        book.note(day, post, What::StepReport { report, action: "close", draft: Draft::default() });
    }
}

/// A thread of messages, one a day; answers the day of the last.
fn thread(book: &mut Book, post: PostKey, (report, day): (Key, Date), today: Date, dice: &mut Dice) -> Date {
    let mut on = day;
    for (turn, text) in dice.pick(texts::THREADS).iter().enumerate() {
        let next = later(on, dice.between(1, 2));
        if next > today {
            break;
        }
        on = next;
        book.note(on, post, What::Say { report, by_reporter: turn % 2 == 0, text });
    }
    on
}
