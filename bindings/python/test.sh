#!/usr/bin/env bash
# Builds the program and the wheel of this source tree with the release profile, installs the wheel with pinned test dependencies in an
# environment of its own, and runs the tests. CARGO_TARGET_DIR and CARGO_PROFILE_RELEASE_* are taken as they are; PYTHON names the
# interpreter. `test.sh -m slow` and the like go to pytest.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
environment=$CARGO_TARGET_DIR/wheel-venv
python=$environment/bin/python
[ -x "$python" ] || "${PYTHON:-python3}" -m venv "$environment"
"$python" -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
# Both at once: alone each would have dependencies built with features of its own.
PYO3_BUILD_EXTENSION_MODULE=1 PYO3_PYTHON=$python cargo build --release --locked --manifest-path "$root/Cargo.toml" -p gleaner -p gleaner-python
rm -rf "$CARGO_TARGET_DIR/wheels"
"$environment/bin/maturin" build --release --locked --interpreter "$python" --out "$CARGO_TARGET_DIR/wheels"
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall "$CARGO_TARGET_DIR"/wheels/gleaner-*.whl
export RAY_USAGE_STATS_ENABLED=0
# Types and stubs, as users of the package see them.
"$python" -m mypy python/gleaner
# Not from this folder: the package under test is the one that was installed.
cd "$CARGO_TARGET_DIR"
"$python" -m pytest "$OLDPWD/tests" -c "$OLDPWD/pyproject.toml" -p no:cacheprovider -q -rs "$@"
