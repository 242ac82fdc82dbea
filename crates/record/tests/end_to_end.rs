//! One log from its first field to a proof in a citizen's hand, in both suites.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use serde_json::json;
use zhiheng_record::bundle::{Bundle, BundleFault, verify_bundle};
use zhiheng_record::checkpoint::{Checkpoint, SignedCheckpoint};
use zhiheng_record::key::{KeyKind, Signer};
use zhiheng_record::leaf::{Field, PublicCopy, leaf_bytes};
use zhiheng_record::policy::policy_for;
use zhiheng_record::proof::TlogProof;
use zhiheng_record::tree::{LeafRow, inclusion_proof, root};
use zhiheng_record::{Digest, Suite};

fn event(number: u8) -> Vec<Field> {
    let field = |name: &str, value| Field { name: name.to_owned(), salt: [number; 16], value };
    vec![
        field("文号", json!(format!("长信访决〔2026〕{number}号"))),
        field("当事人", json!("张某")),
        field("金额", json!(200_000 + u32::from(number))),
    ]
}

fn proven(suite: Suite, number: u8) -> (Bundle, String) {
    let leaves: Vec<_> = (0..7).map(|n| leaf_bytes(suite, &event(n)).unwrap()).collect();
    let hashes: Vec<Digest> = leaves.iter().map(|leaf| suite.leaf_hash(leaf)).collect();
    let row = LeafRow { suite, hashes: &hashes };
    let signer =
        Signer::from_seed("example.gov.cn/changzhi", KeyKind::of_log(suite), &[7; 32]).unwrap();
    let head = Checkpoint::new("example.gov.cn/changzhi", 7, root(suite, &row, 7).unwrap());
    let proof = TlogProof {
        extra: None,
        index: u64::from(number),
        path: inclusion_proof(suite, &row, u64::from(number), 7).unwrap(),
        checkpoint: SignedCheckpoint::sign(head, &signer).unwrap(),
    };
    let copy = PublicCopy::reveal(suite, &event(number), |name| name != "当事人").unwrap();
    (Bundle { copy, tlog_proof: proof.to_string() }, policy_for(&signer.vkey()))
}

#[test]
fn a_public_copy_proves_itself_and_hides_what_it_hides() {
    for suite in [Suite::National, Suite::International] {
        for number in 0..7 {
            let (bundle, policy) = proven(suite, number);
            let json = serde_json::to_string(&bundle).unwrap();
            assert!(!json.contains("张某"));
            let report = verify_bundle(&json, &policy).unwrap();
            assert_eq!(report.index, u64::from(number));
            assert_eq!(report.hidden, ["当事人"]);
            assert_eq!(report.verdict.suite, suite);
        }
    }
}

#[test]
fn one_changed_character_in_a_shown_field_is_found() {
    let (bundle, policy) = proven(Suite::National, 3);
    let json = serde_json::to_string(&bundle).unwrap().replace("200003", "200004");
    assert_eq!(verify_bundle(&json, &policy), Err(BundleFault::NotThisLeaf));
}
