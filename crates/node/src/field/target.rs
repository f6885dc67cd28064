//! For which case a form is filled. Forms that write into a case do not ask it themselves: the node adds the question, with the
//! cases or visits of the device's post as its choices, and takes the answer off again when the form comes back.

use forms::Form;
use forms::mapping::Mapping;
use forms::xml::{Content, Element};
use model::{Id, Role, kinds};

/// What a filled form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Nothing that is there: it makes records of its own.
    Nothing,
    /// An open case.
    Case,
    /// A follow-up that is due.
    Visit,
}

/// The question that the node adds.
const WHOM: &str = "jejaring_untuk";
/// The version of the record that the device saw.
const VERSION: &str = "jejaring_versi";
/// The list's id within the form.
const LIST: &str = "jejaring_daftar";

/// What a device said it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(crate) id: Id,
    /// The version that the device had seen, if it said so.
    pub(crate) version: Option<i64>,
}

impl Target {
    /// What a mapping asks for.
    pub(crate) fn of(mapping: &Mapping) -> Self {
        let mut target = Self::Nothing;
        for makes in &mapping.makes {
            let Some(meta) = kinds::by_slug(&makes.kind) else { continue };
            match (&makes.step, meta.role) {
                (Some(_), Role::Part(_)) => return Self::Visit,
                (None, Role::Part("case")) => target = Self::Case,
                _ => {}
            }
        }
        target
    }

    /// The file that holds the choices.
    pub const fn file(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::Case => Some("jejaring_kasus.csv"),
            Self::Visit => Some("jejaring_kunjungan.csv"),
        }
    }

    /// The target whose choices this file holds.
    pub fn of_file(name: &str) -> Option<Self> {
        [Self::Case, Self::Visit].into_iter().find(|target| target.file() == Some(name))
    }

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Visit => (
                "Kunjungan yang mana? / Which visit?",
                "Kosongkan bila tidak ada dalam daftar; pilih nanti di kantor. / Leave empty if it is not in the list.",
            ),
            _ => (
                "Kasus yang mana? / Which case?",
                "Kosongkan bila tidak ada dalam daftar; pilih nanti di kantor. / Leave empty if it is not in the list.",
            ),
        }
    }
}

/// The form as devices download it, with the question that the node adds.
pub(crate) fn document(form: &Form, target: Target) -> String {
    asking(form, target, forms::document(form))
}

/// As [`document`], for engines that do not know `itemsets.csv`.
pub(crate) fn whole_document(form: &Form, target: Target) -> String {
    asking(form, target, forms::whole_document(form))
}

fn asking(form: &Form, target: Target, mut html: Element) -> String {
    if let Some(file) = target.file() {
        add(&mut html, &form.settings.root, target, file);
    }
    html.to_document()
}

fn child_mut<'e>(element: &'e mut Element, local: &str) -> Option<&'e mut Element> {
    element.children.iter_mut().find_map(|child| match child {
        Content::Element(inner) if inner.local() == local => Some(inner),
        _ => None,
    })
}

fn add(html: &mut Element, root: &str, target: Target, file: &str) {
    let (whom, version) = (format!("/{root}/{WHOM}"), format!("/{root}/{VERSION}"));
    if let Some(model) = child_mut(html, "head").and_then(|head| child_mut(head, "model")) {
        let data = child_mut(model, "instance").and_then(|instance| child_mut(instance, root));
        if let Some(data) = data {
            data.children.insert(0, Content::Element(Element::new(WHOM)));
            data.children.insert(1, Content::Element(Element::new(VERSION)));
        }
        let instance = Element::new("instance").with("id", LIST).with("src", format!("jr://file-csv/{file}"));
        let after = model
            .children
            .iter()
            .rposition(|child| matches!(child, Content::Element(inner) if inner.local() == "instance"));
        model.children.insert(after.map_or(0, |at| at + 1), Content::Element(instance));
        model.push(Element::new("bind").with("nodeset", &*whom).with("type", "string"));
        let seen = format!("instance('{LIST}')/root/item[name= {whom} ]/versi");
        model.push(
            Element::new("bind").with("nodeset", &*version).with("type", "string").with("calculate", seen),
        );
    }
    if let Some(body) = child_mut(html, "body") {
        let (label, hint) = target.words();
        let mut items = Element::new("itemset").with("nodeset", format!("instance('{LIST}')/root/item"));
        items.push(Element::new("value").with("ref", "name"));
        items.push(Element::new("label").with("ref", "label"));
        let mut select = Element::new("select1").with("ref", &*whom).with("appearance", "minimal");
        select.push(Element::new("label").saying(label));
        select.push(Element::new("hint").saying(hint));
        select.push(items);
        body.children.insert(0, Content::Element(select));
    }
}

/// Takes the answer to the added question off a filled form.
pub(crate) fn take(filled: &mut Element) -> Option<Chosen> {
    let text = |name: &str| filled.child(name).map(|element| element.text().trim().to_owned());
    let (whom, version) = (text(WHOM), text(VERSION));
    filled.children.retain(
        |child| !matches!(child, Content::Element(inner) if [WHOM, VERSION].contains(&inner.local())),
    );
    let id = whom?.parse().ok()?;
    Some(Chosen { id, version: version.and_then(|text| text.parse().ok()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use forms::xml::{self, XmlLimits};

    #[test]
    fn what_is_added_is_asked_first_and_taken_off_again() {
        let ready = crate::field::library::ready();
        let follow_up = ready.iter().find(|ready| ready.form.settings.id == "jejaring_follow_up");
        let follow_up = follow_up.expect("the form ships");
        assert_eq!(Target::of(&follow_up.mapping), Target::Visit);
        let text = document(&follow_up.form, Target::Visit);
        assert!(text.contains("jr://file-csv/jejaring_kunjungan.csv"));
        assert!(text.contains("<jejaring_untuk"));
        let id = Id::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057);
        let sent = format!(
            "<data id=\"f\"><jejaring_untuk>{id}</jejaring_untuk><jejaring_versi>3</jejaring_versi><a>1</a></data>"
        );
        let mut filled = xml::read(sent.as_bytes(), &XmlLimits::default()).expect("it reads");
        assert_eq!(take(&mut filled), Some(Chosen { id, version: Some(3) }));
        assert_eq!(filled.elements().map(Element::local).collect::<Vec<_>>(), ["a"]);
        assert_eq!(take(&mut filled), None);
    }
}
