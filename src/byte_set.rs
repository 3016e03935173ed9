//! Sets of bytes, as tables: to look a byte up takes less than to compare it with each of a few.

/// How many bytes are looked up before anything is decided: most of a text is in no set.
const BLOCK: usize = 8;

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
        let has = |byte: &u8| self.0[usize::from(*byte)];
        let is_free = |block: &&[u8]| !block.iter().fold(false, |any, byte| any | has(byte));
        let start = bytes.chunks_exact(BLOCK).take_while(is_free).count() * BLOCK;
        Some(start + bytes[start..].iter().position(has)?)
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
        for length in 0..40 {
            let mut bytes = vec![b'a'; length];
            assert_eq!(SET.find(&bytes), None);
            for at in 0..length {
                bytes[at] = b'<';
                assert_eq!(SET.find(&bytes), Some(at));
                bytes[at] = b'a';
            }
        }
    }
}
