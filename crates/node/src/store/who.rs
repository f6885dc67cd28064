//! Who did something, as histories show it: by name to people of the same organisation, by post to all others.

use std::collections::HashMap;

use model::{Id, Lang};

use crate::access::Actor;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::journal::read::Told;

pub(crate) use super::staff::name_of as name;
use super::staff::open_name;

/// The title of a post.
pub(crate) async fn title(tx: &mut Tx, post: Id, lang: Lang) -> Result<String> {
    let row = tx.row("select title_id, title_en from post where id = $1", &[post.into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    row.text(if lang == Lang::En { 1 } else { 0 })
}

/// Titles of several posts; those that there are not are left out.
pub(crate) async fn titles(tx: &mut Tx, posts: &[Id], lang: Lang) -> Result<HashMap<Id, String>> {
    let column = if lang == Lang::En { 2 } else { 1 };
    let mut titles = HashMap::new();
    for row in &tx.rows_of("select id, title_id, title_en from post where id", posts, "").await? {
        titles.insert(row.id(0)?, row.text(column)?);
    }
    Ok(titles)
}

/// Names behind several accounts, as far as the reader holds a post in the same organisation now; all others are left out.
pub(crate) async fn names_for(tx: &mut Tx, reader: &Actor, accounts: &[Id]) -> Result<HashMap<Id, String>> {
    let mut names = HashMap::new();
    for row in &tx.rows_of(ACCOUNTS, accounts, "").await? {
        let (account, organisation) = (row.id(0)?, row.id(1)?);
        if reader.holdings_at(tx.now).any(|holding| holding.organisation == organisation) {
            names.insert(account, open_name(tx, account, organisation, &row.bytes(2)?).await?);
        }
    }
    Ok(names)
}

/// Names behind several accounts, whoever asks; those that there are not are left out.
pub(crate) async fn names(tx: &mut Tx, accounts: &[Id]) -> Result<HashMap<Id, String>> {
    let mut names = HashMap::new();
    for row in &tx.rows_of(ACCOUNTS, accounts, "").await? {
        names.insert(row.id(0)?, open_name(tx, row.id(0)?, row.id(1)?, &row.bytes(2)?).await?);
    }
    Ok(names)
}

const ACCOUNTS: &str = "select id, organisation_id, name from account where id";

/// The name behind an account, if the reader holds a post in the same organisation now.
pub(crate) async fn name_for(tx: &mut Tx, reader: &Actor, account: Id) -> Result<Option<String>> {
    Ok(names_for(tx, reader, &[account]).await?.remove(&account))
}

/// Fills in who did what.
pub(crate) async fn tell(tx: &mut Tx, reader: &Actor, history: &mut [Told]) -> Result<()> {
    let accounts = history.iter().filter_map(|told| told.account).collect::<Vec<_>>();
    let posts = history.iter().filter_map(|told| told.post).collect::<Vec<_>>();
    let names = names_for(tx, reader, &accounts).await?;
    let titles = titles(tx, &posts, reader.lang()).await?;
    for told in history {
        told.post_title = match &told.post {
            Some(post) => titles.get(post).cloned().ok_or(Error::NotFound)?,
            None => String::new(),
        };
        let name = told.account.and_then(|account| names.get(&account));
        told.by = name.filter(|name| !name.is_empty()).unwrap_or(&told.post_title).clone();
    }
    Ok(())
}

/// The name as far as the reader may know it, and the title of the post; empty where there is none.
pub(crate) async fn name_and_title(
    tx: &mut Tx,
    reader: &Actor,
    (account, post): (Option<Id>, Option<Id>),
) -> Result<(String, String)> {
    let name = match account {
        Some(account) => name_for(tx, reader, account).await?.unwrap_or_default(),
        None => String::new(),
    };
    let title = match post {
        Some(post) => title(tx, post, reader.lang()).await?,
        None => String::new(),
    };
    Ok((name, title))
}
