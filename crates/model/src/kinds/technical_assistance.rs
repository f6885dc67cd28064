use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// Help between members (domain model, section 10.12): asked, offered, agreed, delivered; whoever asked confirms what came of it.
    pub struct TechnicalAssistance {
        slug: "technical-assistance", code: "technical_assistance", table: "k_technical_assistance", prefix: "BT", role: Role::Root; due: "until";
        states "assistance-state" {
            requested: Open, offered: Waiting, agreed: Open, delivering: Open, delivered: Waiting, result_confirmed: Closed, declined: Closed, ended: Closed
        }
        steps {
            offer: [requested] => offered, needs [offered_by, offer];
            agree: [offered] => agreed, needs [terms, until], offers [cost];
            begin: [agreed] => delivering;
            deliver: [delivering] => delivered, needs [delivered];
            confirm: [delivered] => result_confirmed, needs [result];
            decline: [requested, offered] => declined, needs [reason];
            end: [agreed, delivering] => ended, needs [reason];
        }
        fields {
            asked_by: Option<String> = Field::line(160).required();
            asked_on: Option<Date> = Field::date().required().listed();
            need: Option<String> = Field::narrative().required();
            capabilities: Codes = Field::codes("mnr-capability").filtered();
            offered_by: Option<String> = Field::line(160);
            offer: Option<String> = Field::narrative();
            terms: Option<String> = Field::narrative();
            until: Option<Date> = Field::due().listed();
            cost: Option<String> = Field::line(160);
            delivered: Option<String> = Field::narrative();
            result: Option<String> = Field::narrative();
            reason: Option<String> = Field::narrative();
        }
    }
}
