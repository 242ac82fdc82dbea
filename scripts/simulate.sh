#!/usr/bin/env bash
# So many random lawful matters and so many random unlawful acts through the application, then audit and verify over what came of it.
# SIMULATE_MATTERS=500 SIMULATE_UNLAWFUL=500 for a quick look; SIMULATE_SEED repeats a run. One JSON object per line.
set -euo pipefail
cd "$(dirname "$0")/.."
data="${SIMULATE_DATA:-target/simulation}"
rm -rf "$data"
cargo build --release --locked -p zhiheng-simulate
outcome=0
target/release/zhiheng-simulate --packs packs --data "$data" \
  --matters "${SIMULATE_MATTERS:-10000}" --unlawful "${SIMULATE_UNLAWFUL:-10000}" --seed "${SIMULATE_SEED:-1}" || outcome=$?
target/release/zhiheng audit --data "$data" --json || outcome=$?
target/release/zhiheng verify --data "$data" --json || outcome=$?
exit "$outcome"
