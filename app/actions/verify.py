"""Verification: an effort that a person does not notice and a script that posts ten thousand times does.

With JavaScript the browser does a proof of work (ALTCHA, protocol 2): it finds the counter for which
SHA-256(salt + nonce + counter) begins with what we ask for. Without it, a person copies six digits from a picture or a
sound. Neither needs a cookie or anything of ours in memory: a challenge carries its own moment under our signature, and
the digits of a picture follow from its name and our key. Only what was used is kept, and only while it would still be
good.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from app.actions.services import Services
from app.actions.solved_work import Solved, read_solved
from app.core.errors import BadVerification
from app.storage import challenges

GOOD_FOR = timedelta(minutes=20)
FEWEST, MOST = 100_000, 300_000  # counters to try: a quarter of a second on a desk, two or three on an old phone
DIGITS = "2345678"  # 1 and 7, 0 and 8, 6 and 9 are taken for one another when they are tilted: one of each is left out
LENGTH = 6
LONGEST = 4096  # characters of a payload; an honest one has some 700
EARLY = timedelta(minutes=1)  # two machines' clocks may differ by so much
_PROOF, _PICTURE, _OPENED = "altcha", "picture", "opened"

MISSING = "Copy the digits from the picture, or listen to them."
WRONG = "Those were not the digits. Here is a new picture."
OLD = "That took longer than 20 minutes. Please do the verification once more."
USED = "This verification was used before. Please do it once more."
BROKEN = "The verification did not arrive whole. Please do it once more."


@dataclass(frozen=True, slots=True)
class Proof:
    """What a form brings: the payload of ALTCHA, or the name of a picture and the digits read from it."""

    payload: str = ""
    picture: str = ""
    answer: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, Sequence[str]]) -> Proof:
        """From the fields `verification`, `picture` and `picture_answer` of a form."""
        found = ((fields.get(name) or ("",))[-1] for name in ("verification", "picture", "picture_answer"))
        return cls(*found)

    @property
    def given(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.payload or self.answer.strip())


@dataclass(frozen=True, slots=True)
class _Challenge:
    id: str
    made_at: datetime


def make_challenge(services: Services) -> dict[str, object]:
    """A new proof of work, as ALTCHA's clients take it: `{"parameters": {…}, "signature": …}`.

    `opened` is for the form of a page that everybody gets: the moment that somebody turned to it.
    """
    import altcha  # here, since a worker that never verifies anybody need not hold it

    counter = FEWEST + secrets.randbelow(MOST - FEWEST)
    made = altcha.create_challenge(
        "SHA-256",
        1,
        counter=counter,
        data={"made": _seconds(services.clock())},
        hmac_secret=services.signer.key(_PROOF),
        hmac_key_secret=services.signer.key(f"{_PROOF} key"),
    )
    return {**made.to_dict(), "opened": opened_now(services)}


def opened_now(services: Services) -> str:
    """This moment under our signature, for the field `opened` of a form."""
    return services.signer.sign(_OPENED, {"at": _seconds(services.clock())})


def opened_at(services: Services, opened: str, at_most: timedelta) -> datetime | None:
    """The moment that `opened_now` signed; None for another text, or where it is longer ago."""
    signed = services.signer.read(_OPENED, opened, at_most.total_seconds()) if len(opened) <= LONGEST else None
    at = signed.get("at") if signed else None
    return datetime.fromtimestamp(at, UTC) if isinstance(at, int) else None


def make_picture(services: Services) -> str:
    """The name of a new picture, which its address, its sound and the form carry."""
    return services.signer.sign(_PICTURE, {"n": secrets.token_hex(16)})


def digits_of(services: Services, picture: str) -> str | None:
    """What the picture of this name shows; None where it is not of ours or is too old."""
    nonce = _nonce(services, picture)
    if nonce is None:
        return None
    drawn = hmac.new(services.signer.key(_PICTURE), nonce.encode(), sha256).digest()
    number = int.from_bytes(drawn, "big")
    digits = []
    for _ in range(LENGTH):
        number, at = divmod(number, len(DIGITS))
        digits.append(DIGITS[at])
    return "".join(digits)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A proof that is good, for one subject. It is used up by `claim`, in the transaction of what it was for."""

    id: str
    subject: str
    until: datetime

    def claim(self, connection: Connection) -> challenges.Claim:
        """Whether it is new, or was used for the same subject before. Does not commit."""
        return challenges.claim(connection, self.id, self.subject, self.until)

    def was_used(self, connection: Connection) -> bool:
        """Whether it was used for this subject before."""
        return challenges.is_used(connection, self.id, self.subject)

    def let_go(self, connection: Connection) -> None:
        """It was new, and what it was claimed for did not come about. Does not commit."""
        challenges.let_go(connection, self.id, self.subject)


def check(services: Services, proof: Proof, subject: str = "") -> Ticket:
    """The proof as a ticket that is not used yet, for whoever writes anyway. Raises BadVerification."""
    if not proof.given:
        raise BadVerification(MISSING)
    challenge = _read_payload(services, proof.payload) if proof.payload else _read_picture(services, proof)
    return Ticket(challenge.id, _digest(subject), challenge.made_at + GOOD_FOR + EARLY)


def verify(services: Services, proof: Proof, subject: str = "") -> None:
    """Takes the proof, once, for `subject`: anything that names what is done, such as the text of a comment.

    The same proof is taken again for the same subject, so that a button that was pressed twice does no harm. Raises
    BadVerification; after a wrong answer its picture is worth nothing any more.
    """
    ticket = check(services, proof, subject)
    with services.engine.connect() as connection:
        if not challenges.use(connection, ticket.id, ticket.subject, ticket.until, services.clock()):
            raise BadVerification(USED)


def give_back(services: Services, proof: Proof, subject: str = "") -> None:
    """What the proof was taken for did not come about: it may be used again."""
    try:
        challenge = _read_payload(services, proof.payload) if proof.payload else _read_picture(services, proof)
    except BadVerification:
        return
    with services.engine.connect() as connection:
        challenges.give_back(connection, challenge.id, _digest(subject))


def _read_payload(services: Services, payload: str) -> _Challenge:
    if len(payload) > LONGEST:
        raise BadVerification(BROKEN)
    key, key_of_solutions = services.signer.key(_PROOF), services.signer.key(f"{_PROOF} key")
    solved = read_solved(payload, key, key_of_solutions) or _read_thoroughly(payload, key, key_of_solutions)
    made_at = datetime.fromtimestamp(solved.made, UTC)
    if not -EARLY <= services.clock() - made_at <= GOOD_FOR:
        raise BadVerification(OLD)
    return _Challenge(sha256(solved.nonce.encode()).hexdigest(), made_at)


def _read_thoroughly(payload: str, key: bytes, key_of_solutions: bytes) -> Solved:
    import altcha

    if not altcha.verify_solution(payload, key, hmac_key_secret=key_of_solutions).verified:
        raise BadVerification(BROKEN)
    parameters = altcha.Payload.from_base64(payload).challenge.parameters
    return Solved(parameters.nonce, (parameters.data or {})["made"])  # signed by us, so it is there


def _read_picture(services: Services, proof: Proof) -> _Challenge:
    nonce, digits = _nonce(services, proof.picture), digits_of(services, proof.picture)
    if nonce is None or digits is None:
        raise BadVerification(OLD)
    challenge = _Challenge(sha256(nonce.encode()).hexdigest(), services.clock())
    typed = "".join(proof.answer.split())
    if not hmac.compare_digest(typed.encode("utf-8", "replace"), digits.encode()):
        _use(services, challenge, "")  # one guess a picture
        raise BadVerification(WRONG)
    return challenge


def _nonce(services: Services, picture: str) -> str | None:
    if len(picture) > LONGEST:
        return None
    signed = services.signer.read(_PICTURE, picture, GOOD_FOR.total_seconds())
    nonce = signed.get("n") if signed else None
    return nonce if isinstance(nonce, str) else None


def _use(services: Services, challenge: _Challenge, subject: str) -> bool:
    until = challenge.made_at + GOOD_FOR + EARLY
    with services.engine.connect() as connection:
        return challenges.use(connection, challenge.id, subject, until, services.clock())


def _digest(subject: str) -> str:
    return sha256(subject.encode("utf-8", "replace")).hexdigest()


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
