//! The bundled article: the first thing a new person sees.

use crate::model::article::{Article, Metadata};
use crate::model::extra::Extra;
use crate::model::id::ArticleId;
use crate::model::text::{Text, TextError};
use crate::model::timestamp::parse_date;

/// The id of the bundled article, the same in every browser.
pub const ID: ArticleId =
    ArticleId(uuid::Uuid::from_u128(0x79c9_4b66_a91b_45a2_9f9a_459e_455a_6647));

/// How many annotations its example has.
pub const N_EXAMPLE_ANNOTATIONS: usize = 39;

/// The article with its annotations, as native JSON.
pub const EXAMPLE: &[u8] = include_bytes!("../../assets/article.json");

/// The article with nothing marked in it.
///
/// # Errors
/// Never; a test reads the same text.
pub fn article() -> Result<Article, TextError> {
    let (text, intake) = Text::from_original(include_str!("../../assets/article.txt"))?;
    let metadata = Metadata {
        title: "Wuzhen summit asks how AI can serve people".into(),
        date: parse_date("2024-11-20"),
        source: "Verbatim example".into(),
        url: None,
        language: "en".into(),
    };
    Ok(Article {
        id: ID,
        metadata,
        line_endings: intake.line_endings,
        text,
        tokens: None,
        extra: Extra::default(),
    })
}
