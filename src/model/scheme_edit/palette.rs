//! Colours for labels.
//!
//! Invariants: each colour of the palette has a contrast of at least 4.5 : 1
//! to white, and any two of them can be told apart.

use super::SchemeError;
use crate::model::scheme::Scheme;

/// What new labels are coloured with.
pub const PALETTE: [&str; 12] = [
    "#2a5fe0", "#b84a00", "#007c6c", "#b3186d", "#7a3fd0", "#4c7a00", "#c42b2b", "#007299",
    "#86630a", "#5c6470", "#8a3c78", "#1f3a93",
];

/// How far each colour of the palette is from those in use, and how often it is
/// in use itself.
#[derive(Clone, Debug)]
pub struct Palette {
    nearest: [i32; PALETTE.len()],
    n_uses: [usize; PALETTE.len()],
}

impl Palette {
    /// With none in use.
    pub fn unused() -> Palette {
        Palette { nearest: [i32::MAX; PALETTE.len()], n_uses: [0; PALETTE.len()] }
    }

    /// With those of a scheme in use.
    pub fn beside(scheme: &Scheme) -> Palette {
        let mut palette = Palette::unused();
        scheme.labels.iter().for_each(|label| palette.uses(&label.color));
        palette
    }

    /// Has one more in use.
    pub fn uses(&mut self, color: &str) {
        let Some(used) = rgb(color) else { return };
        let known = self.nearest.iter_mut().zip(&mut self.n_uses);
        for ((nearest, n_uses), color) in known.zip(PALETTE) {
            let far = rgb(color).map_or(i32::MAX, |color| far(color, used));
            *nearest = (*nearest).min(far);
            *n_uses += usize::from(far == 0);
        }
    }

    /// The one that is least like any in use; once all are in use, the one that
    /// fewest labels have.
    pub fn next_color(&self) -> &'static str {
        let mut best = (PALETTE[0], usize::MAX, -1);
        for (idx, color) in PALETTE.into_iter().enumerate() {
            let (n_uses, nearest) = (self.n_uses[idx], self.nearest[idx]);
            if n_uses < best.1 || n_uses == best.1 && nearest > best.2 {
                best = (color, n_uses, nearest);
            }
        }
        best.0
    }
}

/// The colour of the palette that is least like any in the scheme.
pub fn next_color(scheme: &Scheme) -> &'static str {
    Palette::beside(scheme).next_color()
}

/// A colour as a person wrote it, in lower case.
pub(super) fn checked(color: &str) -> Result<String, SchemeError> {
    let color = color.trim();
    match rgb(color) {
        Some(_) if color.len() == 7 => Ok(color.to_ascii_lowercase()),
        _ => Err(SchemeError::BadColor(color.into())),
    }
}

/// The red, green and blue of `#rrggbb` or `#rgb`.
fn rgb(color: &str) -> Option<[i32; 3]> {
    let digits = color.strip_prefix('#')?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let n = i32::from_str_radix(digits, 16).ok()?;
    match digits.len() {
        6 => Some([n >> 16, (n >> 8) & 0xff, n & 0xff]),
        3 => Some([(n >> 8) * 17, ((n >> 4) & 0xf) * 17, (n & 0xf) * 17]),
        _ => None,
    }
}

/// How far two colours are apart, squared, with the eye's weights for each
/// primary (Thiadmer Riemersma's "redmean").
fn far(a: [i32; 3], b: [i32; 3]) -> i32 {
    let mean_red = (a[0] + b[0]) / 2;
    let [red, green, blue] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    (((512 + mean_red) * red * red) >> 8)
        + 4 * green * green
        + (((767 - mean_red) * blue * blue) >> 8)
}
