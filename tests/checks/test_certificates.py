"""Judging certificates: pure, with the time and the roots given."""

from __future__ import annotations

import pytest
from cryptography import x509

from app.checks.certificates import Roots, judge, matches, strength
from tests.lab.certificates import NOW, Authority, Leaf, self_signed, short_key

ROOT = Authority()
INNER = Authority("Lab inner", above=ROOT)
OTHER = Authority("Somebody", "Somewhere else")
ROOTS = Roots([ROOT.certificate])
OLD = """-----BEGIN CERTIFICATE-----
MIIBFjCBvQIBBzAJBgcqhkjOPQQBMBQxEjAQBgNVBAMMCVNIQTEgcm9vdDAgFw0y
NjExMjQwODIwMjBaGA8yMTI2MTAzMTA4MjAyMFowGjEYMBYGA1UEAwwPb2xkLmV4
YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEXdMnkrermbbmg0eI
mn0qFFFBRL5s0UjSMmNmqiTQzmd2XfJHkdRSdxN/oRax9az8iRDRS6yDpbHyWXJZ
GUwi7jAJBgcqhkjOPQQBA0kAMEYCIQC3OERFBtn2xt2TlucmfApRxZjiaobBRM88
KKCjnIVMqwIhAMq5A4BrA2BoJmlUwC2jRyfrMS5GvIJlZEbMkf0VTb7U
-----END CERTIFICATE-----
-----BEGIN CERTIFICATE-----
MIIBfjCCASWgAwIBAgIUOvu5GxwKaY3T28WOwTknQ0+Gw5wwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJU0hBMSByb290MCAXDTI2MTEyNDA4MjAxOVoYDzIxMjYxMDMx
MDgyMDE5WjAUMRIwEAYDVQQDDAlTSEExIHJvb3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAT12MeOuCQ9zIp8qp7E2GQ0T7LAy9weEJ6hQELIuO/yQAUc6fFsvYX3
a8Ak41CFmdI5nUTR1gPZRSJjkcSGVGyUo1MwUTAdBgNVHQ4EFgQUoA1JnMKZNwKN
sSJKAm4Os7hHGA4wHwYDVR0jBBgwFoAUoA1JnMKZNwKNsSJKAm4Os7hHGA4wDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBv1bpMrd4X1uPf3QZW1jxa
Ke/P9PnC1yR9fCsED5/CcwIgDI7ozPkRdABooXUgncG4aJQaeVSK557/M9v3bnbr
bZg=
-----END CERTIFICATE-----
"""


def fault(leaf: Leaf, host: str = "mx.example.com", *, whole: bool = True) -> str:
    return judge([leaf.certificate, *(leaf.between if whole else ())], host, ROOTS, NOW).fault


def test_a_good_one() -> None:
    found = judge([ROOT.issue("mx.example.com", "example.com").certificate], "mx.example.com", ROOTS, NOW)
    assert (found.fault, found.subject, found.issuer, found.days_left) == ("ok", "mx.example.com", "Lab root", 90)
    assert found.names == ("mx.example.com", "example.com")


def test_faults() -> None:
    name = "mx.example.com"
    assert fault(INNER.issue(name)) == "ok"
    assert fault(INNER.issue(name), whole=False) == "incomplete-chain"
    assert fault(OTHER.issue(name, access="http://ca.example/ca.der")) == "incomplete-chain"
    assert fault(OTHER.issue(name)) == "untrusted"
    assert fault(self_signed(name)) == "self-signed"
    assert fault(ROOT.issue("other.example.com")) == "name-mismatch"
    assert fault(ROOT.issue(name, days=-0.5)) == "expired"
    assert fault(ROOT.issue(name, begins=1)) == "not-yet-valid"
    assert fault(ROOT.issue(name, days=14)) == "expires-soon"
    assert fault(ROOT.issue(name, days=14.1)) == "ok"
    assert fault(ROOT.issue(name, key=short_key())) == "weak"
    assert fault(ROOT.issue(name, key=short_key(2048))) == "ok"


def test_what_is_worse_comes_first() -> None:
    assert fault(OTHER.issue("other.example.com", days=-0.5)) == "expired"
    assert fault(OTHER.issue("other.example.com")) == "untrusted"
    assert fault(ROOT.issue("other.example.com", days=3)) == "name-mismatch"


def test_a_root_that_the_server_sends_but_nobody_knows() -> None:
    leaf = OTHER.issue("mx.example.com", access="http://ca.example/ca.der")
    assert judge([leaf.certificate, OTHER.certificate], "mx.example.com", ROOTS, NOW).fault == "untrusted"


def test_a_trusted_certificate_itself_is_trusted() -> None:
    own = self_signed("mx.example.com")
    assert judge([own.certificate], "mx.example.com", Roots([own.certificate]), NOW).fault == "ok"


def test_an_address_in_the_certificate() -> None:
    assert fault(ROOT.issue("192.0.2.25"), "192.0.2.25") == "ok"
    assert fault(ROOT.issue("2001:db8::25"), "2001:db8::25") == "ok"
    assert fault(ROOT.issue("192.0.2.25"), "192.0.2.26") == "name-mismatch"


def test_a_signature_with_sha1() -> None:
    sent = x509.load_pem_x509_certificates(OLD.encode())
    assert strength(sent[:1]) == "weak"
    assert strength(sent[1:]) == "ok"


@pytest.mark.parametrize(
    ("pattern", "host", "yes"),
    [
        ("mx.example.com", "MX.example.com.", True),
        ("*.example.com", "mx.example.com", True),
        ("*.example.com", "a.mx.example.com", False),
        ("*.example.com", "example.com", False),
        ("*.com", "example.com", False),
        ("m*.example.com", "mx.example.com", False),
        ("*", "example.com", False),
        ("192.0.2.25", "192.0.2.25", True),
        ("*.0.2.25", "192.0.2.25", False),
        ("2001:db8:0::25", "2001:db8::25", True),
    ],
)
def test_names(pattern: str, host: str, yes: bool) -> None:
    assert matches(pattern, host) is yes
