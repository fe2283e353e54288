# Names of clients and partners, where one is wanted. They are put on the line and read there; nothing is selected.
_partnerctl_names() {
    [[ $2 == -* || $COMP_CWORD -lt 3 ]] && return 1
    local word line more=
    local -a words=() found=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in "~/"*) word=$HOME/${word:2} ;; esac
        words+=("$word")
    done
    while IFS= read -r line; do
        # A line without a name says how many more there are.
        if [[ $line == $'\t'* ]]; then more=${line#$'\t'}; else found+=("$line"); fi
    done < <("$1" completions names -- ${words[@]+"${words[@]}"} "$2" 2>/dev/null)
    ((${#found[@]})) || return 1
    COMPREPLY=("${found[@]%%$'\t'*}")
    ((${#found[@]} > 1)) || return 0
    # Whose each is, is shown where they are listed, and only there: 63, 33 and 64 are `?`, `!` and `@`.
    case ${COMP_TYPE:-9} in 63 | 33 | 64)
        COMPREPLY=("${found[@]/$'\t'/  }")
        [[ -z $more ]] || COMPREPLY+=("$more") ;;
    esac
    # What was typed stays on the line unless all of them, also those that are not listed, go on in the same way: with a
    # blank among them, they have nothing in common.
    case ${COMP_TYPE:-9} in 9 | 33 | 64)
        [[ -z $more ]] || { COMPREPLY+=(" "); return 0; }
        for line in "${found[@]}"; do
            [[ $line == "$2"* ]] || { COMPREPLY+=(" "); break; }
        done ;;
    esac
    return 0
}

# Commands, flags and fixed values. Where there are none, bash offers files.
_partnerctl_words() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("${line%%$'\t'*}")
    done < <("$1" completions words -- "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$2" 2>/dev/null)
}

_partnerctl() {
    _partnerctl_names "$@" || _partnerctl_words "$@"
}

if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
    complete -F _partnerctl -o nosort -o bashdefault -o default partnerctl
else
    complete -F _partnerctl -o bashdefault -o default partnerctl
fi
