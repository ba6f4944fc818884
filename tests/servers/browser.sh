#!/usr/bin/env bash
# What the tests marked `browser` need: Chromium and axe-core.
# Does what this machine allows and never fails: those tests skip, by name, without it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

AXE_VERSION=4.14.1
axe=build/tools/node_modules/axe-core/package.json
tried=build/tools/.browser-tried

have() { command -v "$1" >/dev/null 2>&1; }
# The shell draws pages without a browser's own windows, for less than half of its processor time.
shell() { have chromium-headless-shell; }
browser() { shell || have chromium || have chromium-browser || have google-chrome; }

install() {
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        have sudo && sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    have apt-get || return 1
    echo "installing $1"
    { ${as_root[@]+"${as_root[@]}"} apt-get update -qq &&
        ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends --no-remove "$1"; } \
        >/dev/null 2>&1 </dev/null
}

install_axe() {
    have npm || return 1
    echo "installing axe-core $AXE_VERSION"
    npm install --prefix build/tools --no-save --no-audit --no-fund --ignore-scripts \
        --loglevel=error "axe-core@$AXE_VERSION" >/dev/null 2>&1 </dev/null
}

# What could not be had once is not tried on every run; `make clean` forgets.
[ ! -e "$tried" ] || exit 0

mkdir -p build/tools
if ! shell && ! { install chromium-headless-shell && shell; }; then
    touch "$tried"
    browser || { install chromium && browser; } ||
        echo "no Chromium: browser tests will be skipped"
fi
if ! grep -qs "\"version\": \"$AXE_VERSION\"" "$axe" && ! install_axe; then
    echo "no axe-core: accessibility tests will be skipped"
    touch "$tried"
fi
exit 0
