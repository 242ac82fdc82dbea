//! Names: every name is given once, and every name that is used was given.

use std::collections::BTreeSet;

use super::{CATEGORIES, DUTY_KINDS, Desk, Law, PARTY, POWERS};
use crate::fault::PackFault;
use crate::model::{ActKind, ActType, Gate, GateCheck, Procedure};
use crate::source::near;

pub(super) fn check(desk: &mut Desk<'_>, procedure: &Procedure, law: &Law<'_>) {
    let acts: Vec<&str> = procedure.acts.iter().map(|act| act.id.as_str()).collect();
    let duties: Vec<&str> =
        procedure.acts.iter().flat_map(|a| a.duties.iter().map(|d| d.id.as_str())).collect();
    once(desk, "行为", "act", &acts);
    once_in(desk, "义务", &duties, |id| {
        procedure.duty(id).map(|(act, _)| format!("act/{}/duty/{id}", act.id)).unwrap_or_default()
    });
    let facts: Vec<&str> = procedure.facts.iter().map(|f| f.id.as_str()).collect();
    once(desk, "事实", "fact", &facts);
    let stages: Vec<&str> = procedure.stages.iter().map(|s| s.id.as_str()).collect();
    once(desk, "阶段", "stage", &stages);
    known(desk, "", "category", "执法类别", &procedure.category, CATEGORIES);

    for act in &procedure.acts {
        let path = format!("act/{}", act.id);
        place(desk, procedure, act, &path);
        let mut powers = POWERS.to_vec();
        powers.push(PARTY);
        known(desk, &path, "power", "权限", &act.power, &powers);
        for (key, named) in [("next", &act.next), ("serves", &act.serves.iter().cloned().collect())]
        {
            for name in named {
                known(desk, &path, key, "行为", name, &acts);
            }
        }
        if let Some(day) = &act.law_day {
            field(desk, &path, "law_day", act, day);
        }
        for duty in &act.clocks {
            known(desk, &path, "clocks", "义务", duty, &duties);
        }
        if matches!(act.kind, ActKind::Suspend | ActKind::Resume | ActKind::Extend)
            && act.clocks.is_empty()
        {
            desk.fault(
                &path,
                "clocks",
                format!("行为「{}」要停、续或延长期限，却没有写明哪一项义务", act.title),
                "在 clocks 里写上义务的 id",
            );
        }
        if act.kind == ActKind::Serve && act.serves.is_none() {
            desk.fault(
                &path,
                "serves",
                format!("送达行为「{}」没有写明送达哪一个行为的文书", act.title),
                "在 serves 里写上作出文书的行为",
            );
        }
        for (n, gate) in act.gates.iter().enumerate() {
            gate_names(desk, &format!("{path}/gate/{n}"), procedure, act, gate, &acts, law);
        }
        for duty in &act.duties {
            let path = format!("{path}/duty/{}", duty.id);
            known(desk, &path, "kind", "义务种类", &duty.kind, DUTY_KINDS);
            let mut owners = POWERS.to_vec();
            owners.push(PARTY);
            known(desk, &path, "owner", "义务人", &duty.owner, &owners);
            if let Some(rule) = &duty.rule {
                period(desk, &path, rule, law);
            }
            if let Some(start) = duty.start.as_ref().filter(|s| *s != crate::disclosure::DECIDED) {
                field(desk, &path, "start", act, start);
            }
            for (key, named) in
                [("fulfilled_by", &duty.fulfilled_by), ("excused_by", &duty.excused_by)]
            {
                for name in named {
                    known(desk, &path, key, "行为", name, &acts);
                }
            }
        }
    }
}

/// Ids of the catalogue are given once.
pub(super) fn catalogue(law: &Law<'_>, faults: &mut Vec<PackFault>) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for entry in law.catalogue {
        if !seen.insert(&entry.value.id) {
            let mut desk = Desk { file: &entry.file, lines: &entry.lines, faults };
            desk.fault(
                "",
                "id",
                format!("目录条目「{}」写了两次", entry.value.id),
                "改成另一个 id，或删去一条",
            );
        }
    }
}

fn place(desk: &mut Desk<'_>, procedure: &Procedure, act: &ActType, path: &str) {
    let stages: Vec<&str> = procedure.stages.iter().map(|s| s.id.as_str()).collect();
    match procedure.stages.iter().find(|stage| stage.id == act.stage) {
        None => known(desk, path, "stage", "阶段", &act.stage, &stages),
        Some(stage) => {
            let steps: Vec<&str> = stage.steps.iter().map(String::as_str).collect();
            known(desk, path, "step", &format!("「{}」阶段的步骤", stage.title), &act.step, &steps);
        }
    }
}

fn gate_names(
    desk: &mut Desk<'_>,
    path: &str,
    procedure: &Procedure,
    act: &ActType,
    gate: &Gate,
    acts: &[&str],
    law: &Law<'_>,
) {
    if let Some(name) = &gate.supply {
        known(desk, path, "supply", "行为", name, acts);
    }
    match &gate.check {
        GateCheck::After { acts: named }
        | GateCheck::AnyOf { acts: named }
        | GateCheck::NotAfter { acts: named }
        | GateCheck::DifferentPerson { acts: named } => {
            if named.is_empty() {
                desk.fault(path, "acts", "关口没有写明是哪些行为", "在 acts 里写上行为的 id");
            }
            for name in named {
                known(desk, path, "acts", "行为", name, acts);
            }
        }
        GateCheck::Elapsed { since, rule, unless } => {
            known(desk, path, "since", "行为", since, acts);
            for name in unless {
                known(desk, path, "unless", "行为", name, acts);
            }
            period(desk, path, rule, law);
        }
        GateCheck::Within { since, field: named, rule } => {
            match (since, named) {
                (Some(name), None) => known(desk, path, "since", "行为", name, acts),
                (None, Some(name)) => field(desk, path, "field", act, name),
                _ => desk.fault(
                    path,
                    "since",
                    "关口 within 要写明从哪个行为起，或从哪个字段的日期起，只写一样",
                    "写 since 或 field 中的一个",
                ),
            }
            period(desk, path, rule, law);
        }
        GateCheck::NoticeLeft { field: named, rule } => {
            field(desk, path, "field", act, named);
            period(desk, path, rule, law);
        }
        GateCheck::HearingSettled { notice, request, hearing, waiver, rule } => {
            for name in [notice, request, hearing, waiver] {
                known(desk, path, "gate", "行为", name, acts);
            }
            period(desk, path, rule, law);
        }
        GateCheck::InOrder { first, second } => {
            field(desk, path, "first", act, first);
            field(desk, path, "second", act, second);
        }
        GateCheck::Officers { count } => {
            if *count == 0 {
                desk.fault(path, "gate", "关口 officers 的人数不能是 0", "写上最少人数，例如 2");
            }
            field(desk, path, "gate", act, "officers");
        }
        GateCheck::CredentialsShown => {
            field(desk, path, "gate", act, "officers");
            field(desk, path, "gate", act, "started_at");
        }
        GateCheck::Daytime { field: named } => {
            field(desk, path, "field", act, named);
            parameters(desk, path, procedure, &["night_from", "night_to"]);
        }
        GateCheck::Surcharge { field: named, principal, duty, stop, go } => {
            field(desk, path, "field", act, named);
            let facts: Vec<&str> = procedure.facts.iter().map(|fact| fact.id.as_str()).collect();
            known(desk, path, "principal", "事实", principal, &facts);
            let duties: Vec<&str> = procedure
                .acts
                .iter()
                .flat_map(|act| act.duties.iter().map(|duty| duty.id.as_str()))
                .collect();
            known(desk, path, "duty", "义务", duty, &duties);
            for name in stop.iter().chain(go) {
                known(desk, path, "stop", "行为", name, acts);
            }
            parameters(desk, path, procedure, &["surcharge_rate"]);
        }
        GateCheck::NotRecused
        | GateCheck::Undecided
        | GateCheck::NotHeavier
        | GateCheck::SameAsNotified
        | GateCheck::ReviewCleared
        | GateCheck::Holds { .. } => {}
    }
}

fn parameters(desk: &mut Desk<'_>, path: &str, procedure: &Procedure, names: &[&str]) {
    for name in names.iter().filter(|name| !procedure.parameters.contains_key(**name)) {
        desk.fault(
            path,
            "gate",
            format!("这个关口要用参数 {name}，程序里没有"),
            format!("加上 [parameter.{name}]，写明依据和可信程度"),
        );
    }
}

fn period(desk: &mut Desk<'_>, path: &str, rule: &str, law: &Law<'_>) {
    if law.periods.get(rule).is_none() {
        let codes: Vec<&str> = law.periods.codes().collect();
        desk.fault(
            path,
            "rule",
            format!("期限表里没有「{rule}」"),
            format!("{}改成 periods.toml 里的代码，或先在那里加上", near(rule, &codes)),
        );
    }
}

fn field(desk: &mut Desk<'_>, path: &str, key: &'static str, act: &ActType, name: &str) {
    let fields: Vec<&str> = act.fields.iter().map(|f| f.id.as_str()).collect();
    known(desk, path, key, &format!("「{}」的字段", act.title), name, &fields);
}

fn known(
    desk: &mut Desk<'_>,
    path: &str,
    key: &'static str,
    what: &str,
    name: &str,
    names: &[&str],
) {
    // An empty name was already reported as missing.
    if name.is_empty() || names.contains(&name) {
        return;
    }
    desk.fault(
        path,
        key,
        format!("没有叫「{name}」的{what}"),
        format!("{}可用的有：{}", near(name, names), names.join("、")),
    );
}

fn once(desk: &mut Desk<'_>, what: &str, kind: &str, names: &[&str]) {
    once_in(desk, what, names, |id| format!("{kind}/{id}"));
}

fn once_in(desk: &mut Desk<'_>, what: &str, names: &[&str], path: impl Fn(&str) -> String) {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if seen.contains(name) && !name.is_empty() {
            desk.fault(
                &path(name),
                "id",
                format!("{what}「{name}」写了两次"),
                "改成另一个 id，或删去一个",
            );
        }
        seen.push(name);
    }
}
