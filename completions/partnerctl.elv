# partnerctl itself knows what can come next; this shows it.
use str
set edit:completion:arg-completer[partnerctl] = {|@words|
  var found = [(try { (external $words[0]) completions elvish -- $@words 2>/dev/null | from-lines } catch e { })]
  if (== 0 (count $found)) {
    return
  }
  if (has-value [files folders] $found[0]) {
    edit:complete-filename $@words
    return
  }
  var behind = ' '
  if (str:has-suffix $found[0] open) {
    set behind = ''
  }
  for one $found[1..] {
    var value shown about = (str:split "\t" $one)
    edit:complex-candidate $value &code-suffix=$behind &display=$shown'  '$about
  }
}
