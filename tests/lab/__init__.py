"""The mail lab: real servers on loopback, at high ports, that misbehave to order. See README.md beside this file."""

from tests.lab.lab import Lab

__all__ = ["Lab"]
