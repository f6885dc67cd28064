//! What carries a picture, a recording or a file and is refused before any act sees it: that it came is written down, and not a byte of it.

use std::future::Future;
use std::sync::Arc;

use crate::access::Actor;
use crate::door;
use crate::error::Result;
use crate::node::Node;

/// Whether a text carries a picture, a recording or a file, in whatever written form.
pub(crate) fn carries(text: &str) -> bool {
    formats::refuse_carried(text.as_bytes()).is_err()
}

/// By which way something came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// A field of a form, of staff or of the public.
    Form,
    /// A file chosen on a page.
    Upload,
    /// The body of a program.
    Program,
    /// A form that was filled on a telephone.
    Submission,
    /// An act done without a network.
    Queue,
    /// A file named on the command line.
    Import,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Form, Self::Upload, Self::Program, Self::Submission, Self::Queue, Self::Import];

    /// What its entry in the journal says.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Form => "refuse-form",
            Self::Upload => "refuse-upload",
            Self::Program => "refuse-body",
            Self::Submission => "refuse-submission",
            Self::Queue => "refuse-queued",
            Self::Import => "refuse-import",
        }
    }
}

impl Node {
    /// Writes down that something came by this way that carries a file, and was refused.
    ///
    /// # Errors
    /// [`Error::Storage`](crate::Error::Storage), and `disk-full`.
    pub async fn note_carried(&self, actor: &Actor, way: Way) -> Result<()> {
        door::carried(self, Arc::new(actor.clone()), way.slug()).await
    }
}

/// Runs a request; tells beside its answer whether one of its acts was refused for what it carried, which is then written down already.
pub async fn noting<F: Future>(request: F) -> (F::Output, bool) {
    door::noting(request).await
}
