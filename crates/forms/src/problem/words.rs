//! Words of the problems: what is wrong and what to do, in Indonesian and English. `{0}` and so on are the arguments.

use model::Lang;

use super::ProblemCode;

/// The words of one code.
pub(super) struct Words {
    id: [&'static str; 2],
    en: [&'static str; 2],
}

impl Words {
    pub(super) fn what(&self, lang: Lang) -> &'static str {
        let [what, _] = self.of(lang);
        what
    }

    pub(super) fn remedy(&self, lang: Lang) -> &'static str {
        let [_, remedy] = self.of(lang);
        remedy
    }

    fn of(&self, lang: Lang) -> [&'static str; 2] {
        match lang {
            Lang::Id => self.id,
            Lang::En => self.en,
        }
    }
}

/// Puts arguments into words.
pub(super) fn fill(words: &str, arguments: &[String]) -> String {
    let mut text = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let number =
            after.split_once('}').and_then(|(number, left)| Some((number.parse::<usize>().ok()?, left)));
        match number {
            Some((number, left)) => {
                text.push_str(arguments.get(number).map_or("", String::as_str));
                rest = left;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// The words of a code.
pub(super) fn of(code: ProblemCode) -> &'static Words {
    let found = WORDS.iter().find(|(own, _)| *own == code);
    found.map_or(&NONE, |(_, words)| words)
}

/// A test keeps this from being met.
const NONE: Words = Words { id: ["", ""], en: ["", ""] };

#[rustfmt::skip]
const WORDS: &[(ProblemCode, Words)] = &[
    (ProblemCode::NoSurvey, Words {
        id: ["Berkas tidak memiliki lembar “survey”.", "Beri nama “survey” pada lembar yang memuat pertanyaan."],
        en: ["The file has no sheet named “survey”.", "Name the sheet that holds the questions “survey”."],
    }),
    (ProblemCode::NoQuestions, Words {
        id: ["Lembar “survey” tidak memuat pertanyaan.", "Tambahkan sedikitnya satu pertanyaan di bawah baris judul kolom."],
        en: ["The sheet “survey” holds no question.", "Add at least one question below the row of column names."],
    }),
    (ProblemCode::MissingColumn, Words {
        id: ["Kolom “{0}” tidak ada.", "Tambahkan kolom “{0}” pada baris pertama lembar ini."],
        en: ["The column “{0}” is missing.", "Add the column “{0}” to the first row of this sheet."],
    }),
    (ProblemCode::DuplicateColumn, Words {
        id: ["Kolom “{0}” sama artinya dengan kolom “{1}”.", "Gabungkan kedua kolom menjadi satu."],
        en: ["The column “{0}” means the same as “{1}”.", "Join the two columns into one."],
    }),
    (ProblemCode::UnknownColumn, Words {
        id: ["Kolom “{0}” tidak dikenal dan tidak dibaca.", "Periksa ejaannya, atau hapus kolom itu."],
        en: ["The column “{0}” is not known and is not read.", "Check its spelling, or remove it."],
    }),
    (ProblemCode::UnsupportedColumn, Words {
        id: ["Kolom “{0}” belum didukung.", "Kosongkan kolom itu; pakai kolom baku seperti relevant, constraint, dan appearance."],
        en: ["The column “{0}” is not supported.", "Leave it empty; use the standard columns such as relevant, constraint and appearance."],
    }),
    (ProblemCode::UnknownSheet, Words {
        id: ["Lembar “{0}” tidak dikenal dan tidak dibaca.", "Periksa namanya, atau awali namanya dengan garis bawah bila memang catatan."],
        en: ["The sheet “{0}” is not known and is not read.", "Check its name, or begin the name with an underscore if it is only notes."],
    }),
    (ProblemCode::UnsupportedSheet, Words {
        id: ["Lembar “{0}” belum didukung.", "Hapus lembar itu; pakai lembar “choices” atau “external_choices” untuk pilihan."],
        en: ["The sheet “{0}” is not supported.", "Remove it; use the sheets “choices” or “external_choices” for choices."],
    }),
    (ProblemCode::BadColumnName, Words {
        id: ["Nama kolom “{0}” tidak dapat dipakai.", "Pakai huruf, angka, dan garis bawah saja, diawali huruf."],
        en: ["The column name “{0}” cannot be used.", "Use letters, digits and underscores alone, beginning with a letter."],
    }),
    (ProblemCode::MediaColumn, Words {
        id: ["Kolom “{0}” menunjuk gambar, suara, atau video. Jejaring tidak pernah menerima media.", "Kosongkan kolom itu dan jelaskan dengan kata-kata."],
        en: ["The column “{0}” points to a picture, sound or film. Jejaring never takes media.", "Leave it empty and say it in words."],
    }),
    (ProblemCode::MediaType, Words {
        id: ["Pertanyaan berjenis “{0}” meminta gambar, suara, video, atau berkas. Jejaring tidak pernah menyimpannya.", "Hapus pertanyaan ini; bila ada berkas kertas, tanyakan nomornya, penerbitnya, dan tempat penyimpanannya."],
        en: ["A question of type “{0}” asks for a picture, sound, film or file. Jejaring never keeps any.", "Remove it; for a paper, ask for its number, its issuer and where it is held."],
    }),
    (ProblemCode::SilentLocation, Words {
        id: ["Jenis “{0}” merekam lokasi tanpa sepengetahuan petugas. Lokasi anak dan petugas dapat terungkap.", "Pakai geopoint bila lokasi memang perlu, sehingga petugas mengetahuinya."],
        en: ["The type “{0}” records a location without anybody noticing. It can give a child or a worker away.", "Use geopoint where a location is needed, so that the worker knows."],
    }),
    (ProblemCode::UnsupportedType, Words {
        id: ["Jenis pertanyaan “{0}” belum didukung.", "Pakai jenis lain dari daftar di docs/FORMS.md."],
        en: ["The question type “{0}” is not supported.", "Use another type from the list in docs/FORMS.md."],
    }),
    (ProblemCode::ExternalChoices, Words {
        id: ["“{0}” mengambil pilihan dari luar formulir dengan cara yang belum didukung.", "Pakai select_one_from_file, select_multiple_from_file, atau select_one_external, atau salin pilihannya ke lembar “choices”."],
        en: ["“{0}” takes its choices from outside the form in a way that is not supported.", "Use select_one_from_file, select_multiple_from_file or select_one_external, or copy the choices to the sheet “choices”."],
    }),
    (ProblemCode::MissingFile, Words {
        id: ["Berkas “{0}” tidak disertakan bersama formulir.", "Sertakan berkas itu: tabel teks CSV dengan nama kolom di baris pertama, atau XML dengan satu “item” untuk tiap baris."],
        en: ["The file “{0}” was not given with the form.", "Give it with the form: a table of text as CSV with the names of the columns in the first row, or XML with one “item” for each row."],
    }),
    (ProblemCode::UnusedFile, Words {
        id: ["Berkas “{0}” tidak dibaca oleh formulir.", "Hapus berkas itu, atau periksa ejaan namanya di lembar “survey”."],
        en: ["Nothing in the form reads the file “{0}”.", "Leave it out, or check how its name is spelled in the sheet “survey”."],
    }),
    (ProblemCode::BadFileName, Words {
        id: ["“{0}” tidak dapat menjadi nama berkas di samping formulir.", "Pakai huruf, angka, garis bawah, dan tanda hubung, diawali huruf dan diakhiri .csv atau .xml; bukan itemsets, dan tidak diawali jejaring_. GeoJSON dan folder tidak didukung."],
        en: ["“{0}” cannot be the name of a file beside the form.", "Use letters, digits, underscores and hyphens, beginning with a letter and ending in .csv or .xml; neither itemsets nor anything that begins with jejaring_. GeoJSON and folders are not supported."],
    }),
    (ProblemCode::MissingFileColumn, Words {
        id: ["Berkas “{0}” tidak memiliki kolom “{1}”.", "Beri nama kolomnya name dan label, atau tulis nama kolomnya di kolom parameters: value=kode label=nama."],
        en: ["The file “{0}” has no column “{1}”.", "Call its columns name and label, or name them in the column parameters: value=code label=title."],
    }),
    (ProblemCode::ListTwice, Words {
        id: ["“{0}” dan “{1}” memakai nama yang sama di dalam formulir.", "Ganti salah satu namanya."],
        en: ["“{0}” and “{1}” take the same name within the form.", "Rename one of them."],
    }),
    (ProblemCode::ExternalFilter, Words {
        id: ["Pertanyaan “{0}” mengambil pilihan dari lembar “external_choices” tanpa saringan yang dapat dicari oleh ponsel.", "Isi choice_filter dengan kolom = nilai, digabung dengan and atau or; untuk saringan lain pindahkan pilihannya ke lembar “choices”."],
        en: ["The question “{0}” takes choices from the sheet “external_choices” without a filter that phones can look up.", "Fill in choice_filter with column = value, joined by and or or; for any other filter move the choices to the sheet “choices”."],
    }),
    (ProblemCode::UnnamedTable, Words {
        id: ["pulldata harus menyebut nama tabelnya dalam tanda kutip.", "Tulis nama berkasnya tanpa .csv, misalnya pulldata('desa', 'nama', 'kode', ${kode})."],
        en: ["pulldata must name its table within quotation marks.", "Write the file's name without .csv, such as pulldata('village', 'title', 'code', ${code})."],
    }),
    (ProblemCode::UnknownType, Words {
        id: ["Jenis pertanyaan “{0}” tidak dikenal.", "Periksa ejaannya; contoh yang benar: text, integer, date, select_one daftar."],
        en: ["The question type “{0}” is not known.", "Check its spelling; right would be text, integer, date, select_one list."],
    }),
    (ProblemCode::MissingType, Words {
        id: ["Baris ini tidak memiliki jenis pertanyaan.", "Isi kolom type, misalnya text atau select_one daftar."],
        en: ["This row has no question type.", "Fill in the column type, such as text or select_one list."],
    }),
    (ProblemCode::TypeNeedsList, Words {
        id: ["Jenis “{0}” harus diikuti nama daftar pilihan.", "Tulis nama daftarnya, misalnya select_one ya_tidak."],
        en: ["The type “{0}” must be followed by the name of a list.", "Write the list's name, such as select_one yes_no."],
    }),
    (ProblemCode::MissingName, Words {
        id: ["Baris ini tidak memiliki nama.", "Isi kolom name dengan huruf, angka, dan garis bawah, diawali huruf."],
        en: ["This row has no name.", "Fill in the column name with letters, digits and underscores, beginning with a letter."],
    }),
    (ProblemCode::BadName, Words {
        id: ["Nama “{0}” tidak dapat dipakai.", "Pakai huruf, angka, dan garis bawah saja, diawali huruf."],
        en: ["The name “{0}” cannot be used.", "Use letters, digits and underscores alone, beginning with a letter."],
    }),
    (ProblemCode::ReservedName, Words {
        id: ["Nama “{0}” dipakai oleh formulir itu sendiri.", "Pilih nama lain."],
        en: ["The name “{0}” is used by the form itself.", "Choose another name."],
    }),
    (ProblemCode::DuplicateName, Words {
        id: ["Nama “{0}” sudah dipakai pada baris {1}.", "Beri nama lain pada salah satunya."],
        en: ["The name “{0}” is taken already, in row {1}.", "Give one of the two another name."],
    }),
    (ProblemCode::DuplicateRepeat, Words {
        id: ["Dua kelompok berulang bernama “{0}”.", "Beri nama lain pada salah satunya; nama kelompok berulang harus unik di seluruh formulir."],
        en: ["Two repeats are named “{0}”.", "Rename one of them; names of repeats are unique within a form."],
    }),
    (ProblemCode::MissingLabel, Words {
        id: ["Pertanyaan “{0}” tidak memiliki teks.", "Isi kolom label."],
        en: ["The question “{0}” has no text.", "Fill in the column label."],
    }),
    (ProblemCode::NotClosed, Words {
        id: ["Kelompok “{0}” tidak ditutup.", "Tambahkan baris “{1}” setelah pertanyaan terakhirnya."],
        en: ["The group “{0}” is not closed.", "Add a row “{1}” after its last question."],
    }),
    (ProblemCode::NothingToClose, Words {
        id: ["“{0}” tidak menutup apa pun.", "Hapus baris ini, atau tambahkan baris pembukanya."],
        en: ["“{0}” closes nothing.", "Remove this row, or add the row that opens the group."],
    }),
    (ProblemCode::WrongClose, Words {
        id: ["“{0}” menutup “{1}” dari baris {2}, yang dibuka dengan cara lain.", "Tulis “{3}” di sini."],
        en: ["“{0}” closes “{1}” of row {2}, which was opened otherwise.", "Write “{3}” here."],
    }),
    (ProblemCode::EmptyGroup, Words {
        id: ["Kelompok “{0}” kosong.", "Isi kelompok itu atau hapus kedua barisnya."],
        en: ["The group “{0}” is empty.", "Fill it or remove its two rows."],
    }),
    (ProblemCode::TooManyRows, Words {
        id: ["Formulir memuat lebih dari {0} pertanyaan.", "Bagi formulir ini menjadi beberapa formulir."],
        en: ["The form has more than {0} questions.", "Split it into several forms."],
    }),
    (ProblemCode::TooDeep, Words {
        id: ["Kelompok bersarang lebih dari {0} tingkat.", "Kurangi tingkatnya."],
        en: ["Groups lie more than {0} deep within one another.", "Use fewer levels."],
    }),
    (ProblemCode::BadRange, Words {
        id: ["Rentang dari “{0}” sampai “{1}” dengan langkah “{2}” tidak dapat dipakai.", "Isi parameters dengan angka, misalnya start=0 end=10 step=1."],
        en: ["The range from “{0}” to “{1}” in steps of “{2}” cannot be used.", "Give numbers in parameters, such as start=0 end=10 step=1."],
    }),
    (ProblemCode::UnknownParameter, Words {
        id: ["Parameter “{0}” tidak dikenal pada jenis pertanyaan ini.", "Hapus parameter itu atau periksa ejaannya."],
        en: ["The parameter “{0}” is not known for this type.", "Remove it or check its spelling."],
    }),
    (ProblemCode::OtherWithFilter, Words {
        id: ["or_other tidak dapat dipakai bersama choice_filter.", "Tambahkan pilihan “lainnya” ke daftar dan pertanyaan teks yang muncul bila pilihan itu dipilih."],
        en: ["or_other cannot be used together with choice_filter.", "Add a choice “other” to the list and a text question that is asked when it is chosen."],
    }),
    (ProblemCode::MissingList, Words {
        id: ["Pilihan “{0}” tidak memiliki nama daftar.", "Isi kolom list_name."],
        en: ["The choice “{0}” names no list.", "Fill in the column list_name."],
    }),
    (ProblemCode::UnknownList, Words {
        id: ["Daftar pilihan “{0}” tidak ada di lembar “choices”.", "Tambahkan daftar itu, atau periksa ejaannya."],
        en: ["There is no list “{0}” in the sheet “choices”.", "Add it, or check its spelling."],
    }),
    (ProblemCode::UnusedList, Words {
        id: ["Daftar pilihan “{0}” tidak dipakai.", "Hapus daftar itu bila tidak diperlukan."],
        en: ["The list “{0}” is not used.", "Remove it if it is not needed."],
    }),
    (ProblemCode::MissingChoiceName, Words {
        id: ["Pilihan ini tidak memiliki nama.", "Isi kolom name."],
        en: ["This choice has no name.", "Fill in the column name."],
    }),
    (ProblemCode::SpaceInChoice, Words {
        id: ["Nama pilihan “{0}” mengandung spasi.", "Ganti spasi dengan garis bawah."],
        en: ["The name “{0}” of a choice holds a space.", "Replace the space by an underscore."],
    }),
    (ProblemCode::MissingChoiceLabel, Words {
        id: ["Pilihan “{0}” tidak memiliki teks.", "Isi kolom label."],
        en: ["The choice “{0}” has no text.", "Fill in the column label."],
    }),
    (ProblemCode::DuplicateChoice, Words {
        id: ["Pilihan “{0}” ada dua kali dalam daftar “{1}”.", "Hapus salah satunya, atau beri nama lain."],
        en: ["The choice “{0}” is twice in the list “{1}”.", "Remove one of them, or give it another name."],
    }),
    (ProblemCode::FilterWithoutChoices, Words {
        id: ["choice_filter pada “{0}” tidak berguna karena pertanyaan itu tidak memiliki pilihan.", "Kosongkan sel ini."],
        en: ["choice_filter does nothing on “{0}”, which has no choices.", "Leave the cell empty."],
    }),
    (ProblemCode::UnknownFilterColumn, Words {
        id: ["Penyaring memakai kolom “{0}”, yang tidak ada pada daftar “{1}”.", "Tambahkan kolom itu di lembar “choices”, atau tulis ${{0}} bila yang dimaksud sebuah pertanyaan."],
        en: ["The filter uses the column “{0}”, which the list “{1}” does not have.", "Add it to the sheet “choices”, or write ${{0}} if a question is meant."],
    }),
    (ProblemCode::UnknownReference, Words {
        id: ["Tidak ada pertanyaan bernama “{0}”.", "Periksa nama di dalam ${…}."],
        en: ["No question is named “{0}”.", "Check the name within ${…}."],
    }),
    (ProblemCode::MistypedReference, Words {
        id: ["Tidak ada pertanyaan bernama “{0}”.", "Mungkin maksudnya ${{1}}."],
        en: ["No question is named “{0}”.", "Perhaps ${{1}} is meant."],
    }),
    (ProblemCode::AmbiguousReference, Words {
        id: ["Ada beberapa pertanyaan bernama “{0}”, sehingga rujukan ini tidak jelas.", "Beri nama yang berbeda pada setiap pertanyaan yang dirujuk."],
        en: ["Several questions are named “{0}”, so the reference is not clear.", "Give every question that is referred to a name of its own."],
    }),
    (ProblemCode::OpenReference, Words {
        id: ["Rujukan ${ tidak ditutup dalam “{0}”.", "Tambahkan } setelah nama pertanyaan."],
        en: ["A reference ${ is not closed in “{0}”.", "Add } after the name of the question."],
    }),
    (ProblemCode::LastSaved, Words {
        id: ["Rujukan ke isian sebelumnya ({0}) belum didukung: isian seorang anak tidak boleh muncul pada formulir anak lain.", "Hapus rujukan itu."],
        en: ["References to the form filled before ({0}) are not supported: what was said about one child must not appear in another's form.", "Remove the reference."],
    }),
    (ProblemCode::UnknownPath, Words {
        id: ["“{0}” bukan bagian dari formulir ini.", "Rujuk pertanyaan dengan ${nama}; beri tanda kutip bila yang dimaksud teks."],
        en: ["“{0}” is no part of this form.", "Refer to a question by ${name}; put quotation marks around a text."],
    }),
    (ProblemCode::Cycle, Words {
        id: ["Pertanyaan-pertanyaan ini saling menunggu: {0}.", "Putuskan lingkaran itu: salah satu kolom relevant atau calculation tidak boleh merujuk yang berikutnya."],
        en: ["These questions wait for one another: {0}.", "Break the ring: one of the columns relevant or calculation must not refer to the next."],
    }),
    (ProblemCode::MissingCalculation, Words {
        id: ["Pertanyaan calculate “{0}” tidak memiliki rumus.", "Isi kolom calculation."],
        en: ["The calculate “{0}” has no expression.", "Fill in the column calculation."],
    }),
    (ProblemCode::RuleOnGroup, Words {
        id: ["Aturan required atau constraint pada kelompok “{0}” tidak berlaku.", "Pindahkan aturan itu ke pertanyaannya."],
        en: ["A rule required or constraint on the group “{0}” does nothing.", "Move it to a question."],
    }),
    (ProblemCode::MessageWithoutRule, Words {
        id: ["“{0}” memiliki constraint_message tanpa constraint.", "Isi kolom constraint, atau kosongkan pesannya."],
        en: ["“{0}” has a constraint_message and no constraint.", "Fill in the column constraint, or remove the message."],
    }),
    (ProblemCode::AnswerInMessage, Words {
        id: ["Pesan pada “{0}” merujuk jawaban dengan ${…}, dan itu belum didukung.", "Tulis pesannya tanpa rujukan."],
        en: ["The message on “{0}” refers to an answer with ${…}, which is not supported.", "Write the message without a reference."],
    }),
    (ProblemCode::AnswerInChoice, Words {
        id: ["Teks pilihan “{0}” merujuk jawaban dengan ${…}, dan itu belum didukung.", "Tulis teks pilihan tanpa rujukan."],
        en: ["The text of the choice “{0}” refers to an answer with ${…}, which is not supported.", "Write the text of the choice without a reference."],
    }),
    (ProblemCode::CountWithoutRepeat, Words {
        id: ["repeat_count pada “{0}” tidak berguna karena baris itu bukan begin repeat.", "Kosongkan sel ini."],
        en: ["repeat_count does nothing on “{0}”, which is no repeat.", "Leave the cell empty."],
    }),
    (ProblemCode::BadTrigger, Words {
        id: ["Kolom trigger berisi “{0}”.", "Tulis satu rujukan saja, misalnya ${nama}."],
        en: ["The column trigger holds “{0}”.", "Write one reference and nothing else, such as ${name}."],
    }),
    (ProblemCode::UnsupportedAppearance, Words {
        id: ["Tampilan “{0}” memanggil aplikasi atau berkas lain, dan itu belum didukung.", "Kosongkan kolom appearance; pakai choice_filter untuk menyaring pilihan."],
        en: ["The appearance “{0}” calls another app or file, which is not supported.", "Leave appearance empty; use choice_filter to narrow choices."],
    }),
    (ProblemCode::EncryptedForm, Words {
        id: ["Formulir meminta enkripsi sendiri ({0}).", "Kosongkan kolom itu: antrean Jejaring sudah disegel, dan isian yang dienkripsi sendiri tidak dapat diperiksa."],
        en: ["The form asks for encryption of its own ({0}).", "Leave the column empty: our queue is sealed already, and answers encrypted by the form cannot be checked."],
    }),
    (ProblemCode::SendsElsewhere, Words {
        id: ["Kolom “{0}” menentukan ke mana atau kapan isian dikirim.", "Kosongkan kolom itu: isian hanya dikirim ke simpul ini, oleh aplikasi itu sendiri."],
        en: ["The column “{0}” says where or when answers are sent.", "Leave it empty: answers go to this node alone, when the app sends them."],
    }),
    (ProblemCode::UnsupportedSetting, Words {
        id: ["Pengaturan “{0}” belum didukung.", "Kosongkan kolom itu."],
        en: ["The setting “{0}” is not supported.", "Leave the column empty."],
    }),
    (ProblemCode::UnknownSetting, Words {
        id: ["Pengaturan “{0}” tidak dikenal dan tidak dibaca.", "Periksa ejaannya, atau hapus kolom itu."],
        en: ["The setting “{0}” is not known and is not read.", "Check its spelling, or remove it."],
    }),
    (ProblemCode::SecondSettings, Words {
        id: ["Hanya baris pengaturan pertama yang dibaca.", "Hapus baris ini."],
        en: ["Only the first row of settings is read.", "Remove this row."],
    }),
    (ProblemCode::BadFormId, Words {
        id: ["Id formulir “{0}” mengandung spasi.", "Pakai huruf, angka, dan garis bawah."],
        en: ["The form id “{0}” holds a space.", "Use letters, digits and underscores."],
    }),
    (ProblemCode::MissingVersion, Words {
        id: ["Formulir tidak memiliki versi.", "Isi kolom version pada lembar “settings”, misalnya 2026030501, agar isian lama tetap terbaca."],
        en: ["The form has no version.", "Fill in the column version of the sheet “settings”, such as 2026030501, so that old answers stay readable."],
    }),
    (ProblemCode::UnknownLanguage, Words {
        id: ["Bahasa bawaan “{0}” tidak dipakai oleh satu teks pun.", "Tulis nama bahasa persis seperti pada judul kolom."],
        en: ["No text is in the default language “{0}”.", "Write the language exactly as the column names have it."],
    }),
    (ProblemCode::MissingTranslation, Words {
        id: ["Teks “{0}” belum ada dalam bahasa {1}.", "Isi kolom bahasa itu."],
        en: ["The text of “{0}” is missing in {1}.", "Fill in that language's column."],
    }),
    (ProblemCode::SecondEntity, Words {
        id: ["Hanya satu entitas per formulir yang didukung.", "Hapus baris ini."],
        en: ["Only one entity for each form is supported.", "Remove this row."],
    }),
    (ProblemCode::BadEntityList, Words {
        id: ["Nama daftar entitas “{0}” tidak dapat dipakai.", "Pakai huruf, angka, dan garis bawah, tanpa titik dan tidak diawali dua garis bawah."],
        en: ["The name “{0}” cannot name a list of entities.", "Use letters, digits and underscores, no dot, not beginning with two underscores."],
    }),
    (ProblemCode::EntityWithoutLabel, Words {
        id: ["Entitas baru tidak memiliki label.", "Isi kolom label dengan rumus."],
        en: ["A new entity has no label.", "Fill in the column label with an expression."],
    }),
    (ProblemCode::UpdateWithoutId, Words {
        id: ["update_if membutuhkan entity_id.", "Isi kolom entity_id."],
        en: ["update_if needs entity_id.", "Fill in the column entity_id."],
    }),
    (ProblemCode::SaveWithoutEntity, Words {
        id: ["“{0}” disimpan ke entitas, tetapi lembar “entities” tidak ada.", "Tambahkan lembar “entities”, atau kosongkan save_to."],
        en: ["“{0}” is saved to an entity, and there is no sheet “entities”.", "Add the sheet “entities”, or leave save_to empty."],
    }),
    (ProblemCode::BadProperty, Words {
        id: ["Nama sifat entitas “{0}” tidak dapat dipakai.", "Pakai nama lain selain name dan label, tanpa dua garis bawah di depan."],
        en: ["The name “{0}” cannot name a property of an entity.", "Use another name than name and label, without two underscores in front."],
    }),
    (ProblemCode::SaveInRepeat, Words {
        id: ["“{0}” disimpan ke entitas dari dalam kelompok berulang, dan itu belum didukung.", "Pindahkan pertanyaannya ke luar kelompok berulang."],
        en: ["“{0}” is saved to an entity from within a repeat, which is not supported.", "Move the question out of the repeat."],
    }),
    (ProblemCode::XPathSyntax, Words {
        id: ["Rumus tidak dapat dibaca di sekitar “{0}”: {1}", "Periksa tanda kurung, koma, dan tanda hubung."],
        en: ["The expression cannot be read near “{0}”: {1}", "Check brackets, commas and operators."],
    }),
    (ProblemCode::XPathUnfinished, Words {
        id: ["Rumus berhenti sebelum selesai: {1}", "Lengkapi yang kurang di akhir rumus, misalnya kurung tutup atau nilai pembanding."],
        en: ["The expression ends before it is finished: {1}", "Complete its end, such as a closing bracket or a value to compare with."],
    }),
    (ProblemCode::XPathOpenQuote, Words {
        id: ["Tanda kutip tidak ditutup: {1}", "Tutup tanda kutipnya; pakai tanda kutip lurus."],
        en: ["A quotation mark is not closed: {1}", "Close it; use straight quotation marks."],
    }),
    (ProblemCode::XPathUnknownFunction, Words {
        id: ["Fungsi “{0}” tidak dikenal.", "Periksa ejaannya; daftar fungsi ada di docs/FORMS.md."],
        en: ["The function “{0}” is not known.", "Check its spelling; docs/FORMS.md lists the functions."],
    }),
    (ProblemCode::XPathArguments, Words {
        id: ["Fungsi “{0}” mendapat terlalu sedikit atau terlalu banyak masukan.", "Periksa koma di dalam tanda kurungnya."],
        en: ["The function “{0}” has too few or too many arguments.", "Check the commas within its brackets."],
    }),
    (ProblemCode::XPathUnsupported, Words {
        id: ["“{0}” belum didukung dalam rumus.", "Tulis rumusnya dengan cara lain."],
        en: ["“{0}” is not supported in expressions.", "Write the expression in another way."],
    }),
    (ProblemCode::XPathTooLarge, Words {
        id: ["Rumus terlalu panjang atau terlalu dalam.", "Bagi rumus menjadi beberapa baris calculate."],
        en: ["The expression is too long or too deep.", "Split it over several rows of type calculate."],
    }),
    (ProblemCode::XPathPattern, Words {
        id: ["Pola regex “{0}” tidak dapat dibaca.", "Pakai pola tanpa lookahead dan tanpa rujukan balik."],
        en: ["The pattern “{0}” of regex cannot be read.", "Use a pattern without look-around and back references."],
    }),
    (ProblemCode::XPathKind, Words {
        id: ["“{0}” mendapat nilai dari jenis yang salah.", "Beri rujukan pertanyaan, bukan teks."],
        en: ["“{0}” is given a value of the wrong kind.", "Give it a reference to a question, not a text."],
    }),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_in_both_languages() {
        for code in ProblemCode::all() {
            for lang in [Lang::Id, Lang::En] {
                let words = of(code);
                assert!(!words.what(lang).is_empty(), "{}", code.code());
                assert!(words.remedy(lang).ends_with('.'), "{}", code.code());
            }
        }
        assert_eq!(ProblemCode::all().count(), WORDS.len());
    }

    #[test]
    fn arguments_fall_into_their_places() {
        let arguments = ["a".to_owned(), "b".to_owned()];
        assert_eq!(fill("${{0}} {1} ${…}", &arguments), "${a} b ${…}");
    }
}
