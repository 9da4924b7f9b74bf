//! Style sheets made smaller.

use anyhow::{Result, anyhow, bail};

/// Minifies a style sheet.
///
/// # Errors
///
/// The minifier keeps the spaces around `+` and `-` in `calc()` alone, though
/// CSS Values 4 (section 10.1) wants them in each mathematical function. A
/// style sheet with such a sum elsewhere is refused.
pub fn minify(css: &str) -> Result<String> {
    let small = minifier::css::minify(css).map_err(|why| anyhow!(why))?.to_string();
    let (before, after) = (n_sums(css), n_sums(&small));
    if before != after {
        bail!(
            "{before} sums became {after}: write a sum in max(), min() or clamp() as calc() of its own"
        );
    }
    Ok(small)
}

/// How many sums stand in parentheses, with their spaces; comments aside.
fn n_sums(css: &str) -> usize {
    let mut n = 0;
    for part in css.split("/*").enumerate() {
        let code = match part {
            (0, code) => code,
            (_, rest) => rest.split_once("*/").map_or("", |(_, code)| code),
        };
        let mut depth = 0_u32;
        for (idx, letter) in code.char_indices() {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                ' ' if depth > 0 => {
                    let rest = &code[idx..];
                    n += usize::from(rest.starts_with(" + ") || rest.starts_with(" - "));
                }
                _ => {}
            }
        }
    }
    n
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn sums_keep_their_spaces_or_the_sheet_is_refused() {
        let kept = "a + b {\n  /* (a - b) */\n  top: calc(var(--top) + 6px);\n}\n";
        assert_eq!(minify(kept).unwrap(), "a+b{top:calc(var(--top) + 6px);}");
        let said = minify("a {\n  top: max(1rem + 2px, 3px);\n}\n").unwrap_err().to_string();
        assert!(said.starts_with("1 sums became 0"), "{said}");
    }
}
