"""Typed settings, read from `UNSNAG_…` in the environment or a `.env` file, and passed in; never a global."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Network = IPv4Network | IPv6Network


class Settings(BaseSettings):
    """Every setting has a default that is right for one machine; docs/operators.md explains each."""

    model_config = SettingsConfigDict(env_prefix="UNSNAG_", env_file=".env", extra="ignore")

    database: str = "sqlite:///var/unsnag.sqlite"
    content: Path = Path("content")
    static: Path = Path("static")
    migrations: Path = Path("migrations")
    base_url: str = ""  # how visitors reach the site, `https://help.example.com`; from the request where empty
    site_name: str = "Unsnag"
    support_url: str = ""  # "Contact support" leads here; a mail address or a web address
    dev: bool = False  # set by `unsnag serve --reload`
    run_days: int = 30  # a walk may be resumed for so long
    threads: int = 8  # worker threads and database connections are set together
    log_json: bool = False
    secret: SecretStr = SecretStr("")  # signs links and cookies; the site makes one where it is empty
    proxies: Annotated[tuple[Network, ...], NoDecode] = ()  # whose X-Forwarded-For and -Proto are believed

    # The door to the network: all empty by default, and each that is set is named in the log and by `unsnag doctor`.
    resolver: str = ""  # ip or ip:port
    allow_networks: Annotated[tuple[Network, ...], NoDecode] = ()
    port_map: Annotated[dict[int, int], NoDecode] = Field(default_factory=dict)
    trust_roots: str = ""
    control_smtp: str = ""
    blocklists: Annotated[tuple[str, ...], NoDecode] = ()
    smtp_name: str = ""  # our own EHLO name; the host's name where empty
    checks_per_minute: int = 60  # per visitor network
    checks_at_once: int = 64  # in all

    @field_validator("allow_networks", "blocklists", "proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("port_map", mode="before")
    @classmethod
    def _split_map(cls, value: object) -> object:
        if isinstance(value, str):
            pairs = (part.split("=", 1) for part in value.split(",") if part.strip())
            return {int(left): int(right) for left, right in pairs}
        return value

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value) < 32:
            raise ValueError("it should have 32 characters or more, such as `openssl rand -hex 32` prints")
        return value

    def opened(self) -> dict[str, str]:
        """The settings that open or steer the door and are set, as name → value, for the log and `unsnag doctor`."""
        names = ("resolver", "allow_networks", "port_map", "trust_roots", "control_smtp", "blocklists")
        return {f"UNSNAG_{n.upper()}": str(getattr(self, n)) for n in names if getattr(self, n)}
