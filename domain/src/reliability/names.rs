//! Names by number, close together: a history may have as many as it has rows.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

/// A place no name has taken.
const FREE: u32 = u32::MAX;

/// Names, each once, numbered from 0: about a dozen bytes each beside its own.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// All of them, one after another.
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    /// Numbers by the hash of their names, the next place being tried where one is taken.
    places: Vec<u32>,
    hashes: RandomState,
}

impl Names {
    /// The number of a name, given to it if it is new.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        // At most three quarters are taken, so that a free place is near.
        if self.ends.len() * 4 >= self.places.len() * 3 {
            self.widen();
        }
        let place = self.place(name);
        if self.places[place] != FREE {
            return self.places[place];
        }
        let number = u32::try_from(self.ends.len()).expect("no history has four billion names");
        self.text.push_str(name);
        self.ends.push(u32::try_from(self.text.len()).expect("the names of a history are no four gigabytes"));
        self.places[place] = number;
        number
    }

    /// The name of a number.
    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let from = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[from as usize..self.ends[number] as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where the name is, or would be put.
    fn place(&self, name: &str) -> usize {
        let last = self.places.len() - 1;
        let mut place = self.hashes.hash_one(name) as usize & last;
        while self.places[place] != FREE && self.get(self.places[place]) != name {
            place = (place + 1) & last;
        }
        place
    }

    fn widen(&mut self) {
        let wider = (self.places.len() * 2).max(16);
        self.places.clear();
        self.places.resize(wider, FREE);
        for number in 0..self.ends.len() {
            let number = u32::try_from(number).expect("names are numbered so");
            let place = self.place(self.get(number));
            self.places[place] = number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use std::collections::HashMap;

    #[test]
    fn each_name_has_one_number_whatever_came_between() {
        let (mut names, mut known) = (Names::default(), HashMap::new());
        for round in 0..3 {
            for number in 0..5_000_u32 {
                let name = if number == 77 { String::new() } else { format!("инцидент {number}") };
                let next = u32::try_from(known.len()).expect("few");
                let wanted = *known.entry(name.clone()).or_insert(next);
                assert_eq!(names.number(&name), wanted, "{name}, round {round}");
                assert_eq!(names.get(wanted), name);
            }
        }
        assert_eq!((names.len(), names.is_empty()), (5_000, false));
    }
}
