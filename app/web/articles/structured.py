"""What search engines and feed readers are told: JSON-LD, sitemap, Atom, OpenSearch, robots.txt."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from html import escape

from markupsafe import Markup

from app.library import Category, Entry
from app.library.categories import slug

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def json_ld(entry: Entry, title: str, summary: str, lang: str, base: str, site_name: str) -> Markup:
    """`TechArticle` and `BreadcrumbList` as the content of a script element: data, which no policy has to allow."""
    address = f"{base}/a/{entry.article_id}"
    article = {
        "@type": "TechArticle",
        "@id": address,
        "headline": title,
        "description": summary,
        "inLanguage": lang,
        "datePublished": _stamp(entry.created),
        "dateModified": _stamp(entry.changed),
        "keywords": list(entry.tags),
        "articleSection": " / ".join(entry.category),
        "mainEntityOfPage": address,
        "publisher": {"@type": "Organization", "name": site_name},
    }
    crumbs = [(site_name, f"{base}/"), *category_crumbs(entry.category, base), (title, address)]
    breadcrumb = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": item}
            for at, (name, item) in enumerate(crumbs, start=1)
        ],
    }
    text = json.dumps({"@context": "https://schema.org", "@graph": [article, breadcrumb]}, ensure_ascii=False)
    for character, safe in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, safe)
    return Markup(text)  # noqa: S704 (what could end a script element is escaped)


def category_crumbs(path: tuple[str, ...], base: str = "") -> list[tuple[str, str]]:
    """Name and address of a category and of those above it."""
    slugs = [slug(name) for name in path]
    return [(name, f"{base}/c/{'/'.join(slugs[: at + 1])}") for at, name in enumerate(path)]


def sitemap(entries: Iterable[Entry], root: Category, base: str) -> str:
    """Home, categories and articles, these with their last change."""
    urls = [f"<url><loc>{escape(base)}/</loc></url>"]
    urls += [f"<url><loc>{escape(base + part.address)}</loc></url>" for part in root.walk() if part.path]
    urls += [
        f"<url><loc>{escape(base)}/a/{escape(entry.article_id)}</loc><lastmod>{_stamp(entry.changed)}</lastmod></url>"
        for entry in entries
    ]
    return f'{DECLARATION}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(urls)}</urlset>\n'


def atom(entries: Iterable[Entry], base: str, site_name: str) -> str:
    """What was changed last, newest first (RFC 4287)."""
    listed = list(entries)
    updated = max((entry.changed for entry in listed), default=None)
    items = "".join(
        f"<entry><id>{escape(base)}/a/{entry.article_id}</id><title>{escape(entry.title)}</title>"
        f'<link rel="alternate" type="text/html" href="{escape(base)}/a/{entry.article_id}"/>'
        f"<published>{_stamp(entry.created)}</published><updated>{_stamp(entry.changed)}</updated>"
        f"<summary>{escape(entry.summary)}</summary></entry>"
        for entry in listed
    )
    return (
        f'{DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom"><id>{escape(base)}/</id>'
        f"<title>{escape(site_name)}</title><author><name>{escape(site_name)}</name></author>"
        f'<link rel="self" type="application/atom+xml" href="{escape(base)}/feed.xml"/>'
        f'<link href="{escape(base)}/"/>'
        f"<updated>{_stamp(updated) if updated else '1970-01-01T00:00:00Z'}</updated>{items}</feed>\n"
    )


def opensearch(base: str, site_name: str) -> str:
    """Lets a browser search the site from its address bar."""
    template = escape(f"{base}/search?q={{searchTerms}}")
    return (
        f'{DECLARATION}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        f"<ShortName>{escape(site_name[:16])}</ShortName><Description>Search {escape(site_name)}</Description>"
        f"<InputEncoding>UTF-8</InputEncoding>"
        f'<Url type="text/html" template="{template}"/></OpenSearchDescription>\n'
    )


def robots(base: str) -> str:
    """Walks belong to those who walk them; their addresses are kept out here and by `noindex`."""
    return f"User-agent: *\nDisallow: /r/\nDisallow: /s/\nDisallow: /api/\n\nSitemap: {base}/sitemap.xml\n"


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
