//! What lies beside the pages: metadata, notes, forms, bookmarks, alternative text, attachments; and files that are no PDF.

use std::io::Write as _;

use lopdf::{Dictionary, Object, dictionary};
use zhiheng_leak::{Copy, How, check};

use crate::maker::{ADDRESS, ID, Made, NAME, PHONE, line, masked, op, said};
use crate::planted::caught;

#[test]
fn given_words_in_metadata_then_the_room_is_named() {
    let info = |key: &str, text: &str| {
        let mut made = Made::with(Vec::new());
        let info = made.document.add_object(dictionary! { key => said(text) });
        made.document.trailer.set("Info", info);
        made.bytes()
    };
    let xmp = |of_page: bool| {
        let mut made = Made::with(Vec::new());
        let text = format!("<?xpacket?><x:xmpmeta><dc:creator>{NAME}</dc:creator></x:xmpmeta>");
        let stream = made
            .stream(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, text.into_bytes());
        let holder = if of_page { made.page } else { made.catalog };
        made.dict(holder).set("Metadata", stream);
        made.bytes()
    };
    caught(&[
        ("title", How::Information, info("Title", &format!("{NAME}处罚决定书"))),
        ("keywords", How::Information, info("Keywords", PHONE)),
        ("a key of its own", How::Information, info("PartyId", ID)),
        ("XMP of the file", How::Metadata, xmp(false)),
        ("XMP of a page", How::Metadata, xmp(true)),
    ]);
}

#[test]
fn given_words_in_notes_forms_bookmarks_and_alternatives_then_the_room_is_named() {
    let note = |dict: Dictionary| {
        let mut made = Made::with(Vec::new());
        let note = made.document.add_object(dict);
        let page = made.page;
        made.dict(page).set("Annots", vec![note.into()]);
        made.bytes()
    };
    let rect = || vec![0.into(), 0.into(), 10.into(), 10.into()];
    let drawn_note = || {
        let mut made = Made::with(Vec::new());
        let look = made.form(&format!("核对：{NAME}"));
        let note = made.document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "Stamp", "Rect" => rect(), "AP" => dictionary! { "N" => look },
        });
        let page = made.page;
        made.dict(page).set("Annots", vec![note.into()]);
        made.bytes()
    };
    let field = |key: &str| {
        let mut made = Made::with(Vec::new());
        let field = made
            .document
            .add_object(dictionary! { "FT" => "Tx", "T" => said("party"), key => said(PHONE) });
        let catalog = made.catalog;
        made.dict(catalog).set("AcroForm", dictionary! { "Fields" => vec![field.into()] });
        made.bytes()
    };
    let bookmark = || {
        let mut made = Made::with(Vec::new());
        let item =
            made.document.add_object(dictionary! { "Title" => said(&format!("询问{NAME}")) });
        let outlines = made
            .document
            .add_object(dictionary! { "Type" => "Outlines", "First" => item, "Last" => item });
        let catalog = made.catalog;
        made.dict(catalog).set("Outlines", outlines);
        made.bytes()
    };
    let element = |key: &str| {
        let mut made = Made::with(Vec::new());
        let element = made
            .document
            .add_object(dictionary! { "S" => "Figure", key => said(&format!("{NAME}的照片")) });
        let root =
            made.document.add_object(dictionary! { "Type" => "StructTreeRoot", "K" => element });
        let catalog = made.catalog;
        made.dict(catalog).set("StructTreeRoot", root);
        made.bytes()
    };
    let marked = || {
        let mark = op(
            "BDC",
            vec!["Span".into(), Object::Dictionary(dictionary! { "ActualText" => said(NAME) })],
        );
        let mut draw = vec![mark];
        draw.extend(line("张某", 14.0, 60.0, 400.0));
        draw.push(op("EMC", vec![]));
        Made::with(draw).bytes()
    };
    let script = || {
        let mut made = Made::with(Vec::new());
        let action = made.document.add_object(
            dictionary! { "S" => "JavaScript", "JS" => said(&format!("app.alert('{PHONE}')")) },
        );
        let catalog = made.catalog;
        made.dict(catalog).set("OpenAction", action);
        made.bytes()
    };
    caught(&[
        (
            "words of a note",
            How::Annotation,
            note(
                dictionary! { "Type" => "Annot", "Subtype" => "Text", "Rect" => rect(), "Contents" => said(&format!("此处为{NAME}")) },
            ),
        ),
        (
            "rich words of a note",
            How::Annotation,
            note(
                dictionary! { "Type" => "Annot", "Subtype" => "FreeText", "Rect" => rect(), "RC" => said(&format!("<p>{PHONE}</p>")) },
            ),
        ),
        ("what a note draws", How::Annotation, drawn_note()),
        ("value of a field", How::FormField, field("V")),
        ("default of a field", How::FormField, field("DV")),
        ("bookmark", How::Bookmark, bookmark()),
        ("alternative text", How::Alternative, element("Alt")),
        ("actual text", How::Alternative, element("ActualText")),
        ("actual text on the page", How::Alternative, marked()),
        ("script", How::Structure, script()),
    ]);
}

fn attached(name: &str, content: Vec<u8>, on_page: bool) -> Vec<u8> {
    let mut made = Made::with(Vec::new());
    let held = made.stream(dictionary! { "Type" => "EmbeddedFile" }, content);
    let file = made.document.add_object(dictionary! {
        "Type" => "Filespec", "UF" => said(name), "EF" => dictionary! { "F" => held },
    });
    if on_page {
        let note = made.document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "FileAttachment", "FS" => file,
            "Rect" => vec![0.into(), 0.into(), 10.into(), 10.into()],
        });
        let page = made.page;
        made.dict(page).set("Annots", vec![note.into()]);
    } else {
        let catalog = made.catalog;
        let names = dictionary! { "Names" => vec![said(name), file.into()] };
        made.dict(catalog).set("Names", dictionary! { "EmbeddedFiles" => names });
    }
    made.bytes()
}

pub(crate) fn zipped(name: &str, content: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(content.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn given_files_carried_along_then_they_are_looked_into() {
    let word = zipped("word/document.xml", &format!("<?xml version=\"1.0\"?><w:t>{NAME}</w:t>"));
    let inner = Made::with(line(NAME, 14.0, 60.0, 400.0)).bytes();
    caught(&[
        (
            "a text",
            How::Attachment,
            attached("原文.txt", format!("电话 {PHONE}").into_bytes(), false),
        ),
        ("a document", How::Attachment, attached("原文.docx", word, false)),
        ("a PDF in a PDF", How::Attachment, attached("原件.pdf", inner, false)),
        (
            "pinned on a page",
            How::Attachment,
            attached("说明.txt", ADDRESS.as_bytes().to_vec(), true),
        ),
        (
            "the name of the file",
            How::Attachment,
            attached(&format!("{NAME}.txt"), b"nothing".to_vec(), false),
        ),
        (
            "what cannot be looked into",
            How::Opaque,
            attached("x.bin", vec![0, 159, 146, 150, 0, 255, 254, 1, 2, 3], false),
        ),
    ]);
}

#[test]
fn given_a_copy_that_bears_the_name_of_a_party_then_its_own_name_is_told() {
    let (bytes, name) = (Made::with(Vec::new()).bytes(), format!("{NAME}处罚决定书.pdf"));
    let report = check(Copy { name: &name, bytes: &bytes }, &masked(), &[], None);
    let hows: Vec<How> = report.findings.iter().map(|finding| finding.how).collect();
    assert_eq!(hows, [How::FileName]);
    assert!(!report.findings[0].to_string().contains(NAME));
}

#[test]
fn given_markup_that_hides_words_then_they_are_found() {
    let page = |inside: &str| {
        format!("<!doctype html><html><body><p>当事人：张某</p>{inside}</body></html>").into_bytes()
    };
    caught(&[
        ("shown", How::Visible, page(&format!("<p>{NAME}</p>"))),
        ("divided by tags", How::Visible, page("<p>张<b>晓</b><i>岚</i></p>")),
        ("a comment", How::HiddenMarkup, page(&format!("<!-- {NAME} -->"))),
        (
            "not displayed",
            How::HiddenMarkup,
            page(&format!("<p style=\"display: none\">{PHONE}</p>")),
        ),
        ("an attribute", How::HiddenMarkup, page(&format!("<img alt=\"{NAME}\">"))),
        ("letters by number", How::Visible, page("<p>&#24352;&#26195;&#23706;</p>")),
        ("plain text", How::Visible, format!("{ID}\n").into_bytes()),
    ]);
}
