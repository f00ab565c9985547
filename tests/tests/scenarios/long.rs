//! What is longer than a message may be is cut with a mark, and the whole follows as a file.

use crate::told::accepted;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn a_text_that_is_too_long_is_cut_and_follows_whole() {
    const LONGEST: usize = 150;
    let mut rig = Rig::new().await;
    rig.outside.messenger.plain().shorten_to(LONGEST);
    let incident = accepted(&mut rig).await;
    rig.minutes(10).await;
    let room = rig.state(&incident).await.head.room.expect("the incident has a room");
    let posts = rig.outside.messenger.plain().posts(&room);
    assert!(posts.iter().all(|post| post.message.text.chars().count() <= LONGEST));
    let cut: Vec<&str> = posts.iter().filter_map(|post| post.message.text.strip_suffix('…')).collect();
    assert!(!cut.is_empty(), "the rules are longer");
    let files = rig.outside.messenger.plain().files();
    for begins in &cut {
        // A post that was changed since has the file of what it said at first.
        let whole = files.iter().any(|file| file.starts_with(begins) && file.chars().count() > LONGEST);
        let changed = posts.iter().any(|post| post.edits > 0 && post.message.text.starts_with(begins));
        assert!(whole || changed, "{begins}");
    }
    assert!(files.iter().any(|file| file.chars().count() > LONGEST));
}
