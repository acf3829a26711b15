"""What is in the outbox, and the links in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from app.storage import outgoing
from app.storage.outgoing import Mail
from tests.actions.factories import Bench


def set_up(bench: Bench, **settings: Any) -> Bench:
    """The same bench under other settings."""
    changed = bench.services.settings.model_copy(update={"base_url": "https://help.example.com", **settings})
    bench.services = replace(bench.services, settings=changed)
    return bench


def outbox(bench: Bench, prefix: str = "") -> list[Mail]:
    """Messages whose key begins so, oldest first."""
    with bench.services.sessions() as session:
        return [mail for mail in reversed(outgoing.list_mail(session)) if mail.key.startswith(prefix)]


def links(mail: Mail) -> list[str]:
    """The signed links of a message, in order, without what stands before."""
    return re.findall(r"/comments/l/[\w.-]+", mail.text)


def signed(mail: Mail, at: int = 0) -> str:
    return links(mail)[at].rpartition("/")[2]
