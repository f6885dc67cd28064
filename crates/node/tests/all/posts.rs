//! Posts, tenures and roles.

use model::kinds::Report;
use model::{Draft, Lang};
use node::acts::staff::{
    AbolishPost, EditPost, EditRole, EndTenure, EndedTenure, InviteAccount, ListPosts, ListRoles,
    OpenAccount, OpenPost, PostRow, SetPassword, SignIn, SignedIn, StartTenure,
};
use node::acts::{Open, View};
use node::{Actor, Error};

use crate::world::{Staff, World};

const PASSWORD: &str = "kapal biru di dermaga";

fn report() -> Draft {
    Draft::default()
        .with("channel", "phone")
        .with("reporter_mode", "confidential")
        .with("narrative", "Data rekaan: anak bekerja di tempat yang tidak aman.")
        .with("imminent_danger", "false")
        .with("region", "32.73")
}

async fn post(world: &World, staff: &Staff) -> PostRow {
    let posts = world.node.perform(&world.admin, ListPosts).await.unwrap();
    posts.into_iter().find(|row| row.id == staff.post).unwrap()
}

async fn end(world: &World, staff: &Staff) -> node::Result<EndedTenure> {
    let tenure = post(world, staff).await.tenures.last().unwrap().id;
    world.node.perform(&world.admin, EndTenure::now(tenure)).await
}

async fn signed_in(world: &World, staff: &Staff) -> String {
    let pass = world.node.perform(&world.admin, InviteAccount { account: staff.account }).await.unwrap();
    world.node.set_password(Lang::Id, SetPassword::new(pass.token(), PASSWORD)).await.unwrap();
    match sign_in(world, staff).await.unwrap() {
        SignedIn::Session(pass) => pass.token().to_owned(),
        SignedIn::SecondFactor(_) => panic!("none was set up"),
    }
}

async fn sign_in(world: &World, staff: &Staff) -> node::Result<SignedIn> {
    let listed = world.node.perform(&world.admin, node::acts::staff::ListAccounts).await.unwrap();
    let email = &listed.iter().find(|row| row.id == staff.account).unwrap().email;
    world.node.sign_in(Lang::Id, SignIn::new(email, PASSWORD, "Peramban contoh", b"192.0.2.1")).await
}

on_both!(a_tenure_never_ends_in_silence, |world| {
    let leaver = world.staff("case-worker", Some(world.unit)).await;
    let stayer = world.staff("supervisor", Some(world.unit)).await;
    let token = signed_in(&world, &leaver).await;
    let opened = world.node.perform(&leaver.actor, Open::<Report>::root(report())).await.unwrap();
    assert_eq!(post(&world, &leaver).await.open_matters, 1);
    world.node.resume(&token).await.unwrap();

    let ended = end(&world, &leaver).await.unwrap();
    assert_eq!(ended.open, 1);
    assert!(matches!(world.node.resume(&token).await, Err(Error::NotSignedIn)), "access ends at once");
    assert!(matches!(sign_in(&world, &leaver).await, Err(Error::Denied("no-post"))));
    assert_eq!(post(&world, &leaver).await.state, "vacant");
    let sql = format!(
        "select post_id, state, to_at is null from custody where matter_id = '{}' order by id",
        opened.id
    );
    let custody = world.sql(&sql).await;
    assert_eq!(custody.len(), 2, "history keeps the old one");
    assert_eq!(custody[1][..2], [leaver.post.to_string(), "escalated".to_owned()]);
    let handover = ended.handover.unwrap();
    let waits = world.sql(&format!("select state, custodian_post from matter where id = '{handover}'")).await;
    assert_eq!(waits, [["escalated".to_owned(), stayer.post.to_string()]]);
    world.node.perform(&stayer.actor, View::<Report>::new(opened.id)).await.unwrap();
    assert!(matches!(end(&world, &leaver).await, Err(Error::Refused("tenure-has-ended"))));
});

on_both!(an_acting_holder_keeps_the_post_and_its_matters, |world| {
    let leaver = world.staff("case-worker", Some(world.unit)).await;
    let stand_in = world.staff("case-worker", Some(world.unit)).await;
    world.node.perform(&leaver.actor, Open::<Report>::root(report())).await.unwrap();
    let acting = StartTenure { post: leaver.post, account: stand_in.account, acting: true, until: None };
    world.node.perform(&world.admin, acting).await.unwrap();
    let first = post(&world, &leaver).await.tenures[0].id;
    world.node.perform(&world.admin, EndTenure::now(first)).await.unwrap();
    let row = post(&world, &leaver).await;
    assert_eq!((row.state, row.open_matters), ("acting", 2), "the report, and its hand-over");
    let tenures = world.sql("select distinct tenure_id from custody where to_at is null").await;
    assert_eq!(tenures, [[row.tenures[1].id.to_string()]], "custody names the holder of today");
});

on_both!(a_post_is_edited_and_abolished, |world| {
    let staff = world.staff("case-worker", Some(world.unit)).await;
    let edit = |post, parent| EditPost {
        post,
        title_id: "Pekerja sosial senior".into(),
        title_en: String::new(),
        role: "supervisor".into(),
        unit: Some(world.other_unit),
        parent,
    };
    world.node.perform(&world.admin, edit(staff.post, None)).await.unwrap();
    let row = post(&world, &staff).await;
    assert_eq!((row.role.as_str(), row.title_en.as_str()), ("supervisor", "Pekerja sosial senior"));
    let circle = world.node.perform(&world.admin, edit(staff.post, Some(staff.post))).await;
    assert!(matches!(circle, Err(Error::Invalid(_))), "a post does not answer to itself");
    let neighbour = world.neighbour().await;
    let strange = world.node.perform(&neighbour, edit(staff.post, None)).await;
    assert!(matches!(strange, Err(Error::NotFound)));

    let abolish = || AbolishPost { post: staff.post };
    assert!(matches!(world.node.perform(&world.admin, abolish()).await, Err(Error::Refused("post-is-held"))));
    end(&world, &staff).await.unwrap();
    world.node.perform(&world.admin, abolish()).await.unwrap();
    assert_eq!(post(&world, &staff).await.state, "abolished");
    assert!(world.node.perform(&world.admin, abolish()).await.is_err());
    let admin_post = world.admin.holdings()[0].post;
    let demoted = world.node.perform(&world.admin, edit(admin_post, None)).await;
    assert!(matches!(demoted, Err(Error::Refused("last-administrator"))));
});

fn role(slug: &str, rights: &[(&str, &str, &str)]) -> EditRole {
    let text = |(verb, kind, scope): &(&str, &str, &str)| {
        ((*verb).to_owned(), (*kind).to_owned(), (*scope).to_owned())
    };
    EditRole {
        slug: slug.into(),
        label_id: "Peran contoh".into(),
        label_en: "Sample role".into(),
        groups: vec!["record".into()],
        rights: rights.iter().map(text).collect(),
    }
}

async fn again(world: &World, actor: &Actor) -> Actor {
    let account = actor.account().unwrap();
    world.node.actor(account, Lang::Id, node::Origin::Online).await.unwrap()
}

on_both!(a_changed_role_works_at_once_and_never_locks_everybody_out, |world| {
    let worker = world.staff("case-worker", Some(world.unit)).await;
    let opened = world.node.perform(&worker.actor, Open::<Report>::root(report())).await.unwrap();
    let edit = async |act| world.node.perform(&world.admin, act).await;
    // Another process on the same database has read the role before.
    let beside = World::open(world.place.clone(), world.clock.clone(), 7).await;
    let rights = async || {
        let there = beside.actor(worker.account, Lang::Id, node::Origin::Online).await.unwrap();
        there.holdings()[0].role.rights.len()
    };
    assert!(rights().await > 1);
    edit(role("case-worker", &[("view", "report", "own")])).await.unwrap();
    assert_eq!(rights().await, 1);
    let actor = again(&world, &worker.actor).await;
    world.node.perform(&actor, View::<Report>::new(opened.id)).await.unwrap();
    let gone = world.node.perform(&actor, Open::<Report>::root(report())).await;
    assert!(matches!(gone, Err(Error::Denied("no-right"))));

    edit(role("pengamat", &[("list", "report", "unit"), ("*", "case", "grants")])).await.unwrap();
    let listed = world.node.perform(&world.admin, ListRoles).await.unwrap();
    let made = listed.iter().find(|row| row.slug == "pengamat").unwrap();
    assert_eq!((made.ready, made.rights.len()), (false, 2));
    for unknown in [("fly", "report", "own"), ("view", "*", "own"), ("view", "report", "everywhere")] {
        assert!(matches!(edit(role("pengamat", &[unknown])).await, Err(Error::Invalid(_))), "{unknown:?}");
    }
    let wide = edit(role("pengamat", &[("view", "case", "all")])).await;
    assert!(matches!(wide, Err(Error::Refused("scope-too-wide"))));
    let out = edit(role("administrator", &[("list", "role", "organisation")])).await;
    assert!(matches!(out, Err(Error::Refused("last-administrator"))));
    assert!(matches!(end_admin(&world).await, Err(Error::Refused("last-administrator"))));
    assert_eq!(again(&world, &world.admin).await.holdings().len(), 1, "and nothing of it stayed");

    let neighbour = world.neighbour().await;
    let theirs = world.node.perform(&neighbour, role("case-worker", &[("view", "report", "own")])).await;
    assert!(matches!(theirs, Err(Error::Refused("role-used-elsewhere"))));
});

async fn end_admin(world: &World) -> node::Result<()> {
    let tenure = world.admin.holdings()[0].tenure;
    world.node.perform(&world.admin, EndTenure::now(tenure)).await.map(drop)
}

on_both!(a_tenure_that_ends_by_its_date_leaves_nothing_behind_in_silence, |world| {
    let node = &world.node;
    let chief = world.staff("supervisor", Some(world.unit)).await;
    let post = OpenPost {
        title_id: "Pekerja sosial".into(),
        title_en: String::new(),
        role: "case-worker".into(),
        unit: Some(world.unit),
        parent: Some(chief.post),
    };
    let post = node.perform(&world.admin, post).await.unwrap().id;
    let account = OpenAccount {
        email: "sementara@contoh.invalid".into(),
        name: "Petugas Sementara".into(),
        lang: "id".into(),
    };
    let account = node.perform(&world.admin, account).await.unwrap().id;
    let until = Some(node.now().plus(model::time::DAY));
    node.perform(&world.admin, StartTenure { post, account, acting: false, until }).await.unwrap();
    let case = world.open_case(&world.again(account).await, "low").await;
    node.turn_clock().await.unwrap();
    let raised = world.sql("select state from matter where kind = 'handover'").await;
    assert_eq!(raised, [["handover_due"]], "raised while there is still somebody to explain the work");
    assert_eq!(node.turn_clock().await.unwrap(), 0, "nothing else is due yet");
    world.clock.advance(model::time::DAY + 1);
    assert!(node.turn_clock().await.unwrap() > 0);
    assert_eq!(node.turn_clock().await.unwrap(), 0, "a settled post stays settled");
    assert_eq!(world.sql(&format!("select state from post where id = '{post}'")).await, [["vacant"]]);
    let listed = world.sql("select handover_id, matter_id from handover_item").await;
    assert_eq!(listed[0][1], case.to_string());
    let told = world.sql("select post_id, matter_id from notification where code = 'custody-vacant'").await;
    assert_eq!(told, [[chief.post.to_string(), listed[0][0].clone()]]);
    let sql = format!("select state from custody where to_at is null and matter_id = '{case}'");
    assert_eq!(world.sql(&sql).await, [["escalated"]]);
});
