//! What the demo plays: its files and its lines, each with the exit code that it must have.

/// A line of the story.
pub(super) enum Line {
    /// What is to come, for the reader.
    Says(&'static str),
    /// A command line, after the exit code that it must have.
    Gives(u8, &'static str),
}

use Line::{Gives, Says};

/// The files that lie ready, by name and content.
pub(super) const FILES: &[(&str, &str)] = &[
    ("billing-export.csv", include_str!("../../../../examples/billing-export.csv")),
    ("people.csv", include_str!("../../../../examples/people.csv")),
    ("new-clients.csv", include_str!("../../../../examples/new-clients.csv")),
];

/// The story.
pub(super) const STORY: &[Line] = &[
    Says("A desk begins: its database, and the first staff person, who is you."),
    Gives(0, "partnerctl init --label demo"),
    Gives(0, "partnerctl config set mail.from 'Support <support@desk.example>'"),
    Says("A partner works in the accounts of its clients, with users of its own."),
    Gives(0, "partnerctl partner add \"Jim's Web\" --slug jims-web --contact-email office@jimsweb.example"),
    Gives(
        0,
        "partnerctl partner add-user pia@jimsweb.example -p jims-web \\\n    --first-name Pia --last-name Parker --generate-password --send-email",
    ),
    Gives(
        0,
        "partnerctl partner add-user tom@jimsweb.example -p jims-web \\\n    --first-name Tom --last-name Parker --generate-password --restricted",
    ),
    Gives(
        0,
        "partnerctl partner list-users -p jims-web --columns user_id,email,first_name,restricted,scope,must_change_password",
    ),
    Says(
        "Forty clients, as the billing system exports them. One address in it is wrong.\nNothing is mailed yet, and nobody gets in.",
    ),
    Gives(0, "head -n 6 billing-export.csv"),
    Gives(
        7,
        "partnerctl client import billing-export.csv --map Kundennummer=account_number --map Firma=name \\\n    --map Ansprechpartner=owner_name --map E-Mail=owners --map Domain=domain --map Tarif=plan \\\n    --map Region=field.region --errors bad.csv --columns line,client_id,client_slug,owners,result,message",
    ),
    Says("Good rows went, the bad one waits in the errors file. It is mended and fed back."),
    Gives(0, "cat bad.csv"),
    Gives(
        0,
        "sed 's/(at)/@/' bad.csv | partnerctl client import - --map Kundennummer=account_number --map Firma=name \\\n    --map Ansprechpartner=owner_name --map E-Mail=owners --map Domain=domain --map Tarif=plan \\\n    --map Region=field.region --errors bad.csv",
    ),
    Says("Invite the owner of one client. Each command names its client, and says which one it is."),
    Gives(0, "partnerctl invite send --owners -c big-shoes-inc"),
    Gives(0, "partnerctl user list -c big-shoes-inc --columns email,name,role,state,invited_at,expires_at"),
    Gives(0, "partnerctl mail show msg_2"),
    Says("A second time is no harm, and a wrong name changes nothing."),
    Gives(0, "partnerctl invite send --owners -c big-shoes-inc"),
    Gives(3, "partnerctl invite send --owners -c big-shoe-inc"),
    Says("The owner accepts with the code from the mail, and chooses a password."),
    Gives(0, "echo 'seventeen blue umbrellas' > password.txt"),
    Gives(0, "chmod 600 password.txt"),
    Gives(
        0,
        "grep -m1 -o 'pci_.*' demo.db.outbox/msg_2.eml \\\n    | partnerctl invite accept --code-stdin --password-file password.txt",
    ),
    Says("People in bulk, one row of them wrong. One address belongs to another client: see the column `warning`."),
    Gives(0, "cat people.csv"),
    Gives(
        7,
        "partnerctl invite bulk people.csv --errors bad.csv --columns line,client_slug,email,result,warning,message",
    ),
    Gives(
        0,
        "sed 's/@@/@/' bad.csv | partnerctl invite bulk - --errors bad.csv --columns line,client_slug,email,result",
    ),
    Gives(0, "partnerctl mail deliver"),
    Says("The partner asks to work in an account, and names it by its domain. The owner gets a mail with a code."),
    Gives(
        0,
        "partnerctl link request -p jims-web --target bigshoes.example --message 'Your new shop' \\\n    --as pia@jimsweb.example -m 'asked by phone'",
    ),
    Gives(0, "partnerctl link list -p jims-web --columns link_id,client_slug,state,requested_by,expires_at"),
    Gives(
        0,
        "grep -m1 -o 'pcl_.*' demo.db.outbox/msg_10.eml \\\n    | partnerctl link approve lnk_1 -c big-shoes-inc --code-stdin",
    ),
    Says("Who gets in now? Tom is restricted: no settings, whatever the link says."),
    Gives(0, "partnerctl access list -c big-shoes-inc --columns email,source,role,permissions"),
    Gives(0, "partnerctl access check pia@jimsweb.example -c big-shoes-inc --permission settings"),
    Gives(5, "partnerctl access check tom@jimsweb.example -c big-shoes-inc --permission settings"),
    Says("A night: new clients come in, their owners are invited and mailed, whoever waits too long is reminded."),
    Gives(
        0,
        "partnerctl client import new-clients.csv --errors bad1.csv --csv \\\n    | partnerctl invite bulk - --owners --resend-after 7d --max-sends 3 --deliver --errors bad2.csv --csv > report.csv",
    ),
    Gives(0, "cat report.csv"),
    Says("The same night again sends nothing."),
    Gives(
        0,
        "partnerctl client import new-clients.csv --errors bad1.csv --csv \\\n    | partnerctl invite bulk - --owners --resend-after 7d --max-sends 3 --deliver --errors bad2.csv --csv > report.csv",
    ),
    Says("Whoever was never invited, straight from the list: a rehearsal, which sends nothing."),
    Gives(
        0,
        "partnerctl client list --activation not_invited --csv \\\n    | partnerctl invite bulk - --owners --dry-run --quiet --columns client_slug,email,result --csv > would.csv",
    ),
    Gives(0, "head -n 4 would.csv"),
    Says("The list for the boss, and what happened to one client. Nothing in the history can be changed unseen."),
    Gives(
        0,
        "partnerctl client list --format csv --columns client_id,client_slug,name,plan,activation,last_login_at,partners > clients.csv",
    ),
    Gives(0, "head -n 4 clients.csv"),
    Gives(0, "partnerctl client log big-shoes-inc"),
    Gives(0, "partnerctl audit verify"),
];
