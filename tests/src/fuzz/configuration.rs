//! Files of a configuration folder: the example with one of them changed, read and checked as `nabat check` does.

use crate::folder::Folder;
use chrono::NaiveDate;
use nabat::configuration::{Surroundings, read_estate};
use nabat::example;
use std::fs;

/// The example's products without the others, which are as large.
const PRODUCT: &str = "emergency";

/// The faults' words and cures. Whatever was taken has to be read the same again.
fn told(file: &str, bytes: &[u8]) -> Vec<String> {
    let folder = Folder::new();
    example::write(folder.path()).expect("the example can be written");
    for other in ["clinics", "hospitals"] {
        fs::remove_dir_all(folder.path().join(other)).expect("it is in the example");
    }
    fs::write(folder.path().join(file), bytes).expect("a file can be written");
    let today = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day of the calendar");
    let surroundings = Surroundings { today, missing_wording: &|_| Vec::new() };
    let faults = match read_estate(folder.path(), surroundings) {
        Ok(checked) => checked.warnings,
        Err(faults) => faults,
    };
    let place = folder.path().display().to_string();
    let told = faults.all().iter().flat_map(|fault| [fault.message(), fault.cure()]);
    told.map(|words| words.replace(&place, "")).collect()
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
