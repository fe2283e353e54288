### Phrases des e-mails. Elles sont lues comme texte simple et comme HTML, et ne contiennent pas de balises.
###
### Vouvoiement. Avant « : », « ? », « ! » et « ; » il y a une espace insécable. Pas de « de » devant un nom, à cause de l’élision.

## Parties de chaque e-mail

fact = - { $label } : { $value }
button = { $label } :
person-of = { $person } ({ $company })
further-notice = sans limite de durée
the-term = l’échéance prévue
writes = Message de la part de { $who } :
enter-the-code = Si le lien ne s’ouvre pas, rendez-vous sur { $page } et saisissez ce code :
may-now = { $who } peut désormais :
may-until-then = D’ici là, { $who } peut :
partner-may = Les personnes qui travaillent pour { $partner } peuvent :
unexpected = Vous ne vous attendiez pas à ce message ? Écrivez à { $desk } ({ $answer_to }).

## Libellés

label-account = Compte
label-partner = Partenaire
label-who = Qui
label-by = Par
label-when = Date
label-role = Rôle
label-role-before = Rôle précédent
label-your-role = Votre rôle
label-your-login = Votre identifiant
label-access-until = Fin de l’accès
label-until = Échéance
label-until-before = Échéance précédente
command-reason = demandé par e-mail
label-goes-on-by = Prolongation
label-went-on-by = Prolongation précédente
label-answer-before = Réponse attendue avant le
label-reason = Motif
label-in-the-place-of = À la place de
label-done-by = Acceptée par
label-reason-given = Motif indiqué
label-ended = Terminé le
label-ended-by = Terminé par
label-given-by = Accordé par
label-login-now = Identifiant actuel
label-new-address = Nouvelle adresse
label-asked-for-by = Demandé par
label-confirm-before = À confirmer avant le
label-approved-by = Approuvé par
label-denied-by = Refusé par
label-withdrawn-by = Retirée par
label-ask-again-from = Nouvelle demande possible à partir du
label-asked-by = Demandé par
label-now = Actuellement
label-for-how-long = Durée
label-it-was = Ancien nom
label-it-is-now = Nouveau nom
label-changed-by = Modifié par
label-set-by = Défini par
label-good-until = Valable jusqu’au
label-choose-before = À choisir avant le
label-new-owner = Nouveau propriétaire
label-invited-by = Invitation envoyée par
label-stop-before = À interrompre avant le
label-begun-by = Lancée par
label-verified-by = Identité vérifiée par
label-stopped-by = Interrompue par
label-can-accept-from = Acceptation possible à partir du
label-sent-to = Envoyé à
label-sent-by = Envoyé par
label-way = Mode d’envoi
label-database = Base de données
label-made-by = Créé par

## Ce que les e-mails mentionnent

from-your-approval = { $term } à compter de votre approbation
how-old-password = à l’aide de l’ancien mot de passe
how-code = à l’aide du code reçu par e-mail
how-someone-else = par une autre personne
someone-on-the-sign-in-page = Quelqu’un sur la page de connexion
an-owner-or-admin = Un propriétaire ou administrateur ({ $client })
way-grant = par son propre accès avec le rôle { $role }, avec { $set }
way-grant-until = par son propre accès avec le rôle { $role }, avec { $set }, { $until }
way-link = par { $link } ({ $partner }), avec { $set }
way-link-until = par { $link } ({ $partner }), avec { $set }, { $until }

## accepted_by_staff

accepted-by-staff-subject = L’assistance a accepté une invitation à { $client } pour { $email }
accepted-by-staff-intro = { $staff }, de l’assistance, a accepté au nom de { $email } une invitation à votre compte client { $client } ({ $id }). Vous recevez cet e-mail parce que vous êtes propriétaire de ce compte et que le code envoyé par e-mail n’a pas été utilisé.
accepted-by-staff-unexpected = Si tout est correct, vous n’avez rien à faire. Si vous ne vous y attendiez pas, écrivez sans tarder à { $desk } ({ $answer_to }) : l’accès peut être retiré à tout moment.

## access_ended

access-ended-subject =
    { $still ->
        [yes] L’accès à { $client } a changé : { $who }
       *[no] L’accès à { $client } a pris fin : { $who }
    }
access-ended-yours-by =
    { $still ->
        [yes] Votre propre accès au compte client { $client } ({ $id }) a pris fin : { $by } l’a retiré. Votre identifiant { $email } reste valable.
       *[no] Votre accès au compte client { $client } ({ $id }) a pris fin : { $by } l’a retiré. Votre identifiant { $email } reste valable, avec tous ses autres accès.
    }
access-ended-yours-term =
    { $still ->
        [yes] Votre propre accès au compte client { $client } ({ $id }) a pris fin, car il est arrivé à échéance. Votre identifiant { $email } reste valable.
       *[no] Votre accès au compte client { $client } ({ $id }) a pris fin, car il est arrivé à échéance. Votre identifiant { $email } reste valable, avec tous ses autres accès.
    }
access-ended-link-by =
    { $own ->
        [yes] La liaison entre { $partner } et votre compte client { $client } ({ $id }) a pris fin : { $by } y a mis un terme. Les personnes qui travaillent pour { $partner } n’y ont plus accès par ce moyen.
       *[no] La liaison entre { $partner } et le compte client { $client } ({ $id }) a pris fin : { $by } y a mis un terme. Les personnes qui travaillent pour { $partner } n’y ont plus accès par ce moyen.
    }
access-ended-link-term =
    { $own ->
        [yes] La liaison entre { $partner } et votre compte client { $client } ({ $id }) a pris fin, car elle est arrivée à échéance. Les personnes qui travaillent pour { $partner } n’y ont plus accès par ce moyen.
       *[no] La liaison entre { $partner } et le compte client { $client } ({ $id }) a pris fin, car elle est arrivée à échéance. Les personnes qui travaillent pour { $partner } n’y ont plus accès par ce moyen.
    }
access-ended-theirs-by = L’accès accordé à { $who } pour votre compte client { $client } ({ $id }) a pris fin : { $by } l’a retiré. Cette personne n’y a plus accès par ce moyen.
access-ended-theirs-term = L’accès accordé à { $who } pour votre compte client { $client } ({ $id }) a pris fin, car il est arrivé à échéance. Cette personne n’y a plus accès par ce moyen.
access-still-yours = Vous avez toujours accès à ce compte { $way }.
access-still-theirs = { $who } a toujours accès à ce compte { $way }.
access-still-office = { $who } a toujours accès à ce compte { $way }. Si cet accès doit aussi prendre fin, adressez-vous à { $desk }, qui le fera avec { $command }
could-until-then = Jusque-là, { $who } pouvait :
could-until-then-you = Jusque-là, vous pouviez :
could-until-then-partner = Jusque-là, les personnes qui travaillent pour { $partner } pouvaient :
access-ended-unexpected-person = Si tout est correct, vous n’avez rien à faire. Vous ne vous y attendiez pas, ou vous avez de nouveau besoin de cet accès ? Demandez aux propriétaires de ce compte de vous inviter à nouveau, ou écrivez à { $desk } ({ $answer_to }).
access-ended-unexpected-partner = Si tout est correct, vous n’avez rien à faire. Vous ne vous y attendiez pas, ou vous avez de nouveau besoin de cet accès ? Adressez-vous au client, ou écrivez à { $desk } ({ $answer_to }) ; vous pouvez aussi demander une nouvelle liaison.
access-ended-unexpected-office = Si tout est correct, vous n’avez rien à faire. Vous ne vous y attendiez pas, ou l’accès doit être maintenu ? Écrivez à { $desk } ({ $answer_to }). Vous recevez cet e-mail parce que vous êtes propriétaire ou administrateur de ce compte.

## access_expiring

access-expiring-subject =
    { $still ->
        [yes] L’accès à { $client } change bientôt : { $who }
       *[no] L’accès à { $client } prend bientôt fin : { $who }
    }
access-expiring-link =
    { $own ->
        [yes] { $still ->
            [yes] La liaison avec { $partner } prend fin le { $until }. D’ici là, les personnes qui travaillent pour { $partner } peuvent intervenir sur votre compte client { $client } ({ $id }) ; ensuite, aucune d’elles n’y aura plus accès par ce moyen.
           *[no] La liaison avec { $partner } prend fin le { $until }. D’ici là, les personnes qui travaillent pour { $partner } peuvent intervenir sur votre compte client { $client } ({ $id }) ; ensuite, aucune d’elles n’y aura plus accès.
        }
       *[no] { $still ->
            [yes] La liaison avec { $partner } prend fin le { $until }. D’ici là, les personnes qui travaillent pour { $partner } peuvent intervenir sur le compte client { $client } ({ $id }) ; ensuite, aucune d’elles n’y aura plus accès par ce moyen.
           *[no] La liaison avec { $partner } prend fin le { $until }. D’ici là, les personnes qui travaillent pour { $partner } peuvent intervenir sur le compte client { $client } ({ $id }) ; ensuite, aucune d’elles n’y aura plus accès.
        }
    }
access-expiring-person =
    { $still ->
        [yes] L’accès accordé à { $who } pour votre compte client { $client } ({ $id }) prend fin le { $until }. Ensuite, cette personne n’y aura plus accès par ce moyen.
       *[no] L’accès accordé à { $who } pour votre compte client { $client } ({ $id }) prend fin le { $until }. Ensuite, cette personne n’y aura plus accès.
    }
access-expiring-still = Ensuite, { $who } aura toujours accès à ce compte { $way }. Si cet accès doit aussi prendre fin, adressez-vous à { $desk }, qui le fera avec { $command }
access-expiring-go-on = Si tout est correct, vous n’avez rien à faire : l’accès prendra fin de lui-même. S’il doit être maintenu, adressez-vous avant cette date à { $desk } ({ $answer_to }). L’assistance le prolonge avec cette commande, ici d’un an :
access-expiring-go-on-link = Si tout est correct, vous n’avez rien à faire : la liaison prendra fin d’elle-même. Si { $partner } doit continuer à y travailler, adressez-vous avant cette date à { $desk } ({ $answer_to }), ou approuvez la prochaine demande. L’assistance prolonge la liaison avec cette commande, ici d’un an :
access-expiring-go-on-partner = Si tout est correct, vous n’avez rien à faire : la liaison prendra fin d’elle-même. Si vous devez continuer à y travailler, demandez-le au client : { $desk } ({ $answer_to }) s’en charge pour vous avec cette commande, ici pour un an de plus, et la liaison reste inchangée jusqu’à la réponse du client :
access-expiring-go-on-page = Si tout est correct, vous n’avez rien à faire : la liaison prendra fin d’elle-même. Si { $partner } doit continuer à y travailler, choisissez avant cette date une autre échéance sur la page du compte, ou approuvez la prochaine demande.
access-expiring-button = Ouvrir le compte
access-expiring-unexpected = Vous recevez cet e-mail parce que vous êtes propriétaire ou administrateur de ce compte. Si vous n’aviez pas connaissance de cet accès, écrivez à { $desk } ({ $answer_to }) : il peut être retiré à tout moment.
access-expiring-unexpected-partner = Vous recevez cet e-mail parce que { $partner } a demandé cette liaison, ou parce que votre adresse est celle prévue pour ces e-mails. Vous ne vous attendiez pas à ce message ? Écrivez à { $desk } ({ $answer_to }).

## address_change

address-change-subject = Confirmez la nouvelle adresse de votre identifiant { $email }
address-change-intro = { $requested_by } a demandé que l’identifiant { $old } devienne { $email }. Il sera renommé dès que le code de cet e-mail aura été saisi ; d’ici là, rien ne change.
address-change-button = Confirmer cette adresse
address-change-by-answer = Pour la confirmer, répondez à cet e-mail ou appelez { $desk }, et communiquez ce code, qui sera saisi pour vous :
address-change-code = Le code est valable une seule fois, jusqu’au { $expires }. Ne le montrez à personne : quiconque le possède peut donner votre adresse à cet identifiant.
address-change-unexpected = Vous ne vous y attendiez pas ? Dans ce cas, vous n’avez rien à faire : sans le code, rien ne change. Si quelque chose vous semble anormal, écrivez à { $desk } ({ $answer_to }), mais n’envoyez jamais de mot de passe.

## invitation

invitation-subject = Invitation à { $client } de la part de { $by }
invitation-intro =
    { $guest ->
        [yes] { $by } vous invite au compte client { $client } ({ $id }) en tant qu’invité.
       *[no] { $by } vous invite au compte client { $client } ({ $id }).
    }
invitation-recovers = Plus personne ne peut administrer ce compte, et il est prévu que vous en deveniez propriétaire. Toutes les personnes qui y ont encore accès en ont été informées et peuvent s’y opposer : vous pourrez accepter à partir du { $accept_from }.
invitation-may = Vous pourrez y :
invitation-new-login = Cette adresse n’a pas encore d’identifiant. En acceptant, vous en créez un : il s’appelle { $to }, et vous choisissez son mot de passe.
invitation-new-password = Vous acceptez avec l’identifiant que vous avez déjà, et choisissez pour lui un nouveau mot de passe. L’actuel ne fonctionnera plus : il a pu être choisi par une autre personne.
invitation-login-stays = Vous acceptez avec l’identifiant que vous avez déjà. Son mot de passe reste inchangé.
invitation-button = Accepter ou refuser
invitation-button-password = Choisir un mot de passe et accepter, ou refuser
invitation-by-answer =
    { $password ->
        [yes] Pour accepter ou refuser, répondez à cet e-mail ou appelez { $desk }, et communiquez ce code, qui sera saisi pour vous ; vous serez aussi aidé à définir un mot de passe :
       *[no] Pour accepter ou refuser, répondez à cet e-mail ou appelez { $desk }, et communiquez ce code, qui sera saisi pour vous :
    }
invitation-code = Le code est valable une seule fois, jusqu’au { $expires }. Quiconque le possède peut répondre à votre place : ne le montrez à personne.
invitation-form = Merci de remplir également ce formulaire :
invitation-unexpected = Vous ne vous y attendiez pas ? Dans ce cas, vous n’avez rien à faire : sans le code, personne n’obtient d’accès, et l’invitation expire d’elle-même. Si quelque chose vous semble anormal, écrivez à { $desk } ({ $answer_to }), mais n’envoyez jamais de mot de passe.

## link_approved

link-approved-subject = { $client } a approuvé la liaison avec { $partner }
link-approved-intro = { $by } a autorisé { $partner } à travailler sur le compte client { $client } ({ $id }).
link-approved-next = Vous n’avez rien à faire : le compte apparaîtra parmi vos comptes liés dès qu’il sera configuré, en général immédiatement. Ce qui a été accordé peut être inférieur à ce que vous avez demandé.

## link_cancelled

link-cancelled-subject = { $partner } a retiré sa demande pour le compte { $client }
link-cancelled-intro = La demande visant à autoriser { $partner } à travailler sur votre compte client { $client } ({ $id }) a été retirée par { $by }. Rien n’a été modifié dans votre compte, et le code du précédent e-mail n’est plus valable.
link-cancelled-unexpected = Vous n’avez rien à faire. Vous ne vous attendiez pas à ce message ? Écrivez à { $desk } ({ $answer_to }).

## link_denied

link-denied-subject = { $client } a refusé la liaison avec { $partner }
link-denied-intro = { $by } a refusé la demande visant à autoriser { $partner } à travailler sur le compte client { $client } ({ $id }). Rien n’y a été modifié.
link-denied-unexpected = Si vous trouvez malgré tout un accord avec le client, il peut vous lier lui-même à tout moment. Vous ne vous attendiez pas à ce message ? Écrivez à { $desk } ({ $answer_to }).

## link_request

link-request-subject =
    { $more ->
        [yes] { $partner } demande plus de droits ou plus de temps sur le compte { $client }
       *[no] { $partner } demande à travailler sur le compte { $client }
    }
link-request-intro =
    { $more ->
        [yes] { $by } demande que { $partner } puisse faire davantage, ou travailler plus longtemps, sur votre compte client { $client } ({ $id }). Vous recevez cet e-mail parce que vous êtes propriétaire ou administrateur de ce compte.
       *[no] { $by } demande que { $partner } puisse travailler sur votre compte client { $client } ({ $id }). Vous recevez cet e-mail parce que vous êtes propriétaire ou administrateur de ce compte.
    }
link-request-intro-support =
    { $more ->
        [yes] { $by } demande, au nom du partenaire { $partner }, que { $partner } puisse faire davantage, ou travailler plus longtemps, sur votre compte client { $client } ({ $id }). Vous recevez cet e-mail parce que vous êtes propriétaire ou administrateur de ce compte.
       *[no] { $by } demande, au nom du partenaire { $partner }, que { $partner } puisse travailler sur votre compte client { $client } ({ $id }). Vous recevez cet e-mail parce que vous êtes propriétaire ou administrateur de ce compte.
    }
link-request-could = Les personnes qui travaillent pour { $partner } pourraient alors :
link-request-they-write = Message joint à la demande :
link-request-choice = Vous pouvez tout approuver, n’en approuver qu’une partie ou une durée plus courte, ou refuser. Vous pourrez y mettre fin à tout moment.
link-request-choice-more = Vous pouvez tout approuver, n’en approuver qu’une partie ou une durée plus courte, ou refuser. Quelle que soit votre réponse, { $partner } conserve son accès actuel. Vous pourrez y mettre fin à tout moment.
link-request-button = Approuver ou refuser la demande
link-request-by-answer = Pour approuver ou refuser, répondez à cet e-mail ou appelez { $desk }, et communiquez votre réponse et ce code, qui sera saisi pour vous :
link-request-code = Le code vous est personnel et n’est valable qu’une seule fois, jusqu’au { $expires }. Quiconque le possède peut répondre à votre place : ne le montrez à personne.
link-request-unexpected =
    { $more ->
        [yes] Vous ne connaissez pas { $partner }, ou vous ne vous y attendiez pas ? Refusez, ou ne faites rien : sans votre approbation, rien ne change, et la demande expire d’elle-même. Si quelque chose vous semble anormal, écrivez à { $desk } ({ $answer_to }), mais n’envoyez jamais de mot de passe.
       *[no] Vous ne connaissez pas { $partner }, ou vous ne vous y attendiez pas ? Refusez, ou ne faites rien : sans votre approbation, personne n’obtient d’accès, et la demande expire d’elle-même. Si quelque chose vous semble anormal, écrivez à { $desk } ({ $answer_to }), mais n’envoyez jamais de mot de passe.
    }

## login_renamed

login-renamed-subject = Votre identifiant est désormais { $email }
login-renamed-intro = { $by } a changé le nom de votre identifiant : c’était { $old }, c’est désormais { $email }. Le mot de passe reste le même, tout comme vos droits. Les e-mails sont envoyés à la nouvelle adresse.
login-renamed-unexpected = Si tout est correct, il vous suffit de vous connecter sous le nouveau nom. Vous ne vous y attendiez pas ? Alors écrivez sans tarder à { $desk } ({ $answer_to }), mais n’envoyez jamais de mot de passe.

## notice

notice-subject-invitation-accepted = { $who } a accepté l’invitation à { $client }
notice-subject-invitation-declined = { $who } a refusé l’invitation à { $client }
notice-subject-link-approved = La liaison entre { $client } et { $who } a été approuvée
notice-subject-link-denied = La liaison entre { $client } et { $who } a été refusée
notice-subject-link-changed = La liaison entre { $client } et { $who } a été modifiée
notice-subject-link-extended = La liaison entre { $client } et { $who } se poursuit
notice-subject-access-changed = L’accès à { $client } a changé : { $who }
notice-subject-person-left = { $who } a quitté { $client }
notice-subject-owner-added = { $client } a un nouveau copropriétaire : { $who }
notice-subject-client-closed = { $client } a été fermé
notice-subject-client-merged = { $client } a absorbé un autre de vos comptes
notice-subject-partner-reach = { $who } a désormais accès à { $client }
notice-subject-taken-back = Annulation d’une modification : { $client }
notice-subject-done-again = Rétablissement d’une modification : { $client }
notice-subject-several = Ce qui s’est passé : { $client }
notice-several = Voici ce qui s’est passé dans le compte client { $client } ({ $id }). Le plus récent se trouve à la fin.
notice-taken-back = { $by } a annulé ce qui suit, dont vous aviez été informé par e-mail. Cela n’est plus valable ({ $at }).
notice-done-again = { $by } est revenu sur cette annulation ; ce qui suit est de nouveau valable comme auparavant ({ $at }).
notice-invitation-accepted = { $who } a accepté l’invitation au compte client { $client } ({ $id }) et y a désormais accès.
notice-invitation-declined = { $who } a refusé l’invitation au compte client { $client } ({ $id }). Aucun accès n’a été accordé.
notice-link-approved = { $by } a autorisé { $partner } à travailler sur le compte client { $client } ({ $id }). La demande que vous avez reçue n’appelle plus de réponse.
notice-link-denied = { $by } n’a pas autorisé { $partner } à travailler sur le compte client { $client } ({ $id }). La demande que vous avez reçue n’appelle plus de réponse.
notice-link-changed = { $by } a modifié ce que { $partner } peut faire sur le compte client { $client } ({ $id }), ou jusqu’à quand.
notice-link-extended = { $partner } continue de travailler sur le compte client { $client } ({ $id }) : l’échéance de la liaison a été repoussée, comme convenu pour ce compte, et le sera de nouveau avant la nouvelle échéance.
notice-link-extended-partner = { $partner } continue de travailler sur le compte client { $client } ({ $id }) : l’échéance de la liaison a été repoussée, comme le client l’a accepté, et le sera de nouveau avant la nouvelle échéance.
notice-link-extended-page = La liaison prendra fin à la nouvelle échéance si vous le choisissez sur la page du compte ; vous pouvez aussi y mettre fin immédiatement.
notice-link-button = Modifier la liaison
notice-link-extended-give-up = Pour y renoncer, adressez-vous à { $desk } ({ $answer_to }), qui le fait avec cette commande :
notice-link-extended-let-end = Pour la laisser prendre fin à la nouvelle échéance, adressez-vous à { $desk } ({ $answer_to }), qui le fait avec cette commande :
notice-access-changed = { $by } a étendu l’accès accordé à { $who } pour le compte client { $client } ({ $id }).
notice-access-changed-yours = { $by } a modifié ce que vous pouvez faire dans le compte client { $client } ({ $id }), ou jusqu’à quand.
notice-person-left = { $who } a renoncé à son accès au compte client { $client } ({ $id }).
notice-owner-added = { $who } est désormais propriétaire du compte client { $client } ({ $id }), avec tous les droits.
notice-client-merged = { $by } a réuni deux comptes client identiques : { $former } fait désormais partie de { $client } ({ $id }). Vous accédez à ce compte à la place, avec vos propres identifiant et mot de passe.
notice-client-closed = { $by } a fermé le compte client { $client } ({ $id }). Plus personne n’y a accès.
notice-partner-reach = { $who } ({ $partner }) a désormais accès au compte client { $client } ({ $id }) grâce à la liaison existante.
notice-gained = Désormais, { $who } peut aussi :
notice-gained-you = Désormais, vous pouvez aussi :
notice-lost = { $who } ne peut plus :
notice-lost-you = Vous ne pouvez plus :
notice-may = { $who } peut :
notice-may-you = Vous pouvez :
notice-unexpected = Si tout est correct, vous n’avez rien à faire. Vous ne vous y attendiez pas ? Écrivez à { $desk } ({ $answer_to }).

## password_changed

password-changed-subject = Le mot de passe de votre identifiant { $email } a été modifié
password-changed-intro = Le mot de passe de votre identifiant { $email } a été modifié { $how }.
password-changed-intro-by = { $by } a défini un nouveau mot de passe pour votre identifiant { $email }.
password-changed-temporary = Il s’agit d’un mot de passe temporaire, que vous recevez par une autre voie que cet e-mail. Lors de votre première connexion, vous en choisirez un vous-même.
password-changed-unexpected = Si tout est correct, vous n’avez rien à faire. Vous ne vous y attendiez pas ? Une autre personne utilise peut-être votre identifiant : écrivez sans tarder à { $desk } ({ $answer_to }), mais n’envoyez jamais de mot de passe.

## password_reset

password-reset-subject = Un nouveau mot de passe pour votre identifiant { $email }
password-reset-intro = { $by } a demandé un nouveau mot de passe pour votre identifiant { $email }. Vous le choisissez vous-même ; d’ici là, l’actuel reste valable.
password-reset-button = Choisir un nouveau mot de passe
password-reset-by-answer = Pour le choisir, répondez à cet e-mail ou appelez { $desk }, et communiquez ce code, qui sera saisi pour vous ; vous serez aussi aidé à définir le mot de passe :
password-reset-code = Le code est valable une seule fois, jusqu’au { $expires }. Quiconque le possède peut choisir votre mot de passe : ne le montrez à personne.
password-reset-unexpected = Vous ne vous y attendiez pas ? Dans ce cas, vous n’avez rien à faire : sans le code, rien ne change, et il expire de lui-même. Si quelque chose vous semble anormal, écrivez à { $desk } ({ $answer_to }), mais n’envoyez jamais de mot de passe.

## recovery

recovery-subject = Un nouveau propriétaire est invité à { $client } : interrompez si c’est une erreur
recovery-intro = Plus personne ne peut administrer le compte client { $client } ({ $id }). { $by } a donc invité un nouveau propriétaire. Vous recevez cet e-mail parce que vous avez accès à ce compte, afin que vous puissiez interrompre la procédure en cas d’erreur.
recovery-right = Est-ce la bonne personne ? Dans ce cas, vous n’avez rien à faire : elle pourra accepter à partir du { $expires }. Votre propre accès reste inchangé.
recovery-wrong = Vous ne vous y attendiez pas, ou ce n’est pas la bonne personne ? Vous pouvez interrompre la procédure avant le { $expires }.
recovery-button = Examiner et interrompre
recovery-by-answer = Pour interrompre la procédure, répondez à cet e-mail ou appelez { $desk }, et communiquez ce code, qui sera saisi pour vous :
recovery-code = Le code vous est personnel et n’est valable qu’une seule fois. Pour toute question, écrivez à { $desk } ({ $answer_to }), mais n’envoyez jamais de mot de passe.

## recovery_notice

recovery-notice-subject = Récupération du compte { $client } : { $email }
recovery-notice-begun = { $by } a lancé la récupération du compte client { $client } ({ $id }), que plus personne ne peut administrer : { $email } est invité à en devenir propriétaire.
recovery-notice-stopped = { $by } a interrompu la récupération du compte client { $client } ({ $id }). L’invitation adressée à { $email } est retirée, et personne n’a obtenu d’accès.
recovery-notice-unexpected = Si vous ne vous y attendiez pas, interrompez-la avant le { $accept_from } ; toutes les personnes qui ont encore accès au compte ont été prévenues par e-mail et peuvent aussi le faire. Les réponses à cet e-mail sont envoyées à { $answer_to }. L’assistance l’interrompt avec cette commande :
recovery-notice-unexpected-stopped = Si vous ne vous y attendiez pas, renseignez-vous auprès de cette personne avant de lancer une autre récupération. Les réponses à cet e-mail sont envoyées à { $answer_to }.

## test

test-subject = Test : { $sent_by } vérifie la réception des e-mails
test-intro = { $sent_by } ({ $desk }) vérifie que les e-mails arrivent ici. C’est le cas, sinon vous ne liriez pas ce message. Vous n’avez rien à faire.
test-unexpected = Vous ne vous attendiez pas à ce message ? Quelqu’un s’est sans doute trompé d’adresse. Si cela se reproduit, écrivez à { $desk } ({ $answer_to }).

## welcome

welcome-subject = Votre identifiant pour { $partner }
welcome-hello = Bonjour { $name },
welcome-intro = { $by } a créé pour vous un identifiant, qui vous donne accès aux comptes clients gérés par { $partner }.
welcome-temporary =
    { $active ->
        [yes] Il a un mot de passe temporaire, que vous recevez par une autre voie que cet e-mail. Il est valable jusqu’au { $until } ; lors de votre première connexion, vous en choisirez un vous-même.
       *[no] Il a un mot de passe temporaire, que vous recevez par une autre voie que cet e-mail. Il est valable jusqu’au { $until }.
    }
welcome-password-set = Son mot de passe est déjà défini ; vous le recevez par une autre voie que cet e-mail.
welcome-inactive = L’identifiant n’est pas encore actif : il ne peut pas être utilisé avant son activation.
welcome-button = Se connecter
welcome-unexpected =
    { $active ->
        [yes] Vous ne vous y attendiez pas ? Ne vous connectez pas et écrivez à { $desk } ({ $answer_to }), mais n’envoyez jamais de mot de passe.
       *[no] Vous ne vous y attendiez pas ? Écrivez à { $desk } ({ $answer_to }), mais n’envoyez jamais de mot de passe.
    }
