"""The whole site for one visitor, with forms as a browser without scripts would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import httpx2
from starlette.testclient import TestClient

from app.main import create_app
from tests.actions.factories import Bench, make_bench
from tests.actions.sample import MAIL


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and its buttons by their words."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


class Page(HTMLParser):
    """What a test asks of a page."""

    def __init__(self, response: httpx2.Response) -> None:
        super().__init__()
        self.status = response.status_code
        self.headers = response.headers
        self.html = response.text
        self.url = str(response.url).removeprefix("http://testserver")
        self.forms: list[Form] = []
        self.title = ""
        self.h1 = ""
        self.links: dict[str, str] = {}
        self.ids: set[str] = set()
        self._form: Form | None = None
        self._named: dict[str, Form] = {}
        self._outside: list[tuple[str, str, str, str]] = []
        self._text: list[str] = []
        self._open: dict[str, str] = {}
        self._button: dict[str, str | None] = {}
        self.feed(self.html)
        for form_id, name, value, words in self._outside:
            self._named[form_id].buttons.setdefault(f"{words}: {value}", (name, value))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(str(given["id"]))
        if tag in ("title", "h1", "a", "button"):
            self._text = []
        if tag == "a":
            self._open = {"href": given.get("href") or ""}
        elif tag == "form":
            self._form = Form(given.get("action") or "")
            self.forms.append(self._form)
            if given.get("id"):
                self._named[str(given["id"])] = self._form
        elif tag == "button":
            self._button = given
        elif tag in ("input", "textarea", "select") and (self._form is not None or given.get("form")):
            self._field(tag, given)
        elif tag == "option" and self._form is not None and "selected" in given:
            self._form.fields[next(reversed(self._form.fields))] = [given.get("value") or ""]

    def _field(self, tag: str, given: dict[str, str | None]) -> None:
        form = self._named[str(given["form"])] if given.get("form") else self._form
        assert form is not None
        name, kind = given.get("name") or "", given.get("type") or "text"
        if tag == "input" and kind in ("radio", "checkbox"):
            form.offered.setdefault(name, []).append(given.get("value") or "")
            if "checked" in given:
                form.fields.setdefault(name, []).append(given.get("value") or "")
        elif name:
            form.fields[name] = [given.get("value") or ""]

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        words = " ".join("".join(self._text).split())
        if tag == "title" and not self.title:
            self.title = words
        elif tag == "h1":
            self.h1 = words
        elif tag == "a":
            self.links.setdefault(words, self._open.get("href", ""))
        elif tag == "form":
            self._form = None
        elif tag == "button":
            name, value = self._button.get("name") or "", self._button.get("value") or ""
            if self._button.get("form"):
                self._outside.append((str(self._button["form"]), name, value, words))
            elif self._form is not None:
                self._form.buttons.setdefault(words, (name, value))

    @property
    def text(self) -> str:
        """The words of the page, without tags."""
        reader = _Words()
        reader.feed(self.html)
        return " ".join(" ".join(reader.words).split())

    def form(self, button: str) -> Form:
        """The form with a button that begins with these words."""
        for form in self.forms:
            if any(words.startswith(button) for words in form.buttons):
                return form
        raise AssertionError(f"no button {button!r} in {[list(form.buttons) for form in self.forms]}")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
STREAM = {**HTMX, "Accept": "text/html, text/event-stream"}


class Visitor:
    """Somebody with a browser. Redirects are followed, and the last page is kept."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.client = TestClient(create_app(services=bench.services), follow_redirects=True)
        self.page: Page

    def get(self, path: str, **headers: str) -> Page:
        self.page = Page(self.client.get(path, headers=headers))
        return self.page

    def start(self, article: str = "mail") -> Page:
        self.page = Page(self.client.post(f"/a/{article}/start"))
        return self.page

    def press(self, button: str, headers: dict[str, str] | None = None, **values: str | list[str]) -> Page:
        """Fills in the form that has this button, and presses it. Words of a button may be its beginning."""
        action, fields = self.filled(button, **values)
        self.page = Page(self.client.post(action, data=fields, headers=headers or {}))
        return self.page

    def filled(self, button: str, **values: str | list[str]) -> tuple[str, dict[str, list[str]]]:
        """Where the form with this button goes, and what it sends."""
        form = self.page.form(button)
        fields = dict(form.fields)
        for name, value in values.items():
            known = {**form.fields, **form.offered}
            assert name in known, (name, list(known))
            fields[name] = value if isinstance(value, list) else [value]
        name, value = next(pressed for words, pressed in form.buttons.items() if words.startswith(button))
        if name:
            fields[name] = [value]
        return form.action, fields

    @property
    def token(self) -> str:
        """The token of the walk on the page."""
        return self.page.url.split("/r/")[1].split("/")[0].split("?")[0]

    def reach(self, step: str) -> Page:
        """Walks straight to a step of the sample article: `sent`, `mx`, `kind` or `last`."""
        self.start()
        self.press("Continue", domain="example.com")
        if step == "sent":
            return self.page
        self.press("Continue", _answer="no")
        if step == "mx":
            return self.page
        self.press("Continue")
        if step == "kind":
            return self.page
        self.press("Continue", mode="alone")
        return self.press("Continue", _answer=["bounce"])


def visitor(folder: Path) -> Visitor:
    """A visitor of a site that has the sample article."""
    return Visitor(make_bench(folder, mail=MAIL))
