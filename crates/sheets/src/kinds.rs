//! What can be imported: for each kind its fields, the column names under which offices write them, and what a cell must be.

use std::sync::LazyLock;

/// What a cell must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Text of at most so many characters.
    Text(usize),
    /// A day.
    Day,
    /// Money in yuan.
    Money,
    /// Yes or no.
    YesNo,
    /// A list between 、.
    List,
    /// An id: letters, digits, `-` and `_`.
    Id,
    /// A code of at most so many characters: letters, digits, `-`, `_` and `.`.
    Code(usize),
    /// One of these.
    Choice(Vec<String>),
    /// A whole number from 0.
    Integer,
    /// A number with decimals, kept as text.
    Decimal,
}

/// One field of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpec {
    /// Name in the product.
    pub id: String,
    /// Name shown to people.
    pub label: String,
    /// Column names that mean it.
    pub columns: Vec<String>,
    /// Must be filled in.
    pub required: bool,
    /// What a cell must be.
    pub shape: Shape,
    /// What to write there, for templates.
    pub help: String,
}

/// One kind of import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Name on the command line.
    pub id: String,
    /// Name shown to people.
    pub title: String,
    /// Its fields.
    pub fields: Vec<FieldSpec>,
    /// One wrong row stops the whole file; otherwise the right rows are taken and the wrong ones reported.
    pub whole: bool,
}

fn field(id: &str, label: &str, columns: &[&str], required: bool, shape: Shape) -> FieldSpec {
    FieldSpec {
        id: id.to_owned(),
        label: label.to_owned(),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        required,
        shape,
        help: String::new(),
    }
}

fn kind(id: &str, title: &str, whole: bool, fields: Vec<FieldSpec>) -> Kind {
    Kind { id: id.to_owned(), title: title.to_owned(), fields, whole }
}

/// The kinds that are always there. Registers that procedures use are kinds as well; what they ask stands in the pack.
pub static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    vec![
        kind(
            "decisions",
            "已公开的执法决定",
            false,
            vec![
                field("key", "来源编号", &["docId", "来源编号", "序号"], false, Shape::Text(64)),
                field("row", "来源行号", &["row", "行号"], false, Shape::Text(16)),
                field(
                    "number",
                    "文号",
                    &["文号", "行政处罚决定书文号", "决定书文号"],
                    false,
                    Shape::Text(200),
                ),
                field(
                    "party",
                    "当事人",
                    &["当事人名称", "当事人", "行政相对人名称", "被处罚当事人"],
                    true,
                    Shape::Text(2000),
                ),
                field(
                    "facts",
                    "违法事实",
                    &["主要违法违规事实", "违法事实", "主要违法违规行为"],
                    false,
                    Shape::Text(20_000),
                ),
                field(
                    "basis",
                    "依据",
                    &["行政处罚依据", "处罚依据", "依据"],
                    false,
                    Shape::Text(20_000),
                ),
                field(
                    "result",
                    "处罚内容",
                    &["行政处罚内容", "处罚内容", "行政处罚决定"],
                    true,
                    Shape::Text(20_000),
                ),
                field("kinds", "处罚类型", &["处罚类型", "处罚类别"], false, Shape::List),
                field(
                    "fine",
                    "罚款金额(元)",
                    &["罚款金额(元)", "罚款金额（元）", "罚款金额"],
                    false,
                    Shape::Money,
                ),
                field(
                    "agency_name",
                    "决定机关",
                    &["作出决定机关", "作出处罚决定的机关", "处罚机关", "决定机关"],
                    false,
                    Shape::Text(200),
                ),
                field("region", "地区", &["所属省份", "省份", "地区"], false, Shape::Text(60)),
                field(
                    "decided",
                    "决定日期",
                    &["作出处罚决定的日期", "处罚决定日期", "决定日期"],
                    false,
                    Shape::Day,
                ),
                field(
                    "published",
                    "公开日期",
                    &["发布日期", "公开日期", "公示日期"],
                    true,
                    Shape::Day,
                ),
                field("title", "标题", &["文档标题", "标题", "案件名称"], false, Shape::Text(500)),
                field("source", "来源链接", &["源链接", "链接", "来源"], false, Shape::Text(1000)),
            ],
        ),
        kind(
            "agencies",
            "执法机关",
            true,
            vec![
                field("id", "编号", &["编号", "机关编号", "id"], true, Shape::Id),
                field("name", "名称", &["名称", "机关名称", "主体名称"], true, Shape::Text(100)),
                field("mark", "机关代字", &["机关代字", "代字"], true, Shape::Text(10)),
                field("short", "简称", &["简称"], false, Shape::Text(30)),
                field("kind", "类型", &["类型", "机关类型"], false, Shape::Text(30)),
                field(
                    "parent",
                    "上级机关编号",
                    &["上级机关编号", "上级编号", "上级"],
                    false,
                    Shape::Id,
                ),
                field("government", "本级政府", &["本级政府", "复议机关"], false, Shape::Text(60)),
                field("address", "地址", &["地址", "办公地址"], false, Shape::Text(200)),
                field("phone", "电话", &["电话", "联系电话"], false, Shape::Text(40)),
                field("hours", "办公时间", &["办公时间"], false, Shape::Text(100)),
                field(
                    "basis",
                    "职权依据",
                    &["职权依据", "执法依据", "依据"],
                    false,
                    Shape::Text(2000),
                ),
                field("region", "地区", &["地区", "所属省份"], false, Shape::Text(60)),
                field("division", "区划代码", &["区划代码", "行政区划"], false, Shape::Text(12)),
                field(
                    "credit_code",
                    "统一社会信用代码",
                    &["统一社会信用代码", "信用代码"],
                    false,
                    Shape::Text(18),
                ),
            ],
        ),
        kind(
            "officers",
            "执法人员",
            true,
            vec![
                field("id", "编号", &["编号", "人员编号", "id"], true, Shape::Id),
                field("name", "姓名", &["姓名"], true, Shape::Text(50)),
                field("agency", "机关编号", &["机关编号", "单位编号", "所属机关"], true, Shape::Id),
                field(
                    "card",
                    "执法证号",
                    &["执法证号", "证号", "执法证件号"],
                    false,
                    Shape::Text(40),
                ),
                field("valid_from", "有效期自", &["有效期自", "发证日期"], false, Shape::Day),
                field("valid_until", "有效期至", &["有效期至", "有效期止"], false, Shape::Day),
                field("suspended", "暂扣", &["暂扣", "是否暂扣"], false, Shape::YesNo),
                field("fields", "执法类别", &["执法类别", "执法领域"], false, Shape::List),
                field(
                    "regions",
                    "执法区域",
                    &["执法区域", "执法区域代码", "区划代码"],
                    false,
                    Shape::List,
                ),
                field("post", "职务", &["职务", "岗位"], false, Shape::Text(60)),
                field("issuer", "发证机关", &["发证机关"], false, Shape::Text(100)),
            ],
        ),
        kind(
            "devices",
            "执法设备",
            true,
            vec![
                field("id", "编号", &["编号", "设备编号", "id"], true, Shape::Id),
                field("name", "名称", &["名称", "设备名称"], true, Shape::Text(100)),
                field("agency", "机关编号", &["机关编号", "所属机关"], true, Shape::Id),
                field("kind", "类型", &["类型", "设备类型", "类别"], false, Shape::Text(30)),
                field("model", "型号", &["型号", "规格型号", "品牌型号"], false, Shape::Text(60)),
                field("serial", "序列号", &["序列号", "出厂编号", "SN"], false, Shape::Text(60)),
                field("bought", "购置日期", &["购置日期"], false, Shape::Day),
                field(
                    "price",
                    "价格(元)",
                    &["价格(元)", "价格（元）", "价格", "单价", "原值"],
                    false,
                    Shape::Money,
                ),
            ],
        ),
    ]
});

impl Kind {
    /// The kind with this name.
    pub fn find(id: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.id == id)
    }
}
