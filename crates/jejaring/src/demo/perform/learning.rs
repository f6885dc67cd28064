//! An invented training centre: two courses, one badge that has ended since, a post with a gap, a session to come, a campaign, and two views of
//! young people with what changed because of them.

use model::kinds::{
    Campaign, CampaignEvent, CampaignMaterial, CampaignMeasure, Course, CourseModule, CourseQuestion,
    TrainingSession, YouthView,
};
use model::{Draft, Id, Lang};
use node::acts::learning::{EnrolPost, OpenTopic, RecordResults, ResultRow, SetRequirement, TellView};
use node::acts::{List, ListQuery};
use node::{Actor, Result};

use super::super::signins::SignIn;
use super::hand::{Founded, Hand, House};

const HOUSE: House = House {
    member_id: "ID/GOV/CONTOH-BALAI",
    name: "Balai Pelatihan Contoh (rekaan)",
    domain: "balai",
    posts: &[
        ("Pelatih Utama", "Lead trainer", "trainer", "pelatih"),
        ("Kepala Balai", "Head of the centre", "manager", "kepala"),
        ("Pengelola Program", "Programme officer", "programme-officer", "program"),
        ("Penanggung Jawab Perlindungan", "Protection lead", "protection-lead", "perlindungan"),
        ("Pekerja Sosial Lapangan", "Field case worker", "case-worker", "lapangan"),
        ("Pekerja Sosial Muda", "Junior case worker", "case-worker", "muda"),
    ],
};

/// The centre as it was founded, years ago.
pub(super) struct Centre {
    staff: Vec<(Actor, Id)>,
    course: Id,
    pub(super) ways: Vec<SignIn>,
}

fn texts<const N: usize>(pairs: [(&str, &str); N]) -> Draft {
    pairs.into_iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, text))
}

/// Years ago: the centre, its first course, and a session in which somebody passed.
pub(super) async fn begin(hand: Hand<'_>) -> Result<Centre> {
    let Founded { staff, ways, .. } = hand.found(&HOUSE).await?;
    let [(trainer, _), (head, _), _, _, (worker, post), _] = staff.as_slice() else {
        return Err(node::Error::NotFound);
    };
    let course = first_course(hand, (trainer, head)).await?;
    let session = texts([("place", "Aula balai contoh"), ("trainer", "Pelatih rekaan"), ("seats", "20")])
        .with("starts_on", hand.day(1));
    let session = hand.part::<TrainingSession>(trainer, course, session).await?;
    hand.act(worker, EnrolPost { session, post: *post }).await?;
    let row = ResultRow { number: 1, attended: true, before: Some(40), after: Some(85) };
    hand.act(trainer, RecordResults { session, rows: vec![row] }).await?;
    let held = Draft::default().with("held_on", hand.day(0));
    hand.step::<TrainingSession>(trainer, session, "hold", held).await?;
    Ok(Centre { staff, course, ways })
}

async fn first_course(hand: Hand<'_>, (trainer, head): (&Actor, &Actor)) -> Result<Id> {
    let course = texts([
        ("title", "Menerima cerita anak dengan aman (rekaan)"),
        ("course_kind", "new_staff"),
        (
            "competencies",
            "Mendengar tanpa menghakimi, mencatat apa adanya, dan tahu kepada siapa melanjutkan.",
        ),
        ("audience", "Pekerja sosial yang baru bertugas"),
        ("hours", "6"),
        ("pass_mark", "60"),
        ("validity_months", "12"),
    ]);
    let course = hand.open::<Course>(trainer, course).await?;
    let module = texts([
        ("title", "Percakapan pertama"),
        ("outline", "Tempat yang tenang, pertanyaan terbuka, janji yang dapat ditepati."),
        ("method", "Bermain peran"),
        ("hours", "2"),
    ]);
    hand.part::<CourseModule>(trainer, course, module).await?;
    for (question, choices, line) in [
        (
            "Seorang anak mulai bercerita. Apa yang dilakukan lebih dahulu?",
            "Mendengarkan\nMeminta bukti\nMemanggil semua rekan",
            "1",
        ),
        (
            "Anak meminta Anda merahasiakan ceritanya. Apa jawaban Anda?",
            "Berjanji merahasiakan\nMenjelaskan siapa yang perlu tahu dan mengapa\nMengganti pokok pembicaraan",
            "2",
        ),
    ] {
        let question = texts([("question", question), ("choices", choices), ("answer_line", line)]);
        hand.part::<CourseQuestion>(trainer, course, question).await?;
    }
    hand.step::<Course>(head, course, "approve", Draft::default()).await?;
    Ok(course)
}

/// Today: the need of every case worker, a session to come, a campaign, and what young people said of it.
pub(super) async fn go_on(hand: Hand<'_>, centre: &Centre) -> Result<()> {
    let [(trainer, _), (head, _), (officer, _), (lead, _), (worker, post), _] = centre.staff.as_slice()
    else {
        return Err(node::Error::NotFound);
    };
    let need = SetRequirement { role: "case-worker".into(), course: centre.course, needed: true };
    hand.act(trainer, need).await?;
    let course = texts([
        ("title", "Hak anak dalam peradilan pidana: penyegaran (rekaan)"),
        ("course_kind", "refresher"),
        ("competencies", "Menjelaskan kepada anak haknya sebagai korban dan saksi."),
        ("hours", "3"),
    ]);
    let second = hand.open::<Course>(trainer, course).await?;
    hand.step::<Course>(head, second, "approve", Draft::default()).await?;
    for (course, days) in [(centre.course, 12), (second, 26)] {
        let session = texts([("place", "Aula balai contoh"), ("trainer", "Pelatih rekaan"), ("seats", "20")])
            .with("starts_on", hand.day(days));
        let session = hand.part::<TrainingSession>(trainer, course, session).await?;
        if course == second {
            hand.act(worker, EnrolPost { session, post: *post }).await?;
        }
    }
    let campaign = campaign(hand, (officer, lead)).await?;
    views(hand, officer, campaign).await
}

async fn campaign(hand: Hand<'_>, (officer, lead): (&Actor, &Actor)) -> Result<Id> {
    let campaign = texts([
        ("title", "Ceritakan, kami mendengar (rekaan)"),
        ("purpose", "Anak dan orang tua tahu kepada siapa bercerita."),
        ("audiences", "children parents_carers"),
        ("channels", "school social_media"),
        ("participation", "Enam anak memilih kata-katanya bersama seorang pendamping."),
    ])
    .with("starts_on", hand.day(-20))
    .with("ends_on", hand.day(70));
    let id = hand.open::<Campaign>(officer, campaign).await?;
    let material = texts([
        ("material_kind", "message"),
        ("title", "Pesan utama"),
        ("text", "Apa pun yang terjadi, itu bukan salahmu. Ceritakan kepada orang dewasa yang kamu percaya."),
        ("language", "id"),
        ("drawing", "speech"),
    ]);
    hand.part::<CampaignMaterial>(officer, id, material).await?;
    let note = Draft::default().with("review_note", "Dibaca bersama dua anak; kata-katanya aman.");
    hand.step::<Campaign>(lead, id, "review", note).await?;
    hand.step::<Campaign>(officer, id, "start", Draft::default()).await?;
    for (measured, counted, value) in [("reach", "people", "1240"), ("recall", "percent", "46")] {
        let measure = texts([
            ("measured", measured),
            ("channel", "school"),
            ("counted", counted),
            ("value", value),
            ("method", "Hitungan sekolah dan angket singkat tanpa nama."),
            ("source", "Laporan sekolah rekaan"),
        ])
        .with("from_on", hand.day(-20))
        .with("to_on", hand.day(-1));
        hand.part::<CampaignMeasure>(officer, id, measure).await?;
    }
    let event =
        texts([("place", "SMP Contoh (rekaan)"), ("audiences", "children")]).with("planned_on", hand.day(5));
    hand.part::<CampaignEvent>(officer, id, event).await?;
    Ok(id)
}

async fn views(hand: Hand<'_>, officer: &Actor, campaign: Id) -> Result<()> {
    let topic = OpenTopic {
        matter: campaign,
        title_id: "Poster di sekolahmu".into(),
        title_en: "The posters at your school".into(),
        words_id: "Kami memasang poster tentang kepada siapa kamu bisa bercerita. Apakah kata-katanya jelas?"
            .into(),
        words_en: "We put up posters about whom you can talk to. Are the words clear?".into(),
    };
    hand.act(officer, topic).await?;
    for (age_band, said, answer, changed) in [
        (
            "age_12_14",
            "Posternya bagus, tetapi terlalu tinggi untuk dibaca.",
            "Terima kasih, kamu benar.",
            "Poster sekarang dipasang setinggi mata anak.",
        ),
        (
            "age_15_17",
            "Aku lebih suka bertanya lewat pesan daripada menelepon.",
            "Kami mengerti. Menelepon memang tidak mudah.",
            "Belum ada yang berubah: layanan pesan masih disiapkan dan belum ada petugasnya.",
        ),
    ] {
        let view = TellView {
            topic: campaign,
            age_band: age_band.into(),
            said: said.into(),
            work: None,
            source: None,
        };
        hand.act(&Actor::public(Lang::Id), view).await?;
        let mut query = ListQuery::default();
        query.filters.insert("state".into(), "collecting".into());
        let listed = hand.act(officer, List::<YouthView>::new(query)).await?;
        let id = listed.rows.first().ok_or(node::Error::NotFound)?.envelope.id;
        let heard =
            Draft::default().with("safeguarding", "Tidak menyebut siapa pun dan tidak meminta tolong.");
        hand.step::<YouthView>(officer, id, "hear", heard).await?;
        let answered = texts([("answer", answer), ("what_changed", changed)]);
        hand.step::<YouthView>(officer, id, "answer", answered).await?;
        hand.step::<YouthView>(officer, id, "publish", Draft::default()).await?;
    }
    Ok(())
}
