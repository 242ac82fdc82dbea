//! What was handed in for one step in the life of a card, a device or a room, read strictly: an unknown field is refused, a wrong
//! one is named, and everything that is wrong is told at once.
//!
//! What this is not: the form of an act, whose fields stand in the pack (see [`crate::form`]).

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::refusal::Refusal;

/// Most items of a list.
const MOST: usize = 40;

/// The fields of a step with what is wrong about them so far.
pub(crate) struct StepForm<'a> {
    fields: &'a Map<String, Value>,
    faults: Vec<Refusal>,
}

impl<'a> StepForm<'a> {
    /// A form of which nothing has been read yet.
    pub(crate) fn new(fields: &'a Map<String, Value>) -> Self {
        Self { fields, faults: Vec::new() }
    }

    /// Everything that is wrong; none where all is right.
    pub(crate) fn faults(self) -> Option<Vec<Refusal>> {
        (!self.faults.is_empty()).then_some(self.faults)
    }

    /// Notes that a field is wrong.
    pub(crate) fn wrong(&mut self, code: &str, field: &str, message: &str) {
        self.faults.push(Refusal::new(code, message).at(field));
    }

    /// Refuses every field that is not one of these.
    pub(crate) fn only(&mut self, names: &[&str]) {
        for name in self.fields.keys().filter(|name| !names.contains(&name.as_str())) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            self.faults.push(
                Refusal::new("input.unknown", format!("这一步没有“{shown}”这一项")).at(&shown),
            );
        }
    }

    /// Text that may be missing.
    pub(crate) fn text_if(&mut self, name: &str, longest: usize) -> String {
        let text = match self.fields.get(name) {
            None | Some(Value::Null) => "",
            Some(Value::String(text)) => text.trim(),
            Some(_) => {
                self.wrong("input.type", name, "应当是文字");
                ""
            }
        };
        if text.chars().count() > longest || text.chars().any(char::is_control) {
            self.wrong("input.too_long", name, &format!("不超过 {longest} 个字，不含控制字符"));
        }
        text.to_owned()
    }

    /// Text that must be there.
    pub(crate) fn text(&mut self, name: &str, longest: usize) -> String {
        let text = self.text_if(name, longest);
        if text.is_empty() && !self.faults.iter().any(|held| held.field.as_deref() == Some(name)) {
            self.wrong("input.required", name, "不能空着");
        }
        text
    }

    /// Yes or no; what is missing is no.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.fields.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Yes or no that must be said.
    pub(crate) fn answer(&mut self, name: &str) -> bool {
        let said = self.fields.get(name).and_then(Value::as_bool);
        if said.is_none() {
            self.wrong("input.required", name, "请选择是或者否");
        }
        said.unwrap_or(false)
    }

    /// A day that must be there.
    pub(crate) fn day(&mut self, name: &str) -> Option<Date> {
        let text = self.text(name, 10);
        let day = crate::form::date(&text).filter(|day| crate::form::in_use(*day));
        if day.is_none() && !text.is_empty() {
            self.wrong("input.date", name, "写成 2026-03-02 这样的日期");
        }
        day
    }

    /// A whole number within bounds that must be there.
    pub(crate) fn whole(&mut self, name: &str, from: i64, to: i64, message: &str) -> Option<i64> {
        let number = self.fields.get(name).and_then(Value::as_i64);
        let number = number.filter(|number| (from..=to).contains(number));
        if number.is_none() {
            self.wrong("input.choice", name, message);
        }
        number
    }

    /// A whole number within bounds that may be missing.
    pub(crate) fn whole_if(
        &mut self,
        name: &str,
        from: i64,
        to: i64,
        message: &str,
    ) -> Option<i64> {
        match self.fields.get(name) {
            None | Some(Value::Null) => None,
            Some(_) => self.whole(name, from, to, message),
        }
    }

    /// Texts; blank ones are left out.
    pub(crate) fn list(&mut self, name: &str, required: bool) -> Vec<String> {
        let held = self.fields.get(name).and_then(Value::as_array);
        let items: Vec<String> = held
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
            .take(MOST)
            .collect();
        if required && items.is_empty() {
            self.wrong("input.required", name, "至少写一项");
        }
        items
    }
}
