"""`smtp.connect`: does a connection to port 25 come about, at every address of every mail server."""

from __future__ import annotations

from app.checks.parameters import Hosts, Parameters
from app.core.checking import Declaration, Outcome

_FAILED: dict[str, object] = {"open": [], "failed": ["mx1.example.com 192.0.2.25"]}


class ConnectParameters(Parameters):
    hosts: Hosts


DECLARATION = Declaration(
    name="smtp.connect",
    title="Connection to port 25",
    about="Whether a connection to the mail port comes about, at every address of every server, in order of preference.",
    params=ConnectParameters,
    facts={"open": "texts", "failed": "texts"},
    outcomes=(
        Outcome(
            "open",
            "pass",
            "Your mail servers take connections.",
            "Nothing to do here.",
            {"open": ["mx1.example.com 192.0.2.25"], "failed": []},
        ),
        Outcome(
            "partly",
            "warn",
            "Some of your mail servers take connections and others do not. Mail arrives, but may be late.",
            "Repair the addresses that failed, or take them out of the DNS.",
            {"open": ["mx1.example.com 192.0.2.25"], "failed": ["mx2.example.com 192.0.2.26"]},
        ),
        Outcome(
            "refused",
            "fail",
            "Your mail server turns connections away: nothing listens on port 25.",
            "See that the mail service runs and listens on the public address, and that the firewall passes port 25 on to it.",
            _FAILED,
        ),
        Outcome(
            "timeout",
            "fail",
            "Your mail server does not answer on port 25. Most often a firewall drops the connection.",
            "Open port 25 inbound in your firewall, and ask your internet provider whether they block it.",
            _FAILED,
        ),
        Outcome(
            "reset",
            "fail",
            "The connection to your mail server comes about and is cut at once.",
            "Look for a filter in between (firewall, intrusion prevention, a list of refused addresses) and in the mail server's log.",
            _FAILED,
        ),
        Outcome(
            "unreachable",
            "fail",
            "The network says that there is no way to your mail server.",
            "Check that the address in the DNS is the right one, and that your internet line is up.",
            _FAILED,
        ),
        Outcome(
            "blocked-here",
            "unknown",
            "Our own network does not let us reach this server, so we cannot tell.",
            "Nothing is known about your side. Run the check from another place.",
            _FAILED,
        ),
    ),
)
