//! What the program is asked.

use std::fs::File;
use std::io::Read;

use seal::evidence::{MAX_BUNDLE, MAX_HISTORY, MAX_LOG, Trust};
use seal::witness::WitnessVerifier;

pub(crate) const USAGE: &str = "\
Usage: jejaring-verify BUNDLE --anchor FILE [--witness KEY]... [--need N] [--content]
       jejaring-verify --log FILE [--log FILE]... --anchor FILE [--witness KEY]... [--need N]
       jejaring-verify --directory FILE [--directory FILE]... --anchor FILE

  BUNDLE         the bundle of evidence, a JSON file
  --log FILE     what a node shows of its journal and saw of others' (`jejaring exchange log`); the files of several nodes are
                 compared with one another: each journal must be the same for everybody who saw it
  --directory FILE
                 versions of the network's directory, one alone or several (`jejaring exchange directories`), of one node or of
                 several: each has to be signed by the operators whom the version before names, and those that one operator
                 signed alone are named
  --anchor FILE  the network's anchor (name, operator keys, threshold), received from an operator in person
  --witness KEY  verifier key of a witness (name+id+base64); given one or more, those of the directory are not believed
  --need N       witnesses that must have countersigned each checkpoint; otherwise what the directory's policy says
  --content      print the revealed content

Example:
  jejaring-verify referral-evidence.json --anchor contoh-anchor.json --need 2
  jejaring-verify --log kasih.json --log halimbawa.json --log kementerian.json --anchor contoh-anchor.json
  jejaring-verify --directory directories.json --anchor contoh-anchor.json
Exit code 0: everything holds. 1: something is wrong, and the sentence says what. 2: wrong use.";

/// What is to be checked.
pub(crate) enum Subject {
    /// Evidence of one exchange.
    Bundle(Vec<u8>),
    /// Journals of several nodes.
    Logs(Vec<Vec<u8>>),
    /// Versions of the directory.
    Directories(Vec<Vec<u8>>),
}

/// Files and keys.
pub(crate) struct Question {
    pub(crate) subject: Subject,
    pub(crate) trust: Trust,
    pub(crate) show_content: bool,
}

impl Question {
    /// Reads the arguments and the files they name; `None` when only help was wanted.
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Option<Self>, String> {
        let (mut bundle, mut anchor, mut logs, mut directories) = (None, None, Vec::new(), Vec::new());
        let (mut witnesses, mut needed, mut show_content) = (Vec::new(), None, false);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--help" | "-h" => return Ok(None),
                "--anchor" => anchor = Some(value()?),
                "--log" => logs.push(value()?),
                "--directory" => directories.push(value()?),
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
        if [bundle.is_some(), !logs.is_empty(), !directories.is_empty()]
            .iter()
            .filter(|named| **named)
            .count()
            != 1
        {
            return Err(
                "name either a bundle or journal files with --log or versions with --directory".to_owned()
            );
        }
        let anchor = anchor.ok_or("--anchor is missing: without it nothing can be believed")?;
        let anchor =
            Trust::read_anchor(&file(&anchor, MAX_BUNDLE)?).map_err(|error| format!("{anchor}: {error}"))?;
        let trust = Trust { anchor, witnesses, needed };
        let files =
            |paths: &[String], most| paths.iter().map(|path| file(path, most)).collect::<Result<_, _>>();
        let subject = match bundle {
            Some(bundle) => Subject::Bundle(file(&bundle, MAX_BUNDLE)?),
            None if logs.is_empty() => Subject::Directories(files(&directories, MAX_HISTORY)?),
            None => Subject::Logs(files(&logs, MAX_LOG)?),
        };
        Ok(Some(Self { subject, trust, show_content }))
    }
}

fn file(path: &str, most: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    // One byte more than allowed, so that a longer file is refused and not cut.
    let read = File::open(path).and_then(|file| file.take(most as u64 + 1).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|error| format!("{path} cannot be read: {error}"))
}
