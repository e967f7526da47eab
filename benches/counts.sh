#!/usr/bin/env bash
# Instruction counts in the profile they are kept in: `benches/counts.sh` checks, `GLEANER_BLESS=1 benches/counts.sh` keeps anew.
# Arguments go to `cargo bench` in place of `--bench counts`.
set -euo pipefail
cd "$(dirname "$0")/.."
export GLEANER_COUNTS=1 CARGO_PROFILE_BENCH_LTO=off CARGO_PROFILE_BENCH_CODEGEN_UNITS=16
if ! command -v valgrind >/dev/null; then
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends valgrind >/dev/null
fi
[ $# -gt 0 ] || set -- --bench counts
exec cargo bench --locked "$@"
