use seal::exchange::message::{
    Alert, AlertAck, AlertAckState, AnswerKind, AskedToken, HashAnswer, HashDelta, HashStanding, HashWord,
    HashWordKind, ListPart, MatchContact, MatchEvaluate, MatchEvaluated, MatchQuery, MatchUse, Notice,
    NoticeAnswer, NoticeResult, OpinionValue, POINTS, Recall, RecallScope, RfiAnswer, RfiAsk,
    TransactionFeedback,
};
use seal::exchange::{Bytes, Code, Hash, MAX_BULK, MAX_PLAIN, Message, Refusal};

use super::world::{NOW, offer, uuid};

fn code(text: &str) -> Code {
    Code::try_from(text).unwrap()
}

fn hash() -> seal::exchange::message::OneHash {
    format!("pdq:{}", "0f".repeat(32)).try_into().unwrap()
}

fn of_matching() -> Vec<Message> {
    vec![
        MatchEvaluate {
            request_id: uuid(6),
            epoch: code("2026-4"),
            r#use: MatchUse::Register,
            points: vec![Hash::of(b"p"); POINTS].try_into().unwrap(),
        }
        .into(),
        MatchEvaluated {
            request_id: uuid(6),
            points: vec![Hash::of(b"p"); POINTS].try_into().unwrap(),
            proof: vec![Hash::of(b"c"), Hash::of(b"s")].try_into().unwrap(),
        }
        .into(),
        MatchQuery {
            query_id: uuid(7),
            reference: "CA-26-CONTOH".try_into().unwrap(),
            epoch: code("2026-4"),
            recipes: 1,
            purpose: code("missing_child"),
            legal_basis: code("uu_perlindungan_anak"),
            answer_by: NOW,
            tokens: vec![AskedToken { recipe: 4, token: Hash::of(b"t") }; 24].try_into().unwrap(),
        }
        .into(),
        MatchContact { query_id: uuid(7) }.into(),
    ]
}

fn samples() -> Vec<Message> {
    let mut samples = vec![
        offer("Data rekaan"),
        RfiAsk {
            request_id: uuid(1),
            question: "Apakah dikenal?".try_into().unwrap(),
            subject: None,
            needed_by: NOW,
            known: None,
        }
        .into(),
        RfiAnswer { request_id: uuid(1), answer: AnswerKind::NothingHeld, reason: None, content: None }
            .into(),
        Alert {
            alert_id: uuid(2),
            r#type: code("online_grooming"),
            severity: code("high"),
            area: vec![code("32.73")].try_into().unwrap(),
            valid_until: NOW,
            title: "Contoh".try_into().unwrap(),
            text: "Data rekaan".try_into().unwrap(),
            indicators: Default::default(),
        }
        .into(),
        AlertAck { alert_id: uuid(2), state: AlertAckState::Assigned, post: code("piket"), at: NOW }.into(),
        Recall {
            eid: Hash::of(b"e"),
            scope: RecallScope::Erase,
            reason: "Salah kirim".try_into().unwrap(),
            replacement: None,
        }
        .into(),
        Notice {
            notice_id: uuid(4),
            times: 1,
            act_by: NOW,
            harm: code("image_spread"),
            class_scheme: None,
            class_label: None,
            legal_basis: code("pp_tunas"),
            address: Some("hxxps://contoh[.]invalid/x".try_into().unwrap()),
            account: None,
            hashes: vec![hash()].try_into().unwrap(),
        }
        .into(),
        NoticeAnswer { notice_id: uuid(4), result: NoticeResult::Removed, note: None }.into(),
        HashDelta {
            list_id: uuid(5),
            name: "contoh".try_into().unwrap(),
            role: code("signal"),
            from: 0,
            to: 1,
            provenance: Some("Data rekaan".try_into().unwrap()),
            add: vec![hash(); 800].try_into().unwrap(),
            remove: Default::default(),
            said: Default::default(),
            ends: false,
        }
        .into(),
        HashWord {
            list_id: uuid(5),
            word: HashWordKind::Challenge,
            hashes: vec![hash()].try_into().unwrap(),
            reason: "Data rekaan".try_into().unwrap(),
            challenge_id: Some(uuid(6)),
        }
        .into(),
        HashAnswer {
            challenge_id: uuid(6),
            upheld: true,
            reason: "Data rekaan".try_into().unwrap(),
            standing: vec![HashStanding { hash: hash(), value: 3.try_into().unwrap() }].try_into().unwrap(),
        }
        .into(),
        TransactionFeedback {
            reference: "LT-26-CONTOH".try_into().unwrap(),
            fiu_reference: None,
            feedback: "Data rekaan".try_into().unwrap(),
        }
        .into(),
        ListPart::of_encodings(uuid(3), (1, 2), code("bloom-1"), vec![Bytes(vec![1; 128]); 3])
            .unwrap()
            .into(),
    ];
    samples.extend(of_matching());
    samples
}

#[test]
fn every_message_reads_as_it_was_written() {
    for message in samples() {
        let bytes = message.to_bytes();
        assert_eq!(Message::parse(message.kind(), 1, &bytes).unwrap(), message);
        assert!(Message::KINDS.contains(&message.kind()));
    }
}

#[test]
fn a_message_of_one_kind_is_none_of_another() {
    for message in samples() {
        for kind in Message::KINDS.iter().filter(|kind| **kind != message.kind()) {
            assert!(Message::parse(kind, 1, &message.to_bytes()).is_err(), "{} as {kind}", message.kind());
        }
    }
}

#[test]
fn fields_that_are_not_known_or_written_twice_are_refused() {
    for message in samples() {
        let text = String::from_utf8(message.to_bytes()).unwrap();
        let more = text.replacen('{', "{\"photo\":\"x\",", 1);
        assert_eq!(Message::parse(message.kind(), 1, more.as_bytes()), Err(Refusal::Schema));
        let first = text[1..].split(',').next().unwrap().to_owned();
        let twice = text.replacen('{', &format!("{{{first},"), 1);
        assert_eq!(Message::parse(message.kind(), 1, twice.as_bytes()), Err(Refusal::Schema), "{twice}");
    }
}

#[test]
fn versions_and_sizes_are_bounded() {
    assert_eq!(Message::parse("alert", 0, b"{}"), Err(Refusal::VersionTooOld));
    assert_eq!(Message::parse("alert", 2, b"{}"), Err(Refusal::KindNotAccepted));
    assert_eq!(Message::parse("photo.share", 1, b"{}"), Err(Refusal::KindNotAccepted));
    let large = |length| Message::parse("alert", 1, &vec![b' '; length]);
    assert_eq!(large(MAX_PLAIN + 1), Err(Refusal::TooLarge));
    assert_eq!(large(MAX_PLAIN), Err(Refusal::Schema));
    assert_eq!(Message::parse("list.part", 1, &vec![b' '; MAX_BULK + 1]), Err(Refusal::TooLarge));
}

#[test]
fn encodings_have_one_length_and_parts_a_number() {
    let part = |numbered, lengths: &[usize]| {
        let encodings = lengths.iter().map(|length| Bytes(vec![1; *length])).collect();
        ListPart::of_encodings(uuid(3), numbered, code("bloom-1"), encodings)
    };
    assert!(part((1, 1), &[64, 64]).is_ok());
    assert!(part((1, 1), &[64, 65]).is_err());
    assert!(part((2, 1), &[64]).is_err());
    assert!(part((0, 1), &[64]).is_err());
    let text = String::from_utf8(Message::from(part((1, 1), &[256]).unwrap()).to_bytes()).unwrap();
    assert!(Message::parse("list.part", 1, text.as_bytes()).is_ok());
    let longer = text.replace(&seal::to_base64(&[1; 256]), &seal::to_base64(&[1; 257]));
    assert_eq!(Message::parse("list.part", 1, longer.as_bytes()), Err(Refusal::Schema));
}

#[test]
fn opinions_are_three() {
    assert!((0..=2).all(|value| OpinionValue::try_from(value).is_ok()));
    assert!(OpinionValue::try_from(3).is_err());
}
