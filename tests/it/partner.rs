//! `partner`: companies that work in clients' accounts.

use insta::assert_snapshot;

use crate::support::World;

#[test]
fn partner_is_made_once_and_found() {
    let mut world = World::new();
    let line = "partner add \"Jim's Web\" --slug jims-web --contact-email Office@jimsweb.example";
    assert_snapshot!(world.run(line), @"
    $ partnerctl partner add Jim's Web --slug jims-web --contact-email Office@jimsweb.example
    ptn_1
    --- stderr
    Jim's Web is a partner: jims-web (ptn_1)
    hint: add its first user with `partnerctl partner add-user EMAIL -p jims-web --first-name F --last-name L`
    --- exit 0
    ");
    assert_snapshot!(world.run(&format!("{line} --json")), @r#"
    $ partnerctl partner add Jim's Web --slug jims-web --contact-email Office@jimsweb.example --json
    {
      "partner_id": "ptn_1",
      "partner": "jims-web",
      "name": "Jim's Web",
      "contact_email": "Office@jimsweb.example",
      "state": "active",
      "result": "unchanged"
    }
    --- exit 0
    "#);
    assert_snapshot!(world.run("partner show ptn_1"), @"
    $ partnerctl partner show ptn_1
    partner_id     ptn_1
    partner        jims-web
    name           Jim's Web
    contact_email  Office@jimsweb.example
    state          active
    users          0
    clients        0
    created_at     21 Nov 2026 09:00 UTC
    --- stderr
    hint: its users are in `partnerctl partner list-users -p jims-web`
    --- exit 0
    ");
    assert_snapshot!(world.run("partner show jims-web --json"), @r#"
    $ partnerctl partner show jims-web --json
    {
      "partner_id": "ptn_1",
      "partner": "jims-web",
      "name": "Jim's Web",
      "contact_email": "Office@jimsweb.example",
      "state": "active",
      "users": 0,
      "clients": 0,
      "created_at": "2026-11-21T09:00:02.000Z"
    }
    --- stderr
    hint: its users are in `partnerctl partner list-users -p jims-web`
    --- exit 0
    "#);
    assert_eq!(
        world.sql("SELECT action, entity_id, outcome FROM audit WHERE action LIKE 'partner%'"),
        ["partner.add|ptn_1|done", "partner.add|ptn_1|unchanged"]
    );
}

#[test]
fn same_slug_for_another_is_a_conflict() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("partner add 'Jims Webshop' --slug jims-web --contact-email a@b.example"), @r#"
    $ partnerctl partner add Jims Webshop --slug jims-web --contact-email a@b.example
    --- stderr
    error: the slug jims-web belongs to ptn_1: its name is "Jim's Web", not "Jims Webshop"; its contact is office@jimsweb.example, not a@b.example
    hint: if it is the same partner, change it with `partnerctl partner edit jims-web --name 'Jims Webshop' --contact-email a@b.example`
    hint: else choose another slug
    --- exit 4
    "#);
}

#[test]
fn look_alike_slug_must_name_its_twin() {
    let mut world = World::with_story();
    for slug in ["j1ms-web", "jimsweb", "jim-web", "jims-webs"] {
        world
            .run(&format!("partner add Other --slug {slug}"))
            .fails(4)
            .says("could be taken for jims-web (ptn_1) Jim's Web");
    }
    world.run("partner add Other --slug jimsweb --allow-similar ptn_1").ok();
    world.run("partner add Third --slug quite-other --allow-similar ptn_1").fails(2).says("does not look alike");
    world.run("partner add \"JIM'S WEB\" --slug second").ok().says("warning: jims-web (ptn_1) has the same name");
}

#[test]
fn partners_are_listed_in_every_format() {
    let mut world = World::new();
    assert_snapshot!(world.run("partner list"), @"
    $ partnerctl partner list
    --- stderr
    note: there is no partner yet; add one with `partnerctl partner add NAME --slug SLUG`
    --- exit 0
    ");
    assert_snapshot!(world.run("partner list --json"), @"
    $ partnerctl partner list --json
    []
    --- stderr
    note: there is no partner yet; add one with `partnerctl partner add NAME --slug SLUG`
    --- exit 0
    ");
    assert_snapshot!(world.run("partner list --csv"), @"
    $ partnerctl partner list --csv
    partner_id,partner,name,contact_email,state,users,clients,created_at
    --- stderr
    note: there is no partner yet; add one with `partnerctl partner add NAME --slug SLUG`
    --- exit 0
    ");
    assert_snapshot!(world.run("partner list --format ndjson"), @"
    $ partnerctl partner list --format ndjson
    --- stderr
    note: there is no partner yet; add one with `partnerctl partner add NAME --slug SLUG`
    --- exit 0
    ");
    world.run("partner add \"Jim's Web\" --slug jims-web --contact-email office@jimsweb.example").ok();
    assert_snapshot!(world.run("partner list"), @"
    $ partnerctl partner list
    partner_id  partner   name       contact_email           state   users  clients  created_at
    ──────────────────────────────────────────────────────────────────────────────────────────────────────
    ptn_1       jims-web  Jim's Web  office@jimsweb.example  active      0        0  21 Nov 2026 09:00 UTC
    --- exit 0
    ");
    world.run("partner add Bücher-Bären --slug baeren").ok();
    assert_snapshot!(world.run("partner list"), @"
    $ partnerctl partner list
    partner_id  partner   name          contact_email           state   users  clients  created_at
    ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    ptn_1       jims-web  Jim's Web     office@jimsweb.example  active      0        0  21 Nov 2026 09:00 UTC
    ptn_2       baeren    Bücher-Bären                          active      0        0  21 Nov 2026 09:00 UTC
    --- exit 0
    ");
    assert_snapshot!(world.run("partner list --json"), @r#"
    $ partnerctl partner list --json
    [
    {"partner_id":"ptn_1","partner":"jims-web","name":"Jim's Web","contact_email":"office@jimsweb.example","state":"active","users":0,"clients":0,"created_at":"2026-11-21T09:00:06.000Z"},
    {"partner_id":"ptn_2","partner":"baeren","name":"Bücher-Bären","contact_email":null,"state":"active","users":0,"clients":0,"created_at":"2026-11-21T09:00:08.000Z"}
    ]
    --- exit 0
    "#);
    assert_snapshot!(world.run("partner list --csv"), @"
    $ partnerctl partner list --csv
    partner_id,partner,name,contact_email,state,users,clients,created_at
    ptn_1,jims-web,Jim's Web,office@jimsweb.example,active,0,0,2026-11-21T09:00:06.000Z
    ptn_2,baeren,Bücher-Bären,,active,0,0,2026-11-21T09:00:08.000Z
    --- exit 0
    ");
    assert_snapshot!(world.run("partner list --format ndjson --sort -partner --columns partner,name"), @r#"
    $ partnerctl partner list --format ndjson --sort -partner --columns partner,name
    {"partner":"jims-web","name":"Jim's Web"}
    {"partner":"baeren","name":"Bücher-Bären"}
    --- exit 0
    "#);
}

#[test]
fn name_and_contact_change_slug_stays() {
    let mut world = World::with_story();
    assert_snapshot!(world.run("partner edit jims-web --name 'Jim & Jo' --no-contact-email --json"), @r#"
    $ partnerctl partner edit jims-web --name Jim & Jo --no-contact-email --json
    {
      "partner_id": "ptn_1",
      "partner": "jims-web",
      "name": "Jim & Jo",
      "contact_email": null,
      "state": "active",
      "result": "updated"
    }
    --- stderr
    Changed jims-web (ptn_1)
    --- exit 0
    "#);
    assert_snapshot!(world.run("partner edit jims-web --name 'Jim & Jo'  --json"), @r#"
    $ partnerctl partner edit jims-web --name Jim & Jo --json
    {
      "partner_id": "ptn_1",
      "partner": "jims-web",
      "name": "Jim & Jo",
      "contact_email": null,
      "state": "active",
      "result": "unchanged"
    }
    --- exit 0
    "#);
    world.run("partner edit jims-web").fails(2).says("nothing is to be changed");
    world.run("partner edit jims-wep --name X").fails(3).says("there is jims-web");
    world.run("partner edit jims-web --name Y --dry-run").ok().says("nothing is changed");
    assert_eq!(world.sql("SELECT name, version FROM partner"), ["Jim & Jo|2"]);
}

#[test]
fn bad_input_is_refused_by_field() {
    let mut world = World::new();
    world.run("partner add X --slug No").fails(2).says("is not a slug");
    world.run("partner add '\u{202e}X' --slug fine").fails(2).says("name has U+202E");
    world.run("partner add X --slug fine --contact-email nobody").fails(2).says("has no @");
    world.run("partner add X").fails(2).says("--slug");
    assert_eq!(world.sql("SELECT count(*) FROM partner"), ["0"]);
}
