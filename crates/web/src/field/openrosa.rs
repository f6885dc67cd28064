//! OpenRosa: form list, form, manifest, choices, submission (OpenRosa 1.0: Form Discovery, Form Submission, HTTP Request).

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use forms::xml::Element;
use node::field::{LONGEST_SUBMISSION, Target};
use node::{Error, Way};

use super::element;
use super::speak::{AtDevice, No, absolute, answer, document, no, refuse, said};
use crate::state::WebState;
use crate::visitor::query;

type Said = Result<Response, No>;

/// Text in the query of an address.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn named(path: &str, form_id: &str, version: &str) -> String {
    format!("{path}?formID={}&version={}", escaped(form_id), escaped(version))
}

/// `/openrosa/formList`.
pub(crate) async fn form_list(
    State(state): State<WebState>,
    at: AtDevice,
    headers: HeaderMap,
    uri: Uri,
) -> Said {
    let lines = state.node.forms_for(&at.device).await.map_err(|error| no(&state, at.words, &error))?;
    let only = query(&uri, "formID");
    let mut list = element("xforms", "http://openrosa.org/xforms/xformsList");
    for line in lines.iter().filter(|line| only.as_ref().is_none_or(|only| *only == line.form_id)) {
        let address = |path: &str| absolute(&state, &headers, &named(path, &line.form_id, &line.version));
        let mut form = Element::new("xform");
        form.push(Element::new("formID").saying(&line.form_id));
        form.push(Element::new("name").saying(&line.title));
        form.push(Element::new("version").saying(&line.version));
        form.push(Element::new("hash").saying(&format!("md5:{}", line.md5)));
        form.push(Element::new("downloadUrl").saying(&address("/openrosa/form")));
        if line.own || line.target.file().is_some() {
            form.push(Element::new("manifestUrl").saying(&address("/openrosa/manifest")));
        }
        list.push(form);
    }
    Ok(document(&state, StatusCode::OK, &list))
}

async fn asked(state: &WebState, at: &AtDevice, uri: &Uri) -> Result<node::field::FormFile, No> {
    let (form_id, version) = (query(uri, "formID"), query(uri, "version"));
    let found =
        state.node.form_for(&at.device, &form_id.unwrap_or_default(), &version.unwrap_or_default()).await;
    found.map_err(|error| no(state, at.words, &error))
}

/// `/openrosa/form`: the XForm.
pub(crate) async fn form(State(state): State<WebState>, at: AtDevice, uri: Uri) -> Said {
    let file = asked(&state, &at, &uri).await?;
    Ok(answer(&state, StatusCode::OK, "text/xml; charset=utf-8", file.document.into_bytes()))
}

fn media_file(name: &str, md5: &str, address: &str) -> Element {
    let mut media = Element::new("mediaFile");
    media.push(Element::new("filename").saying(name));
    media.push(Element::new("hash").saying(&format!("md5:{md5}")));
    media.push(Element::new("downloadUrl").saying(address));
    media
}

/// `/openrosa/manifest`: the lists of choices and tables that the form reads, where it reads any.
pub(crate) async fn manifest(
    State(state): State<WebState>,
    at: AtDevice,
    headers: HeaderMap,
    uri: Uri,
) -> Said {
    let file = asked(&state, &at, &uri).await?;
    let mut list = element("manifest", "http://openrosa.org/xforms/xformsManifest");
    if let Some(name) = file.target.file() {
        let choices = state.node.choices_for(&at.device, file.target).await;
        let choices = choices.map_err(|error| no(&state, at.words, &error))?;
        let address = absolute(&state, &headers, &format!("/openrosa/media/{name}"));
        list.push(media_file(name, &choices.md5, &address));
    }
    let (form_id, version) = (query(&uri, "formID"), query(&uri, "version"));
    for table in &file.tables {
        let path = format!("/openrosa/media/{}", table.file);
        let (form_id, version) =
            (form_id.as_deref().unwrap_or_default(), version.as_deref().unwrap_or_default());
        let address = absolute(&state, &headers, &named(&path, form_id, version));
        list.push(media_file(&table.file, &table.md5, &address));
    }
    Ok(document(&state, StatusCode::OK, &list))
}

/// `/openrosa/media/{file}`: the cases or visits that a form asks for, or a table that was published with the form that is named.
pub(crate) async fn media(
    State(state): State<WebState>,
    at: AtDevice,
    Path(file): Path<String>,
    uri: Uri,
) -> Said {
    let wrong = |error: &Error| no(&state, at.words, error);
    let Some(target) = Target::of_file(&file) else {
        let form = asked(&state, &at, &uri).await?;
        let table = form.tables.into_iter().find(|table| table.file == file);
        let table = table.ok_or_else(|| wrong(&Error::NotFound))?;
        return Ok(answer(&state, StatusCode::OK, table.media_type, table.content.into_bytes()));
    };
    let choices = state.node.choices_for(&at.device, target).await.map_err(|error| wrong(&error))?;
    Ok(answer(&state, StatusCode::OK, "text/csv; charset=utf-8", choices.csv))
}

/// `HEAD /openrosa/submission`: an app asks before it sends a body.
pub(crate) async fn ready(State(state): State<WebState>, _: AtDevice, headers: HeaderMap) -> Said {
    let mut response = answer(&state, StatusCode::NO_CONTENT, "text/xml; charset=utf-8", Vec::new());
    response.headers_mut().remove(CONTENT_TYPE);
    if let Ok(here) = HeaderValue::from_str(&absolute(&state, &headers, "/openrosa/submission")) {
        response.headers_mut().insert(LOCATION, here);
    }
    Ok(response)
}

/// What a request of a submission brings.
#[derive(Default)]
struct Sent {
    xml: Option<String>,
    /// More is to come in further requests.
    incomplete: bool,
}

/// `POST /openrosa/submission`.
pub(crate) async fn submit(State(state): State<WebState>, at: AtDevice, request: Request) -> Said {
    let unread = |status| refuse(&state, status, &at.words.t("refused-submission-unread"));
    let mut form = Multipart::from_request(request, &state)
        .await
        .map_err(|_| unread(StatusCode::UNSUPPORTED_MEDIA_TYPE))?;
    let mut sent = Sent::default();
    loop {
        match form.next_field().await {
            Ok(Some(part)) => take(&state, &at, part, &mut sent).await?,
            Ok(None) => break,
            Err(error) => return Err(broken(&state, &at, &error)),
        }
    }
    let Some(xml) = sent.xml else { return Err(unread(StatusCode::BAD_REQUEST)) };
    if sent.incomplete {
        // Nothing is kept before the last part: further parts can only be files, and those are refused.
        let text = at.words.t("openrosa-incomplete");
        return Ok(said(&state, StatusCode::ACCEPTED, "submit_success", &text));
    }
    let taken = state.node.take_submission(&at.device, &xml).await;
    let taken = taken.map_err(|error| no(&state, at.words, &error))?;
    let key = match (taken.before, taken.reason) {
        (_, Some(_)) => "openrosa-kept",
        (true, None) => "openrosa-before",
        (false, None) => "openrosa-received",
    };
    Ok(said(&state, StatusCode::CREATED, "submit_success", &at.words.t(key)))
}

/// One part. A file beside the form is refused by its name alone: nothing of it is read, and nothing was kept yet.
async fn take(state: &WebState, at: &AtDevice, part: Field<'_>, sent: &mut Sent) -> Result<(), No> {
    match part.name().unwrap_or_default() {
        "xml_submission_file" => {
            let bytes = part.bytes().await.map_err(|error| broken(state, at, &error))?;
            if bytes.len() > LONGEST_SUBMISSION {
                return Err(too_large(state, at));
            }
            let text = String::from_utf8(bytes.to_vec());
            let text = text.map_err(|_| no(state, at.words, &Error::Refused("submission-unread")))?;
            sent.xml = Some(text);
        }
        "*isIncomplete*" => {
            let text = part.text().await.map_err(|error| broken(state, at, &error))?;
            sent.incomplete = text.trim().eq_ignore_ascii_case("yes");
        }
        _ if part.file_name().is_some() => {
            let noted = state.node.note_carried(&at.device.actor, Way::Submission).await;
            noted.map_err(|error| no(state, at.words, &error))?;
            let text = at.words.t("openrosa-media");
            return Err(refuse(state, StatusCode::UNSUPPORTED_MEDIA_TYPE, &text));
        }
        _ => {}
    }
    Ok(())
}

fn too_large(state: &WebState, at: &AtDevice) -> No {
    refuse(state, StatusCode::PAYLOAD_TOO_LARGE, &at.words.t("openrosa-too-large"))
}

fn broken(state: &WebState, at: &AtDevice, error: &MultipartError) -> No {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large(state, at)
    } else {
        refuse(state, StatusCode::BAD_REQUEST, &at.words.t("refused-submission-unread"))
    }
}
