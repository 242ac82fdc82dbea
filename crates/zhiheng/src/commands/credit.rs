//! `zhiheng export credit`: 双公示 of a period. What the platform would take goes into one table for each kind; what it would
//! not, with the field and the reason, into another; and what it took and is public no more into a third. No delivery is made.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use serde_json::json;
use zhiheng_app::credit::{CreditForm, CreditLines, CreditTable};
use zhiheng_domain::credit::Row;

use super::init::OPERATOR;
use crate::cli::{Data, Stores};
use crate::output::{Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;

/// Column by which what was filled in finds its decision.
const NUMBER: &str = "文号";

pub(crate) async fn run(
    data: &Data,
    stores: &Stores,
    (from, to): (Date, Date),
    filled: Option<&Path>,
    out: &Path,
) -> Result<Done, Fault> {
    if from > to {
        return Err(Fault::new("credit.days", "--from 应不晚于 --to"));
    }
    let filled = filled.map(entered).transpose()?.unwrap_or_default();
    empty(out)?;
    let place = Place::take(&data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, stores).await?;
    let kinds = app.credit_period(OPERATOR, (from, to), &filled).await?;
    follower.catch_up().await?;
    let mut told = Vec::new();
    for kind in &kinds {
        let CreditLines { report, title, rows, states, faults, wrong } = kind;
        for form in CreditForm::ALL {
            write(out, rows, form)?;
        }
        write(out, states, CreditForm::Csv)?;
        write(out, faults, CreditForm::Csv)?;
        let (good, gone) = (rows.rows.len(), states.rows.len());
        say(&format!("{title}：可以报送 {good} 条，待补正 {wrong} 条，要报状态 {gone} 条"));
        told.push(json!({ "kind": report, "rows": good, "rejected": wrong, "states": gone }));
    }
    say(&format!("已写入 {}；含证件号码，只报信用平台，不得公开", out.display()));
    let negative = kinds.iter().any(|kind| kind.wrong > 0);
    Ok(Done { negative, ..Done::with(json!({ "out": out, "kinds": told })) })
}

fn write(out: &Path, table: &CreditTable, form: CreditForm) -> Result<(), Fault> {
    let path = out.join(format!("{}.{}", table.name, form.id()));
    fs::write(&path, table.written(form)?).map_err(|error| file_fault(&path, &error))
}

/// What was filled in, by 文号: the first word of a heading is the code of its field.
fn entered(path: &Path) -> Result<BTreeMap<String, Row>, Fault> {
    let bytes = fs::read(path).map_err(|error| file_fault(path, &error))?;
    let table = zhiheng_sheets::table::read(&bytes)
        .map_err(|fault| Fault::new("credit.filled", format!("{}：{fault}", path.display())))?;
    let place =
        table.columns.iter().position(|column| column.trim() == NUMBER).ok_or_else(|| {
            Fault::new("credit.filled", format!("{} 里没有“{NUMBER}”这一列", path.display()))
        })?;
    let mut filled = BTreeMap::new();
    for row in table.rows {
        let number = row.cells.get(place).map(|cell| cell.trim().to_owned()).unwrap_or_default();
        let values: Row = table
            .columns
            .iter()
            .zip(row.cells)
            .filter(|(_, cell)| !cell.trim().is_empty())
            .filter_map(|(column, cell)| {
                Some((column.split_whitespace().next()?.to_owned(), cell.trim().to_owned()))
            })
            .collect();
        filled.insert(number, values);
    }
    Ok(filled)
}

/// The folder, made where it is not there; one with content is not written into.
fn empty(out: &Path) -> Result<(), Fault> {
    fs::create_dir_all(out).map_err(|error| file_fault(out, &error))?;
    let mut held = fs::read_dir(out).map_err(|error| file_fault(out, &error))?;
    match held.next() {
        None => Ok(()),
        Some(_) => Err(Fault::new("export.folder", format!("{} 里已有内容", out.display()))),
    }
}
