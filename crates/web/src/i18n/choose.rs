//! Which language a browser asks for.

use model::Lang;

/// The first of our languages in an `Accept-Language` header, by weight and then by order.
pub(crate) fn from_accept_language(header: &str) -> Option<Lang> {
    let mut wanted: Vec<(u32, Lang)> = Vec::new();
    for part in header.split(',').take(20) {
        let (tag, weight) = part.split_once(";q=").map_or((part, 1_000), |(tag, q)| (tag, thousandths(q)));
        if let Some(lang) = Lang::from_tag(tag).filter(|_| weight > 0) {
            wanted.push((weight, lang));
        }
    }
    // The first of equals wins.
    let best = wanted.iter().map(|(weight, _)| *weight).max()?;
    wanted.into_iter().find(|(weight, _)| *weight == best).map(|(_, lang)| lang)
}

fn thousandths(q: &str) -> u32 {
    let q: f32 = q.trim().parse().unwrap_or(0.0);
    (q.clamp(0.0, 1.0) * 1_000.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_decide_and_strangers_are_skipped() {
        assert_eq!(from_accept_language("fr, en;q=0.8, id;q=0.9"), Some(Lang::Id));
        assert_eq!(from_accept_language("en-GB,en;q=0.9,id;q=0.9"), Some(Lang::En));
        assert_eq!(from_accept_language("in-ID"), Some(Lang::Id), "old Android phones");
        assert_eq!(from_accept_language("id;q=0, fr"), None);
        assert_eq!(from_accept_language(""), None);
    }
}
