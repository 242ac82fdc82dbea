//! Who may do what: one readable table of roles and powers. A test asks every cell.
//!
//! What this is not: which act needs which power is data in the packs; whose matters a person sees follows from the tree of agencies.

use serde::{Deserialize, Serialize};

/// What a person is in an agency. One person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 办案人员
    Officer,
    /// 科室负责人
    SectionHead,
    /// 法制审核人员
    LegalReviewer,
    /// 机关负责人
    AgencyHead,
    /// 公示员
    DisclosureEditor,
    /// 档案员
    Archivist,
    /// 监督人员
    Supervisor,
    /// 系统管理员
    Administrator,
}

/// What a role allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Power {
    /// See the matters of one's own agency and of those below it.
    View,
    /// Register clues and petitions.
    Register,
    /// Investigate, notify, serve.
    Handle,
    /// Approve filing, extension, suspension.
    Approve,
    /// Give the opinion of legal review.
    Review,
    /// Decide in the agency's name.
    Decide,
    /// Release and withdraw public copies.
    Publish,
    /// Lock and keep dossiers.
    Archive,
    /// See every matter below one's own agency with its duties, and urge.
    Supervise,
    /// Take lists and dossiers out.
    Export,
    /// Keep agencies, people and accounts. Gives no power over a matter.
    Administer,
}

/// The table: `●` where the role holds the power. No role holds all, and the administrator holds none over a matter.
pub const TABLE: &str = "
            officer section_head legal_reviewer agency_head disclosure_editor archivist supervisor administrator
view          ●         ●             ●             ●              ●              ●         ●           -
register      ●         ●             -             -              -              -         -           -
handle        ●         ●             -             -              -              -         -           -
approve       -         ●             -             ●              -              -         -           -
review        -         -             ●             -              -              -         -           -
decide        -         -             -             ●              -              -         -           -
publish       -         -             -             -              ●              -         -           -
archive       -         -             -             -              -              ●         -           -
supervise     -         -             -             ●              -              -         ●           -
export        -         ●             ●             ●              ●              ●         ●           -
administer    -         -             -             -              -              -         -           ●
";

impl Role {
    /// Every role, in the order of the table.
    pub const ALL: [Self; 8] = [
        Self::Officer,
        Self::SectionHead,
        Self::LegalReviewer,
        Self::AgencyHead,
        Self::DisclosureEditor,
        Self::Archivist,
        Self::Supervisor,
        Self::Administrator,
    ];

    /// Stable id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::SectionHead => "section_head",
            Self::LegalReviewer => "legal_reviewer",
            Self::AgencyHead => "agency_head",
            Self::DisclosureEditor => "disclosure_editor",
            Self::Archivist => "archivist",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Officer => "办案人员",
            Self::SectionHead => "科室负责人",
            Self::LegalReviewer => "法制审核人员",
            Self::AgencyHead => "机关负责人",
            Self::DisclosureEditor => "公示员",
            Self::Archivist => "档案员",
            Self::Supervisor => "监督人员",
            Self::Administrator => "系统管理员",
        }
    }

    /// The role with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }

    /// Whether the role holds the power, read from [`TABLE`].
    pub fn holds(self, power: Power) -> bool {
        let column = Self::ALL.iter().position(|role| *role == self);
        TABLE
            .lines()
            .filter_map(|line| line.split_once(char::is_whitespace))
            .find(|(name, _)| *name == power.id())
            .and_then(|(_, cells)| cells.split_whitespace().nth(column?).map(|cell| cell == "●"))
            .unwrap_or(false)
    }
}

impl Power {
    /// Every power, in the order of the table.
    pub const ALL: [Self; 11] = [
        Self::View,
        Self::Register,
        Self::Handle,
        Self::Approve,
        Self::Review,
        Self::Decide,
        Self::Publish,
        Self::Archive,
        Self::Supervise,
        Self::Export,
        Self::Administer,
    ];

    /// Stable id, as packs write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Register => "register",
            Self::Handle => "handle",
            Self::Approve => "approve",
            Self::Review => "review",
            Self::Decide => "decide",
            Self::Publish => "publish",
            Self::Archive => "archive",
            Self::Supervise => "supervise",
            Self::Export => "export",
            Self::Administer => "administer",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::View => "查看",
            Self::Register => "登记",
            Self::Handle => "办理",
            Self::Approve => "审批",
            Self::Review => "法制审核",
            Self::Decide => "决定",
            Self::Publish => "公示",
            Self::Archive => "归档",
            Self::Supervise => "监督",
            Self::Export => "导出",
            Self::Administer => "管理",
        }
    }

    /// The power with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|power| power.id() == id)
    }
}

/// The powers that these roles hold together, in the order of the table.
pub fn powers(roles: &[Role]) -> Vec<Power> {
    Power::ALL.into_iter().filter(|power| roles.iter().any(|role| role.holds(*power))).collect()
}
