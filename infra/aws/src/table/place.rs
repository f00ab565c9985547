//! Where the list index sorts a row: its order first, then its key, as one text that sorts the same.

use nabat_kit::table::Key;
use nabat_kit::table::limits::MAX_SK;

/// Order, partition and sort key as one text: compared as bytes it sorts as the three do one after
/// another.
///
/// An index's sort key has at most 1024 bytes. What is longer is cut: rows whose order and key agree in
/// so many bytes stand in the list together, in an order that is DynamoDB's own but always the same.
pub fn of(order: &str, key: &Key) -> String {
    let mut place = [order, &key.pk, &key.sk].map(ended).concat();
    place.truncate(place.floor_char_boundary(MAX_SK));
    place
}

/// The order a place begins with: with the same key it leads to the same place again.
pub fn order(place: &str) -> String {
    let order = place.split_once("\0\0").map_or(place, |(order, _)| order);
    order.replace("\0\u{1}", "\0")
}

/// The text with an end that sorts before everything that could stand there.
fn ended(text: &str) -> String {
    format!("{}\0\0", text.replace('\0', "\0\u{1}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place((order, pk, sk): (&str, &str, &str)) -> String {
        of(order, &Key::new(pk, sk))
    }

    #[test]
    fn places_sort_as_order_and_key_do() {
        let texts = ["", "\0", "\0\0", "\0\u{1}", "\u{1}", "a", "a\0", "a\0b", "a\u{1}", "ab", "b", "я", "🚑"];
        let mut all = Vec::new();
        for order in texts {
            for pk in texts {
                all.extend(texts.map(|sk| (order, pk, sk)));
            }
        }
        all.sort_unstable();
        let places: Vec<String> = all.into_iter().map(place).collect();
        assert!(places.is_sorted());
        assert!(places.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn a_place_is_found_again_by_its_order_and_key() {
        let long = ["x".repeat(MAX_SK), "x".repeat(MAX_SK - 1), "x".repeat(MAX_SK - 3), "я".repeat(MAX_SK / 2)];
        for text in ["a", "\0", "a\0", "a\0\0b", "\0\u{1}"].map(str::to_owned).into_iter().chain(long) {
            let key = Key::new("яp", "s\0");
            let place = of(&text, &key);
            assert_eq!(of(&order(&place), &key), place, "{text:?}");
        }
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        let order = "я".repeat(MAX_SK / 2 - 1);
        let cut = place((&order, "яя", "a"));
        assert_eq!(cut, format!("{order}\0\0"));
        assert_eq!(place((&"x".repeat(MAX_SK), "p", "a")).len(), MAX_SK);
        assert_eq!(place((&"x".repeat(MAX_SK - 3), "я", "a")).len(), MAX_SK - 1);
    }
}
