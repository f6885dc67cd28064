//! The memory of an invented ministry: recommendations that have been repeated for years, commitments in every state, one without a
//! living owner, a few gaps, practice notes, a policy draft; and a directory with a place that nobody may find.

use model::kinds::{
    CapabilityAssessment, Commitment, IndependentReview, LegalGap, Milestone, PolicyDraft, PracticeNote,
    Recommendation, SelfReport, ServiceListing,
};
use model::{Draft, Id};
use node::acts::instruments::ConfirmStateActs;
use node::acts::promises::{PublishEntry, TieEntries};
use node::acts::staff::EndTenure;
use node::{Actor, Result};

use super::super::signins::SignIn;
use super::hand::{Founded, Hand, House};

const NAME: &str = "Badan Contoh Perlindungan Anak (rekaan)";
const HOUSE: House = House {
    member_id: "ID/GOV/CONTOH-BADAN",
    name: NAME,
    domain: "badan",
    posts: &[
        ("Kepala Badan", "Head of the agency", "minister", "kepala"),
        ("Analis Kebijakan Muda", "Policy officer", "policy-officer", "analis"),
        ("Analis Kebijakan Madya", "Senior policy officer", "policy-officer", "madya"),
        ("Koordinator Wilayah Timur", "Coordinator for the east", "policy-officer", "timur"),
        ("Penilai Independen", "Independent assessor", "independent-assessor", "penilai"),
        ("Wakil Koalisi Masyarakat Sipil", "Civil-society representative", "civil-society", "koalisi"),
    ],
};

/// A commitment: title, institution, region, days to its target, steps taken, public attention.
type Planned = (&'static str, &'static str, &'static str, i32, &'static [&'static str], &'static str);

/// Seeds it; answers the ways in. It founds an organisation of its own, so that it fits on whichever node it is seeded.
pub(super) async fn seed(hand: Hand<'_>) -> Result<Vec<SignIn>> {
    let Founded { admin, staff, mut ways } = hand.found(&HOUSE).await?;
    let [_, (one, _), (other, _), (leaving, _), (assessor, _), _] = staff.as_slice() else {
        return Err(node::Error::NotFound);
    };
    let stage = Stage(hand);
    let recommendations = stage.recommendations(one, other).await?;
    stage.commitments((one, other, assessor), &recommendations).await?;
    stage.left_behind(leaving, other).await?;
    if let Some(tenure) = leaving.holdings().first() {
        hand.act(&admin, EndTenure::now(tenure.tenure)).await?;
    }
    // Nobody signs in at a post that is vacant.
    ways.retain(|way| way.role != "policy-officer" || !way.email.starts_with("timur"));
    stage.law(one, other).await?;
    stage.memory(one, other).await?;
    stage.directory(one).await?;
    super::companies::seed(hand, (one, other, assessor)).await?;
    super::programmes::seed(hand, one).await?;
    super::monitoring::seed(hand, (one, other)).await?;
    Ok(ways)
}

/// What is seeded, by one hand.
struct Stage<'n>(Hand<'n>);

impl Stage<'_> {
    async fn recommendations(&self, one: &Actor, other: &Actor) -> Result<Vec<Id>> {
        let year = i32::from(self.0.today.year());
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
            let id = self.0.open::<Recommendation>(one, draft).await?;
            self.0.go::<Recommendation>(other, id, &["review"]).await?;
            self.0.act(other, PublishEntry { id }).await?;
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
            .with("target_on", self.0.day(target))
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
            let id = self.0.open::<Commitment>(one, draft).await?;
            if at == 0 {
                self.milestones(one, id).await?;
            }
            self.0.go::<Commitment>(other, id, steps).await?;
            if steps.len() > 1 {
                self.0.act(other, PublishEntry { id }).await?;
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
                Draft::default().with("title", title).with("weight", weight).with("due_on", self.0.day(due));
            let milestone = self.0.part::<Milestone>(one, id, draft).await?;
            if due < 0 {
                let done = Draft::default()
                    .with("done_on", self.0.day(-12))
                    .with("evidence", "Peraturan Badan Contoh 3, arsip biro hukum (rekaan)");
                self.0.step::<Milestone>(one, milestone, "finish", done).await?;
            }
        }
        Ok(())
    }

    async fn reports(&self, (one, assessor): (&Actor, &Actor), id: Id) -> Result<()> {
        let own = Draft::default()
            .with("status", "substantial")
            .with("reported_on", self.0.day(-5))
            .with("progress", "Dua puluh satu provinsi sudah melapor (rekaan).");
        self.0.part::<SelfReport>(one, id, own).await?;
        let found = Draft::default()
            .with("status", "limited")
            .with("reviewed_on", self.0.day(-2))
            .with("assessor", "Universitas Contoh (rekaan)")
            .with("method", "Kunjungan ke sembilan provinsi (rekaan)")
            .with("finding", "Empat dari sembilan sudah melayani anak (rekaan).");
        self.0.part::<IndependentReview>(assessor, id, found).await.map(drop)
    }

    async fn tie(&self, one: &Actor, recommendations: &[Id], to: Id) -> Result<()> {
        let viewed = self.0.act(one, node::acts::View::<Commitment>::new(to)).await?;
        for from in recommendations {
            let tie = TieEntries { from: *from, to: viewed.envelope.code.clone() };
            self.0.act(one, tie).await?;
        }
        Ok(())
    }

    /// What lies at a post whose holder leaves.
    async fn left_behind(&self, leaving: &Actor, other: &Actor) -> Result<()> {
        for (title, region, target) in [
            ("Rumah singgah di pelabuhan timur (rekaan)", "81.71", 90),
            ("Juru bahasa isyarat di pengadilan (rekaan)", "91.71", -15),
        ] {
            let id = self.0.open::<Commitment>(leaving, self.promise(title, NAME, region, target)).await?;
            self.0.go::<Commitment>(other, id, &["review", "adopt", "begin"]).await?;
            self.0.act(other, PublishEntry { id }).await?;
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
                .with("assessed_on", self.0.day(-20));
            let id = self.0.open::<LegalGap>(one, gap).await?;
            if article != "PALERMO.6" {
                self.0.go::<LegalGap>(other, id, &["review", "publish"]).await?;
            }
        }
        let countries = ["ID", "MY", "PH", "TH"].map(str::to_owned).to_vec();
        let confirm = ConfirmStateActs {
            instrument: "CRC".into(),
            countries,
            checked_against: "Peragaan: belum dicocokkan sungguh-sungguh (rekaan)".into(),
        };
        self.0.act(other, confirm).await.map(drop)
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
        let id = self.0.open::<PracticeNote>(one, note).await?;
        self.0.go::<PracticeNote>(other, id, &["review", "publish"]).await?;
        let capability = Draft::default()
            .with("framework", "2016")
            .with("capability", "8")
            .with("phase", "2")
            .with("assessed_on", self.0.day(-30))
            .with("evidence", "Rujukan tercatat di 21 provinsi (rekaan)");
        self.0.open::<CapabilityAssessment>(one, capability).await?;
        let policy = Draft::default()
            .with("title", "Standar layanan pemulihan anak (rekaan)")
            .with("lead", NAME)
            .with("text", "Pasal 1. Naskah rekaan untuk peragaan.")
            .with("forms", "child_labour");
        self.0.open::<PolicyDraft>(one, policy).await.map(drop)
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
                .with("counted_on", self.0.day(-1))
                .with("confidentiality", level);
            if level != "public" {
                draft.set("confidentiality_reason", "Anak di sini dicari orang (rekaan)");
                draft.set("front_gate", "UPTD Contoh, 0800-0000-0129 (rekaan)");
            }
            let id = self.0.open::<ServiceListing>(one, draft).await?;
            let assured = Draft::default()
                .with("assured_on", self.0.day(-30))
                .with("assurance_due", self.0.day(150))
                .with("assurer", "UPTD Contoh (rekaan)");
            self.0.step::<ServiceListing>(one, id, "publish", assured).await?;
        }
        Ok(())
    }
}
