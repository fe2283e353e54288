### Las páginas de `serve`. `$term` es tal como lo forman `until` y `days`.

## Alrededor de cada página

support-desk = el servicio de asistencia
skip = Ir al contenido
signed-in-as = Sesión iniciada como { $person }
sign-out = Cerrar sesión
account = Cuenta
account-banner = Cuenta: { $account } ({ $slug }, { $id })
questions = ¿Tiene preguntas? Contacte con { $desk }. No comparta nunca su contraseña ni un código.
language = Idioma

## Palabras de varias páginas

email = Dirección de correo electrónico
role = Rol
go-to-accounts = Ir a sus cuentas
password = Contraseña
new-password = Contraseña nueva
new-password-again = Repita la contraseña nueva
password-rules = Al menos { $shortest } caracteres. Varias palabras sin relación entre sí funcionan bien. No debe formarse con su nombre, su dirección ni el nombre de la cuenta.
strength-short-one = Demasiado corta: falta 1 carácter.
strength-short-other = Demasiado corta: faltan { $missing } caracteres.
strength-easy = Suficientemente larga, pero fácil de adivinar: use más caracteres distintos.
strength-enough = Suficientemente larga.
strength-strong = Suficientemente larga y segura.
forgot-password = ¿Ha olvidado la contraseña?
answer-before = Responda antes del { $time }
they-write = Mensaje adjunto:
ask-for-others = Hay más cuentas de las que muestra esta página. Para las demás, contacte con { $desk }.
requests-waiting = Solicitudes que esperan su respuesta
look-at-request = Ver la solicitud de { $partner }
asks-to-work = { $partner } solicita trabajar en { $account }
further-notice = sin fecha límite
they-may = Esta persona puede
partner-may = El personal del socio puede
for-how-long = Duración

## Códigos

code-title = Código de su correo
code-heading = Introduzca el código de su correo
code-for-invitation = Código para una invitación
code-for-link = Código para una solicitud de vínculo
code-for-session = Código para una sesión
code-for-password = Código para una contraseña nueva
code-for-address = Código para una dirección nueva
code-for-recovery = Código para una recuperación
code-help = Cópielo entero del correo. También puede pegar el enlace completo.
go-on = Continuar
dead-code = Este código no funciona
dead-code-why = Puede estar incompleto, usado ya, caducado o sustituido por un correo más reciente. No se ha modificado nada.
dead-code-newest = Tome el correo más reciente y copie entero el código o el enlace.
dead-code-answered = Si ya respondió, no queda nada por hacer: { $link }.
dead-code-sign-in = inicie sesión
dead-code-ask = Si no, pida a la persona que lo envió que lo envíe de nuevo, o contacte con { $desk }.

## Inicio de sesión y contraseñas

sign-in = Iniciar sesión
forgotten = Contraseña olvidada
forgotten-help = Enviamos un código a esta dirección si tiene un usuario. Su contraseña actual sirve hasta que use el código.
forgotten-send = Enviarme un código
forgotten-enter = Introducir el código del correo
password-title = Contraseña nueva
password-heading = Elija una contraseña nueva
password-login = Para el usuario { $email }.
password-temporary = Su contraseña es provisional: elija la suya antes de continuar.
temporary-password = Contraseña provisional
current-password = Contraseña actual
change-the-password = Cambiar la contraseña
address-title = Dirección nueva
address-heading = Confirme su dirección nueva
address-present = Dirección actual
address-new = Dirección nueva
address-after = A partir de entonces iniciará sesión con la dirección nueva. Su contraseña no cambia.
address-change = Cambiar la dirección a { $email }

## Invitación

invitation-title = Invitación
invitation-heading = Invitación a { $account }
invitation-other = Ha iniciado sesión como { $other }. Esta invitación es para { $email }: si la acepta, iniciará sesión como { $email }.
invitation-invites = { $author } le invita a esta cuenta.
invitation-invites-of = { $author } ({ $company }) le invita a esta cuenta.
invitation-login = Su usuario
invitation-role = Su rol
invitation-until = Acceso hasta el
invitation-answer-before = Responda antes del
invitation-may = Allí podrá:
invitation-held = Ya nadie puede administrar esta cuenta, y usted va a ser su titular. Se ha avisado a las personas de la cuenta, que pueden impedirlo. Podrá aceptar a partir del { $time }.
invitation-new-password = Al aceptar se crea su usuario { $email }. Elija su contraseña:
invitation-replaced-password = Elija una contraseña nueva para su usuario { $email }. La actual deja de servir, porque otra persona puede conocerla.
invitation-known = Ya tiene un usuario. Para aceptar, introduzca su contraseña:
invitation-password-of = Contraseña de { $email }
invitation-signed-in = Ha iniciado sesión con este usuario.
accept-access = Aceptar el acceso a { $account }
decline-invitation = Rechazar la invitación
decline-reason = Motivo (opcional; lo puede leer la persona que le invitó)
decline-access = Rechazar el acceso a { $account }

## Solicitud de un socio

link-title = Solicitud de un socio
link-asks-more = { $partner } solicita más en { $account }
link-partner = Socio
link-asked-by = Solicitado por
link-asked-in-name = { $author }, en nombre del socio
link-contact = Contacto
link-now = Ahora
link-partner-may-also = El personal del socio puede además
link-as-asked = Como se solicita: { $term }
link-lets-in = Al aprobar, también vuelve a tener acceso { $email }, el usuario creado para este socio. Puede:
link-lets-in-once-active = Al aprobar, también vuelve a tener acceso { $email }, el usuario creado para este socio, en cuanto esté activo. Puede:
link-keeps = El socio conserva lo que tiene ahora, sea cual sea su respuesta. Puede ponerle fin en cualquier momento.
link-let-do = Permitir a { $partner } hacer esto en { $account }
link-can-end = Puede ponerle fin en cualquier momento. Para no permitir nada, deniegue la solicitud.
link-let-work = Permitir a { $partner } trabajar en { $account }
link-deny-request = Denegar la solicitud
link-deny-reason = Motivo (opcional; lo lee el socio)
link-deny-more = Denegar a { $partner } más en { $account }
link-deny-access = Denegar a { $partner } el acceso a { $account }
term-from-now = { $term } a partir de ahora

## Recuperación

recovery-title = Nuevo titular
recovery-heading = Un nuevo titular para { $account }
recovery-invited = Ya nadie puede administrar esta cuenta. { $author } ha invitado a un nuevo titular.
recovery-invited-of = Ya nadie puede administrar esta cuenta. { $author } ({ $company }) ha invitado a un nuevo titular.
recovery-owner = Nuevo titular
recovery-at = Invitado el
recovery-before = Se puede detener antes del
recovery-right = ¿Es la persona correcta? Entonces no tiene que hacer nada.
recovery-reason = Motivo (opcional; lo lee el servicio de asistencia)
recovery-after = Entonces se retira la invitación, y el servicio de asistencia recibe un correo.
recovery-stop = Detener: { $email } no debe ser titular de { $account }

## Cuentas de una persona

home = Sus cuentas
home-inside = Ha entrado en { $account }
home-log-out = Salir de { $account }
home-invitations = Invitaciones que le esperan
home-invitation = { $role }, responda antes del { $time }
accept = Aceptar
decline = Rechazar
home-may-enter = Cuentas a las que tiene acceso
home-account = { $slug }, { $id }
home-account-role = { $slug }, { $id }, { $role }
home-account-login = { $slug }, { $id }, como { $login }
home-account-role-login = { $slug }, { $id }, { $role }, como { $login }
home-last-login = Última entrada el { $time }
home-never = No ha entrado nunca
people-of = Personas de { $account }
home-log-in = Entrar en { $account }
home-none = En este momento no tiene acceso a ninguna cuenta.
home-clients = Clientes de { $partner }
home-other-clients = Otros clientes de { $partner }
home-ready = Listo para entrar
home-missing-support = { $step } (le corresponde al servicio de asistencia)
home-missing-client = { $step } (le corresponde al cliente)
home-missing-partner = { $step } (le corresponde al socio)
home-more-clients = Hay más clientes de los que muestra esta página.
home-no-other-client = No hay ningún otro cliente.
home-no-client = Aún no hay ningún cliente.
home-change-password = Cambiar su contraseña
entering = Entrando en { $account }
entering-wait = Si no ocurre nada, continúe usted mismo. El acceso está abierto durante un minuto.
entering-go-on = Continuar a { $account }

## Lo que le falta a un socio

missing-client = el cliente está cerrado
missing-partner = el socio está cerrado
missing-association = el cliente no está asociado con el socio
missing-owner-asked = el titular aún no ha aceptado la invitación
missing-owner-asked-in-vain = la invitación del titular ha caducado
missing-owner-not-asked = el titular no está invitado
missing-owner-former = el cliente ya no tiene titular
missing-owner-none = el cliente no tiene titular
missing-dedicated-user = el cliente no ha creado un usuario propio para el socio
missing-dedicated-user-inactive = el usuario propio para el socio no está activo
missing-dedicated-user-ended = el plazo del usuario propio para el socio ha terminado
missing-dedicated-user-role = el usuario propio para el socio no es administrador ni supervisor
missing-link = el cliente no ha vinculado al socio
missing-request = la solicitud del socio no se respondió a tiempo
missing-answer = la solicitud del socio espera la respuesta del cliente
missing-set-up = el vínculo está acordado, pero aún no está configurado

## Personas de una cuenta

account-all = Todas sus cuentas
account-partners = Socios que trabajan en esta cuenta
account-being-set-up = En proceso de configuración
account-until = Hasta el { $end }
account-goes-on = Hasta el { $end }; se prorroga cada vez { $term }
account-until-further-notice = Sin fecha límite
account-what-they-may = Lo que pueden hacer
account-change-work = Cambiar el trabajo de { $partner }
account-as-it-is = Como está: { $term }
go-on-label = Al llegar ese vencimiento
go-on-as-it-is = Sin cambios
go-on-ends = El trabajo finaliza
go-on-by = Se prorroga { $term } cada vez, hasta que usted lo termine
go-on-as-it-goes = Sin cambios: se prorroga { $term } cada vez
account-change-what = Cambiar lo que { $partner } puede hacer en { $account }
account-end-work = Poner fin al trabajo de { $partner }
account-end-work-help = Nadie de { $partner } volverá a entrar así en la cuenta. Los accesos que dio a personas concretas se conservan.
account-end-work-in = Poner fin al trabajo de { $partner } en { $account }
account-people = Personas
account-person = { $role }, { $state }
account-person-until = { $role }, { $state }, { $term }
account-person-email = { $email }, { $role }, { $state }
account-person-email-until = { $email }, { $role }, { $state }, { $term }
account-change = Cambiar
account-change-access-of = Cambiar el acceso de { $email }
account-no-one = Aún no hay nadie.
account-more-people = Hay más personas de las que muestra esta página. Para las demás, contacte con { $desk }.
account-invite-someone = Invitar a alguien
account-choose = Elegir permisos; sin elección valen los del rol
account-invite-to = Invitar a { $account }

## Una persona

person-heading = Acceso de { $email }
person-all = Todas las personas de { $account }
person-self = Este es su propio acceso. Lo puede cambiar otro titular o administrador de la cuenta; si no, contacte con { $desk }.
person-owners-only = Solo un titular de la cuenta puede cambiar este acceso; si no, contacte con { $desk }.
person-expired = La invitación no se respondió a tiempo.
person-waits = La invitación espera una respuesta.
person-send-again = Enviar de nuevo la invitación
person-withdraw = Retirar la invitación
person-owner-has-all = Un titular tiene siempre todos los permisos.
person-change-access = Cambiar el acceso a { $account }
person-remove = Quitar el acceso
person-remove-help = El acceso de { $email } termina de inmediato.
person-remove-from = Quitar a { $email } de { $account }

## Estados

state-prepared = en preparación
state-invited = invitación enviada
state-expired = caducada
state-declined = rechazada
state-active = acceso activo
state-inactive = usuario inactivo
state-ended = acceso terminado

## Lo que se ha hecho

done = Hecho
done-close = Puede cerrar esta página, o { $link } para ver sus cuentas.
done-sign-in = iniciar sesión
notice-accepted = Ha aceptado la invitación. La cuenta está en su lista.
notice-declined = Ha rechazado la invitación. La persona que le invitó lo verá.
notice-approved = Ha aprobado la solicitud. El socio ya puede trabajar en la cuenta.
notice-being-set-up = Ha aprobado la solicitud. El vínculo se está configurando; cuando esté listo, el socio podrá trabajar en la cuenta.
notice-denied = Ha denegado la solicitud. El socio recibe un correo, y nada más que antes.
notice-recovery-stopped = La ha detenido. La invitación se ha retirado, y se ha avisado al servicio de asistencia.
notice-password-set = Su contraseña se ha cambiado. Todas las demás sesiones han terminado.
notice-renamed = Su usuario tiene la dirección nueva. Inicie sesión con ella.
notice-mail-sent = Si esta dirección tiene un usuario, un correo con un código está en camino. Puede tardar unos minutos.
notice-invited = La invitación está en camino.
notice-invited-again = La invitación se ha enviado de nuevo. El correo anterior ya no sirve.
notice-withdrawn = La invitación se ha retirado. Su correo ya no sirve.
notice-link-ended = El socio ya no trabaja en la cuenta. Recibirá un correo.
notice-access-changed = El acceso se ha cambiado.
notice-removed = El acceso se ha quitado.
notice-left = Ha salido de la cuenta.
notice-signed-out = Ha cerrado la sesión.
notice-language-set = Las páginas y los correos están en este idioma a partir de ahora.

## Lo que no es posible

not-found-title = Página no encontrada
not-possible-title = No es posible
no-such-page = Esta página no existe.
not-for-you = Esta página no existe, o no es para usted.
too-many-attempts = Ha habido demasiados intentos. Espere unos minutos y vuelva a intentarlo.
busy = Esto no es posible en este momento. Vuelva a intentarlo dentro de un minuto.
takes-long = Esto tarda más de lo habitual. Compruebe dentro de un minuto si se ha hecho.
not-at-the-moment = Esto no es posible en este momento. No se ha modificado nada. Vuelva a intentarlo dentro de un minuto.
went-wrong = Algo ha fallado aquí. No se ha modificado nada.
form-of-another-site = Este formulario proviene de otro sitio. No se ha modificado nada.
no-form = Esto no es un formulario de una página. No se ha modificado nada.
form-too-long = Este formulario es demasiado largo. No se ha modificado nada.
form-too-slow = Este formulario ha tardado demasiado. No se ha modificado nada.
open-too-long = Esta página ha estado abierta demasiado tiempo, o las cookies están desactivadas. No se ha modificado nada. Vuelva a abrirla.
no-right = No tiene derecho a hacer esto. Nadie puede dar más permisos, un rol más alto o un plazo más largo de los que tiene.
no-portal = Aquí no hay ningún portal configurado, así que desde esta página no se puede entrar en ningún sitio.
lets-in-changed = El acceso que da el vínculo ha cambiado desde que se abrió esta página. Vuelva a revisarlo.
nothing-ticked = Marque lo que puede hacer el socio. Para no permitir nada, deniegue la solicitud.
no-permission-ticked = Marque lo que puede hacer la persona.
needs-new-password = Esta invitación requiere una contraseña nueva: abra el enlace de su correo, donde podrá elegirla.
no-longer-waits = { $id } no espera ninguna respuesta.

## Lo que estaba mal en un formulario

seconds = { $count ->
    [one] { $count } segundo
   *[other] { $count } segundos
}
excess-role = El rol { $role } no puede tener permiso para { $rights }.
excess-approval = La aprobación de { $id } no puede dar permiso para { $rights }.
excess-link = Un vínculo no puede dar permiso para { $rights }.
excess-between = { $first }, ni para { $second }
wrong-password = { $email } y esta contraseña no coinciden; no se ha modificado nada.
no-match = Esta dirección y esta contraseña no coinciden.
held-back = La última contraseña para { $email } era incorrecta: la siguiente se comprobará dentro de { $wait }; esta no se ha comprobado.
held-back-today = Demasiadas contraseñas incorrectas para { $email } hoy: la siguiente se comprobará dentro de { $wait }; esta no se ha comprobado.
login-inactive = El usuario { $email } está inactivo.
temporary-expired = La contraseña provisional de { $email } caducó el { $end }.
password-changed-meanwhile = La contraseña se acaba de cambiar.
login-changed-meanwhile = Otra persona acaba de modificar { $email }.
passwords-differ = Las dos contraseñas no coinciden.
password-too-short = La contraseña es demasiado corta. Necesita { $shortest } caracteres o más; varias palabras funcionan bien.
password-too-long = La contraseña es demasiado larga. { $longest } caracteres como máximo.
password-built = La contraseña está formada con la dirección de correo o con un nombre relacionado con la cuenta. Elija palabras que no tengan nada que ver con la cuenta.
password-easy = La contraseña es demasiado fácil de adivinar. Evite palabras conocidas, filas del teclado, fechas y repeticiones; varias palabras sin relación entre sí funcionan bien.
password-same = La contraseña nueva es la anterior; no se ha modificado nada. Elija otra: la persona que eligió la anterior la conoce.
password-character = La contraseña tiene { $character }, { $why }, en la posición { $place }. Quítelo: suele aparecer al pegar o guardar un texto.
reason-character = El motivo tiene { $character }, { $why }, en la posición { $place }. Quítelo: suele aparecer al pegar un texto.
reason-too-long = El motivo tiene { $length } caracteres; se permiten { $most } como máximo.
character-blank-begin = un espacio al principio
character-blank-end = un espacio al final
character-blank-like = un carácter que parece un espacio
character-line = un separador de líneas
character-bidi = un control de la dirección de escritura
character-tag = un carácter de etiqueta
character-joins-nothing = un carácter sin anchura que no une nada
character-zero-width = un carácter sin anchura
character-varies-nothing = un selector de variante sin carácter que variar
character-invisible = un carácter invisible
character-lost = la marca de una letra que se perdió por el camino
character-control = un carácter de control
character-private = un carácter de uso privado
character-unassigned = un carácter sin asignar
character-mark = un signo diacrítico sin letra
email-empty = Falta la dirección de correo. Escríbala como «name@example.com».
email-no-at = { $email } no es una dirección de correo: le falta la @. Escríbala como «name@example.com».
email-nothing-after = { $email } no es una dirección de correo: no tiene nada después de la @. Escríbala como «name@example.com».
email-nothing-before = { $email } no es una dirección de correo: no tiene nada antes de la @. Escríbala como «name@example.com».
email-several = { $email } no es una dirección de correo: tiene más de una @, una coma o un punto y coma. Indique una sola dirección.
email-blank = { $email } no es una dirección de correo: tiene un espacio dentro. Indique una sola dirección.
email-dots = { $email } no es una dirección de correo: el nombre antes de la @ empieza o termina con un punto, o tiene dos seguidos. Revise los puntos; no existe una dirección así.
email-long-name = { $email } no es una dirección de correo: el nombre antes de la @ tiene { $length } bytes. No puede tener más de 64 bytes; pida una dirección más corta.
email-number = { $email } no es una dirección de correo: tiene una dirección IP después de la @. Escriba el nombre del dominio, por ejemplo «example.com».
email-one-part = { $email } no es una dirección de correo: su dominio tiene una sola parte. Escriba el dominio completo, por ejemplo «example.com».
offer-changed = { $id } se modificó después de mostrarse, y ahora ofrece otra cosa.
invitation-expired = { $id } caducó el { $end }.
offer-ended = El acceso que ofrece { $id } terminó el { $end }.
invitation-is = { $id } está { $state ->
    [pending] pendiente hasta el { $time }
   *[other] { $word } desde el { $time }
}; la invitación no puede ser { $act }{ $again ->
    [yes] { " otra vez" }
   *[no] { "" }
}.
act-accepted = aceptada
act-declined = rechazada
act-cancelled = retirada
act-sent-again = enviada de nuevo
act-changed = modificada
state-accepted = aceptada
state-cancelled = retirada
state-superseded = sustituida
sender-cannot-give = { $id } fue enviada por { $author }, que ya no puede dar lo que ofrece.
recovery-waits = { $id } recupera una cuenta y se puede aceptar a partir del { $time }.
recovery-was-stopped = { $id } no se puede aceptar: la recuperación se detuvo el { $time }.
recovery-not-needed = { $id } no se puede aceptar: { $account } ya se puede administrar de nuevo y no necesita recuperación.
recovery-too-late = La recuperación se podía detener hasta el { $end }.
sent-just-now = El último envío tiene menos de un minuto, del { $end }.
cannot-be-invited = { $email } no puede ser invitado.
inactive-cannot-accept = El usuario { $email } está inactivo, de modo que nadie podría aceptar con él.
declined-often = { $email } ha rechazado { $count ->
    [2] dos veces
   *[other] { $count } veces
} en 30 días.
access-ended = El acceso de { $email } terminó el { $end }.
access-differs = { $email } ya está en la cuenta, con otro rol u otros permisos. Cámbielo en la página de la persona.
invitation-differs = { $email } ya tiene una invitación, con otro rol u otros permisos. Cámbielo en la página de la persona.
last-owner = { $email } es la última persona que puede administrar { $account } sin límite de tiempo: un titular o administrador con el permiso «{ $permission }», sin plazo, con un usuario activo y una contraseña.
access-changed-meanwhile = Otra persona modificó el acceso de { $email } a { $account } después de mostrarse; no se ha modificado nada.
account-changed-meanwhile = Otra persona modificó { $account } después de mostrarse; no se ha modificado nada.
account-closed = { $account } está cerrada; no se ha modificado nada.
owner-has-all = Un titular tiene siempre todos los permisos.
nothing-given = Así no se da nada de lo que se solicitó para { $id }. Apruebe más, o deniegue la solicitud.
may-not-enter = { $email } no tiene acceso a { $account }.
entered-elsewhere = { $email } acaba de entrar en otra cuenta; no se ha modificado nada.
address-taken = { $email } ya es la dirección de otro usuario.
