"""A step's page without what is one walk's own: rendered once, then filled like a form letter.

Most pages of a step differ between walks only in addresses, in filled-in texts and in the trail. What else may differ
(which checks have a row and what they wait for, the question, where the walk should go on) is worked out by the very
functions that the page is made with, and tells which letter it is. What a visitor is busy with (errors, open fields,
findings, promoted causes) is rendered each time.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace

from markupsafe import escape

from app.actions.read_run import Run
from app.actions.services import Services
from app.core.article import Step
from app.core.names import wants_proof
from app.web.walk.addresses import in_html, step_url, walk_url
from app.web.walk.letters import Sheet, mark
from app.web.walk.others import others_at
from app.web.walk.pages import Pages, Part, Skeleton
from app.web.walk.questions import question_of
from app.web.walk.rows import waits_of
from app.web.walk.stay import Stay, article_url, title_of
from app.web.walk.trail import trail_of
from app.web.walk.view import StepView, view_of

WALKS = "/r/"


def still_part(pages: Pages, services: Services, run: Run, step_id: str | None, number: int | None) -> Part | None:
    """The page of a step at which nothing was found and nothing is to be typed; None where it has to be rendered.

    The arguments are those of `view_of`.
    """
    visit = run.state.last if step_id is None else run.state.visit(step_id, number)
    if visit is None or visit.results or visit.promoted:
        return None
    stay = Stay(services, run, visit)
    if not _may_be_kept(services, run, stay.step) or stay.fields():
        return None
    key, inside = _key(stay), stay.back.startswith(WALKS)
    skeleton = pages.skeleton((*key, inside))
    if skeleton is None:
        skeleton = _made(pages, stay, view_of(services, run, step_id, number), inside)
        pages.keep_skeleton((*key, inside), skeleton)
    before, main, form = skeleton
    values, title = _values(pages, stay, form, inside)
    return title, before.filled(values), main.filled(values)


def _may_be_kept(services: Services, run: Run, step: Step) -> bool:
    """Whether walks see the same of this step's question, notes and branches; and no check wants a proof."""
    kept, key = run.entry.fragments, ("kept", run.article.lang, step.id)
    found = kept.get(key)
    if found is None:
        asked = (step.ask.say, *(option.say for option in step.ask.options)) if step.ask else ()
        noted = (text for note in step.notes for text in (note.title, note.body))
        ahead = (run.article.steps[branch.to].title for branch in step.next if branch.to in run.article.steps)
        found = not any("{{" in text for text in (*asked, *noted, *ahead))
        found = found and not any(wants_proof(call, services.declarations) for call in step.checks)
        kept[key] = found
    return bool(found)


def _key(stay: Stay) -> tuple[Hashable, ...]:
    """All that a letter is made from."""
    run, step, visit = stay.run, stay.step, stay.visit
    waits = waits_of(stay.names, stay.services.declarations, step) if step.checks else ()
    return (
        *(run.row.version_id, run.article.lang, stay.kind, step.id, visit.number, visit.attempt, stay.looking_back),
        *(waits, stay.merges("", bool(waits)), stay.notes(), stay.recommended()),
        question_of(run, step, visit, stay.texts),
    )


def _values(pages: Pages, stay: Stay, form: str, inside: bool) -> tuple[Mapping[str, bytes], str]:
    """What is put in, and the page's title."""
    run, step, texts = stay.run, stay.step, stay.texts
    head, last, back = title_of(run, stay.names.today), run.state.last, stay.back
    trail = trail_of(run, stay.names.today, stay.visit)
    values: dict[str, str] = {
        "token": run.token,
        "read_token": run.row.read_token,
        "here": in_html(step_url(run.token, last.step, last.number) if last else walk_url(run.token)),
        "action": in_html(stay.action),
        "back": in_html(back.removeprefix(WALKS)) if inside else escape(back),
        "head": escape(head),
        "title": texts.line(step.title),
        "body": texts.prose(step.body),
        "trail": pages.trail(trail, run.article.lang),
        "tips": pages.tips.link(run, step.id),
    }
    sent = {name: value.encode() for name, value in values.items()}
    sent["others"] = others_at(pages, stay, form)
    return sent, f"{texts.plain(step.title)} · {head}"


def _made(pages: Pages, stay: Stay, view: StepView, inside: bool) -> Skeleton:
    run = stay.run
    back = f"{WALKS}{mark('back')}" if inside else str(mark("back"))
    marked = replace(view, action=str(mark("action")), back=back, title=mark("title"), body=mark("body"), trail=())
    places = ("token", "read_token", "here", "tips", "others", "trail")
    context = {name: mark(name) for name in places} | {"article_title": mark("head")}
    fixed = {"lang": run.article.lang, "article": run.entry.article_id, "article_url": article_url(run)}
    _, before, main = pages.part("walk/_step.html", "", v=marked, **context, **fixed)
    return Sheet(before.decode()), Sheet(main.decode()), view.form
