//! The door for people: signing in, coming back with a session, passwords. What is slow happens here, before the act; what
//! counts happens in the act.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use model::{Id, Lang, Timestamp};

use crate::access::{self, Actor, Origin};
use crate::acts::staff::{ChangePassword, Checked, ConfirmSecondFactor, SetPassword, SignIn, SignedIn};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::lookup_tag;
use crate::node::Node;
use crate::store::{accounts, staff, who};

/// How often the last use of a session is written down, in milliseconds.
const SEEN_EVERY: i64 = 60_000;

/// Somebody who came back with a session's token.
#[derive(Debug, Clone)]
pub struct Session {
    /// Id of the session.
    pub id: Id,
    /// Whose.
    pub account: Id,
    /// The person's name, to greet them with.
    pub name: String,
    /// Name of the organisation of the first post held now.
    pub organisation: String,
    /// With the posts held now. Holds none while [`must_enrol`](Self::must_enrol).
    pub actor: Actor,
    /// The language of the account.
    pub lang: Lang,
    /// Ends then, however much it is used.
    pub expires: Timestamp,
    /// A role asks for a second factor and there is none yet: nothing opens but setting it up.
    pub must_enrol: bool,
    /// Whether this session was opened, or confirmed since, with a second factor.
    pub second_factor: bool,
    /// How many things the posts held now were told that nobody has read.
    pub unread: i64,
    /// What every form of this session carries: keyed from its token, so that no page of another origin can know it, and of
    /// no use to sign in with. 64 hexadecimal digits.
    pub form_token: String,
}

impl Node {
    /// Signs somebody in, or asks for the second factor.
    ///
    /// # Errors
    /// [`Error::Denied`] with `sign-in-failed`, in the same time and words whether or not the address is known, or with
    /// `no-post` for somebody who may not act at present; [`Error::TooMany`].
    pub async fn sign_in(&self, lang: Lang, act: SignIn) -> Result<SignedIn> {
        let (mut act, found) =
            self.ahead(act, |act, tx| Box::pin(async move { act.before(tx).await })).await?;
        let (stored, wait) = found?;
        if wait.is_none() {
            let (right, anew) = self.passwords().check(self.chance(), &act.password, stored.clone()).await?;
            act.checked = Some(Checked { stored, right, anew });
        }
        Ok(self.perform(&Actor::public(lang), act).await??)
    }

    /// Completes a sign-in with a code.
    ///
    /// # Errors
    /// [`Error::Denied`] with `code-wrong`, or with `sign-in-expired` when the password must be given again;
    /// [`Error::TooMany`]; [`Error::Conflict`] when the same code just came in twice.
    pub async fn confirm_second_factor(&self, lang: Lang, act: ConfirmSecondFactor) -> Result<SignedIn> {
        Ok(self.perform(&Actor::public(lang), act).await??)
    }

    /// Sets a password with an invitation or a reset.
    ///
    /// # Errors
    /// [`Error::Denied`] with `link-expired`; [`Error::Refused`] with `password-too-short`, `password-too-long`,
    /// `password-is-address` or `password-too-common`.
    pub async fn set_password(&self, lang: Lang, act: SetPassword) -> Result<()> {
        let (mut act, found) =
            self.ahead(act, |act, tx| Box::pin(async move { act.before(tx).await })).await?;
        match found {
            Ok(()) => act.hash = Some(self.passwords().hash(self.chance(), &act.password).await?),
            // The act says so again, and the journal keeps that somebody tried.
            Err(Error::Denied(_)) => {}
            Err(error) => return Err(error),
        }
        Ok(self.perform(&Actor::public(lang), act).await??)
    }

    /// Changes the password of whoever is signed in.
    ///
    /// # Errors
    /// [`Error::Denied`] with `password-wrong`; [`Error::TooMany`]; refusals as [`set_password`](Self::set_password).
    pub async fn change_password(&self, actor: &Actor, act: ChangePassword) -> Result<()> {
        let account = actor.account().ok_or(Error::NotSignedIn)?;
        let (mut act, found) =
            self.ahead(act, move |act, tx| Box::pin(async move { act.before(tx, account).await })).await?;
        let (stored, wait) = found?;
        if let Some(seconds) = wait {
            return Err(Error::TooMany(seconds));
        }
        let (right, _) = self.passwords().check(self.chance(), &act.current, stored.clone()).await?;
        let anew = if right { Some(self.passwords().hash(self.chance(), &act.new).await?) } else { None };
        act.checked = Some(Checked { stored, right, anew });
        Ok(self.perform(actor, act).await??)
    }

    /// Who comes back with this token, with the posts held at this instant.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] when the session has ended, was idle too long, or its holder may not act any more.
    pub async fn resume(&self, token: &str) -> Result<Session> {
        let token = token.to_owned();
        let (session, seen_at) =
            self.db().glance(move |tx| Box::pin(async move { find(tx, &token).await })).await?;
        let now = self.now();
        if now.millis() - seen_at.millis() >= SEEN_EVERY {
            self.seen(session.id, now).await?;
        }
        Ok(session)
    }

    /// Reads what slow work needs before an act; gives the act back.
    async fn ahead<A, T, F>(&self, act: A, ask: F) -> Result<(A, Result<T>)>
    where
        F: for<'t> FnOnce(Arc<A>, &'t mut Tx) -> BoxFuture<'t, Result<T>>,
    {
        let act = Arc::new(act);
        let asked = act.clone();
        let found = self.db().read(move |tx| ask(asked, tx)).await;
        let act = Arc::into_inner(act).ok_or_else(|| Error::Storage("a read did not end".into()))?;
        Ok((act, found))
    }

    /// Writes down that a session is in use. No act: nobody did anything but breathe.
    async fn seen(&self, session: Id, now: Timestamp) -> Result<()> {
        self.db()
            .write(move |tx: &mut Tx| {
                Box::pin(async move {
                    let sql =
                        "update session set seen_at = $2 where id = $1 and seen_at < $2 and ended_at is null";
                    let done = tx.run(sql, &[session.into(), now.into()]).await.map(drop);
                    (crate::db::Verdict::Keep, done)
                })
            })
            .await
    }

    /// Titles of posts in a language; posts are no secret and their titles name nobody.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn post_titles(&self, posts: &[Id], lang: Lang) -> Result<HashMap<Id, String>> {
        let posts = posts.to_vec();
        self.db().read(move |tx| Box::pin(async move { who::titles(tx, &posts, lang).await })).await
    }

    /// The name of a member of staff, for a reader of the same organisation.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everybody else.
    pub async fn name_of(&self, reader: &Actor, account: Id) -> Result<String> {
        let reader = reader.clone();
        let name = self
            .db()
            .read(move |tx| Box::pin(async move { who::name_for(tx, &reader, account).await }))
            .await?;
        name.ok_or(Error::NotFound)
    }
}

/// A session, its account and, in a row for each, the posts held now with what they were told and nobody has read.
const SESSION: &str =
    "select s.id, s.account_id, s.seen_at, s.expires_at, s.second_factor,
       a.organisation_id, a.name, a.language, a.state, a.totp_step,
       t.id, t.acting, t.to_at, p.id, p.unit_id, p.organisation_id, p.role, r.edition, o.member_id,
       (select count(*) from notification n where n.post_id = p.id and n.read_at is null), o.name
     from session s join account a on a.id = s.account_id join tenure t on t.account_id = a.id
       join post p on p.id = t.post_id join role r on r.slug = p.role join organisation o on o.id = p.organisation_id
     where s.token_tag = $1 and s.ended_at is null and s.expires_at > $2 and s.seen_at > $3
       and t.from_at <= $2 and (t.to_at is null or t.to_at > $2) and p.state <> 'abolished'
     order by t.id";
/// Where the columns of the posts begin.
const POSTS: usize = 10;

/// The live session behind a token, and when it was last seen. One statement: every request asks this.
async fn find(tx: &mut Tx, token: &str) -> Result<(Session, Timestamp)> {
    let (tag, now) = (accounts::session_tag(tx, token), tx.now);
    let idle_since = now.plus(-tx.context.settings.session_idle);
    let rows = tx.rows(SESSION, &[tag.into(), now.into(), idle_since.into()]).await?;
    let row = rows.first().ok_or(Error::NotSignedIn)?;
    let (id, account, confirmed) = (row.id(0)?, row.id(1)?, row.flag(4)?);
    // An authenticator taken into use elsewhere asks for a new sign-in here.
    if row.text(8)? != accounts::ACTIVE || (row.int_opt(9)?.is_some() && !confirmed) {
        return Err(Error::NotSignedIn);
    }
    let lang = Lang::from_tag(&row.text(7)?).unwrap_or_default();
    let (mut holdings, mut unread) = (Vec::with_capacity(rows.len()), 0);
    for row in &rows {
        holdings.push(access::load::holding(tx, row, POSTS).await?);
        unread += row.int(POSTS + 9)?;
    }
    let roles = &tx.context.settings.second_factor_roles;
    let needs = holdings.iter().any(|holding| roles.contains(&holding.role.slug));
    let must_enrol = needs && !confirmed;
    if must_enrol {
        (holdings, unread) = (Vec::new(), 0);
    }
    let session = Session {
        id,
        account,
        name: staff::open_name(tx, account, row.id(5)?, &row.bytes(6)?).await?,
        organisation: row.text(POSTS + 10)?,
        actor: Actor::staff(account, Some(id), holdings, lang, Origin::Online),
        lang,
        expires: row.time(3)?,
        must_enrol,
        second_factor: confirmed,
        unread,
        form_token: seal::to_hex(&lookup_tag(&tx.context.keys, "form-token", token)),
    };
    Ok((session, row.time(2)?))
}
