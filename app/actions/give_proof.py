"""Give somebody a record with which they can prove that a domain is theirs: what `unsnag proof` does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.actions.ledger import StoredLedger
from app.checks.ownership import record_name, record_text
from app.checks.parameters import read_domain
from app.core.errors import CheckError, WrongUse


@dataclass(frozen=True, slots=True)
class ProofRecord:
    """The TXT record to publish, its token, and until when it counts."""

    domain: str
    token: str
    until: datetime

    @property
    def name(self) -> str:
        return record_name(self.domain)

    @property
    def text(self) -> str:
        return record_text(self.token)

    @property
    def line(self) -> str:
        """The whole of it in one line."""
        return f'{self.name} TXT "{self.text}"'

    def to_json(self) -> dict[str, str]:
        """What `unsnag proof --json` prints."""
        record = {"name": self.name, "type": "TXT", "value": self.text}
        return {**record, "token": self.token, "domain": self.domain, "until": self.until.isoformat()}


def give_proof(ledger: StoredLedger, domain: str) -> ProofRecord:
    """A new token, 128 random bits, good for seven days. Raises WrongUse for what is no domain, StoreUnavailable."""
    try:
        name = read_domain(domain)
    except CheckError as problem:
        raise WrongUse(problem.message) from problem
    proof = ledger.give(name)
    return ProofRecord(proof.domain, proof.token, proof.expires_at)
