//! Search comes before create, also for a case that was opened where nobody could search: the node looks for the child as the act
//! arrives. A likely duplicate is kept for a person, as at the office.

use model::{Kind, kinds};
use node::acts::people::SearchPeople;
use node::{Actor, Node};
use serde_json::{Map, Value, json};

use crate::api::json;
use crate::error::Fault;

/// Names a search for the child in the body of an `open-case` that has none. `other` when a person compared the child with those
/// who look the same, and it is another.
///
/// # Errors
/// As the search.
pub(crate) async fn first(
    node: &Node,
    actor: &Actor,
    slug: &str,
    body: &mut Value,
    other: bool,
) -> Result<(), Fault> {
    let Some(members) =
        body.as_object_mut().filter(|members| slug == "open-case" && !members.contains_key("search"))
    else {
        return Ok(());
    };
    let none = Map::new();
    let child = members.get("child").and_then(Value::as_object).unwrap_or(&none);
    let mut draft = json::draft(kinds::Person::META, child).ok_or(Fault::Unreadable)?;
    draft.0.retain(|name, _| kinds::Person::META.field(name).is_some());
    let found = node.perform(actor, SearchPeople::form(draft)).await?;
    members.insert("search".into(), json!(found.search));
    if other {
        members.insert("confirmed_not_duplicate".into(), json!(true));
    }
    Ok(())
}
