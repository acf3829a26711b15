from __future__ import annotations

from app.core.article import Bundle
from app.core.parse import parse
from app.core.scenario import run_scenarios, walked_edges
from tests.core.factories import CHECKS, article_of, text_of

BODY = """
## One
```yaml step
id: one
checks:
  mx: {run: look.up, with: {domain: $domain}}
```
### None
```yaml cause
id: none
when: 'mx.code == "none"'
```
Publish it.

## Two
```yaml step
id: two
when: 'mx.code != "odd"'
else: end
```

## End
```yaml step
id: end
end: solved
```

```yaml scenarios
%s
```
"""
FRONT = "inputs: {domain: {type: domain, label: Domain}}"


def told(scenarios: str) -> list[str]:
    return [problem.message for problem in run_scenarios(article_of(BODY % scenarios, FRONT), CHECKS)]


def test_scenarios_that_hold_say_nothing() -> None:
    assert (
        told("- {name: a, given: {domain: a.example}, checks: {one.mx: found}, expect: {path: [one, two, end]}}") == []
    )
    assert told("- {name: a, expect: {at: null, asks: {inputs: [domain]}}}") == []
    assert (
        told("- {name: a, given: {domain: a.example}, expect: {at: one, asks: {checks: [one.mx], step: null}}}") == []
    )


def test_what_was_expected_and_what_is_are_both_told() -> None:
    (said,) = told("- {name: late, given: {domain: a.example}, checks: {one.mx: none}, expect: {end: solved}}")
    assert "“late”" in said
    assert "expected end solved" in said
    (said,) = told("- {name: b, given: {domain: a.example}, checks: {one.mx: none}, expect: {promoted: []}}")
    assert "it is none" in said


def test_wrong_names_in_a_scenario_are_told_as_its_failure() -> None:
    (said,) = told("- {name: c, given: {domain: a.example}, checks: {one.mx: lost}, expect: {end: solved}}")
    assert "never ends with “lost”" in said


def test_edges_past_a_step_that_does_not_apply_are_walked() -> None:
    scenario = "- {name: a, given: {domain: a.example}, checks: {one.mx: odd}, expect: {path: [one, end]}}"
    assert walked_edges(article_of(BODY % scenario, FRONT), CHECKS) == {("one", "two"), ("two", "end")}


def test_facts_given_stand_instead_of_the_examples() -> None:
    scenario = (
        "- {name: a, given: {domain: a.example}, checks: {one.mx: {code: none, facts: {}}}, expect: {promoted: [none]}}"
    )
    assert told(scenario) == []
    assert "no fact" in told(scenario.replace("facts: {}", "facts: {colour: red}"))[0]


def test_a_scenario_takes_place_on_a_day_of_the_calendar() -> None:
    for day in ("tomorrow", "2026-02-30"):
        text = text_of(BODY % f"- {{name: a, today: {day}, expect: {{at: null}}}}", FRONT)
        (found,) = parse(Bundle("test.md", {"test.md": text})).problems
        assert (found.code, found.severity) == ("wrong-value", "error")
        assert text.splitlines()[found.line - 1][found.column - 1 :].startswith(day)
