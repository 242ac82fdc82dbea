//! A file as a table: a header and numbered rows of text.
//!
//! The kind of file is found from its content, never from its name. A csv may be UTF-8 (with or without mark) or GB18030.
//! Header cells that are merged across columns are joined with the row beneath them; a title row above the header is passed over.

use std::io::Cursor;

use calamine::{Data, Reader, Xls, Xlsx, open_workbook_from_rs};

/// Most bytes of one file.
const SIZE_LIMIT: usize = 200 << 20;
/// Most rows of one file.
const ROW_LIMIT: usize = 1_000_000;
/// Most characters of one cell.
const CELL_LIMIT: usize = 100_000;
/// Column in which the names of worksheets stand where several were read.
pub const SHEET: &str = "工作表";
/// Worksheet of notes that templates have; it is no table.
pub const NOTES: &str = "填写说明";

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Header, one name per column; empty where a column has none.
    pub columns: Vec<String>,
    /// Rows beneath it; empty ones are left out.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Worksheet, where rows of several were read; else empty.
    pub sheet: String,
    /// Row in the file, counted from 1 as spreadsheet programs show it.
    pub number: usize,
    /// Cells, as many as there are columns.
    pub cells: Vec<String>,
}

/// Why a file is no table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetFault {
    /// Nothing in it.
    #[error("文件是空的")]
    Empty,
    /// Too large.
    #[error("文件超过 {0} MB,请分成几个文件导入")]
    TooLarge(usize),
    /// Too many rows.
    #[error("文件超过 {ROW_LIMIT} 行,请分成几个文件导入")]
    TooManyRows,
    /// A spreadsheet that cannot be opened.
    #[error("电子表格不完整或已损坏,无法打开:{0}")]
    Broken(String),
    /// Text in neither encoding.
    #[error("第 {0} 行含有既不是 UTF-8 也不是 GB18030 的字节,请另存为 UTF-8 后再导入")]
    Encoding(usize),
    /// A byte that no table has.
    #[error("第 {0} 行含有空字节,这不是文本表格")]
    Binary(usize),
    /// No header was found.
    #[error("没有找到表头:前 20 行里没有一行有两个以上的列名")]
    NoHeader,
    /// A worksheet whose head is another one.
    #[error("工作表“{0}”的表头与第一张不同，请把它另存为一个文件分别导入")]
    OtherHead(String),
    /// A cell that is too long.
    #[error("第 {row} 行第 {column} 列超过 {CELL_LIMIT} 个字")]
    CellTooLong {
        /// Row.
        row: usize,
        /// Column, from 1.
        column: usize,
    },
}

/// Reads a file: of a workbook the first worksheet.
///
/// # Errors
/// The file is no table; the message names the row where one is to blame.
pub fn read(bytes: &[u8]) -> Result<Table, SheetFault> {
    let (_, grid) = grids(bytes, false)?.into_iter().next().ok_or(SheetFault::Empty)?;
    with_header(grid, false)
}

/// Reads every worksheet of a workbook that has the head of the first one, each row with the name of its sheet, and gives
/// what stands in cells merged downwards to every row beneath. Where several sheets were read, their names stand in a
/// column [`SHEET`] as well.
///
/// # Errors
/// As [`read`], or a worksheet has another head.
pub fn read_all(bytes: &[u8]) -> Result<Table, SheetFault> {
    let mut tables: Vec<(String, Table)> = Vec::new();
    for (name, grid) in grids(bytes, true)? {
        match with_header(grid, true) {
            Ok(table) => tables.push((name, table)),
            // An empty sheet says nothing, nor do notes without a head after the first.
            Err(SheetFault::Empty) => {}
            Err(SheetFault::NoHeader) if !tables.is_empty() => {}
            Err(fault) => return Err(fault),
        }
    }
    tables.retain(|(name, _)| name != NOTES);
    let several = tables.len() > 1;
    let mut tables = tables.into_iter();
    let (name, mut whole) = tables.next().ok_or(SheetFault::Empty)?;
    if several {
        for row in &mut whole.rows {
            row.sheet.clone_from(&name);
        }
    }
    for (name, table) in tables {
        let places: Option<Vec<usize>> = whole
            .columns
            .iter()
            .map(|column| table.columns.iter().position(|held| held == column))
            .collect();
        let Some(places) = places.filter(|_| table.columns.len() == whole.columns.len()) else {
            return Err(SheetFault::OtherHead(name));
        };
        whole.rows.extend(table.rows.into_iter().map(|row| {
            let cell = |place: &usize| row.cells.get(*place).cloned().unwrap_or_default();
            Row {
                sheet: name.clone(),
                number: row.number,
                cells: places.iter().map(cell).collect(),
            }
        }));
    }
    if several && !whole.columns.iter().any(|column| column == SHEET) {
        let width = whole.columns.len();
        whole.columns.push(SHEET.to_owned());
        for row in &mut whole.rows {
            row.cells.truncate(width);
            row.cells.push(row.sheet.clone());
        }
    }
    if whole.rows.len() > ROW_LIMIT { Err(SheetFault::TooManyRows) } else { Ok(whole) }
}

/// Cells by row, each row with its number; and the merged areas as (first row, first column, last row, last column), from 0.
struct Grid {
    rows: Vec<(usize, Vec<String>)>,
    merged: Vec<(usize, usize, usize, usize)>,
}

/// The worksheets with their names; of a text the one table there is.
fn grids(bytes: &[u8], all: bool) -> Result<Vec<(String, Grid)>, SheetFault> {
    if bytes.len() > SIZE_LIMIT {
        return Err(SheetFault::TooLarge(SIZE_LIMIT >> 20));
    }
    if bytes.starts_with(b"PK") {
        let broken = |error: calamine::XlsxError| SheetFault::Broken(error.to_string());
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
        let mut names = book.sheet_names();
        names.truncate(if all { usize::MAX } else { 1 });
        let mut grids = Vec::new();
        for name in names {
            let range = book.worksheet_range(&name).map_err(broken)?;
            let merged = areas(book.merge_cells_by_sheet_name(&name).unwrap_or_default());
            grids.push((name, Grid { rows: cells(&range)?, merged }));
        }
        Ok(grids)
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let broken = |error: calamine::XlsError| SheetFault::Broken(error.to_string());
        let mut book: Xls<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
        let mut names = book.sheet_names();
        names.truncate(if all { usize::MAX } else { 1 });
        let mut grids = Vec::new();
        for name in names {
            let range = book.worksheet_range(&name).map_err(broken)?;
            // Without `all` the head of an old workbook is read as it always was: one row.
            let merged = if all {
                areas(book.merge_cells_by_sheet_name(&name).unwrap_or_default())
            } else {
                Vec::new()
            };
            grids.push((name, Grid { rows: cells(&range)?, merged }));
        }
        Ok(grids)
    } else {
        Ok(vec![(String::new(), text(bytes)?)])
    }
}

fn areas(merged: Vec<calamine::Dimensions>) -> Vec<(usize, usize, usize, usize)> {
    let area = |area: calamine::Dimensions| {
        (area.start.0 as usize, area.start.1 as usize, area.end.0 as usize, area.end.1 as usize)
    };
    merged.into_iter().map(area).collect()
}

fn cells(range: &calamine::Range<Data>) -> Result<Vec<(usize, Vec<String>)>, SheetFault> {
    let (top, left) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
    if range.height() > ROW_LIMIT {
        return Err(SheetFault::TooManyRows);
    }
    Ok(range
        .rows()
        .enumerate()
        .map(|(index, row)| {
            let cells =
                std::iter::repeat_n(String::new(), left).chain(row.iter().map(cell)).collect();
            (top + index + 1, cells)
        })
        .collect())
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            text.trim().to_owned()
        }
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::Float(number) => number.to_string(),
        Data::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            if (hour, minute, second) == (0, 0, 0) {
                format!("{year:04}-{month:02}-{day:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        }
        Data::Error(error) => format!("{error}"),
    }
}

fn text(bytes: &[u8]) -> Result<Grid, SheetFault> {
    let line_of = |at: usize| bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(SheetFault::Binary(line_of(at)));
    }
    let bytes_without_mark = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let decoded = match std::str::from_utf8(bytes_without_mark) {
        Ok(text) => text.to_owned(),
        Err(utf8) => {
            let (text, _, faulty) = encoding_rs::GB18030.decode(bytes);
            if faulty {
                return Err(SheetFault::Encoding(line_of(utf8.valid_up_to())));
            }
            text.into_owned()
        }
    };
    let first = decoded.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: char| first.chars().filter(|c| *c == mark).count();
    let delimiter = if count('\t') > count(',') {
        b'\t'
    } else if count(';') > count(',') {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(decoded.as_bytes());
    let mut rows = Vec::new();
    // Lines within cells are no rows of a spreadsheet.
    let mut within = 0;
    for record in reader.records() {
        let record = record.map_err(|error| SheetFault::Broken(error.to_string()))?;
        let number = record.position().map_or(rows.len() + 1, |position| {
            usize::try_from(position.line()).unwrap_or(usize::MAX).saturating_sub(within)
        });
        within += record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        rows.push((number, record.iter().map(|cell| cell.trim().to_owned()).collect()));
        if rows.len() > ROW_LIMIT {
            return Err(SheetFault::TooManyRows);
        }
    }
    Ok(Grid { rows, merged: Vec::new() })
}

/// `fill`: what stands in cells merged downwards is said of every row.
fn with_header(grid: Grid, fill: bool) -> Result<Table, SheetFault> {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    if grid.rows.iter().all(|(_, row)| filled(row) == 0) {
        return Err(SheetFault::Empty);
    }
    let at = grid
        .rows
        .iter()
        .take(20)
        .position(|(_, row)| filled(row) >= 2)
        .ok_or(SheetFault::NoHeader)?;
    let mut rows = grid.rows.into_iter().skip(at);
    let (number, mut columns) = rows.next().ok_or(SheetFault::NoHeader)?;
    let mut rows: Vec<(usize, Vec<String>)> = rows.collect();
    // A header cell merged across columns names a group; the row beneath names its columns.
    let across: Vec<(usize, usize)> = grid
        .merged
        .iter()
        .filter(|(top, left, _, right)| top + 1 == number && right > left)
        .map(|(_, left, _, right)| (*left, *right))
        .collect();
    if !across.is_empty() && !rows.is_empty() {
        let (_, beneath) = rows.remove(0);
        let groups = columns.clone();
        for column in 0..columns.len().max(beneath.len()) {
            let group = across.iter().find(|(left, right)| (*left..=*right).contains(&column));
            let own =
                groups.get(group.map_or(column, |(left, _)| *left)).cloned().unwrap_or_default();
            let below = beneath.get(column).cloned().unwrap_or_default();
            let name = match (own.is_empty(), below.is_empty()) {
                (_, true) => own,
                (true, false) => below,
                (false, false) => format!("{own}/{below}"),
            };
            match columns.get_mut(column) {
                Some(place) => *place = name,
                None => columns.push(name),
            }
        }
    }
    if fill {
        spread(&mut rows, &grid.merged);
    }
    let width = columns.len();
    let mut table = Table { columns, rows: Vec::with_capacity(rows.len()) };
    for (number, mut cells) in rows {
        if filled(&cells) == 0 {
            continue;
        }
        if let Some(column) = cells.iter().position(|cell| cell.chars().count() > CELL_LIMIT) {
            return Err(SheetFault::CellTooLong { row: number, column: column + 1 });
        }
        cells.resize(width.max(cells.len()), String::new());
        table.rows.push(Row { sheet: String::new(), number, cells });
    }
    Ok(table)
}

/// Writes what stands at the head of each merged area into all of its cells.
fn spread(rows: &mut [(usize, Vec<String>)], merged: &[(usize, usize, usize, usize)]) {
    let Some(first) = rows.first().map(|(number, _)| *number) else { return };
    for (top, left, bottom, right) in merged {
        // Rows are numbered from 1, areas from 0. What begins in the head belongs to it.
        if top + 1 < first {
            continue;
        }
        let head = rows
            .iter()
            .find(|(number, _)| *number == top + 1)
            .and_then(|(_, cells)| cells.get(*left).cloned())
            .unwrap_or_default();
        for (_, cells) in
            rows.iter_mut().filter(|(number, _)| (top + 1..=bottom + 1).contains(number))
        {
            for column in *left..=*right {
                if let Some(cell) = cells.get_mut(column).filter(|cell| cell.is_empty()) {
                    cell.clone_from(&head);
                }
            }
        }
    }
}
