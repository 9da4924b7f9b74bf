//! Where items of a list stand, by their ids: a table of hashes.
//!
//! What is asked of a scheme is asked for each annotation, and a file may bring
//! a hundred thousand labels. A tree would bring its own code for each type of
//! item, to every visitor.

use std::sync::OnceLock;

/// So few items are looked through one by one.
const FEW: usize = 32;
/// So far from its place by hash an item is looked for.
const MAX_STEPS: usize = 32;

/// Where items of a list stand, each of which has an id of its own. Invariant: what
/// is found is checked, so a table of a list that was changed is slow at worst, and
/// never wrong.
#[derive(Debug, Default)]
pub struct Places(OnceLock<Table>);

#[derive(Debug)]
struct Table {
    /// Places in the list counted from 1, by hash; 0 where there is none.
    slots: Vec<u32>,
    /// Whether every item of the list is in it.
    is_whole: bool,
}

impl Places {
    /// The place of the item with an id.
    pub(super) fn find<T>(&self, items: &[T], id_of: fn(&T) -> &str, id: &str) -> Option<usize> {
        let found = self.hinted(items, id_of, id);
        found.or_else(|| items.iter().position(|item| id_of(item) == id))
    }

    /// Whether a list has an item with an id. The list is the one that this was
    /// first asked of, and was only added to since.
    pub(super) fn had<T>(&self, items: &[T], id_of: fn(&T) -> &str, id: &str) -> bool {
        let found = self.hinted(items, id_of, id);
        let is_sure = self.0.get().is_some_and(|table| table.is_whole);
        found.is_some() || (!is_sure && items.iter().any(|item| id_of(item) == id))
    }

    fn hinted<T>(&self, items: &[T], id_of: fn(&T) -> &str, id: &str) -> Option<usize> {
        if items.len() <= FEW {
            return None;
        }
        let table = self.0.get_or_init(|| Table::of(items, id_of));
        table.steps(id).map_while(|slot| table.slots[slot].checked_sub(1)).find_map(|place| {
            let place = place as usize;
            items.get(place).is_some_and(|item| id_of(item) == id).then_some(place)
        })
    }
}

impl Table {
    fn of<T>(items: &[T], id_of: fn(&T) -> &str) -> Table {
        let slots = vec![0; (items.len() * 2).next_power_of_two()];
        let mut table = Table { slots, is_whole: true };
        for (number, item) in (1..).zip(items) {
            let free = table.steps(id_of(item)).find(|&slot| table.slots[slot] == 0);
            match free {
                Some(slot) => table.slots[slot] = number,
                None => table.is_whole = false,
            }
        }
        table
    }

    /// Where an id may stand.
    fn steps(&self, id: &str) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len() - 1;
        // FNV-1a.
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let first = (hash ^ (hash >> 32)) as usize;
        (0..MAX_STEPS.min(mask + 1)).map(move |step| first.wrapping_add(step) & mask)
    }
}

impl Clone for Places {
    /// A copy is made to be changed.
    fn clone(&self) -> Places {
        Places::default()
    }
}

impl PartialEq for Places {
    /// It follows from the list.
    fn eq(&self, _: &Places) -> bool {
        true
    }
}
