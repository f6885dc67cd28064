//! A form with a file in it. The token comes first, so that nothing of a stranger's file is read.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use node::Way;

use crate::carried::{is_of, look, look_at_file, look_at_head, read};
use crate::error::Fault;
use crate::session::fits;
use crate::state::WebState;
use crate::visitor::Visitor;

/// Largest form that is read, in bytes: a file of 8 MiB and what surrounds it.
pub(crate) const LIMIT: usize = (8 << 20) + (64 << 10);

/// What was sent; a file or a field that was not is empty.
#[derive(Default)]
pub(crate) struct Upload {
    /// The file's name. Only its ending is kept; of a file beside it all of it, for forms read it under its name.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// Files that lie beside it, each with its name.
    pub(crate) beside: Vec<(String, Vec<u8>)>,
    fields: HashMap<String, String>,
}

impl Upload {
    /// The text of a field.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// A file whose bytes are sealed: what lies in it is looked through when it was opened.
pub(crate) struct SealedUpload(pub(crate) Upload);

impl FromRequest<WebState> for Upload {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Fault> {
        receive(request, state, true).await
    }
}

impl FromRequest<WebState> for SealedUpload {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Fault> {
        receive(request, state, false).await.map(Self)
    }
}

async fn receive(request: Request, state: &WebState, looks: bool) -> Result<Upload, Fault> {
    let visitor = request.extensions().get::<Arc<Visitor>>().cloned().ok_or(Fault::Form)?;
    if !is_of(request.headers(), "multipart/form-data") {
        read(request, &visitor, Way::Upload).await?;
        return Err(Fault::Form);
    }
    let mut form = Multipart::from_request(request, state).await.map_err(|_| Fault::Form)?;
    let (mut sent, mut checked) = (Upload::default(), false);
    while let Some(part) = form.next_field().await.map_err(unread)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "form_token" {
            checked = fits(&part.text().await.map_err(unread)?, &visitor.form_token);
        } else if !checked {
            return Err(Fault::Form);
        } else if name == "file" || name == "beside" {
            let (file, bytes) = file(&visitor, part, looks).await?;
            if name == "file" {
                (sent.name, sent.bytes) = (file, bytes);
            } else if !file.is_empty() {
                // A browser sends an empty part where no file was chosen.
                sent.beside.push((file, bytes));
            }
        } else {
            let text = part.text().await.map_err(unread)?;
            look(&visitor, Way::Upload, text.as_bytes()).await?;
            sent.fields.insert(name, text);
        }
    }
    if checked { Ok(sent) } else { Err(Fault::Form) }
}

/// Bytes of a file that are looked at before more of it is read: what says at once that it is a picture or a recording is not read on.
const HEAD: usize = 512;

/// One file, by its name, looked through.
async fn file(visitor: &Visitor, mut part: Field<'_>, looks: bool) -> Result<(String, Vec<u8>), Fault> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let media_type = part.content_type().map(str::to_owned);
    let claim = (&*name, media_type.as_deref());
    let (mut bytes, mut looked) = (Vec::new(), !looks);
    while let Some(chunk) = part.chunk().await.map_err(unread)? {
        bytes.extend_from_slice(&chunk);
        if !looked && bytes.len() >= HEAD {
            looked = true;
            look_at_head(visitor, claim, &bytes)?;
        }
    }
    if looks && !bytes.is_empty() {
        bytes = look_at_file(visitor, claim, bytes).await?;
    }
    Ok((name, bytes))
}

fn unread(error: MultipartError) -> Fault {
    if error.status().as_u16() == 413 { Fault::TooLargeFile } else { Fault::Unreadable }
}
