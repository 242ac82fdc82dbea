//! The period rules read a second time, from the bare tables of `periods.toml`.

use toml::{Table, Value};

/// What a period is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hour,
    /// Days, whatever they are.
    Day,
    /// Working days.
    WorkingDay,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// How a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Forwards, to a last day.
    Forward(u32, Unit),
    /// Forwards, to the first day on which an event may be held.
    Notice(u32, Unit),
    /// Backwards from an event.
    Back(u32, Unit),
    /// A fixed day of the following year.
    Annual {
        /// Month.
        month: u32,
        /// Day.
        day: u32,
    },
    /// So much a day from the next day on.
    Rate,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Code.
    pub code: String,
    /// How it counts.
    pub count: Count,
    /// A last day that is off moves on.
    pub rolls: bool,
    /// Extensions that the law allows: the most of each, none where the length is open.
    pub extensions: Vec<Option<(u32, Unit)>>,
}

/// Every rule, with the rules under options.
#[derive(Debug, Clone, Default)]
pub struct RuleBook {
    /// In the order of the file.
    pub rules: Vec<Rule>,
}

impl RuleBook {
    /// Reads `periods.toml`.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(text: &str) -> Result<Self, String> {
        let root: Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let agency_rolls = root
            .get("last_day")
            .and_then(|table| table.get("agency"))
            .and_then(Value::as_str)
            .is_some_and(|word| word == "forward");
        let mut rules = Vec::new();
        for table in root.get("rule").and_then(Value::as_array).into_iter().flatten() {
            let code = text_of(table, "code");
            let rolls = match (text_of(table, "roll"), text_of(table, "bearer")) {
                ("forward", _) => true,
                ("", "agency") => agency_rolls,
                _ => false,
            };
            let extensions = table
                .get("extensions")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .flat_map(|entry| vec![length(entry); number(entry, "times").unwrap_or(1) as usize])
                .collect::<Vec<_>>();
            let count = count(table).ok_or_else(|| format!("{code} counts in no known way"))?;
            rules.push(Rule {
                code: code.to_owned(),
                count,
                rolls,
                extensions: extensions.clone(),
            });
            for option in table.get("options").and_then(Value::as_array).into_iter().flatten() {
                let (amount, unit) = length(option).ok_or_else(|| format!("{code}: option"))?;
                let letter = match unit {
                    Unit::Hour => 'H',
                    Unit::Day => 'D',
                    Unit::WorkingDay => 'W',
                    Unit::Month => 'M',
                    Unit::Year => 'Y',
                };
                rules.push(Rule {
                    code: format!("{code}/{amount}{letter}"),
                    count: directed(text_of(table, "direction"), amount, unit),
                    rolls,
                    extensions: extensions.clone(),
                });
            }
        }
        Ok(Self { rules })
    }

    /// The rule of a code.
    pub fn get(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code == code)
    }
}

fn count(table: &Value) -> Option<Count> {
    Some(match text_of(table, "kind") {
        "rate" => Count::Rate,
        "annual" => Count::Annual { month: number(table, "month")?, day: number(table, "day")? },
        _ => {
            let (amount, unit) = length(table)?;
            directed(text_of(table, "direction"), amount, unit)
        }
    })
}

fn directed(direction: &str, amount: u32, unit: Unit) -> Count {
    match direction {
        "minimum" => Count::Notice(amount, unit),
        "before" => Count::Back(amount, unit),
        _ => Count::Forward(amount, unit),
    }
}

fn length(table: &Value) -> Option<(u32, Unit)> {
    let unit = match text_of(table, "unit") {
        "hour" => Unit::Hour,
        "natural_day" => Unit::Day,
        "working_day" => Unit::WorkingDay,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => return None,
    };
    Some((number(table, "amount")?, unit))
}

fn number(table: &Value, key: &str) -> Option<u32> {
    table.get(key).and_then(Value::as_integer).and_then(|number| u32::try_from(number).ok())
}

fn text_of<'a>(table: &'a Value, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}
