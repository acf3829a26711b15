"""A web address as browsers write it: the URL Standard (WHATWG), sections 4.4 and 4.5, for http and https.

Only what a visitor may name is taken: no user name or password. The rest follows the standard's parser, backslashes,
dot segments, numeric IPv4 spellings and percent encoding included, so that what is kept is what would be asked for.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from app.core.addresses import MAX_NAME, host_name

MAX_URL: Final = 4096
_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):", re.ASCII)
_DOTS: Final = {".", "%2e"}
_DOUBLE_DOTS: Final = {"..", ".%2e", "%2e.", "%2e%2e"}
# The standard's percent-encode sets, beside controls and everything above U+007E.
_FRAGMENT: Final = frozenset(' "<>`')
_QUERY: Final = frozenset(" \"#<>'")
_PATH: Final = frozenset(' "#<>?^`{}')
_HOST_CHARACTERS = re.compile(r"[a-z0-9_.-]+", re.ASCII)


def web_address(text: str) -> str:
    """The serialised URL. Raises ValueError with a sentence for the person."""
    if len(text) > MAX_URL:
        raise ValueError(f"Shorten this: a web address has at most {MAX_URL:,} characters.")
    scheme, rest = _scheme(text)
    rest = rest.lstrip("/\\")
    end = next((index for index, character in enumerate(rest) if character in "/\\?#"), len(rest))
    authority, rest = rest[:end], rest[end:]
    if "@" in authority:
        raise ValueError("Leave out the user name and password before the @ sign.")
    rest, hash_sign, fragment = rest.partition("#")
    path, question, query = rest.partition("?")
    written = f"{scheme}://{_host_and_port(authority, scheme)}{_path(path)}"
    if question:
        written += "?" + _encode(query, _QUERY)
    if hash_sign:
        written += "#" + _encode(fragment, _FRAGMENT)
    return written


def _scheme(text: str) -> tuple[str, str]:
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else ""
    if found is None or scheme not in _DEFAULT_PORTS:
        raise ValueError("Begin the address with https:// or http://, such as https://example.com/.")
    return scheme, text[found.end() :]


def _host_and_port(authority: str, scheme: str) -> str:
    name, port = authority, ""
    if not authority.endswith("]"):
        before, colon, after = authority.rpartition(":")
        if colon and "]" not in after:
            name, port = before, after
    if not name:
        raise ValueError("Enter the name of the site after the two slashes, such as https://example.com/.")
    if port and (not (port.isascii() and port.isdigit()) or int(port[-9:]) > 65535 or len(port.lstrip("0")) > 5):
        raise ValueError("Check the port after the colon: it is a number up to 65535.")
    port = str(int(port)) if port else ""
    return _host(name) + (f":{port}" if port and port != _DEFAULT_PORTS[scheme] else "")


def _host(name: str) -> str:
    if name.startswith("["):
        try:
            return f"[{_six(name[1:-1])}]" if name.endswith("]") else _no_host(name)
        except ValueError as error:
            raise ValueError("Check the address between the square brackets.") from error
    decoded = unquote_to_bytes(name).decode("utf-8", "replace")
    ascii_name = decoded.lower()
    if not _HOST_CHARACTERS.fullmatch(ascii_name) or "xn--" in ascii_name:
        ascii_name = host_name(decoded)
    labels = ascii_name.removesuffix(".").split(".")
    if len(ascii_name) > MAX_NAME + 1 or not all(0 < len(label) <= 63 for label in labels):
        raise ValueError("Check the name of the site: a part of it is empty or too long.")
    if _numeric(labels[-1]):
        return str(_four(labels))
    return ascii_name


def _no_host(name: str) -> str:
    raise ValueError(f"no closing bracket in {name}")


def _six(text: str) -> str:
    if "%" in text:
        raise ValueError("a zone")
    address = ipaddress.IPv6Address(text)
    return _six_text(address)


def _six_text(address: ipaddress.IPv6Address) -> str:
    """The standard's serialiser never writes a dotted tail, whatever the Python release does."""
    text = str(address)
    if "." not in text:
        return text
    last = int(address) & 0xFFFFFFFF
    return f"{text[: text.rindex(':') + 1]}{last >> 16:x}:{last & 0xFFFF:x}"


def _numeric(label: str) -> bool:
    return bool(re.fullmatch(r"[0-9]+|0x[0-9a-f]*", label, re.ASCII))


def _four(labels: list[str]) -> ipaddress.IPv4Address:
    """The standard's IPv4 parser: up to four parts, decimal, octal or hexadecimal, the last filling what is left."""
    numbers = [_number(label) for label in labels]
    if len(numbers) > 4 or any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise ValueError("Check the numbers of this address: one is too large, or there are too many.")
    total = numbers[-1]
    for index, number in enumerate(numbers[:-1]):
        total += number * 256 ** (3 - index)
    return ipaddress.IPv4Address(total)


def _number(label: str) -> int:
    try:
        if label.startswith("0x"):
            return int(label[2:] or "0", 16)
        return int(label, 8 if len(label) > 1 and label.startswith("0") else 10)
    except ValueError as error:
        raise ValueError("Check the numbers of this address: one cannot be read.") from error


def _path(path: str) -> str:
    segments: list[str] = []
    parts = path.replace("\\", "/").split("/")[1:]
    for index, part in enumerate(parts):
        lowered = part.lower()
        last = index == len(parts) - 1
        if lowered in _DOUBLE_DOTS:
            del segments[-1:]
        elif lowered not in _DOTS:
            segments.append(_encode(part, _PATH))
        if last and (lowered in _DOUBLE_DOTS or lowered in _DOTS):
            segments.append("")
    return "/" + "/".join(segments)


def _encode(text: str, also: frozenset[str]) -> str:
    if text.isascii() and not also.intersection(text) and text.isprintable():
        return text
    written = (
        character if "\x20" <= character <= "\x7e" and character not in also else _percent(character)
        for character in text
    )
    return "".join(written)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
