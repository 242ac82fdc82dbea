//! An entry after a step. Needs no register: what was decided is in the event.

use super::change::{Content, EntryEvent};
use super::entry::{Entry, Remark, Version, Work};
use super::step::Step;

/// The entry after the step.
pub fn evolve(entry: Option<Entry>, event: &EntryEvent) -> Entry {
    let mut entry = entry.unwrap_or_else(|| Entry {
        register: event.register.clone(),
        id: event.id.clone(),
        agency: event.agency.clone(),
        seen: 0,
        published: Vec::new(),
        working: None,
        last: 0,
        remarks: Vec::new(),
    });
    entry.seen += 1;
    entry.last = entry.last.max(event.n);
    match event.step {
        Step::Draft | Step::Propose => {
            if let Some(content) = event.content.clone() {
                let work = if event.step == Step::Draft { Work::Draft } else { Work::Pending };
                // Writing it anew does not begin its time anew.
                let waited = entry.working.as_ref().and_then(|version| version.since);
                let since = waited.or((work == Work::Pending).then_some(event.mark.at));
                entry.working = Some(Version { since, ..begun(event, content, work) });
            }
        }
        Step::Submit => at(&mut entry, |version| {
            version.work = Work::Pending;
            version.since = version.since.or(Some(event.mark.at));
        }),
        Step::Examine => at(&mut entry, |version| {
            version.work = Work::Examined;
            version.examined = Some(event.mark.clone());
        }),
        Step::Return => at(&mut entry, |version| {
            version.work = Work::Draft;
            version.examined = Some(event.mark.clone());
        }),
        Step::Publish => {
            if let Some(mut version) = entry.working.take() {
                version.work = Work::Published;
                version.published = Some(event.mark.clone());
                entry.published.push(version);
            }
        }
        Step::Withdraw => {
            for version in &mut entry.published {
                version.until = version.until.or(event.until);
            }
            if let Some(version) = entry.published.last_mut() {
                version.withdrawn = Some(event.mark.clone());
            }
        }
        Step::Discard => entry.working = None,
        Step::Comment => {
            let n = u32::try_from(entry.remarks.len()).unwrap_or(u32::MAX).saturating_add(1);
            let to = event.remark.as_ref().map(|on| on.to.clone()).unwrap_or_default();
            entry.remarks.push(Remark { n, to, said: event.mark.clone(), answers: Vec::new() });
        }
        Step::Answer => {
            let n = event.remark.as_ref().map_or(0, |on| on.n);
            if let Some(remark) = entry.remarks.iter_mut().find(|remark| remark.n == n) {
                remark.answers.push(event.mark.clone());
            }
        }
    }
    entry
}

fn at(entry: &mut Entry, change: impl FnOnce(&mut Version)) {
    if let Some(version) = &mut entry.working {
        change(version);
    }
}

fn begun(event: &EntryEvent, content: Content, work: Work) -> Version {
    let Content { name, category, code, none, effective, source, fields } = content;
    Version {
        n: event.n,
        name,
        category,
        code,
        none,
        effective,
        source,
        fields,
        work,
        collected: event.mark.clone(),
        since: None,
        examined: None,
        published: None,
        withdrawn: None,
        until: None,
    }
}
