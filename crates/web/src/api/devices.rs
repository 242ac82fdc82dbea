//! Recording devices: the ledger, the steps in the life of a device, the shortage of equipment and the sheet that asks for the money.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde::Serialize;
use utoipa::ToSchema;
use zhiheng_app::Error;
use zhiheng_app::devices::{
    COLUMNS, ClassWish, DeviceFilter, DeviceList, DevicePage, DeviceStep, DeviceWish, Equipment,
    budget_sheet,
};

use super::officers::{LOOKING, StepTaken};
use crate::api::papers::printed;
use crate::identity::Who;
use crate::problem::{Problem, Problems};
use crate::request::{Address, Body, Fields, Filters, Shape};
use crate::server::Api;

/// Highest price of one device, yuan.
const DEAREST: u32 = 10_000_000;
/// Widths of the columns of the sheet, characters.
const WIDTHS: [u32; 10] = [28, 8, 14, 16, 12, 12, 12, 12, 12, 14];

/// 执法设备
///
/// 查看范围内的执法设备，一次最多 200 台；counts 是各状态的台数，kinds 是各类型的台数。报废的只在 state=scrapped 时列出。
#[utoipa::path(
    get, path = "/devices", tag = "执法设备",
    params(
        ("agency" = Option<String>, Query, description = "机关，缺省为全部可见机关"),
        ("q" = Option<String>, Query, description = "编号、名称、型号、序列号或者领用人里的字"),
        ("kind" = Option<String>, Query, description = "类型，例如 执法记录仪"),
        ("state" = Option<String>, Query, description = "状态：available、on_loan、repair、scrapped"),
        ("holder" = Option<String>, Query, description = "领用人的人员编号"),
        ("skip" = Option<usize>, Query, description = "跳过前面多少台"),
    ),
    responses((status = 200, description = "执法设备", body = DeviceList), Problems)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<DeviceList>, Problem> {
    super::registers::needs(&who, LOOKING)?;
    let names = ["agency", "q", "kind", "state", "holder", "skip"];
    super::registers::known(&given, &names)?;
    let filter = DeviceFilter {
        agency: value(&given, "agency"),
        words: value(&given, "q").unwrap_or_default(),
        kind: value(&given, "kind"),
        state: value(&given, "state"),
        holder: value(&given, "holder"),
        skip: whole(&given, "skip")?.unwrap_or(0),
    };
    Ok(Json(api.app.devices(who.caller(), &filter).await.map_err(Problem::of_address)?))
}

/// 一台执法设备
///
/// 从入账到报废的每一步（谁、何时、为什么、依据哪条）、历次领用，以及现在可以办的步骤。
#[utoipa::path(
    get, path = "/devices/{id}", tag = "执法设备",
    params(("id" = String, Path, description = "设备编号")),
    responses((status = 200, description = "执法设备", body = DevicePage), Problems)
)]
pub(crate) async fn one(
    State(api): State<Api>,
    who: Who,
    Address(id): Address<String>,
) -> Result<Json<DevicePage>, Problem> {
    super::registers::needs(&who, LOOKING)?;
    Ok(Json(api.app.device(who.caller(), &id).await?))
}

/// 办理执法设备的一步
///
/// purchase 入账、loan 领用、return 归还、check 检查、install 安装、repair 送修、repaired 修复、scrap 报废。领用中的不能再领用，
/// 只借给本机关证件有效的执法人员；入账、领用、报废由不同的人办；每一步都写入记录，被拒绝的也写。
#[utoipa::path(
    post, path = "/devices/{id}/steps/{step}", tag = "执法设备",
    params(
        ("id" = String, Path, description = "设备编号"),
        ("step" = String, Path, description = "步骤"),
    ),
    request_body = StepTaken,
    responses((status = 200, description = "已办理", body = DeviceStep), Problems)
)]
pub(crate) async fn step(
    State(api): State<Api>,
    who: Who,
    Address((id, step)): Address<(String, String)>,
    Body(taken): Body<StepTaken>,
) -> Result<Json<DeviceStep>, Problem> {
    let StepTaken { fields, reason, seen } = taken;
    let wish = DeviceWish { step, fields, reason: reason.unwrap_or_default(), seen };
    Ok(Json(api.app.device_step(who.caller(), &id, &wish).await?))
}

/// 设备配备情况
///
/// 各机关的类别、持有效执法证的人数、应当配备的执法记录仪和手持终端、可用的、送修的和缺口。
#[utoipa::path(
    get, path = "/equipment", tag = "执法设备",
    params(("agency" = Option<String>, Query, description = "机关，缺省为全部可见机关")),
    responses((status = 200, description = "配备情况", body = Equipment), Problems)
)]
pub(crate) async fn equipment(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Json<Equipment>, Problem> {
    super::registers::needs(&who, LOOKING)?;
    super::registers::known(&given, &["agency"])?;
    let agency = value(&given, "agency");
    let held = api.app.equipment(who.caller(), agency.as_deref()).await;
    Ok(Json(held.map_err(Problem::of_address)?))
}

/// 购置经费申请表
///
/// 执法音像记录设备购置经费申请表，PDF/A；price 是每台的价格（元），没有写的留空待填。取出的情况进入记录。
#[utoipa::path(
    get, path = "/equipment.pdf", tag = "执法设备",
    params(
        ("agency" = Option<String>, Query, description = "机关，缺省为全部可见机关"),
        ("price" = Option<u32>, Query, description = "每台的价格（元）"),
    ),
    responses((status = 200, description = "PDF/A-2b", body = Vec<u8>, content_type = "application/pdf"), Problems)
)]
pub(crate) async fn budget_pdf(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Response, Problem> {
    let (equipment, price) = taken_out(&api, &who, &given).await?;
    let tree = api.app.tree().await?;
    let agency = tree.name(&who.caller().actor.agency);
    let sheet = budget_sheet(&equipment, agency, api.app.today(), price);
    printed(&api, sheet).await
}

/// 购置经费申请表（表格）
///
/// 与 PDF 相同的内容，Excel 表格。
#[utoipa::path(
    get, path = "/equipment.xlsx", tag = "执法设备",
    params(
        ("agency" = Option<String>, Query, description = "机关，缺省为全部可见机关"),
        ("price" = Option<u32>, Query, description = "每台的价格（元）"),
    ),
    responses(
        (status = 200, description = "表格", body = Vec<u8>,
         content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Problems
    )
)]
pub(crate) async fn budget_table(
    State(api): State<Api>,
    who: Who,
    Filters(given): Filters,
) -> Result<Response, Problem> {
    let (equipment, price) = taken_out(&api, &who, &given).await?;
    let sheet = write(&equipment, price)
        .map_err(|error| Error::Internal(format!("spreadsheet: {error}")))?;
    let about = [
        (
            header::CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"equipment-{}.xlsx\"", equipment.day),
        ),
    ];
    Ok((about, sheet).into_response())
}

#[derive(ToSchema)]
pub(crate) struct EquipmentClass {
    /// A、B 或者 C
    class: String,
    /// C 类需要几台
    asked: Option<u64>,
    /// 定为这一类的原因
    reason: String,
    /// 看到的版本；期间有别人定过的，返回 409
    seen: Option<u64>,
}

impl Shape for EquipmentClass {
    fn read(object: &mut Fields) -> Result<Self, Problem> {
        Ok(Self {
            class: object.text("class")?,
            asked: object.number("asked")?,
            reason: object.text("reason")?,
            seen: object.number("seen")?,
        })
    }
}

/// A class that was set.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClassSet {
    /// 版本
    seen: u64,
    /// 办成了什么
    said: String,
}

/// 定机关的设备配备类别
///
/// A 类、B 类按执法人员数配备，C 类写明需要几台；由机关负责人或者监督人员决定，写入记录。
#[utoipa::path(
    post, path = "/equipment/{agency}/class", tag = "执法设备", request_body = EquipmentClass,
    params(("agency" = String, Path, description = "机关编号")),
    responses((status = 200, description = "已定类", body = ClassSet), Problems)
)]
pub(crate) async fn classify(
    State(api): State<Api>,
    who: Who,
    Address(agency): Address<String>,
    Body(EquipmentClass { class, asked, reason, seen }): Body<EquipmentClass>,
) -> Result<Json<ClassSet>, Problem> {
    let wish = ClassWish { class, asked, reason, seen };
    let (seen, said) = api.app.classify(who.caller(), &agency, &wish).await?;
    Ok(Json(ClassSet { seen, said }))
}

async fn taken_out(
    api: &Api,
    who: &Who,
    given: &[(String, String)],
) -> Result<(Equipment, Option<u32>), Problem> {
    super::registers::known(given, &["agency", "price"])?;
    let price: Option<u32> = whole(given, "price")?;
    if price.is_some_and(|price| price > DEAREST) {
        let why = "价格以元计，不超过一千万";
        return Err(Problem::wrong_field("input.choice", "price", why));
    }
    let agency = value(given, "agency");
    let held = api.app.equipment_taken_out(who.caller(), agency.as_deref()).await;
    Ok((held.map_err(Problem::of_address)?, price))
}

fn write(equipment: &Equipment, price: Option<u32>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("购置经费申请表")?;
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for ((heading, width), column) in COLUMNS.into_iter().zip(WIDTHS).zip(0..) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    let lines = equipment.lines(price);
    let mut last = 1;
    for (line, row) in lines.iter().zip(1..) {
        for (cell, column) in line.iter().zip(0..) {
            // Counts are numbers, so that they can be added up; names are text, never a formula.
            match cell.parse::<u32>() {
                Ok(number) if column > 1 => sheet.write_number(row, column, number)?,
                _ => sheet.write_string(row, column, cell)?,
            };
        }
        last = row + 1;
    }
    sheet.write_string_with_format(last, 0, "合计", &bold)?;
    sheet.write_number(last, 7, equipment.short)?;
    if let Some(amount) = equipment.amount(price) {
        sheet.write_string(last, 9, amount.to_string())?;
    }
    workbook.save_to_buffer()
}

/// A filter of the address, if it says anything.
pub(super) fn value(given: &[(String, String)], wanted: &str) -> Option<String> {
    given
        .iter()
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

/// A whole number of the address.
pub(super) fn whole<T: std::str::FromStr>(
    given: &[(String, String)],
    wanted: &str,
) -> Result<Option<T>, Problem> {
    let Some(text) = value(given, wanted) else { return Ok(None) };
    let wrong =
        |_| Problem::wrong_field("input.number", wanted, format!("“{wanted}”应是从 0 起的整数"));
    text.parse().map(Some).map_err(wrong)
}
