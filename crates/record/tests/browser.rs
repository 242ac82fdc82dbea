//! What the portal's checker in the browser is held to: one log of each suite with a witness, its policy, its tiles and its earlier
//! roots, as `vectors/browser/*.json`. The checker's own tests (`console/src/proof`) read the same files.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};
use zhiheng_record::bundle::{Bundle, verify_bundle};
use zhiheng_record::checkpoint::{Checkpoint, SignedCheckpoint};
use zhiheng_record::key::{KeyKind, Signer};
use zhiheng_record::leaf::{Field, PublicCopy, leaf_bytes};
use zhiheng_record::proof::TlogProof;
use zhiheng_record::tile::grow_tiles;
use zhiheng_record::tree::{LeafRow, inclusion_proof, root};
use zhiheng_record::{Digest, Suite};

const ORIGIN: &str = "example.gov.cn/changzhi";
const SIZE: u64 = 300;
const INDEX: u64 = 270;

fn event(number: u64) -> Vec<Field> {
    let byte = u8::try_from(number % 251).unwrap();
    let field = |name: &str, value| Field { name: name.to_owned(), salt: [byte; 16], value };
    vec![
        field("act", json!("publish")),
        field("day", json!("2026-03-09")),
        field("fields.public_title", json!("某甲“占道经营”案\u{1}行政处罚决定")),
        field("fields.public_party", json!("张某")),
        field("fields.public_facts", json!("第一段事实。\n\n  第二段\t事实\\。")),
        field("fields.public_basis", json!("《中华人民共和国行政处罚法》第三十二条")),
        field("fields.public_result", json!(format!("罚款 {number} 元"))),
        field("fields.public_until", json!("2027-03-09")),
        field("fields.kept", json!([{ "why": "人名", "at": [1, -2, null, true] }])),
    ]
}

fn vector(suite: Suite) -> (String, String, String) {
    let leaves: Vec<_> = (0..SIZE).map(|n| leaf_bytes(suite, &event(n)).unwrap()).collect();
    let hashes: Vec<Digest> = leaves.iter().map(|leaf| suite.leaf_hash(leaf)).collect();
    let row = LeafRow { suite, hashes: &hashes };
    let log = Signer::from_seed(ORIGIN, KeyKind::of_log(suite), &[7; 32]).unwrap();
    let witness =
        Signer::from_seed("justice.example.gov.cn", KeyKind::of_witness(suite), &[8; 32]).unwrap();
    let head = Checkpoint::new(ORIGIN, SIZE, root(suite, &row, SIZE).unwrap());
    let mut checkpoint = SignedCheckpoint::sign(head, &log).unwrap();
    checkpoint.cosign(&witness, 1_773_000_000).unwrap();
    let proof = TlogProof {
        extra: None,
        index: INDEX,
        path: inclusion_proof(suite, &row, INDEX, SIZE).unwrap(),
        checkpoint,
    };
    let copy =
        PublicCopy::reveal(suite, &event(INDEX), |name| name != "fields.kept" && name != "act")
            .unwrap();
    let bundle = serde_json::to_string(&Bundle { copy, tlog_proof: proof.to_string() }).unwrap();
    let policy = format!(
        "log {}\nwitness 司法局 {}\ngroup 见证 any 司法局\nquorum 见证\n",
        log.vkey(),
        witness.vkey()
    );
    let empty = |_: &zhiheng_record::tile::TilePath| Ok(None);
    let tiles: BTreeMap<String, String> = grow_tiles(suite, 0, &hashes, &empty)
        .unwrap()
        .into_iter()
        .map(|(path, bytes)| (path.to_string(), hex(&bytes)))
        .collect();
    let roots: BTreeMap<u64, String> = [1, 2, 77, 255, 256, 257, 299, 300]
        .into_iter()
        .map(|size| (size, root(suite, &row, size).unwrap().to_string()))
        .collect();
    let whole: Value = json!({ "proof": bundle, "policy": policy, "index": INDEX, "tiles": tiles, "roots": roots });
    (serde_json::to_string_pretty(&whole).unwrap() + "\n", bundle, policy)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn kept(suite: Suite) -> std::path::PathBuf {
    let name = match suite {
        Suite::National => "national",
        Suite::International => "international",
    };
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("tests/vectors/browser/{name}.json"))
}

#[test]
fn what_the_browser_is_held_to_is_what_the_record_makes_and_verifies() {
    for suite in [Suite::National, Suite::International] {
        let (made, bundle, policy) = vector(suite);
        let report = verify_bundle(&bundle, &policy).unwrap();
        assert_eq!((report.index, report.verdict.witnesses.len()), (INDEX, 1));
        assert_eq!(std::fs::read_to_string(kept(suite)).unwrap(), made);
    }
}

/// Writes the files anew: `cargo test -p zhiheng-record --test browser -- --ignored`.
#[test]
#[ignore = "writes the kept files; run it by hand when a form changes"]
fn the_kept_files_are_written_anew() {
    for suite in [Suite::National, Suite::International] {
        std::fs::create_dir_all(kept(suite).parent().unwrap()).unwrap();
        std::fs::write(kept(suite), vector(suite).0).unwrap();
    }
}
