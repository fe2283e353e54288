### Was Mails und Seiten gemeinsam haben.

## Zeiten

moment = { $day }. { $month } { $year }, { $hour }:{ $minute } Uhr ({ $zone ->
    [CET] MEZ
    [CEST] MESZ
   *[other] { $zone }
})
end-of-day = { $day }. { $month } { $year }, 24:00 Uhr ({ $zone ->
    [CET] MEZ
    [CEST] MESZ
   *[other] { $zone }
})
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
until = bis zum { $end }
until-further-notice = bis auf Weiteres
days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}

## Listen

list = { $first } und { $last }

## Rollen

role-guest = Gast
role-manager = Manager
role-supervisor = Supervisor
role-admin = Administrator
role-owner = Inhaber

## Berechtigungen: Satzteile, die auf „darf“ folgen

permission-profile = die Stammdaten des Kontos sehen und ändern
permission-contacts = die Kontakte des Kontos sehen und ändern
permission-products = Produkte und Dienste sehen
permission-products-manage = Produkte und Dienste ändern, erweitern und zurücksetzen
permission-products-sso = sich mit einem Klick bei der Konsole eines Produkts anmelden
permission-domains = Domainregistrierungen sehen
permission-domains-manage = Domainregistrierungen und ihre Einstellungen ändern
permission-invoices = Rechnungen sehen und bezahlen
permission-quotes = Angebote sehen und annehmen
permission-tickets = Supportanfragen stellen, sehen und beantworten
permission-affiliates = das Partnerprogramm-Konto sehen und nutzen
permission-emails = die an das Konto gesendeten E-Mails sehen
permission-orders = Bestellungen aufgeben und stornieren
permission-users = festlegen, wer Zugang zum Konto hat (nur mit der Rolle Inhaber oder Administrator)
permission-settings = die Einstellungen des Kontos sehen und ändern

set-all = allen Berechtigungen
set-all-but = allen Berechtigungen außer { $names }
set-none = keiner Berechtigung
term-months = { $count ->
    [one] { $count } Monat
   *[other] { $count } Monate
}
term-years = { $count ->
    [one] { $count } Jahr
   *[other] { $count } Jahre
}
