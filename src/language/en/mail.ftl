### Sentences of mails. They are read as plain text and as HTML, and have no markup.
###
### Names are never declined; `$client` is the name of a client account and `$id` its number, `$desk` the support desk
### and `$answer_to` its address.

## Parts of every mail

fact = - { $label }: { $value }
# A link or a form, with the address on the next line.
button = { $label }:
person-of = { $person } of { $company }
further-notice = further notice
the-term = the term that was given
writes = { $who } writes:
enter-the-code = Should the link not open, go to { $page } and enter this code:
may-now = { $who } may now:
may-until-then = Until then { $who } may:
partner-may = The people of { $partner } may:
unexpected = You did not expect this? Write to { $desk } ({ $answer_to }).

## Labels

label-account = Account
label-partner = Partner
label-who = Who
label-by = By
label-when = When
label-role = Role
label-role-before = Role before
label-your-role = Your role
label-your-login = Your login
label-access-until = Access until
label-until = Until
label-until-before = Until before
command-reason = asked for by mail
label-goes-on-by = Goes on by
label-went-on-by = Went on by
label-answer-before = Answer before
label-reason = Reason
label-in-the-place-of = In the place of
label-done-by = Done by
label-reason-given = Reason given
label-ended = Ended
label-ended-by = Ended by
label-given-by = Given by
label-login-now = Login now
label-new-address = New address
label-asked-for-by = Asked for by
label-confirm-before = Confirm before
label-approved-by = Approved by
label-denied-by = Denied by
label-withdrawn-by = Withdrawn by
label-ask-again-from = You may ask again from
label-asked-by = Asked by
label-now = Now
label-for-how-long = For how long
label-it-was = It was
label-it-is-now = It is now
label-changed-by = Changed by
label-set-by = Set by
label-good-until = Good until
label-choose-before = Choose before
label-new-owner = New owner
label-invited-by = Invited by
label-stop-before = Stop it before
label-begun-by = Begun by
label-verified-by = Identity verified by
label-stopped-by = Stopped by
label-can-accept-from = Can accept from
label-sent-to = Sent to
label-sent-by = Sent by
label-way = Way
label-database = Database
label-made-by = Made by

## What mails name

from-your-approval = { $term } from your approval
how-old-password = with the old password
how-code = with the code of a mail
how-someone-else = by someone else
someone-on-the-sign-in-page = Someone on the sign-in page
an-owner-or-admin = An owner or admin of { $client }
# Ways into an account; `$set` is a set of permissions, `$until` as `until` makes it.
way-grant = by a grant of their own as { $role }, with { $set }
way-grant-until = by a grant of their own as { $role }, with { $set }, { $until }
way-link = by { $link } of { $partner }, with { $set }
way-link-until = by { $link } of { $partner }, with { $set }, { $until }

## accepted_by_staff

accepted-by-staff-subject = Support accepted an invitation to { $client } for { $email }
accepted-by-staff-intro = { $staff } of the support desk accepted an invitation to your client account { $client } ({ $id }) on behalf of { $email }. You get this mail because you own that account, and this was done without the code that was mailed.
accepted-by-staff-unexpected = If that is right, you need do nothing. If you did not expect it, write at once to { $desk } ({ $answer_to }): access can be taken back at any time.

## access_ended

access-ended-subject =
    { $still ->
        [yes] Access to { $client } has changed: { $who }
       *[no] Access to { $client } has ended: { $who }
    }
access-ended-yours-by =
    { $still ->
        [yes] Your own access to the client account { $client } ({ $id }) has ended: { $by } took it back. Your login { $email } itself stays.
       *[no] Your access to the client account { $client } ({ $id }) has ended: { $by } took it back. Your login { $email } itself stays, with all that it reaches otherwise.
    }
access-ended-yours-term =
    { $still ->
        [yes] Your own access to the client account { $client } ({ $id }) has ended, because its term was over. Your login { $email } itself stays.
       *[no] Your access to the client account { $client } ({ $id }) has ended, because its term was over. Your login { $email } itself stays, with all that it reaches otherwise.
    }
# `$own`: the account is that of the reader.
access-ended-link-by =
    { $own ->
        [yes] The link of { $partner } with your client account { $client } ({ $id }) has ended: { $by } ended it. The people of { $partner } no longer get in there by it.
       *[no] The link of { $partner } with the client account { $client } ({ $id }) has ended: { $by } ended it. The people of { $partner } no longer get in there by it.
    }
access-ended-link-term =
    { $own ->
        [yes] The link of { $partner } with your client account { $client } ({ $id }) has ended, because its term was over. The people of { $partner } no longer get in there by it.
       *[no] The link of { $partner } with the client account { $client } ({ $id }) has ended, because its term was over. The people of { $partner } no longer get in there by it.
    }
access-ended-theirs-by = The access of { $who } to your client account { $client } ({ $id }) has ended: { $by } took it back. This person no longer gets in there by it.
access-ended-theirs-term = The access of { $who } to your client account { $client } ({ $id }) has ended, because its term was over. This person no longer gets in there by it.
access-still-yours = You still enter this account { $way }.
access-still-theirs = { $who } still enters this account { $way }.
access-still-office = { $who } still enters this account { $way }. If that should end too, ask { $desk }, which does it with { $command }
could-until-then = Until then { $who } could:
could-until-then-you = Until then you could:
could-until-then-partner = Until then the people of { $partner } could:
access-ended-unexpected-person = If that is right, you need do nothing. You did not expect this, or need the access again? Ask those who own that account to invite you again, or write to { $desk } ({ $answer_to }).
access-ended-unexpected-partner = If that is right, you need do nothing. You did not expect this, or need the access again? Ask the client, or write to { $desk } ({ $answer_to }); you may also request a new link.
access-ended-unexpected-office = If that is right, you need do nothing. You did not expect this, or the access should go on? Write to { $desk } ({ $answer_to }). You get this mail because you own or administer that account.

## access_expiring

access-expiring-subject =
    { $still ->
        [yes] Access to { $client } changes soon: { $who }
       *[no] Access to { $client } ends soon: { $who }
    }
access-expiring-link =
    { $own ->
        [yes] { $still ->
            [yes] The link with { $partner } ends at { $until }. Until then the people of { $partner } may work in your client account { $client } ({ $id }); after that no one of them gets in by it.
           *[no] The link with { $partner } ends at { $until }. Until then the people of { $partner } may work in your client account { $client } ({ $id }); after that no one of them gets in any more.
        }
       *[no] { $still ->
            [yes] The link with { $partner } ends at { $until }. Until then the people of { $partner } may work in the client account { $client } ({ $id }); after that no one of them gets in by it.
           *[no] The link with { $partner } ends at { $until }. Until then the people of { $partner } may work in the client account { $client } ({ $id }); after that no one of them gets in any more.
        }
    }
access-expiring-person =
    { $still ->
        [yes] The access of { $who } to your client account { $client } ({ $id }) ends at { $until }. After that this person does not get in by it.
       *[no] The access of { $who } to your client account { $client } ({ $id }) ends at { $until }. After that this person does not get in any more.
    }
access-expiring-still = After that { $who } still enters this account { $way }. If that should end too, ask { $desk }, which does it with { $command }
access-expiring-go-on = If that is right, you need do nothing: it ends by itself. If the access should go on, ask { $desk } ({ $answer_to }) before that time. Support prolongs it with this command, here by a year:
access-expiring-go-on-link = If that is right, you need do nothing: it ends by itself. If { $partner } should go on working there, ask { $desk } ({ $answer_to }) before that time, or approve their next request. Support extends the link with this command, here by a year:
access-expiring-go-on-partner = If that is right, you need do nothing: it ends by itself. If you should go on working there, ask the client for it: { $desk } ({ $answer_to }) does so for you with this command, here for another year, and until the client answers the link stays as it is:
access-expiring-go-on-page = If that is right, you need do nothing: it ends by itself. If { $partner } should go on working there, choose another end on the page of the account before that time, or approve their next request.
access-expiring-button = Open the account
access-expiring-unexpected = You get this mail because you own or administer that account. If you did not expect that such access was given, write to { $desk } ({ $answer_to }): it can be taken back at any time.
access-expiring-unexpected-partner = You get this mail because { $partner } asked for that link, or because yours is the address for such mails. You did not expect it? Write to { $desk } ({ $answer_to }).

## address_change

address-change-subject = Confirm the new address of your login { $email }
address-change-intro = { $requested_by } asked that the login { $old } be called { $email }. It is renamed once the code of this mail is entered; until then nothing changes.
address-change-button = Confirm this address
address-change-by-answer = To confirm it, answer this mail or call { $desk }, and give them this code. They enter it for you:
address-change-code = The code works once, until { $expires }. Show it to no one else: anyone who has it can give that login your address.
address-change-unexpected = You did not expect this? Then you need do nothing: without the code nothing changes. If something looks wrong, write to { $desk } ({ $answer_to }), but never send a password.

## invitation

invitation-subject = Invitation to { $client } from { $by }
invitation-intro =
    { $guest ->
        [yes] { $by } invites you to the client account { $client } ({ $id }) as a guest.
       *[no] { $by } invites you to the client account { $client } ({ $id }).
    }
invitation-recovers = No one can administer this account any more, and you are to be its owner. Everyone who still has access to it was notified and can stop that: you can accept from { $accept_from } on.
invitation-may = There you may:
invitation-new-login = This address has no login yet. By accepting you make one: it is called { $to }, and you choose its password.
invitation-new-password = You accept with the login that you already have, and choose a new password for it. The present one no longer works then: another person may have chosen it.
invitation-login-stays = You accept with the login that you already have. Its password stays as it is.
invitation-button = Accept or decline
invitation-button-password = Choose a password and accept, or decline
invitation-by-answer =
    { $password ->
        [yes] To accept or decline, answer this mail or call { $desk }, and tell them this code. They enter it for you and help you set a password:
       *[no] To accept or decline, answer this mail or call { $desk }, and tell them this code. They enter it for you:
    }
invitation-code = The code works once, until { $expires }. Anyone who has it can answer in your place: show it to no one else.
invitation-form = Please fill in this form as well:
invitation-unexpected = You did not expect this? Then you need do nothing: without the code no one gets in, and the invitation ends by itself. If something looks wrong, write to { $desk } ({ $answer_to }), but never send a password.

## link_approved

link-approved-subject = { $client } approved the link with { $partner }
link-approved-intro = { $by } approved that { $partner } may work in the client account { $client } ({ $id }).
link-approved-next = You do not have to do anything: the account appears among your linked accounts as soon as it is set up, usually at once. What was granted may be less than what you asked for.

## link_cancelled

link-cancelled-subject = { $partner } withdrew the request for the account { $client }
link-cancelled-intro = The request that { $partner } may work in your client account { $client } ({ $id }) was withdrawn by { $by }. Nothing was changed in your account, and the code in the earlier mail no longer works.
link-cancelled-unexpected = You do not have to do anything. You did not expect this? Write to { $desk } ({ $answer_to }).

## link_denied

link-denied-subject = { $client } denied the link with { $partner }
link-denied-intro = { $by } denied the request that { $partner } may work in the client account { $client } ({ $id }). Nothing was changed there.
link-denied-unexpected = If you agree with the client after all, they can link you themselves at any time. You did not expect this? Write to { $desk } ({ $answer_to }).

## link_request

link-request-subject =
    { $more ->
        [yes] { $partner } asks for more, or for longer, in the account { $client }
       *[no] { $partner } asks to work in the account { $client }
    }
# `$more`: the partner has a link, and asks for more of it, or for longer.
link-request-intro =
    { $more ->
        [yes] { $by } asks that { $partner } may do more, or work for longer, in your client account { $client } ({ $id }). You get this mail because you own or administer that account.
       *[no] { $by } asks that { $partner } may work in your client account { $client } ({ $id }). You get this mail because you own or administer that account.
    }
link-request-intro-support =
    { $more ->
        [yes] { $by } asks in the name of { $partner } that { $partner } may do more, or work for longer, in your client account { $client } ({ $id }). You get this mail because you own or administer that account.
       *[no] { $by } asks in the name of { $partner } that { $partner } may work in your client account { $client } ({ $id }). You get this mail because you own or administer that account.
    }
link-request-could = The people of { $partner } could then:
link-request-they-write = They write:
link-request-choice = You may approve all of it, or less, or a shorter time, or deny it. You can end it later at any time.
link-request-choice-more = You may approve all of it, or less, or a shorter time, or deny it. Whatever you answer, { $partner } keeps what it has now. You can end it later at any time.
link-request-button = Approve or deny the request
link-request-by-answer = To approve or deny, answer this mail or call { $desk }, and tell them your answer and this code. They enter it for you:
link-request-code = The code is yours alone and works once, until { $expires }. Anyone who has it can answer in your place: show it to no one else.
link-request-unexpected =
    { $more ->
        [yes] You do not know { $partner }, or did not expect this? Deny it, or do nothing: without your approval nothing changes, and the request ends by itself. If something looks wrong, write to { $desk } ({ $answer_to }), but never send a password.
       *[no] You do not know { $partner }, or did not expect this? Deny it, or do nothing: without your approval no one gets in, and the request ends by itself. If something looks wrong, write to { $desk } ({ $answer_to }), but never send a password.
    }

## login_renamed

login-renamed-subject = Your login is now called { $email }
login-renamed-intro = { $by } changed the name of your login: it was { $old }, and is { $email } from now on. The password is still the same, and so is what you may do. Mails go to the new address.
login-renamed-unexpected = If that is right, you need do nothing but sign in under the new name. You did not expect this? Then write at once to { $desk } ({ $answer_to }), but never send a password.

## notice

notice-subject-invitation-accepted = { $who } accepted the invitation to { $client }
notice-subject-invitation-declined = { $who } declined the invitation to { $client }
notice-subject-link-approved = The link of { $client } with { $who } was approved
notice-subject-link-denied = The link of { $client } with { $who } was denied
notice-subject-link-changed = The link of { $client } with { $who } has changed
notice-subject-link-extended = The link of { $client } with { $who } goes on
notice-subject-access-changed = Access to { $client } has changed: { $who }
notice-subject-person-left = { $who } left { $client }
notice-subject-owner-added = { $client } has another owner: { $who }
notice-subject-client-closed = { $client } was closed
notice-subject-client-merged = { $client } took in another account of yours
notice-subject-partner-reach = { $who } can now enter { $client }
notice-subject-taken-back = Taken back: a change in { $client }
notice-subject-done-again = Done again: a change in { $client }
notice-subject-several = What happened in { $client }
notice-several = This happened in the client account { $client } ({ $id }). The latest is at the end.
notice-taken-back = { $by } took back what follows, of which you had a mail. It does not hold any more ({ $at }).
notice-done-again = { $by } took that back again, so that what follows holds as it did before ({ $at }).
notice-invitation-accepted = { $who } accepted the invitation to the client account { $client } ({ $id }) and can enter it now.
notice-invitation-declined = { $who } declined the invitation to the client account { $client } ({ $id }). Nothing was given.
notice-link-approved = { $by } approved that { $partner } works in the client account { $client } ({ $id }). The request that was sent to you needs no answer any more.
notice-link-denied = { $by } denied that { $partner } works in the client account { $client } ({ $id }). The request that was sent to you needs no answer any more.
notice-link-changed = { $by } changed what { $partner } may do in the client account { $client } ({ $id }), or until when.
notice-link-extended = { $partner } goes on working in the client account { $client } ({ $id }): the end of the link has moved, as this account agreed to, and it moves again before the new end comes.
notice-link-extended-partner = { $partner } goes on working in the client account { $client } ({ $id }): the end of the link has moved, as the client agreed to, and it moves again before the new end comes.
notice-link-extended-page = It ends at the new end if you choose that on the page of the account; there you can also end the link at once.
notice-link-button = Change the link
notice-link-extended-give-up = To give that up, ask { $desk } ({ $answer_to }), which does so with this command:
notice-link-extended-let-end = To let it end at the new end, ask { $desk } ({ $answer_to }), which does so with this command:
notice-access-changed = { $by } gave { $who } more access to the client account { $client } ({ $id }).
notice-access-changed-yours = { $by } changed what you may do in the client account { $client } ({ $id }), or until when.
notice-person-left = { $who } gave up the access to the client account { $client } ({ $id }).
notice-owner-added = { $who } is an owner of the client account { $client } ({ $id }) now, with every right in it.
notice-client-merged = { $by } combined two client accounts that were the same: { $former } is part of { $client } ({ $id }) now. You enter that one instead, with your own login and password.
notice-client-closed = { $by } closed the client account { $client } ({ $id }). No one can enter it any more.
notice-partner-reach = { $who } of { $partner } can now enter the client account { $client } ({ $id }) by the link that the two have.
notice-gained = New is that { $who } may:
notice-gained-you = New is that you may:
notice-lost = { $who } may no longer:
notice-lost-you = You may no longer:
notice-may = { $who } may:
notice-may-you = You may:
notice-unexpected = If that is right, you need do nothing. You did not expect this? Write to { $desk } ({ $answer_to }).

## password_changed

password-changed-subject = The password of your login { $email } was changed
password-changed-intro = The password of your login { $email } was changed { $how }.
password-changed-intro-by = { $by } set a new password for your login { $email }.
password-changed-temporary = It is a temporary password, which you get by another way than this mail. When you first sign in with it, you choose one of your own.
password-changed-unexpected = If that is right, you need do nothing. You did not expect this? Then someone else may be using your login: write at once to { $desk } ({ $answer_to }), but never send a password.

## password_reset

password-reset-subject = A new password for your login { $email }
password-reset-intro = { $by } asked for a new password for your login { $email }. You choose it yourself; until you do, the present one holds.
password-reset-button = Choose a new password
password-reset-by-answer = To choose it, answer this mail or call { $desk }, and tell them this code. They enter it for you and help you set the password:
password-reset-code = The code works once, until { $expires }. Anyone who has it can choose your password: show it to no one else.
password-reset-unexpected = You did not expect this? Then you need do nothing: without the code nothing changes, and it ends by itself. If something looks wrong, write to { $desk } ({ $answer_to }), but never send a password.

## recovery

recovery-subject = A new owner is invited to { $client }: stop it if that is wrong
recovery-intro = No one can administer the client account { $client } ({ $id }) any more. { $by } therefore invited a new owner. You get this mail because you have access to that account, so that you can stop it if it is wrong.
recovery-right = Is that the right person? Then you need do nothing: they can accept from { $expires } on. Your own access stays as it is.
recovery-wrong = You did not expect this, or the person is the wrong one? You can stop it before { $expires }.
recovery-button = Look at it, and stop it
recovery-by-answer = To stop it, answer this mail or call { $desk }, and tell them this code. They enter it for you:
recovery-code = The code is yours alone and works once. If you have a question, write to { $desk } ({ $answer_to }), but never send a password.

## recovery_notice

recovery-notice-subject = Recovery of the account { $client }: { $email }
recovery-notice-begun = { $by } began the recovery of the client account { $client } ({ $id }), which no one can administer any more: { $email } is invited as its owner.
recovery-notice-stopped = { $by } stopped the recovery of the client account { $client } ({ $id }). The invitation of { $email } is withdrawn, and no one was given access.
recovery-notice-unexpected = If you did not expect this, stop it before { $accept_from }; everyone who still has access to the account was mailed and can do so too. Answers to this mail go to { $answer_to }. Support stops it with this command:
recovery-notice-unexpected-stopped = If you did not expect this, ask them before another recovery is begun. Answers to this mail go to { $answer_to }.

## test

test-subject = Test: { $sent_by } tries whether mail arrives
test-intro = { $sent_by } of { $desk } tries whether mail arrives here. It does, or you would not read this. You do not have to do anything.
test-unexpected = You did not expect it? Then someone mistyped an address. If that happens again, write to { $desk } ({ $answer_to }).

## welcome

welcome-subject = Your login for { $partner }
welcome-hello = Hello { $name },
welcome-intro = { $by } made a login for you, with which you reach the client accounts of { $partner }.
welcome-temporary =
    { $active ->
        [yes] It has a temporary password, which you get by another way than this mail. It is good until { $until }; when you first sign in, you choose one of your own.
       *[no] It has a temporary password, which you get by another way than this mail. It is good until { $until }.
    }
welcome-password-set = Its password was set already; you get it by another way than this mail.
welcome-inactive = The login is not active yet: it cannot be used before it is activated.
welcome-button = Sign in
welcome-unexpected =
    { $active ->
        [yes] You did not expect this? Do not sign in, and write to { $desk } ({ $answer_to }), but never send a password.
       *[no] You did not expect this? Write to { $desk } ({ $answer_to }), but never send a password.
    }
