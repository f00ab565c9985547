//! A product of the example with its chats in a messenger's model: everybody has an account, nobody a contract.

use super::Peer;
use std::io;
use std::path::Path;

/// The example estate.
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/host/example");

/// Writes the product's folder and `connections.yaml` below `estate`, where the messenger finds Nabat at
/// this address; the secrets the connection names.
///
/// # Errors
/// A file cannot be read or written.
pub fn write(
    estate: &Path,
    product: &str,
    peer: &dyn Peer,
    callback: &str,
) -> io::Result<Vec<(&'static str, &'static str)>> {
    let (example, folder) = (Path::new(EXAMPLE).join(product), estate.join(product));
    std::fs::create_dir_all(&folder)?;
    for file in std::fs::read_dir(&example)? {
        let file = file?;
        std::fs::copy(file.path(), folder.join(file.file_name()))?;
    }
    let text = std::fs::read_to_string(folder.join("product.yaml"))?;
    std::fs::write(folder.join("product.yaml"), text.replace("messenger: builtin", "messenger: chats"))?;
    // Telegram takes nobody out, and is refused where somebody would have to leave.
    std::fs::write(folder.join("contracts.yaml"), "[]")?;
    let (mut lines, mut person) = (Vec::new(), String::new());
    for line in std::fs::read_to_string(folder.join("people.yaml"))?.lines() {
        lines.push(line.to_owned());
        if let Some(id) = line.strip_prefix("- id: ") {
            id.trim().clone_into(&mut person);
            peer.add_person(&person);
        }
        if line.trim() == "contacts:" {
            lines.push(format!("    - messenger: {{ connection: chats, user: \"{}\" }}", peer.user(&person)));
        }
    }
    std::fs::write(folder.join("people.yaml"), lines.join("\n"))?;
    let (connections, secrets) = peer.configured(callback);
    std::fs::write(estate.join("connections.yaml"), connections)?;
    Ok(secrets)
}
