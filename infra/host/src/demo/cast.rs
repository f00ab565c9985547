//! What the people of a story will do: who is late, wrong, early, hands over, corrects.

use super::dice::Dice;

/// How a story goes, thrown once at its beginning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cast {
    /// The duty engineer sleeps through the first calls.
    pub sleeps: bool,
    /// "Restored" comes before anybody has said where the fault lies.
    pub restores_early: bool,
    /// First line finds that it does not work after all.
    pub verification_fails: bool,
    /// The duty engineer hands over in the middle.
    pub hands_over: bool,
    /// First line types a time that does not exist, and then the right one.
    pub mistypes: bool,
    /// Somebody answers the same prompt twice.
    pub answers_twice: bool,
    /// The beginning is corrected by the shift head.
    pub corrects: bool,
    /// The shift head waives one step.
    pub waives: bool,
    /// The matter goes to the contractor.
    pub to_contractor: bool,
    /// The contractor needs access before it can go on.
    pub requests: bool,
    /// The contractor objects once everything is over.
    pub objects: bool,
    /// The contractor's report comes empty first.
    pub reports_emptily: bool,
    /// The contractor's report comes late.
    pub reports_late: bool,
    /// A contractor's incident is closed with a problem; otherwise with a comment.
    pub makes_problem: bool,
}

impl Cast {
    /// Throws the dice for everything.
    pub fn throw(dice: &mut Dice) -> Self {
        Self {
            sleeps: dice.happens(40),
            restores_early: dice.happens(30),
            verification_fails: dice.happens(40),
            hands_over: dice.happens(50),
            mistypes: dice.happens(60),
            answers_twice: dice.happens(60),
            corrects: dice.happens(40),
            waives: dice.happens(30),
            to_contractor: dice.happens(50),
            makes_problem: !dice.happens(10),
            requests: dice.happens(85),
            objects: dice.happens(40),
            reports_emptily: dice.happens(50),
            reports_late: dice.happens(50),
        }
    }
}
