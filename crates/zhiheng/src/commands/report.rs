//! `zhiheng report annual`: a yearly report of one agency or of each, as PDF, Word, Excel, HTML and JSON.

use serde_json::json;
use zhiheng_app::App;
use zhiheng_app::reports::Wanted;
use zhiheng_yearly::{Kind, YearlyError};

use super::export::operator;
use crate::cli::Annual;
use crate::output::{Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;

pub(crate) async fn annual(arguments: &Annual) -> Result<Done, Fault> {
    let place = Place::take(&arguments.data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, &arguments.stores).await?;
    let out = &arguments.out;
    std::fs::create_dir_all(out).map_err(|error| file_fault(out, &error))?;
    let press = wiring::press(&place);
    let mut files = Vec::new();
    for agency in agencies(&app, arguments.agency.as_deref()).await? {
        let wanted = Wanted {
            report: arguments.report.clone().unwrap_or_default(),
            year: arguments.year,
            agency: agency.clone(),
            form: arguments.form.clone().unwrap_or_default(),
            below: arguments.below,
            live: false,
        };
        let report = app.take_annual_report(&operator(&app).await?, &wanted).await?;
        for kind in Kind::ALL {
            let bytes =
                zhiheng_yearly::write(&report, kind, &press).map_err(|error| unwritten(&error))?;
            let name = match report.report.as_str() {
                zhiheng_law::annual::ENFORCEMENT => String::new(),
                other => format!("{other}-"),
            };
            let name = format!("{name}{}-{}.{}", arguments.year, safe(&agency), kind.ending());
            let file = out.join(name);
            std::fs::write(&file, bytes).map_err(|error| file_fault(&file, &error))?;
            files.push(file);
        }
        say(&format!("{}：{}", report.title, report.standing.words()));
    }
    follower.catch_up().await?;
    say(&format!("{} 个文件已写入 {}", files.len(), out.display()));
    Ok(Done::with(json!({ "year": arguments.year, "files": files })))
}

/// The agency that was named, by its id or its name; otherwise each.
async fn agencies(app: &App, named: Option<&str>) -> Result<Vec<String>, Fault> {
    let tree = app.tree().await?;
    let Some(named) = named else {
        return Ok(tree.all().map(|agency| agency.id.clone()).collect());
    };
    let found = tree.all().find(|agency| agency.id == named || agency.name == named);
    let agency = found
        .ok_or_else(|| Fault::new("report.agency", format!("没有编号或者名称是“{named}”的机关")))?;
    Ok(vec![agency.id.clone()])
}

/// An id as a part of a file name.
fn safe(id: &str) -> String {
    id.chars().map(|c| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '_' }).collect()
}

fn unwritten(error: &YearlyError) -> Fault {
    let code = match error {
        YearlyError::Press(press) => press.code(),
        YearlyError::Excel(_) | YearlyError::Write(_) => "report.write",
    };
    Fault::new(code, error.to_string())
}
