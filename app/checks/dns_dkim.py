"""`dns.dkim`: the key behind one selector (RFC 6376 section 3.6, RFC 8301 for sizes)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from app.checks.dkim_key import Key, read_key
from app.checks.names import read_name
from app.checks.parameters import Domain, Parameters, naming
from app.checks.spf_survey import must_answer
from app.checks.tags import TagSyntax
from app.checks.verdicts import conclude, sentence
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import BadParameter

if TYPE_CHECKING:
    from app.checks.network import Network

WEAK_BITS = 1024


def _selector(value: object) -> str:
    """One or more labels, as in `s=mail.2026`; read as the beginning of a name."""
    if not isinstance(value, str) or not value.strip():
        raise BadParameter("Give the selector, the part after s= in the DKIM-Signature header.")
    ending = "._domainkey.example.com"
    return read_name(value.strip() + ending, underscores=True).removesuffix(ending)


class DkimParameters(Parameters):
    domain: Domain
    selector: Annotated[str, naming(_selector)]


DECLARATION = Declaration(
    name="dns.dkim",
    title="Key for signatures (DKIM)",
    about="Whether the key behind one selector is there, can be read, is long enough, and was not withdrawn.",
    params=DkimParameters,
    facts={"key_type": "text", "bits": "number"},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The key is there, and receivers can check signatures with it.",
            "Nothing to do here.",
            {"key_type": "rsa", "bits": 2048.0},
        ),
        Outcome(
            "weak",
            "warn",
            "The key is short. Some receivers no longer trust signatures made with it.",
            "Make a new key of 2,048 bits under a new selector, and let the mail server sign with it.",
            {"key_type": "rsa", "bits": 1024.0},
        ),
        Outcome(
            "missing",
            "fail",
            "There is no key under this selector, so signatures made with it do not count.",
            "Publish the key that the mail server or the service signs with, or correct the selector.",
            {"key_type": "", "bits": 0.0},
        ),
        Outcome(
            "revoked",
            "fail",
            "The key under this selector was withdrawn, so signatures made with it do not count.",
            "Sign with the key that took its place, or publish this one again.",
            {"key_type": "rsa", "bits": 0.0},
        ),
        Outcome(
            "syntax",
            "fail",
            "The key record has a mistake, so receivers cannot use it.",
            "Copy the record again from the mail server or service; long keys are often cut on the way.",
            {"key_type": "", "bits": 0.0},
        ),
    ),
)
_NO_KEY: dict[str, object] = {"key_type": "", "bits": 0}


class DnsDkim:
    """Reads the TXT record at `SELECTOR._domainkey.DOMAIN`."""

    declaration = DECLARATION

    async def run(self, params: DkimParameters, network: Network) -> CheckResult:
        name = f"{params.selector}._domainkey.{params.domain}"
        texts = must_answer(await network.ask(name, "TXT")).strings()
        if not texts:
            return conclude(DECLARATION, "missing", network.transcript, _NO_KEY, f"There is nothing at {name}.")
        try:
            if len(texts) > 1:
                raise TagSyntax(f"there are {len(texts)} records at {name}; one is allowed")
            key = read_key(texts[0])
        except TagSyntax as problem:
            return conclude(DECLARATION, "syntax", network.transcript, _NO_KEY, sentence(problem))
        facts = {"key_type": key.kind, "bits": key.bits}
        return conclude(DECLARATION, _code(key), network.transcript, facts, _detail(key))


def _code(key: Key) -> str:
    if key.revoked:
        return "revoked"
    return "weak" if key.kind == "rsa" and key.bits <= WEAK_BITS else "ok"


def _detail(key: Key) -> str:
    if key.revoked:
        return ""
    note = " Receivers must still accept that, but should not for long." if key.bits == WEAK_BITS else ""
    return f"It is {key.kind} with {key.bits} bits.{note}"


CHECK = DnsDkim()
