//! Files of a configuration folder: the example with one of them changed, read and checked as `nabat check` does.

use crate::folder::Folder;
use chrono::NaiveDate;
use nabat::configuration::import::{Trouble, import};
use nabat::configuration::{Surroundings, read_estate};
use nabat::example;
use std::fs;

/// The example's products without the others, which are as large.
const PRODUCT: &str = "emergency";

/// The faults' words and cures. Whatever was taken has to be read the same again.
fn told(file: &str, bytes: &[u8]) -> Vec<String> {
    let folder = alone(file.split_once('/').map_or(PRODUCT, |(product, _)| product));
    fs::write(folder.path().join(file), bytes).expect("a file can be written");
    let surroundings = surroundings();
    let faults = match read_estate(folder.path(), surroundings) {
        Ok(checked) => checked.warnings,
        Err(faults) => faults,
    };
    let place = folder.path().display().to_string();
    let told = faults.all().iter().flat_map(|fault| [fault.message(), fault.cure()]);
    told.map(|words| words.replace(&place, "")).collect()
}

/// The example with this product alone.
fn alone(product: &str) -> Folder {
    let folder = Folder::new();
    example::write(folder.path()).expect("the example can be written");
    for other in ["clinics", "emergency", "hospitals"].iter().filter(|other| **other != product) {
        fs::remove_dir_all(folder.path().join(other)).expect("it is in the example");
    }
    folder
}

fn surroundings() -> Surroundings<'static> {
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar");
    Surroundings { today, missing_wording: &|_| Vec::new() }
}

fn of_example(file: &str) -> Vec<u8> {
    let folder = Folder::new();
    example::write(folder.path()).expect("the example can be written");
    fs::read(folder.path().join(file)).expect("the example has it")
}

pub(super) fn procedure(bytes: &[u8]) -> Vec<String> {
    told(&format!("{PRODUCT}/procedure.yaml"), bytes)
}

pub(super) fn procedure_seeds() -> Vec<Vec<u8>> {
    [nabat_domain::procedure::DEFAULT_INCIDENT, nabat_domain::procedure::DEFAULT_PROBLEM]
        .map(|text| text.as_bytes().to_vec())
        .into()
}

pub(super) fn services(bytes: &[u8]) -> Vec<String> {
    told(&format!("{PRODUCT}/services.yaml"), bytes)
}

pub(super) fn services_seeds() -> Vec<Vec<u8>> {
    vec![of_example("emergency/services.yaml"), of_example("clinics/services.yaml")]
}

pub(super) fn duty(bytes: &[u8]) -> Vec<String> {
    told(&format!("{PRODUCT}/duty.yaml"), bytes)
}

pub(super) fn duty_seeds() -> Vec<Vec<u8>> {
    vec![of_example("emergency/duty.yaml"), of_example("clinics/duty.yaml")]
}

pub(super) fn connections(bytes: &[u8]) -> Vec<String> {
    told("connections.yaml", bytes)
}

/// As the README has them.
pub(super) fn connections_seeds() -> Vec<Vec<u8>> {
    let monitoring = r#"
- {id: prom, kind: prometheus, address: "https://prometheus.example.org", token: prom-token}
- {id: vm, kind: victoria_metrics, address: "https://vm.example.org/select/0/prometheus", labels: [app, job]}
- {id: zabbix, kind: zabbix, address: "https://zabbix.example.org", token: zabbix-token, labels: [service]}
- {id: night, kind: recording, file: night.csv}
"#;
    let chats = r#"
- {id: matrix, kind: matrix, address: https://matrix.example.org, server_name: example.org,
   token: matrix-as, callback_token: matrix-hs}
- {id: mm, kind: mattermost, address: https://chat.example.org, team: clinics, token: mm-bot,
   callback: https://nabat.example.org/chat/mm, callback_token: mm-seal, command_token: mm-command}
- {id: slack, kind: slack, token: slack-bot, callback_token: slack-signing}
- {id: tg, kind: telegram, group: -1001234567890, bot: nabat_bot, token: tg-bot, callback_token: tg-webhook}
- {id: ex, kind: express, address: https://cts.example.org, bot: 123e4567-e89b-12d3-a456-426655440000,
   token: ex-key, callback_token: ex-key}
"#;
    vec![monitoring.as_bytes().to_vec(), chats.as_bytes().to_vec()]
}

pub(super) fn product(bytes: &[u8]) -> Vec<String> {
    told(&format!("{PRODUCT}/product.yaml"), bytes)
}

pub(super) fn product_seeds() -> Vec<Vec<u8>> {
    vec![of_example("emergency/product.yaml"), of_example("clinics/product.yaml")]
}

pub(super) fn people(bytes: &[u8]) -> Vec<String> {
    told(&format!("{PRODUCT}/people.yaml"), bytes)
}

pub(super) fn people_seeds() -> Vec<Vec<u8>> {
    vec![of_example("emergency/people.yaml"), of_example("clinics/people.yaml")]
}

pub(super) fn contracts(bytes: &[u8]) -> Vec<String> {
    told(&format!("{PRODUCT}/contracts.yaml"), bytes)
}

pub(super) fn contracts_seeds() -> Vec<Vec<u8>> {
    vec![of_example("emergency/contracts.yaml"), of_example("clinics/contracts.yaml")]
}

pub(super) fn organisations(bytes: &[u8]) -> Vec<String> {
    told(&format!("{PRODUCT}/organisations.yaml"), bytes)
}

pub(super) fn organisations_seeds() -> Vec<Vec<u8>> {
    vec![of_example("emergency/organisations.yaml"), of_example("clinics/organisations.yaml")]
}

pub(super) fn notices(bytes: &[u8]) -> Vec<String> {
    told("clinics/notices.yaml", bytes)
}

pub(super) fn notices_seeds() -> Vec<Vec<u8>> {
    vec![of_example("clinics/notices.yaml")]
}

pub(super) fn webhooks(bytes: &[u8]) -> Vec<String> {
    told("clinics/webhooks.yaml", bytes)
}

pub(super) fn webhooks_seeds() -> Vec<Vec<u8>> {
    vec![of_example("clinics/webhooks.yaml")]
}

pub(super) fn actions(bytes: &[u8]) -> Vec<String> {
    told("clinics/actions.yaml", bytes)
}

pub(super) fn actions_seeds() -> Vec<Vec<u8>> {
    vec![of_example("clinics/actions.yaml")]
}

/// A table of services. What is taken and written changes nothing when it comes again.
pub(super) fn table(bytes: &[u8]) -> Vec<String> {
    let folder = alone(PRODUCT);
    let come = || import(folder.path(), PRODUCT, bytes, surroundings());
    match come() {
        Ok(taken) => {
            taken.write().expect("the file can be written");
            let again = come().expect("what was taken is taken again");
            assert!(again.changes_nothing(), "{:?} and {:?} the second time", again.added, again.changed);
            taken.warnings.into_iter().flat_map(|one| [one.why, one.cure]).collect()
        }
        Err(Trouble::Refused(rows)) => rows.into_iter().flat_map(|one| [one.why, one.cure]).collect(),
        Err(Trouble::Configuration(faults)) => {
            faults.all().iter().flat_map(|fault| [fault.message(), fault.cure()]).collect()
        }
        Err(trouble @ Trouble::File { .. }) => panic!("{trouble}"),
    }
}

pub(super) fn table_seeds() -> Vec<Vec<u8>> {
    let head = "id,name,owners,functions,people,harm,workaround,hours,money,dependants,approved_by,valid_until,aliases";
    let rows = "labs,Лаборатории,e1042,order = Заказ|see = Результаты,3,2,1,0,0,1,e5001,2027-12-31,анализы|labs";
    vec![
        format!("{head}\n{rows}\n").into_bytes(),
        format!("\u{feff}{}\r\n{}\r\n", head.replace(',', ";"), rows.replace(',', ";")).into_bytes(),
    ]
}
