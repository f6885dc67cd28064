//! Names as people write them.

use linkage::normalise::{Kind, Name, modern, sound_keys};

#[test]
fn a_name_has_one_written_form() {
    for (raw, text) in [
        ("  SITI   Nurhaliza ", "siti nurhaliza"),
        ("H. Ahmad Fauzi, S.Pd., M.Pd.", "ahmad fauzi"),
        ("Hj.Siti Aminah", "siti aminah"),
        ("K.H. Abdurrahman", "abdul rahman"),
        ("K. H. Abdul Rahman", "abdul rahman"),
        ("Drs. H. Moh. Yasin", "muhammad yasin"),
        ("Dr. Ir. Slamet Riyadi MT", "slamet riyadi"),
        ("Ust. Zainal Abidin", "zainal abidin"),
        ("Dewi Sartika S. Pd.", "dewi sartika"),
        ("Alm. Karso", "karso"),
        ("Karso (alm)", "karso"),
        ("M. Rizki", "muhammad rizki"),
        ("Muh Rizki", "muhammad rizki"),
        ("Mochammad Rizki", "muhammad rizki"),
        ("Abd. Rohman", "abdul rohman"),
        ("Abdullah", "abdullah"),
        ("Nur'aini", "nuraini"),
        ("Ma’ruf", "maruf"),
        ("Soeharto", "suharto"),
        ("Tjahjono", "cahyono"),
        ("Djojohadikoesoemo", "joyohadikusumo"),
        ("Sjarifuddin", "syarifuddin"),
        ("Panji Sanjaya", "panji sanjaya"),
        ("Joel Tanjung", "joel tanjung"),
        ("Aisyah binti Ahmad", "aisyah bin ahmad"),
        ("Aisyah bt. Ahmad", "aisyah bin ahmad"),
        ("Ali b. Umar", "ali bin umar"),
        ("Kumar a/l Raman", "kumar bin raman"),
        ("Ma. Cristina de la Cruz", "maria cristina de la cruz"),
        ("Ma. Cristina Delacruz", "maria cristina de la cruz"),
        ("José Rizál", "jose rizal"),
        ("Nguyễn Thị Đào", "nguyen thi dao"),
        ("สมชาย", "สมชาย"),
        ("Ibu", "ibu"),
        ("M", "m"),
        ("", ""),
    ] {
        assert_eq!(Name::parse(raw).text(), text, "{raw}");
    }
}

#[test]
fn words_know_what_they_are() {
    let kinds = |raw: &str| Name::parse(raw).tokens().iter().map(|t| t.kind).collect::<Vec<_>>();
    use Kind::{Initial, Own, Particle, Patronym, Weak};
    assert_eq!(kinds("I Wayan Sudarma"), [Weak, Weak, Own]);
    assert_eq!(kinds("Ni Luh Putu Ayu Lestari"), [Weak, Weak, Weak, Weak, Own]);
    assert_eq!(kinds("Ida Bagus Ngurah Wiratama"), [Weak, Weak, Weak, Own]);
    assert_eq!(kinds("Anak Agung Gede Raka"), [Weak, Weak, Weak, Own]);
    assert_eq!(kinds("Tjokorda Raka"), [Weak, Own]);
    assert_eq!(kinds("Ayu Lestari"), [Own, Own], "Ayu is a plain name outside Bali");
    assert_eq!(kinds("Agung Pratama"), [Own, Own]);
    assert_eq!(kinds("Wayan"), [Own], "a name of weak words alone is the person's own");
    assert_eq!(kinds("Fatimah binti Ahmad"), [Own, Patronym]);
    assert_eq!(kinds("Sri R."), [Own, Initial]);
    assert_eq!(kinds("Rosa de la Cruz Jr."), [Own, Particle, Particle, Own, Weak]);
}

#[test]
fn old_spelling_is_read_only_where_it_shows() {
    for (old, new) in [
        ("soekarno", "sukarno"),
        ("tjipto", "cipto"),
        ("widjaja", "wijaya"),
        ("soerjadi", "suryadi"),
        ("joesoef", "yusuf"),
        ("jusuf", "yusuf"),
        ("njoman", "nyoman"),
        ("aisjah", "aisyah"),
        ("moechtar", "mukhtar"),
        ("wijaya", "wijaya"),
        ("banjar", "banjar"),
        ("zoe", "zoe"),
        ("choerul", "choerul"),
        ("rachmat", "rachmat"),
    ] {
        assert_eq!(modern(old), new, "{old}");
    }
}

fn sound_alike(a: &str, b: &str) -> bool {
    let keys = |w: &str| sound_keys(&modern(w));
    keys(a).iter().any(|key| keys(b).contains(key))
}

#[test]
fn spellings_of_one_name_sound_alike() {
    for (a, b) in [
        ("fatimah", "patima"),
        ("fathimah", "fatimah"),
        ("rizki", "rizqy"),
        ("rizki", "riski"),
        ("rizki", "rijki"),
        ("aziz", "asis"),
        ("aziz", "ajis"),
        ("zainal", "jainal"),
        ("zainuddin", "zaenudin"),
        ("khadijah", "kadija"),
        ("khadijah", "hadijah"),
        ("akhmad", "achmad"),
        ("akhmad", "ahmat"),
        ("rahman", "rohman"),
        ("rohmah", "rahma"),
        ("syarif", "sharif"),
        ("syarif", "sarip"),
        ("sholeh", "saleh"),
        ("susilo", "susila"),
        ("wardoyo", "wardaya"),
        ("mulyono", "mulyana"),
        ("soeharto", "suharto"),
        ("yudhistira", "yudistira"),
        ("novitasari", "nopitasari"),
        ("aulia", "auliya"),
        ("suwarni", "suarni"),
        ("dwi", "duwi"),
        ("ridho", "rido"),
        ("iskhak", "ishaq"),
        ("saiful", "syaeful"),
        ("khoirul", "choerul"),
        ("kristina", "christina"),
        ("alex", "aleks"),
        ("anisa", "annisah"),
        ("daniel", "danil"),
        ("nur", "noor"),
        ("komariah", "qomariyah"),
        ("mochtar", "muhtar"),
        ("muhlis", "mochlis"),
        ("reyhan", "raihan"),
        ("sulistyowati", "sulistiyowati"),
        ("zakaria", "zakariya"),
        ("murad", "murat"),
        ("abdullah", "abdulloh"),
    ] {
        assert!(sound_alike(a, b), "{a} and {b}: {:?} {:?}", sound_keys(a), sound_keys(b));
    }
}

#[test]
fn different_names_do_not_sound_alike() {
    for (a, b) in [
        ("rina", "rini"),
        ("rina", "rani"),
        ("budi", "rudi"),
        ("eko", "eka"),
        ("joko", "jaka"),
        ("putra", "putri"),
        ("dewi", "desi"),
        ("andi", "anda"),
        ("sari", "sarah"),
        ("lina", "lena"),
        ("hasan", "husen"),
        ("umar", "amar"),
        ("soleh", "solihin"),
        ("yanto", "yanti"),
        ("rizki", "rizka"),
    ] {
        assert!(!sound_alike(a, b), "{a} and {b}");
    }
}
