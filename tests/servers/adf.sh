#!/usr/bin/env bash
# Atlassian's own schema of ADF documents, from npm: what tests check the rendering for Jira with.
# Does what this machine allows and never fails: the test skips, by name, without it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

VERSION=57.7.22
target=build/tools/adf/full-$VERSION.json
[ ! -e "$target" ] || exit 0
command -v npm >/dev/null 2>&1 || { echo "no npm: ADF is not checked against its schema"; exit 0; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "fetching the ADF schema $VERSION"
mkdir -p build/tools/adf
if (cd "$folder" && npm pack --silent --ignore-scripts "@atlaskit/adf-schema@$VERSION" &&
    tar xzf ./*.tgz package/dist/json-schema/v1/full.json) >/dev/null 2>&1 </dev/null; then
    cp "$folder/package/dist/json-schema/v1/full.json" "$target"
else
    echo "no ADF schema: the test will be skipped"
fi
exit 0
