#!/bin/sh
# All that `make test` runs, in the order that fails soonest.
set -eu
cd "$(dirname "$0")/.."
BIN=${PYTHON_BIN:-.venv/bin}

# Chromium for the browser tests; for the mail lab, servers as Debian packages them (tests/lab/README.md), but not where
# systemd would take them for services of the machine's own.
wanted=""
command -v chromium >/dev/null 2>&1 || wanted=chromium
if ! [ -d /run/systemd/system ]; then
    [ -x /usr/sbin/nsd ] || wanted="$wanted nsd"
    [ -x /usr/sbin/unbound ] || wanted="$wanted unbound"
    [ -x /usr/lib/postfix/sbin/master ] || wanted="$wanted postfix"
    [ -x /usr/sbin/dovecot ] || wanted="$wanted dovecot-imapd dovecot-pop3d"
fi

# Quietly: no question is asked, no package is removed for another, and no service is started by its package.
install_packages() {
    policy=/usr/sbin/policy-rc.d
    apt-get update -qq || true
    if [ -e "$policy" ]; then made=no; else made=yes; printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; fi
    for names in "$*" chromium; do # all at once, or else at least the browser
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-remove --no-upgrade \
            $names && break
    done
    if [ "$made" = yes ]; then rm -f "$policy"; fi
}

if [ -n "$wanted" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing for the tests:" $wanted …
    install_packages $wanted >/dev/null 2>&1 </dev/null || true
    command -v chromium >/dev/null 2>&1 || echo "Chromium could not be installed; browser tests will say so."
fi

"$BIN/ruff" check .
"$BIN/ruff" format --check .
"$BIN/mypy"
"$BIN/lint-imports"
# A file at a time in each of two processes: servers, databases and browsers are started once a file.
"$BIN/python" -m pytest -n 2 --dist loadfile "$@"
