#!/usr/bin/env bash
# What the tests of the Forge bundle need from npm, as its lock file says: Vite, Forge's bridge, and
# Atlassian's own checker of manifests, whose terms do not let it be part of this repository.
# Does what this machine allows and never fails: those tests skip, by name, without it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

ui=jira_app/forge/ui
target=build/tools/forge
! cmp -s "$ui/package-lock.json" "$target/package-lock.json" || [ ! -e "$target/.ready" ] || exit 0
command -v npm >/dev/null 2>&1 || { echo "no npm: the Forge bundle is not built or checked"; exit 0; }

echo "fetching Vite, Forge's bridge and its checker of manifests"
rm -rf "$target"
mkdir -p "$target"
cp "$ui/package.json" "$ui/package-lock.json" "$target"
if (cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) \
    >/dev/null 2>&1 </dev/null; then
    touch "$target/.ready"
else
    echo "not to be had: the Forge bundle is not built or checked"
    rm -f "$target/package-lock.json"
fi
exit 0
