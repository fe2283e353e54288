//! Which columns a list has at which width, and what is cut.

use unicode_width::UnicodeWidthStr as _;

use super::{cut, whole_items};
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
    assert_eq!(footer.unwrap().sentence(), "3 clients; left out: plan; more columns with --wide or --columns");
}

#[test]
fn a_narrow_list_cuts_text_and_counts_items_before_columns_leave() {
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
    let sentence = "3 clients; left out: plan; no room for: owners; more columns with --wide or --columns";
    assert_eq!(footer.unwrap().sentence(), sentence);
}

#[test]
fn identifiers_are_whole_at_every_width() {
    for width in 1..200 {
        let (text, _) = shown(&ROWS, width, 24);
        assert_eq!(text.lines().count(), 4, "{width}");
        assert!(["big-shoes", "muller-sohne", "tea"].iter().all(|slug| text.contains(slug)), "{width}:\n{text}");
        let fits = width >= 46;
        assert!(!fits || text.lines().all(|line| line.width() <= usize::from(width)), "{width}:\n{text}");
    }
}

#[test]
fn one_long_identifier_takes_room_only_in_its_row() {
    let long = "a-slug-that-is-much-longer-than-all-the-others";
    let mut rows: Vec<Row> = (0..20).map(|_| Row("shop", "A shop that has a rather long name", 1, "", "")).collect();
    rows.push(Row(long, "A shop that has a rather long name", 1, "", ""));
    let (text, _) = shown(&rows, 70, 24);
    let line = |nth: usize| text.lines().nth(nth).unwrap();
    insta::assert_snapshot!([line(0), line(1), line(21)].join("\n"), @r"
    SLUG                         NAME                        STATE   USERS
    shop                         A shop that has a rather…   active      1
    a-slug-that-is-much-longer-than-all-the-others  A shop…  active      1
    ");
}

#[test]
fn later_rows_keep_the_columns_of_the_first() {
    let mut rows: Vec<Row> = (0..10).map(|_| Row("shop", "Shop", 1, "", "")).collect();
    rows.push(Row("a-longer-slug", "Shop", 1, "", "pro"));
    let (text, footer) = shown(&rows, 80, 1);
    assert_eq!(text.lines().last(), Some("a-longer-slug  Shop  active  1"));
    let sentence = "11 clients; left out: owners; not shown, though later rows have it: plan; more columns with --wide or --columns";
    assert_eq!(footer.unwrap().sentence(), sentence);
}

#[test]
fn no_rows_print_nothing() {
    assert_eq!(shown(&[], 80, 24), (String::new(), None));
}

#[test]
fn text_is_cut_by_its_width() {
    assert_eq!(cut("Übergröße", 9), "Übergröße");
    assert_eq!(cut("Übergröße", 8), "Übergrö…");
    assert_eq!(cut("two words", 5), "two…");
    assert_eq!(cut("靴靴靴", 4), "靴…");
    assert_eq!(cut("abc", 1), "…");
}

#[test]
fn items_are_whole_or_counted() {
    assert_eq!(whole_items("ann bob cy", 10), "ann bob cy");
    assert_eq!(whole_items("ann bob cy", 9), "ann +2");
    assert_eq!(whole_items("ann bob cyrus", 12), "ann bob +1");
    assert_eq!(whole_items("ann bob cy", 1), "ann +2");
    assert_eq!(whole_items("alone", 1), "alone");
}
