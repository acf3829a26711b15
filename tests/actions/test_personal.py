"""What is personal stays out of events, of exports and of the page that is passed on, whoever repeated it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from app.actions.personal import personal_source
from app.actions.read_run import Run, read_events, read_run, unpaged_state
from app.actions.record_events import record_events
from app.actions.run_checks import result_event
from app.actions.services import Services
from app.actions.start_run import start_run
from app.actions.submit_step import submit_inputs
from app.actions.write_text import write_text
from app.actions.write_transcript import as_json, write_transcript
from app.core.checking import CheckResult, EvidenceLine
from app.core.walk import Call
from tests.actions.factories import make_bench
from tests.core.factories import article_of

ARTICLE = """\
---
format: 1
id: post
title: Mail for {{ recipient }}
summary: A walk for tests.
inputs:
  recipient: {type: email, label: Recipient, optional: true, personal: true}
  report: {type: text, label: Report, optional: true, personal: true}
---
Look.

## Does {{ recipient }} get mail?
```yaml step
id: look
inputs: [recipient, report]
checks:
  rcpt: {run: smtp.recipient, with: {hosts: [mx.example.com], recipient: $recipient}}
  bounce: {run: mail.bounce, with: {text: $report}}
ask:
  say: "Is {{ recipient }} there?"
  options: {yes: {say: "Yes", to: solved}, no: {say: "No", to: solved}}
```

## Solved
```yaml step
id: solved
end: solved
```
"""
JANE = "jane.doe@example.com"
REPORT = f"Delivery failed\n550 5.1.1 <{JANE}> unknown here\nSubject: My illness"


def begun(folder: Path) -> tuple[Services, Run]:
    services = make_bench(folder, post=ARTICLE).services
    return services, start_run(services, "post", {"recipient": JANE, "report": REPORT})


def found(services: Services, token: str, name: str, params: Mapping[str, object], *said: str) -> Run:
    """Notes a result of the step's check as a run of it does; the last thing said is in its summary and facts."""
    evidence = tuple(EvidenceLine(1.0, "received", text) for text in said)
    result = CheckResult(
        "fail", "unknown-user", {"reply": said[-1]}, f"It said {said[-1]}.", evidence, 1.0, "Ask them."
    )
    run = {"rcpt": "smtp.recipient", "bounce": "mail.bounce"}[name]
    event = result_event(Call(f"look.{name}", run, params), result, 1, 1)
    return record_events(services, token, lambda _: [event])


def asked(recipient: str) -> dict[str, object]:
    return {"hosts": ["mx.example.com"], "recipient": recipient}


def replayed(services: Services, token: str) -> Run:
    with services.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE run SET state = NULL")
    services.states.forget()
    return read_run(services, token)


def passed_on(services: Services, run: Run) -> str:
    """Everything that leaves the visitor."""
    written = write_transcript(services, run).without_personal()
    return write_text(written) + json.dumps(as_json(written))


def test_a_result_holds_no_personal_value_and_still_counts_when_the_walk_is_played(tmp_path: Path) -> None:
    services, run = begun(tmp_path)
    run = found(services, run.token, "rcpt", asked(JANE), f"550 <{JANE}> unknown")
    run = found(services, run.token, "bounce", {"text": REPORT}, "Unknown")
    assert "jane" not in str([row.event for row in read_events(services, run)])
    assert "illness" not in str([row.event for row in read_events(services, run)])
    assert replayed(services, run.token).state.to_json() == run.state.to_json()
    results = unpaged_state(services, run).visits[0].results
    assert results["rcpt"].facts["reply"] == f"550 <{JANE}> unknown"
    assert set(results) == {"rcpt", "bounce"}


def test_a_result_for_an_earlier_value_counts_no_more_and_its_evidence_is_left_out(tmp_path: Path) -> None:
    services, run = begun(tmp_path)
    run = found(services, run.token, "rcpt", asked(JANE), f"RCPT TO:<{JANE}>", f"550 <{JANE.upper()}> unknown")
    run = submit_inputs(services, run.token, lambda _: {"recipient": "max@example.com"})
    assert "rcpt" not in run.state.visits[0].results
    assert "jane" not in passed_on(services, run).lower()
    back = submit_inputs(services, run.token, lambda _: {"recipient": JANE})
    assert back.state.visits[0].results["rcpt"].code == "unknown-user"
    assert replayed(services, run.token).state.to_json() == back.state.to_json()
    submit_inputs(services, run.token, lambda _: {"recipient": "max@example.com"})
    assert "rcpt" not in replayed(services, run.token).state.visits[0].results


def test_what_is_passed_on_names_nobody_even_by_a_part_of_the_address(tmp_path: Path) -> None:
    services, run = begun(tmp_path)
    said = ("RCPT TO:<Jane.Doe@Example.com>", "550 5.1.1 user jane.doe not known; see x_jane.doe@example.com_y")
    run = found(services, run.token, "rcpt", asked(JANE), *said)
    told = passed_on(services, run)
    assert "jane" not in told.lower()
    assert "550 5.1.1 user" in told
    assert "Mail for [left out: personal]" in told


def test_a_personal_text_is_in_no_line_of_what_is_passed_on(tmp_path: Path) -> None:
    services, run = begun(tmp_path)
    run = found(services, run.token, "bounce", {"text": REPORT}, "Read from: Subject: My illness", f"<{JANE}> unknown")
    told = passed_on(services, run)
    assert "illness" not in told
    assert "jane" not in told.lower()
    assert "unknown-user" in told
    own = as_json(write_transcript(services, run))
    assert "illness" in json.dumps(own)


FRAGMENT = """\
---
format: 1
kind: fragment
id: ask
title: Ask
params:
  who: {type: email, label: Who}
returns: [done]
---
## Ask
```yaml step
id: ask
checks:
  rcpt: {run: smtp.recipient, with: {hosts: [mx.example.com], recipient: $who}}
next: return.done
```
"""


def test_a_fragments_parameter_leads_to_the_personal_input_behind_it() -> None:
    article = article_of(
        """
        ## Inside
        ```yaml step
        id: inside
        use: ask
        with: {who: $recipient}
        returns: {done: solved}
        ```
        ## Solved
        ```yaml step
        id: solved
        end: solved
        ```
        """,
        "inputs: {recipient: {type: email, label: Recipient, personal: true}}",
        _fragments__ask=FRAGMENT,
    )
    step = article.steps["inside.ask"]
    call = step.check("rcpt")
    assert call is not None
    assert personal_source(article, step.scope, call.params["recipient"]) == "recipient"
    assert personal_source(article, step.scope, call.params["hosts"]) is None
