//! What a device may fetch: the list of forms, a form, the list of choices that a form brings along.

use model::Id;

use super::{Device, Target, shelf};
use crate::access::Role;
use crate::db::{Tx, Verdict};
use crate::error::{Error, Result};
use crate::node::Node;

/// One form as a device is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormLine {
    /// Id that versions share.
    pub form_id: String,
    /// Version.
    pub version: String,
    /// Title.
    pub title: String,
    /// MD5 of the form, as hexadecimal.
    pub md5: String,
    /// What its manifest lists.
    pub target: Target,
    /// Whether the organisation published it itself: only beside such forms may tables lie.
    pub own: bool,
}

/// A form as it is downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFile {
    /// The XForm.
    pub document: String,
    /// The XForm for engines that do not know `itemsets.csv`, where it differs.
    pub whole: Option<String>,
    /// What its manifest lists.
    pub target: Target,
    /// Tables that came with the form.
    pub tables: Vec<FormTable>,
}

/// A table beside a form. It was published with it, and is as little about anybody as the form itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormTable {
    /// Name of the file.
    pub file: String,
    /// Its type, as HTTP names it.
    pub media_type: &'static str,
    /// CSV or XML.
    pub content: String,
    /// MD5 of it, as hexadecimal.
    pub md5: String,
}

impl FormTable {
    fn new(file: &str, media_type: &'static str, content: String) -> Self {
        let md5 = seal::openrosa_checksum(content.as_bytes());
        Self { file: file.to_owned(), media_type, content, md5 }
    }

    fn all_of(form: &forms::Form) -> Vec<Self> {
        let given =
            form.files.iter().map(|table| Self::new(&table.file, table.media_type(), table.content()));
        let itemsets = forms::itemsets(form);
        given.chain(itemsets.map(|csv| Self::new(forms::ITEMSETS, "text/csv; charset=utf-8", csv))).collect()
    }
}

impl Node {
    /// Forms that a device's post may use. Forms name nobody, so that looking at the list is no act.
    ///
    /// # Errors
    /// [`Error::Denied`] `no-post` when its user has left the post; [`Error::Storage`].
    pub async fn forms_for(&self, device: &Device) -> Result<Vec<FormLine>> {
        let (organisation, post) = (device.organisation, device.post);
        let holding = device.actor.holdings_at(self.now()).next().ok_or(Error::Denied("no-post"))?;
        let role = holding.role.clone();
        self.db()
            .read(move |tx| {
                let role = role.clone();
                Box::pin(async move { lines(tx, organisation, post, &role).await })
            })
            .await
    }

    /// A version of a form for a device whose post may use it. What was fetched once stays known, whatever program comes after.
    ///
    /// # Errors
    /// [`Error::Denied`] `no-post`; [`Error::NotFound`] when there is no such form for this post; [`Error::Storage`].
    pub async fn form_for(&self, device: &Device, form_id: &str, version: &str) -> Result<FormFile> {
        let (organisation, post) = (device.organisation, device.post);
        let holding = device.actor.holdings_at(self.now()).next().ok_or(Error::Denied("no-post"))?;
        let role = holding.role.clone();
        let (form_id, version) = (form_id.to_owned(), version.to_owned());
        self.db()
            .write(move |tx: &mut Tx| {
                let (role, form_id, version) = (role.clone(), form_id.clone(), version.clone());
                Box::pin(async move {
                    let file = file(tx, (organisation, post), &role, (&form_id, &version)).await;
                    (if file.is_ok() { Verdict::Keep } else { Verdict::Undo }, file)
                })
            })
            .await
    }
}

/// A list of choices as a form reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceFile {
    /// CSV: `name`, `label`, `versi`.
    pub csv: Vec<u8>,
    /// MD5 of it, as hexadecimal.
    pub md5: String,
}

impl Node {
    /// Who shows this `Authorization` header.
    ///
    /// # Errors
    /// As [`device`](Self::device).
    pub async fn device_by_header(&self, header: &str, source: &[u8]) -> Result<Device> {
        let (user, secret) = pair(header)?;
        self.device(&user, &secret, source).await
    }

    /// The choices that a form brings along, as the file that it reads.
    ///
    /// # Errors
    /// As [`visits_for`](Self::visits_for).
    pub async fn choices_for(&self, device: &Device, target: Target) -> Result<ChoiceFile> {
        let rows = self.visits_for(device, target).await?;
        let rows = rows.iter().map(|row| vec![row.id.to_string(), row.label(), row.version.to_string()]);
        let mut csv = Vec::new();
        formats::write_csv(&mut csv, &["name", "label", "versi"], rows, formats::CsvOptions::default())
            .map_err(|_| Error::Storage("a list of choices".into()))?;
        let md5 = seal::openrosa_checksum(&csv);
        Ok(ChoiceFile { csv, md5 })
    }
}

/// Name and secret in an `Authorization` header (RFC 7617).
///
/// # Errors
/// [`Error::NotSignedIn`] for another header.
pub fn pair(header: &str) -> Result<(String, String)> {
    let encoded = header.get(..6).filter(|start| start.eq_ignore_ascii_case("basic "));
    let encoded = encoded.and_then(|_| header.get(6..)).unwrap_or_default();
    let plain = seal::from_base64(encoded.trim()).map_err(|_| Error::NotSignedIn)?;
    let plain = String::from_utf8(plain).map_err(|_| Error::NotSignedIn)?;
    let (user, secret) = plain.split_once(':').ok_or(Error::NotSignedIn)?;
    Ok((user.trim().to_owned(), secret.to_owned()))
}

async fn lines(tx: &mut Tx, organisation: Id, post: Id, role: &Role) -> Result<Vec<FormLine>> {
    let mut lines = Vec::new();
    for version in shelf::newest(tx, organisation).await? {
        let Ok(mapping) = forms::mapping::Mapping::parse(&version.mapping) else { continue };
        let offer = shelf::offer(tx, organisation, &version.form_id).await?;
        if shelf::may_use(role, post, &mapping, &offer) {
            lines.push(FormLine {
                form_id: version.form_id,
                version: version.version,
                title: version.title,
                md5: version.md5,
                target: Target::of(&mapping),
                own: version.organisation.is_some(),
            });
        }
    }
    lines.sort_by(|a, b| a.form_id.cmp(&b.form_id));
    Ok(lines)
}

async fn file(
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    role: &Role,
    (form_id, version): (&str, &str),
) -> Result<FormFile> {
    let whole = shelf::find(tx, organisation, form_id, version).await?.ok_or(Error::NotFound)?;
    let offer = shelf::offer(tx, organisation, form_id).await?;
    if !shelf::may_use(role, post, &whole.mapping, &offer) {
        return Err(Error::NotFound);
    }
    if whole.version.id.is_none() {
        shelf::keep_ready(tx, form_id, version).await?;
    }
    let (target, tables) = (whole.target(), FormTable::all_of(&whole.form));
    let looked_up = tables.iter().any(|table| table.file == forms::ITEMSETS);
    let engine = looked_up.then(|| super::target::whole_document(&whole.form, target));
    Ok(FormFile { document: whole.document(), whole: engine, target, tables })
}
