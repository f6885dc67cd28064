//! What the program is asked.

use std::fs::File;
use std::io::Read;

use seal::evidence::{MAX_BUNDLE, Trust};
use seal::witness::WitnessVerifier;

pub(crate) const USAGE: &str = "\
Usage: jejaring-verify BUNDLE --anchor FILE [--witness KEY]... [--need N] [--content]

  BUNDLE         the bundle of evidence, a JSON file
  --anchor FILE  the network's anchor (name, operator keys, threshold), received from an operator in person
  --witness KEY  verifier key of a witness (name+id+base64); given one or more, those of the directory are not believed
  --need N       witnesses that must have countersigned each checkpoint; otherwise what the directory's policy says
  --content      print the revealed content

Example:
  jejaring-verify referral-evidence.json --anchor contoh-anchor.json --need 2
Exit code 0: everything holds. 1: something is wrong, and the sentence says what. 2: wrong use.";

/// Files and keys.
pub(crate) struct Question {
    pub(crate) bundle: Vec<u8>,
    pub(crate) trust: Trust,
    pub(crate) show_content: bool,
}

impl Question {
    /// Reads the arguments and the files they name; `None` when only help was wanted.
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let (mut bundle, mut anchor) = (None, None);
        let (mut witnesses, mut needed, mut show_content) = (Vec::new(), None, false);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--help" | "-h" => return Ok(None),
                "--anchor" => anchor = Some(value()?),
                "--witness" => witnesses.push(WitnessVerifier::parse(&value()?).map_err(|e| e.to_string())?),
                "--need" => {
                    needed = Some(value()?.parse().map_err(|_| "--need takes a number".to_owned())?);
                }
                "--content" => show_content = true,
                option if option.starts_with('-') => return Err(format!("{option} is not known")),
                _ if bundle.is_some() => return Err("name one bundle only".to_owned()),
                _ => bundle = Some(word),
            }
        }
        let bundle = bundle.ok_or("name the bundle")?;
        let anchor = anchor.ok_or("--anchor is missing: without it nothing can be believed")?;
        let anchor = Trust::read_anchor(&file(&anchor)?).map_err(|error| format!("{anchor}: {error}"))?;
        let trust = Trust { anchor, witnesses, needed };
        Ok(Some(Self { bundle: file(&bundle)?, trust, show_content }))
    }
}

fn file(path: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    // One byte more than allowed, so that a longer file is refused and not cut.
    let read = File::open(path).and_then(|file| file.take(MAX_BUNDLE as u64 + 1).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|error| format!("{path} cannot be read: {error}"))
}
