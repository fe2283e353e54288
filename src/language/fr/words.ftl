### Ce que les e-mails et les pages ont en commun.

## Dates et durées

moment = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year } à { $hour }:{ $minute } ({ $zone })
end-of-day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year } à 24:00 ({ $zone })
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
until = jusqu’au { $end }
until-further-notice = sans limite de durée
days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}

## Listes

list = { $first } et { $last }

## Rôles

role-guest = invité
role-manager = gestionnaire
role-supervisor = superviseur
role-admin = administrateur
role-owner = propriétaire

## Autorisations : ce qui suit « peut »

permission-profile = consulter et modifier les données du compte
permission-contacts = consulter et modifier les contacts du compte
permission-products = consulter les produits et services
permission-products-manage = modifier, faire évoluer et réinitialiser les produits et services
permission-products-sso = accéder en un clic à la console d’un produit
permission-domains = consulter les enregistrements de domaines
permission-domains-manage = modifier les enregistrements de domaines et leurs paramètres
permission-invoices = consulter et payer les factures
permission-quotes = consulter et accepter les devis
permission-tickets = ouvrir et consulter les demandes d’assistance, et y répondre
permission-affiliates = consulter et utiliser le compte d’affiliation
permission-emails = consulter les e-mails reçus par le compte
permission-orders = passer de nouvelles commandes et les annuler
permission-users = gérer les accès au compte (rôle de propriétaire ou d’administrateur également requis)
permission-settings = consulter et modifier les paramètres du compte

set-all = toutes les autorisations
set-all-but = toutes les autorisations sauf { $names }
set-none = aucune autorisation
term-months = { $count } mois
term-years = { $count ->
    [one] { $count } an
   *[other] { $count } ans
}
