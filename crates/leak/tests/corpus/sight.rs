//! Reading words off pictures: with a reader, without one, and with the program of the machine.

use jiff::civil::date;
use zhiheng_app::ports::press::{Png, Press as _, Sheet, Standing};
use zhiheng_leak::{Copy, How, Masked, Ocr, Report, Sight, Tesseract, check};
use zhiheng_papers::Printer;

use crate::maker::{Made, NAME, PHONE, masked, placed, written};

/// Reads the same words off every picture.
struct Says(&'static str);

impl Ocr for Says {
    fn read(&self, _: &[u8]) -> Option<String> {
        Some(self.0.to_owned())
    }
}

/// Cannot read.
struct Blind;

impl Ocr for Blind {
    fn read(&self, _: &[u8]) -> Option<String> {
        None
    }
}

pub(crate) fn checked(bytes: &[u8], says: Option<&'static str>) -> Report {
    let reader = says.map(Says);
    check(
        Copy { name: "副本", bytes },
        &masked(),
        &[],
        reader.as_ref().map(|reader| reader as &dyn Ocr),
    )
}

/// A page that is one picture. It is small, because it is drawn dot by dot.
pub(crate) fn scan() -> Vec<u8> {
    let mut made = Made::drawing(placed("I1", 0.0, 0.0, 120.0, 170.0));
    let image = made.image(120, 170, written(120, 170));
    made.resource("XObject", "I1", image);
    let page = made.page;
    made.dict(page).set("MediaBox", vec![0.into(), 0.into(), 120.into(), 170.into()]);
    made.bytes()
}

#[test]
fn given_a_scanned_page_then_what_is_read_off_it_is_looked_through() {
    assert!(checked(&scan(), Some("当事人张某")).clean);
    let found = checked(&scan(), Some("当事人张晓岚，电话 138 0013 8000"));
    assert_eq!(found.sight, Sight::Done);
    assert!(found.findings.iter().all(|finding| finding.how == How::Picture));
    assert_eq!(found.findings.len(), 2);
}

#[test]
fn given_nobody_who_reads_pictures_then_a_scanned_page_is_stopped_and_that_is_said() {
    let report = checked(&scan(), None);
    assert_eq!(
        report.findings.iter().map(|finding| finding.how).collect::<Vec<_>>(),
        [How::Unseen]
    );
    assert!(report.looked_at().contains("没有做图像识字"));
    let blind = check(Copy { name: "副本", bytes: &scan() }, &masked(), &[], Some(&Blind));
    assert_eq!(blind.findings.iter().map(|finding| finding.how).collect::<Vec<_>>(), [How::Unseen]);
}

pub(crate) fn sheet(paragraphs: Vec<String>) -> Sheet {
    Sheet {
        key: "01KD3F7Q8ZV4M2N6P9R1T5W8XY~decision".to_owned(),
        layout: zhiheng_law::Layout::Decision,
        standing: Standing::Masked,
        agency: "示例市示例县市场监督管理局".to_owned(),
        title: "行政处罚决定书".to_owned(),
        number: Some("示市监罚〔2026〕17号".to_owned()),
        addressee: "张某：".to_owned(),
        day: date(2026, 3, 1),
        paragraphs,
        rows: Vec::new(),
        signoffs: Vec::new(),
        signatures: Vec::new(),
        seal: Some("示例市示例县市场监督管理局".to_owned()),
    }
}

#[test]
fn given_the_program_of_the_machine_then_it_reads_chinese_off_a_printed_page() {
    let reader = Tesseract::found().expect("tesseract with chi_sim: run scripts/prepare.sh");
    let text = format!("当事人{NAME}，联系电话{PHONE}，现予公示。");
    let mut sheet = sheet(vec![text; 3]);
    sheet.standing = Standing::Issued;
    let pages = Printer::new(None).pages(&sheet, 120).unwrap();
    let Png(picture) = &pages[0];
    let report = check(Copy { name: "页.png", bytes: picture }, &masked(), &[], Some(&reader));
    let found: Vec<usize> = report
        .findings
        .iter()
        .filter(|finding| finding.how == How::Picture)
        .filter_map(|finding| finding.item)
        .collect();
    assert!(found.contains(&0) && found.contains(&2), "{found:?}");
    let other = [Masked { kind: "姓名".to_owned(), text: "欧阳靖远".to_owned() }];
    assert!(check(Copy { name: "页.png", bytes: picture }, &other, &[], Some(&reader)).clean);
}
