//! Bags on disk: a folder and a ZIP of it say the same; links lead nowhere; what is no bag is no verdict.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use zhiheng_record::bag::{Sealed, seal};
use zip::write::{SimpleFileOptions, ZipWriter};

fn files() -> Vec<(String, Vec<u8>)> {
    let payload = [("data/甲.txt", b"one".to_vec()), ("data/b/c.txt", vec![7; 5000])];
    let sealed: Vec<Sealed> =
        payload.iter().map(|(path, content)| Sealed::of(path, content)).collect();
    let mut files = seal(&sealed, &[], &[]);
    files.extend(payload.map(|(path, content)| (path.to_owned(), content)));
    files
}

fn folder() -> TempDir {
    let keeper = TempDir::new().unwrap();
    for (path, content) in files() {
        let place = keeper.path().join("bag").join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, content).unwrap();
    }
    keeper
}

fn zipped(method: zip::CompressionMethod, base: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (path, content) in files() {
        writer.start_file(format!("{base}{path}"), options).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ask(bag: &Path) -> i32 {
    let program = env!("CARGO_BIN_EXE_zhiheng-verify");
    Command::new(program).arg("--bundle").arg(bag).output().unwrap().status.code().unwrap()
}

#[test]
fn given_a_folder_or_a_zip_of_it_then_it_is_intact_and_one_changed_byte_is_not() {
    let keeper = folder();
    let bag = keeper.path().join("bag");
    assert_eq!(ask(&bag), 0);
    for (n, (method, base)) in
        [(zip::CompressionMethod::Stored, "some/"), (zip::CompressionMethod::Deflated, "")]
            .into_iter()
            .enumerate()
    {
        let path = keeper.path().join(format!("{n}.zip"));
        fs::write(&path, zipped(method, base)).unwrap();
        assert_eq!(ask(&path), 0, "{method}");
    }
    fs::write(bag.join("data/b/c.txt"), vec![8; 5000]).unwrap();
    assert_eq!(ask(&bag), 1);
}

#[test]
fn given_a_link_in_the_place_of_a_file_then_it_is_not_followed() {
    let keeper = folder();
    let bag = keeper.path().join("bag");
    let outside = keeper.path().join("outside");
    fs::write(&outside, b"one").unwrap();
    fs::remove_file(bag.join("data/甲.txt")).unwrap();
    std::os::unix::fs::symlink(&outside, bag.join("data/甲.txt")).unwrap();
    assert_eq!(ask(&bag), 2, "nothing is said of what cannot be read");
}

#[test]
fn given_what_is_no_bag_then_it_says_so() {
    let keeper = TempDir::new().unwrap();
    assert_eq!(ask(keeper.path()), 1, "an empty folder is no bag");
    let cut = keeper.path().join("cut.zip");
    fs::write(&cut, zipped(zip::CompressionMethod::Stored, "").get(..900).unwrap()).unwrap();
    assert_eq!(ask(&cut), 2);
}
