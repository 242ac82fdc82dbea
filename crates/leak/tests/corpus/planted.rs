//! Pages on which words are hidden and not removed.

use lopdf::{Object, dictionary};
use zhiheng_leak::{Copy, Extent, How, check};

use crate::maker::{
    ADDRESS, ID, Made, NAME, PHONE, code, cover, line, masked, op, placed, said, written,
};

/// A copy and how it gives something away.
pub(crate) type Planted = (&'static str, How, Vec<u8>);

pub(crate) fn caught(planted: &[Planted]) {
    let masked = masked();
    let mut found = 0;
    for (title, how, bytes) in planted {
        let report = check(Copy { name: title, bytes }, &masked, &[], None);
        assert!(!report.clean, "{title}: nothing was found");
        let hows: Vec<How> = report.findings.iter().map(|finding| finding.how).collect();
        assert!(hows.contains(how), "{title}: named {hows:?} and not {how:?}");
        for finding in &report.findings {
            let told = format!("{finding} {}", serde_json::to_string(finding).unwrap());
            for secret in [NAME, ID, PHONE, ADDRESS] {
                assert!(!told.contains(secret), "{title}: the finding repeats the secret");
            }
        }
        found += 1;
    }
    eprintln!("planted copies caught and named: {found} of {}", planted.len());
}

fn secret() -> Vec<lopdf::content::Operation> {
    line(&format!("当事人{NAME}，{PHONE}"), 14.0, 60.0, 500.0)
}

fn after(
    first: Vec<lopdf::content::Operation>,
    then: Vec<lopdf::content::Operation>,
) -> Vec<lopdf::content::Operation> {
    first.into_iter().chain(then).collect()
}

#[test]
fn given_words_under_something_drawn_over_them_then_they_are_found_as_covered() {
    let white = |mut boxes: Vec<lopdf::content::Operation>| {
        boxes[0] = op("g", vec![1.into()]);
        boxes
    };
    let by_image = || {
        let mut made = Made::with(after(secret(), placed("I1", 50.0, 490.0, 400.0, 30.0)));
        let image = made.image(4, 4, vec![0; 16]);
        made.resource("XObject", "I1", image);
        made.bytes()
    };
    let by_note = |kind: &'static str| {
        let mut made = Made::with(secret());
        let note = made.document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => kind, "IC" => vec![0.into(), 0.into(), 0.into()],
            "Rect" => vec![50.into(), 490.into(), 450.into(), 520.into()],
        });
        let page = made.page;
        made.dict(page).set("Annots", vec![note.into()]);
        made.bytes()
    };
    let in_form = || {
        let draw = after(vec![op("Do", vec!["X1".into()])], cover(50.0, 490.0, 400.0, 30.0));
        let mut made = Made::with(draw);
        let form = made.form(&format!("电话{PHONE}"));
        made.resource("XObject", "X1", form);
        made.bytes()
    };
    caught(&[
        (
            "black box",
            How::Covered,
            Made::with(after(secret(), cover(50.0, 490.0, 400.0, 30.0))).bytes(),
        ),
        (
            "white box",
            How::Covered,
            Made::with(after(secret(), white(cover(50.0, 490.0, 400.0, 30.0)))).bytes(),
        ),
        (
            "box over a part",
            How::Covered,
            Made::with(after(secret(), cover(90.0, 490.0, 70.0, 30.0))).bytes(),
        ),
        ("image", How::Covered, by_image()),
        ("square note", How::Covered, by_note("Square")),
        ("redaction that was not applied", How::Covered, by_note("Redact")),
        ("text in a form", How::Covered, in_form()),
    ]);
}

#[test]
fn given_words_that_leave_no_ink_then_the_way_is_named() {
    let coloured = |operator: &str, operands: Vec<Object>| {
        Made::with(after(vec![op(operator, operands)], secret())).bytes()
    };
    let faint = || {
        let mut made = Made::with(after(vec![op("gs", vec!["G1".into()])], secret()));
        made.resource("ExtGState", "G1", dictionary! { "ca" => 0.0 });
        made.bytes()
    };
    let mode = |mode: i64| Made::with(after(vec![op("Tr", vec![mode.into()])], secret())).bytes();
    let small = || {
        let shrunk = vec![op(
            "cm",
            vec![0.05.into(), 0.into(), 0.into(), 0.05.into(), 50.into(), 50.into()],
        )];
        Made::with(after(shrunk, secret())).bytes()
    };
    caught(&[
        ("white in three colours", How::White, coloured("rg", vec![1.into(), 1.into(), 1.into()])),
        ("white in grey", How::White, coloured("g", vec![1.into()])),
        (
            "no ink in four colours",
            How::White,
            coloured("k", vec![0.into(), 0.into(), 0.into(), 0.into()]),
        ),
        ("transparent", How::White, faint()),
        ("mode 3", How::Invisible, mode(3)),
        ("mode 7", How::Invisible, mode(7)),
        ("half a point", How::Tiny, Made::with(line(NAME, 0.5, 60.0, 500.0)).bytes()),
        ("shrunk", How::Tiny, small()),
    ]);
}

#[test]
fn given_words_outside_what_is_shown_then_they_are_found_outside() {
    let cropped = || {
        let mut made = Made::with(secret());
        let page = made.page;
        made.dict(page).set("CropBox", vec![0.into(), 600.into(), 595.into(), 842.into()]);
        made.bytes()
    };
    let clipped = || {
        let clip = vec![
            op("re", vec![0.into(), 600.into(), 595.into(), 200.into()]),
            op("W", vec![]),
            op("n", vec![]),
        ];
        Made::with(after(clip, secret())).bytes()
    };
    caught(&[
        ("beyond the paper", How::Outside, Made::with(line(NAME, 14.0, 700.0, 500.0)).bytes()),
        ("outside the crop box", How::Outside, cropped()),
        ("outside the clip", How::Outside, clipped()),
    ]);
}

#[test]
fn given_words_on_a_layer_that_is_off_then_they_are_found_on_it() {
    let layered = |base: bool, object: bool| {
        let mark = vec![op("BDC", vec!["OC".into(), "L1".into()])];
        let inner = if object { vec![op("Do", vec!["X1".into()])] } else { secret() };
        let mut made = Made::with(if object {
            inner
        } else {
            after(after(mark, inner), vec![op("EMC", vec![])])
        });
        let group =
            made.document.add_object(dictionary! { "Type" => "OCG", "Name" => said("原文") });
        if object {
            let form = made.form(&format!("{NAME}{PHONE}"));
            made.dict(form).set("OC", group);
            made.resource("XObject", "X1", form);
        }
        made.resource("Properties", "L1", group);
        let usual = if base {
            dictionary! { "BaseState" => "OFF" }
        } else {
            dictionary! { "OFF" => vec![group.into()] }
        };
        let catalog = made.catalog;
        made.dict(catalog)
            .set("OCProperties", dictionary! { "OCGs" => vec![group.into()], "D" => usual });
        made.bytes()
    };
    caught(&[
        ("marked content", How::Layer, layered(false, false)),
        ("everything off", How::Layer, layered(true, false)),
        ("a form on a layer", How::Layer, layered(false, true)),
    ]);
}

#[test]
fn given_words_in_strange_orders_then_they_are_read_all_the_same() {
    let mut scattered: Vec<(f32, char)> =
        PHONE.chars().zip(0_u8..).map(|(c, n)| (60.0 + 8.0 * f32::from(n), c)).collect();
    scattered.sort_by_key(|(_, c)| std::cmp::Reverse(*c));
    let letters =
        scattered.into_iter().flat_map(|(x, c)| line(&c.to_string(), 14.0, x, 500.0)).collect();
    let wide: String =
        PHONE.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect();
    let spaced: String = NAME.chars().flat_map(|c| [c, ' ', ' ']).collect();
    let turned: String = ID.chars().rev().collect();
    let kerned = vec![
        op("BT", vec![]),
        op("Tf", vec!["F1".into(), 14.into()]),
        op("Td", vec![60.into(), 500.into()]),
        op(
            "TJ",
            vec![Object::Array(
                NAME.chars().flat_map(|c| [code(&c.to_string()), (-400).into()]).collect(),
            )],
        ),
        op("ET", vec![]),
    ];
    let shown = |text: &str| Made::with(line(text, 14.0, 60.0, 500.0)).bytes();
    caught(&[
        ("letter by letter", How::Visible, Made::with(letters).bytes()),
        ("full width", How::Visible, shown(&wide)),
        ("spaced", How::Visible, shown(&spaced)),
        ("turned round", How::Visible, shown(&turned)),
        ("kerned", How::Visible, Made::with(kerned).bytes()),
        ("ten digits of eighteen", How::Visible, shown("1404031990********")),
        ("the end of an address", How::Visible, shown("住英雄中路128号院3单元402室")),
        ("a given name behind a blot", How::Visible, shown("*晓岚")),
    ]);
}

#[test]
fn given_text_that_no_machine_can_read_then_the_copy_is_stopped() {
    let mut made = Made::with(secret());
    let font = made.font;
    made.dict(font).remove(b"ToUnicode");
    caught(&[("no map of letters", How::Unreadable, made.bytes())]);
}

#[test]
fn given_images_whose_hidden_part_is_in_the_file_then_they_are_found() {
    let with_image = |draw: Vec<lopdf::content::Operation>| {
        let mut made = Made::with(draw);
        let image = made.image(120, 60, written(120, 60));
        made.resource("XObject", "I1", image);
        made
    };
    let clip = vec![
        op("q", vec![]),
        op("re", vec![60.into(), 400.into(), 20.into(), 60.into()]),
        op("W", vec![]),
        op("n", vec![]),
    ];
    let cropped = after(after(clip, placed("I1", 60.0, 400.0, 120.0, 60.0)), vec![op("Q", vec![])]);
    let behind_mask = || {
        let mut made = with_image(placed("I1", 60.0, 400.0, 120.0, 60.0));
        let mask = made.image(2, 1, vec![255, 0]);
        let resources = made.resources;
        let image = made
            .dict(resources)
            .get(b"XObject")
            .unwrap()
            .as_dict()
            .unwrap()
            .get(b"I1")
            .unwrap()
            .as_reference()
            .unwrap();
        made.document
            .get_object_mut(image)
            .unwrap()
            .as_stream_mut()
            .unwrap()
            .dict
            .set("SMask", mask);
        made.bytes()
    };
    caught(&[
        ("cropped by a clip", How::HiddenImage, with_image(cropped).bytes()),
        (
            "under a box",
            How::HiddenImage,
            with_image(after(
                placed("I1", 60.0, 400.0, 120.0, 60.0),
                cover(80.0, 395.0, 80.0, 70.0),
            ))
            .bytes(),
        ),
        (
            "beyond the paper",
            How::HiddenImage,
            with_image(placed("I1", 540.0, 400.0, 120.0, 60.0)).bytes(),
        ),
        ("behind its mask", How::HiddenImage, behind_mask()),
        ("never drawn", How::HiddenImage, with_image(Vec::new()).bytes()),
    ]);
}

#[test]
fn given_a_small_picture_from_before_the_masking_then_it_is_found() {
    let mut made = Made::with(Vec::new());
    let small = made.image(
        60,
        84,
        (0..60 * 84).map(|n| if n / 60 > 30 && n / 60 < 50 { 0 } else { 255 }).collect(),
    );
    let page = made.page;
    made.dict(page).set("Thumb", small);
    caught(&[("thumbnail", How::Thumbnail, made.bytes())]);
}

#[test]
fn given_a_finding_then_it_says_where_how_and_which_item_in_chinese() {
    let bytes = Made::with(after(secret(), cover(50.0, 490.0, 400.0, 30.0))).bytes();
    let report = check(Copy { name: "副本.pdf", bytes: &bytes }, &masked(), &[], None);
    let finding = report.findings.iter().find(|finding| finding.item == Some(0)).unwrap();
    assert_eq!(finding.extent, Some(Extent::Whole));
    assert_eq!(finding.to_string(), "第 1 页：被盖住的字里读得出，第 1 项（姓名）");
    assert_eq!(report.pages, 1);
}
