//! The plan of the demonstration: a whole invented network with three years of history, worked out in advance.
//!
//! Pure and repeatable: no clock, no chance but the seed, no input and output. [`Plan::draw`] thinks it out;
//! [`perform`](super::perform) then carries it out through real acts.

mod agency;
mod book;
mod casework;
mod child;
mod concern;
mod dice;
mod event;
mod legal;
mod names;
mod places;
mod practice;
mod reports;
mod roster;
mod texts;

#[cfg(test)]
mod tests;

use model::Date;

pub(crate) use agency::Agency;
#[cfg(test)]
pub(crate) use agency::HALIMBAWA;
pub(crate) use agency::{CONTOH, CONTOH_KASIH, DemoNode, NODES, spread};
pub(crate) use book::Tally;
use book::{Book, CaseFile, Hands};
use child::{Child, Family};
use concern::{CONCERNS, Concern};
pub(crate) use dice::later;
use dice::{Dice, workday_until};
pub(crate) use event::StaffKey;
pub(crate) use event::{Event, Key, Part, PostKey, What};
pub(crate) use roster::{Post, Staff};
use roster::{Roster, Team};

/// Days of history.
pub(crate) const HISTORY: i64 = 3 * 365;

/// How many of a hundred children are known to a second agency too.
const OVERLAP: usize = 12;

/// Days back from the last one in which a case that is lost from sight was opened: older ones have been found.
const LOST_OF_LATE: i64 = 240;

/// What a plan is drawn from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// Different children.
    pub(crate) children: usize,
    /// The last day of the history.
    pub(crate) today: Date,
    /// The same seed gives the same plan.
    pub(crate) seed: u64,
}

/// Everything that happened on a node.
#[derive(Debug)]
pub(crate) struct Plan {
    /// First day.
    pub(crate) from: Date,
    /// Last day.
    pub(crate) today: Date,
    /// What is counted.
    pub(crate) tally: Tally,
    pub(crate) node: DemoNode,
    pub(crate) posts: Vec<Post>,
    pub(crate) staff: Vec<Staff>,
    pub(crate) events: Vec<Event>,
    /// How many records the events bring about.
    pub(crate) keys: usize,
}

impl Plan {
    /// Thinks out the history of a node.
    pub(crate) fn draw(node: DemoNode, options: Options) -> Self {
        let mut dice = Dice::new(options.seed);
        let mut book = Book::default();
        let (today, from) = (options.today, later(options.today, -HISTORY));
        let roster = Roster::draw(&node, (from, today), &mut book, &mut dice);
        let mut drawing = Drawing { node, roster, book, today, from, shelters: Vec::new() };
        drawing.shelters(&mut dice);
        drawing.children(options.children, &mut dice);
        drawing.other_reports(options.children / 8, &mut dice);
        let Drawing { roster, book, .. } = drawing;
        let keys = book.keys();
        let (events, tally) = book.in_order();
        Self { from, today, tally, node, posts: roster.posts, staff: roster.staff, events, keys }
    }
}

struct Drawing {
    node: DemoNode,
    roster: Roster,
    book: Book,
    today: Date,
    from: Date,
    /// The shelter of each agency.
    shelters: Vec<Option<Key>>,
}

impl Drawing {
    /// Each agency has a small shelter for girls, and one return of counts for the monitoring mechanism is filed.
    fn shelters(&mut self, dice: &mut Dice) {
        for agency in 0..self.node.agencies.len() {
            let supervisor =
                self.roster.teams.iter().find(|team| team.agency == agency).map(|team| team.supervisor);
            let Some(who) = supervisor else {
                self.shelters.push(None);
                continue;
            };
            let (key, day) = (self.book.key(), workday_until(later(self.from, 4)));
            let places = dice.between(2, 6);
            let what = What::OpenPlace { key, name: texts::SHELTER, sex: Some("female"), places };
            self.book.note(day, who, what);
            self.shelters.push(Some(key));
        }
        let lead = self.roster.posts.iter().position(|post| post.role == "protection-lead");
        if let Some(who) = lead {
            let (key, day) = (self.book.key(), workday_until(later(self.today, -30)));
            self.book.note(
                day,
                who,
                What::OpenRoot { key, kind: "grave-violation-return", draft: practice::grave(day) },
            );
        }
    }

    fn children(&mut self, count: usize, dice: &mut Dice) {
        let mut left = count;
        while left > 0 {
            let mut dice = dice.fork();
            let agency = self.agency(&mut dice, None, None);
            let provinces = self.node.agencies.get(agency).map_or(&[] as &[&str], |agency| agency.provinces);
            let family = Family::invent(provinces, &mut dice);
            let siblings = dice.weighted(&[(84, 1), (12, 2), (4, 3_usize)]).min(left);
            // The second half of the history is busier than the first: a service that becomes known.
            let ago = dice.between(1, HISTORY - 20).min(dice.between(1, HISTORY + 400));
            let met = later(self.today, -ago);
            let concern = dice.weighted(CONCERNS);
            for brother_or_sister in 0..siblings {
                let day = later(met, i64::try_from(brother_or_sister).unwrap_or(0) * dice.between(0, 9));
                let child = family.child(day, &mut dice);
                self.child(&child, agency, (&concern, day), &mut dice);
            }
            left -= siblings;
        }
    }

    /// One child with its case, and now and then the same child at a second agency.
    fn child(&mut self, child: &Child, agency: usize, (concern, day): (&Concern, Date), dice: &mut Dice) {
        self.book.tally.children += 1;
        self.case(child, agency, (concern, day), dice);
        if dice.percent(OVERLAP) {
            let second = self.agency(dice, Some(child.province), Some(agency));
            let again = later(day, dice.between(3, 240)).min(later(self.today, -1));
            if second != agency && again > self.from {
                self.case(&child.elsewhere(dice), second, (concern, again), dice);
            }
        }
    }

    /// An agency that works in a province, other than the one that knows the child already.
    fn agency(&self, dice: &mut Dice, province: Option<&str>, not: Option<usize>) -> usize {
        let works = |agency: &Agency| {
            province.is_none_or(|code| agency.provinces.is_empty() || agency.provinces.contains(&code))
        };
        let open: Vec<(usize, usize)> = self
            .node
            .agencies
            .iter()
            .enumerate()
            .filter(|(at, agency)| Some(*at) != not && works(agency))
            .map(|(at, agency)| (agency.share, at))
            .collect();
        if open.is_empty() { not.unwrap_or(0) } else { dice.weighted(&open) }
    }

    fn team(&self, agency: usize, dice: &mut Dice) -> Option<Team> {
        let teams: Vec<&Team> = self.roster.teams.iter().filter(|team| team.agency == agency).collect();
        teams.get(dice.below(teams.len())).map(|team| (*team).clone())
    }

    fn case(&mut self, child: &Child, agency: usize, (concern, day): (&Concern, Date), dice: &mut Dice) {
        let Some(team) = self.team(agency, dice) else { return };
        let day = workday_until(day.clamp(later(self.from, 5), later(self.today, -1)));
        let legal = dice.percent(concern.legal);
        let hands = team.hands(legal && dice.percent(40), dice);
        let report = dice
            .percent(45)
            .then(|| reports::before_case(&mut self.book, &team, later(day, -1), (child, concern), dice));
        let risk = dice.weighted(&[(24, "high"), (46, "medium"), (30, "low")]);
        let draft = case_draft((child, concern), (day, risk), report.is_some(), dice);
        let case = self.book.key();
        self.book.tally.records += 1;
        self.book.tally.cases += 1;
        let what = What::OpenCase {
            key: case,
            child: Box::new(child.draft()),
            case: Box::new(draft),
            report: report.map(|(key, _)| key),
            custodian: hands.custodian,
        };
        let opener = report.map_or(hands.worker, |(_, post)| post);
        if let Some(report) = report {
            reports::close(&mut self.book, report, day, self.today, dice);
        }
        let until = self.works_until(hands, day, dice);
        if day > self.works_until_vacancy(hands) {
            // Nobody at that post any more: intake opens it all the same, and it waits.
            self.book.note(day, report.map_or(team.intake, |(_, post)| post), what);
            return;
        }
        self.book.note(day, opener, what);
        let shelter = self.shelters.get(agency).copied().flatten();
        let mut file = CaseFile::new(&mut self.book, dice.fork(), case, hands, day, until);
        file.shelter = shelter.filter(|_| child.sex == names::Sex::Female);
        if legal {
            let until = until.max(later(self.today, -40)).min(vacant(&self.roster, hands, self.today));
            legal::run(&mut file, day, until);
        }
        casework::run(&mut file, concern, (risk, legal));
    }

    /// The last day of work on a case: today, sooner where the post fell vacant, and sooner still where it was lost from
    /// sight.
    fn works_until(&self, hands: Hands, day: Date, dice: &mut Dice) -> Date {
        let until = self.works_until_vacancy(hands);
        let recent = day > later(self.today, -LOST_OF_LATE);
        let lost = recent && dice.percent(30);
        if lost { until.min(later(self.today, -dice.between(20, 130)).max(later(day, 3))) } else { until }
    }

    fn works_until_vacancy(&self, hands: Hands) -> Date {
        vacant(&self.roster, hands, self.today)
    }
}

/// The last day on which all posts of a case are held.
fn vacant(roster: &Roster, hands: Hands, today: Date) -> Date {
    [hands.worker, hands.legal, hands.custodian]
        .into_iter()
        .filter_map(|post| roster.posts.get(post).and_then(|post| post.vacant_from))
        .map(|from| later(from, -1))
        .fold(later(today, -1), Date::min)
}

impl Drawing {
    fn other_reports(&mut self, count: usize, dice: &mut Dice) {
        for _ in 0..count {
            let mut dice = dice.fork();
            let agency = self.agency(&mut dice, None, None);
            let Some(team) = self.team(agency, &mut dice) else { continue };
            let day = later(self.today, -dice.between(1, HISTORY - 5));
            reports::without_case(&mut self.book, &team, (day, later(self.today, -1)), &mut dice);
        }
    }
}

fn case_draft(
    (child, concern): (&Child, &Concern),
    (day, risk): (Date, &'static str),
    from_report: bool,
    dice: &mut Dice,
) -> model::Draft {
    let mut draft = model::Draft::default()
        .with("registration_date", day.to_string())
        .with("risk_level", risk)
        .with("protection_concerns", concern.concerns)
        .with("exploitation_forms", concern.forms)
        .with("region", child.region)
        .with("circumstances", texts::narrative(concern, dice.percent(15), dice));
    draft.set("urgent_protection_concern", if risk == "high" && dice.percent(25) { "true" } else { "false" });
    let source = if from_report {
        "hotline"
    } else {
        dice.pick(&[
            "community",
            "school",
            "family",
            "village_government",
            "social_worker",
            "police",
            "child",
        ])
    };
    draft.set("identification_source", source);
    draft
        .set("media_prominence", dice.weighted(&[(88, "none"), (8, "local"), (3, "national"), (1, "viral")]));
    if dice.percent(6) {
        draft.set("protection_status", dice.pick(&["unaccompanied", "separated"]));
    }
    if dice.percent(70) {
        draft.set("assessment_requested_on", day.to_string());
        draft.set("assessment_due_date", later(day, 14).to_string());
    }
    if dice.percent(35) {
        draft.set("household", dice.pick(texts::HOUSEHOLDS));
    }
    if concern.legal > 15 && dice.percent(40) {
        draft.set("suspects", dice.pick(texts::SUSPECTS));
    }
    draft
}
