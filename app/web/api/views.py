"""From walks and articles to what the API gives."""

from __future__ import annotations

from typing import Any

from app.actions.prove_domain import proofs_given
from app.actions.read_run import Run
from app.core.article import Article, Step
from app.core.state import State
from app.library.entry import Entry
from app.web.api.models import (
    ArticleSummary,
    ArticleView,
    AsksView,
    AskView,
    CauseView,
    CheckView,
    InputView,
    OptionView,
    ProofView,
    RunView,
    StepView,
)


def run_view(run: Run, state: State, base: str) -> RunView:
    """A walk; `state` is the unpaged one, `base` the site's address without a slash at its end."""
    return RunView(
        token=run.row.token,
        read_token=run.row.read_token,
        article=run.entry.article_id,
        version=run.entry.number,
        url=f"{base}/r/{run.row.token}",
        path=state.path,
        at=state.at,
        promoted=state.promoted,
        end=state.end,
        loop=state.loop,
        asks=AsksView(inputs=state.asks.inputs, checks=state.asks.checks, step=state.asks.step),
        reasons=state.reasons,
        proofs=[
            ProofView(domain=one.domain, name=one.name, type="TXT", value=one.text, until=one.until)
            for one in proofs_given(run)
        ],
    )


def article_summary(entry: Entry, base: str) -> ArticleSummary:
    return ArticleSummary(**_summary(entry, base))


def article_view(entry: Entry, base: str) -> ArticleView:
    """An article with its graph as far as a program that walks it needs it; texts are Markdown as written."""
    article = entry.article
    url = f"{base}/a/{article.id}"
    return ArticleView(
        **_summary(entry, base),
        start=article.start,
        created=entry.created,
        changed=entry.changed,
        languages=[article.lang, *article.translations],
        inputs=_inputs(article),
        steps=[_step(step, url) for step in article.steps.values() if not step.use],
    )


def _summary(entry: Entry, base: str) -> dict[str, Any]:
    return {
        "id": entry.article_id,
        "title": entry.title,
        "summary": entry.summary,
        "category": list(entry.category),
        "tags": list(entry.tags),
        "lang": entry.lang,
        "document": entry.document,
        "version": entry.number,
        "url": f"{base}/a/{entry.article_id}",
    }


def _inputs(article: Article) -> list[InputView]:
    return [
        InputView(
            name=i.name,
            type=i.type,
            label=i.label,
            hint=i.hint,
            example=i.example,
            optional=i.optional,
            personal=i.personal,
            options=dict(i.options),
            default=list(i.default) if isinstance(i.default, tuple) else i.default,
        )
        for i in article.inputs.values()
    ]


def _step(step: Step, url: str) -> StepView:
    ask = step.ask
    return StepView(
        id=step.id,
        title=step.title,
        applies=step.applies,
        inputs=list(step.inputs),
        checks=[CheckView(name=call.name, run=call.run) for call in step.checks],
        ask=ask
        and AskView(
            say=ask.say,
            pick="many" if ask.many else "one",
            options=[OptionView(id=option.id, say=option.say) for option in ask.options],
        ),
        causes=[
            CauseView(id=c.id, title=c.title, cost=c.cost, likely=c.likely, url=f"{url}#{c.id}") for c in step.causes
        ],
        end=step.end,
        queue=step.queue,
        url=f"{url}#{step.id}",
    )
