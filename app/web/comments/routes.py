"""The comments of an article: to read, and to write. `single.py` has what concerns one comment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.actions.new_comment import BadComment, Posted, Posting
from app.actions.post_comment import post_comment, post_comments
from app.actions.read_comment import check_comment
from app.actions.services import Services
from app.actions.verify import Proof, check
from app.core.errors import BadVerification, NotFound, UnsnagError
from app.storage import comments
from app.storage.comments import Order
from app.web.board import board_of
from app.web.bodies import Fields, read_fields
from app.web.comments import single
from app.web.comments.forms import LARGEST, FormView, Typed, new_form
from app.web.comments.places import Place, places_of
from app.web.comments.shelf import ORDERS, Shelf, services_of
from app.web.comments.writers import SeeOther, remember, sender_of
from app.web.spoken import speaker

router = APIRouter()
FULL = 30  # of one's own that wait, at most, above the thread


async def thread(request: Request) -> Response:
    """`GET /a/{id}/comments`: what readers wrote of an article, or with `anchor` of one step or cause."""
    return await run_in_threadpool(_thread, request)


def _thread(request: Request) -> Response:
    moved = _moved(request)
    if moved is not None:
        return moved
    shelf = Shelf.of(request, request.path_params["id"])
    services = services_of(request)
    place = _place(shelf, request.query_params.get("anchor", ""))
    form = None
    if services.settings.comments:
        form = new_form(services, shelf.entry.article_id, shelf.entry.number, Typed(anchor=place.id))
    listing = Listing.of(request, shelf, place)
    context = {**_frame(shelf, place), **listing.read(services), "form": form}
    return shelf.respond(request, "comments/thread.html", context)


async def write(request: Request) -> Response:
    """`POST /a/{id}/comments`: a new comment, or its preview."""
    fields = await read_fields(request, LARGEST)
    return await run_in_threadpool(_write, request, fields)


def _write(request: Request, fields: Fields) -> Response:
    services, article_id = services_of(request), request.path_params["id"]
    shelf, typed = Shelf.of(request, article_id), Typed.of(fields)
    if "preview" in fields:
        return _preview(request, shelf, typed)
    try:
        posting = _posting(request, shelf, typed, Proof.of(fields))
        posted = post_comment(services, posting.new, posting.sender, posting.form, posting.ticket)
    except BadVerification as problem:
        return _unverified(request, shelf, typed, problem, asked="picture" in fields)
    except UnsnagError as problem:
        return _refused(request, shelf, typed, problem)
    if posted.comment.public and not posted.duplicate:
        board_of(request).refresh()
    return _taken(request, shelf, posted)


Asked = tuple[Request, Fields]  # a comment with all it needs


def take_all(asked: Sequence[Asked], waits: Callable[[], object]) -> list[Response | None]:
    """The answers to comments that come at the same moment; None for one that cannot be taken as it is.

    `waits` is called when nothing is left but to wait for the disk. Raises whatever concerns all of them:
    StoreUnavailable, NotAllowed.
    """
    request, _ = asked[0]
    ready = [_ready(*each) for each in asked]
    outcomes = iter(post_comments(services_of(request), [each[1] for each in ready if each is not None], waits))
    posted = [next(outcomes) if each is not None else None for each in ready]
    if any(isinstance(each, Posted) and each.comment.public and not each.duplicate for each in posted):
        board_of(request).refresh()
    return [
        _taken(request, each[0], outcome) if each is not None and isinstance(outcome, Posted) else None
        for (request, _), each, outcome in zip(asked, ready, posted, strict=True)
    ]


def _ready(request: Request, fields: Fields) -> tuple[Shelf, Posting] | None:
    try:
        shelf = Shelf.of(request, request.path_params["id"])
        return shelf, _posting(request, shelf, Typed.of(fields), Proof.of(fields))
    except Exception:  # the route meets it again, and knows how to tell people
        return None


def _taken(request: Request, shelf: Shelf, posted: Posted) -> Response:
    number = posted.comment.id
    seen = posted.own or posted.comment.public or number in shelf.mine
    answer = SeeOther((f"/comments/{number}" if seen else shelf.comments_url) + shelf.query())
    if posted.own:
        remember(request, answer, services_of(request), shelf.mine, number)
    return answer


def _posting(request: Request, shelf: Shelf, typed: Typed, proof: Proof) -> Posting:
    """Raises BadVerification."""
    services, article_id = services_of(request), request.path_params["id"]
    ticket = check(services, proof, typed.subject(article_id))
    return Posting(typed.comment(article_id), sender_of(request, services, shelf.mine), typed.form(services), ticket)


def _preview(request: Request, shelf: Shelf, typed: Typed) -> Response:
    services = services_of(request)
    try:
        html = check_comment(services, typed.comment(shelf.entry.article_id))
    except BadComment as problem:
        return _refused(request, shelf, typed, problem)
    return _again(request, shelf, _form(services, shelf, typed), preview=Markup(html))  # noqa: S704 (core/markup)


def _unverified(request: Request, shelf: Shelf, typed: Typed, problem: BadVerification, *, asked: bool) -> Response:
    """The comment once more, with a picture. It is no fault where nobody was asked for a picture before."""
    services = services_of(request)
    form = replace(_form(services, shelf, typed.unverified), picture_shown=True)
    found = dict(problem.fields) if asked or typed.payload else {}
    html = ""
    try:
        html = check_comment(services, typed.comment(shelf.entry.article_id))
    except BadComment as more:
        found = more.problems | found
    form = replace(form, errors=shelf.reasons(found))
    preview = Markup(html)  # noqa: S704 (core/markup)
    return _again(request, shelf, form, status=422 if found else 200, preview=preview, last_step=not found)


def _refused(request: Request, shelf: Shelf, typed: Typed, problem: UnsnagError) -> Response:
    """The form with everything typed, and what was wrong: beside the fields, or above where it was none of them."""
    services = services_of(request)
    form = _form(services, shelf, typed)
    trouble, status = shelf.trouble(problem)
    if isinstance(problem, BadComment):
        return _again(request, shelf, replace(form, errors=shelf.reasons(problem.problems)), status=status)
    return _again(request, shelf, form, status=status, trouble=trouble)


def _form(services: Services, shelf: Shelf, typed: Typed) -> FormView:
    return new_form(services, shelf.entry.article_id, shelf.entry.number, typed)


def _again(
    request: Request,
    shelf: Shelf,
    form: FormView,
    *,
    status: int = 200,
    preview: Markup | None = None,
    last_step: bool = False,
    trouble: str = "",
) -> Response:
    """The page of the form alone: it needs no database, so it can be shown while that does not answer."""
    place = places_of(shelf.entry, shelf.lang).find(form.typed.anchor)
    own = {"form": form, "preview": preview, "last_step": last_step, "trouble": trouble, "waiting": (), "listed": False}
    return shelf.respond(request, "comments/thread.html", {**_frame(shelf, place), **own}, status=status)


def _frame(shelf: Shelf, place: Place) -> dict[str, object]:
    _say = speaker(shelf.lang)
    heading = _say("Tips on “{title}”", title=place.title)
    return {
        "heading": heading,
        "crumbs": shelf.crumbs(_say("Tips from readers")),
        "place": place,
        "preview": None,
        "last_step": False,
        "trouble": "",
    }


@dataclass(frozen=True, slots=True)
class Listing:
    """Which page of which thread, in which order."""

    shelf: Shelf
    place: Place
    order: Order
    after: str
    count: int

    @classmethod
    def of(cls, request: Request, shelf: Shelf, place: Place) -> Listing:
        asked = request.query_params.get("sort", "")
        order: Order = next((order for order in ORDERS if order == asked), "newest")
        counts = board_of(request).counts(shelf.entry)
        count = counts.get(place.id, 0) if place.id else sum(counts.values())
        return cls(shelf, place, order, request.query_params.get("after", ""), count)

    def read(self, services: Services) -> dict[str, object]:
        """What the template lists. Reads the database."""
        shelf, article_id = self.shelf, self.shelf.entry.article_id
        anchor = self.place.ids if self.place.id else None
        with services.engine.connect() as connection:
            found = comments.thread(connection, article_id, anchor=anchor, order=self.order, after=self.after or None)
            own = comments.find_comments(connection, shelf.mine[-FULL:]) if shelf.mine and not self.after else {}
        viewer = shelf.viewer(services)
        waiting = [
            viewer.one(comment)
            for comment in own.values()
            if comment.article_id == article_id
            and not comment.public
            and (not self.place.id or comment.anchor in self.place.ids)
        ]
        query = {"anchor": self.place.id, "sort": self.order if self.order != "newest" else None}
        more = shelf.comments_url + shelf.query(**query, after=found.next) if found.next else ""
        base = shelf.comments_url + shelf.query(anchor=self.place.id)
        return {
            "listed": True,
            "threads": viewer.threads(found.comments),
            "waiting": [view for view in waiting if view.state != "gone"],
            "count": self.count,
            "order": self.order,
            "sort_base": base + ("&" if "?" in base else "?"),
            "next_url": more,
        }


def _place(shelf: Shelf, anchor: str) -> Place:
    """Raises NotFound for a step that the article does not have."""
    place = places_of(shelf.entry, shelf.lang).find(anchor)
    if not place.there:
        raise NotFound("There is no such step in this article.", kind="step", anchor=anchor)
    return place


def _moved(request: Request) -> Response | None:
    """An article's earlier id leads to the present one."""
    library, asked = services_of(request).library, request.path_params["id"]
    heir = None if library.get(asked) is not None else library.resolve(asked)
    if not heir:
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/a/{heir}/comments{query}", 301)


router.add_route("/a/{id}/comments", thread, methods=["GET", "HEAD"], include_in_schema=False)
router.add_route("/a/{id}/comments", write, methods=["POST"], include_in_schema=False)
router.include_router(single.router)
