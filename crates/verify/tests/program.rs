//! The program as its user meets it: arguments, words, exit codes, on intact, damaged and nonsensical files.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;
use zhiheng_record::Suite;
use zhiheng_record::checkpoint::{Checkpoint, SignedCheckpoint};
use zhiheng_record::key::{KeyKind, Signer};
use zhiheng_record::leaf::{Field, PublicCopy, leaf_bytes};
use zhiheng_record::policy::policy_for;
use zhiheng_record::proof::TlogProof;
use zhiheng_record::tile::{TilePath, TileReader, grow_entries, grow_tiles};
use zhiheng_record::tree::{inclusion_proof, root};
use zhiheng_verify::{Outcome, Request, run};

const SUITE: Suite = Suite::National;
const SIZE: u64 = 300;

fn event(number: u64) -> [Field; 2] {
    let salt = [u8::try_from(number % 256).unwrap(); 16];
    [
        Field {
            name: "文号".to_owned(),
            salt,
            value: json!(format!("长信访决〔2026〕{number}号")),
        },
        Field { name: "当事人".to_owned(), salt, value: json!("王某") },
    ]
}

/// Writes a log of 300 entries and a proof of its entry 7 into a fresh folder.
fn written() -> TempDir {
    let folder = TempDir::new().unwrap();
    let signer = Signer::from_seed("a.example/log", KeyKind::Sm2, &[9; 32]).unwrap();
    let leaves: Vec<_> = (0..SIZE).map(|n| leaf_bytes(SUITE, &event(n)).unwrap()).collect();
    let hashes: Vec<_> = leaves.iter().map(|leaf| SUITE.leaf_hash(leaf)).collect();
    let nothing = |_: &TilePath| -> Result<_, String> { Ok(None) };
    let tiles: BTreeMap<TilePath, Vec<u8>> =
        grow_tiles(SUITE, 0, &hashes, &nothing).unwrap().into_iter().collect();
    let source = |path: &TilePath| -> Result<_, String> { Ok(tiles.get(path).cloned()) };
    let reader = TileReader::new(SUITE, SIZE, &source);
    let head = Checkpoint::new("a.example/log", SIZE, root(SUITE, &reader, SIZE).unwrap());
    let checkpoint = SignedCheckpoint::sign(head, &signer).unwrap();
    put(&folder, "checkpoint", checkpoint.to_string().as_bytes());
    put(&folder, "policy", policy_for(&signer.vkey()).as_bytes());
    for (path, bytes) in grow_entries(0, None, &leaves).unwrap() {
        put(&folder, &path.to_string(), &bytes);
    }
    for (path, bytes) in &tiles {
        put(&folder, &path.to_string(), bytes);
    }
    let path = inclusion_proof(SUITE, &reader, 7, SIZE).unwrap();
    let proof = TlogProof { extra: None, index: 7, path, checkpoint };
    let copy = PublicCopy::reveal(SUITE, &event(7), |name| name == "文号").unwrap();
    let bundle = json!({"copy": copy, "tlog_proof": proof.to_string()});
    put(&folder, "proof.json", bundle.to_string().as_bytes());
    folder
}

fn put(folder: &TempDir, path: &str, bytes: &[u8]) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn program(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhiheng-verify")).args(arguments).output().unwrap()
}

fn told(output: &Output) -> (i32, String, String) {
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout.clone()).unwrap(),
        String::from_utf8(output.stderr.clone()).unwrap(),
    )
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn an_intact_folder_exits_0_and_says_so() {
    let folder = written();
    let (code, out, words) = told(&program(&["--folder", &text(folder.path()), "--json"]));
    assert_eq!(code, 0, "{words}");
    let object: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(object.get("outcome"), Some(&json!("intact")));
    assert_eq!(object.get("size"), Some(&json!(300)));
    assert!(words.contains("完好") && words.contains("300 条"));
}

#[test]
fn a_damaged_folder_exits_1_and_names_the_entry_and_the_file() {
    let folder = written();
    let path = folder.path().join("tile/entries/001.p/44");
    let mut bytes = fs::read(&path).unwrap();
    *bytes.get_mut(30).unwrap() ^= 1;
    fs::write(&path, bytes).unwrap();
    let (code, out, words) = told(&program(&["--folder", &text(folder.path()), "--json"]));
    assert_eq!(code, 1);
    let object: Value = serde_json::from_str(&out).unwrap();
    let problem = object.pointer("/problems/0").unwrap();
    assert_eq!(problem.get("kind"), Some(&json!("entry_changed")));
    assert_eq!(problem.get("leaf"), Some(&json!(256)));
    assert_eq!(problem.get("file"), Some(&json!("tile/entries/001.p/44")));
    assert!(words.contains("第 256 条") && words.contains("tile/entries/001.p/44"), "{words}");
}

#[test]
fn a_folder_is_judged_by_the_policy_that_is_given() {
    let folder = written();
    let stranger = Signer::from_seed("a.example/log", KeyKind::Sm2, &[8; 32]).unwrap();
    put(&folder, "other-policy", policy_for(&stranger.vkey()).as_bytes());
    let policy = text(&folder.path().join("other-policy"));
    let output = program(&["--folder", &text(folder.path()), "--policy", &policy]);
    assert_eq!(told(&output).0, 1);
}

#[test]
fn a_broken_policy_of_the_folder_is_damage_and_a_missing_one_is_not_a_verdict() {
    let folder = written();
    put(&folder, "policy", b"nonsense");
    assert_eq!(told(&program(&["--folder", &text(folder.path())])).0, 1);
    fs::remove_file(folder.path().join("policy")).unwrap();
    assert_eq!(told(&program(&["--folder", &text(folder.path())])).0, 2);
}

#[test]
fn a_true_proof_exits_0_and_a_changed_one_1() {
    let folder = written();
    let (bundle, policy) = (folder.path().join("proof.json"), text(&folder.path().join("policy")));
    let ask = || told(&program(&["--bundle", &text(&bundle), "--policy", &policy, "--json"]));
    let (code, out, words) = ask();
    assert_eq!(code, 0, "{words}");
    assert!(words.contains("属实") && words.contains("文号") && !words.contains("王某"));
    let object: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(object.pointer("/hidden/0"), Some(&json!("当事人")));
    let changed = fs::read_to_string(&bundle).unwrap().replace("〕7号", "〕8号");
    fs::write(&bundle, changed).unwrap();
    let (code, out, words) = ask();
    assert_eq!(code, 1);
    assert!(words.contains("不属实"), "{words}");
    let object: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(object.get("code"), Some(&json!("copy_changed")));
}

#[test]
fn what_cannot_be_run_exits_2() {
    let folder = written();
    let here = text(folder.path());
    let missing = text(&folder.path().join("missing"));
    let policy = text(&folder.path().join("policy"));
    let bundle = text(&folder.path().join("proof.json"));
    for arguments in [
        &["--folder", missing.as_str()][..],
        &["--bundle", &missing, "--policy", &policy],
        &["--bundle", &bundle, "--policy", &missing],
        &["--bundle", &bundle, "--policy", &bundle],
        &["--bundle", &bundle],
        &["--folder", &here, "--bundle", &bundle, "--policy", &policy],
        &["--nonsense"],
        &[],
    ] {
        assert_eq!(told(&program(arguments)).0, 2, "{arguments:?}");
    }
}

/// Checks in this process, where a panic would show.
fn outcome(request: &Request) -> Outcome {
    let (mut machine, mut words) = (Vec::new(), Vec::new());
    let outcome = run(request, Some(&mut machine), &mut words).unwrap();
    serde_json::from_slice::<Value>(&machine).unwrap();
    outcome
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_in_place_of_any_file_never_pass_and_never_panic(
        which in 0_usize..7, bytes in proptest::collection::vec(any::<u8>(), 0..500),
    ) {
        let folder = written();
        let files = [
            "checkpoint", "policy", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1",
            "tile/entries/000", "tile/entries/001.p/44",
        ];
        put(&folder, files[which], &bytes);
        let verdict = outcome(&Request::Folder { folder: folder.path().to_owned(), policy: None });
        prop_assert_eq!(verdict, Outcome::NotIntact);
    }

    #[test]
    fn random_bytes_as_a_bundle_never_pass_and_never_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..500), cut in any::<prop::sample::Index>(),
    ) {
        let folder = written();
        let bundle = folder.path().join("proof.json");
        let genuine = fs::read(&bundle).unwrap();
        let policy = folder.path().join("policy");
        let request = Request::Bundle { bundle: bundle.clone(), policy };
        let (start, end) = genuine.split_at(cut.index(genuine.len()));
        for broken in [bytes.clone(), [start, &bytes, b"!", end].concat(), start.to_vec()] {
            fs::write(&bundle, broken).unwrap();
            prop_assert_eq!(outcome(&request), Outcome::NotIntact);
        }
    }
}
