"""The addresses of the pages for moderators, and where one may be led after logging in."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from app.web.security import ADMIN, is_for_moderators

LOG_IN = f"{ADMIN}/log-in"
LOG_OUT = f"{ADMIN}/log-out"
COMMENTS = f"{ADMIN}/comments"
SESSIONS = f"{ADMIN}/sessions"
PASSWORD = f"{ADMIN}/password"
USERS = f"{ADMIN}/users"
AUDIT = f"{ADMIN}/audit"
RULES = f"{ADMIN}/rules"
OPTIONS = f"{ADMIN}/options"
DRAFTS = f"{ADMIN}/drafts"


def own_path(wanted: str) -> str:
    """`wanted` where it is a path of this site, else the first page for moderators.

    Browsers drop tabs and line ends and take `\\` for `/`, so that `/\\t/evil.example` is another site to them.
    """
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    if not plain or any(ord(character) < 0x21 or ord(character) > 0x7E for character in wanted):
        return ADMIN
    path = urlsplit(wanted).path
    return ADMIN if path in (LOG_IN, LOG_OUT) else wanted


def log_in_url(next_path: str) -> str:
    """The log-in page that leads on to `next_path`."""
    path = own_path(next_path)
    return LOG_IN if path == ADMIN else f"{LOG_IN}?{urlencode({'next': path})}"


def page_before(referer: str) -> str:
    """The page for moderators whose form was posted, of the `Referer` header; a form's own address may be no page."""
    try:
        parts = urlsplit(referer)
    except ValueError:
        return ADMIN
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return own_path(path) if is_for_moderators(parts.path) else ADMIN
