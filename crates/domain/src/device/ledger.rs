//! A device with what its steps left: what the ledger holds about it, and who had it when.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// How many loans, checks and repairs stay with the device. Its whole life stands in the record; here is what is asked of it today.
pub const KEPT: usize = 100;

/// What a device is, in the words of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Kind {
    /// 照相机
    #[serde(rename = "照相机")]
    Camera,
    /// 录音机
    #[serde(rename = "录音机")]
    Recorder,
    /// 摄像机
    #[serde(rename = "摄像机")]
    Camcorder,
    /// 执法记录仪
    #[serde(rename = "执法记录仪")]
    Body,
    /// 手持终端
    #[serde(rename = "手持终端")]
    Handheld,
    /// 视频监控: fixed in a room.
    #[serde(rename = "视频监控")]
    Surveillance,
    /// 采集存储设备: where recordings are put down.
    #[serde(rename = "采集存储设备")]
    Storage,
    /// Not told in the table that it came from.
    #[default]
    #[serde(rename = "其他")]
    Other,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Body,
        Self::Handheld,
        Self::Camera,
        Self::Recorder,
        Self::Camcorder,
        Self::Surveillance,
        Self::Storage,
        Self::Other,
    ];

    /// Its name, which is also how it is written down.
    pub fn words(self) -> &'static str {
        match self {
            Self::Camera => "照相机",
            Self::Recorder => "录音机",
            Self::Camcorder => "摄像机",
            Self::Body => "执法记录仪",
            Self::Handheld => "手持终端",
            Self::Surveillance => "视频监控",
            Self::Storage => "采集存储设备",
            Self::Other => "其他",
        }
    }

    /// The kind of this name.
    pub fn parse(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.words() == words)
    }

    /// Whether it stays where it is: nobody carries it.
    pub fn fixed(self) -> bool {
        matches!(self, Self::Surveillance | Self::Storage)
    }

    /// Whether the standard of so many officers to one counts it.
    pub fn counts(self) -> bool {
        matches!(self, Self::Body | Self::Handheld)
    }
}

/// Where a device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// In the cupboard, or at its fixed place.
    #[default]
    Available,
    /// On loan.
    OnLoan,
    /// Under repair.
    Repair,
    /// Scrapped.
    Scrapped,
}

impl State {
    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::OnLoan => "on_loan",
            Self::Repair => "repair",
            Self::Scrapped => "scrapped",
        }
    }
}

/// What somebody found when looking at a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// When, China standard time.
    pub at: DateTime,
    /// Charge, per cent.
    pub battery: Option<u8>,
    /// Free storage, GB.
    pub storage: Option<u32>,
    /// How far its clock is ahead of the time, seconds; negative where it is behind.
    pub offset: Option<i32>,
    /// Nothing is broken.
    pub sound: bool,
}

/// One loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loan {
    /// Person id of who has it.
    pub officer: String,
    /// That person's name.
    pub name: String,
    /// Since when.
    pub out: DateTime,
    /// Until when, exclusive; none while it is out.
    #[serde(default)]
    pub back: Option<DateTime>,
    /// Who lent it.
    pub by: String,
    /// How it was when it went out.
    pub check_out: Check,
    /// How it was when it came back.
    #[serde(default)]
    pub check_back: Option<Check>,
}

/// One repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// When it was sent.
    pub out: DateTime,
    /// What was broken.
    pub fault: String,
    /// When it came back.
    #[serde(default)]
    pub back: Option<DateTime>,
    /// What was done.
    #[serde(default)]
    pub done: String,
}

/// A device. Everything that a table may leave out has a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Code (设备编号).
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub kind: Kind,
    /// Agency whose it is.
    pub agency: String,
    /// Make and model.
    #[serde(default)]
    pub model: String,
    /// Serial number of its maker; empty if unknown.
    #[serde(default)]
    pub serial: String,
    /// Day of purchase.
    #[serde(default)]
    pub bought: Option<Date>,
    /// Price, 分.
    #[serde(default)]
    pub price: Option<i64>,
    /// Where it stands.
    #[serde(default)]
    pub state: State,
    /// Room in which it is installed; 视频监控 only.
    #[serde(default)]
    pub room: Option<String>,
    /// Person id of who entered it; empty where it came from a table.
    #[serde(default)]
    pub entered_by: String,
    /// A step was taken here: tables from elsewhere do not change it any more.
    #[serde(default)]
    pub kept_here: bool,
    /// Loans, the oldest first; the last [`KEPT`].
    #[serde(default)]
    pub loans: Vec<Loan>,
    /// Checks outside of loans, the oldest first.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// Repairs, the oldest first.
    #[serde(default)]
    pub repairs: Vec<Repair>,
}

impl Device {
    /// The loan that is open.
    pub fn holder(&self) -> Option<&Loan> {
        self.loans.last().filter(|loan| loan.back.is_none())
    }

    /// Person id of who had it on loan at a moment (China standard time); none where nobody had it, or where the moment is older
    /// than the loans kept. A device under repair, in the cupboard or fixed in a room has no holder.
    pub fn holder_at(&self, at: DateTime) -> Option<&str> {
        self.loans
            .iter()
            .find(|loan| loan.out <= at && loan.back.is_none_or(|back| at < back))
            .map(|loan| loan.officer.as_str())
    }

    /// Id of the room that it watches; none for a device that is carried.
    pub fn fixed_room(&self) -> Option<&str> {
        if self.kind == Kind::Surveillance && self.state != State::Scrapped {
            self.room.as_deref()
        } else {
            None
        }
    }

    /// How far its clock was ahead at a moment, seconds, by the last look at it before then; none where nobody had looked.
    pub fn offset_at(&self, at: DateTime) -> Option<i32> {
        self.looks()
            .filter(|check| check.at <= at)
            .filter_map(|check| Some((check.at, check.offset?)))
            .max_by_key(|(when, _)| *when)
            .map(|(_, offset)| offset)
    }

    /// The last look at it.
    pub fn last_look(&self) -> Option<&Check> {
        self.looks().max_by_key(|check| check.at)
    }

    fn looks(&self) -> impl Iterator<Item = &Check> {
        let lent = self
            .loans
            .iter()
            .flat_map(|loan| std::iter::once(&loan.check_out).chain(loan.check_back.as_ref()));
        self.checks.iter().chain(lent)
    }

    /// Whether it can be used: not under repair and not scrapped.
    pub fn usable(&self) -> bool {
        matches!(self.state, State::Available | State::OnLoan)
    }

    /// Where it stands, in Chinese.
    pub fn words(&self) -> &'static str {
        match self.state {
            State::Available if self.kind.fixed() => "固定使用",
            State::Available => "在库",
            State::OnLoan => "领用中",
            State::Repair => "送修中",
            State::Scrapped => "已报废",
        }
    }
}
