//! `export dossier`: a bag that strangers' tools take, that is checked without the data folder, and in which one changed byte is found –
//! even where every manifest is written anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use zhiheng_record::bag::{Sealed, seal};

use crate::folders::{Folder, files};
use crate::program::{over, run};

/// Number of a matter of the demonstration whose dossier is locked.
fn archived(folder: &Folder) -> String {
    let table = folder.beside("matters.csv");
    over(&folder.path, &["export", "matters", "--out", table.to_str().unwrap()]).expect(0);
    let text = fs::read_to_string(table).unwrap();
    let line = text.lines().find(|line| line.contains("已归档")).expect("one is archived");
    line.split(',').next().unwrap().trim_matches('"').to_owned()
}

fn exported() -> (Folder, PathBuf) {
    let folder = Folder::demo();
    let number = archived(&folder);
    let out = folder.beside("bag");
    let words = ["export", "dossier", &number, "--json", "--out", out.to_str().unwrap()];
    let ran = over(&folder.path, &words).expect(0);
    assert_eq!(ran.json()["four_properties"], true, "{}", ran.err);
    (folder, out)
}

fn policy(folder: &Folder) -> String {
    folder.path.join("record/policy").to_str().unwrap().to_owned()
}

#[test]
fn given_a_locked_dossier_when_it_is_exported_then_the_bag_is_proven_by_the_policy_alone() {
    let (folder, bag) = exported();
    let words = ["verify", "--json", "--bundle", bag.to_str().unwrap(), "--policy"];
    let found = run(words.into_iter().chain([policy(&folder).as_str()])).expect(0).json();
    assert_eq!((&found["outcome"], &found["sealed"]), (&"intact".into(), &true.into()));
    assert_eq!(found["own_policy"], false);
    assert!(found["events"].as_u64().unwrap() > 2, "{found}");
    let readme = fs::read_to_string(bag.join("data/README.txt")).unwrap();
    assert!(readme.contains("怎样核对"));
    for wanted in ["data/metadata/metadata.xml", "data/volumes/1.pdf", "zhiheng/properties.json"] {
        assert!(bag.join(wanted).is_file(), "{wanted}");
    }
    // The data folder itself still verifies, with the export on its record.
    over(&folder.path, &["verify"]).expect(0);
    // What is there already is not written over.
    let number = archived(&folder);
    let again = ["export", "dossier", &number, "--out", bag.to_str().unwrap()];
    over(&folder.path, &again).expect(2);
}

#[test]
fn given_one_changed_byte_and_manifests_written_anew_then_the_record_tells() {
    let (folder, bag) = exported();
    let paper = files(&bag.join("data/papers")).into_iter().next().unwrap();
    let mut bytes = fs::read(&paper).unwrap();
    let place = bytes.len() / 2;
    bytes[place] ^= 1;
    fs::write(&paper, bytes).unwrap();
    let ask = || {
        let words = ["verify", "--json", "--bundle", bag.to_str().unwrap(), "--policy"];
        run(words.into_iter().chain([policy(&folder).as_str()])).expect(1).json()
    };
    assert!(codes(&ask()).contains(&"bag.digest".to_owned()));
    reseal(&bag);
    assert_eq!(
        codes(&ask()),
        ["package.manifest"],
        "the bag is valid again, and not the one of the record"
    );
}

#[test]
fn given_an_event_whose_words_were_changed_then_its_proof_does_not_hold() {
    let (folder, bag) = exported();
    let proof = bag.join("data/record/0001.proof.json");
    let text = fs::read_to_string(&proof).unwrap();
    let changed = text.replacen("\"value\": \"", "\"value\": \"甲", 1);
    assert_ne!(text, changed);
    fs::write(&proof, changed).unwrap();
    reseal(&bag);
    let words = ["verify", "--json", "--bundle", bag.to_str().unwrap(), "--policy"];
    let found = run(words.into_iter().chain([policy(&folder).as_str()])).expect(1).json();
    assert!(codes(&found).contains(&"package.proof".to_owned()), "{found}");
}

#[test]
fn given_the_bag_then_a_validator_that_nobody_here_wrote_takes_it() {
    let (_folder, bag) = exported();
    let there = Command::new("python3").args(["-c", "import bagit"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        // `scripts/prepare.sh` installs it; without Python there is nothing to ask.
        assert!(std::env::var_os("CI").is_none(), "python3 with bagit is needed");
        return;
    }
    let script = "import bagit,sys; bagit.Bag(sys.argv[1]).validate()";
    let output = Command::new("python3").args(["-c", script]).arg(&bag).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::write(bag.join("data/new.txt"), b"x").unwrap();
    let output = Command::new("python3").args(["-c", script]).arg(&bag).output().unwrap();
    assert!(!output.status.success(), "it does look");
}

fn codes(found: &serde_json::Value) -> Vec<String> {
    let problems = found["bag"]["problems"].as_array().unwrap();
    problems.iter().map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
}

/// Writes every manifest anew, as one would who wants to hide a change.
fn reseal(bag: &Path) {
    let read = |under: &str| -> Vec<(String, Vec<u8>)> {
        files(&bag.join(under))
            .into_iter()
            .map(|path| {
                let name = path.strip_prefix(bag).unwrap().to_string_lossy().into_owned();
                (name, fs::read(&path).unwrap())
            })
            .collect()
    };
    let payload: Vec<Sealed> =
        read("data").iter().map(|(path, content)| Sealed::of(path, content)).collect();
    let info = fs::read_to_string(bag.join("bag-info.txt")).unwrap();
    let info: Vec<(String, String)> = info
        .lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(label, _)| *label != "Payload-Oxum")
        .map(|(label, value)| (label.to_owned(), value.to_owned()))
        .collect();
    for (path, content) in seal(&payload, &info, &read("zhiheng")) {
        fs::write(bag.join(path), content).unwrap();
    }
}
