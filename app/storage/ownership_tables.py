"""The tables of proofs of ownership, and of the test messages that are sent to who gave one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from app.storage.tables import Table, UtcTime


class OwnershipProofTable(Table, table=True):
    """A token that this site gave for one domain. It is no secret: it stands in the DNS for all to read."""

    __tablename__ = "ownership_proof"

    token: str = Field(primary_key=True, max_length=64)
    domain: str = Field(sa_type=Text)
    issued_at: datetime = Field(sa_type=UtcTime)
    expires_at: datetime = Field(sa_type=UtcTime, index=True)


class RoundtripMessageTable(Table, table=True):
    """A message that `mail.roundtrip` sends. `number` counts those to one address on one day, so two that begin at
    once cannot both be the same one. The address itself is not kept.
    """

    __tablename__ = "roundtrip_message"
    __table_args__ = (UniqueConstraint("recipient", "day", "number"), UniqueConstraint("code"))

    id: int | None = Field(default=None, primary_key=True)
    recipient: str = Field(max_length=64)  # SHA-256 of the address
    domain: str = Field(sa_type=Text, index=True)
    day: str = Field(max_length=10)  # ISO date
    number: int
    code: str = Field(max_length=12)
    begun_at: datetime = Field(sa_type=UtcTime, index=True)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcTime)  # by the domain's mail server
    refused_at: datetime | None = Field(default=None, sa_type=UtcTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcTime)  # by whoever read it
