//! How wide letters are, in thousandths of the size (Adobe's metrics of the standard faces), and which byte stands for which.

use encoding_rs::WINDOWS_1252;
use pdf_writer::Name;

/// Name of the plain face in a page's resources.
pub(super) const PLAIN: Name<'static> = Name(b"F1");
/// Name of the bold face.
pub(super) const BOLD: Name<'static> = Name(b"F2");

/// From the space to the tilde.
const PLAIN_WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const BOLD_WIDTHS: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
    556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
    556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
    333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// Width of a byte. Letters with marks are as wide as the widest of their kind, so that no line is too long.
fn width_of(byte: u8, bold: bool) -> u16 {
    let widths = if bold { &BOLD_WIDTHS } else { &PLAIN_WIDTHS };
    let at = usize::from(byte).checked_sub(32);
    match at.and_then(|at| widths.get(at)) {
        Some(width) => *width,
        None => match byte {
            0xA0 => 278,
            0x91 | 0x92 | 0x95 | 0xB7 => 350,
            0x93 | 0x94 => 500,
            0x85 | 0x97 => 1000,
            0x80..=0xBF => 556,
            _ => 778,
        },
    }
}

/// Width of a line in points.
pub(super) fn width(text: &[u8], bold: bool, size: f32) -> f32 {
    let thousandths: u32 = text.iter().map(|byte| u32::from(width_of(*byte, bold))).sum();
    // A line has a few hundred letters at most.
    f32::from(u16::try_from(thousandths / 10).unwrap_or(u16::MAX)) / 100.0 * size
}

/// The bytes of a text; what the face has no letter for is written in letters that it has, else as a question mark.
pub(super) fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{2009}' | '\u{202f}' | '\u{2007}' | '\t' => bytes.push(b' '),
            '\u{2212}' | '\u{2011}' => bytes.push(b'-'),
            '≥' => bytes.extend(b">="),
            '≤' => bytes.extend(b"<="),
            '→' => bytes.extend(b"->"),
            letter if letter.is_control() => {}
            letter => {
                let mut buffer = [0; 4];
                let (byte, _, unknown) = WINDOWS_1252.encode(letter.encode_utf8(&mut buffer));
                if unknown { bytes.push(b'?') } else { bytes.extend(byte.iter()) }
            }
        }
    }
    bytes
}

/// A text in lines no wider than so many points. A word that is wider alone is cut.
pub(super) fn lines(text: &str, bold: bool, size: f32, room: f32) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for paragraph in text.lines() {
        let mut line: Vec<u8> = Vec::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            let mut word = bytes(word);
            let gap = if line.is_empty() { 0.0 } else { width(b" ", bold, size) };
            let longer = width(&line, bold, size) + width(&word, bold, size) + gap;
            if longer > room && !line.is_empty() {
                all.push(std::mem::take(&mut line));
            }
            while width(&word, bold, size) > room && word.len() > 1 {
                let fits = (1..word.len())
                    .rev()
                    .find(|end| word.get(..*end).is_some_and(|part| width(part, bold, size) <= room));
                let rest = word.split_off(fits.unwrap_or(1));
                all.push(std::mem::replace(&mut word, rest));
            }
            if !line.is_empty() {
                line.push(b' ');
            }
            line.extend(word);
        }
        all.push(line);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_its_room() {
        let text = "Satu kata yang sangatlahpanjangsekalitanpasatupunspasidiantaranya dan “kutipan” – selesai.\nBaris baru";
        for bold in [false, true] {
            let lines = lines(text, bold, 11.0, 120.0);
            assert!(lines.iter().all(|line| width(line, bold, 11.0) <= 120.0));
            let joined: usize = lines.iter().flatten().filter(|byte| **byte != b' ').count();
            assert_eq!(
                joined,
                text.chars().filter(|letter| !letter.is_whitespace()).count(),
                "nothing is lost"
            );
        }
    }

    #[test]
    fn letters_that_the_face_lacks_are_written_otherwise() {
        assert_eq!(bytes("≥ 5 → 6\u{202f}000 π"), b">= 5 -> 6 000 ?");
        assert_eq!(bytes("–"), [0x96]);
    }
}
