#!/usr/bin/env bash
# Lint every file that a CI platform reads: `make lint`. What `fairgate init --ci` writes is
# linted by tests/starter/test_ci.py.
# usage: ci_actions/lint.sh DIRECTORY_OF_THE_TOOLS
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools=$(cd "$1" && pwd)
actions=(action.yml ci_actions/action.yml ci_actions/report/action.yml)
example=examples/lending
schema() { "$tools/check-jsonschema" --quiet --builtin-schema "vendor.$1" "${@:2}"; }

"$tools/jactionlint"
(cd "$example" && "$tools/jactionlint")
"$tools/zizmor" --offline --quiet .github "$example/.github" "${actions[@]}"
schema github-workflows .github/workflows/*.yml "$example"/.github/workflows/*.yml
schema github-actions "${actions[@]}"

# A component has a header before the job, which the schema of pipelines does not know.
folder=$(mktemp -d)
job=$folder/job.yml
trap 'rm -rf "$folder"' EXIT
sed '1,/^---$/d' templates/fairness-gate/template.yml >"$job"
schema gitlab-ci "$job" "$example/.gitlab-ci.yml"
"$tools/pre-commit" validate-manifest .pre-commit-hooks.yaml
if command -v shellcheck >/dev/null; then
    shellcheck --exclude=SC2164 .ci/{python,run,uv} ci_actions/*.sh tests/servers/*.sh
fi
echo "workflows, actions and pipelines: nothing found"
