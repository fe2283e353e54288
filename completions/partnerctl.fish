# partnerctl itself knows what can come next; this shows it.
function __partnerctl
    set -l before (commandline -opc)
    set -l typed (commandline -ct | string replace -r '^["\']' '')
    set -l program $before[1]
    string match -qr '(^|/)sudo$' -- $program; and set program partnerctl
    set -l found (command $program completions fish -- $before "$typed" 2>/dev/null)
    set -l option (string match -r -- '^--[^=]*=' "$typed")
    switch "$found[1]"
        case files
            string replace -r -- '^' "$option" (__fish_complete_path (string replace -- "$option" '' "$typed"))
        case folders
            string replace -r -- '^' "$option" (__fish_complete_directories (string replace -- "$option" '' "$typed") '')
        case '*'
            string join -- \n $found[2..-1]
    end
end

# Behind sudo fish completes the rest as a line of its own, in which no one knows the account: the whole line is asked about.
function __partnerctl_is_behind_sudo
    contains -- partnerctl (commandline -opc | string replace -r '.*/' '')
end
complete -c partnerctl -f -k -n 'not string match -q "*sudo*" (status stack-trace)' -a "(__partnerctl)"
complete -c sudo -f -k -n __partnerctl_is_behind_sudo -a "(__partnerctl)"
