//! The superior's catalogue beside an agency's own, row by row, with what the superior remarked and the agency answered.
//!
//! What this is not: whether something may be published (see `zhiheng_domain::catalogue`). Only what is published above is shown below.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::catalogue::{CATALOGUE, FieldRelation, Relation, beside, corresponds, live};
use zhiheng_domain::register::{Entry, Mark, Remark, Step, Version};

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::EntryFilter;
use crate::shapes::Id;

/// An agency's catalogue beside its superiors'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Adaptation {
    /// The agency.
    pub agency: Id,
    /// Agency above; none at the root.
    pub upper: Option<Id>,
    /// How many rows there are of each relation.
    pub counts: Vec<RelationCount>,
    /// Remarks that were not answered.
    pub unanswered: usize,
    /// What is missing or looser first, what is the same last.
    pub rows: Vec<AdaptationRow>,
    /// The caller may take over and adapt.
    pub may_adapt: bool,
    /// The caller may remark.
    pub may_remark: bool,
    /// The caller may answer.
    pub may_answer: bool,
}

/// How many rows stand so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RelationCount {
    /// `missing`, `looser`, `stricter`, `added`, `same`.
    pub relation: &'static str,
    /// Its name.
    pub title: &'static str,
    /// How many.
    pub count: usize,
}

/// One entry above, beside the agency's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AdaptationRow {
    /// Name.
    pub name: String,
    /// 执法类别
    pub category: String,
    /// `missing`, `looser`, `stricter`, `added`, `same`.
    pub relation: &'static str,
    /// Its name.
    pub relation_title: &'static str,
    /// The superior's.
    pub upper: Option<SideEntry>,
    /// The agency's own.
    pub own: Option<SideEntry>,
    /// Columns, side by side.
    pub fields: Vec<SideField>,
    /// What was remarked.
    pub remarks: Vec<RemarkInfo>,
}

/// An entry on one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SideEntry {
    /// Id.
    pub id: String,
    /// Whose.
    pub agency: Id,
    /// State.
    pub state: String,
    /// Its name.
    pub state_title: String,
    /// First day on which it holds.
    pub effective: String,
    /// A new version is under work.
    pub working: bool,
}

/// One column, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SideField {
    /// Column.
    pub column: String,
    /// Its name.
    pub title: String,
    /// The superior's words.
    pub upper: String,
    /// The agency's words.
    pub own: String,
    /// `same`, `stricter`, `looser`, `other`.
    #[schema(value_type = String)]
    pub relation: FieldRelation,
}

/// A remark with its answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RemarkInfo {
    /// Entry that it stands with.
    pub entry: String,
    /// Number, from 1.
    pub n: u32,
    /// Who.
    pub who: String,
    /// When.
    pub at: String,
    /// What.
    pub text: String,
    /// Answers in their order.
    pub answers: Vec<AnswerInfo>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnswerInfo {
    /// Who.
    pub who: String,
    /// When.
    pub at: String,
    /// What.
    pub text: String,
}

impl App {
    /// An agency's catalogue beside its superiors'; the caller's own where none is named.
    ///
    /// # Errors
    /// The caller does not see the agency, or the store is not there.
    pub async fn adaptation(
        &self,
        caller: &Caller,
        agency: Option<&str>,
    ) -> Result<Adaptation, Error> {
        let agency = agency.unwrap_or(&caller.actor.agency);
        if !caller.scope.iter().any(|held| held == agency) {
            return Err(Error::Missing { what: "这一机关".to_owned() });
        }
        let tree = self.tree().await?;
        let chain = tree.chain(agency);
        let filter = EntryFilter { agencies: Some(chain.clone()), ..EntryFilter::default() };
        let (own, above): (Vec<Entry>, Vec<Entry>) = self
            .catalogue_entries(filter)
            .await?
            .into_iter()
            .partition(|entry| entry.agency == agency);
        let side = |entry: &Entry, version: &Version| SideEntry {
            id: entry.id.clone(),
            agency: Id::new(&entry.agency, tree.name(&entry.agency)),
            state: version.state().id().to_owned(),
            state_title: version.state().title().to_owned(),
            effective: version.effective.to_string(),
            working: entry.working.as_ref().is_some_and(|working| working.n != version.n),
        };
        let register = self.register_of(CATALOGUE)?;
        let mut met = BTreeSet::new();
        let mut rows = Vec::new();
        let pairs = above
            .iter()
            .filter_map(|entry| Some((entry, live(entry)?)))
            .map(|(entry, listed)| {
                let found = own.iter().find_map(|own| {
                    let said = said(own)?;
                    corresponds(said, entry, listed).then_some((own, said))
                });
                (Some((entry, listed)), found)
            })
            .collect::<Vec<_>>();
        met.extend(pairs.iter().filter_map(|(_, own)| own.map(|(own, _)| own.id.clone())));
        let added = own
            .iter()
            .filter(|own| !met.contains(&own.id))
            .filter_map(|own| Some((None, Some((own, said(own)?)))));
        for (upper, own) in pairs.into_iter().chain(added) {
            let (relation, sides) = beside(
                register,
                upper.map(|(_, version)| version),
                own.map(|(_, version)| version),
            );
            let shown = upper.or(own).map(|(_, version)| version);
            // A remark on what the agency lacks stands with the superior's entry, and is shown on after it was supplied.
            let remarks = [upper, own]
                .into_iter()
                .flatten()
                .flat_map(|(entry, _)| entry.remarks.iter().map(move |remark| (entry, remark)))
                .filter(|(_, remark)| remark.to == agency)
                .map(|(entry, remark)| told(entry, remark))
                .collect();
            rows.push((
                relation,
                AdaptationRow {
                    name: shown.map(|version| version.name.clone()).unwrap_or_default(),
                    category: shown.map(|version| version.category.clone()).unwrap_or_default(),
                    relation: relation.id(),
                    relation_title: relation.title(),
                    upper: upper.map(|(entry, version)| side(entry, version)),
                    own: own.map(|(entry, version)| side(entry, version)),
                    fields: sides
                        .into_iter()
                        .map(|side| SideField {
                            column: side.column,
                            title: side.title,
                            upper: side.upper,
                            own: side.own,
                            relation: side.relation,
                        })
                        .collect(),
                    remarks,
                },
            ));
        }
        rows.sort_by(|(a, one), (b, other)| {
            (a, &one.category, &one.name).cmp(&(b, &other.category, &other.name))
        });
        let relations = [
            Relation::Missing,
            Relation::Looser,
            Relation::Stricter,
            Relation::Added,
            Relation::Same,
        ];
        let counts = relations.map(|relation| RelationCount {
            relation: relation.id(),
            title: relation.title(),
            count: rows.iter().filter(|(held, _)| *held == relation).count(),
        });
        let rows: Vec<AdaptationRow> = rows.into_iter().map(|(_, row)| row).collect();
        let may = |step: Step| step.powers().iter().any(|power| caller.actor.may(*power));
        let mine = caller.actor.agency == agency;
        let upper = chain.get(1);
        Ok(Adaptation {
            agency: Id::new(agency, tree.name(agency)),
            upper: upper.map(|upper| Id::new(upper, tree.name(upper))),
            counts: counts.into(),
            unanswered: rows
                .iter()
                .flat_map(|row| &row.remarks)
                .filter(|remark| remark.answers.is_empty())
                .count(),
            rows,
            may_adapt: mine && may(Step::Propose),
            may_remark: !mine && may(Step::Comment),
            may_answer: mine && may(Step::Answer),
        })
    }

    /// The catalogues of the agencies directly below the caller's, each beside the superior's.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn adaptations_below(&self, caller: &Caller) -> Result<Vec<Adaptation>, Error> {
        let tree = self.tree().await?;
        let mut all = Vec::new();
        for agency in tree.all() {
            let below = agency.parent.as_deref() == Some(caller.actor.agency.as_str());
            if below && caller.scope.contains(&agency.id) {
                all.push(self.adaptation(caller, Some(&agency.id)).await?);
            }
        }
        Ok(all)
    }
}

/// What an entry says, or would say.
fn said(entry: &Entry) -> Option<&Version> {
    entry.live().or(entry.working.as_ref()).filter(|version| !version.none)
}

fn told(entry: &Entry, remark: &Remark) -> RemarkInfo {
    let at = |mark: &Mark| crate::shapes::moment(mark.at);
    RemarkInfo {
        entry: entry.id.clone(),
        n: remark.n,
        who: remark.said.name.clone(),
        at: at(&remark.said),
        text: remark.said.opinion.clone(),
        answers: remark
            .answers
            .iter()
            .map(|mark| AnswerInfo {
                who: mark.name.clone(),
                at: at(mark),
                text: mark.opinion.clone(),
            })
            .collect(),
    }
}
