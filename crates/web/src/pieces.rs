//! Answers that are written while they are read: nothing is gathered whole, neither here nor on the way.

use std::future::Future;
use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use futures_util::stream::{self, StreamExt};

use crate::error::Fault;

/// Something that comes piece by piece.
pub(crate) trait Pieces: Sized + Send + 'static {
    /// The next piece; `None` after the last.
    fn next(&mut self) -> impl Future<Output = Result<Option<Vec<u8>>, Fault>> + Send;

    /// The body of an answer. Its first piece is made before it is answered; if a later one fails the answer breaks off, so that half a
    /// file is not taken for a whole one.
    fn body(mut self) -> impl Future<Output = Result<Body, Fault>> + Send {
        async move {
            let first = self.next().await?.unwrap_or_default();
            let rest = stream::unfold(Some(self), |pieces| async move {
                let mut pieces = pieces?;
                match pieces.next().await {
                    Ok(piece) => piece.map(|piece| (Ok(Bytes::from(piece)), Some(pieces))),
                    Err(_) => Some((Err(io::Error::other("could not be read to its end")), None)),
                }
            });
            Ok(Body::from_stream(stream::iter([Ok(Bytes::from(first))]).chain(rest)))
        }
    }
}

/// What is written and not yet on its way.
#[derive(Clone, Default)]
pub(crate) struct Spool(Arc<Mutex<Vec<u8>>>);

impl Spool {
    pub(crate) fn take(&self) -> Vec<u8> {
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
