//! What a party itself can bring forward: the fields that it fills exist, and whoever holds no role does nothing else.

use super::{Desk, Law, PARTY, basis};
use crate::model::{ActKind, Procedure};
use crate::source::near;

pub(super) fn check(desk: &mut Desk<'_>, procedure: &Procedure, law: &Law<'_>) {
    for act in &procedure.acts {
        let path = format!("act/{}", act.id);
        if (act.power == PARTY) != (act.kind == ActKind::PartySend) {
            desk.fault(
                &path,
                "power",
                format!("行为「{}」的种类与权限不一致", act.title),
                "权限 party 属于当事人来件（kind = \"party_send\"），别的行为不能用",
            );
        }
        let Some(rule) = &act.party else { continue };
        let path = format!("{path}/party");
        let fields: Vec<&str> = act.fields.iter().map(|field| field.id.as_str()).collect();
        let named = [
            ("text", Some(&rule.text)),
            ("files", rule.files.as_ref()),
            ("day", rule.day.as_ref()),
        ];
        let filled = rule.fill.keys().map(|key| ("fill", key));
        let named = named.into_iter().filter_map(|(key, name)| Some((key, name?))).chain(filled);
        for (key, name) in named {
            if !fields.contains(&name.as_str()) {
                desk.fault(
                    &path,
                    key,
                    format!("行为「{}」的表单没有字段「{name}」", act.title),
                    format!("{}可用的有：{}", near(name, &fields), fields.join("、")),
                );
            }
        }
        if let Some(article) = &rule.unheard {
            let what = format!("没有听取「{}」以前不得决定", rule.title);
            basis::cite(desk, law, &path, "unheard", article, &what);
        }
    }
}
