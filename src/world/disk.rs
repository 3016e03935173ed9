//! A folder, seen as a [`World`](super::World).
