"""`dns.mx`: which servers take mail for a domain (RFC 5321 section 5.1, RFC 7505)."""

from __future__ import annotations

from app.checks.parameters import Domain, Parameters
from app.core.checking import Declaration, Outcome

_FOUND = {
    "hosts": ["mx1.example.com", "mx2.example.com"],
    "count": 2.0,
    "records": ["10 mx1.example.com", "20 mx2.example.com"],
}
_EMPTY: dict[str, object] = {"hosts": [], "count": 0.0, "records": []}


class MxParameters(Parameters):
    domain: Domain


DECLARATION = Declaration(
    name="dns.mx",
    title="Mail servers of the domain (MX)",
    about="Which servers take mail for the domain, and in which order they are tried.",
    params=MxParameters,
    facts={"hosts": "texts", "count": "number", "records": "texts"},
    outcomes=(
        Outcome(
            "found",
            "pass",
            "Your domain says which servers take its mail.",
            "Nothing to do here.",
            _FOUND,
        ),
        Outcome(
            "implicit",
            "warn",
            "Your domain names no mail server, so senders try the address of the domain itself.",
            "Publish an MX record that names your mail server, so that mail does not depend on your web server's address.",
            {"hosts": ["example.com"], "count": 0.0, "records": []},
        ),
        Outcome(
            "null-with-others",
            "warn",
            "Your domain says that it takes no mail, and names mail servers all the same.",
            "Delete the MX record whose host is a single dot; some senders believe it and give up.",
            {
                "hosts": ["mx1.example.com"],
                "count": 2.0,
                "records": ["0 .", "10 mx1.example.com"],
            },
        ),
        Outcome(
            "cname-target",
            "warn",
            "An MX record names an alias instead of a server, and some senders refuse that.",
            "Let the MX record name the host that the alias (CNAME) points to.",
            {
                "hosts": ["mail.example.com"],
                "count": 1.0,
                "records": ["10 mail.example.com"],
            },
        ),
        Outcome(
            "none",
            "fail",
            "Your domain names no mail server, and has no address of its own. Nobody can send mail to it.",
            "Publish the MX record that your mail provider gave you, and wait until the old answer has run out (one TTL).",
            _EMPTY,
        ),
        Outcome(
            "nxdomain",
            "fail",
            "The domain does not exist in the DNS.",
            "Look for a typing mistake first. If the name is right, see at your registrar whether it has run out or was never delegated.",
            _EMPTY,
        ),
        Outcome(
            "null-mx",
            "fail",
            "Your domain says that it takes no mail at all.",
            "If you want mail, replace the MX record whose host is a single dot by the one your mail provider gave you.",
            {"hosts": [], "count": 1.0, "records": ["0 ."]},
        ),
        Outcome(
            "ip-target",
            "fail",
            "An MX record holds an address where the name of a server belongs. Senders cannot use it.",
            "Make a host name with that address (an A record), and let the MX record name the host.",
            {
                "hosts": ["192.0.2.25"],
                "count": 1.0,
                "records": ["10 192.0.2.25"],
            },
        ),
        Outcome(
            "servfail",
            "fail",
            "The name servers of your domain give a broken answer, so senders cannot find your mail server.",
            "Ask whoever runs your DNS to look at the zone; a failed DNSSEC signature or a zone that was not loaded are the usual reasons.",
            _EMPTY,
        ),
        Outcome(
            "timeout",
            "fail",
            "The name servers of your domain do not answer.",
            "Ask whoever runs your DNS whether the name servers are up, and whether a firewall blocks port 53.",
            _EMPTY,
        ),
        Outcome(
            "cname-loop",
            "fail",
            "Your domain is an alias that leads in a circle.",
            "Delete or correct the CNAME records that point at one another.",
            _EMPTY,
        ),
    ),
)
