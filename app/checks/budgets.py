"""How much of everything a check may use: rule 7 of the door. Seconds, bytes, counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budgets:
    connect_s: float = 5.0
    check_s: float = 15.0
    diagnosis_s: float = 30.0
    dns_tries_s: tuple[float, ...] = (1.5, 3.0)  # one datagram each
    dns_control_s: float = 1.5  # how long our resolver may take to tell us that it is there
    slow_s: float = 5.0  # a greeting that takes longer is slow
    grace_s: float = 1.0  # how long a connection that says nothing is watched for a reset
    dialogue_bytes: int = 64 * 1024
    line_bytes: int = 2 * 1024
    http_bytes: int = 256 * 1024
    http_redirects: int = 3
    cnames: int = 8
    records: int = 256  # of one answer
    transcript_lines: int = 400
    keep_s: float = 60.0  # a result is kept so long
    talk_s: float = 15.0  # a conversation serves the other checks of a diagnosis so long
    answers_s: float = 2.0  # a name server's answer serves other checks so long
