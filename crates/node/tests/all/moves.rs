//! How a matter moves: who may offer, answer and take back, what the receiver sees, and that everything ends visibly.

use model::kinds::{Approval, Assignment, Case, Referral, Report, Service, Transfer, TransferRequest};
use model::time::DAY;
use model::{Draft, Id};
use node::acts::desk::{ApprovalRecipient, Approve, RequestApproval, RequireApproval};
use node::acts::moves::{
    AssignCases, BULK, GiveConsent, ListMoves, ListReceivers, Moves, Named, PastConsent, ReferCase,
    ReferCases, ReferOutside, RequestTransfer, RowSaid, Sharing, TransferCase, run_bulk,
};
use node::acts::people::ViewPerson;
use node::acts::{Assign, Edit, List, ListQuery, Move, Open, View};
use node::{Actor, Error};

use crate::world::{Staff, World};

/// Two organisations: one that has cases, one that is asked.
pub(crate) struct Two {
    pub(crate) worker: Staff,
    pub(crate) supervisor: Staff,
    pub(crate) far: Staff,
    pub(crate) lead: Staff,
    pub(crate) provider: Staff,
    pub(crate) beside: Staff,
    pub(crate) above: Staff,
}

pub(crate) async fn two(world: &World) -> Two {
    let neighbour = world.neighbour().await;
    Two {
        worker: world.staff("case-worker", Some(world.unit)).await,
        supervisor: world.staff("supervisor", Some(world.unit)).await,
        far: world.staff("supervisor", Some(world.other_unit)).await,
        lead: world.staff("protection-lead", None).await,
        provider: world.staff_by(&neighbour, "case-worker", None).await,
        beside: world.staff_by(&neighbour, "case-worker", None).await,
        above: world.staff_by(&neighbour, "manager", None).await,
    }
}

pub(crate) fn sharing(groups: &[&str]) -> Sharing {
    Sharing {
        draft: Draft::default()
            .with("service_types", "health_care")
            .with("reason", "Data rekaan: anak perlu pemeriksaan."),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        ..Sharing::default()
    }
}

pub(crate) fn reason() -> Sharing {
    let draft = Draft::default().with("reason", "Data rekaan: keluarga pindah ke wilayah lain.");
    Sharing { draft, ..Sharing::default() }
}

pub(crate) fn consent(kind: &str, by: &str, decision: &str) -> Draft {
    Draft::default()
        .with("consent_kind", kind)
        .with("given_by", by)
        .with("decision", decision)
        .with("purposes", "services information_sharing")
        .with("recipients", "other_organizations")
        .with("data_groups", "identity contact health services")
}

pub(crate) async fn agree(world: &World, actor: &Actor, case: Id) -> Id {
    let draft = consent("guardian_consent", "guardian", "given");
    let give = GiveConsent { case, draft, named: Named::default() };
    world.node.perform(actor, give).await.unwrap().id
}

/// A consent to sharing these data groups with other organisations.
pub(crate) async fn agree_to(world: &World, actor: &Actor, case: Id, groups: &[&str]) {
    let draft = consent("guardian_consent", "guardian", "given").with("data_groups", groups.join(" "));
    let give = GiveConsent { case, draft, named: Named::default() };
    world.node.perform(actor, give).await.unwrap();
}

/// Refers a case with these data groups.
pub(crate) async fn refer_with(
    world: &World,
    actor: &Actor,
    case: Id,
    to: Id,
    groups: &[&str],
) -> node::Result<Id> {
    let ask = ReferCase { case, to, service: None, sharing: sharing(groups) };
    Ok(world.node.perform(actor, ask).await?.id)
}

pub(crate) async fn refer(world: &World, actor: &Actor, case: Id, to: Id) -> node::Result<Id> {
    let sharing = sharing(&["identity", "services"]);
    Ok(world.node.perform(actor, ReferCase { case, to, service: None, sharing }).await?.id)
}

pub(crate) async fn step(
    world: &World,
    actor: &Actor,
    id: Id,
    action: &str,
    fields: &[(&str, &str)],
) -> node::Result<()> {
    let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
    world.node.perform(actor, Move::<Referral>::new(id, action, draft)?).await.map(drop)
}

const YES: &[(&str, &str)] = &[("first_contact_by", "2026-03-07")];

fn draft_of(texts: &[(&str, &str)]) -> Draft {
    texts.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text))
}

/// Asks for a second person's yes to a sharing that goes past a no.
async fn ask_override(world: &World, actor: &Actor, (case, to): (Id, &Staff), why: &str) -> node::Result<Id> {
    let draft = Draft::default().with("approval_type", "consent_override").with("request_note", why);
    let recipient = Some(ApprovalRecipient::Organisation(to.actor.holdings()[0].organisation));
    Ok(world.node.perform(actor, RequestApproval { case, draft, recipient }).await?.id)
}

async fn moves(world: &World, actor: &Actor) -> Moves {
    world.node.perform(actor, ListMoves).await.unwrap()
}

async fn state(world: &World, id: Id) -> String {
    world.sql(&format!("select state from matter where id = '{id}'")).await[0][0].clone()
}

async fn told(world: &World, post: Id, code: &str) -> bool {
    let sql = format!("select count(*) from notification where post_id = '{post}' and code = '{code}'");
    world.sql(&sql).await[0][0] != "0"
}

async fn sees(world: &World, actor: &Actor, case: Id) -> bool {
    world.node.perform(actor, View::<Case>::new(case)).await.is_ok()
}

on_both!(a_referral_shows_the_agreed_parts_to_one_post_and_ends, |world| {
    let two = two(&world).await;
    let (w, p) = (&two.worker.actor, &two.provider.actor);
    let case = world.open_case(w, "high").await;
    let wanted = Draft::default().with("service_type", "health_care").with("provider", "Puskesmas rekaan");
    let service = world.node.perform(w, Open::<Service>::part(case, wanted)).await.unwrap().id;
    agree(&world, w, case).await;
    let ask = ReferCase {
        case,
        to: two.provider.post,
        service: Some(service),
        sharing: sharing(&["identity", "services"]),
    };
    let id = world.node.perform(w, ask).await.unwrap().id;
    assert_eq!(state(&world, service).await, "offered");
    assert!(told(&world, two.provider.post, "referral").await);

    // Before a yes: what is asked, and nothing that finds the child.
    let seen = world.node.perform(p, View::<Case>::new(case)).await.unwrap();
    let child = seen.child.unwrap();
    assert!(child.hides("name") && child.hides("phone") && seen.record.hides("circumstances"));
    assert!(seen.history.is_empty() && seen.granted.unwrap().id == id && seen.steps.is_empty());
    // Of the parts only those of the agreed groups.
    let kinds: Vec<_> = seen.parts.iter().map(|part| part.meta.slug).collect();
    assert!(
        kinds.contains(&"service") && !kinds.contains(&"legal-process") && !kinds.contains(&"assessment")
    );
    assert!(!kinds.contains(&"consent") && !kinds.contains(&"referral"));
    let found = world.node.perform(p, List::<Case>::new(ListQuery { limit: 9, ..Default::default() })).await;
    assert_eq!(found.unwrap().rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>(), [None]);

    // Nobody beside or above the receiver sees anything, and nobody but the receiver answers.
    for other in [&two.beside.actor, &two.above.actor] {
        assert!(!sees(&world, other, case).await);
        let view = world.node.perform(other, View::<Referral>::new(id)).await;
        assert!(matches!(view, Err(Error::NotFound)));
        assert!(matches!(step(&world, other, id, "accept", YES).await, Err(Error::NotFound)));
        let listed = world.node.perform(other, List::<Referral>::new(ListQuery::default())).await.unwrap();
        assert_eq!((listed.total, moves(&world, other).await.received.len()), (0, 0));
    }
    for own in [w, &two.supervisor.actor, &two.lead.actor] {
        assert!(matches!(step(&world, own, id, "accept", YES).await, Err(Error::Denied("no-right"))));
    }
    assert!(matches!(step(&world, p, id, "revoke", &[("revoked_reason", "x")]).await, Err(Error::Denied(_))));
    let widened = Draft::default().with("reason", "lebih banyak");
    let widened = world.node.perform(w, Edit::<Referral>::new(id, widened)).await;
    assert!(matches!(widened, Err(Error::Denied("no-right"))), "{widened:?}");

    step(&world, p, id, "accept", YES).await.unwrap();
    let seen = world.node.perform(p, View::<Case>::new(case)).await.unwrap();
    let child = seen.child.unwrap();
    assert!(!child.hides("name") && child.hides("phone") && seen.record.hides("circumstances"));
    assert_eq!(state(&world, service).await, "agreed");
    assert!(told(&world, two.worker.post, "referral-accepted").await);
    // What is hidden cannot be brought out by changing it, nor may the sender close what the provider answers for.
    let hidden = Draft::default().with("circumstances", "Terbuka?");
    let hidden = world.node.perform(p, Edit::<Case>::new(case, hidden)).await;
    assert!(matches!(hidden, Err(Error::Denied("no-right"))));
    let closed = Draft::default().with("delivered_on", "2026-03-05");
    let closed = world.node.perform(w, Move::<Service>::new(service, "deliver", closed).unwrap()).await;
    assert!(matches!(closed, Err(Error::Refused("referral-open"))));

    let silent = step(&world, p, id, "finish", &[("outcome", "not_delivered")]).await;
    assert!(matches!(silent, Err(Error::Invalid(_))), "whoever hands back says why");
    let given =
        [("outcome", "delivered"), ("outcome_on", "2026-03-05"), ("outcome_note", "Sudah diperiksa.")];
    step(&world, p, id, "finish", &given).await.unwrap();
    assert_eq!((state(&world, id).await, state(&world, service).await), ("done".into(), "delivered".into()));
    assert!(told(&world, two.worker.post, "referral-done").await);
    assert!(!sees(&world, p, case).await, "access ends with the referral");
    assert!(matches!(world.node.perform(p, View::<Referral>::new(id)).await, Err(Error::NotFound)));
    let mine = moves(&world, p).await;
    assert!(mine.received[0].matter.is_none() && mine.received[0].outcome.as_deref() == Some("delivered"));
    let seen = world.node.perform(w, View::<Referral>::new(id)).await.unwrap();
    assert_eq!(seen.record.text("outcome_note"), "Sudah diperiksa.");
    let service = world.node.perform(w, View::<Service>::new(service)).await.unwrap();
    assert_eq!(service.record.text("provider_note"), "Sudah diperiksa.");
});

on_both!(sharing_needs_consent_that_covers_it, |world| {
    let two = two(&world).await;
    let (w, s) = (&two.worker.actor, &two.supervisor.actor);
    let case = world.open_case(w, "high").await;
    let ask = |groups: &[&str], past: Option<PastConsent>| ReferCase {
        case,
        to: two.provider.post,
        service: None,
        sharing: Sharing { past_consent: past, ..sharing(groups) },
    };
    let past = || {
        Some(PastConsent {
            reason: "Anak harus dibawa ke tempat aman malam ini".into(),
            legal_basis: "UU 35/2014 pasal 59A".into(),
            life_at_risk: false,
        })
    };
    let none = world.node.perform(w, ask(&["health"], None)).await;
    assert!(matches!(none, Err(Error::Refused("share-without-consent"))));
    let no_right = world.node.perform(w, ask(&["health"], past())).await;
    assert!(matches!(no_right, Err(Error::Denied("no-right-to-override"))));
    let denied = world.sql("select outcome from journal where act = 'refer-case'").await;
    assert_eq!(denied, [["denied"]], "the attempt is on record");

    agree(&world, w, case).await;
    let wider = world.node.perform(w, ask(&["health", "incident"], None)).await;
    assert!(matches!(wider, Err(Error::Refused("share-wider-than-consent"))));
    let reporter = world.node.perform(&two.lead.actor, ask(&["reporter"], None)).await;
    assert!(matches!(reporter, Err(Error::Invalid(_))), "who reported is never shared");
    world.node.perform(w, ask(&["health"], None)).await.unwrap();

    // The child says no: what rests on the guardian's consent ends, and only a supervisor goes on.
    let mut no = consent("child_assent", "child", "refused");
    no.0.remove("recipients");
    let no = GiveConsent { case, draft: no, named: Named::default() };
    world.node.perform(w, no).await.unwrap();
    let row = &moves(&world, w).await.sent[0];
    assert_eq!(row.state, "revoked");
    assert!(!sees(&world, &two.provider.actor, case).await);
    assert!(told(&world, two.provider.post, "consent-withdrawn").await);
    let refused = world.node.perform(w, ask(&["health"], None)).await;
    assert!(matches!(refused, Err(Error::Refused("share-child-refused"))));
    let basis = "UU 35/2014 pasal 59A".to_owned();
    let wordless = PastConsent { reason: "cepat".into(), legal_basis: basis, life_at_risk: false };
    let wordless = world.node.perform(s, ask(&["health"], Some(wordless))).await;
    assert!(matches!(wordless, Err(Error::Invalid(_))));
    // Going past a no takes two: who asks for it does not say yes, and a yes carries one sharing.
    let alone = world.node.perform(s, ask(&["health"], past())).await;
    assert!(matches!(alone, Err(Error::Refused("override-needs-approval"))));
    let approval =
        ask_override(&world, s, (case, &two.provider), "Dibawa ke rumah sakit (rekaan).").await.unwrap();
    let decide = || Approve { approval, granted: true, note: String::new() };
    let own = world.node.perform(s, decide()).await;
    assert!(matches!(own, Err(Error::Refused("own-request"))), "{own:?}");
    assert!(matches!(
        ask_override(&world, w, (case, &two.provider), "Rekaan.").await,
        Err(Error::Denied("no-right"))
    ));
    world.node.perform(&two.lead.actor, decide()).await.unwrap();
    let id = world.node.perform(s, ask(&["health"], past())).await.unwrap().id;
    step(&world, s, id, "revoke", &[("revoked_reason", "Rekaan.")]).await.unwrap();
    let again = world.node.perform(s, ask(&["health"], past())).await;
    assert!(matches!(again, Err(Error::Refused("override-needs-approval"))), "it was used");

    // The override is reviewed by the protection lead, never by whoever made it.
    let review = world.sql("select id, custodian_post from matter where kind = 'consent-review'").await;
    assert_eq!(review[0][1], two.lead.post.to_string());
    let review: Id = review[0][0].parse().unwrap();
    let conclude = |by: &Actor| {
        let draft = Draft::default().with("result", "override_justified");
        let step = Move::<model::kinds::ConsentReview>::new(review, "conclude", draft).unwrap();
        let (node, by) = (world.node.clone(), by.clone());
        async move { node.perform(&by, step).await }
    };
    assert!(matches!(conclude(s).await, Err(Error::Refused("own-request"))));
    conclude(&two.lead.actor).await.unwrap();
    let history = world.node.perform(s, View::<Referral>::new(id)).await.unwrap().history;
    let entry = history.iter().find(|told| told.act == "refer-case").unwrap();
    assert!(entry.detail.reason.as_deref().unwrap().contains("tempat aman malam ini"));
});

on_both!(a_yes_past_a_no_counts_for_the_receiver_who_was_named, |world| {
    let two = two(&world).await;
    let (w, s) = (&two.worker.actor, &two.supervisor.actor);
    let case = world.open_case(w, "high").await;
    let mut no = consent("child_assent", "child", "refused");
    no.0.remove("recipients");
    world.node.perform(w, GiveConsent { case, draft: no, named: Named::default() }).await.unwrap();
    let past = || {
        Some(PastConsent {
            reason: "Anak harus dibawa ke tempat aman malam ini".into(),
            legal_basis: "UU 35/2014 pasal 59A".into(),
            life_at_risk: false,
        })
    };
    let share = || Sharing { past_consent: past(), ..sharing(&["health"]) };
    let refer = |to: Id| ReferCase { case, to, service: None, sharing: share() };
    let hospital = |name: &str| ReferOutside {
        case,
        receiver: name.into(),
        authority: false,
        service: None,
        sharing: share(),
    };
    let needs = |said: node::Result<Id>| matches!(said, Err(Error::Refused("override-needs-approval")));
    let id = |made: node::Result<node::acts::Opened>| made.map(|made| made.id);
    let link = |made: node::Result<node::acts::moves::OutsideLink>| made.map(|made| made.id);
    const NAME: &str = "Rumah Sakit Rekaan";

    // Nobody asks for everybody.
    let draft = || draft_of(&[("approval_type", "consent_override"), ("request_note", "Rekaan.")]);
    let nobody = RequestApproval { case, draft: draft(), recipient: None };
    assert!(matches!(world.node.perform(s, nobody).await, Err(Error::Invalid(_))));
    let approval = ask_override(&world, s, (case, &two.provider), "Rekaan.").await.unwrap();
    let seen = world.node.perform(&two.lead.actor, View::<Approval>::new(approval)).await.unwrap();
    assert!(!seen.record.text("recipient").is_empty(), "whoever decides reads for whom");
    let yes = |approval: Id| Approve { approval, granted: true, note: String::new() };
    world.node.perform(&two.lead.actor, yes(approval)).await.unwrap();
    assert!(needs(link(world.node.perform(s, hospital(NAME)).await)), "it was for another receiver");
    world.node.perform(s, refer(two.provider.post)).await.unwrap();
    assert!(needs(id(world.node.perform(s, refer(two.beside.post)).await)), "it was used");

    // An institution outside is named as the referral will name it.
    let recipient = Some(ApprovalRecipient::Outside { name: NAME.into(), authority: false });
    let ask = RequestApproval { case, draft: draft(), recipient };
    let approval = world.node.perform(s, ask).await.unwrap().id;
    world.node.perform(&two.lead.actor, yes(approval)).await.unwrap();
    assert!(needs(id(world.node.perform(s, refer(two.beside.post)).await)), "it is for the hospital");
    assert!(needs(link(world.node.perform(s, hospital("Rumah Sakit Lain")).await)));
    world.node.perform(s, hospital(NAME)).await.unwrap();
});

on_both!(a_life_at_risk_waits_for_nobody_and_is_looked_at_the_next_day, |world| {
    let two = two(&world).await;
    let (w, s) = (&two.worker.actor, &two.supervisor.actor);
    let case = world.open_case(w, "high").await;
    let ask = |to: Id, life_at_risk: bool| {
        let past = PastConsent {
            reason: "Anak harus dibawa ke rumah sakit sekarang".into(),
            legal_basis: "UU 35/2014 pasal 59A".into(),
            life_at_risk,
        };
        let sharing = Sharing { past_consent: Some(past), ..sharing(&["health"]) };
        ReferCase { case, to, service: None, sharing }
    };
    let mut no = consent("child_assent", "child", "refused");
    no.0.remove("recipients");
    world.node.perform(w, GiveConsent { case, draft: no, named: Named::default() }).await.unwrap();
    let calm = world.node.perform(s, ask(two.provider.post, false)).await;
    assert!(matches!(calm, Err(Error::Refused("override-needs-approval"))));
    world.node.perform(s, ask(two.provider.post, true)).await.unwrap();
    let review = world.sql("select k.why, k.due from k_consent_review k").await;
    assert_eq!(review, [["override_urgent", "2026-03-06"]]);

    // What nobody said no to is decided alone, unless the house asks for two.
    let quiet = world.open_case(w, "low").await;
    let alone = |to: Id| ReferCase { case: quiet, ..ask(to, false) };
    world.node.perform(s, alone(two.provider.post)).await.unwrap();
    let require = RequireApproval { role: "supervisor".into(), types: vec!["consent_override".into()] };
    world.node.perform(&world.admin, require).await.unwrap();
    let refused = world.node.perform(s, alone(two.beside.post)).await;
    assert!(matches!(refused, Err(Error::Refused("override-needs-approval"))));
    let bare = ask_override(&world, s, (quiet, &two.beside), " ").await;
    assert!(matches!(bare, Err(Error::Invalid(_))), "whom and why must be said");
    let approval = ask_override(&world, s, (quiet, &two.beside), "Untuk klinik (rekaan).").await.unwrap();
    let no = Approve { approval, granted: false, note: "Belum perlu (rekaan).".into() };
    world.node.perform(&two.lead.actor, no).await.unwrap();
    assert!(world.node.perform(s, alone(two.beside.post)).await.is_err(), "a no is no yes");
    let approval = ask_override(&world, s, (quiet, &two.beside), "Untuk klinik (rekaan).").await.unwrap();
    let yes = Approve { approval, granted: true, note: String::new() };
    world.node.perform(&two.lead.actor, yes).await.unwrap();
    world.clock.advance(8 * DAY);
    let (s, late) = (world.again(two.supervisor.account).await, alone(two.beside.post));
    let late = world.node.perform(&s, late).await;
    assert!(
        matches!(late, Err(Error::Refused("override-needs-approval"))),
        "after a week it is asked for again"
    );
});

on_both!(a_record_of_one_child_leaves_when_two_said_so, |world| {
    use node::acts::harm::ExportHtcds;
    let two = two(&world).await;
    let w = &two.worker.actor;
    let case = world.open_case(w, "low").await;
    let export = || ExportHtcds {
        case,
        receiver: "Lembaga Contoh (rekaan)".into(),
        legal_basis: "mutual_agreement".into(),
    };
    let alone = world.node.perform(w, export()).await;
    assert!(matches!(alone, Err(Error::Refused("export-needs-approval"))));
    let draft =
        Draft::default().with("approval_type", "export").with("request_note", "Untuk Lembaga Contoh.");
    let approval = world
        .node
        .perform(w, RequestApproval { case, draft: draft.clone(), recipient: None })
        .await
        .unwrap()
        .id;
    assert!(world.node.perform(w, Approve { approval, granted: true, note: String::new() }).await.is_err());
    let yes = Approve { approval, granted: true, note: String::new() };
    world.node.perform(&two.lead.actor, yes).await.unwrap();
    // What one post was allowed to do is allowed to nobody else.
    let other = world.node.perform(&two.supervisor.actor, export()).await;
    assert!(matches!(other, Err(Error::Refused("export-needs-approval"))));
    assert!(world.node.perform(w, export()).await.unwrap().text.contains("cas_Status"));
    assert!(matches!(world.node.perform(w, export()).await, Err(Error::Refused("export-needs-approval"))));
    let stranger = RequestApproval { case, draft, recipient: None };
    assert!(matches!(world.node.perform(&two.provider.actor, stranger).await, Err(Error::NotFound)));
});

on_both!(withdrawn_consent_ends_what_rests_on_it, |world| {
    let two = two(&world).await;
    let (w, p) = (&two.worker.actor, &two.provider.actor);
    let case = world.open_case(w, "high").await;
    let consent = agree(&world, w, case).await;
    let id = refer(&world, w, case, two.provider.post).await.unwrap();
    step(&world, p, id, "accept", YES).await.unwrap();
    assert!(sees(&world, p, case).await);
    let withdraw = Draft::default().with("withdrawn_reason", "Wali berubah pikiran");
    let withdraw = Move::<model::kinds::Consent>::new(consent, "withdraw", withdraw).unwrap();
    world.node.perform(w, withdraw).await.unwrap();
    assert_eq!(state(&world, id).await, "revoked");
    assert!(!sees(&world, p, case).await);
    assert!(told(&world, two.provider.post, "consent-withdrawn").await);
    let live = "select count(*) from matter_grant where until_at is null";
    assert_eq!(world.sql(live).await, [["0"]]);
    let said_once = Draft::default().with("data_groups", "identity suspect");
    let edit = world.node.perform(w, Edit::<model::kinds::Consent>::new(consent, said_once)).await;
    assert!(edit.is_err(), "what was said is not changed afterwards");
});

on_both!(a_guardian_who_is_a_suspect_speaks_for_nobody, |world| {
    let two = two(&world).await;
    let (w, p) = (&two.worker.actor, &two.provider.actor);
    let case = world.open_case(w, "high").await;
    agree(&world, w, case).await;
    let sharing = sharing(&["identity", "contact", "services"]);
    let ask = ReferCase { case, to: two.provider.post, service: None, sharing };
    let id = world.node.perform(w, ask).await.unwrap().id;
    step(&world, p, id, "accept", YES).await.unwrap();
    let child: Id = world.sql("select child from k_case").await[0][0].parse().unwrap();
    let seen = world.node.perform(p, ViewPerson { id: child }).await.unwrap();
    assert!(!seen.person.hides("phone") && seen.history.is_empty());

    let draft = Draft::default().with("guardian_is_suspect", "true");
    world.node.perform(w, Edit::<Case>::new(case, draft)).await.unwrap();
    let seen = world.node.perform(p, ViewPerson { id: child }).await.unwrap();
    assert!(seen.person.hides("phone") && !seen.person.hides("name"), "contact is withheld at once");
    let again = refer(&world, w, case, two.beside.post).await;
    assert!(matches!(again, Err(Error::Refused("share-guardian-is-suspect"))));
    let draft = consent("guardian_consent", "guardian", "given");
    let give = GiveConsent { case, draft, named: Named::default() };
    let give = world.node.perform(w, give).await;
    assert!(matches!(give, Err(Error::Refused("guardian-consent-void"))));
    world.node.turn_clock().await.unwrap();
    assert!(told(&world, two.worker.post, "consent-expiring").await, "another basis has to be found");
    let other = consent("guardian_consent", "other_guardian", "given").with("giver_relation", "aunt");
    let other = GiveConsent { case, draft: other, named: Named::default() };
    world.node.perform(w, other).await.unwrap();
    refer(&world, w, case, two.beside.post).await.unwrap();
});

on_both!(consent_that_ends_is_reviewed_before_and_enforced_after, |world| {
    let two = two(&world).await;
    let (w, p) = (&two.worker.actor, &two.provider.actor);
    let case = world.open_case(w, "high").await;
    let draft = consent("guardian_consent", "guardian", "given").with("valid_until", "2026-04-05");
    world.node.perform(w, GiveConsent { case, draft, named: Named::default() }).await.unwrap();
    let id = refer(&world, w, case, two.provider.post).await.unwrap();
    step(&world, p, id, "accept", YES).await.unwrap();
    let reviews = "select count(*) from matter where kind = 'consent-review'";
    world.clock.advance(10 * DAY);
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.sql(reviews).await, [["0"]]);
    world.clock.advance(8 * DAY);
    world.node.turn_clock().await.unwrap();
    world.node.turn_clock().await.unwrap();
    assert_eq!(world.sql(reviews).await, [["1"]], "once, before it ends");
    assert!(sees(&world, p, case).await);
    world.clock.advance(15 * DAY);
    assert!(!sees(&world, p, case).await, "with or without the clock's hand");
    world.node.turn_clock().await.unwrap();
    assert_eq!(state(&world, id).await, "revoked");
    let expired = world.sql("select state from matter where kind = 'consent'").await;
    assert_eq!(expired, [["expired"]]);
});

on_both!(what_nobody_answers_expires_and_climbs, |world| {
    let two = two(&world).await;
    let (w, p) = (&two.worker.actor, &two.provider.actor);
    let case = world.open_case(w, "high").await;
    agree(&world, w, case).await;
    let id = refer(&world, w, case, two.provider.post).await.unwrap();
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let other = world.open_case(w, "low").await;
    let assign = Assign::<Case>::new(other, colleague.post);
    world.node.perform(&two.supervisor.actor, assign).await.unwrap();
    world.clock.advance(4 * DAY);
    world.node.turn_clock().await.unwrap();
    assert!(told(&world, two.supervisor.post, "move-unanswered").await, "the assigner stays answerable");
    assert_eq!(state(&world, id).await, "in_progress");
    world.clock.advance(4 * DAY);
    let late = step(&world, p, id, "accept", &[("first_contact_by", "2026-03-20")]).await;
    assert!(matches!(late, Err(Error::Refused("offer-expired"))));
    world.node.turn_clock().await.unwrap();
    assert_eq!(state(&world, id).await, "expired");
    assert!(told(&world, two.worker.post, "move-expired").await);
    assert!(!sees(&world, p, case).await);
    let held = world.node.perform(w, View::<Case>::new(other)).await.unwrap();
    assert_eq!(held.envelope.custodian, two.worker.post, "custody passes by a yes alone");
});

on_both!(an_assignment_is_taken_on_or_contested, |world| {
    let two = two(&world).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let case = world.open_case(&two.worker.actor, "high").await;
    let offer = |to| Assign::<Case>::new(case, to).because("Beban kerja dibagi ulang");
    world.node.perform(&two.supervisor.actor, offer(colleague.post)).await.unwrap();
    let twice = world.node.perform(&two.supervisor.actor, offer(two.supervisor.post)).await;
    assert!(matches!(twice, Err(Error::Refused("move-open"))));
    let id = moves(&world, &colleague.actor).await.received[0].id;
    let take = |by: &Actor, action: &str, draft: Draft| {
        let step = Move::<Assignment>::new(id, action, draft).unwrap();
        let (node, by) = (world.node.clone(), by.clone());
        async move { node.perform(&by, step).await }
    };
    let others = take(&two.supervisor.actor, "accept", Draft::default()).await;
    assert!(matches!(others, Err(Error::Denied("no-right"))));
    let why = Draft::default().with("contest_reason", "Sudah menangani tiga puluh kasus");
    take(&colleague.actor, "contest", why).await.unwrap();
    assert!(told(&world, two.supervisor.post, "assignment-contested").await);
    assert!(!sees(&world, &colleague.actor, case).await);

    world.node.perform(&two.supervisor.actor, offer(colleague.post)).await.unwrap();
    world.take_on(&colleague).await;
    // After custody has moved the former post can do nothing any more.
    let edit = Draft::default().with("risk_level", "low");
    let former = world.node.perform(&two.worker.actor, Edit::<Case>::new(case, edit)).await;
    assert!(matches!(former, Err(Error::NotFound)));
    let former = refer(&world, &two.worker.actor, case, two.provider.post).await;
    assert!(matches!(former, Err(Error::NotFound)));
    assert!(sees(&world, &colleague.actor, case).await);
    // A report moves in the same way, and whoever holds both posts has it at once.
    let draft = Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "anonymous")
        .with("narrative", "Data rekaan.")
        .with("imminent_danger", "unknown");
    let report = world.node.perform(&two.worker.actor, Open::<Report>::root(draft)).await.unwrap().id;
    let own = Assign::<Report>::new(report, two.supervisor.post);
    world.node.perform(&two.supervisor.actor, own).await.unwrap();
    let seen = world.node.perform(&two.supervisor.actor, View::<Report>::new(report)).await.unwrap();
    assert_eq!(seen.envelope.custodian, two.supervisor.post);
});

async fn consented(world: &World) -> Id {
    world.sql("select id from matter where kind = 'consent' order by id limit 1").await[0][0].parse().unwrap()
}

on_both!(a_transfer_changes_the_owner_on_a_yes_alone, |world| {
    let two = two(&world).await;
    let (s, p) = (&two.supervisor.actor, &two.provider.actor);
    let case = world.open_case(&two.worker.actor, "high").await;
    agree(&world, &two.worker.actor, case).await;
    let give = |to| TransferCase { case, to, sharing: reason() };
    let no_right = world.node.perform(&two.worker.actor, give(two.provider.post)).await;
    assert!(matches!(no_right, Err(Error::Denied("no-right"))));
    let far = world.node.perform(&two.far.actor, give(two.provider.post)).await;
    assert!(matches!(far, Err(Error::NotFound)));
    let wide = world.node.perform(s, give(two.provider.post)).await;
    assert!(matches!(wide, Err(Error::Refused("share-wider-than-consent"))), "all of it was not agreed to");
    let all = consent("guardian_consent", "guardian", "given")
        .with("data_groups", "identity contact family health incident suspect services legal documents");
    world.node.perform(s, GiveConsent { case, draft: all, named: Named::default() }).await.unwrap();
    let to_own = world.node.perform(s, give(two.far.post)).await;
    assert!(matches!(to_own, Err(Error::Refused("assign-instead"))));
    let id = world.node.perform(s, give(two.provider.post)).await.unwrap().id;
    let preview = world.node.perform(p, View::<Case>::new(case)).await.unwrap();
    assert!(preview.child.unwrap().hides("name") && preview.envelope.custodian == two.worker.post);
    let answer = Move::<Transfer>::new(id, "accept", Draft::default()).unwrap();
    world.node.perform(p, answer).await.unwrap();
    let own = world.node.perform(p, View::<Case>::new(case)).await.unwrap();
    assert!(own.envelope.custodian == two.provider.post && own.granted.is_none());
    assert!(!own.child.unwrap().hides("name") && !own.history.is_empty());
    assert!(!sees(&world, &two.worker.actor, case).await && !sees(&world, s, case).await);
    assert!(sees(&world, &two.above.actor, case).await && !sees(&world, &two.beside.actor, case).await);
    let owners = "select count(distinct organisation_id) from matter";
    assert_eq!(world.sql(owners).await, [["1"]], "the parts followed");
    assert!(told(&world, two.supervisor.post, "transfer-accepted").await);
    let row = &moves(&world, s).await.sent[0];
    assert!(row.state == "accepted" && row.matter.is_none());
    // Who had it sees that it went and to whom; of the case and of what was done in it nothing, not even the move's own page.
    assert!(row.to.contains("Lembaga Contoh Tetangga"), "{}", row.to);
    for former in [&two.worker.actor, s, &two.lead.actor] {
        assert!(matches!(world.node.perform(former, View::<Transfer>::new(id)).await, Err(Error::NotFound)));
        let listed =
            world.node.perform(former, List::<Case>::new(ListQuery { limit: 9, ..Default::default() }));
        assert_eq!(listed.await.unwrap().total, 0);
        assert!(
            world
                .node
                .perform(former, View::<model::kinds::Consent>::new(consented(&world).await))
                .await
                .is_err()
        );
    }
    // The child's record went along, and is found by its new owner.
    let child: Id = world.sql("select child from k_case").await[0][0].parse().unwrap();
    let seen = world.node.perform(p, ViewPerson { id: child }).await.unwrap();
    assert!(seen.may_edit);
    assert!(world.node.perform(s, ViewPerson { id: child }).await.is_err());
});

on_both!(a_case_is_asked_for_and_given, |world| {
    let two = two(&world).await;
    let (w, p) = (&two.worker.actor, &two.provider.actor);
    let case = world.open_case(w, "high").await;
    let all = consent("guardian_consent", "guardian", "given")
        .with("data_groups", "identity contact family health incident suspect services legal");
    world.node.perform(w, GiveConsent { case, draft: all, named: Named::default() }).await.unwrap();
    let request = || RequestTransfer {
        case,
        draft: Draft::default().with("reason", "Data rekaan: anak tinggal di wilayah kami."),
    };
    assert!(matches!(world.node.perform(p, request()).await, Err(Error::NotFound)));
    let referral = refer(&world, w, case, two.provider.post).await.unwrap();
    step(&world, p, referral, "accept", YES).await.unwrap();
    let id = world.node.perform(p, request()).await.unwrap().id;
    assert!(told(&world, two.worker.post, "transfer-request").await);
    let accept = || Move::<TransferRequest>::new(id, "accept", Draft::default()).unwrap();
    assert!(matches!(world.node.perform(p, accept()).await, Err(Error::Denied("no-right"))));
    assert_eq!(moves(&world, w).await.received[0].id, id);
    world.node.perform(w, accept()).await.unwrap();
    let transfer = moves(&world, p).await;
    let transfer = transfer.received.iter().find(|row| row.kind == "transfer").unwrap().id;
    let answer = Move::<Transfer>::new(transfer, "accept", Draft::default()).unwrap();
    world.node.perform(p, answer).await.unwrap();
    assert_eq!(state(&world, referral).await, "revoked", "what was asked before passed over with the case");
    assert!(sees(&world, p, case).await && !sees(&world, w, case).await);
});

on_both!(a_post_that_cannot_receive_is_refused_and_the_one_above_is_named, |world| {
    let two = two(&world).await;
    let case = world.open_case(&two.worker.actor, "high").await;
    agree(&world, &two.worker.actor, case).await;
    let trainer = world.staff("trainer", None).await;
    let to_trainer = refer(&world, &two.worker.actor, case, trainer.post).await;
    assert!(matches!(to_trainer, Err(Error::Refused("cannot-receive"))));
    let nowhere = refer(&world, &two.worker.actor, case, world.node.new_id()).await;
    assert!(matches!(nowhere, Err(Error::Refused("no-such-post"))));
    let tenure = two.beside.actor.holdings()[0].tenure;
    let until = world.node.now().millis() - 1;
    world.sql_run(&format!("update tenure set to_at = {until} where id = '{tenure}'")).await;
    let vacant = refer(&world, &two.worker.actor, case, two.beside.post).await;
    assert!(matches!(vacant, Err(Error::Refused("no-living-holder"))));
    let receivers = world.node.perform(&two.worker.actor, ListReceivers).await.unwrap();
    let vacant = receivers.iter().find(|receiver| receiver.post == two.beside.post).unwrap();
    assert!(!vacant.held && receivers.iter().all(|receiver| receiver.post != trainer.post));
});

on_both!(many_rows_are_each_judged_as_one, |world| {
    let two = two(&world).await;
    let colleague = world.staff("case-worker", Some(world.unit)).await;
    let far_worker = world.staff("case-worker", Some(world.other_unit)).await;
    let mut ids = Vec::new();
    for at in 0..6 {
        ids.push(world.open_case(&two.worker.actor, if at % 2 == 0 { "high" } else { "low" }).await);
    }
    let far = world.open_case(&far_worker.actor, "low").await;
    let nothing = world.node.new_id();
    ids.insert(2, far);
    ids.push(nothing);
    let assign = |cases: Vec<Id>| AssignCases { cases, to: colleague.post, reason: String::new() };
    let summary = run_bulk(&world.node, &two.supervisor.actor, &ids, assign).await;
    let said: Vec<_> = summary.rows.iter().map(|row| row.said).collect();
    assert_eq!(summary.rows.iter().map(|row| row.id).collect::<Vec<_>>(), ids, "a result for every row");
    assert_eq!((summary.done(), said[2], said[7]), (6, RowSaid::NotFound, RowSaid::NotFound));
    assert_eq!(summary.rows[2].code, None, "out of scope looks like not there");
    let again = run_bulk(&world.node, &two.supervisor.actor, &ids, assign).await;
    assert_eq!((again.done(), again.rows[0].said), (0, RowSaid::Refused("move-open")));
    let no_right = run_bulk(&world.node, &two.worker.actor, &ids, assign).await;
    assert!(no_right.rows.iter().all(|row| row.said == RowSaid::Denied("no-right")));
    assert_eq!(no_right.rows.len(), ids.len());
    world.take_on(&colleague).await;
    let held = "select count(*) from matter where kind = 'case' and custodian_post = ";
    assert_eq!(world.sql(&format!("{held}'{}'", colleague.post)).await, [["6"]]);

    agree(&world, &colleague.actor, ids[0]).await;
    let refer = |cases: Vec<Id>| ReferCases { cases, to: two.provider.post, sharing: sharing(&["health"]) };
    let summary = run_bulk(&world.node, &colleague.actor, &ids, refer).await;
    assert_eq!(summary.rows[0].said, RowSaid::Done);
    assert_eq!(summary.rows[1].said, RowSaid::Refused("share-without-consent"));
    let too_many = AssignCases { cases: vec![nothing; BULK + 1], to: colleague.post, reason: String::new() };
    let too_many = world.node.perform(&two.supervisor.actor, too_many).await;
    assert!(matches!(too_many, Err(Error::Refused("too-much-at-once"))));
    let long = vec![nothing; 2 * BULK + 3];
    let long = run_bulk(&world.node, &two.supervisor.actor, &long, assign).await;
    assert_eq!(long.rows.len(), 2 * BULK + 3, "nothing stops silently");
});
