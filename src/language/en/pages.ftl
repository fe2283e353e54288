### The pages of `serve`. `$term` is such as `until` and `days` make it.

## Around every page

support-desk = the support desk
skip = Skip to the content
signed-in-as = Signed in as { $person }
sign-out = Sign out
account = Account
account-banner = Account: { $account } ({ $slug }, { $id })
questions = Questions? Ask { $desk }. Never share your password or a code.
language = Language

## Words that more than one page has

email = E-mail address
role = Role
go-to-accounts = Go to your accounts
password = Password
new-password = New password
new-password-again = New password again
password-rules = At least { $shortest } characters. Several unrelated words do well. It must not be built from your name, your address or the account's name.
strength-short-one = Too short: 1 more character.
strength-short-other = Too short: { $missing } more characters.
strength-easy = Long enough, but easy to guess: use more different characters.
strength-enough = Long enough.
strength-strong = Long enough, and strong.
forgot-password = Forgot the password?
answer-before = Answer before { $time }
they-write = They write:
ask-for-others = There are more accounts than this page shows. Ask { $desk } for the others.
requests-waiting = Requests that wait for your answer
look-at-request = Look at the request of { $partner }
asks-to-work = { $partner } asks to work in { $account }
further-notice = further notice
they-may = They may
partner-may = The people of the partner may
for-how-long = For how long

## Codes

code-title = Code from your mail
code-heading = Enter the code from your mail
code-for-invitation = Code for an invitation
code-for-link = Code for a link request
code-for-session = Code for a session
code-for-password = Code for a new password
code-for-address = Code for a new address
code-for-recovery = Code for a recovery
code-help = Copy it from the mail, whole. You can also paste the whole link.
go-on = Go on
dead-code = This code does not work
dead-code-why = It may be incomplete, used already, too old, or replaced by a newer mail. Nothing was changed.
dead-code-newest = Take the newest mail, and copy its code or its link whole.
dead-code-answered = If you answered before, there is nothing left to do: { $link }.
dead-code-sign-in = sign in
dead-code-ask = Else ask the person who sent it, or { $desk }, to send it again.

## Signing in, and passwords

sign-in = Sign in
forgotten = Forgotten password
forgotten-help = We mail a code to this address if it has a login. Your present password works until you use the code.
forgotten-send = Mail me a code
forgotten-enter = Enter the code from the mail
password-title = New password
password-heading = Choose a new password
password-login = For the login { $email }.
password-temporary = Your password is temporary: choose your own before you go on.
temporary-password = Temporary password
current-password = Current password
change-the-password = Change the password
address-title = New address
address-heading = Confirm your new address
address-present = Present address
address-new = New address
address-after = From then on you sign in with the new address. Your password stays as it is.
address-change = Change the address to { $email }

## Invitation

invitation-title = Invitation
invitation-heading = Invitation to { $account }
invitation-other = You are signed in as { $other }. This invitation is for { $email }: accepting signs you in as { $email }.
invitation-invites = { $author } invites you to this account.
invitation-invites-of = { $author } of { $company } invites you to this account.
invitation-login = Your login
invitation-role = Your role
invitation-until = Access until
invitation-answer-before = Answer before
invitation-may = There you may:
invitation-held = No one can administer this account any more, and you are to be its owner. Its people were notified and can stop that. You can accept it from { $time } on.
invitation-new-password = Accepting makes your login { $email }. Choose its password:
invitation-replaced-password = Choose a new password for your login { $email }. The present one ends, because another person may know it.
invitation-known = You have a login. To accept, give its password:
invitation-password-of = Password of { $email }
invitation-signed-in = You are signed in with this login.
accept-access = Accept access to { $account }
decline-invitation = Decline the invitation
decline-reason = Reason (optional; the person who invited you can read it)
decline-access = Decline access to { $account }

## Request of a partner

link-title = Request of a partner
link-asks-more = { $partner } asks for more in { $account }
link-partner = Partner
link-asked-by = Asked by
link-asked-in-name = { $author }, in the name of the partner
link-contact = Contact
link-now = Now
link-partner-may-also = The people of the partner may also
link-as-asked = As asked: { $term }
link-lets-in = Approving also lets { $email } in again, the login that was made for this partner. It may:
link-lets-in-once-active = Approving also lets { $email } in again once its login is active, the login that was made for this partner. It may:
link-keeps = The partner keeps what it has now, whatever you answer. You can end this at any time.
link-let-do = Let { $partner } do this in { $account }
link-can-end = You can end this at any time. To allow nothing, deny the request.
link-let-work = Let { $partner } work in { $account }
link-deny-request = Deny the request
link-deny-reason = Reason (optional; the partner reads it)
link-deny-more = Deny { $partner } more in { $account }
link-deny-access = Deny { $partner } access to { $account }
term-from-now = { $term } from now

## Recovery

recovery-title = New owner
recovery-heading = A new owner for { $account }
recovery-invited = No one can administer this account any more. { $author } invited a new owner.
recovery-invited-of = No one can administer this account any more. { $author } of { $company } invited a new owner.
recovery-owner = New owner
recovery-at = Invited
recovery-before = Stop it before
recovery-right = Is that the right person? Then you need do nothing.
recovery-reason = Reason (optional; the support desk reads it)
recovery-after = The invitation is withdrawn then, and the support desk gets a mail.
recovery-stop = Stop it: { $email } is not to own { $account }

## Accounts of a person

home = Your accounts
home-inside = You are logged in to { $account }
home-log-out = Log out of { $account }
home-invitations = Invitations that wait for you
home-invitation = { $role }, answer before { $time }
accept = Accept
decline = Decline
home-may-enter = Accounts that you may enter
home-account = { $slug }, { $id }
home-account-role = { $slug }, { $id }, { $role }
home-account-login = { $slug }, { $id }, as { $login }
home-account-role-login = { $slug }, { $id }, { $role }, as { $login }
home-last-login = Last login { $time }
home-never = Never entered
people-of = People of { $account }
home-log-in = Log in to { $account }
home-none = You may enter no account at the moment.
home-clients = Clients of { $partner }
home-other-clients = Other clients of { $partner }
home-ready = Ready to enter
home-missing-support = { $step } (support must act)
home-missing-client = { $step } (the client must act)
home-missing-partner = { $step } (the partner must act)
home-more-clients = There are more clients than this page shows.
home-no-other-client = There is no other client.
home-no-client = There is no client yet.
home-change-password = Change your password
entering = Entering { $account }
entering-wait = If nothing happens, go on yourself. The way is open for one minute.
entering-go-on = Go on to { $account }

## What a partner lacks

missing-client = the client is closed
missing-partner = the partner is closed
missing-association = the client is not associated with the partner
missing-owner-asked = the owner has not accepted the invitation yet
missing-owner-asked-in-vain = the owner's invitation expired
missing-owner-not-asked = the owner is not invited
missing-owner-former = the client has no owner any more
missing-owner-none = the client has no owner
missing-dedicated-user = the client has made no dedicated user for the partner
missing-dedicated-user-inactive = the login of the dedicated user is not active
missing-dedicated-user-ended = the term of the dedicated user is over
missing-dedicated-user-role = the dedicated user is neither admin nor supervisor
missing-link = the client has not linked the partner
missing-request = the partner's request was not answered in time
missing-answer = the partner's request waits for the client's answer
missing-set-up = the link is agreed and not set up yet

## People of an account

account-all = All your accounts
account-partners = Partners that work in this account
account-being-set-up = Being set up
account-until = Until { $end }
account-goes-on = Until { $end }; goes on by { $term } each time
account-until-further-notice = Until further notice
account-what-they-may = What they may do
account-change-work = Change the work of { $partner }
account-as-it-is = As it is: { $term }
go-on-label = When that end comes
go-on-as-it-is = As it is
go-on-ends = The work ends
go-on-by = It goes on by { $term } each time, until you end that
go-on-as-it-goes = As it is: it goes on by { $term } each time
account-change-what = Change what { $partner } may do in { $account }
account-end-work = End the work of { $partner }
account-end-work-help = No one of { $partner } enters the account by it any more. Access that you gave to single people stays.
account-end-work-in = End the work of { $partner } in { $account }
account-people = People
account-person = { $role }, { $state }
account-person-until = { $role }, { $state }, { $term }
account-person-email = { $email }, { $role }, { $state }
account-person-email-until = { $email }, { $role }, { $state }, { $term }
account-change = Change
account-change-access-of = Change the access of { $email }
account-no-one = There is no one yet.
account-more-people = There are more people than this page shows. Ask { $desk } for the others.
account-invite-someone = Invite someone
account-choose = Choose permissions; without a choice the role brings its own
account-invite-to = Invite to { $account }

## One person

person-heading = Access of { $email }
person-all = All people of { $account }
person-self = This is your own access. Another owner or admin of the account can change it, or { $desk }.
person-owners-only = Only an owner of the account can change this access, or { $desk }.
person-expired = The invitation was not answered in time.
person-waits = The invitation waits for an answer.
person-send-again = Send the invitation again
person-withdraw = Withdraw the invitation
person-owner-has-all = An owner always has all permissions.
person-change-access = Change access to { $account }
person-remove = Remove the access
person-remove-help = This ends the access of { $email } at once.
person-remove-from = Remove { $email } from { $account }

## States

state-prepared = prepared
state-invited = invited
state-expired = expired
state-declined = declined
state-active = active
state-inactive = inactive
state-ended = ended

## What was done

done = Done
done-close = You can close this page, or { $link } to see your accounts.
done-sign-in = sign in
notice-accepted = You accepted the invitation. The account is in your list.
notice-declined = You declined the invitation. The person who invited you sees that.
notice-approved = You approved the request. The partner can work in the account now.
notice-being-set-up = You approved the request. The link is being set up; the partner can work in the account once that is done.
notice-denied = You denied the request. The partner gets a mail, and nothing more than before.
notice-recovery-stopped = You stopped it. The invitation is withdrawn, and the support desk was notified.
notice-password-set = Your password was changed. All other sign-ins have ended.
notice-renamed = Your login has its new address. Please sign in with it.
notice-mail-sent = If this address has a login, a mail with a code is on its way. It can take some minutes.
notice-invited = The invitation is on its way.
notice-invited-again = The invitation was sent again. The former mail no longer works.
notice-withdrawn = The invitation was withdrawn. Its mail no longer works.
notice-link-ended = The partner no longer works in the account. They get a mail.
notice-access-changed = The access was changed.
notice-removed = The access was removed.
notice-left = You are logged out of the account.
notice-signed-out = You are signed out.
notice-language-set = Pages and mails are in this language from now on.

## What is not possible

not-found-title = Page not found
not-possible-title = Not possible
no-such-page = There is no such page.
not-for-you = There is no such page, or it is not for you.
too-many-attempts = There were too many attempts. Please wait some minutes, and try again.
busy = This is not possible at the moment. Please try again in a minute.
takes-long = This takes longer than usual. Please look in a minute whether it was done.
not-at-the-moment = This is not possible at the moment. Nothing was changed. Please try again in a minute.
went-wrong = Something went wrong here. Nothing was changed.
form-of-another-site = This form came from another site. Nothing was changed.
no-form = This is no form of a page. Nothing was changed.
form-too-long = This form is too long. Nothing was changed.
form-too-slow = This form took too long. Nothing was changed.
open-too-long = This page was open for too long, or cookies are switched off. Nothing was changed. Please open it again.
no-right = You have no right to do this. No one gives more permissions, a higher role or a longer time than they have themselves.
no-portal = No portal is set up here, so that there is nothing to enter from this page.
lets-in-changed = What the link lets in was changed since this page was opened. Please look again.
nothing-ticked = Tick what the partner may do. To allow nothing, deny the request.
no-permission-ticked = Tick what the person may do.
needs-new-password = This invitation asks for a new password: open the link in its mail, where you choose one.
no-longer-waits = { $id } does not wait for an answer.

## What was wrong with a form

seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
excess-role = The role { $role } cannot have the right to { $rights }.
excess-approval = The approval of { $id } cannot have the right to { $rights }.
excess-link = A link cannot have the right to { $rights }.
excess-between = { $first }, or to { $second }
wrong-password = { $email } and this password do not match; nothing was changed.
no-match = This address and this password do not match.
held-back = The last password for { $email } was wrong: the next is looked at in { $wait }; this one was not.
held-back-today = Too many passwords for { $email } were wrong today: the next is looked at in { $wait }; this one was not.
login-inactive = The login { $email } is inactive.
temporary-expired = The temporary password of { $email } expired at { $end }.
password-changed-meanwhile = The password was changed just now.
login-changed-meanwhile = { $email } was changed by someone else just now.
passwords-differ = The two passwords differ.
password-too-short = The password is too short. It takes { $shortest } characters or more; several words do well.
password-too-long = The password is too long. { $longest } characters are the most.
password-built = The password is built from the e-mail address or a name that goes with the account. Choose words that have nothing to do with the account.
password-easy = The password is too easy to guess. Avoid well-known words, keyboard rows, dates and repetitions; several unrelated words do well.
password-same = The new password is the old one; nothing was changed. Choose another: the person who chose the old one knows it.
password-character = The password has { $character }, { $why }, as character { $place }. Take it out: it usually comes along when text is pasted or saved by an editor.
reason-character = Reason has { $character }, { $why }, as character { $place }. Take it out: it usually comes along when text is pasted.
reason-too-long = Reason has { $length } characters, at most { $most } are allowed.
character-blank-begin = white space at the beginning
character-blank-end = white space at the end
character-blank-like = white space that looks like a blank
character-line = a line separator
character-bidi = a bidirectional control
character-tag = a tag character
character-joins-nothing = a zero-width character that joins nothing
character-zero-width = a zero-width character
character-varies-nothing = a variation selector without a character that it varies
character-invisible = an invisible character
character-lost = the mark of a letter that was lost on the way
character-control = a control character
character-private = a private-use character
character-unassigned = an unassigned code point
character-mark = a mark without a letter below it
email-empty = The e-mail address is empty. Write it as “name@example.com”.
email-no-at = { $email } is not an e-mail address: it has no @. Write it as “name@example.com”.
email-nothing-after = { $email } is not an e-mail address: it has nothing after the @. Write it as “name@example.com”.
email-nothing-before = { $email } is not an e-mail address: it has nothing before the @. Write it as “name@example.com”.
email-several = { $email } is not an e-mail address: it has more than one @, a comma or a semicolon. Give one address at a time.
email-blank = { $email } is not an e-mail address: it has a blank inside. Give one address at a time.
email-dots = { $email } is not an e-mail address: its name before the @ begins or ends with a dot, or has two in a row. Check the dots; mail knows no such address.
email-long-name = { $email } is not an e-mail address: its name before the @ is { $length } bytes long. Mail knows no name of more than 64 bytes; ask for a shorter address.
email-number = { $email } is not an e-mail address: it has an IP number after the @. Write the name of the domain, such as “example.com”.
email-one-part = { $email } is not an e-mail address: its domain has a single part. Write the whole domain, such as “example.com”.
offer-changed = { $id } was changed after it was shown, and offers something else now.
invitation-expired = { $id } expired at { $end }.
offer-ended = The access that { $id } offers ended at { $end }.
invitation-is = { $id } is { $state ->
    [pending] pending until { $time }
   *[other] { $word } since { $time }
}; it cannot be { $act }{ $again ->
    [yes] { " again" }
   *[no] { "" }
}.
act-accepted = accepted
act-declined = declined
act-cancelled = cancelled
act-sent-again = sent again
act-changed = changed
state-accepted = accepted
state-cancelled = cancelled
state-superseded = superseded
sender-cannot-give = { $id } was sent by { $author }, who can no longer give what it offers.
recovery-waits = { $id } recovers an account, and can be accepted from { $time }.
recovery-was-stopped = { $id } cannot be accepted: the recovery was stopped at { $time }.
recovery-not-needed = { $id } cannot be accepted: { $account } can be administered again, and needs no recovery any more.
recovery-too-late = The recovery could be stopped until { $end }.
sent-just-now = The last one is less than a minute old, of { $end }.
cannot-be-invited = { $email } cannot be invited.
inactive-cannot-accept = The login { $email } is inactive, so that no one could accept with it.
declined-often = { $email } has declined { $count ->
    [2] twice
   *[other] { $count } times
} within 30 days.
access-ended = The access of { $email } ended at { $end }.
access-differs = { $email } is in the account already, with another role or other permissions. Change that on the page of the person.
invitation-differs = { $email } is invited already, with another role or other permissions. Change that on the page of the person.
last-owner = { $email } is the last person who can administer { $account } without an end: an owner or admin with the permission “{ $permission }”, without term, on an active login with a password.
access-changed-meanwhile = The access of { $email } to { $account } was changed by someone else after it was shown; nothing was changed.
account-changed-meanwhile = { $account } was changed by someone else after it was shown; nothing was changed.
account-closed = { $account } is closed; nothing was changed.
owner-has-all = An owner always has all permissions.
nothing-given = That gives nothing of what was asked for { $id }. Approve more of it, or deny it.
may-not-enter = { $email } may not enter { $account }.
entered-elsewhere = { $email } entered another client just now; nothing was changed.
address-taken = { $email } is the address of another login already.
