//! 窗口岗位信息公示牌: what hangs in the hall (国办发〔2018〕118号（五）), from the same source as the portal, and what of it is stale.
//!
//! What this is not: a list of people's matters. A number, its stage and its last day stand there, no name and no subject; matters that
//! are kept from an agency (信访条例30) do not stand there at all. Staleness is for staff; the public board only says how old it is.

use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_domain::Power;
use zhiheng_law::guide;

use crate::application::App;
use crate::caller::Caller;
use crate::error::Error;
use crate::ports::{MatterFilter, MatterSort, Status};
use crate::shapes::Id;
use crate::tree::{Agency, Tree};

/// Numbers on the board: what is read from four metres without scrolling.
const NUMBERS: usize = 8;
/// Procedures on the board.
const PROCEDURES: usize = 6;
/// Materials of one procedure on the board; the guide has them all.
const MATERIALS: usize = 4;

/// The five blocks of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The agency.
    pub agency: Agency,
    /// What the window does: id, name, and what to bring.
    pub duties: Vec<BoardDuty>,
    /// How many procedures there are beyond those shown.
    pub more: usize,
    /// How far matters are, newest first.
    pub progress: Vec<BoardProgress>,
    /// The agency above, for complaints; none at the root.
    pub superior: Option<Agency>,
}

/// One kind of matter that the window takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardDuty {
    /// Procedure id.
    pub id: String,
    /// Name.
    pub title: String,
    /// What to bring, the required first.
    pub materials: Vec<String>,
    /// There is a sample form.
    pub sample: bool,
}

/// How far one matter is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardProgress {
    /// Its number.
    pub number: String,
    /// Its stage.
    pub stage: String,
    /// Next day by which the agency must act.
    pub due: Option<String>,
}

/// What is wrong with the boards that a person answers for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoardCheck {
    /// 机关
    pub agency: Id,
    /// 公示牌的地址
    pub address: String,
    /// 过时或者缺少的，没有就是空
    pub stale: Vec<StaleBlock>,
}

/// Something on a board that is stale or missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaleBlock {
    /// 哪一块
    pub block: String,
    /// 怎么不对
    pub what: String,
    /// 怎么改
    pub remedy: String,
}

impl App {
    /// The board of an agency.
    ///
    /// # Errors
    /// There is no such agency, or the store is not there.
    pub async fn board(&self, agency: &str) -> Result<Board, Error> {
        let tree = self.tree().await?;
        let missing = || Error::Missing { what: "这个机关的公示牌".to_owned() };
        let held = tree.get(agency).ok_or_else(missing)?;
        let mut duties = self.board_duties(held);
        let more = duties.len().saturating_sub(PROCEDURES);
        duties.truncate(PROCEDURES);
        Ok(Board {
            duties,
            more,
            progress: self.board_progress(agency).await?,
            superior: held.parent.as_ref().and_then(|parent| tree.get(parent)).cloned(),
            agency: held.clone(),
        })
    }

    /// The boards of a person's agency and of those below it, each with what is stale on it; what is worst comes first.
    ///
    /// # Errors
    /// The person sees no matters, or the store is not there.
    pub async fn board_checks(&self, caller: &Caller) -> Result<Vec<BoardCheck>, Error> {
        caller.require(Power::View)?;
        let tree = self.tree().await?;
        let faces = self.stale_faces().await?;
        let lapsed = self.lapsed_cards(&caller.scope).await?;
        let mut checks = Vec::new();
        for id in &caller.scope {
            let Some(agency) = tree.get(id) else { continue };
            let lapsed = lapsed.get(id).copied().unwrap_or_default();
            let mut stale = self.missing_words(agency, &tree);
            if lapsed > 0 {
                stale.push(block(
                    "岗位职责",
                    &format!("有 {lapsed} 名执法人员的证件已经失效，公开的人员清单当天显示“失效”"),
                    "到“执法人员”办理换发，或者收回证件",
                ));
            }
            let runs = |procedure: &str| {
                let held = self.pack().procedures.get(procedure);
                held.is_some_and(|held| !held.internal && agency.runs(held))
            };
            for face in faces.iter().filter(|face| runs(&face.procedure)) {
                let what = match &face.published {
                    Some(day) => {
                        format!("“{}”的办事指南和流程图是 {day} 公布的，之后程序改过", face.title)
                    }
                    None => format!("“{}”的办事指南和流程图还没有公布", face.title),
                };
                stale.push(block("申请材料", &what, "重新公布这一程序的流程图和服务指南"));
            }
            checks.push(BoardCheck {
                agency: Id::new(id, &agency.name),
                address: format!("/board/{id}"),
                stale,
            });
        }
        checks.sort_by(|one, other| {
            other
                .stale
                .len()
                .cmp(&one.stale.len())
                .then_with(|| one.agency.id.cmp(&other.agency.id))
        });
        Ok(checks)
    }

    fn board_duties(&self, agency: &Agency) -> Vec<BoardDuty> {
        let today = self.today();
        let shown = self.pack().procedures.values().filter(|procedure| {
            !procedure.internal && procedure.in_force(today) && agency.runs(procedure)
        });
        let mut duties: Vec<BoardDuty> = shown
            .map(|procedure| {
                let mut materials = guide::guide(procedure).materials;
                materials.sort_by_key(|material| !material.required);
                BoardDuty {
                    id: procedure.id.clone(),
                    title: procedure.title.clone(),
                    sample: materials.iter().any(|material| !material.form.is_empty()),
                    materials: materials
                        .into_iter()
                        .take(MATERIALS)
                        .map(|material| material.title)
                        .collect(),
                }
            })
            .collect();
        // What people bring something for comes first: it is what they stand at the window for.
        duties.sort_by_key(|duty| duty.materials.is_empty());
        duties
    }

    async fn board_progress(&self, agency: &str) -> Result<Vec<BoardProgress>, Error> {
        let filter = MatterFilter {
            agencies: Some(vec![agency.to_owned()]),
            status: Some(Status::Open),
            sort: MatterSort::OpenedLast,
            limit: NUMBERS.saturating_mul(4),
            ..MatterFilter::default()
        };
        let rows = self.store().matters(&filter).await?.items;
        let each = rows.into_iter().filter(|row| row.hidden_from.is_empty()).filter_map(|row| {
            let procedure = self.pack().procedures.get(&row.procedure)?;
            let stage = procedure.stages.iter().find(|stage| stage.id == row.stage)?;
            Some(BoardProgress {
                number: row.number.filter(|_| !procedure.internal)?,
                stage: stage.title.clone(),
                due: row.due,
            })
        });
        Ok(each.take(NUMBERS).collect())
    }

    /// What the register of agencies does not say and a board must.
    fn missing_words(&self, agency: &Agency, tree: &Tree) -> Vec<StaleBlock> {
        let superior = agency.parent.as_ref().and_then(|parent| tree.get(parent));
        let phone = |held: &Agency| held.phone.chars().filter(char::is_ascii_digit).count() >= 7;
        let mut stale = Vec::new();
        for (block_of, absent, what) in [
            ("岗位职责", agency.basis.is_empty(), "没有登记职权依据"),
            ("岗位职责", self.board_duties(agency).is_empty(), "没有可以办理的程序"),
            ("咨询", !phone(agency), "没有登记电话，或者号码不全"),
            ("咨询", agency.address.is_empty(), "没有登记地址"),
            ("咨询", agency.hours.is_empty(), "没有登记办公时间"),
            ("投诉", superior.is_some_and(|held| !phone(held)), "上一级机关没有登记电话"),
        ] {
            if absent {
                stale.push(block(block_of, what, "请管理人员在机关名册里补上"));
            }
        }
        stale
    }
}

fn block(block: &str, what: &str, remedy: &str) -> StaleBlock {
    StaleBlock { block: block.to_owned(), what: what.to_owned(), remedy: remedy.to_owned() }
}
