"""Reading: home, categories, search, and an article as a document. Nothing here writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.utils import format_datetime
from functools import partial

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from app.actions.services import Services
from app.core.article import Article
from app.core.errors import Gone, NotFound, StoreUnavailable
from app.core.shelf import BrokenFile, Hit
from app.library import Entry
from app.library.entry import Told
from app.storage import articles
from app.web.articles import structured
from app.web.articles.document import document_view
from app.web.articles.document_pages import DocumentPages, KeptPage, KeptResponse
from app.web.board import Foot, board_of
from app.web.languages import choose_language
from app.web.phrases import day, direction, language_name
from app.web.spoken import LANGUAGES, speaker
from app.web.templates import Templates, page, wants_fragment
from app.web.turns import Turns

router = APIRouter(include_in_schema=False)
reading = partial(router.api_route, methods=["GET", "HEAD"])
HITS = 30
TRANSLATED = 50  # articles of a list whose translations are looked at; a title in another language needs its text
SPOKEN = {"vary": "Accept-Language"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # nobody typed these, and no page may hold them
FEED = 30
_searching = Turns("searching", 2)  # each takes a core, and its connection a cache of the index


@reading("/")
def home(request: Request) -> Response:
    library, lang = _services(request).library, _language(request)
    return page(
        request,
        "articles/home.html",
        headers=SPOKEN,
        lang=lang,
        root=library.categories(),
        changed=library.recently_changed(),
        used=library.most_used(),
        count=len(library.entries()),
        broken=library.broken(),
        canonical=_canonical(request, "/"),
        tell=_told(lang, len(library.entries())),
        day=partial(day, lang=lang),
        frame=Markup(' lang="{}"').format(lang),
    )


@reading("/c/{path:path}")
def category(request: Request, path: str) -> Response:
    found = _services(request).library.category(path)
    if found is None or not found.path:
        raise NotFound("There is no such category.", kind="category", path=path)
    address = found.address
    if request.url.path != address:
        return RedirectResponse(address, 301)
    lang = _language(request)
    crumbs = [_first_crumb(lang), *structured.category_crumbs(found.path[:-1]), (found.name, "")]
    return page(
        request,
        "articles/category.html",
        headers=SPOKEN,
        lang=lang,
        category=found,
        tell=_told(lang, found.count),
        crumbs=crumbs,
        canonical=_canonical(request, address),
    )


@reading("/search")
async def search(request: Request, q: str = "") -> Response:
    """The results alone where htmx asked for them as somebody types, else a page."""
    return await _searching.take(_search, request, q)


def _search(request: Request, q: str) -> Response:
    services, lang = _services(request), _language(request)
    query = " ".join(_CONTROL.sub(" ", q).split())
    hits: list[Hit] = []
    if query:
        with services.sessions() as session:
            hits = services.library.search(session, query, HITS)
    if request.headers.get("hx-target", "").endswith("#results"):
        templates: Templates = request.app.state.templates
        html = templates.render("articles/_results.html", lang=lang, query=query, hits=hits)
        return Response(html, media_type="text/html", headers={"vary": "HX-Target, Accept-Language"})
    return page(request, "articles/search.html", headers=SPOKEN, lang=lang, query=query, hits=hits, noindex=True)


@reading("/d/{number}")
def by_number(request: Request, number: str) -> Response:
    """An old document number."""
    entry = None
    if number.isascii() and number.isdigit() and len(number) < 12:
        entry = _services(request).library.by_number(int(number))
    if entry is None:
        raise NotFound("There is no document of that number.", kind="document", number=number)
    return RedirectResponse(f"/a/{entry.article_id}", 301)


@reading("/a/{article_id}.md")
def text(request: Request, article_id: str) -> Response:
    """The article's own file, as its author wrote it."""
    entry, moved = _find(request, article_id)
    if moved:
        return RedirectResponse(f"/a/{entry.article_id}.md", 301)
    headers = {
        "last-modified": format_datetime(entry.changed, usegmt=True),
        "link": f'<{_canonical(request, f"/a/{entry.article_id}")}>; rel="canonical"',
        "content-disposition": f'inline; filename="{entry.article_id}.md"',
    }
    return Response(entry.source, media_type="text/markdown; charset=utf-8", headers=headers)


@reading("/a/{article_id}")
def document(request: Request, article_id: str, lang: str = "") -> Response:
    """The article as a document. What is made here is kept, and answered by `DocumentPages` from then on."""
    broken = _broken(request, article_id)
    if broken is not None:
        return page(request, "articles/broken.html", file=broken, noindex=True)
    entry, moved = _find(request, article_id)
    if moved:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/a/{entry.article_id}{query}", 301)
    if wants_fragment(request):  # a document has a frame of its own, so the browser goes there
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(
            headers={"hx-redirect": f"{request.url.path}{query}", "vary": "HX-Request", "cache-control": "no-store"}
        )
    languages = [entry.article.lang, *entry.article.translations]
    chosen = choose_language(languages, lang, request.headers.get("accept-language", ""))
    pages: DocumentPages = request.app.state.documents
    with pages.making:
        kept = pages.find(request.url.path, chosen) or _make(request, entry, chosen, languages)
        kept.prepare(request.headers.get("accept-encoding", "").encode("latin-1"))
    return KeptResponse(kept)


@reading("/sitemap.xml")
def sitemap(request: Request) -> Response:
    library = _services(request).library
    return _xml(request, structured.sitemap(library.entries(), library.categories(), _base(request)))


@reading("/feed.xml")
def feed(request: Request) -> Response:
    services = _services(request)
    changed = services.library.recently_changed(FEED)
    body = structured.atom(changed, _base(request), services.settings.site_name)
    return _xml(request, body, "application/atom+xml")


@reading("/opensearch.xml")
def opensearch(request: Request) -> Response:
    body = structured.opensearch(_base(request), _services(request).settings.site_name)
    return _xml(request, body, "application/opensearchdescription+xml")


@reading("/robots.txt")
def robots(request: Request) -> Response:
    return Response(structured.robots(_base(request)), media_type="text/plain; charset=utf-8")


def _make(request: Request, entry: Entry, lang: str, languages: list[str]) -> KeptPage:
    services, templates = _services(request), request.app.state.templates
    library = services.library
    pages: DocumentPages = request.app.state.documents
    path = f"/a/{entry.article_id}"
    generation, drops = library.generation, pages.drops(path)
    article = entry.article.translations.get(lang, entry.article)
    view = document_view(article, library.declarations)
    found = _comments(request, entry, article, lang)
    # Only the operator's own address may go into a page that everybody gets; `Host` is what one visitor says.
    base = services.settings.base_url.rstrip("/")
    html = templates.render(
        "articles/document.html",
        view=view,
        entry=entry,
        lang=lang,
        dir=direction(lang),
        languages=[(code, language_name(code)) for code in languages] if len(languages) > 1 else [],
        crumbs=[_first_crumb(lang), *structured.category_crumbs(entry.category), (view.title, "")],
        created=day(entry.created, lang),
        changed=day(entry.changed, lang),
        related=library.related(entry),
        json_ld=structured.json_ld(entry, view.title, view.summary, lang, base, services.settings.site_name),
        canonical=f"{base}/a/{entry.article_id}" + (f"?lang={lang}" if lang != entry.article.lang else ""),
        base=base,
        tips=found[0] if found is not None else {},
        foot=found[1] if found is not None else None,
        wide=True,
    )
    vary = "Accept-Encoding, HX-Request" + (", Accept-Language" if languages[1:] else "")
    if found is None:
        return KeptPage(html.encode(), [(b"vary", vary.encode()), (b"cache-control", b"no-store")])
    fields = [(b"vary", vary.encode()), (b"cache-control", b"public, no-cache")]
    return pages.keep(path, lang, KeptPage(html.encode(), fields), languages, generation, drops)


def _comments(request: Request, entry: Entry, article: Article, lang: str) -> tuple[Mapping[str, int], Markup] | None:
    """How many comments there are, and the foot of the page; None while the database does not answer, since articles
    can be read then all the same."""
    foot: Foot = request.app.state.foot
    try:
        return board_of(request).counts(entry), foot(entry, article, lang)
    except StoreUnavailable:
        return None


def _broken(request: Request, article_id: str) -> BrokenFile | None:
    """In development, the file of an article that was never published, so that its author sees what is wrong."""
    services = _services(request)
    if not services.settings.dev or services.library.get(article_id) is not None:
        return None
    name = f"{article_id}.md"
    return next(
        (
            file
            for file in services.library.broken()
            if file.article_id == article_id or file.file.rpartition("/")[2] == name
        ),
        None,
    )


def _find(request: Request, article_id: str) -> tuple[Entry, bool]:
    """The article of that id, or of that earlier id or file name and True. Raises NotFound, Gone."""
    services = _services(request)
    library = services.library
    entry = library.get(article_id)
    if entry is not None:
        return entry, False
    heir = library.resolve(article_id)
    entry = library.get(heir) if heir else None
    if entry is None:
        name = f"{article_id}.md"
        entry = next((other for other in library.entries() if other.file.rpartition("/")[2] == name), None)
    if entry is not None:
        return entry, True
    with services.sessions() as session:
        kept = articles.versions(session, article_id)
    if kept:
        raise Gone("This article was taken away.", kind="article", article=article_id)
    raise NotFound("There is no such article.", kind="article", article=article_id)


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def _language(request: Request) -> str:
    """The language of a page that lists articles: one the site speaks. What is listed is marked with its own."""
    return choose_language(("en", *LANGUAGES), "", request.headers.get("accept-language", ""))


def _told(lang: str, count: int) -> Callable[[Entry], Told]:
    """What a list says of its articles: in `lang` where they are translated, unless so many would have to be read."""
    return lambda entry: entry.told_in(lang if count <= TRANSLATED else entry.lang)


def _first_crumb(lang: str) -> tuple[str, str]:
    _say = speaker(lang)
    return _say("All articles"), "/"


def _base(request: Request) -> str:
    """The site's address without a slash at its end: the operator's, or as this visitor reached it."""
    return _services(request).settings.base_url.rstrip("/") or str(request.base_url).rstrip("/")


def _canonical(request: Request, path: str) -> str:
    return f"{_services(request).settings.base_url.rstrip('/')}{path}"


def _xml(request: Request, body: str, media_type: str = "application/xml") -> Response:
    """Addresses made from what one visitor says in `Host` are for that visitor only."""
    whose = "public" if _services(request).settings.base_url else "private"
    return Response(body, media_type=f"{media_type}; charset=utf-8", headers={"cache-control": f"{whose}, max-age=300"})
