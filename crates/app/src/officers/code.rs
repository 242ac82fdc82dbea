//! The officer code as the public sees it: whether it is genuine, fresh and of a card that serves, and what it says.
//!
//! Two rows are read by their key, the officer's and the matter's; no list is walked, however many officers there are.
//! What this is not: a log of who looked. Nothing is written.

use serde::Serialize;
use zhiheng_domain::Matter;
use zhiheng_domain::certificate::Card;
use zhiheng_domain::officer::covers;

use super::token::Token;
use crate::application::App;
use crate::error::Error;

/// Why a code is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeFault {
    /// Not a code, or nobody enrolled the phone that signed it.
    Forged,
    /// Of another platform.
    Elsewhere,
    /// The phone was stopped.
    Revoked,
    /// Older than the window.
    Old,
    /// Later than now: the phone's clock is wrong.
    Ahead,
    /// The card does not serve today.
    Card,
}

/// What a code says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeShown {
    /// Why it is refused; none where it is good.
    pub fault: Option<CodeFault>,
    /// A sentence: what that means and what to do.
    pub said: String,
    /// The officer; none where the code is not to be believed.
    pub officer: Option<PublicOfficer>,
    /// The task, where one was chosen and the officer is on it.
    pub task: Option<PublicTask>,
    /// When the code was made, China standard time.
    pub made: Option<String>,
    /// Seconds from its making to now.
    pub age: i64,
    /// Seconds after which a code is old.
    pub window: i64,
}

/// An officer as the public may know him. No identity number, no address, no phone of his own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicOfficer {
    /// Name.
    pub name: String,
    /// Agency.
    pub agency: String,
    /// Telephone of the agency, for complaints.
    pub phone: String,
    /// Address of the agency.
    pub address: String,
    /// Name of the agency above, for complaints; empty if none.
    pub superior: String,
    /// Post.
    pub post: String,
    /// Number of the card.
    pub card: String,
    /// Categories; empty = all.
    pub fields: Vec<String>,
    /// Areas in words: that of the agency, or division codes.
    pub regions: String,
    /// First day.
    pub valid_from: Option<String>,
    /// Last day.
    pub valid_until: Option<String>,
    /// Who issued it.
    pub issuer: String,
    /// There is a photo.
    pub photo: bool,
}

/// What the officer is doing: the procedure and its law, never whom it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublicTask {
    /// Procedure.
    pub title: String,
    /// Category.
    pub category: String,
    /// Articles that it rests on.
    pub basis: Vec<String>,
}

impl App {
    /// What a code says now.
    ///
    /// # Errors
    /// The store is not there. A code that is not to be believed is no error.
    pub async fn officer_code(&self, text: &str) -> Result<CodeShown, Error> {
        let read = Token::read(text);
        let own = match &read {
            Some(token) => token.realm == self.realm().await?,
            None => false,
        };
        let known = match &read {
            Some(token) if own => self.card(&token.officer).await?,
            _ => None,
        };
        // Whose code it is says how long it holds.
        let agency = known.as_ref().map_or("", |(_, card)| card.officer.agency.as_str());
        let rules = self.officer_rules(agency).await?;
        let (window, skew) = (rules.number("code_window", 90), rules.number("code_skew", 60));
        let refused = |fault: CodeFault, said: String| CodeShown {
            fault: Some(fault),
            said,
            officer: None,
            task: None,
            made: None,
            age: 0,
            window,
        };
        let forged = || {
            refused(
                CodeFault::Forged,
                "这不是真的亮证码。您可以拒绝检查，并向该机关或者它的上级机关投诉。".to_owned(),
            )
        };
        let Some(token) = read else { return Ok(forged()) };
        if !own {
            return Ok(refused(
                CodeFault::Elsewhere,
                "这个亮证码不是本平台的。请让执法人员说明所在机关，到该机关的公示网站核对。"
                    .to_owned(),
            ));
        }
        let Some((_, card)) = known else { return Ok(forged()) };
        let Some(device) = card.device(&token.device) else { return Ok(forged()) };
        if !token.signed_by(&device.key) {
            return Ok(forged());
        }
        // From here on the phone is known to be the officer's own.
        let standing = card.officer.defect_on(self.today());
        if let (Some(until), false) = (&device.until, card.officer.withdrawn) {
            return Ok(refused(
                CodeFault::Revoked,
                format!(
                    "出示这个码的手机已于 {} 停用。请让执法人员出示证件原件。",
                    until.replace('T', " ")
                ),
            ));
        }
        let age = self.now().as_second() - token.seconds;
        if age > window {
            return Ok(refused(
                CodeFault::Old,
                format!(
                    "这个码是 {}以前生成的，已经失效。亮证码不断更换，翻拍、截屏的不算；请让执法人员当面重新出示。",
                    ago(age)
                ),
            ));
        }
        if -age > skew {
            return Ok(refused(
                CodeFault::Ahead,
                "生成这个码的手机时钟不准，无法判断是否有效。请让执法人员校准时间后重新出示。"
                    .to_owned(),
            ));
        }
        let (fault, said) = match standing {
            Some(defect) => (
                Some(CodeFault::Card),
                format!("{}{}。现在不得执法，您可以拒绝检查。", card.officer.name, defect.words()),
            ),
            None => (None, "证件有效，亮证码由本人登记的手机当场生成。".to_owned()),
        };
        let task = if fault.is_none() { self.public_task(&token, &card).await? } else { None };
        Ok(CodeShown {
            fault,
            said,
            officer: Some(self.public_officer(&card).await?),
            task,
            made: jiff::Timestamp::from_second(token.seconds)
                .ok()
                .map(zhiheng_calendar::china_datetime)
                .map(|at| at.strftime("%Y-%m-%d %H:%M:%S").to_string()),
            age: age.max(0),
            window,
        })
    }

    /// The photo behind a code, while the code is good.
    ///
    /// # Errors
    /// The code is not to be believed, there is no photo, or the store is not there.
    pub async fn officer_code_photo(&self, text: &str) -> Result<(&'static str, Vec<u8>), Error> {
        let missing = || Error::Missing { what: "照片".to_owned() };
        let shown = self.officer_code(text).await?;
        if shown.officer.is_none() {
            return Err(missing());
        }
        let token = Token::read(text).ok_or_else(missing)?;
        let (_, card) = self.card(&token.officer).await?.ok_or_else(missing)?;
        self.photo_of(&card).await
    }

    async fn public_officer(&self, card: &Card) -> Result<PublicOfficer, Error> {
        let tree = self.tree().await?;
        let agency = tree.get(&card.officer.agency);
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        Ok(PublicOfficer {
            name: card.officer.name.clone(),
            agency: tree.name(&card.officer.agency).to_owned(),
            phone: agency.map(|agency| agency.phone.clone()).unwrap_or_default(),
            address: agency.map(|agency| agency.address.clone()).unwrap_or_default(),
            superior: tree.superior(&card.officer.agency).to_owned(),
            post: card.post.clone(),
            card: card.officer.card.clone(),
            fields: card.officer.fields.clone(),
            regions: areas(
                &card.officer.regions,
                agency.map(|agency| agency.division.as_str()).unwrap_or_default(),
            ),
            valid_from: day(card.officer.valid_from),
            valid_until: day(card.officer.valid_until),
            issuer: card.issuer.clone(),
            photo: !card.photo.is_empty(),
        })
    }

    /// The task in the token, where the officer is really on it.
    async fn public_task(&self, token: &Token, card: &Card) -> Result<Option<PublicTask>, Error> {
        if token.task.is_empty() {
            return Ok(None);
        }
        let Some(row) = self.store().matter(&token.task).await? else { return Ok(None) };
        let Ok(matter) = serde_json::from_str::<Matter>(&row.snapshot) else { return Ok(None) };
        let on = |id: &str| matter.officers.iter().chain(&matter.hands).any(|held| held.id == id);
        if !on(&card.officer.id) || matter.recused.contains(&card.officer.id) {
            return Ok(None);
        }
        Ok(self.pack().procedures.get(&matter.procedure).map(|procedure| PublicTask {
            title: procedure.title.clone(),
            category: procedure.category.clone(),
            basis: procedure.basis.clone(),
        }))
    }
}

/// Areas as a passer-by reads them: a code says little, that it is where the agency is at home says more.
pub(super) fn areas(regions: &[String], home: &str) -> String {
    const HOME: &str = "所在机关的管辖区域";
    if regions.is_empty() {
        return HOME.to_owned();
    }
    let codes = regions.join("、");
    if !home.is_empty() && regions.iter().any(|region| covers(region, home)) {
        format!("{HOME}（区划代码 {codes}）")
    } else {
        format!("区划代码 {codes}")
    }
}

fn ago(seconds: i64) -> String {
    match seconds {
        0..=119 => format!("{seconds} 秒"),
        120..=7199 => format!("{} 分钟", seconds / 60),
        7200..=172_799 => format!("{} 小时", seconds / 3600),
        _ => format!("{} 天", seconds / 86_400),
    }
}
