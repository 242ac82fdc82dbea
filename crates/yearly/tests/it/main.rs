//! Files of a report that is made up: the same bytes twice, and the numbers read back.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use zhiheng_app::reports::{
    AnnualReport, Change, Correction, Head, KindChart, Narrative, ReportRow, ReportTable, Standing,
};
use zhiheng_app::shapes::{Id, Titled};
use zhiheng_papers::Printer;
use zhiheng_yearly::{Kind, write};

fn head(over: &str, title: &str, unit: &str) -> Head {
    Head {
        title: title.to_owned(),
        over: over.to_owned(),
        unit: unit.to_owned(),
        cells: vec!["penalty.fine".to_owned()],
        sum: false,
    }
}

fn report() -> AnnualReport {
    let row = |id: &str, values: &[&str]| ReportRow {
        agency: Id::new(id, &format!("示例{id}局")),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        standing: Standing::Published,
    };
    AnnualReport {
        year: 2026,
        agency: Id::new("a", "示例甲局"),
        title: "示例甲局2026年度行政执法统计年报".to_owned(),
        form: Titled::new("datong", "大同市表样"),
        source: "节录".to_owned(),
        certainty: "excerpt".to_owned(),
        standing: Standing::Published,
        day: "2027-01-20".to_owned(),
        tables: vec![ReportTable {
            id: "penalty".to_owned(),
            title: "表一　行政处罚实施情况统计表".to_owned(),
            heads: vec![
                head("", "警告", "宗"),
                head("措施", "查封", "宗"),
                head("措施", "扣押", "宗"),
                head("", "罚没金额", "元"),
            ],
            rows: vec![row("a", &["3", "0", "1", "1234.50"]), row("b", &["0", "0", "0", "0.00"])],
            total: Some(vec!["3".to_owned(), "0".to_owned(), "1".to_owned(), "1234.50".to_owned()]),
            notes: vec!["并处的算一宗，列入最重的种类。".to_owned()],
        }],
        sections: vec![Narrative {
            id: "people".to_owned(),
            title: "机构与人员".to_owned(),
            text: "在册执法人员 3 人。<script>".to_owned(),
        }],
        charts: vec![KindChart {
            title: "行政处罚".to_owned(),
            unit: "宗".to_owned(),
            months: vec![0; 12],
        }],
        matter: None,
        published: Some("2027-01-20".to_owned()),
        corrections: vec![Correction {
            day: "2027-03-02".to_owned(),
            reason: "一件补录".to_owned(),
            changes: vec![Change {
                cell: "penalty.warning".to_owned(),
                title: "警告".to_owned(),
                unit: "宗".to_owned(),
                before: "2".to_owned(),
                now: "3".to_owned(),
            }],
        }],
        differences: Vec::new(),
        signoffs: Vec::new(),
    }
}

#[test]
fn given_the_same_report_then_every_kind_of_file_has_the_same_bytes() {
    let press = Printer::new(None);
    for kind in Kind::ALL {
        let (one, other) =
            (write(&report(), kind, &press).unwrap(), write(&report(), kind, &press).unwrap());
        assert!(one.len() > 400, "{kind:?}");
        assert!(one == other, "{kind:?} differs");
    }
}

#[test]
fn given_one_changed_number_then_every_kind_of_file_differs() {
    let press = Printer::new(None);
    let mut changed = report();
    changed.tables[0].rows[0].values[0] = "4".to_owned();
    for kind in Kind::ALL {
        assert!(
            write(&report(), kind, &press).unwrap() != write(&changed, kind, &press).unwrap(),
            "{kind:?}"
        );
    }
}

#[test]
fn given_the_spreadsheet_then_numbers_read_back_as_numbers_under_their_heads() {
    let bytes = write(&report(), Kind::Excel, &Printer::new(None)).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["表一", "情况说明"]);
    let sheet = book.worksheet_range("表一").unwrap();
    assert_eq!(sheet.get_value((1, 2)), Some(&Data::String("措施".to_owned())));
    assert_eq!(sheet.get_value((2, 3)), Some(&Data::String("扣押（宗）".to_owned())));
    assert_eq!(sheet.get_value((3, 4)), Some(&Data::Float(1234.5)));
    assert_eq!(sheet.get_value((5, 0)), Some(&Data::String("合计".to_owned())));
    assert_eq!(sheet.get_value((5, 1)), Some(&Data::Float(3.0)));
}

#[test]
fn given_words_with_marks_then_the_page_shows_them_and_runs_nothing() {
    let page =
        String::from_utf8(write(&report(), Kind::Html, &Printer::new(None)).unwrap()).unwrap();
    assert!(!page.contains("<script>"));
    assert!(page.contains("警告由2改为3"));
    assert!(page.contains("措施·扣押（宗）"));
}
