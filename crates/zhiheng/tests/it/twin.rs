//! The press and the reader of scans, put together as the program does: what is printed is found again, what a pen writes where the
//! form asks for it alters nothing, and what stands elsewhere does.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places on a sheet of paper, and a picture of a few thousand dots"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use image::{GrayImage, ImageFormat, Luma};
use zhiheng_app::papers::{Printed, blank};
use zhiheng_app::ports::press::{Place, Press as _, Sheet, Standing};
use zhiheng_app::ports::twin::{Awaited, PageVerdict, ReadBack, ScanFile, Twin as _};
use zhiheng_law::Pack;
use zhiheng_papers::Printer;
use zhiheng_twin::Reader;

const DPI: f32 = 200.0;
const NUMBER: &str = "示例简罚〔2026〕5号";

/// The form of the spot decision, printed for the field.
fn form() -> Sheet {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let texts: Vec<(String, String)> = crate::folders::files(&packs)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&packs).unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap_or_default())
        })
        .collect();
    let pack = Pack::load(&texts).unwrap();
    let procedure = &pack.procedures["penalty.summary"];
    let act = procedure.act("decide").unwrap();
    let rule = act.papers.iter().find(|rule| rule.id == "spot_decision").unwrap();
    blank(
        procedure,
        act,
        rule,
        &Printed {
            key: "01FORM~spot_decision",
            agency: "示例机关",
            number: NUMBER,
            day: "2026-03-02".parse().unwrap(),
            remedy: "如不服本决定，可以自知道本决定之日起六十日内申请行政复议。",
        },
    )
}

/// The paper as the act issued it later, of one page of words.
fn issued(form: &Sheet) -> Sheet {
    let mut sheet = form.clone();
    sheet.key = "01MATTER~spot_decision".to_owned();
    sheet.standing = Standing::Issued;
    sheet.paragraphs = vec!["当事人：示例人。决定当场给予警告。".to_owned()];
    sheet
}

fn pages(sheet: &Sheet) -> Vec<GrayImage> {
    let pages = Printer::default().pages(sheet, 200).unwrap();
    pages.iter().map(|page| image::load_from_memory(&page.0).unwrap().to_luma8()).collect()
}

fn file(pages: &[GrayImage]) -> Vec<ScanFile> {
    let png = |page: &GrayImage| {
        let mut bytes = Cursor::new(Vec::new());
        page.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    };
    let files = pages.iter().zip(1..);
    files.map(|(page, n)| ScanFile { name: format!("{n}.png"), content: png(page) }).collect()
}

fn paint(page: &mut GrayImage, (left, top, right, bottom): (f32, f32, f32, f32), grey: u8) {
    let dots = |mm: f32| (mm * DPI / 25.4) as u32;
    for y in dots(top)..dots(bottom) {
        for x in dots(left)..dots(right) {
            page.put_pixel(x, y, Luma([grey]));
        }
    }
}

fn read(form: &Sheet, scans: &[GrayImage]) -> ReadBack {
    let papers = [Awaited { sheet: issued(form), form: Some(form.clone()) }];
    Reader.read_back("01MATTER", &papers, &file(scans), &Printer::default()).unwrap()
}

#[test]
fn given_the_form_or_the_printed_paper_then_either_is_a_whole_dossier() {
    let form = form();
    let scanned = pages(&form);
    let report = read(&form, &scanned);
    assert!(report.is_whole(), "{report:?}");
    assert_eq!(report.pages.len(), scanned.len());
    assert_eq!(report.pages[0].title.as_deref(), Some("当场行政处罚决定书"));
    assert!(read(&form, &pages(&issued(&form))).is_whole());
}

#[test]
fn given_a_pen_wrote_where_the_form_asks_for_it_then_nothing_is_altered() {
    let form = form();
    let mut scanned = pages(&form);
    let places = Printer::default().places(&form).unwrap();
    let mut written: BTreeMap<usize, usize> = BTreeMap::new();
    for Place { page, left, top, right, bottom } in places {
        let (x, y) = (f32::midpoint(left, right), f32::midpoint(top, bottom));
        paint(&mut scanned[page - 1], (x - 1.0, y - 1.2, x + 1.0, y - 0.6), 20);
        *written.entry(page).or_default() += 1;
    }
    assert!(written.values().sum::<usize>() > 10, "{written:?}");
    let report = read(&form, &scanned);
    assert!(report.is_whole(), "{report:?}");
    assert!(report.pages.iter().map(|page| page.added.len()).sum::<usize>() > 5);
}

#[test]
fn given_print_that_is_gone_then_the_page_the_place_and_its_picture_are_told() {
    let form = form();
    let mut gone = pages(&form);
    let words = text_of_a_line(&gone[0]);
    paint(&mut gone[0], words, 255);
    let report = read(&form, &gone);
    let page = &report.pages[0];
    assert_eq!(page.verdict, PageVerdict::Altered, "{page:?}");
    let mark = page.altered.iter().find(|mark| mark.kind == "missing").unwrap();
    assert!(mark.top > words.1 - 3.0 && mark.bottom < words.3 + 3.0, "{mark:?} {words:?}");
    assert_eq!(page.pictures.len(), page.altered.len().min(8));
}

/// Where the first 12 mm of the topmost line of print stand, mm.
fn text_of_a_line(page: &GrayImage) -> (f32, f32, f32, f32) {
    let mm = |dots: u32| dots as f32 * 25.4 / DPI;
    let inked = |y: u32| (0..page.width()).any(|x| page.get_pixel(x, y).0[0] < 128);
    let top = (0..page.height()).find(|y| inked(*y)).unwrap();
    let bottom = (top..page.height()).find(|y| !inked(*y)).unwrap();
    let left = (0..page.width())
        .find(|x| (top..bottom).any(|y| page.get_pixel(*x, y).0[0] < 128))
        .unwrap();
    (mm(left) - 0.5, mm(top) - 0.5, mm(left) + 12.0, mm(bottom) + 0.5)
}
