//! The read models of one matter, computed from its state. Pure: the same state gives the same rows, live and in a rebuild.

use serde_json::Value;
use zhiheng_domain::mask;
use zhiheng_domain::state::{DutyState, Matter};
use zhiheng_domain::tally::tally;
use zhiheng_domain::{Event, Status};
use zhiheng_law::{ActKind, Pack};
use zhiheng_record::Suite;

use crate::error::Error;
use crate::ports::{self, DecisionRow, DutyRow, MatterRow, PartyRow, ProgressRow, TallyRow, View};
use crate::registers::party_digest;
use crate::retention;
use crate::tree::Tree;

/// Rows that change with this event.
///
/// # Errors
/// The procedure is not in the pack, or the state cannot be written.
pub fn views(
    matter: &Matter,
    event: &Event,
    pack: &Pack,
    tree: &Tree,
    suite: Suite,
) -> Result<Vec<View>, Error> {
    let procedure = pack.procedures.get(&matter.procedure).ok_or_else(|| {
        Error::Internal(format!("procedure {} is not in the pack", matter.procedure))
    })?;
    let title = matter.title();
    let hidden_from = matter.text("accused_agency").to_owned();
    let masked = mask::party(matter.text("party"), matter.text("party_kind"));
    let handlers: Vec<String> =
        matter.officers.iter().map(|officer| officer.name.clone()).collect();
    let row = MatterRow {
        id: matter.id.clone(),
        number: matter.number.clone(),
        title: title.clone(),
        procedure: matter.procedure.clone(),
        noun: procedure.noun.clone(),
        category: procedure.category.clone(),
        stage: matter.stage.clone(),
        step: matter.step.clone(),
        agency: matter.agency.clone(),
        opened: matter.opened.to_string(),
        due: matter.due().map(|day| day.to_string()),
        handlers,
        status: match matter.status {
            Status::Open => ports::Status::Open,
            Status::Closed => ports::Status::Closed,
            Status::Archived => ports::Status::Archived,
        },
        major: !matter.major.is_empty(),
        hidden_from: hidden_from.clone(),
        search: format!("{} {title} {masked}", matter.number.as_deref().unwrap_or_default()),
        version: matter.version,
        snapshot: serde_json::to_string(matter)
            .map_err(|error| Error::Internal(error.to_string()))?,
    };
    let mut views = vec![View::Matter(Box::new(row))];
    let duties = duties(matter, &title, &hidden_from);
    if !duties.is_empty() {
        views.push(View::Duties { matter: matter.id.clone(), rows: duties });
    }
    if let Some(number) = &matter.number
        && matter.version == matter.done.last().map_or(0, |done| done.version)
        && event
            .effects
            .iter()
            .any(|effect| matches!(effect, zhiheng_domain::Effect::Numbered { .. }))
        && !matter.code.is_empty()
    {
        views.push(View::Progress(ProgressRow {
            number: number.clone(),
            code: code_digest(suite, number, &matter.code),
            matter: matter.id.clone(),
        }));
    }
    views.extend(party_row(matter, event, &procedure.category, suite).map(View::Party));
    views.extend(retention::cited(matter, event));
    views.extend(retention::born(pack, procedure, matter, event));
    let kind = procedure.act(&event.act).map(|act| act.kind);
    // Lines of the yearly count: added at the moment of the act, never taken away.
    views.extend(tally(matter, event, pack).into_iter().map(|line| {
        View::Tally(TallyRow {
            matter: matter.id.clone(),
            version: matter.version,
            cell: line.cell,
            agency: matter.agency.clone(),
            day: line.day.to_string(),
            amount: line.amount,
        })
    }));
    if matches!(kind, Some(ActKind::Publish | ActKind::Withdraw)) {
        views.extend(
            decision(matter, procedure, tree, suite).map(|row| View::Decision(Box::new(row))),
        );
    }
    Ok(views)
}

/// Whom the matter is about, where this event said so.
pub(crate) fn party_row(
    matter: &Matter,
    event: &Event,
    family: &str,
    suite: Suite,
) -> Option<PartyRow> {
    let said = matter.version == 1
        || event.effects.iter().any(|effect| {
            matches!(effect, zhiheng_domain::Effect::FactSet { fact, .. } if fact == "party")
        });
    let party = party_digest(suite, matter.text("party"));
    (said && !party.is_empty()).then(|| PartyRow {
        matter: matter.id.clone(),
        family: family.to_owned(),
        agency: matter.agency.clone(),
        party,
        opened: matter.opened.to_string(),
    })
}

/// Digest under which the code of a party is kept; the code itself is only on its paper and in the dossier.
pub fn code_digest(suite: Suite, number: &str, code: &str) -> String {
    let text = format!("zhiheng/progress/v1\n{}\n{}", number.trim(), code.trim().to_uppercase());
    suite.hash(text.as_bytes()).to_string()
}

/// Public id of the decision of a matter: stable, and not the matter's own id.
pub fn decision_id(suite: Suite, stream: &str) -> String {
    suite
        .hash(format!("zhiheng/decision/v1\n{stream}").as_bytes())
        .to_string()
        .chars()
        .take(16)
        .collect()
}

/// 文号 of the decision, if it has one.
pub fn decision_number(matter: &Matter) -> Option<&str> {
    let decided = matter.decided.as_ref()?;
    let mut issued = matter.papers.iter().filter(|paper| paper.version == decided.version);
    issued.find_map(|paper| paper.number.as_deref())
}

fn duties(matter: &Matter, title: &str, hidden_from: &str) -> Vec<DutyRow> {
    let mut handlers: Vec<String> =
        matter.officers.iter().chain(&matter.hands).map(|person| person.id.clone()).collect();
    handlers.sort_unstable();
    handlers.dedup();
    matter
        .duties
        .iter()
        .map(|duty| DutyRow {
            id: format!("{}/{}", matter.id, duty.n),
            matter: matter.id.clone(),
            matter_number: matter.number.clone(),
            matter_title: title.to_owned(),
            procedure: matter.procedure.clone(),
            agency: duty.agency.clone(),
            hidden_from: hidden_from.to_owned(),
            rule: duty.rule.clone(),
            title: duty.title.clone(),
            kind: duty.kind.clone(),
            owner: duty.owner.clone(),
            state: duty.state.id().to_owned(),
            created: duty.created.to_string(),
            due: if duty.state == DutyState::Stopped {
                None
            } else {
                duty.due.map(|day| day.to_string())
            },
            ended: duty.ended.map(|day| day.to_string()),
            basis: duty.basis.clone(),
            act: duty.fulfilled_by.first().cloned(),
            handlers: handlers.clone(),
        })
        .collect()
}

fn decision(
    matter: &Matter,
    procedure: &zhiheng_law::Procedure,
    tree: &Tree,
    suite: Suite,
) -> Option<DecisionRow> {
    let publication = matter.publication.as_ref()?;
    let text = |name: &str| {
        publication.fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let stream = format!("matter:{}", matter.id);
    let sanctions = matter.facts.get("sanctions").and_then(Value::as_array);
    let decided = matter.decided.as_ref().map(|decided| decided.day);
    Some(DecisionRow {
        id: decision_id(suite, &stream),
        number: decision_number(matter).or(matter.number.as_deref()).unwrap_or_default().to_owned(),
        agency: matter.agency.clone(),
        agency_name: tree.name(&matter.agency).to_owned(),
        category: procedure.category.clone(),
        title: text("public_title"),
        party: text("public_party"),
        facts: text("public_facts"),
        basis: text("public_basis"),
        result: text("public_result"),
        kinds: sanctions
            .map(|items| items.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect())
            .unwrap_or_default(),
        fine: matter.facts.get("fine").and_then(Value::as_i64).filter(|fine| *fine > 0),
        region: tree.get(&matter.agency).map(|agency| agency.region.clone()).unwrap_or_default(),
        decided: decided.unwrap_or(publication.day).to_string(),
        published: publication.day.to_string(),
        until: publication
            .fields
            .get("public_until")
            .and_then(Value::as_str)
            .map(ToOwned::to_owned),
        state: if publication.withdrawn.is_some() { "withdrawn" } else { "published" }.to_owned(),
        reason: publication.withdrawn.as_ref().map(|(_, reason)| reason.clone()),
        source: String::new(),
        stream,
        version: publication.version,
    })
}
