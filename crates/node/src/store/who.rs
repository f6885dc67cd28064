//! Who did something, as histories show it: by name to people of the same organisation, by post to all others.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use model::{Id, Lang};

use crate::access::Actor;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::journal::read::Told;

pub(crate) use super::staff::name_of as name;

/// The title of a post.
pub(crate) async fn title(tx: &mut Tx, post: Id, lang: Lang) -> Result<String> {
    let row = tx.row("select title_id, title_en from post where id = $1", &[post.into()]).await?;
    let row = row.ok_or(Error::NotFound)?;
    row.text(if lang == Lang::En { 1 } else { 0 })
}

/// Titles of several posts; those that there are not are left out.
pub(crate) async fn titles(tx: &mut Tx, posts: &[Id], lang: Lang) -> Result<HashMap<Id, String>> {
    let mut titles = HashMap::new();
    for post in posts {
        if !titles.contains_key(post) {
            match title(tx, *post, lang).await {
                Ok(title) => titles.insert(*post, title),
                Err(Error::NotFound) => None,
                Err(error) => return Err(error),
            };
        }
    }
    Ok(titles)
}

/// The name behind an account, if the reader holds a post in the same organisation now.
pub(crate) async fn name_for(tx: &mut Tx, reader: &Actor, account: Id) -> Result<Option<String>> {
    let row = tx.row("select organisation_id from account where id = $1", &[account.into()]).await?;
    let organisation = row.map(|row| row.id(0)).transpose()?;
    let now = tx.now;
    let same = reader.holdings_at(now).any(|holding| Some(holding.organisation) == organisation);
    if same { name(tx, account).await.map(Some) } else { Ok(None) }
}

/// Fills in who did what.
pub(crate) async fn tell(tx: &mut Tx, reader: &Actor, history: &mut [Told]) -> Result<()> {
    let mut said: HashMap<(Option<Id>, Option<Id>), (String, String)> = HashMap::new();
    for told in history {
        let key = (told.account, told.post);
        let (name, title) = match said.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(name_and_title(tx, reader, key).await?),
        };
        told.by.clone_from(if name.is_empty() { title } else { name });
        told.post_title.clone_from(title);
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
