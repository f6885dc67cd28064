use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// A service in the directory (domain model, section 10.1), shaped after HSDS 3.0. What may be known of a place depends on how confidential
    /// it is; what is not assured any more is first warned of, then hidden.
    pub struct ServiceListing {
        slug: "service-listing", code: "service_listing", table: "k_service_listing", prefix: "ED", role: Role::Root; due: "assurance_due";
        states "listing-state" { draft: Open, published: Waiting, due_for_assurance: Open, unassured: Open, retired: Closed }
        steps {
            publish: [draft] => published, needs [assured_on, assurance_due], offers [assurer];
            assure: [published, due_for_assurance, unassured] => published, needs [assured_on, assurance_due], offers [assurer];
            retire: [draft, published, due_for_assurance, unassured] => retired, needs [retire_reason];
        }
        fields {
            name: Option<String> = Field::line(200).required();
            organisation: Option<String> = Field::line(200).required();
            description: Option<String> = Field::narrative();
            service_type: Option<String> = Field::code("service-type").required().filtered();
            status: Option<String> = Field::code("listing-status").required().filtered();
            eligibility: Option<String> = Field::narrative();
            minimum_age: Option<i64> = Field::number(0, 120, "unit-years").listed();
            maximum_age: Option<i64> = Field::number(0, 120, "unit-years").listed();
            sex_served: Option<String> = Field::code("sex");
            languages: Codes = Field::codes("language");
            days: Codes = Field::codes("service-day");
            opens: Option<String> = Field::line(5);
            closes: Option<String> = Field::line(5);
            fees: Option<String> = Field::narrative();
            free: Option<bool> = Field::yes_no().listed();
            region: Option<String> = Field::region().required().filtered();
            nationwide: Option<bool> = Field::yes_no();
            phone: Option<String> = Field::line(60);
            email: Option<String> = Field::line(120);
            url: Option<String> = Field::line(200);
            address: Option<String> = Field::line(200);
            city: Option<String> = Field::line(80);
            postal_code: Option<String> = Field::line(10);
            latitude: Option<String> = Field::line(12);
            longitude: Option<String> = Field::line(12);
            confidentiality: Option<String> = Field::code("confidentiality-level").required().filtered();
            confidentiality_reason: Option<String> = Field::narrative();
            front_gate: Option<String> = Field::line(200);
            capacity: Option<i64> = Field::number(0, 10000, "unit-places");
            available: Option<i64> = Field::number(0, 10000, "unit-places").listed();
            counted_on: Option<Date> = Field::date().listed();
            accessibility: Option<String> = Field::narrative();
            accreditation: Option<String> = Field::line(200);
            assured_on: Option<Date> = Field::date().listed();
            assurer: Option<String> = Field::line(160);
            assurance_due: Option<Date> = Field::due().listed();
            retire_reason: Option<String> = Field::narrative();
        }
    }
}
