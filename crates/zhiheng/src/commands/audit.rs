//! `zhiheng audit`: 0 every act was lawful, 1 not, 2 could not run.

use std::sync::Arc;

use zhiheng_app::record_home::RecordHome;

use crate::cli::Audit;
use crate::output::{Bar, Done, Fault, say};
use crate::place::Place;
use crate::wiring;
use crate::world::SystemClock;

pub(crate) async fn run(arguments: Audit) -> Result<Done, Fault> {
    let place = Place::look(&arguments.data.data)?;
    let home = RecordHome::open(place.dir())?;
    let app = wiring::wire(&place, &arguments.stores, home.suite(), Arc::new(SystemClock)).await?;
    let bar = Bar::new();
    let audited = app.audit(|done, of| bar.set("审计", done, of)).await?;
    bar.clear();
    for found in &audited.findings {
        let finding = &found.finding;
        say(&format!(
            "不合法  第 {} 条（{} 第 {} 版 {}）：{}{}",
            found.seq,
            finding.matter,
            finding.version,
            finding.act,
            finding.message,
            finding.article.as_ref().map(|article| format!("({article})")).unwrap_or_default()
        ));
    }
    if audited.omitted > 0 {
        say(&format!("另有 {} 处未逐一列出", audited.omitted));
    }
    let verdict = if audited.is_lawful() { "全部合法" } else { "有不合法之处" };
    say(&format!(
        "{verdict}  {} 件事项，{} 次行为重新判断，{} 次被拒绝的尝试",
        audited.matters, audited.acts, audited.refusals
    ));
    if audited.destroyed > 0 {
        say(&format!(
            "{} 件的案卷已依法销毁：销毁的经过重新判断，其中的行为不能再判断",
            audited.destroyed
        ));
    }
    let negative = !audited.is_lawful();
    let mut json = serde_json::to_value(&audited)
        .map_err(|error| Fault::new("internal", format!("内部错误：{error}")))?;
    if let Some(members) = json.as_object_mut() {
        members.insert("outcome".to_owned(), if negative { "not_lawful" } else { "lawful" }.into());
    }
    Ok(Done { json, negative, ..Done::default() })
}
