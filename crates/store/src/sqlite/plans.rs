//! How SQLite answers the statements of the lists: by one index each, without scanning a table or sorting one.

use rusqlite::Connection;
use zhiheng_app::ports::MatterSort;

use super::{
    decision_list, duty_list, entries, matter_bucket, matter_list, matter_read, matter_words, rows,
    settings, tallies, traces,
};
use crate::merge::Direction;

const SORTS: [MatterSort; 5] = [
    MatterSort::Due,
    MatterSort::DueLast,
    MatterSort::Opened,
    MatterSort::OpenedLast,
    MatterSort::Number,
];

/// A database with the schema and nothing in it.
fn fresh() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    settings::migrate(&connection).unwrap();
    connection
}

/// The steps of the plan, each as a sentence.
fn plan(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let steps = statement.raw_query().mapped(|row| row.get(3)).collect::<Result<_, _>>();
    steps.unwrap()
}

/// Statements of every list, with what each plan has to be led by.
fn statements() -> Vec<(String, &'static str)> {
    let mut all = vec![
        (matter_bucket::COUNT_DUE.to_owned(), "SEARCH matter USING COVERING INDEX matter_due_in"),
        (matter_bucket::BUCKETS_DUE.to_owned(), "SEARCH matter USING COVERING INDEX matter_due"),
        (matter_words::HITS.to_owned(), "SCAN matter_text VIRTUAL TABLE INDEX"),
        (duty_list::RUN.to_owned(), "SEARCH duty USING COVERING INDEX duty_due_in"),
        (duty_list::COUNT.to_owned(), "SEARCH duty USING COVERING INDEX duty_due_in"),
        (duty_list::MINE.to_owned(), "SEARCH duty_handler USING PRIMARY KEY"),
        (decision_list::ALL.to_owned(), "SEARCH decision USING COVERING INDEX decision_shown"),
        (decision_list::FOUND.to_owned(), "SCAN decision_text VIRTUAL TABLE INDEX"),
        (decision_list::ENDED.to_owned(), "SEARCH decision USING COVERING INDEX decision_until"),
        (format!("SELECT {} FROM matter WHERE id = ?1", rows::MATTER), "SEARCH matter USING INDEX"),
        (format!("SELECT {} FROM duty WHERE matter = ?1", rows::DUTY), "SEARCH duty USING INDEX"),
        (format!("SELECT {} FROM decision WHERE id = ?1", rows::DECISION), "SEARCH decision USING"),
        (
            format!("SELECT {} FROM register WHERE kind = ?1 ORDER BY id", rows::REGISTER),
            "SEARCH register USING PRIMARY KEY (kind=?)",
        ),
        (tallies::SUMS.to_owned(), "SEARCH tally USING COVERING INDEX tally_sum"),
        (tallies::SUMS_ALL.to_owned(), "SEARCH tally USING COVERING INDEX tally_sum"),
        (tallies::list_sql(false, 100), "SEARCH tally USING INDEX tally_list"),
        (tallies::list_sql(true, 100), "SEARCH tally USING INDEX tally_list"),
        (entries::EARLIER.to_owned(), "SEARCH party USING COVERING INDEX party_earlier"),
        (
            format!("SELECT {} FROM entry WHERE kind = ?1 AND id = ?2", rows::ENTRY),
            "SEARCH entry USING INDEX",
        ),
        (
            entries::list_sql("kind = ? AND code = ? AND code <> ''", 50),
            "SEARCH entry USING INDEX entry_code",
        ),
        (traces::list_sql("kind = ?", 50), "SEARCH trace USING INDEX trace_at"),
        (traces::list_sql("kind = ? AND agency = ?", 50), "SEARCH trace USING INDEX trace_agency"),
        (traces::list_sql("kind = ? AND matter = ?", 50), "SEARCH trace USING INDEX trace_matter"),
        (
            traces::list_sql("kind = ? AND person = ? AND at >= ?", 50),
            "SEARCH trace USING INDEX trace_person",
        ),
        (
            traces::list_sql("kind = ? AND agency = ? AND state = ? AND state <> ''", 50),
            "SEARCH trace USING INDEX trace_state",
        ),
        (entries::list_sql("kind = ? AND state = ?", 50), "SEARCH entry USING INDEX entry_place"),
        (entries::waiting_sql(""), "SEARCH entry USING COVERING INDEX entry_waits"),
    ];
    for sort in SORTS {
        let order = matter_list::order_of(sort);
        all.push((matter_read::run_sql(&order), "SEARCH matter USING COVERING INDEX"));
        all.push((matter_read::plain_sql(&order), "SEARCH matter USING COVERING INDEX"));
    }
    all
}

#[test]
fn no_list_scans_a_table_or_sorts_one() {
    let connection = fresh();
    for (sql, led_by) in statements() {
        let steps = plan(&connection, &sql);

        // A count over a subquery that is itself bounded reads that subquery and nothing else.
        let whole = ["CO-ROUTINE (subquery-1)", "SCAN (subquery-1)"];
        let steps: Vec<_> = steps.iter().filter(|step| !whole.contains(&step.as_str())).collect();
        assert_eq!(steps.len(), 1, "{sql}\n{steps:#?}");
        assert!(steps[0].starts_with(led_by), "{sql}\n{steps:#?}");
    }
}

#[test]
fn a_search_reads_its_index_in_the_order_of_the_list() {
    let connection = fresh();
    let steps = plan(&connection, decision_list::FOUND_CURRENT);
    assert_eq!(steps.len(), 2, "{steps:#?}");
    assert!(steps[0].starts_with("SCAN t VIRTUAL TABLE INDEX"), "{steps:#?}");
    assert!(steps[1].contains("USING COVERING INDEX decision_shown (key=?)"), "{steps:#?}");
}

#[test]
fn a_page_begins_where_the_one_before_ended_and_not_before() {
    let connection = fresh();
    for sort in SORTS {
        let order = matter_list::order_of(sort);
        let column = order.column;
        let begins = match order.direction {
            Direction::Up => format!("({column},place)>(?,?) AND {column}<?"),
            Direction::Down => format!("{column}>? AND ({column},place)<(?,?)"),
        };
        let within = format!("(bucket=? AND {begins})");
        let [run] = plan(&connection, &matter_read::run_sql(&order)).try_into().unwrap();
        assert!(run.ends_with(&within), "{run}");
        let [run] = plan(&connection, &matter_read::plain_sql(&order)).try_into().unwrap();
        assert!(run.ends_with(&format!("({begins})")), "{run}");
    }
    let begins = "(due_order,place)>(?,?) AND due_order<?)";
    let [run] = plan(&connection, duty_list::RUN).try_into().unwrap();
    assert!(run.ends_with(&format!("(agency=? AND state=? AND owner=? AND {begins}")), "{run}");
    let [run] = plan(&connection, duty_list::MINE).try_into().unwrap();
    assert!(run.contains("(due_order,duty)>(?,?)"), "{run}");
}
