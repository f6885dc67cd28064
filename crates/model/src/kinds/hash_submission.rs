use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// A reader of a list proposes hashes for it. Whoever keeps the list looks into them and decides; nothing stands on a list by being
    /// proposed, and whoever proposed it gets the answer.
    pub struct HashSubmission {
        slug: "hash-submission", code: "hash_submission", table: "k_hash_submission", prefix: "US", role: Role::Root; clock: 72;
        states "hash-submission-state" { received: Open, taken: Closed, declined: Closed }
        steps {
            take: [received] => taken, offers [opinion, decision];
            decline: [received] => declined, needs [decision], offers [opinion];
        }
        fields {
            list: Option<String> = Field::line(80).listed().computed();
            from_member: Option<String> = Field::line(200).listed().computed();
            hashes: Option<String> = Field::narrative().computed();
            provenance: Option<String> = Field::narrative().computed();
            opinion: Option<String> = Field::code("alert-opinion");
            decision: Option<String> = Field::narrative();
        }
    }
}
