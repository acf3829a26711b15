# ruff: noqa: E501 (a case is a line)
"""Cases of our own for SPF, written section by section from RFC 7208: a zone, a sender, the result that follows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """`record` is the TXT record of example.com, in quotes of its own where it is several strings; `zone` is all else.

    The mail comes from `address`, in the name of `sender`, from a host that says `helo`.
    """

    section: str
    what: str
    record: str
    result: str
    zone: str = ""
    address: str = "192.0.2.3"
    sender: str = "strong-bad@example.com"
    helo: str = "mx.example.org"
    domain: str = "example.com"


def _hosts(count: int, name: str = "h", first: int = 100) -> str:
    return "\n".join(f"{name}{number} A 192.0.2.{first + number}" for number in range(count))


def _terms(count: int, mechanism: str = "a", name: str = "h") -> str:
    """As two strings of one record, since a string holds at most 255 bytes."""
    terms = [f"{mechanism}:{name}{number}.example.com" for number in range(count)]
    return " ".join(terms[: count // 2]) + ' " "' + " ".join(terms[count // 2 :])


def _chain(count: int) -> str:
    """Records that draw each other in, `count` of them, the last with the sender in it."""
    links = [f'c{number} TXT "v=spf1 include:c{number + 1}.example.com -all"' for number in range(1, count)]
    return "\n".join([*links, f'c{count} TXT "v=spf1 ip4:192.0.2.3 -all"'])


LONG = "a" * 63
IPV6 = "2001:db8::cb01"

FINDING = (
    Case("4.3", "a single label is no domain", "", "none", domain="localhost"),
    Case("4.3", "an empty label makes a name malformed", "", "none", domain="a..example.com"),
    Case("4.3", "a label of 64 letters makes a name malformed", "", "none", domain=f"{LONG}a.example.com"),
    Case("4.3", "a label of 63 letters is fine", "", "fail", f'{LONG} TXT "v=spf1 -all"', domain=f"{LONG}.example.com"),
    Case("4.4", "no such domain", "", "none", domain="gone.example.com"),
    Case("4.4", "a domain without TXT records", "", "none", "@ A 192.0.2.3"),
    Case("4.4", "name servers that are broken", "", "temperror", domain="servfail.example.com"),
    Case("4.4", "name servers that are silent", "", "temperror", domain="silent.example.com"),
    Case("4.4", "an alias to a domain with a record", "", "pass", '@ CNAME b\nb TXT "v=spf1 ip4:192.0.2.3 -all"'),
    Case("3.1", "records of the SPF type are not used", "", "none", '@ SPF "v=spf1 -all"\n@ TXT x'),
    Case("3.2", "two records", 'v=spf1 -all"\n@ TXT "v=spf1 +all', "permerror"),
    Case("3.2", "a record beside other texts", 'v=spf1 -all"\n@ TXT "v=verification x', "fail"),
    Case("3.3", "strings are joined without a space", 'v=spf1 ip4:192.0" ".2.3 -all', "pass"),
    Case("3.3", "strings joined make another record than they seem", 'v=spf1 ip4:192.0.2.3" "-all', "permerror"),
    Case(
        "3.4", "a long record in four strings", 'v=spf1 " "ip4:192.0.2.1 " "ip4:192.0.2.2 " "ip4:192.0.2.3 -all', "pass"
    ),
    Case("4.5", "version 10 is no version 1", "v=spf10 -all", "none"),
    Case("4.5", "nothing but the version", "v=spf1", "neutral"),
    Case("4.5", "the version and a space", "v=spf1 ", "neutral"),
    Case("4.5", "a space before the version", " v=spf1 -all", "none"),
    Case("4.5", "no space after the version", "v=spf1-all", "none"),
    Case("4.5", "a record of another kind", "spf2.0/pra -all", "none"),
    Case("4.5", "the version in capitals", "V=SPF1 -all", "fail"),
    Case("4.5", "two records of which one is another version", 'v=spf1 -all"\n@ TXT "v=spf10 +all', "fail"),
    Case("4.5", "two equal records", 'v=spf1 -all"\n@ TXT "v=spf1  -all', "permerror"),
)

SYNTAX = (
    Case("4.6", "a mistake after the term that matches", "v=spf1 ip4:192.0.2.3 nonsense -all", "permerror"),
    Case("4.6", "an unknown mechanism", "v=spf1 ipv4:192.0.2.3 -all", "permerror"),
    Case("4.6.1", "several spaces between terms, and at the end", "v=spf1   ip4:192.0.2.3    -all   ", "pass"),
    Case("4.6.1", "a tab between terms", "v=spf1 ip4:192.0.2.3\t-all", "permerror"),
    Case("4.6.1", "mechanisms in capitals", "v=spf1 IP4:192.0.2.3 -ALL", "pass"),
    Case("4.6.1", "a modifier in capitals", "v=spf1 REDIRECT=b.example.com", "pass", 'b TXT "v=spf1 +all"'),
    Case("4.6.1", "letters outside of ASCII", "v=spf1 a:m\\195\\188ller.example.com -all", "permerror"),
    Case("4.6.1", "an invisible character", "v=spf1 ip4:192.0.2.3\\226\\128\\139 -all", "permerror"),
    Case("4.6.1", "two signs", "v=spf1 --all", "permerror"),
    Case("4.6.1", "a sign before a modifier", "v=spf1 -redirect=b.example.com", "permerror"),
    Case("4.6.1", "a sign by itself", "v=spf1 - all", "permerror"),
    Case("4.6.1", "a comma between terms", "v=spf1 ip4:192.0.2.3, -all", "permerror"),
    Case("4.6.2", "the sign +", "v=spf1 +ip4:192.0.2.3 -all", "pass"),
    Case("4.6.2", "the sign -", "v=spf1 -ip4:192.0.2.3 +all", "fail"),
    Case("4.6.2", "the sign ~", "v=spf1 ~ip4:192.0.2.3 -all", "softfail"),
    Case("4.6.2", "the sign ?", "v=spf1 ?ip4:192.0.2.3 -all", "neutral"),
    Case("4.6.2", "terms are tried from left to right", "v=spf1 -all ip4:192.0.2.3", "fail"),
    Case("4.7", "nothing matches", "v=spf1 ip4:192.0.2.4", "neutral"),
    Case("5.1", "all with a domain", "v=spf1 -all:example.com", "permerror"),
    Case("5.1", "all with a prefix length", "v=spf1 -all/8", "permerror"),
    Case("5.1", "all with a dot", "v=spf1 -all.", "permerror"),
    Case("6", "an unknown modifier", "v=spf1 moo.cow-far_out=man:dog/cat ip4:192.0.2.3 -all", "pass"),
    Case("6", "an unknown modifier without a value", "v=spf1 moo= -all", "fail"),
    Case("6", "an unknown modifier twice", "v=spf1 moo=a moo=b -all", "fail"),
    Case("6", "a modifier whose name begins with a digit", "v=spf1 1moo=cow -all", "permerror"),
    Case("6", "an unknown modifier with a broken macro", "v=spf1 moo=%x -all", "permerror"),
    Case("6", "a modifier before the mechanisms", "v=spf1 redirect=b.example.com ip4:192.0.2.3", "pass", 'b TXT "v=spf1 -all"'),
    Case("6", "redirect twice", "v=spf1 redirect=b.example.com redirect=b.example.com", "permerror", 'b TXT "v=spf1 +all"'),
    Case("6", "exp twice", "v=spf1 exp=b.example.com exp=b.example.com -all", "permerror", 'b TXT "no"'),
    Case("6.1", "redirect without a domain", "v=spf1 redirect=", "permerror"),
    Case("6.1", "redirect with a colon", "v=spf1 redirect:b.example.com", "permerror", 'b TXT "v=spf1 +all"'),
    Case("6.2", "an explanation that is not there changes nothing", "v=spf1 exp=gone.example.com -all", "fail"),
    Case("6.2", "two texts of explanation change nothing", "v=spf1 exp=b.example.com -all", "fail", 'b TXT "one"\nb TXT "two"'),
    Case("6.2", "an explanation costs no look-up", f"v=spf1 {_terms(10)} exp=b.example.com -all", "fail", _hosts(10)),
    Case("6.2", "an explanation without a domain", "v=spf1 exp= -all", "permerror"),
)  # fmt: skip

NETWORKS = (
    Case("5.6", "a whole network", "v=spf1 ip4:192.0.2.0/24 -all", "pass"),
    Case("5.6", "the network beside it", "v=spf1 ip4:192.0.3.0/24 -all", "fail"),
    Case("5.6", "an address in the middle of the network", "v=spf1 ip4:192.0.2.77/24 -all", "pass"),
    Case("5.6", "the network of all addresses", "v=spf1 ip4:10.0.0.1/0 -all", "pass"),
    Case("5.6", "a network of one address", "v=spf1 ip4:192.0.2.3/32 -all", "pass"),
    Case("5.6", "a network longer than an address", "v=spf1 ip4:192.0.2.3/33 -all", "permerror"),
    Case("5.6", "a length with a zero before it", "v=spf1 ip4:192.0.2.0/024 -all", "permerror"),
    Case("5.6", "a slash without a length", "v=spf1 ip4:192.0.2.0/ -all", "permerror"),
    Case("5.6", "a netmask in the place of a length", "v=spf1 ip4:192.0.2.0/255.255.255.0 -all", "permerror"),
    Case("5.6", "two slashes", "v=spf1 ip4:192.0.2.0//24 -all", "permerror"),
    Case("5.6", "three numbers are no address", "v=spf1 ip4:192.0.2 -all", "permerror"),
    Case("5.6", "an address with a port", "v=spf1 ip4:192.0.2.3:25 -all", "permerror"),
    Case("5.6", "no address at all", "v=spf1 ip4 -all", "permerror"),
    Case("5.6", "an equals sign in the place of the colon is an unknown modifier", "v=spf1 ip4=192.0.2.3 -all", "fail"),
    Case("5.6", "an IPv6 address in ip4", "v=spf1 ip4:2001:db8::1 -all", "permerror"),
    Case("5.6", "an IPv6 network", "v=spf1 ip6:2001:db8::/32 -all", "pass", address=IPV6),
    Case("5.6", "an IPv6 address in capitals", "v=spf1 ip6:2001:DB8::CB01 -all", "pass", address=IPV6),
    Case("5.6", "another IPv6 network", "v=spf1 ip6:2001:db9::/32 -all", "fail", address=IPV6),
    Case("5.6", "ip4 says nothing about an IPv6 sender", "v=spf1 ip4:0.0.0.0/0 -all", "fail", address=IPV6),
    Case("5.6", "ip6 says nothing about an IPv4 sender", "v=spf1 ip6:::/0 -all", "fail"),
    Case("5.6", "an IPv6 network longer than an address", "v=spf1 ip6:2001:db8::/129 -all", "permerror", address=IPV6),
    Case("5.6", "ip6 with two colons too few", "v=spf1 ip6:2001:db8:1 -all", "permerror", address=IPV6),
    Case("5", "an IPv4 address written as an IPv6 one is an IPv4 address", "v=spf1 ip4:192.0.2.3 -all", "pass", address="::ffff:192.0.2.3"),
    Case("5.6", "an IPv6 address with a zone", "v=spf1 ip6:fe80::1%%eth0 -all", "permerror", address=IPV6),
)  # fmt: skip

HOSTS = (
    Case("5.3", "the domain's own address", "v=spf1 a -all", "pass", "@ A 192.0.2.3"),
    Case("5.3", "one of several addresses", "v=spf1 a -all", "pass", "@ A 192.0.2.1\n@ A 192.0.2.2\n@ A 192.0.2.3"),
    Case("5.3", "the address of another host", "v=spf1 a:mail.example.com -all", "pass", "mail A 192.0.2.3"),
    Case("5.3", "a host through an alias", "v=spf1 a:mail.example.com -all", "pass", "mail CNAME box\nbox A 192.0.2.3"),
    Case("5.3", "the network around a host", "v=spf1 a:mail.example.com/24 -all", "pass", "mail A 192.0.2.200"),
    Case("5.3", "the network around a host ends", "v=spf1 a:mail.example.com/25 -all", "fail", "mail A 192.0.2.200"),
    Case("5.3", "any network", "v=spf1 a:mail.example.com/0 -all", "pass", "mail A 10.0.0.1"),
    Case("5.3", "any network, but no host", "v=spf1 a:gone.example.com/0 -all", "fail"),
    Case("5.3", "an IPv6 sender needs an AAAA record", "v=spf1 a -all", "pass", f"@ A 192.0.2.3\n@ AAAA {IPV6}", address=IPV6),
    Case("5.3", "an A record says nothing about an IPv6 sender", "v=spf1 a/0 -all", "fail", "@ A 192.0.2.3", address=IPV6),
    Case("5.3", "two prefix lengths", "v=spf1 a/24//64 -all", "pass", "@ AAAA 2001:db8::1", address=IPV6),
    Case("5.3", "only an IPv6 prefix length", "v=spf1 a//64 -all", "pass", "@ AAAA 2001:db8::1", address=IPV6),
    Case("5.3", "the IPv4 length does not hold for IPv6", "v=spf1 a/0 -all", "fail", "@ AAAA 2001:db8::1", address=IPV6),
    Case("5.3", "a prefix that is too long", "v=spf1 a/33 -all", "permerror", "@ A 192.0.2.3"),
    Case("5.3", "an IPv6 prefix that is too long", "v=spf1 a//129 -all", "permerror", "@ A 192.0.2.3"),
    Case("5.3", "a prefix with a zero before it", "v=spf1 a/032 -all", "permerror", "@ A 192.0.2.3"),
    Case("5.3", "a colon without a name", "v=spf1 a: -all", "permerror", "@ A 192.0.2.3"),
    Case("5.3", "a name of one label", "v=spf1 a:museum -all", "permerror"),
    Case("5.3", "a name of one label and a dot", "v=spf1 a:museum. -all", "permerror"),
    Case("5.3", "a name with a dot at its end", "v=spf1 a:mail.example.com. -all", "pass", "mail A 192.0.2.3"),
    Case("5.3", "a name with two dots at its end", "v=spf1 a:mail.example.com.. -all", "permerror", "mail A 192.0.2.3"),
    Case("5.3", "an address in the place of a name", "v=spf1 a:192.0.2.3 -all", "permerror"),
    Case("5.3", "a colon in the name is odd, not wrong", "v=spf1 a:a:b.example.com -all", "fail"),
    Case("5.3", "a hyphen in the last label", "v=spf1 a:example.xn--zckzah -all", "fail"),
    Case("5.3", "a hyphen at the end of the last label", "v=spf1 a:example.com- -all", "permerror"),
    Case("5.3", "a host whose name servers are broken", "v=spf1 a:servfail.example.com -all", "temperror"),
    Case("5.3", "a broken host after the one that matches", "v=spf1 ip4:192.0.2.3 a:servfail.example.com -all", "pass"),
    Case("5.4", "a mail server of the domain", "v=spf1 mx -all", "pass", "@ MX 10 mx1\n@ MX 20 mx2\nmx1 A 192.0.2.1\nmx2 A 192.0.2.3"),
    Case("5.4", "the domain's own address is no mail server", "v=spf1 mx -all", "fail", "@ A 192.0.2.3"),
    Case("5.4", "the mail server of another domain", "v=spf1 mx:b.example.com -all", "pass", "b MX 10 mx\nmx A 192.0.2.3"),
    Case("5.4", "the network around a mail server", "v=spf1 mx/24 -all", "pass", "@ MX 10 mx\nmx A 192.0.2.77"),
    Case("5.4", "a mail server with an IPv6 address", "v=spf1 mx//112 -all", "pass", "@ MX 10 mx\nmx AAAA 2001:db8::1", address=IPV6),
    Case("5.4", "a null MX", "v=spf1 mx -all", "fail", "@ MX 0 ."),
    Case("4.6.4", "ten mail servers", "v=spf1 mx -all", "pass", "\n".join(f"@ MX {n} m{n}\nm{n} A 192.0.2.{12 - n}" for n in range(10))),
    Case("4.6.4", "eleven mail servers", "v=spf1 mx -all", "permerror", "\n".join(f"@ MX {n} m{n}\nm{n} A 192.0.2.{13 - n}" for n in range(11))),
)  # fmt: skip

REVERSE = "3.2.0.192.in-addr.arpa."
NAMES = (
    Case("5.5", "a name of the sender in the domain", "v=spf1 ptr -all", "pass", f"{REVERSE} PTR box.example.com.\nbox A 192.0.2.3"),
    Case("5.5", "the domain itself", "v=spf1 ptr -all", "pass", f"{REVERSE} PTR example.com.\n@ A 192.0.2.3"),
    Case("5.5", "a name that does not lead back", "v=spf1 ptr -all", "fail", f"{REVERSE} PTR box.example.com.\nbox A 192.0.2.4"),
    Case("5.5", "a name in another domain", "v=spf1 ptr -all", "fail", f"{REVERSE} PTR box.example.net.\nbox.example.net. A 192.0.2.3"),
    Case("5.5", "a name in the domain named", "v=spf1 ptr:example.net -all", "pass", f"{REVERSE} PTR box.example.net.\nbox.example.net. A 192.0.2.3"),
    Case("5.5", "a domain that only ends alike", "v=spf1 ptr -all", "fail", f"{REVERSE} PTR badexample.com.\nbadexample.com. A 192.0.2.3"),
    Case("5.5", "one of several names", "v=spf1 ptr -all", "pass", f"{REVERSE} PTR gone.example.net.\n{REVERSE} PTR box.example.com.\nbox A 192.0.2.3"),
    Case("5.5", "no name at all", "v=spf1 ptr -all", "fail"),
    Case("5.5", "reverse zones that are broken", "v=spf1 ptr -all", "fail", address="192.0.2.99"),
    Case("5.5", "an IPv6 sender", "v=spf1 ptr -all", "pass", f"1.0.b.c{'.0' * 20}.8.b.d.0.1.0.0.2.ip6.arpa. PTR box.example.com.\nbox AAAA {IPV6}", address=IPV6),
    Case("5.5", "a colon without a name", "v=spf1 ptr: -all", "permerror"),
    Case("5.5", "a prefix length", "v=spf1 ptr/0 -all", "permerror"),
    Case("5.7", "a name that exists", "v=spf1 exists:yes.example.com -all", "pass", "yes A 127.0.0.2"),
    Case("5.7", "a name that does not", "v=spf1 exists:no.example.com -all", "fail"),
    Case("5.7", "a name with only an IPv6 address", "v=spf1 exists:six.example.com -all", "fail", "six AAAA ::1"),
    Case("5.7", "A is asked for, also for an IPv6 sender", "v=spf1 exists:yes.example.com -all", "pass", "yes A 127.0.0.2", address=IPV6),
    Case("5.7", "exists without a name", "v=spf1 exists -all", "permerror"),
    Case("5.7", "exists with a prefix length", "v=spf1 exists:yes.example.com/24 -all", "permerror", "yes A 127.0.0.2"),
    Case("5.7", "a name whose name servers are broken", "v=spf1 exists:servfail.example.com -all", "temperror"),
)  # fmt: skip

DRAWN_IN = (
    Case("5.2", "a pass is a match", "v=spf1 include:b.example.com -all", "pass", 'b TXT "v=spf1 ip4:192.0.2.3 -all"'),
    Case("5.2", "the sign of the include counts", "v=spf1 ~include:b.example.com -all", "softfail", 'b TXT "v=spf1 ip4:192.0.2.3 -all"'),
    Case("5.2", "a fail is no match", "v=spf1 include:b.example.com ip4:192.0.2.3 -all", "pass", 'b TXT "v=spf1 -all"'),
    Case("5.2", "a softfail is no match", "v=spf1 include:b.example.com ?all", "neutral", 'b TXT "v=spf1 ~all"'),
    Case("5.2", "a neutral is no match", "v=spf1 include:b.example.com -all", "fail", 'b TXT "v=spf1 ?all"'),
    Case("5.2", "a record that is not there", "v=spf1 include:b.example.com -all", "permerror", "b TXT x"),
    Case("5.2", "a domain that is not there", "v=spf1 include:gone.example.com -all", "permerror"),
    Case("5.2", "a record with a mistake", "v=spf1 include:b.example.com -all", "permerror", 'b TXT "v=spf1 nonsense"'),
    Case("5.2", "broken name servers", "v=spf1 include:servfail.example.com -all", "temperror"),
    Case("5.2", "an include that is not reached", "v=spf1 ip4:192.0.2.3 include:gone.example.com -all", "pass"),
    Case("5.2", "an include of nothing", "v=spf1 include: -all", "permerror"),
    Case("5.2", "an include without a colon", "v=spf1 include -all", "permerror"),
    Case("5.2", "an include with a prefix length", "v=spf1 include:b.example.com/24 -all", "permerror", 'b TXT "v=spf1 +all"'),
    Case("5.2", "the domain changes within", "v=spf1 include:b.example.com -all", "pass", 'b TXT "v=spf1 a -all"\nb A 192.0.2.3'),
    Case("5.2", "a redirect within an include", "v=spf1 include:b.example.com -all", "pass", 'b TXT "v=spf1 redirect=c.example.com"\nc TXT "v=spf1 ip4:192.0.2.3 -all"'),
    Case("6.1", "a redirect gives its result", "v=spf1 redirect=b.example.com", "softfail", 'b TXT "v=spf1 ~all"'),
    Case("6.1", "a redirect is for when nothing matches", "v=spf1 ip4:192.0.2.3 redirect=b.example.com", "pass", 'b TXT "v=spf1 -all"'),
    Case("6.1", "a redirect beside all is not followed", "v=spf1 ?all redirect=b.example.com", "neutral", 'b TXT "v=spf1 -all"'),
    Case("6.1", "a redirect to no record", "v=spf1 redirect=b.example.com", "permerror", "b TXT x"),
    Case("6.1", "a redirect to broken name servers", "v=spf1 redirect=servfail.example.com", "temperror"),
    Case("6.1", "the domain changes with a redirect", "v=spf1 redirect=b.example.com", "pass", 'b TXT "v=spf1 a -all"\nb A 192.0.2.3'),
    Case("6.1", "a redirect within an include is not ours", "v=spf1 include:b.example.com +all", "pass", 'b TXT "v=spf1 redirect=c.example.com"\nc TXT "v=spf1 -all"'),
    Case("6.1", "a redirect with a prefix length", "v=spf1 redirect=b.example.com/24", "permerror", 'b TXT "v=spf1 +all"'),
    Case("6.1", "a redirect to oneself never ends", "v=spf1 redirect=example.com", "permerror"),
    Case("5.2", "an include of oneself never ends", "v=spf1 include:example.com -all", "permerror"),
)  # fmt: skip

LIMITS = (
    Case("4.6.4", "ten look-ups", f"v=spf1 {_terms(9)} a:mine.example.com -all", "pass", f"{_hosts(9)}\nmine A 192.0.2.3"),
    Case("4.6.4", "eleven look-ups", f"v=spf1 {_terms(10)} a:mine.example.com -all", "permerror", f"{_hosts(10)}\nmine A 192.0.2.3"),
    Case("4.6.4", "eleven look-ups, of which ten are needed", f"v=spf1 a:mine.example.com {_terms(10)} -all", "pass", f"{_hosts(10)}\nmine A 192.0.2.3"),
    Case("4.6.4", "addresses cost nothing", "v=spf1 " + "ip4:192.0.2.1 " * 14 + '" "ip4:192.0.2.3 -all', "pass"),
    Case("4.6.4", "ten includes, one in the other", "v=spf1 include:c1.example.com -all", "pass", _chain(10)),
    Case("4.6.4", "eleven includes, one in the other", "v=spf1 include:c1.example.com -all", "permerror", _chain(11)),
    Case("4.6.4", "a redirect counts", f"v=spf1 {_terms(10)} redirect=b.example.com", "permerror", _hosts(10) + '\nb TXT "v=spf1 +all"'),
    Case("4.6.4", "exists counts", "v=spf1 " + "exists:x.example.com " * 5 + '" "' + "exists:x.example.com " * 6 + "-all", "permerror", "x TXT x\nh A 192.0.2.9"),
    Case("4.6.4", "ptr counts", f"v=spf1 {_terms(10)} ptr -all", "permerror", _hosts(10)),
    Case("4.6.4", "two look-ups that find nothing", "v=spf1 a:g1.example.com a:g2.example.com ip4:192.0.2.3 -all", "pass"),
    Case("4.6.4", "three look-ups that find nothing", "v=spf1 a:g1.example.com a:g2.example.com a:g3.example.com ip4:192.0.2.3 -all", "permerror"),
    Case("4.6.4", "three, of different kinds", "v=spf1 a:g1.example.com mx:g2.example.com exists:g3.example.com ip4:192.0.2.3 -all", "permerror"),
    Case("4.6.4", "three, of which one is within an include", "v=spf1 a:g1.example.com include:b.example.com a:g3.example.com ip4:192.0.2.3 -all", "permerror", 'b TXT "v=spf1 a:g2.example.com -all"'),
)  # fmt: skip

MACROS = (
    Case("7.2", "the sender's address, backwards", "v=spf1 exists:%{ir}.list.example.com -all", "pass", "3.2.0.192.list A 127.0.0.2"),
    Case("7.2", "the local part and the domain", "v=spf1 exists:%{l}.%{o}.list.example.com -all", "pass", "strong-bad.example.com.list A 127.0.0.2"),
    Case("7.2", "the whole sender", "v=spf1 exists:%{s}.list.example.com -all", "pass", "strong-bad@example.com.list A 127.0.0.2"),
    Case("7.2", "the current domain changes in an include, the sender's does not", "v=spf1 include:b.example.com -all", "pass", 'b TXT "v=spf1 exists:%{d}.%{o}.list.example.com -all"\nb.example.com.example.com.list A 127.0.0.2'),
    Case("7.2", "the name a host gives itself", "v=spf1 exists:%{h}.list.example.com -all", "pass", "mx.example.org.list A 127.0.0.2"),
    Case("7.2", "the kind of address, IPv4", "v=spf1 exists:%{v}.list.example.com -all", "pass", "in-addr.list A 127.0.0.2"),
    Case("7.2", "the kind of address, IPv6", "v=spf1 exists:%{v}.list.example.com -all", "pass", "ip6.list A 127.0.0.2", address=IPV6),
    Case("7.2", "a proven name", "v=spf1 exists:%{p}.list.example.com -all", "pass", f"{REVERSE} PTR box.example.com.\nbox A 192.0.2.3\nbox.example.com.list A 127.0.0.2"),
    Case("7.2", "a part of a proven name", "v=spf1 exists:%{p3}.list.example.com -all", "pass", f"{REVERSE} PTR a.box.example.com.\na.box A 192.0.2.3\nbox.example.com.list A 127.0.0.2"),
    Case("7.2", "a proven name in a redirect", "v=spf1 redirect=%{p}.spf.example.com", "pass", f'{REVERSE} PTR box.example.com.\nbox A 192.0.2.3\nbox.example.com.spf TXT "v=spf1 +all"'),
    Case("7.2", "no proven name", "v=spf1 exists:%{p}.list.example.com -all", "pass", "unknown.list A 127.0.0.2"),
    Case("7.2", "the name of the domain is the best proven one", "v=spf1 exists:%{p}.list.example.com -all", "pass", f"{REVERSE} PTR z.example.net.\n{REVERSE} PTR example.com.\n@ A 192.0.2.3\nz.example.net. A 192.0.2.3\nexample.com.list A 127.0.0.2"),
    Case("7.2", "a letter that means nothing", "v=spf1 exists:%{a}.list.example.com -all", "permerror"),
    Case("7.2", "a letter that is for explanations only", "v=spf1 exists:%{c}.list.example.com -all", "permerror"),
    Case("7.2", "the time is for explanations only", "v=spf1 exists:%{t}.list.example.com -all", "permerror"),
    Case("7.2", "the receiver is for explanations only", "v=spf1 redirect=%{r}.example.com", "permerror"),
    Case("7.1", "a percent sign by itself", "v=spf1 exists:%.list.example.com -all", "permerror"),
    Case("7.1", "braces without an end", "v=spf1 exists:%{d.example.com -all", "permerror"),
    Case("7.1", "empty braces", "v=spf1 exists:%{}.list.example.com -all", "permerror"),
    Case("7.1", "a transformer before the letter", "v=spf1 exists:%{2d}.list.example.com -all", "permerror"),
    Case("7.1", "r before a number", "v=spf1 exists:%{ir2}.list.example.com -all", "permerror"),
    Case("7.3", "nought parts", "v=spf1 exists:%{d0}.list.example.com -all", "permerror"),
    Case("7.3", "more parts than there are", "v=spf1 exists:%{d99}.list.example.com -all", "pass", "example.com.list A 127.0.0.2"),
    Case("7.3", "letters in capitals are escaped", "v=spf1 exists:%{L}.list.example.com -all", "pass", "a%2Bb.list A 127.0.0.2", sender="a+b@example.com"),
    Case("7.3", "letters in small are not", "v=spf1 exists:%{l}.list.example.com -all", "pass", "a+b.list A 127.0.0.2", sender="a+b@example.com"),
    Case("7.3", "other places to cut", "v=spf1 exists:%{l2r+-}.list.example.com -all", "pass", "b.c.list A 127.0.0.2", sender="c-b+a@example.com"),
    Case("7.1", "a percent sign of its own", "v=spf1 exists:a%%b.list.example.com -all", "pass", "a%b.list A 127.0.0.2"),
    Case("7.1", "an escaped space", "v=spf1 exists:a%-b.list.example.com -all", "pass", "a%20b.list A 127.0.0.2"),
    Case("7.1", "a name that ends in a macro", "v=spf1 exists:list.%{d} -all", "pass", "list A 127.0.0.2"),
    Case("7.3", "a name that is too long loses parts on the left", "v=spf1 exists:" + ".".join(["%{l}"] * 5) + ".%{d} -all", "pass", f"{LONG}.{LONG}.{LONG} A 127.0.0.2", sender=f"{LONG}@example.com"),
    Case("7.3", "a part that is too long finds nothing", "v=spf1 exists:%{l}.list.example.com -all", "fail", sender=f"{LONG}a@example.com"),
    Case("7.3", "an empty part finds nothing", "v=spf1 exists:%{l}.list.example.com -all", "fail", sender="a..b@example.com"),
    Case("D.1", "a list of mailboxes that may", "v=spf1 mx redirect=%{l1r+}._at_.%{o}._spf.%{d}", "pass", 'mary._at_.example.com._spf TXT "v=spf1 +all"\n@ MX 10 mx\nmx A 192.0.2.9', sender="mary@example.com"),
)  # fmt: skip

CASES = (*FINDING, *SYNTAX, *NETWORKS, *HOSTS, *NAMES, *DRAWN_IN, *LIMITS, *MACROS)

# Section 7.4, whose examples are about strong-bad@email.example.com from 192.0.2.3: the text and what it stands for.
EXPANSIONS = (
    ("%{s}", "strong-bad@email.example.com"),
    ("%{o}", "email.example.com"),
    ("%{d}", "email.example.com"),
    ("%{d4}", "email.example.com"),
    ("%{d3}", "email.example.com"),
    ("%{d2}", "example.com"),
    ("%{d1}", "com"),
    ("%{dr}", "com.example.email"),
    ("%{d2r}", "example.email"),
    ("%{l}", "strong-bad"),
    ("%{l-}", "strong.bad"),
    ("%{lr}", "strong-bad"),
    ("%{lr-}", "bad.strong"),
    ("%{l1r-}", "strong"),
    ("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
    ("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"),
    ("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"),
    ("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com"),
    ("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"),
)
