### Frases de los correos. Se leen como texto sin formato y como HTML, y no llevan etiquetas.
###
### Tratamiento de usted. Los nombres no cambian nunca.

## Partes de cada correo

fact = - { $label }: { $value }
button = { $label }:
person-of = { $person } ({ $company })
further-notice = sin fecha límite
the-term = el vencimiento del plazo
writes = Mensaje de { $who }:
enter-the-code = Si el enlace no se abre, vaya a { $page } e introduzca este código:
may-now = { $who } puede ahora:
may-until-then = Hasta entonces, { $who } puede:
partner-may = Las personas de { $partner } pueden:
unexpected = ¿No esperaba este mensaje? Escriba a { $desk } ({ $answer_to }).

## Etiquetas

label-account = Cuenta
label-partner = Socio
label-who = Quién
label-by = Por
label-when = Fecha
label-role = Rol
label-role-before = Rol anterior
label-your-role = Su rol
label-your-login = Su usuario
label-access-until = Fin del acceso
label-until = Vencimiento
label-until-before = Vencimiento anterior
command-reason = solicitado por correo
label-goes-on-by = Prórroga
label-went-on-by = Prórroga anterior
label-answer-before = Responder antes del
label-reason = Motivo
label-in-the-place-of = En nombre de
label-done-by = Aceptada por
label-reason-given = Motivo indicado
label-ended = Finalizado el
label-ended-by = Finalizado por
label-given-by = Concedido por
label-login-now = Usuario actual
label-new-address = Nueva dirección
label-asked-for-by = Solicitado por
label-confirm-before = Confirmar antes del
label-approved-by = Aprobado por
label-denied-by = Denegado por
label-withdrawn-by = Retirada por
label-ask-again-from = Podrá volver a solicitarlo a partir del
label-asked-by = Solicitado por
label-now = Actualmente
label-for-how-long = Duración
label-it-was = Antes
label-it-is-now = Ahora
label-changed-by = Cambiado por
label-set-by = Establecida por
label-good-until = Válida hasta el
label-choose-before = Elegir antes del
label-new-owner = Nuevo titular
label-invited-by = Invitación enviada por
label-stop-before = Detener antes del
label-begun-by = Iniciada por
label-verified-by = Identidad verificada por
label-stopped-by = Detenida por
label-can-accept-from = Se puede aceptar a partir del
label-sent-to = Enviado a
label-sent-by = Enviado por
label-way = Medio de envío
label-database = Base de datos
label-made-by = Creado por

## Lo que mencionan los correos

from-your-approval = { $term } desde su aprobación
how-old-password = con la contraseña anterior
how-code = con el código de un correo
how-someone-else = por otra persona
someone-on-the-sign-in-page = Alguien en la página de inicio de sesión
an-owner-or-admin = Un titular o administrador de { $client }
way-grant = mediante un acceso propio con el rol { $role }, con { $set }
way-grant-until = mediante un acceso propio con el rol { $role }, con { $set }, { $until }
way-link = mediante { $link } de { $partner }, con { $set }
way-link-until = mediante { $link } de { $partner }, con { $set }, { $until }

## accepted_by_staff

accepted-by-staff-subject = Soporte ha aceptado una invitación a { $client } para { $email }
accepted-by-staff-intro = { $staff }, del equipo de soporte, ha aceptado en nombre de { $email } una invitación a su cuenta de cliente { $client } ({ $id }). Recibe este correo porque usted es titular de esa cuenta y no se ha utilizado el código enviado por correo.
accepted-by-staff-unexpected = Si es correcto, no tiene que hacer nada. Si no lo esperaba, escriba cuanto antes a { $desk } ({ $answer_to }): el acceso se puede retirar en cualquier momento.

## access_ended

access-ended-subject =
    { $still ->
        [yes] El acceso a { $client } ha cambiado: { $who }
       *[no] El acceso a { $client } ha finalizado: { $who }
    }
access-ended-yours-by =
    { $still ->
        [yes] Su propio acceso a la cuenta de cliente { $client } ({ $id }) ha finalizado: { $by } lo ha retirado. Su usuario { $email } se mantiene.
       *[no] Su acceso a la cuenta de cliente { $client } ({ $id }) ha finalizado: { $by } lo ha retirado. Su usuario { $email } se mantiene, con todos sus demás accesos.
    }
access-ended-yours-term =
    { $still ->
        [yes] Su propio acceso a la cuenta de cliente { $client } ({ $id }) ha finalizado porque su plazo ha vencido. Su usuario { $email } se mantiene.
       *[no] Su acceso a la cuenta de cliente { $client } ({ $id }) ha finalizado porque su plazo ha vencido. Su usuario { $email } se mantiene, con todos sus demás accesos.
    }
access-ended-link-by =
    { $own ->
        [yes] El vínculo de { $partner } con su cuenta de cliente { $client } ({ $id }) ha finalizado: { $by } le ha puesto fin. Las personas de { $partner } ya no pueden acceder por esa vía.
       *[no] El vínculo de { $partner } con la cuenta de cliente { $client } ({ $id }) ha finalizado: { $by } le ha puesto fin. Las personas de { $partner } ya no pueden acceder por esa vía.
    }
access-ended-link-term =
    { $own ->
        [yes] El vínculo de { $partner } con su cuenta de cliente { $client } ({ $id }) ha finalizado porque su plazo ha vencido. Las personas de { $partner } ya no pueden acceder por esa vía.
       *[no] El vínculo de { $partner } con la cuenta de cliente { $client } ({ $id }) ha finalizado porque su plazo ha vencido. Las personas de { $partner } ya no pueden acceder por esa vía.
    }
access-ended-theirs-by = El acceso de { $who } a su cuenta de cliente { $client } ({ $id }) ha finalizado: { $by } lo ha retirado. Esta persona ya no puede acceder por esa vía.
access-ended-theirs-term = El acceso de { $who } a su cuenta de cliente { $client } ({ $id }) ha finalizado porque su plazo ha vencido. Esta persona ya no puede acceder por esa vía.
access-still-yours = Usted sigue teniendo acceso a esta cuenta { $way }.
access-still-theirs = { $who } sigue teniendo acceso a esta cuenta { $way }.
access-still-office = { $who } sigue teniendo acceso a esta cuenta { $way }. Si eso también debe terminar, diríjase a { $desk }, que lo hará con { $command }
could-until-then = Hasta entonces, { $who } podía:
could-until-then-you = Hasta entonces, usted podía:
could-until-then-partner = Hasta entonces, las personas de { $partner } podían:
access-ended-unexpected-person = Si es correcto, no tiene que hacer nada. ¿No lo esperaba o vuelve a necesitar el acceso? Pida a los titulares de esa cuenta que le inviten de nuevo, o escriba a { $desk } ({ $answer_to }).
access-ended-unexpected-partner = Si es correcto, no tiene que hacer nada. ¿No lo esperaba o vuelve a necesitar el acceso? Consulte al cliente o escriba a { $desk } ({ $answer_to }); también puede solicitar un nuevo vínculo.
access-ended-unexpected-office = Si es correcto, no tiene que hacer nada. ¿No lo esperaba o el acceso debe continuar? Escriba a { $desk } ({ $answer_to }). Recibe este correo porque usted es titular o administrador de esa cuenta.

## access_expiring

access-expiring-subject =
    { $still ->
        [yes] El acceso a { $client } cambia pronto: { $who }
       *[no] El acceso a { $client } finaliza pronto: { $who }
    }
access-expiring-link =
    { $own ->
        [yes] { $still ->
            [yes] El vínculo con { $partner } finaliza el { $until }. Hasta entonces, las personas de { $partner } pueden trabajar en su cuenta de cliente { $client } ({ $id }); después, ninguna de ellas podrá acceder por esa vía.
           *[no] El vínculo con { $partner } finaliza el { $until }. Hasta entonces, las personas de { $partner } pueden trabajar en su cuenta de cliente { $client } ({ $id }); después, ninguna de ellas podrá acceder.
        }
       *[no] { $still ->
            [yes] El vínculo con { $partner } finaliza el { $until }. Hasta entonces, las personas de { $partner } pueden trabajar en la cuenta de cliente { $client } ({ $id }); después, ninguna de ellas podrá acceder por esa vía.
           *[no] El vínculo con { $partner } finaliza el { $until }. Hasta entonces, las personas de { $partner } pueden trabajar en la cuenta de cliente { $client } ({ $id }); después, ninguna de ellas podrá acceder.
        }
    }
access-expiring-person =
    { $still ->
        [yes] El acceso de { $who } a su cuenta de cliente { $client } ({ $id }) finaliza el { $until }. Después, esta persona no podrá acceder por esa vía.
       *[no] El acceso de { $who } a su cuenta de cliente { $client } ({ $id }) finaliza el { $until }. Después, esta persona ya no podrá acceder.
    }
access-expiring-still = Después, { $who } seguirá teniendo acceso a esta cuenta { $way }. Si eso también debe terminar, diríjase a { $desk }, que lo hará con { $command }
access-expiring-go-on = Si es correcto, no tiene que hacer nada: el acceso finaliza por sí solo. Si debe continuar, diríjase antes de esa fecha a { $desk } ({ $answer_to }). Soporte lo prorroga con este comando, aquí por un año:
access-expiring-go-on-link = Si es correcto, no tiene que hacer nada: el vínculo finaliza por sí solo. Si { $partner } debe seguir trabajando en la cuenta, diríjase antes de esa fecha a { $desk } ({ $answer_to }) o apruebe su próxima solicitud. Soporte prorroga el vínculo con este comando, aquí por un año:
access-expiring-go-on-partner = Si es correcto, no tiene que hacer nada: el vínculo finaliza por sí solo. Si debe seguir trabajando en la cuenta, pídaselo al cliente: { $desk } ({ $answer_to }) lo hace por usted con este comando, aquí por un año más, y hasta que el cliente responda el vínculo sigue igual:
access-expiring-go-on-page = Si es correcto, no tiene que hacer nada: el vínculo finaliza por sí solo. Si { $partner } debe seguir trabajando en la cuenta, elija antes de esa fecha otro vencimiento en la página de la cuenta o apruebe su próxima solicitud.
access-expiring-button = Abrir la cuenta
access-expiring-unexpected = Recibe este correo porque usted es titular o administrador de esa cuenta. Si no tenía conocimiento de este acceso, escriba a { $desk } ({ $answer_to }): se puede retirar en cualquier momento.
access-expiring-unexpected-partner = Recibe este correo porque { $partner } solicitó ese vínculo o porque la suya es la dirección para estos correos. ¿No lo esperaba? Escriba a { $desk } ({ $answer_to }).

## address_change

address-change-subject = Confirme la nueva dirección de su usuario { $email }
address-change-intro = { $requested_by } ha solicitado que el usuario { $old } pase a llamarse { $email }. El cambio se hará cuando se introduzca el código de este correo; hasta entonces no cambia nada.
address-change-button = Confirmar esta dirección
address-change-by-answer = Para confirmarla, responda a este correo o llame a { $desk } y comunique este código, que se introducirá por usted:
address-change-code = El código es válido una sola vez, hasta el { $expires }. No se lo muestre a nadie: quien lo tenga puede dar su dirección a ese usuario.
address-change-unexpected = ¿No lo esperaba? Entonces no tiene que hacer nada: sin el código no cambia nada. Si algo le parece extraño, escriba a { $desk } ({ $answer_to }), pero no envíe nunca una contraseña.

## invitation

invitation-subject = Invitación a { $client } de { $by }
invitation-intro =
    { $guest ->
        [yes] { $by } le invita como invitado a la cuenta de cliente { $client } ({ $id }).
       *[no] { $by } le invita a la cuenta de cliente { $client } ({ $id }).
    }
invitation-recovers = Ya nadie puede administrar esta cuenta, y usted pasará a ser su titular. Todas las personas que aún tienen acceso han sido informadas y pueden impedirlo: podrá aceptar a partir del { $accept_from }.
invitation-may = En ella podrá:
invitation-new-login = Esta dirección todavía no tiene usuario. Al aceptar creará uno: se llamará { $to }, y usted elegirá su contraseña.
invitation-new-password = Acepta con el usuario que ya tiene y elige una nueva contraseña para él. La actual dejará de funcionar: es posible que la haya elegido otra persona.
invitation-login-stays = Acepta con el usuario que ya tiene. Su contraseña no cambia.
invitation-button = Aceptar o rechazar
invitation-button-password = Elegir una contraseña y aceptar, o rechazar
invitation-by-answer =
    { $password ->
        [yes] Para aceptar o rechazar, responda a este correo o llame a { $desk } y comunique este código, que se introducirá por usted; también le ayudarán a establecer una contraseña:
       *[no] Para aceptar o rechazar, responda a este correo o llame a { $desk } y comunique este código, que se introducirá por usted:
    }
invitation-code = El código es válido una sola vez, hasta el { $expires }. Quien lo tenga puede responder en su lugar: no se lo muestre a nadie.
invitation-form = Rellene también este formulario, por favor:
invitation-unexpected = ¿No lo esperaba? Entonces no tiene que hacer nada: sin el código nadie obtiene acceso, y la invitación caduca por sí sola. Si algo le parece extraño, escriba a { $desk } ({ $answer_to }), pero no envíe nunca una contraseña.

## link_approved

link-approved-subject = { $client } ha aprobado el vínculo con { $partner }
link-approved-intro = { $by } ha aprobado que { $partner } trabaje en la cuenta de cliente { $client } ({ $id }).
link-approved-next = No tiene que hacer nada: la cuenta aparecerá entre sus cuentas vinculadas en cuanto esté configurada, normalmente de inmediato. Lo concedido puede ser menos de lo que solicitó.

## link_cancelled

link-cancelled-subject = { $partner } ha retirado su solicitud para la cuenta { $client }
link-cancelled-intro = La solicitud para que { $partner } trabaje en su cuenta de cliente { $client } ({ $id }) ha sido retirada por { $by }. No se ha cambiado nada en su cuenta, y el código del correo anterior ya no es válido.
link-cancelled-unexpected = No tiene que hacer nada. ¿No esperaba este mensaje? Escriba a { $desk } ({ $answer_to }).

## link_denied

link-denied-subject = { $client } ha denegado el vínculo con { $partner }
link-denied-intro = { $by } ha denegado la solicitud para que { $partner } trabaje en la cuenta de cliente { $client } ({ $id }). No se ha cambiado nada en ella.
link-denied-unexpected = Si finalmente llega a un acuerdo con el cliente, este puede crear el vínculo por su cuenta en cualquier momento. ¿No esperaba este mensaje? Escriba a { $desk } ({ $answer_to }).

## link_request

link-request-subject =
    { $more ->
        [yes] { $partner } solicita más permisos o más tiempo en la cuenta { $client }
       *[no] { $partner } solicita trabajar en la cuenta { $client }
    }
link-request-intro =
    { $more ->
        [yes] { $by } solicita que { $partner } pueda hacer más, o trabajar durante más tiempo, en su cuenta de cliente { $client } ({ $id }). Recibe este correo porque usted es titular o administrador de esa cuenta.
       *[no] { $by } solicita que { $partner } pueda trabajar en su cuenta de cliente { $client } ({ $id }). Recibe este correo porque usted es titular o administrador de esa cuenta.
    }
link-request-intro-support =
    { $more ->
        [yes] { $by } solicita en nombre de { $partner } que { $partner } pueda hacer más, o trabajar durante más tiempo, en su cuenta de cliente { $client } ({ $id }). Recibe este correo porque usted es titular o administrador de esa cuenta.
       *[no] { $by } solicita en nombre de { $partner } que { $partner } pueda trabajar en su cuenta de cliente { $client } ({ $id }). Recibe este correo porque usted es titular o administrador de esa cuenta.
    }
link-request-could = En ese caso, las personas de { $partner } podrían:
link-request-they-write = Mensaje que acompaña a la solicitud:
link-request-choice = Puede aprobarlo todo, solo una parte o un plazo más corto, o denegarlo. Podrá ponerle fin más adelante en cualquier momento.
link-request-choice-more = Puede aprobarlo todo, solo una parte o un plazo más corto, o denegarlo. Sea cual sea su respuesta, { $partner } conserva lo que tiene ahora. Podrá ponerle fin más adelante en cualquier momento.
link-request-button = Aprobar o denegar la solicitud
link-request-by-answer = Para aprobar o denegar, responda a este correo o llame a { $desk } y comunique su respuesta y este código, que se introducirá por usted:
link-request-code = El código es personal y válido una sola vez, hasta el { $expires }. Quien lo tenga puede responder en su lugar: no se lo muestre a nadie.
link-request-unexpected =
    { $more ->
        [yes] ¿No conoce a { $partner } o no lo esperaba? Deniegue la solicitud o no haga nada: sin su aprobación no cambia nada, y la solicitud caduca por sí sola. Si algo le parece extraño, escriba a { $desk } ({ $answer_to }), pero no envíe nunca una contraseña.
       *[no] ¿No conoce a { $partner } o no lo esperaba? Deniegue la solicitud o no haga nada: sin su aprobación nadie obtiene acceso, y la solicitud caduca por sí sola. Si algo le parece extraño, escriba a { $desk } ({ $answer_to }), pero no envíe nunca una contraseña.
    }

## login_renamed

login-renamed-subject = Su usuario se llama ahora { $email }
login-renamed-intro = { $by } ha cambiado el nombre de su usuario: era { $old } y a partir de ahora es { $email }. La contraseña sigue siendo la misma, al igual que sus permisos. Los correos se envían a la nueva dirección.
login-renamed-unexpected = Si es correcto, solo tiene que iniciar sesión con el nuevo nombre. ¿No lo esperaba? Entonces escriba cuanto antes a { $desk } ({ $answer_to }), pero no envíe nunca una contraseña.

## notice

notice-subject-invitation-accepted = { $who } ha aceptado la invitación a { $client }
notice-subject-invitation-declined = { $who } ha rechazado la invitación a { $client }
notice-subject-link-approved = Se ha aprobado el vínculo de { $client } con { $who }
notice-subject-link-denied = Se ha denegado el vínculo de { $client } con { $who }
notice-subject-link-changed = Ha cambiado el vínculo de { $client } con { $who }
notice-subject-link-extended = Continúa el vínculo de { $client } con { $who }
notice-subject-access-changed = El acceso a { $client } ha cambiado: { $who }
notice-subject-person-left = { $who } ha dejado { $client }
notice-subject-owner-added = { $client } tiene otro titular: { $who }
notice-subject-client-closed = Se ha cerrado { $client }
notice-subject-client-merged = { $client } ha incorporado otra de sus cuentas
notice-subject-partner-reach = { $who } ya puede acceder a { $client }
notice-subject-taken-back = Se ha revertido un cambio en { $client }
notice-subject-done-again = Se ha restablecido un cambio en { $client }
notice-subject-several = Novedades en { $client }
notice-several = Esto es lo que ha ocurrido en la cuenta de cliente { $client } ({ $id }). Lo más reciente está al final.
notice-taken-back = { $by } ha revertido lo siguiente, de lo que usted recibió un correo. Ya no es válido ({ $at }).
notice-done-again = { $by } ha anulado esa reversión, de modo que lo siguiente vuelve a ser válido ({ $at }).
notice-invitation-accepted = { $who } ha aceptado la invitación a la cuenta de cliente { $client } ({ $id }) y ya puede acceder a ella.
notice-invitation-declined = { $who } ha rechazado la invitación a la cuenta de cliente { $client } ({ $id }). No se ha concedido ningún acceso.
notice-link-approved = { $by } ha aprobado que { $partner } trabaje en la cuenta de cliente { $client } ({ $id }). La solicitud que usted recibió ya no necesita respuesta.
notice-link-denied = { $by } ha denegado que { $partner } trabaje en la cuenta de cliente { $client } ({ $id }). La solicitud que usted recibió ya no necesita respuesta.
notice-link-changed = { $by } ha cambiado lo que { $partner } puede hacer en la cuenta de cliente { $client } ({ $id }) o hasta cuándo.
notice-link-extended = { $partner } sigue trabajando en la cuenta de cliente { $client } ({ $id }): el vencimiento del vínculo se ha aplazado, como se acordó para esta cuenta, y volverá a aplazarse antes de la nueva fecha.
notice-link-extended-partner = { $partner } sigue trabajando en la cuenta de cliente { $client } ({ $id }): el vencimiento del vínculo se ha aplazado, como acordó el cliente, y volverá a aplazarse antes de la nueva fecha.
notice-link-extended-page = El vínculo finalizará en la nueva fecha si así lo elige en la página de la cuenta; allí también puede ponerle fin de inmediato.
notice-link-button = Modificar el vínculo
notice-link-extended-give-up = Para renunciar a ello, diríjase a { $desk } ({ $answer_to }), que lo hace con este comando:
notice-link-extended-let-end = Para que finalice en la nueva fecha, diríjase a { $desk } ({ $answer_to }), que lo hace con este comando:
notice-access-changed = { $by } ha ampliado el acceso de { $who } a la cuenta de cliente { $client } ({ $id }).
notice-access-changed-yours = { $by } ha cambiado lo que usted puede hacer en la cuenta de cliente { $client } ({ $id }) o hasta cuándo.
notice-person-left = { $who } ha renunciado a su acceso a la cuenta de cliente { $client } ({ $id }).
notice-owner-added = { $who } es ahora titular de la cuenta de cliente { $client } ({ $id }), con todos los derechos sobre ella.
notice-client-merged = { $by } ha unido dos cuentas de cliente que eran la misma: { $former } forma parte ahora de { $client } ({ $id }). Acceda a esta en su lugar, con su usuario y su contraseña.
notice-client-closed = { $by } ha cerrado la cuenta de cliente { $client } ({ $id }). Ya nadie puede acceder a ella.
notice-partner-reach = { $who }, de { $partner }, ya puede acceder a la cuenta de cliente { $client } ({ $id }) gracias al vínculo existente.
notice-gained = A partir de ahora, { $who } también puede:
notice-gained-you = A partir de ahora, usted también puede:
notice-lost = { $who } ya no puede:
notice-lost-you = Usted ya no puede:
notice-may = { $who } puede:
notice-may-you = Usted puede:
notice-unexpected = Si es correcto, no tiene que hacer nada. ¿No lo esperaba? Escriba a { $desk } ({ $answer_to }).

## password_changed

password-changed-subject = Se ha cambiado la contraseña de su usuario { $email }
password-changed-intro = La contraseña de su usuario { $email } se ha cambiado { $how }.
password-changed-intro-by = { $by } ha establecido una nueva contraseña para su usuario { $email }.
password-changed-temporary = Es una contraseña temporal, que recibirá por otra vía distinta de este correo. Cuando inicie sesión con ella por primera vez, elegirá una propia.
password-changed-unexpected = Si es correcto, no tiene que hacer nada. ¿No lo esperaba? Entonces es posible que otra persona esté utilizando su usuario: escriba cuanto antes a { $desk } ({ $answer_to }), pero no envíe nunca una contraseña.

## password_reset

password-reset-subject = Una nueva contraseña para su usuario { $email }
password-reset-intro = { $by } ha solicitado una nueva contraseña para su usuario { $email }. La elige usted; hasta entonces, la actual sigue siendo válida.
password-reset-button = Elegir una nueva contraseña
password-reset-by-answer = Para elegirla, responda a este correo o llame a { $desk } y comunique este código, que se introducirá por usted; también le ayudarán a establecer la contraseña:
password-reset-code = El código es válido una sola vez, hasta el { $expires }. Quien lo tenga puede elegir su contraseña: no se lo muestre a nadie.
password-reset-unexpected = ¿No lo esperaba? Entonces no tiene que hacer nada: sin el código no cambia nada, y caduca por sí solo. Si algo le parece extraño, escriba a { $desk } ({ $answer_to }), pero no envíe nunca una contraseña.

## recovery

recovery-subject = Se ha invitado a un nuevo titular a { $client }: deténgalo si es un error
recovery-intro = Ya nadie puede administrar la cuenta de cliente { $client } ({ $id }). Por ello, { $by } ha invitado a un nuevo titular. Recibe este correo porque usted tiene acceso a esa cuenta, para que pueda detenerlo si es un error.
recovery-right = ¿Es la persona correcta? Entonces no tiene que hacer nada: podrá aceptar a partir del { $expires }. Su propio acceso no cambia.
recovery-wrong = ¿No lo esperaba o no es la persona correcta? Puede detenerlo antes del { $expires }.
recovery-button = Revisar y detener
recovery-by-answer = Para detenerlo, responda a este correo o llame a { $desk } y comunique este código, que se introducirá por usted:
recovery-code = El código es personal y válido una sola vez. Si tiene alguna pregunta, escriba a { $desk } ({ $answer_to }), pero no envíe nunca una contraseña.

## recovery_notice

recovery-notice-subject = Recuperación de la cuenta { $client }: { $email }
recovery-notice-begun = { $by } ha iniciado la recuperación de la cuenta de cliente { $client } ({ $id }), que ya nadie puede administrar: se ha invitado a { $email } como titular.
recovery-notice-stopped = { $by } ha detenido la recuperación de la cuenta de cliente { $client } ({ $id }). Se ha retirado la invitación de { $email }, y nadie ha obtenido acceso.
recovery-notice-unexpected = Si no lo esperaba, deténgala antes del { $accept_from }; todas las personas que aún tienen acceso a la cuenta han recibido un correo y también pueden hacerlo. Las respuestas a este correo se envían a { $answer_to }. Soporte la detiene con este comando:
recovery-notice-unexpected-stopped = Si no lo esperaba, consulte a esa persona antes de iniciar otra recuperación. Las respuestas a este correo se envían a { $answer_to }.

## test

test-subject = Prueba: { $sent_by } comprueba si llegan los correos
test-intro = { $sent_by }, de { $desk }, comprueba si los correos llegan aquí. Llegan; de lo contrario, no estaría leyendo esto. No tiene que hacer nada.
test-unexpected = ¿No lo esperaba? Entonces alguien se equivocó al escribir la dirección. Si vuelve a ocurrir, escriba a { $desk } ({ $answer_to }).

## welcome

welcome-subject = Su usuario para { $partner }
welcome-hello = Hola, { $name }:
welcome-intro = { $by } ha creado para usted un usuario con el que puede acceder a las cuentas de cliente de { $partner }.
welcome-temporary =
    { $active ->
        [yes] Tiene una contraseña temporal, que recibirá por otra vía distinta de este correo. Es válida hasta el { $until }; cuando inicie sesión por primera vez, elegirá una propia.
       *[no] Tiene una contraseña temporal, que recibirá por otra vía distinta de este correo. Es válida hasta el { $until }.
    }
welcome-password-set = Su contraseña ya está establecida; la recibirá por otra vía distinta de este correo.
welcome-inactive = El usuario todavía no está activo: no se puede utilizar hasta que se active.
welcome-button = Iniciar sesión
welcome-unexpected =
    { $active ->
        [yes] ¿No lo esperaba? No inicie sesión y escriba a { $desk } ({ $answer_to }), pero no envíe nunca una contraseña.
       *[no] ¿No lo esperaba? Escriba a { $desk } ({ $answer_to }), pero no envíe nunca una contraseña.
    }
