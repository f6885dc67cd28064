//! A form with one file in it. The token comes first, so that nothing of a stranger's file is read.

use std::sync::Arc;

use axum::extract::{FromRequest, Multipart, Request};

use crate::error::Fault;
use crate::session::fits;
use crate::state::WebState;
use crate::visitor::Visitor;

/// Largest form that is read, in bytes: a file of 8 MiB and what surrounds it.
pub(crate) const LIMIT: usize = (8 << 20) + (64 << 10);

/// The file, as sent.
pub(crate) struct Upload {
    /// Only its ending is kept.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl FromRequest<WebState> for Upload {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Fault> {
        let visitor = request.extensions().get::<Arc<Visitor>>().cloned().ok_or(Fault::Form)?;
        let mut form = Multipart::from_request(request, state).await.map_err(|_| Fault::Form)?;
        let mut checked = false;
        let too_large = |error: axum::extract::multipart::MultipartError| {
            if error.status().as_u16() == 413 { Fault::TooLargeFile } else { Fault::Unreadable }
        };
        while let Some(part) = form.next_field().await.map_err(too_large)? {
            if part.name() == Some("form_token") {
                checked = fits(&part.text().await.map_err(too_large)?, &visitor.form_token);
            } else if !checked {
                return Err(Fault::Form);
            } else if part.name() == Some("file") {
                let name = part.file_name().unwrap_or_default().to_owned();
                let bytes = part.bytes().await.map_err(too_large)?.to_vec();
                return Ok(Self { name, bytes });
            }
        }
        if checked { Ok(Self { name: String::new(), bytes: Vec::new() }) } else { Err(Fault::Form) }
    }
}
