use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Id, Role};

crate::kind! {
    /// A service delivery (domain model, section 6.7): it ends as delivered, declined, or not delivered with a reason.
    pub struct Service {
        slug: "service", code: "service", table: "k_service", prefix: "LY", role: Role::Part("case");
        due: "appointment_date";
        states "service-state" {
            planned: Open, offered: Waiting, agreed: Open, scheduled: Open, delivered: Closed,
            declined_by_child_or_family: Closed, not_delivered: Closed
        }
        steps {
            offer: [planned] => offered;
            agree: [planned, offered] => agreed;
            schedule: [planned, offered, agreed, scheduled] => scheduled, needs [appointment_date];
            deliver: [planned, offered, agreed, scheduled] => delivered, needs [delivered_on],
                offers [delivered_time, provider_note, cost];
            decline: [planned, offered, agreed, scheduled] => declined_by_child_or_family, offers [provider_note];
            abandon: [planned, offered, agreed, scheduled] => not_delivered, needs [not_delivered_reason],
                offers [provider_note];
        }
        fields {
            service_type: Option<String> = Field::code("service-type").required().filtered();
            response_type: Option<String> = Field::code("service-response-type");
            timeframe: Option<String> = Field::code("service-timeframe");
            /// What became of the thought of referring, in the codes of Primero.
            status_referred: Option<String> = Field::code("service-referred");
            appointment_date: Option<Date> = Field::due().listed();
            provider: Option<String> = Field::line(160).group(DataGroup::Services);
            implementing_agency: Option<String> = Field::line(160).group(DataGroup::Services);
            /// Who gives it there: a post, not a person.
            implementing_post: Option<String> = Field::line(160).group(DataGroup::Services);
            /// The service as the directory lists it.
            listing: Option<Id> = Field::link("service-listing");
            delivery_location: Option<String> = Field::line(160).group(DataGroup::Contact);
            referral_notes: Option<String> = Field::narrative().group(DataGroup::Services);
            transport_needed: Option<bool> = Field::yes_no();
            delivered_on: Option<Date> = Field::date();
            delivered_time: Option<String> = Field::code("time-of-day");
            not_delivered_reason: Option<String> = Field::code("not-delivered-reason").filtered();
            provider_note: Option<String> = Field::narrative().group(DataGroup::Services);
            cost: Option<i64> = Field::number(0, 10_000_000_000, "unit-rupiah");
        }
    }
}
