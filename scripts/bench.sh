#!/usr/bin/env bash
# Benches; BENCH_MATTERS=10000 for a quick look. Figures are printed, never asserted.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked -p zhiheng-bench
exec target/release/zhiheng-bench --matters "${BENCH_MATTERS:-1000000}" ${BENCH_ARGS:-}
