//! Rows that look like those of a city, the same in every run.

use zhiheng_app::ports::{DecisionRow, DutyRow, MatterRow, Status};

const TOWNS: [&str; 13] = [
    "潞州", "上党", "屯留", "潞城", "襄垣", "平顺", "黎城", "壶关", "长子", "武乡", "沁县", "沁源",
    "市局",
];
const TOPICS: [&str; 8] = [
    "小区供暖不足",
    "拖欠农民工工资",
    "食品经营许可过期",
    "宅基地确权",
    "噪声扰民",
    "物业收费",
    "道路破损",
    "医保报销",
];
const FAMILIES: [&str; 12] =
    ["张", "王", "李", "赵", "刘", "陈", "杨", "黄", "周", "吴", "徐", "孙"];

/// Numbers that look random and are the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).unwrap_or(0)
    }

    pub(crate) fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all.get(self.roll(all.len())).copied().unwrap_or_default()
    }
}

/// One matter with its duties.
pub(crate) fn sample(id: &str, dice: &mut Dice) -> (MatterRow, Vec<DutyRow>) {
    let town = dice.roll(TOWNS.len());
    let topic = dice.pick(&TOPICS);
    let status = [Status::Open, Status::Closed, Status::Closed, Status::Archived];
    let status = status.get(dice.roll(4)).copied().unwrap_or(Status::Open);
    let open = status == Status::Open;
    let day = |dice: &mut Dice, from: usize| {
        format!("{}-{:02}-{:02}", from + dice.roll(4), 1 + dice.roll(12), 1 + dice.roll(28))
    };
    let opened = day(dice, 2022);
    let due = open.then(|| format!("2026-{:02}-{:02}", 1 + dice.roll(12), 1 + dice.roll(28)));
    let number = format!("长信〔{}〕{}号", &opened.get(..4).unwrap_or("2026"), dice.roll(90_000));
    let agency = format!("1404{town:02}");
    let title = format!("{}某反映{topic}问题", dice.pick(&FAMILIES));
    let hidden =
        if dice.roll(20) == 0 { format!("1404{:02}", dice.roll(13)) } else { String::new() };
    let matter = MatterRow {
        id: id.to_owned(),
        number: Some(number.clone()),
        title: title.clone(),
        procedure: format!("procedure-{}", dice.roll(12)),
        noun: "信访事项".to_owned(),
        category: "信访".to_owned(),
        stage: format!("stage-{}", dice.roll(5)),
        step: "受理".to_owned(),
        agency: agency.clone(),
        opened: opened.clone(),
        due: due.clone(),
        handlers: vec![format!("{}某", dice.pick(&FAMILIES))],
        status,
        major: dice.roll(9) == 0,
        hidden_from: hidden.clone(),
        search: format!("{number} {title} {}{}", dice.pick(&TOWNS), dice.roll(100_000)),
        version: 1,
        snapshot: "{\"state\":\"".to_owned() + &"状态".repeat(250) + "\"}",
    };
    let duties = (0..2).map(|n| DutyRow {
        id: format!("{id}/{n}"),
        matter: id.to_owned(),
        matter_number: matter.number.clone(),
        matter_title: title.clone(),
        procedure: matter.procedure.clone(),
        agency: agency.clone(),
        hidden_from: hidden.clone(),
        rule: format!("rule-{n}"),
        title: "受理告知".to_owned(),
        kind: "notify".to_owned(),
        owner: ["handle", "review"].get(n).copied().unwrap_or_default().to_owned(),
        state: if open { "open" } else { "fulfilled" }.to_owned(),
        created: opened.clone(),
        due: due.clone(),
        ended: None,
        basis: "信访工作条例第二十三条".to_owned(),
        act: None,
        handlers: vec![format!("p-{}", dice.roll(400))],
    });
    let duties = duties.collect();
    (matter, duties)
}

/// One public decision.
pub(crate) fn decision(id: usize, dice: &mut Dice) -> DecisionRow {
    let published =
        format!("{}-{:02}-{:02}", 2016 + dice.roll(11), 1 + dice.roll(12), 1 + dice.roll(28));
    let topic = dice.pick(&TOPICS);
    DecisionRow {
        id: format!("d{id:09}"),
        number: format!("长罚〔2026〕{id}号"),
        agency: format!("1404{:02}", dice.roll(13)),
        agency_name: format!("{}信访局", dice.pick(&TOWNS)),
        category: ["行政处罚", "行政许可", "信访"]
            .get(dice.roll(3))
            .copied()
            .unwrap_or_default()
            .to_owned(),
        title: format!("关于{topic}的决定"),
        party: format!("{}某{}公司", dice.pick(&FAMILIES), dice.roll(10_000)),
        facts: format!(
            "经查，{}存在{topic}的情形，{}。",
            dice.pick(&TOWNS),
            "违反相关规定事实清楚证据充分".repeat(3)
        ),
        basis: "中华人民共和国行政处罚法第五十七条".to_owned(),
        result: format!("责令改正，罚款{}元。", dice.roll(50_000)),
        kinds: vec![
            ["警告", "罚款", "没收"].get(dice.roll(3)).copied().unwrap_or_default().to_owned(),
        ],
        fine: Some(100_000),
        region: ["山西省", "北京市", "上海市"]
            .get(dice.roll(3))
            .copied()
            .unwrap_or_default()
            .to_owned(),
        decided: published.clone(),
        until: (dice.roll(3) == 0).then(|| "2025-06-30".to_owned()),
        published,
        state: "published".to_owned(),
        reason: None,
        source: String::new(),
        stream: format!("matter:{id}"),
        version: 1,
    }
}
