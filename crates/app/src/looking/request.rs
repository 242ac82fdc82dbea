//! Requests to look: asked, granted or refused by a named person of the agency that holds the matter, ending by themselves.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use zhiheng_domain::Refusal;
use zhiheng_domain::looking::{self, Answer, Around, Person, Purpose, Request, Standing, Wish};
use zhiheng_law::LookingRules;

use super::{Left, body_of};
use crate::application::App;
use crate::caller::Caller;
use crate::dossier::held_files;
use crate::error::{Error, refused};
use crate::page::Opened;
use crate::perform::Loaded;
use crate::ports::TraceFilter;
use crate::sealing::kind;
use crate::shapes::{Id, Titled, moment};

/// Requests shown at once.
const SHOWN: usize = 100;

/// A request as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequestView {
    /// Id.
    pub id: String,
    /// The matter: id and number.
    pub matter: Id,
    /// Its procedure.
    pub procedure: String,
    /// Who asks; a party has no name here.
    pub by: Id,
    /// Agency of who asks.
    pub agency: Id,
    /// What for.
    pub purpose: Titled,
    /// In words.
    pub reason: String,
    /// The files: digest, and name as this person may read it; empty = the whole dossier.
    pub files: Vec<Id>,
    /// Last day.
    pub until: String,
    /// When it was asked.
    pub asked: String,
    /// Who asks works above the agency that holds the matter.
    pub superior: bool,
    /// Where it stands.
    pub standing: Titled,
    /// Who answered.
    pub answered: Option<Id>,
    /// When.
    pub answered_at: Option<String>,
    /// Why it was refused, or what goes with the grant.
    pub said: String,
    /// What this person may do with it: `approve`, `refuse`, `withdraw`.
    pub can: Vec<String>,
}

/// Requests that concern a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Requests {
    /// Wait for an answer of this person's agency; empty for whoever may not answer.
    pub waiting: Vec<RequestView>,
    /// Answered by this person's agency, newest first.
    pub answered: Vec<RequestView>,
    /// Asked by this person.
    pub mine: Vec<RequestView>,
}

/// How a person stands to the files of a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatterAccess {
    /// Why the files are open without asking; none where one asks.
    pub part: Option<String>,
    /// A grant is in force; its last day.
    pub granted_until: Option<String>,
    /// The grant covers the whole dossier.
    pub whole: bool,
    /// Files that it covers.
    pub files: Vec<String>,
    /// Own requests, and all of them for whoever may answer.
    pub requests: Vec<RequestView>,
    /// Purposes to choose from.
    pub purposes: Vec<Titled>,
    /// Longest grant, days.
    pub longest: i64,
    /// Articles.
    pub basis: Vec<String>,
}

/// What somebody asks for.
#[derive(Debug, Clone, Default)]
pub struct Asking {
    /// Purpose by its id.
    pub purpose: String,
    /// In words.
    pub reason: String,
    /// Digests; empty = the whole dossier.
    pub files: Vec<String>,
    /// Last day, `YYYY-MM-DD`.
    pub until: Option<String>,
}

impl App {
    /// How a person stands to the files of a matter.
    ///
    /// # Errors
    /// There is no such matter, the caller may not know of it, or the store is not there.
    pub async fn matter_access(&self, caller: &Caller, id: &str) -> Result<MatterAccess, Error> {
        caller.require(zhiheng_domain::Power::View)?;
        let Loaded { matter, .. } = self.load(caller, id).await?;
        let part = self.part_in(caller, &matter).await?;
        let mut filter = TraceFilter {
            kind: kind::ACCESS.to_owned(),
            matter: Some(id.to_owned()),
            limit: SHOWN,
            ..TraceFilter::default()
        };
        if !looking::answers(&caller.actor, &matter.agency) {
            filter.person = Some(caller.actor.id.clone());
        }
        let requests = self.requests_found(&filter).await?;
        let today = self.today();
        let own = |one: &&Request| one.by.id == caller.actor.id && !one.by.id.is_empty();
        let granted: Vec<&Request> =
            requests.iter().filter(own).filter(|one| one.on(today) == Standing::Approved).collect();
        let rules = self.looking_rules(&matter.agency).await?;
        Ok(MatterAccess {
            part: part.map(|part| part.words().to_owned()),
            granted_until: granted.iter().map(|one| one.until).max().map(|day| day.to_string()),
            whole: granted.iter().any(|one| one.files.is_empty()),
            files: granted.iter().flat_map(|one| one.files.clone()).collect(),
            requests: self.requests_shown(caller, requests).await?,
            purposes: Purpose::ALL
                .into_iter()
                .filter(|purpose| *purpose != Purpose::Party)
                .map(|purpose| Titled::new(purpose.id(), purpose.words()))
                .collect(),
            longest: rules.number("longest", 30),
            basis: rules.basis.clone(),
        })
    }

    /// Asks to look.
    ///
    /// # Errors
    /// The form is wrong, the person may look without asking, there is no such matter, or the store is not there.
    pub async fn ask_to_look(
        &self,
        caller: &Caller,
        id: &str,
        asking: &Asking,
    ) -> Result<RequestView, Error> {
        caller.require(zhiheng_domain::Power::View)?;
        let Loaded { matter, .. } = self.load(caller, id).await?;
        if self.part_in(caller, &matter).await?.is_some() {
            let said = "您在本件里有办理职责，直接看就行，不用申请（每次查看都有记录）";
            return Err(Error::field("input.access", "purpose", said));
        }
        if matter.recused.contains(&caller.actor.id) {
            let said = Refusal::new("access.recused", "您已经回避本件，不能调阅");
            return Err(refused(vec![said.under(&self.pack().looking.cited())], None));
        }
        let purpose = Purpose::parse(&asking.purpose).filter(|held| *held != Purpose::Party);
        let wish = Wish {
            purpose,
            reason: asking.reason.clone(),
            files: asking.files.clone(),
            until: day(asking.until.as_deref(), "until")?,
        };
        let by = Person::of(&caller.actor);
        let held =
            if wish.files.is_empty() { Vec::new() } else { self.files_named(caller, id).await? };
        let held: Vec<String> = held.into_iter().map(|(digest, _)| digest).collect();
        let request = self.request_made(&matter, by, &wish, (&caller.actor.id, &held)).await?;
        let shown = self.requests_shown(caller, vec![request]).await?;
        shown.into_iter().next().ok_or_else(|| Error::Internal("request".to_owned()))
    }

    /// Every file that a matter holds, by digest, with its name as this person may read it.
    async fn files_named(&self, caller: &Caller, id: &str) -> Result<Vec<(String, String)>, Error> {
        let Opened { procedure, events, veil, .. } = self.opened(caller, id).await?;
        let held = held_files(procedure, &events);
        Ok(held.into_iter().map(|file| (file.digest, veil.text(&file.name))).collect())
    }

    /// Writes a request, whoever asks: the person and the files that the matter holds.
    pub(crate) async fn request_made(
        &self,
        matter: &zhiheng_domain::Matter,
        by: Person,
        wish: &Wish,
        (person, files): (&str, &[String]),
    ) -> Result<Request, Error> {
        if matter.status == zhiheng_domain::Status::Archived {
            self.unsealed(&matter.id, crate::ports::Status::Archived).await?;
        }
        let pending = self.requests_of(person, &matter.id).await?;
        if pending.iter().any(|one| one.standing == Standing::Asked) {
            let said = "已经有一份申请在等批准；要改的，先撤回再申请";
            return Err(Error::field("input.access", "purpose", said));
        }
        let chain = self.tree().await?.chain(&matter.agency);
        let rules = self.looking_rules(&matter.agency).await?;
        let around = Around { files, ..self.request_around(&chain, &rules) };
        let request = looking::ask(&self.fresh_id(), matter, by, wish, &around)
            .map_err(|refusals| refused(refusals, None))?;
        self.keep_request(&request, 0, "ask", person, person, self.now().as_microsecond()).await?;
        Ok(request)
    }

    /// Answers a request, or takes it back.
    ///
    /// # Errors
    /// Refused, wrong input, not permitted, no such request within the caller's scope, changed by somebody else, or the store is
    /// not there. A refusal by the rules is itself written down.
    pub async fn answer_request(
        &self,
        caller: &Caller,
        id: &str,
        step: &str,
        words: &str,
        until: Option<&str>,
    ) -> Result<RequestView, Error> {
        let missing = || Error::Missing { what: "这份调阅申请".to_owned() };
        let answer =
            Answer::parse(step).ok_or_else(|| Error::Missing { what: "这一步".to_owned() })?;
        let row = self.store().trace(kind::ACCESS, id).await?.ok_or_else(missing)?;
        let request: Request = body_of(&row)?;
        let own = !request.by.id.is_empty() && request.by.id == caller.actor.id;
        if !own {
            // Whoever may not know of the matter does not learn of the request either.
            self.load(caller, &request.matter).await.map_err(|error| match error {
                Error::Missing { .. } => missing(),
                other => other,
            })?;
        }
        let chain = self.tree().await?.chain(&request.holder);
        let rules = self.looking_rules(&request.holder).await?;
        let around = self.request_around(&chain, &rules);
        let until = day(until, "until")?;
        let answered = looking::answer(&request, answer, &caller.actor, words, until, &around);
        let next = match answered {
            Ok(next) => next,
            Err(refusals) => {
                if refusals.iter().any(|refusal| !refusal.code.starts_with("input.")) {
                    let codes = refusals.iter().map(|refusal| refusal.code.clone());
                    let named = vec![
                        ("act".to_owned(), format!("access.{}", answer.id()).into()),
                        ("actor".to_owned(), caller.actor.id.as_str().into()),
                        ("agency".to_owned(), caller.actor.agency.as_str().into()),
                        ("codes".to_owned(), codes.collect()),
                        ("matter".to_owned(), request.matter.as_str().into()),
                    ];
                    self.note(kind::REFUSAL, &caller.actor.id, named).await?;
                }
                return Err(refused(refusals, None));
            }
        };
        self.keep_request(
            &next,
            request.version,
            answer.id(),
            &caller.actor.id,
            &row.person,
            row.at,
        )
        .await?;
        let shown = self.requests_shown(caller, vec![next]).await?;
        shown.into_iter().next().ok_or_else(missing)
    }

    /// Requests that wait for this person's agency, those that it answered, and the person's own.
    ///
    /// # Errors
    /// The store is not there.
    pub async fn requests(&self, caller: &Caller) -> Result<Requests, Error> {
        let of = |state: Option<&str>, person: Option<&str>| TraceFilter {
            kind: kind::ACCESS.to_owned(),
            agencies: state.map(|_| vec![caller.actor.agency.clone()]),
            person: person.map(ToOwned::to_owned),
            state: state.map(ToOwned::to_owned),
            limit: SHOWN,
            ..TraceFilter::default()
        };
        let may = looking::answers(&caller.actor, &caller.actor.agency);
        let (mut waiting, mut answered) = (Vec::new(), Vec::new());
        if may {
            waiting = self.requests_found(&of(Some("asked"), None)).await?;
            for state in ["approved", "refused"] {
                answered.extend(self.requests_found(&of(Some(state), None)).await?);
            }
            answered.sort_by_key(|one| std::cmp::Reverse(one.asked));
            answered.truncate(SHOWN);
        }
        let mine = self.requests_found(&of(None, Some(&caller.actor.id))).await?;
        Ok(Requests {
            waiting: self.requests_shown(caller, waiting).await?,
            answered: self.requests_shown(caller, answered).await?,
            mine: self.requests_shown(caller, mine).await?,
        })
    }

    async fn requests_found(&self, filter: &TraceFilter) -> Result<Vec<Request>, Error> {
        self.store().traces(filter).await?.0.iter().map(body_of).collect()
    }

    pub(crate) fn request_around<'a>(
        &self,
        chain: &'a [String],
        rules: &'a LookingRules,
    ) -> Around<'a> {
        Around { rules, now: zhiheng_calendar::china_datetime(self.now()), chain, files: &[] }
    }

    async fn keep_request(
        &self,
        request: &Request,
        seen: u64,
        step: &str,
        actor: &str,
        person: &str,
        at: i64,
    ) -> Result<(), Error> {
        self.leave(Left {
            kind: kind::ACCESS,
            id: &request.id,
            seen,
            act: &format!("access.{step}"),
            actor,
            matter: &request.matter,
            agency: &request.holder,
            person,
            state: request.standing.id(),
            at,
            body: json!(request),
            more: Vec::new(),
        })
        .await
    }

    /// Requests in words. Those about a matter that the caller may not know of are left out, unless they are the caller's own.
    async fn requests_shown(
        &self,
        caller: &Caller,
        requests: Vec<Request>,
    ) -> Result<Vec<RequestView>, Error> {
        let tree = self.tree().await?;
        let today = self.today();
        let mut numbers: BTreeMap<String, Option<(String, String)>> = BTreeMap::new();
        let mut shown = Vec::with_capacity(requests.len());
        for request in requests {
            if !numbers.contains_key(&request.matter) {
                let row = self.store().matter(&request.matter).await?;
                let known = row.filter(|row| {
                    row.hidden_from.is_empty() || row.hidden_from != caller.actor.agency
                });
                let told = known.map(|row| {
                    let procedure = self.pack().procedures.get(&row.procedure);
                    let title =
                        procedure.map_or(row.procedure.as_str(), |held| held.title.as_str());
                    (row.number.unwrap_or_default(), title.to_owned())
                });
                numbers.insert(request.matter.clone(), told);
            }
            let Some(Some((number, procedure))) = numbers.get(&request.matter).cloned() else {
                continue;
            };
            let standing = request.on(today);
            let own = !request.by.id.is_empty() && request.by.id == caller.actor.id;
            let answers = looking::answers(&caller.actor, &request.holder);
            let mut can = Vec::new();
            if standing == Standing::Asked && answers && !own {
                can.extend(["approve".to_owned(), "refuse".to_owned()]);
            }
            let open = matches!(standing, Standing::Asked | Standing::Approved);
            if open && (own || (answers && standing == Standing::Approved)) {
                can.push("withdraw".to_owned());
            }
            let mut named = Vec::new();
            if !request.files.is_empty() {
                // Whoever may no longer know of the matter still sees how many files it was.
                let held = self.files_named(caller, &request.matter).await.unwrap_or_default();
                let name = |digest: &String| held.iter().find(|(held, _)| held == digest);
                named.extend(request.files.iter().map(|digest| {
                    Id::new(digest, name(digest).map_or("", |(_, name)| name.as_str()))
                }));
            }
            let party = request.purpose == Purpose::Party;
            shown.push(RequestView {
                matter: Id::new(&request.matter, &number),
                procedure,
                by: Id::new(&request.by.id, if party { "当事人" } else { &request.by.name }),
                agency: Id::new(
                    &request.by.agency,
                    if party { "" } else { tree.name(&request.by.agency) },
                ),
                purpose: Titled::new(request.purpose.id(), request.purpose.words()),
                until: request.until.to_string(),
                asked: moment(request.asked),
                superior: request.superior,
                standing: Titled::new(standing.id(), standing.words()),
                answered: request.answered.as_ref().map(|by| Id::new(&by.id, &by.name)),
                answered_at: request.answered_at.map(moment),
                said: request.said,
                reason: request.reason,
                files: named,
                id: request.id,
                can,
            });
        }
        Ok(shown)
    }
}

fn day(text: Option<&str>, field: &str) -> Result<Option<Date>, Error> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.map(|text| {
        let wrong = || Error::field("input.date", field, "日期应写作 2026-01-31 的样子");
        text.parse::<Date>().map_err(|_| wrong())
    })
    .transpose()
}
