//! Zip archives: what was packed is unpacked, the same to the byte each time,
//! and no archive does harm.

use proptest::prelude::*;
use verbatim::format::OutFile;
use verbatim::format::bundle::{MAX_ENTRIES, MAX_UNPACKED_BYTES, is_bundle, pack, unpack};

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> OutFile {
    OutFile { name: name.into(), bytes: bytes.into() }
}

fn why(bytes: &[u8]) -> String {
    unpack("a.zip", bytes).unwrap_err().to_string()
}

/// A whole archive by hand: one file, stored as it is.
fn stored(name: &str, bytes: &[u8], method: u16, flags: u16) -> Vec<u8> {
    let sum = rawzip::crc32(bytes);
    let len = bytes.len() as u32;
    let mut common = Vec::new();
    common.extend(20_u16.to_le_bytes());
    common.extend(flags.to_le_bytes());
    common.extend(method.to_le_bytes());
    common.extend([0, 0, 0x21, 0]);
    for number in [sum, len, len] {
        common.extend(number.to_le_bytes());
    }
    common.extend((name.len() as u16).to_le_bytes());
    common.extend(0_u16.to_le_bytes());
    let mut zip = b"PK\x03\x04".to_vec();
    zip.extend(&common);
    zip.extend(name.as_bytes());
    zip.extend(bytes);
    let directory = zip.len() as u32;
    zip.extend(b"PK\x01\x02\x14\x00");
    zip.extend(&common);
    zip.extend([0; 14]);
    zip.extend(name.as_bytes());
    let len = zip.len() as u32 - directory;
    zip.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    zip.extend(len.to_le_bytes());
    zip.extend(directory.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

#[test]
fn nothing_of_the_day_or_the_machine_is_in_it() {
    let files = [file("train/1-Ömer.txt", "北京"), file("empty.ann", "")];
    let zip = pack(&files).unwrap();
    assert!(is_bundle(&zip));
    assert_eq!(unpack("a.zip", &zip).unwrap(), files);
    assert_eq!(pack(&files).unwrap(), zip);
    // Midnight, the first of January 1980, by MS-DOS, at its place in each header.
    assert_eq!(zip[10..14], [0, 0, 0x21, 0]);
    // A UTF-8 name says so, and nobody's permissions are in the directory.
    assert_eq!(u16::from_le_bytes([zip[6], zip[7]]) & 0x800, 0x800);
    let at = zip.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    assert_eq!(zip[at + 5], 0, "made by no system");
    assert_eq!(zip[at + 38..at + 42], [0; 4], "no attributes");
}

#[test]
fn no_files_are_an_archive_too() {
    let zip = pack(&[]).unwrap();
    assert!(is_bundle(&zip));
    assert_eq!(unpack("a.zip", &zip).unwrap(), []);
}

#[test]
fn an_archive_of_another_program_is_unpacked() {
    let zip = stored("notes\\a.txt", b"Ada spoke.", 0, 0);
    assert_eq!(unpack("a.zip", &zip).unwrap(), [file("notes/a.txt", "Ada spoke.")]);
    // A dot alone is the folder itself, and hides nothing.
    let zip = stored("./a.txt", b"Ada spoke.", 0, 0);
    assert_eq!(unpack("a.zip", &zip).unwrap()[0].bytes, b"Ada spoke.");
}

#[test]
fn what_systems_hide_is_not_unpacked() {
    let hidden = [file("__MACOSX/._a.txt", "x"), file("b/.DS_Store", "x"), file("b/a.txt", "y")];
    let files = unpack("a.zip", &pack(&hidden).unwrap()).unwrap();
    assert_eq!(files, [file("b/a.txt", "y")]);
}

#[test]
fn what_can_not_be_unpacked_says_why() {
    let files = [file("a.txt", "Ada spoke in Rome, and spoke in Rome again.")];
    let zip = pack(&files).unwrap();
    assert!(why(&zip[..zip.len() - 30]).contains("is not a whole zip file"));
    assert!(why(b"PK\x03\x04").starts_with("“a.zip” is not a whole zip file"));
    let mut other = stored("a.txt", b"Ada spoke.", 0, 0);
    let at = other.windows(3).position(|three| three == b"Ada").unwrap();
    other[at] = b'I';
    assert!(why(&other).contains("“a.txt” is not what was packed"), "{}", why(&other));
    assert!(why(&stored("a.txt", b"x", 0, 1)).contains("under a password"));
    assert!(why(&stored("a.txt", b"x", 93, 0)).contains("packed in a way"));
}

#[test]
fn a_bomb_is_stopped_where_the_limit_is() {
    // 20 MB of nothing fourteen times over, in a few kilobytes.
    let nothing = vec![0_u8; 20 * 1024 * 1024];
    let files: Vec<OutFile> = (0..14).map(|n| file(&format!("{n}.txt"), nothing.clone())).collect();
    let zip = pack(&files).unwrap();
    assert!(zip.len() < 400_000, "{}", zip.len());
    assert!(files.len() * nothing.len() > MAX_UNPACKED_BYTES);
    assert!(why(&zip).contains("unpacks to more than the limit of 256 MB"), "{}", why(&zip));
    let many: Vec<OutFile> = (0..=MAX_ENTRIES).map(|n| file(&n.to_string(), "")).collect();
    assert!(why(&pack(&many).unwrap()).contains("more files than the limit of 20000"));
}

proptest! {
    #[test]
    fn whatever_is_packed_is_unpacked(
        contents in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..6)
    ) {
        let named = |(n, bytes): (usize, Vec<u8>)| file(&format!("d/{n}.bin"), bytes);
        let files: Vec<OutFile> = contents.into_iter().enumerate().map(named).collect();
        prop_assert_eq!(unpack("a.zip", &pack(&files).unwrap()).unwrap(), files);
    }

    #[test]
    fn damaged_bytes_never_panic(
        at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()
    ) {
        let files = [file("a.txt", "Ada spoke. ".repeat(40)), file("b.ann", "T1\tx 0 3\tAda\n")];
        let mut zip = pack(&files).unwrap();
        let (at, cut) = (at.index(zip.len()), cut.index(zip.len()));
        zip[at] = byte;
        let _either = unpack("a.zip", &zip);
        let _either = unpack("a.zip", &zip[..cut]);
    }
}
