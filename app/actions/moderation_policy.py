"""How strict this site is: what admins set on the pages, else the settings."""

from __future__ import annotations

from typing import cast, get_args

from sqlmodel import Session

from app.core.moderation import Moderation, Policy
from app.settings import Settings
from app.storage import site_options

MODERATION = "moderation"  # names of site options
LINKS = "comment_links"


def read_policy(session: Session, settings: Settings) -> Policy:
    """The policy that holds now. An option that cannot be read counts as not set."""
    options = site_options.options(session)
    chosen = options.get(MODERATION, "")
    moderation = cast("Moderation", chosen) if chosen in get_args(Moderation) else settings.moderation
    links = options.get(LINKS, "")
    return Policy(moderation, links=int(links)) if links.isascii() and links.isdigit() else Policy(moderation)
