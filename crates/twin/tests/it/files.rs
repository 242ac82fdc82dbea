//! The kinds of file in which scans come.

use std::io::Cursor;

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use lopdf::{Document, Object, Stream, dictionary};
use tiff::encoder::{TiffEncoder, colortype};
use zhiheng_twin::{ReadError, Scan, codes, scans};

use crate::desk::{self, Dice, Sheet};

fn sheets() -> Vec<Sheet> {
    let mut dice = Dice(3);
    (1..=2).map(|page| desk::sheet(&mut dice, "01JABCDEFGHJKMNPQRSTVWXYZ0", 1, page, 2)).collect()
}

/// What the codes of the file's pages say.
fn read(bytes: &[u8]) -> Vec<String> {
    scans(bytes)
        .unwrap()
        .map(|scan| codes(scan.unwrap().light()).first().map(|sight| sight.code.to_string()))
        .map(Option::unwrap_or_default)
        .collect()
}

fn written() -> Vec<String> {
    sheets().iter().map(Sheet::code).collect()
}

/// A PDF of one picture a page.
fn pdf(pictures: Vec<(lopdf::Dictionary, Vec<u8>)>) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let mut pages: Vec<Object> = Vec::new();
    for (mut dict, content) in pictures {
        dict.set("Type", "XObject");
        dict.set("Subtype", "Image");
        let picture = document.add_object(Stream::new(dict, content));
        let drawn = b"595 0 0 842 0 0 cm /P Do".to_vec();
        let drawn = document.add_object(Stream::new(dictionary! {}, drawn));
        let page = document.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "XObject" => dictionary! { "P" => picture } },
            "Contents" => drawn,
        });
        pages.push(page.into());
    }
    let count = i64::try_from(pages.len()).unwrap();
    let root = dictionary! { "Type" => "Pages", "Kids" => pages, "Count" => count };
    document.objects.insert(tree, Object::Dictionary(root));
    let catalogue = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalogue);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

fn jpeg(sheet: &Sheet) -> Vec<u8> {
    let page = desk::print(sheet);
    let mut out = Cursor::new(Vec::new());
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 80)
        .write_image(page.dots(), page.width() as u32, page.height() as u32, ExtendedColorType::L8)
        .unwrap();
    out.into_inner()
}

fn described(width: usize, height: usize, bits: i64, filter: &str) -> lopdf::Dictionary {
    let mut dict = dictionary! {
        "Width" => i64::try_from(width).unwrap(),
        "Height" => i64::try_from(height).unwrap(),
        "BitsPerComponent" => bits,
        "ColorSpace" => "DeviceGray",
    };
    if !filter.is_empty() {
        dict.set("Filter", Object::Name(filter.as_bytes().to_vec()));
    }
    dict
}

#[test]
fn given_a_png_then_its_page_is_read() {
    let page = desk::print(&sheets()[0]);
    let mut out = Vec::new();
    PngEncoder::new(&mut out)
        .write_image(page.dots(), page.width() as u32, page.height() as u32, ExtendedColorType::L8)
        .unwrap();
    assert_eq!(read(&out), written()[..1]);
}

#[test]
fn given_a_tiff_of_two_pages_in_grey_and_in_colour_then_both_are_read() {
    let mut out = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut out).unwrap();
    for (n, sheet) in sheets().iter().enumerate() {
        let page = desk::print(sheet);
        let (width, height) = (page.width() as u32, page.height() as u32);
        if n == 0 {
            encoder.write_image::<colortype::Gray8>(width, height, page.dots()).unwrap();
        } else {
            let dots: Vec<u8> = page.dots().iter().flat_map(|dot| [*dot; 3]).collect();
            encoder.write_image::<colortype::RGB8>(width, height, &dots).unwrap();
        }
    }
    assert_eq!(read(&out.into_inner()), written());
}

#[test]
fn given_a_pdf_of_jpeg_pages_then_they_are_read_in_order() {
    let page = desk::print(&sheets()[0]);
    let pictures = sheets()
        .iter()
        .map(|sheet| (described(page.width(), page.height(), 8, "DCTDecode"), jpeg(sheet)))
        .collect();
    assert_eq!(read(&pdf(pictures)), written());
}

#[test]
fn given_a_pdf_of_black_and_white_pages_then_they_are_read_with_either_polarity() {
    let mut pictures = Vec::new();
    for (n, sheet) in sheets().iter().enumerate() {
        let page = desk::print(sheet);
        let mut dict = described(page.width(), page.height(), 1, "");
        let inverted = n == 1;
        if inverted {
            dict.set("Decode", vec![1.into(), 0.into()]);
        }
        let mut packed = Vec::new();
        for line in page.dots().chunks(page.width()) {
            packed.extend(line.chunks(8).map(|dots| {
                dots.iter()
                    .zip((0..8).rev())
                    .map(|(dot, bit)| u8::from((*dot > 128) != inverted) << bit)
                    .sum::<u8>()
            }));
        }
        pictures.push((dict, packed));
    }
    assert_eq!(read(&pdf(pictures)), written());
}

#[test]
fn given_a_pdf_of_fax_pages_then_they_are_read_with_either_polarity() {
    let mut pictures = Vec::new();
    for (n, sheet) in sheets().iter().enumerate() {
        let page = desk::print(sheet);
        let mut encoder = fax::encoder::Encoder::new(fax::VecWriter::new());
        for line in page.dots().chunks(page.width()) {
            let dots = line.iter().map(|dot| {
                if (*dot < 128) == (n == 0) { fax::Color::Black } else { fax::Color::White }
            });
            encoder.encode_line(dots, page.width() as u16).unwrap();
        }
        let content = encoder.finish().unwrap().finish();
        let mut dict = described(page.width(), page.height(), 1, "CCITTFaxDecode");
        let columns = i64::try_from(page.width()).unwrap();
        dict.set(
            "DecodeParms",
            dictionary! { "K" => -1, "Columns" => columns, "BlackIs1" => n == 1 },
        );
        pictures.push((dict, content));
    }
    assert_eq!(read(&pdf(pictures)), written());
}

#[test]
fn given_what_is_no_scan_then_it_says_why() {
    let code = |bytes: &[u8]| match scans(bytes) {
        Err(error) => error.code(),
        Ok(mut pages) => pages.next().map_or("", |page: Result<Scan, ReadError>| {
            page.err().map_or("read", |error| error.code())
        }),
    };
    assert_eq!(code(b"hello"), "scan.kind");
    assert_eq!(code(b"%PDF-1.5 and nothing more"), "scan.broken");
    assert_eq!(code(&pdf(vec![(described(9, 9, 8, "JBIG2Decode"), vec![0; 9])])), "scan.packed");
    assert_eq!(code(&pdf(vec![(described(900_000, 9, 8, ""), vec![0; 9])])), "scan.large");
    assert_eq!(code(&pdf(vec![(described(90, 90, 8, ""), vec![0; 9])])), "scan.broken");
    let whole = jpeg(&sheets()[0]);
    assert_eq!(code(&whole[..200]), "scan.broken");
}
