//! The ready roles (domain model, section 5) as data. They are seeded into a new node and are rows from then on.

use model::field::{DataGroup, Groups};

use super::{Right, Role, Scope};

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
const PROVIDER: Groups = Groups::NONE
    .with(DataGroup::Record)
    .with(DataGroup::Identity)
    .with(DataGroup::Contact)
    .with(DataGroup::Health)
    .with(DataGroup::Services);
const FIGURES: Groups = Groups::NONE.with(DataGroup::Record);

const PARTS: &[&str] = &["assessment", "plan-goal", "service", "follow-up", "legal-process"];

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
        let rights = self.rights.iter().flat_map(|(verb, kinds, scope)| {
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
        "list" &["post"] => Organisation),
    role!("case-worker", "Pekerja sosial penanganan kasus", "Case worker", CASEWORK,
        "view" &["report"] => Own, "list" &["report"] => Own, "edit" &["report"] => Own,
        "answer" &["report"] => Own, "acknowledge" &["report"] => Own, "triage" &["report"] => Own, "close" &["report"] => Own,
        "open" &["report", "case", "person"] => Own, "search" &["person"] => Organisation,
        "view" &["case", "person"] => Own, "list" &["case"] => Own, "edit" &["case", "person"] => Own,
        "contact" &["case"] => Own, "plan" &["case"] => Own, "close" &["case"] => Own, "reopen" &["case"] => Own,
        "import" &["case"] => Own, "export" &["case"] => Own,
        "view" PARTS => Own, "list" PARTS => Own, "open" PARTS => Own, "edit" PARTS => Own,
        "start" PARTS => Own, "submit" PARTS => Own, "meet" PARTS => Own, "miss" PARTS => Own, "drop" PARTS => Own,
        "offer" PARTS => Own, "agree" PARTS => Own, "schedule" PARTS => Own, "deliver" PARTS => Own,
        "decline" PARTS => Own, "abandon" PARTS => Own, "record" PARTS => Own, "cancel" PARTS => Own,
        "inquire" PARTS => Own, "investigate" PARTS => Own, "send_file" PARTS => Own, "return_file" PARTS => Own,
        "hand_over" PARTS => Own, "prosecute" PARTS => Own, "bring_to_trial" PARTS => Own, "decide" PARTS => Own,
        "appeal" PARTS => Own, "cassate" PARTS => Own, "review" PARTS => Own, "finalise" PARTS => Own,
        "execute" PARTS => Own, "end" PARTS => Own,
        "view" CARE => Own, "list" CARE => Own, "open" CARE => Own, "edit" CARE => Own,
        "begin" &["care-arrangement"] => Own, "examine" &["care-arrangement"] => Own,
        "confirm" &["care-arrangement"] => Own, "finish" &["care-arrangement"] => Own,
        "trace" TRACING => Own, "match" TRACING => Own, "verify" TRACING => Own, "reunify" TRACING => Own,
        "close" TRACING => Own,
        "view" FAMILY => Own, "open" FAMILY => Own, "edit" FAMILY => Own, "unhide" &["person"] => Own),
    role!("supervisor", "Supervisor", "Supervisor", CASEWORK,
        "*" &["report", "case", "person"] => Unit, "*" PARTS => Unit, "*" CARE => Unit, "*" FAMILY => Unit,
        "unhide" &["person"] => Unit, "search" &["person"] => Organisation,
        "list" &["post"] => Organisation, "break-glass" &["report", "case"] => Organisation),
    role!("manager", "Manajer lembaga", "Manager", CASEWORK,
        "*" &["report", "case", "person"] => Organisation, "*" PARTS => Organisation,
        "*" CARE => Organisation, "*" FAMILY => Organisation,
        "search" &["person"] => Organisation, "view" &["journal"] => Organisation,
        "list" &["post"] => Organisation, "break-glass" &["report", "case"] => Organisation),
    role!("police-liaison", "Petugas penghubung kepolisian", "Police liaison", LEGAL,
        "view" &["case", "person", "legal-process"] => Grants, "list" &["case", "legal-process"] => Grants,
        "edit" &["legal-process"] => Grants, "inquire" &["legal-process"] => Grants,
        "investigate" &["legal-process"] => Grants, "send_file" &["legal-process"] => Grants,
        "return_file" &["legal-process"] => Grants, "hand_over" &["legal-process"] => Grants),
    role!("legal-officer", "Petugas bantuan hukum", "Legal officer", LEGAL,
        "view" &["case", "person"] => Own, "list" &["case"] => Own, "search" &["person"] => Own,
        "*" &["legal-process"] => Own),
    role!("service-provider", "Penyedia layanan", "Service provider", PROVIDER,
        "view" &["case", "person", "service"] => Grants, "list" &["case", "service"] => Grants,
        "deliver" &["service"] => Grants, "abandon" &["service"] => Grants, "decline" &["service"] => Grants,
        "schedule" &["service"] => Grants),
    role!("fiu-analyst", "Analis intelijen keuangan", "FIU analyst", FIGURES,
        "*" &["financial-lead"] => Organisation),
    role!("hotline-analyst", "Analis aduan konten", "Hotline analyst", FIGURES,
        "*" &["content-notice"] => Organisation),
    role!("statistician", "Statistisi", "Statistician", FIGURES, "view" &["statistics"] => All),
    role!("policy-officer", "Analis kebijakan", "Policy officer", FIGURES, "view" &["statistics"] => All),
    role!("programme-officer", "Pengelola program", "Programme officer", FIGURES, "view" &["statistics"] => Organisation),
    role!("trainer", "Pelatih", "Trainer", FIGURES, "view" &["statistics"] => Organisation),
    role!("protection-lead", "Penanggung jawab perlindungan anak", "Protection lead", Groups::ALL,
        "*" &["report", "case", "person"] => Organisation, "*" PARTS => Organisation,
        "*" CARE => Organisation, "*" FAMILY => Organisation, "unhide" &["person"] => Organisation,
        "view" &["journal"] => Organisation, "erase" &["person"] => Organisation,
        "list" &["post"] => Organisation, "break-glass" &["report", "case"] => All),
    role!("administrator", "Administrator", "Administrator", FIGURES,
        "*" &["organisation", "unit", "post", "tenure", "account", "role"] => Organisation),
    role!("auditor", "Auditor", "Auditor", FIGURES, "view" &["journal"] => All),
];
