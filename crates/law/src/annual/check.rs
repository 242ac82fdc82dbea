//! What is wrong with the rules of a yearly report: names that lead nowhere, conditions that do not compile, sums that do not add up.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    AnnualRules, ENTERED, EVERY, FormLine, FormTable, Measure, TallyCell, narrative_field,
    placeholders, spread_id,
};
use crate::citation::{self, Citation};
use crate::condition::{Condition, Root};
use crate::fault::PackFault;
use crate::model::Procedure;

/// Fills in what `*` stands for, and the cells that one report borrows of another.
pub(crate) fn spread(reports: &mut [(String, AnnualRules)], procedures: &[&Procedure]) {
    for cell in reports.iter_mut().flat_map(|(_, rules)| &mut rules.cells) {
        if cell.procedures.iter().any(|name| name == EVERY) {
            let has = |held: &&&Procedure| cell.acts.iter().any(|act| held.act(act).is_some());
            let found: BTreeSet<String> =
                procedures.iter().filter(has).map(|held| held.id.clone()).collect();
            cell.procedures = found.into_iter().collect();
        }
    }
    let all: Vec<TallyCell> = reports.iter().flat_map(|(_, rules)| &rules.cells).cloned().collect();
    for (_, rules) in reports {
        let lent = rules.borrowed.iter().filter_map(|id| all.iter().find(|cell| cell.id == *id));
        let lent: Vec<TallyCell> =
            lent.map(|cell| TallyCell { borrowed: true, ..cell.clone() }).collect();
        rules.cells.extend(lent);
    }
}

/// Names that exist, conditions that compile, columns that add up, articles that are known. Conditions are added to `compiled`.
pub(crate) fn check(
    file: &str,
    rules: &AnnualRules,
    procedures: &[&Procedure],
    statutes: &[(&str, Option<u32>)],
    compiled: &mut BTreeMap<String, Condition>,
) -> Vec<PackFault> {
    let codes: Vec<&str> = statutes.iter().map(|(code, _)| *code).collect();
    let mut desk = Desk { file, codes: &codes, faults: Vec::new() };
    for basis in &rules.basis {
        desk.cited(1, basis);
    }
    for parameter in rules.parameters.values() {
        desk.cited(1, &parameter.basis);
    }
    let mut seen = BTreeSet::new();
    for cell in &rules.cells {
        if !seen.insert(cell.id.as_str()) {
            desk.fault(cell.line, format!("格「{}」写了两次", cell.id), "删去一个，或者改名");
        }
        if !cell.borrowed {
            desk.cell(cell, procedures, compiled);
        }
    }
    for id in rules.borrowed.iter().filter(|id| rules.cell(id).is_none()) {
        desk.fault(1, format!("没有可以借用的格「{id}」"), "改成别的年报里的 [[cell]] 的 id");
    }
    for balance in &rules.balances {
        let once = [String::new()];
        let keys = if balance.keys.is_empty() { &once[..] } else { &balance.keys };
        for cell in balance.left.iter().chain(&balance.right) {
            for key in keys {
                desk.spread_cell(rules, cell, key, balance.line);
            }
        }
    }
    if !rules.forms.is_empty() && rules.forms.iter().filter(|form| form.default).count() != 1 {
        desk.fault(
            1,
            "要有、且只能有一种缺省的表样".to_owned(),
            "给一个 [[form]] 写 default = true",
        );
    }
    for form in &rules.forms {
        desk.cited(form.line, &form.basis);
        for table in &form.tables {
            desk.table(rules, table);
        }
    }
    for section in &rules.sections {
        for name in placeholders(&section.body) {
            if !matches!(name, "agency" | "year") && rules.cell(name).is_none() {
                desk.fault(
                    section.line,
                    format!("「{}」里的 {{{name}}} 不是任何一格", section.title),
                    "改成格的 id，或者 agency、year",
                );
            }
        }
    }
    desk.report(rules, procedures);
    desk.faults
}

struct Desk<'a> {
    file: &'a str,
    codes: &'a [&'a str],
    faults: Vec<PackFault>,
}

impl Desk<'_> {
    fn fault(&mut self, line: usize, message: String, advice: &str) {
        let advice = advice.to_owned();
        self.faults.push(PackFault { file: self.file.to_owned(), line, message, advice });
    }

    fn cited(&mut self, line: usize, basis: &str) {
        let bad: Vec<String> = citation::split(basis)
            .filter(|part| Citation::parse(part, self.codes).is_none())
            .map(|part| format!("依据「{part}」引用的法律不在目录里，或者写法不对"))
            .collect();
        for message in bad {
            self.fault(line, message, "写成法律代号加条号，例如 国办发〔2018〕118号（六）");
        }
    }

    fn cell(
        &mut self,
        cell: &TallyCell,
        procedures: &[&Procedure],
        compiled: &mut BTreeMap<String, Condition>,
    ) {
        let line = cell.line;
        self.cited(line, &cell.basis);
        if cell.measure == Measure::Officers {
            return;
        }
        if cell.entered {
            let counted = !cell.procedures.is_empty() || !cell.acts.is_empty();
            if counted || cell.when.is_some() || !cell.amount.is_empty() {
                self.fault(
                    line,
                    format!("格「{}」由人填报，又写了怎样数", cell.id),
                    "删去 entered，或者删去 procedures、acts、when、amount",
                );
            }
            return;
        }
        if cell.procedures.is_empty() || cell.acts.is_empty() {
            self.fault(
                line,
                format!("格「{}」没有可数的程序或者行为", cell.id),
                "在 procedures、acts 里写上 id",
            );
        }
        if (cell.measure == Measure::Amount) == cell.amount.is_empty() {
            self.fault(
                line,
                format!("格「{}」的 measure 与 amount 不相符", cell.id),
                "金额写 measure = \"amount\" 和 amount，件数两样都不写",
            );
        }
        let mut held = Vec::new();
        for name in &cell.procedures {
            match procedures.iter().find(|procedure| procedure.id == *name) {
                None => self.fault(
                    line,
                    format!("格「{}」里没有叫「{name}」的程序", cell.id),
                    "改成程序文件里的 id",
                ),
                Some(procedure) if cell.acts.iter().all(|act| procedure.act(act).is_none()) => {
                    self.fault(
                        line,
                        format!("程序「{name}」没有格「{}」要数的行为", cell.id),
                        "从 procedures 里去掉，或者改正 acts",
                    );
                }
                Some(procedure) => held.push(*procedure),
            }
        }
        let fact = |name: &str| held.iter().any(|p| p.facts.iter().any(|fact| fact.id == name));
        let field = |name: &str| {
            held.iter().any(|procedure| {
                let acts = cell.acts.iter().filter_map(|act| procedure.act(act));
                acts.flat_map(|act| &act.fields).any(|field| field.id == name)
            })
        };
        let done = |name: &str| held.iter().any(|procedure| procedure.act(name).is_some());
        for source in &cell.amount {
            let known = match source.split_once('.') {
                Some(("facts", name)) => fact(name),
                Some(("fields", name)) => field(name),
                _ => false,
            };
            if !known {
                self.fault(
                    line,
                    format!("格「{}」相加的「{source}」不存在", cell.id),
                    "写成 facts.事实 或者 fields.字段",
                );
            }
        }
        let Some(when) = &cell.when else { return };
        match Condition::compile(when) {
            Err(reason) => {
                self.fault(
                    line,
                    format!("格「{}」的条件写错了：{reason}", cell.id),
                    "改正这个条件",
                );
            }
            Ok(condition) => {
                for asked in condition.references() {
                    let known = match asked.root {
                        Root::Facts => fact(&asked.name),
                        Root::Fields => field(&asked.name),
                        Root::Done => done(&asked.name),
                        Root::Param | Root::Known => false,
                    };
                    if !known {
                        self.fault(
                            line,
                            format!(
                                "格「{}」的条件里没有 {}.{}",
                                cell.id,
                                asked.root.word(),
                                asked.name
                            ),
                            "只能问 facts、fields、done 里有的",
                        );
                    }
                }
                compiled.insert(when.clone(), condition);
            }
        }
    }

    /// A cell of a line and a key of its table meet in a cell that exists.
    fn spread_cell(&mut self, rules: &AnnualRules, cell: &str, key: &str, line: usize) {
        let id = spread_id(cell, key);
        if rules.cell(&id).is_none() {
            self.fault(line, format!("没有叫「{id}」的格"), "改成 [[cell]] 的 id 和分项的 key");
        }
    }

    /// A table with lines: its cells exist, and a sum is that of lines that stand in it.
    fn lines(&mut self, rules: &AnnualRules, table: &FormTable) {
        for line in &table.lines {
            for cell in &line.cells {
                for across in table.across.iter().filter(|across| !across.key.is_empty()) {
                    self.spread_cell(rules, cell, &across.key, line.line);
                }
            }
            let stands = |cell: &String| {
                let parts = table.lines.iter().filter(|other: &&FormLine| !other.sum);
                parts.flat_map(|other| &other.cells).any(|held| held == cell)
            };
            let mut once: Vec<&String> = line.cells.iter().collect();
            once.sort();
            once.dedup();
            if line.sum && !(line.cells.iter().all(stands) && once.len() == line.cells.len()) {
                self.fault(
                    line.line,
                    format!("「{}」的「{}」不是表里各行之和", table.title, line.title),
                    "合计的 cells 要是别的行的格，每格一次",
                );
            }
        }
        if table.across.iter().all(|across| across.key.is_empty()) || !table.columns.is_empty() {
            self.fault(
                table.lines.first().map_or(1, |line| line.line),
                format!("「{}」既有行又有栏，或者没有写横着的分项", table.title),
                "有 lines 的表写 across，不写 columns",
            );
        }
    }

    fn table(&mut self, rules: &AnnualRules, table: &FormTable) {
        if !table.lines.is_empty() {
            self.lines(rules, table);
        }
        for column in &table.columns {
            for id in column.cells.iter().chain(&column.share) {
                if rules.cell(id).is_none() {
                    self.fault(
                        column.line,
                        format!("「{}」的「{}」里没有叫「{id}」的格", table.title, column.title),
                        "改成 [[cell]] 的 id",
                    );
                }
            }
            if !matches!((column.cells.len(), column.share.len()), (1.., 0) | (0, 2)) {
                self.fault(
                    column.line,
                    format!("「{}」的「{}」没有写明取哪些格", table.title, column.title),
                    "写 cells，或者写 share = [分子, 分母]",
                );
            }
            let mixed: BTreeSet<Option<Measure>> =
                column.cells.iter().map(|id| rules.cell(id).map(|cell| cell.measure)).collect();
            if mixed.len() > 1 {
                self.fault(
                    column.line,
                    format!("「{}」的「{}」把件数和金额加在一起", table.title, column.title),
                    "分成两栏",
                );
            }
            if column.sum {
                let mut parts: Vec<&String> = table
                    .columns
                    .iter()
                    .filter(|other| !other.sum && other.unit == column.unit)
                    .flat_map(|other| &other.cells)
                    .collect();
                let mut whole: Vec<&String> = column.cells.iter().collect();
                parts.sort();
                whole.sort();
                if parts != whole {
                    self.fault(
                        column.line,
                        format!("「{}」的合计不等于单位为{}的各栏之和", table.title, column.unit),
                        "合计的 cells 要正好是同单位各栏的格，每格一次",
                    );
                }
            }
        }
    }

    /// The report is a matter; each part of the narrative is a field of the act that compiles it.
    fn report(&mut self, rules: &AnnualRules, procedures: &[&Procedure]) {
        let Some(report) = procedures.iter().find(|procedure| procedure.id == rules.procedure)
        else {
            return;
        };
        if rules.entered().next().is_some() && !report.facts.iter().any(|fact| fact.id == ENTERED) {
            self.fault(
                1,
                format!("程序「{}」没有存放填报的数的事实 {ENTERED}", report.id),
                "加上这个事实，以及填报的行为",
            );
        }
        for section in &rules.sections {
            let field = narrative_field(&section.id);
            let held = report.facts.iter().any(|fact| fact.id == field);
            let asked =
                report.acts.iter().any(|act| act.fields.iter().any(|held| held.id == field));
            if !held || !asked {
                self.fault(
                    section.line,
                    format!("年报的程序里没有「{}」这一部分的字段 {field}", section.title),
                    "在年报的程序里加上这个事实和字段，或者删去这一部分",
                );
            }
        }
    }
}
