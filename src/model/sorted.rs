//! A small set that keeps its items sorted in a list.
//!
//! What an edit touches is a handful of lines and ids. A tree would bring its
//! own code for each type of item, kilobytes of it, to every visitor.

/// A set, in order. Inserting shifts what comes after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorted<T>(Vec<T>);

impl<T: Ord> Sorted<T> {
    /// Adds an item, if it is not there.
    pub fn insert(&mut self, item: T) {
        if let Err(place) = self.0.binary_search(&item) {
            self.0.insert(place, item);
        }
    }

    /// Removes an item, if it is there.
    pub fn remove(&mut self, item: &T) {
        if let Ok(place) = self.0.binary_search(item) {
            self.0.remove(place);
        }
    }

    /// What comes after the items for which `is_before` holds, which must be
    /// the first ones.
    pub fn starting_where(&self, is_before: impl FnMut(&T) -> bool) -> &[T] {
        &self.0[self.0.partition_point(is_before)..]
    }

    /// The items, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every item of `other` is in it.
    pub fn is_superset(&self, other: &Sorted<T>) -> bool {
        other.iter().all(|item| self.0.binary_search(item).is_ok())
    }
}

impl<T> Default for Sorted<T> {
    fn default() -> Sorted<T> {
        Sorted(Vec::new())
    }
}

impl<T: Ord> FromIterator<T> for Sorted<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Sorted<T> {
        let mut sorted = Sorted::default();
        for item in items {
            sorted.insert(item);
        }
        sorted
    }
}

impl<'a, T> IntoIterator for &'a Sorted<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> std::slice::Iter<'a, T> {
        self.0.iter()
    }
}
