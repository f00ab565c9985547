//! What every messenger has to pass: one set of checks, over its model, in terms of the port alone.
//!
//! What a messenger cannot do, its capabilities say, and then a check is about that: nothing half-works.

pub mod answers;
pub mod posts;
pub mod refused;
pub mod rooms;
mod stage;

pub use stage::Stage;

/// The checks as tests of a module, for a messenger by its model's name.
#[macro_export]
macro_rules! messenger_suite {
    ($messenger:literal: $($group:ident { $($check:ident),* $(,)? })*) => {
        $($(
            #[tokio::test]
            async fn $check() {
                $crate::messenger_suite::$group::$check(&$crate::messenger_suite::Stage::new($messenger)).await;
            }
        )*)*
    };
    ($messenger:literal) => {
        $crate::messenger_suite! { $messenger:
            rooms {
                a_room_is_made_once, a_room_has_its_title, people_come_and_go, who_is_not_there_is_named,
                an_archived_room_is_read_only, a_direct_chat_is_one, who_is_asked_to_wait_hears_how_long,
            }
            posts {
                a_post_is_made_once, a_post_whose_answer_was_lost_is_made_once, a_post_is_known_after_a_restart,
                words_are_shown_as_they_are, the_longest_text_is_taken, buttons_come_and_go_with_an_edit,
                a_message_is_pinned, a_file_is_posted_once, a_persons_message_is_removed,
            }
            answers {
                plain_words, a_reply, a_button, a_command, a_changed_message, what_is_taken_back, who_walks_out,
                a_file_of_a_person, what_is_in_a_file,
                the_bot_does_not_hear_itself, what_is_delivered_twice_has_one_id,
            }
            refused {
                what_nobody_proved, the_second_secret_opens_too, what_is_too_old, what_is_no_delivery, what_is_too_long_is_read_whole,
            }
        }
    };
}
