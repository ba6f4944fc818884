#!/usr/bin/env bash
# Write what the action installs, with hashes, from uv.lock: `make pins`.
# usage: ci_actions/pins.sh UV UV_VERSION
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

uv=$1
version=$2

write() {
    local file=ci_actions/$1
    shift
    { echo "# Written by \`make pins\`."; "$@"; } >"$file.new"
    mv "$file.new" "$file"
}

exported() {
    "$uv" export --frozen --quiet --no-default-groups --no-emit-project --no-header \
        --no-annotate "$@"
}

write requirements.txt exported --extra ci
write requirements-models.txt exported --extra ci --extra models --extra sandbox
write requirements-uv.txt "$uv" pip compile --quiet --no-config --generate-hashes --no-header \
    --no-annotate --universal - <<<"uv==$version"
