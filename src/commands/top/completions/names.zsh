# Names of clients and partners, where one is wanted. They are put on the line and read there; nothing is selected.
_partnerctl_names() {
    (( CURRENT >= 4 )) || return 1
    [[ $PREFIX == -* && $PREFIX != --*=* ]] && return 1
    local head= more
    local -a before found slugs
    before=("${(@)words[2,CURRENT-1]}")
    before=("${(@)before/#\~\//$HOME/}")
    found=("${(@f)$(command $words[1] completions names -- "${(@)before}" "$PREFIX" 2>/dev/null)}")
    found=(${found:#})
    # A line without a name says how many more there are.
    more=${${(M)found:#$'\t'*}#$'\t'}
    found=("${(@)found:#$'\t'*}")
    (( $#found )) || return 1
    slugs=("${(@)found%%$'\t'*}")
    found=("${(@)found/$'\t'/  }")
    [[ $PREFIX == --*=* ]] && head=${PREFIX%%=*}=
    # What was typed stays on the line unless all of them, also those that are not listed, go on in the same way.
    if [[ -n $more ]] || { (( $#slugs > 1 )) && [[ -n ${slugs:#${(b)PREFIX#$head}*} ]] }; then
        compstate[insert]=
        compstate[list]='list force'
    fi
    [[ -z $more ]] || compadd -x "$more"
    compadd -U -P "$head" -V names -l -d found -a slugs
}

_partnerctl() {
    _partnerctl_names || _partnerctl_line "$@"
}

