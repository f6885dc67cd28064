//! Writing a backup.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use node::{Chance, Contents, Node, NodeSecrets};
use seal::{MemberKey, RecoveryBox, SealWriter};
use tokio::sync::mpsc;

use super::{MAGIC, Manifest, Preamble, key_id};
use crate::failure::{Failure, Result};
use crate::home::{Home, chance, files};

/// Writes a backup to a path beside `to`; answers that path and what went into it. The caller reads it back and gives it its name.
pub(crate) async fn write(
    home: &Home,
    node: &Node,
    secrets: &NodeSecrets,
    to: &Path,
    progress: &ProgressBar,
) -> Result<(PathBuf, Contents)> {
    let mut entropy = chance().stream();
    let key = MemberKey::generate(&mut *entropy);
    let recovery = home.path("recovery.box");
    let recovery = std::fs::read(&recovery).map_err(|error| Failure::file(&recovery, &error))?;
    let mut preamble = Preamble {
        member: home.config.member.clone(),
        id: node.new_id().to_string(),
        taken_at: node.now().millis(),
        wrapped_key: String::new(),
        recovery_box: seal::to_base64(RecoveryBox::from_bytes(recovery).as_bytes()),
    };
    let wrapped = secrets.node.wrap_member(&key, &preamble.bound(), &mut *entropy);
    preamble.wrapped_key = seal::to_base64(wrapped.as_bytes());
    let config = &home.config;
    let manifest =
        Manifest { name: config.name.clone(), listen: config.listen, head: node.checkpoint().await? };
    let (preamble, manifest) = (json(&preamble)?, json(&manifest)?);
    let path = files::partial(to);
    let (target, bar) = (path.clone(), progress.clone());
    let (send, mut frames) = mpsc::channel::<Vec<u8>>(4);
    let writing = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
        let mut file = BufWriter::new(files::create(&target, files::PRIVATE)?);
        file.write_all(MAGIC)?;
        put(&mut file, &preamble)?;
        let key = Preamble::stream_key(&key);
        let mut stream = SealWriter::new(file, &key, &key_id(&preamble), &mut *entropy)?;
        put(&mut stream, &manifest)?;
        while let Some(frame) = frames.blocking_recv() {
            put(&mut stream, &frame)?;
            bar.inc(frame.len() as u64);
        }
        let file: File = stream.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()
    });
    let dumped = node.dump(send).await;
    let written =
        writing.await.map_err(|_| Failure::new("writing the backup was interrupted: begin again"))?;
    // When writing failed, the dump only saw its receiver go away.
    if let Err(error) = written {
        let _ = std::fs::remove_file(&path);
        return Err(Failure::file(to, &error));
    }
    match dumped {
        Ok(contents) => Ok((path, contents)),
        Err(error) => {
            let _ = std::fs::remove_file(&path);
            Err(error.into())
        }
    }
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|_| Failure::new("the configuration cannot be written into a backup"))
}

/// Length, then bytes.
fn put(to: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| std::io::Error::other("a frame is too long"))?;
    to.write_all(&length.to_be_bytes())?;
    to.write_all(bytes)
}
