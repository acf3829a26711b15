"""Mail servers that greet, answer and refuse in every way: the SMTP checks without encryption."""

from __future__ import annotations

from tests.lab.setups.setup import DOMAIN, HOSTS, MAIL, Build, Setup, Walk, at, peer, server, together, zone
from tests.lab.smtp import Peer

TOKEN = "0123456789abcdef0123456789abcdef"
SAM = "sam@example.com"
MARIA = "maria@example.net"
TO_SAM = {**HOSTS, "recipient": SAM}
IN_DOMAIN = {**HOSTS, "domain": DOMAIN}
RELAY = {**IN_DOMAIN, "proof": TOKEN}
ROUNDTRIP = {"domain": DOMAIN, "proof": TOKEN, "recipient": SAM}
PROOF = zone(f'_unsnag TXT "unsnag-proof={TOKEN}"')


def _gateway(cause: str | None, **given: object) -> Walk:
    return at("gateway" if cause else None, cause, **given)


def _says(verb: str, reply: str) -> Build:
    return server(replies={verb: reply})


async def _hangs_up(connection: Peer) -> None:
    return


async def _one_letter_at_a_time(connection: Peer) -> None:
    await connection.drip(b"220 mx1.example.com ESMTP\r\n", 0.2)


async def _endless_line(connection: Peer) -> None:
    await connection.send(b"220 " + b"x" * 200_000)
    await connection.line()


GREETINGS: tuple[Setup, ...] = (
    Setup("greeting-sound", "a greeting as it should be", server(), "smtp.banner", "ok", HOSTS, _gateway(None)),
    Setup("greeting-late", "a greeting after longer than senders wait", server(delay_s=0.4), "smtp.banner", "slow",
          HOSTS, _gateway("slow-greeting")),
    Setup("greeting-tarpit", "a greeting that comes letter by letter", peer(_one_letter_at_a_time), "smtp.banner",
          "slow", HOSTS, _gateway("slow-greeting")),
    Setup("greeting-busy", "a server that asks to come back later", server(banner="421 4.3.2 too busy"),
          "smtp.banner", "busy", HOSTS, _gateway("busy")),
    Setup("greeting-stars", "a firewall that writes stars over the greeting", server(banner="220 ****************"),
          "smtp.banner", "rewritten", HOSTS, _gateway("fixup")),
    Setup("greeting-refuses", "a server that turns everybody away", server(banner="554 no SMTP service here"),
          "smtp.banner", "rejects", HOSTS, _gateway("greeting-rejects")),
    Setup("greeting-lists-us", "a server that turns our address away", server(banner="550 5.7.1 you are on a list"),
          "smtp.banner", "rejects", HOSTS, _gateway("greeting-rejects")),
    Setup("greeting-ssh", "an SSH server on port 25", server(banner="SSH-2.0-OpenSSH_9.6"), "smtp.banner", "malformed",
          HOSTS, _gateway("greeting-malformed")),
    Setup("greeting-web", "a web server on port 25", server(banner="HTTP/1.1 400 Bad Request"), "smtp.banner",
          "malformed", HOSTS, _gateway("greeting-malformed")),
    Setup("greeting-none", "a server that hangs up without a word", peer(_hangs_up), "smtp.banner", "malformed", HOSTS,
          _gateway("greeting-malformed")),
    Setup("greeting-endless", "a greeting of one endless line", peer(_endless_line), "smtp.banner", "malformed", HOSTS,
          _gateway("greeting-malformed")),
    Setup("greeting-nobody", "nobody is there to greet", zone(MAIL), "smtp.banner", "no-connection", HOSTS,
          at("firewall", "port-closed")),
)  # fmt: skip

HELLOS: tuple[Setup, ...] = (
    Setup("ehlo-sound", "EHLO is answered with extensions", server(), "smtp.ehlo", "ok", HOSTS, _gateway(None)),
    Setup("ehlo-unknown", "a firewall takes EHLO out of the talk", _says("EHLO", "500 5.5.1 command unrecognized"),
          "smtp.ehlo", "helo-only", HOSTS, _gateway("fixup")),
    Setup("ehlo-refused", "a server that does not like our name",
          server(replies={"EHLO": "550 5.7.1 not from you", "HELO": "550 not from you"}), "smtp.ehlo", "refused",
          HOSTS, _gateway("ehlo-refused")),
    Setup("sender-sound", "the empty sender of bounces is taken", server(), "smtp.mailfrom", "ok", HOSTS,
          _gateway(None)),
    Setup("sender-null-refused", "no bounces are taken", _says("MAIL", "550 5.7.1 no empty sender"), "smtp.mailfrom",
          "null-refused", HOSTS, _gateway("bounces-refused", recipient=SAM)),
    Setup("sender-refused", "one sender is refused",
          _says("MAIL FROM:<MARIA@EXAMPLE.NET>", "553 5.1.8 no such sender domain"), "smtp.mailfrom", "refused",
          {**HOSTS, "sender": MARIA}, _gateway("sender-refused", sender=MARIA)),
)  # fmt: skip


def _rcpt(name: str, what: str, reply: str, code: str, cause: str | None) -> Setup:
    walk = _gateway(cause, recipient=SAM)
    return Setup(f"recipient-{name}", what, _says("RCPT", reply), "smtp.recipient", code, TO_SAM, walk)


RECIPIENTS: tuple[Setup, ...] = (
    _rcpt("sound", "the recipient is taken", "250 2.1.5 Ok", "accepted", None),
    _rcpt("unknown", "there is no such mailbox", "550 5.1.1 <sam@example.com>: User unknown", "unknown-user",
          "unknown-user"),
    _rcpt("unknown-exchange", "there is no such mailbox, in Microsoft's words",
          "550 5.4.1 Recipient address rejected: Access denied", "unknown-user", "unknown-user"),
    _rcpt("disabled", "the mailbox is switched off", "550 5.2.1 The email account is disabled", "unknown-user",
          "unknown-user"),
    _rcpt("full", "the mailbox is full", "552 5.2.2 Over quota", "full", "full"),
    _rcpt("full-for-now", "the mailbox is full, for now", "452 4.2.2 Mailbox full", "full", "full"),
    _rcpt("foreign", "the gateway does not know its own domain", "554 5.7.1 Relay access denied", "relay-denied",
          "domain-not-local"),
    _rcpt("greylisted", "strangers have to come back", "450 4.2.0 Greylisted, see postgrey", "greylisted",
          "greylisted"),
    _rcpt("directory-down", "the directory of recipients is down", "451 4.3.0 Temporary lookup failure", "temporary",
          "lookup-down"),
    _rcpt("policy", "a rule of the gateway refuses us", "550 5.7.1 Message rejected due to local policy", "policy",
          "policy-refusal"),
    Setup("recipient-hangs-up", "the gateway hangs up in place of an answer", _says("RCPT", ""), "smtp.recipient",
          "no-connection", TO_SAM, at(None, None, recipient=SAM)),
)  # fmt: skip

POLICIES: tuple[Setup, ...] = (
    Setup("anybody-refused", "a made-up mailbox is refused", _says("RCPT", "550 5.1.1 User unknown"), "smtp.catch-all",
          "refuses", IN_DOMAIN),
    Setup("anybody-taken", "every mailbox is taken", server(), "smtp.catch-all", "accepts-all", IN_DOMAIN),
    Setup("anybody-later", "a made-up mailbox is put off", _says("RCPT", "451 4.7.1 Greylisted"), "smtp.catch-all",
          "greylisted", IN_DOMAIN, _gateway("greylisted", recipient=SAM)),
    Setup("roles-sound", "postmaster and abuse are there", server(), "smtp.role-accounts", "ok", IN_DOMAIN),
    Setup("roles-missing", "nobody reads abuse", _says("RCPT TO:<ABUSE@EXAMPLE.COM>", "550 5.1.1 no such user"),
          "smtp.role-accounts", "missing", IN_DOMAIN),
    Setup("relay-closed", "strangers may not send through the server",
          together(_says("RCPT", "554 5.7.1 Relay access denied"), PROOF), "smtp.relay", "closed", RELAY),
    Setup("relay-open", "anybody may send through the server to anywhere", together(server(), PROOF), "smtp.relay",
          "may-relay", RELAY),
    Setup("relay-not-proved", "the domain is not shown to be the visitor's", server(), "smtp.relay", "not-proved",
          RELAY),
)  # fmt: skip

MESSAGES: tuple[Setup, ...] = (
    Setup("message-read", "a test message is taken, and somebody says that it is there", together(server(), PROOF),
          "mail.roundtrip", "arrived", ROUNDTRIP, is_read=True),
    Setup("message-lost", "a test message is taken, and nobody ever sees it", together(server(), PROOF),
          "mail.roundtrip", "not-arrived", ROUNDTRIP),
    Setup("message-refused", "a test message is refused for what is in it",
          together(server(replies={"DOT": "554 5.7.1 Looks like spam"}), PROOF), "mail.roundtrip", "refused",
          ROUNDTRIP),
    Setup("message-not-proved", "a test message to a domain that is not shown to be the visitor's", server(),
          "mail.roundtrip", "not-proved", ROUNDTRIP),
)  # fmt: skip

SETUPS = (*GREETINGS, *HELLOS, *RECIPIENTS, *POLICIES, *MESSAGES)
