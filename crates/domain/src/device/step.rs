//! What each step asks for, and what it does to the device.

use serde::{Deserialize, Serialize};

use super::ledger::{Check, Device, KEPT, Kind, Loan, Repair, State};
use super::{Around, Wish};
use crate::refusal::Refusal;
use crate::step_form::StepForm;

/// A step in the life of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 入账
    Purchase,
    /// 领用
    Loan,
    /// 归还
    Return,
    /// 检查
    Check,
    /// 安装
    Install,
    /// 送修
    Repair,
    /// 修复
    Repaired,
    /// 报废
    Scrap,
}

impl Step {
    /// Every step, in the order of use.
    pub const ALL: [Self; 8] = [
        Self::Purchase,
        Self::Loan,
        Self::Return,
        Self::Check,
        Self::Install,
        Self::Repair,
        Self::Repaired,
        Self::Scrap,
    ];

    /// Stable id, as the pack writes it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::Loan => "loan",
            Self::Return => "return",
            Self::Check => "check",
            Self::Install => "install",
            Self::Repair => "repair",
            Self::Repaired => "repaired",
            Self::Scrap => "scrap",
        }
    }

    /// Name, where no pack is at hand.
    pub fn words(self) -> &'static str {
        match self {
            Self::Purchase => "入账",
            Self::Loan => "领用",
            Self::Return => "归还",
            Self::Check => "检查",
            Self::Install => "安装",
            Self::Repair => "送修",
            Self::Repaired => "修复",
            Self::Scrap => "报废",
        }
    }

    /// The step with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.id() == id)
    }

    /// Whether it wants a reason: what is broken, what was done, why it goes.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Repair | Self::Repaired | Self::Scrap)
    }

    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Purchase => {
                &["agency", "name", "kind", "model", "serial", "bought", "price", "room"]
            }
            Self::Loan => &["officer", "battery", "storage", "offset"],
            Self::Return | Self::Check => &["battery", "storage", "offset", "sound"],
            Self::Install => &["room"],
            Self::Repair | Self::Repaired => &[],
            Self::Scrap => &["wiped"],
        }
    }
}

/// A serial number as it is compared: without spaces, in capitals. Two devices never share one.
pub fn serial_key(serial: &str) -> String {
    serial.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// The device after the step, with a sentence; or what is wrong with the form.
pub(super) fn take(
    device: Option<&Device>,
    wish: &Wish,
    around: &Around<'_>,
) -> Result<(Device, String), Vec<Refusal>> {
    let mut device = device.cloned().unwrap_or_else(|| blank(around));
    let mut form = StepForm::new(&wish.fields);
    form.only(wish.step.fields());
    // To the second: what a recording says about its own time is no finer.
    let now = around.now.with().subsec_nanosecond(0).build().unwrap_or(around.now);
    device.kept_here = true;
    let said = match wish.step {
        Step::Purchase => purchase(&mut device, &mut form, around),
        Step::Loan => lend(&mut device, &mut form, around, now),
        Step::Return => {
            let check = look(&mut form, now);
            let sound = check.sound;
            let who = device.holder().map(|loan| loan.name.clone()).unwrap_or_default();
            if let Some(loan) = device.loans.last_mut() {
                loan.back = Some(now);
                loan.check_back = Some(check);
            }
            device.state = State::Available;
            if sound {
                format!("{who} 已归还，设备完好，回到库里")
            } else {
                format!("{who} 已归还，设备有损坏，请送修")
            }
        }
        Step::Check => {
            let check = look(&mut form, now);
            let said = found(&check);
            push(&mut device.checks, check);
            said
        }
        Step::Install => {
            let place = install(&mut device, &mut form, around);
            format!("已安装在{place}，这一间的录像由它记录")
        }
        Step::Repair => {
            let fault = wish.reason.clone();
            push(&mut device.repairs, Repair { out: now, fault, back: None, done: String::new() });
            device.state = State::Repair;
            "已送修，修复以前不能领用".to_owned()
        }
        Step::Repaired => {
            if let Some(repair) = device.repairs.last_mut() {
                repair.back = Some(now);
                repair.done.clone_from(&wish.reason);
            }
            device.state = State::Available;
            "已修复，可以领用".to_owned()
        }
        Step::Scrap => {
            if !form.flag("wiped") {
                let why = "存储的内容转存、清除以后才能报废";
                form.wrong("input.choice", "wiped", why);
            }
            device.state = State::Scrapped;
            device.room = None;
            "已报废，不再使用，编号和序列号不再分给别的设备".to_owned()
        }
    };
    form.faults().map_or_else(|| Ok((device, said)), Err)
}

fn blank(around: &Around<'_>) -> Device {
    Device {
        id: around.id.to_owned(),
        name: String::new(),
        kind: Kind::Other,
        agency: around.chain.first().cloned().unwrap_or_default(),
        model: String::new(),
        serial: String::new(),
        bought: None,
        price: None,
        state: State::Available,
        room: None,
        entered_by: String::new(),
        kept_here: true,
        loans: Vec::new(),
        checks: Vec::new(),
        repairs: Vec::new(),
    }
}

fn purchase(device: &mut Device, form: &mut StepForm<'_>, around: &Around<'_>) -> String {
    let id = around.id;
    let written = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if id.is_empty() || id.len() > 40 || !id.bytes().all(written) {
        form.wrong("input.choice", "id", "设备编号只能是字母、数字、- 和 _，不超过 40 个");
    }
    // The app has looked the agency up: it stands first in the chain.
    form.text_if("agency", 64);
    device.name = form.text("name", 60);
    match Kind::parse(&form.text("kind", 20)) {
        Some(kind) => device.kind = kind,
        None => form.wrong("input.choice", "kind", "请选择设备的类型"),
    }
    device.model = form.text_if("model", 60);
    device.serial = form.text("serial", 60);
    let printable = |c: char| c.is_ascii_alphanumeric() || "-_/. ".contains(c);
    if !device.serial.chars().all(printable) {
        form.wrong("input.choice", "serial", "序列号只能是字母、数字和 - _ / . ");
    }
    if around.serial_taken {
        form.wrong("device.serial", "serial", "这个序列号的设备已经入账，一台设备只入一次账");
    }
    device.bought = form.day("bought");
    if device.bought.is_some_and(|day| day > around.now.date()) {
        form.wrong("input.choice", "bought", "购置日期不能在今天以后");
    }
    device.price = form.whole_if("price", 0, 100_000_000_000, "价格以分计，是不小于 0 的整数");
    if !form.text_if("room", 64).is_empty() {
        install(device, form, around);
    }
    device.entered_by.clone_from(&around.actor.id);
    format!("{}（{}）已入账，编号 {id}", device.name, device.kind.words())
}

fn install(device: &mut Device, form: &mut StepForm<'_>, around: &Around<'_>) -> String {
    let room = form.text("room", 64);
    if device.kind != Kind::Surveillance {
        form.wrong("input.choice", "room", "只有视频监控固定在场所里");
    } else if around.room.is_none() && !room.is_empty() {
        form.wrong("input.choice", "room", "请选择本机关的询问室、听证室");
    }
    device.room = Some(room);
    around.room.unwrap_or_default().to_owned()
}

fn lend(
    device: &mut Device,
    form: &mut StepForm<'_>,
    around: &Around<'_>,
    now: jiff::civil::DateTime,
) -> String {
    let officer = form.text("officer", 64);
    let name = around.borrower.map(|card| card.officer.name.clone()).unwrap_or_default();
    match around.borrower.map(|card| &card.officer) {
        _ if officer.is_empty() => {}
        Some(held) if held.agency != device.agency => {
            form.wrong("device.borrower", "officer", "只能借给本机关的执法人员");
        }
        Some(held) => {
            if let Some(defect) = held.defect_on(now.date()) {
                let why = format!("{}{}，不能领用执法设备", held.name, defect.words());
                form.wrong("device.borrower", "officer", &why);
            }
            if held.id == around.actor.id {
                form.wrong("device.hands", "officer", "不能借给自己，请由别人办理");
            }
        }
        None => form.wrong("device.borrower", "officer", "没有这名执法人员"),
    }
    let battery = form.whole("battery", 0, 100, "电量是 0 至 100 的整数（%）");
    let storage = form.whole("storage", 0, 1_000_000, "剩余存储写成整数（GB）");
    let offset = form.whole("offset", -86_400, 86_400, "时间误差写成整数（秒），慢的写负数");
    // 用前查电量、存储、系统时间: what fails is put right first, so that the recording does not fail on the spot.
    for (name, value, least, unit, what) in [
        ("battery", battery, around.rules.number("battery_least", 0), "%", "电量"),
        ("storage", storage, around.rules.number("storage_least", 0), " GB", "剩余存储"),
    ] {
        if value.is_some_and(|value| value < least) {
            let why = format!("{what}不足 {least}{unit}，请充电、清空以后再领用");
            form.wrong("device.unfit", name, &why);
        }
    }
    let most = around.rules.number("clock_most", i64::MAX);
    if offset.is_some_and(|offset| offset.abs() > most) {
        let why = format!("系统时间误差超过 {most} 秒，请校准以后再领用");
        form.wrong("device.unfit", "offset", &why);
    }
    let check_out = Check {
        at: now,
        battery: battery.and_then(|n| u8::try_from(n).ok()),
        storage: storage.and_then(|n| u32::try_from(n).ok()),
        offset: offset.and_then(|n| i32::try_from(n).ok()),
        sound: true,
    };
    let said = format!("已由 {name} 领用；归还以前由其保管和使用");
    let by = around.actor.id.clone();
    push(
        &mut device.loans,
        Loan { officer, name, out: now, back: None, by, check_out, check_back: None },
    );
    device.state = State::OnLoan;
    said
}

fn look(form: &mut StepForm<'_>, at: jiff::civil::DateTime) -> Check {
    let battery = form.whole_if("battery", 0, 100, "电量是 0 至 100 的整数（%）");
    let storage = form.whole_if("storage", 0, 1_000_000, "剩余存储写成整数（GB）");
    let offset = form.whole_if("offset", -86_400, 86_400, "时间误差写成整数（秒），慢的写负数");
    Check {
        at,
        battery: battery.and_then(|n| u8::try_from(n).ok()),
        storage: storage.and_then(|n| u32::try_from(n).ok()),
        offset: offset.and_then(|n| i32::try_from(n).ok()),
        sound: form.answer("sound"),
    }
}

/// What was found, as a sentence.
fn found(check: &Check) -> String {
    let mut parts = Vec::new();
    if let Some(battery) = check.battery {
        parts.push(format!("电量 {battery}%"));
    }
    if let Some(storage) = check.storage {
        parts.push(format!("剩余存储 {storage} GB"));
    }
    if let Some(offset) = check.offset {
        parts.push(match offset {
            0 => "时间准确".to_owned(),
            ahead if ahead > 0 => format!("时间快 {ahead} 秒"),
            behind => format!("时间慢 {} 秒", behind.unsigned_abs()),
        });
    }
    parts.push(if check.sound { "完好" } else { "有损坏，请送修" }.to_owned());
    format!("已检查：{}", parts.join("，"))
}

/// Adds to a list that keeps the last [`KEPT`].
fn push<T>(list: &mut Vec<T>, item: T) {
    list.push(item);
    if list.len() > KEPT {
        list.remove(0);
    }
}
