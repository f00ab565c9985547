//! Folders for their owner alone: what is kept in one is nobody else's on this machine.

use anyhow::Context as _;
use std::path::Path;

/// Makes the folder, and those it is in, where they are not there.
///
/// # Errors
/// It cannot be made.
pub fn make(folder: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// How to close a folder that others on this machine may look into: one that was there already. It may be meant so for
/// a group, or be no folder of Nabat's own, so it is said and not done.
#[cfg(unix)]
pub fn cure(folder: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(folder).ok()?.permissions().mode();
    let (shown, open) = (folder.display(), mode & 0o077 != 0);
    open.then(|| format!("others on this machine may look into {shown}; to close it: chmod 700 {shown}"))
}

/// Rights are no bits here.
#[cfg(not(unix))]
pub fn cure(_folder: &Path) -> Option<String> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::builtin::rig::Folder;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_folder_is_made_for_its_owner_alone_and_one_that_is_open_is_named() {
        let folder = Folder::new();
        let made = folder.file("data");
        make(&made).expect("made");
        let mode = std::fs::metadata(&made).expect("it is there").permissions().mode();
        assert_eq!((mode & 0o077, cure(&made)), (0, None));
        std::fs::set_permissions(&made, std::fs::Permissions::from_mode(0o755)).expect("opened");
        make(&made).expect("it is there already");
        let told = cure(&made).expect("it is open");
        assert!(told.ends_with(&format!("chmod 700 {}", made.display())), "{told}");
    }
}
