//! Names of Bali, Kalimantan, Sulawesi, Nusa Tenggara, Maluku and Papua.

use super::People;

pub(super) const BALI: People = People {
    boys: &["I Wayan", "I Made", "I Nyoman", "I Ketut", "I Putu", "I Kadek", "I Komang", "I Gede"],
    girls: &["Ni Wayan", "Ni Made", "Ni Nyoman", "Ni Ketut", "Ni Putu", "Ni Kadek", "Ni Komang", "Ni Luh"],
    after_boys: &["Suardana", "Artawan", "Sudiarta", "Adnyana", "Widiarta", "Mertayasa", "Sukarma", "Ardika"],
    after_girls: &["Sukerti", "Widiasih", "Suartini", "Rahayuni", "Darmini", "Puspayanti", "Ariani"],
    clan: false,
    single: 0,
    language: "ban",
};

pub(super) const SASAK: People = People {
    boys: &["Lalu Hadi", "Sahnan", "Muhamad", "Jumahir", "Zaenal", "Suparlan", "Hirjan"],
    girls: &["Baiq Nurul", "Raehanun", "Sahnim", "Zohriah", "Baiq Lestari", "Munawarah"],
    after_boys: &["Hadi", "Wirawan", "Irfan", "Mahsun", "Sabri", "Anhar"],
    after_girls: &["Hidayati", "Wardani", "Apriani", "Solihah", "Mahni"],
    clan: false,
    single: 30,
    language: "sas",
};

pub(super) const NUSA_TENGGARA: People = People {
    boys: &["Yohanes", "Petrus", "Marselinus", "Antonius", "Wilhelmus", "Fransiskus", "Oktovianus", "Nimrot"],
    girls: &["Yuliana", "Theresia", "Agustina", "Kristina", "Bernadeta", "Maria", "Adolfina", "Yublina"],
    after_boys: &[
        "Nahak",
        "Seran",
        "Bria",
        "Tnunay",
        "Lopo",
        "Benu",
        "Wea",
        "Bere",
        "Djawa",
        "Lado",
        "Umbu Pati",
        "Ndapa",
    ],
    after_girls: &["Nahak", "Seran", "Bria", "Lopo", "Benu", "Wea"],
    clan: true,
    single: 0,
    language: "tet",
};

pub(super) const DAYAK: People = People {
    boys: &["Tinus", "Lukas", "Jalung", "Yulius", "Antang", "Dehen", "Bungai", "Robi", "Kalang"],
    girls: &["Lensi", "Mariana", "Hatni", "Dayang", "Nyai Rungan", "Yosefa", "Bulan", "Rusmini", "Uring"],
    after_boys: &["Ngau", "Lawai", "Usop", "Sangkai", "Ugang", "Lian", "Kasan"],
    after_girls: &["Ngau", "Lawai", "Usop", "Sangkai", "Ugang", "Lian"],
    clan: true,
    single: 0,
    language: "day",
};

pub(super) const BANJAR: People = People {
    boys: &["Ardiansyah", "Rahmadi", "Jumri", "Noorhadi", "Syarwani", "Anang", "Husaini", "Masrani"],
    girls: &["Norhasanah", "Galuh", "Mahrita", "Siti", "Rusdiana", "Noorjannah", "Mastura", "Hadijah"],
    after_boys: &["Anwar", "Noor", "Fauzi", "Ideham", "Rifani", "Suriani"],
    after_girls: &["Noor", "Mahrina", "Fauziah", "Rahmah", "Salasiah"],
    clan: false,
    single: 25,
    language: "bjn",
};

pub(super) const BUGIS: People = People {
    boys: &["Baso", "Ambo", "Irwan", "Syamsuddin", "Arifin", "Daeng Tata", "Sulaiman", "La Ode", "Mansyur"],
    girls: &["Besse", "Indo", "Hasnah", "Nurjannah", "Rosmini", "Sitti", "Jumriah", "Wa Ode", "Rahmatia"],
    after_boys: &["Tahir", "Mappa", "Rauf", "Latif", "Mustari", "Tuwo", "Saleh", "Ramang"],
    after_girls: &["Tahir", "Aminah", "Hasmawati", "Rauf", "Latifah", "Nurung"],
    clan: false,
    single: 16,
    language: "bug",
};

pub(super) const MINAHASA: People = People {
    boys: &["Jefri", "Rolly", "Glen", "Semuel", "Deivy", "Hengky", "Marlon", "Stenly"],
    girls: &["Grace", "Meyske", "Novita", "Selvi", "Olivia", "Jenny", "Vonny", "Syeni"],
    after_boys: &["Mandagi", "Wowor", "Rumagit", "Tumbelaka", "Kaligis", "Pinontoan", "Lengkong", "Sumual"],
    after_girls: &["Mandagi", "Wowor", "Rumagit", "Kaligis"],
    clan: true,
    single: 0,
    language: "xmm",
};

pub(super) const MALUKU: People = People {
    boys: &["Semy", "Yopi", "Ferdinand", "Husein", "Abdul Rahim", "Elisa", "Marthen", "Buce"],
    girls: &["Yunita", "Febiola", "Wa Nur", "Saodah", "Ocha", "Mathelda", "Henderina", "Salma"],
    after_boys: &["Tuhumury", "Latuheru", "Pattiasina", "Wattimena", "Rumakway", "Renleeuw", "Kaliky"],
    after_girls: &["Tuhumury", "Latuheru", "Pattiasina", "Wattimena"],
    clan: true,
    single: 0,
    language: "abs",
};

pub(super) const PAPUA: People = People {
    boys: &["Yohanis", "Melki", "Yakob", "Elias", "Daud", "Yosep", "Benyamin", "Otniel", "Titus", "Nikolas"],
    girls: &["Dorkas", "Selvina", "Marthina", "Yosina", "Ester", "Naomi", "Orpa", "Paskalina", "Yemima"],
    after_boys: &[
        "Wenda", "Kogoya", "Tabuni", "Mandowen", "Rumbiak", "Yikwa", "Wanimbo", "Korwa", "Gebze", "Mofu",
        "Asso", "Kambu",
    ],
    after_girls: &["Wenda", "Kogoya", "Tabuni", "Mandowen", "Rumbiak"],
    clan: true,
    single: 0,
    language: "pmy",
};
