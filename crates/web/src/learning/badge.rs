//! `/lencana`: anybody checks a badge; the token comes in a form and is kept nowhere. `/lencana/kunci.json` is the key, `/lencana/penerbit.json`
//! who gives badges here, `/lencana/status/{list}` which were taken back.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::home::badge_state;
use crate::error::{Answer, Fault};
use crate::frame::draw;
use crate::public::Around;
use crate::say::{self, Badge};
use crate::session::{Anyone, Open};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "learning/badge.html")]
struct BadgePage {
    a: Around,
    token: String,
    /// What was found: nothing was asked, nothing is known, or how it stands.
    found: Option<Option<Found>>,
}

/// How a badge stands, and what stands in it.
type Found = (Badge, Vec<(String, String)>);

/// Longest token that is looked at.
const MOST: usize = 16_000;

pub(crate) async fn form(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    draw(&BadgePage { a: Around::new(&state, &visitor).await?, token: String::new(), found: None })
}

pub(crate) async fn check(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Open(posted): Open,
) -> Answer {
    let token: String = posted.text("token").trim().chars().take(MOST).collect();
    let standing = state.node.check_badge(token.clone()).await?;
    let a = Around::new(&state, &visitor).await?;
    let w = a.f.words;
    let day = |at: model::Timestamp| say::date(w, at.date(Default::default()));
    let found = standing.map(|badge| {
        let facts = [
            ("badge-holder", badge.holder),
            ("badge-title", badge.title),
            ("badge-criteria", badge.criteria),
            ("badge-issuer", badge.issuer),
            ("badge-issued", day(badge.issued_at)),
            ("badge-ends", badge.until.map_or_else(|| w.t("badge-never-ends").into_owned(), day)),
        ];
        let facts = facts.into_iter().map(|(key, said)| (w.t(key).into_owned(), said)).collect();
        (badge_state(w, badge.state), facts)
    });
    draw(&BadgePage { token, found: Some(found), a })
}

fn key(text: &str, id: &str) -> Value {
    let mut key: Value = serde_json::from_str(text).unwrap_or_default();
    if let Some(members) = key.as_object_mut() {
        members.insert("kid".into(), format!("{id}#0").into());
        members.insert("alg".into(), "EdDSA".into());
        members.insert("use".into(), "sig".into());
    }
    key
}

/// `/lencana/kunci.json`: a JSON Web Key Set (RFC 7517).
pub(crate) async fn keys(State(state): State<WebState>) -> Answer {
    let issuer = state.node.badge_issuer().await?;
    Ok(Json(json!({ "keys": [key(&issuer.jwk, &issuer.id)] })).into_response())
}

/// `/lencana/penerbit.json`: an issuer profile of Open Badges 3.0.
pub(crate) async fn issuer(State(state): State<WebState>) -> Answer {
    let issuer = state.node.badge_issuer().await?;
    let context = [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ];
    Ok(Json(json!({ "@context": context, "id": issuer.id, "type": ["Profile"], "name": issuer.name }))
        .into_response())
}

/// `/lencana/status/{list}`: which badges were taken back, a Bitstring Status List secured as a JSON Web Token.
pub(crate) async fn status(State(state): State<WebState>, Path(list): Path<String>) -> Answer {
    let number: i64 = list.parse().map_err(|_| Fault::NOT_FOUND)?;
    let token = state.node.badge_status(number).await?;
    // Whoever checks many badges need not ask each time.
    Ok(([(CONTENT_TYPE, "application/vc+jwt"), (CACHE_CONTROL, "public, max-age=300")], token)
        .into_response())
}
