"""The types that checks' parameters are made of. Each reads text as strictly as rule 1 of the door asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo

from app.checks.names import read_address, read_host, read_name
from app.core.errors import BadParameter, BudgetSpent, CheckError, TargetRefused

MOST_TARGETS = 32  # no domain in earnest has more mail exchangers
PORTS = (25, 53, 80, 110, 143, 443, 465, 587, 993, 995)


class Parameters(BaseModel):
    """What every check's parameters share: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BadParameter("Give text here.")
    return value.strip()


def read_domain(value: object) -> str:
    """A domain that is asked about, never connected to: a name, not an address."""
    text = _text(value)
    if read_address(text) is not None:
        raise BadParameter("Give a domain, such as example.com, not an address.")
    return read_name(text, underscores=True)


def read_list(value: object) -> list[str]:
    """A list of text, or text with commas; nothing twice; between one and 32 elements."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        raise BadParameter("Give a list, or names with commas between them.")
    found = list(dict.fromkeys(text for part in parts if (text := _text(part))))
    if not found:
        raise BadParameter("There is nothing here to ask; an earlier check may have found none.")
    if len(found) > MOST_TARGETS:
        raise BudgetSpent(f"We ask at most {MOST_TARGETS} at a time; {len(found)} were given.")
    return found


def _hosts(value: object) -> list[str]:
    return list(dict.fromkeys(read_host(part) for part in read_list(value)))


def _addresses(value: object) -> list[str]:
    return list(dict.fromkeys(read_one_address(part) for part in read_list(value)))


def read_one_address(value: object) -> str:
    """An IP address in its canonical text; nothing stays nothing."""
    text = _text(value)
    address = read_address(text)
    if text and address is None:
        raise _refusal_of(text)
    return str(address) if address is not None else ""


def _refusal_of(text: str) -> CheckError:
    """Why this is no address: in disguise, which the door refuses, or no address at all."""
    try:
        read_name(text)
    except TargetRefused as refusal:
        return refusal
    except BadParameter:
        pass
    return BadParameter("Give an IP address, such as 192.0.2.25 or 2001:db8::25.")


def _port(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:6])
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 65535:
        raise BadParameter("Give a port number.")
    if value not in PORTS:
        raise TargetRefused(f"We connect only to the ports {', '.join(map(str, PORTS))}.")
    return value


def naming(read: Callable[[object], object]) -> BeforeValidator:
    """A reader as a validator whose refusals begin with the parameter's name."""

    def reading(value: object, info: ValidationInfo) -> object:
        try:
            return read(value)
        except CheckError as problem:
            raise type(problem)(f"{info.field_name}: {problem.message}", parameter=info.field_name) from problem

    return BeforeValidator(reading)


Domain = Annotated[str, naming(read_domain)]
Host = Annotated[str, naming(lambda value: read_host(_text(value)))]
Hosts = Annotated[tuple[str, ...], naming(_hosts)]
Addresses = Annotated[tuple[str, ...], naming(_addresses)]
Port = Annotated[int, naming(_port)]
