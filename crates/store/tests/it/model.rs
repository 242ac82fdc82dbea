//! Random rows and filters, the same in every run, and the right answers from the store in memory.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use zhiheng_app::ports::{
    DecisionFilter, DecisionRow, DecisionSort, DutyFilter, DutyRow, MatterFilter, MatterRow,
    MatterSort, Status,
};

use crate::samples;

/// Draws the same values in every run.
pub(crate) struct Draw(TestRunner);

impl Draw {
    pub(crate) fn new() -> Self {
        Self(TestRunner::deterministic())
    }

    pub(crate) fn one<T>(&mut self, strategy: &impl Strategy<Value = T>) -> T {
        strategy.new_tree(&mut self.0).unwrap().current()
    }
}

const AGENCIES: [&str; 4] = ["140400", "140402", "140403", "140404"];
const WORDS: [&str; 8] = ["食品", "食品安全", "审核", "张三", "供暖", "A股", "2026", "安"];

fn text(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    vec(select(words), 0..4).prop_map(|words| words.join("，"))
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![4 => Just(String::new()), 4 => select(&WORDS[..]).prop_map(str::to_owned),
        1 => Just("食品 审核".to_owned()), 1 => Just("？！".to_owned())]
}

fn day() -> impl Strategy<Value = String> {
    (1..=3, 1..=28).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}"))
}

fn agency() -> impl Strategy<Value = String> {
    select(&AGENCIES[..]).prop_map(str::to_owned)
}

fn scope() -> impl Strategy<Value = Option<Vec<String>>> {
    let some = subsequence(AGENCIES.to_vec(), 0..=4);
    option::of(some.prop_map(|all| all.into_iter().map(str::to_owned).collect()))
}

fn viewer() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), agency()]
}

fn status() -> impl Strategy<Value = Status> {
    select(vec![Status::Open, Status::Closed, Status::Archived, Status::Destroyed])
}

fn stage() -> impl Strategy<Value = String> {
    select(vec!["accept", "inquire", "end"]).prop_map(str::to_owned)
}

fn procedure() -> impl Strategy<Value = String> {
    select(vec!["petition", "penalty"]).prop_map(str::to_owned)
}

pub(crate) fn matter() -> impl Strategy<Value = MatterRow> {
    let number = option::of((1..200_u32).prop_map(|n| format!("长信〔2026〕{n}号")));
    let one = (0..60_u32, number, procedure(), stage(), agency(), day());
    let other = (option::of(day()), status(), viewer(), text(&WORDS), 0..9_u64);
    (one, other).prop_map(|(one, other)| {
        let (id, number, procedure, stage, agency, opened) = one;
        let (due, status, hidden_from, search, version) = other;
        let id = format!("m{id:03}");
        MatterRow {
            number,
            procedure,
            stage,
            agency,
            opened,
            due,
            status,
            hidden_from,
            search,
            version,
            ..samples::matter(&id)
        }
    })
}

pub(crate) fn matter_filter() -> impl Strategy<Value = MatterFilter> {
    let sort = select(vec![
        MatterSort::Due,
        MatterSort::DueLast,
        MatterSort::Opened,
        MatterSort::OpenedLast,
        MatterSort::Number,
    ]);
    let one = (scope(), viewer(), word(), option::weighted(0.3, procedure()));
    let other = (
        option::weighted(0.3, stage()),
        option::weighted(0.3, status()),
        option::weighted(0.3, day()),
        option::weighted(0.3, day()),
        sort,
        1..20_usize,
    );
    (one, other).prop_map(|((agencies, viewer, words, procedure), other)| {
        let (stage, status, due_from, due_to, sort, limit) = other;
        MatterFilter {
            agencies,
            viewer,
            words,
            procedure,
            stage,
            status,
            due_from,
            due_to,
            sort,
            cursor: None,
            limit,
        }
    })
}

fn state() -> impl Strategy<Value = String> {
    select(vec!["open", "stopped", "fulfilled", "excused"]).prop_map(str::to_owned)
}

fn owner() -> impl Strategy<Value = String> {
    select(vec!["handle", "review", "publish"]).prop_map(str::to_owned)
}

fn kind() -> impl Strategy<Value = String> {
    select(vec!["notify", "publish", "record"]).prop_map(str::to_owned)
}

fn person() -> impl Strategy<Value = String> {
    select(vec!["p-1", "p-2", "p-3"]).prop_map(str::to_owned)
}

/// All duties of one matter.
pub(crate) fn duties() -> impl Strategy<Value = (String, Vec<DutyRow>)> {
    let one =
        (agency(), viewer(), state(), owner(), kind(), option::of(day()), vec(person(), 0..3));
    (0..40_u32, vec(one, 0..4)).prop_map(|(matter, all)| {
        let matter = format!("m{matter:03}");
        let rows = (0..).zip(all).map(|(n, one)| {
            let (agency, hidden_from, state, owner, kind, due, mut handlers) = one;
            handlers.dedup();
            let row = samples::duty(&matter, n);
            DutyRow { agency, hidden_from, state, owner, kind, due, handlers, ..row }
        });
        (matter.clone(), rows.collect())
    })
}

pub(crate) fn duty_filter() -> impl Strategy<Value = DutyFilter> {
    let one = (scope(), viewer(), vec(owner(), 0..2), vec(kind(), 0..2), vec(state(), 0..3));
    let matter = (0..40_u32).prop_map(|n| format!("m{n:03}"));
    let other = (
        option::weighted(0.3, person()),
        option::weighted(0.1, matter),
        option::weighted(0.3, day()),
        option::weighted(0.3, day()),
        1..40_usize,
    );
    (one, other).prop_map(|((agencies, viewer, owners, kinds, states), other)| {
        let (handler, matter, due_from, due_to, limit) = other;
        DutyFilter {
            agencies,
            viewer,
            owners,
            kinds,
            handler,
            matter,
            states,
            due_from,
            due_to,
            limit,
        }
    })
}

pub(crate) fn decision() -> impl Strategy<Value = DecisionRow> {
    let kinds = subsequence(vec!["警告", "罚款", "没收"], 0..=3);
    let one = (0..80_u32, agency(), select(vec!["行政处罚", "行政许可", ""]), kinds);
    let other = (
        select(vec!["山西省", "北京市", ""]),
        prop_oneof![9 => day(), 1 => Just(String::new())],
        option::weighted(0.4, day()),
        prop_oneof![5 => Just("published"), 1 => Just("withdrawn")],
        text(&WORDS),
        text(&WORDS),
    );
    (one, other).prop_map(|((id, agency, category, kinds), other)| {
        let (region, published, until, state, title, facts) = other;
        let row = samples::decision(&format!("d{id:03}"));
        DecisionRow {
            agency_name: format!("机关 {agency}"),
            agency,
            category: category.into(),
            kinds: kinds.into_iter().map(str::to_owned).collect(),
            region: region.into(),
            published,
            until,
            state: state.into(),
            title,
            facts,
            ..row
        }
    })
}

pub(crate) fn decision_filter() -> impl Strategy<Value = DecisionFilter> {
    let name = agency().prop_map(|agency| format!("机关 {agency}"));
    let one = (
        word(),
        option::weighted(0.3, select(vec!["行政处罚", "行政许可"]).prop_map(str::to_owned)),
        option::weighted(0.2, name),
        option::weighted(0.3, select(vec!["山西省", "北京市"]).prop_map(str::to_owned)),
        option::weighted(0.3, select(vec!["警告", "罚款"]).prop_map(str::to_owned)),
    );
    let other = (
        option::weighted(0.3, day()),
        option::weighted(0.3, day()),
        prop_oneof![Just(String::new()), day()],
        select(vec![DecisionSort::Published, DecisionSort::Relevance]),
        1..20_usize,
    );
    (one, other).prop_map(|((words, category, agency, region, kind), other)| {
        let (from, to, on, sort, limit) = other;
        DecisionFilter {
            words,
            category,
            agency,
            region,
            kind,
            from,
            to,
            on,
            sort,
            cursor: None,
            limit,
        }
    })
}
