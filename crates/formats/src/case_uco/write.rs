//! Writing: the same bits and words give the same document.

use serde_json::{Map, Value, json};

use super::{Action, CaseExport, CaseHash, CaseProblem, InvestigationForm};
use crate::instant::instant;
use crate::picture_text::refuse_picture_text;

/// Writes a document.
///
/// # Errors
/// [`CaseProblem`] says why nothing was written.
pub fn write_case(export: &CaseExport) -> Result<Value, CaseProblem> {
    let mut graph = Graph { id: export.id, next: 0, nodes: Vec::new() };
    let organisation =
        graph.add("uco-identity:Organization", json!({ "uco-core:name": text(&export.from)? }));
    let marking = marking(&mut graph, &export.marking)?;
    let mut objects = vec![organisation.clone()];
    for (kind, digits) in &export.hashes {
        let fields = file(&mut graph, *kind, digits)?;
        objects.push(graph.add("uco-observable:File", fields));
    }
    if let Some(address) = &export.address {
        let facet = json!([{
            "@id": graph.fresh(), "@type": "uco-observable:URLFacet", "uco-observable:fullValue": text(address)?,
        }]);
        objects.push(graph.add("uco-observable:URL", json!({ "uco-core:hasFacet": facet })));
    }
    for action in &export.actions {
        let (done, record) = action_nodes(&mut graph, action, &organisation)?;
        objects.push(done);
        objects.extend(record);
    }
    investigation(&mut graph, export, &objects, &marking)?;
    Ok(json!({ "@context": context(), "@graph": graph.nodes }))
}

struct Graph {
    id: [u8; 16],
    next: u32,
    nodes: Vec<Value>,
}

impl Graph {
    /// The next id: the caller's bits with the number of the node mixed into the last four bytes, as a UUID of version 4.
    fn fresh(&mut self) -> String {
        self.next += 1;
        let mut bytes = self.id;
        for (byte, part) in bytes.iter_mut().rev().zip(self.next.to_le_bytes()) {
            *byte ^= part;
        }
        format!("kb:{}", crate::stix::StixId(bytes))
    }

    /// Adds a node of a type and gives its id.
    fn add(&mut self, kind: &str, fields: Value) -> String {
        let id = self.fresh();
        let mut node = Map::new();
        node.insert("@id".into(), id.clone().into());
        node.insert("@type".into(), kind.into());
        if let Value::Object(fields) = fields {
            node.extend(fields);
        }
        self.nodes.push(Value::Object(node));
        id
    }
}

fn context() -> Value {
    const UCO: &str = "https://ontology.unifiedcyberontology.org/uco";
    json!({
        "kb": "urn:uuid:",
        "case-investigation": "https://ontology.caseontology.org/case/investigation/",
        "uco-action": format!("{UCO}/action/"), "uco-core": format!("{UCO}/core/"),
        "uco-identity": format!("{UCO}/identity/"), "uco-marking": format!("{UCO}/marking/"),
        "uco-observable": format!("{UCO}/observable/"), "uco-types": format!("{UCO}/types/"),
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn text(text: &str) -> Result<&str, CaseProblem> {
    let fits = !text.trim().is_empty() && text.len() <= 4_096 && refuse_picture_text(text).is_ok();
    if fits { Ok(text) } else { Err(CaseProblem::Text) }
}

fn moment(millis: i64) -> Value {
    json!({ "@type": "xsd:dateTime", "@value": instant(millis) })
}

fn reference(id: &str) -> Value {
    json!({ "@id": id })
}

fn marking(graph: &mut Graph, words: &str) -> Result<String, CaseProblem> {
    let statement = json!([{
        "@id": graph.fresh(), "@type": "uco-marking:StatementMarking", "uco-marking:definitionType": "statement", "uco-marking:statement": text(words)?,
    }]);
    let fields = json!({ "uco-marking:definitionType": "statement", "uco-marking:definition": statement });
    Ok(graph.add("uco-marking:MarkingDefinition", fields))
}

fn file(graph: &mut Graph, kind: CaseHash, digits: &str) -> Result<Value, CaseProblem> {
    if digits.len() != kind.digits() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(CaseProblem::NoHash);
    }
    Ok(json!({ "uco-core:hasFacet": [{
        "@id": graph.fresh(), "@type": "uco-observable:ContentDataFacet",
        "uco-observable:hash": [{
            "@id": graph.fresh(), "@type": "uco-types:Hash",
            "uco-types:hashMethod": kind.method(),
            "uco-types:hashValue": { "@type": "xsd:hexBinary", "@value": digits.to_ascii_uppercase() },
        }],
    }] }))
}

fn action_nodes(
    graph: &mut Graph,
    action: &Action,
    performer: &str,
) -> Result<(String, Option<String>), CaseProblem> {
    let record = match &action.exhibit {
        Some(number) => {
            let fields = json!({
                "case-investigation:exhibitNumber": text(number)?, "uco-core:object": [reference(performer)],
            });
            Some(graph.add("case-investigation:ProvenanceRecord", fields))
        }
        None => None,
    };
    let mut fields = json!({
        "uco-core:name": text(&action.name)?, "uco-action:startTime": moment(action.start),
        "uco-action:performer": reference(performer),
    });
    if let Value::Object(fields) = &mut fields {
        if let Some(end) = action.end {
            fields.insert("uco-action:endTime".into(), moment(end));
        }
        if let Some(record) = &record {
            fields.insert("uco-action:result".into(), json!([reference(record)]));
        }
    }
    Ok((graph.add("case-investigation:InvestigativeAction", fields), record))
}

fn investigation(
    graph: &mut Graph,
    export: &CaseExport,
    objects: &[String],
    marking: &str,
) -> Result<(), CaseProblem> {
    let about = &export.investigation;
    let form = match about.form {
        InvestigationForm::Case => "case",
        InvestigationForm::Incident => "incident",
        InvestigationForm::SuspiciousActivity => "suspicious-activity",
    };
    let focus: Vec<&str> = about.focus.iter().map(|word| text(word)).collect::<Result<_, _>>()?;
    let mut fields = json!({
        "uco-core:name": text(&about.name)?,
        "uco-core:objectMarking": [reference(marking)],
        "case-investigation:investigationForm": form,
        "uco-core:object": objects.iter().map(|id| reference(id)).collect::<Vec<_>>(),
    });
    if let Value::Object(fields) = &mut fields {
        if !focus.is_empty() {
            fields.insert("case-investigation:focus".into(), json!(focus));
        }
        if let Some((kind, number)) = &about.authorization {
            let authorization = json!({
                "case-investigation:authorizationType": text(kind)?,
                "case-investigation:authorizationIdentifier": [text(number)?],
            });
            let id = graph.add("case-investigation:Authorization", authorization);
            fields.insert("case-investigation:relevantAuthorization".into(), json!([reference(&id)]));
        }
    }
    graph.add("case-investigation:Investigation", fields);
    Ok(())
}
