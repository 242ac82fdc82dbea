//! 销毁证明 as a paper, and in a few words. Made from what the record keeps for ever: the same paper whenever it is printed.

use zhiheng_domain::paper::long_date;
use zhiheng_domain::retention::{Appraisal, Certificate, Hand, Life};
use zhiheng_law::Layout;

use crate::ports::press::{Cell, Row, Sheet, SignOff, Standing};

/// Files that are listed on the paper; the others are counted, and stand in the record.
const LISTED: usize = 200;

/// One sentence for a page on which the dossier would otherwise be.
pub fn certificate_words(life: &Life) -> Option<String> {
    let done = life.certificate.as_ref()?;
    Some(format!(
        "本{}的案卷保管期满，已于{}依法销毁，销毁证明 {}",
        life.noun,
        long_date(done.day),
        done.number
    ))
}

/// The paper; none where nothing was destroyed.
pub fn certificate_sheet(life: &Life) -> Option<Sheet> {
    let done = life.certificate.as_ref()?;
    let appraisal = life.appraisal()?;
    Some(Sheet {
        key: format!("{}~destruction", life.matter),
        layout: Layout::List,
        standing: Standing::Issued,
        agency: done.agency.clone(),
        title: "档案销毁证明".to_owned(),
        number: Some(done.number.clone()),
        addressee: String::new(),
        day: done.day,
        paragraphs: Vec::new(),
        rows: rows(life, done, appraisal),
        signoffs: signoffs(done, appraisal),
        signatures: Vec::new(),
        seal: Some(done.agency.clone()),
    })
}

fn rows(life: &Life, done: &Certificate, appraisal: &Appraisal) -> Vec<Row> {
    let text =
        |label: &str, value: String| Row { label: label.to_owned(), value: Cell::Text(value) };
    let until = life.until.map(long_date).unwrap_or_default();
    let size: u64 = done.files.iter().map(|file| file.size).fold(0, u64::saturating_add);
    let stays = done.files.iter().filter(|file| file.stays).count();
    let leaves: Vec<String> = done
        .leaves
        .iter()
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}—{to}") })
        .collect();
    let mut files = format!("{} 个，共 {size} 字节", done.files.len());
    if stays > 0 {
        files += "；其中 ";
        files += &stays.to_string();
        files += " 个另有案卷引用，仍在那里保管";
    }
    let mut rows = vec![
        text("保管机关", done.agency.clone()),
        text("案号", format!("{}，{}", life.number, life.volume)),
        text("类别", format!("{}，{}", life.category, done.procedure)),
        text("立案、归档", format!("{}，{}", long_date(life.opened), long_date(life.archived))),
        text("保管期限", format!("{}，到{until}", life.period)),
        text(
            "销毁内容",
            format!(
                "记录 {} 条，文书 {} 份，归档时 {} 页",
                done.contents(),
                done.papers,
                life.pages
            ),
        ),
        text("文件", files),
        text("记录位置", leaves.join("、")),
        text("鉴定清册", done.sheet.clone()),
        text("鉴定意见", appraisal.reason.clone()),
        text("依据", done.basis.join("；")),
    ];
    if !done.files.is_empty() {
        let columns = ["序号", "摘要", "字节"].map(ToOwned::to_owned).to_vec();
        let listed =
            done.files.iter().take(LISTED).enumerate().map(|(n, file)| {
                vec![(n + 1).to_string(), file.digest.clone(), file.size.to_string()]
            });
        rows.push(Row {
            label: "文件的摘要".to_owned(),
            value: Cell::Table { columns, rows: listed.collect() },
        });
    }
    rows.push(text(
        "说明",
        "本件的内容已经销毁，不能恢复；记录中每一条的承诺（叶）仍在，可以核验它们没有被改动。"
            .to_owned(),
    ));
    rows
}

fn signoffs(done: &Certificate, appraisal: &Appraisal) -> Vec<SignOff> {
    let one = |act: &str, hand: &Hand| SignOff {
        act: act.to_owned(),
        person: hand.name.clone(),
        opinion: String::new(),
        day: hand.at.date(),
    };
    let approved = appraisal.approved.as_ref().map(|hand| one("批准", hand));
    let rest = [one("执行", &done.executor), one("监销", &done.witness)];
    [one("鉴定", &appraisal.by)].into_iter().chain(approved).chain(rest).collect()
}
