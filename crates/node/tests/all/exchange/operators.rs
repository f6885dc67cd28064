//! Operators change the directory by page: two people with two keys, or one for a day when trust is taken away.

use model::Id;
use model::time::DAY;
use node::acts::exchange::{
    DirectorySigned, ExportDirectoryDraft, ProposeDirectory, SignDirectory, ViewDirectory,
};
use node::{Actor, Error, Result};
use seal::SigningKey;
use seal::exchange::{DIRECTORY_TYPE, Dsse};

use super::net::{ABROAD, Net, enrol, listed, operators};

async fn propose(net: &Net, by: &Actor, ask: ProposeDirectory) -> Result<Id> {
    net.here.node.perform(by, ask).await.map(|opened| opened.id)
}

fn change(what: &str, member: &str) -> ProposeDirectory {
    ProposeDirectory { what: what.into(), member: member.into(), days: 3, ..ProposeDirectory::default() }
}

async fn sign(net: &Net, by: &Actor, change: Id, key: &SigningKey) -> Result<DirectorySigned> {
    let draft = net.here.node.perform(by, ExportDirectoryDraft { change }).await?;
    let signed = Dsse::sign(DIRECTORY_TYPE, draft, &[key]);
    net.here.node.perform(by, SignDirectory { change, signed }).await
}

async fn version(net: &Net) -> u64 {
    net.here.node.exchange_directory_version().await.unwrap().unwrap()
}

async fn state(net: &Net, by: &Actor, member: &str) -> &'static str {
    let shown = net.here.node.perform(by, ViewDirectory).await.unwrap();
    shown.members.iter().find(|one| one.id == member).unwrap().state
}

on_both!(two_people_with_two_keys_enrol_and_suspend, |world| {
    let net = Net::new(world).await;
    let [one, two] = operators();
    let (first, second) = (
        net.here.staff("administrator", None).await.actor,
        net.here.staff("administrator", None).await.actor,
    );
    let mut keys = enrol(&net.abroad).await;
    keys.member = "ID/GOV/CONTOH-BARU".parse().unwrap();
    let entry = listed(&keys, "Dinas Baru (rekaan)");
    let enrolment = |fingerprint: &str, with: &str| ProposeDirectory {
        entry: serde_json::to_string(&entry).unwrap(),
        fingerprint: fingerprint.into(),
        compared_with: with.into(),
        ..change("enrol", "")
    };
    let heard = enrolment("0000 1111 2222 3333", "Ibu Contoh, telepon kantor");
    assert!(matches!(propose(&net, &first, heard).await, Err(Error::Refused("fingerprint-differs"))));
    assert!(matches!(
        propose(&net, &first, enrolment(&entry.fingerprint(), "")).await,
        Err(Error::Invalid(_))
    ));
    let mut aloud = entry.fingerprint().to_uppercase();
    aloud.insert(4, ' ');
    let id = propose(&net, &first, enrolment(&aloud, "Ibu Contoh, telepon kantor")).await.unwrap();
    let stranger = SigningKey::from_bytes(&[77; 32]);
    assert!(matches!(sign(&net, &first, id, &stranger).await, Err(Error::Refused("not-an-operator-key"))));
    assert!(!sign(&net, &first, id, &one).await.unwrap().adopted);
    assert!(matches!(sign(&net, &first, id, &two).await, Err(Error::Refused("four-eyes"))), "one person");
    assert!(matches!(sign(&net, &second, id, &one).await, Err(Error::Refused("four-eyes"))), "one key");
    assert_eq!(version(&net).await, 1);
    assert!(sign(&net, &second, id, &two).await.unwrap().adopted);
    assert_eq!((version(&net).await, state(&net, &first, "ID/GOV/CONTOH-BARU").await), (2, "active"));
    // The others take it from here.
    let document = net.here.node.exchange_directory().await.unwrap().unwrap();
    assert!(net.abroad.node.exchange_newer_directory(document).await.unwrap());
    let late = propose(&net, &first, change("suspend", "ID/GOV/CONTOH-BARU")).await.unwrap();
    let other = propose(&net, &first, change("renew", "")).await.unwrap();
    for (by, key) in [(&first, &one), (&second, &two)] {
        sign(&net, by, other, key).await.unwrap();
    }
    assert!(matches!(sign(&net, &first, late, &one).await, Err(Error::Refused("directory-moved-on"))));
    assert!(matches!(
        propose(&net, &first, change("readmit", ABROAD)).await,
        Err(Error::Refused("change-changes-nothing"))
    ));
    let worker = net.worker.actor.clone();
    assert!(matches!(propose(&net, &worker, change("renew", "")).await, Err(Error::Denied("no-right"))));
    assert!(net.here.node.perform(&worker, ViewDirectory).await.is_err());
});

on_both!(one_operator_suspends_at_once_for_a_day, |world| {
    let net = Net::new(world).await;
    let [one, two] = operators();
    let (first, second) = (
        net.here.staff("administrator", None).await.actor,
        net.here.staff("administrator", None).await.actor,
    );
    let urgent = |what: &str| ProposeDirectory { urgent: true, ..change(what, ABROAD) };
    assert!(matches!(propose(&net, &first, urgent("readmit")).await, Err(Error::Refused(_))));
    let id = propose(&net, &first, urgent("suspend")).await.unwrap();
    assert!(sign(&net, &first, id, &one).await.unwrap().adopted, "one is enough to take trust away");
    assert_eq!(state(&net, &first, ABROAD).await, "suspended");
    let until = net.here.node.perform(&first, ViewDirectory).await.unwrap().valid.1;
    let left = until.millis() - net.here.node.now().millis();
    assert!((DAY - 60_000..=DAY).contains(&left), "for a day");
    // Every node takes it on one signature, and gives the trust back on two alone.
    let document = net.here.node.exchange_directory().await.unwrap().unwrap();
    assert!(net.abroad.node.exchange_newer_directory(document).await.unwrap());
    let back = propose(&net, &first, change("readmit", ABROAD)).await.unwrap();
    assert!(!sign(&net, &first, back, &one).await.unwrap().adopted);
    assert!(sign(&net, &second, back, &two).await.unwrap().adopted);
    assert_eq!(state(&net, &first, ABROAD).await, "active");
    // A version that one operator signed and that gives something is no directory.
    let mut more = net.directory.clone();
    (more.version, more.threshold) = (9, 1);
    let forged = Dsse::sign(DIRECTORY_TYPE, serde_json::to_vec(&more).unwrap(), &[&one]);
    assert!(matches!(net.here.node.exchange_newer_directory(forged).await, Err(Error::Setup(_))));
});
