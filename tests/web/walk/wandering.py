"""Walks at random as pages see them, and an article whose pages differ in all that a page may differ in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from app.actions.read_run import Run
from app.checks import declarations
from app.core.state import State
from app.core.walk import advance, shown_options
from tests.content.articles import SAMPLES, TODAY

LONGEST = 40  # events of a walk
STILL = """\
---
format: 1
id: still
title: Still life of {{ domain }}
summary: An article for tests.
category: Tests
inputs:
  domain: {type: domain, label: A domain}
  mode: {type: choice, label: How it runs, options: {alone: Alone, beside: Beside, behind: Behind}}
  word: {type: text, label: A word, optional: true}
---
Look.

## The first step
```yaml step
id: first
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
  mail: {run: smtp.banner, with: {hosts: $mx.hosts}}
next:
  - {when: 'mode == "behind"', to: third}
  - {to: second}
```
Look at {{ domain }}.

### It is broken
```yaml cause
id: broken
when: 'mx.code == "none"'
```
Mend it.

### It is late
```yaml cause
id: late
likely: often
```
Wait.

## The second step
```yaml step
id: second
checks:
  port: {run: net.tcp, with: {host: $domain, port: 25}, when: 'mode == "alone"'}
ask:
  say: "Which way?"
  options:
    again: {say: "Again", to: first}
    word: {say: "Another word", when: 'word == null', to: third}
    on: {say: "On", to: fourth}
```
Think of {{ word }}.

### It is lost
```yaml cause
id: lost
```
Find {{ domain }}.

## The third step
```yaml step
id: third
inputs: [domain, mode]
ask:
  say: "Did it help?"
  options:
    yes: {say: "Yes", to: solved}
    no: {say: "No", to: fourth}
```
Try.

### It stands beside another
```yaml note
id: beside
when: 'mode == "beside"'
```
Ask that one too.

### It stands behind
```yaml cause
id: behind
when: 'mode == "behind"'
```
Move it.

## The fourth step
```yaml step
id: fourth
next:
  - {when: 'mode == "alone"', to: fifth}
  - {to: first}
```
Go on.

## The fifth step of {{ domain }}
```yaml step
id: fifth
inputs: [word]
next: first
```
Go back.

## Solved
```yaml step
id: solved
end: solved
```
Good.
"""
STILL_DE = """\
---
format: 1
id: still
lang: de
title: Stillleben von {{ domain }}
---
Sehen Sie hin.

## Der erste Schritt
```yaml step
id: first
```
Sehen Sie {{ domain }} an.

## Der dritte Schritt
```yaml step
id: third
ask:
  say: "Half das bei {{ domain }}?"
  options:
    yes: {say: "Ja"}
    no: {say: "Nein"}
```
Versuchen Sie es.
"""


def wander(run: Run, chance: random.Random) -> Iterator[State]:
    """The states of a walk as its pages see it, by whatever a visitor may do."""
    state = run.state
    for _ in range(LONGEST):
        yield state
        state = advance(run.article, state, _event(run, state, chance), today=TODAY, checks=declarations())
        if state.end and chance.random() < 0.5:
            yield state
            return


def _event(run: Run, state: State, chance: random.Random) -> dict[str, Any]:
    visit, inputs = state.last, run.article.inputs
    if state.asks.inputs or visit is None:
        names = [*state.asks.inputs, *run.article.loose]
        given = {
            name: _typed(run, name, chance) for name in names if not inputs[name].optional or chance.random() < 0.5
        }
        return {"kind": "given", "values": given} if chance.random() < 0.8 else {"kind": "continue", "step": ""}
    step = run.article.steps[visit.step]
    if chance.random() < 0.1:
        name = chance.choice(list(inputs))
        return {"kind": "given", "values": {name: _typed(run, name, chance)}}
    if state.asks.checks and chance.random() < 0.3:
        call = step.check(chance.choice(state.asks.checks).rpartition(".")[2])
        assert call is not None
        outcome = chance.choice(declarations()[call.run].outcomes)
        result = {"status": outcome.status, "code": outcome.code, "facts": dict(outcome.example)}
        return {"kind": "result", "check": f"{step.id}.{call.name}", "result": result}
    if step.causes and chance.random() < 0.2:
        tried = chance.choice(["worked", "failed", "skipped"])
        return {"kind": "tried", "cause": chance.choice(step.causes).id, "outcome": tried}
    if state.asks.step and step.ask:
        option = chance.choice(shown_options(run.article, state, step, TODAY)).id
        return {"kind": "answer", "step": step.id, "value": [option] if step.ask.many else option}
    return {"kind": "continue", "step": step.id}


def _typed(run: Run, name: str, chance: random.Random) -> Any:
    declared = run.article.inputs[name]
    if declared.type in ("domain", "text"):
        return f"{chance.randrange(100)}.example"
    if not declared.options:
        return SAMPLES[declared.type]
    value = chance.choice(list(declared.options))
    return [value] if declared.type == "choices" else value
