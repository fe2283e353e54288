# Names of clients and partners, where one is wanted. They are put on the line and read there; nothing is selected.
function __partnerctl_names
    set -l before (commandline -opc | string replace -r '^~/' "$HOME/")
    set -l typed (commandline -ct)
    set -l value (string replace -r -- '^--[^=]*=' '' $typed)
    set -l names
    set -l more
    for line in (command $before[1] completions names -- $before[2..-1] $typed 2>/dev/null)
        # A line without a name says how many more there are.
        if string match -q -- \t'*' $line
            set more (string sub -s 2 -- $line)
        else
            set -a names (string split -f 1 \t -- $line)
            printf '%s\n' $line
        end
    end
    # Fish hides those that do not begin with what was typed if others do.
    set -l others (string match -v -r -- '^'(string escape --style=regex -- "$value") $names)
    if test -z "$more" -a (count $names) -gt (count $others) -a (count $others) -gt 0
        set more (count $others)" more by name, domain or number; type on"
    end
    # What was typed stays on the line unless all of them, also those that are not listed, go on in the same way.
    if test -n "$more"
        test -n "$value"; and printf '%s\t%s\n' $value $more; or printf '…\t%s\n' $more
    end
end
complete -c partnerctl -n 'test (count (commandline -opc)) -ge 3' -k -a "(__partnerctl_names)"

# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_partnerctl_global_optspecs
    string join \n db= expect-db= format= json csv columns= sort= spreadsheet-safe color= q/quiet no-input as= m/reason= n/dry-run h/help V/version
end

function __fish_partnerctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_partnerctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_partnerctl_using_subcommand
    set -l cmd (__fish_partnerctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c partnerctl -n "__fish_partnerctl_needs_command" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_needs_command" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_needs_command" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_needs_command" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_needs_command" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_needs_command" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_needs_command" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_needs_command" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_needs_command" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -s V -l version -d 'Print version'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "init" -d 'Make the database and register yourself as its first staff person'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "demo" -d 'Play the main job from beginning to end in a throwaway database'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "whoami" -d 'Show who runs the commands, in which database, and which vetoes are set'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "last" -d 'List your own last changes, the newest first, and how to take each back'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "undo" -d 'Take back your own last change in a client, or an earlier one, exactly'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "doctor" -d 'Check the database for problems, and show the command that fixes each'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "commands" -d 'List every command with its class, who may give it, and its columns'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "completions" -d 'Print the completion script for a shell'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "help" -d 'Explain a topic or a command'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "staff" -d 'Support people: operating-system accounts that may use this tool'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "partner" -d 'Partners: companies that work in clients\' accounts, and their users'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "client" -d 'Client accounts: what they are called, who owns them, their state'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "user" -d 'People in clients: their roles, permissions and terms, and how far they have come; their logins and passwords'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "permission" -d 'Permissions: the fixed catalogue, and which roles have what'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "link" -d 'Links: which partner may work in which client\'s account'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "invite" -d 'Invitations: asking people to activate a login, or to accept access'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "access" -d 'Who can enter which client, by own grant or by their partner\'s link'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "session" -d 'One-click sessions: who is at work in which client, one at a time'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "mail" -d 'The outbox: what was mailed to whom, and what became of it'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "audit" -d 'Who did what, chained so that nothing can be changed or taken away unseen'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "config" -d 'Settings, kept in the database, so that all staff share them'
complete -c partnerctl -n "__fish_partnerctl_needs_command" -f -a "db" -d 'The database file: where it is, whether it is sound, backups'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l label -d 'What the database is for: live, training, …; named on every banner unless it is live [default: live]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l group -d 'Share the database with this operating-system group: files 0660, folder 2770' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l name -d 'Your own name, as mails show it [default: the name of your account]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l desk -d 'The name of the desk, as mails show it, where --mail-from has none' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l base-url -d 'Where the landing pages are; links in mails begin with it' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l mail-from -d 'The sender of every mail: an address, or "Name <address>"' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l mail-transport -d 'How mails leave: file (one .eml each), smtp or sendmail [default: file]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l keep -d 'Play it in this folder, which must be new or empty, and leave everything there' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand whoami" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l all -d 'Also what was refused, failed, or was so already'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand last" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l change -d 'Take back this change, by its audit number, instead of your last one' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand undo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand commands" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -f -a "add" -d 'Register an operating-system account as staff'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -f -a "list" -d 'List who may use this tool'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -f -a "edit" -d 'Change the name or the rights of staff'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and not __fish_seen_subcommand_from add list edit remove" -f -a "remove" -d 'Remove an operating-system account from the staff'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l name -d 'How people call them' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l read-only -d 'They may look at everything and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l service -d 'A service account: the actor is the person who logged in, if they are staff, else the service itself'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l name -d 'How people call them from now on' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l full -d 'They may do everything'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l read-only -d 'They may look at everything and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l person -d 'The account is a person\'s'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l service -d 'The account is a service: the actor is the person who logged in, if they are staff, else the service itself'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand staff; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "add" -d 'Make a partner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "list" -d 'List the partners, with how many users they have and how many clients they work in'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "show" -d 'Show one partner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "edit" -d 'Change the name or the contact of a partner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "dashboard" -d 'List a partner\'s clients: tab, link, login, and what is missing for one-click access'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "close" -d 'Close a partner: its people enter no client by it any more, and nothing brings it back'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "add-user" -d 'Add a user to a partner, with a password for the first sign-in'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "list-users" -d 'List the users of a partner, with how far they reach'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "edit-user" -d 'Change name, reach or term of a user of a partner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "assign-clients" -d 'Let a user of a partner reach more of its clients'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "unassign-clients" -d 'Take clients away from a user of a partner who reaches chosen ones'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and not __fish_seen_subcommand_from add list show edit dashboard close add-user list-users edit-user assign-clients unassign-clients offboard-user" -f -a "offboard-user" -d 'Someone leaves a partner: all that they hold ends in one step, with a receipt'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l slug -d 'Its slug, by which it is typed; it stays for ever' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l contact-email -d 'Where answers to its requests go besides' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l allow-similar -d 'Allow the slug to look like that of this partner' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l name -d 'A new name' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l contact-email -d 'Another contact address' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l no-contact-email -d 'No contact address any more'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l tab -d 'Only the clients on this tab: active, trial, free, cancelled, expired or pending' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from dashboard" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l confirm -d 'The partner\'s slug and the number of clients that it reaches, in place of typing the slug' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from close" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l first-name -d 'First name' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l last-name -d 'Last name' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l password-file -d 'Read the password from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l clients -d 'They reach only these clients: ids or slugs, joined by commas' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l expect-clients -d 'How many clients --clients names; a terminal has it typed' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l until -d 'The end of their term; a day is included' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l password-stdin -d 'Read the password from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l generate-password -d 'Make a password up and show it once'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l no-force-change -d 'The given password is permanent: it need not be replaced at the first sign-in; for support only, without --as'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l restricted -d 'Settings of clients can be neither seen nor changed, whatever else is allowed'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l inactive -d 'They cannot sign in until they are activated'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l send-email -d 'Greet them by mail'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l no-clients -d 'They reach no client yet'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from add-user" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from list-users" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l first-name -d 'Another first name' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l last-name -d 'Another last name' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l scope -d '`all`: they reach every client of the partner, those to come too' -r -f -a "all\t'Every client of the partner'"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l clients -d 'They reach exactly these clients: ids or slugs, joined by commas' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l expect-clients -d 'How many clients --clients names; a terminal has it typed' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l until -d 'The end of their term; a day is included' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l for -d 'How long their term lasts from now, at most two years: 90d, 6mo, 1y' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l restricted -d 'Settings of clients can be neither seen nor changed, whatever else is allowed'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l no-restricted -d 'Settings are open to them again, as far as their permissions go'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l no-clients -d 'They reach no client for now'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l no-until -d 'Their term has no end any more'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from edit-user" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l clients -d 'The clients: ids or slugs, joined by commas' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l expect-clients -d 'How many clients these are; a terminal has it typed where there are several' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from assign-clients" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l clients -d 'The clients: ids or slugs, joined by commas' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l expect-clients -d 'How many clients these are; a terminal has it typed where there are several' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from unassign-clients" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -s p -l partner -d 'Their partner: id or slug [default: the one whose user they are]' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l to -d 'A colleague who goes on with the invitations and requests that wait' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l confirm -d 'Their address and the number of clients in which something changes, in place of typing the address' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l override -d 'Do it although this rule forbids it; for support, with --reason' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand partner; and __fish_seen_subcommand_from offboard-user" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "add" -d 'Make a client with its prepared owners; nothing is mailed'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "import" -d 'Make clients from a table of another system; nothing is mailed'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "list" -d 'List clients, with their owners and how far they have come'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "find" -d 'Find clients by any word of name, slug, domain, account number, fields, people or id'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "show" -d 'Show one client: its people and how far they have come, its links, what happened last'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "edit" -d 'Change what is known of a client'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "close" -d 'Close a client: no one gets in any more, and nothing of it is changed'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "reopen" -d 'Open a closed client again, with no one in it'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "associate" -d 'Note that a partner referred a client: it shows on the partner\'s dashboard'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "dissociate" -d 'Take back the note that a partner referred a client'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "readiness" -d 'Show what is missing for a partner\'s one-click access to a client, and who must do it'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and not __fish_seen_subcommand_from add import list find show edit close reopen associate dissociate readiness log" -f -a "log" -d 'Show what happened to a client, the newest first'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l slug -d 'Its slug, never used for another client [default: derived from the name]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l owner -d 'E-mail address of an owner; repeat it for co-owners' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l owner-name -d 'The name of the owner; repeat it for co-owners, in the order of their addresses' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l domain -d 'Primary domain' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l account-number -d 'Its number in your billing system' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l plan -d 'Plan: starter or pro' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l staff -d 'The support person in charge, by operating-system account; `me` is you' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l field -d 'An extra field; repeat it for more' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l allow-similar -d 'Allow it to look like this client, which is shown next to it from then on' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l allow-elsewhere -d 'Confirm people whose address belongs to another client or partner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l errors -d 'Where rows that failed go, in their own columns plus the reason; empty when all is well' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l expect-clients -d 'The number of clients that the table is about; another one stops the run' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l map -d 'Which header means which column; repeat it for more' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l map-value -d 'What a value of a column means here; repeat it for more: PLAN=Gold:pro' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l rest -d 'What becomes of headers that are no column: kept as extra fields, or dropped [default: they stop the run]' -r -f -a "field\t''
drop\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l group-by -d 'Rows with the same value in this column are one client with co-owners' -r -f -a "name\t'The name, however it is spelled'
account_number\t'The account number'
domain\t'The primary domain'"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l all-or-nothing -d 'Change nothing unless every row is good; the good ones are then `held`'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l allow-elsewhere -d 'Confirm people whose address belongs to another client or partner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l update -d 'Take over name, domain, plan, staff, fields and the names of owners where a client is there and differs'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l state -d 'Only those in this state: draft, active, closed' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l activation -d 'Only those that have come this far: active, invited, expired, `not_invited`' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l plan -d 'Only those on this plan: starter, pro' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l staff -d 'Only those that this support person looks after; `me` is you' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -s p -l partner -d 'Only those that a link in force opens to this partner' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from find" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l name -d 'Its new name' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l slug -d 'Its new slug; the old one is retired for ever' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l domain -d 'Its primary domain' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l account-number -d 'Its number in your billing system' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l plan -d 'Plan: starter or pro' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l staff -d 'The support person in charge, by operating-system account; `me` is you' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l field -d 'An extra field; `KEY=` takes it away; repeat it for more' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l allow-similar -d 'Allow it to look like this client, which is shown next to it from then on' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l no-domain -d 'It has no domain'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l no-account-number -d 'It has no account number'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l no-plan -d 'It has no plan'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l no-staff -d 'No one is in charge'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l confirm -d 'The client\'s slug and the number of grants that end, in place of typing the slug' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from close" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l no-account-number -d 'It comes back without its account number, which another client may have by now'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from reopen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l tab -d 'The tab of the partner\'s dashboard: active, trial, free, cancelled, expired or pending' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from associate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from dissociate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from readiness" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l limit -d 'At most so many lines' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l since -d 'From this time on: a day, a month, a time such as 2026-11-21T14:05:00Z, or so long ago: 7d, 12h' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l until -d 'Before this time; a day or month is included' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand client; and __fish_seen_subcommand_from log" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "add" -d 'Prepare a person with a role in a client, or make the dedicated user for a partner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "list" -d 'List the people of a client, or of all, and how far they have come'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "show" -d 'Show one person in a client, and how far they have come'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "edit" -d 'Change the role, permissions, term or name of a person in a client'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "remove" -d 'Remove a person from a client; their login stays'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "suggest-login" -d 'Show the address that the dedicated user of a client for a partner is to have'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "leave" -d 'Give up one\'s own access to a client; the login stays'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "rename" -d 'Give a login another e-mail address, in every client that it reaches'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "deactivate" -d 'Switch a login off at once, in every client that it reaches'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "activate" -d 'Reactivate a login that was deactivated, in all its clients'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "set-password" -d 'A person chooses a password, proving the old one or the code that was mailed'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and not __fish_seen_subcommand_from add list show edit remove suggest-login leave rename deactivate activate set-password reset-password" -f -a "reset-password" -d 'Help someone who forgot their password: a mailed code, or a temporary password'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -s r -l role -d 'Role: owner, admin, supervisor, manager or guest' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l permissions -d 'Permissions: all, or some joined by commas; see `partnerctl permission list` [default: those of the role]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l until -d 'The end of the access: a day, which is included, or a time such as 2026-11-21T14:05:00Z' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l for -d 'How long the access lasts from now, at most two years: 90d, 6mo, 1y' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l first-name -d 'First name, where the person has none yet' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l last-name -d 'Last name, where the person has none yet' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l for-partner -d 'Make the dedicated user for this partner, active at once: its people enter with it by one click' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l no-mailbox -d 'No one reads mail to the address of the dedicated user: it is never mailed'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l allow-elsewhere -d 'Confirm people whose address belongs to another client or partner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -s r -l role -d 'Only those with this role: owner, admin, supervisor, manager or guest' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l state -d 'Only those in this state: prepared, invited, expired, declined, active, inactive or ended' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -s A -l all-clients -d 'Of every client'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -s r -l role -d 'Role: owner, admin, supervisor, manager or guest' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l permissions -d 'Permissions: all, or some joined by commas; see `partnerctl permission list` [default: those of the role]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l until -d 'The end of the access: a day, which is included, or a time such as 2026-11-21T14:05:00Z' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l for -d 'How long the access lasts from now, at most two years: 90d, 6mo, 1y' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l first-name -d 'Another first name, in every client' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l last-name -d 'Another last name, in every client' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l override -d 'Do it although this rule forbids it; for support, with --reason' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l no-until -d 'The access has no end any more'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l keep-invitations -d 'Keep the invitations that would be withdrawn: they go on in the name of the actor, who must be able to give what they offer'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l confirm -d 'The client\'s slug, in place of typing it' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l override -d 'Do it although this rule forbids it; for support, with --reason' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l keep-invitations -d 'Keep the invitations that would be withdrawn: they go on in the name of the actor, who must be able to give what they offer'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from suggest-login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l confirm -d 'The client\'s slug, in place of typing it' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from leave" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l code-file -d 'Read the code from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l expect-clients -d 'The number of clients that the login reaches; a script needs it where they are several' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l code-stdin -d 'Read the code from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l confirm -d 'The e-mail address, in place of typing it' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l expect-clients -d 'The number of clients that the login reaches; a script needs it where they are several' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l override -d 'Do it although this rule forbids it; for support, with --reason' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l keep-invitations -d 'Keep the invitations that would be withdrawn: they go on in the name of the actor, who must be able to give what they offer'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from deactivate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l confirm -d 'The e-mail address once more; it must be the same' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l expect-clients -d 'The number of clients that the login reaches; a script needs it where they are several' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l old-password-file -d 'Read the old password from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l code-file -d 'Read the code from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l password-file -d 'Read the new password from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l old-password-stdin -d 'Read the old password from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l code-stdin -d 'Read the code from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from set-password" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l generate-password -d 'Make a temporary password up and show it once, instead of mailing a code'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and not __fish_seen_subcommand_from list" -f -a "list" -d 'List the permissions, and which roles have each by default and at most'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand permission; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "request" -d 'A partner asks clients to be linked; their owners and admins are mailed'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "create" -d 'The client links a partner by itself, without being asked'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "list" -d 'List the links of a client, of a partner, or all'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "show" -d 'Show one link: who asked for what, who was mailed, what comes next'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "approve" -d 'Answer a link request with yes, to all that is asked or to less'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "deny" -d 'Answer a link request with no'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "resend" -d 'Mail link requests again, with new codes, and begin their seven days again'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "cancel" -d 'Withdraw link requests that no one answered yet'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "delete" -d 'Hide links that are over from the lists; the audit keeps them'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "process" -d 'Set up approved links, again where it failed before'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and not __fish_seen_subcommand_from request create list show approve deny resend cancel delete process remove" -f -a "remove" -d 'End links: the partner\'s people no longer get in'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -s p -l partner -d 'The partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l target -d 'Whom to ask: client id, slug, account number, domain or owner\'s e-mail; repeat it for more' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l target-file -d 'More targets, one a line; `-` reads standard input' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l permissions -d 'What is asked for: a,b [default: all but users]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l for -d 'For how long, counted from the approval: 90d, 6mo, 1y [default: without end]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l message -d 'What the client is told' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l expect-clients -d 'The number of clients that are asked; another one stops the command' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l override -d 'Ask although the client denied within the last seven days; for staff, with --reason' -r -f -a "cooldown\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l allow-elsewhere -d 'Confirm people whose address belongs to another client or partner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from request" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -s p -l partner -d 'The partner: id or slug; on a terminal it can be picked by name' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l until -d 'The link ends then: a day, which is included, or a time' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l for -d 'The link ends so long from now: 90d, 6mo, 1y' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -s p -l partner -d 'The links of a partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l state -d 'Only in this state: pending, approved, linked, unlinked, denied, cancelled, expired, lapsed' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l older-than -d 'Only requested longer ago than this: 2d, 12h' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -s A -l all-clients -d 'The links of all clients'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l code-file -d 'Read the code from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l permissions -d 'Give only these of the permissions that were asked for: a,b' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l for -d 'Give them for so long from now, at most as long as was asked: 90d, 6mo, 1y' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l code-stdin -d 'Read the code from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from approve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l code-file -d 'Read the code from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l message -d 'What the partner is told as the reason' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l code-stdin -d 'Read the code from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from deny" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l override -d 'Ask although the client denied within the last seven days; for staff, with --reason' -r -f -a "cooldown\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from resend" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from cancel" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l expect-clients -d 'The number of clients that this is about; a script says it with -A' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -s A -l all-clients -d 'Every link that waits, whichever client it is of'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from process" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l confirm -d 'The client\'s slug, in scripts; a terminal has it typed' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand link; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -f -a "send" -d 'Invite people to activate their login, or to accept access to a client'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -f -a "bulk" -d 'Invite everyone in a table'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -f -a "list" -d 'List invitations, and how far each has come'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -f -a "show" -d 'Show one invitation: whose it is, what it gives, how far it has come'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -f -a "inspect" -d 'Show what a code from a mail is for, without using it'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -f -a "resend" -d 'Mail invitations again, with new codes, and begin their time again'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -f -a "cancel" -d 'Withdraw invitations that wait for an answer'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -f -a "accept" -d 'Accept an invitation with its code, or in the person\'s place'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and not __fish_seen_subcommand_from send bulk list show inspect resend cancel accept decline" -f -a "decline" -d 'Decline an invitation with its code, or in the person\'s place'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -s r -l role -d 'Role: owner, admin, supervisor, manager or guest' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l permissions -d 'Permissions: all, or some joined by commas; see `partnerctl permission list` [default: those of the role]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l until -d 'The end of the access: a day, which is included, or a time such as 2026-11-21T14:05:00Z' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l for -d 'How long the access lasts from now, at most two years: 90d, 6mo, 1y' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l form -d 'The form that the mail links; its address is set with `config set form.NAME URL`' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l expires-in -d 'How long it can be accepted, at most 30 days: 14d [default: `invite.expires_in`; sent again: as long as before]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l replaces -d 'With `--role owner`: the owner whose access ends once this one is accepted' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l owners -d 'All owners of the client, prepared or not'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l resend -d 'Send it again to anyone who was asked and has not answered; the former code is dead then'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l again -d 'Ask once more, although the person has declined twice within 30 days'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l show-link -d 'Show the link that the mail carries, once; for support only, without --as'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l require-mail -d 'Of one address: only if the mail leaves while the command waits; else it is withdrawn, exit code 17'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from send" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l errors -d 'Where rows that failed go, in their own columns plus the reason; empty when all is well' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l expect-clients -d 'The number of clients that the table is about; another one stops the run' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l map -d 'Which header means which column; repeat it for more' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l rest -d 'What becomes of headers that are no column: dropped [default: they stop the run]' -r -f -a "drop\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l resend-after -d 'Send again to those who have not answered for this long: 7d, 12h' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l max-sends -d 'With --resend-after: at most so many sendings in all' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l expires-in -d 'How long each invitation lives, at most 30d; one that is sent again keeps its span otherwise' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l again -d 'Also invite those who declined, were cancelled or removed: a list of these words; `declined-often` also those who declined twice or more within 30 days' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l all-or-nothing -d 'Change nothing unless every row is good; the good ones are then `held`'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l allow-elsewhere -d 'Confirm people whose address belongs to another client or partner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l owners -d 'Each row means all owners of its client; `email` and `role` are not needed'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l deliver -d 'Deliver the mails before the run ends, and tell in each row what became of its mail'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from bulk" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l user -d 'Of one person, into every client' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l state -d 'Only those that stand so: pending, accepted, declined, cancelled, superseded or expired' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l older-than -d 'Only those that were last sent so long ago or longer: 2d, 12h' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l expiring -d 'Only pending ones that end within this time: 5d' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -s A -l all-clients -d 'Into every client'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l code-file -d 'Read the code from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l code-stdin -d 'Read the code from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l to -d 'The right address, where the one that was invited is wrong' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l expires-in -d 'How long it can be accepted from now, at most 30 days: 14d [default: as long as before]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l show-link -d 'Show the link that the mail carries, once; for support only, without --as'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l require-mail -d 'Of one invitation: only if the mail leaves while the command waits; else all is as before, exit code 17'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from resend" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from cancel" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l code-file -d 'Read the code from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l password-file -d 'Read the new password from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l code-stdin -d 'Read the code from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l password-stdin -d 'Read the new password from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from accept" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l code-file -d 'Read the code from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l code-stdin -d 'Read the code from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand invite; and __fish_seen_subcommand_from decline" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -f -a "list" -d 'List who can or could enter, by which way, since when and who let them in'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -f -a "why" -d 'Explain rule by rule whether a person may enter a client, now or on a past day'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and not __fish_seen_subcommand_from list why check" -f -a "check" -d 'Show whether a person may do something in a client now'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -s p -l partner -d 'Only of this partner: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l user -d 'Of one person, into every client' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l as-of -d 'As it was at this time, in all that was done by then: a day (its beginning), or 2026-11-21T14:05:00Z' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l during -d 'Everyone who could enter at any instant of this time: 2026-05, a day, or 2026-05-04..2026-06-30' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l expiring -d 'Only ways that end within this time: 30d, 12h' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l dormant -d 'Only ways of people who did not enter that client for this long: 90d' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -s A -l all-clients -d 'Of everyone, into every client'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l all-ways -d 'With -p: also the grants that the partner\'s people have of their own, into any client'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l as-of -d 'As it was at this time, in all that was done by then: a day (its beginning), or 2026-11-21T14:05:00Z' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l permission -d 'Whether they may do this there, a word of `permission list` [default: whether they may enter]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from why" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l permission -d 'What they want to do there, a word of `permission list`' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand access; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -f -a "open" -d 'Enter a client on behalf of a person, by one click'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -f -a "close" -d 'Leave the client in which a person is at work'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -f -a "list" -d 'List who is at work in which client, and who was'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and not __fish_seen_subcommand_from open close list verify" -f -a "verify" -d 'For the client\'s portal: who comes with this code, and what may they do'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l closing -d 'Leave this client, in which the person is at work, in the same step: id or slug' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from open" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from close" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l user -d 'Of one person' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l state -d 'Only in this state: open, closed, expired, idle, ended' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -s A -l all-clients -d 'Of everyone, in every client'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l code-file -d 'Read the code from the first line of this private file' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l session -d 'Ask about this session, which was verified before, instead of taking a code; with --client' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l code-stdin -d 'Read the code from the first line of standard input'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand session; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -f -a "list" -d 'List mails and what became of them'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -f -a "show" -d 'Show a mail: its record and its text, with the code masked'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -f -a "deliver" -d 'Deliver the mails that wait'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -f -a "status" -d 'Show whether mails could leave now, and what waits; send a test mail'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -f -a "retry" -d 'Try mails again that could not leave'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and not __fish_seen_subcommand_from list show deliver status retry bounce" -f -a "bounce" -d 'Record a bounce, from the mail server\'s delivery report'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l user -d 'Mails to this person' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l state -d 'Mails in this state: queued, sending, written, sent, failed, skipped, bounced, unknown' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l since -d 'From this time on: a day, a month, a time such as 2026-11-21T14:05:00Z, or so long ago: 7d, 12h' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l until -d 'Before this time; a day or month is included' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -s A -l all-clients -d 'Mails of all clients, and those about none; so it is without --client too'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l limit -d 'Try at most this many mails, with --watch in all its rounds together, and end' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l rate -d 'Space the mails evenly, such as 60/min, 5/s or 1000/h; it holds for this deliverer alone' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l watch -d 'Go on: deliver what becomes due, until SIGTERM or Ctrl-C'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from deliver" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l to -d 'Send a test mail to this address' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l since -d 'Only mails that were queued since then: a day, a time, or so long ago: 7d, 12h' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l expect-clients -d 'The number of clients that this is about; a script says it with -A' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -s A -l all-clients -d 'Every mail that failed or rests after a try, whichever client it is about'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from retry" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l lift -d 'Mail to this address again; with --reason' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand mail; and __fish_seen_subcommand_from bounce" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -f -a "list" -d 'List the audit, the oldest row first'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -f -a "verify" -d 'Recompute the chain of the audit from its first row'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and not __fish_seen_subcommand_from list verify head" -f -a "head" -d 'Show the number, time and hash of the newest audit row'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -s c -l client -d 'The client: id or slug. Reads also take account number, domain or owner e-mail' -r -f -k -a "(__partnerctl_names)"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l actor -d 'Typed by this staff person, or with an e-mail given on behalf of this user' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l action -d 'What was done: `invite.send`' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l user -d 'About this user' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l since -d 'From this time on: a day, a month, a time such as 2026-11-21T14:05:00Z, or so long ago: 7d, 12h' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l until -d 'Before this time; a day or month is included' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l head -d 'A hash that `audit head` or `audit list` printed earlier; it must still be in the chain' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand audit; and __fish_seen_subcommand_from head" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -f -a "list" -d 'List every setting, what it means, and its value'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -f -a "get" -d 'Print the value of a setting'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -f -a "set" -d 'Set a setting for everyone who uses this database'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and not __fish_seen_subcommand_from list get set unset" -f -a "unset" -d 'Reset a setting to its default'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand config; and __fish_seen_subcommand_from unset" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -f -a "status" -d 'Show where the database is, how large, and who can reach its files'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -f -a "backup" -d 'Copy the database into a file, while others work in it'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -f -a "restore" -d 'Replace everything in the database by a backup'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and not __fish_seen_subcommand_from status backup restore check" -f -a "check" -d 'Read the whole database and report whether it is sound'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l confirm -d 'The label of the database that is replaced, or its file name: needed without a terminal' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l db -d 'Database file [default: PARTNERCTL_DB, else the platform\'s data folder]' -r -F
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l expect-db -d 'Stop unless the database has this label, such as live or training' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l format -d 'Output format; `--json` and `--csv` are short for it [default: table]' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l columns -d 'Columns to print, in this order: a,b,field.KEY' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l sort -d 'Column to sort rows by; `--sort=-COLUMN` turns it round. Holds the rows in memory' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l color -d 'When to use colour: auto, always, never [default: auto]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l as -d 'Act on behalf of this user, with exactly their rights' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -s m -l reason -d 'Why; needed for changes with --as [default: PARTNERCTL_REASON]' -r
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l json -d 'Same as --format json'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l csv -d 'Same as --format csv'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l spreadsheet-safe -d 'Make CSV safe for spreadsheets: BOM, local times, no formulas'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print no status and no banner'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -l no-input -d 'Ask no questions, even on a terminal'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -s n -l dry-run -d 'Show what would happen and change nothing'
complete -c partnerctl -n "__fish_partnerctl_using_subcommand db; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
