//! For each procedure, the worked example of its pack that leads through a review to a decision, cut at the places where routes are tried.

use serde_json::{Value, json};
use zhiheng_law::{ActKind, ExampleStep, GateCheck, Pack};

use crate::world::World;

/// A worked example cut at its review and at its decision.
pub(super) struct Brink {
    pub(super) procedure: String,
    pub(super) category: String,
    pub(super) steps: Vec<ExampleStep>,
    /// The submission.
    pub(super) at: usize,
    /// After the opinion that agreed.
    pub(super) after: usize,
    /// The decision, or the approval that stands behind the review in its place (强制措施).
    pub(super) decided: usize,
    pub(super) submission: ExampleStep,
    pub(super) opinion: ExampleStep,
    pub(super) decision: ExampleStep,
    /// Every allowed step of every example, to borrow acts from that change a draft.
    pub(super) around: Vec<ExampleStep>,
}

/// Procedures one of whose decisions stands behind the review.
pub(super) fn gated(pack: &Pack) -> impl Iterator<Item = String> + '_ {
    pack.procedures
        .values()
        .filter(|procedure| {
            procedure.acts.iter().any(|act| {
                act.kind == ActKind::Decide
                    && act.gates.iter().any(|gate| gate.check == GateCheck::ReviewCleared)
            })
        })
        .map(|procedure| procedure.id.clone())
}

pub(super) fn brinks(pack: &Pack) -> Vec<Brink> {
    gated(pack).filter_map(|id| brink(pack, &id)).collect()
}

fn brink(pack: &Pack, id: &str) -> Option<Brink> {
    let procedure = &pack.procedures[id];
    let kind = |step: &ExampleStep| procedure.act(&step.act).map(|act| act.kind);
    let behind_review = |step: &ExampleStep| {
        procedure
            .act(&step.act)
            .is_some_and(|act| act.gates.iter().any(|gate| gate.check == GateCheck::ReviewCleared))
    };
    for example in &procedure.examples {
        let steps: Vec<ExampleStep> = example.steps.clone();
        let place = |wanted: &dyn Fn(&ExampleStep) -> bool, from: usize| {
            steps
                .iter()
                .enumerate()
                .skip(from)
                .find_map(|(n, step)| (step.refused.is_none() && wanted(step)).then_some(n))
        };
        let Some(decided) = place(&behind_review, 0) else { continue };
        let agreed = (0..decided).rev().find(|n| {
            let step = &steps[*n];
            step.refused.is_none()
                && kind(step) == Some(ActKind::Opine)
                && step.fields.get("conclusion") == Some(&json!("同意"))
        });
        let Some(opinion) = agreed else { continue };
        // Between the submission and the agreement nothing but review, so that all of it can be played anew here; the earliest
        // such submission, best the first of all.
        let only_review = |at: &usize| {
            steps[*at..=opinion].iter().all(|step| {
                step.refused.is_some()
                    || matches!(kind(step), Some(ActKind::Submit | ActKind::Opine))
            })
        };
        let submitted =
            |n: &usize| steps[*n].refused.is_none() && kind(&steps[*n]) == Some(ActKind::Submit);
        let Some(at) = (0..opinion).filter(submitted).find(only_review) else { continue };
        let around = procedure.examples.iter().flat_map(|example| &example.steps);
        return Some(Brink {
            procedure: id.to_owned(),
            category: procedure.category.clone(),
            at,
            after: opinion + 1,
            decided,
            submission: steps[at].clone(),
            opinion: steps[opinion].clone(),
            decision: steps[decided].clone(),
            around: around.filter(|step| step.refused.is_none()).cloned().collect(),
            steps,
        });
    }
    None
}

impl World {
    /// The agency publishes that every decision of a category is reviewed.
    pub(super) async fn list_everything(&self, category: &str) {
        let day = self.app.today().to_string();
        let fields = json!({
            "category": category, "matter": "本类的全部决定", "criteria": "一律审核", "always": true,
            "basis": "国办发〔2018〕118号（十二）",
        });
        let proposal = json!({ "fields": fields, "source": "示例文", "effective": day });
        let done = self.done("officer-a", "propose", proposal).await;
        let id = done["entries"][0]["id"].clone();
        self.done("reviewer", "examine", json!({ "ids": [id], "agree": true })).await;
        self.done("editor", "publish", json!({ "ids": [id] })).await;
    }

    async fn done(&self, who: &str, step: &str, body: Value) -> Value {
        let path = format!("/api/registers/catalogue/{step}");
        let answer = self.person(who).await.post(&path, &body).await;
        assert_eq!(answer.status, 200, "{step}: {}", answer.text());
        answer.json()
    }

    /// A decision of the agency handed in as a table is refused.
    pub(super) async fn import_decision(&self) {
        let kind = zhiheng_sheets::Kind::find("decisions").unwrap();
        let text = "当事人名称,行政处罚内容,作出决定机关,发布日期\n示例公司,罚款十万元,示例机关,2026-03-01\n";
        let table = zhiheng_sheets::table::read(text.as_bytes()).unwrap();
        let mapping = zhiheng_sheets::Mapping::guess(kind, &table);
        let report = self
            .app
            .import("importer", kind, &table, &mapping, "文件.csv", |_, _| {})
            .await
            .unwrap();
        assert_eq!((report.accepted, report.report[0].code), (0, "gate.review_cleared"));
    }
}
