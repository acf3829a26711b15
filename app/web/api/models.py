"""What the JSON API takes and gives. Field by field the names are those of the article format.

What a model says of itself is in the API's document, so it is assigned: a worker does without docstrings
(`app/bytecode.py`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
StepId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,255}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
CheckKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,255}\.[a-z][a-z0-9_]{0,63}$")]
Text = Annotated[str, StringConstraints(max_length=65_536)]
Value = Annotated[list[Text], Field(max_length=200)] | Text | bool | float | None
Count = Annotated[int, Field(ge=1, le=9_999)]


class Strict(BaseModel):
    """A body: what it does not know it refuses, so that a misspelt key is not lost in silence."""

    model_config = ConfigDict(extra="forbid")


class NewRun(Strict):
    __doc__ = "Starts a walk. `given` maps an input's name to its value."

    article: Id
    given: dict[Name, Value] = Field(default_factory=dict, max_length=200)
    lang: Annotated[str, StringConstraints(max_length=35)] = ""


class Given(Strict):
    __doc__ = "Values for inputs."

    kind: Literal["given"]
    values: dict[Name, Value] = Field(min_length=1, max_length=200)


class Answered(Strict):
    __doc__ = "An answer to a step's question: an option's id, or a list of them where several may be picked."

    kind: Literal["answer"]
    step: StepId
    value: Annotated[list[Id], Field(min_length=1, max_length=200)] | Id
    visit: Count | None = None


class Tried(Strict):
    __doc__ = "How trying a cause's fix went."

    kind: Literal["tried"]
    cause: StepId
    outcome: Literal["worked", "failed", "skipped"]
    visit: Count | None = None
    attempt: Count | None = None


class Continued(Strict):
    __doc__ = "Goes on from a step past what it still asks."

    kind: Literal["continue"]
    step: StepId
    visit: Count | None = None


class Solved(Strict):
    __doc__ = "The problem is gone, whatever the walk still asks."

    kind: Literal["solved"]


class Reopened(Strict):
    __doc__ = "It was not gone after all."

    kind: Literal["reopen"]


class CheckWanted(Strict):
    __doc__ = "Runs a check here and now, `step.check`, and notes what it finds. Results themselves are not taken."

    kind: Literal["check"]
    check: CheckKey
    visit: Count | None = None


class ProofWanted(Strict):
    __doc__ = "Gives a record for each domain that the step's checks want proved; the walk keeps its token for them."

    kind: Literal["proof"]
    step: StepId


NewEvent = Annotated[
    Given | Answered | Tried | Continued | Solved | Reopened | CheckWanted | ProofWanted, Field(discriminator="kind")
]


class ProofView(BaseModel):
    __doc__ = "A record to publish, with which a domain is proved until then."

    domain: str
    name: str
    type: Literal["TXT"]
    value: str
    until: datetime


class AsksView(BaseModel):
    __doc__ = "What the walk waits for."

    inputs: list[str]
    checks: list[str]
    step: str | None


class RunView(BaseModel):
    __doc__ = "A walk as programs see it: it goes on by itself past every step that needs nobody."

    token: str
    read_token: str
    article: str
    version: int
    url: str
    path: list[str]
    at: str | None
    promoted: list[str]
    end: str | None
    loop: bool
    asks: AsksView
    reasons: dict[str, str]
    proofs: list[ProofView]


class ArticleSummary(BaseModel):
    id: str
    title: str
    summary: str
    category: list[str]
    tags: list[str]
    lang: str
    document: int | None
    version: int
    url: str


class ArticleList(BaseModel):
    articles: list[ArticleSummary]


class InputView(BaseModel):
    name: str
    type: str
    label: str
    hint: str
    example: str
    optional: bool
    personal: bool
    options: dict[str, str]
    default: Any = None


class OptionView(BaseModel):
    id: str
    say: str


class AskView(BaseModel):
    say: str
    pick: Literal["one", "many"]
    options: list[OptionView]


class CheckView(BaseModel):
    name: str
    run: str


class CauseView(BaseModel):
    id: str
    title: str
    cost: float
    likely: float | None
    url: str


class StepView(BaseModel):
    id: str
    title: str
    applies: str
    inputs: list[str]
    checks: list[CheckView]
    ask: AskView | None
    causes: list[CauseView]
    end: str | None
    queue: str | None
    url: str


class ArticleView(ArticleSummary):
    start: str
    created: datetime
    changed: datetime
    languages: list[str]
    inputs: list[InputView]
    steps: list[StepView]


class ProblemView(BaseModel):
    __doc__ = "RFC 9457. `fields` says what is wrong with each field, where one was sent."

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    fields: dict[str, str] = Field(default_factory=dict)
