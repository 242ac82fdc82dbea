//! Measures the embedded store by itself: appends beside single fsynced inserts, lists and searches over many rows.
//!
//! `cargo run --release -p zhiheng-store --example figures -- 1000000 [FOLDER]`. Prints one JSON object a line. The folder
//! is kept and used again if it has the rows already; without one, a temporary folder is used.
#![expect(clippy::print_stdout, reason = "printing figures is what this program is for")]

mod sample;

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use zhiheng_app::ports::{
    Append, DecisionFilter, DecisionSort, DutyFilter, DutyRow, MatterFilter, MatterRow, MatterSort,
    NewEvent, Payload, Sealed, Status, Store, View,
};
use zhiheng_store::SqliteStore;

use self::sample::{Dice, decision, sample};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let rows: usize = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let temporary = tempfile::tempdir()?;
    let folder = arguments.next().map_or_else(|| temporary.path().to_owned(), Into::into);
    std::fs::create_dir_all(&folder)?;

    appends(&folder).await?;
    let store = filled(&folder, rows).await?;
    lists(&store, rows).await?;
    acts_among_many(store, rows).await
}

fn print(name: &str, value: f64, unit: &str) {
    println!("{{\"name\":\"{name}\",\"value\":{value:.3},\"unit\":\"{unit}\"}}");
}

/// One matter with everything an act writes.
fn act(stream: &str, seen: u64, matter: MatterRow, duties: Vec<DutyRow>) -> Append {
    let event = NewEvent {
        kind: "act".to_owned(),
        at: 1_790_000_000_000_000,
        actor: "p-1".to_owned(),
        leaf: vec![7; 48],
        content: format!("{{\"fields\":[{{\"value\":\"{}\"}}]}}", "内容".repeat(150)),
    };
    let duties = View::Duties { matter: matter.id.clone(), rows: duties };
    let views = vec![View::Matter(Box::new(matter)), duties];
    let sealed = Sealed { events: vec![event], views, receipt: "{}".to_owned() };
    let payload = Payload::Ready(sealed);
    Append { stream: stream.to_owned(), seen, payload, idempotency: None }
}

/// Appends of 64 clients, beside one fsynced insert for each transaction on the same disk.
async fn appends(folder: &Path) -> Outcome<()> {
    let span = Duration::from_secs(5);
    let plain = tempfile::tempdir_in(folder)?;
    let connection = rusqlite::Connection::open(plain.path().join("plain.sqlite"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    )?;
    let body = "内容".repeat(150);
    let (mut inserted, begun) = (0_u32, Instant::now());
    while begun.elapsed() < span {
        connection.execute("INSERT INTO event (body) VALUES (?1)", [&body])?;
        inserted += 1;
    }
    let baseline = f64::from(inserted) / begun.elapsed().as_secs_f64();
    print("plain_inserts", baseline, "1/s");

    let store = Arc::new(SqliteStore::open(plain.path().join("acts.sqlite"))?);
    let begun = Instant::now();
    let mut clients = Vec::new();
    for client in 0..64_u64 {
        let store = store.clone();
        clients.push(tokio::spawn(async move {
            let mut dice = Dice(client + 1);
            let mut done = 0_u32;
            let mut known = sample("", &mut dice);
            while begun.elapsed() < span {
                // Each client opens a matter and acts on it nine times; each act moves the stage and one duty.
                let id = format!("c{client:02}n{:020}", done / 10);
                let version = u64::from(done % 10);
                if version == 0 {
                    known = sample(&id, &mut dice);
                }
                let (row, duties) = &mut known;
                row.version = version + 1;
                row.stage = format!("stage-{}", version / 2);
                if let Some(duty) = duties.get_mut(done as usize % 2) {
                    dice.pick(&["open", "fulfilled"]).clone_into(&mut duty.state);
                }
                let (row, duties) = known.clone();
                store.append(vec![act(&format!("matter:{id}"), version, row, duties)]).await?;
                done += 1;
            }
            Outcome::Ok(done)
        }));
    }
    let mut done = 0;
    for client in clients {
        done += client.await??;
    }
    let rate = f64::from(done) / begun.elapsed().as_secs_f64();
    print("acts_64_clients", rate, "1/s");
    print("acts_beside_plain_inserts", rate / baseline, "ratio");
    Ok(())
}

/// A store with so many matters and decisions.
async fn filled(folder: &Path, rows: usize) -> Outcome<Arc<SqliteStore>> {
    let file = folder.join(format!("rows-{rows}.sqlite"));
    let there = file.exists();
    let store = Arc::new(SqliteStore::open(file)?);
    if there {
        return Ok(store);
    }
    let (mut dice, begun) = (Dice(42), Instant::now());
    for chunk in 0..rows.div_ceil(2_000) {
        let mut views = Vec::new();
        for n in chunk * 2_000..((chunk + 1) * 2_000).min(rows) {
            let (row, duties) = sample(&format!("m{n:025}"), &mut dice);
            views.push(View::Duties { matter: row.id.clone(), rows: duties });
            views.push(View::Matter(Box::new(row)));
            views.push(View::Decision(Box::new(decision(n, &mut dice))));
        }
        store.put_views(views).await?;
    }
    print("filled", begun.elapsed().as_secs_f64(), "s");
    Ok(store)
}

/// Processor time of this process so far in milliseconds, where the system tells it: what a question costs on a machine
/// that does other things as well.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks =
        after_name.split(' ').skip(12).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() * 10.0
}

/// Times one question, asked in many ways, and prints the middle and the slowest hundredth.
async fn timed<F, Fut>(name: &str, times: u32, mut ask: F) -> Outcome<()>
where
    F: FnMut(u32) -> Fut,
    Fut: Future<Output = Outcome<()>>,
{
    let mut spans = Vec::new();
    let busy = processor_time();
    for time in 0..times {
        let begun = Instant::now();
        ask(time).await?;
        spans.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    spans.sort_by(f64::total_cmp);
    let at = |hundredths: usize| spans.get(spans.len() * hundredths / 100).copied().unwrap_or(0.0);
    print(&format!("{name}_p50"), at(50), "ms");
    print(&format!("{name}_p99"), at(99), "ms");
    print(&format!("{name}_cpu"), (processor_time() - busy) / f64::from(times), "ms");
    Ok(())
}

async fn lists(store: &Arc<SqliteStore>, rows: usize) -> Outcome<()> {
    let mut dice = Dice(7);
    timed("open_matter", 500, |_| {
        let id = format!("m{:025}", dice.roll(rows));
        async move { store.matter(&id).await.map(|_| ()).map_err(Into::into) }
    })
    .await?;
    for (name, filter) in matter_filters() {
        timed(&format!("matters_{name}"), 60, |time| {
            let mut filter = filter.clone();
            if let Some(agencies) = &mut filter.agencies {
                agencies.push(format!("1404{:02}", time % 13));
            }
            async move {
                // Two pages: the second begins at a cursor.
                let page = store.matters(&filter).await?;
                if time % 2 == 1 {
                    filter.cursor = page.next;
                    store.matters(&filter).await?;
                }
                Ok(())
            }
        })
        .await?;
    }
    for (name, filter) in duty_filters() {
        timed(&format!("duties_{name}"), 60, |_| {
            let filter = filter.clone();
            async move { store.duties(&filter).await.map(|_| ()).map_err(Into::into) }
        })
        .await?;
        timed(&format!("heading_{name}"), 60, |_| {
            let filter = filter.clone();
            async move {
                store.heading(&filter, "2026-05-10", "2026-05-17").await?;
                Ok(())
            }
        })
        .await?;
    }
    for (name, filter) in decision_filters() {
        timed(&format!("decisions_{name}"), 60, |_| {
            let filter = filter.clone();
            async move { store.decisions(&filter).await.map(|_| ()).map_err(Into::into) }
        })
        .await?;
    }
    timed("facets", 60, |_| async move { store.facets().await.map(|_| ()).map_err(Into::into) })
        .await
}

fn matter_filters() -> Vec<(&'static str, MatterFilter)> {
    let any = || MatterFilter { viewer: "140401".to_owned(), limit: 50, ..MatterFilter::default() };
    let one = || MatterFilter { agencies: Some(Vec::new()), ..any() };
    let text = |text: &str| Some(text.to_owned());
    vec![
        ("all", any()),
        ("all_opened_last", MatterFilter { sort: MatterSort::OpenedLast, ..any() }),
        ("all_number", MatterFilter { sort: MatterSort::Number, ..any() }),
        ("all_due_last", MatterFilter { sort: MatterSort::DueLast, ..any() }),
        ("all_open", MatterFilter { status: Some(Status::Open), ..any() }),
        ("all_overdue", MatterFilter { due_to: text("2026-05-09"), ..any() }),
        (
            "all_overdue_by_opened",
            MatterFilter { due_to: text("2026-05-09"), sort: MatterSort::Opened, ..any() },
        ),
        (
            "all_today",
            MatterFilter { due_from: text("2026-05-10"), due_to: text("2026-05-10"), ..any() },
        ),
        ("one_agency", one()),
        ("one_agency_stage", MatterFilter { stage: text("stage-3"), ..one() }),
        (
            "procedure_stage",
            MatterFilter { procedure: text("procedure-3"), stage: text("stage-1"), ..any() },
        ),
        ("words_rare", MatterFilter { words: "沁源777".to_owned(), ..any() }),
        ("words_number", MatterFilter { words: "长信〔2024〕777号".to_owned(), ..any() }),
        ("words_frequent", MatterFilter { words: "供暖".to_owned(), ..any() }),
        ("words_everywhere", MatterFilter { words: "问题".to_owned(), ..any() }),
        ("words_middling", MatterFilter { words: "张某反映物业".to_owned(), ..any() }),
        (
            "words_frequent_open_here",
            MatterFilter { words: "工资".to_owned(), status: Some(Status::Open), ..one() },
        ),
        ("words_one_character", MatterFilter { words: "薪".to_owned(), ..any() }),
    ]
}

fn duty_filters() -> Vec<(&'static str, DutyFilter)> {
    let any = || DutyFilter {
        viewer: "140401".to_owned(),
        states: vec!["open".to_owned()],
        limit: 50,
        ..DutyFilter::default()
    };
    vec![
        ("mine", DutyFilter { handler: Some("p-7".to_owned()), ..any() }),
        ("agency", DutyFilter { agencies: Some(vec!["140403".to_owned()]), ..any() }),
        ("all", any()),
    ]
}

fn decision_filters() -> Vec<(&'static str, DecisionFilter)> {
    let any =
        || DecisionFilter { on: "2026-06-01".to_owned(), limit: 20, ..DecisionFilter::default() };
    let text = |text: &str| Some(text.to_owned());
    vec![
        ("all", any()),
        ("category", DecisionFilter { category: text("信访"), ..any() }),
        ("region_kind", DecisionFilter { region: text("山西省"), kind: text("罚款"), ..any() }),
        ("month", DecisionFilter { from: text("2024-03-01"), to: text("2024-03-31"), ..any() }),
        ("words_frequent", DecisionFilter { words: "食品".to_owned(), ..any() }),
        ("words_phrase", DecisionFilter { words: "食品经营许可过期".to_owned(), ..any() }),
        ("words_everywhere", DecisionFilter { words: "行政处罚".to_owned(), ..any() }),
        ("words_two", DecisionFilter { words: "供暖 潞州".to_owned(), ..any() }),
        ("words_rare", DecisionFilter { words: "张某777公司".to_owned(), ..any() }),
        ("words_one_character", DecisionFilter { words: "薪".to_owned(), ..any() }),
        ("words_none", DecisionFilter { words: "无此词语".to_owned(), ..any() }),
        (
            "relevance",
            DecisionFilter {
                words: "食品 许可".to_owned(),
                sort: DecisionSort::Relevance,
                ..any()
            },
        ),
    ]
}

/// The cost of one act by one client where there are many matters.
async fn acts_among_many(store: Arc<SqliteStore>, rows: usize) -> Outcome<()> {
    let mut dice = Dice(99);
    timed("act_among_many", 500, |_| {
        let store = store.clone();
        let id = format!("m{:025}", dice.roll(rows));
        let (row, duties) = sample(&id, &mut dice);
        async move {
            let stream = format!("matter:{id}");
            let seen = store.stream(&stream, 0).await?.len() as u64;
            store.append(vec![act(&stream, seen, row, duties)]).await?;
            Ok(())
        }
    })
    .await
}
