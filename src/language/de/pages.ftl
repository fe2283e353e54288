### Die Seiten von `serve`. `$term` ist so, wie `until` und `days` ihn bilden.

## Rund um jede Seite

support-desk = das Support-Team
skip = Zum Inhalt springen
signed-in-as = Angemeldet als { $person }
sign-out = Abmelden
account = Konto
account-banner = Konto: { $account } ({ $slug }, { $id })
questions = Fragen? Dann hilft Ihnen { $desk }. Geben Sie Ihr Passwort und Ihre Codes niemals weiter.
language = Sprache

## Wörter mehrerer Seiten

email = E-Mail-Adresse
role = Rolle
go-to-accounts = Zu Ihren Konten
password = Passwort
new-password = Neues Passwort
new-password-again = Neues Passwort wiederholen
password-rules = Mindestens { $shortest } Zeichen. Mehrere Wörter, die nichts miteinander zu tun haben, eignen sich gut. Es darf nicht aus Ihrem Namen, Ihrer Adresse oder dem Namen des Kontos gebildet sein.
strength-short-one = Zu kurz: 1 Zeichen fehlt noch.
strength-short-other = Zu kurz: { $missing } Zeichen fehlen noch.
strength-easy = Lang genug, aber leicht zu erraten: Verwenden Sie mehr verschiedene Zeichen.
strength-enough = Lang genug.
strength-strong = Lang genug und stark.
forgot-password = Passwort vergessen?
answer-before = Antwort vor: { $time }
they-write = Nachricht dazu:
ask-for-others = Es gibt mehr Konten, als diese Seite zeigt. Die übrigen nennt Ihnen { $desk }.
requests-waiting = Anfragen, die auf Ihre Antwort warten
look-at-request = Anfrage von { $partner } ansehen
asks-to-work = { $partner } möchte in { $account } arbeiten
further-notice = auf Weiteres
they-may = Die Person darf
partner-may = Die Mitarbeitenden des Partners dürfen
for-how-long = Dauer

## Codes

code-title = Code aus Ihrer E-Mail
code-heading = Geben Sie den Code aus Ihrer E-Mail ein
code-for-invitation = Code für eine Einladung
code-for-link = Code für eine Verknüpfungsanfrage
code-for-session = Code für eine Sitzung
code-for-password = Code für ein neues Passwort
code-for-address = Code für eine neue Adresse
code-for-recovery = Code für eine Wiederherstellung
code-help = Kopieren Sie ihn vollständig aus der E-Mail. Sie können auch den ganzen Link einfügen.
go-on = Weiter
dead-code = Dieser Code funktioniert nicht
dead-code-why = Er ist möglicherweise unvollständig, bereits verwendet, abgelaufen oder durch eine neuere E-Mail ersetzt. Es wurde nichts geändert.
dead-code-newest = Nehmen Sie die neueste E-Mail und kopieren Sie den Code oder den Link vollständig.
dead-code-answered = Wenn Sie bereits geantwortet haben, bleibt nichts zu tun: { $link }.
dead-code-sign-in = Melden Sie sich an
dead-code-ask = Andernfalls bitten Sie die Person, die ihn gesendet hat, um eine neue E-Mail. Auch { $desk } kann sie senden.

## Anmeldung und Passwörter

sign-in = Anmelden
forgotten = Passwort vergessen
forgotten-help = Wir senden einen Code an diese Adresse, wenn sie ein Login hat. Ihr bisheriges Passwort gilt, bis Sie den Code verwenden.
forgotten-send = Code zusenden
forgotten-enter = Code aus der E-Mail eingeben
password-title = Neues Passwort
password-heading = Wählen Sie ein neues Passwort
password-login = Für das Login { $email }.
password-temporary = Ihr Passwort ist vorläufig: Wählen Sie ein eigenes, bevor Sie fortfahren.
temporary-password = Vorläufiges Passwort
current-password = Bisheriges Passwort
change-the-password = Passwort ändern
address-title = Neue Adresse
address-heading = Bestätigen Sie Ihre neue Adresse
address-present = Bisherige Adresse
address-new = Neue Adresse
address-after = Danach melden Sie sich mit der neuen Adresse an. Ihr Passwort bleibt gleich.
address-change = Adresse in { $email } ändern

## Einladung

invitation-title = Einladung
invitation-heading = Einladung zu { $account }
invitation-other = Sie sind als { $other } angemeldet. Diese Einladung gilt für { $email }: Wenn Sie sie annehmen, werden Sie als { $email } angemeldet.
invitation-invites = { $author } lädt Sie in dieses Konto ein.
invitation-invites-of = { $author } ({ $company }) lädt Sie in dieses Konto ein.
invitation-login = Ihr Login
invitation-role = Ihre Rolle
invitation-until = Zugang bis
invitation-answer-before = Antwort vor
invitation-may = Dort dürfen Sie:
invitation-held = Dieses Konto kann niemand mehr verwalten, und Sie sollen sein Inhaber werden. Die Personen des Kontos wurden benachrichtigt und können das verhindern. Sie können die Einladung ab diesem Zeitpunkt annehmen: { $time }.
invitation-new-password = Mit der Annahme entsteht Ihr Login { $email }. Wählen Sie sein Passwort:
invitation-replaced-password = Wählen Sie ein neues Passwort für Ihr Login { $email }. Das bisherige verliert seine Gültigkeit, weil eine andere Person es kennen könnte.
invitation-known = Sie haben bereits ein Login. Geben Sie zur Annahme sein Passwort ein:
invitation-password-of = Passwort von { $email }
invitation-signed-in = Sie sind mit diesem Login angemeldet.
accept-access = Zugang zu { $account } annehmen
decline-invitation = Einladung ablehnen
decline-reason = Grund (freiwillig; die Person, die Sie eingeladen hat, kann ihn lesen)
decline-access = Zugang zu { $account } ablehnen

## Anfrage eines Partners

link-title = Anfrage eines Partners
link-asks-more = { $partner } bittet um mehr in { $account }
link-partner = Partner
link-asked-by = Angefragt von
link-asked-in-name = { $author }, im Namen des Partners
link-contact = Kontakt
link-now = Bisher
link-partner-may-also = Die Mitarbeitenden des Partners dürfen zusätzlich
link-as-asked = Wie angefragt: { $term }
link-lets-in = Mit der Genehmigung erhält auch { $email } wieder Zugang, das Login, das für diesen Partner angelegt wurde. Es darf:
link-lets-in-once-active = Mit der Genehmigung erhält auch { $email } wieder Zugang, sobald das Login aktiv ist. Es wurde für diesen Partner angelegt und darf:
link-keeps = Was der Partner jetzt hat, behält er, wie auch immer Sie antworten. Sie können das jederzeit beenden.
link-let-do = { $partner } dies in { $account } erlauben
link-can-end = Sie können das jederzeit beenden. Wenn Sie nichts erlauben möchten, lehnen Sie die Anfrage ab.
link-let-work = { $partner } in { $account } arbeiten lassen
link-deny-request = Anfrage ablehnen
link-deny-reason = Grund (freiwillig; der Partner liest ihn)
link-deny-more = { $partner } keine weiteren Rechte in { $account } geben
link-deny-access = { $partner } den Zugang zu { $account } verweigern
term-from-now = { $term } ab jetzt

## Wiederherstellung

recovery-title = Neuer Inhaber
recovery-heading = Ein neuer Inhaber für { $account }
recovery-invited = Dieses Konto kann niemand mehr verwalten. { $author } hat einen neuen Inhaber eingeladen.
recovery-invited-of = Dieses Konto kann niemand mehr verwalten. { $author } ({ $company }) hat einen neuen Inhaber eingeladen.
recovery-owner = Neuer Inhaber
recovery-at = Eingeladen
recovery-before = Abbrechen bis
recovery-right = Ist das die richtige Person? Dann brauchen Sie nichts zu tun.
recovery-reason = Grund (freiwillig; das Support-Team liest ihn)
recovery-after = Die Einladung wird dann zurückgezogen, und das Support-Team erhält eine E-Mail.
recovery-stop = Abbrechen: { $email } soll nicht Inhaber von { $account } werden

## Konten einer Person

home = Ihre Konten
home-inside = Sie sind in { $account } eingeloggt
home-log-out = Aus { $account } ausloggen
home-invitations = Einladungen, die auf Sie warten
home-invitation = { $role }, Antwort vor: { $time }
accept = Annehmen
decline = Ablehnen
home-may-enter = Konten, zu denen Sie Zugang haben
home-account = { $slug }, { $id }
home-account-role = { $slug }, { $id }, { $role }
home-account-login = { $slug }, { $id }, als { $login }
home-account-role-login = { $slug }, { $id }, { $role }, als { $login }
home-last-login = Zuletzt eingeloggt: { $time }
home-never = Noch nie eingeloggt
people-of = Personen von { $account }
home-log-in = In { $account } einloggen
home-none = Sie haben derzeit zu keinem Konto Zugang.
home-clients = Kunden von { $partner }
home-other-clients = Weitere Kunden von { $partner }
home-ready = Bereit zum Einloggen
home-missing-support = { $step } (Aufgabe des Supports)
home-missing-client = { $step } (Aufgabe des Kunden)
home-missing-partner = { $step } (Aufgabe des Partners)
home-more-clients = Es gibt mehr Kunden, als diese Seite zeigt.
home-no-other-client = Es gibt keinen weiteren Kunden.
home-no-client = Es gibt noch keinen Kunden.
home-change-password = Passwort ändern
entering = Einloggen in { $account }
entering-wait = Wenn nichts geschieht, klicken Sie selbst auf „Weiter“. Der Weg steht eine Minute lang offen.
entering-go-on = Weiter zu { $account }

## Was einem Partner fehlt

missing-client = der Kunde ist geschlossen
missing-partner = der Partner ist geschlossen
missing-association = der Kunde ist dem Partner nicht zugeordnet
missing-owner-asked = der Inhaber hat die Einladung noch nicht angenommen
missing-owner-asked-in-vain = die Einladung des Inhabers ist abgelaufen
missing-owner-not-asked = der Inhaber ist nicht eingeladen
missing-owner-former = der Kunde hat keinen Inhaber mehr
missing-owner-none = der Kunde hat keinen Inhaber
missing-dedicated-user = der Kunde hat keinen eigenen Benutzer für den Partner angelegt
missing-dedicated-user-inactive = das Login des eigenen Benutzers ist nicht aktiv
missing-dedicated-user-ended = die Frist des eigenen Benutzers ist abgelaufen
missing-dedicated-user-role = der eigene Benutzer hat weder die Rolle Administrator noch Supervisor
missing-link = der Kunde hat den Partner nicht verknüpft
missing-request = die Anfrage des Partners wurde nicht rechtzeitig beantwortet
missing-answer = die Anfrage des Partners wartet auf die Antwort des Kunden
missing-set-up = die Verknüpfung ist vereinbart und noch nicht eingerichtet

## Personen eines Kontos

account-all = Alle Ihre Konten
account-partners = Partner, die in diesem Konto arbeiten
account-being-set-up = Wird eingerichtet
account-until = Bis zum { $end }
account-goes-on = Bis { $end }; verlängert sich jeweils um { $term }
account-until-further-notice = Bis auf Weiteres
account-what-they-may = Was sie dürfen
account-change-work = Arbeit von { $partner } ändern
account-as-it-is = Wie bisher: { $term }
go-on-label = Wenn dieses Ende kommt
go-on-as-it-is = Wie bisher
go-on-ends = Die Arbeit endet
go-on-by = Sie verlängert sich jeweils um { $term }, bis Sie das beenden
go-on-as-it-goes = Wie bisher: verlängert sich jeweils um { $term }
account-change-what = Ändern, was { $partner } in { $account } darf
account-end-work = Arbeit von { $partner } beenden
account-end-work-help = Dann kommt darüber niemand von { $partner } mehr in das Konto. Zugänge, die Sie einzelnen Personen gegeben haben, bleiben bestehen.
account-end-work-in = Arbeit von { $partner } in { $account } beenden
account-people = Personen
account-person = { $role }, { $state }
account-person-until = { $role }, { $state }, { $term }
account-person-email = { $email }, { $role }, { $state }
account-person-email-until = { $email }, { $role }, { $state }, { $term }
account-change = Ändern
account-change-access-of = Zugang von { $email } ändern
account-no-one = Es gibt noch niemanden.
account-more-people = Es gibt mehr Personen, als diese Seite zeigt. Die übrigen nennt Ihnen { $desk }.
account-invite-someone = Jemanden einladen
account-choose = Berechtigungen wählen; ohne Auswahl gelten die der Rolle
account-invite-to = Zu { $account } einladen

## Eine Person

person-heading = Zugang von { $email }
person-all = Alle Personen von { $account }
person-self = Dies ist Ihr eigener Zugang. Ändern kann ihn ein anderer Inhaber oder Administrator des Kontos, oder { $desk }.
person-owners-only = Diesen Zugang kann nur ein Inhaber des Kontos ändern, oder { $desk }.
person-expired = Die Einladung wurde nicht rechtzeitig beantwortet.
person-waits = Die Einladung wartet auf eine Antwort.
person-send-again = Einladung erneut senden
person-withdraw = Einladung zurückziehen
person-owner-has-all = Ein Inhaber hat immer alle Berechtigungen.
person-change-access = Zugang zu { $account } ändern
person-remove = Zugang entziehen
person-remove-help = Damit endet der Zugang von { $email } sofort.
person-remove-from = { $email } aus { $account } entfernen

## Zustände

state-prepared = vorbereitet
state-invited = eingeladen
state-expired = abgelaufen
state-declined = abgelehnt
state-active = aktiv
state-inactive = inaktiv
state-ended = beendet

## Was getan wurde

done = Fertig
done-close = Sie können diese Seite schließen. Oder { $link }, um Ihre Konten zu sehen.
done-sign-in = melden Sie sich an
notice-accepted = Sie haben die Einladung angenommen. Das Konto steht in Ihrer Liste.
notice-declined = Sie haben die Einladung abgelehnt. Die Person, die Sie eingeladen hat, sieht das.
notice-approved = Sie haben die Anfrage genehmigt. Der Partner kann nun im Konto arbeiten.
notice-being-set-up = Sie haben die Anfrage genehmigt. Die Verknüpfung wird eingerichtet; danach kann der Partner im Konto arbeiten.
notice-denied = Sie haben die Anfrage abgelehnt. Der Partner erhält eine E-Mail und nicht mehr als bisher.
notice-recovery-stopped = Sie haben es gestoppt. Die Einladung ist zurückgezogen, und das Support-Team wurde benachrichtigt.
notice-password-set = Ihr Passwort wurde geändert. Alle anderen Anmeldungen sind beendet.
notice-renamed = Ihr Login hat die neue Adresse. Bitte melden Sie sich damit an.
notice-mail-sent = Wenn diese Adresse ein Login hat, ist eine E-Mail mit einem Code unterwegs. Das kann einige Minuten dauern.
notice-invited = Die Einladung ist unterwegs.
notice-invited-again = Die Einladung wurde erneut gesendet. Die frühere E-Mail gilt nicht mehr.
notice-withdrawn = Die Einladung wurde zurückgezogen. Ihre E-Mail gilt nicht mehr.
notice-link-ended = Der Partner arbeitet nicht mehr im Konto. Er erhält eine E-Mail.
notice-access-changed = Der Zugang wurde geändert.
notice-removed = Der Zugang wurde entzogen.
notice-left = Sie sind aus dem Konto ausgeloggt.
notice-signed-out = Sie sind abgemeldet.
notice-language-set = Seiten und E-Mails sind ab jetzt in dieser Sprache.

## Was nicht möglich ist

not-found-title = Seite nicht gefunden
not-possible-title = Nicht möglich
no-such-page = Diese Seite gibt es nicht.
not-for-you = Diese Seite gibt es nicht, oder sie ist nicht für Sie bestimmt.
too-many-attempts = Es gab zu viele Versuche. Bitte warten Sie einige Minuten und versuchen Sie es dann erneut.
busy = Das ist im Augenblick nicht möglich. Bitte versuchen Sie es in einer Minute erneut.
takes-long = Das dauert länger als üblich. Bitte sehen Sie in einer Minute nach, ob es erledigt ist.
not-at-the-moment = Das ist im Augenblick nicht möglich. Es wurde nichts geändert. Bitte versuchen Sie es in einer Minute erneut.
went-wrong = Hier ist etwas schiefgegangen. Es wurde nichts geändert.
form-of-another-site = Dieses Formular kam von einer anderen Website. Es wurde nichts geändert.
no-form = Das ist kein Formular einer Seite. Es wurde nichts geändert.
form-too-long = Dieses Formular ist zu lang. Es wurde nichts geändert.
form-too-slow = Dieses Formular hat zu lange gebraucht. Es wurde nichts geändert.
open-too-long = Diese Seite war zu lange geöffnet, oder Cookies sind ausgeschaltet. Es wurde nichts geändert. Bitte öffnen Sie die Seite erneut.
no-right = Dazu sind Sie nicht berechtigt. Niemand kann mehr Berechtigungen, eine höhere Rolle oder eine längere Zeit vergeben, als er selbst hat.
no-portal = Hier ist kein Portal eingerichtet, daher gibt es von dieser Seite aus nichts zu betreten.
lets-in-changed = Wem die Verknüpfung Zugang gibt, wurde geändert, seit diese Seite geöffnet wurde. Bitte sehen Sie noch einmal hin.
nothing-ticked = Kreuzen Sie an, was der Partner darf. Wenn Sie nichts erlauben möchten, lehnen Sie die Anfrage ab.
no-permission-ticked = Kreuzen Sie an, was die Person darf.
needs-new-password = Für diese Einladung ist ein neues Passwort nötig: Öffnen Sie den Link in der E-Mail, dort wählen Sie eines.
no-longer-waits = { $id } wartet auf keine Antwort.

## Was an einem Formular falsch war

seconds = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
excess-role = Die Rolle { $role } kann diese Berechtigung nicht haben: { $rights }.
excess-approval = Die Genehmigung von { $id } kann diese Berechtigung nicht geben: { $rights }.
excess-link = Eine Verknüpfung kann diese Berechtigung nicht geben: { $rights }.
excess-between = { $first }, oder: { $second }
wrong-password = { $email } und dieses Passwort passen nicht zusammen; es wurde nichts geändert.
no-match = Diese Adresse und dieses Passwort passen nicht zusammen.
held-back = Das letzte Passwort für { $email } war falsch: Das nächste wird in { $wait } geprüft; dieses wurde nicht geprüft.
held-back-today = Heute waren zu viele Passwörter für { $email } falsch: Das nächste wird in { $wait } geprüft; dieses wurde nicht geprüft.
login-inactive = Das Login { $email } ist inaktiv.
temporary-expired = Das vorläufige Passwort von { $email } ist abgelaufen: { $end }.
password-changed-meanwhile = Das Passwort wurde gerade eben geändert.
login-changed-meanwhile = { $email } wurde gerade eben von jemand anderem geändert.
passwords-differ = Die beiden Passwörter stimmen nicht überein.
password-too-short = Das Passwort ist zu kurz. Es braucht mindestens { $shortest } Zeichen; mehrere Wörter eignen sich gut.
password-too-long = Das Passwort ist zu lang. Höchstens { $longest } Zeichen sind möglich.
password-built = Das Passwort ist aus der E-Mail-Adresse oder einem Namen gebildet, der zum Konto gehört. Wählen Sie Wörter, die nichts mit dem Konto zu tun haben.
password-easy = Das Passwort ist zu leicht zu erraten. Vermeiden Sie bekannte Wörter, Tastenreihen, Daten und Wiederholungen; mehrere Wörter, die nichts miteinander zu tun haben, eignen sich gut.
password-same = Das neue Passwort ist das alte; es wurde nichts geändert. Wählen Sie ein anderes: Wer das alte gewählt hat, kennt es.
password-character = Das Passwort enthält an Stelle { $place } { $character }, { $why }. Nehmen Sie es heraus: Meist gerät es beim Einfügen oder Speichern eines Textes hinein.
reason-character = Der Grund enthält an Stelle { $place } { $character }, { $why }. Nehmen Sie es heraus: Meist gerät es beim Einfügen eines Textes hinein.
reason-too-long = Der Grund hat { $length } Zeichen, erlaubt sind höchstens { $most }.
character-blank-begin = ein Leerzeichen am Anfang
character-blank-end = ein Leerzeichen am Ende
character-blank-like = ein Zeichen, das wie ein Leerzeichen aussieht
character-line = einen Zeilentrenner
character-bidi = ein Steuerzeichen für die Schreibrichtung
character-tag = ein Tag-Zeichen
character-joins-nothing = ein Zeichen ohne Breite, das nichts verbindet
character-zero-width = ein Zeichen ohne Breite
character-varies-nothing = eine Variantenauswahl ohne zugehöriges Zeichen
character-invisible = ein unsichtbares Zeichen
character-lost = das Zeichen für einen unterwegs verlorenen Buchstaben
character-control = ein Steuerzeichen
character-private = ein Zeichen zur privaten Verwendung
character-unassigned = ein nicht belegtes Zeichen
character-mark = ein Akzentzeichen ohne Buchstaben darunter
email-empty = Die E-Mail-Adresse fehlt. Schreiben Sie sie wie „name@example.com“.
email-no-at = { $email } ist keine E-Mail-Adresse: Es fehlt das @. Schreiben Sie sie wie „name@example.com“.
email-nothing-after = { $email } ist keine E-Mail-Adresse: Nach dem @ steht nichts. Schreiben Sie sie wie „name@example.com“.
email-nothing-before = { $email } ist keine E-Mail-Adresse: Vor dem @ steht nichts. Schreiben Sie sie wie „name@example.com“.
email-several = { $email } ist keine E-Mail-Adresse: Sie enthält mehr als ein @, ein Komma oder ein Semikolon. Geben Sie nur eine Adresse an.
email-blank = { $email } ist keine E-Mail-Adresse: Sie enthält ein Leerzeichen. Geben Sie nur eine Adresse an.
email-dots = { $email } ist keine E-Mail-Adresse: Der Name vor dem @ beginnt oder endet mit einem Punkt oder hat zwei hintereinander. Prüfen Sie die Punkte; eine solche Adresse gibt es nicht.
email-long-name = { $email } ist keine E-Mail-Adresse: Der Name vor dem @ ist { $length } Byte lang. Mehr als 64 Byte sind dort nicht möglich; bitten Sie um eine kürzere Adresse.
email-number = { $email } ist keine E-Mail-Adresse: Nach dem @ steht eine IP-Adresse. Schreiben Sie den Namen der Domain, zum Beispiel „example.com“.
email-one-part = { $email } ist keine E-Mail-Adresse: Die Domain hat nur einen Teil. Schreiben Sie die ganze Domain, zum Beispiel „example.com“.
offer-changed = { $id } wurde geändert, nachdem Sie die Einladung gesehen haben, und bietet jetzt etwas anderes an.
invitation-expired = { $id } ist abgelaufen: { $end }.
offer-ended = Der Zugang, den { $id } anbietet, ist beendet: { $end }.
invitation-is = { $id } ist { $state ->
    [pending] offen bis zum { $time }
   *[other] seit dem { $time } { $word }
}; { $again ->
    [yes] noch einmal
   *[no] jetzt
} kann die Einladung nicht { $act } werden.
act-accepted = angenommen
act-declined = abgelehnt
act-cancelled = zurückgezogen
act-sent-again = erneut gesendet
act-changed = geändert
state-accepted = angenommen
state-cancelled = zurückgezogen
state-superseded = ersetzt
sender-cannot-give = { $id } wurde von { $author } gesendet. Diese Person kann nicht mehr geben, was die Einladung anbietet.
recovery-waits = { $id } stellt ein Konto wieder her und kann ab dem { $time } angenommen werden.
recovery-was-stopped = { $id } kann nicht angenommen werden: Die Wiederherstellung wurde gestoppt, am { $time }.
recovery-not-needed = { $id } kann nicht angenommen werden: { $account } kann wieder verwaltet werden und braucht keine Wiederherstellung mehr.
recovery-too-late = Die Wiederherstellung konnte nur bis zum { $end } gestoppt werden.
sent-just-now = Die letzte E-Mail ist weniger als eine Minute alt; sie ist vom { $end }.
cannot-be-invited = { $email } kann nicht eingeladen werden.
inactive-cannot-accept = Das Login { $email } ist inaktiv, sodass niemand damit annehmen könnte.
declined-often = { $email } hat innerhalb von 30 Tagen { $count ->
    [2] zweimal
   *[other] { $count }-mal
} abgelehnt.
access-ended = Der Zugang von { $email } ist beendet: { $end }.
access-differs = { $email } ist bereits im Konto, mit anderer Rolle oder anderen Berechtigungen. Ändern Sie das auf der Seite der Person.
invitation-differs = { $email } ist bereits eingeladen, mit anderer Rolle oder anderen Berechtigungen. Ändern Sie das auf der Seite der Person.
last-owner = { $email } ist die letzte Person, die { $account } dauerhaft verwalten kann: als Inhaber oder Administrator mit der Berechtigung „{ $permission }“, ohne Frist, mit einem aktiven Login und einem Passwort.
access-changed-meanwhile = Der Zugang von { $email } zu { $account } wurde von jemand anderem geändert, nachdem Sie ihn gesehen haben; es wurde nichts geändert.
account-changed-meanwhile = { $account } wurde von jemand anderem geändert, nachdem Sie es gesehen haben; es wurde nichts geändert.
account-closed = { $account } ist geschlossen; es wurde nichts geändert.
owner-has-all = Ein Inhaber hat immer alle Berechtigungen.
nothing-given = Damit geben Sie nichts von dem, worum für { $id } gebeten wurde. Genehmigen Sie mehr davon, oder lehnen Sie ab.
may-not-enter = { $email } hat keinen Zugang zu { $account }.
entered-elsewhere = { $email } hat sich gerade eben in ein anderes Konto eingeloggt; es wurde nichts geändert.
address-taken = { $email } ist bereits die Adresse eines anderen Logins.
