### Les pages de `serve`. `$term` est tel que le forment `until` et `days`.

## Autour de chaque page

support-desk = le service d’assistance
skip = Aller au contenu
signed-in-as = Connecté en tant que { $person }
sign-out = Se déconnecter
account = Compte
account-banner = Compte : { $account } ({ $slug }, { $id })
questions = Des questions ? Contactez { $desk }. Ne communiquez jamais votre mot de passe ni un code.
language = Langue

## Mots de plusieurs pages

email = Adresse e-mail
role = Rôle
go-to-accounts = Aller à vos comptes
password = Mot de passe
new-password = Nouveau mot de passe
new-password-again = Nouveau mot de passe, une seconde fois
password-rules = Au moins { $shortest } caractères. Plusieurs mots sans rapport entre eux conviennent bien. Il ne doit pas être formé à partir de votre nom, de votre adresse ou du nom du compte.
strength-short-one = Trop court : il manque encore 1 caractère.
strength-short-other = Trop court : il manque encore { $missing } caractères.
strength-easy = Assez long, mais facile à deviner : utilisez davantage de caractères différents.
strength-enough = Assez long.
strength-strong = Assez long et robuste.
forgot-password = Mot de passe oublié ?
answer-before = Répondre avant le { $time }
they-write = Message joint :
ask-for-others = Il y a plus de comptes que cette page n’en affiche. Pour les autres, contactez { $desk }.
requests-waiting = Demandes en attente de votre réponse
look-at-request = Voir la demande de { $partner }
asks-to-work = { $partner } demande à travailler dans { $account }
further-notice = sans limite de durée
they-may = Cette personne peut
partner-may = Les collaborateurs du partenaire peuvent
for-how-long = Durée

## Codes

code-title = Code reçu par e-mail
code-heading = Saisissez le code reçu par e-mail
code-for-invitation = Code pour une invitation
code-for-link = Code pour une demande de liaison
code-for-session = Code pour une session
code-for-password = Code pour un nouveau mot de passe
code-for-address = Code pour une nouvelle adresse
code-for-recovery = Code pour un rétablissement
code-help = Copiez-le en entier depuis l’e-mail. Vous pouvez aussi coller le lien complet.
go-on = Continuer
dead-code = Ce code ne fonctionne pas
dead-code-why = Il est peut-être incomplet, déjà utilisé, trop ancien ou remplacé par un e-mail plus récent. Rien n’a été modifié.
dead-code-newest = Prenez l’e-mail le plus récent et copiez son code ou son lien en entier.
dead-code-answered = Si vous avez déjà répondu, il ne reste rien à faire : { $link }.
dead-code-sign-in = connectez-vous
dead-code-ask = Sinon, demandez à la personne qui l’a envoyé de le renvoyer, ou contactez { $desk }.

## Connexion et mots de passe

sign-in = Se connecter
forgotten = Mot de passe oublié
forgotten-help = Nous envoyons un code à cette adresse si un identifiant lui correspond. Votre mot de passe actuel reste valable jusqu’à ce que vous utilisiez le code.
forgotten-send = Recevoir un code
forgotten-enter = Saisir le code reçu par e-mail
password-title = Nouveau mot de passe
password-heading = Choisissez un nouveau mot de passe
password-login = Pour l’identifiant { $email }.
password-temporary = Votre mot de passe est provisoire : choisissez le vôtre avant de continuer.
temporary-password = Mot de passe provisoire
current-password = Mot de passe actuel
change-the-password = Modifier le mot de passe
address-title = Nouvelle adresse
address-heading = Confirmez votre nouvelle adresse
address-present = Adresse actuelle
address-new = Nouvelle adresse
address-after = Vous vous connecterez ensuite avec la nouvelle adresse. Votre mot de passe ne change pas.
address-change = Remplacer l’adresse par { $email }

## Invitation

invitation-title = Invitation
invitation-heading = Invitation à { $account }
invitation-other = Vous êtes connecté en tant que { $other }. Cette invitation est destinée à { $email } : en l’acceptant, vous vous connectez en tant que { $email }.
invitation-invites = { $author } vous invite à rejoindre ce compte.
invitation-invites-of = { $author } ({ $company }) vous invite à rejoindre ce compte.
invitation-login = Votre identifiant
invitation-role = Votre rôle
invitation-until = Accès jusqu’au
invitation-answer-before = Répondre avant le
invitation-may = Vous pourrez y :
invitation-held = Plus personne ne peut administrer ce compte, et il est prévu que vous en deveniez le propriétaire. Les personnes du compte ont été prévenues et peuvent s’y opposer. Vous pourrez accepter à partir du { $time }.
invitation-new-password = En acceptant, vous créez votre identifiant { $email }. Choisissez son mot de passe :
invitation-replaced-password = Choisissez un nouveau mot de passe pour votre identifiant { $email }. L’actuel cesse d’être valable, car une autre personne peut le connaître.
invitation-known = Vous avez déjà un identifiant. Pour accepter, saisissez son mot de passe :
invitation-password-of = Mot de passe de { $email }
invitation-signed-in = Vous êtes connecté avec cet identifiant.
accept-access = Accepter l’accès à { $account }
decline-invitation = Refuser l’invitation
decline-reason = Motif (facultatif ; la personne qui vous a invité peut le lire)
decline-access = Refuser l’accès à { $account }

## Demande d’un partenaire

link-title = Demande d’un partenaire
link-asks-more = { $partner } demande davantage dans { $account }
link-partner = Partenaire
link-asked-by = Demandé par
link-asked-in-name = { $author }, au nom du partenaire
link-contact = Contact
link-now = Actuellement
link-partner-may-also = Les collaborateurs du partenaire peuvent aussi
link-as-asked = Comme demandé : { $term }
link-lets-in = L’approbation redonne aussi accès à { $email }, l’identifiant créé pour ce partenaire. Il peut :
link-lets-in-once-active = L’approbation redonne aussi accès à { $email }, l’identifiant créé pour ce partenaire, dès qu’il sera actif. Il peut :
link-keeps = Le partenaire conserve ce qu’il a aujourd’hui, quelle que soit votre réponse. Vous pouvez y mettre fin à tout moment.
link-let-do = Autoriser { $partner } à le faire dans { $account }
link-can-end = Vous pouvez y mettre fin à tout moment. Pour ne rien autoriser, refusez la demande.
link-let-work = Laisser { $partner } travailler dans { $account }
link-deny-request = Refuser la demande
link-deny-reason = Motif (facultatif ; le partenaire le lit)
link-deny-more = Refuser à { $partner } davantage dans { $account }
link-deny-access = Refuser à { $partner } l’accès à { $account }
term-from-now = { $term } à partir de maintenant

## Rétablissement

recovery-title = Nouveau propriétaire
recovery-heading = Un nouveau propriétaire pour { $account }
recovery-invited = Plus personne ne peut administrer ce compte. { $author } a invité un nouveau propriétaire.
recovery-invited-of = Plus personne ne peut administrer ce compte. { $author } ({ $company }) a invité un nouveau propriétaire.
recovery-owner = Nouveau propriétaire
recovery-at = Invité le
recovery-before = Opposition possible avant le
recovery-right = Est-ce la bonne personne ? Alors vous n’avez rien à faire.
recovery-reason = Motif (facultatif ; le service d’assistance le lit)
recovery-after = L’invitation est alors retirée, et le service d’assistance reçoit un e-mail.
recovery-stop = S’opposer : { $email } ne doit pas devenir propriétaire de { $account }

## Comptes d’une personne

home = Vos comptes
home-inside = Vous êtes entré dans { $account }
home-log-out = Sortir de { $account }
home-invitations = Invitations qui vous attendent
home-invitation = { $role }, répondre avant le { $time }
accept = Accepter
decline = Refuser
home-may-enter = Comptes auxquels vous avez accès
home-account = { $slug }, { $id }
home-account-role = { $slug }, { $id }, { $role }
home-account-login = { $slug }, { $id }, en tant que { $login }
home-account-role-login = { $slug }, { $id }, { $role }, en tant que { $login }
home-last-login = Dernière entrée le { $time }
home-never = Aucune entrée
people-of = Personnes de { $account }
home-log-in = Entrer dans { $account }
home-none = Vous n’avez actuellement accès à aucun compte.
home-clients = Clients de { $partner }
home-other-clients = Autres clients de { $partner }
home-ready = Prêt à y entrer
home-missing-support = { $step } (à faire par l’assistance)
home-missing-client = { $step } (à faire par le client)
home-missing-partner = { $step } (à faire par le partenaire)
home-more-clients = Il y a plus de clients que cette page n’en affiche.
home-no-other-client = Il n’y a pas d’autre client.
home-no-client = Il n’y a pas encore de client.
home-change-password = Modifier votre mot de passe
entering = Entrée dans { $account }
entering-wait = Si rien ne se passe, continuez vous-même. L’accès reste ouvert pendant une minute.
entering-go-on = Continuer vers { $account }

## Ce qui manque à un partenaire

missing-client = le client est fermé
missing-partner = le partenaire est fermé
missing-association = le client n’est pas associé au partenaire
missing-owner-asked = le propriétaire n’a pas encore accepté l’invitation
missing-owner-asked-in-vain = l’invitation du propriétaire a expiré
missing-owner-not-asked = le propriétaire n’est pas invité
missing-owner-former = le client n’a plus de propriétaire
missing-owner-none = le client n’a pas de propriétaire
missing-dedicated-user = le client n’a pas créé d’utilisateur dédié au partenaire
missing-dedicated-user-inactive = l’identifiant de l’utilisateur dédié n’est pas actif
missing-dedicated-user-ended = l’accès de l’utilisateur dédié est arrivé à échéance
missing-dedicated-user-role = l’utilisateur dédié n’est ni administrateur ni superviseur
missing-link = le client n’a pas lié le partenaire
missing-request = la demande du partenaire est restée sans réponse dans le délai
missing-answer = la demande du partenaire attend la réponse du client
missing-set-up = la liaison est convenue, mais pas encore mise en place

## Personnes d’un compte

account-all = Tous vos comptes
account-partners = Partenaires qui travaillent dans ce compte
account-being-set-up = En cours de mise en place
account-until = Jusqu’au { $end }
account-goes-on = Jusqu’au { $end } ; prolongée chaque fois de { $term }
account-until-further-notice = Sans limite de durée
account-what-they-may = Ce qu’ils peuvent faire
account-change-work = Modifier l’intervention de { $partner }
account-as-it-is = Sans changement : { $term }
go-on-label = À cette échéance
go-on-as-it-is = Inchangé
go-on-ends = Le travail prend fin
go-on-by = Elle est prolongée de { $term } à chaque fois, jusqu’à ce que vous y mettiez fin
go-on-as-it-goes = Inchangé : prolongation de { $term } à chaque fois
account-change-what = Modifier ce que { $partner } peut faire dans { $account }
account-end-work = Mettre fin à l’intervention de { $partner }
account-end-work-help = Plus personne de { $partner } n’entrera ainsi dans le compte. Les accès que vous avez donnés à des personnes en particulier sont conservés.
account-end-work-in = Mettre fin à l’intervention de { $partner } dans { $account }
account-people = Personnes
account-person = { $role }, { $state }
account-person-until = { $role }, { $state }, { $term }
account-person-email = { $email }, { $role }, { $state }
account-person-email-until = { $email }, { $role }, { $state }, { $term }
account-change = Modifier
account-change-access-of = Modifier l’accès de { $email }
account-no-one = Il n’y a encore personne.
account-more-people = Il y a plus de personnes que cette page n’en affiche. Pour les autres, contactez { $desk }.
account-invite-someone = Inviter une personne
account-choose = Choisir les autorisations ; sans choix, celles du rôle s’appliquent
account-invite-to = Inviter à rejoindre { $account }

## Une personne

person-heading = Accès de { $email }
person-all = Toutes les personnes de { $account }
person-self = Ceci est votre propre accès. Un autre propriétaire ou administrateur du compte peut le modifier ; sinon, contactez { $desk }.
person-owners-only = Seul un propriétaire du compte peut modifier cet accès ; sinon, contactez { $desk }.
person-expired = L’invitation est restée sans réponse dans le délai.
person-waits = L’invitation attend une réponse.
person-send-again = Renvoyer l’invitation
person-withdraw = Retirer l’invitation
person-owner-has-all = Un propriétaire a toujours toutes les autorisations.
person-change-access = Modifier l’accès à { $account }
person-remove = Retirer l’accès
person-remove-help = L’accès de { $email } prend fin immédiatement.
person-remove-from = Retirer { $email } de { $account }

## États

state-prepared = en préparation
state-invited = invitation envoyée
state-expired = expirée
state-declined = refusée
state-active = accès actif
state-inactive = identifiant inactif
state-ended = accès terminé

## Ce qui a été fait

done = C’est fait
done-close = Vous pouvez fermer cette page, ou { $link } pour voir vos comptes.
done-sign-in = vous connecter
notice-accepted = Vous avez accepté l’invitation. Le compte figure dans votre liste.
notice-declined = Vous avez refusé l’invitation. La personne qui vous a invité le voit.
notice-approved = Vous avez approuvé la demande. Le partenaire peut désormais travailler dans le compte.
notice-being-set-up = Vous avez approuvé la demande. La liaison est en cours de mise en place ; le partenaire pourra ensuite travailler dans le compte.
notice-denied = Vous avez refusé la demande. Le partenaire reçoit un e-mail, et rien de plus qu’auparavant.
notice-recovery-stopped = Vous vous y êtes opposé. L’invitation est retirée, et le service d’assistance a été prévenu.
notice-password-set = Votre mot de passe a été modifié. Toutes les autres connexions ont pris fin.
notice-renamed = Votre identifiant a sa nouvelle adresse. Veuillez vous connecter avec elle.
notice-mail-sent = Si un identifiant correspond à cette adresse, un e-mail contenant un code est en route. Cela peut prendre quelques minutes.
notice-invited = L’invitation est en route.
notice-invited-again = L’invitation a été renvoyée. L’e-mail précédent n’est plus valable.
notice-withdrawn = L’invitation a été retirée. Son e-mail n’est plus valable.
notice-link-ended = Le partenaire ne travaille plus dans le compte. Il reçoit un e-mail.
notice-access-changed = L’accès a été modifié.
notice-removed = L’accès a été retiré.
notice-left = Vous êtes sorti du compte.
notice-signed-out = Vous êtes déconnecté.
notice-language-set = Les pages et les e-mails sont désormais dans cette langue.

## Ce qui n’est pas possible

not-found-title = Page introuvable
not-possible-title = Impossible
no-such-page = Cette page n’existe pas.
not-for-you = Cette page n’existe pas, ou elle ne vous est pas destinée.
too-many-attempts = Il y a eu trop de tentatives. Veuillez patienter quelques minutes, puis réessayer.
busy = Ce n’est pas possible pour le moment. Veuillez réessayer dans une minute.
takes-long = Cela prend plus de temps que d’habitude. Veuillez vérifier dans une minute si c’est fait.
not-at-the-moment = Ce n’est pas possible pour le moment. Rien n’a été modifié. Veuillez réessayer dans une minute.
went-wrong = Un problème est survenu ici. Rien n’a été modifié.
form-of-another-site = Ce formulaire provient d’un autre site. Rien n’a été modifié.
no-form = Ceci n’est pas le formulaire d’une page. Rien n’a été modifié.
form-too-long = Ce formulaire est trop long. Rien n’a été modifié.
form-too-slow = Ce formulaire a mis trop de temps. Rien n’a été modifié.
open-too-long = Cette page est restée ouverte trop longtemps, ou les cookies sont désactivés. Rien n’a été modifié. Veuillez l’ouvrir à nouveau.
no-right = Vous n’avez pas le droit de le faire. Nul ne peut donner plus d’autorisations, un rôle plus élevé ou une durée plus longue que les siens.
no-portal = Aucun portail n’est configuré ici ; cette page ne permet donc d’entrer nulle part.
lets-in-changed = Ce à quoi la liaison donne accès a changé depuis l’ouverture de cette page. Veuillez vérifier à nouveau.
nothing-ticked = Cochez ce que le partenaire peut faire. Pour ne rien autoriser, refusez la demande.
no-permission-ticked = Cochez ce que la personne peut faire.
needs-new-password = Cette invitation demande un nouveau mot de passe : ouvrez le lien de l’e-mail, où vous pourrez en choisir un.
no-longer-waits = { $id } n’attend pas de réponse.

## Ce qui n’allait pas dans un formulaire

seconds = { $count ->
    [one] { $count } seconde
   *[other] { $count } secondes
}
excess-role = Le rôle { $role } ne peut pas avoir l’autorisation de { $rights }.
excess-approval = L’approbation de { $id } ne peut pas donner l’autorisation de { $rights }.
excess-link = Une liaison ne peut pas donner l’autorisation de { $rights }.
excess-between = { $first }, ou de { $second }
wrong-password = { $email } et ce mot de passe ne correspondent pas ; rien n’a été modifié.
no-match = Cette adresse et ce mot de passe ne correspondent pas.
held-back = Le dernier mot de passe pour { $email } était incorrect : le prochain sera examiné dans { $wait } ; celui-ci ne l’a pas été.
held-back-today = Trop de mots de passe incorrects pour { $email } aujourd’hui : le prochain sera examiné dans { $wait } ; celui-ci ne l’a pas été.
login-inactive = L’identifiant { $email } est inactif.
temporary-expired = Le mot de passe provisoire de { $email } a expiré le { $end }.
password-changed-meanwhile = Le mot de passe vient d’être modifié.
login-changed-meanwhile = { $email } vient d’être modifié par une autre personne.
passwords-differ = Les deux mots de passe sont différents.
password-too-short = Le mot de passe est trop court. Il faut au moins { $shortest } caractères ; plusieurs mots conviennent bien.
password-too-long = Le mot de passe est trop long. { $longest } caractères au maximum.
password-built = Le mot de passe est formé à partir de l’adresse e-mail ou d’un nom lié au compte. Choisissez des mots sans rapport avec le compte.
password-easy = Le mot de passe est trop facile à deviner. Évitez les mots connus, les suites du clavier, les dates et les répétitions ; plusieurs mots sans rapport entre eux conviennent bien.
password-same = Le nouveau mot de passe est l’ancien ; rien n’a été modifié. Choisissez-en un autre : la personne qui a choisi l’ancien le connaît.
password-character = Le mot de passe contient { $character }, { $why }, en position { $place }. Retirez-le : il apparaît souvent lorsqu’un texte est collé ou enregistré.
reason-character = Le motif contient { $character }, { $why }, en position { $place }. Retirez-le : il apparaît souvent lorsqu’un texte est collé.
reason-too-long = Le motif compte { $length } caractères ; { $most } au maximum sont autorisés.
character-blank-begin = un blanc au début
character-blank-end = un blanc à la fin
character-blank-like = un caractère qui ressemble à un espace
character-line = un séparateur de lignes
character-bidi = un caractère de contrôle du sens d’écriture
character-tag = un caractère d’étiquette
character-joins-nothing = un caractère sans largeur qui ne relie rien
character-zero-width = un caractère sans largeur
character-varies-nothing = un sélecteur de variante sans caractère à modifier
character-invisible = un caractère invisible
character-lost = le signe d’une lettre perdue en chemin
character-control = un caractère de contrôle
character-private = un caractère à usage privé
character-unassigned = un caractère non attribué
character-mark = un signe diacritique sans lettre
email-empty = L’adresse e-mail est vide. Écrivez-la sous la forme « name@example.com ».
email-no-at = { $email } n’est pas une adresse e-mail : il manque le @. Écrivez-la sous la forme « name@example.com ».
email-nothing-after = { $email } n’est pas une adresse e-mail : il n’y a rien après le @. Écrivez-la sous la forme « name@example.com ».
email-nothing-before = { $email } n’est pas une adresse e-mail : il n’y a rien avant le @. Écrivez-la sous la forme « name@example.com ».
email-several = { $email } n’est pas une adresse e-mail : elle contient plus d’un @, une virgule ou un point-virgule. Indiquez une seule adresse.
email-blank = { $email } n’est pas une adresse e-mail : elle contient un espace. Indiquez une seule adresse.
email-dots = { $email } n’est pas une adresse e-mail : le nom avant le @ commence ou finit par un point, ou en contient deux de suite. Vérifiez les points ; une telle adresse n’existe pas.
email-long-name = { $email } n’est pas une adresse e-mail : le nom avant le @ compte { $length } octets. Il ne peut pas dépasser 64 octets ; demandez une adresse plus courte.
email-number = { $email } n’est pas une adresse e-mail : elle a une adresse IP après le @. Écrivez le nom du domaine, par exemple « example.com ».
email-one-part = { $email } n’est pas une adresse e-mail : son domaine n’a qu’une partie. Écrivez le domaine complet, par exemple « example.com ».
offer-changed = { $id } a été modifiée après avoir été affichée, et propose maintenant autre chose.
invitation-expired = { $id } a expiré le { $end }.
offer-ended = L’accès que propose { $id } a pris fin le { $end }.
invitation-is = { $id } est { $state ->
    [pending] en attente jusqu’au { $time }
   *[other] { $word } depuis le { $time }
} ; l’invitation ne peut { $again ->
    [yes] plus
   *[no] pas
} être { $act }.
act-accepted = acceptée
act-declined = refusée
act-cancelled = retirée
act-sent-again = renvoyée
act-changed = modifiée
state-accepted = acceptée
state-cancelled = retirée
state-superseded = remplacée
sender-cannot-give = { $id } a été envoyée par { $author }, qui ne peut plus donner ce qu’elle propose.
recovery-waits = { $id } rétablit un compte et pourra être acceptée à partir du { $time }.
recovery-was-stopped = { $id } ne peut pas être acceptée : le rétablissement a été arrêté le { $time }.
recovery-not-needed = { $id } ne peut pas être acceptée : { $account } peut de nouveau être administré et n’a plus besoin de rétablissement.
recovery-too-late = Il était possible de s’opposer au rétablissement jusqu’au { $end }.
sent-just-now = Le dernier envoi date de moins d’une minute, du { $end }.
cannot-be-invited = { $email } ne peut pas être invité.
inactive-cannot-accept = L’identifiant { $email } est inactif ; personne ne pourrait accepter avec lui.
declined-often = { $email } a refusé { $count ->
    [2] deux fois
   *[other] { $count } fois
} en 30 jours.
access-ended = L’accès de { $email } a pris fin le { $end }.
access-differs = { $email } est déjà dans le compte, avec un autre rôle ou d’autres autorisations. Modifiez cela sur la page de la personne.
invitation-differs = { $email } est déjà invité, avec un autre rôle ou d’autres autorisations. Modifiez cela sur la page de la personne.
last-owner = { $email } est la dernière personne qui peut administrer { $account } durablement : un propriétaire ou administrateur ayant l’autorisation « { $permission } », sans échéance, avec un identifiant actif et un mot de passe.
access-changed-meanwhile = L’accès de { $email } à { $account } a été modifié par une autre personne après avoir été affiché ; rien n’a été modifié.
account-changed-meanwhile = { $account } a été modifié par une autre personne après avoir été affiché ; rien n’a été modifié.
account-closed = { $account } est fermé ; rien n’a été modifié.
owner-has-all = Un propriétaire a toujours toutes les autorisations.
nothing-given = Ainsi, rien de ce qui est demandé pour { $id } n’est accordé. Approuvez-en davantage, ou refusez la demande.
may-not-enter = { $email } n’a pas accès à { $account }.
entered-elsewhere = { $email } vient d’entrer dans un autre compte ; rien n’a été modifié.
address-taken = { $email } est déjà l’adresse d’un autre identifiant.
