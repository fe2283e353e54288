//! Keys that are pressed in a list, and what is chosen by them.

use proptest::prelude::*;

use super::*;

fn items(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn partners() -> Vec<String> {
    items(&["Jim's Accounting (jims)", "Jimmy Books (jimmy-books)", "M\u{fc}ller (muller)", "Zeta Web (zeta)"])
}

fn typing(picker: &mut Picker, text: &str) {
    for letter in text.chars() {
        assert_eq!(picker.press(Key::Letter(letter)), Step::Open);
    }
}

#[test]
fn enter_takes_nothing_at_first() {
    let mut picker = Picker::new(&partners());
    assert_eq!(picker.press(Key::Enter), Step::Open);
    assert_eq!(picker.window(10).marked, None);
}

#[test]
fn enter_takes_the_only_one_left() {
    let mut picker = Picker::new(&partners());
    typing(&mut picker, "jim");
    assert_eq!(picker.press(Key::Enter), Step::Open, "two are left");
    typing(&mut picker, "my");
    assert_eq!(picker.press(Key::Enter), Step::Chosen(1));
    let mut picker = Picker::new(&partners());
    typing(&mut picker, "MULLER");
    assert_eq!(picker.press(Key::Enter), Step::Chosen(2));
}

#[test]
fn vim_keys_are_letters() {
    let mut picker = Picker::new(&partners());
    typing(&mut picker, "jk");
    assert_eq!((picker.typed(), picker.left().len()), ("jk", 0));
    assert_eq!(picker.press(Key::Enter), Step::Open);
}

#[test]
fn letters_take_the_marker_away() {
    let mut picker = Picker::new(&partners());
    picker.press(Key::Down);
    picker.press(Key::Down);
    assert_eq!(picker.accepted(), Some(1));
    typing(&mut picker, "jim");
    assert_eq!(picker.press(Key::Enter), Step::Open);
    picker.press(Key::Up);
    assert_eq!(picker.press(Key::Enter), Step::Chosen(1));
}

#[test]
fn a_long_list_shows_the_marked_part() {
    let many: Vec<String> = (0..500).map(|n| format!("Partner {n:03}")).collect();
    let mut picker = Picker::new(&many);
    let window = picker.window(10);
    assert_eq!((window.items.len(), window.above, window.below), (10, 0, 490));
    picker.press(Key::Last);
    let window = picker.window(10);
    assert_eq!((window.marked, window.above, window.below), (Some(499), 490, 0));
    typing(&mut picker, "49");
    assert_eq!(picker.left().len(), 15);
    typing(&mut picker, "9");
    assert_eq!(picker.press(Key::Enter), Step::Chosen(499));
}

fn keys() -> impl Strategy<Value = Key> {
    prop_oneof![
        4 => prop::char::range('a', 'd').prop_map(Key::Letter),
        1 => Just(Key::Letter(' ')),
        2 => Just(Key::Erase),
        1 => Just(Key::Clear),
        2 => Just(Key::Up),
        2 => Just(Key::Down),
        1 => Just(Key::PageUp),
        1 => Just(Key::PageDown),
        1 => Just(Key::First),
        1 => Just(Key::Last),
        3 => Just(Key::Enter),
        1 => Just(Key::Other),
    ]
}

proptest! {
    /// Whatever is pressed: an entry is chosen by Enter alone, it contains every word that was typed, and it was the
    /// only one left or was marked since the last letter.
    #[test]
    fn only_what_was_meant_is_chosen(
        names in prop::collection::vec("[a-d]{1,4}( [a-d]{1,4})?", 0..30),
        pressed in prop::collection::vec(keys(), 0..40),
        rows in 0_usize..12,
    ) {
        let mut picker = Picker::new(&names);
        let mut moved = false;
        for key in pressed {
            let (before, step) = (picker.clone(), picker.press(key));
            match key {
                Key::Letter(_) | Key::Erase | Key::Clear => moved = false,
                Key::Enter | Key::Other | Key::Escape => {}
                _ => moved = true,
            }
            let window = picker.window(rows);
            prop_assert_eq!(window.above + window.items.len() + window.below, picker.left().len());
            if let Some(marked) = window.marked {
                prop_assert!(moved && window.items.contains(&marked));
            }
            if let Step::Chosen(at) = step {
                prop_assert_eq!(key, Key::Enter);
                prop_assert!(before.typed().split_whitespace().all(|word| names[at].contains(word)));
                let only = before.left() == [at];
                prop_assert!(only || (moved && before.window(rows).marked == Some(at)));
            } else if key == Key::Enter {
                prop_assert!(before.left().len() != 1 && before.window(rows).marked.is_none());
            }
        }
    }
}
