//! Photographs: what a camera wrote beside the points, small pictures inside, what lies behind the end.

use image::{DynamicImage, GrayImage, ImageEncoder as _, ImageFormat};
use lopdf::dictionary;
use zhiheng_leak::How;

use crate::maker::{Made, NAME, PHONE, placed, written};
use crate::planted::caught;
use crate::sight::checked;

fn jpeg(width: u32, height: u32, dots: Vec<u8>) -> Vec<u8> {
    let picture = DynamicImage::ImageLuma8(GrayImage::from_raw(width, height, dots).unwrap());
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

fn png(width: u32, height: u32, dots: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(dots, width, height, image::ExtendedColorType::L8)
        .unwrap();
    bytes
}

/// A JPEG with a note of a camera in it.
fn noted(picture: &[u8], note: &[u8]) -> Vec<u8> {
    let mut bytes = picture[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(u16::try_from(note.len() + 2).unwrap().to_be_bytes());
    bytes.extend(note);
    bytes.extend(&picture[2..]);
    bytes
}

/// A PNG with a chunk of text in it.
fn titled(picture: &[u8], kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = picture[..33].to_vec();
    bytes.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
    bytes.extend(kind);
    bytes.extend(data);
    let mut sum = flate2::Crc::new();
    sum.update(&kind);
    sum.update(data);
    bytes.extend(sum.sum().to_be_bytes());
    bytes.extend(&picture[33..]);
    bytes
}

#[test]
fn given_a_photograph_that_says_more_than_it_shows_then_it_is_found() {
    let blank = jpeg(160, 120, vec![255; 160 * 120]);
    let preview = jpeg(160, 120, written(160, 120));
    let words = noted(&blank, format!("Exif\0\0ImageDescription {NAME}").as_bytes());
    let small = noted(&blank, &[b"Exif\0\0".as_slice(), &preview].concat());
    let held = {
        let mut made = Made::with(placed("I1", 60.0, 400.0, 60.0, 45.0));
        let image = made.stream(
            dictionary! {
                "Type" => "XObject", "Subtype" => "Image", "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
                "Width" => 160, "Height" => 120, "Filter" => "DCTDecode",
            },
            small.clone(),
        );
        made.resource("XObject", "I1", image);
        made.bytes()
    };
    caught(&[
        ("words of the camera", How::Preview, words),
        ("preview of the camera", How::Preview, small),
        ("a photograph in a PDF", How::Preview, held),
        (
            "text of a PNG",
            How::Preview,
            titled(&png(8, 8, &[255; 64]), *b"tEXt", format!("Title\0{PHONE}").as_bytes()),
        ),
        (
            "words behind the end",
            How::Trailing,
            [png(8, 8, &[255; 64]), PHONE.as_bytes().to_vec()].concat(),
        ),
        (
            "points behind the end",
            How::Trailing,
            [png(8, 8, &[255; 64]), png(80, 80, &[0; 6400])[33..].to_vec()].concat(),
        ),
        ("points behind the end of a JPEG", How::Trailing, [blank.clone(), preview].concat()),
    ]);
    // The same photograph without anything beside it passes once somebody has read it.
    assert!(checked(&blank, Some("没有字")).clean);
    assert!(checked(&png(8, 8, &[255; 64]), Some("")).clean);
}
