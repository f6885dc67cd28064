//! Which badges were taken back, for everybody: a Bitstring Status List (W3C), signed like the badges themselves, at an address that stays. It
//! names nobody, and a list is fetched whole, so the node does not learn which badge somebody looks at.

use std::collections::BTreeSet;

use formats::status_list::{ENTRIES, compressed};
use model::time::DAY;
use serde_json::{Value, json};

use crate::db::{Tx, Verdict};
use crate::error::{Error, Result};
use crate::node::Node;

/// Where the public address of the node is kept.
const SITE: &str = "public-address";
/// An odd number: the place of a badge in its list does not tell how many came before it at a glance, and each has its own.
const STEP: i64 = 40_503;

fn entries() -> i64 {
    i64::from(ENTRIES)
}

/// The list and the place in it of the badge with this number.
fn place(number: i64) -> (i64, i64) {
    (number.div_euclid(entries()), (number.rem_euclid(entries()) * STEP).rem_euclid(entries()))
}

/// The next number of a badge.
pub(super) async fn next(tx: &mut Tx) -> Result<i64> {
    let row = tx.row("select cast(coalesce(max(status_number), -1) as bigint) from credential", &[]).await?;
    row.map_or(Ok(0), |row| Ok(row.int(0)? + 1))
}

async fn site(tx: &mut Tx) -> Result<Option<String>> {
    let row = tx.row("select value from node_setting where name = $1", &[SITE.into()]).await?;
    let site = row.map(|row| row.text(0)).transpose()?;
    Ok(site.filter(|site| !site.is_empty()))
}

fn address(site: &str, list: i64) -> String {
    format!("{site}/lencana/status/{list}")
}

/// What a badge says of where its standing is told; nothing while the node has no public address.
pub(super) async fn entry(tx: &mut Tx, number: Option<i64>) -> Result<Option<Value>> {
    let (Some(number), Some(site)) = (number, site(tx).await?) else { return Ok(None) };
    let (list, at) = place(number);
    let list = address(&site, list);
    Ok(Some(json!({
        "id": format!("{list}#{at}"),
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": at.to_string(),
        "statusListCredential": list
    })))
}

/// A list as a signed token. It holds for a day, so that an old one is not shown in its stead for longer.
async fn list(tx: &mut Tx, list: i64) -> Result<String> {
    let site = site(tx).await?.ok_or(Error::NotFound)?;
    let first = list.checked_mul(entries()).filter(|first| *first >= 0).ok_or(Error::NotFound)?;
    let rows = tx
        .rows(
            "select status_number, revoked_at from credential where status_number >= $1 and status_number < $2 order by status_number",
            &[first.into(), first.saturating_add(entries()).into()],
        )
        .await?;
    if rows.is_empty() && list > 0 {
        return Err(Error::NotFound);
    }
    let mut set = BTreeSet::new();
    for row in &rows {
        if row.time_opt(1)?.is_some() {
            set.extend(u32::try_from(place(row.int(0)?).1).ok());
        }
    }
    let (now, until) = (tx.now, tx.now.plus(DAY));
    let signing = &tx.context.keys.signing;
    let (issuer, id) = (seal::to_did(&signing.verifying_key()), address(&site, list));
    let claims = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": now.to_string(),
        "validUntil": until.to_string(),
        "credentialSubject": {
            "id": format!("{id}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": format!("u{}", seal::to_base64url(&compressed(&set)))
        },
        "iss": issuer,
        "jti": id,
        "nbf": now.millis() / 1_000,
        "exp": until.millis() / 1_000
    });
    Ok(seal::sign_claims(signing, &claims.to_string()))
}

impl Node {
    /// Notes under which address the public finds this node, such as `https://jejaring.contoh.go.id`. Badges name it from then on.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn note_public_address(&self, address: &str) -> Result<()> {
        let address = address.trim().trim_end_matches('/').to_owned();
        self.db()
            .write(move |tx: &mut Tx| {
                let address = address.clone();
                Box::pin(async move {
                    let written = tx
                        .run(
                            "insert into node_setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
                            &[SITE.into(), address.into()],
                        )
                        .await;
                    (if written.is_ok() { Verdict::Keep } else { Verdict::Undo }, written.map(drop))
                })
            })
            .await
    }

    /// A list of badges that were taken back, as a signed token. Nothing is kept of the question.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a list that there is not, or while the node has no public address; [`Error::Storage`].
    pub async fn badge_status(&self, number: i64) -> Result<String> {
        self.db().read(move |tx| Box::pin(async move { list(tx, number).await })).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_badge_has_its_own_place() {
        let places: BTreeSet<(i64, i64)> = (0..2 * entries()).map(place).collect();
        assert_eq!(places.len() as i64, 2 * entries());
        assert!(places.iter().all(|(list, at)| (0..2).contains(list) && (0..entries()).contains(at)));
    }
}
