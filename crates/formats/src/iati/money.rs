//! Amounts, budgets, planned and made payments.
//!
//! Amounts are texts with a point, as they were written, so that nothing is rounded. Days are as the standard writes them, `2026-03-05`.

use super::activity::Share;
use super::carried::{Carried, Understood};
use super::narrative::{self, Narrative};
use crate::xml::Element;

/// A sum of money.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amount {
    /// A decimal number; below zero for what takes an earlier entry back.
    pub value: String,
    /// ISO 4217; `None`: the default of the activity or organisation.
    pub currency: Option<String>,
    /// Day whose rate of exchange counts.
    pub value_date: String,
}

impl Amount {
    pub(super) fn read(at: &Element) -> Self {
        let Some(value) = at.child("value") else { return Self::default() };
        Self {
            value: value.text.trim().to_owned(),
            currency: owned(value.attribute("currency")),
            value_date: owned(value.attribute("value-date")).unwrap_or_default(),
        }
    }

    pub(super) fn element(&self) -> Element {
        Element::new("value")
            .with_some("currency", self.currency.as_deref())
            .with("value-date", &self.value_date)
            .holding(&self.value)
    }
}

/// What an activity may spend in a time of at most a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Budget {
    /// BudgetType: `1` original, `2` revised; `None` says original.
    pub kind: Option<String>,
    /// BudgetStatus: `1` indicative, `2` committed; `None` says indicative.
    pub status: Option<String>,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// How much.
    pub amount: Amount,
    /// What else stands there.
    pub carried: Carried,
}

impl Understood for Budget {
    const ELEMENTS: &'static [&'static str] = &["period-start", "period-end", "value"];
    const ATTRIBUTES: &'static [&'static str] = &["type", "status"];

    fn read(at: &Element) -> Self {
        Self {
            kind: owned(at.attribute("type")),
            status: owned(at.attribute("status")),
            start: day(at, "period-start"),
            end: day(at, "period-end"),
            amount: Amount::read(at),
            carried: Carried::of(at),
        }
    }

    fn plain(&self) -> Element {
        let mut made = Element::new("budget")
            .with_some("type", self.kind.as_deref())
            .with_some("status", self.status.as_deref());
        made.put(Element::new("period-start").with("iso-date", &self.start));
        made.put(Element::new("period-end").with("iso-date", &self.end));
        made.put(self.amount.element());
        made
    }

    fn carried(&self) -> &Carried {
        &self.carried
    }
}

/// Who pays or is paid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Organisation identifier.
    pub reference: Option<String>,
    /// OrganisationType.
    pub kind: Option<String>,
    /// The activity that the money comes from or goes to.
    pub activity: Option<String>,
    /// Names.
    pub names: Vec<Narrative>,
}

impl Party {
    fn read(at: &Element, element: &str, activity: &str) -> Option<Self> {
        let at = at.child(element)?;
        Some(Self {
            reference: owned(at.attribute("ref")),
            kind: owned(at.attribute("type")),
            activity: owned(at.attribute(activity)),
            names: narrative::read(at),
        })
    }

    fn element(&self, element: &str, activity: &str) -> Element {
        let made = Element::new(element)
            .with_some("ref", self.reference.as_deref())
            .with_some("type", self.kind.as_deref())
            .with_some(activity, self.activity.as_deref());
        narrative::put(made, &self.names)
    }
}

const PROVIDER: (&str, &str) = ("provider-org", "provider-activity-id");
const RECEIVER: (&str, &str) = ("receiver-org", "receiver-activity-id");

/// A payment that is planned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlannedDisbursement {
    /// BudgetType.
    pub kind: Option<String>,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: Option<String>,
    /// How much.
    pub amount: Amount,
    /// Who pays.
    pub provider: Option<Party>,
    /// Who is paid.
    pub receiver: Option<Party>,
    /// What else stands there.
    pub carried: Carried,
}

impl Understood for PlannedDisbursement {
    const ELEMENTS: &'static [&'static str] =
        &["period-start", "period-end", "value", "provider-org", "receiver-org"];
    const ATTRIBUTES: &'static [&'static str] = &["type"];

    fn read(at: &Element) -> Self {
        Self {
            kind: owned(at.attribute("type")),
            start: day(at, "period-start"),
            end: at.child("period-end").and_then(|end| owned(end.attribute("iso-date"))),
            amount: Amount::read(at),
            provider: Party::read(at, PROVIDER.0, PROVIDER.1),
            receiver: Party::read(at, RECEIVER.0, RECEIVER.1),
            carried: Carried::of(at),
        }
    }

    fn plain(&self) -> Element {
        let mut made = Element::new("planned-disbursement").with_some("type", self.kind.as_deref());
        made.put(Element::new("period-start").with("iso-date", &self.start));
        if let Some(end) = &self.end {
            made.put(Element::new("period-end").with("iso-date", end));
        }
        made.put(self.amount.element());
        put_parties(&mut made, self.provider.as_ref(), self.receiver.as_ref());
        made
    }

    fn carried(&self) -> &Carried {
        &self.carried
    }
}

fn put_parties(into: &mut Element, provider: Option<&Party>, receiver: Option<&Party>) {
    for (party, (element, activity)) in [(provider, PROVIDER), (receiver, RECEIVER)] {
        if let Some(party) = party {
            into.put(party.element(element, activity));
        }
    }
}

/// Money that was promised, given or spent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transaction {
    /// Number in the books of who reports it.
    pub reference: Option<String>,
    /// TransactionType: `1` incoming funds, `2` commitment, `3` disbursement, `4` expenditure, …
    pub kind: String,
    /// Day.
    pub date: String,
    /// How much.
    pub amount: Amount,
    /// What it was for.
    pub description: Vec<Narrative>,
    /// Who pays.
    pub provider: Option<Party>,
    /// Who is paid.
    pub receiver: Option<Party>,
    /// DisbursementChannel.
    pub channel: Option<String>,
    /// Sectors, where they are told for each transaction.
    pub sectors: Vec<Share>,
    /// Country, where it is told for each transaction.
    pub country: Option<Share>,
    /// Region, where it is told for each transaction.
    pub region: Option<Share>,
    /// What else stands there.
    pub carried: Carried,
}

impl Understood for Transaction {
    const ELEMENTS: &'static [&'static str] = &[
        "transaction-type",
        "transaction-date",
        "value",
        "description",
        "provider-org",
        "receiver-org",
        "disbursement-channel",
        "sector",
        "recipient-country",
        "recipient-region",
    ];
    const ATTRIBUTES: &'static [&'static str] = &["ref"];

    fn read(at: &Element) -> Self {
        let code = |name: &str| at.child(name).and_then(|child| owned(child.attribute("code")));
        Self {
            reference: owned(at.attribute("ref")),
            kind: code("transaction-type").unwrap_or_default(),
            date: day(at, "transaction-date"),
            amount: Amount::read(at),
            description: at.child("description").map(narrative::read).unwrap_or_default(),
            provider: Party::read(at, PROVIDER.0, PROVIDER.1),
            receiver: Party::read(at, RECEIVER.0, RECEIVER.1),
            channel: code("disbursement-channel"),
            sectors: at.named("sector").map(Share::read).collect(),
            country: at.child("recipient-country").map(Share::read),
            region: at.child("recipient-region").map(Share::read),
            carried: Carried::of(at),
        }
    }

    fn plain(&self) -> Element {
        let mut made = Element::new("transaction").with_some("ref", self.reference.as_deref());
        made.put(Element::new("transaction-type").with("code", &self.kind));
        made.put(Element::new("transaction-date").with("iso-date", &self.date));
        made.put(self.amount.element());
        if !self.description.is_empty() {
            made.put(narrative::put(Element::new("description"), &self.description));
        }
        put_parties(&mut made, self.provider.as_ref(), self.receiver.as_ref());
        if let Some(channel) = &self.channel {
            made.put(Element::new("disbursement-channel").with("code", channel));
        }
        self.sectors.iter().for_each(|sector| made.put(sector.element("sector")));
        for (name, share) in [("recipient-country", &self.country), ("recipient-region", &self.region)] {
            if let Some(share) = share {
                made.put(share.element(name));
            }
        }
        made
    }

    fn carried(&self) -> &Carried {
        &self.carried
    }
}

pub(super) fn owned(value: Option<&str>) -> Option<String> {
    value.map(str::to_owned)
}

/// The day of an element in it.
pub(super) fn day(at: &Element, name: &str) -> String {
    at.child(name).and_then(|child| owned(child.attribute("iso-date"))).unwrap_or_default()
}
