"""Typed settings, read from `UNSNAG_…` in the environment or a `.env` file, and passed in; never a global."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.core.addresses import email
from app.core.mail_server import read_server

Network = IPv4Network | IPv6Network

# Loopback, and what no router of the internet passes on (RFC 1918, RFC 3927, RFC 4193, RFC 4291).
INNER_NETWORKS: tuple[Network, ...] = (
    *map(IPv4Network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")),
    *map(IPv6Network, ("::1/128", "fc00::/7", "fe80::/10")),
)


class Settings(BaseSettings):
    """Every setting has a default that is right for one machine; docs/operators.md explains each."""

    model_config = SettingsConfigDict(env_prefix="UNSNAG_", env_file=".env", extra="ignore", hide_input_in_errors=True)

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
    session_idle_hours: int = Field(default=24, ge=1)  # a log-in ends when its browser was not seen for so long
    session_days: int = Field(default=14, ge=1)  # and after so long in any case
    proxies: Annotated[tuple[Network, ...], NoDecode] = ()  # whose X-Forwarded-For and -Proto are believed
    metrics_networks: Annotated[tuple[Network, ...], NoDecode] = INNER_NETWORKS  # who may read /metrics

    smtp: SecretStr = SecretStr("")  # where mail is handed in: smtp://user:password@host:587; the console where empty
    mail_from: str = ""  # who mail is from; unsnag@ and the host of base_url where empty
    moderators: Annotated[tuple[str, ...], NoDecode] = ()  # addresses that are told of held comments

    comments: bool = True  # readers may comment
    moderation: Literal["all", "first-time", "none"] = "first-time"  # whose comments wait for a moderator
    confirm_address: bool = False  # a comment waits until its writer confirmed the address by mail
    comment_address_days: int = 30  # the network a comment came from is kept for so long

    # The door to the network: all empty by default, and each that is set is named in the log and by `unsnag doctor`.
    resolver: str = ""  # ip or ip:port
    allow_networks: Annotated[tuple[Network, ...], NoDecode] = ()
    port_map: Annotated[dict[int, int], NoDecode] = Field(default_factory=dict)
    trust_roots: str = ""
    control_smtp: str = ""
    blocklists: Annotated[tuple[str, ...], NoDecode] = ()
    smtp_name: str = ""  # our own EHLO name; the host's name where empty
    checks_per_minute: int = 60  # per visitor network
    walks_per_minute: int = Field(default=60, ge=1)  # that one visitor network may start
    checks_at_once: int = 64  # in all

    @field_validator("allow_networks", "blocklists", "metrics_networks", "moderators", "proxies", mode="before")
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

    @field_validator("smtp")
    @classmethod
    def _server(cls, value: SecretStr) -> SecretStr:
        if value:
            read_server(value.get_secret_value())
        return value

    @field_validator("moderators", "mail_from")
    @classmethod
    def _addresses(cls, value: tuple[str, ...] | str) -> tuple[str, ...] | str:
        for address in (value,) if isinstance(value, str) else value:
            if address:
                email(address.rpartition("<")[2].removesuffix(">"))
        return value

    def opened(self) -> dict[str, str]:
        """The settings that open or steer the door and are set, as name → value, for the log and `unsnag doctor`."""
        names = ("resolver", "allow_networks", "port_map", "trust_roots", "control_smtp", "blocklists")
        return {f"UNSNAG_{n.upper()}": str(getattr(self, n)) for n in names if getattr(self, n)}
