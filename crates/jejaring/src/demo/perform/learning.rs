//! An invented training centre: two courses, one badge that has ended since, a post with a gap, a session to come, a campaign, and two views of
//! young people with what changed because of them.

use std::sync::atomic::AtomicUsize;

use model::kinds::{
    Campaign, CampaignEvent, CampaignMaterial, CampaignMeasure, Course, CourseModule, CourseQuestion,
    TrainingSession, YouthView,
};
use model::time::Span;
use model::{Date, Draft, Id, Kind, Lang};
use node::access::Origin;
use node::acts::learning::{EnrolPost, OpenTopic, RecordResults, ResultRow, SetRequirement, TellView};
use node::acts::staff::{FoundNode, InviteAccount, OpenAccount, OpenPost, SetPassword, StartTenure};
use node::acts::{List, ListQuery, Move, Open};
use node::{Actor, Node, Result};

use super::super::signins::{PASSWORD, SignIn, administrator};
use super::found::act;

const NAME: &str = "Balai Pelatihan Contoh (rekaan)";
const DOMAIN: &str = "balai";

/// Title in both languages, role, mailbox.
const POSTS: [(&str, &str, &str, &str); 6] = [
    ("Pelatih Utama", "Lead trainer", "trainer", "pelatih"),
    ("Kepala Balai", "Head of the centre", "manager", "kepala"),
    ("Pengelola Program", "Programme officer", "programme-officer", "program"),
    ("Penanggung Jawab Perlindungan", "Protection lead", "protection-lead", "perlindungan"),
    ("Pekerja Sosial Lapangan", "Field case worker", "case-worker", "lapangan"),
    ("Pekerja Sosial Muda", "Junior case worker", "case-worker", "muda"),
];

/// The centre as it was founded, years ago.
pub(super) struct Centre {
    staff: Vec<(Actor, Id)>,
    course: Id,
    pub(super) ways: Vec<SignIn>,
}

async fn open<K: Kind>(node: &Node, acts: &AtomicUsize, actor: &Actor, draft: Draft) -> Result<Id> {
    Ok(act(node, acts, actor, Open::<K>::root(draft)).await?.id)
}

async fn part<K: Kind>(node: &Node, acts: &AtomicUsize, actor: &Actor, root: Id, draft: Draft) -> Result<Id> {
    Ok(act(node, acts, actor, Open::<K>::part(root, draft)).await?.id)
}

async fn step<K: Kind>(
    node: &Node,
    acts: &AtomicUsize,
    actor: &Actor,
    id: Id,
    (action, draft): (&str, Draft),
) -> Result<()> {
    act(node, acts, actor, Move::<K>::new(id, action, draft)?).await.map(drop)
}

fn texts<const N: usize>(pairs: [(&str, &str); N]) -> Draft {
    pairs.into_iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, text))
}

fn later(today: Date, days: i32) -> String {
    today.checked_add(Span::new().days(days)).unwrap_or(today).to_string()
}

/// Years ago: the centre, its first course, and a session in which somebody passed.
pub(super) async fn begin(node: &Node, today: Date, acts: &AtomicUsize) -> Result<Centre> {
    let found = FoundNode {
        member_id: "ID/GOV/CONTOH-BALAI".into(),
        name: NAME.into(),
        email: administrator(DOMAIN),
        admin_name: "Administrator Contoh".into(),
    };
    let founded = act(node, acts, &node.system("demo"), found).await?;
    let admin = node.actor(founded.account, Lang::Id, Origin::Online).await?;
    password(node, founded.account).await?;
    let (mut staff, mut ways) = (Vec::new(), Vec::new());
    for (title_id, title_en, role, mailbox) in POSTS {
        staff.push(officer(node, acts, &admin, (title_id, title_en, role, mailbox)).await?);
        ways.push(SignIn {
            agency: NAME,
            title_id: title_id.to_owned(),
            title_en: title_en.to_owned(),
            role,
            email: format!("{mailbox}@{DOMAIN}.contoh.invalid"),
        });
    }
    let [(trainer, _), (head, _), _, _, (worker, post), _] = staff.as_slice() else {
        return Err(node::Error::NotFound);
    };
    let course = first_course(node, acts, (trainer, head)).await?;
    let session = texts([("place", "Aula balai contoh"), ("trainer", "Pelatih rekaan"), ("seats", "20")])
        .with("starts_on", later(today, 1));
    let session = part::<TrainingSession>(node, acts, trainer, course, session).await?;
    act(node, acts, worker, EnrolPost { session, post: *post }).await?;
    let row = ResultRow { number: 1, attended: true, before: Some(40), after: Some(85) };
    act(node, acts, trainer, RecordResults { session, rows: vec![row] }).await?;
    let held = Draft::default().with("held_on", today.to_string());
    step::<TrainingSession>(node, acts, trainer, session, ("hold", held)).await?;
    Ok(Centre { staff, course, ways })
}

async fn password(node: &Node, account: Id) -> Result<()> {
    let invited = node.perform(&node.system("demo"), InviteAccount { account }).await?;
    node.set_password(Lang::Id, SetPassword::new(invited.token(), PASSWORD)).await.map(drop)
}

async fn officer(
    node: &Node,
    acts: &AtomicUsize,
    admin: &Actor,
    (title_id, title_en, role, mailbox): (&str, &str, &str, &str),
) -> Result<(Actor, Id)> {
    let post = OpenPost {
        title_id: title_id.into(),
        title_en: title_en.into(),
        role: role.into(),
        unit: None,
        parent: None,
    };
    let post = act(node, acts, admin, post).await?.id;
    let email = format!("{mailbox}@{DOMAIN}.contoh.invalid");
    let account = OpenAccount { email, name: format!("Petugas {title_id} Contoh"), lang: "id".into() };
    let account = act(node, acts, admin, account).await?.id;
    act(node, acts, admin, StartTenure { post, account, acting: false, until: None }).await?;
    password(node, account).await?;
    Ok((node.actor(account, Lang::Id, Origin::Online).await?, post))
}

async fn first_course(node: &Node, acts: &AtomicUsize, (trainer, head): (&Actor, &Actor)) -> Result<Id> {
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
    let course = open::<Course>(node, acts, trainer, course).await?;
    let module = texts([
        ("title", "Percakapan pertama"),
        ("outline", "Tempat yang tenang, pertanyaan terbuka, janji yang dapat ditepati."),
        ("method", "Bermain peran"),
        ("hours", "2"),
    ]);
    part::<CourseModule>(node, acts, trainer, course, module).await?;
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
        part::<CourseQuestion>(node, acts, trainer, course, question).await?;
    }
    step::<Course>(node, acts, head, course, ("approve", Draft::default())).await?;
    Ok(course)
}

/// Today: the need of every case worker, a session to come, a campaign, and what young people said of it.
pub(super) async fn go_on(node: &Node, centre: &Centre, today: Date, acts: &AtomicUsize) -> Result<()> {
    let [(trainer, _), (head, _), (officer, _), (lead, _), (worker, post), _] = centre.staff.as_slice()
    else {
        return Err(node::Error::NotFound);
    };
    let need = SetRequirement { role: "case-worker".into(), course: centre.course, needed: true };
    act(node, acts, trainer, need).await?;
    let course = texts([
        ("title", "Hak anak dalam peradilan pidana: penyegaran (rekaan)"),
        ("course_kind", "refresher"),
        ("competencies", "Menjelaskan kepada anak haknya sebagai korban dan saksi."),
        ("hours", "3"),
    ]);
    let second = open::<Course>(node, acts, trainer, course).await?;
    step::<Course>(node, acts, head, second, ("approve", Draft::default())).await?;
    for (course, days) in [(centre.course, 12), (second, 26)] {
        let session = texts([("place", "Aula balai contoh"), ("trainer", "Pelatih rekaan"), ("seats", "20")])
            .with("starts_on", later(today, days));
        let session = part::<TrainingSession>(node, acts, trainer, course, session).await?;
        if course == second {
            act(node, acts, worker, EnrolPost { session, post: *post }).await?;
        }
    }
    let campaign = campaign(node, acts, (officer, lead), today).await?;
    views(node, acts, officer, campaign).await
}

async fn campaign(
    node: &Node,
    acts: &AtomicUsize,
    (officer, lead): (&Actor, &Actor),
    today: Date,
) -> Result<Id> {
    let campaign = texts([
        ("title", "Ceritakan, kami mendengar (rekaan)"),
        ("purpose", "Anak dan orang tua tahu kepada siapa bercerita."),
        ("audiences", "children parents_carers"),
        ("channels", "school social_media"),
        ("participation", "Enam anak memilih kata-katanya bersama seorang pendamping."),
    ])
    .with("starts_on", later(today, -20))
    .with("ends_on", later(today, 70));
    let id = open::<Campaign>(node, acts, officer, campaign).await?;
    let material = texts([
        ("material_kind", "message"),
        ("title", "Pesan utama"),
        ("text", "Apa pun yang terjadi, itu bukan salahmu. Ceritakan kepada orang dewasa yang kamu percaya."),
        ("language", "id"),
        ("drawing", "speech"),
    ]);
    part::<CampaignMaterial>(node, acts, officer, id, material).await?;
    let note = Draft::default().with("review_note", "Dibaca bersama dua anak; kata-katanya aman.");
    step::<Campaign>(node, acts, lead, id, ("review", note)).await?;
    step::<Campaign>(node, acts, officer, id, ("start", Draft::default())).await?;
    for (measured, counted, value) in [("reach", "people", "1240"), ("recall", "percent", "46")] {
        let measure = texts([
            ("measured", measured),
            ("channel", "school"),
            ("counted", counted),
            ("value", value),
            ("method", "Hitungan sekolah dan angket singkat tanpa nama."),
            ("source", "Laporan sekolah rekaan"),
        ])
        .with("from_on", later(today, -20))
        .with("to_on", later(today, -1));
        part::<CampaignMeasure>(node, acts, officer, id, measure).await?;
    }
    let event = texts([("place", "SMP Contoh (rekaan)"), ("audiences", "children")])
        .with("planned_on", later(today, 5));
    part::<CampaignEvent>(node, acts, officer, id, event).await?;
    Ok(id)
}

async fn views(node: &Node, acts: &AtomicUsize, officer: &Actor, campaign: Id) -> Result<()> {
    let topic = OpenTopic {
        matter: campaign,
        title_id: "Poster di sekolahmu".into(),
        title_en: "The posters at your school".into(),
        words_id: "Kami memasang poster tentang kepada siapa kamu bisa bercerita. Apakah kata-katanya jelas?"
            .into(),
        words_en: "We put up posters about whom you can talk to. Are the words clear?".into(),
    };
    act(node, acts, officer, topic).await?;
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
        act(node, acts, &Actor::public(Lang::Id), view).await?;
        let mut query = ListQuery::default();
        query.filters.insert("state".into(), "collecting".into());
        let listed = act(node, acts, officer, List::<YouthView>::new(query)).await?;
        let id = listed.rows.first().ok_or(node::Error::NotFound)?.envelope.id;
        let heard =
            Draft::default().with("safeguarding", "Tidak menyebut siapa pun dan tidak meminta tolong.");
        step::<YouthView>(node, acts, officer, id, ("hear", heard)).await?;
        let answered = texts([("answer", answer), ("what_changed", changed)]);
        step::<YouthView>(node, acts, officer, id, ("answer", answered)).await?;
        step::<YouthView>(node, acts, officer, id, ("publish", Draft::default())).await?;
    }
    Ok(())
}
