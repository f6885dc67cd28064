//! NIK, telephone numbers, dates and regions.

use linkage::normalise::{BirthAgreement, BirthDate, Nik, NikProblem, Phone, PhoneProblem, Region, Sex};

#[test]
fn a_nik_tells_region_birth_and_sex() {
    let facts = Nik::parse("32 71 91 520512 0003").unwrap().facts(2026).unwrap();
    assert_eq!(facts.region.dotted(), "32.71.91");
    assert_eq!(facts.birth, BirthDate::ymd(2012, 5, 12).unwrap());
    assert_eq!((facts.sex, facts.serial), (Sex::Female, 3));
    let elder = Nik::parse("3271911205740001").unwrap().facts(2026).unwrap();
    assert_eq!((elder.birth.year(), elder.sex), (1974, Sex::Male));
    assert_eq!(Nik::parse("3271911205260001").unwrap().facts(2026).unwrap().birth.year(), 2026);
    assert_eq!(Nik::parse("3271911205270001").unwrap().facts(2026).unwrap().birth.year(), 1927);
}

#[test]
fn a_bad_nik_says_why() {
    assert_eq!(Nik::parse("327191"), Err(NikProblem::Length(6)));
    assert_eq!(Nik::parse("3271911205120O03"), Err(NikProblem::NotDigits));
    for (digits, problem) in [
        ("0971911205120001", NikProblem::Region),
        ("3200911205120001", NikProblem::Region),
        ("3271913505120001", NikProblem::BirthDate),
        ("3271917205120001", NikProblem::BirthDate),
        ("3271911213120001", NikProblem::BirthDate),
        ("3271913002120001", NikProblem::BirthDate),
        ("3271911205120000", NikProblem::Serial),
    ] {
        assert_eq!(Nik::parse(digits).unwrap().facts(2026), Err(problem), "{digits}");
    }
}

#[test]
fn one_digit_or_two_swapped_is_near() {
    let nik = |d: &str| Nik::parse(d).unwrap();
    let base = nik("3271911205120003");
    assert!(base.one_digit_off(nik("3271911205120008")));
    assert!(base.one_digit_off(nik("3271911205120030")));
    assert!(base.one_digit_off(nik("3217911205120003")));
    assert!(!base.one_digit_off(base));
    assert!(!base.one_digit_off(nik("3271911205130004")));
}

#[test]
fn phones_meet_in_one_form() {
    for written in [
        "0800-0000-1234",
        "+62 800 0000 1234",
        "62 800 0000 1234",
        "0062-800-0000-1234",
        "+62 (0) 800 0000 1234",
        "800 0000 1234",
        "(0800) 0000.1234",
    ] {
        assert_eq!(Phone::parse(written).unwrap().e164(), "+6280000001234", "{written}");
    }
    assert_eq!(Phone::parse("+60 00 000 1234").unwrap().e164(), "+60000001234");
    assert_eq!(Phone::parse("0063 000 000 1234").unwrap().e164(), "+630000001234");
    assert_eq!(Phone::parse("0800"), Err(PhoneProblem::TooShort));
    assert_eq!(Phone::parse("0800 0000 0000 0000"), Err(PhoneProblem::TooLong));
    assert_eq!(Phone::parse("telepon ibu"), Err(PhoneProblem::NotDigits));
    assert_eq!(Phone::parse("3312345678"), Err(PhoneProblem::CountryUnknown));
}

#[test]
fn dates_agree_in_degrees() {
    let date = |text: &str| BirthDate::parse(text).unwrap_or_else(|| panic!("{text}"));
    for (a, b, agreement) in [
        ("2012-05-03", "3 Mei 2012", BirthAgreement::Exact),
        ("2012-05-03", "05/03/2012", BirthAgreement::Swapped),
        ("2012-05-03", "13/05/2012", BirthAgreement::OnePart),
        ("2012-05-03", "03/05/2021", BirthAgreement::OnePart),
        ("2012-05-03", "Mei 2012", BirthAgreement::OnePart),
        ("2012-05-03", "01-01-2012", BirthAgreement::SameYear),
        ("2012-01-01", "2012-01-01", BirthAgreement::SameYear),
        ("2012-05-03", "2012", BirthAgreement::SameYear),
        ("2012-05-03", "2012-11-20", BirthAgreement::OtherDay),
        ("2012-05-03", "2013", BirthAgreement::YearNear(1)),
        ("2012", "2014", BirthAgreement::YearNear(2)),
        ("2012", "2016", BirthAgreement::Differs),
    ] {
        assert_eq!(date(a).agreement(date(b)), agreement, "{a} {b}");
        assert_eq!(date(b).agreement(date(a)), agreement, "{b} {a}");
    }
    for text in ["31-02-2012", "2012-13-01", "12-05-12", "kemarin", "3012", ""] {
        assert_eq!(BirthDate::parse(text), None, "{text}");
    }
}

#[test]
fn regions_share_levels() {
    let region = |text: &str| Region::parse(text).unwrap();
    assert_eq!(region("31.71.01.1001").dotted(), "31.71.01.1001");
    assert_eq!(region("3171").dotted(), "31.71");
    assert_eq!(region("31").levels(), 1);
    assert_eq!(region("31.71.01").shared_levels(region("31.71.01.1001")), 3);
    assert_eq!(region("31.71.01").shared_levels(region("31.71.02")), 2);
    assert_eq!(region("31.71").shared_levels(region("31")), 1);
    assert_eq!(region("31.71").shared_levels(region("32.71")), 0);
    assert_eq!(Region::parse("31.7"), None);
    assert_eq!(Region::parse("00.00"), None);
}
