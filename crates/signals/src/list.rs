//! Lists of hashes: whose they are, how far they were read, and where something is missing.

/// A list of hashes on this node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub u16);

/// What being on a list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRole {
    /// Something to look into.
    Signal,
    /// Known to be harmless or to say nothing (hashes of nothing, of blank pictures): a match is shown with a warning.
    Warning,
}

/// A delta that could not be applied because something before it is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The version that is held.
    pub held: u32,
    /// The lowest version from which a delta has come: what lies between is missing.
    pub waits_for: u32,
    /// The highest version that is known to exist.
    pub newest: u32,
}

/// A list: its provenance and its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashList {
    /// The name its owner gave it.
    pub name: String,
    /// Member id of the owner, such as `ID/HOT/CONTOH`.
    pub owner: String,
    /// What being on it says.
    pub role: ListRole,
    /// The version up to which it was read; 0 before the first delta.
    pub version: u32,
    /// What is missing, until it has come.
    pub gap: Option<Gap>,
}

impl HashList {
    /// A list of which nothing was read yet.
    #[must_use]
    pub fn new(name: &str, owner: &str, role: ListRole) -> Self {
        Self { name: name.to_owned(), owner: owner.to_owned(), role, version: 0, gap: None }
    }

    /// Notes that a delta from a later version came.
    pub(crate) fn miss(&mut self, from: u32, to: u32) {
        let known = self.gap.map_or((from, to), |gap| (gap.waits_for.min(from), gap.newest.max(to)));
        self.gap = Some(Gap { held: self.version, waits_for: known.0, newest: known.1 });
    }

    /// Notes that a version was reached; a gap stays visible until nothing lies before what is known.
    pub(crate) fn reach(&mut self, version: u32) {
        self.version = version;
        self.gap = self.gap.filter(|gap| version < gap.newest).map(|gap| Gap {
            held: version,
            waits_for: gap.waits_for.max(version),
            newest: gap.newest,
        });
    }
}
