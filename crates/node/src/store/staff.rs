//! Organisations, units, posts, tenures, accounts: the rows behind whoever acts.

use model::{Id, Timestamp};
use seal::Place;

use crate::access::ready;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::{lookup_tag, open_text};

/// Seeds the ready roles that are not there yet.
pub(crate) async fn ready_roles(tx: &mut Tx) -> Result<()> {
    for role in ready::ROLES {
        let row = [
            role.slug.into(),
            role.label_id.into(),
            role.label_en.into(),
            role.groups.to_text().into(),
            true.into(),
            tx.new_id().into(),
        ];
        let new = tx
            .run(
                "insert into role (slug, label_id, label_en, data_groups, ready, edition)
                 values ($1, $2, $3, $4, $5, $6)
                 on conflict (slug) do nothing",
                &row,
            )
            .await?;
        if new == 0 {
            continue;
        }
        // The whole role, with the rights of the desk; where two of them speak of the same, the wider one counts.
        let whole = role.role();
        let mut seen = std::collections::BTreeSet::new();
        for right in &whole.rights {
            let named = (right.verb.as_str(), right.kind.as_str());
            if !seen.insert(named) {
                continue;
            }
            let same = |one: &&crate::access::Right| (one.verb.as_str(), one.kind.as_str()) == named;
            let scope = whole.rights.iter().filter(same).map(|one| one.scope).max().unwrap_or(right.scope);
            tx.run(
                "insert into role_right (role, verb, kind, scope) values ($1, $2, $3, $4)",
                &[role.slug.into(), named.0.into(), named.1.into(), scope.code().into()],
            )
            .await?;
        }
    }
    Ok(())
}

/// A new organisation with its key.
pub(crate) async fn organisation(tx: &mut Tx, member_id: &str, name: &str) -> Result<Id> {
    let id = tx.new_id();
    let now = tx.now;
    // The class stands in the middle of a member id.
    let class = member_id
        .split('/')
        .nth(1)
        .filter(|class| model::codes::list("member-class").is_some_and(|list| list.get(class).is_some()));
    tx.run(
        "insert into organisation (id, member_id, member_class, name, membership_state, created_at)
         values ($1, $2, $3, $4, 'active', $5)",
        &[id.into(), member_id.into(), class.map(str::to_owned).into(), name.into(), now.into()],
    )
    .await?;
    tx.make_member_key(id).await?;
    Ok(id)
}

/// A new unit.
pub(crate) async fn unit(tx: &mut Tx, organisation: Id, name: &str) -> Result<Id> {
    let id = tx.new_id();
    let now = tx.now;
    tx.run(
        "insert into unit (id, organisation_id, name, created_at) values ($1, $2, $3, $4)",
        &[id.into(), organisation.into(), name.into(), now.into()],
    )
    .await?;
    Ok(id)
}

/// A new post.
pub(crate) struct NewPost<'a> {
    pub(crate) organisation: Id,
    pub(crate) unit: Option<Id>,
    pub(crate) parent: Option<Id>,
    pub(crate) title_id: &'a str,
    pub(crate) title_en: &'a str,
    pub(crate) role: &'a str,
}

/// Inserts a post, vacant until somebody holds it.
pub(crate) async fn post(tx: &mut Tx, new: NewPost<'_>) -> Result<Id> {
    role_is_known(tx, new.role).await?;
    let id = tx.new_id();
    let now = tx.now;
    tx.run(
        "insert into post (id, organisation_id, unit_id, parent_post, title_id, title_en, role, state, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'vacant', $8)",
        &[
            id.into(),
            new.organisation.into(),
            new.unit.into(),
            new.parent.into(),
            new.title_id.into(),
            new.title_en.into(),
            new.role.into(),
            now.into(),
        ],
    )
    .await?;
    Ok(id)
}

/// Starts a tenure. A post has at most one full tenure at a time (domain model, section 3.3).
pub(crate) async fn tenure(
    tx: &mut Tx,
    post: Id,
    account: Id,
    acting: bool,
    until: Option<Timestamp>,
) -> Result<Id> {
    let now = tx.now;
    let held = tx
        .row(
            "select id from tenure
             where post_id = $1 and acting = $2 and from_at <= $3 and (to_at is null or to_at > $3) limit 1",
            &[post.into(), acting.into(), now.into()],
        )
        .await?;
    if held.is_some() {
        return Err(Error::Refused("post-is-held"));
    }
    let id = tx.new_id();
    tx.run(
        "insert into tenure (id, post_id, account_id, acting, from_at, to_at) values ($1, $2, $3, $4, $5, $6)",
        &[id.into(), post.into(), account.into(), acting.into(), now.into(), until.into()],
    )
    .await?;
    refresh_post(tx, post).await?;
    Ok(id)
}

/// A new account without a password; name and address are sealed under the organisation's key.
pub(crate) async fn account(
    tx: &mut Tx,
    organisation: Id,
    email: &str,
    name: &str,
    lang: &str,
) -> Result<Id> {
    let id = tx.new_id();
    let now = tx.now;
    let keys = tx.context.keys.clone();
    let email = normal_email(email);
    let tag = lookup_tag(&keys, "email", &email);
    let key = tx.member_key(organisation).await?.subkey("staff");
    let row = id.to_string();
    let sealed_email = tx.seal(&key, Place { table: "account", row: &row, column: "email" }, &email);
    let sealed_name = tx.seal(&key, Place { table: "account", row: &row, column: "name" }, name);
    let inserted = tx
        .run(
            "insert into account (id, email_tag, email, name, organisation_id, language, state, created_at)
             values ($1, $2, $3, $4, $5, $6, 'active', $7) on conflict (email_tag) do nothing",
            &[
                id.into(),
                tag.into(),
                sealed_email.into(),
                sealed_name.into(),
                organisation.into(),
                lang.into(),
                now.into(),
            ],
        )
        .await?;
    if inserted == 1 { Ok(id) } else { Err(Error::Refused("email-is-taken")) }
}

/// The account behind an address.
pub(crate) async fn account_of(tx: &mut Tx, email: &str) -> Result<Option<Id>> {
    let keys = tx.context.keys.clone();
    let tag = lookup_tag(&keys, "email", &normal_email(email));
    let row = tx.row("select id from account where email_tag = $1", &[tag.into()]).await?;
    row.map(|row| row.id(0)).transpose()
}

/// The name of a member of staff, for histories.
pub(crate) async fn name_of(tx: &mut Tx, account: Id) -> Result<String> {
    let row = tx
        .row("select organisation_id, name from account where id = $1", &[account.into()])
        .await?
        .ok_or(Error::NotFound)?;
    open_name(tx, account, row.id(0)?, &row.bytes(1)?).await
}

/// Opens the name of an account that a query brought along.
pub(crate) async fn open_name(tx: &mut Tx, account: Id, organisation: Id, sealed: &[u8]) -> Result<String> {
    let key = tx.member_key(organisation).await?.subkey("staff");
    let id = account.to_string();
    open_text(&key, Place { table: "account", row: &id, column: "name" }, sealed)
}

pub(crate) fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Writes down whether a post is held, after its tenures changed.
pub(crate) async fn refresh_post(tx: &mut Tx, post: Id) -> Result<()> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select acting from tenure
             where post_id = $1 and from_at <= $2 and (to_at is null or to_at > $2) order by id",
            &[post.into(), now.into()],
        )
        .await?;
    let mut state = "vacant";
    for row in &rows {
        state = if row.flag(0)? && state != "filled" { "acting" } else { "filled" };
    }
    tx.run("update post set state = $2 where id = $1", &[post.into(), state.into()]).await?;
    Ok(())
}

/// Refuses a role that there is not.
pub(crate) async fn role_is_known(tx: &mut Tx, slug: &str) -> Result<()> {
    let known = tx.row("select slug from role where slug = $1", &[slug.into()]).await?;
    known.map(drop).ok_or_else(|| Error::field("role", model::ProblemCode::UnknownCode))
}

/// Whether a unit or post belongs to an organisation; `sql` selects its organisation.
pub(crate) async fn belongs(
    tx: &mut Tx,
    sql: &'static str,
    id: Id,
    organisation: Id,
    field: &str,
) -> Result<()> {
    let owner = tx.row(sql, &[id.into()]).await?.map(|row| row.id(0)).transpose()?;
    if owner == Some(organisation) {
        Ok(())
    } else {
        Err(Error::field(field, model::ProblemCode::UnknownCode))
    }
}
