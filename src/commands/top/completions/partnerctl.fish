# Names of clients and partners, where one is wanted. They are put on the line and read there; nothing is selected.
function __partnerctl_names
    set -l before (commandline -opc | string replace -r '^~/' "$HOME/")
    set -l typed (commandline -ct)
    set -l flag (string match -r -- '^--[^=]*=' $typed)
    set -l value (string replace -r -- '^--[^=]*=' '' $typed)
    set -l names
    set -l more
    for line in (command $before[1] completions names -- $before[2..-1] $typed 2>/dev/null)
        # A line without a name says how many more there are.
        if string match -q -- \t'*' $line
            set more (string sub -s 2 -- $line)
        else
            set -a names (string split -f 1 \t -- $line)
            printf '%s%s\n' "$flag" $line
        end
    end
    # Fish hides those that do not begin with what was typed if others do.
    set -l others (string match -v -r -- '^'(string escape --style=regex -- "$value") $names)
    if test -z "$more" -a (count $names) -gt (count $others) -a (count $others) -gt 0
        set more (count $others)" more by name, domain or number; type on"
    end
    # What was typed stays on the line unless all of them, also those that are not listed, go on in the same way.
    if test -n "$more"
        test -n "$value"; and printf '%s%s\t%s\n' "$flag" $value $more; or printf '%s…\t%s\n' "$flag" $more
    end
    test (count $names) -gt 0
end

# Commands, flags and fixed values.
function __partnerctl_words
    set -l before (commandline -opc)
    set -l found (command $before[1] completions words -- $before[2..-1] (commandline -ct) 2>/dev/null)
    string join -- \n $found
    test (count $found) -gt 0
end

function __partnerctl
    __partnerctl_names; or __partnerctl_words; or __fish_complete_path (commandline -ct)
end
complete -c partnerctl -f -k -a "(__partnerctl)"
