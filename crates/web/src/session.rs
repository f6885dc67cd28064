//! Extractors: the visitor, somebody signed in, a checked form.

use std::sync::Arc;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use model::{Id, KindMeta, Shape};
use node::access::holds_right;
use node::{Error, Way};

pub use node::Session;

use crate::carried::{is_of, look, read};
use crate::error::Fault;
use crate::i18n::Words;
use crate::state::WebState;
use crate::visitor::Visitor;

/// The visitor of any page, signed in or not.
pub struct Anyone(pub Arc<Visitor>);

impl FromRequestParts<WebState> for Anyone {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self, Fault> {
        parts.extensions.get::<Arc<Visitor>>().cloned().map(Self).ok_or(Fault::from(node::Error::NotSignedIn))
    }
}

/// Somebody signed in. A handler that takes this cannot run for anybody else.
pub struct SignedIn {
    /// The visitor.
    pub visitor: Arc<Visitor>,
    /// The session.
    pub session: Session,
}

impl SignedIn {
    /// The words of the visitor's language.
    pub fn words(&self) -> Words {
        self.visitor.words
    }
}

/// Whether somebody holds a right on a kind at all.
pub(crate) fn may(state: &WebState, who: &SignedIn, verb: &str, kind: &str) -> bool {
    holds_right(&who.session.actor, verb, kind, state.node.now()).allows()
}

/// The same for what is not shown at all without it.
pub(crate) fn must(state: &WebState, who: &SignedIn, verb: &str, kind: &str) -> Result<(), Error> {
    if may(state, who, verb, kind) { Ok(()) } else { Err(Error::Denied("no-right")) }
}

impl FromRequestParts<WebState> for SignedIn {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Fault> {
        let Anyone(visitor) = Anyone::from_request_parts(parts, state).await?;
        let session = visitor.session.clone().ok_or(Fault::from(node::Error::NotSignedIn))?;
        Ok(Self { visitor, session })
    }
}

/// A form that was sent with the right token. A handler that takes this cannot be reached from another site.
#[derive(Debug, Default)]
pub struct Posted(Vec<(String, String)>);

impl Posted {
    /// The last value of a name, as typed; empty when it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of a name that is not empty.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// Whether a name was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// The id of the act, made when the form was drawn, so that a form sent twice acts once.
    pub fn act(&self, state: &WebState) -> Id {
        self.text("act").parse().unwrap_or_else(|_| state.node.new_id())
    }
}

impl FromRequest<WebState> for Posted {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Fault> {
        Typed::from_request(request, state).await?.whole()
    }
}

/// A form of a kind, whose texts all reach acts that look through them: what one carries is told at its field, and what else was typed is kept.
pub(crate) struct Typed {
    posted: Posted,
    /// Names of what carries a picture or a file.
    carry: Vec<String>,
}

impl Typed {
    /// The form, where nothing in it carries anything.
    pub(crate) fn whole(self) -> Result<Posted, Fault> {
        if self.carry.is_empty() { Ok(self.posted) } else { Err(Fault::Carries) }
    }

    /// The form, where nothing but a text of this kind carries anything.
    pub(crate) fn of(self, meta: &KindMeta) -> Result<Posted, Fault> {
        let text = |name: &String| {
            let shape = meta.field(name).map(|(_, field)| field.shape);
            matches!(shape, Some(Shape::Line(_) | Shape::Narrative(_)))
        };
        if self.carry.iter().all(text) { Ok(self.posted) } else { Err(Fault::Carries) }
    }
}

impl FromRequest<WebState> for Typed {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Fault> {
        let visitor = request.extensions().get::<Arc<Visitor>>().cloned().ok_or(Fault::Form)?;
        let posted = Posted(pairs(request, state, &visitor).await?);
        if !fits(posted.text("form_token"), &visitor.form_token) {
            return Err(Fault::Form);
        }
        let carry = look_at(&posted, &visitor).await?;
        Ok(Self { posted, carry })
    }
}

/// A form of a page that knows nobody: no session stands behind it, so there is no token and nothing that another site could
/// borrow. All its texts reach acts that look through them.
pub(crate) struct Open(pub(crate) Posted);

impl FromRequest<WebState> for Open {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Fault> {
        let visitor = request.extensions().get::<Arc<Visitor>>().cloned().ok_or(Fault::Form)?;
        let pairs = pairs(request, state, &visitor).await;
        // The only other type that a browser sends is a form with files.
        let pairs =
            pairs.map_err(|fault| if matches!(fault, Fault::MediaType) { Fault::NoFiles } else { fault })?;
        let posted = Posted(pairs);
        // Told at its field; the door writes down what no act did.
        look_at(&posted, &visitor).await?;
        Ok(Self(posted))
    }
}

/// Looks through every value as it was typed; answers the names of those that carry something.
async fn look_at(posted: &Posted, visitor: &Visitor) -> Result<Vec<String>, Fault> {
    let mut carry = Vec::new();
    for (name, value) in posted.0.iter().filter(|(name, _)| name != "form_token") {
        match look(visitor, Way::Form, value.as_bytes()).await {
            Ok(()) => {}
            Err(Fault::Carries) => carry.push(name.clone()),
            Err(fault) => return Err(fault),
        }
    }
    Ok(carry)
}

async fn pairs(
    request: Request,
    state: &WebState,
    visitor: &Visitor,
) -> Result<Vec<(String, String)>, Fault> {
    if !is_of(request.headers(), "application/x-www-form-urlencoded") {
        read(request, visitor, Way::Form).await?;
        return Err(Fault::MediaType);
    }
    let form =
        Form::<Vec<(String, String)>>::from_request(request, state).await.map_err(
            |refused| match refused {
                FormRejection::InvalidFormContentType(_) => Fault::MediaType,
                FormRejection::BytesRejection(_) => Fault::TooLarge,
                _ => Fault::Unreadable,
            },
        )?;
    Ok(form.0)
}

/// Compares secrets without telling by its duration where they differ.
pub(crate) fn fits(given: &str, secret: &str) -> bool {
    !secret.is_empty()
        && given.len() == secret.len()
        && given.bytes().zip(secret.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}
