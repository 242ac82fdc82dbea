//! The yearly reports (年报), each kind a file of the pack: the numbers of a year as the pack counts them or as a person entered
//! them, set out in a form, with a narrative; live until it is published, frozen from then on and changed by corrections alone.
//!
//! What this is not: the counting rules (see the pack and `domain::tally`), nor files (a crate of its own writes those).

mod behind;
mod entering;
mod figures;
mod filling;
mod held;
mod layout;
mod opening;
mod shapes;

pub use behind::{CellRule, Line, Lines};
pub use figures::Figures;
pub use opening::{SYSTEM, system_roles};
pub use shapes::{
    AnnualReport, Change, Correction, Entry, Head, KindChart, Narrative, PublicReport, ReportKind,
    ReportRow, ReportTable, Standing, Years,
};

use zhiheng_domain::Power;
use zhiheng_law::AnnualRules;

use crate::application::App;
use crate::caller::Caller;
use crate::error::{Error, refused};
use crate::sealing::kind;
use crate::shapes::{Id, Titled};
use held::Held;
use serde_json::Value;

/// Which year's report is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Kind of report; empty = that of law enforcement.
    pub report: String,
    /// Year.
    pub year: i16,
    /// Agency.
    pub agency: String,
    /// Form; empty = that of the compiled report, otherwise the default one.
    pub form: String,
    /// With a line for every agency below, and their sum.
    pub below: bool,
    /// As counted now, even where a report is published.
    pub live: bool,
}

impl App {
    /// A year's report as the caller may see it.
    ///
    /// # Errors
    /// The caller may not view matters, the agency is none of theirs, or there is no such form or year.
    pub async fn annual_report(
        &self,
        caller: &Caller,
        wanted: &Wanted,
    ) -> Result<AnnualReport, Error> {
        caller.require(Power::View)?;
        if !caller.scope.contains(&wanted.agency) {
            return Err(Error::Missing { what: "这个机关".to_owned() });
        }
        self.report_of(wanted).await
    }

    /// The same to be taken out; that it was is put on the record first.
    ///
    /// # Errors
    /// As [`App::annual_report`]; or the caller may not export.
    pub async fn take_annual_report(
        &self,
        caller: &Caller,
        wanted: &Wanted,
    ) -> Result<AnnualReport, Error> {
        caller.require(Power::Export)?;
        let report = self.annual_report(caller, wanted).await?;
        let named = vec![
            ("act".to_owned(), Value::from("export.annual")),
            ("actor".to_owned(), Value::from(caller.actor.id.as_str())),
            ("agency".to_owned(), Value::from(wanted.agency.as_str())),
            ("year".to_owned(), Value::from(wanted.year)),
            ("report".to_owned(), Value::from(self.rules(&wanted.report)?.id.as_str())),
        ];
        self.note(kind::EXPORT, &caller.actor.id, named).await?;
        Ok(report)
    }

    /// The rules of a kind of report; those of law enforcement for an empty name.
    pub(super) fn rules(&self, report: &str) -> Result<&AnnualRules, Error> {
        self.pack().report(report).ok_or_else(|| Error::Missing { what: "这种年报".to_owned() })
    }

    /// The kinds of report there are, in order.
    pub fn report_kinds(&self) -> Vec<ReportKind> {
        self.pack().reports.iter().map(ReportKind::of).collect()
    }

    /// Years that can be asked for, newest first, with the kinds, agencies and forms to choose from.
    ///
    /// # Errors
    /// The caller may not view matters, there is no such kind, or the store is not there.
    pub async fn annual_years(&self, caller: &Caller, report: &str) -> Result<Years, Error> {
        caller.require(Power::View)?;
        let rules = self.rules(report)?;
        let tree = self.tree().await?;
        let today = self.today();
        let last =
            if today.month() >= rules.opens_month() { today.year() } else { today.year() - 1 };
        let agencies = caller.scope.iter().map(|id| Id::new(id, tree.name(id))).collect();
        let forms = rules.forms.iter();
        Ok(Years {
            report: ReportKind::of(rules),
            reports: self.report_kinds(),
            years: (0..6).map(|back| today.year() - back).collect(),
            due: last,
            agency: caller.actor.agency.clone(),
            agencies,
            forms: forms.map(|form| Titled::new(&form.id, &form.title)).collect(),
        })
    }

    /// Published reports of a kind, newest year first, for the portal.
    ///
    /// # Errors
    /// There is no such kind, or the store is not there.
    pub async fn public_reports(&self, report: &str) -> Result<Vec<PublicReport>, Error> {
        let tree = self.tree().await?;
        let mut found: Vec<PublicReport> = self
            .held_reports(self.rules(report)?, None)
            .await?
            .iter()
            .filter_map(|held| {
                let published = held.published()?;
                Some(PublicReport {
                    year: held.year(),
                    agency: Id::new(&held.matter.agency, tree.name(&held.matter.agency)),
                    published: published.to_string(),
                    corrected: held.corrected().map(|day| day.to_string()),
                })
            })
            .collect();
        found.sort_by(|one, other| (other.year, &one.agency.id).cmp(&(one.year, &other.agency.id)));
        Ok(found)
    }

    /// A published report as anybody may read it.
    ///
    /// # Errors
    /// It is not published, or there is no such kind.
    pub async fn public_report(
        &self,
        report: &str,
        agency: &str,
        year: i16,
    ) -> Result<AnnualReport, Error> {
        let missing = || Error::Missing { what: "这份年报".to_owned() };
        let rules = self.rules(report)?;
        let held = self.held_report(rules, agency, year).await?.ok_or_else(missing)?;
        held.published().ok_or_else(missing)?;
        let (agency, report) = (agency.to_owned(), report.to_owned());
        let mut report =
            self.report_of(&Wanted { report, year, agency, ..Wanted::default() }).await?;
        // What differs by now is the agency's to correct first.
        report.differences = Vec::new();
        report.matter = None;
        Ok(report)
    }

    async fn report_of(&self, wanted: &Wanted) -> Result<AnnualReport, Error> {
        if !(1949..=2999).contains(&wanted.year) {
            return Err(Error::Missing { what: "这个年度".to_owned() });
        }
        let tree = self.tree().await?;
        let rules = self.rules(&wanted.report)?;
        let agency = tree
            .get(&wanted.agency)
            .ok_or_else(|| Error::Missing { what: "这个机关".to_owned() })?;
        let mut agencies = vec![agency.id.clone()];
        if wanted.below {
            agencies.extend(tree.below(&agency.id).into_iter().filter(|id| *id != agency.id));
        }
        let counted = self.counted(Some(&agencies), wanted.year).await?;
        let mut all = self.held_reports(rules, Some(agencies.clone())).await?;
        all.retain(|held| held.year() == wanted.year);
        let own = all.iter().find(|held| held.matter.agency == agency.id);
        let form = if wanted.form.is_empty() {
            own.map(|held| held.matter.text("form").to_owned()).unwrap_or_default()
        } else {
            wanted.form.clone()
        };
        let form = rules.form(&form).ok_or_else(|| {
            refused(
                vec![zhiheng_domain::Refusal::new("report.form", "没有这种表样".to_owned())],
                None,
            )
        })?;
        let shown = |id: &String| {
            let held = all.iter().find(|held| held.matter.agency == *id);
            let frozen = held.filter(|held| held.published().is_some() && !wanted.live);
            let live = || Figures::live(counted.get(id), held);
            let figures = frozen.map_or_else(live, Held::figures);
            (Id::new(id, tree.name(id)), figures, Standing::of(held, wanted.live))
        };
        let rows: Vec<(Id, Figures, Standing)> = agencies.iter().map(shown).collect();
        let own_figures = rows.first().map(|(_, figures, _)| figures.clone()).unwrap_or_default();
        let live = Figures::live(counted.get(&agency.id), own);
        Ok(AnnualReport {
            report: rules.id.clone(),
            name: rules.title.clone(),
            numbered: rules.numbered,
            year: wanted.year,
            agency: Id::new(&agency.id, &agency.name),
            title: format!("{}{}年度{}", agency.name, wanted.year, rules.title),
            form: Titled::new(&form.id, &form.title),
            source: form.source.clone(),
            certainty: form.certainty.clone(),
            standing: Standing::of(own, wanted.live),
            day: own
                .and_then(Held::published)
                .filter(|_| !wanted.live)
                .unwrap_or_else(|| self.today())
                .to_string(),
            tables: layout::tables(form, rules, &rows),
            sections: held::narrative(own, rules, &own_figures, &agency.name, wanted.year),
            charts: if rules.numbered { Vec::new() } else { layout::charts(rules, &own_figures) },
            matter: own.map(|held| held.matter_ref(&tree)),
            published: own.and_then(Held::published).map(|day| day.to_string()),
            corrections: own.map(|held| held.corrections(rules)).unwrap_or_default(),
            differences: own
                .filter(|held| held.published().is_some())
                .map(|held| held.figures().changes(&live, rules, false))
                .unwrap_or_default(),
            entries: own.map(Held::entries).unwrap_or_default(),
            signoffs: own.map(Held::signoffs).unwrap_or_default(),
        })
    }
}
