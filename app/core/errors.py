"""Every error Unsnag raises on purpose.

    UnsnagError                 id, message, context
    ├── WrongUse                the caller named something that does not exist (command line: exit 2)
    ├── BadInput                what a person typed cannot be taken; `fields` says why, field by field
    │   └── BadVerification     the proof that a person sits there is missing, wrong, used or too old
    ├── NotFound                no such article, step, walk, category or page
    ├── Gone                    it was there and was taken away (an expired walk, a withdrawn article)
    ├── Conflict                somebody else was quicker; what was typed is still there
    ├── NotAllowed              a request that may not be made from where it came
    ├── LimitReached            too many requests; `retry_after` seconds
    ├── StoreUnavailable        the database does not answer
    ├── ExpressionProblem       CEL cannot read a condition; `column` says where
    ├── EvaluationFailed        a condition cannot be evaluated with what is known; it then does not hold
    └── CheckError              why a check could not find out; always shown as `unknown`
        ├── TargetRefused       the door refused the target (`not-allowed`)
        ├── BadParameter        a parameter cannot be read (`bad-input`)
        ├── ResolverFailed      our resolver did not answer (`resolver-failed`)
        ├── NoConnection        no dialogue came about (`no-connection`)
        └── BudgetSpent         a budget or a rate limit of ours was reached (`limit`)

Only `app/web/errors.py` knows which HTTP status each becomes; `CheckError.code` is the outcome code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class UnsnagError(Exception):
    """Root of the tree. `id` is stable and meant for programs; the message is for people."""

    id: ClassVar[str] = "error"

    def __init__(self, message: str, **context: object) -> None:
        super().__init__(message)
        self.message = message
        self.context = context


class WrongUse(UnsnagError):
    id = "wrong-use"


class BadInput(UnsnagError):
    id = "bad-input"

    def __init__(self, message: str, fields: Mapping[str, str] | None = None, **context: object) -> None:
        super().__init__(message, **context)
        self.fields = dict(fields or {})


class BadVerification(BadInput):
    """`fields` has one entry, `verification`."""

    id = "bad-verification"

    def __init__(self, message: str, **context: object) -> None:
        super().__init__(message, {"verification": message}, **context)


class NotFound(UnsnagError):
    id = "not-found"


class Gone(UnsnagError):
    id = "gone"


class Conflict(UnsnagError):
    id = "conflict"


class NotAllowed(UnsnagError):
    id = "not-allowed"


class LimitReached(UnsnagError):
    id = "limit-reached"

    def __init__(self, message: str, retry_after: int = 60, **context: object) -> None:
        super().__init__(message, **context)
        self.retry_after = retry_after


class StoreUnavailable(UnsnagError):
    id = "store-unavailable"


class ExpressionProblem(UnsnagError):
    """`column` counts code points of the source from 1, line ends included."""

    id = "bad-expression"

    def __init__(self, message: str, column: int = 1, **context: object) -> None:
        super().__init__(message, **context)
        self.column = column


class EvaluationFailed(UnsnagError):
    id = "evaluation-failed"


class CheckError(UnsnagError):
    id = "check-failed"
    code: ClassVar[str] = "no-connection"


class TargetRefused(CheckError):
    id = "target-refused"
    code = "not-allowed"


class BadParameter(CheckError):
    id = "bad-parameter"
    code = "bad-input"


class ResolverFailed(CheckError):
    id = "resolver-failed"
    code = "resolver-failed"


class NoConnection(CheckError):
    id = "no-connection"
    code = "no-connection"


class BudgetSpent(CheckError):
    id = "budget-spent"
    code = "limit"
