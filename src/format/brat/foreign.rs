//! What a file says of an annotation or a relation that only brat has a place
//! for: attributes, normalizations, comments and equivalences. It is kept as
//! unknown fields.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::ID;
use crate::format::item::foreign;
use crate::model::extra::Extra;

/// What brat calls the two ends of a relation, unless a project has names of
/// its own.
pub(super) const ARGUMENTS: [&str; 2] = ["Arg1", "Arg2"];

/// What is said of one annotation or relation.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Foreign {
    /// Name and value; an attribute that is only there or not has none.
    pub(super) attributes: Vec<(String, Option<String>)>,
    /// Name and value, as `Reference` and `Wikidata:Q1`, and the words there.
    pub(super) normalizations: Vec<(String, String, String)>,
    /// Type and words.
    pub(super) comments: Vec<(String, String)>,
    /// The numbers of the groups that it belongs to.
    pub(super) equivalences: Vec<u64>,
    /// What the ends of a relation are called.
    pub(super) roles: Option<[String; 2]>,
}

impl Foreign {
    /// As unknown fields.
    pub(super) fn into_extra(self) -> Extra {
        let mut fields = Extra::new();
        let mut put = |name: &str, list: Vec<Value>| {
            if !list.is_empty() {
                fields.insert(name.into(), Value::Array(list));
            }
        };
        put("attributes", self.attributes.into_iter().map(|one| json!([one.0, one.1])).collect());
        let normalizations = self.normalizations.into_iter();
        put("normalizations", normalizations.map(|one| json!([one.0, one.1, one.2])).collect());
        put("comments", self.comments.into_iter().map(|one| json!([one.0, one.1])).collect());
        put("equivalences", self.equivalences.into_iter().map(Value::from).collect());
        put("roles", self.roles.into_iter().flatten().map(Value::from).collect());
        foreign(ID, fields)
    }

    /// From unknown fields, in as far as a line can hold them.
    pub(super) fn of_extra(extra: &Extra) -> Foreign {
        let Some(fields) = extra.get(ID) else { return Foreign::default() };
        let list = |name| fields.get(name).and_then(Value::as_array).into_iter().flatten();
        let attributes = list("attributes").filter_map(|one| {
            let value = match one.get(1) {
                None | Some(Value::Null) => None,
                Some(value) => Some(words(value)?),
            };
            Some((word(one.get(0)?)?, value))
        });
        let normalizations = list("normalizations").filter_map(|one| {
            let value = word(one.get(1)?).filter(|value| value.contains(':'))?;
            Some((word(one.get(0)?)?, value, words(one.get(2)?)?))
        });
        let comments =
            list("comments").filter_map(|one| Some((word(one.get(0)?)?, words(one.get(1)?)?)));
        let roles: Vec<String> = list("roles").filter_map(word).collect();
        let roles = <[String; 2]>::try_from(roles).ok();
        let is_role = |role: &String| !role.contains(':');
        Foreign {
            roles: roles.filter(|roles| roles[0] != roles[1] && roles.iter().all(is_role)),
            attributes: attributes.collect(),
            normalizations: normalizations.collect(),
            comments: comments.collect(),
            equivalences: list("equivalences").filter_map(Value::as_u64).collect(),
        }
    }
}

/// Lines of `*`, by the number of the group.
pub(super) type Groups = BTreeMap<u64, Vec<String>>;

fn words(value: &Value) -> Option<String> {
    value.as_str().filter(|words| !words.contains(super::breaks::is_break)).map(Into::into)
}

fn word(value: &Value) -> Option<String> {
    words(value).filter(|word| !word.is_empty() && !word.contains(super::breaks::is_gap))
}
