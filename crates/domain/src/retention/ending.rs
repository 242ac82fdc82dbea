//! From the appraisal to the end: the three answers, approval, sealing, destruction by a second person, hand-over to an archive.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::step::{Around, Step, advanced, begin, blocks, cited, words};
use super::{Answer, Appraisal, Certificate, Hand, Life, Standing, last_day, years};
use crate::refusal::Refusal;

/// Periods to choose from where a dossier is kept on.
const PERIODS: [&str; 3] = ["10年", "30年", "永久"];

/// An answer, as somebody wants to give it.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// Answer.
    pub answer: Answer,
    /// In words.
    pub reason: String,
    /// The new period where it is kept on.
    pub period: String,
    /// The archive that takes it.
    pub archive: String,
}

/// The receipt of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Archive.
    pub archive: String,
    /// Number of the receipt.
    pub number: String,
    /// Day of the hand-over.
    pub day: Date,
    /// Who entered it.
    pub by: Hand,
}

/// Appraises a dossier whose period has ended. `sheet` is the id of the sheet on which it stands.
///
/// # Errors
/// The period has not ended, who may not, what stands against destruction, or what is wrong with the form.
pub fn appraise(
    life: &Life,
    verdict: &Verdict,
    sheet: &str,
    around: &Around<'_>,
) -> Result<Life, Vec<Refusal>> {
    let mut faults = begin(Step::Appraise, life, around);
    let mut next = advanced(life);
    faults.extend(words("reason", "鉴定意见", &verdict.reason, around));
    match verdict.answer {
        Answer::Destroy => {
            faults.extend(blocks(life, around));
            next.standing = Standing::Appraised;
        }
        Answer::Keep => match kept_on(life, &verdict.period, around.today()) {
            Ok(until) => {
                next.until = until;
                verdict.period.clone_into(&mut next.period);
            }
            Err(fault) => faults.push(fault),
        },
        Answer::Transfer => {
            faults.extend(words("archive", "接收的档案馆", &verdict.archive, around));
            next.standing = Standing::Leaving;
        }
    }
    if !faults.is_empty() {
        return Err(cited(Step::Appraise, faults, around));
    }
    let keep = verdict.answer == Answer::Keep;
    let transfer = verdict.answer == Answer::Transfer;
    next.appraisals.push(Appraisal {
        sheet: sheet.to_owned(),
        answer: verdict.answer,
        reason: verdict.reason.trim().to_owned(),
        period: if keep { verdict.period.clone() } else { String::new() },
        archive: if transfer { verdict.archive.trim().to_owned() } else { String::new() },
        by: around.hand(),
        approved: None,
        rejected: None,
        rejected_for: String::new(),
    });
    Ok(next)
}

/// The last day of the new period: counted on from where the old one ended, and later than today.
fn kept_on(life: &Life, period: &str, today: Date) -> Result<Option<Date>, Refusal> {
    if !PERIODS.contains(&period) {
        return Err(
            Refusal::new("input.choice", "请选择新的保管期限：10年、30年或者永久").at("period")
        );
    }
    if years(period).is_none() {
        return Ok(None);
    }
    let until = life.until.and_then(|until| last_day(period, until));
    match until {
        Some(until) if until > today => Ok(Some(until)),
        _ => {
            let said = "续存的期限到今天已经届满，请选更长的";
            Err(Refusal::new("retention.not_longer", said).at("period"))
        }
    }
}

/// Approves the destruction.
///
/// # Errors
/// Who may not, the appraiser himself, or what stands against destruction.
pub fn approve(life: &Life, around: &Around<'_>) -> Result<Life, Vec<Refusal>> {
    let mut faults = begin(Step::Approve, life, around);
    faults.extend(blocks(life, around));
    let mut next = advanced(life);
    next.standing = Standing::Approved;
    match next.appraisals.last_mut() {
        Some(appraisal) if appraisal.by.id == around.actor.id => {
            let said = "鉴定是您自己作出的，应由另一人批准";
            faults.push(Refusal::new("retention.same_person", said));
        }
        Some(appraisal) => appraisal.approved = Some(around.hand()),
        None => faults.push(Refusal::new("retention.not_appraised", "还没有鉴定")),
    }
    if faults.is_empty() { Ok(next) } else { Err(cited(Step::Approve, faults, around)) }
}

/// Sends it back; it is to be appraised anew.
///
/// # Errors
/// Who may not, or no reason.
pub fn reject(life: &Life, reason: &str, around: &Around<'_>) -> Result<Life, Vec<Refusal>> {
    let mut faults = begin(Step::Reject, life, around);
    faults.extend(words("reason", "原因", reason, around));
    if !faults.is_empty() {
        return Err(cited(Step::Reject, faults, around));
    }
    let mut next = advanced(life);
    next.standing = Standing::Kept;
    next.prepared = None;
    if let Some(appraisal) = next.appraisals.last_mut() {
        appraisal.rejected = Some(around.hand());
        reason.trim().clone_into(&mut appraisal.rejected_for);
    }
    Ok(next)
}

/// Seals the dossier for destruction.
///
/// # Errors
/// Who may not, or what stands against destruction.
pub fn prepare(life: &Life, around: &Around<'_>) -> Result<Life, Vec<Refusal>> {
    let mut faults = begin(Step::Prepare, life, around);
    faults.extend(blocks(life, around));
    if !faults.is_empty() {
        return Err(cited(Step::Prepare, faults, around));
    }
    let mut next = advanced(life);
    next.standing = Standing::Prepared;
    next.prepared = Some(around.hand());
    Ok(next)
}

/// Whether the second person may confirm; the certificate is then made and handed to [`destroy`].
///
/// # Errors
/// Who may not, who sealed it himself, or what stands against destruction.
fn confirmed(life: &Life, around: &Around<'_>) -> Result<Hand, Vec<Refusal>> {
    let mut faults = begin(Step::Destroy, life, around);
    faults.extend(blocks(life, around));
    match &life.prepared {
        Some(prepared) if prepared.id == around.actor.id => {
            let said = "执行人是您自己，监销应由另一人办理";
            faults.push(Refusal::new("retention.same_person", said));
        }
        Some(prepared) if faults.is_empty() => return Ok(prepared.clone()),
        Some(_) => {}
        None => faults.push(Refusal::new("retention.not_prepared", "还没有执行人封存")),
    }
    Err(cited(Step::Destroy, faults, around))
}

/// Destroys the dossier. `made` fills in the certificate from its two hands: executor, then witness.
///
/// # Errors
/// Who may not, who sealed it himself, or what stands against destruction.
pub fn destroy(
    life: &Life,
    around: &Around<'_>,
    made: impl FnOnce(Hand, Hand) -> Certificate,
) -> Result<Life, Vec<Refusal>> {
    let executor = confirmed(life, around)?;
    let mut next = advanced(life);
    next.standing = Standing::Destroyed;
    next.certificate = Some(made(executor, around.hand()));
    Ok(next)
}

/// Enters the receipt of the archive.
///
/// # Errors
/// Who may not, or what is wrong with the form.
pub fn hand_over(
    life: &Life,
    archive: &str,
    number: &str,
    day: Option<Date>,
    around: &Around<'_>,
) -> Result<Life, Vec<Refusal>> {
    let mut faults = begin(Step::HandOver, life, around);
    for (field, label, text) in
        [("archive", "接收的档案馆", archive), ("number", "回执编号", number)]
    {
        let length = text.trim().chars().count();
        if length == 0 || length > 100 || text.chars().any(char::is_control) {
            let said = format!("请写明{label}，不超过 100 个字");
            faults.push(Refusal::new("input.required", said).at(field));
        }
    }
    let Some(day) = day.filter(|day| *day <= around.today() && *day >= life.archived) else {
        faults.push(Refusal::new("input.date", "移交日期应在归档以后、今天以前").at("day"));
        return Err(cited(Step::HandOver, faults, around));
    };
    if !faults.is_empty() {
        return Err(cited(Step::HandOver, faults, around));
    }
    let mut next = advanced(life);
    next.standing = Standing::Transferred;
    next.receipt = Some(Receipt {
        archive: archive.trim().to_owned(),
        number: number.trim().to_owned(),
        day,
        by: around.hand(),
    });
    Ok(next)
}
