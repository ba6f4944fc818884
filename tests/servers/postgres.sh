#!/usr/bin/env bash
# What tests of the Jira app's store need: a PostgreSQL of their own, its data in build/postgres.
# Writes its address to build/postgres/url. `postgres.sh stop` stops it.
# Does what this machine allows and never fails: those tests skip, by name, without it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

home=$PWD/build/postgres
tried=build/tools/.postgres-tried

binaries() {
    local path
    for path in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin; do
        if [ -d "$path" ]; then echo "$path"; fi
    done | sort -V | tail -1
}

find_pg() {
    pg=$(binaries)
    [ -n "$pg" ] || pg=$(dirname "$(command -v initdb 2>/dev/null)" 2>/dev/null)
    [ -x "$pg/initdb" ]
}

# PostgreSQL refuses root, so root lends its work to the user whom the package made.
plain() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}

install() {
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    command -v apt-get >/dev/null || return 1
    echo "installing postgresql"
    { ${as_root[@]+"${as_root[@]}"} apt-get update -qq &&
        ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends postgresql; } >/dev/null 2>&1 </dev/null
}

running() { plain "$pg/pg_ctl" -D "$home/data" status >/dev/null 2>&1; }

free_port() {
    .venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

initialise() {
    local password
    password=$(head -c 18 /dev/urandom | base64 | tr '+/' '-_')
    rm -rf "$home" && mkdir -p "$home" && chmod 755 "$home" || return 1
    ( umask 077 && printf '%s\n' "$password" >"$home/password" )
    if [ "$(id -u)" = 0 ]; then chown -R postgres "$home"; fi
    plain "$pg/initdb" -D "$home/data" --username=fairgate --pwfile="$home/password" \
        --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync >/dev/null 2>&1
}

start() {
    local port
    [ -d "$home/data" ] || initialise || return 1
    for _ in 1 2 3; do
        port=$(free_port) || return 1
        plain "$pg/pg_ctl" -D "$home/data" -l "$home/log" -w -t 30 \
            -o "-h 127.0.0.1 -p $port -k '' -c max_connections=200" start >/dev/null 2>&1 </dev/null || continue
        ( umask 077 && printf 'postgresql://fairgate:%s@127.0.0.1:%s/postgres\n' \
            "$(cat "$home/password")" "$port" >build/postgres/url )
        return 0
    done
    return 1
}

mkdir -p build/tools
if [ "${1:-start}" = stop ]; then
    find_pg && running && plain "$pg/pg_ctl" -D "$home/data" -m fast stop >/dev/null
    rm -f build/postgres/url
    exit 0
fi

find_pg && [ -e build/postgres/url ] && running && exit 0
# What could not be had once is not tried on every run; `make clean` forgets.
[ ! -e "$tried" ] || exit 0
if ! { find_pg || { install && find_pg; }; } || ! start; then
    echo "no PostgreSQL: its tests will be skipped"
    touch "$tried"
fi
exit 0
