//! The case sums up its concerns: a concern that is opened is named in the case, one that was disproved no longer.

use model::Id;

use super::touched;
use crate::db::Tx;
use crate::error::Result;

/// Brings the case's list of concerns in line with its concern records. What was ticked at registration and has no record of
/// its own stays.
pub(super) async fn tell_case(tx: &mut Tx, case: Id) -> Result<()> {
    let kept = tx
        .row("select protection_concerns from k_case where id = $1", &[case.into()])
        .await?
        .map_or(Ok(None), |row| row.text_opt(0))?
        .unwrap_or_default();
    let rows = tx
        .rows(
            "select k.protection_concern_type, m.state from matter m join k_concern k on k.id = m.id
             where m.root_id = $1 and m.kind = 'concern' order by m.opened_at, m.id",
            &[case.into()],
        )
        .await?;
    let mut said: Vec<(String, bool)> = Vec::new();
    for row in &rows {
        if let Some(code) = row.text_opt(0)? {
            said.push((code, row.text(1)? != "disproved"));
        }
    }
    let stands = |code: &str| said.iter().any(|(one, stands)| one == code && *stands);
    let known = |code: &str| said.iter().any(|(one, _)| one == code);
    let mut codes: Vec<&str> = kept.split_whitespace().filter(|code| !known(code) || stands(code)).collect();
    for (code, stands) in &said {
        if *stands && !codes.contains(&code.as_str()) {
            codes.push(code);
        }
    }
    let now = codes.join(" ");
    if now == kept {
        return Ok(());
    }
    tx.run_one(
        "update k_case set protection_concerns = $2 where id = $1",
        &[case.into(), now.as_str().into()],
    )
    .await?;
    tx.run("delete from coded where record_id = $1 and field = 'protection_concerns'", &[case.into()])
        .await?;
    for code in codes {
        tx.run(
            "insert into coded (record_id, field, code) values ($1, 'protection_concerns', $2)",
            &[case.into(), code.into()],
        )
        .await?;
    }
    touched(tx, case, &["protection_concerns"]).await
}
