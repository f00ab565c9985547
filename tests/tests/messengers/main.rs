//! One set of checks over the model of every messenger.

mod builtin {
    nabat_tests::messenger_suite!("builtin");
}

mod mattermost {
    nabat_tests::messenger_suite!("mattermost");
}

mod slack {
    nabat_tests::messenger_suite!("slack");
}

mod telegram {
    nabat_tests::messenger_suite!("telegram");
}
