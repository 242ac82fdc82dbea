//! `zhiheng rebuild`: every list and page from the journal; with `--check` says whether the bytes are the same.

use serde_json::Value;
use zhiheng_app::App;
use zhiheng_app::rebuild::Rebuilt;

use crate::cli::Rebuild;
use crate::output::{Bar, Done, Fault, file_fault, say};
use crate::place::Place;
use crate::wiring;

pub(crate) async fn run(arguments: Rebuild) -> Result<Done, Fault> {
    let place = Place::take(&arguments.data.data)?;
    let (app, mut follower) = wiring::wire_to_write(&place, &arguments.stores).await?;
    let rebuilt = rebuild(&place, &app, arguments.check).await?;
    follower.catch_up().await?;
    say(&format!("已重放 {} 条事件，写入 {} 行", rebuilt.events, rebuilt.views));
    let mut negative = false;
    if let Some(comparison) = &rebuilt.comparison {
        negative = !comparison.is_same();
        if negative {
            for row in &comparison.named {
                say(row);
            }
            say(&format!("与重建前有 {} 行不同", comparison.differing));
        } else {
            say(&format!("与重建前逐字节相同，共 {} 行", comparison.after));
        }
    }
    let json = serde_json::to_value(&rebuilt).unwrap_or(Value::Null);
    Ok(Done { json, negative, ..Done::default() })
}

/// Rebuilds, with a note in the data folder as long as it is not done.
pub(crate) async fn rebuild(place: &Place, app: &App, check: bool) -> Result<Rebuilt, Fault> {
    let note = place.rebuilding();
    std::fs::write(&note, "").map_err(|error| file_fault(&note, &error))?;
    let bar = Bar::new();
    let rebuilt = app.rebuild(check, |done, of| bar.set("重建", done, of)).await?;
    bar.clear();
    std::fs::remove_file(&note).map_err(|error| file_fault(&note, &error))?;
    Ok(rebuilt)
}
