//! `permission list`: the catalogue of docs/reference.md#terms (S1.9).

use insta::assert_snapshot;

use crate::support::World;

/// S1.9
#[test]
fn catalogue_lists_permissions_of_roles() {
    let mut world = World::new();
    assert_snapshot!(world.run("permission list --columns permission,default,at_most"), @"
    $ partnerctl permission list --columns permission,default,at_most
    permission       default                                    at_most
    ─────────────────────────────────────────────────────────────────────────────────────────────────────
    profile          owner admin supervisor manager guest link  owner admin supervisor manager guest link
    contacts         owner admin supervisor manager link        owner admin supervisor manager guest link
    products         owner admin supervisor manager link        owner admin supervisor manager guest link
    products.manage  owner admin supervisor link                owner admin supervisor manager link
    products.sso     owner admin supervisor link                owner admin supervisor manager link
    domains          owner admin supervisor manager link        owner admin supervisor manager guest link
    domains.manage   owner admin supervisor link                owner admin supervisor manager link
    invoices         owner admin supervisor manager link        owner admin supervisor manager guest link
    quotes           owner admin supervisor manager link        owner admin supervisor manager guest link
    tickets          owner admin supervisor manager link        owner admin supervisor manager guest link
    affiliates       owner admin supervisor link                owner admin supervisor manager guest link
    emails           owner admin supervisor manager link        owner admin supervisor manager guest link
    orders           owner admin supervisor manager link        owner admin supervisor manager guest link
    users            owner admin                                owner admin
    settings         owner admin link                           owner admin supervisor link
    --- exit 0
    ");
    assert_snapshot!(world.run("permission list --csv --columns permission,description"), @r#"
    $ partnerctl permission list --csv --columns permission,description
    permission,description
    profile,see the account's own data and change them
    contacts,see and change the account's contacts
    products,see products and services
    products.manage,"change, upgrade and reset products and services"
    products.sso,sign in to a product's own console with one click
    domains,see domain registrations
    domains.manage,change domain registrations and their settings
    invoices,see and pay invoices
    quotes,see and accept quotes
    tickets,"open, see and answer support tickets"
    affiliates,see and use the affiliate account
    emails,see the mails that the account received
    orders,"place new orders, and cancel them"
    users,administer who may enter the account (role owner or admin needed as well)
    settings,see and change the account's settings
    --- exit 0
    "#);
    let row = &world.run("permission list --json").json()[13];
    assert_eq!(row["permission"], "users");
    assert_eq!(row["at_most"], serde_json::json!(["owner", "admin"]));
    world.run("permission list --format ndjson").ok().prints("{\"permission\":\"profile\",");
}
