//! Tables through the application: registers whole or not at all, decisions row by row, and no decision of our own by import.

use zhiheng_app::ports::{DecisionFilter, RegisterFilter, Store as _};
use zhiheng_sheets::{Kind, Mapping, Report, table};

use crate::world::World;

pub(crate) async fn import(world: &World, kind: &str, text: &str) -> Report {
    let kind = Kind::find(kind).unwrap();
    let table = table::read(text.as_bytes()).unwrap();
    let mapping = Mapping::guess(kind, &table);
    world.app.import("importer", kind, &table, &mapping, "文件.csv", |_, _| {}).await.unwrap()
}

async fn public(world: &World) -> Vec<zhiheng_app::ports::DecisionRow> {
    let filter =
        DecisionFilter { on: "2026-03-02".to_owned(), limit: 100, ..DecisionFilter::default() };
    world.store.decisions(&filter).await.unwrap().items
}

#[tokio::test]
async fn one_wrong_officer_among_three_stops_the_whole_register() {
    let world = World::new().await;
    let report = import(&world, "officers", "编号,姓名,机关编号,有效期至\nn1,甲,bureau,2027-01-01\nn2,乙,nowhere,2027-01-01\nn1,丙,bureau,2027-01-01\n").await;
    assert_eq!((report.rows, report.accepted, report.rejected), (3, 0, 3));
    let told: Vec<(usize, &str)> =
        report.report.iter().map(|fault| (fault.row, fault.code)).collect();
    assert_eq!(told, [(3, "import.unknown_agency"), (4, "import.duplicate")]);
    let filter =
        RegisterFilter { kind: "officers".to_owned(), agencies: None, ids: vec!["n1".to_owned()] };
    assert!(world.store.register(&filter).await.unwrap().is_empty(), "nothing was written");
}

#[tokio::test]
async fn published_decisions_are_taken_row_by_row_and_a_second_import_writes_nothing_new() {
    let world = World::new().await;
    let text = "当事人名称,行政处罚内容,罚款金额(元),作出决定机关,发布日期,文号\n\
                某银行甲支行,罚款三十万元,300000,某监管分局,2026-02-01,某罚〔2026〕1号\n\
                ,罚款,1,某监管分局,2026-02-01,\n\
                某银行乙支行,罚款,约三十万,某监管分局,2026-02-30,\n\
                某银行丙支行,罚款,10000,某监管分局,2026-02-02,某罚〔2026〕1号\n";
    let report = import(&world, "decisions", text).await;
    assert_eq!((report.rows, report.accepted, report.rejected), (4, 1, 3));
    let told: Vec<(usize, &str)> =
        report.report.iter().map(|fault| (fault.row, fault.code)).collect();
    assert_eq!(
        told,
        [
            (3, "import.required"),
            (4, "import.money"),
            (4, "import.date"),
            (5, "import.duplicate_number")
        ]
    );
    let shown = public(&world).await;
    assert_eq!((shown.len(), shown[0].fine), (1, Some(30_000_000)));
    let size = world.store.size().await.unwrap();
    import(&world, "decisions", text).await;
    assert_eq!(world.store.size().await.unwrap(), size);
}

#[tokio::test]
async fn a_decision_of_an_agency_of_this_platform_is_refused_under_article_58_and_recorded() {
    let world = World::new().await;
    let text = "当事人名称,行政处罚内容,作出决定机关,发布日期\n示例公司,罚款十万元,示例bureau,2026-03-01\n";
    let report = import(&world, "decisions", text).await;
    assert_eq!((report.accepted, report.rejected), (0, 1));
    assert_eq!(report.report[0].code, "gate.review_cleared");
    assert!(report.report[0].reason.contains("处罚法58"));
    assert!(public(&world).await.is_empty());
    let last = world.store.journal(0, 10_000).await.unwrap().pop().unwrap();
    assert_eq!((last.kind.as_str(), last.actor.as_str()), ("refusal", "importer"));
    assert!(last.content.contains("处罚法58"));
}

#[tokio::test]
async fn given_a_row_whose_public_copy_shows_personal_data_when_it_is_imported_then_it_is_rejected_and_told_without_repeating_it()
 {
    let world = World::new().await;
    let text = "当事人名称,主要违法违规事实,行政处罚内容,作出决定机关,发布日期,文号\n\
                某银行甲支行,贷款管理不到位,罚款三十万元,某监管分局,2026-02-01,某罚〔2026〕1号\n\
                某银行乙支行,向客户（手机13800138000）违规放贷,罚款十万元,某监管分局,2026-02-01,某罚〔2026〕2号\n";
    let report = import(&world, "decisions", text).await;
    assert_eq!((report.rows, report.accepted, report.rejected), (2, 1, 1));
    let fault = &report.report[0];
    assert_eq!((fault.row, fault.code), (3, "disclosure.personal"));
    let told = format!("{fault:?}");
    assert!(
        told.contains("违法事实") && told.contains("电话") && told.contains("政府信息公开条例15")
    );
    assert!(!told.contains("13800138000"), "the report is kept, the number is not: {told}");
    assert_eq!(public(&world).await.len(), 1);
}
