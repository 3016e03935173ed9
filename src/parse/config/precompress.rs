//! The other forms that files are wanted in.

use super::bad_value;
use crate::encode::{Encoding, IS_ABLE};
use crate::parse::yaml::Node;

/// Reads the key `precompress`.
///
/// # Problems
/// - [`Code::BadValue`](crate::diag::Code::BadValue), for a form that is none, and if this depeche can make none.
pub fn read(node: Node<'_, '_>) -> Vec<Encoding> {
    if !IS_ABLE {
        let message = "this depeche cannot compress files".to_owned();
        bad_value::<()>(
            &node,
            message,
            "build it with its feature `precompress`, or take this key out",
        );
        return Vec::new();
    }
    let items = node.list().unwrap_or_default().into_iter();
    let mut encodings: Vec<_> =
        items.filter_map(|item| item.one_of(&Encoding::BY_EXTENSION)).collect();
    encodings.sort_unstable();
    encodings.dedup();
    encodings
}
