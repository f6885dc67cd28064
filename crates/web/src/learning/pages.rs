//! `/belajar`: short pages for children, parents, teachers, hotels and transport, villages. No script is needed; each prints as one sheet; the
//! page for other sites is the only one that may stand in a frame.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderName, X_FRAME_OPTIONS};
use model::Lang;

use crate::error::{Answer, Fault};
use crate::frame::draw;
use crate::i18n::Words;
use crate::public::Around;
use crate::session::Anyone;
use crate::state::WebState;

/// One page in both languages.
pub(crate) struct Lesson {
    /// Its part of the address.
    pub(crate) slug: &'static str,
    /// Picture of our own set.
    drawing: &'static str,
    texts: [&'static str; 2],
}

macro_rules! lessons {
    ($($slug:literal $drawing:literal),* $(,)?) => {
        &[ $( Lesson {
            slug: $slug,
            drawing: $drawing,
            texts: [
                include_str!(concat!("../../content/learn/", $slug, ".id.txt")),
                include_str!(concat!("../../content/learn/", $slug, ".en.txt")),
            ],
        } ),* ]
    };
}

/// Every page, in the order in which they are listed.
pub(crate) const LESSONS: &[Lesson] = lessons![
    "tubuhku" "hands",
    "daring" "phone",
    "orang-tua" "speech",
    "guru" "speech",
    "hotel-angkutan" "road",
    "desa" "house",
];

impl Lesson {
    /// The text in a language: a title, a line of what it is about, then headings, lists and paragraphs.
    #[must_use]
    pub(crate) fn text(&self, lang: Lang) -> &'static str {
        let [id, en] = self.texts;
        if lang == Lang::En { en } else { id }
    }

    fn title(&self, lang: Lang) -> &'static str {
        self.text(lang).lines().next().unwrap_or_default()
    }

    fn lead(&self, lang: Lang) -> &'static str {
        self.text(lang).lines().nth(1).unwrap_or_default()
    }

    fn parts(&self, lang: Lang) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for line in self.text(lang).lines().skip(2).map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(title) = line.strip_prefix("## ") {
                parts.push(Part { title, ..Part::default() });
            } else if let Some(part) = parts.last_mut() {
                match line.strip_prefix("- ") {
                    Some(item) => part.items.push(item),
                    None => part.paragraphs.push(line),
                }
            }
        }
        parts
    }
}

/// A heading with what stands under it.
#[derive(Default)]
struct Part {
    title: &'static str,
    items: Vec<&'static str>,
    paragraphs: Vec<&'static str>,
}

/// Drawings of our own: one stroke, no face, nobody in particular.
fn drawing(name: &str) -> &'static str {
    match name {
        "hands" => "M6 30c6-8 12-8 18 0 6-8 12-8 18 0M24 30v10M14 14a4 4 0 1 0 .1 0M34 14a4 4 0 1 0 .1 0",
        "phone" => "M16 4h16v40H16zM21 38h6M20 12h8M20 18h8",
        "speech" => "M6 8h26v16H18l-6 7v-7H6zM20 30h8l6 7v-7h8V16h-6",
        "road" => "M18 44 22 6M30 44 26 6M24 10v5M24 22v6M24 35v7",
        _ => "M6 24 24 8l18 16M12 20v22h24V20M21 42V30h6v12",
    }
}

#[derive(Template)]
#[template(path = "learning/lessons.html")]
struct LessonsPage {
    a: Around,
    /// Address, drawing, title, lead.
    rows: Vec<(String, &'static str, &'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "learning/lesson.html")]
struct LessonPage {
    a: Around,
    frame: String,
    path: &'static str,
    title: &'static str,
    lead: &'static str,
    parts: Vec<Part>,
}

#[derive(Template)]
#[template(path = "learning/embed.html")]
struct EmbedPage {
    w: Words,
    css: String,
    title: &'static str,
    lead: &'static str,
    parts: Vec<Part>,
    whole: String,
    tell: String,
}

pub(crate) async fn list(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    let a = Around::new(&state, &visitor).await?;
    let lang = a.f.words.lang;
    let row = |lesson: &Lesson| {
        let href = a.here(&format!("/belajar/{}", lesson.slug));
        (href, drawing(lesson.drawing), lesson.title(lang), lesson.lead(lang))
    };
    let rows = LESSONS.iter().map(row).collect();
    draw(&LessonsPage { rows, a })
}

fn find(slug: &str) -> Result<&'static Lesson, Fault> {
    LESSONS.iter().find(|lesson| lesson.slug == slug).ok_or(Fault::NOT_FOUND)
}

pub(crate) async fn one(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Path(slug): Path<String>,
) -> Answer {
    let lesson = find(&slug)?;
    let a = Around::new(&state, &visitor).await?;
    let lang = a.f.words.lang;
    let page = LessonPage {
        frame: a.here(&format!("/belajar/{}/sisip", lesson.slug)),
        path: drawing(lesson.drawing),
        title: lesson.title(lang),
        lead: lesson.lead(lang),
        parts: lesson.parts(lang),
        a,
    };
    draw(&page)
}

/// `/belajar/{slug}/sisip`: the same text for the page of somebody else. It has no form, reads nothing and sets nothing.
pub(crate) async fn embed(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Path(slug): Path<String>,
) -> Answer {
    let lesson = find(&slug)?;
    let a = Around::new(&state, &visitor).await?;
    let lang = a.f.words.lang;
    let page = EmbedPage {
        w: a.f.words,
        css: a.f.asset("app.css"),
        title: lesson.title(lang),
        lead: lesson.lead(lang),
        parts: lesson.parts(lang),
        whole: a.here(&format!("/belajar/{}", lesson.slug)),
        tell: a.here("/lapor"),
    };
    let mut response = draw(&page)?;
    let headers = response.headers_mut();
    let policy =
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    // Browsers that know frame-ancestors leave this one aside; no value of it says "everybody".
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("ALLOWALL"));
    let policy = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(policy, HeaderValue::from_static("cross-origin"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use model::terms::{Class, check};

    use super::*;

    /// Both languages say the same in the same order, in short sentences, with no word that harms.
    #[test]
    fn lessons_are_whole_and_say_nothing_that_harms() {
        assert_eq!(LESSONS.len(), 6);
        for lesson in LESSONS {
            let shape = |lang| lesson.parts(lang).iter().map(|part| part.items.len()).collect::<Vec<_>>();
            assert_eq!(shape(Lang::Id), shape(Lang::En), "{}", lesson.slug);
            for lang in Lang::ALL {
                let text = lesson.text(lang);
                let bad: Vec<&str> = check(text)
                    .into_iter()
                    .filter(|m| m.term.class == Class::Avoid)
                    .map(|m| m.term.term)
                    .collect();
                assert!(bad.is_empty(), "{} says {bad:?}", lesson.slug);
                assert!(!lesson.title(lang).is_empty() && !lesson.lead(lang).is_empty());
                assert!(lesson.parts(lang).len() >= 3, "{}", lesson.slug);
                for sentence in text.split(['.', '\n', '?', '!']) {
                    assert!(sentence.split_whitespace().count() <= 24, "{}: {sentence}", lesson.slug);
                }
            }
        }
    }
}
