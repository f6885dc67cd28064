//! How a word sounds to an Indonesian ear, so that spellings of one name meet.
//!
//! Unlike Soundex and its kin, vowels stay: Indonesian names differ by them (Rini, Rina, Rani). What falls together are
//! letters that clerks truly interchange: f v p, z j or z s, kh h or kh k, dh d, th t, sy sh s, doubled letters,
//! a final h, glides (Suwarni, Suarni), Arabic a and o (Rahman, Rohman), Javanese final a and o (Susila, Susilo).

/// The sound keys of one normalised word, at most four. Two words sound alike if they share a key. A word with "kh" or
/// "z" has several, because those letters are written in two ways. Words of other scripts sound as they are written.
#[must_use]
pub fn sound_keys(word: &str) -> Vec<String> {
    if !word.is_ascii() {
        return vec![word.to_owned()];
    }
    let kh: &[&str] = if word.contains("kh") || word.contains("ch") { &["k", "h"] } else { &["k"] };
    let z: &[&str] = if word.contains('z') { &["j", "s"] } else { &["j"] };
    let mut keys = Vec::with_capacity(kh.len() * z.len());
    for kh in kh {
        for z in z {
            let key = key(word, kh, z);
            if !key.is_empty() && !keys.contains(&key) {
                keys.push(key);
            }
        }
    }
    keys
}

fn key(word: &str, kh: &str, z: &str) -> String {
    let mut s = arabic_vowels(word);
    for (from, to) in
        [("ch", kh), ("kh", kh), ("ck", "k"), ("cr", "kr"), ("cl", "kl"), ("oo", "u"), ("ou", "u")]
    {
        replace(&mut s, from, to);
    }
    for (from, to) in [("sy", "s"), ("sh", "s"), ("ts", "s"), ("dz", "z"), ("ee", "i"), ("ph", "p")] {
        replace(&mut s, from, to);
    }
    for (from, to) in
        [("dh", "d"), ("th", "t"), ("gh", "g"), ("bh", "b"), ("jh", "j"), ("q", "k"), ("x", "ks")]
    {
        replace(&mut s, from, to);
    }
    if s.ends_with('z') {
        s.pop();
        s.push('s');
    }
    for (from, to) in [("z", z), ("f", "p"), ("v", "p"), ("y", "i"), ("w", "u")] {
        replace(&mut s, from, to);
    }
    s = once(&s);
    for (from, to) in [("ei", "ai"), ("oi", "ai"), ("ae", "ai"), ("ie", "i")] {
        replace(&mut s, from, to);
    }
    endings(&mut s);
    once(&s)
}

/// Arabic emphatic letters darken the next a to o in many mouths.
fn arabic_vowels(word: &str) -> String {
    let mut s = word.to_owned();
    for (from, to) in [
        ("roh", "rah"),
        ("rokh", "rakh"),
        ("roch", "rach"),
        ("shol", "sal"),
        ("komar", "kamar"),
        ("hoe", "hai"),
    ] {
        replace(&mut s, from, to);
    }
    for (from, to) in [("moh", "muh"), ("moch", "much"), ("mokh", "mukh"), ("sole", "sale"), ("soli", "sali")]
    {
        if let Some(rest) = s.strip_prefix(from) {
            s = format!("{to}{rest}");
        }
    }
    replace(&mut s, "qom", "kam");
    if let Some(stem) = s.strip_suffix("loh") {
        s = format!("{stem}lah");
    }
    s
}

fn endings(s: &mut String) {
    if s.len() > 3 && s.ends_with('h') {
        s.pop();
    }
    if s.len() >= 5 && s.ends_with('o') {
        s.pop();
        // Wardoyo and Wardaya: the open syllable before darkens too.
        if let Some(at) = s.rfind(['a', 'e', 'i', 'o', 'u']).filter(|at| s.get(*at..=*at) == Some("o")) {
            s.replace_range(at..=at, "a");
        } else if s.ends_with("oi") {
            let at = s.len() - 2;
            s.replace_range(at..=at, "a");
        }
        s.push('a');
    }
    for (from, to) in [('d', 't'), ('b', 'p')] {
        if s.len() > 3 && s.ends_with(from) {
            s.pop();
            s.push(to);
        }
    }
}

fn replace(s: &mut String, from: &str, to: &str) {
    if s.contains(from) {
        *s = s.replace(from, to);
    }
}

/// Doubled letters once.
fn once(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}
