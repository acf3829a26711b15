"""Name servers and their records: MX, addresses, delegation, reverse names, records at large, blocklists."""

from __future__ import annotations

import dns.flags
import dns.message
import dns.rcode

from tests.lab.lab import Lab
from tests.lab.setups.setup import (
    DOMAIN,
    HOST,
    MAIL,
    MX,
    Build,
    Setup,
    at,
    lie,
    nothing,
    sending,
    server,
    together,
    zone,
)

BASE = "mx1 A 127.0.0.2\nmx2 A 127.0.0.3\nalias CNAME mx1\n"
HOSTS = {"hosts": [MX]}
NS = MAIL + "@ NS ns1\n@ NS ns2\nns1 A 127.0.0.11\nns2 A 127.0.0.12\nwww A 192.0.2.1\n"
WWW = {"name": "www.example.com", "type": "A"}
WHERE = {"name": DOMAIN, "type": "MX"}
LISTS = {"blocklists": "one.lists.test,two.lists.test"}
REVERSE = "0.0.127.in-addr.arpa"


def _soa(serial: int) -> str:
    return f"@ SOA ns1 host {serial} 3600 600 86400 300\n"


def _two_servers(second: str = "", *, answers: bool = True, www: str = "www A 192.0.2.1\n") -> Build:
    """Two name servers of the domain; the second holds `second` in the place of what the first holds."""

    def build(lab: Lab) -> None:
        lab.smtp(HOST)
        lab.dns.zone(DOMAIN, NS + _soa(7))
        for address, text in (("127.0.0.11", NS + _soa(7)), ("127.0.0.12", NS + (second or _soa(7)) + www)):
            if address.endswith("11") or answers:
                lab.name_server(address).zone(DOMAIN, text)

    return build


def _unless_unchecked(query: dns.message.Message) -> dns.message.Message:
    """What a resolver says whose check of the signatures fails."""
    reply = dns.message.make_response(query)
    if not query.flags & dns.flags.CD:
        reply.set_rcode(dns.rcode.SERVFAIL)
    return reply


def _ptr(name: str) -> Build:
    return together(server(), zone(f"2 PTR {name}.", REVERSE))


MX_RECORDS: tuple[Setup, ...] = (
    Setup("mx-sound", "one mail server, all in order", server(), "dns.mx", "found", walk=at(None, None)),
    Setup("mx-missing", "the domain exists, without MX or address", zone("www A 127.0.0.9"), "dns.mx", "none",
          walk=at("mx", "no-mx")),
    Setup("mx-no-domain", "nobody registered the domain", zone("@ A 127.0.0.9", "example.net"), "dns.mx", "nxdomain",
          walk=at("mx", "no-domain")),
    Setup("mx-implicit", "no MX; the domain's own address takes the mail",
          together(zone("@ A 127.0.0.2"), lambda lab: lab.smtp("127.0.0.2")), "dns.mx", "implicit",
          walk=at(None, None)),
    Setup("mx-null", "a null MX: the domain takes no mail", zone("@ MX 0 ."), "dns.mx", "null-mx",
          walk=at("mx", "null-mx")),
    Setup("mx-null-and-others", "a null MX beside a real one", together(server(), zone(MAIL + "@ MX 0 .")), "dns.mx",
          "null-with-others", walk=at("mx", "null-mx")),
    Setup("mx-alias", "the MX names an alias", together(server(), zone(BASE + "@ MX 10 alias")), "dns.mx",
          "cname-target", walk=at("mx", "cname-target")),
    Setup("mx-address", "the MX names an address, not a host", zone("@ MX 10 192.0.2.25."), "dns.mx", "ip-target",
          walk=at("mx", "ip-target")),
    Setup("mx-servfail", "the domain's name servers are broken", lie(DOMAIN, "servfail"), "dns.mx", "servfail",
          walk=at("mx", "dns-servfail")),
    Setup("mx-silent", "the domain's name servers say nothing", lie(DOMAIN, "silent"), "dns.mx", "timeout",
          walk=at("mx", "dns-timeout")),
    Setup("mx-circle", "the domain is an alias of itself", zone("@ CNAME @"), "dns.mx", "cname-loop",
          walk=at("mx", "cname-loop")),
    Setup("mx-thousand", "a thousand MX records, too many for one datagram",
          zone("\n".join(f"@ MX 10 m{number}" for number in range(1000))), "dns.mx", "limit"),
    Setup("mx-resolver-down", "our own resolver answers nothing at all",
          together(lie(DOMAIN, "silent"), lie(".", "silent")), "dns.mx", "resolver-failed", walk=at(None, None)),
)  # fmt: skip

ADDRESSES: tuple[Setup, ...] = (
    Setup("address-sound", "the mail server has an address", server(), "dns.address", "ok", HOSTS, at(None, None)),
    Setup("address-gone", "the MX names a host that does not exist", zone("@ MX 10 mx1\nwww A 127.0.0.9"),
          "dns.address", "nxdomain", HOSTS, at("mx", "no-address")),
    Setup("address-missing", "the host of the MX exists, without an address", zone("@ MX 10 mx1\nmx1 TXT moved"),
          "dns.address", "no-address", HOSTS, at("mx", "no-address")),
    Setup("address-private", "the MX leads into the inside network", zone("@ MX 10 mx1\nmx1 A 10.0.0.5"),
          "dns.address", "private-address", HOSTS, at("mx", "private-address")),
    Setup("address-one-private", "one of two addresses is a private one",
          together(server(), zone("mx1 A 127.0.0.2\nmx1 A 192.168.1.5")), "dns.address", "private-address", HOSTS,
          at("mx", "private-address")),
    Setup("address-servfail", "the name servers of the MX host are broken",
          together(zone("@ MX 10 mx.other.test."), lie("mx.other.test", "servfail")), "dns.address", "servfail",
          {"hosts": ["mx.other.test"]}, at("mx", "dns-servfail")),
    Setup("address-circle", "the host of the MX is an alias that leads back", zone("@ MX 10 mx1\nmx1 CNAME mx1"),
          "dns.address", "cname-loop", HOSTS, at("mx", "cname-loop")),
)  # fmt: skip

DELEGATION: tuple[Setup, ...] = (
    Setup("ns-sound", "two name servers with the same zone", _two_servers(), "dns.delegation", "ok",
          walk=at(None, None)),
    Setup("ns-serials", "a secondary that is a version behind", _two_servers(_soa(6)), "dns.delegation",
          "serial-mismatch", walk=at("mx", "old-answer")),
    Setup("ns-lame", "a name server in the delegation that is not there", _two_servers(answers=False),
          "dns.delegation", "lame", walk=at("mx", "lame-server")),
    Setup("ns-bogus", "signatures that do not fit", lie(DOMAIN, _unless_unchecked), "dns.delegation", "dnssec-bogus",
          walk=at("mx", "dnssec-broken")),
    Setup("ns-broken", "name servers that are broken, signatures or not", lie(DOMAIN, "servfail"), "dns.delegation",
          "servfail", walk=at("mx", "dns-servfail")),
    Setup("ns-no-domain", "no such domain", nothing, "dns.delegation", "nxdomain", walk=at("mx", "no-domain")),
    Setup("same-everywhere", "every name server gives the same answer", _two_servers(), "dns.propagation", "same", WWW),
    Setup("differs-somewhere", "one name server still gives the old answer", _two_servers(www="www A 192.0.2.9\n"),
          "dns.propagation", "differs", WWW),
    Setup("mail-differs-somewhere", "one name server still names the old mail server as well",
          _two_servers(_soa(6) + "@ MX 20 mx0\n"), "dns.propagation", "differs", WHERE, at("mx", "old-answer")),
    Setup("unreachable-somewhere", "one of the name servers is down", _two_servers(answers=False), "dns.propagation",
          "unreachable", WHERE, at("mx", "lame-server")),
)  # fmt: skip

OWN_PTR = sending("refusal", "own-ptr", sending="127.0.0.2")
OTHER: tuple[Setup, ...] = (
    Setup("ptr-sound", "the address and its name lead to each other", _ptr(MX), "dns.ptr", "ok",
          {"addresses": "127.0.0.2"}),
    Setup("ptr-missing", "the address has no name", server(), "dns.ptr", "missing",
          {"addresses": "127.0.0.2"}, OWN_PTR),
    Setup("ptr-not-confirmed", "the address claims a name that leads elsewhere",
          together(_ptr("mail.example.net"), zone("mail A 127.0.0.99", "example.net")), "dns.ptr", "not-confirmed",
          {"addresses": "127.0.0.2"}, OWN_PTR),
    Setup("ptr-generic", "a provider's name with the address in it",
          together(_ptr("127-0-0-2.pool.example.net"), zone("127-0-0-2.pool A 127.0.0.2", "example.net")), "dns.ptr",
          "generic", {"addresses": "127.0.0.2"}, OWN_PTR),
    Setup("record-match", "the record is what it should be", zone("www A 192.0.2.1"), "dns.record", "match",
          {**WWW, "pattern": r"192\.0\.2\.1"}),
    Setup("record-differs", "the record holds something else", zone("www A 192.0.2.9"), "dns.record", "differs",
          {**WWW, "pattern": r"192\.0\.2\.1"}),
    Setup("record-none", "the record is not there", zone("www TXT x"), "dns.record", "none", {**WWW, "pattern": ".*"}),
    Setup("caa-sound", "the authority in use may issue", zone('@ CAA 0 issue "ca.example"'), "dns.caa", "ok",
          {"domain": DOMAIN, "issuer": "ca.example"}),
    Setup("caa-none", "anybody may issue", zone("@ TXT x"), "dns.caa", "none"),
    Setup("caa-forbids", "only another authority may issue", zone('@ CAA 0 issue "other.example"'), "dns.caa",
          "forbids", {"domain": DOMAIN, "issuer": "ca.example"}),
    Setup("list-clean", "the address is on no blocklist", zone("x TXT x", "lists.test"), "dns.blocklist", "clean",
          {"addresses": "127.0.0.2"}, settings=LISTS),
    Setup("list-listed", "one list names the address",
          together(_ptr(MX), zone("2.0.0.127.two A 127.0.0.4", "lists.test")),
          "dns.blocklist", "listed", {"addresses": "127.0.0.2"},
          sending("refusal", "own-listed", sending="127.0.0.2"), LISTS),
    Setup("list-refused", "a list does not answer our resolver", zone("2.0.0.127.one A 127.255.255.254", "lists.test"),
          "dns.blocklist", "refused", {"addresses": "127.0.0.2"}, settings=LISTS),
)  # fmt: skip

SETUPS = (*MX_RECORDS, *ADDRESSES, *DELEGATION, *OTHER)
