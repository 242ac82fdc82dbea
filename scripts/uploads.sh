#!/usr/bin/env bash
# tuspy and tus-js-client upload BYTES each while the server is killed KILLS times; prints JSON lines, see
# tests/uploads/drive.js. BYTES=2147483648 KILLS=10 by default. ZHIHENG names the program, else it is built (release).
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${ZHIHENG:-}" ]; then
  cargo build --release --locked --quiet -p zhiheng
  ZHIHENG=${CARGO_TARGET_DIR:-$PWD/target}/release/zhiheng
fi
kept=tests/uploads
if [ ! -e $kept/node_modules/.installed ] || [ $kept/package-lock.json -nt $kept/node_modules/.installed ]; then
  (cd $kept && npm ci --no-audit --no-fund --loglevel=error)
  touch $kept/node_modules/.installed
fi
if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
  echo "缺少 Python 3 和它的 venv（Debian：python3、python3-venv）。先运行 scripts/prepare.sh。" >&2
  exit 1
fi
if [ ! -e $kept/.venv/.installed ] || [ $kept/requirements.txt -nt $kept/.venv/.installed ]; then
  # Half of one, from a run that was cut off, is none.
  python3 -m venv --clear $kept/.venv
  $kept/.venv/bin/pip install --quiet --disable-pip-version-check -r $kept/requirements.txt
  touch $kept/.venv/.installed
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$ZHIHENG" demo --data "$folder/data" --matters 5 >"$folder/demo.log" 2>&1 || { tail -n 20 "$folder/demo.log" >&2; exit 1; }
node $kept/drive.js "$ZHIHENG" "$folder/data" "$folder" "$kept/.venv/bin/python" \
  "${BYTES:-2147483648}" "${KILLS:-10}"
