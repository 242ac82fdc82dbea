//! The slip for a party: A5, an address that any phone opens, and everything that was recorded.

use jiff::civil::date;
use zhiheng_app::ports::press::{Cell, Layout, Press as _, Row, Sheet, Standing};
use zhiheng_papers::Printer;

use crate::reading::pages;
use crate::samples::text;

fn slip(files: usize) -> Sheet {
    let table = |label: &str, columns: &[&str], rows: Vec<Vec<String>>| Row {
        label: label.to_owned(),
        value: Cell::Table {
            columns: columns.iter().map(|head| (*head).to_owned()).collect(),
            rows,
        },
    };
    let digest = "0123456789abcdef".repeat(4);
    Sheet {
        key: "https://gongshi.example.gov.cn/r/7K2M9QWERTYP4XZ0".to_owned(),
        layout: Layout::Slip,
        standing: Standing::Issued,
        agency: "示例市综合行政执法局".to_owned(),
        title: "当事人回执".to_owned(),
        number: Some("7K2M-9QWE-RTYP-4XZ0".to_owned()),
        addressee: String::new(),
        day: date(2026, 3, 2),
        paragraphs: vec![
            "扫右边的码，随时可以看现在使用的材料是不是当时的那一份。".to_owned(),
            "有意见、要投诉的，找示例市综合行政执法局，电话 0000-000000。".to_owned(),
        ],
        rows: vec![
            text("做了什么", "现场检查"),
            text("什么时候", "2026-03-02 09:30"),
            text("谁", "张某甲（执法证 14040001）、李某乙（执法证 14040002）"),
            table(
                "留下了什么",
                &["材料", "摘要"],
                (1..=files).map(|n| vec![format!("录像 {n}"), digest.clone()]).collect(),
            ),
            table(
                "要记住的日子",
                &["谁", "什么事", "到哪天"],
                vec![vec!["您".to_owned(), "陈述、申辩".to_owned(), "2026-03-07".to_owned()]],
            ),
        ],
        signoffs: Vec::new(),
        signatures: Vec::new(),
        seal: None,
    }
}

#[test]
fn given_a_receipt_then_its_slip_is_one_page_of_a5_with_all_its_words() {
    let printed = Printer::default().pdf(&slip(3)).unwrap();
    let pages = pages(&printed);
    assert_eq!(pages.len(), 1);
    let words: String =
        pages.concat().chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect();
    for said in ["7K2M-9QWE-RTYP-4XZ0", "执法证14040001", "录像3", "陈述、申辩", "2026-03-07"]
    {
        assert!(words.contains(said), "{said} in {words}");
    }
    assert!(words.contains(&"0123456789abcdef".repeat(4)));
}

#[test]
fn given_a_slip_as_a_picture_then_a_phone_reads_its_address_on_the_first_page_alone() {
    for (files, count) in [(2, 1), (30, 3)] {
        let paper = slip(files);
        let printed = Printer::default().pages(&paper, 200).unwrap();
        assert!((1..=count).contains(&printed.len()), "{} pages", printed.len());
        for (index, page) in printed.iter().enumerate() {
            let mut decoder = png::Decoder::new(std::io::Cursor::new(&page.0));
            decoder.set_transformations(png::Transformations::EXPAND);
            let mut reader = decoder.read_info().unwrap();
            let mut dots = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut dots).unwrap();
            let (width, height) = (info.width as usize, info.height as usize);
            assert!(width.abs_diff(1165) <= 1 && height.abs_diff(1654) <= 1, "{width} × {height}");
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
                dots[y * width + x]
            });
            let codes = image.detect_grids();
            assert_eq!(codes.len(), usize::from(index == 0), "page {}", index + 1);
            for code in codes {
                assert_eq!(code.decode().unwrap().1, paper.key);
            }
        }
    }
}
