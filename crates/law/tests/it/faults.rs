//! One test for each kind of fault: the pack is spoilt in one place, and the fault is told at that file and line.

use crate::mini::{self, spoil, told};

const MINI: &str = "procedures/mini.toml";

/// Spoils the pack and expects a fault that says `message`, in the same file, on the line where `at` stands
/// after the change (for the `n`th time, where `at` stands more than once: given as `(at, n)`).
#[track_caller]
fn check(file: &str, from: &str, to: &str, at: &str, message: &str) {
    let (faults, text) = spoil(file, from, to);
    let line = 1 + text.lines().position(|line| line.contains(at)).expect("the line that is meant");
    let found = faults.iter().any(|fault| {
        fault.file == format!("national/{file}")
            && fault.line == line
            && fault.message.contains(message)
            && !fault.advice.is_empty()
    });
    assert!(found, "expected «{message}» at {file}:{line}, told:\n{}", told(&faults));
}

/// As [`check`], where the fault is that of a whole table: it is told at the table's heading, the line before its first
/// key. Where `first` stands more than once, the last is meant.
#[track_caller]
fn check_table(file: &str, from: &str, to: &str, first: &str, message: &str) {
    let (faults, text) = spoil(file, from, to);
    let keys = text.lines().enumerate().filter(|(_, line)| line.contains(first));
    let heading = keys.last().expect("the line that is meant").0;
    let found = faults.iter().any(|fault| {
        fault.file == format!("national/{file}")
            && fault.line == heading
            && fault.message.contains(message)
    });
    assert!(found, "expected «{message}» at {file}:{heading}, told:\n{}", told(&faults));
}

#[test]
fn the_unspoilt_pack_has_no_fault() {
    mini::load();
}

#[test]
fn text_that_is_not_toml_is_told_at_its_line() {
    check(MINI, "noun = \"案件\"", "noun = \"案件", "noun =", "不合 TOML 语法");
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_known_one() {
    check(MINI, "numbers = true", "nummbers = true", "nummbers", "没有 nummbers 这一项");
    let (faults, _) = spoil(MINI, "numbers = true", "nummbers = true");
    assert!(faults[0].advice.contains("是不是「numbers」？"), "{}", told(&faults));
}

#[test]
fn a_missing_key_is_told_at_its_table() {
    check_table(MINI, "help = \"从哪里来。\"\n", "", "id = \"source\"", "缺少 help");
    check("pack.toml", "version = \"1\"\n", "", "id = \"test\"", "缺少 version");
}

#[test]
fn a_value_of_another_type_is_told_at_its_line() {
    check(
        MINI,
        "repeat = true\nbasis = [\"处罚法58\"]\nhelp = \"送审。\"",
        "repeat = \"yes\"\nbasis = [\"处罚法58\"]\nhelp = \"送审。\"",
        "repeat = \"yes\"",
        "应当是",
    );
    check(MINI, "from = 2021-07-15", "from = \"2021-07-15\"", "from =", "应当是日期");
    check(MINI, "value = 100\n", "value = \"100\"\n", "value =", "应当是整数");
    check(MINI, "type = \"money\"", "type = \"mony\"", "type = \"mony\"", "不认识「mony」");
    check(MINI, "gate = \"holds\"", "gate = \"hold\"", "gate = \"hold\"", "不认识「hold」");
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_files() {
    let (_, text) = spoil(MINI, "noun = \"案件\"", "nown = \"案件\"");
    let mut files = mini::files();
    files[4].1 = text.replace("power = \"decide\"", "power = \"all\"");
    files[3].1 = mini::CATALOGUE.replace("处罚法58", "");
    let faults = zhiheng_law::Pack::load(&files).unwrap_err();
    assert!(faults.len() >= 4, "{}", told(&faults));
    assert!(faults.is_sorted(), "{}", told(&faults));
}

#[test]
fn a_missing_file_and_a_file_of_another_name_are_told() {
    let mut files = mini::files();
    files.remove(3);
    files.push(("national/other.toml".to_owned(), String::new()));
    let faults = zhiheng_law::Pack::load(&files).unwrap_err();
    let files: Vec<&str> = faults.iter().map(|fault| fault.file.as_str()).collect();
    assert_eq!(files, ["national/catalogue.toml", "national/other.toml"], "{}", told(&faults));
}

#[test]
fn an_unknown_act_is_told_wherever_it_is_named() {
    check(
        MINI,
        "acts = [\"submit\"]",
        "acts = [\"submitt\"]",
        "acts = [\"submitt\"]",
        "没有叫「submitt」的行为",
    );
    check(
        MINI,
        "next = [\"opine\"]",
        "next = [\"opinion\"]",
        "next = [\"opinion\"]",
        "没有叫「opinion」的行为",
    );
    check(
        MINI,
        "fulfilled_by = [\"decide\"]",
        "fulfilled_by = [\"decided\"]",
        "fulfilled_by = [\"decided\"]",
        "没有叫「decided」的行为",
    );
    check(
        MINI,
        "supply = \"submit\"",
        "supply = \"send\"",
        "supply = \"send\"",
        "没有叫「send」的行为",
    );
    check(
        MINI,
        "since = \"open\"",
        "since = \"opened\"",
        "since = \"opened\"",
        "没有叫「opened」的行为",
    );
}

#[test]
fn an_unknown_stage_step_power_or_period_is_told() {
    check(
        MINI,
        "stage = \"two\"",
        "stage = \"three\"",
        "stage = \"three\"",
        "没有叫「three」的阶段",
    );
    check(MINI, "step = \"决定\"", "step = \"裁定\"", "step = \"裁定\"", "没有叫「裁定」");
    check(
        MINI,
        "power = \"review\"",
        "power = \"reviews\"",
        "power = \"reviews\"",
        "没有叫「reviews」的权限",
    );
    check(
        MINI,
        "rule = \"PEN_DECIDE\"\nstart",
        "rule = \"PEN_DECIDES\"\nstart",
        "rule = \"PEN_DECIDES\"",
        "期限表里没有「PEN_DECIDES」",
    );
    check(
        MINI,
        "category = \"行政处罚\"",
        "category = \"行政处分\"",
        "category =",
        "没有叫「行政处分」的执法类别",
    );
}

#[test]
fn an_unknown_duty_is_told() {
    check(
        MINI,
        "sentence = \"已送审。\"",
        "sentence = \"已送审，{due:decides}。\"",
        "{due:decides}",
        "填不出来",
    );
    check(
        MINI,
        "kind = \"submit\"\n",
        "kind = \"suspend\"\nclocks = [\"decides\"]\n",
        "clocks =",
        "没有叫「decides」的义务",
    );
    check_table(
        MINI,
        "kind = \"submit\"\n",
        "kind = \"suspend\"\n",
        "id = \"submit\"",
        "没有写明哪一项义务",
    );
}

#[test]
fn an_unknown_fact_or_a_field_of_another_type_is_told() {
    check(MINI, "fact = \"fine\"", "fact = \"fines\"", "fact = \"fines\"", "没有声明");
    check(MINI, "fact = \"fine\"", "fact = \"kinds\"", "fact = \"kinds\"", "类型不同");
}

#[test]
fn an_unknown_field_of_a_duty_or_gate_is_told() {
    check(
        MINI,
        "start = \"day\"",
        "start = \"date\"",
        "start = \"date\"",
        "没有叫「date」的「立案」的字段",
    );
    check(
        MINI,
        "gate = \"within\"\nsince = \"open\"",
        "gate = \"within\"\nfield = \"since\"",
        "field = \"since\"",
        "没有叫「since」",
    );
    check_table(
        MINI,
        "gate = \"within\"\nsince = \"open\"",
        "gate = \"within\"",
        "gate = \"within\"",
        "只写一样",
    );
    check(
        MINI,
        "gate = \"within\"\nsince = \"open\"\nrule = \"PEN_DECIDE\"",
        "gate = \"officers\"\ncount = 2",
        "gate = \"officers\"",
        "没有叫「officers」",
    );
    check(
        MINI,
        "gate = \"within\"\nsince = \"open\"\nrule = \"PEN_DECIDE\"",
        "gate = \"officers\"\ncount = 0",
        "gate = \"officers\"",
        "人数不能是 0",
    );
}

#[test]
fn a_field_that_the_engine_reads_by_name_is_missed() {
    check(
        MINI,
        "id = \"conclusion\"",
        "id = \"verdict\"",
        "kind = \"opine\"",
        "必须有字段 conclusion",
    );
    check_table(
        MINI,
        "kind = \"submit\"\n",
        "kind = \"serve\"\n",
        "id = \"submit\"",
        "没有写明送达哪一个行为的文书",
    );
}

#[test]
fn a_choice_without_options_and_options_without_a_choice_are_told() {
    check(MINI, "options = [\"检查\", \"举报\"]", "options = []", "options = []", "没有选项");
    check(
        MINI,
        "options = [\"检查\", \"举报\"]",
        "options = [\"检查\", \"检查\"]",
        "options =",
        "重复",
    );
    check(
        MINI,
        "type = \"money\"",
        "type = \"money\"\noptions = [\"一\"]",
        "options = [\"一\"]",
        "不是选择",
    );
}

#[test]
fn a_name_given_twice_is_told() {
    check_table(
        MINI,
        "id = \"opine\"",
        "id = \"submit\"",
        "id = \"submit\"",
        "行为「submit」写了两次",
    );
    check_table(
        MINI,
        "id = \"day\"",
        "id = \"source\"",
        "id = \"source\"",
        "字段「source」写了两次",
    );
    check_table(
        MINI,
        "id = \"kinds\"",
        "id = \"fine\" # 又一次",
        "# 又一次",
        "事实「fine」写了两次",
    );
    check(
        "catalogue.toml",
        "mandatory = true",
        "mandatory = true\n[[entry]]\nid = \"large\" # 又一次\ntitle = \"二\"\nprocedures = [\"mini\"]\ncondition = \"true\"\nbasis = \"处罚法58\"",
        "# 又一次",
        "目录条目「large」写了两次",
    );
}

#[test]
fn how_local_catalogues_are_read_names_only_what_exists() {
    let read = |what: &str| {
        format!("mandatory = true\n\n[[local]]\nprocedures = [\"mini\"]\n{what} # 这里")
    };
    for (what, message) in [
        ("amount = [\"fines\"]", "「mini」没有叫「fines」的金额事实"),
        ("amount = [\"kinds\"]", "「mini」没有叫「kinds」的金额事实"),
        ("limits = [{ parameter = \"limitt\" }]", "「mini」没有叫「limitt」的参数"),
        ("limits = [{ party = \"法人\", parameter = \"limit\" }]", "没有叫「法人」的当事人"),
        ("hearing = \"done.hear > 0\"", "条件用到的 done.hear 不存在"),
        ("fishing = \"true\"", "没有 fishing 这一项"),
    ] {
        check("catalogue.toml", "mandatory = true", &read(what), "# 这里", message);
    }
    let (faults, _) = spoil(
        "catalogue.toml",
        "mandatory = true",
        "mandatory = true\n\n[[local]]\nprocedures = [\"mimi\"]",
    );
    assert!(told(&faults).contains("没有叫「mimi」的程序"), "{}", told(&faults));
}

#[test]
fn an_act_or_stage_that_nobody_reaches_is_told() {
    let gate = "acts = [\"open\"]\nbasis = \"处罚法54\"\nmessage = \"先立案\"\nsupply = \"open\"";
    let never = format!(
        "{gate}\n\n[[act.gate]]\ngate = \"not_after\"\nacts = [\"open\"]\nbasis = \"处罚法54\"\nmessage = \"矛盾\""
    );
    check_table(MINI, gate, &never, "id = \"submit\"", "永远做不到");
    check_table(
        MINI,
        "steps = [\"决定\"]",
        "steps = [\"决定\", \"送达\"]",
        "id = \"two\"",
        "步骤「送达」里没有行为",
    );
    check_table(
        MINI,
        "[[stage]]\nid = \"two\"",
        "[[stage]]\nid = \"three\"\ntitle = \"空\"\nsteps = []\n\n[[stage]]\nid = \"two\"",
        "id = \"three\"",
        "没有做得到的行为",
    );
}

#[test]
fn acts_that_wait_for_each_other_are_told_as_a_circle() {
    check_table(
        MINI,
        "acts = [\"open\"]",
        "acts = [\"opine\"]",
        "id = \"submit\"",
        "送审 → 审核 → 送审",
    );
}

#[test]
fn a_procedure_without_an_opening_act_is_told() {
    check(MINI, "kind = \"open\"", "kind = \"ordinary\"", "id = \"mini\"", "有且只有一个开启行为");
}

#[test]
fn a_missing_basis_is_told_for_act_gate_and_duty() {
    check(MINI, "basis = [\"处罚法57\"]", "basis = []", "basis = []", "行为「决定」没有依据");
    check(
        MINI,
        "basis = \"处罚法60\"\n\n[[act]]",
        "\n[[act]]",
        "[[act.duty]]",
        "义务「作出决定」没有依据",
    );
    check_table(
        MINI,
        "when = \"done.open > 0\"\nbasis = \"处罚法58\"",
        "when = \"done.open > 0\"",
        "gate = \"review_cleared\"",
        "关口 review_cleared 没有依据",
    );
}

#[test]
fn an_article_of_an_unknown_statute_or_beyond_its_last_is_told() {
    check(MINI, "basis = [\"处罚法57\"]", "basis = [\"刑法57\"]", "刑法57", "不在目录里");
    check(MINI, "basis = [\"处罚法57\"]", "basis = [\"处罚法87\"]", "处罚法87", "只有 86 条");
    check(
        MINI,
        "basis = \"处罚法59\"\nfact",
        "basis = \"处罚法第五十九条左右\"\nfact",
        "左右",
        "不在目录里",
    );
    check("catalogue.toml", "basis = \"处罚法58\"", "basis = \"某法58\"", "某法58", "不在目录里");
}

#[test]
fn an_empty_interval_and_overlapping_versions_are_told() {
    check(
        MINI,
        "from = 2021-07-15",
        "from = 2021-07-15\nto = 2021-07-15",
        "to =",
        "施行期间是空的",
    );
    let mut files = mini::files();
    files.push((
        "national/procedures/other.toml".to_owned(),
        mini::PROCEDURE.replace("from = 2021-07-15", "from = 2023-01-01"),
    ));
    let faults = zhiheng_law::Pack::load(&files).unwrap_err();
    assert!(
        faults.iter().any(|f| f.file.ends_with("other.toml")
            && f.line == 6
            && f.message.contains("施行期间重叠")),
        "{}",
        told(&faults)
    );
    check(
        "statutes.toml",
        "articles = 86",
        "articles = 86\n[[statute]]\ncode = \"处罚法\"\ntitle = \"旧法\"\nversion = 1996-03-17\nfrom = 1996-10-01",
        "from = 1996-10-01",
        "施行期间重叠",
    );
}

#[test]
fn a_duty_nobody_can_fulfil_is_told() {
    check(
        MINI,
        "fulfilled_by = [\"decide\"]",
        "fulfilled_by = []",
        "fulfilled_by = []",
        "没有人能履行",
    );
    check(
        MINI,
        "owner = \"decide\"",
        "owner = \"decide\"\nby = \"upper\"",
        "fulfilled_by =",
        "没有人能履行",
    );
    check(
        MINI,
        "owner = \"decide\"",
        "owner = \"party\"",
        "owner = \"party\"",
        "种类与义务人不一致",
    );
}

#[test]
fn a_condition_that_does_not_compile_or_names_nothing_is_told() {
    check(
        MINI,
        "when = \"facts.fine > 0\"",
        "when = \"facts.fine >\"",
        "when = \"facts.fine >\"",
        "不合语法",
    );
    check(
        MINI,
        "when = \"facts.fine > 0\"",
        "when = \"fine > 0\"",
        "when = \"fine > 0\"",
        "没有「fine」这个变量",
    );
    check(
        MINI,
        "when = \"facts.fine > 0\"",
        "when = \"facts.fines > 0\"",
        "when =",
        "facts.fines 不存在",
    );
    check(
        MINI,
        "when = \"facts.fine > 0\"",
        "when = \"fields.other > 0\"",
        "when =",
        "fields.other 不存在",
    );
    check(
        MINI,
        "when = \"facts.fine > 0\"",
        "when = \"done.closing > 0\"",
        "when =",
        "done.closing 不存在",
    );
    check(
        MINI,
        "when = \"facts.fine > 0\"",
        "when = \"param.limits > 0\"",
        "when =",
        "param.limits 不存在",
    );
    check(
        MINI,
        "when = \"facts.fine > 0\"",
        "when = \"size(facts) > 0\"",
        "when =",
        "不能整个使用",
    );
}

#[test]
fn a_condition_that_cannot_be_evaluated_is_told_even_in_a_part_that_would_be_skipped() {
    check(MINI, "when = \"facts.fine > 0\"", "when = \"facts.fine > '零'\"", "when =", "算不出来");
    check(MINI, "when = \"facts.fine > 0\"", "when = \"facts.fine + 1\"", "when =", "不是真假");
    check(
        MINI,
        "when = \"facts.fine > 0\"",
        "when = \"facts.fine < 0 && facts.kinds > 3\"",
        "when =",
        "算不出来",
    );
    check(
        "catalogue.toml",
        "facts.fine >= param.limit",
        "facts.fine >= facts.kinds",
        "condition =",
        "算不出来",
    );
    check(
        "catalogue.toml",
        "facts.fine >= param.limit",
        "fields.source == '检查'",
        "condition =",
        "fields.source 不存在",
    );
}

#[test]
fn a_condition_about_an_optional_field_must_ask_first_whether_it_is_there() {
    check(
        MINI,
        "when = \"facts.fine > 0\"",
        "when = \"fields.day == '2026-01-01'\"",
        "when =",
        "可以不填",
    );
    let (faults, _) = spoil(
        MINI,
        "when = \"facts.fine > 0\"",
        "when = \"has(fields.day) && fields.day == '2026-01-01'\"",
    );
    assert!(faults.is_empty(), "{}", told(&faults));
}

#[test]
fn a_catalogue_entry_for_no_procedure_is_told() {
    check(
        "catalogue.toml",
        "procedures = [\"mini\"]",
        "procedures = [\"minis\"]",
        "procedures =",
        "没有叫「minis」的程序",
    );
    check(
        "catalogue.toml",
        "procedures = [\"mini\"]",
        "procedures = []",
        "procedures =",
        "没有写明适用的程序",
    );
}

#[test]
fn a_paper_that_names_no_field_is_told() {
    check(MINI, "{text}，罚款", "{texts}，罚款", "{texts}", "{texts} 既不是本行为的字段");
    check(MINI, "{facts.fine}\"", "{facts.fines}\"", "{facts.fines}", "facts.fines");
    check(
        MINI,
        "body = [\"{text}，罚款 {facts.fine}\", \"{agency}\"]",
        "body = []",
        "body = []",
        "没有正文",
    );
}

#[test]
fn a_decision_without_legal_review_is_told() {
    check(
        MINI,
        "gate = \"review_cleared\"\nwhen",
        "gate = \"not_recused\"\nwhen",
        "kind = \"decide\"",
        "没有法制审核关口",
    );
    check(MINI, "kind = \"opine\"", "kind = \"ordinary\"", "id = \"mini\"", "没有审核意见行为");
}

#[test]
fn a_parameter_outside_its_own_limits_is_told() {
    check(MINI, "value = 100\n", "value = 5000\n", "value = 5000", "超出它自己的上下限");
}

#[test]
fn an_example_that_cannot_run_is_told_at_its_step() {
    check_table(
        MINI,
        "at = \"2026-03-02T10:00\"",
        "at = \"2026-03-02 10点\"",
        "at = \"2026-03-02 10点\"",
        "写法不对",
    );
    check_table(
        MINI,
        "at = \"2026-03-02T10:00\"",
        "at = \"2026-03-01T10:00\"",
        "at = \"2026-03-01T10:00\"",
        "早于上一步",
    );
    check_table(
        MINI,
        "source = \"检查\"",
        "source = \"别处\"",
        "at = \"2026-03-02T09:00\"",
        "填不了这样的值",
    );
    check_table(
        MINI,
        "source = \"检查\", ",
        "",
        "at = \"2026-03-02T09:00\"",
        "必填的「来源」没有填",
    );
    check_table(
        MINI,
        "refused = \"gate.review_cleared\"",
        "refused = \"gate.elapsed\"",
        "at = \"2026-03-02T10:00\"",
        "没有关口 elapsed",
    );
    check_table(
        MINI,
        "refused = \"gate.review_cleared\"\nbasis = \"处罚法58\"",
        "refused = \"gate.review_cleared\"\nbasis = \"处罚法59\"",
        "at = \"2026-03-02T10:00\"",
        "依据不是「处罚法59」",
    );
    check_table(
        MINI,
        "due = { decide = ",
        "due = { decision = ",
        "at = \"2026-03-02T09:00\"",
        "没有叫「decision」的义务",
    );
}
