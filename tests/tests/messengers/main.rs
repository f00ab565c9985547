//! One set of checks over the model of every messenger, and what the README says of them.

mod live;
mod network;
mod program;
mod quoted;
mod rough;
mod storm;
mod table;

mod builtin {
    nabat_tests::messenger_suite!("builtin");
}

mod express {
    nabat_tests::messenger_suite!("express");
}

mod matrix {
    nabat_tests::messenger_suite!("matrix");
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
