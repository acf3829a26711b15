"""`http.get`: whether a web page is there; redirects are followed by hand, three at most (rule 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from app.checks.parameters import Parameters, naming
from app.checks.verdicts import conclude
from app.checks.web_address import WebAddress, follow, read_url
from app.core.checking import CheckResult, Declaration, Outcome
from app.core.errors import BadParameter, NoConnection, TargetRefused

if TYPE_CHECKING:
    from app.checks.http_talk import Response
    from app.checks.network import Network


def _url(value: object) -> str:
    if not isinstance(value, str):
        raise BadParameter("Give a web address, such as https://example.com/.")
    return str(read_url(value))


class GetParameters(Parameters):
    url: Annotated[str, naming(_url)]
    text: str = ""


def _facts(status: float, url: str = "https://example.com/") -> dict[str, object]:
    return {"http_status": status, "final_url": url}


DECLARATION = Declaration(
    name="http.get",
    title="Web page",
    about="Whether a web page is there, where it leads, whether its certificate holds, and whether a text is in it.",
    params=GetParameters,
    facts={"http_status": "number", "final_url": "text"},
    outcomes=(
        Outcome("ok", "pass", "The page is there.", "Nothing to do here.", _facts(200.0)),
        Outcome(
            "status",
            "fail",
            "The web server answers, but not with the page.",
            "Look up the status in the web server's log.",
            _facts(503.0),
        ),
        Outcome(
            "redirect-loop",
            "fail",
            "The page sends its visitors in a circle.",
            "Look at the redirects of the web server and of whatever stands before it.",
            _facts(302.0),
        ),
        Outcome(
            "redirects",
            "fail",
            "The page sends its visitors on more than three times.",
            "Let the first address lead to the last one at once.",
            _facts(301.0),
        ),
        Outcome(
            "refused",
            "fail",
            "The web server turns connections away, or breaks them off.",
            "See that the web server runs, and that the firewall passes its port on to it.",
            _facts(0.0),
        ),
        Outcome(
            "timeout",
            "fail",
            "The web server does not answer.",
            "See that the web server runs, and that no firewall drops connections to it.",
            _facts(0.0),
        ),
        Outcome(
            "certificate",
            "fail",
            "The web server's certificate does not hold, so browsers warn of the page.",
            "See what the certificate check says, and renew or correct it.",
            _facts(0.0),
        ),
        Outcome(
            "text-missing",
            "fail",
            "The page is there, but the text you named is not in it.",
            "Look at the page; another service may answer in its place.",
            _facts(200.0),
        ),
    ),
)


class HttpGet:
    """Fetches the page, and looks for the text in the first 256 KiB of it."""

    declaration = DECLARATION

    async def run(self, params: GetParameters, network: Network) -> CheckResult:
        from app.checks.http_talk import FetchFailed, fetch

        at = read_url(params.url)
        seen: list[str] = []
        status = 0
        while True:
            try:
                response = await fetch(at, network)
            except FetchFailed as failed:
                if failed.failure == "no-route":
                    raise NoConnection(str(failed)) from failed
                code = "status" if failed.failure == "garbled" else failed.failure
                return _conclude(code, network, 0, at, f"{at.host}: {failed}")
            status = response.status
            seen.append(str(at))
            leads_to = _leads_to(response, at)
            if leads_to is None:
                return _judge(response, at, params.text, network)
            if str(leads_to) in seen:
                return _conclude("redirect-loop", network, status, leads_to, f"It leads back to {leads_to}.")
            if len(seen) > network.budgets.http_redirects:
                return _conclude("redirects", network, status, leads_to, f"The last leads to {leads_to}.")
            at = leads_to


def _leads_to(response: Response, at: WebAddress) -> WebAddress | None:
    if response.status not in (301, 302, 303, 307, 308) or "location" not in response.headers:
        return None
    try:
        return follow(at, response.headers["location"])
    except BadParameter as problem:
        raise TargetRefused(f"{at} leads to an address that we do not visit.") from problem


def _judge(response: Response, at: WebAddress, text: str, network: Network) -> CheckResult:
    if not 200 <= response.status < 300:
        return _conclude("status", network, response.status, at, f"{at} answered {response.status}.")
    if text and text not in response.text:
        read = "" if response.whole else " We read only the beginning of it."
        return _conclude("text-missing", network, response.status, at, f"{at}.{read}")
    return _conclude("ok", network, response.status, at, f"{at} answered {response.status}.")


def _conclude(code: str, network: Network, status: int, at: WebAddress, detail: str) -> CheckResult:
    facts = {"http_status": status, "final_url": str(at)}
    return conclude(DECLARATION, code, network.transcript, facts, detail)


CHECK = HttpGet()
