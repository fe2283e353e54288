# partnerctl itself knows what can come next; this shows it.
Register-ArgumentCompleter -Native -CommandName partnerctl -ScriptBlock {
    param($word, $line, $cursor)
    $words = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
        })
    $how, $found = & $words[0] completions powershell -- $words "$word" 2>$null
    if ($how -in 'files', 'folders') {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($word)
        return
    }
    foreach ($one in $found) {
        $value, $shown, $about = $one -split "`t"
        if ($value -match '[^\w@%+=:./…-]') { $value = "'" + $value.Replace("'", "''") + "'" }
        [System.Management.Automation.CompletionResult]::new($value, $shown, 'ParameterValue', $about)
    }
}
