//! Daily statements: whatever lawfully happens to decisions, the books add up; whatever is changed afterwards shows.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use proptest::prelude::*;
use zhiheng_record::Suite;
use zhiheng_record::statement::{
    Books, Change, Listed, Standing, Statement, Totals, What, check, compare, prefix,
};

/// Days with the changes that fate wants and the law allows.
fn year(fate: &[Vec<(u8, u8)>]) -> Vec<Statement> {
    let mut books = Books::default();
    let (mut size, mut statements, mut decisions): (u64, Vec<Statement>, Vec<u64>) =
        (0, Vec::new(), Vec::new());
    for (day, wishes) in fate.iter().enumerate() {
        let date = format!("2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
        let mut changes = Vec::new();
        for (whose, how) in wishes {
            let entry = size;
            size += 1;
            let agency = format!("agency-{}", whose % 3);
            let id = |decision: u64| format!("id{decision}");
            let change = if how % 3 == 0 || decisions.is_empty() {
                decisions.push(entry);
                let what = if how % 2 == 0 {
                    What::Made {
                        category: "行政处罚".into(),
                        number: format!("{entry}号"),
                        day: date.clone(),
                    }
                } else {
                    What::TakenOver {
                        category: "行政处罚".into(),
                        id: id(entry),
                        number: String::new(),
                        decided: date.clone(),
                    }
                };
                Change { decision: entry, entry, agency, what }
            } else {
                let decision = decisions[usize::from(*whose) % decisions.len()];
                let what = match how % 5 {
                    0 | 1 => What::Published {
                        id: id(decision),
                        number: String::new(),
                        decided: date.clone(),
                    },
                    2 => What::Withheld { reason: "涉及国家秘密".into() },
                    3 => What::Withdrawn { id: id(decision) },
                    _ => What::SetAside,
                };
                let owner = statements
                    .iter()
                    .flat_map(|one| &one.changes)
                    .chain(&changes)
                    .find(|change: &&Change| change.decision == decision)
                    .unwrap()
                    .agency
                    .clone();
                Change { decision, entry, agency: owner, what }
            };
            // What the law does not allow did not happen.
            if books.enter(&date, &change).is_ok() {
                changes.push(change);
            } else if change.entry == change.decision {
                decisions.pop();
            }
        }
        let previous = statements
            .last()
            .map_or(String::new(), |last| last.digest(Suite::National).unwrap().to_string());
        statements.push(Statement {
            log: "example.invalid/record".into(),
            date,
            number: u64::try_from(statements.len()).unwrap() + 1,
            previous,
            size,
            running: false,
            changes,
            totals: books.totals().clone(),
        });
    }
    statements
}

fn list(books: &Books) -> Vec<Listed> {
    books
        .published()
        .filter_map(|(_, standing, day)| match standing {
            Standing::Published(id, number, decided) => Some(Listed {
                id: id.clone(),
                number: number.clone(),
                decided: decided.clone(),
                published: day.to_owned(),
            }),
            _ => None,
        })
        .collect()
}

fn fate() -> impl Strategy<Value = Vec<Vec<(u8, u8)>>> {
    prop::collection::vec(prop::collection::vec((any::<u8>(), any::<u8>()), 0..6), 2..12)
}

proptest! {
    #[test]
    fn whatever_happens_to_decisions_the_statements_follow_add_up_and_match_the_list(fate in fate()) {
        let statements = year(&fate);
        let (books, faults) = check(Suite::National, &statements);
        prop_assert_eq!(&faults, &vec![]);
        prop_assert_eq!(compare(&books, &list(&books)), vec![]);
        prop_assert!(books.totals().values().all(Totals::add_up));
        prop_assert_eq!(prefix(&statements[..statements.len() / 2], &statements), vec![]);
    }

    #[test]
    fn whatever_change_is_left_out_of_a_statement_the_check_names_the_day(fate in fate(), pick in any::<prop::sample::Index>()) {
        let statements = year(&fate);
        let places: Vec<(usize, usize)> = statements
            .iter()
            .enumerate()
            .flat_map(|(day, one)| (0..one.changes.len()).map(move |place| (day, place)))
            .collect();
        prop_assume!(!places.is_empty());
        let (day, place) = places[pick.index(places.len())];
        // Of the last day only the reader's own copy tells, where the same copy was released once more.
        prop_assume!(day + 1 < statements.len());
        let mut forged = statements.clone();
        forged[day].changes.remove(place);
        let (_, faults) = check(Suite::National, &forged);
        // The sums of the day itself, or at the latest the digest that the next day repeats.
        let days = [&forged[day].date, &forged[day + 1].date];
        prop_assert!(faults.iter().any(|fault| days.contains(&&fault.date)));
        let kept = prefix(&statements, &forged);
        prop_assert_eq!(kept.iter().map(|fault| fault.date.clone()).collect::<Vec<_>>(), vec![statements[day].date.clone()]);
    }

    #[test]
    fn whatever_public_decision_is_gone_or_redated_the_comparison_names_it(fate in fate(), pick in any::<prop::sample::Index>(), gone in any::<bool>()) {
        let statements = year(&fate);
        let (books, _) = check(Suite::National, &statements);
        let mut listed = list(&books);
        prop_assume!(!listed.is_empty());
        let place = pick.index(listed.len());
        let day = listed[place].published.clone();
        if gone {
            listed.remove(place);
        } else {
            listed[place].decided = "1999-12-31".into();
        }
        let faults = compare(&books, &listed);
        prop_assert_eq!(faults.len(), 1);
        prop_assert_eq!(&faults[0].date, &day);
    }
}

#[test]
fn given_a_statement_that_is_missing_in_the_middle_then_the_chain_says_so() {
    let mut statements = year(&[vec![(0, 0)], vec![(1, 6)], vec![(2, 0)]]);
    statements.remove(1);
    let (_, faults) = check(Suite::National, &statements);
    let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
    assert!(codes.contains(&"statement.number") && codes.contains(&"statement.chain"), "{codes:?}");
    assert!(faults.iter().all(|fault| fault.date == "2026-01-03"));
}

#[test]
fn given_a_kept_statement_of_a_day_that_was_not_over_then_it_promises_nothing() {
    let statements = year(&[vec![(0, 0)], vec![(1, 0)]]);
    let mut kept = statements.clone();
    kept[1].running = true;
    kept[1].changes.clear();
    assert_eq!(prefix(&kept, &statements), vec![]);
}
