//! One child, two spellings: how a second agency may have written the same name.

use super::super::dice::Dice;

/// Pairs that people write for one another: old and new spelling, sound, short forms.
const PAIRS: &[(&str, &str)] = &[
    ("Muhammad", "Moh."),
    ("Muhamad", "Mohamad"),
    ("Ahmad", "Achmad"),
    ("Siti", "St."),
    ("Sitti", "Siti"),
    ("Yohanes", "Johanes"),
    ("Yohanis", "Johannis"),
    ("Nur", "Noer"),
    ("Noor", "Nur"),
    ("ky", "ki"),
    ("sy", "s"),
    ("ahayu", "ahaju"),
    ("jan", "djan"),
    ("yanti", "ianti"),
    ("Yu", "Ju"),
    ("wi", "we"),
    ("oe", "u"),
    ("kh", "k"),
    ("dh", "d"),
    ("ia", "iya"),
    ("ll", "l"),
    ("nn", "n"),
    ("th", "t"),
    ("ae", "ai"),
    ("ei", "e"),
    ("u", "oe"),
    ("f", "p"),
    ("j", "dj"),
    ("c", "tj"),
    ("i", "y"),
    ("a", "aa"),
];

/// The name as somebody else wrote it: another spelling of one part, the last part left out, or the parts exchanged.
pub(crate) fn respell(name: &str, dice: &mut Dice) -> String {
    let parts: Vec<&str> = name.split(' ').collect();
    match (dice.below(10), parts.as_slice()) {
        (0, [first @ .., _]) if !first.is_empty() => first.join(" "),
        (1, [first, second]) => format!("{second} {first}"),
        (2, [first, rest @ ..]) if !rest.is_empty() => {
            let initial: String = first.chars().take(1).collect();
            format!("{initial}. {}", rest.join(" "))
        }
        _ => other_spelling(name, dice),
    }
}

fn other_spelling(name: &str, dice: &mut Dice) -> String {
    let fitting: Vec<(&str, &str)> =
        PAIRS.iter().copied().filter(|(written, _)| name.contains(*written)).collect();
    // The longest pairs stand first and say most about how names are really written.
    let (written, instead) = dice.pick(fitting.get(..fitting.len().min(4)).unwrap_or_default());
    if written.is_empty() { format!("{name}h") } else { name.replacen(written, instead, 1) }
}
