//! From what a hand covered to what it meant. In a drawing, brackets stand
//! around the range.

use crate::support::drawn::{bracket, bracketed, range};
use verbatim::model::fragments::Fragments;
use verbatim::model::offset::TextRange;
use verbatim::model::text::Text;

type Snap = fn(&Text, TextRange) -> Option<TextRange>;

fn text(original: &str) -> Text {
    Text::from_original(original).unwrap().0
}

/// Snaps the drawn range, and what that gives once more.
fn check(snap: Snap, covered: &str, meant: &str) {
    let (original, range) = bracketed(covered);
    let text = text(&original);
    let snapped = snap(&text, range);
    let drawn = snapped.map(|range| bracket(text.as_str(), range));
    assert_eq!(drawn.as_deref(), Some(meant), "from {covered:?}");
    assert_eq!(snapped.and_then(|range| snap(&text, range)), snapped, "again, from {covered:?}");
    assert!(Fragments::one(&text, snapped.unwrap()).is_ok(), "{meant:?}");
}

fn check_words(covered: &str, meant: &str) {
    check(Text::snap_to_words, covered, meant);
}

fn check_characters(covered: &str, meant: &str) {
    check(Text::snap_to_characters, covered, meant);
}

#[test]
fn half_words_become_whole() {
    check_words("The qu[ick bro]wn fox", "The [quick brown] fox");
    check_words("The q[u]ick fox", "The [quick] fox");
    check_words("[T]he quick fox", "[The] quick fox");
    check_words("The quick fo[x]", "The quick [fox]");
    check_words("The [quick] fox", "The [quick] fox");
    check_words("[The quick fox]", "[The quick fox]");
    check_words("Ca[f]é", "[Café]");
    check_words("Москв[а] и", "[Москва] и");
    check_words("η Αθή[ν]α", "η [Αθήνα]");
}

#[test]
fn white_space_at_the_ends_goes() {
    check_words("The [quick ]fox", "The [quick] fox");
    check_words("The[ quick ]fox", "The [quick] fox");
    check_words("The[  qu]ick fox", "The  [quick] fox");
    check_words("The [quick fox ]", "The [quick fox] ");
    check_words("The\u{a0}[quick\u{a0}]fox", "The\u{a0}[quick]\u{a0}fox");
    check_words("The[\u{a0}quick\u{202f}\u{3000}\t]fox", "The\u{a0}[quick]\u{202f}\u{3000}\tfox");
    check_words("one[\u{2028}tw]o", "one\u{2028}[two]");
    check_words("one[\u{85}\u{b}two]", "one\u{85}\u{b}[two]");
}

#[test]
fn line_ends_are_crossed_and_trimmed() {
    check_words("on[e\ntw]o", "[one\ntwo]");
    check_words("one[\n\ntw]o\n", "one\n\n[two]\n");
    check_words("[one\n]two", "[one]\ntwo");
    check_words("on[e\n\n\nt]wo", "[one\n\n\ntwo]");
    check_words("one\nt[wo\n]", "one\n[two]\n");
    check_words("one\nt[w]o\n\n", "one\n[two]\n\n");
}

#[test]
fn punctuation_stands_for_itself() {
    check_words("said[, we mu]st", "said[, we must]");
    check_words("we must[.]", "we must[.]");
    check_words("we mus[t.] Then", "we [must.] Then");
    check_words("we [must]. Then", "we [must]. Then");
    check_words("“W[e mus]t”, she", "“[We must]”, she");
    check_words("[“We mus]t”, she", "[“We must]”, she");
    check_words("[“We must”], she", "[“We must”], she");
    check_words("\"W[e mus]t\", she", "\"[We must]\", she");
    check_words("a well-kn[ow]n man", "a well-[known] man");
    check_words("a [well-kn]own man", "a [well-known] man");
    check_words("(Xin[hua])", "([Xinhua])");
    check_words("and/o[r]", "and/[or]");
    check_words("one—tw[o]", "one—[two]");
    check_words("5[0]%", "[50]%");
    check_words("a[ -- ]b", "a [--] b");
    check_words("a -[-]- b", "a -[-]- b");
    check_words("a _[_]_ b", "a _[_]_ b");
}

#[test]
fn a_word_may_hold_apostrophes_points_and_digits() {
    check_words("we c[a]n't go", "we [can't] go");
    check_words("we can’t[ go]", "we can’t [go]");
    check_words("we can[']t go", "we [can't] go");
    check_words("the U.[S]. envoy", "the [U.S]. envoy");
    check_words("the [U.S.] envoy", "the [U.S.] envoy");
    check_words("rose 3.[5] percent", "rose [3.5] percent");
    check_words("rose 3[.]5 percent", "rose [3.5] percent");
    check_words("1[0]0,000 people", "[100,000] people");
    check_words("in 2[0]24.", "in [2024].");
    check_words("foo_[b]ar", "[foo_bar]");
    check_words("G2[0]", "[G20]");
    check_words("'[q]uoted'", "'[quoted]'");
}

#[test]
fn an_end_at_an_apostrophe_inside_a_word_stays() {
    for apostrophe in ["'", "’", "‘", "ʼ", "＇"] {
        let check = |covered: &str, meant: &str| {
            check_words(&covered.replace('\'', apostrophe), &meant.replace('\'', apostrophe));
        };
        check("east [China]'s coast", "east [China]'s coast");
        check("ea[st China]'s coast", "[east China]'s coast");
        check("east Ch[in]a's coast", "east [China's] coast");
        check("dans l'[Italie] du nord", "dans l'[Italie] du nord");
        check("dans l'[Ita]lie du nord", "dans l'[Italie] du nord");
        check("dall'[Italia]'s", "dall'[Italia]'s");
        check("Ankara'[da] ve", "Ankara'[da] ve");
        // The apostrophe itself belongs to the word.
        check("east [China']s coast", "east [China's] coast");
        check("dans l['Italie] du", "dans [l'Italie] du");
        check("dans l[']Italie du", "dans [l'Italie] du");
    }
    // One at the end of a word is a mark of its own.
    check_words("the [envoys]’ words", "the [envoys]’ words");
    check_words("the [envoys’] words", "the [envoys’] words");
}

#[test]
fn a_double_click_takes_the_name() {
    let check_name = |covered: &str, meant: &str| check(Text::snap_to_name, covered, meant);
    check_name("east [China’s] coast", "east [China]’s coast");
    check_name("east [China's ]coast", "east [China]'s coast");
    check_name("east C[h]ina's coast", "east [China]'s coast");
    check_name("dans [l’Italie] du", "dans l’[Italie] du");
    check_name("[dell’Italia]", "dell’[Italia]");
    check_name("[Ankara'da] ve", "[Ankara]'da ve");
    check_name("[O’Brien] said", "[O’Brien] said");
    check_name("[O’Brien’s] words", "[O’Brien]’s words");
    check_name("we [don’t] go", "we [don’t] go");
    check_name("[Shanghai] and", "[Shanghai] and");
    // More than a word is no name in one.
    check_name("ea[st Ch]ina’s coast", "[east China’s] coast");
}

#[test]
fn scripts_have_their_own_words() {
    // An ideograph stands for itself, and so does a hiragana.
    check_words("在北[京]市", "在北[京]市");
    check_words("在[北京]市", "在[北京]市");
    check_words("ひ[らが]な", "ひ[らが]な");
    check_words("カタ[カ]ナの", "[カタカナ]の");
    check_words("北京A[P]E", "北京[APE]");
    check_words("한[국]어 책", "[한국어] 책");
    check_words(
        "\u{1112}\u{1161}[\u{11ab}\u{1100}]\u{116e}\u{11a8}",
        "[\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}]",
    );
    // Arabic with vowel marks, Hebrew with points and with a gershayim.
    check_words("قال مُح[َمَّ]د هنا", "قال [مُحَمَّد] هنا");
    check_words("שָׁל[ו]ֹם רב", "[שָׁלוֹם] רב");
    check_words("דו[ח] צה\"ל", "[דוח] צה\"ל");
    check_words("דוח צ[ה]\"ל", "דוח [צה\"ל]");
    // Persian joins words with a zero width non-joiner.
    check_words("می\u{200c}خوا[ه]م", "[می\u{200c}خواهم]");
    check_words("क्[ष]त्रिय है", "[क्षत्रिय] है");
    // Thai has no spaces: a character stands for itself.
    check_words("สวั[ส]ดี", "สวั[ส]ดี");
    check_words("ก[\u{e33}]ข", "[ก\u{e33}]ข");
}

#[test]
fn a_character_of_many_code_points_is_never_cut() {
    check_words("a 👨\u{200d}[👩\u{200d}]👧 b", "a [👨\u{200d}👩\u{200d}👧] b");
    check_words("a [👨]\u{200d}👩\u{200d}👧 b", "a [👨\u{200d}👩\u{200d}👧] b");
    check_words("🇨[🇳]🇺🇸", "[🇨🇳]🇺🇸");
    check_words("🇨🇳[🇺]🇸", "🇨🇳[🇺🇸]");
    check_words("🇨🇳[🇺🇸]🇩🇪", "🇨🇳[🇺🇸]🇩🇪");
    check_words("👍[🏿]", "[👍🏿]");
    check_words("caf[e]\u{301} x", "[cafe\u{301}] x");
    check_words("cafe[\u{301}] x", "[cafe\u{301}] x");
    check_words("3[\u{fe0f}]\u{20e3}", "[3\u{fe0f}\u{20e3}]");
}

#[test]
fn what_cannot_be_seen_belongs_to_the_word() {
    check_words("co\u{ad}o[p]erate", "[co\u{ad}operate]");
    check_words("a\u{2060}[b]", "[a\u{2060}b]");
    check_words("\u{200f}\u{5d0}[\u{5d1}]", "\u{200f}[\u{5d0}\u{5d1}]");
    // A zero width space parts words, and is not white space.
    check_words("ab\u{200b}c[d]", "ab\u{200b}[cd]");
    check_words("ab[\u{200b}c]d", "ab[\u{200b}cd]");
}

#[test]
fn a_space_that_carries_a_mark_is_a_character() {
    check_words("a [\u{301}]b", "a[ \u{301}]b");
    check_words("a[ \u{301}]b", "a[ \u{301}]b");
    check_words("a[ \u{301} ]b", "a[ \u{301}] b");
    check_words("a[ \u{301}b]c", "a[ \u{301}bc]");
    check_words("a [  \u{301}]b", "a  [ \u{301}]b");
    check_words("a[\u{a0}\u{301}]b", "a[\u{a0}\u{301}]b");
    // A tab can carry nothing.
    check_words("a[\t\u{301}]b", "a\t[\u{301}]b");
    check_words("a[\n\u{301}b]", "a\n[\u{301}b]");
}

#[test]
fn a_character_that_is_written_before_its_base_is_not_cut() {
    // U+0600, the Arabic number sign, makes one character with what follows.
    check_words("\u{600}[1]2", "[\u{600}12]");
    check_words("x [\u{600}] y", "x [\u{600} ]y");
    check_words("12\u{600}[中]", "[12\u{600}中]");
    check_words("12\u{600}カ[タ]", "[12\u{600}カタ]");
    check_words("[ab]c\u{600}カタ 中", "[abc\u{600}カタ] 中");
    check_words("[a]\u{d4e}中", "[a\u{d4e}中]");
}

#[test]
fn white_space_alone_means_nothing() {
    for covered in [
        "a [ ] b",
        "a[ ]b",
        "a[\u{a0}]b",
        "a[\n\n]b",
        "a[\t \u{3000}\u{2028}]b",
        "a[]b",
        "[]a",
        "a[]",
        "a \n[ ]",
        // The space carries a mark, and the hand left the mark out.
        "a[ ]\u{301}b",
    ] {
        let (original, range) = bracketed(covered);
        let text = text(&original);
        assert_eq!(text.snap_to_words(range), None, "{covered:?}");
        assert_eq!(text.snap_to_characters(range), None, "{covered:?}");
        assert_eq!(text.trim(range), None, "{covered:?}");
    }
}

#[test]
fn what_is_no_range_of_the_text_means_nothing() {
    let text = text("a😀b");
    for (start, end) in [(0, 3), (3, 6), (0, 7), (7, 9)] {
        assert_eq!(text.snap_to_words(range(start, end)), None);
        assert_eq!(text.snap_to_characters(range(start, end)), None);
        assert_eq!(text.trim(range(start, end)), None);
    }
}

#[test]
fn exact_characters_stay_exact() {
    check_characters("The q[ui]ck fox", "The q[ui]ck fox");
    check_characters("The[ q]uick fox", "The [q]uick fox");
    check_characters("can[']t", "can[']t");
    check_characters("on[e\n]two", "on[e]\ntwo");
    check_characters("caf[e]\u{301}s", "caf[e\u{301}]s");
    check_characters("cafe[\u{301}s]", "caf[e\u{301}s]");
    check_characters("👨[\u{200d}]👩x", "[👨\u{200d}👩]x");
    check_characters("🇨🇳🇺[🇸x]", "🇨🇳[🇺🇸x]");
    check_characters("\u{1112}[\u{1161}]\u{11ab}\u{1100}", "[\u{1112}\u{1161}\u{11ab}]\u{1100}");
    check_characters("क्[ष]त्रिय", "[क्ष]त्रिय");
    check_characters("a [\u{301}]b", "a[ \u{301}]b");
    check_characters("\u{600}[a]b", "[\u{600}a]b");
}

#[test]
fn a_word_longer_than_the_reach_stays_as_it_was_covered() {
    let half = "x".repeat(600);
    check_words(&format!("a {half}[y]{half} b"), &format!("a {half}[y]{half} b"));
    check_words(&format!("a [y]{half} b"), &format!("a [y]{half} b"));
    check_words(&format!("a {half}[y] b"), &format!("a {half}[y] b"));
    // The reach is enough for what people write.
    let word = "x".repeat(200);
    check_words(&format!("a {word}[y]{word} b"), &format!("a [{word}y{word}] b"));
    // Near words are found in a line without white space, however long.
    let ideographs = "京".repeat(100_000);
    check_words(
        &format!("{ideographs}ab[c]d{ideographs}"),
        &format!("{ideographs}[abcd]{ideographs}"),
    );
}

#[test]
fn the_reach_may_end_at_a_point_inside_a_word() {
    // From where the search starts, the word `a.xxx` looks like `.` and `xxx`.
    for n in 500..520 {
        let (half, rest) = ("x".repeat(n - 4), "xxxx");
        let (original, covered) = bracketed(&format!("京a.{half}[{rest}]京"));
        let text = text(&original);
        let once = text.snap_to_words(covered).unwrap();
        assert_eq!(text.snap_to_words(once), Some(once), "{n}");
        let (original, covered) = bracketed(&format!("京[{rest}]{half}.a京"));
        let text = self::text(&original);
        let once = text.snap_to_words(covered).unwrap();
        assert_eq!(text.snap_to_words(once), Some(once), "{n}");
    }
}
