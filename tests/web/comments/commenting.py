"""A site with one article, a clock that the test moves, and somebody who writes comments as a browser would."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from pathlib import Path

from httpx2 import Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from app.actions.open_services import open_services
from app.actions.services import Services
from app.actions.verify import digits_of, make_challenge, make_picture, opened_now
from app.core.moderation import Moderation
from app.main import create_app
from app.settings import Settings
from tests.actions.verifying import Clock, solve
from tests.web.site import ROOT, article

Given = dict[str, str]
THREAD = "/a/water/comments"


@dataclass
class Commented:
    """`client` is one browser, with its cookies."""

    client: TestClient
    services: Services
    clock: Clock
    posted: list[int] = field(default_factory=list)
    pause: timedelta = timedelta(minutes=1)  # between opening a form and sending it

    def form(self, **given: str) -> Given:
        """A whole form, opened a while ago, with the digits of a picture."""
        opened, picture = opened_now(self.services), make_picture(self.services)
        self.clock.now += self.pause
        typed = {"name": "Maria", "email": "", "hide": "yes", "text": f"Tip {len(self.posted)}: push the plug."}
        proof = {"picture": picture, "picture_answer": digits_of(self.services, picture) or ""}
        return typed | {"opened": opened, "version": "1"} | proof | given

    def proof(self) -> str:
        """The work of a script."""
        return solve(make_challenge(self.services)).payload

    def post(self, **given: str) -> Response:
        return self.client.post(THREAD, data=self.form(**given))

    def write(self, **given: str) -> int:
        """The number of a new comment."""
        answer = self.post(**given)
        assert answer.status_code == 303, answer.text
        number = int(answer.headers["location"].partition("?")[0].rpartition("/")[2])
        self.posted.append(number)
        return number

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def somebody_else(self) -> TestClient:
        """Another browser on the same site."""
        return browser(self.client.app)

    def digits(self, html: str) -> Given:
        """The picture of a page, and what a person reads in it."""
        found = re.search(r'name="picture" value="([^"]+)"', html)
        assert found is not None, "no picture"
        return {"picture": unescape(found[1]), "picture_answer": digits_of(self.services, unescape(found[1])) or ""}


def make_commented(folder: Path, moderation: Moderation = "none", *, comments: bool = True) -> Commented:
    content = folder / "content"
    content.mkdir(parents=True, exist_ok=True)
    (content / "water.md").write_text(article("water"), encoding="utf-8")
    clock = Clock()
    chosen = Settings(
        _env_file=None,
        database=f"sqlite:///{folder / 'site.sqlite'}",
        content=content,
        static=ROOT / "static",
        migrations=ROOT / "migrations",
        moderation=moderation,
        comments=comments,
    )
    services = open_services(chosen, clock=clock)
    return Commented(browser(create_app(services=services)), services, clock)


def browser(app: ASGIApp) -> TestClient:
    """What a browser sends with every request to its own site."""
    own = {"sec-fetch-site": "same-origin"}
    return TestClient(
        app, follow_redirects=False, raise_server_exceptions=False, headers=own, client=("198.51.100.7", 50000)
    )


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found is not None, name
    return unescape(found[1])
