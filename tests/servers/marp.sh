#!/usr/bin/env bash
# What the tests of slides need beside .venv: marp-core, which makes pages of Marp's Markdown.
# Does what this machine allows and never fails: those tests skip, by name, without it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

VERSION=5.0.2
# A folder of its own: npm clears away what it did not put there itself.
prefix=build/tools/marp
folder=$prefix/node_modules/@marp-team/marp-core
tried=build/tools/.marp-tried

# What could not be had once is not tried on every run; `make clean` forgets.
[ ! -e "$tried" ] || exit 0
! grep -qs "\"version\": \"$VERSION\"" "$folder/package.json" || exit 0

mkdir -p "$prefix"
echo "installing marp-core $VERSION"
if ! command -v npm >/dev/null 2>&1 ||
    ! npm install --prefix "$prefix" --no-save --no-audit --no-fund --ignore-scripts \
        --loglevel=error "@marp-team/marp-core@$VERSION" >/dev/null 2>&1 </dev/null; then
    echo "no marp-core: tests of slides with it will be skipped"
    touch "$tried"
fi
exit 0
