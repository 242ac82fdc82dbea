//! Files of a report that is made up: the same bytes twice, and the numbers read back.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use zhiheng_app::reports::{
    AnnualReport, Change, Correction, Entry, Head, KindChart, Narrative, ReportRow, ReportTable,
    Standing,
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
        title: format!("示例{id}局"),
        over: String::new(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        standing: Standing::Published,
    };
    AnnualReport {
        report: "annual".to_owned(),
        name: "行政执法统计年报".to_owned(),
        numbered: false,
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
            stub: "机关".to_owned(),
            lines: false,
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
            behind: false,
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
        entries: Vec::new(),
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

/// The report with a table whose lines are things, parts behind the tables and a person who entered numbers.
fn of_lines() -> AnnualReport {
    let mut report = AnnualReport {
        report: "openness".to_owned(),
        name: "政府信息公开工作年度报告".to_owned(),
        numbered: true,
        ..report()
    };
    let head = |title: &str, over: &str, sum: bool| Head {
        title: title.to_owned(),
        over: over.to_owned(),
        unit: "件".to_owned(),
        cells: Vec::new(),
        sum,
    };
    for table in report.tables.iter_mut().take(1) {
        "三、收到和处理政府信息公开申请情况".clone_into(&mut table.title);
        "办理结果".clone_into(&mut table.stub);
        table.lines = true;
        table.total = None;
        table.heads = vec![
            head("自然人", "", false),
            head("商业企业", "法人或其他组织", false),
            head("其他", "法人或其他组织", false),
            head("总计", "", true),
        ];
        for (row, title) in table.rows.iter_mut().zip(["予以公开", "1．属于国家秘密"]) {
            title.clone_into(&mut row.title);
            "三（一）".clone_into(&mut row.over);
        }
    }
    report.sections.push(Narrative {
        id: "problems".to_owned(),
        title: "五、存在的主要问题及改进情况".to_owned(),
        text: "答复不统一。".to_owned(),
        behind: true,
    });
    report.entries = vec![Entry {
        by: "甲某".to_owned(),
        day: "2027-01-05".to_owned(),
        source: "申请登记簿".to_owned(),
    }];
    report
}

#[test]
fn given_a_table_of_lines_then_every_file_keeps_them_in_place_and_names_who_entered_them() {
    let press = Printer::new(None);
    for kind in Kind::ALL {
        let (one, other) =
            (write(&of_lines(), kind, &press).unwrap(), write(&of_lines(), kind, &press).unwrap());
        assert!(one == other, "{kind:?} differs");
    }
    let page = String::from_utf8(write(&of_lines(), Kind::Html, &press).unwrap()).unwrap();
    assert!(page.contains("<th scope=\"row\">三（一）　予以公开</th><td>3</td>"), "{page}");
    assert!(page.contains("由甲某于 2027-01-05 填报，来源：申请登记簿"));
    let (table, behind) =
        (page.find("办理结果").unwrap(), page.find("五、存在的主要问题").unwrap());
    assert!(table < behind, "the part stands behind the tables");
    let bytes = write(&of_lines(), Kind::Excel, &press).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let sheet = book.worksheet_range(&names[0]).unwrap();
    assert_eq!(sheet.get_value((1, 0)), Some(&Data::String("办理结果".to_owned())));
    assert_eq!(sheet.get_value((1, 2)), Some(&Data::String("法人或其他组织".to_owned())));
    assert_eq!(sheet.get_value((3, 1)), Some(&Data::Float(3.0)));
}
