//! A file posted on the chat's page, through the real program to the page it is saved from and into the evidence pack.

use crate::client::Grant;
use crate::host::{Data, Host, printed, run};
use crate::person::Person;
use crate::samples::{PRODUCT, sample};
use crate::until::until;
use nabat_domain::journal::sha256_hex;

#[tokio::test]
async fn a_file_from_the_chat_is_saved_from_the_page_and_stands_in_the_pack() {
    let data = Data::new();
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let api = host.api(&data, &Grant::acting(PRODUCT));
    let (room, engineer) = until("a chat with a prompt", async || {
        let shown = api.incident(PRODUCT, &incident).await;
        let holder = shown["prompts"].as_array()?.iter().find_map(|prompt| prompt["holder"].as_str())?.to_owned();
        Some((shown["room"].as_str()?.to_owned(), holder))
    })
    .await;
    let person = Person::of(&host, &data, &engineer).await;
    let content: Vec<u8> = (0..=u8::MAX).cycle().take(700_000).collect();
    person.posts(&room, "страница \"1\".html", content.clone()).await;
    let address = format!("/incidents/{PRODUCT}/{incident}/files/1");
    let observer = Person::of(&host, &data, "e3080").await;
    let saved =
        until("the file", async || Some(observer.get(&address).await).filter(|answer| answer.status() == 200)).await;
    let header = |name: &str| saved.headers()[name].to_str().expect("text").to_owned();
    assert_eq!(header("content-type"), "application/octet-stream");
    assert!(header("content-disposition").starts_with("attachment; filename*=UTF-8''"), "{saved:?}");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(saved.bytes().await.expect("read"), content);
    let page = observer.get(&format!("/incidents/{PRODUCT}/{incident}")).await.text().await.expect("a page");
    assert!(page.contains(&sha256_hex(&content)), "the page shows its hash");
    let nobody = reqwest::Client::get(&observer.client, format!("{}{address}", host.address)).send().await;
    assert_eq!(nobody.expect("answered").status(), 401);
    let pack = data.path().with_file_name("files.zip");
    let (pack_text, folder) = (pack.to_str().expect("text").to_owned(), data.text());
    let made = run(&["evidence", &incident, "-o", &pack_text, "--data", &folder]);
    assert!(made.status.success(), "{}", printed(&made));
    assert!(run(&["verify", &pack_text]).status.success());
    let mut bytes = std::fs::read(&pack).expect("the pack");
    let at = bytes.windows(512).position(|part| part == &content[..512]).expect("the file is in it as it is");
    bytes[at + 300] ^= 1;
    std::fs::write(&pack, bytes).expect("changed");
    let changed = run(&["verify", &pack_text]);
    assert!(!changed.status.success() && printed(&changed).contains("files/001.bin"), "{}", printed(&changed));
    let erased = run(&["erase", "words", &incident, &sha256_hex(&content), "--data", &folder]);
    assert!(erased.status.success() && printed(&erased).contains("1 files"), "{}", printed(&erased));
    assert_eq!(observer.get(&address).await.status(), 404);
}
