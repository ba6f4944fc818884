#!/usr/bin/env bash
# What the tests of SARIF need: Microsoft's own validator, Sarif.Multitool.
# Does what this machine allows and never fails: those tests skip, by name, without it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

VERSION=5.7.0
package=@microsoft/sarif-multitool-linux
home=build/tools/sarif  # a home of its own: npm takes away what is installed beside it
folder=$home/node_modules/$package
tried=build/tools/.sarif-tried

# What could not be had once is not tried on every run; `make clean` forgets.
[ ! -e "$tried" ] || exit 0
! grep -qs "\"version\": \"$VERSION\"" "$folder/package.json" || exit 0

install() {
    [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || return 1
    command -v npm >/dev/null 2>&1 || return 1
    echo "installing Sarif.Multitool $VERSION"
    npm install --prefix "$home" --no-save --no-audit --no-fund --ignore-scripts \
        --loglevel=error "$package@$VERSION" >/dev/null 2>&1 </dev/null || return 1
    chmod u+x "$folder/Sarif.Multitool"
}

mkdir -p "$home"
if ! install; then
    echo "no Sarif.Multitool: tests of SARIF with it will be skipped"
    touch "$tried"
fi
exit 0
