//! Signed notes (C2SP signed-note): a text and below it a line for each signature.

use std::fmt;

use crate::named_key::{NamedKey, is_key_name};
use crate::sign::SigningKey;
use crate::tag::{from_base64, to_base64};

/// Ed25519 over the note text, the one signature type we make and check.
const ED25519: u8 = 1;
/// The standard asks that at least 16 be accepted.
const MOST_SIGNATURES: usize = 64;
const MOST_BYTES: usize = 64 * 1024;
const MARK: &str = "— ";

/// Why a note is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Over 64 KiB or over 64 signatures.
    #[error("note is too large: it is not one of ours")]
    TooLarge,
    /// No blank line between text and signatures, or the text does not end in a line break.
    #[error("note has no signature block: copy it whole, to the last line")]
    NoSignatures,
    /// A control character other than the line break.
    #[error("note contains a control character: copy it as plain text")]
    ControlCharacter,
    /// A signature line that is not `— name base64`; the number counts signature lines from 1.
    #[error("signature line {0} is damaged: copy the note again")]
    BadSignatureLine(usize),
    /// A key name that is empty or has a space or a plus sign.
    #[error("key name must not be empty nor contain spaces or '+'")]
    BadKeyName,
    /// A verifier key that is not `name+id+base64`, or whose id does not belong to its key.
    #[error("verifier key is damaged: copy it again from the other node")]
    BadVerifierKey,
    /// A key we know has signed something else than this text.
    #[error("signature by a known key does not hold: the text was altered; do not trust it")]
    BadSignature,
    /// None of the keys we know has signed.
    #[error("no known key has signed: add the key of the other node first")]
    Unsigned,
}

/// A signing key under its name.
#[derive(Debug)]
pub struct NoteSigner<'a> {
    verifier: NoteVerifier,
    key: &'a SigningKey,
}

impl<'a> NoteSigner<'a> {
    /// Names a key; for a log the name is its origin.
    ///
    /// # Errors
    /// [`NoteError::BadKeyName`].
    pub fn new(name: &str, key: &'a SigningKey) -> Result<Self, NoteError> {
        Ok(Self { verifier: NoteVerifier::new(name, key.verifying_key())?, key })
    }

    /// The public side.
    #[must_use]
    pub fn verifier(&self) -> &NoteVerifier {
        &self.verifier
    }
}

/// A public key that signs notes, under its name.
pub type NoteVerifier = NamedKey<ED25519>;

#[derive(Debug, Clone, PartialEq, Eq)]
struct SignatureLine {
    name: String,
    id: [u8; 4],
    signature: Vec<u8>,
}

/// A text with its signatures, checked or not. `Display` gives the form that travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<SignatureLine>,
}

impl SignedNote {
    /// Signs `text`, which must end in a line break.
    ///
    /// # Errors
    /// [`NoteError::NoSignatures`], [`NoteError::ControlCharacter`], [`NoteError::TooLarge`] for a text that cannot be a note.
    pub fn sign(text: &str, signer: &NoteSigner<'_>) -> Result<Self, NoteError> {
        check_characters(text)?;
        if !text.ends_with('\n') {
            return Err(NoteError::NoSignatures);
        }
        let mut note = Self { text: text.to_owned(), signatures: Vec::new() };
        note.add_signature(signer);
        Ok(note)
    }

    /// Adds a signature, in place of an earlier one by the same key.
    pub fn add_signature(&mut self, signer: &NoteSigner<'_>) {
        let signature = signer.key.sign_bare(self.text.as_bytes()).to_vec();
        self.put_line(signer.verifier.name(), signer.verifier.id(), signature);
    }

    /// The text before anybody has verified it.
    pub(crate) fn unverified_text(&self) -> &str {
        &self.text
    }

    /// Key name, key id and bytes of each signature line.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&str, [u8; 4], &[u8])> {
        self.signatures.iter().map(|line| (line.name.as_str(), line.id, line.signature.as_slice()))
    }

    /// Adds a line in place of an earlier one by the same key.
    pub(crate) fn put_line(&mut self, name: &str, id: [u8; 4], signature: Vec<u8>) {
        self.signatures.retain(|line| line.name != name || line.id != id);
        self.signatures.push(SignatureLine { name: name.to_owned(), id, signature });
    }

    /// Reads a note without believing it: only [`SignedNote::verify`] gives the text.
    ///
    /// # Errors
    /// [`NoteError`] when the form is not that of a signed note.
    pub fn parse(note: &str) -> Result<Self, NoteError> {
        check_characters(note)?;
        let (text, block) = note.rsplit_once("\n\n").ok_or(NoteError::NoSignatures)?;
        let block = block.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let lines = block.split('\n').enumerate();
        let signatures = lines
            .map(|(n, line)| parse_line(line).ok_or(NoteError::BadSignatureLine(n + 1)))
            .collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > MOST_SIGNATURES {
            return Err(NoteError::TooLarge);
        }
        Ok(Self { text: format!("{text}\n"), signatures })
    }

    /// The text, once at least one known key has signed it and no signature by a known key fails. Unknown keys are ignored, as the
    /// standard asks. Also the names of the known keys that signed.
    ///
    /// # Errors
    /// [`NoteError::BadSignature`], [`NoteError::Unsigned`].
    pub fn verify<'k>(&self, known: &'k [NoteVerifier]) -> Result<(&str, Vec<&'k str>), NoteError> {
        let mut names = Vec::new();
        for line in &self.signatures {
            let matching = known.iter().find(|key| key.name() == line.name && key.id() == line.id);
            let Some(verifier) = matching else { continue };
            verifier
                .key()
                .verify_bare(self.text.as_bytes(), &line.signature)
                .map_err(|_| NoteError::BadSignature)?;
            if !names.contains(&verifier.name()) {
                names.push(verifier.name());
            }
        }
        if names.is_empty() { Err(NoteError::Unsigned) } else { Ok((&self.text, names)) }
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for line in &self.signatures {
            writeln!(
                f,
                "{MARK}{} {}",
                line.name,
                to_base64(&[&line.id, line.signature.as_slice()].concat())
            )?;
        }
        Ok(())
    }
}

fn parse_line(line: &str) -> Option<SignatureLine> {
    let (name, signature) = line.strip_prefix(MARK)?.split_once(' ')?;
    let bytes = from_base64(signature).ok()?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    if !is_key_name(name) || signature.is_empty() {
        return None;
    }
    Some(SignatureLine { name: name.to_owned(), id: *id, signature: signature.to_vec() })
}

fn check_characters(note: &str) -> Result<(), NoteError> {
    if note.len() > MOST_BYTES {
        return Err(NoteError::TooLarge);
    }
    let control = |c: char| c < ' ' && c != '\n';
    if note.contains(control) { Err(NoteError::ControlCharacter) } else { Ok(()) }
}
