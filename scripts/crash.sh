#!/usr/bin/env bash
# Kills the server under load so many times and looks for every acknowledged act.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked -p zhiheng-bench
exec target/release/zhiheng-bench --only crash --rounds "${1:-50}"
