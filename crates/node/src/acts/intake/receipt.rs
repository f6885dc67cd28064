//! Receipts: made from the act that files a report, so that a page sent twice gets the same one; stored as a keyed hash.

use model::time::HOUR;
use model::{Draft, Id};
use seal::{Digest, Entropy, ReceiptCode};

use crate::access::{MatterFacts, load};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::store::attempts::{self, Limit};

/// Where a public request came from, as the web floor puts it: a keyed hash that names nobody. The node hashes it again
/// with a key of its own and the window of time, so that two windows cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source(pub Vec<u8>);

pub(super) fn bytes(source: Option<&Source>) -> &[u8] {
    source.map_or(b"", |source| &source.0)
}

/// Wrong receipts of one source: many people share one address on a mobile network.
const WRONG: Limit = Limit { purpose: "wrong-receipt", most: 10, window: HOUR / 4 };
/// Wrong receipts of everybody. 10^16 codes stand against these tries.
const WRONG_IN_ALL: Limit = Limit { purpose: "wrong-receipt-in-all", most: 1_000, window: HOUR / 4 };
/// Wrong receipts of one source while everybody's are spent: a reporter who types with care is let in even then.
const WRONG_UNDER_PRESSURE: i64 = 2;
/// Codes tried until one is unused; with 10^16 of them the first is.
const TURNS: u8 = 4;

struct Drawn(Digest);

impl Entropy for Drawn {
    fn fill(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(16) {
            self.0 = seal::sha256(&self.0);
            for (byte, drawn) in chunk.iter_mut().zip(self.0) {
                *byte = drawn;
            }
        }
    }
}

/// The receipt of a filing. Only this node can make it, from the act's id and everything that was typed: whoever knows the
/// id alone, from a page left open, learns nothing.
fn derive(keys: &Keys, act: Id, draft: &Draft, turn: u8) -> Result<ReceiptCode> {
    let typed = serde_json::to_vec(draft).map_err(|_| Error::Storage("draft".into()))?;
    let parts: [&[u8]; 3] = [&act.to_u128().to_be_bytes(), &typed, &[turn]];
    let seed =
        seal::tag(&keys.lookup.subkey("receipt-of-act"), &seal::frame("jejaring/receipt-of-act/1", &parts));
    Ok(ReceiptCode::generate(&mut Drawn(seed)))
}

fn tag(keys: &Keys, code: &ReceiptCode) -> Vec<u8> {
    code.lookup(&keys.lookup.subkey("receipt")).to_vec()
}

async fn report_of(tx: &mut Tx, code: &ReceiptCode) -> Result<Option<Id>> {
    let tag = tag(&tx.context.keys, code);
    let row = tx.row("select report_id from report_receipt where receipt_tag = $1", &[tag.into()]).await?;
    row.map(|row| row.id(0)).transpose()
}

/// Makes the receipt of a report and keeps its keyed hash.
pub(super) async fn make(tx: &mut Tx, act: Id, draft: &Draft, report: Id) -> Result<ReceiptCode> {
    let keys = tx.context.keys.clone();
    for turn in 0..TURNS {
        let code = derive(&keys, act, draft, turn)?;
        let row = [tag(&keys, &code).into(), report.into()];
        let new = tx
            .run(
                "insert into report_receipt (receipt_tag, report_id) values ($1, $2)
                 on conflict (receipt_tag) do nothing",
                &row,
            )
            .await?;
        if new == 1 {
            return Ok(code);
        }
    }
    Err(Error::Conflict)
}

/// The receipt made before for the same act and the same text.
pub(super) async fn made(tx: &mut Tx, act: Id, draft: &Draft, report: Id) -> Result<Option<ReceiptCode>> {
    let keys = tx.context.keys.clone();
    for turn in 0..TURNS {
        let code = derive(&keys, act, draft, turn)?;
        if report_of(tx, &code).await? == Some(report) {
            return Ok(Some(code));
        }
    }
    Ok(None)
}

/// The report behind a receipt as typed. Whatever is wrong with it, the answer is the same.
pub(super) async fn present(tx: &mut Tx, typed: &str, source: Option<&Source>) -> Result<MatterFacts> {
    let wrong = attempts::count(tx, &WRONG, bytes(source)).await?;
    let in_all = attempts::count(tx, &WRONG_IN_ALL, b"").await?;
    let most = if in_all >= WRONG_IN_ALL.most { WRONG_UNDER_PRESSURE } else { WRONG.most };
    if wrong >= most {
        return Err(Error::TooMany(WRONG.wait(tx.now)));
    }
    let code = ReceiptCode::parse(typed).map_err(|_| Error::NotFound)?;
    let report = report_of(tx, &code).await?.ok_or(Error::NotFound)?;
    load::matter(tx, report, true).await
}

/// Counts a wrong receipt.
pub(super) async fn was_wrong(tx: &mut Tx, source: Option<&Source>) -> Result<()> {
    attempts::add(tx, &WRONG, bytes(source)).await?;
    attempts::add(tx, &WRONG_IN_ALL, b"").await
}
