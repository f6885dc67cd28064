use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// A letter or form of a case, written here or received as text; the file or paper itself is kept elsewhere (domain model, section 9.6).
    pub struct Document {
        slug: "document", code: "document", table: "k_document", prefix: "DK", role: Role::Part("case");
        states "document-state" { draft: Open, issued: Closed, kept: Closed, void: Closed }
        steps {
            issue: [draft] => issued, needs [document_date, addressee_kind], offers [addressee_person];
            keep: [draft] => kept, needs [issuer], offers [document_date, number, held_at];
            void: [draft] => void, needs [void_reason];
        }
        fields {
            direction: Option<String> = Field::code("document-direction").required();
            template: Option<String> = Field::code("document-template").required().filtered();
            subject: Option<String> = Field::line(160).required();
            number: Option<String> = Field::line(80);
            document_date: Option<Date> = Field::date();
            issuer: Option<String> = Field::line(160);
            addressee: Option<String> = Field::line(240);
            addressee_kind: Option<String> = Field::code("letter-addressee");
            addressee_person: Option<Id> = Field::link("person");
            held_at: Option<String> = Field::line(160);
            body: Option<String> = Field::text(24_000).group(DataGroup::Incident);
            void_reason: Option<String> = Field::narrative();
        }
    }
}
