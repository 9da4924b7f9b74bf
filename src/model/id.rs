//! Identities. Articles, annotations and relations carry UUIDs, labels and
//! relation types short names from the scheme. None is ever reused.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;

/// What was read is no UUID with hyphens, as
/// `79c94b66-a91b-45a2-9f9a-459e455a6647`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

/// The crate's own reader knows four forms, and says of a fifth what is wrong
/// with it: a kilobyte for every visitor.
fn read_uuid(s: &[u8]) -> Option<Uuid> {
    let mut bytes = [0; 16];
    let mut n_digits = 0;
    for (idx, &byte) in s.iter().enumerate() {
        if matches!(idx, 8 | 13 | 18 | 23) {
            (byte == b'-').then_some(())?;
            continue;
        }
        let digit = char::from(byte).to_digit(16)? as u8;
        let place: &mut u8 = bytes.get_mut(n_digits / 2)?;
        *place = *place << 4 | digit;
        n_digits += 1;
    }
    (n_digits == 32).then(|| Uuid::from_bytes(bytes))
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new random id.
            pub fn random() -> $name {
                $name(Uuid::new_v4())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            /// Reads the form with hyphens, the only one that is ever kept.
            fn from_str(s: &str) -> Result<$name, NotAnId> {
                read_uuid(s.as_bytes()).map($name).ok_or(NotAnId)
            }
        }
    };
}

uuid_id!(
    /// Names one article of the library.
    ArticleId
);
uuid_id!(
    /// Names one annotation.
    AnnotationId
);
uuid_id!(
    /// Names one relation.
    RelationId
);

uuid_id!(
    /// Names one change of the whole library.
    ChangeId
);

macro_rules! name_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as files spell it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> $name {
                $name(id.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name_id!(
    /// Names one label of the scheme, such as `speaker`.
    LabelId
);
name_id!(
    /// Names one relation type of the scheme, such as `said_by`.
    RelationTypeId
);
