//! What operators of a network do: keys of their own, signatures under a directory.

use std::path::PathBuf;

use clap::Args;
use node::Chance;
use seal::SigningKey;
use seal::exchange::{DIRECTORY_TYPE, Directory, Dsse, Hash};
use serde_json::json;

use super::{no_json, read};
use crate::failure::{Failure, Result};
use crate::home::{self, files};
use crate::out::Out;

/// Make the key of an operator of a network
#[derive(Debug, Args)]
pub(super) struct Operator {
    /// Where the key is written, readable by its owner alone
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Operator {
    pub(super) fn run(self, out: &mut Out) -> Result<()> {
        if self.out.exists() {
            return Err(Failure::usage(format!(
                "{} is there already: name another file",
                self.out.display()
            )));
        }
        let key = SigningKey::generate(&mut *home::chance().stream());
        files::replace(&self.out, seal::to_hex(key.expose_bytes()).as_bytes(), files::PRIVATE)?;
        let public = Hash(key.verifying_key().to_bytes());
        out.say(format_args!("Public key, for the anchor and for `operators` of the directory: {public}"));
        out.finish(&json!({ "ok": true, "key": public }));
        Ok(())
    }
}

/// Sign a directory: a draft of one, or one that another operator signed already
#[derive(Debug, Args)]
pub(super) struct Sign {
    /// The operator's key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The draft, or the signed directory
    file: PathBuf,
    /// Where the signed directory is written
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Also write the anchor of the network here
    #[arg(long, value_name = "FILE")]
    anchor: Option<PathBuf>,
}

impl Sign {
    pub(super) fn run(self, out: &mut Out) -> Result<()> {
        let seed = String::from_utf8(read(&self.key)?).ok().and_then(|text| seal::from_hex(text.trim()).ok());
        let seed: [u8; 32] = seed.and_then(|seed| seed.try_into().ok()).ok_or_else(|| no_json(&self.key))?;
        let key = SigningKey::from_bytes(&seed);
        let bytes = read(&self.file)?;
        let document = match Dsse::parse_directory(&bytes) {
            Ok(mut signed) => {
                signed.sign_also(&key);
                signed
            }
            Err(_) => {
                let draft: Directory = serde_json::from_slice(&bytes).map_err(|_| no_json(&self.file))?;
                let payload = serde_json::to_vec(&draft).map_err(|_| no_json(&self.file))?;
                Dsse::sign(DIRECTORY_TYPE, payload, &[&key])
            }
        };
        let directory = Directory::adopted(&document).map_err(|_| no_json(&self.file))?;
        files::replace(&self.out, &document.to_bytes(), 0o644)?;
        let anchor = directory.anchor();
        if let Some(path) = &self.anchor {
            let text = serde_json::to_vec(&anchor).map_err(|_| no_json(path))?;
            files::replace(path, &text, 0o644)?;
        }
        let (signed, needed) = (document.signatures.len(), directory.threshold);
        out.say(format_args!("Version {} has {signed} signature(s); {needed} are needed", directory.version));
        out.say(format_args!("Fingerprint of the anchor: {}", anchor.fingerprint()));
        out.finish(
            &json!({ "ok": true, "version": directory.version, "signatures": signed, "needed": needed }),
        );
        Ok(())
    }
}
