"""What the door writes into transcripts: every verdict and every outcome in words."""

from __future__ import annotations

from app.checks.resolver import Verdict
from app.checks.sockets import Reached

NO_ADDRESS: dict[Verdict, str] = {
    "nxdomain": "does not exist in the DNS",
    "no-data": "has no address",
    "servfail": "cannot be resolved: its name servers give a broken answer",
    "timeout": "cannot be resolved: its name servers do not answer",
    "cname-loop": "is an alias that leads in a circle",
}
SAID: dict[Verdict, str] = {
    "ok": "found",
    "no-data": "the name exists, but has no such record",
    "nxdomain": "no such name (NXDOMAIN)",
    "servfail": "broken answer (SERVFAIL)",
    "timeout": "no answer in time",
    "cname-loop": "the aliases lead in a circle",
}
REACHED: dict[Reached, str] = {
    "open": "connected",
    "refused": "connection refused",
    "timeout": "no answer in time",
    "reset": "connection reset",
    "unreachable": "no way to this address, says the network",
    "no-route": "our own machine has no way to such addresses",
}
CONTROL: dict[bool | None, str] = {
    True: "no answer either: our own network is at fault",
    False: "answers: our way is open",
    None: "unknown",
}
