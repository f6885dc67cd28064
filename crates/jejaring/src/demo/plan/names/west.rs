//! Names of Sumatra and Java.

use super::People;

pub(super) const ACEH: People = People {
    boys: &[
        "Munawar",
        "Zulfikar",
        "Fauzan",
        "Rahmatillah",
        "Mirza",
        "Saiful",
        "Muhammad",
        "Ikhsan",
        "Teuku Rafli",
    ],
    girls: &["Rauzah", "Mutia", "Safrina", "Zahara", "Nurul", "Cut Intan", "Raihan", "Syarifah", "Maulida"],
    after_boys: &["Usman", "Hasbi", "Yusuf", "Jamil", "Abdullah", "Ismail", "Syahputra"],
    after_girls: &["Fitri", "Usman", "Azizah", "Rahmi", "Ramadhani", "Nabila", "Hayati"],
    clan: false,
    single: 10,
    language: "ace",
};

pub(super) const BATAK: People = People {
    boys: &[
        "Tulus", "Togar", "Sahat", "Binsar", "Marudut", "Gabriel", "Parlin", "Jonathan", "Rimbun", "Horas",
    ],
    girls: &[
        "Rotua", "Tiurma", "Duma", "Lamria", "Hotmauli", "Rosinta", "Melva", "Naomi", "Basaria", "Riris",
    ],
    after_boys: &[
        "Siregar",
        "Nainggolan",
        "Hutapea",
        "Sitompul",
        "Pardede",
        "Manurung",
        "Sihombing",
        "Ginting",
        "Sembiring",
        "Tarigan",
        "Saragih",
        "Lumbantobing",
    ],
    after_girls: &["Siregar", "Nainggolan", "Hutapea", "Sitompul", "Pardede", "Manurung"],
    clan: true,
    single: 0,
    language: "bbc",
};

pub(super) const MINANG: People = People {
    boys: &["Fadli", "Ilham", "Hendri", "Yusrizal", "Rahmat", "Dodi", "Afdal", "Syafrizal", "Taufik"],
    girls: &["Yulia", "Elvi", "Desmita", "Rahmi", "Nurhayati", "Fitria", "Yosi", "Wirda", "Murni"],
    after_boys: &["Chaniago", "Koto", "Piliang", "Tanjung", "Sikumbang", "Efendi", "Putra", "Jambak"],
    after_girls: &["Chaniago", "Yanti", "Sari", "Koto", "Novita", "Permata", "Guspita"],
    clan: false,
    single: 15,
    language: "min",
};

pub(super) const MELAYU: People = People {
    boys: &["Ahmad", "Rizal", "Hamdan", "Syahrul", "Faisal", "Junaidi", "Azhar", "Khairul", "Marwan"],
    girls: &["Zubaidah", "Halimah", "Nurlela", "Aisyah", "Siti", "Rosmah", "Suraya", "Maimunah", "Dahlia"],
    after_boys: &["Ramli", "Harun", "Rusdi", "Hasan", "Saputra", "Sofyan", "Mahmud"],
    after_girls: &["Ramli", "Hasanah", "Aminah", "Safitri", "Hidayah", "Mardiana"],
    clan: false,
    single: 18,
    language: "ms",
};

pub(super) const BETAWI: People = People {
    boys: &["Mamat", "Rojali", "Sabeni", "Muhidin", "Jaelani", "Adi", "Reza", "Fahmi", "Naim"],
    girls: &["Saleha", "Rohimah", "Siti", "Nurhasanah", "Laila", "Fatimah", "Juleha", "Anisa", "Mumun"],
    after_boys: &["Rosadi", "Mansur", "Nawawi", "Hamzah", "Maulana", "Fadillah"],
    after_girls: &["Maulida", "Hamzah", "Zahra", "Rosadi", "Fauziah", "Amelia"],
    clan: false,
    single: 20,
    language: "bew",
};

pub(super) const SUNDA: People = People {
    boys: &["Asep", "Ujang", "Cecep", "Dadan", "Deden", "Rangga", "Gilang", "Entis", "Iwan", "Yayan"],
    girls: &["Neneng", "Euis", "Lilis", "Imas", "Teti", "Rina", "Ai", "Enung", "Nyai", "Yuyun"],
    after_boys: &["Suryana", "Permana", "Ramdani", "Sopian", "Hermawan", "Mulyana", "Kosasih", "Sudrajat"],
    after_girls: &["Komalasari", "Nuraeni", "Rohaeni", "Kurniasih", "Sumiati", "Mulyani", "Rosmiati"],
    clan: false,
    single: 22,
    language: "su",
};

pub(super) const JAVA: People = People {
    boys: &[
        "Bagus",
        "Dimas",
        "Galih",
        "Wahyu",
        "Bayu",
        "Slamet",
        "Teguh",
        "Rizky",
        "Damar",
        "Sugeng",
        "Yoga",
        "Anggit",
        "Supriyadi",
        "Guntur",
    ],
    girls: &[
        "Dewi", "Sri", "Ayu", "Ratna", "Wulan", "Endah", "Laras", "Puspita", "Sekar", "Siti", "Sulastri",
        "Tri", "Aprilia", "Juminten",
    ],
    after_boys: &["Santoso", "Nugroho", "Prasetyo", "Saputra", "Hidayat", "Kurniawan", "Setiawan", "Purnomo"],
    after_girls: &["Lestari", "Wulandari", "Handayani", "Rahmawati", "Utami", "Pertiwi", "Setyaningrum"],
    clan: false,
    single: 28,
    language: "jv",
};

pub(super) const TIONGHOA: People = People {
    boys: &["Kevin", "Jason", "Hendra", "Wilson", "Aldo", "Ferdi", "Suryadi", "Michael", "Edwin"],
    girls: &["Meilani", "Vivian", "Felicia", "Lanny", "Yenny", "Cindy", "Lingling", "Silvia", "Mei Lan"],
    after_boys: &[
        "Wijaya",
        "Tanuwijaya",
        "Limanto",
        "Kurniadi",
        "Tjandra",
        "Oei",
        "Lie",
        "Sutanto",
        "Gunadi",
    ],
    after_girls: &["Wijaya", "Tanuwijaya", "Limanto", "Kurniadi", "Tjandra", "Oei", "Lie", "Sutanto"],
    clan: true,
    single: 0,
    language: "id",
};
