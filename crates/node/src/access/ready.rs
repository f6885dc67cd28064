//! The ready roles (domain model, section 5) as data. They are seeded into a new node and are rows from then on.

use model::field::{DataGroup, Groups};

use super::{
    Right, Role, Scope, ready_counting, ready_desk, ready_exchange, ready_field, ready_harm, ready_learning,
    ready_money, ready_monitoring, ready_promises,
};

/// Rights of one role in one area: verb, kinds, scope.
pub(super) type RightsOf = (&'static str, &'static [(&'static str, &'static [&'static str], Scope)]);

/// A role that a new node starts with.
pub(crate) struct ReadyRole {
    pub(crate) slug: &'static str,
    pub(crate) label_id: &'static str,
    pub(crate) label_en: &'static str,
    pub(crate) groups: Groups,
    /// Verb, kinds, scope.
    pub(crate) rights: &'static [(&'static str, &'static [&'static str], Scope)],
}

const CASEWORK: Groups = Groups::CASEWORK;
const INTAKE: Groups = Groups::NONE
    .with(DataGroup::Record)
    .with(DataGroup::Identity)
    .with(DataGroup::Contact)
    .with(DataGroup::Incident)
    .with(DataGroup::Suspect);
const LEGAL: Groups = Groups::NONE
    .with(DataGroup::Record)
    .with(DataGroup::Identity)
    .with(DataGroup::Contact)
    .with(DataGroup::Incident)
    .with(DataGroup::Suspect)
    .with(DataGroup::Legal);
const POLICE: Groups = LEGAL.with(DataGroup::Address);
const PROVIDER: Groups = Groups::NONE
    .with(DataGroup::Record)
    .with(DataGroup::Identity)
    .with(DataGroup::Contact)
    .with(DataGroup::Health)
    .with(DataGroup::Services);
const FIGURES: Groups = Groups::NONE.with(DataGroup::Record);
const MONEY: Groups = Groups::NONE.with(DataGroup::Record).with(DataGroup::Incident).with(DataGroup::Suspect);
const ONLINE: Groups = MONEY.with(DataGroup::Identity).with(DataGroup::Address);
const PLATFORM: Groups =
    Groups::NONE.with(DataGroup::Record).with(DataGroup::Suspect).with(DataGroup::Address);
const SECTOR: Groups = Groups::NONE.with(DataGroup::Record).with(DataGroup::Suspect);

const ASKING: &[&str] = &["identity-request"];
const PAPERS: &[&str] = &["document"];
const RIGHTS: &[&str] = &["subject-request", "breach", "retention-review"];
const DESK: &[&str] = &["roster", "emergency-line", "clock"];

const PARTS: &[&str] = &["assessment", "plan-goal", "service", "follow-up", "legal-process"];

/// Parts of a case in which whoever carries the case may take every step.
const PRACTICE: &[&str] = &[
    "concern",
    "incident",
    "safety-plan",
    "conference-decision",
    "measure",
    "feedback",
    "hearing",
    "protection-request",
    "restitution-claim",
];

/// Parts of a case in which somebody else approves.
const APPROVED: &[&str] = &["case-plan", "conference"];

/// What concerns children in armed conflict has rights of its own.
const RELEASE: &[&str] = &["release-path"];
/// Counts for the country's monitoring mechanism.
const GRAVE: &[&str] = &["grave-violation-return"];
/// What a legal officer carries besides the legal track.
const LEGAL_WORK: &[&str] = &["legal-process", "hearing", "protection-request", "restitution-claim"];
/// The legal track, and the days on which somebody has to appear.
const TRACK: &[&str] = &["legal-process"];
const HEARING: &[&str] = &["hearing"];
/// Consents and moves, which follow their case.
const MOVED: &[&str] =
    &["assignment", "referral", "transfer", "transfer-request", "consent", "consent-review"];
/// Offers from one post to another.
const OFFERED: &[&str] = &["assignment", "referral", "transfer", "transfer-request"];
/// What a post of another organisation answers.
const RECEIVED: &[&str] = &["referral", "transfer"];
const CARE: &[&str] = &["care-arrangement", "tracing-request"];
const TRACING: &[&str] = &["tracing-request"];
const FAMILY: &[&str] = &["family"];

macro_rules! role {
    ($slug:literal, $id:literal, $en:literal, $groups:expr, $( $verb:literal $kinds:expr => $scope:ident ),* $(,)?) => {
        ReadyRole {
            slug: $slug,
            label_id: $id,
            label_en: $en,
            groups: $groups,
            rights: &[ $( ($verb, $kinds, Scope::$scope) ),* ],
        }
    };
}

impl ReadyRole {
    /// The role as it is loaded from a node that was just founded.
    pub(crate) fn role(&self) -> Role {
        let areas = [
            ready_desk::RIGHTS,
            ready_exchange::RIGHTS,
            ready_counting::RIGHTS,
            ready_promises::RIGHTS,
            ready_harm::RIGHTS,
            ready_field::RIGHTS,
            ready_money::RIGHTS,
            ready_learning::RIGHTS,
            ready_monitoring::RIGHTS,
        ];
        let areas = areas.into_iter().flatten();
        let areas = areas.filter(|(role, _)| *role == self.slug).flat_map(|(_, rights)| rights.iter());
        let rights = self.rights.iter().chain(areas);
        let rights = rights.flat_map(|(verb, kinds, scope)| {
            let right = |kind: &&str| Right { verb: (*verb).into(), kind: (*kind).into(), scope: *scope };
            kinds.iter().map(right)
        });
        Role { slug: self.slug.to_owned(), rights: rights.collect(), groups: self.groups }
    }
}

/// Every ready role of this release.
pub(crate) const ROLES: &[ReadyRole] = &[
    role!("intake-operator", "Petugas penerima laporan", "Intake operator", INTAKE,
        "*" &["report"] => Own, "search" &["person"] => Organisation, "open" &["case"] => Own, "view" &["case"] => Own,
        "list" &["case"] => Own, "view" &["person"] => Own,
        "open" ASKING => Own, "view" ASKING => Own, "list" ASKING => Own, "view" &["roster"] => Organisation,
        "view" &["assignment"] => Own, "list" &["assignment"] => Own, "accept" &["assignment"] => Own,
        "contest" &["assignment"] => Own, "list" &["post"] => Organisation),
    role!("case-worker", "Pekerja sosial penanganan kasus", "Case worker", CASEWORK,
        "view" &["report"] => Own, "list" &["report"] => Own, "edit" &["report"] => Own,
        "view" MOVED => Own, "list" MOVED => Own, "give" &["consent"] => Own, "withdraw" &["consent"] => Own,
        "conclude" &["consent-review"] => Own, "refer" &["case"] => Own, "request-transfer" &["case"] => Own,
        "accept" OFFERED => Own, "contest" &["assignment"] => Own, "reject" OFFERED => Own, "redirect" &["referral"] => Own,
        "finish" &["referral"] => Own, "revoke" OFFERED => Own,
        "answer" &["report"] => Own, "acknowledge" &["report"] => Own, "triage" &["report"] => Own, "close" &["report"] => Own,
        "open" &["report", "case", "person"] => Own, "search" &["person"] => Organisation,
        "view" &["case", "person"] => Own, "list" &["case"] => Own, "edit" &["case", "person"] => Own,
        "contact" &["case"] => Own, "close" &["case"] => Own, "reopen" &["case"] => Own,
        "import" &["case"] => Own, "export" &["case"] => Own,
        "view" PARTS => Own, "list" PARTS => Own, "open" PARTS => Own, "edit" PARTS => Own,
        "start" PARTS => Own, "submit" PARTS => Own, "meet" PARTS => Own, "miss" PARTS => Own, "drop" PARTS => Own,
        "assign" PARTS => Own, "offer" PARTS => Own, "agree" PARTS => Own, "schedule" PARTS => Own, "deliver" PARTS => Own,
        "decline" PARTS => Own, "abandon" PARTS => Own, "record" PARTS => Own, "cancel" PARTS => Own,
        "inquire" PARTS => Own, "investigate" PARTS => Own, "send_file" PARTS => Own, "return_file" PARTS => Own,
        "complete_file" PARTS => Own, "hand_over" PARTS => Own, "prosecute" PARTS => Own, "bring_to_trial" PARTS => Own, "decide" PARTS => Own,
        "appeal" PARTS => Own, "cassate" PARTS => Own, "review" PARTS => Own, "finalise" PARTS => Own,
        "execute" PARTS => Own, "end" PARTS => Own,
        "view" CARE => Own, "list" CARE => Own, "open" CARE => Own, "edit" CARE => Own,
        "begin" &["care-arrangement"] => Own, "examine" &["care-arrangement"] => Own,
        "confirm" &["care-arrangement"] => Own, "finish" &["care-arrangement"] => Own,
        "trace" TRACING => Own, "match" TRACING => Own, "verify" TRACING => Own, "reunify" TRACING => Own,
        "close" TRACING => Own,
        "view" FAMILY => Own, "open" FAMILY => Own, "edit" FAMILY => Own, "unhide" &["person"] => Own,
        "*" PRACTICE => Own, "*" RELEASE => Own,
        "open" APPROVED => Own, "view" APPROVED => Own, "list" APPROVED => Own, "edit" APPROVED => Own,
        "submit" APPROVED => Own, "hold" APPROVED => Own, "minute" APPROVED => Own, "cancel" APPROVED => Own,
        "add-decision" APPROVED => Own, "seat" &["conference"] => Own, "list" &["place", "post"] => Organisation,
        "take-place" &["service"] => Own, "leave-place" &["service"] => Own,
        "open" ASKING => Own, "view" ASKING => Own, "list" ASKING => Own, "*" PAPERS => Own,
        "view" &["legal-hold", "subject-request"] => Own, "list" &["legal-hold", "subject-request"] => Own,
        "open" &["subject-request", "breach"] => Own, "view" &["roster"] => Organisation),
    role!("supervisor", "Supervisor", "Supervisor", CASEWORK,
        "*" CARE => Unit, "*" FAMILY => Unit, "unhide" &["person"] => Unit,
        "*" &["report", "case", "person"] => Unit, "*" PARTS => Unit, "*" PRACTICE => Unit, "*" APPROVED => Unit,
        "*" MOVED => Unit, "override-consent" &["case"] => Unit, "transfer" &["case"] => Unit,
        "*" RELEASE => Unit, "*" &["place"] => Organisation, "search" &["person"] => Organisation,
        "open" ASKING => Unit, "view" ASKING => Unit, "list" ASKING => Unit, "*" PAPERS => Unit,
        "*" &["legal-hold"] => Unit, "open" &["subject-request", "breach"] => Own,
        "view" &["subject-request"] => Unit, "list" &["subject-request"] => Unit,
        "view" &["roster"] => Organisation, "plan" &["roster"] => Organisation,
        "list" &["post"] => Organisation, "break-glass" &["report", "case"] => Organisation),
    role!("manager", "Manajer lembaga", "Manager", CASEWORK,
        "*" &["report", "case", "person"] => Organisation, "*" PARTS => Organisation,
        "*" CARE => Organisation, "*" FAMILY => Organisation,
        "*" MOVED => Organisation, "override-consent" &["case"] => Organisation, "transfer" &["case"] => Organisation,
        "*" PRACTICE => Organisation, "*" APPROVED => Organisation, "*" RELEASE => Organisation,
        "*" &["place"] => Organisation, "view" GRAVE => Organisation, "list" GRAVE => Organisation,
        "search" &["person"] => Organisation, "view" &["journal"] => Organisation,
        "open" ASKING => Organisation, "view" ASKING => Organisation, "list" ASKING => Organisation,
        "*" PAPERS => Organisation, "*" &["legal-hold"] => Organisation, "*" RIGHTS => Organisation,
        "*" DESK => Organisation, "view" &["processing"] => Organisation,
        "list" &["post"] => Organisation, "break-glass" &["report", "case"] => Organisation),
    role!("police-liaison", "Petugas penghubung kepolisian", "Police liaison", POLICE,
        "view" RECEIVED => Own, "list" RECEIVED => Own, "accept" RECEIVED => Own, "reject" RECEIVED => Own,
        "redirect" &["referral"] => Own, "finish" &["referral"] => Own,
        "view" &["case", "person", "legal-process"] => Grants, "list" &["case", "legal-process"] => Grants,
        "keep-track" TRACK => Grants, "open" TRACK => Grants, "edit" TRACK => Grants, "inquire" TRACK => Grants,
        "investigate" TRACK => Grants, "send_file" TRACK => Grants, "return_file" TRACK => Grants,
        "complete_file" TRACK => Grants, "hand_over" TRACK => Grants, "end" TRACK => Grants,
        "view" HEARING => Grants, "list" HEARING => Grants, "open" HEARING => Grants, "edit" HEARING => Grants,
        "record" HEARING => Grants, "postpone" HEARING => Grants, "cancel" HEARING => Grants),
    // The public prosecutor (penuntut umum, KUHAP): takes over at stage two and carries the track to the execution of the
    // verdict.
    role!("prosecutor", "Penuntut umum", "Public prosecutor", LEGAL,
        "view" RECEIVED => Own, "list" RECEIVED => Own, "accept" RECEIVED => Own, "reject" RECEIVED => Own,
        "redirect" &["referral"] => Own, "finish" &["referral"] => Own,
        "view" &["case", "person", "legal-process"] => Grants, "list" &["case", "legal-process"] => Grants,
        "keep-track" TRACK => Grants, "open" TRACK => Grants, "edit" TRACK => Grants, "send_file" TRACK => Grants,
        "return_file" TRACK => Grants, "complete_file" TRACK => Grants, "hand_over" TRACK => Grants,
        "prosecute" TRACK => Grants,
        "bring_to_trial" TRACK => Grants, "decide" TRACK => Grants, "appeal" TRACK => Grants,
        "cassate" TRACK => Grants, "review" TRACK => Grants, "finalise" TRACK => Grants, "execute" TRACK => Grants,
        "end" TRACK => Grants,
        "view" HEARING => Grants, "list" HEARING => Grants, "open" HEARING => Grants, "edit" HEARING => Grants,
        "record" HEARING => Grants, "postpone" HEARING => Grants, "cancel" HEARING => Grants),
    role!("legal-officer", "Petugas bantuan hukum", "Legal officer", LEGAL,
        "view" &["case", "person"] => Own, "list" &["case"] => Own, "search" &["person"] => Own,
        "view" MOVED => Own, "list" MOVED => Own, "give" &["consent"] => Own, "withdraw" &["consent"] => Own,
        "conclude" &["consent-review"] => Own, "refer" &["case"] => Own, "request-transfer" &["case"] => Own,
        "accept" OFFERED => Own, "contest" &["assignment"] => Own, "reject" OFFERED => Own, "redirect" &["referral"] => Own,
        "finish" &["referral"] => Own, "revoke" OFFERED => Own,
        "*" LEGAL_WORK => Own, "keep-track" TRACK => Own),
    role!("service-provider", "Penyedia layanan", "Service provider", PROVIDER,
        "view" &["referral"] => Own, "list" &["referral"] => Own, "accept" &["referral"] => Own, "reject" &["referral"] => Own,
        "redirect" &["referral"] => Own, "finish" &["referral"] => Own, "agree" &["service"] => Grants,
        "view" &["case", "person", "service"] => Grants, "list" &["case", "service"] => Grants,
        "deliver" &["service"] => Grants, "abandon" &["service"] => Grants, "decline" &["service"] => Grants,
        "schedule" &["service"] => Grants),
    role!("fiu-analyst", "Analis intelijen keuangan", "FIU analyst", MONEY,),
    // The compliance post of a bank or another institution that reports transactions: its own reports and what came back about them, nothing beside.
    role!(
        "compliance-officer",
        "Petugas kepatuhan lembaga pelapor",
        "Compliance officer of a reporting institution",
        MONEY,
    ),
    role!("hotline-analyst", "Analis aduan konten", "Hotline analyst", ONLINE,),
    role!(
        "platform-officer",
        "Petugas kepercayaan dan keamanan platform",
        "Platform trust and safety officer",
        PLATFORM,
    ),
    role!("labour-inspector", "Pengawas ketenagakerjaan", "Labour inspector", SECTOR,),
    role!("tourism-officer", "Petugas pariwisata", "Tourism officer", SECTOR,),
    role!("fisheries-officer", "Pengawas perikanan", "Fisheries officer", SECTOR,),
    role!("statistician", "Statistisi", "Statistician", FIGURES, "view" &["statistics"] => All),
    role!("linkage-reviewer", "Penelaah tautan data", "Linkage reviewer", ready_counting::REVIEWER,
        "view" &["data-centre"] => Organisation),
    role!("policy-officer", "Analis kebijakan", "Policy officer", FIGURES, "view" &["statistics"] => All),
    role!("programme-officer", "Pengelola program", "Programme officer", FIGURES, "view" &["statistics"] => Organisation),
    role!("trainer", "Pelatih", "Trainer", FIGURES, "view" &["statistics"] => Organisation),
    role!("protection-lead", "Penanggung jawab perlindungan anak", "Protection lead", Groups::ALL,
        "*" &["report", "case", "person"] => Organisation, "*" PARTS => Organisation,
        "*" CARE => Organisation, "*" FAMILY => Organisation, "unhide" &["person"] => Organisation,
        "*" MOVED => Organisation, "override-consent" &["case"] => Organisation, "transfer" &["case"] => Organisation,
        "*" PRACTICE => Organisation, "*" APPROVED => Organisation, "*" RELEASE => Organisation,
        "*" GRAVE => Organisation, "*" &["place"] => Organisation,
        "view" &["journal"] => Organisation, "erase" &["person"] => Organisation,
        "*" ASKING => Organisation, "*" PAPERS => Organisation, "*" &["legal-hold"] => Organisation,
        "*" RIGHTS => Organisation, "*" DESK => Organisation, "view" &["processing"] => Organisation,
        "list" &["post"] => Organisation, "break-glass" &["report", "case"] => All),
    role!("administrator", "Administrator", "Administrator", FIGURES,
        "*" &["organisation", "unit", "post", "tenure", "account", "role"] => Organisation,
        "*" DESK => Organisation, "view" &["processing"] => Organisation),
    role!("auditor", "Auditor", "Auditor", FIGURES, "view" &["journal"] => All,
        "view" &["processing"] => All),
    role!("minister", "Menteri atau kepala lembaga", "Minister or head of institution", FIGURES,
        "list" &["post"] => Organisation),
    role!("independent-assessor", "Penilai independen", "Independent assessor", FIGURES,
        "view" &["statistics"] => All),
    role!("civil-society", "Wakil masyarakat sipil", "Civil-society representative", FIGURES,
        "view" &["statistics"] => All),
    role!("researcher", "Peneliti", "Researcher", FIGURES,),
    role!("network-member", "Anggota jaringan di simpul lain", "Network member on another node", FIGURES,
        "accept" &["referral", "transfer"] => Own),
];
