//! What the ranking of anomalies is compared with, and how.

pub mod case;
pub mod crowd;
pub mod left_out;
pub mod report;
pub mod rivals;
pub mod score;
pub mod speed;
