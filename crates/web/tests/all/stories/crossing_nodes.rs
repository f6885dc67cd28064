//! The same border, crossed between two nodes: a helpline abroad is a member, so the question travels sealed and signed, its yes
//! and its outcome come back the same way, and the child is looked after for a year from here.

use model::time::{DAY, HOUR};
use node::Node;
use node::acts::exchange::{AdoptDirectory, EnrolMember, SetAnchor};
use node::exchange::{OwnKeys, TAKEN};
use seal::SigningKey;
use seal::exchange::{
    Code, DIRECTORY_TYPE, Directory, Dsse, Hash, ListedKey, ListedMember, ListedSealing, MemberStatus, Policy,
};
use serde_json::{Value, json};

use super::scene::{Scene, case_of, story};
use crate::world::{Browser, World};

const NAME: &str = "Ligaya Rekaan Dimaunahan";
const ABROAD: &str = "PH/HOT/HALIMBAWA";

pub(crate) fn listed(keys: &OwnKeys, name: &str) -> ListedMember {
    ListedMember {
        id: keys.member.clone(),
        status: MemberStatus::Active,
        name: name.try_into().unwrap(),
        signing: vec![ListedKey { key: keys.signing, from: keys.from, until: keys.signing_until }],
        sealing: vec![ListedSealing {
            kid: keys.kid.clone(),
            key: keys.sealing,
            from: keys.from,
            until: keys.sealing_until,
        }],
        log: Vec::new(),
        endpoint: Some("node.invalid:443".try_into().unwrap()),
        tls: vec![Hash::of(keys.member.as_str().as_bytes())],
        kinds: TAKEN.iter().map(|kind| Code::try_from(*kind).unwrap()).collect(),
        min_version: 1,
        contact_post: "intake".try_into().unwrap(),
        abroad: true,
    }
}

/// Both nodes know each other by one signed directory.
async fn join(here: &Node, abroad: &Node) {
    let mut members = Vec::new();
    for (node, name) in [(here, "Yayasan Contoh Kasih (rekaan)"), (abroad, "Hotline Halimbawa (rekaan)")] {
        let member = node.origin().to_owned();
        let keys = node.perform(&node.system("set-up"), EnrolMember { member }).await.unwrap();
        members.push(listed(&keys, name));
    }
    let operator = SigningKey::from_bytes(&[21; 32]);
    let directory = Directory {
        network: "contoh".try_into().unwrap(),
        version: 1,
        valid_from: here.now().millis(),
        valid_until: here.now().plus(300 * DAY).millis(),
        operators: vec![Hash(operator.verifying_key().to_bytes())],
        threshold: 1,
        members,
        groups: Vec::new(),
        guardians: Vec::new(),
        witnesses: Vec::new(),
        revoked: Vec::new(),
        policy: Policy::default(),
    };
    for node in [here, abroad] {
        let system = node.system("set-up");
        node.perform(&system, SetAnchor { anchor: directory.anchor() }).await.unwrap();
        let document = Dsse::sign(DIRECTORY_TYPE, serde_json::to_vec(&directory).unwrap(), &[&operator]);
        node.perform(&system, AdoptDirectory { document }).await.unwrap();
    }
}

/// Carries everything that is due, both ways, until nothing is.
async fn carry(here: &Node, abroad: &Node) {
    for _ in 0..10 {
        let mut carried = 0;
        for (from, to) in [(here, abroad), (abroad, here)] {
            for item in from.exchange_due(Vec::new(), Vec::new()).await.unwrap() {
                carried += 1;
                if item.receipt {
                    to.exchange_receipts(&item.bytes).await.unwrap();
                } else {
                    let accepted = to.exchange_accept(&item.bytes).await.unwrap();
                    from.exchange_receipts(&accepted.to_bytes()).await.unwrap();
                }
            }
        }
        if carried == 0 {
            return;
        }
    }
}

/// Days pass on both sides of the border.
async fn later(scene: &Scene, abroad: &World, days: i64) {
    scene.later(days).await;
    abroad.clock.advance(days * 24 * HOUR);
    abroad.node.turn_clock().await.unwrap();
}

async fn does(browser: &mut Browser<'_>, slug: &str, body: Value) {
    // A session does not outlive the days that pass.
    browser.sign_in().await;
    let page = browser.act(slug, body).await;
    assert_eq!(page.status, 200, "{slug}: {}", page.body);
}

story!(a_child_crosses_between_two_nodes, |scene| {
    let mut cast = scene.cast().await;
    let abroad = World::of_member(ABROAD).await;
    let mut helper = abroad.staff("intake-operator").await;
    join(scene.node(), &abroad.node).await;
    // Keys are valid from the moment in which they were made, by the clock of their own node.
    later(scene, &abroad, 1).await;

    let girl = json!({ "name": NAME, "sex": "female", "birth_year": 2013, "nationality": "PH", "age_basis": "stated" });
    let case = cast.worker.opens_case(None, girl, case_of(scene, "high")).await;
    cast.worker.meets(&case).await;
    for (kind, by) in [("guardian_consent", "guardian"), ("child_assent", "child")] {
        let said = json!({ "consent_kind": kind, "given_by": by, "decision": "given",
            "purposes": ["services", "information_sharing"], "recipients": ["other_organizations"],
            "data_groups": ["identity", "contact", "services"] });
        cast.worker.does("give-consent", json!({ "case": case, "fields": said })).await;
    }
    let wanted = json!({ "service_type": "return_home", "appointment_date": scene.day(14) });
    let service = cast.worker.adds("service", &case, wanted).await;
    let receivers = cast.worker.performs("list-receivers", json!({})).await;
    let receivers = receivers["receivers"].as_array().unwrap();
    let to = receivers.iter().find(|one| one["organisation_name"] == "Hotline Halimbawa (rekaan)").unwrap();
    let asked = json!({ "case": case, "to": to["post"], "service": service, "groups": ["identity", "services"],
        "fields": { "service_types": ["return_home"], "reason": "Data rekaan: dijemput keluarga di seberang." } });
    let referral = cast.worker.does("refer-case", asked).await;
    carry(scene.node(), &abroad.node).await;
    assert_eq!(cast.worker.state("referral", &referral).await, "in_progress", "sent is not accepted");

    // Over there: what is asked, without who the child is, until the yes.
    helper.sign_in().await;
    let listed = helper.get("/api/incoming-referral?phase=open").await;
    let listed: Value = serde_json::from_str(&listed.body).unwrap();
    let came = listed["rows"][0]["id"].as_str().unwrap().to_owned();
    let page = helper.get(&format!("/incoming-referral/{came}")).await;
    assert!(page.body.contains("dijemput keluarga") && !page.body.contains(NAME));
    let yes = json!({ "id": came, "fields": { "first_contact_by": scene.day(5) } });
    does(&mut helper, "accept-incoming-referral", yes).await;
    carry(scene.node(), &abroad.node).await;
    assert!(cast.worker.told("Rujukan Anda diterima").await);
    assert_eq!(cast.worker.state("service", &service).await, "agreed");
    let page = helper.get(&format!("/incoming-referral/{came}")).await;
    assert!(page.body.contains(NAME), "the name follows the yes");
    cast.nobody_else_sees(&case, NAME).await;

    // She goes home; the outcome comes back and closes the loop here.
    later(scene, &abroad, 10).await;
    let home = json!({ "id": came, "fields": { "outcome": "delivered", "outcome_on": scene.day(0),
        "outcome_note": "Diterima bibinya (rekaan)." } });
    does(&mut helper, "finish-incoming-referral", home).await;
    carry(scene.node(), &abroad.node).await;
    assert_eq!(cast.worker.state("referral", &referral).await, "done");
    assert_eq!(cast.worker.state("service", &service).await, "delivered");
    let seen = cast.worker.page(&format!("/referral/{referral}")).await;
    assert!(seen.body.contains("Diterima bibinya (rekaan)."));
    cast.worker.visits_now(&case, json!({})).await;
    cast.worker.assesses(&case, &mut cast.chief, "low").await;
    cast.worker.closes(&case, "repatriated").await;
    cast.worker.looks_after(&case).await;
    let lasting = cast.manager.counts("lasting_recovery", "Aman dan bersekolah atau bekerja layak").await;
    assert_eq!(lasting, (Some(1), Some(1)));
    for node in [scene.node(), &abroad.node] {
        assert!(node.verify(None).await.unwrap().is_ok());
    }
});
