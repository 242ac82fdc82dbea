//! Registers that procedures use (执法主体、事项、法律法规库、裁量基准 …): which columns an entry has, under which names offices
//! write them, and what makes an entry this entry. One file of a pack says one register; a register more is a file more.
//!
//! What this is not: the entries. They are versioned and published by people (see `domain`), never by a pack.

use std::collections::BTreeSet;

use serde::Serialize;
use toml::Spanned;
use toml::de::DeTable;

use crate::citation::{self, Citation};
use crate::fault::PackFault;
use crate::source::{Source, Table, near};

/// Folder of a pack in which each file is one register.
pub(crate) const FOLDER: &str = "registers/";
/// Longest text of a column where the pack says nothing, in characters.
const LONGEST: usize = 300;
/// Longest text of a `long` column where the pack says nothing.
const LONGEST_LONG: usize = 20_000;

/// One register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Register {
    /// Stable id, also its name on the command line: `items`, `inspection-list`.
    pub id: String,
    /// Name shown to people.
    pub title: String,
    /// What one entry is called.
    pub noun: String,
    /// One or two sentences.
    pub help: String,
    /// Place in lists of registers.
    pub place: i64,
    /// Articles that require it.
    pub basis: Vec<String>,
    /// Published entries are shown to the public.
    pub public: bool,
    /// Columns whose values make an entry this entry.
    pub key: Vec<String>,
    /// Column whose value names an entry.
    pub name: String,
    /// Column by which entries are grouped, and per whose value “无此类事项” may be stated.
    pub category: Option<String>,
    /// Every value of the grouping column must have an entry, or a statement that there is none.
    pub every: bool,
    /// Column that names the item an entry is about.
    pub parent: Option<String>,
    /// Its columns, in the order of the table.
    pub columns: Vec<Column>,
}

/// One column of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Stable id.
    pub id: String,
    /// Name shown to people.
    pub title: String,
    /// Further names under which offices write it.
    pub names: Vec<String>,
    /// What a value must be.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// Must be filled in.
    pub required: bool,
    /// Longest text, in characters.
    pub limit: usize,
    /// Values to choose from; empty where any will do.
    pub options: Vec<String>,
    /// What to write there.
    pub help: String,
    /// Shown to the public with the entry.
    pub public: bool,
    /// Column in whose words the value stands, where it was not given by itself: the amounts of a 裁量标准.
    pub from: Option<String>,
}

/// Columns that can be read out of the words of another one.
pub const READABLE: &[&str] =
    &["fine_min", "fine_max", "multiple_min", "multiple_max", "percent_min", "percent_max", "base"];

/// What a value of a column must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnType {
    /// One line of text.
    Text,
    /// Text of several lines.
    Long,
    /// A day.
    Day,
    /// Money, kept in 分.
    Money,
    /// Yes or no.
    YesNo,
    /// A list of texts.
    List,
    /// Letters, digits, `-`, `_` and `.`.
    Code,
    /// One of the options.
    Choice,
    /// A whole number from 0.
    Integer,
    /// A number with decimals, kept as text: multiples and percentages.
    Decimal,
    /// Id of an agency of the platform.
    Agency,
    /// Id of a procedure of the pack.
    Procedure,
    /// Code of an entry of the register `items`.
    Item,
}

/// Words for the types, as packs write them.
const TYPES: &[(&str, ColumnType)] = &[
    ("text", ColumnType::Text),
    ("long", ColumnType::Long),
    ("day", ColumnType::Day),
    ("money", ColumnType::Money),
    ("yesno", ColumnType::YesNo),
    ("list", ColumnType::List),
    ("code", ColumnType::Code),
    ("choice", ColumnType::Choice),
    ("integer", ColumnType::Integer),
    ("decimal", ColumnType::Decimal),
    ("agency", ColumnType::Agency),
    ("procedure", ColumnType::Procedure),
    ("item", ColumnType::Item),
];

impl Register {
    /// A column by its id.
    pub fn column(&self, id: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    /// Values that the grouping column may have; empty where any will do or there is none.
    pub fn categories(&self) -> &[String] {
        self.category
            .as_deref()
            .and_then(|column| self.column(column))
            .map_or(&[], |column| column.options.as_slice())
    }
}

/// Reads one register and checks it as far as it can be checked alone.
pub(crate) fn file<'t>(source: &Source<'t>, document: &Spanned<DeTable<'t>>) -> Register {
    let table = Table::new(source, document.get_ref(), 1, "名录");
    let mut columns = Vec::new();
    let mut seen = BTreeSet::new();
    for part in table.tables("column", "栏目") {
        let column = column(source, &part);
        if !seen.insert(column.id.clone()) {
            source.fault(part.line, format!("栏目 {} 写了两次", column.id), "改一个编号或删掉一个");
        }
        columns.push(column);
    }
    let register = Register {
        id: table.text("id"),
        title: table.text("title"),
        noun: table.text("noun"),
        help: table.text("help"),
        place: table.integer("place"),
        basis: table.texts("basis"),
        public: table.flag("public", true),
        key: table.texts("key"),
        name: table.text("name"),
        category: table.text_if("category"),
        every: table.flag("every", false),
        parent: table.text_if("parent"),
        columns,
    };
    table.finish();
    if !is_id(&register.id) {
        source.fault(
            table.line_of("id"),
            "名录的编号只能由小写字母、数字和 - 组成",
            "例如 inspection-list",
        );
    }
    let known: Vec<&str> = register.columns.iter().map(|column| column.id.as_str()).collect();
    let sources: Vec<String> =
        register.columns.iter().filter_map(|column| column.from.clone()).collect();
    let named = [
        ("column", sources.as_slice()),
        ("key", register.key.as_slice()),
        ("name", std::slice::from_ref(&register.name)),
        ("category", register.category.as_slice()),
        ("parent", register.parent.as_slice()),
    ];
    for (key, columns) in named {
        for column in columns.iter().filter(|column| !known.contains(&column.as_str())) {
            source.fault(
                table.line_of(key),
                format!("名录的 {key} 写了没有的栏目「{column}」"),
                format!("{}可以写：{}", near(column, &known), known.join("、")),
            );
        }
    }
    if register.key.is_empty() {
        source.fault(table.line, "名录缺少 key", "写上哪些栏目合起来认得出一条");
    }
    if register.every && register.categories().is_empty() {
        source.fault(
            table.line_of("every"),
            "写了 every 的名录，category 应当是有 options 的选择栏",
            "写上每一类叫什么，或者去掉 every",
        );
    }
    register
}

fn column(source: &Source<'_>, table: &Table<'_, '_>) -> Column {
    let kind = table.one_of("type", TYPES, ColumnType::Text);
    let usual = match kind {
        ColumnType::Long => LONGEST_LONG,
        ColumnType::Code | ColumnType::Item | ColumnType::Agency | ColumnType::Procedure => 64,
        _ => LONGEST,
    };
    let limit =
        table.integer_if("limit").map_or(usual, |limit| usize::try_from(limit).unwrap_or(0));
    let column = Column {
        id: table.text("id"),
        title: table.text("title"),
        names: table.texts("names"),
        kind,
        required: table.flag("required", false),
        limit,
        options: table.texts("options"),
        help: table.text_if("help").unwrap_or_default(),
        public: table.flag("public", true),
        from: table.text_if("from"),
    };
    table.finish();
    if column.from.is_some() && !READABLE.contains(&column.id.as_str()) {
        source.fault(
            table.line_of("from"),
            format!("栏目 {} 不能从别的栏目的文字里读出", column.id),
            format!("能读出的有：{}", READABLE.join("、")),
        );
    }
    if kind == ColumnType::Choice && column.options.is_empty() {
        source.fault(
            table.line,
            format!("栏目 {} 是选择，没有 options", column.id),
            "写上可以选什么",
        );
    }
    if limit == 0 {
        source.fault(table.line_of("limit"), "limit 应当大于 0", "写上最多多少个字");
    }
    column
}

/// What only all registers and the statutes together can tell: ids said twice, articles that do not exist.
pub(crate) fn check(
    registers: &[(String, Register)],
    statutes: &[(&str, Option<u32>)],
) -> Vec<PackFault> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let codes: Vec<&str> = statutes.iter().map(|(code, _)| *code).collect();
    for (file, register) in registers {
        let mut fault = |message: String, advice: &str| {
            faults.push(PackFault {
                file: file.clone(),
                line: 1,
                message,
                advice: advice.to_owned(),
            });
        };
        if !seen.insert(&register.id) {
            fault(format!("名录 {} 写了两次", register.id), "改一个编号或删掉一个文件");
        }
        if register.basis.is_empty() {
            fault(format!("名录「{}」没有依据", register.title), "在 basis 里写上法律代号和条号");
        }
        for part in register.basis.iter().flat_map(|text| citation::split(text)) {
            let Some(cited) = Citation::parse(part, &codes) else {
                let message = format!("名录的依据「{part}」引用的法律不在目录里，或写法不对");
                fault(message, "写成法律代号加条号，例如 处罚法34");
                continue;
            };
            let held = statutes.iter().filter(|(code, _)| *code == cited.code);
            let Some(last) = held.filter_map(|(_, articles)| *articles).max() else { continue };
            if let Some(article) = cited.articles.iter().find(|n| **n == 0 || **n > last) {
                fault(
                    format!("名录引用了{}第 {article} 条，这部法律只有 {last} 条", cited.code),
                    "核对条号",
                );
            }
        }
    }
    faults
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

impl crate::model::Pack {
    /// A register by its id.
    pub fn register(&self, id: &str) -> Option<&Register> {
        self.registers.iter().find(|register| register.id == id)
    }
}
