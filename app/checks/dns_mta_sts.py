"""`dns.mta-sts`: whether senders must use encryption for the domain's mail (RFC 8461)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checks.dns_mx import read_mx
from app.checks.flights import both
from app.checks.mta_sts_policy import Policy, read_policy, read_record
from app.checks.parameters import Domain, Parameters
from app.checks.spf_survey import must_answer
from app.checks.tags import TagSyntax
from app.checks.verdicts import conclude, sentence
from app.checks.web_address import WebAddress
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import NoConnection

if TYPE_CHECKING:
    from app.checks.http_talk import FetchFailed, Response
    from app.checks.network import Network
    from app.checks.resolver import Answer


class MtaStsParameters(Parameters):
    domain: Domain


def _facts(mode: str) -> dict[str, object]:
    policy = f"version: STSv1\nmode: {mode}\nmx: mx1.example.com\nmax_age: 604800\n" if mode else ""
    return {"mode": mode, "policy": policy}


DECLARATION = Declaration(
    name="dns.mta-sts",
    title="Encryption that senders must use (MTA-STS)",
    about="Whether the domain has a policy for encryption, whether it can be fetched, and whether it names every MX.",
    params=MtaStsParameters,
    facts={"mode": "text", "policy": "text"},
    outcomes=(
        Outcome(
            "enforce",
            "pass",
            "Senders that know the policy send to your servers only encrypted.",
            "Nothing to do here.",
            _facts("enforce"),
        ),
        Outcome(
            "testing",
            "warn",
            "The policy for encryption is being tried out; nobody has to follow it yet.",
            "Once the reports look right, change it to mode: enforce, and give the record a new id.",
            _facts("testing"),
        ),
        Outcome(
            "none",
            "warn",
            "The domain has no policy for encryption.",
            "If you want one, publish a record at _mta-sts and a policy at mta-sts under your domain.",
            _facts(""),
        ),
        Outcome(
            "syntax",
            "fail",
            "The policy for encryption has a mistake that senders cannot read past.",
            "Correct the part named here, and give the record a new id.",
            _facts(""),
        ),
        Outcome(
            "fetch-failed",
            "fail",
            "The policy for encryption is announced, but cannot be fetched.",
            "See that the web server for mta-sts under your domain runs and has the file, without a redirect.",
            _facts(""),
        ),
        Outcome(
            "certificate",
            "fail",
            "The policy's web server does not prove who it is, so senders do not believe it.",
            "Get a certificate for mta-sts under your domain.",
            _facts(""),
        ),
        Outcome(
            "mx-not-covered",
            "fail",
            "The policy does not name one of your mail servers. Senders then refuse to send to it.",
            "Add the server to the policy, and give the record a new id.",
            _facts("enforce"),
        ),
    ),
)


class DnsMtaSts:
    """Reads the record; fetches the policy and asks for the MX set side by side."""

    declaration = DECLARATION

    async def run(self, params: MtaStsParameters, network: Network) -> CheckResult:
        answer = must_answer(await network.ask(f"_mta-sts.{params.domain}", "TXT"))
        texts = [text for text in answer.strings() if text.lstrip().lower().startswith("v=sts")]
        if not texts:
            return _conclude("none", network)
        try:
            if len(texts) > 1:
                raise TagSyntax(f"there are {len(texts)} records; one is allowed")
            read_record(texts[0])
        except TagSyntax as problem:
            return _conclude("syntax", network, detail=sentence(problem))
        return await _with_policy(params.domain, network)


async def _with_policy(domain: str, network: Network) -> CheckResult:
    from app.checks.http_talk import FetchFailed

    where = WebAddress("https", f"mta-sts.{domain}", "/.well-known/mta-sts.txt")
    fetched, mx = await both(_fetch(where, network.branch()), network.branch().ask(domain, "MX"))
    if isinstance(fetched, FetchFailed):
        code = "certificate" if fetched.failure == "certificate" else "fetch-failed"
        return _conclude(code, network, detail=f"{where}: {fetched}")
    if fetched.status != 200:
        return _conclude("fetch-failed", network, detail=f"{where} answered {fetched.status}.")
    return _judge(fetched, mx, network)


async def _fetch(where: WebAddress, network: Network) -> Response | FetchFailed:
    """The response, or FetchFailed as a value, so that the MX look-up beside it is not stopped."""
    from app.checks.http_talk import FetchFailed, fetch

    try:
        return await fetch(where, network)
    except FetchFailed as failed:
        if failed.failure == "no-route":
            raise NoConnection(str(failed)) from failed
        return failed
    except NoConnection as problem:  # the host of the policy has no address: that is their fault
        return FetchFailed("refused", problem.message)


def _judge(response: Response, mx: Answer, network: Network) -> CheckResult:
    policy_text = response.text[:8192]
    for line in policy_text.splitlines():
        network.transcript.received(line)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind != "text/plain":
            raise TagSyntax(f"the policy is served as “{kind}”; it must be text/plain")
        policy = read_policy(policy_text)
    except TagSyntax as problem:
        return _conclude("syntax", network, policy=policy_text, detail=sentence(problem))
    hosts = [host for _, host in read_mx(mx.texts())]
    return _by_mode(policy, policy_text, hosts, network)


def _by_mode(policy: Policy, text: str, hosts: list[str], network: Network) -> CheckResult:
    if policy.mode == "none":
        return _conclude("none", network, policy.mode, text)
    for host in hosts:
        if host != "." and not policy.covers(host):
            return _conclude("mx-not-covered", network, policy.mode, text, f"It is {host}.")
    return _conclude(policy.mode, network, policy.mode, text)


def _conclude(code: str, network: Network, mode: str = "", policy: str = "", detail: str = "") -> CheckResult:
    return conclude(DECLARATION, code, network.transcript, {"mode": mode, "policy": policy}, detail)


CHECK = DnsMtaSts()
