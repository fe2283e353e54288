### Sätze der E-Mails. Sie werden als reiner Text und als HTML gelesen und enthalten keine Auszeichnungen.
###
### Anrede: Sie. Namen werden nie gebeugt.

## Teile jeder E-Mail

fact = - { $label }: { $value }
button = { $label }:
person-of = { $person } von { $company }
further-notice = auf Weiteres
the-term = Ablauf der Befristung
writes = { $who } schreibt:
enter-the-code = Falls sich der Link nicht öffnen lässt, rufen Sie { $page } auf und geben Sie dort diesen Code ein:
may-now = { $who } darf jetzt:
may-until-then = { $who } darf bis dahin:
partner-may = Wer für { $partner } arbeitet, darf:
unexpected = Sie haben das nicht erwartet? Schreiben Sie an { $desk } ({ $answer_to }).

## Bezeichnungen

label-account = Konto
label-partner = Partner
label-who = Wer
label-by = Durch
label-when = Wann
label-role = Rolle
label-role-before = Rolle vorher
label-your-role = Ihre Rolle
label-your-login = Ihr Login
label-access-until = Zugang bis
label-until = Bis
label-until-before = Vorher bis
command-reason = per E-Mail erbeten
label-goes-on-by = Verlängert sich um
label-went-on-by = Vorher verlängert um
label-answer-before = Antwort bis
label-reason = Grund
label-in-the-place-of = Anstelle von
label-done-by = Angenommen durch
label-reason-given = Angegebener Grund
label-ended = Beendet
label-ended-by = Beendet durch
label-given-by = Gewährt von
label-login-now = Bisheriger Login
label-new-address = Neue Adresse
label-asked-for-by = Angefordert von
label-confirm-before = Bestätigen bis
label-approved-by = Genehmigt von
label-denied-by = Abgelehnt von
label-withdrawn-by = Zurückgezogen von
label-ask-again-from = Erneut anfragen ab
label-asked-by = Angefragt von
label-now = Derzeit
label-for-how-long = Wie lange
label-it-was = Bisher
label-it-is-now = Jetzt
label-changed-by = Geändert von
label-set-by = Gesetzt von
label-good-until = Gültig bis
label-choose-before = Wählen bis
label-new-owner = Neuer Inhaber
label-invited-by = Eingeladen von
label-stop-before = Abbrechen bis
label-begun-by = Begonnen von
label-verified-by = Identität geprüft durch
label-stopped-by = Abgebrochen von
label-can-accept-from = Annahme möglich ab
label-sent-to = Gesendet an
label-sent-by = Gesendet von
label-way = Versandweg
label-database = Datenbank
label-made-by = Angelegt von

## Was E-Mails nennen

from-your-approval = { $term } ab Ihrer Genehmigung
how-old-password = mit dem alten Passwort
how-code = mit dem Code aus einer E-Mail
how-someone-else = durch eine andere Person
someone-on-the-sign-in-page = Jemand auf der Anmeldeseite
an-owner-or-admin = Ein Inhaber oder Administrator von { $client }
way-grant = über einen eigenen Zugang als { $role }, mit { $set }
way-grant-until = über einen eigenen Zugang als { $role }, mit { $set }, { $until }
way-link = über { $link } von { $partner }, mit { $set }
way-link-until = über { $link } von { $partner }, mit { $set }, { $until }

## accepted_by_staff

accepted-by-staff-subject = Der Support hat für { $email } eine Einladung zu { $client } angenommen
accepted-by-staff-intro = { $staff } vom Support hat anstelle von { $email } eine Einladung zu Ihrem Kundenkonto { $client } ({ $id }) angenommen. Sie erhalten diese E-Mail, weil Sie Inhaber dieses Kontos sind und der zugesandte Code dafür nicht verwendet wurde.
accepted-by-staff-unexpected = Wenn das richtig ist, brauchen Sie nichts zu tun. Falls Sie das nicht erwartet haben, schreiben Sie bitte umgehend an { $desk } ({ $answer_to }): Der Zugang kann jederzeit wieder entzogen werden.

## access_ended

access-ended-subject =
    { $still ->
        [yes] Zugang zu { $client } geändert: { $who }
       *[no] Zugang zu { $client } beendet: { $who }
    }
access-ended-yours-by =
    { $still ->
        [yes] Ihr eigener Zugang zum Kundenkonto { $client } ({ $id }) ist beendet: { $by } hat ihn entzogen. Ihr Login { $email } selbst bleibt bestehen.
       *[no] Ihr Zugang zum Kundenkonto { $client } ({ $id }) ist beendet: { $by } hat ihn entzogen. Ihr Login { $email } selbst bleibt bestehen, mit allem, was Sie damit sonst erreichen.
    }
access-ended-yours-term =
    { $still ->
        [yes] Ihr eigener Zugang zum Kundenkonto { $client } ({ $id }) ist beendet, weil seine Befristung abgelaufen ist. Ihr Login { $email } selbst bleibt bestehen.
       *[no] Ihr Zugang zum Kundenkonto { $client } ({ $id }) ist beendet, weil seine Befristung abgelaufen ist. Ihr Login { $email } selbst bleibt bestehen, mit allem, was Sie damit sonst erreichen.
    }
access-ended-link-by =
    { $own ->
        [yes] Die Verknüpfung von { $partner } mit Ihrem Kundenkonto { $client } ({ $id }) ist beendet: { $by } hat sie aufgehoben. Wer für { $partner } arbeitet, hat darüber keinen Zugang mehr.
       *[no] Die Verknüpfung von { $partner } mit dem Kundenkonto { $client } ({ $id }) ist beendet: { $by } hat sie aufgehoben. Wer für { $partner } arbeitet, hat darüber keinen Zugang mehr.
    }
access-ended-link-term =
    { $own ->
        [yes] Die Verknüpfung von { $partner } mit Ihrem Kundenkonto { $client } ({ $id }) ist beendet, weil ihre Befristung abgelaufen ist. Wer für { $partner } arbeitet, hat darüber keinen Zugang mehr.
       *[no] Die Verknüpfung von { $partner } mit dem Kundenkonto { $client } ({ $id }) ist beendet, weil ihre Befristung abgelaufen ist. Wer für { $partner } arbeitet, hat darüber keinen Zugang mehr.
    }
access-ended-theirs-by = Der Zugang von { $who } zu Ihrem Kundenkonto { $client } ({ $id }) ist beendet: { $by } hat ihn entzogen. Diese Person kommt darüber nicht mehr hinein.
access-ended-theirs-term = Der Zugang von { $who } zu Ihrem Kundenkonto { $client } ({ $id }) ist beendet, weil seine Befristung abgelaufen ist. Diese Person kommt darüber nicht mehr hinein.
access-still-yours = Sie haben weiterhin Zugang zu diesem Konto, und zwar { $way }.
access-still-theirs = { $who } hat weiterhin Zugang zu diesem Konto, und zwar { $way }.
access-still-office = { $who } hat weiterhin Zugang zu diesem Konto, und zwar { $way }. Soll auch das enden, wenden Sie sich an { $desk }. Der Befehl dafür lautet { $command }
could-until-then = Bis dahin durfte { $who }:
could-until-then-you = Bis dahin durften Sie:
could-until-then-partner = Bis dahin durfte, wer für { $partner } arbeitet:
access-ended-unexpected-person = Wenn das richtig ist, brauchen Sie nichts zu tun. Sie haben das nicht erwartet oder benötigen den Zugang wieder? Bitten Sie die Inhaber des Kontos um eine neue Einladung oder schreiben Sie an { $desk } ({ $answer_to }).
access-ended-unexpected-partner = Wenn das richtig ist, brauchen Sie nichts zu tun. Sie haben das nicht erwartet oder benötigen den Zugang wieder? Fragen Sie den Kunden oder schreiben Sie an { $desk } ({ $answer_to }); Sie können auch eine neue Verknüpfung anfragen.
access-ended-unexpected-office = Wenn das richtig ist, brauchen Sie nichts zu tun. Sie haben das nicht erwartet oder der Zugang soll weiterbestehen? Schreiben Sie an { $desk } ({ $answer_to }). Sie erhalten diese E-Mail, weil Sie dieses Konto innehaben oder verwalten.

## access_expiring

access-expiring-subject =
    { $still ->
        [yes] Zugang zu { $client } ändert sich bald: { $who }
       *[no] Zugang zu { $client } endet bald: { $who }
    }
access-expiring-link =
    { $own ->
        [yes] { $still ->
            [yes] Die Verknüpfung mit { $partner } endet am { $until }. Bis dahin darf, wer für { $partner } arbeitet, in Ihrem Kundenkonto { $client } ({ $id }) tätig sein; danach hat darüber niemand mehr Zugang.
           *[no] Die Verknüpfung mit { $partner } endet am { $until }. Bis dahin darf, wer für { $partner } arbeitet, in Ihrem Kundenkonto { $client } ({ $id }) tätig sein; danach hat niemand von dort mehr Zugang.
        }
       *[no] { $still ->
            [yes] Die Verknüpfung mit { $partner } endet am { $until }. Bis dahin darf, wer für { $partner } arbeitet, im Kundenkonto { $client } ({ $id }) tätig sein; danach hat darüber niemand mehr Zugang.
           *[no] Die Verknüpfung mit { $partner } endet am { $until }. Bis dahin darf, wer für { $partner } arbeitet, im Kundenkonto { $client } ({ $id }) tätig sein; danach hat niemand von dort mehr Zugang.
        }
    }
access-expiring-person =
    { $still ->
        [yes] Der Zugang von { $who } zu Ihrem Kundenkonto { $client } ({ $id }) endet am { $until }. Danach kommt diese Person darüber nicht mehr hinein.
       *[no] Der Zugang von { $who } zu Ihrem Kundenkonto { $client } ({ $id }) endet am { $until }. Danach hat diese Person keinen Zugang mehr.
    }
access-expiring-still = Auch danach hat { $who } Zugang zu diesem Konto, und zwar { $way }. Soll auch das enden, wenden Sie sich an { $desk }. Der Befehl dafür lautet { $command }
access-expiring-go-on = Wenn das richtig ist, brauchen Sie nichts zu tun: Der Zugang endet von selbst. Soll er weiterbestehen, wenden Sie sich vorher an { $desk } ({ $answer_to }). Der Support verlängert ihn mit diesem Befehl, hier um ein Jahr:
access-expiring-go-on-link = Wenn das richtig ist, brauchen Sie nichts zu tun: Die Verknüpfung endet von selbst. Soll { $partner } dort weiterarbeiten, wenden Sie sich vorher an { $desk } ({ $answer_to }) oder genehmigen Sie die nächste Anfrage. Der Support verlängert die Verknüpfung mit diesem Befehl, hier um ein Jahr:
access-expiring-go-on-partner = Wenn das richtig ist, brauchen Sie nichts zu tun: Die Verknüpfung endet von selbst. Wenn Sie dort weiterarbeiten sollen, bitten Sie den Kunden darum: { $desk } ({ $answer_to }) übernimmt das für Sie mit diesem Befehl, hier für ein weiteres Jahr. Bis der Kunde antwortet, bleibt die Verknüpfung, wie sie ist:
access-expiring-go-on-page = Wenn das richtig ist, brauchen Sie nichts zu tun: Die Verknüpfung endet von selbst. Soll { $partner } dort weiterarbeiten, wählen Sie vorher auf der Seite des Kontos ein anderes Ende oder genehmigen Sie die nächste Anfrage.
access-expiring-button = Kundenkonto öffnen
access-expiring-unexpected = Sie erhalten diese E-Mail, weil Sie dieses Konto innehaben oder verwalten. Falls Sie von diesem Zugang nichts wussten, schreiben Sie an { $desk } ({ $answer_to }): Er kann jederzeit entzogen werden.
access-expiring-unexpected-partner = Sie erhalten diese E-Mail, weil { $partner } diese Verknüpfung angefragt hat oder weil Ihre Adresse für solche E-Mails hinterlegt ist. Sie haben sie nicht erwartet? Schreiben Sie an { $desk } ({ $answer_to }).

## address_change

address-change-subject = Bestätigen Sie die neue Adresse Ihres Logins { $email }
address-change-intro = { $requested_by } möchte, dass der Login { $old } künftig { $email } heißt. Er wird umbenannt, sobald der Code aus dieser E-Mail eingegeben wird; bis dahin ändert sich nichts.
address-change-button = Diese Adresse bestätigen
address-change-by-answer = Um sie zu bestätigen, antworten Sie auf diese E-Mail oder rufen Sie { $desk } an und nennen Sie diesen Code. Er wird dort für Sie eingegeben:
address-change-code = Der Code gilt einmal, bis zum { $expires }. Zeigen Sie ihn niemandem: Wer ihn kennt, kann dem Login Ihre Adresse geben.
address-change-unexpected = Sie haben das nicht erwartet? Dann brauchen Sie nichts zu tun: Ohne den Code ändert sich nichts. Wenn Ihnen etwas merkwürdig vorkommt, schreiben Sie an { $desk } ({ $answer_to }), aber senden Sie niemals ein Passwort.

## invitation

invitation-subject = Einladung zu { $client } von { $by }
invitation-intro =
    { $guest ->
        [yes] { $by } lädt Sie als Gast in das Kundenkonto { $client } ({ $id }) ein.
       *[no] { $by } lädt Sie in das Kundenkonto { $client } ({ $id }) ein.
    }
invitation-recovers = Niemand kann dieses Konto mehr verwalten, und Sie sollen sein Inhaber werden. Die Personen mit Zugang wurden benachrichtigt und können das verhindern: Annehmen können Sie ab dem { $accept_from }.
invitation-may = Dort dürfen Sie:
invitation-new-login = Zu dieser Adresse gibt es noch keinen Login. Mit der Annahme legen Sie einen an: Er heißt { $to }, und Sie wählen sein Passwort.
invitation-new-password = Sie nehmen mit dem Login an, den Sie bereits haben, und wählen dafür ein neues Passwort. Das bisherige gilt dann nicht mehr: Es könnte von einer anderen Person stammen.
invitation-login-stays = Sie nehmen mit dem Login an, den Sie bereits haben. Sein Passwort bleibt unverändert.
invitation-button = Annehmen oder ablehnen
invitation-button-password = Passwort wählen und annehmen oder ablehnen
invitation-by-answer =
    { $password ->
        [yes] Um anzunehmen oder abzulehnen, antworten Sie auf diese E-Mail oder rufen Sie { $desk } an und nennen Sie diesen Code. Er wird dort für Sie eingegeben, und man hilft Ihnen, ein Passwort zu setzen:
       *[no] Um anzunehmen oder abzulehnen, antworten Sie auf diese E-Mail oder rufen Sie { $desk } an und nennen Sie diesen Code. Er wird dort für Sie eingegeben:
    }
invitation-code = Der Code gilt einmal, bis zum { $expires }. Wer ihn kennt, kann an Ihrer Stelle antworten: Zeigen Sie ihn niemandem.
invitation-form = Bitte füllen Sie auch dieses Formular aus:
invitation-unexpected = Sie haben das nicht erwartet? Dann brauchen Sie nichts zu tun: Ohne den Code erhält niemand Zugang, und die Einladung läuft von selbst ab. Wenn Ihnen etwas merkwürdig vorkommt, schreiben Sie an { $desk } ({ $answer_to }), aber senden Sie niemals ein Passwort.

## link_approved

link-approved-subject = { $client } hat die Verknüpfung mit { $partner } genehmigt
link-approved-intro = { $by } hat genehmigt, dass { $partner } im Kundenkonto { $client } ({ $id }) arbeiten darf.
link-approved-next = Sie brauchen nichts zu tun: Das Konto erscheint unter Ihren verknüpften Konten, sobald es eingerichtet ist, in der Regel sofort. Gewährt wurde möglicherweise weniger, als Sie angefragt haben.

## link_cancelled

link-cancelled-subject = { $partner } hat die Anfrage für das Konto { $client } zurückgezogen
link-cancelled-intro = Die Anfrage, dass { $partner } in Ihrem Kundenkonto { $client } ({ $id }) arbeiten darf, wurde von { $by } zurückgezogen. In Ihrem Konto wurde nichts geändert, und der Code aus der früheren E-Mail gilt nicht mehr.
link-cancelled-unexpected = Sie brauchen nichts zu tun. Sie haben das nicht erwartet? Schreiben Sie an { $desk } ({ $answer_to }).

## link_denied

link-denied-subject = { $client } hat die Verknüpfung mit { $partner } abgelehnt
link-denied-intro = { $by } hat die Anfrage abgelehnt, dass { $partner } im Kundenkonto { $client } ({ $id }) arbeiten darf. Dort wurde nichts geändert.
link-denied-unexpected = Wenn Sie sich mit dem Kunden doch noch einigen, kann er Sie jederzeit selbst verknüpfen. Sie haben das nicht erwartet? Schreiben Sie an { $desk } ({ $answer_to }).

## link_request

link-request-subject =
    { $more ->
        [yes] { $partner } möchte im Konto { $client } mehr dürfen oder länger arbeiten
       *[no] { $partner } möchte im Konto { $client } arbeiten
    }
link-request-intro =
    { $more ->
        [yes] { $by } bittet darum, dass { $partner } in Ihrem Kundenkonto { $client } ({ $id }) mehr tun oder länger arbeiten darf. Sie erhalten diese E-Mail, weil Sie dieses Konto innehaben oder verwalten.
       *[no] { $by } bittet darum, dass { $partner } in Ihrem Kundenkonto { $client } ({ $id }) arbeiten darf. Sie erhalten diese E-Mail, weil Sie dieses Konto innehaben oder verwalten.
    }
link-request-intro-support =
    { $more ->
        [yes] { $by } bittet im Namen von { $partner } darum, dass { $partner } in Ihrem Kundenkonto { $client } ({ $id }) mehr tun oder länger arbeiten darf. Sie erhalten diese E-Mail, weil Sie dieses Konto innehaben oder verwalten.
       *[no] { $by } bittet im Namen von { $partner } darum, dass { $partner } in Ihrem Kundenkonto { $client } ({ $id }) arbeiten darf. Sie erhalten diese E-Mail, weil Sie dieses Konto innehaben oder verwalten.
    }
link-request-could = Wer für { $partner } arbeitet, dürfte dann:
link-request-they-write = Dazu die Nachricht:
link-request-choice = Sie können alles genehmigen, nur einen Teil davon oder eine kürzere Zeit, oder ablehnen. Beenden können Sie die Verknüpfung später jederzeit.
link-request-choice-more = Sie können alles genehmigen, nur einen Teil davon oder eine kürzere Zeit, oder ablehnen. Wie auch immer Sie antworten: { $partner } behält den jetzigen Zugang. Beenden können Sie die Verknüpfung später jederzeit.
link-request-button = Anfrage genehmigen oder ablehnen
link-request-by-answer = Um zu genehmigen oder abzulehnen, antworten Sie auf diese E-Mail oder rufen Sie { $desk } an und nennen Sie Ihre Antwort und diesen Code. Er wird dort für Sie eingegeben:
link-request-code = Der Code ist nur für Sie bestimmt und gilt einmal, bis zum { $expires }. Wer ihn kennt, kann an Ihrer Stelle antworten: Zeigen Sie ihn niemandem.
link-request-unexpected =
    { $more ->
        [yes] Sie kennen { $partner } nicht oder haben das nicht erwartet? Lehnen Sie ab oder tun Sie nichts: Ohne Ihre Genehmigung ändert sich nichts, und die Anfrage läuft von selbst ab. Wenn Ihnen etwas merkwürdig vorkommt, schreiben Sie an { $desk } ({ $answer_to }), aber senden Sie niemals ein Passwort.
       *[no] Sie kennen { $partner } nicht oder haben das nicht erwartet? Lehnen Sie ab oder tun Sie nichts: Ohne Ihre Genehmigung erhält niemand Zugang, und die Anfrage läuft von selbst ab. Wenn Ihnen etwas merkwürdig vorkommt, schreiben Sie an { $desk } ({ $answer_to }), aber senden Sie niemals ein Passwort.
    }

## login_renamed

login-renamed-subject = Ihr Login heißt jetzt { $email }
login-renamed-intro = { $by } hat den Namen Ihres Logins geändert: Er hieß { $old } und heißt ab jetzt { $email }. Das Passwort bleibt dasselbe, ebenso, was Sie damit dürfen. E-Mails gehen an die neue Adresse.
login-renamed-unexpected = Wenn das richtig ist, melden Sie sich künftig einfach mit dem neuen Namen an. Sie haben das nicht erwartet? Dann schreiben Sie umgehend an { $desk } ({ $answer_to }), aber senden Sie niemals ein Passwort.

## notice

notice-subject-invitation-accepted = { $who } hat die Einladung zu { $client } angenommen
notice-subject-invitation-declined = { $who } hat die Einladung zu { $client } abgelehnt
notice-subject-link-approved = Die Verknüpfung von { $client } mit { $who } wurde genehmigt
notice-subject-link-denied = Die Verknüpfung von { $client } mit { $who } wurde abgelehnt
notice-subject-link-changed = Die Verknüpfung von { $client } mit { $who } wurde geändert
notice-subject-link-extended = Die Verknüpfung von { $client } mit { $who } läuft weiter
notice-subject-access-changed = Zugang zu { $client } geändert: { $who }
notice-subject-person-left = { $who } hat { $client } verlassen
notice-subject-owner-added = { $client } hat einen weiteren Inhaber: { $who }
notice-subject-client-closed = { $client } wurde geschlossen
notice-subject-client-merged = { $client } hat ein anderes Konto von Ihnen aufgenommen
notice-subject-partner-reach = { $who } hat jetzt Zugang zu { $client }
notice-subject-taken-back = Zurückgenommen: eine Änderung bei { $client }
notice-subject-done-again = Wiederhergestellt: eine Änderung bei { $client }
notice-subject-several = Was bei { $client } geschehen ist
notice-several = Das ist im Kundenkonto { $client } ({ $id }) geschehen. Das Neueste steht am Ende.
notice-taken-back = { $by } hat Folgendes zurückgenommen, worüber Sie eine E-Mail erhalten haben. Es gilt nicht mehr ({ $at }).
notice-done-again = { $by } hat diese Rücknahme wieder aufgehoben, sodass Folgendes gilt wie zuvor ({ $at }).
notice-invitation-accepted = { $who } hat die Einladung zum Kundenkonto { $client } ({ $id }) angenommen und hat jetzt Zugang.
notice-invitation-declined = { $who } hat die Einladung zum Kundenkonto { $client } ({ $id }) abgelehnt. Es wurde kein Zugang gewährt.
notice-link-approved = { $by } hat genehmigt, dass { $partner } im Kundenkonto { $client } ({ $id }) arbeitet. Die Anfrage, die Sie erhalten haben, brauchen Sie nicht mehr zu beantworten.
notice-link-denied = { $by } hat abgelehnt, dass { $partner } im Kundenkonto { $client } ({ $id }) arbeitet. Die Anfrage, die Sie erhalten haben, brauchen Sie nicht mehr zu beantworten.
notice-link-changed = { $by } hat geändert, was { $partner } im Kundenkonto { $client } ({ $id }) darf oder bis wann.
notice-link-extended = { $partner } arbeitet weiter im Kundenkonto { $client } ({ $id }): Das Ende der Verknüpfung hat sich verschoben, wie es für dieses Konto vereinbart ist, und verschiebt sich vor dem neuen Ende erneut.
notice-link-extended-partner = { $partner } arbeitet weiter im Kundenkonto { $client } ({ $id }): Das Ende der Verknüpfung hat sich verschoben, wie es der Kunde vereinbart hat, und verschiebt sich vor dem neuen Ende erneut.
notice-link-extended-page = Die Verknüpfung läuft zum neuen Ende aus, wenn Sie das auf der Seite des Kontos wählen; dort können Sie sie auch sofort beenden.
notice-link-button = Verknüpfung ändern
notice-link-extended-give-up = Wenn Sie darauf verzichten wollen, wenden Sie sich an { $desk } ({ $answer_to }); der Support erledigt das mit diesem Befehl:
notice-link-extended-let-end = Wenn die Verknüpfung zum neuen Ende auslaufen soll, wenden Sie sich an { $desk } ({ $answer_to }); der Support erledigt das mit diesem Befehl:
notice-access-changed = { $by } hat { $who } mehr Zugang zum Kundenkonto { $client } ({ $id }) gegeben.
notice-access-changed-yours = { $by } hat geändert, was Sie im Kundenkonto { $client } ({ $id }) dürfen oder bis wann.
notice-person-left = { $who } hat den Zugang zum Kundenkonto { $client } ({ $id }) aufgegeben.
notice-owner-added = { $who } ist jetzt Inhaber des Kundenkontos { $client } ({ $id }), mit allen Rechten darin.
notice-client-merged = { $by } hat zwei gleiche Kundenkonten zusammengeführt: { $former } ist jetzt Teil von { $client } ({ $id }). Sie nutzen stattdessen dieses Konto, mit Ihrem Login und Ihrem Passwort.
notice-client-closed = { $by } hat das Kundenkonto { $client } ({ $id }) geschlossen. Niemand hat mehr Zugang dazu.
notice-partner-reach = { $who } von { $partner } hat jetzt Zugang zum Kundenkonto { $client } ({ $id }), und zwar über die Verknüpfung der beiden.
notice-gained = Neu ist, dass { $who } Folgendes darf:
notice-gained-you = Neu ist, dass Sie Folgendes dürfen:
notice-lost = { $who } darf nicht mehr:
notice-lost-you = Sie dürfen nicht mehr:
notice-may = { $who } darf:
notice-may-you = Sie dürfen:
notice-unexpected = Wenn das richtig ist, brauchen Sie nichts zu tun. Sie haben das nicht erwartet? Schreiben Sie an { $desk } ({ $answer_to }).

## password_changed

password-changed-subject = Das Passwort Ihres Logins { $email } wurde geändert
password-changed-intro = Das Passwort Ihres Logins { $email } wurde { $how } geändert.
password-changed-intro-by = { $by } hat ein neues Passwort für Ihren Login { $email } gesetzt.
password-changed-temporary = Es ist ein vorläufiges Passwort, das Sie auf anderem Weg als per E-Mail erhalten. Wenn Sie sich zum ersten Mal damit anmelden, wählen Sie ein eigenes.
password-changed-unexpected = Wenn das richtig ist, brauchen Sie nichts zu tun. Sie haben das nicht erwartet? Dann verwendet womöglich jemand anderes Ihren Login: Schreiben Sie umgehend an { $desk } ({ $answer_to }), aber senden Sie niemals ein Passwort.

## password_reset

password-reset-subject = Ein neues Passwort für Ihren Login { $email }
password-reset-intro = { $by } hat ein neues Passwort für Ihren Login { $email } angefordert. Sie wählen es selbst; bis dahin gilt das bisherige.
password-reset-button = Neues Passwort wählen
password-reset-by-answer = Um es zu wählen, antworten Sie auf diese E-Mail oder rufen Sie { $desk } an und nennen Sie diesen Code. Er wird dort für Sie eingegeben, und man hilft Ihnen, das Passwort zu setzen:
password-reset-code = Der Code gilt einmal, bis zum { $expires }. Wer ihn kennt, kann Ihr Passwort wählen: Zeigen Sie ihn niemandem.
password-reset-unexpected = Sie haben das nicht erwartet? Dann brauchen Sie nichts zu tun: Ohne den Code ändert sich nichts, und er läuft von selbst ab. Wenn Ihnen etwas merkwürdig vorkommt, schreiben Sie an { $desk } ({ $answer_to }), aber senden Sie niemals ein Passwort.

## recovery

recovery-subject = Neuer Inhaber für { $client } eingeladen: Brechen Sie ab, falls das falsch ist
recovery-intro = Niemand kann das Kundenkonto { $client } ({ $id }) mehr verwalten. { $by } hat deshalb einen neuen Inhaber eingeladen. Sie erhalten diese E-Mail, weil Sie Zugang zu diesem Konto haben und das abbrechen können, falls es falsch ist.
recovery-right = Ist es die richtige Person? Dann brauchen Sie nichts zu tun: Sie kann die Einladung ab dem { $expires } annehmen. Ihr eigener Zugang bleibt unverändert.
recovery-wrong = Sie haben das nicht erwartet, oder es ist die falsche Person? Sie können vor dem { $expires } abbrechen.
recovery-button = Ansehen und abbrechen
recovery-by-answer = Um abzubrechen, antworten Sie auf diese E-Mail oder rufen Sie { $desk } an und nennen Sie diesen Code. Er wird dort für Sie eingegeben:
recovery-code = Der Code ist nur für Sie bestimmt und gilt einmal. Wenn Sie Fragen haben, schreiben Sie an { $desk } ({ $answer_to }), aber senden Sie niemals ein Passwort.

## recovery_notice

recovery-notice-subject = Wiederherstellung des Kontos { $client }: { $email }
recovery-notice-begun = { $by } hat die Wiederherstellung des Kundenkontos { $client } ({ $id }) begonnen, das niemand mehr verwalten kann: { $email } ist als Inhaber eingeladen.
recovery-notice-stopped = { $by } hat die Wiederherstellung des Kundenkontos { $client } ({ $id }) abgebrochen. Die Einladung an { $email } ist zurückgezogen, und niemand hat Zugang erhalten.
recovery-notice-unexpected = Falls Sie das nicht erwartet haben, brechen Sie vor dem { $accept_from } ab; alle, die noch Zugang zum Konto haben, wurden angeschrieben und können das ebenfalls tun. Antworten auf diese E-Mail gehen an { $answer_to }. Der Support bricht mit diesem Befehl ab:
recovery-notice-unexpected-stopped = Falls Sie das nicht erwartet haben, klären Sie das, bevor eine weitere Wiederherstellung begonnen wird. Antworten auf diese E-Mail gehen an { $answer_to }.

## test

test-subject = Test: { $sent_by } prüft, ob E-Mails ankommen
test-intro = { $sent_by } von { $desk } prüft, ob E-Mails hier ankommen. Das tun sie, sonst würden Sie dies nicht lesen. Sie brauchen nichts zu tun.
test-unexpected = Sie haben das nicht erwartet? Dann hat sich jemand bei der Adresse vertippt. Falls das wieder geschieht, schreiben Sie an { $desk } ({ $answer_to }).

## welcome

welcome-subject = Ihr Login für { $partner }
welcome-hello = Guten Tag { $name },
welcome-intro = { $by } hat einen Login für Sie angelegt, mit dem Sie die Kundenkonten von { $partner } erreichen.
welcome-temporary =
    { $active ->
        [yes] Er hat ein vorläufiges Passwort, das Sie auf anderem Weg als per E-Mail erhalten. Es gilt bis zum { $until }; wenn Sie sich zum ersten Mal anmelden, wählen Sie ein eigenes.
       *[no] Er hat ein vorläufiges Passwort, das Sie auf anderem Weg als per E-Mail erhalten. Es gilt bis zum { $until }.
    }
welcome-password-set = Sein Passwort ist bereits gesetzt; Sie erhalten es auf anderem Weg als per E-Mail.
welcome-inactive = Der Login ist noch nicht aktiv: Er kann erst verwendet werden, wenn er aktiviert ist.
welcome-button = Anmelden
welcome-unexpected =
    { $active ->
        [yes] Sie haben das nicht erwartet? Melden Sie sich nicht an und schreiben Sie an { $desk } ({ $answer_to }), aber senden Sie niemals ein Passwort.
       *[no] Sie haben das nicht erwartet? Schreiben Sie an { $desk } ({ $answer_to }), aber senden Sie niemals ein Passwort.
    }
