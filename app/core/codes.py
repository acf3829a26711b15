"""Short codes that a person may read out and type: 60 bits, in letters and digits that nobody mixes up.

The alphabet is Crockford's base 32, which has no I, L, O and U; what looks like one of its digits is read as that.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
ENTERED_AT = "/arrived"  # the page of the site that takes the code of a test message
BITS = 5 * LENGTH
_LOOK_ALIKES = str.maketrans("OIL", "011")


def spell_code(number: int) -> str:
    """The code of a number below 2**60: `K7QM2XWD9FHT`."""
    return "".join(ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))


def in_groups(code: str) -> str:
    """A code as it is shown: `K7QM-2XWD-9FHT`."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def read_code(text: str) -> str | None:
    """The code in what somebody typed, in whatever case and groups; None where it is no code."""
    plain = "".join(text.split()).replace("-", "").upper().translate(_LOOK_ALIKES)
    sound = text.isascii() and len(plain) == LENGTH and all(letter in ALPHABET for letter in plain)
    return plain if sound else None
