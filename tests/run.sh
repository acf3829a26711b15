#!/bin/sh
# All that `make test` runs, in the order that fails soonest.
set -eu
cd "$(dirname "$0")/.."
BIN=${PYTHON_BIN:-.venv/bin}

if ! command -v chromium >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests …"
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium) \
        >/dev/null 2>&1 || echo "Chromium could not be installed; browser tests will say so."
fi

"$BIN/ruff" check .
"$BIN/ruff" format --check .
"$BIN/mypy"
"$BIN/lint-imports"
# A file at a time in each of two processes: servers, databases and browsers are started once a file.
"$BIN/python" -m pytest -n 2 --dist loadfile "$@"
