//! What holds for every tree, every event and every byte sequence, not only for the examples.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use zhiheng_record::bundle::verify_bundle;
use zhiheng_record::canonical::canonical;
use zhiheng_record::checkpoint::{Checkpoint, SignedCheckpoint};
use zhiheng_record::key::{KeyKind, Signer, Verifier};
use zhiheng_record::lanes::sm3_many;
use zhiheng_record::leaf::{Field, LeafFault, PublicCopy, leaf_bytes};
use zhiheng_record::note::Note;
use zhiheng_record::policy::{Policy, policy_for};
use zhiheng_record::proof::TlogProof;
use zhiheng_record::tile::{
    Kind, TilePath, TileReader, decode_entries, encode_entries, grow_tiles, tiles_between,
};
use zhiheng_record::tree::{
    Frontier, LeafRow, consistency_proof, inclusion_proof, range_root, root, verify_consistency,
    verify_inclusion,
};
use zhiheng_record::{Digest, Suite};

fn suite() -> impl Strategy<Value = Suite> {
    prop_oneof![Just(Suite::National), Just(Suite::International)]
}

fn hashes(suite: Suite, count: u64) -> Vec<Digest> {
    (0..count).map(|number| suite.leaf_hash(&number.to_be_bytes())).collect()
}

/// The definition of RFC 6962 §2.1, word for word.
fn defined(suite: Suite, leaves: &[Digest]) -> Digest {
    match leaves {
        [] => suite.empty_root(),
        [only] => *only,
        _ => {
            let mut k = 1;
            while k * 2 < leaves.len() {
                k *= 2;
            }
            suite.node_hash(&defined(suite, &leaves[..k]), &defined(suite, &leaves[k..]))
        }
    }
}

/// Changes a proof in one of the ways a forger would.
fn mutate(proof: &mut Vec<Digest>, how: usize, at: usize) -> bool {
    let before = proof.clone();
    match how % 5 {
        0 if !proof.is_empty() => {
            let at = at % proof.len();
            proof[at].0[at % 32] ^= 1;
        }
        1 => {
            proof.pop();
        }
        2 => proof.push(Digest([7; 32])),
        3 => proof.insert(0, Digest([7; 32])),
        _ if proof.len() > 1 => {
            let at = at % (proof.len() - 1);
            proof.swap(at, at + 1);
        }
        _ => {}
    }
    *proof != before
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    proptest::collection::btree_map("[a-z一-龥]{1,6}", (any::<[u8; 16]>(), value()), 1..6).prop_map(
        |map| {
            let fields = map.into_iter();
            fields.map(|(name, (salt, value))| Field { name, salt, value }).collect()
        },
    )
}

proptest! {
    #[test]
    fn the_frontier_has_the_root_the_definition_gives(suite in suite(), size in 0_u64..600) {
        let leaves = hashes(suite, size);
        let mut frontier = Frontier::new(suite);
        for (number, leaf) in leaves.iter().enumerate() {
            if number % 97 == 0 {
                prop_assert_eq!(frontier.root(), defined(suite, &leaves[..number]));
            }
            frontier.append(*leaf).unwrap();
        }
        prop_assert_eq!(frontier.root(), defined(suite, &leaves));
        prop_assert_eq!(suite.root_of(&leaves), defined(suite, &leaves));
        prop_assert_eq!(Frontier::from_bytes(&frontier.to_bytes()).unwrap(), frontier.clone());
        let json = serde_json::to_string(&frontier).unwrap();
        prop_assert_eq!(serde_json::from_str::<Frontier>(&json).unwrap(), frontier);
    }

    #[test]
    fn inclusion_proofs_verify_and_changed_ones_do_not(
        suite in suite(), size in 1_u64..400, pick in any::<u64>(), how in 0_usize..5, at in any::<usize>(),
    ) {
        let leaves = hashes(suite, size);
        let row = LeafRow { suite, hashes: &leaves };
        let (index, head) = (pick % size, root(suite, &row, size).unwrap());
        let leaf = leaves[usize::try_from(index).unwrap()];
        let mut proof = inclusion_proof(suite, &row, index, size).unwrap();
        verify_inclusion(suite, &leaf, index, size, &proof, &head).unwrap();
        prop_assert!(verify_inclusion(suite, &Digest([0; 32]), index, size, &proof, &head).is_err());
        prop_assert!(verify_inclusion(suite, &leaf, index ^ 1, size, &proof, &head).is_err() || size == 1);
        prop_assert!(verify_inclusion(suite, &leaf, size, size, &proof, &head).is_err());
        if mutate(&mut proof, how, at) {
            prop_assert!(verify_inclusion(suite, &leaf, index, size, &proof, &head).is_err());
        }
    }

    #[test]
    fn consistency_proofs_verify_and_changed_ones_do_not(
        suite in suite(), new in 1_u64..400, pick in any::<u64>(), how in 0_usize..5, at in any::<usize>(),
    ) {
        let leaves = hashes(suite, new);
        let row = LeafRow { suite, hashes: &leaves };
        let old = pick % (new + 1);
        let (before, after) = (root(suite, &row, old).unwrap(), root(suite, &row, new).unwrap());
        let mut proof = consistency_proof(suite, &row, old, new).unwrap();
        verify_consistency(suite, old, new, &before, &after, &proof).unwrap();
        let strange = Digest([9; 32]);
        prop_assert!(verify_consistency(suite, old, new, &strange, &after, &proof).is_err());
        if old > 0 {
            prop_assert!(verify_consistency(suite, old, new, &before, &strange, &proof).is_err());
        }
        prop_assert!(old == new || verify_consistency(suite, new, old, &after, &before, &proof).is_err());
        if mutate(&mut proof, how, at) {
            prop_assert!(verify_consistency(suite, old, new, &before, &after, &proof).is_err());
        }
    }

    #[test]
    fn tiles_written_in_any_batches_give_every_node_back(
        suite in suite(), batches in vec(0_u64..400, 1..6), picks in vec(any::<(u64, u64)>(), 4),
    ) {
        let size: u64 = batches.iter().sum();
        let leaves = hashes(suite, size);
        let mut files: BTreeMap<TilePath, Vec<u8>> = BTreeMap::new();
        let mut old = 0;
        for batch in batches {
            let new = old + batch;
            let range = usize::try_from(old).unwrap()..usize::try_from(new).unwrap();
            let source = |path: &TilePath| -> Result<_, String> { Ok(files.get(path).cloned()) };
            let written = grow_tiles(suite, old, &leaves[range], &source).unwrap();
            let paths: Vec<_> = written.iter().map(|(path, _)| *path).collect();
            prop_assert_eq!(paths, tiles_between(old, new));
            for (path, bytes) in written {
                prop_assert_eq!(bytes.len(), usize::from(path.width) * 32);
                prop_assert!(files.insert(path, bytes).is_none());
            }
            old = new;
        }
        let source = |path: &TilePath| -> Result<_, String> { Ok(files.get(path).cloned()) };
        let (tiles, row) = (TileReader::new(suite, size, &source), LeafRow { suite, hashes: &leaves });
        prop_assert_eq!(root(suite, &tiles, size).unwrap(), defined(suite, &leaves));
        for (one, two) in picks {
            let start = one % (size + 1);
            let end = start + two % (size - start + 1);
            let expected = range_root(suite, &row, start, end).unwrap();
            prop_assert_eq!(range_root(suite, &tiles, start, end).unwrap(), expected);
        }
    }

    #[test]
    fn the_fast_ways_to_hash_give_what_the_plain_one_gives(messages in vec(vec(any::<u8>(), 0..200), 0..40), same in 0_usize..200) {
        let mut all = messages;
        all.extend((0..17_u8).map(|byte| vec![byte; same]));
        let borrowed: Vec<&[u8]> = all.iter().map(Vec::as_slice).collect();
        let expected: Vec<Digest> = borrowed.iter().map(|m| Suite::National.hash(m)).collect();
        prop_assert_eq!(sm3_many(&borrowed), expected);
        let leaves: Vec<Digest> = borrowed.iter().map(|m| Suite::National.leaf_hash(m)).collect();
        prop_assert_eq!(Suite::National.leaf_hashes(&borrowed), leaves);
        for suite in [Suite::National, Suite::International] {
            for message in &borrowed {
                prop_assert_eq!(suite.leaf_hash(message), suite.hash_parts(&[&[0], message]));
                let (left, right) = (suite.hash(message), suite.leaf_hash(message));
                let node = suite.hash_parts(&[&[1], &left.0, &right.0]);
                prop_assert_eq!(suite.node_hash(&left, &right), node);
                prop_assert_eq!(suite.root_of(&[left, right].repeat(9)), defined(suite, &[left, right].repeat(9)));
            }
        }
    }

    #[test]
    fn tile_names_are_read_as_they_are_written(index in any::<u64>(), level in 0_u8..64, width in 1_u16..=256) {
        for kind in [Kind::Entries, Kind::Hashes(level)] {
            let path = TilePath { kind, index, width };
            prop_assert_eq!(path.to_string().parse::<TilePath>().unwrap(), path);
        }
    }

    #[test]
    fn bundles_of_entries_are_read_as_they_are_written(entries in vec(vec(any::<u8>(), 0..300), 0..50)) {
        let bytes = encode_entries(&entries).unwrap();
        prop_assert_eq!(decode_entries(&bytes).unwrap(), entries);
    }

    #[test]
    fn a_copy_has_the_leaf_of_the_event_whatever_it_shows(
        suite in suite(), fields in fields(), shown in any::<u8>(),
    ) {
        let leaf = leaf_bytes(suite, &fields).unwrap();
        prop_assert_eq!(leaf.len(), 48);
        let mut reversed = fields.clone();
        reversed.reverse();
        prop_assert_eq!(&leaf_bytes(suite, &reversed).unwrap(), &leaf);
        let shows = |name: &str| name.len() % 8 == usize::from(shown % 8) || shown > 200;
        let copy = PublicCopy::reveal(suite, &fields, shows).unwrap();
        let json = serde_json::to_string(&copy).unwrap();
        let back: PublicCopy = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&back, &copy);
        prop_assert_eq!(back.leaf_bytes(suite).unwrap(), leaf);
    }

    #[test]
    fn any_change_of_a_field_changes_the_leaf(suite in suite(), fields in fields(), other in value(), pick in any::<usize>()) {
        let leaf = leaf_bytes(suite, &fields).unwrap();
        let pick = pick % fields.len();
        let changes: [&dyn Fn(&mut Field); 3] = [
            &|field| field.name.push('x'),
            &|field| field.salt[3] ^= 1,
            &|field| field.value = json!([other.clone(), field.value.clone()]),
        ];
        for change in changes {
            let mut changed = fields.clone();
            change(&mut changed[pick]);
            prop_assert_ne!(leaf_bytes(suite, &changed).ok(), Some(leaf.clone()));
        }
    }

    #[test]
    fn the_canonical_form_reads_back_as_the_same_value(value in value()) {
        let bytes = canonical(&value).unwrap();
        let back: Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(&back, &value);
        prop_assert_eq!(canonical(&back).unwrap(), bytes);
    }

    #[test]
    fn nothing_that_is_read_makes_a_parser_panic(bytes in vec(any::<u8>(), 0..400), text in ".{0,300}") {
        let lossy = String::from_utf8_lossy(&bytes).into_owned();
        for input in [lossy.as_str(), text.as_str()] {
            let _ = input.parse::<Note>();
            let _ = input.parse::<SignedCheckpoint>();
            let _ = input.parse::<Checkpoint>();
            let _ = input.parse::<TlogProof>();
            let _ = input.parse::<TilePath>();
            let _ = Verifier::parse(input);
            let _ = Policy::parse(input);
            let _ = verify_bundle(input, input);
            let _ = serde_json::from_str::<PublicCopy>(input);
        }
        let _ = decode_entries(&bytes);
        let _ = Frontier::from_bytes(&bytes);
    }

    #[test]
    fn a_proof_with_one_changed_byte_proves_nothing_or_the_same(position in any::<usize>(), mask in 1_u8..=255) {
        let (json, policy) = a_bundle();
        let expected = verify_bundle(&json, &policy).unwrap();
        let mut bytes = json.into_bytes();
        let position = position % bytes.len();
        bytes[position] ^= mask;
        if let Ok(changed) = String::from_utf8(bytes)
            && let Ok(report) = verify_bundle(&changed, &policy)
        {
            // White space between JSON tokens may change; what is proven may not.
            prop_assert_eq!(report, expected);
        }
    }
}

fn a_bundle() -> (String, String) {
    let suite = Suite::International;
    let field = |name: &str, value| Field { name: name.to_owned(), salt: [3; 16], value };
    let event = [field("a", json!({"k": [1, "二"]})), field("b", json!("秘"))];
    let mut leaves = hashes(suite, 9);
    leaves[4] = suite.leaf_hash(&leaf_bytes(suite, &event).unwrap());
    let row = LeafRow { suite, hashes: &leaves };
    let signer = Signer::from_seed("a.example/log", KeyKind::Ed25519, &[1; 32]).unwrap();
    let head = Checkpoint::new("a.example/log", 9, root(suite, &row, 9).unwrap());
    let proof = TlogProof {
        extra: None,
        index: 4,
        path: inclusion_proof(suite, &row, 4, 9).unwrap(),
        checkpoint: SignedCheckpoint::sign(head, &signer).unwrap(),
    };
    let copy = PublicCopy::reveal(suite, &event, |name| name == "a").unwrap();
    let json = json!({"copy": copy, "tlog_proof": proof.to_string()}).to_string();
    (json, policy_for(&signer.vkey()))
}

#[test]
fn tile_names_are_those_of_the_specification() {
    let name = |index, width| TilePath { kind: Kind::Hashes(0), index, width }.to_string();
    assert_eq!(name(1_234_067, 256), "tile/0/x001/x234/067");
    assert_eq!(name(0, 256), "tile/0/000");
    assert_eq!(name(273, 112), "tile/0/273.p/112");
    assert_eq!(TilePath::full(Kind::Entries, 1000).to_string(), "tile/entries/x001/000");
    for wrong in [
        "tile/0/1",
        "tile/00/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001.p/01",
    ] {
        assert!(wrong.parse::<TilePath>().is_err(), "{wrong}");
    }
    // The specification's example: 70,000 leaves.
    let tiles = tiles_between(0, 70_000);
    let count = |level, full| {
        tiles.iter().filter(|t| t.kind == Kind::Hashes(level) && t.is_full() == full).count()
    };
    assert_eq!(
        [count(0, true), count(0, false), count(1, true), count(1, false), count(2, false)],
        [273, 1, 1, 1, 1]
    );
    let widths: Vec<_> =
        tiles.iter().filter(|tile| !tile.is_full()).map(|tile| tile.width).collect();
    assert_eq!(widths, [112, 17, 1]);
}

#[test]
fn what_has_no_canonical_form_has_no_leaf() {
    let field = |name: &str, value| Field { name: name.to_owned(), salt: [0; 16], value };
    let leaf = |fields: &[Field]| leaf_bytes(Suite::National, fields);
    assert!(matches!(leaf(&[field("a", json!(1.5))]), Err(LeafFault::Value { .. })));
    assert_eq!(
        leaf(&[field("a", json!(1)), field("a", json!(2))]),
        Err(LeafFault::DuplicateField("a".to_owned()))
    );
    assert_eq!(leaf(&[]), Err(LeafFault::NoFields));
    assert_eq!(leaf(&[field("", json!(1))]), Err(LeafFault::NamelessField));
    let twice = r#"{"fields":[{"name":"a","salt":"00000000000000000000000000000000","value":{"x":1,"x":2}}]}"#;
    assert!(serde_json::from_str::<PublicCopy>(twice).is_err());
}
