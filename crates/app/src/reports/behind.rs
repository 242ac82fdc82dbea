//! Behind a number: the rule by which it was counted, and the matters that count.

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::Power;
use zhiheng_law::{Measure, TallyCell};

use super::Figures;
use super::figures::shown;
use super::shapes::Entry;
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::TallyFilter;
use crate::shapes::{Id, Titled};

/// Lines of a page.
const PAGE: usize = 50;

/// The rule of one cell in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CellRule {
    /// 格
    pub id: String,
    /// 名称
    pub title: String,
    /// 单位
    pub unit: String,
    /// 计数规则
    pub rule: String,
    /// 按哪一天
    pub by: String,
    /// 依据
    pub basis: String,
    /// 规则的可信程度：read、excerpt、unverified
    pub certainty: String,
    /// 数哪些程序
    pub procedures: Vec<Titled>,
    /// 数哪些行为
    pub acts: Vec<String>,
    /// 法律包里的条件
    pub when: Option<String>,
    /// 同组只数一次，入最重的一格
    pub heaviest: bool,
    /// 平台不知道，由人填报
    pub entered: bool,
}

/// The matters behind a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Lines {
    /// 规则
    pub rule: CellRule,
    /// 机关
    pub agency: Id,
    /// 年度
    pub year: i16,
    /// 现在数得的数
    pub now: String,
    /// 一页的事项
    pub lines: Vec<Line>,
    /// 下一页从哪里起；没有的是最后一页
    pub next: Option<String>,
    /// 由人填报的数：谁、哪一天、依据什么，最近的在前；平台计数的为空
    pub entries: Vec<Entry>,
}

/// One matter, or one act on it, that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Line {
    /// 事项；无权查看的为空
    pub matter: Option<String>,
    /// 编号
    pub number: String,
    /// 名称
    pub title: String,
    /// 日期
    pub day: String,
    /// 金额；不计金额的为空
    pub amount: String,
}

impl App {
    /// Behind the number of a cell: the rule, and a page of what counts. `after` is the `next` of the page before.
    ///
    /// # Errors
    /// The caller may not view matters, the agency is none of theirs, there is no such cell, or the page is none.
    pub async fn annual_lines(
        &self,
        caller: &Caller,
        (report, agency, year): (&str, &str, i16),
        cell: &str,
        after: Option<&str>,
    ) -> Result<Lines, Error> {
        caller.require(Power::View)?;
        if !caller.scope.iter().any(|held| held == agency) {
            return Err(Error::Missing { what: "这个机关".to_owned() });
        }
        let rules = self.rules(report)?;
        let cell =
            rules.cell(cell).ok_or_else(|| Error::Missing { what: "这一格".to_owned() })?;
        let held = self.held_report(rules, agency, year).await?;
        let own = vec![agency.to_owned()];
        let counted = self.counted(Some(&own), year).await?;
        let now = Figures::live(counted.get(agency), held.as_ref()).get(&cell.id);
        let after = after.map(|text| {
            let mut parts = text.splitn(3, '~');
            let day = parts.next().unwrap_or_default().to_owned();
            let matter = parts.next().unwrap_or_default().to_owned();
            (day, matter, parts.next().and_then(|version| version.parse().ok()).unwrap_or(0))
        });
        let filter = TallyFilter {
            agency: agency.to_owned(),
            cell: cell.id.clone(),
            year,
            after,
            limit: PAGE + 1,
        };
        let mut rows = self.store().tallies(&filter).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let last = rows.last().map(|row| format!("{}~{}~{}", row.day, row.matter, row.version));
        let mut lines = Vec::new();
        for row in rows {
            let amount = match cell.measure {
                Measure::Amount => shown(row.amount, Measure::Amount, "元"),
                Measure::Count | Measure::Officers => String::new(),
            };
            // A matter that this person may not know of counts, and is not named.
            let seen = match self.load(caller, &row.matter).await {
                Ok(loaded) => Some(loaded.row),
                Err(Error::Missing { .. }) => None,
                Err(error) => return Err(error),
            };
            lines.push(Line {
                number: seen.as_ref().and_then(|held| held.number.clone()).unwrap_or_default(),
                title: seen
                    .as_ref()
                    .map_or_else(|| "您无权查看的事项".to_owned(), |held| held.title.clone()),
                matter: seen.map(|held| held.id),
                day: row.day,
                amount,
            });
        }
        let tree = self.tree().await?;
        Ok(Lines {
            rule: self.cell_rule(cell),
            agency: Id::new(agency, tree.name(agency)),
            year,
            now: shown(now, cell.measure, &cell.unit),
            lines,
            next: last.filter(|_| more),
            entries: held.filter(|_| cell.entered).map(|held| held.entries()).unwrap_or_default(),
        })
    }

    /// The rule of a cell.
    pub fn cell_rule(&self, cell: &TallyCell) -> CellRule {
        let held: Vec<&zhiheng_law::Procedure> =
            cell.procedures.iter().filter_map(|id| self.pack().procedures.get(id)).collect();
        let mut acts: Vec<String> = Vec::new();
        for act in &cell.acts {
            for title in
                held.iter().filter_map(|procedure| procedure.act(act)).map(|act| &act.title)
            {
                if !acts.contains(title) {
                    acts.push(title.clone());
                }
            }
        }
        CellRule {
            id: cell.id.clone(),
            title: cell.title.clone(),
            unit: cell.unit.clone(),
            rule: cell.rule.clone(),
            by: cell.by.clone(),
            basis: cell.basis.clone(),
            certainty: cell.certainty.clone(),
            procedures: held
                .iter()
                .map(|procedure| Titled::new(&procedure.id, &procedure.title))
                .collect(),
            acts,
            when: cell.when.clone(),
            heaviest: cell.group.is_some(),
            entered: cell.entered,
        }
    }
}
