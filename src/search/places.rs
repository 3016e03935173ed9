//! In which articles a form stands, and what it counts in each, in few bytes.

/// An article's number, and what a word counts in it.
pub(super) type Place = (u32, u8);

/// Places, from the newest article: the number of the first, then for each the gap to the one before; in groups of
/// seven bits from the lowest, all but the last with the highest bit set; and behind each what it counts.
///
/// Most edits are of new articles, so that hardly any place is looked at to find theirs.
#[derive(Default)]
pub(super) struct Packed {
    pub bytes: Vec<u8>,
    last: Option<u32>,
}

impl Packed {
    pub fn of(places: impl IntoIterator<Item = Place>) -> Self {
        let mut packed = Self::default();
        places.into_iter().for_each(|place| packed.push(place));
        packed
    }

    /// Adds a place in an article that is not newer than those before. Of one article, what it counts is added up.
    pub fn push(&mut self, (number, weight): Place) {
        if self.last == Some(number)
            && let Some(sum) = self.bytes.last_mut()
        {
            *sum = sum.saturating_add(weight);
            return;
        }
        let mut gap = self.last.map_or(number, |last| last - number);
        self.last = Some(number);
        while gap > 0x7f {
            self.bytes.push(gap as u8 | 0x80);
            gap >>= 7;
        }
        self.bytes.extend([gap as u8, weight]);
    }
}

/// What [`Packed`] packed.
pub(super) fn places(bytes: &[u8]) -> impl Iterator<Item = Place> {
    let mut bytes = bytes.iter().copied();
    let mut last = None;
    std::iter::from_fn(move || {
        let (mut gap, mut shift) = (0_u32, 0);
        loop {
            let byte = bytes.next()?;
            gap |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let number = last.map_or(gap, |last| last - gap);
        last = Some(number);
        Some((number, bytes.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_they_were_packed() {
        let all = vec![(u32::MAX, 9), (16_513, 1), (129, 7), (128, 1), (1, 255), (0, 1)];
        let packed = Packed::of(all.clone());
        assert_eq!(places(&packed.bytes).collect::<Vec<_>>(), all);
        assert_eq!(packed.bytes.len(), 6 + 6 + 4 + 2 + 2 + 2);
    }

    #[test]
    fn what_an_article_has_twice_is_added_up() {
        let packed = Packed::of([(7, 1), (7, 2), (5, 200), (5, 100)]);
        assert_eq!(places(&packed.bytes).collect::<Vec<_>>(), [(7, 3), (5, 255)]);
    }
}
