//! One act of a procedure: its form, duties and papers; gates are read in `gate`.

use super::{Lines, gate};
use crate::model::{
    ActKind, ActType, DutyRule, Field, FieldType, Layout, PaperRule, PartyRule, Performer,
    RecordingLevel, RecordingRule, Remedy,
};
use crate::source::{Table, to_json};

pub(super) fn act(table: &Table<'_, '_>, lines: &mut Lines) -> ActType {
    let id = table.text("id");
    let path = format!("act/{id}");
    lines.note(
        &path,
        table,
        &[
            "kind",
            "stage",
            "step",
            "power",
            "basis",
            "sentence",
            "clocks",
            "serves",
            "next",
            "law_day",
            "review_exempt",
        ],
    );
    let mut gates = Vec::new();
    for gate in table.tables("gate", "关口") {
        let path = format!("{path}/gate/{}", gates.len());
        gates.extend(gate::gate(&gate, &path, lines));
    }
    let act = ActType {
        title: table.text("title"),
        kind: table.one_of("kind", KINDS, ActKind::Ordinary),
        stage: table.text("stage"),
        step: table.text("step"),
        power: table.text("power"),
        by: table.one_of("by", PERFORMERS, Performer::Own),
        repeat: table.flag("repeat", false),
        after_lock: table.flag("after_lock", false),
        internal: table.flag("internal", false),
        basis: table.texts("basis"),
        help: table.text("help"),
        sentence: table.text("sentence"),
        fields: table.tables("field", "字段").iter().map(|t| field(t, &path, lines)).collect(),
        gates,
        duties: table.tables("duty", "义务").iter().map(|t| duty(t, &path, lines)).collect(),
        papers: table.tables("paper", "文书").iter().map(|t| paper(t, &path, lines)).collect(),
        numbers: table.flag("numbers", false),
        clocks: table.texts("clocks"),
        serves: table.text_if("serves"),
        next: table.texts("next"),
        question: table.text_if("question").unwrap_or_default(),
        law_day: table.text_if("law_day"),
        review_exempt: table.text_if("review_exempt"),
        recording: table
            .tables("recording", "音像记录")
            .iter()
            .map(|t| recording(t, &path, lines))
            .collect(),
        party: table
            .tables("party", "当事人自己提出")
            .iter()
            .map(|t| party(t, &path, lines))
            .next(),
        id,
    };
    table.finish();
    act
}

fn party(table: &Table<'_, '_>, act: &str, lines: &mut Lines) -> PartyRule {
    let fill = table.entries("fill").into_iter().map(|(key, value, _)| (key, to_json(value)));
    let rule = PartyRule {
        title: table.text("title"),
        help: table.text("help"),
        text: table.text("text"),
        files: table.text_if("files"),
        day: table.text_if("day"),
        fill: fill.collect(),
        confirms: table.text_if("confirms"),
        unheard: table.text_if("unheard"),
        when: table.text_if("when"),
    };
    lines.note(&format!("{act}/party"), table, &["text", "files", "day", "unheard", "when"]);
    table.finish();
    rule
}

fn recording(table: &Table<'_, '_>, act: &str, lines: &mut Lines) -> RecordingRule {
    table.need("level");
    let rule = RecordingRule {
        level: table.one_of("level", LEVELS, RecordingLevel::AsNeeded),
        scene: table.text("scene"),
        from: table.text_if("from"),
        to: table.text_if("to"),
        basis: table.text("basis"),
    };
    let keys = &["level", "scene", "from", "to", "basis"];
    lines.note(&format!("{act}/recording/{}", rule.scene), table, keys);
    table.finish();
    rule
}

fn field(table: &Table<'_, '_>, act: &str, lines: &mut Lines) -> Field {
    table.need("type");
    let kind = table.one_of("type", FIELD_TYPES, FieldType::Text);
    let field = Field {
        id: table.text("id"),
        label: table.text("label"),
        kind,
        required: table.flag("required", false),
        options: table.texts("options"),
        max: table
            .integer_if("max")
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or_else(|| longest(kind)),
        help: table.text("help"),
        basis: table.text_if("basis").unwrap_or_default(),
        personal: table.flag("personal", false),
        public: table.flag("public", false),
        sealed: table.flag("sealed", false),
        fact: table.text_if("fact"),
        columns: table.texts("columns"),
        evidence: table.flag("evidence", matches!(kind, FieldType::File | FieldType::Files)),
        filled: table.flag("filled", false),
    };
    let keys = &["type", "options", "basis", "fact", "columns", "evidence"];
    lines.note(&format!("{act}/field/{}", field.id), table, keys);
    table.finish();
    field
}

fn duty(table: &Table<'_, '_>, act: &str, lines: &mut Lines) -> DutyRule {
    let duty = DutyRule {
        id: table.text("id"),
        title: table.text("title"),
        kind: table.text("kind"),
        owner: table.text("owner"),
        by: table.one_of("by", PERFORMERS, Performer::Own),
        rule: table.text_if("rule"),
        period: String::new(),
        start: table.text_if("start"),
        fulfilled_by: table.texts("fulfilled_by"),
        excused_by: table.texts("excused_by"),
        when: table.text_if("when"),
        basis: table.text_if("basis").unwrap_or_default(),
    };
    let keys = &["kind", "owner", "rule", "start", "fulfilled_by", "excused_by", "when", "basis"];
    lines.note(&format!("{act}/duty/{}", duty.id), table, keys);
    table.finish();
    duty
}

fn paper(table: &Table<'_, '_>, act: &str, lines: &mut Lines) -> PaperRule {
    let paper = PaperRule {
        id: table.text("id"),
        title: table.text("title"),
        number_kind: table.text_if("number_kind"),
        when: table.text_if("when"),
        body: table.texts("body"),
        outward: table.flag("outward", false),
        layout: table.one_of("layout", LAYOUTS, Layout::Notice),
        requires: table.texts("requires"),
        basis: table.text_if("basis").unwrap_or_default(),
        remedy: table.text_if("remedy").map(|_| table.one_of("remedy", REMEDIES, Remedy::Ordinary)),
        rows: table.texts("rows"),
        signoffs: table.texts("signoffs"),
        signatures: table.texts("signatures"),
        blank: table.flag("blank", false),
    };
    let keys = &[
        "number_kind",
        "when",
        "body",
        "layout",
        "requires",
        "basis",
        "remedy",
        "rows",
        "signoffs",
        "signatures",
    ];
    lines.note(&format!("{act}/paper/{}", paper.id), table, keys);
    table.finish();
    paper
}

/// Longest value where the pack does not say: a line, a long text, a list.
fn longest(kind: FieldType) -> usize {
    match kind {
        FieldType::Text | FieldType::Files | FieldType::Table => 200,
        FieldType::Long => 20_000,
        FieldType::Officers => 20,
        FieldType::ReviewItems => 12,
        _ => 50,
    }
}

const KINDS: &[(&str, ActKind)] = &[
    ("ordinary", ActKind::Ordinary),
    ("open", ActKind::Open),
    ("assign", ActKind::Assign),
    ("show_credentials", ActKind::ShowCredentials),
    ("recuse", ActKind::Recuse),
    ("suspend", ActKind::Suspend),
    ("resume", ActKind::Resume),
    ("extend", ActKind::Extend),
    ("submit", ActKind::Submit),
    ("opine", ActKind::Opine),
    ("declare", ActKind::Declare),
    ("dismiss", ActKind::Dismiss),
    ("entrust", ActKind::Entrust),
    ("notify", ActKind::Notify),
    ("defend", ActKind::Defend),
    ("decide", ActKind::Decide),
    ("serve", ActKind::Serve),
    ("publish", ActKind::Publish),
    ("withhold", ActKind::Withhold),
    ("withdraw", ActKind::Withdraw),
    ("overturn", ActKind::Overturn),
    ("record", ActKind::Record),
    ("explain_gap", ActKind::ExplainGap),
    ("derive", ActKind::Derive),
    ("mark", ActKind::Mark),
    ("unmark", ActKind::Unmark),
    ("close", ActKind::Close),
    ("archive", ActKind::Archive),
    ("gap", ActKind::Gap),
    ("supplement", ActKind::Supplement),
    ("party_send", ActKind::PartySend),
    ("party_answer", ActKind::PartyAnswer),
];

const LEVELS: &[(&str, RecordingLevel)] = &[
    ("full", RecordingLevel::Full),
    ("as_needed", RecordingLevel::AsNeeded),
    ("free", RecordingLevel::Free),
];

const PERFORMERS: &[(&str, Performer)] =
    &[("own", Performer::Own), ("upper", Performer::Upper), ("upper_upper", Performer::UpperUpper)];

const FIELD_TYPES: &[(&str, FieldType)] = &[
    ("text", FieldType::Text),
    ("long", FieldType::Long),
    ("date", FieldType::Date),
    ("moment", FieldType::Moment),
    ("money", FieldType::Money),
    ("integer", FieldType::Integer),
    ("bool", FieldType::Bool),
    ("choice", FieldType::Choice),
    ("choices", FieldType::Choices),
    ("officers", FieldType::Officers),
    ("person", FieldType::Person),
    ("file", FieldType::File),
    ("files", FieldType::Files),
    ("review_items", FieldType::ReviewItems),
    ("item", FieldType::Item),
    ("tier", FieldType::Tier),
    ("signature", FieldType::Signature),
    ("table", FieldType::Table),
    ("matter", FieldType::Matter),
    ("held", FieldType::Held),
];

const LAYOUTS: &[(&str, Layout)] = &[
    ("decision", Layout::Decision),
    ("notice", Layout::Notice),
    ("letter", Layout::Letter),
    ("approval", Layout::Approval),
    ("register", Layout::Register),
    ("record", Layout::Record),
    ("list", Layout::List),
    ("receipt", Layout::Receipt),
    ("report", Layout::Report),
    ("cover", Layout::Cover),
    ("catalogue", Layout::Catalogue),
    ("remarks", Layout::Remarks),
];

const REMEDIES: &[(&str, Remedy)] = &[
    ("ordinary", Remedy::Ordinary),
    ("review_first", Remedy::ReviewFirst),
    ("adjudication", Remedy::Adjudication),
    ("petition_recheck", Remedy::PetitionRecheck),
    ("petition_review", Remedy::PetitionReview),
];
