//! Who people are: the seam between pages and the node's sessions.
//!
//! Pages know only this trait. [`DevAuth`] keeps sessions in memory, for tests and for looking at pages; a node that serves
//! people uses the node's own sessions behind the same trait.

use std::collections::BTreeMap;
use std::sync::Mutex;

use futures_util::future::BoxFuture;
use model::{Id, Lang};
use node::access::Origin;
use node::{Actor, Error, Node, Result};

/// A person who signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who acts, with the posts held now.
    pub actor: Actor,
    /// The account.
    pub account: Id,
    /// The language chosen in the account.
    pub lang: Lang,
    /// The secret that every form of this session carries; a page of another origin cannot know it.
    pub form_token: String,
    /// How the account is called in the menu.
    pub name: String,
    /// Whether a second factor must be set up before anything else.
    pub must_enrol: bool,
}

/// What a correct password leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// A session with this token.
    Session(String),
    /// A second factor is asked for; the token stands for the first.
    NeedsCode(String),
}

/// Sign-in, as pages see it.
pub trait Auth: Send + Sync + 'static {
    /// The session behind a cookie.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] when there is none or it has ended.
    fn resume<'a>(&'a self, node: &'a Node, token: &'a str) -> BoxFuture<'a, Result<Session>>;

    /// Address and password.
    ///
    /// # Errors
    /// [`Error::Refused`] with `wrong-sign-in`, [`Error::TooMany`].
    fn sign_in<'a>(
        &'a self,
        node: &'a Node,
        email: &'a str,
        password: &'a str,
        lang: Lang,
    ) -> BoxFuture<'a, Result<SignedIn>>;

    /// The second factor; gives the session's token.
    ///
    /// # Errors
    /// [`Error::Refused`] with `wrong-code`, [`Error::NotSignedIn`] when the first factor is too long ago.
    fn confirm<'a>(
        &'a self,
        node: &'a Node,
        pending: &'a str,
        code: &'a str,
    ) -> BoxFuture<'a, Result<String>>;

    /// Ends the session.
    ///
    /// # Errors
    /// [`Error::Storage`].
    fn sign_out<'a>(&'a self, node: &'a Node, token: &'a str) -> BoxFuture<'a, Result<()>>;
}

/// Sessions in memory, one password for everybody. Only for invented data.
#[derive(Debug, Default)]
pub struct DevAuth {
    password: String,
    code: Option<String>,
    people: Mutex<BTreeMap<String, (Id, String)>>,
    sessions: Mutex<BTreeMap<String, Held>>,
}

#[derive(Debug, Clone)]
struct Held {
    account: Id,
    name: String,
    form_token: String,
    confirmed: bool,
}

impl DevAuth {
    /// Everybody signs in with this password and, if one is given, this second factor.
    pub fn new(password: &str, code: Option<&str>) -> Self {
        Self { password: password.to_owned(), code: code.map(str::to_owned), ..Self::default() }
    }

    /// Adds a person.
    pub fn add(&self, email: &str, account: Id, name: &str) {
        if let Ok(mut people) = self.people.lock() {
            people.insert(email.to_owned(), (account, name.to_owned()));
        }
    }

    fn begin(&self, node: &Node, account: Id, name: String, confirmed: bool) -> String {
        let token = secret(node);
        let held = Held { account, name, form_token: secret(node), confirmed };
        if let Ok(mut sessions) = self.sessions.lock() {
            sessions.insert(token.clone(), held);
        }
        token
    }

    fn find(&self, token: &str) -> Option<Held> {
        self.sessions.lock().ok()?.get(token).cloned()
    }
}

/// Something that cannot be guessed, from two ids' random bytes.
pub(crate) fn secret(node: &Node) -> String {
    format!("{}{}", node.new_id(), node.new_id()).replace('-', "")
}

impl Auth for DevAuth {
    fn resume<'a>(&'a self, node: &'a Node, token: &'a str) -> BoxFuture<'a, Result<Session>> {
        Box::pin(async move {
            let held = self.find(token).filter(|held| held.confirmed).ok_or(Error::NotSignedIn)?;
            let actor = node.actor(held.account, Lang::Id, Origin::Online).await?;
            Ok(Session {
                actor,
                account: held.account,
                lang: Lang::Id,
                form_token: held.form_token,
                name: held.name,
                must_enrol: false,
            })
        })
    }

    fn sign_in<'a>(
        &'a self,
        node: &'a Node,
        email: &'a str,
        password: &'a str,
        _: Lang,
    ) -> BoxFuture<'a, Result<SignedIn>> {
        Box::pin(async move {
            let person = self.people.lock().ok().and_then(|people| people.get(email.trim()).cloned());
            let (account, name) =
                person.filter(|_| password == self.password).ok_or(Error::Refused("wrong-sign-in"))?;
            let token = self.begin(node, account, name, self.code.is_none());
            Ok(if self.code.is_some() { SignedIn::NeedsCode(token) } else { SignedIn::Session(token) })
        })
    }

    fn confirm<'a>(
        &'a self,
        node: &'a Node,
        pending: &'a str,
        code: &'a str,
    ) -> BoxFuture<'a, Result<String>> {
        Box::pin(async move {
            let held = self.find(pending).ok_or(Error::NotSignedIn)?;
            if self.code.as_deref() != Some(code.trim()) {
                return Err(Error::Refused("wrong-code"));
            }
            Ok(self.begin(node, held.account, held.name, true))
        })
    }

    fn sign_out<'a>(&'a self, _: &'a Node, token: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if let Ok(mut sessions) = self.sessions.lock() {
                sessions.remove(token);
            }
            Ok(())
        })
    }
}
