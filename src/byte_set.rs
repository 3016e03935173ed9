//! Sets of bytes, as tables: to look a byte up takes less than to compare it with each of a few.

/// A set of bytes.
#[derive(Debug)]
pub struct ByteSet([bool; 256]);

impl ByteSet {
    /// The set of these bytes.
    pub const fn of(bytes: &[u8]) -> Self {
        Self([false; 256]).and(bytes)
    }

    /// The set with these, too.
    #[must_use]
    pub const fn and(mut self, bytes: &[u8]) -> Self {
        let mut at = 0;
        while at < bytes.len() {
            self.0[bytes[at] as usize] = true;
            at += 1;
        }
        self
    }

    /// Where the first byte of the set is.
    pub fn find(&self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|byte| self.0[usize::from(*byte)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_of_a_set_is_found() {
        const SET: ByteSet = ByteSet::of(b"<>").and(b"\0\xe2");
        assert_eq!(SET.find(b"a > b < c"), Some(2));
        assert_eq!(SET.find("été…".as_bytes()), Some(5));
        assert_eq!(SET.find(b"\0"), Some(0));
        assert_eq!(SET.find(b"a"), None);
        assert_eq!(SET.find(b""), None);
    }
}
