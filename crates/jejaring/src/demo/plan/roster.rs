//! Posts in their hierarchy and who holds them when.

use model::Date;

use super::agency::{Agency, DemoNode, Office};
use super::book::{Book, Hands};
use super::dice::{Dice, later};
use super::event::{PostKey, StaffKey, What};
use super::names::{self, Sex};

/// A post of the plan.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    /// Place of its agency in the node.
    pub(crate) agency: usize,
    /// Name of its unit.
    pub(crate) unit: Option<&'static str>,
    /// The post that it answers to.
    pub(crate) parent: Option<PostKey>,
    pub(crate) title_id: String,
    pub(crate) title_en: String,
    /// Slug of its role.
    pub(crate) role: &'static str,
    /// Start of its holder's address.
    pub(crate) mailbox: String,
    /// From this day on nobody holds it.
    pub(crate) vacant_from: Option<Date>,
    /// Whether its holder is only acting at the end.
    pub(crate) acting: bool,
}

/// Somebody of the staff.
#[derive(Debug, Clone)]
pub(crate) struct Staff {
    pub(crate) agency: usize,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) lang: &'static str,
    /// The post held at the end, if any.
    pub(crate) post: Option<PostKey>,
}

/// The posts of a unit.
#[derive(Debug, Clone)]
pub(crate) struct Team {
    pub(crate) agency: usize,
    pub(crate) intake: PostKey,
    /// Receives what the public tells: the first intake post of the agency.
    pub(crate) public: PostKey,
    pub(crate) supervisor: PostKey,
    pub(crate) head: PostKey,
    pub(crate) workers: Vec<PostKey>,
    /// The worker post whose holder also acts as supervisor: nobody approves their own work.
    pub(crate) stand_in: Option<PostKey>,
    pub(crate) legal: Vec<PostKey>,
}

/// All posts, staff and teams of a node.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    pub(crate) posts: Vec<Post>,
    pub(crate) staff: Vec<Staff>,
    pub(crate) teams: Vec<Team>,
}

/// How the holders of a post follow one another.
enum Holding {
    /// One holder throughout.
    Steady,
    /// Holders change on these days before today.
    Rotated(&'static [i64]),
    /// The last holder left so many days ago, and nobody followed.
    Vacant(i64),
    /// The last holder left so many days ago; this post's holder acts.
    Acting(i64, PostKey),
}

impl Roster {
    /// The roster of a node, with the tenures noted in the book.
    pub(crate) fn draw(
        node: &DemoNode,
        (from, today): (Date, Date),
        book: &mut Book,
        dice: &mut Dice,
    ) -> Self {
        let mut roster = Self::default();
        for (at, agency) in node.agencies.iter().enumerate() {
            roster.agency(at, agency);
        }
        for key in 0..roster.posts.len() {
            roster.hold(node, key, (from, today), book, dice);
        }
        roster
    }

    fn agency(&mut self, at: usize, agency: &Agency) {
        let head = self.posts.len();
        for (rank, office) in agency.offices.iter().enumerate() {
            self.office(at, office, (rank > 0).then_some(head));
        }
        for unit in agency.units {
            let intake = Office {
                id: "Petugas Penerima Laporan",
                en: "Intake operator",
                role: "intake-operator",
                mailbox: "lapor",
            };
            let supervisor =
                Office { id: "Supervisor", en: "Supervisor", role: "supervisor", mailbox: "supervisor" };
            let worker =
                Office { id: "Pekerja Sosial", en: "Case worker", role: "case-worker", mailbox: "pekerja" };
            let legal = Office {
                id: "Pendamping Hukum",
                en: "Legal officer",
                role: "legal-officer",
                mailbox: "hukum",
            };
            let in_unit = |office: &Office, number: Option<usize>, parent: PostKey| Post {
                agency: at,
                unit: Some(unit.name),
                parent: Some(parent),
                title_id: titled(office.id, number, unit.name),
                title_en: titled(office.en, number, unit.name),
                role: office.role,
                mailbox: match number {
                    Some(number) => format!("{}{number}.{}", office.mailbox, unit.mailbox),
                    None => format!("{}.{}", office.mailbox, unit.mailbox),
                },
                vacant_from: None,
                acting: false,
            };
            let supervisor = self.push(in_unit(&supervisor, None, head));
            let intake = self.push(in_unit(&intake, None, supervisor));
            let workers =
                (1..=unit.workers).map(|n| self.push(in_unit(&worker, Some(n), supervisor))).collect();
            let legal = (1..=unit.legal).map(|n| self.push(in_unit(&legal, Some(n), supervisor))).collect();
            let first = self.teams.iter().find(|team| team.agency == at);
            let public = first.map_or(intake, |team| team.intake);
            self.teams.push(Team {
                agency: at,
                intake,
                public,
                supervisor,
                head,
                workers,
                stand_in: None,
                legal,
            });
        }
    }

    fn office(&mut self, agency: usize, office: &Office, parent: Option<PostKey>) -> PostKey {
        self.push(Post {
            agency,
            unit: None,
            parent,
            title_id: office.id.to_owned(),
            title_en: office.en.to_owned(),
            role: office.role,
            mailbox: office.mailbox.to_owned(),
            vacant_from: None,
            acting: false,
        })
    }

    fn push(&mut self, post: Post) -> PostKey {
        self.posts.push(post);
        self.posts.len() - 1
    }

    /// What is special about the holders of a post. Every node has one of each, whatever its agencies.
    fn holding(&self, node: &DemoNode, key: PostKey) -> Holding {
        let last_team = |agency: usize| self.teams.iter().rfind(|team| team.agency == agency);
        let vacant = last_team(0).and_then(|team| team.workers.get(2));
        let rotated = last_team(node.agencies.len() / 2).map(|team| team.supervisor);
        let acting = self.teams.iter().find(|team| team.agency == node.agencies.len() / 2);
        if vacant == Some(&key) {
            return Holding::Vacant(26);
        }
        if rotated == Some(key) {
            return Holding::Rotated(&[700, 270]);
        }
        match acting {
            Some(team) if team.supervisor == key => match team.workers.first() {
                Some(stand_in) => Holding::Acting(45, *stand_in),
                None => Holding::Steady,
            },
            _ if key % 7 == 5 => Holding::Rotated(&[430]),
            _ => Holding::Steady,
        }
    }

    fn hold(
        &mut self,
        node: &DemoNode,
        key: PostKey,
        (from, today): (Date, Date),
        book: &mut Book,
        dice: &mut Dice,
    ) {
        match self.holding(node, key) {
            Holding::Steady => self.tenure(node, key, (from, None), book, dice),
            Holding::Rotated(changes) => {
                let mut start = from;
                for (count, ago) in changes.iter().enumerate() {
                    let end = later(today, -*ago);
                    let former = self.hire(node, key, Some(count + 1), dice);
                    book.note(start, key, What::Tenure { staff: former, acting: false, until: Some(end) });
                    start = end;
                }
                self.tenure(node, key, (start, None), book, dice);
            }
            Holding::Vacant(ago) => {
                let end = later(today, -ago);
                self.tenure(node, key, (from, Some(end)), book, dice);
                if let Some(post) = self.posts.get_mut(key) {
                    post.vacant_from = Some(end);
                }
            }
            Holding::Acting(ago, stand_in) => {
                let end = later(today, -ago);
                let former = self.hire(node, key, Some(1), dice);
                book.note(from, key, What::Tenure { staff: former, acting: false, until: Some(end) });
                if let Some(team) = self.teams.iter_mut().find(|team| team.supervisor == key) {
                    team.stand_in = Some(stand_in);
                }
                let hired = self.staff.iter().position(|staff| staff.post == Some(stand_in));
                // The post of a stand-in comes later in the list, so its holder is hired here and keeps both.
                let stand_in = hired.unwrap_or_else(|| self.hire_for(node, stand_in, dice));
                book.note(end, key, What::Tenure { staff: stand_in, acting: true, until: None });
                if let Some(post) = self.posts.get_mut(key) {
                    post.acting = true;
                }
            }
        }
    }

    fn tenure(
        &mut self,
        node: &DemoNode,
        key: PostKey,
        (start, until): (Date, Option<Date>),
        book: &mut Book,
        dice: &mut Dice,
    ) {
        let known = self.staff.iter().position(|staff| staff.post == Some(key));
        let staff = known.unwrap_or_else(|| self.hire_for(node, key, dice));
        if until.is_some()
            && let Some(left) = self.staff.get_mut(staff)
        {
            left.post = None;
        }
        book.note(start, key, What::Tenure { staff, acting: false, until });
    }

    fn hire_for(&mut self, node: &DemoNode, key: PostKey, dice: &mut Dice) -> StaffKey {
        let staff = self.hire(node, key, None, dice);
        if let Some(hired) = self.staff.get_mut(staff) {
            hired.post = Some(key);
        }
        staff
    }

    /// Somebody new; a former holder's address carries a number.
    fn hire(&mut self, node: &DemoNode, key: PostKey, former: Option<usize>, dice: &mut Dice) -> StaffKey {
        let post = self.posts.get(key);
        let agency = post.map_or(0, |post| post.agency);
        let mailbox = post.map(|post| post.mailbox.clone()).unwrap_or_default();
        let domain = node.agencies.get(agency).map_or("contoh", |agency| agency.domain);
        let province = dice.pick(&["32", "33", "73", "12", "53", "51", "91"]);
        let people = names::people_of(province, dice);
        let sex = if dice.percent(60) { Sex::Female } else { Sex::Male };
        let clan = people.clan(dice);
        let former = former.map(|number| format!(".lama{number}")).unwrap_or_default();
        self.staff.push(Staff {
            agency,
            email: format!("{mailbox}{former}@{domain}.contoh.invalid"),
            name: people.name(sex, clan, dice),
            lang: if dice.percent(6) { "en" } else { node.lang },
            post: None,
        });
        self.staff.len() - 1
    }
}

fn titled(title: &str, number: Option<usize>, unit: &str) -> String {
    match number {
        Some(number) => format!("{title} {number}, {unit}"),
        None => format!("{title}, {unit}"),
    }
}

impl Team {
    /// The posts that work on a new case, for a case of this team.
    pub(crate) fn hands(&self, legal_leads: bool, dice: &mut Dice) -> Hands {
        let worker = dice.pick(&self.workers);
        match self.legal.as_slice() {
            // Where the legal track is all, its officer answers for the case and the supervisor does what only they may.
            officers @ [_, ..] if legal_leads => {
                let officer = dice.pick(officers);
                Hands { custodian: officer, worker: self.supervisor, approver: self.head, legal: officer }
            }
            _ => {
                let approver = if self.stand_in == Some(worker) { self.head } else { self.supervisor };
                Hands { custodian: worker, worker, approver, legal: worker }
            }
        }
    }
}
