//! Ids are read in the one form in which they are kept.

use proptest::prelude::*;
use uuid::Uuid;
use verbatim::model::id::AnnotationId;

fn read(s: &str) -> Option<Uuid> {
    s.parse::<AnnotationId>().ok().map(|id| id.0)
}

#[test]
fn other_forms_are_refused() {
    let good = "79c94b66-a91b-45a2-9f9a-459e455a6647";
    assert_eq!(read(good), Uuid::parse_str(good).ok());
    assert_eq!(read(&good.to_uppercase()), Uuid::parse_str(good).ok());
    for bad in [
        "",
        "79c94b66a91b45a29f9a459e455a6647",
        "{79c94b66-a91b-45a2-9f9a-459e455a6647}",
        "urn:uuid:79c94b66-a91b-45a2-9f9a-459e455a6647",
        "79c94b66-a91b-45a2-9f9a-459e455a664",
        "79c94b66-a91b-45a2-9f9a-459e455a66477",
        "79c94b66-a91b-45a2-9f9a-459e455a664g",
        "79c94b66-a91b-45a2-9f9a-459e455a664é",
        "79c94b6-6a91b-45a2-9f9a-459e455a6647",
        "79c94b66-a91b-45a2-9f9a-459e455a6647 ",
    ] {
        assert_eq!(read(bad), None, "{bad}");
    }
}

proptest! {
    #[test]
    fn an_id_is_read_as_it_was_written(id in any::<u128>()) {
        let id = AnnotationId(Uuid::from_u128(id));
        prop_assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn what_is_read_is_what_the_crate_reads(s in "[0-9a-fA-F-]{36}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-g]{12}") {
        prop_assert_eq!(read(&s), Uuid::parse_str(&s).ok());
    }
}
