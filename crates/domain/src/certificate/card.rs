//! A card with its life: what the register holds about one officer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::officer::{Defect, Officer};

/// How far a card has come. Suspension and the passing of its days stand beside this, because they come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// In use; also every card that was issued elsewhere.
    #[default]
    Active,
    /// Applied for.
    Applied,
    /// Sent back.
    Returned,
    /// Examined.
    Examined,
    /// Issued, not yet put into use.
    Issued,
    /// The officer went to another agency; the old card serves no more.
    Transferred,
    /// Taken back.
    Withdrawn,
}

/// An officer with the card's life. Everything but the officer has a default, so that old entries can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What acts see.
    #[serde(flatten)]
    pub officer: Officer,
    /// How far it has come.
    #[serde(default)]
    pub state: State,
    /// A step that changes validity was taken here: tables from elsewhere do not change the card any more.
    #[serde(default)]
    pub kept_here: bool,
    /// Post (职务).
    #[serde(default)]
    pub post: String,
    /// Name of the agency that issued it.
    #[serde(default)]
    pub issuer: String,
    /// Digest of the photo; empty if none.
    #[serde(default)]
    pub photo: String,
    /// What was asked for and holds from the issue on.
    #[serde(default)]
    pub asked: Option<Asked>,
    /// Who applied last.
    #[serde(default)]
    pub applied_by: String,
    /// Who examined last.
    #[serde(default)]
    pub examined_by: String,
    /// Training, in the order in which it was written down.
    #[serde(default)]
    pub training: Vec<Training>,
    /// Phones that show the officer code.
    #[serde(default)]
    pub devices: Vec<Device>,
}

/// What an application asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Categories of enforcement.
    pub fields: Vec<String>,
    /// Division codes.
    pub regions: Vec<String>,
    /// Post.
    pub post: String,
    /// Digest of the photo.
    pub photo: String,
}

/// Training that took place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// Before the post (岗前), otherwise of the year.
    pub before_post: bool,
    /// When it ended.
    pub day: Date,
    /// Hours (学时).
    pub hours: u32,
    /// What it was about.
    pub subject: String,
    /// Passed.
    pub passed: bool,
}

/// A phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Id, which stands in its codes.
    pub id: String,
    /// What its owner calls it.
    pub label: String,
    /// Public key: P-256, uncompressed point (65 bytes), base64url.
    pub key: String,
    /// Since when.
    pub since: String,
    /// Until when; none while it is in use.
    #[serde(default)]
    pub until: Option<String>,
}

impl Card {
    /// A card that was never applied for.
    pub fn blank(id: &str, name: &str, agency: &str) -> Self {
        Self {
            officer: Officer {
                id: id.to_owned(),
                name: name.to_owned(),
                agency: agency.to_owned(),
                card: String::new(),
                valid_from: None,
                valid_until: None,
                suspended: false,
                withdrawn: false,
                waiting: true,
                trained: false,
                fields: Vec::new(),
                regions: Vec::new(),
            },
            state: State::Returned,
            kept_here: true,
            post: String::new(),
            issuer: String::new(),
            photo: String::new(),
            asked: None,
            applied_by: String::new(),
            examined_by: String::new(),
            training: Vec::new(),
            devices: Vec::new(),
        }
    }

    /// What the card is on a day: `active`, `lapsed`, `suspended`, `withdrawn`, `no_card`, or how far it has come.
    pub fn standing(&self, day: Date) -> &'static str {
        if self.officer.withdrawn {
            return match self.state {
                State::Applied => "applied",
                State::Examined => "examined",
                State::Returned => "returned",
                _ => "withdrawn",
            };
        }
        if self.officer.suspended {
            return "suspended";
        }
        if !self.officer.waiting {
            return match self.officer.defect_on(day) {
                None => "active",
                Some(Defect::Lapsed(_)) => "lapsed",
                Some(defect) => defect.id(),
            };
        }
        match self.state {
            State::Applied => "applied",
            State::Returned => "returned",
            State::Examined => "examined",
            State::Transferred => "transferred",
            State::Issued | State::Active => "issued",
            State::Withdrawn => "withdrawn",
        }
    }

    /// [`Self::standing`] in Chinese.
    pub fn words(&self, day: Date) -> &'static str {
        standing_words(self.standing(day))
    }

    /// Hours of yearly training in a year.
    pub fn hours_in(&self, year: i16) -> u32 {
        let of_year =
            self.training.iter().filter(|held| !held.before_post && held.day.year() == year);
        of_year.fold(0, |sum, held| sum.saturating_add(held.hours))
    }

    /// A phone by its id.
    pub fn device(&self, id: &str) -> Option<&Device> {
        self.devices.iter().find(|device| device.id == id)
    }
}

/// A standing in Chinese.
pub fn standing_words(standing: &str) -> &'static str {
    match standing {
        "active" => "有效",
        "lapsed" => "已过期",
        "early" => "未到生效日",
        "suspended" => "暂扣中",
        "withdrawn" => "已收回",
        "applied" => "待审核",
        "returned" => "已退回",
        "examined" => "待发证",
        "issued" => "待启用",
        "transferred" => "已调动，待换发",
        "untrained" => "岗前培训未合格",
        "no_card" => "没有执法证",
        _ => "不明",
    }
}
