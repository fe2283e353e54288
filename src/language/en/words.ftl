### What mails and pages have in common. `$end`, `$from` and `$at` are such as `moment` and `end-of-day` make them.

## Times

# A date with its time. In every language the words around it fit both this and `end-of-day`.
moment = { $day } { $month } { $year } { $hour }:{ $minute } { $zone }
# The end of a day, as the end of a term.
end-of-day = the end of { $day } { $month } { $year } { $zone }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
until = until { $end }
until-further-notice = until further notice
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}

## Lists

# At least two parts: `$first` is all but the last, separated by commas.
list = { $first } and { $last }

## Roles

role-guest = guest
role-manager = manager
role-supervisor = supervisor
role-admin = admin
role-owner = owner

## Permissions: phrases that follow "may"

permission-profile = see the account's own data and change them
permission-contacts = see and change the account's contacts
permission-products = see products and services
permission-products-manage = change, upgrade and reset products and services
permission-products-sso = sign in to a product's own console with one click
permission-domains = see domain registrations
permission-domains-manage = change domain registrations and their settings
permission-invoices = see and pay invoices
permission-quotes = see and accept quotes
permission-tickets = open, see and answer support tickets
permission-affiliates = see and use the affiliate account
permission-emails = see the mails that the account received
permission-orders = place new orders, and cancel them
permission-users = administer who may enter the account (role owner or admin needed as well)
permission-settings = see and change the account's settings

# Sets of permissions behind "with", by their names in the catalogue.
set-all = all
set-all-but = all but { $names }
set-none = none
term-months = { $count ->
    [one] 1 month
   *[other] { $count } months
}
term-years = { $count ->
    [one] 1 year
   *[other] { $count } years
}
