### Lo que los correos y las páginas tienen en común.

## Fechas y plazos

moment = { $day } de { $month } de { $year } a las { $hour }:{ $minute } ({ $zone })
end-of-day = { $day } de { $month } de { $year } a las 24:00 ({ $zone })
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
until = hasta el { $end }
until-further-notice = sin fecha límite
days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}

## Listas

list = { $first } y { $last }

## Roles

role-guest = invitado
role-manager = gestor
role-supervisor = supervisor
role-admin = administrador
role-owner = titular

## Permisos: lo que sigue a «puede»

permission-profile = ver y modificar los datos de la cuenta
permission-contacts = ver y modificar los contactos de la cuenta
permission-products = ver los productos y servicios
permission-products-manage = modificar, ampliar y restablecer los productos y servicios
permission-products-sso = acceder con un clic a la consola propia de un producto
permission-domains = ver los registros de dominios
permission-domains-manage = modificar los registros de dominios y su configuración
permission-invoices = ver y pagar las facturas
permission-quotes = ver y aceptar los presupuestos
permission-tickets = abrir, ver y responder solicitudes de soporte
permission-affiliates = ver y utilizar la cuenta de afiliado
permission-emails = ver los correos recibidos en la cuenta
permission-orders = hacer nuevos pedidos y cancelarlos
permission-users = administrar quién puede acceder a la cuenta (se requiere también el rol de titular o administrador)
permission-settings = ver y modificar la configuración de la cuenta

set-all = todos los permisos
set-all-but = todos los permisos excepto { $names }
set-none = ningún permiso
term-months = { $count ->
    [one] { $count } mes
   *[other] { $count } meses
}
term-years = { $count ->
    [one] { $count } año
   *[other] { $count } años
}
