//! What stands on the pages of each layout.

use zhiheng_app::ports::press::{Layout, Press as _, Standing};
use zhiheng_papers::Printer;

use crate::reading::pages;
use crate::samples::{LAYOUTS, SENTENCE, goods, long, sheet, stroke, text};

/// Text of the pages, one line a page, for the eye of whoever changes a layout.
fn told(layout: Layout) -> String {
    let pdf = Printer::default().pdf(&sheet(layout)).unwrap();
    pages(&pdf).join("\n")
}

#[test]
fn given_a_paper_of_each_layout_then_its_words_stand_on_its_pages_as_before() {
    for layout in LAYOUTS {
        let name = serde_json::to_value(layout).unwrap().as_str().unwrap().to_owned();
        insta::assert_snapshot!(name, told(layout));
    }
}

#[test]
fn given_any_layout_then_title_number_agency_and_text_are_printed() {
    for layout in LAYOUTS {
        let text = told(layout);
        let expected =
            ["行政处罚决定书", "示市监罚〔2026〕17号", "示例市示例县市场监督管理局", "物品第6号"];
        let listed = matches!(layout, Layout::List | Layout::Catalogue);
        for words in &expected[..if listed { 4 } else { 3 }] {
            assert!(text.contains(words), "{layout:?} lacks {words}: {text}");
        }
        assert!(text.contains("主动消除危害后果。"), "{layout:?}: {text}");
        assert!(text.contains("当事人"), "{layout:?}: {text}");
    }
}

#[test]
fn given_a_form_then_every_sign_off_shows_act_person_opinion_and_day() {
    for layout in [Layout::Approval, Layout::Report, Layout::Register] {
        let text = told(layout);
        for words in ["同意立案。", "李某某", "批准立案", "王某", "2026年2月5日"] {
            assert!(text.contains(words), "{layout:?} lacks {words}: {text}");
        }
    }
}

#[test]
fn given_a_draft_then_every_page_says_so_and_an_issued_paper_says_nothing_of_it() {
    let printer = Printer::default();
    let mut paper = long(12);
    for (standing, words) in
        [(Standing::Draft, "草稿"), (Standing::Sample, "样张"), (Standing::Masked, "已遮盖")]
    {
        paper.standing = standing;
        let drafted = pages(&printer.pdf(&paper).unwrap());
        assert!(drafted.len() > 1);
        assert!(drafted.iter().all(|page| page.contains(words)), "{drafted:?}");
    }
    paper.standing = Standing::Issued;
    let issued = pages(&printer.pdf(&paper).unwrap()).concat();
    assert!(!issued.contains("草稿") && !issued.contains("样张"), "{issued}");
}

#[test]
fn given_thirty_pages_then_all_are_numbered_and_carry_the_code_of_their_place() {
    let paper = long(170);
    let printed = pages(&Printer::default().pdf(&paper).unwrap());
    assert!(printed.len() >= 30, "{} pages", printed.len());
    for (index, page) in printed.iter().enumerate() {
        let (number, count) = (index + 1, printed.len());
        assert!(page.contains(&format!("—{number}—")), "page {number}: {page}");
        assert!(page.contains(&paper.code(number, count)), "page {number}: {page}");
    }
    let sentence: String = SENTENCE.chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(printed.concat().matches("从业人员三名").count(), 170, "{sentence}");
}

#[test]
fn given_a_table_of_two_hundred_rows_then_its_heads_stand_on_every_page_and_no_row_is_lost() {
    let mut paper = sheet(Layout::List);
    paper.rows = vec![text("当事人", "示例餐饮店"), goods(200)];
    paper.signoffs.clear();
    let printed = pages(&Printer::default().pdf(&paper).unwrap());
    let with_rows: Vec<&String> = printed.iter().filter(|page| page.contains("物品第")).collect();
    assert!(with_rows.len() > 4, "{} pages", with_rows.len());
    for page in with_rows {
        assert!(page.contains("序号") && page.contains("规格"), "{page}");
    }
    let all = printed.concat();
    for n in 1..=200 {
        assert!(all.contains(&format!("物品第{n}号")), "row {n}");
    }
}

#[test]
fn given_a_page_of_text_then_it_holds_no_more_than_twenty_two_lines_of_twenty_eight_characters() {
    let mut paper = long(0);
    paper.paragraphs = vec!["字".repeat(28 * 60)];
    let printed = pages(&Printer::default().pdf(&paper).unwrap());
    let second = printed[1].matches('字').count();
    assert_eq!(second, 22 * 28);
}

#[test]
fn given_a_signature_written_by_hand_then_its_picture_is_on_the_paper() {
    let printer = Printer::default();
    let mut paper = sheet(Layout::Record);
    let images = |pdf: &[u8]| {
        let document = lopdf::Document::load_mem(pdf).unwrap();
        let all = crate::reading::dictionaries(&document);
        all.into_iter()
            .filter(|one| {
                one.get(b"Subtype")
                    .and_then(lopdf::Object::as_name)
                    .is_ok_and(|name| name == b"Image")
            })
            .count()
    };
    assert_eq!(images(&printer.pdf(&paper).unwrap()), 0);
    paper.signatures[0].image = stroke();
    paper.signatures[0].digest = "01".to_owned();
    assert!(images(&printer.pdf(&paper).unwrap()) > 0);
}
