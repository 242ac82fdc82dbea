//! Lists of matters: what may be asked for, what is shown, and the same taken out as a table.
//!
//! What this is not: spreadsheets (the web crate writes them), nor search of public decisions (see [`crate::public`]).

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use zhiheng_domain::Power;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::light::{Light, LightState, due_range};
use crate::page::stage_title;
use crate::ports::{MatterFilter, MatterRow, MatterSort, Status, StoreError};
use crate::sealing::kind;
use crate::shapes::{Id, Titled};
use crate::tree::Tree;

/// Rows on one page where the caller does not say.
const PAGE: usize = 50;
/// Most rows on one page.
const MOST: usize = 500;
/// Most rows taken out at once.
pub const MOST_EXPORTED: usize = 100_000;
/// Longest value of a filter, in bytes.
const LONGEST: usize = 400;

/// One matter in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatterListRow {
    /// Id.
    pub id: String,
    /// Number, once given.
    pub number: Option<String>,
    /// Title for staff.
    pub title: String,
    /// Procedure id.
    pub procedure: String,
    /// `案件` or `信访事项`.
    pub noun: String,
    /// Enforcement category.
    pub category: String,
    /// Stage.
    pub stage: Titled,
    /// Legal step.
    pub step: String,
    /// Agency that holds it.
    pub agency: Id,
    /// Day it was opened.
    pub opened: String,
    /// Earliest due day of what is owed.
    pub due: Option<String>,
    /// How it stands.
    pub light: Light,
    /// Names of those who handle it.
    pub handlers: Vec<String>,
    /// `open`, `closed`, `archived`.
    pub status: String,
    /// Marked major by the review catalogue.
    pub major: bool,
}

/// One page of a list of matters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatterList {
    /// The rows.
    pub items: Vec<MatterListRow>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// How many there are, where they were counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// How many there are at least, where counting stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_at_least: Option<u64>,
}

/// Names of the filters of a list of matters, in the order of the address.
pub const FILTERS: [&str; 9] =
    ["q", "procedure", "stage", "light", "agency", "status", "sort", "cursor", "limit"];

/// What a person asked a list for, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct ListQuery {
    filter: MatterFilter,
    /// The filters as given, for the record of an export.
    given: Vec<(String, String)>,
    /// Nothing can match: a light that no due day bears.
    nothing: bool,
}

impl ListQuery {
    /// What the store is asked.
    pub(crate) fn filter(&self) -> &MatterFilter {
        &self.filter
    }

    /// Nothing can match.
    pub(crate) fn shows_nothing(&self) -> bool {
        self.nothing
    }
}

impl App {
    /// Reads the filters of a list. An empty value is no filter.
    ///
    /// # Errors
    /// An unknown filter, a value that is none of those that exist, or an agency outside the caller's scope.
    pub fn list_query(
        &self,
        caller: &Caller,
        given: &[(String, String)],
    ) -> Result<ListQuery, Error> {
        let mut query = ListQuery {
            filter: MatterFilter {
                agencies: caller.agencies(),
                viewer: caller.actor.agency.clone(),
                limit: PAGE,
                ..MatterFilter::default()
            },
            given: Vec::new(),
            nothing: false,
        };
        let mut seen = Vec::new();
        for (name, value) in given {
            if seen.contains(name) {
                return Err(wrong("input.repeated", name, "这一条件只能给一次"));
            }
            seen.push(name.clone());
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            if value.len() > LONGEST {
                return Err(wrong("input.too_long", name, "条件过长"));
            }
            if value.chars().any(char::is_control) {
                return Err(wrong("input.control", name, "条件含有不能显示的控制字符"));
            }
            self.narrow(&mut query, caller, name, value)?;
            query.given.push((name.clone(), value.to_owned()));
        }
        Ok(query)
    }

    fn narrow(
        &self,
        query: &mut ListQuery,
        caller: &Caller,
        name: &str,
        value: &str,
    ) -> Result<(), Error> {
        let filter = &mut query.filter;
        match name {
            "q" => value.clone_into(&mut filter.words),
            "procedure" => {
                if !self.pack().procedures.contains_key(value) {
                    return Err(wrong("input.choice", name, "现行法律包中没有这一程序"));
                }
                filter.procedure = Some(value.to_owned());
            }
            "stage" => {
                let known = self
                    .pack()
                    .procedures
                    .values()
                    .any(|procedure| procedure.stages.iter().any(|stage| stage.id == value));
                if !known {
                    return Err(wrong("input.choice", name, "没有这一阶段"));
                }
                filter.stage = Some(value.to_owned());
            }
            "light" => {
                let light = match value {
                    "overdue" => LightState::Overdue,
                    "today" => LightState::Today,
                    "soon" => LightState::Soon,
                    "ok" => LightState::Ok,
                    _ => {
                        return Err(wrong("input.choice", name, "只能是 overdue、today、soon、ok"));
                    }
                };
                let range = due_range(self.calendar(), self.today(), light);
                let text = |day: Option<Date>| day.map(|day| day.to_string());
                match range {
                    Some((from, to)) => {
                        filter.due_from = text(from);
                        filter.due_to = text(to);
                    }
                    None => query.nothing = true,
                }
            }
            "agency" => {
                if !caller.scope.iter().any(|agency| agency == value) {
                    return Err(wrong(
                        "input.choice",
                        name,
                        "没有这一机关，或者不在您的查看范围内",
                    ));
                }
                filter.agencies = Some(vec![value.to_owned()]);
            }
            "status" => {
                filter.status = Some(match value {
                    "open" => Status::Open,
                    "closed" => Status::Closed,
                    "archived" => Status::Archived,
                    "destroyed" => Status::Destroyed,
                    _ => {
                        let choices = "只能是 open、closed、archived、destroyed";
                        return Err(wrong("input.choice", name, choices));
                    }
                });
            }
            "sort" => {
                filter.sort = match value {
                    "due" => MatterSort::Due,
                    "-due" => MatterSort::DueLast,
                    "opened" => MatterSort::Opened,
                    "-opened" => MatterSort::OpenedLast,
                    "number" => MatterSort::Number,
                    _ => {
                        let choices = "只能是 due、-due、opened、-opened、number";
                        return Err(wrong("input.choice", name, choices));
                    }
                }
            }
            "cursor" => filter.cursor = Some(value.to_owned()),
            "limit" => match value.parse::<usize>() {
                Ok(limit) if (1..=MOST).contains(&limit) => filter.limit = limit,
                _ => return Err(wrong("input.integer", name, "应是 1 至 500 的整数")),
            },
            _ => return Err(wrong("input.unknown", name, "没有这一条件")),
        }
        Ok(())
    }

    /// One page of matters.
    ///
    /// # Errors
    /// The caller may view none, the cursor is none, or the store is not there.
    pub async fn list(&self, caller: &Caller, query: &ListQuery) -> Result<MatterList, Error> {
        caller.require(Power::View)?;
        if query.nothing {
            return Ok(MatterList {
                items: Vec::new(),
                next: None,
                total: Some(0),
                total_at_least: None,
            });
        }
        let tree = self.tree().await?;
        let page = self.store().matters(&query.filter).await.map_err(of_query)?;
        Ok(MatterList {
            items: page.items.into_iter().map(|row| list_row(self, &tree, row)).collect(),
            next: page.next,
            total: page.exact.then_some(page.total),
            total_at_least: (!page.exact).then_some(page.total),
        })
    }

    /// Every matter that the filters show, at most [`MOST_EXPORTED`]; that they were taken out is put on the record first.
    ///
    /// # Errors
    /// The caller may not export, or the store is not there.
    pub async fn export_list(
        &self,
        caller: &Caller,
        query: &ListQuery,
    ) -> Result<Vec<MatterListRow>, Error> {
        caller.require(Power::View)?;
        caller.require(Power::Export)?;
        let tree = self.tree().await?;
        let mut rows = Vec::new();
        let mut filter = query.filter.clone();
        filter.limit = MOST;
        while !query.nothing && rows.len() < MOST_EXPORTED {
            let page = self.store().matters(&filter).await.map_err(of_query)?;
            rows.extend(page.items.into_iter().map(|row| list_row(self, &tree, row)));
            let Some(next) = page.next else { break };
            filter.cursor = Some(next);
        }
        rows.truncate(MOST_EXPORTED);
        self.note_export(caller, query, rows.len()).await?;
        Ok(rows)
    }

    async fn note_export(
        &self,
        caller: &Caller,
        query: &ListQuery,
        count: usize,
    ) -> Result<(), Error> {
        let filters: serde_json::Map<String, Value> = query
            .given
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
            .collect();
        let named = vec![
            ("act".to_owned(), Value::from("export.matters")),
            ("actor".to_owned(), Value::from(caller.actor.id.as_str())),
            ("agency".to_owned(), Value::from(caller.actor.agency.as_str())),
            ("count".to_owned(), Value::from(count)),
            ("filters".to_owned(), Value::Object(filters)),
        ];
        self.note(kind::EXPORT, &caller.actor.id, named).await
    }
}

/// A row of the read model as lists show it.
pub(crate) fn list_row(app: &App, tree: &Tree, row: MatterRow) -> MatterListRow {
    let open = row.status == Status::Open;
    MatterListRow {
        light: app.matter_light(row.due.as_deref(), open),
        stage: stage_title(app.pack().procedures.get(&row.procedure), &row.stage),
        agency: Id::new(&row.agency, tree.name(&row.agency)),
        status: match row.status {
            Status::Open => "open",
            Status::Closed => "closed",
            Status::Archived => "archived",
            Status::Destroyed => "destroyed",
        }
        .to_owned(),
        id: row.id,
        number: row.number,
        title: row.title,
        procedure: row.procedure,
        noun: row.noun,
        category: row.category,
        step: row.step,
        opened: row.opened,
        due: row.due,
        handlers: row.handlers,
        major: row.major,
    }
}

fn wrong(code: &str, field: &str, why: &str) -> Error {
    let field: String = field.chars().filter(|c| !c.is_control()).take(40).collect();
    Error::field(code, &field, format!("筛选条件“{field}”：{why}"))
}

/// What the store refuses of a checked query is its cursor or its words.
fn of_query(fault: StoreError) -> Error {
    match fault {
        StoreError::Input(reason) => Error::field("input.query", "cursor", reason),
        fault => Error::Store(fault),
    }
}
