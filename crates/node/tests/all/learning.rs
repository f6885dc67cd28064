//! Learning by post: sessions, tests, badges that anybody can check, gaps that open with a rotation; campaigns that wait for a second pair
//! of eyes and for room; what children say.

use std::collections::BTreeMap;

use model::kinds::{
    Campaign, CampaignMaterial, CampaignService, Course, CourseQuestion, PolicyDraft, ServiceListing,
    TrainingSession, YouthView,
};
use model::time::DAY;
use model::{Draft, Id, Kind, Lang};
use node::acts::day::MyDay;
use node::acts::learning::{
    BadgeState, CheckCampaign, CloseTopic, CourseFigures, EnrolPost, FirstDays, NeedState, OpenTopic,
    RecordResults, ResultRow, RevokeBadge, SetRequirement, SitTest, TakeBadge, TellView, ViewLearning,
    ViewSession, ViewTest, ViewTraining,
};
use node::acts::staff::{EndTenure, OpenAccount, StartTenure};
use node::acts::{Edit, List, ListQuery, Move, Open, View};
use node::{Actor, Error};
use proptest::prelude::*;

use crate::world::{Staff, World};

async fn step<K: Kind>(world: &World, actor: &Actor, id: Id, action: &str, draft: Draft) -> node::Result<()> {
    world.node.perform(actor, Move::<K>::new(id, action, draft)?).await.map(drop)
}

fn course() -> Draft {
    Draft::default()
        .with("title", "Menerima laporan anak dengan aman (rekaan)")
        .with("course_kind", "new_staff")
        .with("competencies", "Mendengar tanpa menghakimi dan mencatat apa adanya.")
        .with("hours", "6")
        .with("pass_mark", "60")
        .with("validity_months", "12")
}

/// An approved course with two questions and a planned session.
async fn taught(world: &World, trainer: &Staff, manager: &Staff) -> (Id, Id) {
    let course = world.node.perform(&trainer.actor, Open::<Course>::root(course())).await.unwrap().id;
    for right in ["1", "2"] {
        let question = Draft::default()
            .with("question", "Apa yang dilakukan lebih dahulu?")
            .with("choices", "Mendengarkan\nMencatat\nMemeriksa keamanan")
            .with("answer_line", right);
        world.node.perform(&trainer.actor, Open::<CourseQuestion>::part(course, question)).await.unwrap();
    }
    let own = step::<Course>(world, &trainer.actor, course, "approve", Draft::default()).await;
    assert!(matches!(own, Err(Error::Refused("own-entry"))), "nobody approves their own course");
    step::<Course>(world, &manager.actor, course, "approve", Draft::default()).await.unwrap();
    (course, session(world, trainer, course, "2026-03-20").await)
}

async fn session(world: &World, trainer: &Staff, course: Id, on: &str) -> Id {
    let session = Draft::default()
        .with("starts_on", on)
        .with("place", "Aula contoh")
        .with("trainer", "Pelatih rekaan")
        .with("seats", "2");
    world.node.perform(&trainer.actor, Open::<TrainingSession>::part(course, session)).await.unwrap().id
}

fn present(number: i64, after: i64) -> ResultRow {
    ResultRow { number, attended: true, before: None, after: Some(after) }
}

on_both!(a_gap_opens_with_a_rotation_and_closes_with_a_badge, |world| {
    let trainer = world.staff("trainer", None).await;
    let manager = world.staff("manager", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (course, session) = taught(&world, &trainer, &manager).await;
    let require = |needed| SetRequirement { role: "case-worker".into(), course, needed };
    let worker_may_not = world.node.perform(&worker.actor, require(true)).await;
    assert!(matches!(worker_may_not, Err(Error::Denied("no-right"))));
    world.node.perform(&trainer.actor, require(true)).await.unwrap();

    let day = world.node.perform(&worker.actor, MyDay).await.unwrap();
    assert_eq!((day.gaps.len(), day.gaps[0].state), (1, NeedState::Missing), "the holder's day says so");
    world.node.turn_clock().await.unwrap();
    let told = "select count(*) from notification where code = 'training-gap'";
    assert_eq!(world.sql(told).await[0][0], "1", "told once");
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.sql(told).await[0][0], "1", "and not again");

    world.node.perform(&worker.actor, EnrolPost { session, post: worker.post }).await.unwrap();
    let twice = world.node.perform(&worker.actor, EnrolPost { session, post: worker.post }).await;
    assert!(matches!(twice, Err(Error::Refused("enrolled-before"))));
    let results = |rows| RecordResults { session, rows };
    let own = world.node.perform(&worker.actor, results(vec![present(1, 90)])).await;
    assert!(matches!(own, Err(Error::Denied("no-right"))), "nobody passes themselves");
    let rows =
        vec![present(1, 80), present(7, 80), ResultRow { number: 1, after: Some(101), ..Default::default() }];
    let outcome = world.node.perform(&trainer.actor, results(rows)).await.unwrap();
    assert_eq!(outcome, [(1, Some("passed")), (7, None), (1, None)], "an answer for each line");

    let training = world.node.perform(&manager.actor, ViewTraining).await.unwrap();
    assert_eq!((training.covered, training.needs[0].state), ((1, 1), NeedState::Covered));
    assert_eq!(training.courses[0].figures, CourseFigures::default(), "few people are no figure");
    assert!(world.node.perform(&worker.actor, MyDay).await.unwrap().gaps.is_empty());

    // The holder leaves: the badge goes along, the need stays with the post.
    let tenure = world.sql(&format!("select id from tenure where post_id = '{}'", worker.post)).await;
    let tenure = tenure[0][0].parse().unwrap();
    world.node.perform(&world.admin, EndTenure::now(tenure)).await.unwrap();
    let training = world.node.perform(&manager.actor, ViewTraining).await.unwrap();
    assert_eq!((training.covered, training.needs[0].state), ((0, 1), NeedState::Vacant));
    let account =
        OpenAccount { email: "baru@contoh.invalid".into(), name: "Petugas Baru".into(), lang: "id".into() };
    let account = world.node.perform(&world.admin, account).await.unwrap().id;
    let starts = StartTenure { post: worker.post, account, acting: false, until: None };
    world.node.perform(&world.admin, starts).await.unwrap();
    let newcomer = world.again(account).await;
    assert_eq!(world.node.perform(&newcomer, MyDay).await.unwrap().gaps.len(), 1, "a gap, by itself");
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.sql("select count(*) from gap_told").await[0][0], "2");

    let days = world.node.perform(&newcomer, FirstDays).await.unwrap();
    assert_eq!((days.len(), days[0].post, days[0].needs.len()), (1, worker.post, 1));
    assert!(matches!(world.node.perform(&Actor::public(Lang::Id), FirstDays).await, Err(Error::Denied(_))));

    // A year later the badge has ended, whoever has it.
    world.clock.advance(400 * DAY);
    let learning = world.node.perform(&world.again(worker.account).await, ViewLearning).await;
    assert!(matches!(learning, Err(Error::Denied("no-post"))), "without a post there is nothing to see");
});

on_both!(a_badge_that_ran_out_is_told_of_again, |world| {
    let trainer = world.staff("trainer", None).await;
    let manager = world.staff("manager", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (course, session) = taught(&world, &trainer, &manager).await;
    let require = SetRequirement { role: "case-worker".into(), course, needed: true };
    world.node.perform(&trainer.actor, require).await.unwrap();
    let told = "select count(*) from notification where code = 'training-gap'";
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.sql(told).await[0][0], "1");
    world.node.perform(&worker.actor, EnrolPost { session, post: worker.post }).await.unwrap();
    let results = RecordResults { session, rows: vec![present(1, 90)] };
    world.node.perform(&trainer.actor, results).await.unwrap();
    world.clock.advance(800 * DAY);
    // What nobody has read yet is not said twice.
    world.sql_run("update notification set read_at = 1").await;
    for _ in 0..2 {
        world.node.turn_clock().await.unwrap();
        assert_eq!(world.sql(told).await[0][0], "2", "once more, in the same tenure");
    }
    let training = world.node.perform(&manager.actor, ViewTraining).await.unwrap();
    assert_eq!(training.needs[0].state, NeedState::Expired);
});

on_both!(a_score_is_of_the_person_and_the_trainer, |world| {
    let trainer = world.staff("trainer", None).await;
    let manager = world.staff("manager", None).await;
    let one = world.staff("case-worker", Some(world.unit)).await;
    let other = world.staff("case-worker", Some(world.unit)).await;
    let third = world.staff("case-worker", Some(world.unit)).await;
    let (_, session) = taught(&world, &trainer, &manager).await;
    let enrolment = world.node.perform(&one.actor, EnrolPost { session, post: one.post }).await.unwrap().id;
    world.node.perform(&trainer.actor, EnrolPost { session, post: other.post }).await.unwrap();
    let full = world.node.perform(&trainer.actor, EnrolPost { session, post: third.post }).await;
    assert!(matches!(full, Err(Error::Refused("session-full"))));

    let paper = world.node.perform(&one.actor, ViewTest { enrolment }).await.unwrap();
    assert_eq!((paper.questions.len(), paper.questions[0].choices.len(), paper.after), (2, 3, false));
    for stranger in [&other, &manager] {
        let looked = world.node.perform(&stranger.actor, ViewTest { enrolment }).await;
        assert!(matches!(looked, Err(Error::NotFound)), "a test belongs to whoever is enrolled");
    }
    let questions = world.node.perform(&one.actor, List::<CourseQuestion>::new(ListQuery::default())).await;
    assert!(matches!(questions, Err(Error::Denied(_))), "who is tested does not read what is right");

    let answers = |second: i64| BTreeMap::from([(paper.questions[0].id, 1), (paper.questions[1].id, second)]);
    let sit = |second| SitTest { enrolment, answers: answers(second) };
    assert_eq!(world.node.perform(&one.actor, sit(3)).await.unwrap(), 50);
    assert!(matches!(world.node.perform(&one.actor, sit(2)).await, Err(Error::Refused("test-sat"))), "once");
    let row = ResultRow { number: 1, attended: true, ..ResultRow::default() };
    world.node.perform(&trainer.actor, RecordResults { session, rows: vec![row] }).await.unwrap();
    let held = Draft::default().with("held_on", "2026-03-05");
    step::<TrainingSession>(&world, &trainer.actor, session, "hold", held).await.unwrap();
    assert_eq!(world.node.perform(&one.actor, sit(2)).await.unwrap(), 100);

    let learning = world.node.perform(&one.actor, ViewLearning).await.unwrap();
    let course = &learning.courses[0];
    assert_eq!((course.before, course.after, course.state.as_str()), (Some(50), Some(100), "passed"));
    assert_eq!(learning.badges.len(), 1);
    let sheet = world.node.perform(&trainer.actor, ViewSession { session }).await.unwrap();
    assert_eq!(sheet.attendees.iter().map(|row| row.after).collect::<Vec<_>>(), [Some(100), None]);
    for stranger in [&other, &manager] {
        let looked = world.node.perform(&stranger.actor, ViewSession { session }).await;
        assert!(matches!(looked, Err(Error::Denied(_))), "scores are not for the line above");
    }
});

/// Reads a badge as somebody would who knows nothing of this house: by its header's key alone.
const PYJWT: &str = r##"
import base64, json, sys
import jwt
token = sys.stdin.read().strip()
header = jwt.get_unverified_header(token)
assert header["alg"] == "EdDSA" and header["typ"] == "JWT", header
did = header["kid"].split("#")[0]
part = did.removeprefix("did:jwk:")
jwk = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
key = jwt.PyJWK(dict(jwk, alg="EdDSA"))
claims = jwt.decode(token, key=key.key, algorithms=["EdDSA"], issuer=did, options={"verify_exp": False, "verify_nbf": False, "verify_iat": False})
assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"], claims
assert claims["issuer"]["id"] == did and claims["jti"] == claims["id"]
assert claims["credentialSubject"]["achievement"]["criteria"]["narrative"]
try:
    jwt.decode(token[:-6] + "AAAAAA", key=key.key, algorithms=["EdDSA"], options={"verify_exp": False, "verify_nbf": False})
    raise SystemExit("a changed token passed")
except jwt.InvalidSignatureError:
    pass
print(claims["credentialSubject"]["achievement"]["name"])
"##;

async fn by_others(token: &str) -> String {
    ask_python(PYJWT, token).await
}

async fn ask_python(program: &str, said: &str) -> String {
    use tokio::io::AsyncWriteExt;
    let mut child = tokio::process::Command::new("python3")
        .args(["-c", program])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(said.as_bytes()).await.unwrap();
    let out = child.wait_with_output().await.unwrap();
    assert!(out.status.success(), "PyJWT refuses the badge");
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

on_both!(anybody_can_check_a_badge, |world| {
    let trainer = world.staff("trainer", None).await;
    let manager = world.staff("manager", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let (_, session) = taught(&world, &trainer, &manager).await;
    world.node.perform(&worker.actor, EnrolPost { session, post: worker.post }).await.unwrap();
    world.node.perform(&trainer.actor, RecordResults { session, rows: vec![present(1, 60)] }).await.unwrap();
    let badge = world.node.perform(&worker.actor, ViewLearning).await.unwrap().badges[0].id;
    let others = world.node.perform(&trainer.actor, TakeBadge { badge }).await;
    assert!(matches!(others, Err(Error::NotFound)), "a badge is its holder's to show");
    let token = world.node.perform(&worker.actor, TakeBadge { badge }).await.unwrap();
    assert_eq!(token, world.node.perform(&worker.actor, TakeBadge { badge }).await.unwrap());
    assert_eq!(by_others(&token).await, "Menerima laporan anak dengan aman (rekaan)");

    let standing = |token: String| world.node.check_badge(token);
    let seen = standing(token.clone()).await.unwrap().unwrap();
    assert_eq!((seen.state, seen.holder.as_str()), (BadgeState::Valid, "Petugas case-worker"));
    let mut forged = token.clone();
    forged.replace_range(40..41, if &token[40..41] == "A" { "B" } else { "A" });
    for wrong in [forged, String::new(), "a.b.c".into(), token.replace('.', "")] {
        assert_eq!(standing(wrong).await.unwrap(), None);
    }
    world.clock.advance(330 * DAY);
    assert_eq!(standing(token.clone()).await.unwrap().unwrap().state, BadgeState::Expiring);
    world.clock.advance(60 * DAY);
    assert_eq!(standing(token.clone()).await.unwrap().unwrap().state, BadgeState::Expired);
    let revoke = |reason: &str| RevokeBadge { badge, reason: reason.into() };
    assert!(matches!(world.node.perform(&trainer.actor, revoke(" ")).await, Err(Error::Invalid(_))));
    world.node.perform(&trainer.actor, revoke("Diberikan kepada orang yang keliru")).await.unwrap();
    assert_eq!(standing(token).await.unwrap().unwrap().state, BadgeState::Revoked);
});

/// Looks a badge up in the list that it names, as somebody would who knows nothing of this house.
const STATUS: &str = r##"
import base64, gzip, json, sys
import jwt
token, listed = sys.stdin.read().split()
def opened(token):
    did = jwt.get_unverified_header(token)["kid"].split("#")[0]
    part = did.removeprefix("did:jwk:")
    jwk = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    key = jwt.PyJWK(dict(jwk, alg="EdDSA")).key
    return jwt.decode(token, key=key, algorithms=["EdDSA"], issuer=did, options={"verify_exp": False, "verify_nbf": False, "verify_iat": False, "require": ["exp", "nbf"]})
badge, listed = opened(token), opened(listed)
entry, subject = badge["credentialStatus"], listed["credentialSubject"]
assert entry["type"] == "BitstringStatusListEntry" and entry["statusPurpose"] == subject["statusPurpose"] == "revocation"
assert entry["statusListCredential"] == listed["id"] and listed["issuer"] == badge["issuer"]["id"]
assert listed["type"] == ["VerifiableCredential", "BitstringStatusListCredential"] and subject["type"] == "BitstringStatusList"
packed = subject["encodedList"]
assert packed[0] == "u"
bits = gzip.decompress(base64.urlsafe_b64decode(packed[1:] + "=" * (-len(packed[1:]) % 4)))
assert len(bits) >= 16384, len(bits)
at = int(entry["statusListIndex"])
print(bits[at // 8] >> (7 - at % 8) & 1, sum(bin(byte).count("1") for byte in bits))
"##;

on_both!(whoever_has_a_badge_sees_in_public_whether_it_was_taken_back, |world| {
    let (trainer, manager) = (world.staff("trainer", None).await, world.staff("manager", None).await);
    let (_, session) = taught(&world, &trainer, &manager).await;
    let mut badges = Vec::new();
    for number in 1..=2 {
        let worker = world.staff("case-worker", Some(world.unit)).await;
        world.node.perform(&worker.actor, EnrolPost { session, post: worker.post }).await.unwrap();
        let rows = vec![present(number, 60)];
        world.node.perform(&trainer.actor, RecordResults { session, rows }).await.unwrap();
        let badge = world.node.perform(&worker.actor, ViewLearning).await.unwrap().badges[0].id;
        badges.push((worker, badge));
    }
    let (worker, badge) = &badges[0];
    let take = async || world.node.perform(&worker.actor, TakeBadge { badge: *badge }).await.unwrap();
    assert!(matches!(world.node.badge_status(0).await, Err(Error::NotFound)), "no address yet");
    assert!(world.node.check_badge(take().await).await.unwrap().is_some());
    world.node.note_public_address("https://jejaring.contoh.invalid/").await.unwrap();
    let token = take().await;
    assert_eq!(token, take().await);
    let listed = async || format!("{token} {}", world.node.badge_status(0).await.unwrap());
    assert_eq!(ask_python(STATUS, &listed().await).await, "0 0");
    let revoke = |badge| RevokeBadge { badge, reason: "Diberikan kepada orang yang keliru".into() };
    world.node.perform(&trainer.actor, revoke(badges[1].1)).await.unwrap();
    assert_eq!(ask_python(STATUS, &listed().await).await, "0 1", "that of somebody else");
    world.node.perform(&trainer.actor, revoke(*badge)).await.unwrap();
    assert_eq!(ask_python(STATUS, &listed().await).await, "1 2");
    for none in [-1, 1, i64::MAX] {
        assert!(matches!(world.node.badge_status(none).await, Err(Error::NotFound)));
    }
});

fn campaign() -> Draft {
    Draft::default()
        .with("title", "Aman di dunia maya (rekaan)")
        .with("purpose", "Anak tahu kepada siapa bercerita.")
        .with("audiences", "children parents_carers")
        .with("channels", "school social_media")
        .with("starts_on", "2026-04-01")
        .with("ends_on", "2026-06-30")
}

fn material(text: &str) -> Draft {
    Draft::default()
        .with("material_kind", "message")
        .with("title", "Pesan utama")
        .with("text", text)
        .with("language", "id")
}

fn listing(free: &str) -> Draft {
    Draft::default()
        .with("name", "Layanan contoh (rekaan)")
        .with("organisation", "Lembaga contoh (rekaan)")
        .with("description", "Pendampingan anak.")
        .with("service_type", "shelter")
        .with("status", "active")
        .with("confidentiality", "public")
        .with("region", "32.73")
        .with("capacity", "10")
        .with("available", free)
        .with("assured_on", "2026-03-01")
        .with("assurer", "Lembaga contoh")
        .with("assurance_due", "2026-12-31")
}

on_both!(a_campaign_waits_for_other_eyes_and_for_room, |world| {
    let writer = world.staff("programme-officer", None).await;
    let lead = world.staff("protection-lead", None).await;
    let node = &world.node;
    let id = node.perform(&writer.actor, Open::<Campaign>::root(campaign())).await.unwrap().id;
    let go = |actor: &Actor, action: &'static str, draft: Draft| {
        let actor = actor.clone();
        let world = &world;
        async move { step::<Campaign>(world, &actor, id, action, draft).await }
    };
    let noted = || Draft::default().with("review_note", "Sudah dibaca bersama dua anak.");
    assert!(matches!(go(&lead.actor, "review", noted()).await, Err(Error::Refused("no-material"))));
    let bad = node
        .perform(&writer.actor, Open::<CampaignMaterial>::part(id, material("Cegah prostitusi anak.")))
        .await
        .unwrap()
        .id;
    assert!(matches!(go(&writer.actor, "review", noted()).await, Err(Error::Refused("own-entry"))));
    assert!(matches!(go(&lead.actor, "review", noted()).await, Err(Error::Refused("participation-first"))));
    let with =
        Edit::<Campaign>::new(id, Draft::default().with("participation", "Enam anak memilih kata-katanya."));
    node.perform(&writer.actor, with).await.unwrap();
    assert!(matches!(go(&lead.actor, "review", noted()).await, Err(Error::Refused("terms-to-mend"))));
    let check = node.perform(&writer.actor, CheckCampaign { campaign: id }).await.unwrap();
    assert!(
        check
            .words
            .iter()
            .any(|word| word.must && word.word == "prostitusi anak" && !word.instead.is_empty())
    );
    let mend = Edit::<CampaignMaterial>::new(bad, Draft::default().with("text", "Cegah eksploitasi anak."));
    node.perform(&writer.actor, mend).await.unwrap();

    let listing = node.perform(&writer.actor, Open::<ServiceListing>::root(listing("0"))).await.unwrap().id;
    let publish = Move::<ServiceListing>::new(listing, "publish", Draft::default()).unwrap();
    node.perform(&writer.actor, publish).await.unwrap();
    let promoted = Draft::default().with("listing", listing.to_string());
    node.perform(&writer.actor, Open::<CampaignService>::part(id, promoted)).await.unwrap();
    go(&lead.actor, "review", noted()).await.unwrap();
    let late = node.perform(&writer.actor, Open::<CampaignMaterial>::part(id, material("Kata baru."))).await;
    assert!(matches!(late, Err(Error::Refused("review-first"))), "nothing slips in behind the reviewer");
    let late = Edit::<CampaignMaterial>::new(bad, Draft::default().with("text", "Kata lain."));
    assert!(matches!(node.perform(&writer.actor, late).await, Err(Error::Refused("review-first"))));

    assert!(matches!(
        go(&writer.actor, "start", Draft::default()).await,
        Err(Error::Refused("service-without-room"))
    ));
    let check = node.perform(&writer.actor, CheckCampaign { campaign: id }).await.unwrap();
    assert_eq!(check.services[0].name.as_deref(), Some("Layanan contoh (rekaan)"), "and says which");
    let room = Edit::<ServiceListing>::new(listing, Draft::default().with("available", "4"));
    node.perform(&writer.actor, room).await.unwrap();
    go(&writer.actor, "start", Draft::default()).await.unwrap();
});

on_both!(what_a_child_says_is_read_first_and_answered, |world| {
    let officer = world.staff("policy-officer", None).await;
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let node = &world.node;
    let draft = Draft::default()
        .with("title", "Aturan perlindungan anak di kabupaten (rekaan)")
        .with("lead", "Dinas contoh")
        .with("text", "Setiap sekolah menunjuk seorang pendamping.");
    let policy = node.perform(&officer.actor, Open::<PolicyDraft>::root(draft)).await.unwrap().id;
    let topic = |words: &str| OpenTopic {
        matter: policy,
        title_id: "Teman bicara di sekolah".into(),
        title_en: "Somebody to talk to at school".into(),
        words_id: words.into(),
        words_en: "Each school names a grown-up whom you can talk to.".into(),
    };
    let view = |said: &str| TellView {
        topic: policy,
        age_band: "age_12_14".into(),
        said: said.into(),
        work: None,
        source: None,
    };
    let public = Actor::public(Lang::Id);
    assert!(
        matches!(node.perform(&public, view("Setuju")).await, Err(Error::NotFound)),
        "nobody was asked yet"
    );
    let bad = node.perform(&officer.actor, topic("Tentang prostitusi anak.")).await;
    assert!(matches!(bad, Err(Error::Refused("terms-to-mend"))));
    node.perform(&officer.actor, topic("Setiap sekolah menunjuk orang dewasa yang bisa diajak bicara."))
        .await
        .unwrap();
    node.perform(&public, view("Aku mau boleh memilih sendiri.")).await.unwrap();
    assert!(matches!(node.perform(&officer.actor, view("x")).await, Err(Error::Denied("public-only"))));
    assert!(node.topic(policy).await.unwrap().1.is_empty(), "nothing shows before somebody read it");

    let listed = node.perform(&officer.actor, List::<YouthView>::new(ListQuery::default())).await.unwrap();
    let id = listed.rows[0].envelope.id;
    let looked = node.perform(&worker.actor, View::<YouthView>::new(id)).await;
    assert!(matches!(looked, Err(Error::NotFound)), "few read what children wrote");
    let go =
        |action: &'static str, draft: Draft| step::<YouthView>(&world, &officer.actor, id, action, draft);
    go("hear", Draft::default().with("safeguarding", "Tidak menyebut siapa pun.")).await.unwrap();
    assert!(matches!(go("answer", Draft::default().with("answer", "Ya.")).await, Err(Error::Invalid(_))));
    let answer = Draft::default()
        .with("answer", "Terima kasih, kami setuju.")
        .with("what_changed", "Siswa memilih pendampingnya.");
    go("answer", answer).await.unwrap();
    go("publish", Draft::default()).await.unwrap();
    let (topic, views) = node.topic(policy).await.unwrap();
    assert!(topic.open);
    assert_eq!(
        views.iter().map(|view| (view.said.as_str(), view.what_changed.as_str())).collect::<Vec<_>>(),
        [("Aku mau boleh memilih sendiri.", "Siswa memilih pendampingnya.")]
    );
    let by = format!(
        "select count(*) from journal where act = 'tell-view' and subject = '{id}' and account is not null"
    );
    let kept = world.sql(&by).await;
    assert_eq!(kept[0][0], "0");
    node.perform(&officer.actor, CloseTopic { matter: policy }).await.unwrap();
    assert!(matches!(node.perform(&public, view("Lagi")).await, Err(Error::NotFound)));
    assert_eq!(node.topic(policy).await.unwrap().1.len(), 1, "what was published stays");
});

proptest! {
    /// No figure tells of fewer people than the minimum, not even by what is left of two figures.
    #[test]
    fn figures_of_courses_give_nobody_away(attended in 0_i64..60, share in 0_i64..=100, both in 0_i64..60) {
        let passed = attended * share / 100;
        let figures = CourseFigures::of([attended, passed, both, both * 40, both * 80]);
        for told in [figures.attended, figures.passed].into_iter().flatten() {
            prop_assert!(told >= 11);
        }
        if let (Some(all), Some(passed)) = (figures.attended, figures.passed) {
            prop_assert!(all == passed || all - passed >= 11);
        }
        prop_assert_eq!(figures.before.is_some(), both >= 11);
        prop_assert_eq!(figures.after, (both >= 11).then_some(80));
    }
}
