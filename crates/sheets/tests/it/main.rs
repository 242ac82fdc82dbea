//! Files as offices hand them in: the right ones are read, the wrong ones are named by row, column and reason.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod books;

use std::path::Path;

use rust_xlsxwriter::{Format, Workbook};
use zhiheng_sheets::{Kind, Mapping, SheetFault, Table, read_rows, table};

fn kind(id: &str) -> &'static Kind {
    Kind::find(id).unwrap()
}

fn agencies_csv() -> String {
    "编号,名称,机关代字,上级机关编号\ncz,长治市信访局,长信,\nlz,潞州区信访局,潞信,cz\n".to_owned()
}

fn table_of(text: &[u8]) -> Table {
    table::read(text).unwrap()
}

#[test]
fn the_published_decisions_of_a_regulator_are_read_row_by_row() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../demonstration/decisions/financial-penalties.xlsx");
    let table = table_of(&std::fs::read(file).unwrap());
    let kind = kind("decisions");
    let mapping = Mapping::guess(kind, &table);
    let (rows, faults) = read_rows(kind, &table, &mapping);
    assert_eq!(table.rows.len(), 2381, "rows as the source states");
    assert_eq!(
        rows.len() + faults.iter().map(|f| f.row).collect::<std::collections::BTreeSet<_>>().len(),
        2381
    );
    assert!(
        rows.len() > 2300,
        "{} rows read, first faults {:?}",
        rows.len(),
        &faults[..faults.len().min(3)]
    );
    for field in ["party", "result", "agency_name", "published"] {
        assert!(mapping.columns.contains_key(field), "{field}: {:?}", table.columns);
    }
}

#[test]
fn a_csv_in_gb18030_reads_like_the_same_in_utf8_with_or_without_a_mark() {
    let utf8 = table_of(agencies_csv().as_bytes());
    let (gb, _, _) = encoding(&agencies_csv());
    let marked = [b"\xEF\xBB\xBF".as_slice(), agencies_csv().as_bytes()].concat();
    assert_eq!(table_of(&gb), utf8);
    assert_eq!(table_of(&marked), utf8);
    assert_eq!(utf8.rows[1].cells[1], "潞州区信访局");
}

fn encoding(text: &str) -> (Vec<u8>, &'static str, bool) {
    let (bytes, encoding, faulty) = encoding_rs::GB18030.encode(text);
    (bytes.into_owned(), encoding.name(), faulty)
}

#[test]
fn merged_header_cells_are_joined_with_the_row_beneath_and_a_title_row_is_passed_over() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 3, "执法人员名册", &plain).unwrap();
    sheet.merge_range(1, 0, 2, 0, "编号", &plain).unwrap();
    sheet.merge_range(1, 1, 2, 1, "姓名", &plain).unwrap();
    sheet.merge_range(1, 2, 1, 3, "执法证件", &plain).unwrap();
    sheet.write(2, 2, "证号").unwrap();
    sheet.write(2, 3, "有效期至").unwrap();
    for (column, text) in ["o1", "张示例", "SL001", "2027-01-31"].into_iter().enumerate() {
        sheet.write(3, u16::try_from(column).unwrap(), text).unwrap();
    }
    let table = table_of(&book.save_to_buffer().unwrap());
    assert_eq!(table.columns, ["编号", "姓名", "执法证件/证号", "执法证件/有效期至"]);
    assert_eq!(table.rows[0].number, 4);
    let mapping = Mapping::guess(kind("officers"), &table);
    assert_eq!(mapping.columns["card"], "执法证件/证号");
}

#[test]
fn a_half_written_xlsx_is_called_broken() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "编号").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    for cut in [10, bytes.len() / 3, bytes.len() / 2, bytes.len() - 10] {
        assert!(matches!(table::read(&bytes[..cut]), Err(SheetFault::Broken(_))), "cut at {cut}");
    }
}

#[test]
fn nul_bytes_foreign_bytes_and_empty_files_are_named() {
    assert_eq!(table::read(b""), Err(SheetFault::Empty));
    assert_eq!(table::read(b"a,b\n1,\x002\n"), Err(SheetFault::Binary(2)));
    assert!(matches!(table::read(b"a,b\n\xff\xff,\x80\n"), Err(SheetFault::Encoding(2))));
    assert_eq!(table::read("只有一列\n甲\n".as_bytes()), Err(SheetFault::NoHeader));
}

#[test]
fn every_wrong_cell_is_named_by_row_column_and_reason() {
    let text = "编号,姓名,机关编号,执法证号,有效期至,暂扣\n\
                o1,张示例,cz,SL1,2027-01-31,否\n\
                o 2,李示例,cz,SL2,2027-02-30,否\n\
                o3,,cz,SL3,2027-01-31,也许\n\
                o4,王\u{7}示例,cz,SL4,,\n";
    let table = table_of(text.as_bytes());
    let kind = kind("officers");
    let (rows, faults) = read_rows(kind, &table, &Mapping::guess(kind, &table));
    let told: Vec<(usize, &str, &str)> =
        faults.iter().map(|f| (f.row, f.column.as_str(), f.code)).collect();
    assert_eq!(
        told,
        [
            (3, "编号", "import.id"),
            (3, "有效期至", "import.date"),
            (4, "姓名", "import.required"),
            (4, "暂扣", "import.yes_no"),
            (5, "姓名", "import.control"),
        ]
    );
    assert_eq!(rows.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_missing_column_names_the_words_under_which_it_may_stand() {
    let table = table_of("编号,机关编号\no1,cz\n".as_bytes());
    let kind = kind("officers");
    let (rows, faults) = read_rows(kind, &table, &Mapping::guess(kind, &table));
    assert!(rows.is_empty());
    assert_eq!((faults[0].code, faults[0].column.as_str()), ("import.missing_column", "姓名"));
}

#[test]
fn a_saved_mapping_reads_columns_that_nobody_could_guess() {
    let table = table_of("甲栏,乙栏,丙栏\no1,张示例,cz\n".as_bytes());
    let kind = kind("officers");
    let mapping = Mapping::parse(
        "kind = \"officers\"\n[columns]\nid = \"甲栏\"\nname = \"乙栏\"\nagency = \"丙栏\"\n",
    )
    .unwrap();
    assert_eq!(Mapping::parse(&mapping.text().unwrap()).unwrap(), mapping);
    let (rows, faults) = read_rows(kind, &table, &mapping);
    assert_eq!((rows.len(), faults.len()), (1, 0));
    assert!(Mapping::parse("kind = 3").unwrap_err().contains("列对应文件"));
}

mod properties {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), zip in any::<bool>()) {
            let bytes = if zip { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
            let _ = zhiheng_sheets::table::read(&bytes);
        }

        #[test]
        fn money_in_figures_is_read_back_exactly(fen in 0_i64..100_000_000_000) {
            let text = format!("{}.{:02}", fen / 100, fen % 100);
            prop_assert_eq!(zhiheng_sheets::values::money(&text), Some(fen));
        }
    }
}
