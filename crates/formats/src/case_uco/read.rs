//! Reading what police send: what is investigated and on which authority, hashes, addresses, accounts, what was done. Whatever else a document
//! holds is named by its type and its property, never by its value, so that nobody takes the part for the whole. People are not read.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{Item, Linked};
use super::{Action, CaseExport, CaseHash, CaseRefusal, Investigation, InvestigationForm};
use crate::carried::refuse_carried;
use crate::finding::Finding;
use crate::json_text::{JsonLimits, parse_json};
use crate::xsd::epoch_millis;

/// Longest text that is taken, in bytes; a longer one counts as not read.
const LONGEST: usize = 4_096;

/// How much of a document was understood, by type and by property.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Nodes that were read, by type.
    pub mapped: BTreeMap<String, usize>,
    /// What was not: `uco-identity:Person`, or a property of something that was read, `uco-observable:File uco-core:description`.
    pub left: BTreeMap<String, usize>,
}

/// What a document says, as far as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseMaterial {
    /// What is investigated; the first, where there are several.
    pub investigation: Option<Investigation>,
    /// Organisations by their names.
    pub organisations: Vec<String>,
    /// Hashes of files.
    pub hashes: Vec<(CaseHash, String)>,
    /// Addresses, as they stand there.
    pub addresses: Vec<String>,
    /// Accounts by what their platform calls them.
    pub accounts: Vec<String>,
    /// What was done, in the order of the document.
    pub actions: Vec<Action>,
    /// How it is marked.
    pub markings: Vec<String>,
    /// What was read, and what was not.
    pub tally: Tally,
}

impl CaseMaterial {
    /// The same as something to be written again, under ids of the caller's; nothing where an export of ours would say less.
    #[must_use]
    pub fn again(&self, id: [u8; 16]) -> Option<CaseExport> {
        let whole = self.addresses.len() < 2 && self.accounts.is_empty();
        let ([from], [marking]) = (self.organisations.as_slice(), self.markings.as_slice()) else {
            return None;
        };
        let investigation = self.investigation.clone().filter(|_| whole && self.tally.left.is_empty())?;
        Some(CaseExport {
            id,
            investigation,
            from: from.clone(),
            hashes: self.hashes.clone(),
            address: self.addresses.first().cloned(),
            actions: self.actions.clone(),
            marking: marking.clone(),
        })
    }
}

/// Reads a document.
///
/// # Errors
/// [`CaseRefusal::Carries`] when anything in it is content rather than words about content; otherwise a [`Finding`] without a value.
pub fn read_case(bytes: &[u8], limits: &JsonLimits) -> Result<CaseMaterial, CaseRefusal> {
    refuse_carried(bytes).map_err(|_| CaseRefusal::Carries)?;
    let document = parse_json(bytes, limits)?;
    let linked = Linked::of(&document)?;
    if linked.carries {
        return Err(CaseRefusal::Carries);
    }
    let mut reading = Reading { linked: &linked, seen: BTreeSet::new(), taken: BTreeSet::new() };
    let mut material = CaseMaterial::default();
    reading.parties(&mut material);
    reading.investigation(&mut material);
    reading.observables(&mut material);
    reading.actions(&mut material);
    material.tally = reading.tally();
    if material.tally.mapped.is_empty() {
        return Err(
            Finding::new(0, "/@graph", "nothing in it is a type of CASE or UCO that is read here").into()
        );
    }
    Ok(material)
}

/// Walks over the nodes and notes what it has looked at.
struct Reading<'a> {
    linked: &'a Linked,
    seen: BTreeSet<(usize, &'a str)>,
    taken: BTreeSet<usize>,
}

impl<'a> Reading<'a> {
    fn of_kind(&self, kind: &str) -> Vec<usize> {
        let nodes = self.linked.nodes.iter().enumerate();
        nodes.filter(|(_, node)| node.kinds.iter().any(|one| one == kind)).map(|(at, _)| at).collect()
    }

    fn has_kind(&self, at: usize, kind: &str) -> bool {
        self.linked.nodes.get(at).is_some_and(|node| node.kinds.iter().any(|one| one == kind))
    }

    fn items(&self, at: usize, name: &str) -> Option<(&'a str, &'a [Item])> {
        let node = self.linked.nodes.get(at)?;
        node.fields.get_key_value(name).map(|(name, items)| (name.as_str(), items.as_slice()))
    }

    /// Words under a name, which count as read when each of them is taken.
    fn texts(&mut self, at: usize, name: &str) -> Vec<String> {
        let Some((name, items)) = self.items(at, name) else { return Vec::new() };
        let fits = |text: &&String| !text.trim().is_empty() && text.len() <= LONGEST;
        let texts: Vec<String> = items
            .iter()
            .filter_map(|item| match item {
                Item::Text(text) => Some(text).filter(fits).cloned(),
                Item::Node(_) => None,
            })
            .collect();
        if texts.len() == items.len() {
            self.seen.insert((at, name));
        }
        texts
    }

    /// The one word under a name; several are none.
    fn text(&mut self, at: usize, name: &str) -> Option<String> {
        match self.items(at, name)?.1 {
            [_] => self.texts(at, name).pop(),
            _ => None,
        }
    }

    /// Nodes under a name that are of a kind. They count as read when all that are named are.
    fn nodes(&mut self, at: usize, name: &str, kind: &str) -> Vec<usize> {
        let Some((name, items)) = self.items(at, name) else { return Vec::new() };
        let place = |item: &Item| match item {
            Item::Node(id) | Item::Text(id) => self.linked.at(id),
        };
        let nodes: Vec<usize> =
            items.iter().filter_map(place).filter(|at| self.has_kind(*at, kind)).collect();
        if nodes.len() == items.len() {
            self.seen.insert((at, name));
        }
        nodes
    }

    /// A name whose nodes are read by what they are, wherever they stand.
    fn links(&mut self, at: usize, name: &str) {
        if let Some((name, _)) = self.items(at, name) {
            self.seen.insert((at, name));
        }
    }

    fn parties(&mut self, material: &mut CaseMaterial) {
        for at in self.of_kind("uco-identity:Organization") {
            if let Some(name) = self.text(at, "uco-core:name") {
                self.taken.insert(at);
                material.organisations.push(name);
            }
        }
        for at in self.of_kind("uco-marking:MarkingDefinition") {
            self.text(at, "uco-marking:definitionType");
            for inner in self.nodes(at, "uco-marking:definition", "uco-marking:StatementMarking") {
                self.text(inner, "uco-marking:definitionType");
                if let Some(words) = self.text(inner, "uco-marking:statement") {
                    self.taken.extend([at, inner]);
                    material.markings.push(words);
                }
            }
        }
    }

    fn investigation(&mut self, material: &mut CaseMaterial) {
        let Some(at) = self.of_kind("case-investigation:Investigation").first().copied() else { return };
        let Some(name) = self.text(at, "uco-core:name") else { return };
        self.taken.insert(at);
        self.links(at, "uco-core:object");
        self.nodes(at, "uco-core:objectMarking", "uco-marking:MarkingDefinition");
        let form = match self.items(at, "case-investigation:investigationForm") {
            Some((_, [Item::Text(form)])) => match form.as_str() {
                "case" => Some(InvestigationForm::Case),
                "incident" => Some(InvestigationForm::Incident),
                "suspicious-activity" => Some(InvestigationForm::SuspiciousActivity),
                _ => None,
            },
            _ => None,
        };
        if form.is_some() {
            self.links(at, "case-investigation:investigationForm");
        }
        material.investigation = Some(Investigation {
            name,
            form: form.unwrap_or(InvestigationForm::Case),
            focus: self.texts(at, "case-investigation:focus"),
            authorization: self.authorization(at),
        });
    }

    fn authorization(&mut self, at: usize) -> Option<(String, String)> {
        let kind = "case-investigation:Authorization";
        let at = *self.nodes(at, "case-investigation:relevantAuthorization", kind).first()?;
        let kind = self.text(at, "case-investigation:authorizationType")?;
        let number = self.text(at, "case-investigation:authorizationIdentifier")?;
        self.taken.insert(at);
        Some((kind, number))
    }

    /// What was observed, by its facets: whatever the observed thing is called.
    fn observables(&mut self, material: &mut CaseMaterial) {
        for at in 0..self.linked.nodes.len() {
            let Some((name, items)) = self.items(at, "uco-core:hasFacet") else { continue };
            let facets = items.iter().filter_map(|item| match item {
                Item::Node(id) | Item::Text(id) => self.linked.at(id),
            });
            for facet in facets.collect::<Vec<_>>() {
                if self.facet(facet, material) {
                    self.taken.extend([at, facet]);
                    self.seen.insert((at, name));
                }
            }
        }
    }

    fn facet(&mut self, at: usize, material: &mut CaseMaterial) -> bool {
        let before = (material.hashes.len(), material.addresses.len(), material.accounts.len());
        if self.has_kind(at, "uco-observable:ContentDataFacet") {
            for hash in self.nodes(at, "uco-observable:hash", "uco-types:Hash") {
                if let Some(read) = self.hash(hash) {
                    self.taken.insert(hash);
                    material.hashes.push(read);
                }
            }
        }
        if self.has_kind(at, "uco-observable:URLFacet") {
            material.addresses.extend(self.text(at, "uco-observable:fullValue"));
        }
        for (kind, name) in [
            ("uco-observable:AccountFacet", "uco-observable:accountIdentifier"),
            ("uco-observable:DigitalAccountFacet", "uco-observable:accountLogin"),
        ] {
            if self.has_kind(at, kind) {
                material.accounts.extend(self.text(at, name));
            }
        }
        before != (material.hashes.len(), material.addresses.len(), material.accounts.len())
    }

    /// A hash of a kind that has a place here and is as long as its kind.
    fn hash(&mut self, at: usize) -> Option<(CaseHash, String)> {
        let kind = match self.items(at, "uco-types:hashMethod")?.1 {
            [Item::Text(method)] => CaseHash::of_method(method)?,
            _ => return None,
        };
        let digits = self.text(at, "uco-types:hashValue")?.to_ascii_lowercase();
        let fits = digits.len() == kind.digits() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.links(at, "uco-types:hashMethod");
        fits.then_some((kind, digits))
    }

    fn actions(&mut self, material: &mut CaseMaterial) {
        for at in self.of_kind("case-investigation:InvestigativeAction") {
            let start = self.moment(at, "uco-action:startTime");
            let (Some(name), Some(start)) = (self.text(at, "uco-core:name"), start) else { continue };
            self.taken.insert(at);
            self.nodes(at, "uco-action:performer", "uco-identity:Organization");
            let results = self.nodes(at, "uco-action:result", "case-investigation:ProvenanceRecord");
            let exhibit = results.first().and_then(|record| self.exhibit(*record));
            let end = self.moment(at, "uco-action:endTime");
            material.actions.push(Action { name, start, end, exhibit });
        }
    }

    fn exhibit(&mut self, at: usize) -> Option<String> {
        let number = self.text(at, "case-investigation:exhibitNumber")?;
        self.taken.insert(at);
        self.nodes(at, "uco-core:object", "uco-identity:Organization");
        Some(number)
    }

    /// A moment that every calendar has; another one stays unread.
    fn moment(&mut self, at: usize, name: &str) -> Option<i64> {
        let millis = match self.items(at, name)?.1 {
            [Item::Text(text)] => epoch_millis(text)?,
            _ => return None,
        };
        self.links(at, name);
        Some(millis)
    }

    fn tally(self) -> Tally {
        let mut tally = Tally::default();
        for (at, node) in self.linked.nodes.iter().enumerate() {
            let kind = match node.kinds.as_slice() {
                // Named by somebody and told nowhere.
                [] if node.fields.is_empty() => continue,
                [] => "?".to_owned(),
                kinds => kinds.join("+"),
            };
            if !self.taken.contains(&at) {
                *tally.left.entry(kind).or_default() += 1;
                continue;
            }
            for name in node.fields.keys().filter(|name| !self.seen.contains(&(at, name.as_str()))) {
                *tally.left.entry(format!("{kind} {name}")).or_default() += 1;
            }
            *tally.mapped.entry(kind).or_default() += 1;
        }
        tally
    }
}
