//! The door: passwords, second factors, sessions.

use model::time::HOUR;
use model::{Id, Lang};
use node::acts::staff::{
    ChangePassword, ConfirmSecondFactor, DropTotp, EndSession, EnrolTotp, InviteAccount, ListAccounts,
    ListSessions, ResetAccount, ResumeAccount, SetPassword, SignIn, SignOut, SignedIn, StartTotp,
    SuspendAccount,
};
use node::acts::{List, ListQuery};
use node::{Clock, Error, Result, Session};

use crate::world::{Staff, World};

pub(crate) const PASSWORD: &str = "kapal biru di dermaga";
const MINUTE: i64 = 60_000;

/// Somebody with a password, and the address to sign in with.
pub(crate) async fn invited(world: &World, role: &str) -> (Staff, String) {
    let staff = world.staff(role, Some(world.unit)).await;
    let invitation = InviteAccount { account: staff.account };
    let pass = world.node.perform(&world.admin, invitation).await.unwrap();
    world.node.set_password(Lang::Id, SetPassword::new(pass.token(), PASSWORD)).await.unwrap();
    let listed = world.node.perform(&world.admin, ListAccounts).await.unwrap();
    let row = listed.iter().find(|row| row.id == staff.account).unwrap();
    assert!(row.has_password && row.state == "active");
    (staff, row.email.clone())
}

pub(crate) async fn sign_in_from(
    world: &World,
    email: &str,
    password: &str,
    source: &[u8],
) -> Result<SignedIn> {
    world.node.sign_in(Lang::Id, SignIn::new(email, password, "Peramban contoh", source)).await
}

pub(crate) async fn sign_in(world: &World, email: &str, password: &str) -> Result<SignedIn> {
    sign_in_from(world, email, password, b"192.0.2.1").await
}

pub(crate) fn session(answer: Result<SignedIn>) -> String {
    match answer.unwrap() {
        SignedIn::Session(pass) => pass.token().to_owned(),
        SignedIn::SecondFactor(_) => panic!("no second factor was set up"),
    }
}

fn pending(answer: Result<SignedIn>) -> String {
    match answer.unwrap() {
        SignedIn::SecondFactor(pass) => pass.token().to_owned(),
        SignedIn::Session(_) => panic!("a second factor must be asked for"),
    }
}

async fn confirm(world: &World, token: &str, code: &str) -> Result<SignedIn> {
    world
        .node
        .confirm_second_factor(Lang::Id, ConfirmSecondFactor::new(token, code, "HP", b"192.0.2.1"))
        .await
}

/// Sets up an authenticator; answers it with the recovery codes.
async fn enrol(world: &World, session: &Session) -> (seal::TotpSecret, Vec<String>) {
    let started = world.node.perform(&session.actor, StartTotp).await.unwrap();
    assert!(started.uri.starts_with("otpauth://totp/Jejaring:"));
    let secret = seal::TotpSecret::from_base32(&started.secret).unwrap();
    let wrong = world.node.perform(&session.actor, EnrolTotp { code: "12".into() }).await;
    assert!(matches!(wrong, Err(Error::Refused("code-wrong"))));
    let code = code(world, &secret);
    let enrolled = world.node.perform(&session.actor, EnrolTotp { code }).await.unwrap();
    (secret, enrolled.recovery_codes.iter().map(|code| code.to_string()).collect())
}

fn code(world: &World, secret: &seal::TotpSecret) -> String {
    secret.code_at(u64::try_from(world.clock.now().millis() / 1_000).unwrap())
}

on_both!(a_wrong_password_and_an_unknown_address_are_answered_alike, |world| {
    let (_, email) = invited(&world, "case-worker").await;
    let known = sign_in(&world, &email, "kapal merah di dermaga").await;
    let unknown = sign_in(&world, "tiada@contoh.invalid", PASSWORD).await;
    for answer in [known, unknown] {
        assert!(matches!(answer, Err(Error::Denied("sign-in-failed"))));
    }
    let token = session(sign_in(&world, &email.to_uppercase(), PASSWORD).await);
    let back = world.node.resume(&token).await.unwrap();
    assert!(!back.must_enrol && back.actor.holdings().len() == 1 && back.name == "Petugas case-worker");
    let rules = world.sql("select rule from journal where act = 'sign-in' order by at, id").await;
    assert_eq!(rules, [["failed"], ["failed"], ["signed-in"]], "failures are journalled");
    assert!(matches!(world.node.resume("not-a-token").await, Err(Error::NotSignedIn)));
    let stored = world.sql("select password from account where password is not null").await;
    assert!(stored.iter().all(|row| row[0].starts_with("$argon2id$")));
});

on_both!(ten_failures_lock_an_address_whether_or_not_anybody_has_it, |world| {
    let (staff, email) = invited(&world, "case-worker").await;
    for address in [email.as_str(), "tiada@contoh.invalid"] {
        for n in 0..10_u8 {
            let answer = sign_in_from(&world, address, "kata yang salah sekali", &[n]).await;
            assert!(matches!(answer, Err(Error::Denied("sign-in-failed"))), "{n}");
        }
        let locked = sign_in(&world, address, PASSWORD).await;
        assert!(matches!(locked, Err(Error::TooMany(1..=60))), "{locked:?}");
    }
    let listed = world.node.perform(&world.admin, ListAccounts).await.unwrap();
    assert!(listed.iter().find(|row| row.id == staff.account).unwrap().locked_until.is_some());
    // The lock ends, and one more failure locks for twice as long.
    world.clock.advance(MINUTE);
    assert!(sign_in(&world, &email, "kata yang salah sekali").await.is_err());
    let longer = sign_in(&world, &email, PASSWORD).await;
    assert!(matches!(longer, Err(Error::TooMany(61..=120))), "{longer:?}");
    world.clock.advance(2 * MINUTE);
    session(sign_in(&world, &email, PASSWORD).await);
    assert_eq!(
        world.sql("select count(*) from sign_in_guard").await,
        [["1"]],
        "success forgets the failures"
    );
    let locks = world.sql("select count(*) from journal where act = 'sign-in' and rule = 'wait'").await;
    assert_eq!(locks, [["3"]], "refusals while locked are journalled");
});

on_both!(one_source_cannot_try_many_addresses, |world| {
    let (_, email) = invited(&world, "case-worker").await;
    for n in 0..50 {
        let answer = sign_in_from(&world, &format!("orang{n}@contoh.invalid"), PASSWORD, b"192.0.2.66").await;
        assert!(matches!(answer, Err(Error::Denied("sign-in-failed"))), "{n}");
    }
    let refused = sign_in_from(&world, &email, PASSWORD, b"192.0.2.66").await;
    assert!(matches!(refused, Err(Error::TooMany(1..=900))));
    session(sign_in_from(&world, &email, PASSWORD, b"192.0.2.67").await);
    world.clock.advance(HOUR / 4);
    session(sign_in_from(&world, &email, PASSWORD, b"192.0.2.66").await);
});

on_both!(an_invitation_and_a_reset_work_once_and_not_for_long, |world| {
    let staff = world.staff("case-worker", Some(world.unit)).await;
    let invite = || InviteAccount { account: staff.account };
    let first = world.node.perform(&world.admin, invite()).await.unwrap();
    let second = world.node.perform(&world.admin, invite()).await.unwrap();
    let set = |token: &str, password: &str| {
        let act = SetPassword::new(token, password);
        let node = world.node.clone();
        async move { node.set_password(Lang::Id, act).await }
    };
    assert!(matches!(set(first.token(), PASSWORD).await, Err(Error::Denied("link-expired"))), "replaced");
    assert!(matches!(set(second.token(), "pendek").await, Err(Error::Refused("password-too-short"))));
    let common = set(second.token(), "Bismillah2026!").await;
    assert!(matches!(common, Err(Error::Refused("password-too-common"))));
    set(second.token(), PASSWORD).await.unwrap();
    assert!(matches!(set(second.token(), PASSWORD).await, Err(Error::Denied("link-expired"))), "used");
    let again = world.node.perform(&world.admin, invite()).await;
    assert!(matches!(again, Err(Error::Refused("account-has-password"))));

    let reset = ResetAccount { account: staff.account };
    let late = world.node.perform(&world.admin, reset).await.unwrap();
    world.clock.advance(2 * HOUR);
    assert!(matches!(set(late.token(), PASSWORD).await, Err(Error::Denied("link-expired"))), "too late");
    let colleague = world.staff("manager", None).await;
    let not_theirs = world.node.perform(&colleague.actor, ResetAccount { account: staff.account }).await;
    assert!(matches!(not_theirs, Err(Error::NotFound)));
    let neighbour = world.neighbour().await;
    let elsewhere = world.node.perform(&neighbour, ResetAccount { account: staff.account }).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)), "another organisation's administrator");
});

on_both!(sessions_end_by_idleness_by_age_and_by_hand, |world| {
    let (_, email) = invited(&world, "case-worker").await;
    let idle = session(sign_in(&world, &email, PASSWORD).await);
    let used = session(sign_in(&world, &email, PASSWORD).await);
    let other = session(sign_in(&world, &email, PASSWORD).await);
    for _ in 0..3 {
        world.clock.advance(20 * MINUTE);
        world.node.resume(&used).await.unwrap();
    }
    assert!(matches!(world.node.resume(&idle).await, Err(Error::NotSignedIn)), "idle for an hour");
    assert!(matches!(world.node.resume(&other).await, Err(Error::NotSignedIn)));

    let third = session(sign_in(&world, &email, PASSWORD).await);
    let back = world.node.resume(&used).await.unwrap();
    let devices = world.node.perform(&back.actor, ListSessions).await.unwrap();
    assert_eq!(devices.len(), 4);
    assert_eq!(devices.iter().filter(|row| row.live).count(), 2);
    assert_eq!(devices.iter().filter(|row| row.this).count(), 1);
    let end = EndSession { session: devices[0].id };
    world.node.perform(&back.actor, end).await.unwrap();
    assert!(matches!(world.node.resume(&third).await, Err(Error::NotSignedIn)), "ended from elsewhere");
    let strange = world.node.perform(&back.actor, EndSession { session: world.node.new_id() }).await;
    assert!(matches!(strange, Err(Error::NotFound)));

    while world.clock.now() < back.expires.plus(-20 * MINUTE) {
        world.clock.advance(15 * MINUTE);
        world.node.resume(&used).await.unwrap();
    }
    world.clock.set(back.expires);
    assert!(matches!(world.node.resume(&used).await, Err(Error::NotSignedIn)), "twelve hours are over");
    let last = session(sign_in(&world, &email, PASSWORD).await);
    let actor = world.node.resume(&last).await.unwrap().actor;
    world.node.perform(&actor, SignOut).await.unwrap();
    assert!(matches!(world.node.resume(&last).await, Err(Error::NotSignedIn)), "signed out");
});

on_both!(a_manager_must_set_up_a_second_factor_before_anything_opens, |world| {
    let (_, email) = invited(&world, "manager").await;
    let token = session(sign_in(&world, &email, PASSWORD).await);
    let back = world.node.resume(&token).await.unwrap();
    assert!(back.must_enrol && back.actor.holdings().is_empty());
    let closed = world.node.perform(&back.actor, List::<model::kinds::Case>::new(ListQuery::default())).await;
    assert!(matches!(closed, Err(Error::Denied(_))));
    let (secret, codes) = enrol(&world, &back).await;
    assert_eq!(codes.len(), 10);
    let back = world.node.resume(&token).await.unwrap();
    assert!(!back.must_enrol && back.actor.holdings().len() == 1, "open now");

    world.clock.advance(30_000);
    let waiting = pending(sign_in(&world, &email, PASSWORD).await);
    assert!(matches!(world.node.resume(&waiting).await, Err(Error::NotSignedIn)), "half way is not in");
    assert!(matches!(confirm(&world, &waiting, "000000").await, Err(Error::Denied("code-wrong"))));
    let typed = code(&world, &secret);
    let token = session(confirm(&world, &waiting, &typed).await);
    assert!(!world.node.resume(&token).await.unwrap().must_enrol);

    let waiting = pending(sign_in(&world, &email, PASSWORD).await);
    assert!(matches!(confirm(&world, &waiting, &typed).await, Err(Error::Denied("code-wrong"))), "a replay");
    session(confirm(&world, &waiting, &codes[3].to_lowercase()).await);
    let waiting = pending(sign_in(&world, &email, PASSWORD).await);
    assert!(matches!(confirm(&world, &waiting, &codes[3]).await, Err(Error::Denied("code-wrong"))), "once");
    world.clock.advance(5 * MINUTE);
    let late = confirm(&world, &waiting, &code(&world, &secret)).await;
    assert!(matches!(late, Err(Error::Denied("sign-in-expired"))));
});

on_both!(guessing_codes_locks_the_address, |world| {
    let (_, email) = invited(&world, "case-worker").await;
    let token = session(sign_in(&world, &email, PASSWORD).await);
    let (secret, _) = enrol(&world, &world.node.resume(&token).await.unwrap()).await;
    world.clock.advance(30_000);
    let waiting = pending(sign_in(&world, &email, PASSWORD).await);
    for _ in 0..10 {
        assert!(matches!(confirm(&world, &waiting, "000000").await, Err(Error::Denied("code-wrong"))));
    }
    let right = confirm(&world, &waiting, &code(&world, &secret)).await;
    assert!(matches!(right, Err(Error::TooMany(1..=60))), "also the right one, until the lock ends");
});

on_both!(a_lost_authenticator_is_dropped_by_an_administrator, |world| {
    let (staff, email) = invited(&world, "protection-lead").await;
    let token = session(sign_in(&world, &email, PASSWORD).await);
    enrol(&world, &world.node.resume(&token).await.unwrap()).await;
    let short = DropTotp { account: staff.account, reason: "hilang".into() };
    assert!(matches!(world.node.perform(&world.admin, short).await, Err(Error::Invalid(_))));
    let reason = "Ponsel hilang, sudah dikonfirmasi tatap muka".to_owned();
    let drop = DropTotp { account: staff.account, reason };
    world.node.perform(&world.admin, drop).await.unwrap();
    assert!(matches!(world.node.resume(&token).await, Err(Error::NotSignedIn)));
    let token = session(sign_in(&world, &email, PASSWORD).await);
    assert!(world.node.resume(&token).await.unwrap().must_enrol, "and another is set up at once");
    assert_eq!(world.sql("select count(*) from recovery_code").await, [["0"]]);
    let own =
        DropTotp { account: world.admin.account().unwrap(), reason: "Alasan yang cukup panjang".into() };
    assert!(matches!(world.node.perform(&world.admin, own).await, Err(Error::Refused("own-account"))));
});

on_both!(a_changed_password_signs_other_devices_out, |world| {
    let (_, email) = invited(&world, "case-worker").await;
    let here = session(sign_in(&world, &email, PASSWORD).await);
    let there = session(sign_in(&world, &email, PASSWORD).await);
    let actor = world.node.resume(&here).await.unwrap().actor;
    let change = |current: &str, new: &str| ChangePassword::new(current, new, b"192.0.2.1");
    let new = "tujuh rumah bambu hijau";
    let wrong = world.node.change_password(&actor, change("bukan yang benar", new)).await;
    assert!(matches!(wrong, Err(Error::Denied("password-wrong"))));
    let weak = world.node.change_password(&actor, change(PASSWORD, "indonesia2026")).await;
    assert!(matches!(weak, Err(Error::Refused("password-too-common"))));
    world.node.change_password(&actor, change(PASSWORD, new)).await.unwrap();
    world.node.resume(&here).await.unwrap();
    assert!(matches!(world.node.resume(&there).await, Err(Error::NotSignedIn)));
    assert!(sign_in(&world, &email, PASSWORD).await.is_err());
    session(sign_in(&world, &email, new).await);
});

on_both!(a_suspended_account_is_out_at_once, |world| {
    let (staff, email) = invited(&world, "case-worker").await;
    let token = session(sign_in(&world, &email, PASSWORD).await);
    let reason = || "Cuti panjang di luar daerah".to_owned();
    let suspend = |account: Id| SuspendAccount { account, reason: reason() };
    world.node.perform(&world.admin, suspend(staff.account)).await.unwrap();
    assert!(matches!(world.node.resume(&token).await, Err(Error::NotSignedIn)));
    assert!(matches!(sign_in(&world, &email, PASSWORD).await, Err(Error::Denied("sign-in-failed"))));
    world.node.perform(&world.admin, ResumeAccount { account: staff.account }).await.unwrap();
    session(sign_in(&world, &email, PASSWORD).await);
    let own = world.node.perform(&world.admin, suspend(world.admin.account().unwrap())).await;
    assert!(matches!(own, Err(Error::Refused("last-administrator"))));
});

on_both!(a_code_sent_twice_at_once_opens_one_session, |world| {
    let (_, email) = invited(&world, "case-worker").await;
    let token = session(sign_in(&world, &email, PASSWORD).await);
    let (secret, _) = enrol(&world, &world.node.resume(&token).await.unwrap()).await;
    world.clock.advance(30_000);
    let waiting = pending(sign_in(&world, &email, PASSWORD).await);
    let typed = code(&world, &secret);
    let (one, two) = tokio::join!(confirm(&world, &waiting, &typed), confirm(&world, &waiting, &typed));
    let opened = [&one, &two].into_iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(opened, 1, "{one:?} {two:?}");
    let storage = |answer: &Result<SignedIn>| matches!(answer, Err(Error::Storage(_) | Error::Transient));
    assert!(!storage(&one) && !storage(&two));
});

on_both!(nothing_typed_at_the_door_is_kept, |world| {
    let (_, email) = invited(&world, "case-worker").await;
    assert!(sign_in(&world, "tiada@contoh.invalid", "rahasia yang diketik").await.is_err());
    let token = session(sign_in(&world, &email, PASSWORD).await);
    for (table, column) in [("session", "token_tag"), ("account_token", "token_tag"), ("attempt", "tag")] {
        for row in world.sql(&format!("select {column} from {table}")).await {
            assert!(!row[0].contains(&token) && !row[0].contains("192.0.2.1"), "{table}");
        }
    }
    // Without an address that is known there is nobody to name.
    let failed = world.sql("select count(*) from journal where rule = 'failed' and subject is null").await;
    assert_eq!(failed, [["1"]]);
});
