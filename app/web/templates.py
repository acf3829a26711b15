"""Jinja, set up once, and `page()`: the one place that decides between a whole page and a fragment for htmx.

Templates are found by feature: `walk/step.html` is `app/web/walk/step.html`; what features share is in
`app/web/templates/`. Each page template `{% extends "base.html" %}` and fills its blocks.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from app.settings import Settings
from app.web.assets import Assets
from app.web.spoken import english_mark, language_of, marker, speaker, speaks, teller

WEB = Path(__file__).parent


class _Environment(Environment):
    """Globals as plain dictionaries: they are complete before the first template is loaded, and a look-up through
    Jinja's chain of maps would be a tenth of what a page costs."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class Templates:
    """The environment with what every page needs to know of the site. Kept at `app.state.templates`."""

    def __init__(self, settings: Settings, assets: Assets) -> None:
        self.environment = _Environment(
            loader=FileSystemLoader([WEB / "templates", WEB]),
            autoescape=select_autoescape(["html", "xml", "svg"]),
            bytecode_cache=FileSystemBytecodeCache(),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=settings.dev,
        )
        self.environment.globals.update(
            static=assets.url,
            site_name=settings.site_name,
            support_url=support_address(settings.support_url),
            dev=settings.dev,
            speaks=speaks,
        )
        self._spoken: dict[str, Environment] = {}

    def in_language(self, lang: str) -> Environment:
        """The environment whose `_` and `told` speak this language, also inside of macros that know no context."""
        language = language_of(lang)
        spoken = self._spoken.get(language)
        if spoken is None:
            spoken = self.environment.overlay()
            ours = {
                "_": speaker(language),
                "told": teller(language),
                "english": english_mark(language),
                "in_lang": marker(language),
            }
            spoken.globals = {**self.environment.globals, **ours}
            self._spoken[language] = spoken
        return spoken

    def render(self, name: str, **context: object) -> str:
        """A whole page, in the language that `lang` of the context names, else in English."""
        lang = str(context.get("lang") or "en")
        return self.in_language(lang).get_template(name).render(fragment=False, **context)

    def render_fragment(self, name: str, **context: object) -> str:
        """Only what goes into `#page`: the title, the back link or breadcrumb, and `main`."""
        lang = str(context.get("lang") or "en")
        return self.in_language(lang).get_template(name).render(fragment=True, **context)


def support_address(support_url: str) -> str:
    """A bare mail address becomes a `mailto:` address."""
    if support_url and ":" not in support_url and "@" in support_url:
        return f"mailto:{support_url}"
    return support_url


def wants_fragment(request: Request) -> bool:
    """True where htmx swaps a part of the page. A history restore refetches the page, so it gets all of it."""
    headers = request.headers
    return (
        headers.get("hx-request") == "true"
        and headers.get("hx-request-type") != "full"
        and headers.get("hx-history-restore-request") != "true"
    )


def page(
    request: Request, name: str, *, status: int = 200, headers: dict[str, str] | None = None, **context: object
) -> HTMLResponse:
    """The template `name` as a whole page, or as the fragment for `#page` where htmx asked for one.

    `status` is for a form that comes back with its errors (422); everything else that is not 200 is an error from
    `app.core.errors` and is answered by `app/web/errors.py`.
    """
    templates: Templates = request.app.state.templates
    render = templates.render_fragment if wants_fragment(request) else templates.render
    response = HTMLResponse(render(name, request_path=request.url.path, **context), status_code=status, headers=headers)
    response.headers.add_vary_header("HX-Request, HX-Request-Type, HX-History-Restore-Request")
    return response
