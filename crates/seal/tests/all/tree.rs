use std::collections::HashMap;
use std::convert::Infallible;

use proptest::prelude::*;
use seal::tree::{
    Frontier, ProofPlan, Subtree, TreeError, empty_root, leaf_hash, root_of, verify_consistency,
    verify_inclusion,
};
use seal::{Digest, from_hex, to_hex};

/// A tree that remembers every complete subtree, as storage does.
pub(crate) struct Stored {
    pub(crate) leaves: Vec<Digest>,
    pub(crate) subtrees: HashMap<Subtree, Digest>,
}

impl Stored {
    pub(crate) fn new(size: u64) -> Self {
        let leaves: Vec<_> = (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let (mut frontier, mut subtrees) = (Frontier::new(), HashMap::new());
        for leaf in &leaves {
            frontier.append_with(*leaf, |subtree, hash| {
                assert_eq!(subtrees.insert(subtree, hash), None, "completed twice");
            });
        }
        Self { leaves, subtrees }
    }

    /// Proof that the first `new` leaves continue the first `old`.
    pub(crate) fn consistency(&self, old: u64, new: u64) -> Vec<Digest> {
        self.resolve(&ProofPlan::consistency(old, new).unwrap())
    }

    fn resolve(&self, plan: &ProofPlan) -> Vec<Digest> {
        plan.resolve(|subtree| Ok::<_, Infallible>(self.subtrees[&subtree])).unwrap()
    }
}

/// The eight leaves that certificate transparency implementations test with.
fn known_leaves() -> Vec<Digest> {
    let entries =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    entries.iter().map(|entry| leaf_hash(&from_hex(entry).unwrap())).collect()
}

#[test]
fn known_roots_of_certificate_transparency() {
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut frontier = Frontier::new();
    for (size, root) in roots.iter().enumerate() {
        assert_eq!(to_hex(&frontier.root()), *root, "frontier of {size}");
        assert_eq!(to_hex(&root_of(&known_leaves()[..size])), *root, "definition for {size}");
        if let Some(leaf) = known_leaves().get(size) {
            frontier.append(*leaf);
        }
    }
    assert_eq!(to_hex(&empty_root()), roots[0]);
}

#[test]
fn known_proofs_of_certificate_transparency() {
    let mut stored = Stored { leaves: known_leaves(), subtrees: HashMap::new() };
    let mut frontier = Frontier::new();
    for leaf in &stored.leaves {
        frontier.append_with(*leaf, |subtree, hash| {
            stored.subtrees.insert(subtree, hash);
        });
    }
    let hex = |proof: Vec<Digest>| proof.iter().map(|hash| to_hex(hash)).collect::<Vec<_>>();
    // Audit path of the sixth of eight leaves, and the proof from six to eight leaves.
    assert_eq!(
        hex(stored.resolve(&ProofPlan::inclusion(5, 8).unwrap())),
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
    assert_eq!(
        hex(stored.resolve(&ProofPlan::consistency(6, 8).unwrap())),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
}

#[test]
fn every_proof_of_every_small_tree_holds() {
    let stored = Stored::new(70);
    for size in 0..=70 {
        let root = root_of(&stored.leaves[..size as usize]);
        assert_eq!(stored.resolve(&ProofPlan::root(size)), [root]);
        for index in 0..size {
            let proof = stored.resolve(&ProofPlan::inclusion(index, size).unwrap());
            let leaf = &stored.leaves[index as usize];
            assert_eq!(verify_inclusion(index, size, leaf, &proof, &root), Ok(()), "{index} in {size}");
        }
        for old in 0..=size {
            let old_root = root_of(&stored.leaves[..old as usize]);
            let proof = stored.resolve(&ProofPlan::consistency(old, size).unwrap());
            assert_eq!(verify_consistency(old, size, &old_root, &root, &proof), Ok(()), "{old} to {size}");
        }
    }
}

/// A way to spoil a proof: a flipped bit, a missing hash, one too many, two exchanged.
fn spoilt(proof: &[Digest], how: u8, at: prop::sample::Index) -> Option<Vec<Digest>> {
    let mut proof = proof.to_vec();
    match how {
        0 if !proof.is_empty() => {
            let at = at.index(proof.len() * 256);
            proof[at / 256][at % 256 / 8] ^= 1 << (at % 8);
        }
        1 if !proof.is_empty() => drop(proof.remove(at.index(proof.len()))),
        2 => proof.insert(at.index(proof.len() + 1), [7; 32]),
        3 if proof.len() > 1 => {
            let at = at.index(proof.len() - 1);
            proof.swap(at, at + 1);
        }
        _ => return None,
    }
    Some(proof)
}

proptest! {
    #[test]
    fn the_frontier_knows_the_root_and_survives_storage(size in 0_u64..600, cut in 1_usize..40) {
        let stored = Stored::new(size);
        let mut frontier = Frontier::new();
        for leaf in &stored.leaves {
            frontier.append(*leaf);
            if frontier.size().is_multiple_of(37) {
                frontier = Frontier::from_bytes(&frontier.to_bytes()).unwrap();
            }
        }
        prop_assert_eq!(frontier.size(), size);
        prop_assert_eq!(frontier.root(), root_of(&stored.leaves));
        let bytes = frontier.to_bytes();
        prop_assert_eq!(&Frontier::from_bytes(&bytes).unwrap(), &frontier);
        let shorter = &bytes[..bytes.len().saturating_sub(cut)];
        prop_assert_eq!(Frontier::from_bytes(shorter), Err(TreeError::BadFrontier));
        let longer = [bytes.as_slice(), &[0; 40][..cut]].concat();
        prop_assert_eq!(Frontier::from_bytes(&longer), Err(TreeError::BadFrontier));
    }

    #[test]
    fn no_spoilt_inclusion_proof_holds(size in 1_u64..300, index: prop::sample::Index, how in 0_u8..4, at: prop::sample::Index) {
        let stored = Stored::new(size);
        let root = root_of(&stored.leaves);
        let index = index.index(size as usize) as u64;
        let leaf = &stored.leaves[index as usize];
        let proof = stored.resolve(&ProofPlan::inclusion(index, size).unwrap());
        prop_assert_eq!(verify_inclusion(index, size, leaf, &proof, &root), Ok(()));
        prop_assert!(proof.len() <= 9);
        if let Some(spoilt) = spoilt(&proof, how, at) {
            prop_assert!(verify_inclusion(index, size, leaf, &spoilt, &root).is_err());
        }
        for other in (0..size).filter(|other| *other != index) {
            prop_assert!(verify_inclusion(other, size, leaf, &proof, &root).is_err());
        }
        prop_assert!(verify_inclusion(index, size, &leaf_hash(b"other"), &proof, &root).is_err());
        prop_assert!(verify_inclusion(index, size, leaf, &proof, &leaf_hash(b"other")).is_err());
    }

    #[test]
    fn no_spoilt_consistency_proof_holds(size in 2_u64..300, old: prop::sample::Index, how in 0_u8..4, at: prop::sample::Index) {
        let stored = Stored::new(size);
        let old = old.index(size as usize - 1) as u64 + 1;
        let (old_root, new_root) = (root_of(&stored.leaves[..old as usize]), root_of(&stored.leaves));
        let proof = stored.resolve(&ProofPlan::consistency(old, size).unwrap());
        let check = |old_root, new_root, proof: &[Digest]| verify_consistency(old, size, old_root, new_root, proof);
        prop_assert_eq!(check(&old_root, &new_root, &proof), Ok(()));
        if let Some(spoilt) = spoilt(&proof, how, at) {
            prop_assert!(check(&old_root, &new_root, &spoilt).is_err());
        }
        prop_assert!(check(&[7; 32], &new_root, &proof).is_err());
        prop_assert!(check(&old_root, &[7; 32], &proof).is_err());
    }

    #[test]
    fn a_rewritten_past_is_never_consistent(size in 2_u64..200, old: prop::sample::Index, changed: prop::sample::Index) {
        let honest = Stored::new(size);
        let old = old.index(size as usize - 1) + 1;
        let mut leaves = honest.leaves.clone();
        leaves[changed.index(old)] = leaf_hash(b"rewritten");
        let (mut frontier, mut subtrees) = (Frontier::new(), HashMap::new());
        for leaf in &leaves {
            frontier.append_with(*leaf, |subtree, hash| {
                subtrees.insert(subtree, hash);
            });
        }
        let forged = Stored { leaves, subtrees };
        let proof = forged.resolve(&ProofPlan::consistency(old as u64, size).unwrap());
        let kept = root_of(&honest.leaves[..old]);
        let outcome = verify_consistency(old as u64, size, &kept, &frontier.root(), &proof);
        prop_assert_eq!(outcome, Err(TreeError::Inconsistent));
    }
}

#[test]
fn questions_beyond_the_tree_are_refused() {
    let beyond = |position, size| TreeError::OutOfRange { position, size };
    assert_eq!(ProofPlan::inclusion(3, 3), Err(beyond(3, 3)));
    assert_eq!(ProofPlan::consistency(4, 3), Err(beyond(4, 3)));
    assert_eq!(verify_inclusion(3, 3, &[0; 32], &[], &[0; 32]), Err(beyond(3, 3)));
    assert_eq!(verify_consistency(4, 3, &[0; 32], &[0; 32], &[]), Err(beyond(4, 3)));
    assert_eq!(verify_consistency(0, 3, &[1; 32], &[0; 32], &[]), Err(TreeError::Inconsistent));
    assert_eq!(verify_consistency(0, 3, &empty_root(), &[0; 32], &[]), Ok(()));
    assert_eq!(verify_consistency(3, 3, &[1; 32], &[1; 32], &[[0; 32]]), Err(TreeError::WrongLength));
    assert_eq!(verify_consistency(2, 3, &[1; 32], &[1; 32], &[]), Err(TreeError::WrongLength));
}

/// The first sibling on the right may be ragged (39 pieces); each of the others is one subtree.
#[test]
fn a_proof_needs_few_subtrees_even_in_a_huge_tree() {
    let size = (1 << 40) - 1;
    assert!(ProofPlan::inclusion(12345, size).unwrap().subtrees().count() < 80);
    assert!(ProofPlan::consistency(1 << 39, size).unwrap().subtrees().count() < 80);
    assert_eq!(ProofPlan::root(u64::MAX).subtrees().count(), 64);
}
