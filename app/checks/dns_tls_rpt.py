"""`dns.tls-rpt`: where senders report trouble with encryption (RFC 8460 section 3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.checks.parameters import Domain, Parameters
from app.checks.spf_survey import must_answer
from app.checks.tags import TagSyntax, begins_with, read_tags
from app.checks.verdicts import conclude, sentence
from app.core.checking import CheckResult, Declaration, Outcome

if TYPE_CHECKING:
    from app.checks.network import Network

_ADDRESS = re.compile(r"(?:mailto:[^@\s,]+@[^@\s,]+|https://[^\s,]+)", re.IGNORECASE)


class TlsRptParameters(Parameters):
    domain: Domain


DECLARATION = Declaration(
    name="dns.tls-rpt",
    title="Where trouble with encryption is reported (TLS-RPT)",
    about="Whether the domain names an address for reports about failed encryption, in a form that senders can read.",
    params=TlsRptParameters,
    facts={},
    outcomes=(
        Outcome(
            "ok",
            "pass",
            "The domain says where senders report trouble with encryption.",
            "Nothing to do here.",
        ),
        Outcome(
            "none",
            "warn",
            "The domain does not say where senders can report trouble with encryption.",
            "If you want to hear of it, publish a TXT record at _smtp._tls under your domain.",
        ),
        Outcome(
            "syntax",
            "fail",
            "The record for reports has a mistake that senders cannot read past.",
            "Correct the part named here.",
        ),
    ),
)


class DnsTlsRpt:
    """Reads the TXT record at `_smtp._tls.DOMAIN`."""

    declaration = DECLARATION

    async def run(self, params: TlsRptParameters, network: Network) -> CheckResult:
        answer = must_answer(await network.ask(f"_smtp._tls.{params.domain}", "TXT"))
        texts = [text for text in answer.strings() if text.lstrip().lower().startswith("v=tlsrpt")]
        if not texts:
            return conclude(DECLARATION, "none", network.transcript, {})
        try:
            if len(texts) > 1:
                raise TagSyntax(f"there are {len(texts)} records; one is allowed")
            read_tls_rpt(texts[0])
        except TagSyntax as problem:
            return conclude(DECLARATION, "syntax", network.transcript, {}, sentence(problem))
        return conclude(DECLARATION, "ok", network.transcript, {}, f"The record is {texts[0]}.")


def read_tls_rpt(text: str) -> tuple[str, ...]:
    """The addresses for reports. Raises TagSyntax."""
    if not begins_with(text, "TLSRPTv1"):
        raise TagSyntax("the record must begin with v=TLSRPTv1")
    addresses = tuple(part.strip() for part in read_tags(text).get("rua", "").split(","))
    for address in addresses:
        if not _ADDRESS.fullmatch(address):
            raise TagSyntax(f"“{address[:60]}” is no address for reports; write mailto: or https: before it")
    return addresses


CHECK = DnsTlsRpt()
