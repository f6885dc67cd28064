//! Accounts, their one-time tokens and their sessions.

use model::{Id, Lang, Timestamp};
use seal::{Place, Token, TotpSecret};

use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::keys::{lookup_tag, open_text};

/// The state of an account whose holder may sign in.
pub(crate) const ACTIVE: &str = "active";

/// An account, without its name and address.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: Id,
    pub(crate) organisation: Id,
    pub(crate) email_tag: Vec<u8>,
    pub(crate) lang: Lang,
    pub(crate) state: String,
    pub(crate) password: Option<String>,
    /// Step of the last code accepted; an authenticator is in use when there is one.
    pub(crate) totp_step: Option<i64>,
}

impl Account {
    /// Whether its holder may sign in at all.
    pub(crate) fn is_active(&self) -> bool {
        self.state == ACTIVE
    }

    /// Whether signing in asks for a code.
    pub(crate) const fn has_second_factor(&self) -> bool {
        self.totp_step.is_some()
    }

    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.id(0)?,
            organisation: row.id(1)?,
            email_tag: row.bytes(2)?,
            lang: if row.text(3)? == "en" { Lang::En } else { Lang::Id },
            state: row.text(4)?,
            password: row.text_opt(5)?,
            totp_step: row.int_opt(6)?,
        })
    }
}

/// The account with this id.
pub(crate) async fn by_id(tx: &mut Tx, id: Id) -> Result<Account> {
    let row = tx
        .row(
            "select id, organisation_id, email_tag, language, state, password, totp_step from account where id = $1",
            &[id.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    Account::from_row(&row)
}

/// The tag by which an address is looked up.
pub(crate) fn email_tag(tx: &Tx, email: &str) -> Vec<u8> {
    lookup_tag(&tx.context.keys, "email", &super::staff::normal_email(email))
}

/// The account with this address tag, if there is one.
pub(crate) async fn by_email_tag(tx: &mut Tx, tag: &[u8]) -> Result<Option<Account>> {
    tx.row(
        "select id, organisation_id, email_tag, language, state, password, totp_step from account where email_tag = $1",
        &[tag.to_vec().into()],
    )
    .await?
    .map(|row| Account::from_row(&row))
    .transpose()
}

/// Opens one sealed column of an account.
async fn open(tx: &mut Tx, account: &Account, column: &'static str, sealed: &[u8]) -> Result<String> {
    let key = tx.member_key(account.organisation).await?.subkey("staff");
    let row = account.id.to_string();
    open_text(&key, Place { table: "account", row: &row, column }, sealed)
}

/// The address of an account, in lower case.
pub(crate) async fn email(tx: &mut Tx, account: &Account) -> Result<String> {
    let row = tx.row("select email from account where id = $1", &[account.id.into()]).await?;
    open(tx, account, "email", &row.ok_or(Error::NotFound)?.bytes(0)?).await
}

/// The secret of the authenticator in use.
pub(crate) async fn totp_secret(tx: &mut Tx, account: &Account) -> Result<Option<TotpSecret>> {
    let row = tx.row("select totp_secret from account where id = $1", &[account.id.into()]).await?;
    secret(tx, account, "totp_secret", row).await
}

/// The secret of an authenticator that is being set up.
pub(crate) async fn totp_pending(tx: &mut Tx, account: &Account) -> Result<Option<TotpSecret>> {
    let row = tx.row("select totp_pending from account where id = $1", &[account.id.into()]).await?;
    secret(tx, account, "totp_pending", row).await
}

async fn secret(
    tx: &mut Tx,
    account: &Account,
    column: &'static str,
    row: Option<Row>,
) -> Result<Option<TotpSecret>> {
    let Some(sealed) = row.ok_or(Error::NotFound)?.bytes_opt(0)? else { return Ok(None) };
    let text = open(tx, account, column, &sealed).await?;
    TotpSecret::from_base32(&text).map(Some).map_err(|_| Error::Sealed)
}

/// Keeps the secret of an authenticator that is being set up.
pub(crate) async fn keep_pending(tx: &mut Tx, account: &Account, secret: &TotpSecret) -> Result<()> {
    let sealed = seal_secret(tx, account, "totp_pending", secret).await?;
    tx.run_one("update account set totp_pending = $2 where id = $1", &[account.id.into(), sealed.into()])
        .await
}

/// Takes an authenticator into use; its first code has been accepted.
pub(crate) async fn keep_secret(
    tx: &mut Tx,
    account: &Account,
    secret: &TotpSecret,
    step: i64,
) -> Result<()> {
    let sealed = seal_secret(tx, account, "totp_secret", secret).await?;
    tx.run_one(
        "update account set totp_secret = $2, totp_step = $3, totp_pending = null where id = $1",
        &[account.id.into(), sealed.into(), step.into()],
    )
    .await
}

async fn seal_secret(
    tx: &mut Tx,
    account: &Account,
    column: &'static str,
    secret: &TotpSecret,
) -> Result<Vec<u8>> {
    let key = tx.member_key(account.organisation).await?.subkey("staff");
    let row = account.id.to_string();
    Ok(tx.seal(&key, Place { table: "account", row: &row, column }, &secret.to_base32()))
}

/// What a one-time token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Invitation,
    Reset,
    SecondFactor,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::SecondFactor => "second-factor",
        }
    }

    /// Whether a password may be set with it.
    pub(crate) fn sets_password(code: &str) -> bool {
        code == Self::Invitation.code() || code == Self::Reset.code()
    }

    /// Whether a sign-in may be completed with it.
    pub(crate) fn signs_in(code: &str) -> bool {
        code == Self::SecondFactor.code()
    }
}

/// A token that works now.
#[derive(Debug, Clone)]
pub(crate) struct LiveToken {
    pub(crate) account: Account,
    pub(crate) purpose: String,
    tag: Vec<u8>,
}

/// Makes a one-time token; older ones for the same purpose stop working.
pub(crate) async fn make_token(
    tx: &mut Tx,
    account: Id,
    purpose: Purpose,
    expires: Timestamp,
) -> Result<Token> {
    let now = tx.now;
    tx.run(
        "update account_token set used_at = $3 where account_id = $1 and purpose = $2 and used_at is null",
        &[account.into(), purpose.code().into(), now.into()],
    )
    .await?;
    let token = Token::generate(&mut *tx.entropy);
    let tag = lookup_tag(&tx.context.keys, "account-token", token.as_str());
    tx.run(
        "insert into account_token (token_tag, account_id, purpose, expires_at) values ($1, $2, $3, $4)",
        &[tag.into(), account.into(), purpose.code().into(), expires.into()],
    )
    .await?;
    Ok(token)
}

/// The token that somebody presents, if it works.
pub(crate) async fn live_token(tx: &mut Tx, presented: &str) -> Result<Option<LiveToken>> {
    let tag = lookup_tag(&tx.context.keys, "account-token", presented);
    let now = tx.now;
    let row = tx
        .row(
            "select account_id, purpose from account_token
             where token_tag = $1 and used_at is null and expires_at > $2",
            &[tag.clone().into(), now.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let account = by_id(tx, row.id(0)?).await?;
    Ok(Some(LiveToken { account, purpose: row.text(1)?, tag }))
}

/// Uses a token up. [`Error::Conflict`] when somebody else just did.
pub(crate) async fn use_token(tx: &mut Tx, token: &LiveToken) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update account_token set used_at = $2 where token_tag = $1 and used_at is null",
        &[token.tag.clone().into(), now.into()],
    )
    .await
}

/// Stops every token of an account.
pub(crate) async fn end_tokens(tx: &mut Tx, account: Id) -> Result<()> {
    let now = tx.now;
    tx.run(
        "update account_token set used_at = $2 where account_id = $1 and used_at is null",
        &[account.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Opens a session; answers its id, the bearer's token and when it ends at the latest.
pub(crate) async fn open_session(
    tx: &mut Tx,
    account: Id,
    second_factor: bool,
    device: &str,
) -> Result<(Id, Token, Timestamp)> {
    let (id, now) = (tx.new_id(), tx.now);
    let expires = now.plus(tx.context.settings.session_longest);
    let token = Token::generate(&mut *tx.entropy);
    let tag = session_tag(tx, token.as_str());
    let device: String = device.chars().filter(|c| !c.is_control()).take(120).collect();
    tx.run(
        "insert into session (id, token_tag, account_id, started_at, seen_at, expires_at, second_factor, device)
         values ($1, $2, $3, $4, $4, $5, $6, $7)",
        &[
            id.into(),
            tag.into(),
            account.into(),
            now.into(),
            expires.into(),
            second_factor.into(),
            device.into(),
        ],
    )
    .await?;
    Ok((id, token, expires))
}

/// The tag by which a session is looked up.
pub(crate) fn session_tag(tx: &Tx, presented: &str) -> Vec<u8> {
    lookup_tag(&tx.context.keys, "session", presented)
}

/// Ends every session of an account but one.
pub(crate) async fn end_sessions(tx: &mut Tx, account: Id, but: Option<Id>) -> Result<()> {
    let now = tx.now;
    let but = but.unwrap_or(Id::from_u128(0));
    tx.run(
        "update session set ended_at = $3 where account_id = $1 and id <> $2 and ended_at is null",
        &[account.into(), but.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Whether somebody holds a post now.
pub(crate) async fn holds_post(tx: &mut Tx, account: Id) -> Result<bool> {
    let now = tx.now;
    let row = tx
        .row(
            "select t.id from tenure t join post p on p.id = t.post_id
             where t.account_id = $1 and t.from_at <= $2 and (t.to_at is null or t.to_at > $2)
               and p.state <> 'abolished' limit 1",
            &[account.into(), now.into()],
        )
        .await?;
    Ok(row.is_some())
}

/// Replaces the recovery codes; answers the new ones, which nobody can be shown again.
pub(crate) async fn new_recovery_codes(tx: &mut Tx, account: Id) -> Result<Vec<seal::RecoveryCode>> {
    drop_recovery_codes(tx, account).await?;
    let key = tx.context.keys.lookup.subkey("recovery-code");
    let codes = seal::RecoveryCode::generate_set(&mut *tx.entropy);
    for code in &codes {
        let tag = code.hash(&key, &account.to_string()).to_vec();
        tx.run(
            "insert into recovery_code (account_id, code_tag) values ($1, $2)",
            &[account.into(), tag.into()],
        )
        .await?;
    }
    Ok(codes)
}

/// Removes all recovery codes.
pub(crate) async fn drop_recovery_codes(tx: &mut Tx, account: Id) -> Result<()> {
    tx.run("delete from recovery_code where account_id = $1", &[account.into()]).await?;
    Ok(())
}

/// The tag of a typed recovery code, if it is one of the account's and was not used.
pub(crate) async fn recovery_code(tx: &mut Tx, account: Id, typed: &str) -> Result<Option<Vec<u8>>> {
    let key = tx.context.keys.lookup.subkey("recovery-code");
    let tag = seal::recovery_code_hash(&key, &account.to_string(), typed).to_vec();
    let row = tx
        .row(
            "select code_tag from recovery_code where account_id = $1 and code_tag = $2 and used_at is null",
            &[account.into(), tag.clone().into()],
        )
        .await?;
    Ok(row.map(|_| tag))
}

/// Strikes a recovery code out. [`Error::Conflict`] when it just was.
pub(crate) async fn use_recovery_code(tx: &mut Tx, account: Id, tag: &[u8]) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update recovery_code set used_at = $3 where account_id = $1 and code_tag = $2 and used_at is null",
        &[account.into(), tag.to_vec().into(), now.into()],
    )
    .await
}
