# Names of clients and partners, where one is wanted. They are put on the line and read there; nothing is selected.
function __partnerctl_names
    set -l before (commandline -opc | string replace -r '^~/' "$HOME/")
    command $before[1] completions names -- $before[2..-1] (commandline -ct) 2>/dev/null
end
complete -c partnerctl -n 'test (count (commandline -opc)) -ge 3' -k -a "(__partnerctl_names)"
