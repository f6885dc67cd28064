//! Acts of the network's memory.

use model::{Id, Lang};

use super::acts::{ActInfo, info};

/// Its acts.
pub(super) fn acts() -> Vec<ActInfo> {
    use crate::acts::instruments::{ConfirmStateActs, ViewGaps, ViewInstruments};
    use crate::acts::promises::{
        AdoptFramework, BothEnds, CommentCommitment, ImportListings, ImportProfile, ImportRoadmap,
        MakeCommitments, PublishEntry, TakeListings, TieEntries, UntieEntries, ViewPromises, ViewTies,
        WithdrawEntry,
    };
    let nobody = Id::from_u128(0);
    let text = String::new;
    let comment = CommentCommitment { commitment: nobody, organisation: text(), comment: text() };
    let confirm = ConfirmStateActs { instrument: text(), countries: Vec::new(), checked_against: text() };
    let listings = ImportListings { listings: Vec::new(), take: TakeListings::Look };
    let profile = ImportProfile { rows: Vec::new(), dry_run: true };
    let adopt = AdoptFramework { template: text(), lead: text(), language: Lang::Id };
    let make = MakeCommitments { id: nobody, language: Lang::Id };
    vec![
        info("view-instruments", "state-act", ViewInstruments, |m| m.now),
        info("confirm-state-acts", "state-act", confirm, |m| m.now),
        info("view-gaps", "legal-gap", ViewGaps::default(), |m| m.now),
        info("view-promises", "commitment", ViewPromises, |m| m.now),
        info("view-ties", "commitment", ViewTies { id: nobody }, Clone::clone),
        info("tie-entries", "commitment", TieEntries { from: nobody, to: text() }, BothEnds::of),
        info("untie-entries", "commitment", UntieEntries { from: nobody, to: nobody }, Clone::clone),
        info("publish-entry", "commitment", PublishEntry { id: nobody }, Clone::clone),
        info("withdraw-entry", "commitment", WithdrawEntry { id: nobody, reason: text() }, Clone::clone),
        info("comment-commitment", "commitment", comment, Clone::clone),
        info("import-listings", "service-listing", listings, |m| m.now),
        info("import-roadmap", "commitment", ImportRoadmap { rows: Vec::new(), dry_run: true }, |m| m.now),
        info("import-profile", "country-statement", profile, |m| m.now),
        info("adopt-framework", "policy-draft", adopt, |m| m.now),
        info("make-commitments", "policy-draft", make, Clone::clone),
    ]
}
