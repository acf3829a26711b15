"""How strict this site is: what admins set on the pages, else the settings."""

from __future__ import annotations

from typing import cast, get_args

from sqlalchemy import Connection
from sqlmodel import Session

from app.actions.services import Services
from app.core.moderation import Moderation, Policy
from app.settings import Settings
from app.storage import site_options

MODERATION = "moderation"  # names of site options
LINKS = "comment_links"
CONFIRM_ADDRESS = "confirm_address"


def read_site(reader: Session | Connection, settings: Settings) -> tuple[Policy, bool]:
    """The policy that holds now, and whether a comment waits until its writer confirmed the address by mail.

    An option that cannot be read counts as not set.
    """
    options = site_options.options(reader)
    chosen, links, confirm = (options.get(name, "") for name in (MODERATION, LINKS, CONFIRM_ADDRESS))
    moderation = cast("Moderation", chosen) if chosen in get_args(Moderation) else settings.moderation
    policy = Policy(moderation, links=int(links)) if links.isascii() and links.isdigit() else Policy(moderation)
    return policy, confirm == "yes" if confirm in ("yes", "no") else settings.confirm_address


def read_policy(reader: Session | Connection, settings: Settings) -> Policy:
    """The policy that holds now."""
    return read_site(reader, settings)[0]


def confirms_addresses(reader: Session | Connection, settings: Settings) -> bool:
    """Whether a comment waits until its writer confirmed the address by mail."""
    return read_site(reader, settings)[1]


def asks_for_address(services: Services) -> bool:
    """The same, for whoever has no transaction open."""
    with services.sessions() as session:
        return confirms_addresses(session, services.settings)
