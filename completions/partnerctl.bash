# partnerctl itself knows what can come next; this shows it.
_partnerctl() {
    local program=$1 how= line
    local -a sudo=()
    # bash-completion completes what is behind sudo by this, and has the whole line; without it this is asked for sudo.
    case " ${FUNCNAME[*]} $1 " in
        *_sudo\ *) sudo=(${words[@]+"${words[@]}"}) ;;
        *[\ /]sudo\ *) program=partnerctl ;;
    esac
    COMPREPLY=()
    {
        IFS= read -r how
        while IFS= read -r line; do COMPREPLY+=("$line"); done
    } < <("$program" completions bash -- "$2" "${COMP_TYPE:-9}" "${COMP_LINE:0:COMP_POINT}" ${sudo[@]+"${sudo[@]}"} 2>/dev/null)
    case $how in
        files) compopt -o default 2>/dev/null ;;
        folders) compopt -o dirnames 2>/dev/null ;;
        *open*) compopt -o nospace 2>/dev/null ;;
        # Another program behind sudo.
        '') [[ $program == "$1" ]] || compopt -o bashdefault -o default 2>/dev/null ;;
    esac
    return 0
}

if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
    complete -o nosort -F _partnerctl partnerctl
else
    complete -F _partnerctl partnerctl
fi
if ! complete -p sudo &>/dev/null && ! complete -p -D &>/dev/null; then
    complete -F _partnerctl sudo
fi
