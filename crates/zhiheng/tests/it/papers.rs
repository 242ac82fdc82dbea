//! `paper samples`: as files, as pictures with an index; and the pictures that the documentation shows.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::folders::files;
use crate::program::run;

/// Most bytes of a picture in the documentation.
const PICTURE: u64 = 60_000;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/papers")
}

/// Files that an index links to.
fn linked(index: &str) -> BTreeSet<String> {
    let links = index.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    links.map(|(file, _)| file.to_owned()).collect()
}

#[test]
fn given_one_procedure_when_samples_are_asked_for_then_each_of_its_papers_is_a_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("samples");
    let words = ["paper", "samples", "--procedure", "petition.supervise", "--json", "--out"];
    let ran = run(words.iter().copied().chain([out.to_str().unwrap()])).expect(0);
    let written = files(&out);
    assert_eq!(ran.json()["papers"], written.len());
    assert!(written.len() > 3);
    for file in written {
        let bytes = fs::read(&file).unwrap();
        assert!(bytes.starts_with(b"%PDF-"), "{}", file.display());
    }
}

#[test]
fn given_one_procedure_when_pictures_are_asked_for_then_the_index_links_to_each() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("pictures");
    let words = ["paper", "samples", "--png", "--procedure", "petition.supervise", "--out"];
    run(words.iter().copied().chain([out.to_str().unwrap()])).expect(0);
    let index = fs::read_to_string(out.join("README.md")).unwrap();
    let linked = linked(&index);
    assert_eq!(linked.len() + 1, files(&out).len());
    for file in linked {
        assert!(fs::read(out.join(&file)).unwrap().starts_with(b"\x89PNG"), "{file}");
    }
}

#[test]
fn given_a_procedure_that_is_not_there_then_it_says_so() {
    let ran = run(["paper", "samples", "--procedure", "none", "--out", "nowhere"]).expect(2);
    assert!(ran.err.contains("none"), "{}", ran.err);
}

#[test]
fn given_the_documentation_then_it_shows_a_small_picture_of_each_paper_of_the_pack_and_no_other() {
    let index = fs::read_to_string(docs().join("README.md")).unwrap();
    let linked = linked(&index);
    let pictures: BTreeSet<String> = files(&docs())
        .into_iter()
        .filter(|file| file.extension().is_some_and(|kind| kind == "png"))
        .map(|file| file.strip_prefix(docs()).unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(linked, pictures, "renew: zhiheng paper samples --png --out docs/papers");
    for file in &pictures {
        let size = fs::metadata(docs().join(file)).unwrap().len();
        assert!(size <= PICTURE, "{file}: {size} bytes");
    }
    let named = run(["pack", "list", "--json"]).expect(0).json();
    for procedure in named.as_array().unwrap() {
        let title = procedure["title"].as_str().unwrap();
        assert!(
            index.contains(title),
            "{title} is not in docs/papers; renew: zhiheng paper samples --png --out docs/papers"
        );
    }
}
