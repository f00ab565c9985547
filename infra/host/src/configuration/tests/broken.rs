//! The table: one change to the minimal configuration, one fault.

use super::minimal::Folder;
use super::{read, told_all};
use nabat_domain::catalogue::{MOST_FUNCTIONS, MOST_RELATED};
use nabat_domain::procedure::DEFAULT_INCIDENT;

/// File, text in it, what is put in its place, the only fault that follows.
type Case = (&'static str, &'static str, &'static str, &'static str);

/// A whole service before the one with the same id.
const TWICE: &str = "\
- id: bus
  name: Old bus
  assessment:
    scores: { people: 1, harm: 1, workaround: 1, hours: 1, money: 1, dependants: 1 }
    approved_by: committee
    valid_until: 2027-01-31
  functions: [{ id: exchange, name: Exchange }]
  owners: [e1]
- id: bus
";

#[rustfmt::skip]
const ERRORS: &[Case] = &[
    // product.yaml
    ("product.yaml", "zone: Europe/Moscow", "zone: Europe/Moskow", "product.yaml:2 unknown zone `Europe/Moskow`"),
    ("product.yaml", "zone: Europe", "zones: Europe", "product.yaml:2 unknown key `zones`"),
    ("product.yaml", "desk: builtin\n", "", "product.yaml:5 `desk` is missing"),
    ("product.yaml", "[e4]", "[]", "product.yaml:5 nobody stands in `fallback`"),
    ("product.yaml", "[e4]", "[e4, e9]", "product.yaml:5 unknown person `e9`"),
    ("product.yaml", "  office_productivity: *softer\n", "", "product.yaml:7 class `office_productivity` has no timing"),
    ("product.yaml", "  office_productivity", "  office", "product.yaml:20 unknown word `office`"),
    ("product.yaml", " diagnosis: 20,", "", "product.yaml:8 stage `diagnosis` has no budget for class `mission_critical`"),
    ("product.yaml", "{ detection: 5,", "{ detection: 5, detektion: 5,", "product.yaml:8 unknown stage `detektion`"),
    ("product.yaml", "accept: 5", "accept: 0", "product.yaml:10 invalid"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\npolicy: { problems: { stages: { causes: 14 } } }\n", "product.yaml:5 unknown stage `causes`"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nreliability: { targets: [{ from: 2026-01-01, target: 98.5 }] }\n", "product.yaml:5 `98.5` is not a share of the time"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nreliability: { targets: [{ from: 2026-04-01, target: 0.94 }, { from: 2026-04-01, target: 0.95 }] }\n", "product.yaml:5 the target from 2026-04-01 stands after the one from 2026-04-01"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nreliability: { works: [{ announced_at: yesterday, starts_at: '2026-06-17T02:00:00+03:00', ends_at: '2026-06-17T04:00:00+03:00' }] }\n", "product.yaml:5 `yesterday` is not a moment"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nreliability: { works: [{ announced_at: '2026-06-15T12:00:00+03:00', starts_at: '2026-06-17T04:00:00+03:00', ends_at: '2026-06-17T02:00:00+03:00' }] }\n", "product.yaml:5 the works end before they begin"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nreliability: { under_works: excluded }\n", "product.yaml:5 unknown word `excluded`"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nreliability: { digests: [{ every: week, at: '09:00:00', channel: operation }] }\n", "product.yaml:5 unknown channel `operation`"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nreliability: { digests: [{ every: day, at: '09:00:00', channel: operations }] }\n", "product.yaml:5 unknown word `day`"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nreliability: { digests: [{ every: week, at: '25:00:00', channel: operations }] }\n", "product.yaml:5 "),
    ("product.yaml", "desk: builtin\n", "desk: builtin\ncommittees: [{ id: problems, subject: problems, since: 2026-01-15, every_days: 7, at: '11:00:00', channel: boss }]\n", "product.yaml:5 unknown channel `boss`"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nreliability: { digests: [{ every: week, at: '09:00:00', channel: ops }, { every: week, at: '10:00:00', channel: ops }] }\n", "product.yaml:5 channel `ops` has this digest already"),
    // services.yaml
    ("services.yaml", "{ id: bus, hard", "{ id: buss, hard", "services.yaml:12 unknown service `buss`"),
    ("services.yaml", "hard: true", "hrad: true", "services.yaml:12 unknown key `hrad`"),
    ("services.yaml", "owners: [e1]", "owners: [e7]", "services.yaml:7 unknown person `e7`"),
    ("services.yaml", "owners: [e1]", "owners: [e3]", "services.yaml:7 person `e3` does not hold the role `service_owner`"),
    ("services.yaml", "owners: [e1]", "owners: []", "services.yaml:7 service `record` has no owners"),
    ("services.yaml", "[{ id: exchange, name: Exchange }]", "[]", "services.yaml:20 service `bus` has no functions"),
    ("services.yaml", "{ id: write,", "{ id: open,", "services.yaml:10 function `open` stands twice, first on line 9"),
    ("services.yaml", "- id: bus\n", TWICE, "services.yaml:21 service `bus` stands twice, first on line 13"),
    ("services.yaml", "{ id: open,", "{ id: 'open.card',", "services.yaml:9 `open.card` cannot be the id of a function"),
    ("services.yaml", "people: 3", "people: 4", "services.yaml:4 score 4 for `people` is above 3"),
    ("services.yaml", "name: Exchange }]\n", "name: Exchange }]\n  suppliers: [{ id: record, hard: true }]\n", "services.yaml:21 services need each other hard: record → bus → record"),
    ("services.yaml", "  name: Record\n", "", "services.yaml:10 `name` is missing"),
    ("services.yaml", "name: Record", "name:", "services.yaml:2 "),
    ("services.yaml", "    approved_by: committee\n    valid_until: 2027", "    valid_until: 2027", "services.yaml:5 `approved_by` is missing"),
    ("services.yaml", "  name: Record\n", "  name: Record\n  users: { query: sum(sessions) }\n", "services.yaml:3 the product has no monitoring that could be asked"),
    ("services.yaml", "  name: Record\n", "  name: Record\n  users: { query: ' ' }\n", "services.yaml:3 ` ` is no query: it is empty"),
    ("services.yaml", "  name: Record\n", "  name: Record\n  users: { query: 'sum(a{b=\"c)\"' }\n", "services.yaml:3 `sum(a{b=\"c)\"` is no query: a bracket stays open"),
    ("services.yaml", "  name: Record\n", "  name: Record\n  users: { query: 'sum(a{b=\"c})' }\n", "services.yaml:3 `sum(a{b=\"c})` is no query: a quote stays open"),
    ("services.yaml", "  name: Record\n", "  name: Record\n  users: { qeury: a }\n", "services.yaml:3 unknown key `qeury`"),
    // people.yaml
    ("people.yaml", "- { id: x5", "- { id: e1, name: A. K., roles: [service_owner] }\n- { id: x5", "people.yaml:5 person `e1` stands twice, first on line 1"),
    ("people.yaml", "[first_line]", "[]", "people.yaml:3 person `e3` has no role"),
    ("people.yaml", "[first_line]", "[frist_line]", "people.yaml:3 unknown word `frist_line`"),
    ("people.yaml", "- { id: x5", "- { id: lburtsev, name: Лев Бурцев, roles: [head] }\n- { id: x5", "people.yaml:5 id `lburtsev` contains the person's own name (`Бурцев`)"),
    // contracts.yaml
    ("contracts.yaml", "[bus]", "[bus, record, boss]", "contracts.yaml:3 unknown service `boss`"),
    ("contracts.yaml", "[bus]", "[]", "contracts.yaml:1 contract `D-1/26` names no services"),
    ("contracts.yaml", "[x5]", "[x6]", "contracts.yaml:7 unknown person `x6`"),
    ("contracts.yaml", "[x5]", "[e1]", "contracts.yaml:7 person `e1` does not hold the role `contractor`"),
    ("contracts.yaml", "until: 2026-12-31", "until: 2025-12-31", "contracts.yaml:5 contract `D-1/26` ends before it begins"),
    ("contracts.yaml", "until: 2026-12-31", "until: 31.12.2026", "contracts.yaml:5 "),
    ("contracts.yaml", "[x5]", "[]", "contracts.yaml:7 contract `D-1/26` names nobody who speaks for the contractor"),
    ("contracts.yaml", "120\n", "120\n  service_hours: [{ days: [8], from: '08:00', to: '20:00' }]\n", "contracts.yaml:10 8 is not a day of the week"),
    ("contracts.yaml", "120\n", "120\n  penalty: { price: 1000, fixed: 20, per: hour, ceiling: 10 }\n", "contracts.yaml:10 the ceiling of contract `D-1/26` lies below its fixed sum"),
    ("contracts.yaml", "120\n", "120\n  penalty: { price: 1000, per: week, ceiling: 10 }\n", "contracts.yaml:10 unknown word `week`"),
    ("contracts.yaml", "120\n", "120\n- { id: D-2, contractor: Other, services: [bus], from: 2026-12-31, until: 2027-01-31, work_group: Others, representatives: [x5], reaction_minutes: 15, restoration_minutes: 120 }\n", "contracts.yaml:10 service `bus` is covered by contract `D-1/26` on the same days"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nwork_groups: ['Bus Builders, on cal']\n", "contracts.yaml:6 unknown work group `Bus Builders, on call`"),
    // duty.yaml
    ("duty.yaml", "[record]", "[recrod]", "duty.yaml:2 unknown service `recrod`"),
    ("duty.yaml", "people: [e2], since: 2026-11-02, chain", "people: [e8], since: 2026-11-02, chain", "duty.yaml:4 unknown person `e8`"),
    ("duty.yaml", "people: [e2], since: 2026-11-02, chain", "people: [e3], since: 2026-11-02, chain", "duty.yaml:4 person `e3` does not hold the role `duty_engineer`"),
    ("duty.yaml", "people: [e2], since: 2026-11-02, chain", "people: [], since: 2026-11-02, chain", "duty.yaml:4 nobody takes this shift"),
    ("duty.yaml", "chain: [e4]", "chain: [e8]", "duty.yaml:4 unknown person `e8`"),
    ("duty.yaml", "6, 7]", "6, 7, 8]", "duty.yaml:7 8 is not a day of the week"),
    ("duty.yaml", "- role: shift_head\n  shifts:\n    - { from: '00:00', to: '00:00', people: [e4], since: 2026-11-02 }\n", "", "duty.yaml:1 no rota for the role `shift_head`"),
    ("duty.yaml", "- role: shift_head\n  shifts:\n    - { from: '00:00', to: '00:00', people: [e4], since: 2026-11-02 }\n", "- { role: shift_head, shifts: [] }\n", "duty.yaml:12 the rota of the role `shift_head` has no shifts"),
    // notices.yaml
    ("notices.yaml", "starttls", "startls", "notices.yaml:1 unknown word `startls`"),
    ("notices.yaml", "starttls", "none", "notices.yaml:1 a password would go over the wire in the open"),
    ("notices.yaml", ", password: mail-password", "", "notices.yaml:1 `password` is missing"),
    ("notices.yaml", "from: nabat@p.example", "from: nabat", "notices.yaml:1 `nabat` is not a mail address"),
    ("notices.yaml", "password: mail-password", "password: 'correct horse'", "notices.yaml:1 `correct horse` cannot be the id of a secret"),
    ("notices.yaml", "https://sms.example/in", "http://sms.example/in", "notices.yaml:3 `http://sms.example/in` will not be called: it is not https"),
    ("notices.yaml", "https://sms.example/in", "https://10.0.0.7/in", "notices.yaml:3 `https://10.0.0.7/in` will not be called: 10.0.0.7 is not a public address"),
    ("notices.yaml", "secret: sms-gateway", "secret: whsec_c2VjcmV0", "notices.yaml:3 `…` cannot be the id of a secret"),
    ("notices.yaml", "people: [e4]", "people: [e4, e9]", "notices.yaml:5 unknown person `e9`"),
    ("notices.yaml", "people: [e4]", "people: [x5]", "notices.yaml:5 person `x5` may not see incidents"),
    ("notices.yaml", "call_out: [sms", "call_out: [smss", "notices.yaml:6 unknown gateway `smss`"),
    ("notices.yaml", "channel: ops", "channel: opps", "notices.yaml:8 unknown channel `opps`"),
    ("notices.yaml", "person: e4, by: [direct, sms]", "person: e4", "notices.yaml:9 `by` is missing"),
    ("notices.yaml", "person: e4, by: [direct, sms]", "person: e4, by: [mail]", "notices.yaml:9 person `e4` has no `email` in people.yaml"),
    ("notices.yaml", "person: e4, by", "person: x5, by: [direct], text: managers }\n  - { person: e4, by", "notices.yaml:9 person `x5` may not see incidents"),
    ("notices.yaml", "services: [record]", "services: [recrod]", "notices.yaml:9 unknown service `recrod`"),
    ("notices.yaml", "mailbox: callers@p.example", "mailbox: callers@p.example, channel: ops", "notices.yaml:10 a subscription tells one: a person, a channel or a mailbox"),
    ("notices.yaml", "[began, restored]", "[begun]", "notices.yaml:10 unknown word `begun`"),
    ("notices.yaml", "text: callers", "text: caller", "notices.yaml:10 unknown word `caller`"),
    // webhooks.yaml
    ("webhooks.yaml", "https://bus.example", "https://169.254.169.254", "webhooks.yaml:2 `https://169.254.169.254/nabat` will not be called: 169.254.169.254 is not a public address"),
    ("webhooks.yaml", "https://bus", "https://user:pw@bus", "webhooks.yaml:2 `https://…@bus.example/nabat` will not be called: it holds a user or a password"),
    ("webhooks.yaml", "incident.closed", "incident.close", "webhooks.yaml:4 unknown word `incident.close`"),
    ("webhooks.yaml", "[incident.registered, incident.closed]", "[]", "webhooks.yaml:4 no events are named"),
    ("webhooks.yaml", "  secret: bus-secret\n", "", "webhooks.yaml:3 `secret` is missing"),
    ("duty.yaml", "'18:00', to", "'18.00', to", "duty.yaml:11 "),
];

#[rustfmt::skip]
const WARNINGS: &[Case] = &[
    ("services.yaml", "2026-11-24", "2026-11-23", "services.yaml:18 the assessment of `bus` expired on 2026-11-23"),
    ("contracts.yaml", "until: 2026-12-31", "until: 2026-11-23", "contracts.yaml:5 contract `D-1/26` expired on 2026-11-23"),
    ("product.yaml", "desk: builtin\n", "desk: builtin\nreliability: { works: [{ announced_at: '2026-06-17T02:00:00+03:00', starts_at: '2026-06-17T02:00:00+03:00', ends_at: '2026-06-17T04:00:00+03:00' }] }\n", "product.yaml:5 the works were announced only once they had begun"),
    ("duty.yaml", "to: '06:00'", "to: '05:30'", "duty.yaml:8 nobody is on duty as `first_line` from 2026-11-24 05:30 to 2026-11-24 06:00 for `record`, `bus`"),
];

/// Changes to the built-in procedure of an incident: text in it, what is put in its place, how the
/// faulty line begins, the fault.
#[rustfmt::skip]
const PROCEDURE: &[Case] = &[
    ("id: incident", "id: accident", "id: accident", "the procedure of this file is `incident`, not `accident`"),
    ("id: scope, ", "id: began, ", "  - { id: began,    stage: detection, role: first_line, kind: scope", "step `began` stands twice"),
    ("answered: [located]", "answered: [found]", "  - { id: diagnosis,", "stage `diagnosis` ends with step `found`, which is not in the procedure"),
    ("id: changed,    stage: diagnosis", "id: changed,    stage: diagnose", "  - { id: changed,", "step `changed` belongs to stage `diagnose`, which is not in the procedure"),
    (", choices: [keep, hand_over]", "", "  - { id: handover,", "step `handover` is a choice and names no choices"),
    ("{ step: handover, is", "{ step: summary, is", "  - { id: received,", "step `received` depends on step `summary`, which does not stand before it"),
    ("kind: began", "kind: begun", "  - { id: began,", "unknown word `begun`"),
    ("{ id: scope,    stage: detection, role: first_line, kind: scope }", "{ id: scope, stage: detection, role: first_lime, kind: scope }", "  - { id: scope,", "unknown word `first_lime`"),
    // A cycle: each of two depends on the other; a step on itself; a stage on what comes after it.
    ("role: first_line, kind: scope }", "role: first_line, kind: scope, when: { step: detected, is: [users] } }", "  - { id: scope,", "step `scope` depends on step `detected`, which does not stand before it"),
    ("role: first_line, kind: scope }", "role: first_line, kind: scope, when: { step: scope, is: [all] } }", "  - { id: scope,", "step `scope` depends on step `scope`, which does not stand before it"),
    ("answered: [accept]", "answered: [accept, located]", "  - { id: assembly,", "stage `assembly` ends with step `located`, which is asked only in a later stage"),
    ("kind: restored }", "kind: text }", "  - { id: restoration,", "no step of the procedure can end stage `restoration`"),
    ("{ step: decision, is: [no_problem] }", "{ step: decision, is: [] }", "  - { id: comment,", "step `comment` depends on no answer"),
    ("{ step: decision, is: [no_problem] }", "{ step: decision, is: [no_problems] }", "  - { id: comment,", "step `comment` depends on answer `no_problems`, which step `decision` does not have"),
    ("id: scope, ", "id: the scope, ", "  - { id: the scope,", "`the scope` cannot be the id of a step"),
    ("kind: decision, choices", "kind: choice, choices", "id: incident", "no step of the procedure takes the decision"),
    ("approved_by: methodologist", "approved_by: ''", "approved_by:", "nobody approved this version"),
    ("approved_by: methodologist", "approved_by: first_line", "approved_by:", "the role `first_line` may not approve a procedure"),
    ("approved_on: 2026-11-01", "approved_on: 2026-11-25", "approved_on:", "this version is approved only on 2026-11-25"),
    ("approved_on: 2026-11-01", "approved_on: 2026-11-01\nin_force_since: 2026-11-25", "in_force_since:", "this version is in force only since 2026-11-25"),
    ("approved_on: 2026-11-01", "approved_on: 2026-11-01\nin_force_since: 2026-10-31", "in_force_since:", "this version is in force before it was approved"),
    ("version: ", "versoin: ", "versoin: ", "unknown key `versoin`"),
];

#[test]
fn each_error_is_found_at_its_line() {
    for (number, (file, from, to, expected)) in ERRORS.iter().enumerate() {
        let folder = Folder::with(&format!("error-{number}"), file, from, to);
        let Err(faults) = read(folder.path()) else { panic!("not found: {expected}") };
        let told = told_all(&faults);
        assert!(told.len() == 1 && told[0].starts_with(expected), "expected {expected}\nfound {told:#?}");
        assert!(!faults.all()[0].cure().is_empty());
    }
}

#[test]
fn a_service_has_no_more_functions_than_one_incident_is_led_over() {
    for (count, refused) in [(MOST_FUNCTIONS, false), (MOST_FUNCTIONS + 1, true)] {
        let functions: Vec<String> = (0..count).map(|number| format!("{{ id: f{number}, name: F{number} }}")).collect();
        let (name, functions) = (format!("functions-{count}"), functions.join(", "));
        let folder = Folder::with(&name, "services.yaml", "{ id: exchange, name: Exchange }", &functions);
        let told = read(folder.path()).map(|_| ()).map_err(|faults| told_all(&faults));
        let line = format!("services.yaml:20 service `bus` has {count} functions, at most {MOST_FUNCTIONS}");
        assert_eq!(told, if refused { Err(vec![line]) } else { Ok(()) });
    }
}

#[test]
fn no_more_related_services_are_asked_than_one_incident_is_led_over() {
    for (count, refused) in [(MOST_RELATED, false), (MOST_RELATED + 1, true)] {
        let policy = format!("desk: builtin\npolicy:\n  related_at_once: {count}\n");
        let folder = Folder::with(&format!("related-{count}"), "product.yaml", "desk: builtin\n", &policy);
        let told = read(folder.path()).map(|_| ()).map_err(|faults| told_all(&faults));
        let line = format!("product.yaml:6 `related_at_once` is {count}, at most {MOST_RELATED}");
        assert_eq!(told, if refused { Err(vec![line]) } else { Ok(()) });
    }
}

#[test]
fn each_warning_is_found_and_stops_nothing() {
    for (number, (file, from, to, expected)) in WARNINGS.iter().enumerate() {
        let folder = Folder::with(&format!("warning-{number}"), file, from, to);
        let checked = read(folder.path()).unwrap_or_else(|faults| panic!("{:#?}", told_all(&faults)));
        assert_eq!(told_all(&checked.warnings), [*expected]);
        assert!(checked.warnings.all()[0].is_warning());
    }
}

/// Steps of the contractor, taken out of the built-in procedure: what is put in the place of their kind, id or
/// choice, and the warning.
#[rustfmt::skip]
const UNLED: &[(&str, &str, &str)] = &[
    ("choices: [keep, hand_over] }", "choices: [keep, give_away] }", "no step that hands over to one (a choice `hand_over`)"),
    ("role: contractor, kind: accept", "role: duty_engineer, kind: accept", "no step in which one accepts (role `contractor`, kind `accept`)"),
    ("kind: on_contractor", "kind: choice", "no step that decides on a contractor who is only suspected (kind `on_contractor`)"),
    ("kind: provided", "kind: text", "no step that answers what one asks for (kind `provided`)"),
];

#[test]
fn a_procedure_of_ones_own_without_the_contractors_steps_is_warned_of() {
    for (number, (from, to, what)) in UNLED.iter().enumerate() {
        assert!(DEFAULT_INCIDENT.contains(from), "`{from}` must stand in the built-in procedure");
        let folder = Folder::minimal(&format!("unled-{number}"));
        folder.write("p/procedure.yaml", &DEFAULT_INCIDENT.replace(from, to));
        let told = match read(folder.path()) {
            Ok(checked) => told_all(&checked.warnings),
            Err(faults) => told_all(&faults),
        };
        let expected = format!("contracts are in contracts.yaml, and this procedure has {what}");
        assert!(told.iter().any(|line| line.ends_with(&expected)), "expected {expected}\nfound {told:#?}");
        folder.write("p/contracts.yaml", "[]");
        let without = match read(folder.path()) {
            Ok(checked) => told_all(&checked.warnings),
            Err(faults) => told_all(&faults),
        };
        assert!(!without.iter().any(|line| line.contains("contracts are in")), "{without:#?}");
    }
    let folder = Folder::minimal("led");
    folder.write("p/procedure.yaml", DEFAULT_INCIDENT);
    let checked = read(folder.path()).unwrap_or_else(|faults| panic!("{:#?}", told_all(&faults)));
    assert_eq!(told_all(&checked.warnings), [""; 0]);
}

/// With nobody on Sundays for all services, the one with a rota of its own lacks only its night.
#[test]
fn a_gap_is_told_once_for_services_of_the_same_rotas() {
    let folder = Folder::with("gaps", "duty.yaml", ", 6, 7]", ", 6]");
    let checked = read(folder.path()).unwrap_or_else(|faults| panic!("{:#?}", told_all(&faults)));
    let expected = [
        "duty.yaml:1 nobody is on duty as `duty_engineer` from 2026-11-29 00:00 to 2026-11-29 08:00 for `record`",
        "duty.yaml:5 nobody is on duty as `duty_engineer` from 2026-11-29 00:00 to 2026-11-30 00:00 for `bus`",
    ];
    assert_eq!(told_all(&checked.warnings), expected);
}

/// Entries of `organisations.yaml`, the only fault of each.
#[rustfmt::skip]
const ORGANISATIONS: &[(&str, &str)] = &[
    ("- { id: 'c 1', name: One }", "organisations.yaml:1 `c 1` cannot be the id of a organisation"),
    ("- { id: c1, name: One }\n- { id: c1, name: Two }", "organisations.yaml:2 organisation `c1` stands twice, first on line 1"),
    ("- { id: c1, name: One }\n- { id: c2, name: Two, aliases: [ONE] }", "organisations.yaml:2 the name `ONE` stands for another organisation on line 1"),
    ("- { id: c1, name: '№' }", "organisations.yaml:1 organisation `c1` has a name without letters"),
    ("- { id: c1, nmae: One }", "organisations.yaml:1 unknown key `nmae`"),
];

#[test]
fn each_fault_of_the_organisations_is_found_at_its_line() {
    for (number, (text, expected)) in ORGANISATIONS.iter().enumerate() {
        let folder = Folder::minimal(&format!("organisations-{number}"));
        folder.write("p/organisations.yaml", text);
        let Err(faults) = read(folder.path()) else { panic!("not found: {expected}") };
        let told = told_all(&faults);
        assert!(told.len() == 1 && told[0].starts_with(expected), "expected {expected}\nfound {told:#?}");
        assert!(!faults.all()[0].cure().is_empty());
    }
}

/// Entries of `actions.yaml`, the only fault of each.
#[rustfmt::skip]
const ACTIONS: &[(&str, &str)] = &[
    ("- { id: a, name: A }", "actions.yaml:1 an action does one thing: it calls, shows a table or names a page"),
    ("- { id: a, name: A, link: 'https://w.example', table: up }", "actions.yaml:1 "),
    ("- { id: a, name: A, link: 'https://w.example', services: [buss] }", "actions.yaml:1 unknown service `buss`"),
    ("- { id: a, name: A, link: 'javascript:alert(1)' }", "actions.yaml:1 `javascript:alert(1)` is not the address of a page"),
    ("- { id: a, name: A, link: 'https://u:p@w.example/' }", "actions.yaml:1 `https://u:p@w.example/` is not the address of a page"),
    ("- { id: a, name: A, table: 'sum(up' }", "actions.yaml:1 `sum(up` is no query: a bracket stays open"),
    ("- { id: a, name: A, table: up }", "actions.yaml:1 the product has no monitoring that could be asked"),
    ("- { id: a, name: A, call: { url: 'http://10.0.0.1/', secret: s } }", "actions.yaml:1 `http://10.0.0.1/` will not be called: it is not https"),
    ("- { id: a, name: A, call: { url: 'https://169.254.169.254/', secret: s, private: true } }", "actions.yaml:1 `https://169.254.169.254/` will not be called: 169.254.169.254 is not a public address"),
    ("- { id: a, name: A, link: 'https://w.example' }\n- { id: a, name: B, link: 'https://w.example' }", "actions.yaml:2 action `a` stands twice, first on line 1"),
];

#[test]
fn each_fault_of_the_actions_is_found_at_its_line() {
    for (number, (text, expected)) in ACTIONS.iter().enumerate() {
        let folder = Folder::minimal(&format!("actions-{number}"));
        folder.write("p/actions.yaml", text);
        let Err(faults) = read(folder.path()) else { panic!("not found: {expected}") };
        let told = told_all(&faults);
        assert!(told[0].starts_with(expected), "expected {expected}\nfound {told:#?}");
        assert!(!faults.all()[0].cure().is_empty());
    }
}

#[test]
fn each_fault_of_a_procedure_is_found_at_its_line() {
    for (number, (from, to, faulty, message)) in PROCEDURE.iter().enumerate() {
        assert!(DEFAULT_INCIDENT.contains(from), "`{from}` must stand in the built-in procedure");
        let text = DEFAULT_INCIDENT.replacen(from, to, 1);
        let folder = Folder::minimal(&format!("procedure-{number}"));
        folder.write("p/procedure.yaml", &text);
        let Err(faults) = read(folder.path()) else { panic!("not found: {message}") };

        let line = 1 + text.lines().position(|line| line.starts_with(faulty)).expect("the faulty line stands");
        let (told, expected) = (told_all(&faults), format!("procedure.yaml:{line} {message}"));
        assert!(told.contains(&expected), "expected {expected}\nfound {told:#?}");
    }
}
