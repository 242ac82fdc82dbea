//! Bags of our own making and spoilt ones, case by case as RFC 8493 tells them apart.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::io::Read;

use proptest::prelude::*;
use zhiheng_record::bag::{BagReport, BagSource, Sealed, check, seal};

#[derive(Clone, Default)]
struct Bag(BTreeMap<String, Vec<u8>>);

impl BagSource for Bag {
    fn files(&self) -> Result<Vec<String>, String> {
        Ok(self.0.keys().cloned().collect())
    }

    fn open(&self, path: &str) -> Result<Option<Box<dyn Read + '_>>, String> {
        Ok(self.0.get(path).map(|bytes| Box::new(bytes.as_slice()) as Box<dyn Read>))
    }
}

fn made(payload: &[(&str, &[u8])]) -> Bag {
    let sealed: Vec<Sealed> = payload.iter().map(|(path, bytes)| Sealed::of(path, bytes)).collect();
    let info = [("Source-Organization".to_owned(), "示例机关".to_owned())];
    let tags = [("zhiheng/about.txt".to_owned(), b"x".to_vec())];
    let mut bag = Bag::default();
    bag.0.extend(seal(&sealed, &info, &tags));
    bag.0.extend(payload.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())));
    bag
}

fn plain() -> Bag {
    made(&[("data/a.txt", b"one"), ("data/b/c.txt", b"two")])
}

fn codes(report: &BagReport) -> Vec<&'static str> {
    report.problems.iter().map(|problem| problem.code).collect()
}

fn found(bag: &Bag) -> Vec<&'static str> {
    codes(&check(bag).unwrap())
}

#[test]
fn given_a_bag_of_our_own_then_it_is_valid_and_tells_of_itself() {
    let report = check(&plain()).unwrap();
    assert_eq!((report.problems.len(), report.files, report.bytes), (0, 2, 6), "{report:?}");
    assert_eq!(report.algorithms, ["sha256", "sha512"]);
    assert_eq!(report.version, "1.0");
    assert!(report.info.contains(&("Payload-Oxum".to_owned(), "6.2".to_owned())));
}

#[test]
fn given_an_older_bag_with_md5_and_one_manifest_for_each_file_then_it_is_valid() {
    let mut bag = Bag::default();
    for (path, text) in [
        ("bagit.txt", "BagIt-Version: 0.97\nTag-File-Character-Encoding: ISO-8859-1\n"),
        // MD5 of “hello”, SHA-1 of “hello” (RFC 1321, RFC 3174 implementations agree on them).
        ("manifest-md5.txt", "5d41402abc4b2a76b9719d911017c592  data/a\n"),
        ("manifest-sha1.txt", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d  data/b\n"),
        ("data/a", "hello"),
        ("data/b", "hello"),
    ] {
        bag.0.insert(path.to_owned(), text.as_bytes().to_vec());
    }
    assert_eq!(found(&bag), [""; 0]);
    bag.0.insert(
        "bagit.txt".to_owned(),
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_vec(),
    );
    assert_eq!(
        found(&bag),
        ["bag.unlisted", "bag.unlisted"],
        "from 1.0 on every manifest lists every file"
    );
}

#[test]
fn given_each_kind_of_damage_then_the_bag_is_invalid_for_that_reason() {
    type Damage = fn(&mut Bag);
    let cases: [(&str, Damage); 14] = [
        ("bag.digest", |bag| bag.0.get_mut("data/a.txt").unwrap()[0] ^= 1),
        ("bag.digest", |bag| bag.0.get_mut("bag-info.txt").unwrap().push(b'\n')),
        ("bag.missing", |bag| drop(bag.0.remove("data/a.txt"))),
        ("bag.missing", |bag| drop(bag.0.remove("zhiheng/about.txt"))),
        ("bag.unlisted", |bag| drop(bag.0.insert("data/new.txt".to_owned(), Vec::new()))),
        ("bag.no_declaration", |bag| drop(bag.0.remove("bagit.txt"))),
        ("bag.mark", |bag| {
            drop(
                bag.0.insert("bagit.txt".to_owned(), b"\xef\xbb\xbfBagIt-Version: 1.0\n".to_vec()),
            );
        }),
        ("bag.version", |bag| {
            drop(bag.0.insert("bagit.txt".to_owned(), b"BagIt-Version: x\n".to_vec()));
        }),
        ("bag.version", |bag| {
            drop(bag.0.insert("bagit.txt".to_owned(), b"BagIt-Version: 2.0\n".to_vec()));
        }),
        ("bag.encoding", |bag| {
            drop(bag.0.insert("bagit.txt".to_owned(), b"BagIt-Version: 1.0\n".to_vec()));
        }),
        ("bag.path", |bag| line(bag, "00  data/../../escape")),
        ("bag.path", |bag| line(bag, "00  /etc/passwd")),
        ("bag.twice", |bag| line(bag, "00  data/a.txt")),
        ("bag.missing", |bag| {
            drop(bag.0.insert("fetch.txt".to_owned(), b"http://a/ 1 data/far\n".to_vec()));
        }),
    ];
    for (n, (code, damage)) in cases.into_iter().enumerate() {
        let mut bag = plain();
        damage(&mut bag);
        assert!(found(&bag).contains(&code), "case {n}: {code} not in {:?}", found(&bag));
    }
}

fn line(bag: &mut Bag, text: &str) {
    let list = bag.0.get_mut("manifest-sha256.txt").unwrap();
    list.extend_from_slice(format!("{text}\n").as_bytes());
}

#[test]
fn given_names_with_line_ends_and_percent_signs_then_they_come_through() {
    let bag =
        made(&[("data/a\nb\r%25.txt", b"x"), ("data/100%.txt", b"y"), ("data/名 称.txt", b"z")]);
    assert_eq!(found(&bag), [""; 0]);
}

#[test]
fn given_tag_files_in_utf_16_then_they_are_read() {
    let mut bag = plain();
    let utf16 = |text: &str| {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let list = String::from_utf8(bag.0["manifest-sha256.txt"].clone()).unwrap();
    let names: Vec<String> = bag.0.keys().cloned().collect();
    for name in names.iter().filter(|name| !name.starts_with("data/")) {
        bag.0.remove(name);
    }
    bag.0.insert(
        "bagit.txt".to_owned(),
        b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-16\n".to_vec(),
    );
    bag.0.insert("manifest-sha256.txt".to_owned(), utf16(&list));
    assert_eq!(found(&bag), [""; 0]);
}

proptest! {
    /// One changed byte anywhere is found.
    #[test]
    fn given_one_changed_byte_anywhere_then_the_bag_is_not_valid(file in any::<prop::sample::Index>(), byte in any::<prop::sample::Index>(), by in 1_u8..) {
        let mut bag = plain();
        let names: Vec<String> = bag.0.keys().cloned().collect();
        let name = &names[file.index(names.len())];
        let content = bag.0.get_mut(name).unwrap();
        let place = byte.index(content.len());
        // A manifest of tag files vouches for itself alone where the change is in the case of a digit.
        let before = content[place];
        content[place] ^= by;
        let same = before.eq_ignore_ascii_case(&content[place]) || (before.is_ascii_whitespace() && content[place].is_ascii_whitespace());
        prop_assume!(!(name.starts_with("tagmanifest") && same));
        let report = check(&bag).unwrap();
        prop_assert!(!report.is_valid() || !report.warnings.is_empty(), "{name} at {place}");
    }

    /// Whatever stands in a manifest, nothing outside the bag is asked for and nothing panics.
    #[test]
    fn given_any_manifest_then_it_is_read_without_leaving_the_bag(text in "\\PC{0,200}") {
        let mut bag = plain();
        bag.0.insert("manifest-sha256.txt".to_owned(), text.into_bytes());
        let report = check(&bag).unwrap();
        prop_assert!(report.problems.iter().all(|problem| !problem.file.contains("..") || problem.code == "bag.path" || problem.code == "bag.missing"));
    }
}

#[test]
fn given_files_around_the_size_of_a_chunk_then_their_digest_is_the_one_of_the_outline() {
    use zhiheng_record::Suite;
    use zhiheng_record::bag::package::record_digest;
    use zhiheng_record::chunks::{CHUNK, Outline};
    let chunk = usize::try_from(CHUNK).unwrap();
    for size in [0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk + 7] {
        let content: Vec<u8> = (0..size).map(|n| u8::try_from(n % 251).unwrap()).collect();
        for suite in [Suite::National, Suite::International] {
            let read = record_digest(suite, &mut content.as_slice()).unwrap();
            assert_eq!(read, Outline::of(suite, &content).digest().to_string(), "{size}");
        }
    }
}
