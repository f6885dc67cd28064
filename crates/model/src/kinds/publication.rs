use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// A release of figures: protected tables of one linkage run, with what was withheld. The tables stand beside it and never
    /// change; a mistake is corrected by another release. Somebody else than who laid it out approves it.
    pub struct Publication {
        slug: "publication", code: "publication", table: "k_publication", prefix: "TB", role: Role::Root; clock: 336;
        states "publication-state" { draft: Open, approved: Waiting, published: Closed, corrected: Closed, withdrawn: Closed }
        steps {
            approve: [draft] => approved, offers [review_note];
            publish: [approved] => published;
            correct: [published] => corrected, needs [correction];
            withdraw: [draft, approved, published] => withdrawn, needs [correction];
        }
        fields {
            counted_entity: Option<String> = Field::code("counted-entity").required().filtered();
            release_table: Option<String> = Field::code("release-table").required().filtered();
            period_from: Option<Date> = Field::date().required().listed();
            period_to: Option<Date> = Field::due().required().listed();
            cells_shown: Option<i64> = Field::number(0, 200_000, "unit-cells").listed().computed();
            cells_withheld: Option<i64> = Field::number(0, 200_000, "unit-cells").listed().computed();
            review_note: Option<String> = Field::narrative();
            correction: Option<String> = Field::narrative();
        }
    }
}
