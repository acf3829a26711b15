"""`/admin/comments`: comments that wait, and all others, each with what can be done with it.

One form holds the whole list, so that everything works without a script: a button acts on its comment, those of the
bar on all that are ticked. Each says which state the page showed; where that is no longer the comment's, somebody else
was quicker, nothing is changed, and the page says who it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.find_session import Person
from app.actions.last_verdict import Undoable, last_verdict
from app.actions.moderate_comment import STATES, Verdict, moderate_comment, undo_verdict
from app.actions.services import Services
from app.core.errors import BadInput, Conflict, Gone, NotFound
from app.storage import comments
from app.web.admin.addresses import COMMENTS
from app.web.admin.browser import services_of
from app.web.admin.cards import LABELS, MARK_WORDS, STATE_WORDS, cards_of, credits_of, editions_in, ids_in
from app.web.admin.guard import admin_page, asked, last, number
from app.web.bodies import Fields

PAGE = 25
VIEW = ("state", "article", "after")  # what a list shows: `after` the id of the last comment of the page before
DONE, DONE_S = "moderated", 86_400  # purpose and age of the signed note that says what was just done
SAID: Mapping[str, tuple[str, str]] = {
    "publish": ("was published", "were published"),
    "hold": ("was put back to those that wait", "were put back to those that wait"),
    "reject": ("was rejected", "were rejected"),
    "spam": ("was called spam", "were called spam"),
    "undo": ("is as it was before", "are as they were before"),
}


@dataclass
class Outcome:
    """What came of a form: each comment with the states it went through, and the sentences for those left alone."""

    did: str
    changed: list[Undoable] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)

    def told(self) -> str:
        """`3 comments were published.`; empty where nothing was changed."""
        count = len(self.changed)
        if not count:
            return ""
        one, many = SAID[self.did]
        return f"One comment {one}." if count == 1 else f"{count} comments {many}."


def show_queue(request: Request, person: Person) -> Response:
    """`GET /admin/comments?state=held&article=…&after=…`"""
    view = {name: asked(request, name) for name in VIEW}
    return _list(request, person, view, just_done(request))


def judge(request: Request, person: Person, fields: Fields) -> Response:
    """`POST /admin/comments`: `do` is `publish:7:held`, a verdict for all `chosen`, or `undo` with `back`."""
    services, what = services_of(request), last(fields, "do")
    outcome = _undo(services, person, fields) if what == "undo" else _judge(services, person, what, fields)
    view = {name: last(fields, name) for name in VIEW}
    if outcome.refused:
        return _list(request, person, view, outcome, status=409)
    query = {name: value for name, value in view.items() if value}
    if outcome.changed:
        query["done"] = note_of(services, outcome)
    elif what in STATES and not fields.get("chosen"):
        query["said"] = "none-chosen"
    acted = {each.comment_id for each in outcome.changed}
    address = last(fields, "back_to")
    if number(address):
        return RedirectResponse(f"{COMMENTS}/{address}?{urlencode(query)}", 303)
    place = f"#comment-{min(acted)}" if what == "undo" and acted else _next_after(fields, acted)
    return RedirectResponse(f"{COMMENTS}?{urlencode(query)}{place}", 303)


def _judge(services: Services, person: Person, what: str, fields: Fields) -> Outcome:
    verdict, _, single = what.partition(":")
    if verdict not in STATES:
        raise BadInput("This page does not know that button. Load it again.")
    outcome = Outcome(verdict)
    known: Verdict = verdict
    seen = editions_in(fields.get("seen", []))
    for comment_id, expected in ids_in([single] if single else fields.get("chosen", [])):
        try:
            moderate_comment(services, person.actor, comment_id, known, expected=expected, seen=seen.get(comment_id))
        except (Conflict, Gone, NotFound) as problem:
            outcome.refused.append((comment_id, problem.message))
        else:
            if expected != STATES[known]:
                outcome.changed.append(Undoable(comment_id, expected, STATES[known]))
    return outcome


def _undo(services: Services, person: Person, fields: Fields) -> Outcome:
    outcome = Outcome("undo")
    for value in fields.get("back", []):
        rest, _, before = value.rpartition(":")
        for comment_id, expected in ids_in([rest]):
            if before not in STATE_WORDS:
                continue
            try:
                undo_verdict(services, person.actor, comment_id, expected=expected, before=before)
            except (Conflict, Gone, NotFound) as problem:
                outcome.refused.append((comment_id, problem.message))
            else:
                outcome.changed.append(Undoable(comment_id, expected, before))
    return outcome


def _next_after(fields: Fields, acted: set[int]) -> str:
    """Where the eye goes on: the comment after the last that was acted on, which then takes its place."""
    shown = [found for value in fields.get("shown", []) if (found := number(value)) is not None]
    places = [place for place, each in enumerate(shown) if each in acted]
    if not places:
        return ""
    after = [each for each in shown[places[-1] + 1 :] if each not in acted]
    before = [each for each in shown[: places[-1]] if each not in acted]
    return f"#comment-{after[0] if after else before[-1]}" if after or before else ""


def note_of(services: Services, outcome: Outcome) -> str:
    """What was done, for the address of the page that is shown next: signed, since its button takes it back."""
    return services.signer.sign(DONE, {"did": outcome.did, "ids": [list(each) for each in outcome.changed]})


def just_done(request: Request) -> Outcome | None:
    """What the form before this page did, as we signed it."""
    note = request.query_params.get("done", "")
    data = services_of(request).signer.read(DONE, note, DONE_S) if note else None
    if data is None or not isinstance(data["ids"], list):
        return None
    changed = [Undoable(int(e[0]), str(e[1]), str(e[2])) for e in data["ids"] if isinstance(e, list)]  # type: ignore[arg-type]
    return Outcome(str(data["did"]), changed)


def _list(
    request: Request, person: Person, view: Mapping[str, str], outcome: Outcome | None, status: int = 200
) -> Response:
    services = services_of(request)
    state = view["state"] if view["state"] in STATE_WORDS else "held"
    article = view["article"]
    with services.sessions() as session:
        found, after = comments.queue(session, state, number(view["after"]), PAGE, article_id=article or None)
        counts = comments.queue_counts(session)
    shown = [comment for comment in found if not comment.erased]
    kept = {name: value for name, value in (("state", state), ("article", article)) if value}
    return admin_page(
        request,
        person,
        "queue.html",
        status=status,
        cards=cards_of(services, shown),
        state=state,
        article=article,
        after=view["after"],
        tabs=[(name, label, counts.get(name, 0)) for name, label in STATE_WORDS.items()],
        outcome=outcome,
        undo=undo_of(services, person, outcome),
        older=f"{COMMENTS}?{urlencode({**kept, 'after': after})}" if after is not None else "",
        newest=f"{COMMENTS}?{urlencode(kept)}" if view["after"] else "",
        labels=LABELS,
        words=STATE_WORDS,
        marks=MARK_WORDS,
        credits=credits_of(services),
    )


def undo_of(services: Services, person: Person, outcome: Outcome | None) -> list[Undoable]:
    """What the undo button takes back: all that was just done, else the last verdict in the log."""
    if outcome is not None and outcome.did == "undo":
        return []
    if outcome is not None and outcome.changed:
        return outcome.changed
    found = last_verdict(services, person.actor)
    return [found] if found is not None else []
