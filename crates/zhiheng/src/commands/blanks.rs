//! `zhiheng paper blanks` and `void`: numbered blank forms for work without a network.

use std::fs;
use std::path::Path;

use serde_json::json;
use zhiheng_app::App;
use zhiheng_app::blanks::{Blank, Desk, Form};
use zhiheng_app::ports::press::{Press as _, Sheet};

use super::init::OPERATOR;
use crate::cli::{Data, Stores};
use crate::output::{Bar, Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;

/// Takes the numbers and writes each form as a file.
pub(super) async fn reserve(
    form: Form<'_>,
    count: u32,
    out: &Path,
    agency: Option<String>,
    (data, stores): (&Data, &Stores),
) -> Result<Done, Fault> {
    let place = Place::take(&data.data)?;
    // Before a number is taken: a form that cannot be written down would leave its number to be voided.
    fs::create_dir_all(out).map_err(|error| file_fault(out, &error))?;
    let (app, mut follower) = wiring::wire_to_write(&place, stores).await?;
    let agency = match agency {
        Some(agency) => agency,
        None => only_agency(&app).await?,
    };
    let desk = Desk { actor: OPERATOR, agency: &agency };
    let blanks = app.reserve_for(desk, form, count, None).await?;
    follower.catch_up().await?;
    let press = wiring::press(&place);
    let bar = Bar::new();
    let mut files = Vec::with_capacity(blanks.len());
    for (blank, done) in blanks.iter().zip(1..) {
        let sheet = app.blank_sheet_for(&agency, &blank.id).await?;
        files.push(printed(&press, &sheet, blank, out)?);
        bar.set("打印", done, u64::from(count));
    }
    bar.clear();
    let ends = (blanks.first(), blanks.last());
    if let (Some(first), Some(last)) = ends {
        say(&format!(
            "已预留《{}》{} 份，{} 至 {}；PDF 在 {}",
            first.title,
            blanks.len(),
            first.number,
            last.number,
            out.display()
        ));
    }
    Ok(Done::with(json!({
        "agency": agency,
        "blanks": blanks.iter().zip(&files).map(|(blank, file)| json!({
            "id": blank.id, "number": blank.number, "title": blank.title, "file": file,
        })).collect::<Vec<_>>(),
    })))
}

fn printed(
    press: &zhiheng_papers::Printer,
    sheet: &Sheet,
    blank: &Blank,
    out: &Path,
) -> Result<std::path::PathBuf, Fault> {
    let pdf = press.pdf(sheet).map_err(|fault| {
        let kept = format!("{}已预留，没有打印：{fault}", blank.number);
        Fault::new(fault.code(), kept)
    })?;
    // A number is a name that people know; its brackets are no trouble to a file system, a slash would be.
    let name = format!("{} {}.pdf", blank.title, blank.number).replace(['/', '\\'], "－");
    let path = out.join(name);
    fs::write(&path, pdf).map_err(|error| file_fault(&path, &error))?;
    Ok(path)
}

/// Voids one form.
pub(super) async fn void(
    number: &str,
    reason: &str,
    data: &Data,
    stores: &Stores,
) -> Result<Done, Fault> {
    let place = Place::take(&data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, stores).await?;
    let (agency, blank) = app.blank_numbered(number).await?;
    let desk = Desk { actor: OPERATOR, agency: &agency };
    let voided = app.void_blank_for(desk, &blank.id, reason).await?;
    follower.catch_up().await?;
    say(&format!("《{}》{}已作废；这个文号不再使用", voided.title, voided.number));
    Ok(Done::with(
        json!({ "number": voided.number, "state": voided.state, "reason": voided.reason }),
    ))
}

/// The agency, where there is one only.
async fn only_agency(app: &App) -> Result<String, Fault> {
    let tree = app.tree().await?;
    let ids: Vec<&str> = tree.all().map(|agency| agency.id.as_str()).collect();
    match ids.as_slice() {
        [one] => Ok((*one).to_owned()),
        _ => Err(Fault::new(
            "paper.agency",
            format!("有多个机关，请用 --agency 写明：{}", ids.join("、")),
        )),
    }
}
