//! Which columns a list has at which width, and what is cut.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr as _;

use crate::domain::time::{Instant, Zone};
use crate::output::brief::{Phrase, plain, words};
use crate::output::columns::{id, instant, int, list, text};
use crate::output::style::Tone;
use crate::output::{Brief, Cell, Columns, Footer, Request, Shape, Sink, View};

const COLUMNS: Columns =
    Columns::new(&[id("slug"), text("name"), text("state"), int("users"), list("owners"), text("plan"), instant("at")])
        .in_brief(&Brief {
            noun: "client",
            columns: &[
                plain(&["slug"]),
                plain(&["name"]),
                words("state", &["state"], |record| Phrase::new(record.text(), Tone::Good)),
                plain(&["users"]),
                plain(&["owners"]).rank(1),
                plain(&["plan"]).rank(2),
            ],
        });

/// 2026-11-21T14:05:00Z
const NOW: Instant = Instant::from_ms(1_795_269_900_000);

struct Row(&'static str, &'static str, i64, &'static str, &'static str);

const ROWS: [Row; 3] = [
    Row("big-shoes", "Big Shoes Inc.", 2, "ann@bigshoes.example bob@bigshoes.example", ""),
    Row("muller-sohne", "Müller & Söhne Sanitär- und Heizungsbau GmbH", 12, "ju@mueller.example", ""),
    Row("tea", "Tea", 0, "", ""),
];

fn shown(rows: &[Row], width: u16, height: u16) -> (String, Option<Footer>) {
    let mut bytes = Vec::new();
    let zone = Zone::utc();
    let view = View { zone: &zone, now: NOW, width: Some(width), height: Some(height), color: false };
    let mut sink = Sink::open(&mut bytes, Request::default().select(COLUMNS).unwrap(), Shape::List, view).unwrap();
    for Row(slug, name, users, owners, plan) in rows {
        let plan = Some(*plan).filter(|plan| !plan.is_empty());
        let cells = [
            (*slug).into(),
            (*name).into(),
            "active".into(),
            (*users).into(),
            Cell::list(*owners),
            plan.into(),
            Cell::Null,
        ];
        sink.push(&cells).unwrap();
    }
    let footer = sink.finish_list().unwrap().footer;
    (String::from_utf8(bytes).unwrap(), footer)
}

#[test]
fn a_list_is_one_line_for_each_row() {
    let (text, footer) = shown(&ROWS, 80, 24);
    insta::assert_snapshot!(text, @r"
    SLUG          NAME                       STATE   USERS  OWNERS
    big-shoes     Big Shoes Inc.             active      2  ann@bigshoes.example +1
    muller-sohne  Müller & Söhne Sanitär-…   active     12  ju@mueller.example
    tea           Tea                        active      0
    ");
    assert_eq!(footer.unwrap().sentence(), "3 clients; empty: plan; more columns with --wide or --columns");
}

#[test]
fn narrow_list_cuts_text_before_columns() {
    insta::assert_snapshot!(shown(&ROWS, 66, 24).0, @r"
    SLUG          NAME          STATE   USERS  OWNERS
    big-shoes     Big Shoes I…  active      2  ann@bigshoes.example +1
    muller-sohne  Müller & Sö…  active     12  ju@mueller.example
    tea           Tea           active      0
    ");
    let (text, footer) = shown(&ROWS, 50, 24);
    insta::assert_snapshot!(text, @r"
    SLUG          NAME                   STATE   USERS
    big-shoes     Big Shoes Inc.         active      2
    muller-sohne  Müller & Söhne Sanit…  active     12
    tea           Tea                    active      0
    ");
    let sentence = "3 clients; empty: plan; hidden: owners; more columns with --wide or --columns";
    assert_eq!(footer.unwrap().sentence(), sentence);
}

#[test]
fn identifiers_are_whole_at_every_width() {
    for width in 1..200 {
        let (text, _) = shown(&ROWS, width, 24);
        assert_eq!(text.lines().count(), 4, "{width}");
        assert!(["big-shoes", "muller-sohne", "tea"].iter().all(|slug| text.contains(slug)), "{width}:\n{text}");
        let fits = width >= 12;
        assert!(!fits || text.lines().all(|line| line.width() <= usize::from(width)), "{width}:\n{text}");
    }
}

#[test]
fn columns_leave_before_the_grid_breaks() {
    let (text, footer) = shown(&ROWS, 30, 24);
    insta::assert_snapshot!(text, @"
    SLUG          NAME
    big-shoes     Big Shoes Inc.
    muller-sohne  Müller & Söhne…
    tea           Tea
    ");
    assert_eq!(
        footer.unwrap().sentence(),
        "3 clients; empty: plan; hidden: state, users, owners; more columns with --wide or --columns"
    );
    let (text, footer) = shown(&ROWS, 20, 24);
    insta::assert_snapshot!(text, @"
    SLUG          STATE
    big-shoes     active
    muller-sohne  active
    tea           active
    ");
    assert_eq!(
        footer.unwrap().sentence(),
        "3 clients; empty: plan; hidden: name, users, owners; more columns with --wide or --columns"
    );
}

const LONG: &str = "a-slug-that-is-much-longer-than-all-the-others";

/// Where one of very many identifiers is long, the others do not lose columns for it.
#[test]
fn long_identifier_takes_room_in_its_row() {
    let mut rows: Vec<Row> = (0..150).map(|_| Row("shop", "A shop that has a rather long name", 1, "", "")).collect();
    rows.insert(1, Row(LONG, "A shop that has a rather long name", 1, "", ""));
    let of = |width| {
        let (text, _) = shown(&rows, width, 24);
        let lines: Vec<&str> = text.lines().take(4).collect();
        lines.join("\n")
    };
    insta::assert_snapshot!(of(70), @"
    SLUG                         NAME                        STATE   USERS
    shop                         A shop that has a rather…   active      1
    a-slug-that-is-much-longer-than-all-the-others  A shop…  active      1
    shop                         A shop that has a rather…   active      1
    ");
    insta::assert_snapshot!(of(60), @"
    SLUG                    NAME                   STATE   USERS
    shop                    A shop that has a ra…  active      1
    a-slug-that-is-much-longer-than-all-the-others
                            A shop that has a ra…  active      1
    ");
}

#[test]
fn later_rows_keep_the_columns_of_the_first() {
    let mut rows: Vec<Row> = (0..10).map(|_| Row("shop", "Shop", 1, "", "")).collect();
    rows.push(Row("a-longer-slug", "Shoes and more", 1, "", "pro"));
    rows.push(Row("tea", "Tea", 1, "", ""));
    let (text, footer) = shown(&rows, 80, 1);
    let last: Vec<&str> = text.lines().skip(10).collect();
    insta::assert_snapshot!(last.join("\n"), @"
    shop  Shop  active      1
    a-longer-slug  Shoes a…  active  1
    tea   Tea   active      1
    ");
    let sentence = "12 clients; empty: owners; hidden, though later rows have something there: plan; more columns with --wide or --columns";
    assert_eq!(footer.unwrap().sentence(), sentence);
}

#[test]
fn no_rows_print_nothing() {
    assert_eq!(shown(&[], 80, 24), (String::new(), None));
}

const ROWS_OF_A_TABLE: Columns =
    Columns::new(&[int("line"), id("slug"), list("owners"), text("state"), text("message"), id("command")]).in_brief(
        &Brief {
            noun: "row",
            columns: &[
                plain(&["line"]),
                plain(&["slug"]),
                plain(&["owners"]).rank(2),
                words("state", &["state"], |record| Phrase::plain(record.text())).whole(),
                plain(&["message"]).whole().below(),
                plain(&["command"]).below(),
            ],
        },
    );

/// A row of [`ROWS_OF_A_TABLE`], as text.
type Texts = [String; 6];

fn table(rows: &[Texts], width: u16, height: u16) -> (String, Option<Footer>) {
    let mut bytes = Vec::new();
    let zone = Zone::utc();
    let view = View { zone: &zone, now: NOW, width: Some(width), height: Some(height), color: false };
    let selection = Request::default().select(ROWS_OF_A_TABLE).unwrap();
    let mut sink = Sink::open(&mut bytes, selection, Shape::List, view).unwrap();
    for [line, slug, owners, state, message, command] in rows {
        let cells = [
            Cell::Int(line.parse().unwrap()),
            slug.into(),
            Cell::list(owners),
            state.into(),
            message.into(),
            command.into(),
        ];
        sink.push(&cells).unwrap();
    }
    let footer = sink.finish_list().unwrap().footer;
    (String::from_utf8(bytes).unwrap(), footer)
}

fn texts(cells: [&str; 6]) -> Texts {
    cells.map(str::to_owned)
}

/// A reason is read to its end, and a command that does not fit is in a line of its own; a row without a slug keeps its
/// place.
#[test]
fn text_folds_below_its_head() {
    let rows = [
        texts(["2", "big-shoes", "jim@bigshoes.example", "created", "", ""]),
        texts([
            "27",
            "",
            "",
            "failed",
            "domain: kunde is no domain; plan: gold is none of starter and pro",
            "partnerctl client show big-shoes",
        ]),
    ];
    insta::assert_snapshot!(table(&rows, 70, 24).0, @"
    LINE  SLUG       STATE    MESSAGE
       2  big-shoes  created
      27             failed   domain: kunde is no domain; plan: gold is
                              none of starter and pro
        partnerctl client show big-shoes
    ");
    insta::assert_snapshot!(table(&rows, 40, 24).0, @"
    LINE  SLUG       STATE
       2  big-shoes  created
      27             failed
        domain: kunde is no domain; plan:
        gold is none of starter and pro
        partnerctl client show big-shoes
    ");
    assert_eq!(
        table(&rows, 40, 24).1.unwrap().sentence(),
        "2 rows; hidden: owners; more columns with --wide or --columns"
    );
}

/// Where each head begins in the first line. Numbers end below their head, and are in the first column here.
fn places(head: &str) -> Vec<(usize, &str)> {
    let starts = head.match_indices(|c: char| c != ' ').map(|(at, _)| at);
    let starts = starts.filter(|at| head[..*at].trim().is_empty() || head[..*at].ends_with("  "));
    let mut places: Vec<_> = starts.map(|at| (at, head[at..].split("  ").next().unwrap_or_default())).collect();
    if let Some((at, _)) = places.first_mut() {
        *at = 0;
    }
    places
}

fn any_texts() -> impl Strategy<Value = Texts> {
    let owners = proptest::collection::vec("[a-z]{1,12}@[a-z]{1,20}", 0..4).prop_map(|owners| owners.join(" "));
    let message = proptest::collection::vec("[a-z]{1,12}", 0..12).prop_map(|words| words.join(" "));
    ("[1-9][0-9]{0,4}", "[a-z]{0,30}", owners, "([a-z]{1,8} ?){0,4}[a-z]", message, "(partnerctl [a-z]{1,60})?")
        .prop_map(|(line, slug, owners, state, message, command)| [line, slug, owners, state, message, command])
}

proptest! {
    /// Each cell begins in the place of its column, unless an identifier in its row is longer than its column.
    #[test]
    fn every_row_keeps_the_grid(rows in proptest::collection::vec(any_texts(), 1..40), width in 20..160_u16, height in 1..4_u16) {
        let (text, _) = table(&rows, width, height);
        let mut lines = text.lines();
        let head = places(lines.next().unwrap_or_default());
        let ends: Vec<usize> = head.iter().skip(1).map(|(at, _)| at - 2).chain([usize::from(width)]).collect();
        let place_of = |name: &str| head.iter().position(|(_, head)| *head == name);
        let column = |name: &str| place_of(name).map(|nth| (head[nth].0, ends[nth]));
        let lines: Vec<&str> = lines.collect();
        let mut at = 0;
        for (nth, [number, slug, owners, state, message, command]) in rows.iter().enumerate() {
            let first = lines[at];
            at += 1;
            let begun = at;
            while lines.get(at).is_some_and(|line| line.starts_with(' ') && !line.trim_start().starts_with(|c: char| c.is_ascii_digit())) {
                at += 1;
            }
            let all = lines[begun - 1..at].join("\n");
            let is_wide = |name: &str, text: &str| column(name).is_some_and(|(from, to)| text.width() > to - from);
            let words_wide = message.split(' ').any(|word| is_wide("MESSAGE", word));
            // The first rows decide on the widths.
            let is_held = nth < 10 * usize::from(height);
            prop_assert!(!is_held || !is_wide("SLUG", slug) && !is_wide("COMMAND", command) && !words_wide, "{}", text);
            if is_wide("LINE", number) || is_wide("SLUG", slug) || is_wide("COMMAND", command) || words_wide {
                prop_assert!(place_of("SLUG").is_none() || all.contains(slug.as_str()), "{}", text);
                continue;
            }
            prop_assert!(all.lines().all(|line| line.width() <= usize::from(width) || line.trim_start() == command), "{}", text);
            let first: Vec<char> = first.chars().collect();
            let is_blank = |at: usize| first.get(at).is_none_or(|c| *c == ' ');
            for (name, cell) in [("SLUG", slug), ("OWNERS", owners), ("STATE", state), ("MESSAGE", message)] {
                let Some((from, _)) = column(name) else { continue };
                prop_assert_eq!(!is_blank(from), !cell.is_empty(), "{} of {:?} in\n{}", name, cell, text);
                prop_assert!(from < 2 || is_blank(from - 1) && is_blank(from - 2), "{} in\n{}", name, text);
            }
            prop_assert!(place_of("SLUG").is_none() || all.contains(slug.as_str()));
            prop_assert!(all.contains(command.as_str()), "{:?} in\n{}", command, text);
        }
        prop_assert_eq!(at, lines.len());
    }
}
