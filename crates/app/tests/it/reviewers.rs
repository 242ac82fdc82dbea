//! Who may give the opinion of legal review, how the work lies, what a revoked decision leads to, and that advice clears nothing.

use serde_json::{Value, json};
use zhiheng_app::Error;
use zhiheng_app::perform::Wish;
use zhiheng_app::ports::Store as _;

use crate::world::{World, decision, object};

fn reviewer(person: &str, unit: &str, began: &str, qualified: bool) -> Value {
    let mut fields = json!({
        "person": person, "name": format!("示例{person}"), "unit": unit, "degree": "法学本科", "began_on": began, "appointment": "示政发〔2026〕3号",
    });
    if qualified {
        fields["qualification"] = json!("A20191401");
        fields["qualified_on"] = json!("2019-03-30");
    }
    fields
}

fn opinion(conclusion: &str) -> Value {
    json!({
        "conclusion": conclusion, "text": "经审核，事实清楚。",
        "items": [{ "item": "证据", "mark": "符合", "reason": "" }],
    })
}

#[track_caller]
fn refusals(error: Error) -> Vec<(String, String)> {
    match error {
        Error::Refused(reasons) => reasons
            .into_iter()
            .map(|reason| (reason.code, reason.article.unwrap_or_default()))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn has(refusals: &[(String, String)], code: &str, article: &str) -> bool {
    refusals.iter().any(|(held, named)| held == code && named == article)
}

impl World {
    /// A major penalty whose draft waits for review.
    async fn submitted(&self) -> String {
        let id = self.concluded(6_000_000).await;
        let elements = json!([["行为", "笔录", "第1页"]]);
        let fields = json!({ "statement": "请审核", "declaration": true, "elements": elements });
        self.act("section", Some(&id), "submit_review", fields).await.unwrap();
        id
    }

    /// A matter of another procedure opened about something.
    async fn open(&self, desk: &str, procedure: &str, fields: Value) -> Result<String, Error> {
        let wish =
            Wish { procedure: procedure.to_owned(), fields: object(fields), ..Wish::default() };
        self.app.perform(&self.caller(desk).await, &wish).await.map(|done| done.matter.id)
    }

    async fn number(&self, id: &str) -> String {
        self.store.matter(id).await.unwrap().unwrap().number.unwrap()
    }
}

async fn lawful(world: &World) {
    let audited = world.app.audit(|_, _| ()).await.unwrap();
    assert!(audited.is_lawful(), "{:?}", audited.findings);
    let rebuilt = world.app.rebuild(true, |_, _| ()).await.unwrap();
    assert!(rebuilt.comparison.unwrap().is_same());
}

#[tokio::test]
async fn given_no_register_yet_then_a_reviewer_is_warned_and_not_stopped() {
    let world = World::new().await;
    let id = world.submitted().await;
    let caller = world.caller("reviewer").await;
    let aids = world.app.review_aids(&caller, &id).await.unwrap();
    assert!(aids.warnings.iter().any(|warning| warning.contains("没有公布")));
    world.act("reviewer", Some(&id), "review_opinion", opinion("同意")).await.unwrap();
    lawful(&world).await;
}

#[tokio::test]
async fn given_a_published_register_then_who_is_not_in_it_or_not_qualified_gives_no_opinion() {
    let world = World::new().await;
    world.publish("reviewers", reviewer("somebody", "法规科", "2010-01-01", true), None).await;
    let id = world.submitted().await;
    let refused = world.act("reviewer", Some(&id), "review_opinion", opinion("同意")).await;
    let told = refusals(refused.unwrap_err());
    assert!(has(&told, "reviewer.unlisted", "国办发〔2018〕118号（十一）"), "{told:?}");

    // A beginner without the qualification may not review penalties.
    world.publish("reviewers", reviewer("reviewer", "法规科", "2026-01-04", false), None).await;
    let refused = world.act("reviewer", Some(&id), "review_opinion", opinion("同意")).await;
    let told = refusals(refused.unwrap_err());
    assert!(has(&told, "reviewer.unqualified", "处罚法58"), "{told:?}");
    // Nor is a decision possible: nothing was cleared.
    assert!(world.act("head", Some(&id), "decide", decision()).await.is_err());
    lawful(&world).await;
}

#[tokio::test]
async fn given_somebody_who_reviewed_before_the_rule_or_is_qualified_then_the_opinion_stands() {
    for (began, qualified) in [("2012-05-01", false), ("2026-01-04", true)] {
        let world = World::new().await;
        world.publish("reviewers", reviewer("reviewer", "法规科", began, qualified), None).await;
        let id = world.submitted().await;
        world.act("reviewer", Some(&id), "review_opinion", opinion("同意")).await.unwrap();
        lawful(&world).await;
    }
}

#[tokio::test]
async fn given_a_reviewer_of_the_unit_that_undertakes_the_category_then_another_has_to_review() {
    let world = World::new().await;
    let mut fields = reviewer("reviewer", "执法科", "2012-05-01", true);
    fields["undertakes"] = json!(["行政处罚"]);
    world.publish("reviewers", fields, None).await;
    let id = world.submitted().await;
    let refused = world.act("reviewer", Some(&id), "review_opinion", opinion("同意")).await;
    let told = refusals(refused.unwrap_err());
    assert!(has(&told, "reviewer.section", "市监49"), "{told:?}");
}

#[tokio::test]
async fn given_a_declared_conflict_then_no_opinion_until_the_head_has_decided_and_none_after_recusal()
 {
    let world = World::new().await;
    let id = world.submitted().await;
    let m = Some(id.as_str());
    let reason = json!({ "relation": "其他可能影响公正审核的关系", "reason": "是同学" });
    world.act("reviewer", m, "declare_conflict", reason.clone()).await.unwrap();
    let refused = world.act("reviewer", m, "review_opinion", opinion("同意")).await;
    assert!(has(&refusals(refused.unwrap_err()), "reviewer.conflict", "粤审21"));
    let settled = json!({ "person": "reviewer", "reason": "不影响公正" });
    world.act("head", m, "dismiss_conflict", settled).await.unwrap();
    world.act("reviewer", m, "declare_conflict", reason).await.unwrap();
    let stepped =
        json!({ "person": "reviewer", "proposer": "本人自行回避", "reason": "有新的情况" });
    world.act("head", m, "recuse", stepped).await.unwrap();
    let refused = world.act("reviewer", m, "review_opinion", opinion("同意")).await;
    assert!(has(&refusals(refused.unwrap_err()), "gate.not_recused", "处罚法58"));
    let given = json!({ "person": "reviewer" });
    let refused = world.act("head", m, "assign_reviewer", given).await;
    assert!(has(&refusals(refused.unwrap_err()), "reviewer.conflict", "粤审21"));
    lawful(&world).await;
}

#[tokio::test]
async fn given_a_review_in_hand_then_the_strength_shows_it_with_the_ratio_and_the_hours() {
    let world = World::new().await;
    world.publish("reviewers", reviewer("reviewer", "法规科", "2012-05-01", true), None).await;
    let training = json!({
        "person": "reviewer", "on": "2026-01-20", "kind": "业务培训", "topic": "处罚法", "hours": "4.5"
    });
    world.publish("reviewer-training", training, None).await;
    let id = world.submitted().await;
    let caller = world.caller("head").await;
    let before = world.app.review_strength(&caller, None).await.unwrap();
    assert_eq!(before.unassigned, 1);
    world.act("head", Some(&id), "assign_reviewer", json!({ "person": "reviewer" })).await.unwrap();
    let strength = world.app.review_strength(&caller, None).await.unwrap();
    assert_eq!(
        (strength.unassigned, strength.reviewers[0].open, strength.reviewers[0].month),
        (0, 1, 0)
    );
    // Nine officers with cards: 5 % is less than one, rounded up.
    assert_eq!((strength.ratio.officers, strength.ratio.needed, strength.ratio.short), (9, 1, 0));
    assert_eq!(strength.reviewers[0].hours_thousandths, 4_500);
    assert_eq!(strength.reviewers[0].hours_short_thousandths, 35_500);
    world.act("reviewer", Some(&id), "review_opinion", opinion("同意")).await.unwrap();
    let after = world.app.review_strength(&caller, None).await.unwrap();
    assert_eq!((after.reviewers[0].open, after.reviewers[0].month), (0, 1));
    lawful(&world).await;
}

#[tokio::test]
async fn given_advice_from_the_pool_then_it_stands_beside_the_review_and_clears_nothing() {
    let world = World::new().await;
    let id = world.submitted().await;
    let request = json!({
        "title": "是否构成占道", "checked": world.number(&id).await, "question": "怎样认定", "needed_by": "2026-03-20",
    });
    let asked = world.open("officer", "advice", request).await.unwrap();
    let consent = json!({ "adviser": "示例律师", "no_conflict": true });
    // The agency that asks does not consent to itself.
    assert!(world.act("head", Some(&asked), "consent", consent.clone()).await.is_err());
    world.act("upper", Some(&asked), "consent", consent).await.unwrap();
    let account = zhiheng_app::ports::AccountRow {
        username: "lawyer".to_owned(),
        person: "lawyer".to_owned(),
        name: "示例律师".to_owned(),
        agency: "upper".to_owned(),
        roles: vec!["legal_reviewer".to_owned()],
        active: true,
    };
    world.app.enter("system", vec![zhiheng_app::registry::account_entry(&account)]).await.unwrap();
    let advice = json!({ "advice": "同意认定为占道，可以处罚" });
    world.act("lawyer", Some(&asked), "advise", advice).await.unwrap();

    let aids = world.app.review_aids(&world.caller("reviewer").await, &id).await.unwrap();
    assert_eq!(aids.advice.len(), 1);
    assert!(aids.advice[0].advisory && aids.advice[0].text.is_some());
    let refused = world.act("head", Some(&id), "decide", decision()).await;
    assert!(has(&refusals(refused.unwrap_err()), "gate.review_cleared", "处罚法58"));
    // Nor may the adviser give the opinion of review in the agency's stead.
    let refused = world.act("lawyer", Some(&id), "review_opinion", opinion("同意")).await;
    assert!(matches!(refused.unwrap_err(), Error::Denied(_)));
    lawful(&world).await;
}

#[tokio::test]
async fn given_a_check_then_whoever_is_looked_into_neither_inquires_nor_decides_and_its_lesson_is_shown()
 {
    let world = World::new().await;
    let id = world.submitted().await;
    let check = json!({
        "title": "某案的责任核查", "checked": world.number(&id).await, "category": "行政处罚", "trigger": "决定被撤销", "happened": "复议撤销",
        "chain": [["承办人员", "示例officer", "调查终结", "2026-03-03", "处罚法54"]], "looked_into": ["officer", "head"],
    });
    let check = world.open("section", "accountability", check).await.unwrap();
    let m = Some(check.as_str());
    let named = json!({ "officers": ["officer"] });
    let refused = world.act("section", m, "assign_inquirers", named).await;
    assert!(has(&refusals(refused.unwrap_err()), "gate.not_recused", "粤审21"));
    world.act("section", m, "assign_inquirers", json!({ "officers": ["officer2"] })).await.unwrap();
    let inquiry = json!({
        "on": "2026-03-03", "manner": ["调阅案卷"], "findings": [["示例officer", "两人", "一人", "处罚法42"]], "finding": "少一人", "failed": true,
    });
    let refused = world.act("officer", m, "inquire", inquiry.clone()).await;
    assert!(has(&refusals(refused.unwrap_err()), "gate.not_recused", "粤审21"));
    world.act("officer2", m, "inquire", inquiry).await.unwrap();
    let told = json!({ "intended": "批评教育", "served_on": "2026-03-03" });
    world.act("officer2", m, "tell", told).await.unwrap();
    let defence = json!({
        "speaker": "示例officer", "on": "2026-03-03", "statement": "放弃", "accepted": "不采纳", "reason": "没有提出",
    });
    world.act("officer2", m, "defend", defence).await.unwrap();
    let result = json!({
        "outcome": "批评教育、责令整改", "persons": [["示例officer", "笔录不合要求", "批评教育", "处罚法42"]], "items": ["证据"],
        "lesson": "先核对笔录签名是否两人", "reason": "属实",
    });
    let refused = world.act("head", m, "decide_result", result.clone()).await;
    assert!(has(&refusals(refused.unwrap_err()), "gate.not_recused", "粤审21"));
    let account = zhiheng_app::ports::AccountRow {
        username: "deputy".to_owned(),
        person: "deputy".to_owned(),
        name: "示例副职".to_owned(),
        agency: "bureau".to_owned(),
        roles: vec!["agency_head".to_owned()],
        active: true,
    };
    world.app.enter("system", vec![zhiheng_app::registry::account_entry(&account)]).await.unwrap();
    world.act("deputy", m, "decide_result", result).await.unwrap();

    let reviewer = world.caller("reviewer").await;
    let aids = world.app.review_aids(&reviewer, &id).await.unwrap();
    assert_eq!(aids.lessons.len(), 1);
    assert_eq!(aids.lessons[0].item, "evidence");
    let chain = world.app.responsibility(&reviewer, &id).await.unwrap();
    assert_eq!(chain.checks.len(), 1);
    lawful(&world).await;
}
