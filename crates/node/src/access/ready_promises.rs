//! What the ready roles may do with the network's memory. Whoever has a commitment reports on it; whoever assesses it from
//! outside never does; civil society comments on what is public.

use super::Scope;
use super::Scope::{All, Organisation, Own};
use super::ready::RightsOf;
use super::ready_desk::HANDING;

type Rights = [(&'static str, &'static [&'static str], Scope)];

const PROMISES: &[&str] = &["recommendation", "commitment"];
const COMMITMENT: &[&str] = &["commitment"];
const ROOTS: &[&str] = &[
    "recommendation",
    "commitment",
    "state-act",
    "legal-gap",
    "capability-assessment",
    "service-listing",
    "practice-note",
    "technical-assistance",
    "policy-draft",
    "country-statement",
    "company",
    "mandate",
    "agreement",
];
const OWN_REPORT: &[&str] = &["milestone", "self-report"];
const OUTSIDE: &[&str] = &["independent-review"];
const COMMENT: &[&str] = &["civil-comment"];
const LAW: &[&str] = &["state-act", "legal-gap"];
const OWN_VIEW: &[&str] = &["capability-assessment"];
const DIRECTORY: &[&str] = &["service-listing"];
const PRACTICE: &[&str] = &["practice-note"];
const HELP: &[&str] = &["technical-assistance"];
const POLICY: &[&str] = &["policy-draft", "consultation"];
const ALL_KINDS: &[&str] = &[
    "recommendation",
    "commitment",
    "milestone",
    "self-report",
    "independent-review",
    "civil-comment",
    "state-act",
    "legal-gap",
    "capability-assessment",
    "service-listing",
    "practice-note",
    "technical-assistance",
    "policy-draft",
    "consultation",
    "country-statement",
    "company",
    "code-criterion",
    "company-report",
    "company-pledge",
    "company-venue",
    "platform-duty",
    "mandate",
    "agreement",
];
const PROFILE: &[&str] = &["country-statement"];
/// Why institutions may act, and what they agreed on.
const STANDING: &[&str] = &["mandate", "agreement"];
/// What a company shows of itself.
const COMPANIES: &[&str] =
    &["company", "code-criterion", "company-report", "company-pledge", "company-venue", "platform-duty"];
/// To whom something can be handed over.
const POSTS: &Rights = &[("list", &["post"], Organisation)];

/// Reading everything, and putting it before the public.
const WATCHING: &Rights = &[
    ("view", ALL_KINDS, Organisation),
    ("list", ALL_KINDS, Organisation),
    ("put-out", PROMISES, Organisation),
    ("assign", ROOTS, Organisation),
    ("review", PROMISES, Organisation),
    ("review", LAW, Organisation),
    ("reject", &["state-act", "country-statement"], Organisation),
    ("review", PROFILE, Organisation),
    ("approve", &["company"], Organisation),
    ("assess", &["platform-duty"], Organisation),
    ("review", PRACTICE, Organisation),
    ("publish", &["legal-gap", "practice-note", "service-listing"], Organisation),
    ("validate", OWN_VIEW, Organisation),
    ("share", OWN_VIEW, Organisation),
    ("adopt", COMMITMENT, Organisation),
    ("verify", COMMITMENT, Organisation),
    ("send_back", COMMITMENT, Organisation),
    ("withdraw", COMMITMENT, Organisation),
    ("lapse", COMMITMENT, Organisation),
    ("amend", COMMITMENT, Organisation),
    ("confirm", &["state-act"], Organisation),
];

/// Working on it.
const WORKING: &Rights = &[
    ("*", &["recommendation", "commitment", "milestone", "self-report", "civil-comment"], Organisation),
    ("view", OUTSIDE, Organisation),
    ("list", OUTSIDE, Organisation),
    ("*", LAW, Organisation),
    ("*", OWN_VIEW, Organisation),
    ("*", DIRECTORY, Organisation),
    ("*", PRACTICE, Organisation),
    ("*", HELP, Organisation),
    ("*", POLICY, Organisation),
    ("*", PROFILE, Organisation),
    ("*", COMPANIES, Organisation),
    ("*", STANDING, Organisation),
    ("put-out", PROMISES, Organisation),
    ("import", COMMITMENT, Organisation),
    ("import", DIRECTORY, Organisation),
    ("import", PROFILE, Organisation),
    ("confirm", &["state-act"], Organisation),
];

/// Working on programmes: promises of one's own post, the directory, practice and help.
const PROGRAMME: &Rights = &[
    ("view", ALL_KINDS, Organisation),
    ("list", ALL_KINDS, Organisation),
    ("open", PROMISES, Own),
    ("edit", PROMISES, Own),
    ("prepare", COMMITMENT, Own),
    ("begin", COMMITMENT, Own),
    ("stall", COMMITMENT, Own),
    ("resume", COMMITMENT, Own),
    ("complete", COMMITMENT, Own),
    ("*", OWN_REPORT, Own),
    ("answer", COMMENT, Own),
    ("*", DIRECTORY, Organisation),
    ("*", PRACTICE, Own),
    ("*", HELP, Own),
    ("*", COMPANIES, Own),
];

/// From outside: looks at what is promised, and says what it finds.
const ASSESSING: &Rights = &[
    ("view", &["commitment", "milestone", "self-report", "independent-review", "civil-comment"], All),
    ("list", &["commitment", "milestone", "self-report", "independent-review"], All),
    ("open", OUTSIDE, All),
    ("view", &["company", "platform-duty"], All),
    ("list", &["company", "platform-duty"], All),
    ("assess", &["platform-duty"], All),
];

/// Civil society comments on commitments that are public; of the others it learns nothing.
const COMMENTING: &Rights = &[("comment", &["commitment"], All)];

/// Whoever refers children looks services up, and shares what they learnt.
const LOOKING_UP: &Rights = &[
    ("view", DIRECTORY, Organisation),
    ("list", DIRECTORY, Organisation),
    ("view", PRACTICE, Organisation),
    ("list", PRACTICE, Organisation),
    ("open", PRACTICE, Own),
    ("edit", PRACTICE, Own),
];

/// Rights of this area, by role.
pub(super) const RIGHTS: &[RightsOf] = &[
    ("minister", WATCHING),
    ("minister", &HANDING),
    ("minister", POSTS),
    ("manager", WATCHING),
    ("manager", &[("*", DIRECTORY, Organisation), ("open", PRACTICE, Own), ("edit", PRACTICE, Own)]),
    ("policy-officer", WORKING),
    ("policy-officer", &HANDING),
    ("policy-officer", POSTS),
    ("programme-officer", PROGRAMME),
    ("programme-officer", &HANDING),
    ("programme-officer", POSTS),
    ("independent-assessor", ASSESSING),
    ("civil-society", COMMENTING),
    (
        "civil-society",
        &[("open", PRACTICE, Own), ("view", PRACTICE, Own), ("list", PRACTICE, Own), ("edit", PRACTICE, Own)],
    ),
    ("supervisor", LOOKING_UP),
    ("case-worker", LOOKING_UP),
];
