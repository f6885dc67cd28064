//! The memory of an invented ministry: recommendations that have been repeated for years, commitments in every state, one without a
//! living owner, a few gaps, practice notes, a policy draft; and a directory with a place that nobody may find.

use std::sync::atomic::AtomicUsize;

use model::kinds::{
    CapabilityAssessment, Commitment, IndependentReview, LegalGap, Milestone, PolicyDraft, PracticeNote,
    Recommendation, SelfReport, ServiceListing,
};
use model::time::Span;
use model::{Date, Draft, Id, Kind, Lang};
use node::access::Origin;
use node::acts::instruments::ConfirmStateActs;
use node::acts::promises::{PublishEntry, TieEntries};
use node::acts::staff::{
    EndTenure, FoundNode, InviteAccount, OpenAccount, OpenPost, SetPassword, StartTenure,
};
use node::acts::{Move, Open};
use node::{Actor, Node, Result};

use super::super::signins::{PASSWORD, SignIn, administrator};
use super::found::act;

const NAME: &str = "Badan Contoh Perlindungan Anak (rekaan)";
const DOMAIN: &str = "badan";

/// Title in both languages, role, mailbox.
const POSTS: [(&str, &str, &str, &str); 6] = [
    ("Kepala Badan", "Head of the agency", "minister", "kepala"),
    ("Analis Kebijakan Muda", "Policy officer", "policy-officer", "analis"),
    ("Analis Kebijakan Madya", "Senior policy officer", "policy-officer", "madya"),
    ("Koordinator Wilayah Timur", "Coordinator for the east", "policy-officer", "timur"),
    ("Penilai Independen", "Independent assessor", "independent-assessor", "penilai"),
    ("Wakil Koalisi Masyarakat Sipil", "Civil-society representative", "civil-society", "koalisi"),
];

/// A commitment: title, institution, region, days to its target, steps taken, public attention.
type Planned = (&'static str, &'static str, &'static str, i32, &'static [&'static str], &'static str);

/// Whoever does what, and the way to do it.
struct Stage<'n> {
    node: &'n Node,
    acts: &'n AtomicUsize,
    today: Date,
}

/// Seeds it; answers the ways in. It founds an organisation of its own, so that it fits on whichever node it is seeded.
pub(super) async fn seed(node: &Node, today: Date, acts: &AtomicUsize) -> Result<Vec<SignIn>> {
    let stage = Stage { node, acts, today };
    let found = FoundNode {
        member_id: "ID/GOV/CONTOH-BADAN".into(),
        name: NAME.into(),
        email: administrator(DOMAIN),
        admin_name: "Administrator Contoh".into(),
    };
    let founded = act(node, acts, &node.system("demo"), found).await?;
    let admin = node.actor(founded.account, Lang::Id, Origin::Online).await?;
    stage.password(founded.account).await?;
    let (mut staff, mut ways) = (Vec::new(), Vec::new());
    for (title_id, title_en, role, mailbox) in POSTS {
        staff.push(stage.officer(&admin, (title_id, title_en, role, mailbox)).await?);
        ways.push(SignIn {
            agency: NAME,
            title_id: title_id.to_owned(),
            title_en: title_en.to_owned(),
            role,
            email: format!("{mailbox}@{DOMAIN}.contoh.invalid"),
        });
    }
    let [_, one, other, leaving, assessor, _] = staff.as_slice() else { return Err(node::Error::NotFound) };
    let recommendations = stage.recommendations(one, other).await?;
    stage.commitments((one, other, assessor), &recommendations).await?;
    stage.left_behind(leaving, other).await?;
    if let Some(tenure) = leaving.holdings().first() {
        act(node, acts, &admin, EndTenure::now(tenure.tenure)).await?;
    }
    // Nobody signs in at a post that is vacant.
    ways.retain(|way| way.role != "policy-officer" || !way.email.starts_with("timur"));
    stage.law(one, other).await?;
    stage.memory(one, other).await?;
    stage.directory(one).await?;
    super::programmes::seed(node, acts, one, today).await?;
    Ok(ways)
}

impl Stage<'_> {
    async fn password(&self, account: Id) -> Result<()> {
        let invited = self.node.perform(&self.node.system("demo"), InviteAccount { account }).await?;
        self.node.set_password(Lang::Id, SetPassword::new(invited.token(), PASSWORD)).await.map(drop)
    }

    async fn officer(
        &self,
        admin: &Actor,
        (title_id, title_en, role, mailbox): (&str, &str, &str, &str),
    ) -> Result<Actor> {
        let post = OpenPost {
            title_id: title_id.into(),
            title_en: title_en.into(),
            role: role.into(),
            unit: None,
            parent: None,
        };
        let post = act(self.node, self.acts, admin, post).await?.id;
        let email = format!("{mailbox}@{DOMAIN}.contoh.invalid");
        let account = OpenAccount { email, name: format!("Petugas {title_id} Contoh"), lang: "id".into() };
        let account = act(self.node, self.acts, admin, account).await?.id;
        let tenure = StartTenure { post, account, acting: false, until: None };
        act(self.node, self.acts, admin, tenure).await?;
        self.password(account).await?;
        self.node.actor(account, Lang::Id, Origin::Online).await
    }

    async fn open<K: Kind>(&self, actor: &Actor, draft: Draft) -> Result<Id> {
        Ok(act(self.node, self.acts, actor, Open::<K>::root(draft)).await?.id)
    }

    async fn part<K: Kind>(&self, actor: &Actor, root: Id, draft: Draft) -> Result<Id> {
        Ok(act(self.node, self.acts, actor, Open::<K>::part(root, draft)).await?.id)
    }

    async fn step<K: Kind>(&self, actor: &Actor, id: Id, action: &str, draft: Draft) -> Result<()> {
        act(self.node, self.acts, actor, Move::<K>::new(id, action, draft)?).await.map(drop)
    }

    async fn go<K: Kind>(&self, actor: &Actor, id: Id, actions: &[&str]) -> Result<()> {
        for action in actions {
            self.step::<K>(actor, id, action, Draft::default()).await?;
        }
        Ok(())
    }

    /// A day so many days from today.
    fn day(&self, days: i32) -> String {
        self.today.checked_add(Span::new().days(days)).unwrap_or(self.today).to_string()
    }

    async fn recommendations(&self, one: &Actor, other: &Actor) -> Result<Vec<Id>> {
        let year = i32::from(self.today.year());
        let mut ids: Vec<Id> = Vec::new();
        for (back, words, translation) in [
            (
                11,
                "Ensure recovery services for child victims in all districts (invented).",
                "Pastikan layanan pemulihan bagi anak korban di semua kabupaten (rekaan).",
            ),
            (
                6,
                "Speed up recovery services for child victims in all districts (invented).",
                "Percepat layanan pemulihan bagi anak korban di semua kabupaten (rekaan).",
            ),
            (
                1,
                "Fund recovery services for child victims in the outer islands (invented).",
                "Danai layanan pemulihan bagi anak korban di pulau terluar (rekaan).",
            ),
        ] {
            let mut draft = Draft::default()
                .with("reference", format!("Butir {} (rekaan)", 20 + back))
                .with("text", words)
                .with("translation", translation)
                .with("source_body", if back == 6 { "upr" } else { "crc" })
                .with("issued_on", format!("{}-06-01", year - back))
                .with("themes", "child_labour online_sexual_exploitation")
                .with("confidence", "high");
            if let Some(earlier) = ids.last() {
                draft.set("repeats", earlier.to_string());
            }
            let id = self.open::<Recommendation>(one, draft).await?;
            self.go::<Recommendation>(other, id, &["review"]).await?;
            act(self.node, self.acts, other, PublishEntry { id }).await?;
            ids.push(id);
        }
        Ok(ids)
    }

    fn promise(&self, title: &str, lead: &str, region: &str, target: i32) -> Draft {
        Draft::default()
            .with("title", title)
            .with("lead", lead)
            .with("strategy", "Penanganan")
            .with("intervention", "Layanan terpadu bagi anak korban (rekaan)")
            .with("output", title)
            .with("supporting", "Dinas Contoh, Kepolisian Contoh")
            .with("region", region)
            .with("forms", "child_labour")
            .with("target_on", self.day(target))
    }

    async fn commitments(
        &self,
        (one, other, assessor): (&Actor, &Actor, &Actor),
        recommendations: &[Id],
    ) -> Result<()> {
        let plans: [Planned; 6] = [
            (
                "Layanan pemulihan di 38 provinsi (rekaan)",
                NAME,
                "32.73",
                400,
                &["review", "adopt", "begin"],
                "national",
            ),
            (
                "Pelatihan pengasuh rumah aman (rekaan)",
                NAME,
                "73.71",
                -40,
                &["review", "adopt", "prepare", "begin"],
                "none",
            ),
            (
                "Saluran aduan di kapal penangkap ikan (rekaan)",
                "Dinas Perikanan Contoh (rekaan)",
                "81.71",
                120,
                &["review", "adopt"],
                "none",
            ),
            (
                "Modul literasi digital untuk orang tua (rekaan)",
                "Dinas Pendidikan Contoh (rekaan)",
                "31.71",
                30,
                &["review"],
                "viral",
            ),
            ("Rujukan lintas batas dengan hotline mitra (rekaan)", NAME, "21.71", 700, &[], "none"),
            (
                "Pendataan anak di tempat kerja informal (rekaan)",
                "Dinas Tenaga Kerja Contoh (rekaan)",
                "35.78",
                200,
                &["review", "adopt", "begin"],
                "local",
            ),
        ];
        for (at, (title, lead, region, target, steps, attention)) in plans.into_iter().enumerate() {
            let draft = self.promise(title, lead, region, target).with("attention", attention);
            let id = self.open::<Commitment>(one, draft).await?;
            if at == 0 {
                self.milestones(one, id).await?;
            }
            self.go::<Commitment>(other, id, steps).await?;
            if steps.len() > 1 {
                act(self.node, self.acts, other, PublishEntry { id }).await?;
            }
            if at < 2 {
                self.reports((one, assessor), id).await?;
                self.tie(one, recommendations, id).await?;
            }
        }
        Ok(())
    }

    async fn milestones(&self, one: &Actor, id: Id) -> Result<()> {
        for (title, weight, due) in
            [("Aturan pelaksana terbit (rekaan)", "40", -10), ("Layanan di 20 provinsi (rekaan)", "60", 200)]
        {
            let draft =
                Draft::default().with("title", title).with("weight", weight).with("due_on", self.day(due));
            let milestone = self.part::<Milestone>(one, id, draft).await?;
            if due < 0 {
                let done = Draft::default()
                    .with("done_on", self.day(-12))
                    .with("evidence", "Peraturan Badan Contoh 3, arsip biro hukum (rekaan)");
                self.step::<Milestone>(one, milestone, "finish", done).await?;
            }
        }
        Ok(())
    }

    async fn reports(&self, (one, assessor): (&Actor, &Actor), id: Id) -> Result<()> {
        let own = Draft::default()
            .with("status", "substantial")
            .with("reported_on", self.day(-5))
            .with("progress", "Dua puluh satu provinsi sudah melapor (rekaan).");
        self.part::<SelfReport>(one, id, own).await?;
        let found = Draft::default()
            .with("status", "limited")
            .with("reviewed_on", self.day(-2))
            .with("assessor", "Universitas Contoh (rekaan)")
            .with("method", "Kunjungan ke sembilan provinsi (rekaan)")
            .with("finding", "Empat dari sembilan sudah melayani anak (rekaan).");
        self.part::<IndependentReview>(assessor, id, found).await.map(drop)
    }

    async fn tie(&self, one: &Actor, recommendations: &[Id], to: Id) -> Result<()> {
        let viewed = act(self.node, self.acts, one, node::acts::View::<Commitment>::new(to)).await?;
        for from in recommendations {
            let tie = TieEntries { from: *from, to: viewed.envelope.code.clone() };
            act(self.node, self.acts, one, tie).await?;
        }
        Ok(())
    }

    /// What lies at a post whose holder leaves.
    async fn left_behind(&self, leaving: &Actor, other: &Actor) -> Result<()> {
        for (title, region, target) in [
            ("Rumah singgah di pelabuhan timur (rekaan)", "81.71", 90),
            ("Juru bahasa isyarat di pengadilan (rekaan)", "91.71", -15),
        ] {
            let id = self.open::<Commitment>(leaving, self.promise(title, NAME, region, target)).await?;
            self.go::<Commitment>(other, id, &["review", "adopt", "begin"]).await?;
            act(self.node, self.acts, other, PublishEntry { id }).await?;
        }
        Ok(())
    }

    async fn law(&self, one: &Actor, other: &Actor) -> Result<()> {
        for (article, exists, conforms, practice, severity) in [
            ("OPSC.3", "yes", "partial", "poor", "major"),
            ("OPSC.8", "yes", "yes", "partial", "minor"),
            ("C138.3", "yes", "yes", "no_data", "none"),
            ("PALERMO.6", "partial", "partial", "poor", "critical"),
        ] {
            let gap = Draft::default()
                .with("country", "ID")
                .with("article", article)
                .with("class", "structural")
                .with("law_exists", exists)
                .with("conforms", conforms)
                .with("practice", practice)
                .with("outcome", "not_yet_assessed")
                .with("citations", "Peraturan rekaan 1/2020 pasal 2")
                .with("statement", "Penilaian rekaan untuk peragaan; bukan pendapat hukum.")
                .with("severity", severity)
                .with("assessor", "Tim Contoh (rekaan)")
                .with("method", "Pembacaan dokumen (rekaan)")
                .with("assessed_on", self.day(-20));
            let id = self.open::<LegalGap>(one, gap).await?;
            if article != "PALERMO.6" {
                self.go::<LegalGap>(other, id, &["review", "publish"]).await?;
            }
        }
        let countries = ["ID", "MY", "PH", "TH"].map(str::to_owned).to_vec();
        let confirm = ConfirmStateActs {
            instrument: "CRC".into(),
            countries,
            checked_against: "Peragaan: belum dicocokkan sungguh-sungguh (rekaan)".into(),
        };
        act(self.node, self.acts, other, confirm).await.map(drop)
    }

    async fn memory(&self, one: &Actor, other: &Actor) -> Result<()> {
        let note = Draft::default()
            .with("title", "Kader desa menemani anak ke layanan (rekaan)")
            .with("tried", "Seorang kader menemani anak pada kunjungan pertama (rekaan).")
            .with("region", "32.73")
            .with("evidence", "Kehadiran naik dari 12 menjadi 19 dari 20 anak (rekaan)")
            .with("strength", "measured")
            .with("failed", "Tanpa uang transportasi kader berhenti setelah dua bulan (rekaan).")
            .with("ask", "Analis Kebijakan Muda")
            .with("themes", "child_labour");
        let id = self.open::<PracticeNote>(one, note).await?;
        self.go::<PracticeNote>(other, id, &["review", "publish"]).await?;
        let capability = Draft::default()
            .with("framework", "2016")
            .with("capability", "8")
            .with("phase", "2")
            .with("assessed_on", self.day(-30))
            .with("evidence", "Rujukan tercatat di 21 provinsi (rekaan)");
        self.open::<CapabilityAssessment>(one, capability).await?;
        let policy = Draft::default()
            .with("title", "Standar layanan pemulihan anak (rekaan)")
            .with("lead", NAME)
            .with("text", "Pasal 1. Naskah rekaan untuk peragaan.")
            .with("forms", "child_labour");
        self.open::<PolicyDraft>(one, policy).await.map(drop)
    }

    async fn directory(&self, one: &Actor) -> Result<()> {
        for (name, kind, region, level) in [
            ("Layanan konseling anak Contoh (rekaan)", "psychological_support", "32.73", "public"),
            ("Bantuan hukum anak Contoh (rekaan)", "legal_aid", "31.71", "public"),
            ("Klinik Contoh (rekaan)", "health_care", "73.71", "public"),
            ("Rumah aman Contoh (rekaan)", "shelter", "32.73", "front_gate"),
            ("Rumah aman kedua Contoh (rekaan)", "shelter", "35.78", "secret"),
        ] {
            let mut draft = Draft::default()
                .with("name", name)
                .with("organisation", NAME)
                .with("description", "Keterangan rekaan untuk peragaan.")
                .with("service_type", kind)
                .with("status", "active")
                .with("region", region)
                .with("minimum_age", "0")
                .with("maximum_age", "17")
                .with("languages", "id")
                .with("days", "MO TU WE TH FR")
                .with("opens", "08:00")
                .with("closes", "16:00")
                .with("free", "true")
                .with("phone", "0800-0000-0129")
                .with("capacity", "12")
                .with("available", "3")
                .with("counted_on", self.day(-1))
                .with("confidentiality", level);
            if level != "public" {
                draft.set("confidentiality_reason", "Anak di sini dicari orang (rekaan)");
                draft.set("front_gate", "UPTD Contoh, 0800-0000-0129 (rekaan)");
            }
            let id = self.open::<ServiceListing>(one, draft).await?;
            let assured = Draft::default()
                .with("assured_on", self.day(-30))
                .with("assurance_due", self.day(150))
                .with("assurer", "UPTD Contoh (rekaan)");
            self.step::<ServiceListing>(one, id, "publish", assured).await?;
        }
        Ok(())
    }
}
