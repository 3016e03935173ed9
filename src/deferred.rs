//! Values that are made when somebody first looks at them: of 10,000 stories a small edit concerns a few.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// Makes the value at a place; the same each time.
pub type Make<T> = Arc<dyn Fn(usize) -> T + Send + Sync>;

/// What a place holds, made if it is empty.
///
/// Unlike `OnceLock::get_or_init` it does not hold the place meanwhile: a thread of `rayon` that makes the value may take
/// up other work, which waits for that very place. Two threads may both make the value, which is the same.
pub fn get_or_make<T>(place: &OnceLock<T>, make: impl FnOnce() -> T) -> &T {
    if place.get().is_none() {
        let _ = place.set(make());
    }
    place.get().expect("a value was put there just now")
}

/// A value, or how it is made.
pub struct Deferred<T> {
    value: OnceLock<T>,
    /// Nothing, if there is a value.
    make: Option<(Make<T>, usize)>,
}

impl<T> Deferred<T> {
    /// The value at a place, once somebody looks at it.
    pub fn at(place: usize, make: &Make<T>) -> Self {
        Self { value: OnceLock::new(), make: Some((Arc::clone(make), place)) }
    }
}

impl<T> From<T> for Deferred<T> {
    fn from(value: T) -> Self {
        Self { value: value.into(), make: None }
    }
}

impl<T> Deref for Deferred<T> {
    type Target = T;

    fn deref(&self) -> &T {
        get_or_make(&self.value, || {
            let (make, place) = self.make.as_ref().expect("what has no value can be made");
            make(*place)
        })
    }
}

impl<T: Clone> Clone for Deferred<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), make: self.make.clone() }
    }
}

impl<T: Hash> Hash for Deferred<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Deferred<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_value_is_not_made_before_somebody_looks() {
        let made = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&made);
        let make: Make<usize> = Arc::new(move |place| {
            counted.fetch_add(1, Ordering::Relaxed);
            place * 2
        });
        let some: Vec<_> = (0..3).map(|place| Deferred::at(place, &make)).collect();
        assert_eq!(made.load(Ordering::Relaxed), 0);
        assert_eq!((*some[2], *some[2]), (4, 4));
        assert_eq!((*some[2].clone(), made.load(Ordering::Relaxed)), (4, 1));
        assert_eq!(*Deferred::from(7), 7);
    }
}
