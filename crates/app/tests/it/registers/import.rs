//! Tables into registers: whole or not at all, with every wrong cell named; the discretion table of a city as it is published.

use std::path::Path;

use zhiheng_app::Error;
use zhiheng_app::ports::{EntryFilter, Store as _};
use zhiheng_app::registers::{Imported, Manner, sheet_kind};
use zhiheng_sheets::{Mapping, table, template};

use crate::world::World;

const MANNER: Manner<'static> =
    Manner { agency: Some("bureau"), for_any: false, submit: true, check: false };

async fn import(world: &World, kind: &str, bytes: &[u8], manner: Manner<'_>) -> Imported {
    import_as(world, "officer", kind, bytes, manner).await.unwrap()
}

async fn import_as(
    world: &World,
    desk: &str,
    kind: &str,
    bytes: &[u8],
    manner: Manner<'_>,
) -> Result<Imported, Error> {
    let sheet = sheet_kind(world.app.register_of(kind).unwrap());
    let table = table::read_all(bytes).unwrap();
    let mapping = Mapping::guess(&sheet, &table);
    let actor = world.caller(desk).await.actor;
    world.app.import_entries(&actor, kind, (&table, &mapping), "清单.csv", manner).await
}

async fn held(world: &World, kind: &str) -> u64 {
    let filter = EntryFilter { kind: kind.to_owned(), limit: 1, ..EntryFilter::default() };
    world.store.entries(&filter).await.unwrap().total
}

const ITEMS: &str = "事项编码,类别,事项名称,实施依据,是否法审,年度检查频次上限\n\
    JC-1,行政检查,路灯检查,《条例》一,否,2\n\
    CF-1,行政处罚,占道处罚,《条例》二,是,\n";

#[tokio::test]
async fn a_table_is_collected_and_a_second_import_changes_nothing() {
    let world = World::new().await;
    let report = import(&world, "items", ITEMS.as_bytes(), MANNER).await;
    assert_eq!((report.rows, report.accepted, report.rejected), (2, 2, 0), "{:?}", report.report);
    let row = world.store.entry("items", "bureau.CF-1").await.unwrap().unwrap();
    assert_eq!((row.state.as_str(), row.category.as_str()), ("pending", "行政处罚"));
    let size = world.store.size().await.unwrap();
    let report = import(&world, "items", ITEMS.as_bytes(), MANNER).await;
    assert_eq!((report.accepted, report.unchanged, report.rejected), (0, 2, 0));
    assert_eq!(world.store.size().await.unwrap(), size);
}

#[tokio::test]
async fn one_wrong_row_keeps_every_row_out_and_is_named() {
    let world = World::new().await;
    let text = format!(
        "{ITEMS}XK-1,行政烤火,烤火,《条例》三,也许,-1\nJC-1,行政检查,路灯检查,《条例》一,否,2\n,行政检查,无编码,《条例》四,否,\nJC 9,行政检查,,《条例》五,否,\n"
    );
    let report = import(&world, "items", text.as_bytes(), MANNER).await;
    let told: Vec<(usize, &str, &str)> =
        report.report.iter().map(|fault| (fault.row, fault.column.as_str(), fault.code)).collect();
    assert_eq!(
        told,
        [
            (4, "类别", "import.choice"),
            (4, "是否法审", "import.yes_no"),
            (4, "年度检查频次上限", "import.integer"),
            (5, "事项编码", "import.duplicate"),
            (6, "事项编码", "import.required"),
            (7, "事项编码", "import.code"),
            (7, "事项名称", "import.required"),
        ]
    );
    assert_eq!((report.accepted, report.rejected), (0, 6));
    assert_eq!(held(&world, "items").await, 0);
}

#[tokio::test]
async fn a_check_says_what_would_become_of_it_and_writes_nothing() {
    let world = World::new().await;
    let size = world.store.size().await.unwrap();
    let report = import(&world, "items", ITEMS.as_bytes(), Manner { check: true, ..MANNER }).await;
    assert_eq!(report.accepted, 2);
    assert_eq!(world.store.size().await.unwrap(), size);
}

#[tokio::test]
async fn the_discretion_table_of_a_city_is_taken_with_its_amounts() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/registers/two-sheets.csv");
    let bytes = std::fs::read(file).unwrap();
    let world = World::new().await;
    let report = import(&world, "discretion", &bytes, MANNER).await;
    assert_eq!((report.rows, report.accepted, report.rejected), (48, 48, 0), "{:?}", report.report);
    let all = EntryFilter { kind: "discretion".to_owned(), limit: 500, ..EntryFilter::default() };
    let rows = world.store.entries(&all).await.unwrap().items;
    let mut counts = (0, 0, 0, 0);
    for row in &rows {
        let entry = zhiheng_app::registers::entry_of(row).unwrap();
        let fields = entry.working.unwrap().fields;
        match (fields.get("fine_max"), fields.get("multiple_max"), fields.get("percent_max")) {
            (Some(_), None, None) => counts.0 += 1,
            (None, Some(_), None) => counts.1 += 1,
            (None, None, Some(_)) => counts.2 += 1,
            _ => counts.3 += 1,
        }
    }
    // One tier is a warning without a fine.
    assert_eq!(counts, (37, 4, 6, 1));
    let report = import(&world, "discretion", &bytes, MANNER).await;
    assert_eq!((report.accepted, report.unchanged), (0, 48));
}

#[tokio::test]
async fn a_table_for_several_agencies_names_them_and_an_officer_collects_for_ones_own_only() {
    let world = World::new().await;
    let text = "事项编码,类别,事项名称,实施依据,机关编号\nJC-1,行政检查,甲,依据,bureau\nJC-1,行政检查,乙,依据,other\n";
    let report = import(&world, "items", text.as_bytes(), MANNER).await;
    let told: Vec<(usize, &str)> =
        report.report.iter().map(|fault| (fault.row, fault.code)).collect();
    assert_eq!(told, [(3, "authority.agency")]);
    let report = import(&world, "items", text.as_bytes(), Manner { for_any: true, ..MANNER }).await;
    assert_eq!(report.accepted, 2);
    let nowhere = text.replace("other", "nowhere");
    let report = import(&world, "items", nowhere.as_bytes(), MANNER).await;
    assert_eq!(report.report[0].code, "import.unknown_agency");
    let denied = import_as(&world, "administrator", "items", text.as_bytes(), MANNER).await;
    assert!(matches!(denied, Err(Error::Denied(_))));
}

#[tokio::test]
async fn every_template_reads_back_with_all_columns_of_its_register() {
    let world = World::new().await;
    for register in &world.app.pack().registers {
        let kind = sheet_kind(register);
        let book = template::write(&kind).unwrap();
        let table = table::read_all(&book).unwrap();
        assert_eq!(
            Mapping::guess(&kind, &table).columns.len(),
            kind.fields.len(),
            "{}",
            register.id
        );
    }
}
