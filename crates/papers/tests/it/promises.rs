//! What holds for every paper: the file's form, its faces, its code, and what is refused.

use std::thread;

use lopdf::{Document, Object};
use zhiheng_app::ports::press::{Layout, PageCode, Press as _, PressError};
use zhiheng_papers::Printer;

use crate::reading::{dictionaries, is, pages};
use crate::samples::{LAYOUTS, long, sheet};

#[test]
fn given_the_same_sheet_then_the_bytes_are_the_same_whoever_prints_and_whenever() {
    let first: Vec<Vec<u8>> =
        LAYOUTS.iter().map(|layout| Printer::default().pdf(&sheet(*layout)).unwrap()).collect();
    let printer = Printer::default();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for (layout, expected) in LAYOUTS.iter().zip(&first).rev() {
                    assert!(printer.pdf(&sheet(*layout)).unwrap() == *expected, "{layout:?}");
                }
            });
        }
    });
}

#[test]
fn given_any_layout_then_the_file_is_pdf_a_2b_and_dated_by_the_sheet() {
    let printer = Printer::default();
    for layout in LAYOUTS {
        let pdf = printer.pdf(&sheet(layout)).unwrap();
        let document = Document::load_mem(&pdf).unwrap();
        let metadata = document.catalog().unwrap().get(b"Metadata").unwrap();
        let (_, stream) = document.dereference(metadata).unwrap();
        let xmp =
            String::from_utf8_lossy(&stream.as_stream().unwrap().get_plain_content().unwrap())
                .into_owned();
        assert!(xmp.contains("<pdfaid:part>2</pdfaid:part>"), "{layout:?}: {xmp}");
        assert!(xmp.contains("<pdfaid:conformance>B</pdfaid:conformance>"), "{layout:?}: {xmp}");
        assert!(xmp.contains("2026-03-01"), "{layout:?}: {xmp}");
        assert!(document.catalog().unwrap().has(b"OutputIntents"), "{layout:?}");
        assert!(document.trailer.has(b"ID"), "{layout:?}");
        assert!(!document.is_encrypted(), "{layout:?}");
    }
}

#[test]
fn given_any_layout_then_every_face_in_the_file_is_embedded_and_its_text_can_be_selected() {
    let printer = Printer::default();
    for layout in LAYOUTS {
        let pdf = printer.pdf(&sheet(layout)).unwrap();
        let document = Document::load_mem(&pdf).unwrap();
        let all = dictionaries(&document);
        let faces: Vec<_> = all.iter().filter(|one| is(one, b"FontDescriptor")).collect();
        assert!(!faces.is_empty(), "{layout:?}");
        for face in faces {
            assert!(face.has(b"FontFile3") || face.has(b"FontFile2"), "{layout:?}: {face:?}");
        }
        let composite = all.iter().filter(|one| {
            is(one, b"Font")
                && one.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0")
        });
        assert!(composite.into_iter().all(|font| font.has(b"ToUnicode")), "{layout:?}");
    }
}

#[test]
fn given_rare_characters_of_names_then_they_are_printed() {
    // 通用规范汉字表, third level: characters of names and places, some beyond the basic plane.
    let rare = "䶮㛃㙍鿍𬭎𬘡𫖯𬱟喆堃翀赟犇㵐";
    let mut paper = long(1);
    paper.paragraphs = vec![format!("当事人{rare}。")];
    let text = pages(&Printer::default().pdf(&paper).unwrap()).concat();
    assert!(text.contains(rare), "{text}");
}

#[test]
fn given_a_character_that_no_face_has_then_the_paper_is_refused_and_the_character_named() {
    let mut paper = long(1);
    paper.rows.push(crate::samples::text("姓名", "王\u{2ceb0}\u{1f9ff}"));
    let refused = Printer::default().pdf(&paper).unwrap_err();
    assert_eq!(refused.code(), "papers.font_missing");
    let PressError::FontMissing { characters } = &refused else { panic!("{refused:?}") };
    assert_eq!(characters, "\u{2ceb0}\u{1f9ff}");
    assert!(refused.to_string().contains("\u{2ceb0}"), "{refused}");
}

#[test]
fn given_words_that_look_like_commands_of_the_typesetter_then_they_are_printed_as_words() {
    let hostile = r#"#panic("x")、$x^2$、*粗*、_斜_、`码`、\u{0}、#read("/etc/passwd")、<标签>、@引、=题、//注、/*注*/"#;
    for layout in LAYOUTS {
        let mut paper = sheet(layout);
        paper.paragraphs = vec![hostile.to_owned()];
        paper.title = "#题$目".to_owned();
        let text = pages(&Printer::default().pdf(&paper).unwrap()).concat();
        assert!(text.contains(hostile), "{layout:?}: {text}");
        assert!(text.contains("#题$目"), "{layout:?}: {text}");
    }
}

#[test]
fn given_a_signature_that_is_no_picture_then_the_paper_is_refused_with_its_label() {
    let mut paper = sheet(Layout::Record);
    paper.signatures[1].image = b"<svg/>".to_vec();
    let refused = Printer::default().pdf(&paper).unwrap_err();
    assert_eq!(refused.code(), "papers.signature");
    assert!(refused.to_string().contains("执法人员"), "{refused}");
}

#[test]
fn given_pages_as_pictures_then_a_reader_of_codes_finds_paper_and_page_on_each() {
    let paper = long(12);
    let printed = Printer::default().pages(&paper, 200).unwrap();
    assert!(printed.len() > 1);
    for (index, page) in printed.iter().enumerate() {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(&page.0));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut dots).unwrap();
        let (width, height) = (info.width as usize, info.height as usize);
        assert_eq!((width, height), (1654, 2339));
        // The inner lower corner, 30 mm of it.
        let (side, left) = (236, if index % 2 == 0 { 165 } else { width - 165 - 236 });
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            dots[(height - side + y) * width + left + x]
        });
        let codes = image.detect_grids();
        assert_eq!(codes.len(), 1, "page {}", index + 1);
        let (_, words) = codes[0].decode().unwrap();
        assert_eq!(words, paper.code(index + 1, printed.len()));
        let read = PageCode::parse(&words).unwrap();
        assert_eq!((read.page, read.key), (index + 1, paper.key.clone()));
    }
}

#[test]
fn given_a_folder_with_files_that_are_no_faces_then_the_carried_faces_still_print() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("broken.otf"), b"not a face").unwrap();
    let printer = Printer::new(Some(folder.path()));
    assert_eq!(printer.faces().unwrap(), ["Noto Sans SC", "Noto Serif SC"]);
    assert!(printer.pdf(&long(1)).is_ok());
}
