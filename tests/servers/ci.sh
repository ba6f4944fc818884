#!/usr/bin/env bash
# What the tests of the runners need beside .venv: gitlab-ci-local, and rsync, which it calls.
# Does what this machine allows and never fails: those tests skip, by name, without it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

VERSION=4.75.1
# A folder of its own: npm clears away what it did not put there itself.
prefix=build/tools/gitlab
folder=$prefix/node_modules/gitlab-ci-local
tried=build/tools/.ci-tried

have() { command -v "$1" >/dev/null 2>&1; }

install_rsync() {
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        have sudo && sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    have apt-get || return 1
    echo "installing rsync"
    { ${as_root[@]+"${as_root[@]}"} apt-get update -qq &&
        ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends rsync; } >/dev/null 2>&1 </dev/null
}

install_gitlab_ci_local() {
    have npm || return 1
    echo "installing gitlab-ci-local $VERSION"
    npm install --prefix "$prefix" --no-save --no-audit --no-fund --ignore-scripts \
        --loglevel=error "gitlab-ci-local@$VERSION" >/dev/null 2>&1 </dev/null
}

# What could not be had once is not tried on every run; `make clean` forgets.
[ ! -e "$tried" ] || exit 0

mkdir -p "$prefix"
if ! have rsync && ! install_rsync; then
    echo "no rsync: tests with gitlab-ci-local will be skipped"
    touch "$tried"
fi
if ! grep -qs "\"version\": \"$VERSION\"" "$folder/package.json" && ! install_gitlab_ci_local; then
    echo "no gitlab-ci-local: tests with it will be skipped"
    touch "$tried"
fi
exit 0
