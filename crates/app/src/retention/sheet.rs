//! 鉴定清册: dossiers that were appraised together, with one answer, one reason and one way on.
//!
//! What this is not: the state of a dossier, which stands in its own life; a sheet repeats what was appraised, so that it can be
//! printed as it was after the dossiers are gone.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use zhiheng_domain::retention::{Answer, Hand, Life};
use zhiheng_law::Layout;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::looking::{TRACE, body_of, view_of};
use crate::ports::press::{Cell, Row, Sheet, SignOff, Standing};
use crate::ports::{Append, Payload, Sealed};
use crate::sealing::{STREAM, kind, values_of};
use crate::shapes::{Id, Titled, moment};

/// A sheet as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) agency: String,
    pub(super) agency_name: String,
    pub(super) answer: Answer,
    pub(super) reason: String,
    pub(super) period: String,
    pub(super) archive: String,
    /// `appraised`, `approved`, `prepared`, `destroyed`, `rejected`, `kept`, `leaving`.
    pub(super) state: String,
    pub(super) by: Hand,
    pub(super) approved: Option<Hand>,
    pub(super) prepared: Option<Hand>,
    pub(super) witnessed: Option<Hand>,
    pub(super) lines: Vec<SheetLine>,
    pub(super) version: u64,
}

/// One dossier on a sheet, as it was appraised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SheetLine {
    /// 事项编号
    pub matter: String,
    /// 案号
    pub number: String,
    /// 案卷号
    pub volume: String,
    /// 执法类别
    pub category: String,
    /// 立案日期
    pub opened: String,
    /// 归档日期
    pub archived: String,
    /// 保管期限
    pub period: String,
    /// 保管到
    pub until: Option<String>,
    /// 页数
    pub pages: u64,
}

/// A sheet as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SheetView {
    /// 清册
    pub id: String,
    /// 编号
    pub number: String,
    /// 保管机关
    pub agency: Id,
    /// 结论：destroy 销毁、keep 续存、transfer 移交
    pub answer: Titled,
    /// 鉴定意见
    pub reason: String,
    /// 续存的保管期限
    pub period: String,
    /// 接收的档案馆
    pub archive: String,
    /// 到了哪一步：appraised、approved、prepared、destroyed、rejected、kept、leaving
    pub state: Titled,
    /// 鉴定人
    pub by: Id,
    /// 鉴定时间
    pub at: String,
    /// 批准人
    pub approved: Option<Id>,
    /// 执行人
    pub prepared: Option<Id>,
    /// 监销人
    pub witnessed: Option<Id>,
    /// 各卷
    pub lines: Vec<SheetLine>,
    /// 您现在能办的步骤：approve 批准、reject 退回、prepare 执行、destroy 监销
    pub can: Vec<String>,
    /// 不能办的原因
    pub blocked: Vec<String>,
}

/// The line of a dossier.
pub(super) fn line(life: &Life) -> SheetLine {
    SheetLine {
        matter: life.matter.clone(),
        number: life.number.clone(),
        volume: life.volume.clone(),
        category: life.category.clone(),
        opened: life.opened.to_string(),
        archived: life.archived.to_string(),
        period: life.period.clone(),
        until: life.until.map(|until| until.to_string()),
        pages: life.pages,
    }
}

/// Name of a state.
pub(super) fn state_words(state: &str) -> &'static str {
    match state {
        "appraised" => "待批准",
        "approved" => "待执行",
        "prepared" => "已封存待监销",
        "destroyed" => "已销毁",
        "rejected" => "已退回",
        "leaving" => "待移交",
        _ => "已续存",
    }
}

impl Kept {
    /// As people see it; what can be done is the caller's.
    pub(super) fn view(&self, can: Vec<String>, blocked: Vec<String>) -> SheetView {
        let name = |hand: &Hand| Id::new(&hand.id, &hand.name);
        SheetView {
            id: self.id.clone(),
            number: self.number.clone(),
            agency: Id::new(&self.agency, &self.agency_name),
            answer: Titled::new(self.answer.id(), self.answer.words()),
            reason: self.reason.clone(),
            period: self.period.clone(),
            archive: self.archive.clone(),
            state: Titled::new(&self.state, state_words(&self.state)),
            by: name(&self.by),
            at: moment(self.by.at),
            approved: self.approved.as_ref().map(name),
            prepared: self.prepared.as_ref().map(name),
            witnessed: self.witnessed.as_ref().map(name),
            lines: self.lines.clone(),
            can,
            blocked,
        }
    }

    fn fields(&self, actor: &str, at: i64, step: &str) -> Vec<(String, Value)> {
        let row = json!({
            "id": self.id, "matter": "", "agency": self.agency, "person": self.by.id, "state": self.state, "at": at, "body": self,
        });
        vec![
            ("act".to_owned(), Value::from(format!("sheet.{step}"))),
            ("actor".to_owned(), Value::from(actor)),
            ("agency".to_owned(), Value::from(self.agency.as_str())),
            (STREAM.to_owned(), Value::from(stream_of(&self.id))),
            (TRACE.to_owned(), row),
        ]
    }
}

fn stream_of(id: &str) -> String {
    format!("{}:{id}", kind::SHEET)
}

impl App {
    /// A sheet; none where there is none or the caller may not know of the agency.
    pub(super) async fn sheet_held(&self, caller: &Caller, id: &str) -> Result<Kept, Error> {
        let missing = || Error::Missing { what: "这份清册".to_owned() };
        let row = self.store().trace(kind::SHEET, id).await?.ok_or_else(missing)?;
        if !caller.scope.contains(&row.agency) {
            return Err(missing());
        }
        body_of(&row)
    }

    pub(super) fn sheet_sealed(
        &self,
        kept: &Kept,
        actor: &str,
        step: &str,
    ) -> Result<Sealed, Error> {
        let at = zhiheng_calendar::china_timestamp(kept.by.at).as_microsecond();
        let event = self.seal(kind::SHEET, actor, kept.fields(actor, at, step))?;
        let views = vec![view_of(kind::SHEET, &values_of(&event.content)?)?];
        Ok(Sealed { events: vec![event], views, receipt: "{}".to_owned() })
    }

    pub(super) fn sheet_append(
        &self,
        kept: &Kept,
        actor: &str,
        step: &str,
    ) -> Result<Append, Error> {
        Ok(Append {
            stream: stream_of(&kept.id),
            seen: kept.version.saturating_sub(1),
            payload: Payload::Ready(self.sheet_sealed(kept, actor, step)?),
            idempotency: None,
        })
    }

    /// The paper of a sheet: 档案鉴定销毁清册 or, for the other answers, 档案鉴定清册.
    ///
    /// # Errors
    /// There is no such sheet, the caller may not know of it, or the store is not there.
    pub async fn retention_sheet_paper(&self, caller: &Caller, id: &str) -> Result<Sheet, Error> {
        caller.require(zhiheng_domain::Power::View)?;
        let kept = self.sheet_held(caller, id).await?;
        Ok(paper(&kept))
    }
}

/// The paper of a sheet.
pub(super) fn paper(kept: &Kept) -> Sheet {
    let columns = ["序号", "案号", "案卷号", "立案", "归档", "期限", "保管到", "页数"];
    let rows = kept.lines.iter().enumerate().map(|(n, line)| {
        vec![
            (n + 1).to_string(),
            line.number.clone(),
            line.volume.clone(),
            line.opened.clone(),
            line.archived.clone(),
            line.period.clone(),
            line.until.clone().unwrap_or_else(|| "永久".to_owned()),
            line.pages.to_string(),
        ]
    });
    let table =
        Cell::Table { columns: columns.map(ToOwned::to_owned).to_vec(), rows: rows.collect() };
    let text = |label: &str, value: &str| Row {
        label: label.to_owned(),
        value: Cell::Text(value.to_owned()),
    };
    let destroy = kept.answer == Answer::Destroy;
    let mut rows = vec![
        text("保管机关", &kept.agency_name),
        text("鉴定结论", kept.answer.words()),
        text("鉴定意见", &kept.reason),
    ];
    if !kept.period.is_empty() {
        rows.push(text("续存的期限", &kept.period));
    }
    if !kept.archive.is_empty() {
        rows.push(text("接收的档案馆", &kept.archive));
    }
    rows.push(Row { label: format!("案卷（{} 卷）", kept.lines.len()), value: table });
    rows.push(text("依据", "档案法21；档案法实施条例24"));
    let hands = [
        ("鉴定", Some(&kept.by)),
        ("批准", kept.approved.as_ref()),
        ("执行", kept.prepared.as_ref()),
        ("监销", kept.witnessed.as_ref()),
    ];
    let signoffs = hands
        .into_iter()
        .filter_map(|(act, hand)| {
            let hand = hand?;
            Some(SignOff {
                act: act.to_owned(),
                person: hand.name.clone(),
                opinion: String::new(),
                day: hand.at.date(),
            })
        })
        .collect();
    Sheet {
        key: format!("{}~sheet", kept.id),
        layout: Layout::List,
        standing: Standing::Issued,
        agency: kept.agency_name.clone(),
        title: if destroy { "档案鉴定销毁清册" } else { "档案鉴定清册" }.to_owned(),
        number: Some(kept.number.clone()),
        addressee: String::new(),
        day: kept.by.at.date(),
        paragraphs: Vec::new(),
        rows,
        signoffs,
        signatures: Vec::new(),
        seal: Some(kept.agency_name.clone()),
    }
}
