#!/usr/bin/env python3
"""A small portal for one client: one-click login by a code of partnerctl, and its own session afterwards.

    portal.py CLIENT [PORT]

The pages of partnerctl post the code to /enter; the link of `session open` brings it there behind the #. The portal asks
partnerctl about the code once, and about the session with each page. PORTAL_PARTNERCTL is the command, if it is another
than `sudo -n -u partnerctl /usr/bin/partnerctl`. A proxy in front of it speaks TLS.
"""

import html
import json
import os
import secrets
import shlex
import subprocess
import sys
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

PARTNERCTL = shlex.split(os.environ.get("PORTAL_PARTNERCTL", "sudo -n -u partnerctl /usr/bin/partnerctl"))
COOKIE = "__Host-portal"
# Exit codes that say no. Anything else is a fault of this machine, and no answer about the person.
REFUSED = {2, 3, 4, 5, 6, 12}

ENTER = """<!doctype html><title>Portal</title>
<form method="post" action="/enter"><input type="hidden" name="code"></form>
<p>Come here by the Login button of your accounts.</p>
<script>if (location.hash) { const form = document.forms[0]; form.code.value = location.hash.slice(1);
history.replaceState(null, "", location.pathname); form.submit(); }</script>"""


class Fault(Exception):
    """partnerctl could not answer."""


def verify(client, arguments, code=None):
    """The record of a session, or None where partnerctl refuses it."""
    call = [*PARTNERCTL, "session", "verify", *arguments, "-c", client, "--json"]
    try:
        # The code goes through standard input: arguments can be read by everyone on this machine.
        run = subprocess.run(call, input=code, capture_output=True, text=True, timeout=15, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Fault(error) from error
    if run.returncode in REFUSED:
        return None
    if run.returncode != 0:
        raise Fault(run.stderr)
    return json.loads(run.stdout)


class Portal(BaseHTTPRequestHandler):
    client = ""
    sessions = {}  # the value of our cookie: the session of partnerctl

    def do_GET(self):
        if self.path == "/enter":
            self.answer(200, ENTER)
            return
        session = self.session()
        record = session and verify(self.client, ["--session", session])
        if not record:
            self.answer(403, "<p>Log in again, by the Login button of your accounts.</p>")
            return
        who = html.escape(f"{record['name'] or record['email']} ({record['login']})")
        permissions = html.escape(" ".join(record["permissions"]))
        self.answer(200, f"<p>Welcome, {who}. You may: {permissions}</p>")

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        body = self.rfile.read(int(length)) if length.isascii() and length.isdigit() and len(length) <= 4 else b""
        code = parse_qs(body.decode("ascii", "replace")).get("code", [""])[0]
        record = verify(self.client, ["--code-stdin"], code + "\n") if self.path == "/enter" and code else None
        if not record:
            self.answer(403, "<p>This code opens nothing. Log in again.</p>")
            return
        ours = secrets.token_urlsafe(32)
        self.sessions[ours] = record["session_id"]
        self.answer(303, "", {"Location": "/", "Set-Cookie": f"{COOKIE}={ours}; Path=/; Secure; HttpOnly; SameSite=Lax"})

    def session(self):
        try:
            cookie = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        except CookieError:
            return None
        return cookie and self.sessions.get(cookie.value)

    def answer(self, status, page, headers=None):
        body = page.encode()
        self.send_response(status)
        standard = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        safe = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}
        for name, value in {**standard, **safe, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except Fault as fault:
            self.log_error("partnerctl did not answer: %s", fault)
            self.answer(503, "<p>Please try again in a minute.</p>")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    Portal.client = sys.argv[1]
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) == 3 else 8090), Portal)
    print(f"http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
