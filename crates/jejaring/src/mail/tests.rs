//! A mail server that takes everything, on a socket of this machine.

use std::sync::Arc;

use model::kinds::Report;
use model::{Draft, Lang, Timestamp};
use node::access::Origin;
use node::acts::desk::SetMailbox;
use node::acts::staff::{FoundNode, OpenAccount, OpenPost, StartTenure};
use node::acts::{Assign, Open};
use node::{NodeSecrets, Place, SeededChance, SetClock};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::*;

/// Speaks just enough SMTP to be sent something; gives back what it was sent.
async fn sink() -> (u16, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (give, take) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let give = give.clone();
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                write.write_all(b"220 sink\r\n").await.unwrap();
                let (mut whole, mut data) = (String::new(), false);
                while let Ok(Some(line)) = lines.next_line().await {
                    whole.push_str(&line);
                    whole.push('\n');
                    let answer = match line.split(' ').next().unwrap_or_default() {
                        "." if data => {
                            data = false;
                            let _ = give.send(std::mem::take(&mut whole));
                            "250 taken"
                        }
                        _ if data => continue,
                        "DATA" => {
                            data = true;
                            "354 go on"
                        }
                        "QUIT" => "221 bye",
                        _ => "250 sink",
                    };
                    write.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
                }
            });
        }
    });
    (port, take)
}

fn config(port: u16) -> MailConfig {
    MailConfig {
        server: "127.0.0.1".into(),
        port: Some(port),
        security: MailSecurity::None,
        user: None,
        password_file: None,
        from: "Kantor <kantor@contoh.invalid>".into(),
        link: "https://jejaring.contoh.invalid/".into(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_digest_goes_to_the_post_and_names_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at(Timestamp::from_millis(1_772_700_000_000)));
    let secrets = NodeSecrets {
        node: seal::NodeKey::from_bytes([7; 32]),
        signing: seal::SigningKey::from_bytes(&[9; 32]),
    };
    let place = Place::Sqlite(dir.path().join("node.db"));
    let chance = Arc::new(SeededChance::new(1));
    let node = Node::open(&place, "ID/NGO/CONTOH-KASIH", secrets, clock.clone(), chance).await.unwrap();
    let found = FoundNode {
        member_id: "ID/NGO/CONTOH-KASIH".into(),
        name: "Yayasan Contoh".into(),
        email: "admin@contoh.invalid".into(),
        admin_name: "Admin Contoh".into(),
    };
    let founded = node.perform(&node.system("set-up"), found).await.unwrap();
    let admin = node.actor(founded.account, Lang::Id, Origin::Online).await.unwrap();
    let mut staff = Vec::new();
    for role in ["supervisor", "case-worker"] {
        let open = OpenPost {
            title_id: role.into(),
            title_en: role.into(),
            role: role.into(),
            unit: None,
            parent: None,
        };
        let post = node.perform(&admin, open).await.unwrap().id;
        let email = format!("{role}@contoh.invalid");
        let account = OpenAccount { email, name: "Petugas Rahasia".into(), lang: "id".into() };
        let account = node.perform(&admin, account).await.unwrap().id;
        node.perform(&admin, StartTenure { post, account, acting: false, until: None }).await.unwrap();
        staff.push((post, node.actor(account, Lang::Id, Origin::Online).await.unwrap()));
    }
    let give = async || {
        let draft = Draft::default()
            .with("channel", "phone")
            .with("reporter_mode", "confidential")
            .with("narrative", "Data rekaan: Bunga Rahasia bekerja malam hari.")
            .with("imminent_danger", "false");
        let report = node.perform(&staff[0].1, Open::<Report>::root(draft)).await.unwrap().id;
        node.perform(&staff[0].1, Assign::<Report>::new(report, staff[1].0)).await.unwrap();
    };
    give().await;
    let mailbox = SetMailbox { post: staff[1].0, mailbox: "layanan@contoh.invalid".into() };
    node.perform(&admin, mailbox).await.unwrap();

    let (port, mut taken) = sink().await;
    let post = Post::new(&config(port), None).unwrap();
    assert_eq!(post.send_due(&node).await.unwrap(), 1);
    let letter = taken.recv().await.unwrap();
    for part in
        ["RCPT TO:<layanan@contoh.invalid>", "From: Kantor <kantor@contoh.invalid>", "/notifications", "-26-"]
    {
        assert!(letter.contains(part), "no {part} in {letter}");
    }
    for secret in ["Rahasia", "Bunga", "anak", "Contoh Kasih", "jejaring.contoh.invalid/report"] {
        assert!(!letter.contains(secret), "{secret} in {letter}");
    }
    assert_eq!(post.send_due(&node).await.unwrap(), 0, "once a day");

    // A server that is away: nothing is noted as sent, and the next look tries again.
    clock.advance(2 * model::time::DAY);
    give().await;
    let away = Post::new(&config(9), None).unwrap();
    assert_eq!(away.send_due(&node).await.unwrap(), 0);
    assert_eq!(post.send_due(&node).await.unwrap(), 1);
}

#[test]
fn mail_does_not_cross_a_network_in_the_clear() {
    let open = MailConfig { server: "surel.contoh.invalid".into(), ..config(25) };
    assert!(Post::new(&open, None).is_err());
    let closed = MailConfig { security: MailSecurity::Starttls, ..open };
    assert!(Post::new(&closed, Some("rahasia".into())).is_ok());
}
