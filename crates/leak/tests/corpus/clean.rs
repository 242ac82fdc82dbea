//! Two hundred copies that were masked well, of every make: none of them may be stopped.

use lopdf::{Document, Stream, dictionary};
use zhiheng_app::ports::press::Press as _;
use zhiheng_leak::{Copy, Report, check};
use zhiheng_papers::Printer;

use crate::maker::{Made, cover, encoded, line, masked, op, placed, said, saved_again, written};
use crate::planted_files::zipped;
use crate::sight::{checked, scan, sheet};

/// How many there are in all.
const ALL: usize = 200;

/// Sentences of papers; a copy takes some of them.
const SENTENCES: [&str; 10] = [
    "经查，当事人于2026年2月1日占用道路经营，面积三平方米。",
    "依据《中华人民共和国行政处罚法》第三十三条，决定不予处罚。",
    "你单位（统一社会信用代码91140403MA0ABCDE12）应当自收到本决定书之日起十五日内缴纳罚款。",
    "收款账户由缴款通知书载明，逾期每日按百分之三加处罚款。",
    "如不服本决定，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。",
    "承办机构：长治市潞州区市场监督管理局，电话0355-2010000。",
    "张某（身份证号140403********1234）对上述事实予以承认，王某某在场。",
    "现场检查人员二名，出示执法证件，全程音像记录，编号〔2026〕0123号。",
    "信访人反映的事项已经调查核实，答复意见已经送达，本件予以公开。",
    "公示期限自2026年3月1日至2027年2月28日，期满自动停止。",
];

fn lines(seed: usize) -> Vec<lopdf::content::Operation> {
    (0_u8..7)
        .flat_map(|n| {
            let text = SENTENCES[(seed * 7 + usize::from(n) * (seed % 3 + 1)) % SENTENCES.len()];
            line(text, 12.0, 50.0, 600.0 - 26.0 * f32::from(n))
        })
        .collect()
}

/// A copy of one of twelve makes.
fn copy(seed: usize) -> Vec<u8> {
    let mut made = Made::with(lines(seed));
    let (page, catalog) = (made.page, made.catalog);
    match seed % 12 {
        0 => {}
        1 => {
            // Blots in place of words that are gone.
            made =
                Made::with(lines(seed).into_iter().chain(cover(50.0, 300.0, 80.0, 14.0)).collect());
        }
        2 => {
            let info = made.document.add_object(dictionary! {
                "Title" => said("行政处罚决定书（公开副本）"), "Author" => said("示例县市场监督管理局"), "Producer" => said("Typst"),
            });
            made.document.trailer.set("Info", info);
            let text = "<x:xmpmeta><dc:title>行政处罚决定书</dc:title><dc:creator>示例县市场监督管理局</dc:creator></x:xmpmeta>";
            let stream = made.stream(
                dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
                text.as_bytes().to_vec(),
            );
            made.dict(catalog).set("Metadata", stream);
        }
        3 => {
            let group =
                made.document.add_object(dictionary! { "Type" => "OCG", "Name" => said("水印") });
            let form = made.form("公开副本");
            made.dict(form).set("OC", group);
            made.resource("XObject", "X1", form);
            made.dict(catalog).set("OCProperties", dictionary! { "OCGs" => vec![group.into()], "D" => dictionary! { "OFF" => vec![group.into()] } });
        }
        4 => {
            let outline = made.document.add_object(dictionary! { "Title" => said("一、违法事实") });
            let root = made.document.add_object(
                dictionary! { "Type" => "Outlines", "First" => outline, "Last" => outline },
            );
            made.dict(catalog).set("Outlines", root);
            made.dict(page).set("CropBox", vec![10.into(), 10.into(), 585.into(), 832.into()]);
        }
        5 => {
            let content = format!("附件 {seed}：缴款办法。");
            let held = made.stream(dictionary! { "Type" => "EmbeddedFile" }, content.into_bytes());
            let file = made.document.add_object(dictionary! { "Type" => "Filespec", "UF" => said("缴款办法.txt"), "EF" => dictionary! { "F" => held } });
            made.dict(catalog).set("AF", vec![file.into()]);
        }
        6 => {
            let note = made.document.add_object(dictionary! {
                "Type" => "Annot", "Subtype" => "Link", "Rect" => vec![0.into(), 0.into(), 50.into(), 20.into()], "Contents" => said("核验方法"),
            });
            made.dict(page).set("Annots", vec![note.into()]);
        }
        7 => {
            // A seal: small, with a clear ground.
            made = Made::with(
                lines(seed).into_iter().chain(placed("I1", 400.0, 150.0, 80.0, 80.0)).collect(),
            );
            let mask = made.image(60, 60, written(60, 60).iter().map(|dot| 255 - dot).collect());
            let image = made.image(60, 60, vec![90; 3600]);
            made.document
                .get_object_mut(image)
                .unwrap()
                .as_stream_mut()
                .unwrap()
                .dict
                .set("SMask", mask);
            made.resource("XObject", "I1", image);
        }
        8 => {
            return saved_again(made.bytes(), |document: &mut Document| {
                let page = document.page_iter().next().unwrap();
                document.get_dictionary_mut(page).unwrap().set("Rotate", 0);
                let content = document.get_page_contents(page)[0];
                document.set_object(content, Stream::new(dictionary! {}, encoded(lines(seed + 1))));
            });
        }
        9 => {
            let field = made.document.add_object(dictionary! { "FT" => "Tx", "T" => said("number"), "V" => said("示市监罚〔2026〕17号") });
            made.dict(catalog).set("AcroForm", dictionary! { "Fields" => vec![field.into()] });
        }
        10 => {
            // Words with an outline beside the filled letters, and a light band under a heading.
            let band = vec![
                op("g", vec![0.9.into()]),
                op("re", vec![40.into(), 595.into(), 500.into(), 24.into()]),
                op("f", vec![]),
                op("g", vec![0.into()]),
            ];
            made = Made::with(
                band.into_iter().chain(vec![op("Tr", vec![2.into()])]).chain(lines(seed)).collect(),
            );
        }
        _ => {
            let text =
                format!("<?xml version=\"1.0\"?><w:t>{}</w:t>", SENTENCES[seed % SENTENCES.len()]);
            return zipped("word/document.xml", &text);
        }
    }
    made.bytes()
}

fn passes(title: &str, report: &Report) {
    let told: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    assert!(report.clean, "{title} was stopped: {told:?}");
}

#[test]
fn given_two_hundred_copies_that_were_masked_well_then_none_is_stopped() {
    let (masked, mut seen) = (masked(), 0);
    for seed in 0..180 {
        let bytes = copy(seed);
        passes(
            &format!("copy {seed}"),
            &check(Copy { name: "副本", bytes: &bytes }, &masked, &[], None),
        );
        seen += 1;
    }
    // What the platform prints itself.
    let printer = Printer::new(None);
    for seed in 0..6 {
        let paragraphs =
            (0..3).map(|n| SENTENCES[(seed + n * 3) % SENTENCES.len()].to_owned()).collect();
        let bytes = printer.pdf(&sheet(paragraphs)).unwrap();
        passes(
            &format!("paper {seed}"),
            &check(Copy { name: "文书.pdf", bytes: &bytes }, &masked, &[], None),
        );
        seen += 1;
    }
    for text in SENTENCES.into_iter().take(4) {
        passes(&format!("scan of {text}"), &checked(&scan(), Some(text)));
        seen += 1;
    }
    for text in SENTENCES {
        let page = format!(
            "<!doctype html><html><head><title>决定书</title></head><body><!-- 公开 --><p>{text}</p></body></html>"
        );
        passes(text, &check(Copy { name: "页", bytes: page.as_bytes() }, &masked, &[], None));
        seen += 1;
    }
    assert_eq!(seen, ALL);
    eprintln!("copies that were masked well and pass: {seen} of {ALL}");
}
