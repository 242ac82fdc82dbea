//! 当事人来件 as staff read them on the matter page: what came, whether in time, and the form of the act that takes it over, filled in.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use zhiheng_domain::party::{self, PartyItem};
use zhiheng_domain::{Event, Power};
use zhiheng_law::{ActKind, PARTY_ITEM, Procedure};

use super::code::Kept;
use super::page::{event_of, title_of};
use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::light::{Light, LightState};
use crate::looking::body_of;
use crate::page::Opened;
use crate::shapes::{Titled, moment};

/// What parties brought forward in a matter.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PartyDesk {
    /// 这类事项有当事人可以自己提出的事
    pub used: bool,
    /// 这个人可以出具当事人码
    pub gives: bool,
    /// 现在有效的当事人码是谁、什么时候出具的；码本身不再显示
    pub code: Option<CodeGiven>,
    /// 等待处理的件数
    pub waiting: usize,
    /// 答复来件的行为；不能答复的为空
    pub answer: Option<String>,
    /// 来件，新的在前
    pub items: Vec<ItemView>,
}

/// A code that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodeGiven {
    /// 什么时候
    pub at: String,
    /// 谁出具的
    pub by: String,
}

/// One 当事人来件.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ItemView {
    /// 编号：事项的第几版
    pub n: u64,
    /// 接收它的行为
    pub act: Titled,
    /// 当事人看到的名称
    pub title: String,
    /// 到达的时间
    pub at: String,
    /// 最后一天；没有期限的为空
    pub due: Option<String>,
    /// 在期限内
    pub in_time: bool,
    /// 没有接收、答复以前不得决定的依据；不阻止的为空
    pub unheard: Option<String>,
    /// 提出的人
    pub sender: String,
    /// 电话
    pub phone: String,
    /// 内容
    pub text: String,
    /// 有内容对这个人隐去
    pub masked: bool,
    /// 材料
    pub files: Vec<ItemFile>,
    /// waiting 等待处理，taken 已接收，answered 已答复
    pub state: String,
    /// 怎样了
    pub light: Light,
    /// 什么时候处理的
    pub heard: Option<String>,
    /// 给当事人的答复
    pub said: String,
    /// 接收时表单里预先填好的内容
    #[schema(value_type = Object)]
    pub fields: Map<String, Value>,
}

/// A file of a 当事人来件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemFile {
    /// 摘要
    pub digest: String,
    /// 名称
    pub name: String,
    /// 字节数
    pub size: u64,
    /// 类型
    #[serde(rename = "type")]
    pub media: String,
}

impl App {
    /// What the party of a matter brought forward.
    ///
    /// # Errors
    /// There is no such matter that the caller may see, or the store is not there.
    pub async fn party_desk(&self, caller: &Caller, id: &str) -> Result<PartyDesk, Error> {
        let opened = self.opened(caller, id).await?;
        let procedure = opened.procedure;
        let matter = &opened.loaded.matter;
        let own = caller.actor.agency == matter.agency;
        let may = caller.actor.may(Power::Register) || caller.actor.may(Power::Handle);
        let part = self.part_in(caller, matter).await?.is_some();
        let valid = self.codes_of(id).await?;
        let code = match valid.first() {
            None => None,
            Some(row) => {
                let kept: Kept = body_of(row)?;
                Some(CodeGiven { at: kept.given, by: kept.by })
            }
        };
        let used = party::rules(procedure).next().is_some();
        let answer = procedure.acts.iter().find(|act| act.kind == ActKind::PartyAnswer);
        let waiting = matter.party_items.iter().filter(|item| item.heard.is_none()).count();
        Ok(PartyDesk {
            used,
            gives: used
                && own
                && may
                && part
                && matter.number.is_some()
                && !matter.text("party").is_empty(),
            code,
            waiting,
            answer: answer
                .filter(|_| own && caller.actor.may(Power::Handle))
                .map(|act| act.id.clone()),
            items: matter
                .party_items
                .iter()
                .rev()
                .filter_map(|item| view(&opened, procedure, item))
                .collect(),
        })
    }
}

fn view(opened: &Opened<'_>, procedure: &Procedure, item: &PartyItem) -> Option<ItemView> {
    let event = event_of(&opened.events, item.version)?;
    let act = procedure.act(&item.about)?;
    let veil = &opened.veil;
    let sent = procedure.act(&event.act)?;
    let shown = |name: &str| {
        let field = sent.fields.iter().find(|field| field.id == name);
        let value = event.fields.get(name);
        match (field, value) {
            (Some(field), Some(value)) => veil.field(field, value),
            _ => (Value::from(""), false),
        }
    };
    let words = |name: &str| shown(name).0.as_str().unwrap_or_default().to_owned();
    let masked = ["text", "sender", "phone"].iter().any(|name| shown(name).1);
    let (state, light) = match &item.heard {
        None => ("waiting", waits(item)),
        Some(heard) if heard.taken => ("taken", done(LightState::Done, "已接收")),
        Some(_) => ("answered", done(LightState::Done, "已答复")),
    };
    Some(ItemView {
        n: item.version,
        act: Titled::new(&act.id, &act.title),
        title: title_of(procedure, &item.about).to_owned(),
        at: moment(item.at),
        due: item.due.map(|day| day.to_string()),
        in_time: item.in_time,
        unheard: act.party.as_ref().and_then(|rule| rule.unheard.clone()).filter(|_| item.in_time),
        sender: words("sender"),
        phone: words("phone"),
        text: words("text"),
        masked,
        files: files(event, masked),
        state: state.to_owned(),
        light,
        heard: item.heard.as_ref().map(|heard| moment(heard.at)),
        said: item.heard.as_ref().map(|heard| heard.said.clone()).unwrap_or_default(),
        fields: if masked { Map::new() } else { filled(act, event, item) },
    })
}

fn waits(item: &PartyItem) -> Light {
    let text = if item.in_time { "等待接收" } else { "逾期提出，等待答复" };
    let state = if item.in_time { LightState::Today } else { LightState::Ok };
    done(state, text)
}

fn done(state: LightState, text: &str) -> Light {
    Light { state, days: 0, text: text.to_owned() }
}

/// A name of a file may hold a name.
fn files(event: &Event, masked: bool) -> Vec<ItemFile> {
    let held = event.fields.get("files").and_then(Value::as_array);
    let text = |file: &Value, name: &str| {
        file.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    held.map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .enumerate()
        .map(|(n, file)| ItemFile {
            digest: text(file, "digest"),
            name: if masked { format!("材料 {}", n + 1) } else { text(file, "name") },
            size: file.get("size").and_then(Value::as_u64).unwrap_or(0),
            media: text(file, "type"),
        })
        .collect()
}

/// The form of the act that takes the item over, as the pack says what goes where.
fn filled(act: &zhiheng_law::ActType, event: &Event, item: &PartyItem) -> Map<String, Value> {
    let Some(rule) = &act.party else { return Map::new() };
    let mut form = rule.fill.clone();
    let text = event.fields.get("text").and_then(Value::as_str).unwrap_or_default();
    if !text.is_empty() {
        form.insert(rule.text.clone(), Value::from(text));
    }
    if let (Some(field), Some(files)) = (&rule.files, event.fields.get("files")) {
        form.insert(field.clone(), files.clone());
    }
    if let Some(field) = &rule.day {
        form.insert(field.clone(), Value::from(item.at.date().to_string()));
    }
    form.insert(PARTY_ITEM.to_owned(), Value::from(item.version));
    form
}
