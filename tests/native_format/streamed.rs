//! Native JSON read article by article says what it says as a whole.

use std::io::Cursor;

use proptest::prelude::*;
use serde_json::{Value, json};
use verbatim::format::native::NativeJson;
use verbatim::format::{
    Codec, Collection, Drafts, FileProblem, Imported, ReadOptions, Record, Records, Survey,
};

use super::items::good_file;
use super::properties::arb_collection;

/// Reads a file as a stream is read: what is around the articles first.
fn streamed(bytes: &[u8]) -> Result<Imported, FileProblem> {
    let codec = NativeJson.streamed().expect("native JSON can be streamed");
    let records = || Records::new(codec.framing(), Cursor::new(bytes));
    let mut all = records();
    let items: Vec<Vec<u8>> = all.by_ref().collect::<Result<_, _>>().unwrap();
    let mut shell = Drafts::default();
    codec.read_shell(all.shell(), &mut shell)?;
    let names = shell.names.clone();
    let mut drafts = vec![shell];
    for (idx, item) in items.iter().enumerate() {
        let parts = [Some(std::str::from_utf8(item).unwrap())];
        let record = Record {
            stem: "",
            parts: &parts,
            companion: None,
            beside: None,
            number: idx + 1,
            line: 1,
            rows: &[],
            unit: None,
        };
        let mut one = Drafts { names: names.clone(), ..Drafts::default() };
        codec.read(&record, &mut one)?;
        drafts.push(one);
    }
    let mut survey = Survey::new(&ReadOptions::default());
    drafts.iter().for_each(|one| survey.see(one));
    let (mut settler, question) = survey.settle();
    assert_eq!(question, None);
    let documents = drafts.into_iter().flat_map(|one| settler.settle(one)).collect();
    let extra = std::mem::take(&mut settler.extra);
    let collection = Collection { scheme: settler.scheme().clone(), documents, extra };
    let balance = settler.balance();
    Ok(Imported { collection, warnings: settler.warnings, balance })
}

proptest! {
    #[test]
    fn whole_or_streamed_it_is_the_same(collection in arb_collection()) {
        let bytes = NativeJson.encode(&collection);
        let (whole, streamed) = (NativeJson.decode(&bytes).unwrap(), streamed(&bytes).unwrap());
        prop_assert_eq!(&whole.warnings, &streamed.warnings);
        prop_assert_eq!(whole.collection, streamed.collection);
    }
}

#[test]
fn odd_files_say_the_same() {
    let odd = |change: &dyn Fn(&mut Value)| {
        let mut file = good_file();
        change(&mut file);
        let bytes = serde_json::to_vec_pretty(&file).unwrap();
        let whole = NativeJson.decode(&bytes).map_err(|error| error.problem);
        match (whole, streamed(&bytes)) {
            (Ok(whole), Ok(streamed)) => {
                assert_eq!(whole.warnings, streamed.warnings);
                assert_eq!(whole.collection, streamed.collection);
            }
            (whole, streamed) => assert_eq!(whole, streamed),
        }
    };
    odd(&|_| {});
    odd(&|file| file["scheme"]["labels"][0]["id"] = json!("the speaker"));
    odd(&|file| file["scheme"] = Value::Null);
    odd(&|file| file["articles"] = json!([]));
    odd(&|file| file["articles"] = Value::Null);
    odd(&|file| file["articles"] = json!({"a": []}));
    odd(&|file| file["format"] = json!("other"));
    odd(&|file| file["version"] = json!("2.0"));
    odd(&|file| file["offset_unit"] = json!("byte"));
    odd(&|file| file["plan"] = json!({"articles": [1, 2]}));
    odd(&|file| file["articles"][0]["text"] = json!(7));
    odd(&|file| file["articles"][0]["annotations"][0]["fragments"][0]["end"] = json!(900));
    odd(&|file| {
        let twin = file["articles"][0].clone();
        file["articles"].as_array_mut().unwrap().extend([json!(3), twin]);
    });
    odd(&|file| *file = json!([file.clone()]));
}

#[test]
fn a_file_that_breaks_off_is_refused() {
    let bytes = serde_json::to_vec_pretty(&good_file()).unwrap();
    for end in (1..bytes.len() - 1).rev().step_by(7) {
        assert!(streamed(&bytes[..end]).is_err(), "{}", String::from_utf8_lossy(&bytes[..end]));
    }
    let twice = b"{\"format\":\"verbatim\",\"version\":\"1.0\",\"articles\":[],\"articles\":[1]}";
    let said = streamed(twice).unwrap_err().to_string();
    assert!(said.contains("several lists"), "{said}");
}
