//! What a file was before: earlier states, objects left behind, and public copies released before.

use lopdf::{Document, Stream, dictionary};
use zhiheng_leak::{Copy, Extent, How, check};

use crate::maker::{ID, Made, NAME, PHONE, encoded, line, masked, said, saved_again};
use crate::planted::caught;

/// Title, how it is found, which item, the copies released before, and the copy at hand.
type Case = (&'static str, How, usize, Vec<Vec<u8>>, Vec<u8>);

fn content_of(document: &Document) -> lopdf::ObjectId {
    let page = document.page_iter().next().unwrap();
    document.get_page_contents(page)[0]
}

#[test]
fn given_an_earlier_state_in_the_file_then_it_is_read_and_named() {
    let first = || Made::with(line(NAME, 14.0, 60.0, 400.0)).bytes();
    let emptied = |document: &mut Document| {
        let content = content_of(document);
        document.set_object(
            content,
            Stream::new(dictionary! {}, encoded(line("张某", 14.0, 60.0, 400.0))),
        );
    };
    let titled = || {
        let mut made = Made::with(Vec::new());
        let info = made.document.add_object(dictionary! { "Title" => said(NAME) });
        made.document.trailer.set("Info", info);
        let bytes = made.bytes();
        saved_again(bytes, |document| {
            let info = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
            document.set_object(info, dictionary! { "Title" => said("决定书") });
        })
    };
    let thrice = saved_again(saved_again(first(), emptied), |document| {
        let page = document.page_iter().next().unwrap();
        document.get_dictionary_mut(page).unwrap().set("Rotate", 0);
    });
    caught(&[
        ("the page was written anew", How::Revision, saved_again(first(), emptied)),
        ("the title was changed", How::Revision, titled()),
        ("saved three times", How::Revision, thrice),
    ]);
}

#[test]
fn given_an_earlier_state_then_the_finding_names_which() {
    let first = Made::with(line(PHONE, 14.0, 60.0, 400.0)).bytes();
    let bytes = saved_again(first, |document| {
        let content = content_of(document);
        document.set_object(content, Stream::new(dictionary! {}, encoded(Vec::new())));
    });
    let report = check(Copy { name: "x", bytes: &bytes }, &masked(), &[], None);
    let finding = report.findings.iter().find(|finding| finding.how == How::Revision).unwrap();
    assert_eq!((finding.place.revision, finding.item, report.revisions), (Some(1), Some(2), 1));
}

#[test]
fn given_objects_that_no_page_uses_then_they_are_read() {
    let form = || {
        let mut made = Made::with(Vec::new());
        let form = made.form(NAME);
        made.resource("XObject", "X9", form);
        made.bytes()
    };
    let lost = || {
        let mut made = Made::with(Vec::new());
        made.stream(dictionary! {}, encoded(line(PHONE, 14.0, 60.0, 400.0)));
        made.bytes()
    };
    let unlisted = || {
        let bytes = Made::with(Vec::new()).bytes();
        let left = format!("900 0 obj\n<< /Party ({PHONE}) >>\nendobj\n");
        let all = String::from_utf8_lossy(&bytes).into_owned();
        let told = all.rsplit("startxref").next().unwrap().split_whitespace().next().unwrap();
        let at: usize = told.parse().unwrap();
        let mut made = bytes[..at].to_vec();
        made.extend(left.as_bytes());
        let text = String::from_utf8_lossy(&bytes[at..]).into_owned();
        let start = text.find("startxref").unwrap();
        made.extend(&bytes[at..at + start]);
        made.extend(format!("startxref\n{}\n%%EOF\n", at + left.len()).as_bytes());
        made
    };
    caught(&[
        ("a form that nothing draws", How::Unused, form()),
        ("a stream that nothing names", How::Unused, lost()),
        ("an object that the table leaves out", How::Unused, unlisted()),
    ]);
}

#[test]
fn given_copies_released_before_then_what_they_showed_is_held_against_this_one() {
    let copy = |text: &str| Made::with(line(text, 14.0, 60.0, 400.0)).bytes();
    let cases: [Case; 4] = [
        ("shown before", How::EarlierCopy, 0, vec![copy(NAME)], copy("张某")),
        ("shown two before", How::EarlierCopy, 2, vec![copy("-"), copy(PHONE)], copy("电话略")),
        ("masked in another way", How::Combined, 2, vec![copy("***0013****")], copy("138****8000")),
        ("name cut in two", How::Combined, 0, vec![copy("*晓*，张**")], copy("**岚")),
    ];
    for (title, how, item, earlier, now) in cases {
        let earlier: Vec<Copy<'_>> =
            earlier.iter().map(|bytes| Copy { name: "以前", bytes }).collect();
        let report = check(Copy { name: title, bytes: &now }, &masked(), &earlier, None);
        let found = report.findings.iter().find(|finding| finding.item == Some(item));
        assert_eq!(found.map(|finding| finding.how), Some(how), "{title}: {:?}", report.findings);
        let alone = check(Copy { name: title, bytes: &now }, &masked(), &[], None);
        assert!(how == How::EarlierCopy && alone.clean || how == How::Combined, "{title}");
    }
}

#[test]
fn given_a_locked_or_broken_file_then_it_is_stopped_because_nobody_can_look() {
    let mut made = Made::with(Vec::new());
    made.document.trailer.set("Encrypt", dictionary! { "Filter" => "Standard", "V" => 1, "R" => 2, "O" => said("x"), "U" => said("x"), "P" => -4 });
    for bytes in [made.bytes(), b"%PDF-1.7\nnothing".to_vec()] {
        let report = check(Copy { name: "x", bytes: &bytes }, &masked(), &[], None);
        assert!(
            report.findings.iter().any(|finding| matches!(finding.how, How::Locked | How::Damaged)),
            "{:?}",
            report.findings
        );
    }
}

#[test]
fn given_nothing_was_masked_then_nothing_can_leak() {
    let bytes = Made::with(line(ID, 14.0, 60.0, 400.0)).bytes();
    assert!(check(Copy { name: "x", bytes: &bytes }, &[], &[], None).clean);
    let part = masked().into_iter().take(1).collect::<Vec<_>>();
    assert!(check(Copy { name: "x", bytes: &bytes }, &part, &[], None).clean);
    let all = check(Copy { name: "x", bytes: &bytes }, &masked(), &[], None);
    assert!(all.findings.iter().all(|finding| finding.extent == Some(Extent::Whole)));
}
