//! Personal data in Chinese text that is about to be published: where it stands, of which kind, why it is taken for that and how
//! sure that is (粤公14；个人信息保护法28).
//!
//! What this is not: a decision about what is hidden. That is said per channel by the law pack, and confirmed by a person. Nor a
//! reader of statistics: it is a set of rules that can be read, so that a refusal can be explained. It knows no file, clock or store.
//!
//! Offsets are counted in characters (Unicode scalar values) of the text as given, never in bytes.

mod check;
pub mod corpus;
mod name;
mod number;
mod place;
mod plain;
mod replace;
mod surname;
mod view;

use serde::Serialize;

pub use check::{bank_card, citizen, credit_code};
pub use name::looks_like_name;
pub use replace::{HIDDEN, Replaced, Treatment, person, replaced};

use view::View;

/// What kind of personal datum a stretch of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 自然人姓名.
    Name,
    /// 公民身份号码, of 18 or 15 places.
    IdNumber,
    /// 银行账号.
    BankAccount,
    /// 手机、固定电话.
    Phone,
    /// 自然人住址.
    Address,
    /// 出生日期.
    BirthDate,
    /// 机动车号牌.
    Plate,
    /// 电子邮箱.
    Email,
    /// 未成年人: what says that a person is under eighteen or at school.
    Minor,
    /// 产权证号.
    Property,
}

impl Kind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::IdNumber,
        Self::BankAccount,
        Self::Phone,
        Self::Address,
        Self::BirthDate,
        Self::Plate,
        Self::Email,
        Self::Minor,
        Self::Property,
    ];

    /// Stable id, as packs and the API write it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::IdNumber => "id_number",
            Self::BankAccount => "bank_account",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::BirthDate => "birth_date",
            Self::Plate => "plate",
            Self::Email => "email",
            Self::Minor => "minor",
            Self::Property => "property",
        }
    }

    /// Name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::IdNumber => "公民身份号码",
            Self::BankAccount => "银行账号",
            Self::Phone => "电话",
            Self::Address => "住址",
            Self::BirthDate => "出生日期",
            Self::Plate => "车牌",
            Self::Email => "电子邮箱",
            Self::Minor => "未成年人",
            Self::Property => "产权证号",
        }
    }

    /// The kind with this id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

/// How sure a find is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Looks like it; a person looks. Does not stop a publication.
    Likely,
    /// It is: check digit, telling context or a name that is known. Stops a publication until it is masked or kept with a reason.
    Certain,
}

/// A stretch of text that is taken for personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Find {
    /// First character, from 0.
    pub from: usize,
    /// Behind the last character.
    pub to: usize,
    /// Kind.
    pub kind: Kind,
    /// How sure.
    pub certainty: Certainty,
    /// Why, in Chinese, for the person who looks.
    pub why: &'static str,
    /// The stretch as it stands in the text.
    pub text: String,
}

/// Finds personal data, ordered by place, without overlaps. `known` are names of natural persons of the matter (当事人、证人、举报人):
/// they are found wherever they stand, also with blanks or line breaks between the characters.
pub fn find(text: &str, known: &[&str]) -> Vec<Find> {
    let view = View::of(text);
    let mut found: Vec<Find> = Vec::new();
    let named = name::by_context(&view);
    // What proves itself comes first; a later rule never takes a stretch that an earlier one holds.
    for held in number::identity(&view)
        .into_iter()
        .chain(plain::emails(&view))
        .chain(plain::plates(&view))
        .chain(plain::properties(&view))
        .chain(number::accounts(&view))
        .chain(number::phones(&view))
        .chain(plain::births(&view))
        .chain(plain::minors(&view))
        .chain(name::known(&view, known))
        .chain(place::addresses(&view, &named))
        .chain(named)
    {
        if found.iter().all(|other| held.to <= other.from || other.to <= held.from) {
            found.push(held);
        }
    }
    name::repeated(&view, &mut found);
    found.sort_by_key(|find| find.from);
    found
}
