"""The site with people who have accounts, each with a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from httpx2 import Response
from starlette.testclient import TestClient

from app.actions.services import Services
from app.main import create_app
from tests.actions.factories import Bench, make_bench
from tests.actions.people import PASSWORD, make_account

OURS = {"sec-fetch-site": "same-origin"}


@dataclass
class Visitor:
    """One browser: keeps cookies, says that its forms are ours, follows no redirects."""

    client: TestClient

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, fields: Mapping[str, object] | None = None, **headers: str) -> Response:
        sent = {**OURS, "content-type": "application/x-www-form-urlencoded"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, content=urlencode(fields or {}, doseq=True), headers=sent)

    def log_in(self, email: str = "maria@example.com", password: str = PASSWORD, next: str = "") -> Response:
        return self.post("/admin/log-in", {"email": email, "password": password, "next": next})


@dataclass
class Desk:
    """The site, `Maria` (admin) and `Otto` (moderator), and as many browsers as a test wants."""

    bench: Bench

    @property
    def services(self) -> Services:
        return self.bench.services

    def visitor(self, address: str = "192.0.2.7", scheme: str = "http", agent: str = "Firefox on Linux") -> Visitor:
        app = create_app(services=self.services)
        client = TestClient(
            app,
            base_url=f"{scheme}://testserver",
            client=(address, 50000),
            headers={"user-agent": agent},
            follow_redirects=False,
        )
        return Visitor(client)

    def person(self, email: str = "maria@example.com", **more: str) -> Visitor:
        """A browser that is logged in."""
        visitor = self.visitor(**more)
        answer = visitor.log_in(email)
        assert answer.status_code == 303
        return visitor


def make_desk(folder: Path, **articles: str) -> Desk:
    desk = Desk(make_bench(folder))
    if articles:
        desk.bench.write(**articles)
    make_account(desk.services, "Maria", "admin")
    make_account(desk.services, "Otto", "moderator")
    return desk


def words(answer: Response) -> str:
    """What a person reads in a page's `main`, with single spaces."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", "<main" + main).split())
