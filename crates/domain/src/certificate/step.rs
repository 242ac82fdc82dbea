//! What each step asks for, and what it does to the card.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::card::{Asked, Card, Device, State, Training};
use super::{Around, MOST_DEVICES, Wish};
use crate::refusal::Refusal;
use crate::step_form::StepForm;

/// A step in the life of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 申领
    Apply,
    /// 审核
    Examine,
    /// 退回
    Return,
    /// 发证
    Issue,
    /// 启用
    Activate,
    /// 登记培训
    Train,
    /// 调动
    Transfer,
    /// 暂扣
    Suspend,
    /// 恢复
    Resume,
    /// 收回
    Withdraw,
    /// 登记手机
    Enrol,
    /// 停用手机
    Revoke,
}

impl Step {
    /// Every step, in the order of use.
    pub const ALL: [Self; 12] = [
        Self::Apply,
        Self::Examine,
        Self::Return,
        Self::Issue,
        Self::Activate,
        Self::Train,
        Self::Transfer,
        Self::Suspend,
        Self::Resume,
        Self::Withdraw,
        Self::Enrol,
        Self::Revoke,
    ];

    /// Stable id, as the pack writes it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Examine => "examine",
            Self::Return => "return",
            Self::Issue => "issue",
            Self::Activate => "activate",
            Self::Train => "train",
            Self::Transfer => "transfer",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Withdraw => "withdraw",
            Self::Enrol => "enrol",
            Self::Revoke => "revoke",
        }
    }

    /// Name, where no pack is at hand.
    pub fn words(self) -> &'static str {
        match self {
            Self::Apply => "申领",
            Self::Examine => "审核",
            Self::Return => "退回",
            Self::Issue => "发证",
            Self::Activate => "启用",
            Self::Train => "登记培训",
            Self::Transfer => "调动",
            Self::Suspend => "暂扣",
            Self::Resume => "恢复",
            Self::Withdraw => "收回",
            Self::Enrol => "登记手机",
            Self::Revoke => "停用手机",
        }
    }

    /// The step with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.id() == id)
    }

    /// Whether it takes something from a person, who is owed the reason.
    pub fn needs_reason(self) -> bool {
        matches!(
            self,
            Self::Return | Self::Transfer | Self::Suspend | Self::Resume | Self::Withdraw
        )
    }

    /// Names of what it asks for.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Apply => &["fields", "regions", "post", "photo", "staffed", "examined"],
            Self::Issue => &["card", "valid_from", "valid_until"],
            Self::Train => &["before_post", "day", "hours", "subject", "passed"],
            Self::Transfer => &["to"],
            Self::Enrol => &["label", "key"],
            Self::Revoke => &["device"],
            _ => &[],
        }
    }
}

/// The card after the step, with a sentence; or what is wrong with the form.
pub(super) fn take(
    card: Option<&Card>,
    wish: &Wish,
    around: &Around<'_>,
) -> Result<(Card, String), Vec<Refusal>> {
    let (id, name, agency) = around.person;
    let mut card = card.cloned().unwrap_or_else(|| Card::blank(id, name, agency));
    let mut form = StepForm::new(&wish.fields);
    form.only(wish.step.fields());
    let today = around.now.date();
    let who = card.officer.name.clone();
    let said = match wish.step {
        Step::Apply => apply(&mut card, &mut form, around),
        Step::Examine => {
            card.state = State::Examined;
            card.examined_by.clone_from(&around.actor.id);
            format!("{who} 的申领已审核同意，待发证")
        }
        Step::Return => {
            card.state = State::Returned;
            format!("{who} 的申领已退回，补正以后可以重新申领")
        }
        Step::Issue => issue(&mut card, &mut form, around),
        Step::Activate => {
            card.state = State::Active;
            card.officer.waiting = false;
            format!("{who} 的执法证已启用，自今日起可以执法")
        }
        Step::Train => train(&mut card, &mut form, today),
        Step::Transfer => {
            let to = form.text("to", 64);
            if !to.is_empty() && (to == card.officer.agency || !around.target_known) {
                form.wrong("input.choice", "to", "请选择本平台上的另一个机关");
            }
            card.officer.agency = to;
            card.officer.waiting = true;
            card.state = State::Transferred;
            card.kept_here = true;
            format!("{who} 已调动，原执法证停用；由新机关重新申领、发证")
        }
        Step::Suspend => {
            card.officer.suspended = true;
            card.kept_here = true;
            format!("{who} 的执法证已暂扣，恢复以前不得执法")
        }
        Step::Resume => {
            card.officer.suspended = false;
            format!("{who} 的执法证已恢复")
        }
        Step::Withdraw => {
            card.officer.withdrawn = true;
            card.officer.waiting = true;
            card.state = State::Withdrawn;
            card.kept_here = true;
            let now = minute(around);
            for device in card.devices.iter_mut().filter(|device| device.until.is_none()) {
                device.until = Some(now.clone());
            }
            format!("{who} 的执法证已收回，已登记的手机同时停用")
        }
        Step::Enrol => enrol(&mut card, &mut form, around),
        Step::Revoke => {
            let wanted = form.text("device", 64);
            let live = card
                .devices
                .iter_mut()
                .find(|device| device.id == wanted && device.until.is_none());
            match live {
                Some(device) => device.until = Some(minute(around)),
                None => form.wrong("input.choice", "device", "没有这部手机，或者已经停用"),
            }
            format!("{who} 的这部手机已停用，它出示的亮证码立即失效")
        }
    };
    form.faults().map_or_else(|| Ok((card, said)), Err)
}

fn apply(card: &mut Card, form: &mut StepForm<'_>, around: &Around<'_>) -> String {
    let fields = form.list("fields", true);
    if let Some(unknown) = fields.iter().find(|field| !around.categories.contains(&field.as_str()))
    {
        form.wrong("input.choice", "fields", &format!("没有“{unknown}”这一执法类别"));
    }
    let regions = form.list("regions", true);
    if regions.iter().any(|code| code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit())) {
        form.wrong("input.choice", "regions", "执法区域写六位区划代码，例如 140400");
    }
    // 取证条件: on the staff and examined; helpers and temporary staff may not enforce on their own.
    if !form.flag("staffed") {
        form.wrong("input.choice", "staffed", "只能为在编在职人员申领，临时工和辅助人员不能申领");
    }
    if !form.flag("examined") {
        form.wrong("input.choice", "examined", "执法资格考试合格以后才能申领");
    }
    let photo = form.text_if("photo", 128);
    if !photo.is_empty() && !photo.bytes().all(|b| b.is_ascii_hexdigit()) {
        form.wrong("input.choice", "photo", "照片要先上传");
    }
    // Whoever never had a card begins like everybody: training before the post, then 启用.
    if card.officer.card.is_empty() {
        card.officer.waiting = true;
        card.officer.trained = card.training.iter().any(|held| held.before_post && held.passed);
    }
    card.asked = Some(Asked { fields, regions, post: form.text_if("post", 60), photo });
    card.state = State::Applied;
    card.kept_here = true;
    card.applied_by.clone_from(&around.actor.id);
    card.examined_by.clear();
    format!("已为 {} 申领执法证，待审核", card.officer.name)
}

fn issue(card: &mut Card, form: &mut StepForm<'_>, around: &Around<'_>) -> String {
    let number = form.text("card", 40);
    if !number.is_empty() && !number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        form.wrong("input.choice", "card", "证号只能是字母、数字和 -");
    }
    if around.number_taken {
        form.wrong("card.number", "card", "本机关已有这个证号");
    }
    let (from, until) = (form.day("valid_from"), form.day("valid_until"));
    if let (Some(from), Some(until)) = (from, until)
        && (until < from || until < around.now.date())
    {
        form.wrong("input.choice", "valid_until", "有效期止不能早于有效期起，也不能已经过去");
    }
    // Whoever is in use and renews goes on; whoever begins waits for 启用.
    let begins = card.officer.waiting;
    if let Some(asked) = card.asked.take() {
        card.officer.fields = asked.fields;
        card.officer.regions = asked.regions;
        card.post = asked.post;
        card.photo = asked.photo;
    }
    card.officer.card = number;
    card.officer.valid_from = from;
    card.officer.valid_until = until;
    card.officer.withdrawn = false;
    around.agency_name.clone_into(&mut card.issuer);
    card.state = if begins { State::Issued } else { State::Active };
    let day = until.map(|day| day.to_string()).unwrap_or_default();
    let name = &card.officer.name;
    if begins {
        format!("已向 {name} 发证，有效期至 {day}；岗前培训合格并启用以后可以执法")
    } else {
        format!("已为 {name} 换证，有效期至 {day}")
    }
}

fn train(card: &mut Card, form: &mut StepForm<'_>, today: Date) -> String {
    let before_post = form.flag("before_post");
    let day = form.day("day");
    if day.is_some_and(|day| day > today) {
        form.wrong("input.choice", "day", "培训日期不能在今天以后");
    }
    let hours = form.whole("hours", 1, 400, "学时是 1 至 400 的整数");
    let (subject, passed) = (form.text("subject", 120), form.flag("passed"));
    let (day, hours) = (day.unwrap_or(today), u32::try_from(hours.unwrap_or(0)).unwrap_or(0));
    card.training.push(Training { before_post, day, hours, subject, passed });
    let who = &card.officer.name;
    match (before_post, passed) {
        (true, true) => {
            card.officer.trained = true;
            format!("已登记 {who} 岗前培训合格，{hours} 学时")
        }
        (true, false) => format!("已登记 {who} 岗前培训不合格，不能启用"),
        (false, _) => {
            format!(
                "已登记 {who} 培训 {hours} 学时；{} 年累计 {}",
                day.year(),
                card.hours_in(day.year())
            )
        }
    }
}

fn enrol(card: &mut Card, form: &mut StepForm<'_>, around: &Around<'_>) -> String {
    if card.devices.iter().filter(|device| device.until.is_none()).count() >= MOST_DEVICES {
        form.wrong("card.devices", "key", "登记的手机已满，请先停用不用的一部");
    }
    let (label, key) = (form.text("label", 40), form.text("key", 120));
    let device =
        Device { id: around.fresh_id.to_owned(), label, key, since: minute(around), until: None };
    let said = format!("手机“{}”已登记，断网时也可以亮证", device.label);
    card.devices.push(device);
    said
}

fn minute(around: &Around<'_>) -> String {
    around.now.strftime("%Y-%m-%dT%H:%M").to_string()
}
