"""A comment that waits reaches its moderator's mailbox while the site runs, and the link in it works."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from app import main
from app.actions.post_comment import Form, NewComment, Sender, post_comment
from app.actions.send_mail import Postman
from app.actions.services import Services
from app.storage import comments
from tests.mail.post_office import post_office
from tests.web.site import article, make_site


def test_from_the_form_to_the_mailbox_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "Postman", partial(Postman, every=0.02))
    monkeypatch.setenv("UNSNAG_MODERATORS", "grace@example.com")
    with post_office() as office:
        monkeypatch.setenv("UNSNAG_SMTP", f"smtp://127.0.0.1:{office.port}")
        client = make_site(tmp_path, {"mail.md": article("mail", "Mail")}, base_url="https://help.example.com")
        app: Any = client.app
        services: Services = app.state.services
        assert services.settings.smtp == SecretStr(f"smtp://127.0.0.1:{office.port}")
        with client:
            new = NewComment(article_id="mail", name="Zoë", text="Grüße: it was the cable.")
            comment = post_comment(services, new, Sender(), Form()).comment
            assert office.came.wait(30)
            message = office.message()
            assert message["To"] == "grace@example.com"
            assert message["From"] == "Unsnag <unsnag@help.example.com>"
            body = message.get_body(("plain",))
            assert body is not None
            text = body.get_content()
            assert "Grüße: it was the cable." in text
            link = re.search(r"https://help\.example\.com(/comments/l/\S+)", text)
            assert link is not None
            assert client.post(link[1]).status_code == 200
    with services.sessions() as session:
        found = comments.find_comment(session, comment.id)
    assert found is not None
    assert found.state == "published"
    assert len(office.taken) == 1
