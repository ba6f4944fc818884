#!/usr/bin/env bash
# What the tests of the sign-in need beside .venv: oidc-provider, a certified OpenID provider.
# Does what this machine allows and never fails: those tests skip, by name, without it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

VERSION=9.13.3
# A folder of its own: npm clears away what it did not put there itself.
prefix=build/tools/oidc
folder=$prefix/node_modules/oidc-provider
tried=build/tools/.oidc-tried

# What could not be had once is not tried on every run; `make clean` forgets.
[ ! -e "$tried" ] || exit 0
! grep -qs "\"version\": \"$VERSION\"" "$folder/package.json" || exit 0

mkdir -p "$prefix"
echo "installing oidc-provider $VERSION"
if ! command -v npm >/dev/null 2>&1 ||
    ! npm install --prefix "$prefix" --no-save --no-audit --no-fund --ignore-scripts \
        --loglevel=error "oidc-provider@$VERSION" >/dev/null 2>&1 </dev/null; then
    echo "no oidc-provider: tests of the sign-in with it will be skipped"
    touch "$tried"
fi
exit 0
