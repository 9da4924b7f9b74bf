//! Parts a dataset into train, dev and test, by article.
//!
//! Invariants: the same articles, shares and seed give the same parts, in
//! whatever order the articles come; articles with the same text are in the
//! same part, so that nothing is tested on what was learnt.

use sha2::{Digest as _, Sha256};

/// The names of the parts.
pub const PARTS: [&str; 3] = ["train", "dev", "test"];

/// How a dataset is parted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// How many of each hundred articles go to each of [`PARTS`]; at most 100
    /// in all, and what is missing goes to the first.
    pub percent: [u8; 3],
    /// Which of the many ways to part it.
    pub seed: u64,
}

/// Where a text stands among all in a split with some seed.
pub fn rank(text: &str, seed: u64) -> [u8; 16] {
    let sum = Sha256::new().chain_update(seed.to_le_bytes()).chain_update(text).finalize();
    let mut rank = [0; 16];
    rank.copy_from_slice(&sum[..16]);
    rank
}

impl Split {
    /// The part of each article, as a place in [`PARTS`], from their ranks.
    pub fn parts(&self, ranks: &[[u8; 16]]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..ranks.len()).collect();
        order.sort_by_key(|&idx| ranks[idx]);
        let share = |percent: u8| (ranks.len() * usize::from(percent) + 50) / 100;
        // From the last part on, so that what is missing goes to the first.
        let mut n_test = share(self.percent[2]).min(ranks.len());
        let mut n_dev = share(self.percent[1]).min(ranks.len() - n_test);
        // Two shares that are rounded up may leave nothing of a larger one.
        let train = 100_u8.saturating_sub(self.percent[1]).saturating_sub(self.percent[2]);
        if share(train) > 0 && n_dev + n_test == ranks.len() {
            let from = if n_dev > 0 { &mut n_dev } else { &mut n_test };
            *from = from.saturating_sub(1);
        }
        let mut parts = vec![0; ranks.len()];
        let mut last: Option<([u8; 16], usize)> = None;
        for (place, &idx) in order.iter().enumerate() {
            let part = match place {
                place if place < n_test => 2,
                place if place < n_test + n_dev => 1,
                _ => 0,
            };
            let part = match last {
                Some((rank, part)) if rank == ranks[idx] => part,
                _ => part,
            };
            parts[idx] = part;
            last = Some((ranks[idx], part));
        }
        parts
    }
}
