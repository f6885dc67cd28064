//! `jejaring init`

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use node::acts::staff::{FoundNode, SetFirstPassword};
use node::{Chance, NodeSecrets, Place};
use seal::{RecoveryBox, RecoverySecret, Zeroizing};
use serde_json::json;

use crate::failure::{Failure, Result};
use crate::home::{Config, Home, chance, files, spell};
use crate::member_id::MemberId;
use crate::out::Out;
use crate::secret_input;

/// Make a node: keys, database, the organisation and its first administrator
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring init --dir /srv/jejaring --member ID/NGO/CONTOH-KASIH \\
    --name \"Yayasan Contoh Kasih\" --admin admin@contoh.invalid
  (asks for the administrator's password and prints the 24 recovery words once: have paper and a pen ready)")]
pub(crate) struct Init {
    /// Directory to make; it must not exist yet
    #[arg(long)]
    dir: PathBuf,
    /// Member id: ISO country / class (GOV LEA NCB FIU HOT NGO IGO TOU PLT) / name (A-Z 0-9 -)
    #[arg(long, value_name = "ID/NGO/NAME")]
    member: MemberId,
    /// Name of the organisation
    #[arg(long)]
    name: String,
    /// E-mail address that the first administrator signs in with
    #[arg(long, value_name = "EMAIL", value_parser = email)]
    admin: String,
    /// Database: postgres://user@host/name or sqlite:PATH [default: node.db in the directory]
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Read the administrator's password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

fn email(text: &str) -> std::result::Result<String, String> {
    match text.split_once('@') {
        Some((local, domain)) if !local.is_empty() && domain.contains('.') && !text.contains(' ') => {
            Ok(text.to_owned())
        }
        _ => Err("an address has the form name@example.org".into()),
    }
}

impl Init {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        if self.name.trim().is_empty() {
            return Err(Failure::usage("the organisation needs a name: --name NAME"));
        }
        if self.dir.exists() {
            return Err(Failure::new(format!("{} exists already: name a new directory", self.dir.display())));
        }
        let config = Config::new(self.member.clone(), self.name.trim(), self.database.clone());
        let home = Home::at(&self.dir, config);
        let place = home.place(None)?;
        let password = secret_input::new_password(self.password_stdin)?;
        files::private_directory(&self.dir)?;
        let words = match self.make(&home, &place, &password).await {
            Ok(words) => words,
            Err(failure) => {
                // Nothing was there before, and half a node is of no use.
                let _ = fs::remove_dir_all(&self.dir);
                return Err(failure);
            }
        };
        out.say(format_args!("{} / node of {}: {}", "Node dibuat", self.member, self.dir.display()));
        out.say(format_args!("Basis data / database: {}", spell(&place)));
        say_words(out, &words);
        out.say(format_args!("Langkah berikut / next: jejaring serve --dir {}", self.dir.display()));
        out.finish(&json!({
            "ok": true, "member": self.member, "dir": self.dir, "recovery_words": words.as_str(),
        }));
        Ok(())
    }

    async fn make(&self, home: &Home, place: &Place, password: &str) -> Result<Zeroizing<String>> {
        let mut entropy = chance().stream();
        let secrets = NodeSecrets::generate(&mut *entropy);
        let recovery = RecoverySecret::generate(&mut *entropy);
        home.write_secrets(&home.key_path(), &secrets)?;
        seal_box(home, &recovery, &secrets, &home.path("recovery.box"))?;
        let node = home.opened(place, secrets).await.map_err(|error| match error {
            node::Error::Sealed => {
                Failure::new("the database belongs to another node: name an empty database")
            }
            other => other.into(),
        })?;
        let found = FoundNode {
            member_id: self.member.to_string(),
            name: self.name.trim().to_owned(),
            email: self.admin.clone(),
            admin_name: "Administrator".into(),
        };
        let founded = node.perform(&node.system("init"), found).await?;
        node.set_first_password(SetFirstPassword::new(founded.account, password), &self.admin).await?;
        node.place_waiting().await?;
        home.keep_apart(&node).await?;
        // Written last: a directory with it is a whole node.
        home.save()?;
        Ok(recovery.words())
    }
}

/// Seals the keys under the recovery words.
pub(super) fn seal_box(
    home: &Home,
    words: &RecoverySecret,
    secrets: &NodeSecrets,
    path: &Path,
) -> Result<()> {
    let member = home.config.member.as_str();
    let mut entropy = chance().stream();
    let sealed = RecoveryBox::seal(words, member, &secrets.node, &secrets.signing, &mut *entropy);
    files::replace(path, sealed.as_bytes(), files::PRIVATE)
}

/// Shows the words, numbered, as they belong on paper.
pub(super) fn say_words(out: &Out, words: &str) {
    out.say(
        "\nKATA PEMULIHAN. Salin 24 kata ini ke kertas dan simpan di tempat terkunci, jauh dari server.\n\
         Kata ini hanya ditampilkan sekali. Jika server rusak atau hilang, hanya dengan kata ini dan berkas cadangan data\n\
         dapat dipulihkan. Siapa pun yang memegang keduanya dapat membaca semua data.\n\n\
         RECOVERY WORDS. Copy these 24 words to paper and lock them away, far from the server.\n\
         They are shown only once. If the server is lost, the data comes back only with these words and a backup file.\n\
         Whoever holds both can read everything.\n",
    );
    let words: Vec<&str> = words.split(' ').collect();
    for (row, chunk) in words.chunks(4).enumerate() {
        let numbered =
            chunk.iter().enumerate().map(|(at, word)| format!("{:>4}. {word:<10}", row * 4 + at + 1));
        out.say(numbered.collect::<String>().trim_end());
    }
    out.say("");
}
