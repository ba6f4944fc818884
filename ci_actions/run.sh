#!/usr/bin/env bash
# What action.yml calls: a Python that has fairgate, then `python -m ci_actions`.
# usage: ci_actions/run.sh [report]; everything else comes from the environment.
#
# The working directory is the change under judgement. So no Python here looks for modules
# in it (-I), and no installer for settings (it runs elsewhere): a file called json.py or
# pip.conf in the change is data.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
temp=$(cd "${RUNNER_TEMP:-${TMPDIR:-/tmp}}" && pwd -P)
venv=$temp/fairgate-venv
policy=${FAIRGATE_POLICY:-fairgate.yaml}

complain() {
    echo "::error title=fairgate::$1"
    exit 2
}

# What the base branch has under a path; the change's own where there is no base (a push).
of_base() {
    local base=${FAIRGATE_BASE_SHA:-HEAD}
    git cat-file -e "$base^{commit}" 2>/dev/null ||
        git fetch --quiet --depth=1 origin -- "$base" 2>/dev/null || true
    git show --no-textconv "$base:$1" 2>/dev/null
}

# Installing what scores models where none is scored costs time and nothing else, so this
# looks no closer than it must.
scores_a_model() {
    [ -n "${FAIRGATE_MODEL:-}" ] || grep -qE '^["'\'']?model["'\'']?[[:space:]]*:' <<<"$(
        cat -- "$policy" 2>/dev/null
        of_base "$policy"
    )"
}

python_of_this_machine() {
    local candidate
    for candidate in python3 python python3.13 python3.12 python3.11; do
        if "$candidate" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# Everything comes with its hash, as a wheel: nothing is built, and no index can swap a file.
install() {
    local python
    python=$(python_of_this_machine) ||
        complain "no Python 3.11 or later: put actions/setup-python before this step"
    cd "$temp"
    rm -rf -- "$venv"
    if "$python" -I -m pip --version >/dev/null 2>&1; then
        "$python" -I -m venv --without-pip "$venv"
        pip=("$python" -I -m pip --python "$venv/bin/python")
    else
        "$python" -I -m venv "$venv"
        pip=("$venv/bin/python" -I -m pip)
    fi
    with_pip --only-binary :all: --require-hashes -r "$root/ci_actions/requirements-uv.txt"
    with_uv --no-build --require-hashes -r "$root/ci_actions/$1" ||
        with_pip --only-binary :all: --require-hashes -r "$root/ci_actions/$1"
    cp -R "$root/fairgate" "$root/ci_actions" "$("$venv/bin/python" -I -c \
        'import sysconfig; print(sysconfig.get_path("purelib"))')"
    cd "$OLDPWD"
}

with_pip() {
    "${pip[@]}" --disable-pip-version-check --no-input install --quiet --no-compile "$@"
}

# uv unpacks in parallel, in half the time. Where an index or a certificate is known to pip's
# settings alone, pip goes on.
with_uv() {
    "$venv/bin/uv" --no-config --quiet pip install --python "$venv/bin/python" "$@" 2>/dev/null
}

# Installing runs code, so the list is the base branch's.
install_requirements_of_the_model() {
    local list=$temp/fairgate-requirements.txt
    of_base "$FAIRGATE_REQUIREMENTS" >"$list" ||
        complain "the base branch has no file $FAIRGATE_REQUIREMENTS: merge it first"
    cd "$temp"
    with_uv -r "$list" || with_pip -r "$list"
    cd "$OLDPWD"
}

# Ubuntu 24.04 refuses namespaces to programs without a profile, and the sandbox needs them. A
# machine that is not thrown away has no sudo without a password, and keeps what it has.
allow_bubblewrap() {
    local switch=/proc/sys/kernel/apparmor_restrict_unprivileged_userns
    [ "$(cat "$switch" 2>/dev/null)" = 1 ] && sudo -n true 2>/dev/null || return 0
    if [ ! -x /usr/bin/bwrap ]; then
        sudo -n apt-get install -qq --yes bubblewrap >/dev/null || true
    fi
    if ! sudo -n grep -qs '^bwrap ' /sys/kernel/security/apparmor/profiles; then
        sudo -n apparmor_parser -r "$root/ci_actions/apparmor/fairgate-bwrap" || true
    fi
}

if [ -z "${FAIRGATE_PYTHON:-}" ]; then
    if [ "${1:-}" != report ] && scores_a_model; then
        install requirements-models.txt
        [ -z "${FAIRGATE_REQUIREMENTS:-}" ] || install_requirements_of_the_model
        allow_bubblewrap
    else
        install requirements.txt
    fi
    FAIRGATE_PYTHON=$venv/bin/python
fi

# Reports that lie there already are not ours.
case ${FAIRGATE_OUT:-} in
    "$temp"/?*) rm -rf -- "$FAIRGATE_OUT" ;;
esac
exec "$FAIRGATE_PYTHON" -I -m ci_actions "$@"
