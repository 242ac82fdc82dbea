//! 购置经费申请表: the sheet that asks for the money for what is lacking, on paper and as lines of a table.
//!
//! What this is not: the reckoning of what is lacking (see [`super::standard`]), nor the making of pages.

use zhiheng_law::Layout;

use super::Equipment;
use crate::ports::press::{Cell, Row, Sheet, Signature, Standing};

/// Headings of the sheet that asks for money, on paper and as a table.
pub const COLUMNS: [&str; 10] = [
    "机关",
    "类别",
    "执法人员（名）",
    "配备标准",
    "应配（台）",
    "可用（台）",
    "送修（台）",
    "缺口（台）",
    "单价（元）",
    "金额（元）",
];

/// Which of them stand on paper: what fits across a page.
const PRINTED: [usize; 7] = [0, 2, 4, 5, 7, 8, 9];

impl Equipment {
    /// The lines of the sheet that asks for money; `price` is that of one device, yuan.
    pub fn lines(&self, price: Option<u32>) -> Vec<[String; 10]> {
        let each = |class: &Option<String>| {
            let line = self.standards.iter().find(|line| Some(&line.class) == class.as_ref())?;
            Some(line.each.map_or("按需".to_owned(), |each| format!("每 {each} 名 1 台")))
        };
        self.agencies
            .iter()
            .map(|line| {
                let amount = price.map(|price| u64::from(price) * u64::from(line.short));
                [
                    line.agency.name.clone(),
                    line.class.clone().unwrap_or_else(|| "未定".to_owned()),
                    line.officers.to_string(),
                    each(&line.class).unwrap_or_default(),
                    line.needed.map(|needed| needed.to_string()).unwrap_or_default(),
                    line.usable.to_string(),
                    line.repair.to_string(),
                    line.short.to_string(),
                    price.map(|price| price.to_string()).unwrap_or_default(),
                    amount.map(|amount| amount.to_string()).unwrap_or_default(),
                ]
            })
            .collect()
    }

    /// What all of them lack costs, yuan.
    pub fn amount(&self, price: Option<u32>) -> Option<u64> {
        price.map(|price| u64::from(price) * u64::from(self.short))
    }
}

/// 执法音像记录设备购置经费申请表. `agency`: name of the agency that asks; `price`: of one device, yuan, or left open for a pen.
pub fn budget_sheet(
    equipment: &Equipment,
    agency: &str,
    day: jiff::civil::Date,
    price: Option<u32>,
) -> Sheet {
    // On paper, only those who lack something, and what the money is for; the table has everything.
    let mut lacking: Vec<Vec<String>> = Vec::new();
    for (line, cells) in equipment.agencies.iter().zip(equipment.lines(price)) {
        if line.short > 0 {
            lacking.push(PRINTED.iter().filter_map(|n| cells.get(*n).cloned()).collect());
        }
    }
    let columns = PRINTED.iter().filter_map(|n| COLUMNS.get(*n));
    let columns = columns.map(|column| (*column).to_owned()).collect();
    let table = Cell::Table { columns, rows: lacking };
    let standards: Vec<String> = equipment
        .standards
        .iter()
        .map(|line| match line.each {
            Some(each) => format!("{} 类每 {each} 名执法人员 1 台", line.class),
            None => format!("{} 类按需", line.class),
        })
        .collect();
    let unread = equipment.standards.iter().find(|line| line.certainty != "read");
    let text =
        |label: &str, value: String| Row { label: label.to_owned(), value: Cell::Text(value) };
    let basis = equipment.standards.first().map(|line| line.basis.clone()).unwrap_or_default();
    let mut rows = vec![
        text("申请机关", agency.to_owned()),
        text("设备", "执法记录仪、手持终端".to_owned()),
        Row { label: "配备情况".to_owned(), value: table },
        text("缺口合计", format!("{} 台", equipment.short)),
        text(
            "申请金额",
            equipment.amount(price).map(|amount| format!("{amount} 元")).unwrap_or_default(),
        ),
        text("依据", basis),
    ];
    let source = unread.and_then(|line| line.label.split_once('（')).map_or("", |(_, rest)| rest);
    let source = source.trim_end_matches('）');
    let standards = standards.join("，");
    let standards = match unread {
        Some(_) if !source.is_empty() => format!("{standards}（{source}；只见节录，请核对原文）"),
        Some(_) => format!("{standards}（请核对原文）"),
        None => standards,
    };
    rows.push(text("配备标准", standards));
    rows.push(text("申请理由", String::new()));
    rows.push(text("财务机构意见", String::new()));
    let place = |label: &str| Signature {
        label: label.to_owned(),
        image: Vec::new(),
        digest: String::new(),
    };
    Sheet {
        key: format!("equipment~{day}"),
        layout: Layout::List,
        standing: Standing::Issued,
        agency: agency.to_owned(),
        title: "执法音像记录设备购置经费申请表".to_owned(),
        number: None,
        addressee: String::new(),
        day,
        paragraphs: Vec::new(),
        rows,
        signoffs: Vec::new(),
        signatures: vec![place("经办人"), place("机关负责人")],
        seal: Some(agency.to_owned()),
    }
}
