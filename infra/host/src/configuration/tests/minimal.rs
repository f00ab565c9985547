//! The smallest configuration without faults, and its files written to a folder of their own.

use std::fs;
use std::path::{Path, PathBuf};

/// A configuration folder that goes when the test ends.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty folder under a name no other test of this process takes.
    pub fn empty(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("nabat-configuration-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("the temporary folder can be written");
        Self(path)
    }

    /// The minimal product `p`, with `from` replaced by `to` in `file`.
    pub fn with(name: &str, file: &str, from: &str, to: &str) -> Self {
        let folder = Self::minimal(name);
        let text = FILES.iter().find(|(known, _)| *known == file).map_or("", |(_, text)| *text);
        assert_eq!(text.matches(from).count(), 1, "{name}: `{from}` must stand in {file} exactly once");
        folder.write(&format!("p/{file}"), &text.replace(from, to));
        folder
    }

    /// The minimal product `p`.
    pub fn minimal(name: &str) -> Self {
        let folder = Self::empty(name);
        for (file, text) in FILES {
            folder.write(&format!("p/{file}"), text);
        }
        folder
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.0.join(path)).expect("the file was there");
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder left behind is no fault of what was tested.
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub const FILES: [(&str, &str); 7] = [
    ("product.yaml", PRODUCT),
    ("services.yaml", SERVICES),
    ("people.yaml", PEOPLE),
    ("contracts.yaml", CONTRACTS),
    ("duty.yaml", DUTY),
    ("notices.yaml", NOTICES),
    ("webhooks.yaml", WEBHOOKS),
];

const PRODUCT: &str = "\
name: Product
zone: Europe/Moscow
messenger: builtin
desk: builtin
fallback: [e4]
timing:
  mission_critical:
    stages: { detection: 5, assembly: 5, diagnosis: 20, restoration: 30, verification: 15, reporting: 60, closure: 120 }
    incident: 60
    accept: 5
    remind: 5
    rhythm: 15
  business_critical: &softer
    stages: { detection: 9, assembly: 9, diagnosis: 29, restoration: 39, verification: 19, reporting: 69, closure: 129 }
    incident: 90
    accept: 9
    remind: 9
    rhythm: 19
  business_operational: *softer
  office_productivity: *softer
";

const SERVICES: &str = "\
- id: record
  name: Record
  assessment:
    scores: { people: 3, harm: 2, workaround: 2, hours: 2, money: 2, dependants: 2 }
    approved_by: committee
    valid_until: 2027-01-31
  owners: [e1]
  functions:
    - { id: open, name: Open }
    - { id: write, name: Write }
  suppliers:
    - { id: bus, hard: true }
- id: bus
  name: Bus
  assessment:
    scores: { people: 1, harm: 1, workaround: 1, hours: 1, money: 1, dependants: 1 }
    approved_by: committee
    valid_until: 2026-11-24
  owners: [e1, e2]
  functions: [{ id: exchange, name: Exchange }]
";

const PEOPLE: &str = "\
- { id: e1, name: Anna Krylova, roles: [service_owner] }
- { id: e2, name: Вадим Носов, roles: [service_owner, duty_engineer] }
- { id: e3, name: Илья Кротов, roles: [first_line] }
- { id: e4, name: Лариса Климова, roles: [shift_head], contacts: [{ phone: '+7 000 000-00-04' }] }
- { id: x5, name: Лев Бурцев, roles: [contractor], language: en }
";

const CONTRACTS: &str = "\
- id: D-1/26
  contractor: Bus Builders
  services: [bus]
  from: 2026-01-01
  until: 2026-12-31
  work_group: Bus Builders, on call
  representatives: [x5]
  reaction_minutes: 15
  restoration_minutes: 120
";

const NOTICES: &str = "\
mail: { host: mail.example, security: starttls, from: nabat@p.example, user: nabat, password: mail-password }
gateways:
  - { id: sms, url: https://sms.example/in, secret: sms-gateway }
channels:
  - { id: ops, title: Operations, people: [e4] }
call_out: [sms, mail]
subscriptions:
  - { channel: ops, text: engineers }
  - { person: e4, by: [direct, sms], text: managers, services: [record] }
  - { mailbox: callers@p.example, text: callers, kinds: [began, restored] }
";

const WEBHOOKS: &str = "\
- id: bus
  url: https://bus.example/nabat
  secret: bus-secret
  events: [incident.registered, incident.closed]
";

const DUTY: &str = "\
- role: duty_engineer
  services: [record]
  shifts:
    - { from: '08:00', to: '20:00', people: [e2], since: 2026-11-02, chain: [e4] }
- role: duty_engineer
  shifts:
    - { from: '00:00', to: '00:00', days: [1, 2, 3, 4, 5, 6, 7], people: [e2], since: 2026-11-02 }
- role: first_line
  shifts:
    - { from: '06:00', to: '18:00', people: [e3], since: 2026-11-02 }
    - { from: '18:00', to: '06:00', people: [e3], since: 2026-11-02 }
- role: shift_head
  shifts:
    - { from: '00:00', to: '00:00', people: [e4], since: 2026-11-02 }
";
