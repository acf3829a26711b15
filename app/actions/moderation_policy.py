"""How strict this site is: what admins set on the pages, else the settings."""

from __future__ import annotations

from typing import cast, get_args

from sqlmodel import Session

from app.actions.services import Services
from app.core.moderation import Moderation, Policy
from app.settings import Settings
from app.storage import site_options

MODERATION = "moderation"  # names of site options
LINKS = "comment_links"
CONFIRM_ADDRESS = "confirm_address"


def read_policy(session: Session, settings: Settings) -> Policy:
    """The policy that holds now. An option that cannot be read counts as not set."""
    options = site_options.options(session)
    chosen = options.get(MODERATION, "")
    moderation = cast("Moderation", chosen) if chosen in get_args(Moderation) else settings.moderation
    links = options.get(LINKS, "")
    return Policy(moderation, links=int(links)) if links.isascii() and links.isdigit() else Policy(moderation)


def confirms_addresses(session: Session, settings: Settings) -> bool:
    """Whether a comment waits until its writer confirmed the address by mail."""
    chosen = site_options.options(session).get(CONFIRM_ADDRESS, "")
    return chosen == "yes" if chosen in ("yes", "no") else settings.confirm_address


def asks_for_address(services: Services) -> bool:
    """The same, for whoever has no transaction open."""
    with services.sessions() as session:
        return confirms_addresses(session, services.settings)
