#!/usr/bin/env bash
# The door of a client's portal, as a CGI program for any web server: it takes the code of a one-click session, which
# the pages of partnerctl or `session open` bring here, asks partnerctl who it is, and lets them in or not.
# PORTAL_CLIENT names the one client of this portal. The code never decides that.
set -uo pipefail
# shellcheck disable=SC2206 # the command is words
partnerctl=(${PORTAL_PARTNERCTL:-sudo -n -u partnerctl /usr/bin/partnerctl})

answer() {
  printf 'Status: %s\r\nContent-Type: %s\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\r\n%s\n' "$1" "$2" "$3"
  exit 0
}

if [ "${REQUEST_METHOD:-}" != POST ]; then
  # `session open` puts the code behind the #, which no server sees: the page posts it and takes it off its address.
  answer "200 OK" "text/html; charset=utf-8" '<!doctype html><title>Portal</title>
<form method="post"><input type="hidden" name="code"></form><p>Come here by the Login button of your accounts.</p>
<script>if (location.hash) { const form = document.forms[0]; form.code.value = location.hash.slice(1);
history.replaceState(null, "", location.pathname); form.submit(); }</script>'
fi

form=""
if [[ ${CONTENT_LENGTH:-} =~ ^[1-9][0-9]{0,3}$ ]]; then
  read -r -N "$CONTENT_LENGTH" form || true
fi
code=$(tr '&' '\n' <<< "$form" | sed -n 's/^code=\([A-Za-z0-9_-]*\)$/\1/p' | head -n 1)
[ -n "$code" ] || answer "400 Bad Request" "text/plain; charset=utf-8" "There is no code."

# The code goes through standard input: arguments can be read by everyone on this machine.
status=0
session=$("${partnerctl[@]}" session verify --code-stdin -c "${PORTAL_CLIENT:?}" --json 2> /dev/null <<< "$code") || status=$?
case $status in
0) ;;
2 | 3 | 4 | 5 | 6 | 12) answer "403 Forbidden" "text/plain; charset=utf-8" "This code opens nothing. Log in again." ;;
*)
  echo "portal: partnerctl session verify ended with $status" >&2
  answer "503 Service Unavailable" "text/plain; charset=utf-8" "Please try again in a minute."
  ;;
esac

# From here on the portal makes a session of its own, and asks `session verify --session` with each page: see portal.py.
answer "200 OK" "text/plain; charset=utf-8" \
  "$(jq -r '"Welcome, \(.name // .email) (\(.login)). You may: \(.permissions | join(" "))"' <<< "$session")"
