//! A form with a file in it. The token comes first, so that nothing of a stranger's file is read.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};

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

impl FromRequest<WebState> for Upload {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Fault> {
        let visitor = request.extensions().get::<Arc<Visitor>>().cloned().ok_or(Fault::Form)?;
        let mut form = Multipart::from_request(request, state).await.map_err(|_| Fault::Form)?;
        let (mut sent, mut checked) = (Self::default(), false);
        while let Some(part) = form.next_field().await.map_err(unread)? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "form_token" {
                checked = fits(&part.text().await.map_err(unread)?, &visitor.form_token);
            } else if !checked {
                return Err(Fault::Form);
            } else if name == "file" {
                part.file_name().unwrap_or_default().clone_into(&mut sent.name);
                sent.bytes = part.bytes().await.map_err(unread)?.to_vec();
            } else if name == "beside" {
                let file = part.file_name().unwrap_or_default().to_owned();
                let bytes = part.bytes().await.map_err(unread)?.to_vec();
                // A browser sends an empty part where no file was chosen.
                if !file.is_empty() {
                    sent.beside.push((file, bytes));
                }
            } else {
                sent.fields.insert(name, part.text().await.map_err(unread)?);
            }
        }
        if checked { Ok(sent) } else { Err(Fault::Form) }
    }
}

fn unread(error: MultipartError) -> Fault {
    if error.status().as_u16() == 413 { Fault::TooLargeFile } else { Fault::Unreadable }
}
