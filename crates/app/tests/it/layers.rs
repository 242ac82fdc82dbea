//! Dependencies point inward: read from the workspace itself, so that a forbidden edge is a red test and not a review remark.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// For each crate of the workspace, which others it may use in what it ships.
const ALLOWED: [(&str, &[&str]); 21] = [
    ("calendar", &[]),
    ("record", &[]),
    ("law", &["calendar", "masking"]),
    ("masking", &[]),
    ("domain", &["calendar", "law", "masking"]),
    ("sheets", &[]),
    ("app", &["calendar", "domain", "law", "masking", "record", "sheets"]),
    ("store", &["app"]),
    ("evidence", &["app", "record"]),
    ("bucket", &["app", "evidence"]),
    ("leak", &["app"]),
    ("papers", &["app"]),
    ("twin", &["app"]),
    ("yearly", &["app"]),
    ("web", &["app", "calendar", "domain", "law", "record", "yearly"]),
    ("demo", &["app", "calendar", "domain", "sheets"]),
    ("simulate", &["app", "calendar", "demo", "domain", "evidence", "law", "record", "store"]),
    ("verify", &["record"]),
    (
        "zhiheng",
        &[
            "app", "bucket", "calendar", "demo", "domain", "evidence", "law", "leak", "papers",
            "record", "sheets", "store", "twin", "verify", "web", "yearly",
        ],
    ),
    (
        "bench",
        &[
            "app", "calendar", "demo", "domain", "evidence", "law", "masking", "papers", "record",
            "store",
        ],
    ),
    ("packs", &["calendar", "law"]),
];

/// Crates that do what the pure core must not: wait, talk, store, roll dice, tell the time.
const IMPURE: [&str; 12] = [
    "tokio",
    "axum",
    "hyper",
    "rusqlite",
    "tokio-postgres",
    "reqwest",
    "getrandom",
    "rand",
    "chrono",
    "clap",
    "tracing",
    "async-trait",
];

fn packages() -> BTreeMap<String, Vec<(String, bool)>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            let uses = package["dependencies"].as_array().unwrap().iter();
            let uses = uses.map(|used| (text(used, "name"), used["kind"].is_null())).collect();
            let folder = text(package, "manifest_path").rsplit('/').nth(1).unwrap().to_owned();
            (folder, uses)
        })
        .collect()
}

#[test]
fn every_crate_uses_only_what_lies_further_in() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.into_iter().collect();
    for (package, uses) in packages() {
        let may =
            allowed.get(package.as_str()).unwrap_or_else(|| panic!("{package} stands in no layer"));
        for (used, ships) in uses {
            let Some(inner) = used.strip_prefix("zhiheng-") else { continue };
            assert!(!ships || may.contains(&inner), "{package} must not use {inner}");
        }
    }
}

#[test]
fn the_pure_core_knows_no_store_network_clock_or_chance() {
    for (package, uses) in packages() {
        if !["calendar", "law", "masking", "record", "domain"].contains(&package.as_str()) {
            continue;
        }
        for (used, ships) in uses {
            assert!(!ships || !IMPURE.contains(&used.as_str()), "{package} must not use {used}");
        }
    }
}

#[test]
fn only_the_papers_know_the_typesetter() {
    for (package, uses) in packages() {
        for (used, _) in uses {
            assert!(
                !used.starts_with("typst") || package == "papers",
                "{package} must not use {used}"
            );
        }
    }
}
