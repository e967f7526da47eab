#!/bin/sh
# Makes peers/.venv with every peer, or brings it up to date. `setup.sh --freeze` also writes requirements.txt anew.
# `setup.sh --punkt` adds NLTK's English sentence model, which crosscheck.py --rouge needs, out of a package on PyPI.
# PYTHON names the interpreter (3.11 or later; the pins were made with 3.11).
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-$(command -v python3.11 || command -v python3)}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "setup.sh: $python is older than 3.11; name a newer one: PYTHON=python3.12 $0" >&2
    exit 2
}
[ -x .venv/bin/python ] || "$python" -m venv .venv
# The pip that Python 3.11 brings fails on the two spellings of lxml[html_clean] among the requirements.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25"
wanted=requirements.txt
[ "${1:-}" = --freeze ] && wanted=requirements.in
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$wanted"
if [ "${1:-}" = --freeze ]; then
    .venv/bin/python -m pip freeze --all --exclude pip --exclude setuptools > requirements.txt
fi
if [ "${1:-}" = --punkt ]; then
    # NLTK's own download is not on PyPI; llama-index-core (MIT) carries the model as NLTK publishes it.
    room=$(mktemp -d)
    trap 'rm -rf "$room"' EXIT
    .venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --dest "$room" llama-index-core==0.14.25
    .venv/bin/python - "$room" <<'UNPACK'
import pathlib, sys, zipfile
wheel = zipfile.ZipFile(next(pathlib.Path(sys.argv[1]).glob("*.whl")))
model = pathlib.Path(sys.prefix, "nltk_data", "tokenizers", "punkt_tab", "english")
model.mkdir(parents=True, exist_ok=True)
for name in wheel.namelist():
    if "/punkt_tab/english/" in name and not name.endswith("/"):
        (model / name.rsplit("/", 1)[1]).write_bytes(wheel.read(name))
UNPACK
fi
echo "peers/.venv is ready: $(.venv/bin/python -m pip freeze | wc -l | tr -d ' ') packages"
