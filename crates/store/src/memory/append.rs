//! Appending in memory: all of a batch is checked against what is there and what the batch itself adds; then all of it
//! is written, which cannot fail.

use std::collections::BTreeMap;

use zhiheng_app::ports::{Append, AppendError, NumberKey, Payload, Receipt, Sealed, StoredEvent};

use super::state::{State, Taken};
use crate::guard;

/// What the batch adds so far.
#[derive(Default)]
struct Staged {
    events: Vec<StoredEvent>,
    versions: BTreeMap<String, u64>,
    numbers: BTreeMap<NumberKey, u32>,
    receipts: BTreeMap<String, (String, Receipt)>,
    views: Vec<Sealed>,
    taken: Taken,
}

/// Appends the whole batch or none of it.
pub(super) fn run(state: &mut State, batch: &[Append]) -> Result<Vec<Receipt>, AppendError> {
    let mut staged = Staged::default();
    let mut receipts = Vec::new();
    for append in batch {
        receipts.push(one(state, &mut staged, append)?);
    }
    let Staged { events, versions, numbers, receipts: kept, views, .. } = staged;
    state.events.extend(events);
    state.versions.extend(versions);
    state.numbers.extend(numbers);
    state.receipts.extend(kept);
    for view in views.iter().flat_map(|sealed| &sealed.views) {
        state.put(view);
    }
    Ok(receipts)
}

fn one(state: &State, staged: &mut Staged, append: &Append) -> Result<Receipt, AppendError> {
    guard::append(append)?;
    if let Some(once) = &append.idempotency {
        let kept = staged.receipts.get(&once.key).or_else(|| state.receipts.get(&once.key));
        if let Some((request, receipt)) = kept {
            if *request != once.request {
                return Err(AppendError::KeyReused);
            }
            return Ok(receipt.clone());
        }
    }
    let now = staged.versions.get(&append.stream).or_else(|| state.versions.get(&append.stream));
    let now = now.copied().unwrap_or(0);
    if now != append.seen {
        let (stream, seen) = (append.stream.clone(), append.seen);
        return Err(AppendError::Conflict { stream, seen, now });
    }
    let sealed = match &append.payload {
        Payload::Ready(sealed) => sealed.clone(),
        Payload::Numbered { keys, seal } => {
            let numbers = keys
                .iter()
                .map(|key| next(state, staged, key))
                .collect::<Result<Vec<_>, AppendError>>()?;
            seal(&numbers).map_err(AppendError::Seal)?
        }
    };
    guard::sealed(&sealed)?;
    for view in &sealed.views {
        state.check(view, &mut staged.taken).map_err(|what| AppendError::Duplicate { what })?;
    }
    let seq = (state.events.len() + staged.events.len()) as u64;
    for (place, event) in (0_u64..).zip(&sealed.events) {
        staged.events.push(StoredEvent {
            seq: seq + place,
            stream: append.stream.clone(),
            version: append.seen + place + 1,
            kind: event.kind.clone(),
            at: event.at,
            actor: event.actor.clone(),
            leaf: event.leaf.clone(),
            content: event.content.clone(),
        });
    }
    let version = append.seen + sealed.events.len() as u64;
    if version > 0 {
        staged.versions.insert(append.stream.clone(), version);
    }
    let receipt = Receipt { seq, version, body: sealed.receipt.clone(), repeated: false };
    if let Some(once) = &append.idempotency {
        let again = Receipt { repeated: true, ..receipt.clone() };
        staged.receipts.insert(once.key.clone(), (once.request.clone(), again));
    }
    staged.views.push(sealed);
    Ok(receipt)
}

fn next(state: &State, staged: &mut Staged, key: &NumberKey) -> Result<u32, AppendError> {
    guard::name("编号机关", &key.agency)?;
    guard::name("编号种类", &key.kind)?;
    let last = staged.numbers.get(key).or_else(|| state.numbers.get(key)).copied();
    let given = last.unwrap_or(0) + 1;
    staged.numbers.insert(key.clone(), given);
    Ok(given)
}
