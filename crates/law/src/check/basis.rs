//! Citations: every act, gate and duty cites an article, the statute is in the list, and the article exists.

use super::{Desk, Law};
use crate::citation::{self, Citation};
use crate::model::Procedure;
use crate::source::near;

pub(super) fn check(desk: &mut Desk<'_>, procedure: &Procedure, law: &Law<'_>) {
    many(desk, law, "", &procedure.basis, "程序");
    for (name, parameter) in &procedure.parameters {
        cite(desk, law, &format!("parameter/{name}"), "basis", &parameter.basis, "参数");
    }
    for material in procedure.materials.iter().filter(|material| !material.basis.is_empty()) {
        let path = format!("material/{}", material.title);
        cite(desk, law, &path, "basis", &material.basis, &format!("材料「{}」", material.title));
    }
    for act in &procedure.acts {
        let path = format!("act/{}", act.id);
        many(desk, law, &path, &act.basis, &format!("行为「{}」", act.title));
        if let Some(article) = &act.review_exempt {
            let what = format!("行为「{}」免于法制审核", act.title);
            cite(desk, law, &path, "review_exempt", article, &what);
        }
        for field in act.fields.iter().filter(|field| !field.basis.is_empty()) {
            let path = format!("{path}/field/{}", field.id);
            cite(desk, law, &path, "basis", &field.basis, &format!("字段「{}」", field.label));
        }
        for paper in act.papers.iter().filter(|paper| !paper.basis.is_empty()) {
            let path = format!("{path}/paper/{}", paper.id);
            cite(desk, law, &path, "basis", &paper.basis, &format!("文书《{}》", paper.title));
        }
        for (n, gate) in act.gates.iter().enumerate() {
            let path = format!("{path}/gate/{n}");
            cite(desk, law, &path, "basis", &gate.basis, &format!("关口 {} ", gate.check.code()));
        }
        for duty in &act.duties {
            let path = format!("{path}/duty/{}", duty.id);
            cite(desk, law, &path, "basis", &duty.basis, &format!("义务「{}」", duty.title));
        }
    }
}

fn many(desk: &mut Desk<'_>, law: &Law<'_>, path: &str, basis: &[String], what: &str) {
    if basis.is_empty() {
        missing(desk, path, what);
    }
    for text in basis {
        cite(desk, law, path, "basis", text, what);
    }
}

fn missing(desk: &mut Desk<'_>, path: &str, what: &str) {
    desk.fault(
        path,
        "basis",
        format!("{what}没有依据"),
        "在 basis 里写上法律代号和条号，例如 处罚法54",
    );
}

/// Checks one text that may cite several articles, separated by `；`.
pub(super) fn cite(
    desk: &mut Desk<'_>,
    law: &Law<'_>,
    path: &str,
    key: &'static str,
    text: &str,
    what: &str,
) {
    if text.is_empty() {
        missing(desk, path, what);
        return;
    }
    let codes: Vec<&str> = law.statutes.iter().map(|s| s.value.code.as_str()).collect();
    for part in citation::split(text) {
        match Citation::parse(part, &codes) {
            None => desk.fault(
                path,
                key,
                format!("{what}的依据「{part}」引用的法律不在目录里，或写法不对"),
                format!(
                    "{}写成法律代号加条号，例如 处罚法54；新的法律先加进 statutes.toml",
                    near(part.trim_end_matches(|c: char| c.is_ascii_digit()), &codes)
                ),
            ),
            Some(cited) => {
                let last = law
                    .statutes
                    .iter()
                    .filter(|s| s.value.code == cited.code)
                    .filter_map(|s| s.value.articles)
                    .max();
                let Some(last) = last else { continue };
                if let Some(article) = cited.articles.iter().find(|n| **n > last || **n == 0) {
                    desk.fault(
                        path,
                        key,
                        format!(
                            "{what}引用了{}第 {article} 条，这部法律只有 {last} 条",
                            cited.code
                        ),
                        "核对条号",
                    );
                }
            }
        }
    }
}
