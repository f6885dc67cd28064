//! Forms from declarations: controls by the shape of a field, problems beside the field, what was typed kept.

mod build;
mod choices;
mod control;
mod links;

pub use build::{FieldUse, Form, FormBuilder, typed};
pub(crate) use build::{group_title, problem_name, problem_text};
pub use choices::{Choice, ChoiceGroup};
pub(crate) use choices::{of_list, of_regions};
pub use control::{Control, Input, Section};
pub(crate) use links::Links;
