//! Volumes: pages in a row, numbers at the lower right, nothing that acts by itself, and parts of strangers that cannot be read.

use lopdf::{Document, Object, dictionary};
use proptest::prelude::*;
use zhiheng_app::ports::press::{Layout, Part, Press as _, PressError};
use zhiheng_papers::Printer;

use crate::samples::{LAYOUTS, sheet};

fn part(pdf: Vec<u8>, first: Option<usize>) -> Part {
    Part { pdf, title: Some("材料".to_owned()), first }
}

/// What the numbers on the pages say, in the order of the pages; none where a page bears none.
fn numbers(pdf: &[u8]) -> Vec<Option<String>> {
    let document = Document::load_mem(pdf).unwrap();
    document
        .page_iter()
        .map(|page| {
            let content = document.get_page_content(page);
            let content = lopdf::content::Content::decode(&content).unwrap();
            let mut ours = false;
            let mut read = None;
            for operation in content.operations {
                match (operation.operator.as_str(), operation.operands.first()) {
                    ("Tf", Some(Object::Name(face))) => ours = face == b"ZhihengNumber",
                    ("Tj", Some(Object::String(text, _))) if ours => {
                        read = Some(String::from_utf8_lossy(text).into_owned());
                    }
                    _ => {}
                }
            }
            read
        })
        .collect()
}

#[test]
fn given_papers_of_every_layout_when_they_are_bound_then_the_pages_are_numbered_in_a_row() {
    let printer = Printer::default();
    let (mut parts, mut next) = (vec![part(printer.pdf(&sheet(Layout::Cover)).unwrap(), None)], 1);
    let mut expected: Vec<Option<String>> = vec![None; printer.count(&parts[0].pdf).unwrap()];
    for layout in LAYOUTS {
        let pdf = printer.pdf(&sheet(layout)).unwrap();
        let pages = printer.count(&pdf).unwrap();
        expected.extend((next..next + pages).map(|n| Some(n.to_string())));
        parts.push(part(pdf, Some(next)));
        next += pages;
    }
    let bound = printer.bind(&parts).unwrap();
    assert_eq!(numbers(&bound), expected);
    assert_eq!(bound, printer.bind(&parts).unwrap(), "the same parts give the same bytes");
    let document = Document::load_mem(&bound).unwrap();
    assert!(document.catalog().unwrap().has(b"Outlines"));
    for id in document.page_iter() {
        assert!(document.get_dictionary(id).unwrap().has(b"Resources"), "every page has its own");
    }
}

#[test]
fn given_a_part_with_scripts_and_files_then_none_of_them_is_in_the_volume() {
    let printer = Printer::default();
    let mut hostile = Document::load_mem(&printer.pdf(&sheet(Layout::Notice)).unwrap()).unwrap();
    let script = hostile.add_object(dictionary! {
        "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)"),
    });
    let link = hostile.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "A" => script,
    });
    let first = hostile.page_iter().next().unwrap();
    let page = hostile.get_dictionary_mut(first).unwrap();
    page.set("Annots", vec![Object::Reference(link)]);
    page.set("AA", dictionary! { "O" => script });
    hostile.catalog_mut().unwrap().set("OpenAction", script);
    let mut bytes = Vec::new();
    hostile.save_to(&mut bytes).unwrap();
    let bound = printer.bind(&[part(bytes, Some(1))]).unwrap();
    let document = Document::load_mem(&bound).unwrap();
    let told = format!("{:?}", document.objects);
    assert!(!told.contains("JavaScript") && !told.contains("app.alert"), "{told}");
}

#[test]
fn given_a_picture_then_it_is_one_page_of_its_own() {
    let printer = Printer::default();
    let mut png = Vec::new();
    let mut writer = png::Encoder::new(&mut png, 30, 20);
    writer.set_color(png::ColorType::Grayscale);
    writer.write_header().unwrap().write_image_data(&[127; 600]).unwrap();
    let page = printer.plate(&png, "现场照片").unwrap();
    assert_eq!(printer.count(&page).unwrap(), 1);
    assert!(matches!(printer.plate(b"no picture", "x"), Err(PressError::Unbindable(_))));
}

#[test]
fn given_no_parts_then_there_is_no_volume() {
    assert!(matches!(Printer::default().bind(&[]), Err(PressError::Unbindable(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Files of strangers, cut and flipped, are refused or bound; nothing else happens.
    #[test]
    fn given_a_damaged_part_then_it_is_refused_or_bound(cut in proptest::option::of(any::<prop::sample::Index>()), flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6)) {
        let printer = Printer::default();
        let mut pdf = printer.pdf(&sheet(Layout::Notice)).unwrap();
        for (place, byte) in flips {
            let place = place.index(pdf.len());
            pdf[place] ^= byte;
        }
        if let Some(cut) = cut {
            pdf.truncate(cut.index(pdf.len()));
        }
        let parts = [part(pdf, Some(1))];
        match printer.bind(&parts) {
            Ok(bound) => prop_assert!(printer.count(&bound).is_ok()),
            Err(fault) => prop_assert!(matches!(fault, PressError::Unbindable(_)), "{fault}"),
        }
    }
}
