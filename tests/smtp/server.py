"""A mail server for the tests, on aiosmtpd: it really speaks SMTP, keeps what it takes, and goes wrong on demand.

It listens on a free port of 127.0.0.1, prints that port as its only line, and ends when its standard input does, so
that no server outlives the test that started it. In FOLDER it keeps

- `000001.eml`, …: the text of each mail that it took, byte for byte;
- `mails.jsonl`: one line a mail, written before the mail is acknowledged: seq, connection, from, to, file, sha256;
- `log`: each command that it was given, as `CONNECTION COMMAND`; passwords are masked.

A fault is `STAGE:WHOM[#TIMES]:ACTION`.

- STAGE: `banner`, `auth`, `mail`, `rcpt`, `data` (instead of 354), `text` (after 354, before the text), `dot`;
- WHOM: the local part of the recipient (at `mail` of the sender), or `*`;
- TIMES: how often, then it is over; for ever, if it is not given;
- ACTION: a reply such as `550 5.1.1 No such mailbox here`, with `|` between its lines; `cut`, which closes the
  connection without a word (at `dot` after the mail was kept); `lose`, the same, but the mail is not kept; `silence
  SECONDS` (at `dot` after the mail was kept), after which all goes on as it should.
"""

import argparse
import asyncio
import hashlib
import json
import logging
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Fault:
    """Something that goes wrong for someone at one stage, for ever or so many times."""

    STAGES = ("banner", "auth", "mail", "rcpt", "data", "text", "dot")

    def __init__(self, text):
        self.stage, whom, self.action = text.split(":", 2)
        if self.stage not in self.STAGES:
            raise ValueError(f"{self.stage} is none of {self.STAGES}")
        self.whom, _, times = whom.partition("#")
        self.left = int(times) if times else None

    def befalls(self, stage, address):
        if stage != self.stage or self.left == 0 or self.whom not in ("*", address.rpartition("@")[0]):
            return False
        if self.left is not None:
            self.left -= 1
        return True


class House:
    """What all connections share."""

    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(options.folder)
        self.connections = 0
        self.taken = 0
        self.numbers = {}
        self.mails = open(self.folder / "mails.jsonl", "a", buffering=1, encoding="utf-8")
        self.log = open(self.folder / "log", "a", buffering=1, encoding="utf-8")

    def fault(self, stage, address=""):
        return next((fault for fault in self.options.fault if fault.befalls(stage, address)), None)

    def keep(self, connection, envelope):
        self.taken += 1
        name = f"{self.taken:06}.eml"
        if not self.options.forget:
            (self.folder / name).write_bytes(envelope.original_content)
        line = {
            "seq": self.taken,
            "connection": connection,
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "file": name,
            "sha256": hashlib.sha256(envelope.original_content).hexdigest(),
        }
        self.mails.write(json.dumps(line) + "\n")


class Connection(SMTP):
    """One connection; it is its own handler."""

    def __init__(self, house, **options):
        super().__init__(self, **options)
        self.house = house
        house.connections += 1
        self.number = house.connections
        self.kept = 0

    def connection_made(self, transport):
        self.house.numbers[transport.get_extra_info("peername")] = self.number
        super().connection_made(transport)

    async def push(self, status):
        if isinstance(status, str):
            status = status.replace("|", "\r\n").encode()
        await super().push(status)

    def leave(self, how):
        """Closes the connection; nothing more is said on it."""
        how()
        raise asyncio.CancelledError

    async def suffer(self, fault):
        """The reply of a fault, if it has one."""
        if fault is None:
            return None
        word, _, rest = fault.action.partition(" ")
        if word in ("cut", "lose"):
            self.leave(self.transport.abort)
        if word == "silence":
            await asyncio.sleep(float(rest))
            return None
        return fault.action

    async def _handle_client(self):
        reply = await self.suffer(self.house.fault("banner"))
        if reply is None:
            await super()._handle_client()
        else:
            await self.push(reply)
            self.transport.close()

    async def handle_AUTH(self, server, session, envelope, words):
        reply = await self.suffer(self.house.fault("auth"))
        if reply is not None:
            return reply
        result = await self._auth_methods[words[0]].method(self, words)
        if not isinstance(result, AuthResult) or not result.success:
            return "535 5.7.8 Authentication credentials invalid"
        session.authenticated = True
        return "235 2.7.0 Authentication successful"

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.kept == self.house.options.limit:
            await self.push(f"421 4.7.0 {self.kept} mails are enough for one connection")
            self.leave(self.transport.close)
        reply = await self.suffer(self.house.fault("mail", address))
        if reply is not None:
            return reply
        envelope.mail_from = address
        return "250 2.1.0 Sender OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = await self.suffer(self.house.fault("rcpt", address))
        if reply is not None:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient OK"

    async def smtp_DATA(self, argument):
        to = next(iter(self.envelope.rcpt_tos), "")
        reply = await self.suffer(self.house.fault("data", to))
        if reply is not None:
            await self.push(reply)
            return
        fault = self.house.fault("text", to)
        if fault is not None:
            await self.push("354 Go on")
            await self.suffer(fault)
        await super().smtp_DATA(argument)

    async def handle_DATA(self, server, session, envelope):
        fault = self.house.fault("dot", envelope.rcpt_tos[0])
        if fault is None or fault.action.startswith(("cut", "silence")):
            self.house.keep(self.number, envelope)
            self.kept += 1
        reply = await self.suffer(fault)
        if reply is not None:
            return reply
        reply = f"250 2.0.0 Taken as {self.house.taken:06}"
        if self.kept == self.house.options.hang_up:
            await self.push(reply)
            self.leave(self.transport.close)
        return reply


class ToLog(logging.Handler):
    """Takes the commands out of what aiosmtpd logs, which masks passwords."""

    def __init__(self, house):
        super().__init__()
        self.house = house

    def emit(self, record):
        if record.msg == "%r >> %r":
            peer, line = record.args
            self.house.log.write(f"{self.house.numbers[peer]} {line.decode('utf-8', 'backslashreplace')}\n")


async def serve(options):
    house = House(options)
    logger = logging.getLogger("mail.log")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(ToLog(house))

    def right(server, session, envelope, mechanism, data):
        given = (data.login, data.password)
        return AuthResult(success=given == (options.user.encode(), options.password.encode()))

    context = None
    if options.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
    loop = asyncio.get_running_loop()

    def connection():
        return Connection(
            house,
            loop=loop,
            hostname="mx.test.example",
            ident="ESMTP",
            timeout=3600,
            tls_context=context if options.tls == "starttls" else None,
            require_starttls=options.tls == "starttls",
            auth_required=options.user is not None,
            auth_require_tls=options.tls == "starttls",
            authenticator=right if options.user else None,
            auth_exclude_mechanism=[name for name in ("PLAIN", "LOGIN") if name not in options.mechanism],
        )

    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=context if options.tls == "tls" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="where it keeps what it took")
    parser.add_argument("--tls", choices=["none", "starttls", "tls"], default="none")
    parser.add_argument("--cert", help="PEM file, for TLS")
    parser.add_argument("--key", help="PEM file, for TLS")
    parser.add_argument("--user", help="who must log in")
    parser.add_argument("--password", default="")
    parser.add_argument("--mechanism", action="append", help="PLAIN, LOGIN; both, if it is not given")
    parser.add_argument("--limit", type=int, metavar="N", help="421 to the next after N mails on a connection")
    parser.add_argument("--hang-up", type=int, metavar="N", help="closes a connection after N mails, without a word")
    parser.add_argument("--fault", action="append", type=Fault, default=[], metavar="STAGE:WHOM[#TIMES]:ACTION")
    parser.add_argument("--forget", action="store_true", help="keeps no texts, for measurements")
    options = parser.parse_args()
    options.mechanism = options.mechanism or ["PLAIN", "LOGIN"]
    asyncio.run(serve(options))


if __name__ == "__main__":
    main()
