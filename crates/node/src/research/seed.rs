//! Noise that the node can draw again and nobody can foresee, and identifiers by which a release can be checked.

use model::Id;
use seal::{Entropy, KeyedChance, SymmetricKey};
use statistics::privacy::Source;

use crate::store::counting::runs::Run;

/// The secret of one release: it follows from a secret of the node, from the run and from the question, so the same question about
/// the same children always gets the same noise, and no two questions share any.
pub(crate) struct Seed([u8; 32]);

impl Seed {
    pub(crate) fn of(secret: &SymmetricKey, run: Id, kind: &str, wanted: &str) -> Self {
        Self(seal::tag(secret, format!("{run}\n{kind}\n{wanted}").as_bytes()))
    }

    /// Says which secret was used without telling it: whoever doubts a release can be shown the secret later.
    pub(crate) fn commitment(&self) -> String {
        seal::to_hex(&seal::sha256(&self.0))
    }

    /// The noise for one purpose.
    pub(crate) fn noise(&self, purpose: &str) -> Noise {
        Noise(KeyedChance::new(&self.0, purpose.as_bytes()))
    }
}

/// A stream of noise.
pub(crate) struct Noise(KeyedChance);

impl Source for Noise {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill(out);
    }
}

/// What went in, as a hash: the rows, who was linked with whom, by what program.
pub(crate) fn inputs(run: &Run) -> String {
    let text = format!("{}\n{}\n{}", run.inputs_hash, run.result_hash, run.code_version);
    seal::to_hex(&seal::sha256(text.as_bytes()))
}
