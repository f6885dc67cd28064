use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// What somebody saw or was done to on the internet, by reference and hash alone: never the thing itself (domain model,
    /// section 6.13).
    pub struct ContentReport {
        slug: "content-report", code: "content_report", table: "k_content_report", prefix: "LK", role: Role::Root; clock: 24;
        states "content-report-state" { received: Open, assessed: Open, closed: Closed }
        steps {
            assess: [received] => assessed, needs [class_scheme, class_label], offers [class_version, hosting_country, assessment_note];
            close: [received, assessed] => closed, needs [outcome], offers [outcome_note];
        }
        fields {
            channel: Option<String> = Field::code("report-channel").required().filtered();
            harm: Option<String> = Field::code("online-harm").required().filtered();
            imminent_danger: Option<String> = Field::code("yes-no-unknown").required().filtered();
            imminent_reason: Option<String> = Field::narrative().group(DataGroup::Incident);
            platform: Option<String> = Field::line(120).listed();
            account: Option<String> = Field::line(200).group(DataGroup::Suspect);
            address: Option<String> = Field::line(2_000).group(DataGroup::Address);
            hash_md5: Option<String> = Field::line(32);
            hash_sha1: Option<String> = Field::line(40);
            hash_sha256: Option<String> = Field::line(64);
            hash_pdq: Option<String> = Field::line(64);
            seen_on: Option<Date> = Field::date();
            seen_at: Option<String> = Field::line(40);
            offender_hint: Option<String> = Field::narrative().group(DataGroup::Suspect);
            victim_hint: Option<String> = Field::narrative().group(DataGroup::Identity);
            note: Option<String> = Field::narrative().group(DataGroup::Incident);
            region: Option<String> = Field::region().filtered();
            hosting_country: Option<String> = Field::code("country").filtered();
            flagged_by: Option<String> = Field::line(160);
            class_scheme: Option<String> = Field::code("content-class-scheme").filtered();
            class_version: Option<String> = Field::line(20);
            class_label: Option<String> = Field::line(60);
            assessment_note: Option<String> = Field::narrative().group(DataGroup::Incident);
            quality: Option<i64> = Field::number(0, 4, "unit-points").listed().computed();
            duplicate_of: Option<Id> = Field::link("content-report").computed();
            moved_from: Option<Id> = Field::link("content-report").computed();
            outcome: Option<String> = Field::code("content-outcome").filtered();
            outcome_note: Option<String> = Field::narrative().group(DataGroup::Incident);
        }
    }
}

impl ContentReport {
    /// How many of the four things are there that let police act: a locator of the offender, a locator of the victim, a time,
    /// and a statement about imminence (domain model, sections 6.1 and 6.13). It helps triage and never blocks.
    #[must_use]
    pub fn score(record: &crate::Record) -> i64 {
        let text = |name| record.get(<Self as crate::Kind>::META, name).and_then(crate::Value::text);
        let there = |name| text(name).is_some_and(|text| !text.trim().is_empty());
        let offender = there("account") || there("offender_hint") || there("address");
        let imminence = matches!(text("imminent_danger"), Some("true" | "false")) || there("imminent_reason");
        let filled = [offender, there("victim_hint"), there("seen_on") || there("seen_at"), imminence];
        filled.into_iter().map(i64::from).sum()
    }

    /// Fields that hold a hash, with the kind of hash that each holds.
    pub const HASHES: [(&'static str, &'static str); 4] =
        [("hash_md5", "md5"), ("hash_sha1", "sha1"), ("hash_sha256", "sha256"), ("hash_pdq", "pdq")];
}
