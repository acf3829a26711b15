"""Servers as Debian packages them: NSD, Unbound, Postfix, Dovecot. Each is started from a folder of its own."""

from tests.lab.daemons.dovecot import start_dovecot
from tests.lab.daemons.nsd import start_nsd
from tests.lab.daemons.postfix import start_postfix
from tests.lab.daemons.process import Daemons, why_not
from tests.lab.daemons.unbound import start_unbound

__all__ = ["Daemons", "start_dovecot", "start_nsd", "start_postfix", "start_unbound", "why_not"]
