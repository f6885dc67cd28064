//! Activities: what is done, by whom, for whom, with what money.

use super::carried::{Carried, Understood, written};
use super::check::schema_of;
use super::money::{Budget, PlannedDisbursement, Transaction, owned};
use super::narrative::{self, Narrative};
use crate::xml::{Element, Name};

/// A code of a vocabulary with its share of the whole: a sector, a country, a region, a tag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Share {
    /// Vocabulary; `None`: the one that the standard takes.
    pub vocabulary: Option<String>,
    /// Address of a vocabulary of one's own.
    pub vocabulary_uri: Option<String>,
    /// Code.
    pub code: String,
    /// Share in percent, a decimal number; `None`: the whole.
    pub percentage: Option<String>,
    /// Names.
    pub names: Vec<Narrative>,
}

impl Share {
    pub(super) fn read(at: &Element) -> Self {
        Self {
            vocabulary: owned(at.attribute("vocabulary")),
            vocabulary_uri: owned(at.attribute("vocabulary-uri")),
            code: owned(at.attribute("code")).unwrap_or_default(),
            percentage: owned(at.attribute("percentage")),
            names: narrative::read(at),
        }
    }

    pub(super) fn element(&self, name: &str) -> Element {
        let made = Element::new(name)
            .with_some("vocabulary", self.vocabulary.as_deref())
            .with_some("vocabulary-uri", self.vocabulary_uri.as_deref())
            .with("code", &self.code)
            .with_some("percentage", self.percentage.as_deref());
        narrative::put(made, &self.names)
    }
}

/// An organisation and its part in an activity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Participant {
    /// Organisation identifier.
    pub reference: Option<String>,
    /// OrganisationType.
    pub kind: Option<String>,
    /// OrganisationRole: `1` funding, `2` accountable, `3` extending, `4` implementing; none for who reports.
    pub role: Option<String>,
    /// Its own activity.
    pub activity: Option<String>,
    /// Names.
    pub names: Vec<Narrative>,
    /// What else stands there.
    pub carried: Carried,
}

impl Participant {
    fn of_kind(at: &Element) -> Self {
        Self {
            reference: owned(at.attribute("ref")),
            kind: owned(at.attribute("type")),
            role: owned(at.attribute("role")),
            activity: owned(at.attribute("activity-id")),
            names: narrative::read(at),
            carried: Carried::of(at),
        }
    }

    /// As an element of this name.
    pub(super) fn element(&self, name: &str) -> Element {
        let mut made = written(self, &["narrative"]);
        name.clone_into(&mut made.name.local);
        made
    }
}

impl Understood for Participant {
    const ELEMENTS: &'static [&'static str] = &["narrative"];
    const ATTRIBUTES: &'static [&'static str] = &["ref", "type", "role", "activity-id"];

    fn read(at: &Element) -> Self {
        Self::of_kind(at)
    }

    fn plain(&self) -> Element {
        let made = Element::new("participating-org")
            .with_some("ref", self.reference.as_deref())
            .with_some("type", self.kind.as_deref())
            .with_some("role", self.role.as_deref())
            .with_some("activity-id", self.activity.as_deref());
        narrative::put(made, &self.names)
    }

    fn carried(&self) -> &Carried {
        &self.carried
    }
}

/// Another activity and how it is related.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RelatedActivity {
    /// Activity identifier.
    pub reference: String,
    /// RelatedActivityType: `1` parent, `2` child, `3` sibling, `4` co-funded, `5` third party.
    pub kind: String,
}

/// An activity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Activity {
    /// Language of texts that name none.
    pub lang: Option<String>,
    /// Currency of amounts that name none, ISO 4217.
    pub currency: Option<String>,
    /// Last change, as XML Schema writes an instant.
    pub updated: Option<String>,
    /// `1` where part of it is humanitarian.
    pub humanitarian: Option<String>,
    /// Identifier.
    pub identifier: String,
    /// Who reports it.
    pub reporting: Participant,
    /// Titles.
    pub title: Vec<Narrative>,
    /// Descriptions with their DescriptionType.
    pub descriptions: Vec<(Option<String>, Vec<Narrative>)>,
    /// Who takes part.
    pub participants: Vec<Participant>,
    /// ActivityStatus: `1` pipeline, `2` implementation, `3` finalisation, `4` closed, `5` cancelled, `6` suspended.
    pub status: String,
    /// ActivityDateType and day: `1` planned start, `2` actual start, `3` planned end, `4` actual end.
    pub dates: Vec<(String, String)>,
    /// ActivityScope.
    pub scope: Option<String>,
    /// Countries.
    pub countries: Vec<Share>,
    /// Regions.
    pub regions: Vec<Share>,
    /// Sectors.
    pub sectors: Vec<Share>,
    /// Tags, such as targets of the Sustainable Development Goals.
    pub tags: Vec<Share>,
    /// Budgets.
    pub budgets: Vec<Budget>,
    /// Planned payments.
    pub planned: Vec<PlannedDisbursement>,
    /// Money promised, given and spent.
    pub transactions: Vec<Transaction>,
    /// Related activities.
    pub related: Vec<RelatedActivity>,
    /// What else stands there: locations, results, documents, conditions, …
    pub carried: Carried,
}

impl Activity {
    /// The day of an ActivityDateType.
    #[must_use]
    pub fn date(&self, kind: &str) -> Option<&str> {
        self.dates.iter().find(|(held, _)| held == kind).map(|(_, day)| day.as_str())
    }

    /// As an element, with what came besides.
    pub(super) fn element(&self) -> Element {
        written(self, &order("iati-activity"))
    }
}

/// The order in which the schema of activities wants what stands in an element.
fn order(element: &str) -> Vec<&'static str> {
    schema_of("iati-activities").map(|schema| schema.order_in(&Name::new("", element))).unwrap_or_default()
}

impl Understood for Activity {
    const ELEMENTS: &'static [&'static str] = &[
        "iati-identifier",
        "reporting-org",
        "title",
        "description",
        "participating-org",
        "activity-status",
        "activity-date",
        "activity-scope",
        "recipient-country",
        "recipient-region",
        "sector",
        "tag",
        "budget",
        "planned-disbursement",
        "transaction",
        "related-activity",
    ];
    const ATTRIBUTES: &'static [&'static str] =
        &["xml:lang", "default-currency", "last-updated-datetime", "humanitarian"];

    fn read(at: &Element) -> Self {
        let code = |name: &str| at.child(name).and_then(|child| owned(child.attribute("code")));
        let shares = |name: &str| at.named(name).map(Share::read).collect();
        let date = |at: &Element| {
            let said = |name| owned(at.attribute(name)).unwrap_or_default();
            (said("type"), said("iso-date"))
        };
        let related = |at: &Element| RelatedActivity {
            reference: owned(at.attribute("ref")).unwrap_or_default(),
            kind: owned(at.attribute("type")).unwrap_or_default(),
        };
        let described = |at: &Element| (owned(at.attribute("type")), narrative::read(at));
        Self {
            lang: owned(at.attribute_of("http://www.w3.org/XML/1998/namespace", "lang")),
            currency: owned(at.attribute("default-currency")),
            updated: owned(at.attribute("last-updated-datetime")),
            humanitarian: owned(at.attribute("humanitarian")),
            identifier: at.text_of("iati-identifier").unwrap_or_default().to_owned(),
            reporting: at.child("reporting-org").map(Participant::of_kind).unwrap_or_default(),
            title: at.child("title").map(narrative::read).unwrap_or_default(),
            descriptions: at.named("description").map(described).collect(),
            participants: at.named("participating-org").map(Participant::of_kind).collect(),
            status: code("activity-status").unwrap_or_default(),
            dates: at.named("activity-date").map(date).collect(),
            scope: code("activity-scope"),
            countries: shares("recipient-country"),
            regions: shares("recipient-region"),
            sectors: shares("sector"),
            tags: shares("tag"),
            budgets: at.named("budget").map(Budget::read).collect(),
            planned: at.named("planned-disbursement").map(PlannedDisbursement::read).collect(),
            transactions: at.named("transaction").map(Transaction::read).collect(),
            related: at.named("related-activity").map(related).collect(),
            carried: Carried::of(at),
        }
    }

    fn plain(&self) -> Element {
        let mut made = Element::new("iati-activity")
            .with_some("xml:lang", self.lang.as_deref())
            .with_some("default-currency", self.currency.as_deref())
            .with_some("last-updated-datetime", self.updated.as_deref())
            .with_some("humanitarian", self.humanitarian.as_deref());
        self.put_head(&mut made);
        for (name, shares) in [
            ("recipient-country", &self.countries),
            ("recipient-region", &self.regions),
            ("sector", &self.sectors),
            ("tag", &self.tags),
        ] {
            shares.iter().for_each(|share| made.put(share.element(name)));
        }
        let of = |name| order(name);
        self.budgets.iter().for_each(|budget| made.put(written(budget, &of("budget"))));
        self.planned.iter().for_each(|planned| made.put(written(planned, &of("planned-disbursement"))));
        self.transactions.iter().for_each(|transaction| made.put(written(transaction, &of("transaction"))));
        for related in &self.related {
            let element = Element::new("related-activity");
            made.put(element.with("ref", &related.reference).with("type", &related.kind));
        }
        made
    }

    fn carried(&self) -> &Carried {
        &self.carried
    }
}

impl Activity {
    /// Identifier to scope.
    fn put_head(&self, made: &mut Element) {
        made.put(Element::new("iati-identifier").holding(&self.identifier));
        made.put(self.reporting.element("reporting-org"));
        made.put(narrative::put(Element::new("title"), &self.title));
        for (kind, texts) in &self.descriptions {
            let element = Element::new("description").with_some("type", kind.as_deref());
            made.put(narrative::put(element, texts));
        }
        for participant in &self.participants {
            made.put(participant.element("participating-org"));
        }
        made.put(Element::new("activity-status").with("code", &self.status));
        for (kind, day) in &self.dates {
            made.put(Element::new("activity-date").with("iso-date", day).with("type", kind));
        }
        if let Some(scope) = &self.scope {
            made.put(Element::new("activity-scope").with("code", scope));
        }
    }
}
