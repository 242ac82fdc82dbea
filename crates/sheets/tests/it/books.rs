//! Workbooks of several worksheets with merged cells, and templates that read back.

use rust_xlsxwriter::{Format, Workbook};
use zhiheng_sheets::kinds::{FieldSpec, KINDS};
use zhiheng_sheets::{Kind, Mapping, Shape, SheetFault, read_places, table, template};

/// A discretion table as offices keep it: a title row, a head, and the act merged over its tiers; one sheet a statute.
fn two_sheets(second_head: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let plain = Format::new();
    for (name, acts) in [("环评法", ["未批先建", "未备案"]), ("噪声法", ["未建设施", "拒报谎报"])]
    {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.merge_range(0, 0, 0, 3, "裁量基准", &plain).unwrap();
        let last = if name == "环评法" { "裁量标准" } else { second_head };
        for (title, column) in ["序号", "违法行为", "裁量情节", last].into_iter().zip(0..)
        {
            sheet.write_string(1, column, title).unwrap();
        }
        for (act, top) in acts.into_iter().zip([2_u32, 5]) {
            sheet.merge_range(top, 0, top + 2, 0, &format!("1-{top}"), &plain).unwrap();
            sheet.merge_range(top, 1, top + 2, 1, act, &plain).unwrap();
            for tier in 0..3 {
                sheet.write_string(top + tier, 2, format!("情节{tier}")).unwrap();
                sheet.write_string(top + tier, 3, format!("处{}万元以下罚款", tier + 1)).unwrap();
            }
        }
    }
    let notes = book.add_worksheet();
    notes.set_name("填写说明").unwrap();
    notes.write_string(0, 0, "栏目").unwrap();
    notes.write_string(0, 1, "必填").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn every_sheet_is_read_and_merged_cells_speak_for_each_of_their_rows() {
    let table = table::read_all(&two_sheets("裁量标准")).unwrap();
    assert_eq!(table.columns, ["序号", "违法行为", "裁量情节", "裁量标准", "工作表"]);
    assert_eq!(table.rows.len(), 12);
    let acts: Vec<&str> = table.rows.iter().map(|row| row.cells[1].as_str()).collect();
    assert_eq!(acts[..6], ["未批先建", "未批先建", "未批先建", "未备案", "未备案", "未备案"]);
    let last = &table.rows[11];
    assert_eq!((last.sheet.as_str(), last.number), ("噪声法", 8));
    assert_eq!(last.cells[4], "噪声法");
    // Only the first sheet where all were not asked for, and merged cells as they stand.
    assert_eq!(table::read(&two_sheets("裁量标准")).unwrap().rows.len(), 6);
}

#[test]
fn a_sheet_with_another_head_is_refused_by_its_name() {
    let fault = table::read_all(&two_sheets("处罚幅度")).unwrap_err();
    assert_eq!(fault, SheetFault::OtherHead("噪声法".to_owned()));
}

#[test]
fn a_wrong_cell_names_its_sheet_and_row() {
    let spec = FieldSpec {
        id: "fine".to_owned(),
        label: "裁量标准".to_owned(),
        columns: Vec::new(),
        required: true,
        shape: Shape::Choice(vec!["处1万元以下罚款".to_owned(), "处2万元以下罚款".to_owned()]),
        help: String::new(),
    };
    let kind =
        Kind { id: "test".to_owned(), title: "试".to_owned(), fields: vec![spec], whole: true };
    let table = table::read_all(&two_sheets("裁量标准")).unwrap();
    let (rows, faults) = read_places(&kind, &table, &Mapping::guess(&kind, &table));
    assert_eq!(rows.len(), 8);
    let places: Vec<(&str, usize)> =
        faults.iter().map(|fault| (fault.sheet.as_str(), fault.row)).collect();
    assert_eq!(places, [("环评法", 5), ("环评法", 8), ("噪声法", 5), ("噪声法", 8)]);
    assert!(faults.iter().all(|fault| fault.code == "import.choice"));
}

#[test]
fn rows_of_a_csv_are_counted_as_a_spreadsheet_shows_them_though_cells_have_several_lines() {
    let text = "甲,乙\n\"一\n二\n三\",1\n四,2\n";
    let rows = table::read(text.as_bytes()).unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_template_reads_back_with_every_column_of_its_kind() {
    for kind in KINDS.iter() {
        let book = template::write(kind).unwrap();
        let table = table::read_all(&book).unwrap();
        let labels: Vec<&str> = kind.fields.iter().map(|field| field.label.as_str()).collect();
        assert_eq!(table.columns, labels, "{}", kind.id);
        assert!(table.rows.is_empty());
        assert_eq!(Mapping::guess(kind, &table).columns.len(), kind.fields.len());
    }
}
