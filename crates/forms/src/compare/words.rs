//! Changes in words.

use model::Lang;

use super::{Change, ChangeCode};

pub(super) fn line(change: &Change, lang: Lang) -> String {
    let Change { code, place, before, after } = change;
    match lang {
        Lang::Id => match code {
            ChangeCode::OtherForm => format!("Ini dua formulir berbeda: “{before}” dan “{after}”."),
            ChangeCode::SameVersion => {
                format!(
                    "Formulir berubah, tetapi versinya tetap “{before}”. Naikkan versinya sebelum menerbitkan."
                )
            }
            ChangeCode::Removed => {
                format!("{place}: pertanyaan ini dihapus. Jawaban lama tetap terbaca pada isian lama saja.")
            }
            ChangeCode::Renamed => {
                format!("{before} kini bernama atau bertempat {after}. Periksa pemetaannya.")
            }
            ChangeCode::Retyped => format!("{place}: jenisnya berubah dari {before} menjadi {after}."),
            ChangeCode::ChoiceGone => format!("Daftar {place}: pilihan “{before}” tidak lagi ditawarkan."),
            ChangeCode::LanguageGone => format!("Bahasa {place} tidak ada lagi."),
            ChangeCode::Required => format!("{place}: kini wajib dijawab."),
            ChangeCode::Rule => format!("{place}: aturannya berubah dari “{before}” menjadi “{after}”."),
            ChangeCode::Added => format!("{place}: pertanyaan baru."),
            ChangeCode::ChoiceAdded => format!("Daftar {place}: pilihan baru “{after}”."),
            ChangeCode::LanguageAdded => format!("Bahasa baru: {place}."),
            ChangeCode::Optional => format!("{place}: tidak lagi wajib dijawab."),
            ChangeCode::Reworded => format!("{place}: teksnya berubah dari “{before}” menjadi “{after}”."),
        },
        Lang::En => match code {
            ChangeCode::OtherForm => format!("These are two different forms: “{before}” and “{after}”."),
            ChangeCode::SameVersion => {
                format!("The form changed and its version is still “{before}”. Raise it before publishing.")
            }
            ChangeCode::Removed => {
                format!(
                    "{place}: this question is gone. Earlier answers stay readable in earlier submissions alone."
                )
            }
            ChangeCode::Renamed => format!("{before} is now named or placed {after}. Check its mapping."),
            ChangeCode::Retyped => format!("{place}: its type changes from {before} to {after}."),
            ChangeCode::ChoiceGone => format!("List {place}: the choice “{before}” is no longer offered."),
            ChangeCode::LanguageGone => format!("The language {place} is gone."),
            ChangeCode::Required => format!("{place}: must now be answered."),
            ChangeCode::Rule => format!("{place}: its rule changes from “{before}” to “{after}”."),
            ChangeCode::Added => format!("{place}: a new question."),
            ChangeCode::ChoiceAdded => format!("List {place}: a new choice “{after}”."),
            ChangeCode::LanguageAdded => format!("A new language: {place}."),
            ChangeCode::Optional => format!("{place}: need not be answered any more."),
            ChangeCode::Reworded => format!("{place}: its words change from “{before}” to “{after}”."),
        },
    }
}
