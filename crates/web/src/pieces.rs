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
            // What compresses an answer may ask once more after its end.
            Ok(Body::from_stream(stream::iter([Ok(Bytes::from(first))]).chain(rest).fuse()))
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

#[cfg(test)]
mod tests {
    use super::*;

    struct Countdown(u8);

    impl Pieces for Countdown {
        async fn next(&mut self) -> Result<Option<Vec<u8>>, Fault> {
            self.0 = self.0.saturating_sub(1);
            Ok((self.0 > 0).then(|| vec![self.0]))
        }
    }

    #[tokio::test]
    async fn an_answer_may_be_asked_once_more_after_its_end() {
        let mut answer = Countdown(4).body().await.expect("a body").into_data_stream();
        let mut came = Vec::new();
        while let Some(piece) = answer.next().await {
            came.extend(piece.expect("a piece"));
        }
        assert_eq!(came, [3, 2, 1]);
        assert!(answer.next().await.is_none());
    }
}
