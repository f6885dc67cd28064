//! Organisations and what they may spend.

use super::activity::Participant;
use super::carried::{Carried, Understood, written};
use super::check::schema_of;
use super::money::{Amount, day, owned};
use super::narrative::{self, Narrative};
use crate::xml::{Element, Name};

/// What an organisation may spend, or has spent, in a time of at most a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrganisationBudget {
    /// BudgetStatus; none for what was spent.
    pub status: Option<String>,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// How much.
    pub amount: Amount,
    /// What else stands there, such as its lines.
    pub carried: Carried,
}

impl Understood for OrganisationBudget {
    const ELEMENTS: &'static [&'static str] = &["period-start", "period-end", "value"];
    const ATTRIBUTES: &'static [&'static str] = &["status"];

    fn read(at: &Element) -> Self {
        Self {
            status: owned(at.attribute("status")),
            start: day(at, "period-start"),
            end: day(at, "period-end"),
            amount: Amount::read(at),
            carried: Carried::of(at),
        }
    }

    fn plain(&self) -> Element {
        let mut made = Element::new("total-budget").with_some("status", self.status.as_deref());
        made.put(Element::new("period-start").with("iso-date", &self.start));
        made.put(Element::new("period-end").with("iso-date", &self.end));
        made.put(self.amount.element());
        made
    }

    fn carried(&self) -> &Carried {
        &self.carried
    }
}

impl OrganisationBudget {
    fn element(&self, name: &str) -> Element {
        let mut made = written(self, &order(name));
        name.clone_into(&mut made.name.local);
        made
    }
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Organisation {
    /// Language of texts that name none.
    pub lang: Option<String>,
    /// Currency of amounts that name none, ISO 4217.
    pub currency: Option<String>,
    /// Last change, as XML Schema writes an instant.
    pub updated: Option<String>,
    /// Identifier.
    pub identifier: String,
    /// Names.
    pub names: Vec<Narrative>,
    /// Who reports it.
    pub reporting: Participant,
    /// What it may spend.
    pub budgets: Vec<OrganisationBudget>,
    /// What it has spent.
    pub expenditures: Vec<OrganisationBudget>,
    /// What else stands there: budgets of countries, regions and receivers, documents.
    pub carried: Carried,
}

impl Organisation {
    /// As an element, with what came besides.
    pub(super) fn element(&self) -> Element {
        written(self, &order("iati-organisation"))
    }
}

/// The order in which the schema of organisations wants what stands in an element; the parts of budgets are those of `plain`, then lines.
pub(super) fn order(element: &str) -> Vec<&'static str> {
    let schema = schema_of("iati-organisations");
    let order = schema.map(|schema| schema.order_in(&Name::new("", element))).unwrap_or_default();
    if order.is_empty() {
        vec!["period-start", "period-end", "value", "budget-line", "expense-line"]
    } else {
        order
    }
}

impl Understood for Organisation {
    const ELEMENTS: &'static [&'static str] =
        &["organisation-identifier", "name", "reporting-org", "total-budget", "total-expenditure"];
    const ATTRIBUTES: &'static [&'static str] = &["xml:lang", "default-currency", "last-updated-datetime"];

    fn read(at: &Element) -> Self {
        let budgets = |name: &str| at.named(name).map(OrganisationBudget::read).collect();
        Self {
            lang: owned(at.attribute_of("http://www.w3.org/XML/1998/namespace", "lang")),
            currency: owned(at.attribute("default-currency")),
            updated: owned(at.attribute("last-updated-datetime")),
            identifier: at.text_of("organisation-identifier").unwrap_or_default().to_owned(),
            names: at.child("name").map(narrative::read).unwrap_or_default(),
            reporting: at.child("reporting-org").map(Participant::read).unwrap_or_default(),
            budgets: budgets("total-budget"),
            expenditures: budgets("total-expenditure"),
            carried: Carried::of(at),
        }
    }

    fn plain(&self) -> Element {
        let mut made = Element::new("iati-organisation")
            .with_some("xml:lang", self.lang.as_deref())
            .with_some("default-currency", self.currency.as_deref())
            .with_some("last-updated-datetime", self.updated.as_deref());
        made.put(Element::new("organisation-identifier").holding(&self.identifier));
        made.put(narrative::put(Element::new("name"), &self.names));
        made.put(self.reporting.element("reporting-org"));
        self.budgets.iter().for_each(|budget| made.put(budget.element("total-budget")));
        self.expenditures.iter().for_each(|budget| made.put(budget.element("total-expenditure")));
        made
    }

    fn carried(&self) -> &Carried {
        &self.carried
    }
}
