//! An invented bank that reports suspicions to the financial-intelligence unit: one to be looked at, one to be handed in, one that the unit has
//! answered. It has these reports, and nothing else of the network.

use model::kinds::TransactionReport;
use model::{Draft, Id};
use node::{Actor, Error, Result};

use super::super::signins::SignIn;
use super::hand::{Founded, Hand, House};

const HOUSE: House = House {
    member_id: "ID/PLT/CONTOH-BANK",
    name: "Bank Contoh (rekaan)",
    domain: "bank",
    posts: &[("Petugas Kepatuhan", "Compliance officer", "compliance-officer", "kepatuhan")],
};

const UNIT: &str = "Unit Intelijen Keuangan Contoh (rekaan)";

/// Reference of the bank, indicator, grounds.
const SUSPICIONS: [(&str, &str, &str); 3] = [
    (
        "BANK-CONTOH-0011",
        "small_foreign_repeats",
        "Kiriman kecil berulang dari luar negeri ke rekening baru, selalu pada malam hari (rekaan).",
    ),
    (
        "BANK-CONTOH-0010",
        "wages_diverted",
        "Upah enam orang masuk ke satu rekening dan ditarik pada hari yang sama (rekaan).",
    ),
    (
        "BANK-CONTOH-0009",
        "minor_account",
        "Rekening seorang anak dipakai orang dewasa yang tidak serumah (rekaan).",
    ),
];

const MOVED: &str = "2026-03-01; 750000; TRF K K; account: CONTOH 000077778888; account: CONTOH 000099990000; Surabaya; kiriman rekaan";

/// Founds the bank and lays its work out; answers the way in.
pub(super) async fn seed(hand: Hand<'_>) -> Result<Vec<SignIn>> {
    let Founded { staff, ways, .. } = hand.found(&HOUSE).await?;
    let (officer, _) = staff.first().ok_or(Error::NotFound)?;
    for (place, suspicion) in SUSPICIONS.iter().enumerate() {
        let report = noticed(hand, officer, suspicion).await?;
        let steps = steps(hand, suspicion.2);
        for (action, draft) in steps.into_iter().take([0, 1, 4].get(place).copied().unwrap_or_default()) {
            hand.step::<TransactionReport>(officer, report, action, draft).await?;
        }
    }
    Ok(ways)
}

async fn noticed(
    hand: Hand<'_>,
    officer: &Actor,
    (own, indicator, grounds): &(&str, &str, &str),
) -> Result<Id> {
    let report = Draft::default()
        .with("direction", "to_fiu")
        .with("report_code", "STR")
        .with("institution", HOUSE.name)
        .with("own_reference", *own)
        .with("indicators", *indicator)
        .with("parties", "account: CONTOH 000077778888\naccount: CONTOH 000099990000")
        .with("transactions", MOVED)
        .with("grounds", *grounds);
    hand.open::<TransactionReport>(officer, report).await
}

/// From a suspicion to what the unit answered.
fn steps(hand: Hand<'_>, grounds: &str) -> [(&'static str, Draft); 4] {
    let texts = Draft::default;
    [
        ("review", texts().with("grounds", grounds)),
        ("report", texts().with("reported_to", UNIT).with("reported_on", hand.day(-1))),
        ("acknowledge", texts().with("receiver_number", "UIK-REKAAN-0042")),
        (
            "note_feedback",
            texts().with("feedback", "Laporan berguna dan diteruskan; rekening tetap diamati (rekaan)."),
        ),
    ]
}
