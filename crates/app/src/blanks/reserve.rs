//! Numbers are taken for forms: from the agency's series, in one append, so that it has no gap and no form is without its number.

use std::sync::Arc;

use super::{BLANKS, Blank, BlankState, Desk, Form, desk_of, works};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::{Append, Idempotency, NumberKey, Payload, Seal};
use crate::registry;

/// Forms that are reserved at once.
const MOST: u32 = 200;

impl App {
    /// Takes `count` numbers for forms of this kind from the agency's series and puts them on the record, all or none. Asked again
    /// under the same `key`, the same forms are given.
    ///
    /// # Errors
    /// The caller handles no matters; otherwise as [`App::reserve_for`].
    pub async fn reserve(
        &self,
        caller: &Caller,
        form: Form<'_>,
        count: u32,
        key: Option<&str>,
    ) -> Result<Vec<Blank>, Error> {
        works(caller)?;
        let key = key.map(|key| format!("{}:{key}", caller.username));
        self.reserve_for(desk_of(caller), form, count, key.as_deref()).await
    }

    /// The same for whoever keeps the data folder: no power is asked for.
    ///
    /// # Errors
    /// There is no such agency or form, it bears no number, the agency does not run the procedure, `count` is not 1 to 200, the key
    /// was used for another wish, or the store is not there.
    pub async fn reserve_for(
        &self,
        desk: Desk<'_>,
        form: Form<'_>,
        count: u32,
        key: Option<&str>,
    ) -> Result<Vec<Blank>, Error> {
        let (procedure, _, rule) = self.blank_rule(form)?;
        if !(1..=MOST).contains(&count) {
            return Err(Error::field("input.count", "count", format!("份数应为 1 至 {MOST}")));
        }
        let Some(number_kind) = &rule.number_kind else {
            let message = format!("《{}》没有文号，不需要预留", rule.title);
            return Err(Error::field("blank.unnumbered", "paper", message));
        };
        let tree = self.tree().await?;
        let agency = tree
            .get(desk.agency)
            .ok_or_else(|| Error::Missing { what: "这一机关".to_owned() })?;
        if !agency.runs(procedure) {
            let message =
                format!("本机关没有“{}”这类事项；确有这项职权的，请法规科先启用", procedure.title);
            return Err(Error::field("law.switched_off", "procedure", message));
        }
        let request = serde_json::json!([form.procedure, form.act, form.paper, count]).to_string();
        let request = self.suite().hash(request.as_bytes()).to_string();
        let mut once: Vec<Option<Idempotency>> = Vec::new();
        for n in 1..=count {
            once.push(
                key.map(|key| Idempotency { key: format!("{key}#{n}"), request: request.clone() }),
            );
        }
        if let Some(first) = once.iter().flatten().next()
            && let Some((before, _)) = self.store().repeated(&first.key).await?
        {
            return self.reserved_before(&once, &before, &request).await;
        }
        let today = self.today();
        let key =
            NumberKey { agency: agency.id.clone(), kind: number_kind.clone(), year: today.year() };
        let batch = once
            .into_iter()
            .map(|idempotency| {
                let blank = Blank {
                    id: self.fresh_id(),
                    number: String::new(),
                    kind: number_kind.clone(),
                    year: today.year(),
                    n: 0,
                    procedure: form.procedure.to_owned(),
                    act: form.act.to_owned(),
                    paper: rule.id.clone(),
                    title: rule.title.clone(),
                    day: today,
                    by: desk.actor.to_owned(),
                    state: BlankState::Reserved,
                    matter: None,
                    reason: None,
                };
                let (app, agency, mark, actor) =
                    (self.clone(), agency.id.clone(), agency.mark.clone(), desk.actor.to_owned());
                let stream = registry::stream_of(BLANKS, &blank.id);
                let seal: Seal = Arc::new(move |numbers| {
                    let n = numbers.first().copied().ok_or("no number was given")?;
                    let Blank { kind, year, .. } = &blank;
                    let number = format!("{mark}{kind}〔{year}〕{n}号");
                    app.blank_event(&actor, &agency, Blank { number, n, ..blank.clone() }, 0)
                        .map_err(|error| error.to_string())
                });
                let payload = Payload::Numbered { keys: vec![key.clone()], seal };
                Append { stream, seen: 0, payload, idempotency }
            })
            .collect();
        let receipts = self.store().append(batch).await?;
        self.record_grew();
        receipts.iter().map(|receipt| written(&receipt.body)).collect()
    }

    /// The forms that were given under these keys.
    async fn reserved_before(
        &self,
        once: &[Option<Idempotency>],
        before: &str,
        request: &str,
    ) -> Result<Vec<Blank>, Error> {
        if before != request {
            return Err(Error::KeyReused);
        }
        let mut blanks = Vec::with_capacity(once.len());
        for once in once.iter().flatten() {
            let (_, receipt) = self.store().repeated(&once.key).await?.ok_or(Error::KeyReused)?;
            blanks.push(written(&receipt.body)?);
        }
        Ok(blanks)
    }
}

fn written(receipt: &str) -> Result<Blank, Error> {
    serde_json::from_str(receipt).map_err(|error| Error::Internal(format!("receipt: {error}")))
}
