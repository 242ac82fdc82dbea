//! What the platform writes into the report's forms itself: numbers, which nobody types, and drafts of the narrative, which people
//! may change.

use serde_json::{Map, Value};
use zhiheng_domain::Matter;
use zhiheng_law::ActType;
use zhiheng_law::annual::{ENTERED, narrative_field};

use super::Figures;
use super::entering;
use super::held::{drafted, year_of};
use crate::application::App;
use crate::error::Error;
use crate::perform::Wish;

/// Whether an act takes the numbers that a person enters.
fn asks(act: &ActType) -> bool {
    act.fields.iter().any(|field| field.id == ENTERED)
}

impl App {
    /// The wish with the fields that the platform fills in; `None` where the act has none. What the client sent in their place is
    /// dropped, so that no number of a report was ever typed.
    pub(crate) async fn filled(
        &self,
        wish: &Wish,
        matter: Option<&Matter>,
    ) -> Result<Option<Wish>, Error> {
        let Some(matter) = matter else { return Ok(None) };
        let Some(rules) = self.pack().report_of(&matter.procedure) else { return Ok(None) };
        let procedure = self.pack().procedures.get(&matter.procedure);
        let Some(act) = procedure.and_then(|procedure| procedure.act(&wish.act)) else {
            return Ok(None);
        };
        let mut values = self.report_fields(act, matter).await?;
        if let Some(rows) = wish.fields.get(ENTERED).filter(|_| asks(act)) {
            values.insert(ENTERED.to_owned(), entering::checked(rows, rules)?);
        }
        if values.is_empty() {
            return Ok(None);
        }
        let mut filled = wish.clone();
        filled.fields.extend(values);
        Ok(Some(filled))
    }

    /// Values of the fields of `act` that the platform fills in.
    async fn report_fields(
        &self,
        act: &ActType,
        matter: &Matter,
    ) -> Result<Map<String, Value>, Error> {
        let mut values = Map::new();
        let Some(rules) = self.pack().report_of(&matter.procedure) else { return Ok(values) };
        if !act.fields.iter().any(|field| field.filled) {
            return Ok(values);
        }
        let fact = |name: &str| {
            matter.facts.get(name).cloned().unwrap_or_else(|| Value::Array(Vec::new()))
        };
        match act.id.as_str() {
            "release" => {
                values.insert("figures".to_owned(), fact("figures"));
            }
            "correct" => {
                values.insert("before".to_owned(), fact("figures"));
                values.insert("figures".to_owned(), fact("proposed"));
                values.insert("months".to_owned(), fact("proposed_months"));
            }
            _ => {
                let figures = self.figures_of(matter).await?;
                values.insert("figures".to_owned(), figures.rows(rules));
                values.insert("months".to_owned(), figures.month_rows());
            }
        }
        Ok(values)
    }

    async fn figures_of(&self, matter: &Matter) -> Result<Figures, Error> {
        let own = std::slice::from_ref(&matter.agency);
        let counted = self.counted(Some(own), year_of(matter)).await?;
        let mut figures = counted.get(&matter.agency).cloned().unwrap_or_default();
        figures.cells.extend(Figures::read(matter.facts.get(ENTERED), None).cells);
        Ok(figures)
    }

    /// What the form of an act of the report begins with: the filled fields, to be looked at, and drafts of the narrative.
    pub(crate) async fn report_defaults(
        &self,
        act: &ActType,
        matter: &Matter,
    ) -> Result<Map<String, Value>, Error> {
        let Some(rules) = self.pack().report_of(&matter.procedure) else { return Ok(Map::new()) };
        let mut values = self.report_fields(act, matter).await?;
        if asks(act) {
            let held = Figures::read(matter.facts.get(ENTERED), None);
            values.insert(ENTERED.to_owned(), entering::proposed(rules, &held));
        }
        if act.id != "compile" {
            return Ok(values);
        }
        let figures = self.figures_of(matter).await?;
        let tree = self.tree().await?;
        let (agency, year) = (tree.name(&matter.agency), year_of(matter));
        for section in &rules.sections {
            let field = narrative_field(&section.id);
            // What was written before and sent back is proposed again by the form itself.
            if matter.text(&field).is_empty() {
                let text = drafted(&section.body, rules, &figures, agency, year);
                values.insert(field, Value::from(text));
            }
        }
        if matter.text("form").is_empty()
            && let Some(form) = rules.form("")
        {
            values.insert("form".to_owned(), Value::from(form.id.as_str()));
        }
        Ok(values)
    }
}
