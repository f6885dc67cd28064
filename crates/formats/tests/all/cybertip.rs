use formats::cybertip::{
    Annotation, CyberTipDocument, CyberTipProblem, Detail, Device, FileAnnotation, FileDetails, HashType,
    Incident, IncidentType, IpCapture, IpEvent, Person, Police, Report, Reporter, Subject, Victim,
    answer_meaning, check_cybertip, read_cybertip, write_cybertip, write_file_details,
};
use formats::xml::XmlLimits;
use proptest::prelude::*;

fn report() -> Report {
    let person = Person {
        first_name: Some("Contoh".into()),
        emails: vec!["hotline@contoh.invalid".into()],
        addresses: vec!["Jalan Rekaan 1, Kota Contoh".into()],
        ..Person::default()
    };
    Report {
        incident: Incident {
            kind: IncidentType::Grooming,
            platform: Some("Contohgram".into()),
            urgent: Some("Seorang anak mungkin dalam bahaya sekarang".into()),
            annotations: vec![Annotation::Sextortion, Annotation::Informational],
            at: 1_772_600_767_000,
            at_said: Some("waktu pesan terakhir".into()),
        },
        details: vec![
            Detail::WebPage { addresses: vec!["https://contoh.invalid/a?b=1&c=2".into()], remark: None },
            Detail::Chat { client: Some("Contohgram".into()), room: None, remark: Some("rekaan".into()) },
            Detail::Phone { number: "+62 800 0000 1234".into(), remark: None },
        ],
        police: Some(Police {
            agency: "Unit Contoh".into(),
            case_number: Some("LP/1/2026".into()),
            officer: Some(Person { last_name: Some("Rekaan".into()), ..Person::default() }),
            country: Some("ID".into()),
            reported: Some(true),
        }),
        reporter: Reporter { person: person.clone(), contact: Some(person), legal_address: None },
        reported: Some(Subject {
            screen_name: Some("akun_rekaan".into()),
            captures: vec![IpCapture {
                address: "192.0.2.1".into(),
                event: IpEvent::Login,
                at: 0,
                possible_proxy: Some(false),
                port: Some(443),
            }],
            devices: vec![Device { kind: "IMEI".into(), number: "000000000000000".into() }],
            earlier: vec!["4242".into()],
            ..Subject::default()
        }),
        recipients: vec![Subject { account_id: Some("42".into()), ..Subject::default() }],
        victims: vec![Victim {
            subject: Subject {
                person: Some(Person { age: Some(13), born: Some("2013-01-01".into()), ..Person::default() }),
                screen_name: Some("anak_rekaan".into()),
                devices: vec![Device { kind: "SSID".into(), number: "rekaan".into() }],
                earlier: vec!["4243".into()],
                ..Subject::default()
            },
            school: Some("SMP Contoh".into()),
        }],
        additional: Some("Tidak ada berkas.".into()),
    }
}

fn places(xml: &str) -> Vec<String> {
    check_cybertip(xml.as_bytes(), &XmlLimits::default()).into_iter().map(|finding| finding.place).collect()
}

#[test]
fn a_report_says_the_same_when_it_is_written_and_read_again() {
    let xml = write_cybertip(&report()).unwrap();
    let read = read_cybertip(xml.as_bytes(), &XmlLimits::default()).unwrap();
    assert_eq!(read, CyberTipDocument::Report(Box::new(report())));
    let order = [
        "incidentSummary",
        "internetDetails",
        "lawEnforcement",
        "reporter",
        "personOrUserReported",
        "intendedRecipient",
        "victim",
        "additionalInfo>",
    ];
    let found: Vec<usize> =
        order.iter().map(|name| xml.rfind(&format!("<{name}")).unwrap_or_else(|| panic!("{name}"))).collect();
    assert!(found.is_sorted(), "{found:?}");
    let victim = &xml[xml.find("<victim>").unwrap()..];
    let inside = ["victimPerson", "screenName", "deviceId", "schoolName", "priorCTReports"];
    let found: Vec<usize> = inside.iter().map(|name| victim.find(&format!("<{name}>")).unwrap()).collect();
    assert!(found.is_sorted(), "{found:?}");
}

/// Every part that the public sources name, in their order, with invented content.
const WHOLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<report xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="contoh.xsd">
 <batchedReport reason="VIRAL_POTENTIAL_MEME"/>
 <incidentSummary><incidentType>Child Sex Trafficking</incidentType><platform>Contohgram</platform>
  <incidentDateTime>2026-03-04T05:06:07Z</incidentDateTime></incidentSummary>
 <internetDetails><webPageIncident thirdPartyHostedContent="true"><url>https://contoh.invalid/</url></webPageIncident></internetDetails>
 <internetDetails><emailIncident><emailAddress type="Home" verified="true">a@contoh.invalid</emailAddress><content>rekaan</content></emailIncident></internetDetails>
 <internetDetails><newsgroupIncident><name>contoh.rekaan</name></newsgroupIncident></internetDetails>
 <internetDetails><onlineGamingIncident><gameName>Gim</gameName><console>Konsol</console></onlineGamingIncident></internetDetails>
 <internetDetails><cellPhoneIncident><phoneNumber type="Mobile" countryCallingCode="+62">08000000</phoneNumber><latitude>-6.2</latitude><longitude>106.8</longitude></cellPhoneIncident></internetDetails>
 <internetDetails><nonInternetIncident><locationName>Pasar</locationName><incidentAddress type="Business"><city>Kota Contoh</city></incidentAddress></nonInternetIncident></internetDetails>
 <internetDetails><peer2peerIncident><client>contoh</client><ipCaptureEvent><ipAddress>192.0.2.1</ipAddress></ipCaptureEvent><fileNames>rekaan</fileNames></peer2peerIncident></internetDetails>
 <lawEnforcement><agencyName>Unit Contoh</agencyName><servedLegalProcessInternational fleaCountry="ID">true</servedLegalProcessInternational></lawEnforcement>
 <reporter><reportingPerson><firstName>Contoh</firstName><phone type="Work">0800</phone><email>b@contoh.invalid</email>
   <address type="Business"><address>Jalan Rekaan 1</address><city>Kota Contoh</city><country>ID</country></address></reportingPerson>
  <companyTemplate>rekaan</companyTemplate><legalURL>https://contoh.invalid/hukum</legalURL></reporter>
 <personOrUserReported><vehicleDescription>rekaan</vehicleDescription><espIdentifier>7</espIdentifier><espService>Obrolan</espService>
  <compromisedAccount>false</compromisedAccount><screenName>akun_rekaan</screenName><displayName>Akun</displayName><profileUrl>https://contoh.invalid/akun</profileUrl>
  <profileBio>rekaan</profileBio><deviceId><idType>IMEI</idType><idValue>0</idValue><eventName>Login</eventName></deviceId>
  <thirdPartyUserReported>false</thirdPartyUserReported><priorCTReports>1</priorCTReports><groupIdentifier>grup</groupIdentifier>
  <estimatedLocation verified="false"><city>Kota Contoh</city><countryCode>ID</countryCode></estimatedLocation><allEmailsReported>true</allEmailsReported>
  <associatedAccount accountType="Linked"><screenName>akun_dua</screenName></associatedAccount></personOrUserReported>
 <intendedRecipient><screenName>akun_tiga</screenName></intendedRecipient>
 <victim><victimPerson><age>13</age><ageAssertionDiscrepancy>true</ageAssertionDiscrepancy></victimPerson><screenName>anak_rekaan</screenName>
  <deviceId><idType>SSID</idType><idValue>x</idValue></deviceId><schoolName>SMP Contoh</schoolName><priorCTReports>2</priorCTReports></victim>
 <additionalInfo>Tidak ada berkas.</additionalInfo>
</report>"#;

#[test]
fn what_the_public_sources_name_is_read_and_its_order_is_kept() {
    assert_eq!(places(WHOLE), [""; 0]);
    let CyberTipDocument::Report(read) = read_cybertip(WHOLE.as_bytes(), &XmlLimits::default()).unwrap()
    else {
        panic!("a report")
    };
    assert_eq!(read.reporter.person.addresses, ["Jalan Rekaan 1, Kota Contoh, ID"]);
    assert_eq!(read.victims[0].school.as_deref(), Some("SMP Contoh"));
    for (from, to) in [
        (
            "<schoolName>SMP Contoh</schoolName><priorCTReports>2</priorCTReports>",
            "<priorCTReports>2</priorCTReports><schoolName>SMP Contoh</schoolName>",
        ),
        ("<idType>SSID</idType><idValue>x</idValue>", "SSID x"),
        ("<name>contoh.rekaan</name>", "<newsgroupName>contoh.rekaan</newsgroupName>"),
        (
            "<gameName>Gim</gameName><console>Konsol</console>",
            "<console>Konsol</console><gameName>Gim</gameName>",
        ),
        (
            "<address>Jalan Rekaan 1</address><city>Kota Contoh</city>",
            "<city>Kota Contoh</city><address>Jalan Rekaan 1</address>",
        ),
    ] {
        let broken = WHOLE.replacen(from, to, 1);
        assert_ne!(broken, WHOLE, "{from}");
        assert!(!places(&broken).is_empty(), "{to}");
    }
    let file = "<fileDetails><reportId>1</reportId><fileId>a</fileId><fileRelevance>Reported</fileRelevance>\
        <industryClassification>A1</industryClassification><originalFileHash hashType=\"SHA256\">0</originalFileHash></fileDetails>";
    assert_eq!(places(file), [""; 0]);
    let first = file
        .replace("<fileRelevance>Reported</fileRelevance>", "")
        .replace("</fileDetails>", "<fileRelevance>Reported</fileRelevance></fileDetails>");
    assert!(!places(&first).is_empty(), "hashes come after it");
}

#[test]
fn a_file_is_its_hashes_and_nothing_else() {
    let file = FileDetails {
        report_id: "4242".into(),
        hashes: vec![(HashType::Md5, "0".repeat(32)), (HashType::Pdq, "f".repeat(64))],
        supplemental: true,
        classification: Some("B2".into()),
        annotations: vec![FileAnnotation::Viral],
        additional: None,
    };
    let xml = write_file_details(&file).unwrap();
    assert_eq!(
        read_cybertip(xml.as_bytes(), &XmlLimits::default()).unwrap(),
        CyberTipDocument::File(file.clone())
    );
    let wrong = FileDetails { classification: Some("C3".into()), ..file.clone() };
    assert!(matches!(write_file_details(&wrong), Err(CyberTipProblem::Invalid(_))));
    let none = FileDetails { hashes: Vec::new(), ..file };
    assert!(matches!(write_file_details(&none), Err(CyberTipProblem::Invalid(_))));
}

#[test]
fn order_lists_and_limits_are_enforced() {
    let xml = write_cybertip(&report()).unwrap();
    assert_eq!(places(&xml), [""; 0]);
    let (start, reporter) =
        (xml.find("  <reporter>").unwrap(), xml.find("  <personOrUserReported>").unwrap());
    let moved =
        format!("{}{}{}", &xml[..start], &xml[reporter..].replace("</report>", ""), &xml[start..reporter])
            + "</report>";
    assert!(
        places(&moved).iter().any(|place| place == "/report" || place == "/report/reporter"),
        "{:?}",
        places(&moved)
    );
    for (from, to, place) in [
        ("<age>13<", "<age>151<", "/report/victim[1]/victimPerson/age"),
        ("Online Enticement of Children for Sexual Acts", "Grooming", "/report/incidentSummary/incidentType"),
        ("<sextortion>", "<sextorsi>", "/report/incidentSummary/reportAnnotations/sextorsi"),
        (
            "<possibleProxy>false",
            "<possibleProxy>no",
            "/report/personOrUserReported/ipCaptureEvent[1]/possibleProxy",
        ),
        ("2026-03-04T05:06:07.000Z", "2026-03-04T05:06:07", "/report/incidentSummary/incidentDateTime"),
        ("fleaCountry", "country", "/report/lawEnforcement/@country"),
        (
            "<screenName>akun_rekaan",
            "<file>x</file><screenName>akun_rekaan",
            "/report/personOrUserReported/file",
        ),
        ("2013-01-01", "1 Januari", "/report/victim[1]/victimPerson/dateOfBirth"),
    ] {
        let mut broken = xml.replacen(from, to, 1);
        if from == "<sextortion>" {
            broken = broken.replacen("</sextortion>", "</sextorsi>", 1);
        }
        assert!(places(&broken).iter().any(|found| found == place), "{to}: {:?}", places(&broken));
    }
    let long =
        Report { incident: Incident { urgent: Some("a".repeat(3_001)), ..report().incident }, ..report() };
    assert!(matches!(write_cybertip(&long), Err(CyberTipProblem::Invalid(_))));
}

#[test]
fn no_file_goes_out_or_comes_in() {
    let picture = Report { additional: Some("data:image/png;base64,AAAA".into()), ..report() };
    assert_eq!(write_cybertip(&picture), Err(CyberTipProblem::Picture));
    let xml = write_cybertip(&report()).unwrap();
    let split = xml.replace("Tidak ada berkas.", "&#100;ata:image/png;base64,AAAA");
    assert!(!check_cybertip(split.as_bytes(), &XmlLimits::default()).is_empty());
    // There is no word of sending a file in what is written, nor in what writes it.
    for source in [
        include_str!("../../src/cybertip/write.rs"),
        include_str!("../../src/cybertip/mod.rs"),
        include_str!("../../src/cybertip/grammar.rs"),
        &xml,
    ] {
        assert!(!source.to_lowercase().contains("/upload"));
    }
    assert_eq!(answer_meaning(5_101), Some("the report was retracted"));
    assert_eq!(answer_meaning(1), None);
}

proptest! {
    /// Whatever people type: what is written is valid and says the same, or it is refused.
    #[test]
    fn nothing_invalid_is_ever_written(name in "\\PC{0,40}", note in "[\\PC\\n]{0,80}", age in any::<u8>(), urgent in prop::option::of("\\PC{0,60}"), country in "[A-Za-z]{0,3}") {
        let mut report = report();
        report.victims[0].subject.person = Some(Person { first_name: Some(name), age: Some(age), ..Person::default() });
        report.additional = Some(note);
        report.incident.urgent = urgent;
        report.police.as_mut().unwrap().country = Some(country);
        if let Ok(xml) = write_cybertip(&report) {
            prop_assert_eq!(places(&xml), Vec::<String>::new());
            prop_assert!(read_cybertip(xml.as_bytes(), &XmlLimits::default()).is_ok());
        }
    }
}
