//! Every format with no record, one and many, and what must hold for any record.

use std::io::{self, Write};

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::columns::{boolean, id, instant, int, json as nested, list, text};
use super::sanitise::for_terminal_lines;
use super::{Cell, Columns, Format, Header, Request, Selection, Shape, Sink, View};
use crate::domain::id::ClientId;
use crate::domain::time::{Instant, Zone};
use crate::error::{Code, Result};

const COLUMNS: Columns = Columns::new(&[
    id("client_id"),
    id("client_slug"),
    text("name"),
    list("owners"),
    int("send_count"),
    boolean("active"),
    instant("invited_at"),
    nested("missing"),
])
.with_fields();

/// 2026-11-21T14:05:00Z
const NOW: Instant = Instant::from_ms(1_795_269_900_000);
const DAY: i64 = 86_400_000;

struct Client {
    id: ClientId,
    slug: &'static str,
    name: &'static str,
    owners: &'static str,
    sent: i64,
    invited: Option<Instant>,
    missing: Value,
}

impl Client {
    fn cells(&self) -> [Cell<'_>; 8] {
        [
            Cell::shown(&self.id),
            self.slug.into(),
            self.name.into(),
            Cell::list(self.owners),
            self.sent.into(),
            (self.sent == 0).into(),
            self.invited.into(),
            (&self.missing).into(),
        ]
    }
}

fn clients() -> [Client; 3] {
    [
        Client {
            id: ClientId::new(100_001),
            slug: "big-shoes",
            name: "Big \"Shoes\", Inc.",
            owners: "ann@bigshoes.example bob@bigshoes.example",
            sent: 2,
            invited: Some(Instant::from_ms(NOW.ms() - 3 * DAY)),
            missing: json!([{"code": "link", "who": "owner"}]),
        },
        Client {
            id: ClientId::new(100_002),
            slug: "big-show",
            name: "Big Show\u{202e}\x1b[2J",
            owners: "",
            sent: 0,
            invited: None,
            missing: json!([]),
        },
        Client {
            id: ClientId::new(100_010),
            slug: "uebergroesse",
            name: "Übergröße 靴 Schuhfabrik und Söhne Aktiengesellschaft",
            owners: "chef@uebergroesse.example",
            sent: 10,
            invited: Some(NOW),
            missing: json!([]),
        },
    ]
}

fn selection(format: Format) -> Selection {
    Request { format, ..Request::default() }.select(COLUMNS).unwrap()
}

fn printed(selection: Selection, shape: Shape, width: Option<u16>, clients: &[Client]) -> String {
    let zone = Zone::named("Europe/Berlin").unwrap();
    let mut bytes = Vec::new();
    let view = View { zone: &zone, now: NOW, width, height: None, color: false };
    let mut sink = Sink::open(&mut bytes, selection, shape, view).unwrap();
    for client in clients {
        sink.push(&client.cells()).unwrap();
    }
    sink.finish().unwrap();
    String::from_utf8(bytes).unwrap()
}

fn in_format(format: Format, count: usize) -> String {
    printed(selection(format), Shape::List, None, &clients()[..count])
}

fn sorted(by: &str) -> Vec<String> {
    let request = Request {
        format: Format::Csv,
        columns: Some("client_slug".to_owned()),
        sort: Some(by.to_owned()),
        ..Request::default()
    };
    let csv = printed(request.select(COLUMNS).unwrap(), Shape::List, None, &clients());
    csv.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn every_text_ends_with_one_line_end() {
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Xlsx) {
        for count in 0..=3 {
            let text = in_format(format, count);
            let nothing = count == 0 && matches!(format, Format::Table | Format::Ndjson);
            assert!(if nothing { text.is_empty() } else { text.ends_with('\n') && !text.ends_with("\n\n") });
        }
        let one = printed(selection(format), Shape::One, None, &clients()[..1]);
        assert!(one.ends_with('\n') && !one.ends_with("\n\n"));
    }
}

#[test]
fn csv_with_no_row_one_and_many() {
    insta::assert_snapshot!(in_format(Format::Csv, 0), @"
    client_id,client_slug,name,owners,send_count,active,invited_at,missing
    ");
    insta::assert_snapshot!(in_format(Format::Csv, 1), @r#"
    client_id,client_slug,name,owners,send_count,active,invited_at,missing
    C100001-9,big-shoes,"Big ""Shoes"", Inc.",ann@bigshoes.example bob@bigshoes.example,2,false,2026-11-18T14:05:00.000Z,"[{""code"":""link"",""who"":""owner""}]"
    "#);
    insta::assert_snapshot!(for_terminal_lines(&in_format(Format::Csv, 3)), @r#"
    client_id,client_slug,name,owners,send_count,active,invited_at,missing
    C100001-9,big-shoes,"Big ""Shoes"", Inc.",ann@bigshoes.example bob@bigshoes.example,2,false,2026-11-18T14:05:00.000Z,"[{""code"":""link"",""who"":""owner""}]"
    C100002-4,big-show,Big Show\u{202e}\x1b[2J,,0,true,,[]
    C100010-0,uebergroesse,Übergröße 靴 Schuhfabrik und Söhne Aktiengesellschaft,chef@uebergroesse.example,10,false,2026-11-21T14:05:00.000Z,[]
    "#);
}

#[test]
fn tsv_with_no_row_one_and_many() {
    let header = "client_id\tclient_slug\tname\towners\tsend_count\tactive\tinvited_at\tmissing\n";
    assert_eq!(in_format(Format::Tsv, 0), header);
    let rows = "C100001-9\tbig-shoes\tBig \"Shoes\", Inc.\tann@bigshoes.example bob@bigshoes.example\t2\tfalse\t\
                2026-11-18T14:05:00.000Z\t[{\"code\":\"link\",\"who\":\"owner\"}]\n\
                C100002-4\tbig-show\tBig Show\u{202e}\x1b[2J\t\t0\ttrue\t\t[]\n";
    assert_eq!(in_format(Format::Tsv, 2), format!("{header}{rows}"));
}

#[test]
fn tsv_record_stays_one_line() {
    const REPLY: Columns = Columns::new(&[text("reply"), id("shown"), text("last")]);
    let mut bytes = Vec::new();
    let view = View { zone: &Zone::utc(), now: NOW, width: None, height: None, color: false };
    let request = Request { format: Format::Tsv, header: Header::Omitted, ..Request::default() };
    let mut sink = Sink::open(&mut bytes, request.select(REPLY).unwrap(), Shape::List, view).unwrap();
    sink.push(&["\t550\tno\r\n".into(), Cell::shown(&"a\n\nb"), "".into()]).unwrap();
    sink.push(&["C:\\temp".into(), Cell::Null, Cell::Null]).unwrap();
    sink.finish().unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "\\t550\\tno\\r\\n\ta\\n\\nb\t\nC:\\temp\t\t\n");
}

#[test]
fn json_with_no_record_one_and_many() {
    insta::assert_snapshot!(in_format(Format::Json, 0), @"
    []
    ");
    insta::assert_snapshot!(in_format(Format::Json, 1), @r#"
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","name":"Big \"Shoes\", Inc.","owners":["ann@bigshoes.example","bob@bigshoes.example"],"send_count":2,"active":false,"invited_at":"2026-11-18T14:05:00.000Z","missing":[{"code":"link","who":"owner"}]}
    ]
    "#);
    insta::assert_snapshot!(in_format(Format::Json, 3), @r#"
    [
    {"client_id":"C100001-9","client_slug":"big-shoes","name":"Big \"Shoes\", Inc.","owners":["ann@bigshoes.example","bob@bigshoes.example"],"send_count":2,"active":false,"invited_at":"2026-11-18T14:05:00.000Z","missing":[{"code":"link","who":"owner"}]},
    {"client_id":"C100002-4","client_slug":"big-show","name":"Big Show\u202e\u001b[2J","owners":[],"send_count":0,"active":true,"invited_at":null,"missing":[]},
    {"client_id":"C100010-0","client_slug":"uebergroesse","name":"Übergröße 靴 Schuhfabrik und Söhne Aktiengesellschaft","owners":["chef@uebergroesse.example"],"send_count":10,"active":false,"invited_at":"2026-11-21T14:05:00.000Z","missing":[]}
    ]
    "#);
}

#[test]
fn ndjson_with_no_record_one_and_many() {
    insta::assert_snapshot!(in_format(Format::Ndjson, 0), @"");
    insta::assert_snapshot!(in_format(Format::Ndjson, 1), @r#"
    {"client_id":"C100001-9","client_slug":"big-shoes","name":"Big \"Shoes\", Inc.","owners":["ann@bigshoes.example","bob@bigshoes.example"],"send_count":2,"active":false,"invited_at":"2026-11-18T14:05:00.000Z","missing":[{"code":"link","who":"owner"}]}
    "#);
    insta::assert_snapshot!(in_format(Format::Ndjson, 3), @r#"
    {"client_id":"C100001-9","client_slug":"big-shoes","name":"Big \"Shoes\", Inc.","owners":["ann@bigshoes.example","bob@bigshoes.example"],"send_count":2,"active":false,"invited_at":"2026-11-18T14:05:00.000Z","missing":[{"code":"link","who":"owner"}]}
    {"client_id":"C100002-4","client_slug":"big-show","name":"Big Show\u202e\u001b[2J","owners":[],"send_count":0,"active":true,"invited_at":null,"missing":[]}
    {"client_id":"C100010-0","client_slug":"uebergroesse","name":"Übergröße 靴 Schuhfabrik und Söhne Aktiengesellschaft","owners":["chef@uebergroesse.example"],"send_count":10,"active":false,"invited_at":"2026-11-21T14:05:00.000Z","missing":[]}
    "#);
}

#[test]
fn piped_tables_with_no_row_one_and_many() {
    insta::assert_snapshot!(in_format(Format::Table, 0), @"");
    insta::assert_snapshot!(in_format(Format::Table, 1), @r#"
    client_id  client_slug  name               owners                                     send_count  active  invited_at             missing
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes    Big "Shoes", Inc.  ann@bigshoes.example bob@bigshoes.example           2  no      18 Nov 2026 15:05 CET  [{"code":"link","who":"owner"}]
    "#);
    insta::assert_snapshot!(in_format(Format::Table, 3), @r#"
    client_id  client_slug   name                                                   owners                                     send_count  active  invited_at             missing
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes     Big "Shoes", Inc.                                      ann@bigshoes.example bob@bigshoes.example           2  no      18 Nov 2026 15:05 CET  [{"code":"link","who":"owner"}]
    C100002-4  big-show      Big Show\u{202e}\x1b[2J                                                                                    0  yes                            []
    C100010-0  uebergroesse  Übergröße 靴 Schuhfabrik und Söhne Aktiengesellschaft  chef@uebergroesse.example                          10  no      21 Nov 2026 15:05 CET  []
    "#);
}

#[test]
fn terminal_words_wrap_and_times_are_local() {
    insta::assert_snapshot!(printed(selection(Format::Table), Shape::List, Some(160), &clients()), @r#"
    client_id  client_slug   name                          owners                     send_count  active  invited_at             missing
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
    C100001-9  big-shoes     Big "Shoes", Inc.             ann@bigshoes.example                2  no      18 Nov 2026 15:05 CET  [{"code":"link","who":"owner"}]
                                                           bob@bigshoes.example                           (3 days ago)
    C100002-4  big-show      Big Show\u{202e}\x1b[2J                                           0  yes                            []
    C100010-0  uebergroesse  Übergröße 靴 Schuhfabrik und  chef@uebergroesse.example          10  no      21 Nov 2026 15:05 CET  []
                             Söhne Aktiengesellschaft                                                     (just now)
    "#);
}

#[test]
fn table_is_never_wider_than_the_terminal() {
    for width in 20..250 {
        let shown = printed(selection(Format::Table), Shape::List, Some(width), &clients());
        let is_table = shown.contains('─');
        assert!(!is_table || shown.lines().all(|line| line.width() <= usize::from(width)), "{width}:\n{shown}");
        assert!(width < 160 || is_table, "{width}");
        for whole in ["C100001-9", "uebergroesse", "ann@bigshoes.example", "chef@uebergroesse.example"] {
            assert!(shown.contains(whole), "{width}: {whole}");
        }
    }
}

#[test]
fn wide_identifiers_make_cards() {
    insta::assert_snapshot!(printed(selection(Format::Table), Shape::List, Some(60), &clients()[..2]), @r#"
    client_id    C100001-9
    client_slug  big-shoes
    name         Big "Shoes", Inc.
    owners       ann@bigshoes.example bob@bigshoes.example
    send_count   2
    active       no
    invited_at   18 Nov 2026 15:05 CET (3 days ago)
    missing      [{"code":"link","who":"owner"}]

    client_id    C100002-4
    client_slug  big-show
    name         Big Show\u{202e}\x1b[2J
    owners
    send_count   0
    active       yes
    invited_at
    missing      []
    "#);
}

#[test]
fn one_record_is_a_card_or_an_object() {
    insta::assert_snapshot!(printed(selection(Format::Table), Shape::One, None, &clients()[..1]), @r#"
    client_id    C100001-9
    client_slug  big-shoes
    name         Big "Shoes", Inc.
    owners       ann@bigshoes.example bob@bigshoes.example
    send_count   2
    active       no
    invited_at   18 Nov 2026 15:05 CET
    missing      [{"code":"link","who":"owner"}]
    "#);
    insta::assert_snapshot!(printed(selection(Format::Json), Shape::One, None, &clients()[..1]), @r#"
    {
      "client_id": "C100001-9",
      "client_slug": "big-shoes",
      "name": "Big \"Shoes\", Inc.",
      "owners": ["ann@bigshoes.example","bob@bigshoes.example"],
      "send_count": 2,
      "active": false,
      "invited_at": "2026-11-18T14:05:00.000Z",
      "missing": [{"code":"link","who":"owner"}]
    }
    "#);
}

#[test]
fn change_prints_its_id_or_record() {
    let changed = |format| printed(selection(format), Shape::Changed("client_id"), None, &clients()[..1]);
    assert_eq!(changed(Format::Table), "C100001-9\n");
    assert!(changed(Format::Json).starts_with("{\n  \"client_id\": \"C100001-9\",\n"));
    let several =
        |format, count| printed(selection(format), Shape::ChangedMany("client_id"), None, &clients()[..count]);
    assert_eq!(several(Format::Table, 2), "C100001-9\nC100002-4\n");
    assert!(several(Format::Json, 1).starts_with("[\n{\"client_id\":"));
}

#[test]
fn rows_sort_with_nulls_last() {
    assert_eq!(sorted("client_id"), ["big-shoes", "big-show", "uebergroesse"]);
    assert_eq!(sorted("-send_count"), ["uebergroesse", "big-shoes", "big-show"]);
    assert_eq!(sorted("invited_at"), ["big-shoes", "uebergroesse", "big-show"]);
    assert_eq!(sorted("-invited_at"), ["big-show", "uebergroesse", "big-shoes"]);
    assert_eq!(sorted("name"), ["big-shoes", "big-show", "uebergroesse"]);
}

#[test]
fn spreadsheet_csv_has_bom_and_no_formulas() {
    const SHEET: Columns = Columns::new(&[text("name"), instant("at")]);
    let request = Request { format: Format::Csv, spreadsheet_safe: true, ..Request::default() };
    let mut bytes = Vec::new();
    let view = View { zone: &Zone::utc(), now: NOW, width: None, height: None, color: false };
    let mut sink = Sink::open(&mut bytes, request.select(SHEET).unwrap(), Shape::List, view).unwrap();
    for name in ["=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1", "\r=1", "a;=1", "a-b", "=A\"1\""] {
        sink.push(&[name.into(), NOW.into()]).unwrap();
    }
    sink.finish().unwrap();
    insta::assert_snapshot!(for_terminal_lines(&String::from_utf8(bytes).unwrap()), @r#"
    \u{feff}name,at
    '=1+1,2026-11-21 14:05:00
    '+49 30,2026-11-21 14:05:00
    '-1,2026-11-21 14:05:00
    '@SUM(A1),2026-11-21 14:05:00
    "'\t=1",2026-11-21 14:05:00
    "'\r=1",2026-11-21 14:05:00
    "a;=1",2026-11-21 14:05:00
    a-b,2026-11-21 14:05:00
    "'=A""1""",2026-11-21 14:05:00
    "#);
}

#[test]
fn chosen_fields_follow_declared_cells() {
    let request = Request { columns: Some("field.vat,client_slug".to_owned()), ..Request::default() };
    let selection = Request { format: Format::Csv, ..request }.select(COLUMNS).unwrap();
    let mut bytes = Vec::new();
    let view = View { zone: &Zone::utc(), now: NOW, width: None, height: None, color: false };
    let mut sink = Sink::open(&mut bytes, selection, Shape::List, view).unwrap();
    let client = &clients()[0];
    let mut cells = client.cells().to_vec();
    assert_eq!(sink.push(&cells).unwrap_err().code(), Code::Bug);
    cells.push("DE123".into());
    sink.push(&cells).unwrap();
    sink.finish().unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "field.vat,client_slug\nDE123,big-shoes\n");
}

/// Counts the writes and can refuse them.
#[derive(Default)]
struct Reader {
    chunks: Vec<usize>,
    leaves_after: Option<usize>,
}

impl Write for &mut Reader {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.leaves_after == Some(self.chunks.len()) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.chunks.push(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn push_many(out: impl Write, rows: usize, going_on: bool) -> Result<()> {
    let zone = Zone::utc();
    let view = View { zone: &zone, now: NOW, width: None, height: None, color: false };
    let mut sink = Sink::open(out, selection(Format::Csv), Shape::List, view)?;
    if going_on {
        sink = sink.going_on_without_reader();
    }
    let clients = clients();
    for nth in 0..rows {
        sink.push(&clients[nth % 3].cells())?;
    }
    sink.finish()
}

#[test]
fn first_row_leaves_at_once_then_chunks() {
    let mut reader = Reader::default();
    push_many(&mut reader, 10_000, false).unwrap();
    assert!(reader.chunks[0] < 300, "{:?}", reader.chunks);
    assert!(reader.chunks.len() < 30, "{:?}", reader.chunks);
}

#[test]
fn full_disk_fails_and_a_closed_reader_does_not() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    assert_eq!(push_many(&full, 0, false).unwrap_err().code(), Code::Failed);
    assert_eq!(push_many(&full, 5, false).unwrap_err().code(), Code::Failed);
    assert!(!push_many(&full, 5, true).unwrap_err().is_reader_gone());

    let leaves = |after| Reader { leaves_after: Some(after), ..Reader::default() };
    assert!(push_many(&mut leaves(0), 5, false).unwrap_err().is_reader_gone());
    assert!(push_many(&mut leaves(1), 5_000, false).unwrap_err().is_reader_gone());
    push_many(&mut leaves(1), 5_000, true).unwrap();
}

#[test]
fn early_failure_prints_no_half_document() {
    for format in Format::ALL {
        let mut bytes = Vec::new();
        let view = View { zone: &Zone::utc(), now: NOW, width: None, height: None, color: false };
        drop(Sink::open(&mut bytes, selection(format), Shape::List, view).unwrap());
        assert!(bytes.is_empty(), "{format:?}");
    }
}
