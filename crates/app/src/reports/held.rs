//! The report as a matter: what was compiled, published and corrected.

use jiff::civil::Date;
use serde_json::Value;
use zhiheng_domain::Matter;
use zhiheng_law::AnnualRules;
use zhiheng_law::annual::{ENTERED, narrative_field, placeholders};

use super::figures::{Figures, shown};
use super::shapes::{Correction, Entry, Narrative};
use crate::application::App;
use crate::error::Error;
use crate::page::stage_title;
use crate::ports::MatterFilter;
use crate::sealing;
use crate::shapes::Titled;
use crate::tree::Tree;

/// Reports that are looked through, at most.
const MOST: usize = 20_000;

/// One report.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) matter: Matter,
    pub(crate) stage: String,
    /// Corrections, in order.
    corrections: Vec<Corrected>,
    names: Vec<(String, String, Date)>,
    /// Who entered what the platform does not know, in order.
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Corrected {
    day: Date,
    reason: String,
    before: Figures,
    now: Figures,
}

impl Held {
    pub(super) fn year(&self) -> i16 {
        year_of(&self.matter)
    }

    /// Day on which it was published.
    pub(super) fn published(&self) -> Option<Date> {
        self.matter.done.iter().find(|done| done.act == "release").map(|done| done.day)
    }

    pub(super) fn corrected(&self) -> Option<Date> {
        self.corrections.last().map(|correction| correction.day)
    }

    /// The numbers that were compiled, or corrected since.
    pub(super) fn figures(&self) -> Figures {
        Figures::read(self.matter.facts.get("figures"), self.matter.facts.get("months"))
    }

    /// The numbers that a person entered, the newest.
    pub(super) fn entered(&self) -> Figures {
        Figures::read(self.matter.facts.get(ENTERED), None)
    }

    /// Who entered them, newest first.
    pub(super) fn entries(&self) -> Vec<Entry> {
        self.entries.iter().rev().cloned().collect()
    }

    pub(super) fn matter_ref(&self, _: &Tree) -> Titled {
        Titled::new(&self.matter.id, &self.stage)
    }

    pub(super) fn corrections(&self, rules: &AnnualRules) -> Vec<Correction> {
        self.corrections
            .iter()
            .map(|held| Correction {
                day: held.day.to_string(),
                reason: held.reason.clone(),
                changes: held.before.changes(&held.now, rules, true),
            })
            .collect()
    }

    /// Who did what, in order: `编制 2027-01-06 某某`.
    pub(super) fn signoffs(&self) -> Vec<String> {
        self.names.iter().map(|(act, name, day)| format!("{act} {day} {name}")).collect()
    }
}

/// Year of a report's matter; 0 where none was said.
pub(super) fn year_of(matter: &Matter) -> i16 {
    let year = matter.facts.get("year").and_then(Value::as_i64).unwrap_or(0);
    i16::try_from(year).unwrap_or(0)
}

/// The narrative: as it was compiled, otherwise drafted from the numbers.
pub(super) fn narrative(
    held: Option<&Held>,
    rules: &AnnualRules,
    figures: &Figures,
    agency: &str,
    year: i16,
) -> Vec<Narrative> {
    rules
        .sections
        .iter()
        .map(|section| {
            let said = held.map(|held| held.matter.text(&narrative_field(&section.id)));
            let text = said.filter(|text| !text.is_empty()).map(ToOwned::to_owned);
            Narrative {
                id: section.id.clone(),
                title: section.title.clone(),
                behind: section.behind,
                text: text.unwrap_or_else(|| drafted(&section.body, rules, figures, agency, year)),
            }
        })
        .collect()
}

/// A draft with its numbers filled in.
pub(super) fn drafted(
    body: &str,
    rules: &AnnualRules,
    figures: &Figures,
    agency: &str,
    year: i16,
) -> String {
    let mut text = body.to_owned();
    for name in placeholders(body) {
        let value = match name {
            "agency" => agency.to_owned(),
            "year" => year.to_string(),
            id => match rules.cell(id) {
                Some(cell) => shown(figures.get(id), cell.measure, &cell.unit),
                None => continue,
            },
        };
        text = text.replace(&format!("{{{name}}}"), &value);
    }
    text
}

impl App {
    /// The report of an agency and year, where there is one.
    pub(super) async fn held_report(
        &self,
        rules: &AnnualRules,
        agency: &str,
        year: i16,
    ) -> Result<Option<Held>, Error> {
        let held = self.held_reports(rules, Some(vec![agency.to_owned()])).await?;
        Ok(held.into_iter().find(|held| held.year() == year))
    }

    /// The matter of an agency's report of a kind, where there is one.
    ///
    /// # Errors
    /// There is no such kind, or the store is not there.
    pub async fn report_matter(
        &self,
        report: &str,
        agency: &str,
        year: i16,
    ) -> Result<Option<String>, Error> {
        let rules = self.rules(report)?;
        Ok(self.held_report(rules, agency, year).await?.map(|held| held.matter.id))
    }

    /// Reports of these agencies, or of all.
    pub(super) async fn held_reports(
        &self,
        rules: &AnnualRules,
        agencies: Option<Vec<String>>,
    ) -> Result<Vec<Held>, Error> {
        let mut filter = MatterFilter {
            agencies,
            procedure: Some(rules.procedure.clone()),
            limit: 500,
            ..MatterFilter::default()
        };
        let mut found = Vec::new();
        loop {
            let page = self.store().matters(&filter).await?;
            for row in page.items {
                let Some(row) = self.store().matter(&row.id).await? else { continue };
                let matter: Matter = serde_json::from_str(&row.snapshot)
                    .map_err(|error| Error::Internal(format!("snapshot of {}: {error}", row.id)))?;
                let stage =
                    stage_title(self.pack().procedures.get(&rules.procedure), &row.stage).title;
                found.push(self.with_history(matter, stage).await?);
            }
            filter.cursor = page.next;
            if filter.cursor.is_none() || found.len() >= MOST {
                return Ok(found);
            }
        }
    }

    /// What the events say besides the state: who signed off, and what each correction changed.
    async fn with_history(&self, matter: Matter, stage: String) -> Result<Held, Error> {
        const SIGNED: [(&str, &str); 9] = [
            ("enter", "填报"),
            ("compile", "编制"),
            ("examine", "审核"),
            ("approve_report", "批准"),
            ("release", "公布"),
            ("send_government", "报送本级人民政府"),
            ("send_superior", "报送上级主管部门"),
            ("send_office", "提交"),
            ("correct", "更正"),
        ];
        let mut held =
            Held { stage, corrections: Vec::new(), names: Vec::new(), entries: Vec::new(), matter };
        let entered = held.matter.done.iter().any(|done| done.act == "enter");
        if held.published().is_none() && !entered {
            return Ok(held);
        }
        let mut reason = String::new();
        for stored in self.store().stream(&format!("matter:{}", held.matter.id), 0).await? {
            let event = sealing::event_of(&stored.content)?;
            if let Some((_, title)) = SIGNED.iter().find(|(act, _)| *act == event.act) {
                held.names.push(((*title).to_owned(), event.actor.name.clone(), event.day));
            }
            match event.act.as_str() {
                "enter" => {
                    let source = event.fields.get("entered_source").and_then(Value::as_str);
                    held.entries.push(Entry {
                        by: event.actor.name.clone(),
                        day: event.day.to_string(),
                        source: source.unwrap_or_default().to_owned(),
                    });
                }
                "propose_correction" => {
                    let said = event.fields.get("reason").and_then(Value::as_str);
                    said.unwrap_or_default().clone_into(&mut reason);
                }
                "correct" => held.corrections.push(Corrected {
                    day: event.day,
                    reason: reason.clone(),
                    before: Figures::read(event.fields.get("before"), None),
                    now: Figures::read(event.fields.get("figures"), None),
                }),
                _ => {}
            }
        }
        if held.published().is_none() {
            held.names.clear();
        }
        Ok(held)
    }
}
