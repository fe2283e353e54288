//! A list to choose from: keys go in, a choice comes out. Nothing is marked from the beginning, letters only narrow the
//! list, and Enter takes an entry that is either the only one left or was marked by hand. Knows no terminal.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// How far Page Up and Page Down go.
const PAGE: usize = 10;

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A letter, a digit, a blank: whatever is typed.
    Letter(char),
    /// Takes the last letter back.
    Erase,
    /// Takes all letters back (Ctrl-U).
    Clear,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Enter,
    Escape,
    /// A key that means nothing here.
    Other,
}

/// What becomes of the list after a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Open,
    /// This item was chosen, by its index.
    Chosen(usize),
    /// The person left without choosing.
    Left,
}

#[derive(Debug, Clone)]
pub struct Picker {
    folded: Vec<String>,
    typed: String,
    /// The items that contain every word of `typed`, by index.
    left: Vec<usize>,
    /// The marked one, as an index into `left`. Only a key that moves the marker sets it.
    marker: Option<usize>,
}

/// What is visible of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The visible items, by index.
    pub items: Vec<usize>,
    /// The marked one, by index.
    pub marked: Option<usize>,
    /// How many are hidden above.
    pub above: usize,
    /// How many are hidden below.
    pub below: usize,
}

impl Picker {
    /// A list of these items, all of them visible and none of them marked.
    pub fn new(items: &[String]) -> Self {
        let folded: Vec<String> = items.iter().map(|item| folded(item)).collect();
        Self { left: (0..folded.len()).collect(), folded, typed: String::new(), marker: None }
    }

    /// What was typed so far.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// How many items there are.
    pub const fn len(&self) -> usize {
        self.folded.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// The items that are left, by index.
    pub fn left(&self) -> &[usize] {
        &self.left
    }

    /// The item that Enter would take now, by index.
    pub fn accepted(&self) -> Option<usize> {
        match (self.marker, &*self.left) {
            (Some(at), left) => left.get(at).copied(),
            (None, [only]) => Some(*only),
            (None, _) => None,
        }
    }

    pub fn press(&mut self, key: Key) -> Step {
        match key {
            Key::Letter(letter) => self.edit(|typed| typed.push(letter)),
            Key::Erase => self.edit(|typed| {
                typed.pop();
            }),
            Key::Clear => self.edit(String::clear),
            Key::Up | Key::Down | Key::PageUp | Key::PageDown | Key::First | Key::Last => self.mark(key),
            Key::Enter => return self.accepted().map_or(Step::Open, Step::Chosen),
            Key::Escape => return Step::Left,
            Key::Other => {}
        }
        Step::Open
    }

    /// What fits into `rows` lines, around the marker.
    pub fn window(&self, rows: usize) -> Window {
        let rows = rows.max(1);
        let first = self.marker.map_or(0, |at| at.saturating_sub(rows / 2)).min(self.left.len().saturating_sub(rows));
        let items: Vec<usize> = self.left.iter().skip(first).take(rows).copied().collect();
        let below = self.left.len() - first - items.len();
        Window { items, marked: self.marker.and_then(|at| self.left.get(at).copied()), above: first, below }
    }

    /// Letters narrow or widen the list. A marker that was set among other entries no longer counts.
    fn edit(&mut self, edit: impl FnOnce(&mut String)) {
        edit(&mut self.typed);
        let typed = folded(&self.typed);
        let contains_all = |item: &String| typed.split_whitespace().all(|word| item.contains(word));
        self.left = (0..self.folded.len()).filter(|at| contains_all(&self.folded[*at])).collect();
        self.marker = None;
    }

    /// Moves the marker. The first such key sets it on the first entry, or on the last.
    fn mark(&mut self, key: Key) {
        let Some(last) = self.left.len().checked_sub(1) else { return };
        self.marker = Some(match (self.marker, key) {
            (None, Key::Up | Key::PageUp) | (_, Key::Last) => last,
            (Some(at), Key::Up) => at.saturating_sub(1),
            (Some(at), Key::PageUp) => at.saturating_sub(PAGE),
            (Some(at), Key::Down) => (at + 1).min(last),
            (Some(at), Key::PageDown) => (at + PAGE).min(last),
            _ => 0,
        });
    }
}

/// Small letters without accents, so that `muller` finds `Müller`.
fn folded(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests;
