#!/usr/bin/env bash
# Drives the running product through a browser: a fresh demonstration, one server, all scenes of tests/browser.
# BUILT names a program that is built already. SHOTS=1 also takes the pictures for docs/images; MATTERS=N sizes the demonstration; other arguments name scenes
# (tests/browser/penalty.test.js …).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$CHROMIUM" ]; then
  echo "没有找到 Chromium(chromium、chromium-browser 或 google-chrome)。先运行 scripts/prepare.sh。" >&2
  exit 1
fi
if [ ! -e tests/browser/node_modules/.installed ] || [ tests/browser/package-lock.json -nt tests/browser/node_modules/.installed ]; then
  (cd tests/browser && npm ci --no-audit --no-fund --loglevel=error)
  touch tests/browser/node_modules/.installed
fi

if [ -z "${BUILT:-}" ]; then
  cargo build --locked --quiet -p zhiheng
fi
binary=${BUILT:-${CARGO_TARGET_DIR:-$PWD/target}/debug/zhiheng}
folder=$(mktemp -d)
log=$folder/serve.log
server=
finish() {
  status=$?
  if [ -n "$server" ] && kill "$server" 2>/dev/null; then
    wait "$server" || true
  fi
  if [ "$status" -ne 0 ] && [ -s "$log" ]; then
    mkdir -p "$root/tests/browser/out"
    cp "$log" "$root/tests/browser/out/serve.log"
    echo "服务日志在 tests/browser/out/serve.log" >&2
  fi
  rm -rf "$folder"
}
trap finish EXIT

rm -rf tests/browser/out
"$binary" demo --data "$folder/data" --matters "${MATTERS:-40}" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
# One person more, whom the demonstration rightly lacks: a head of section who is also a legal reviewer and must not review what he submitted.
secret=$(node -p 'require("crypto").randomUUID()')
"$binary" account add shili-both --data "$folder/data" --name 双某甲 --agency shili --role section_head --role legal_reviewer --password-stdin <<<"$secret" >>"$log" 2>&1 || { tail -n 5 "$log" >&2; exit 1; }
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
url=http://127.0.0.1:$port
"$binary" serve --data "$folder/data" --listen "127.0.0.1:$port" >>"$log" 2>&1 &
server=$!
if ! node tests/browser/support/ready.js "$url/readyz" "$server"; then
  echo "服务没有就绪:" >&2
  tail -n 40 "$log" >&2
  exit 1
fi

export ZHIHENG_URL=$url ZHIHENG_BIN=$binary ZHIHENG_ACCOUNTS=$folder/data/demo-accounts.json CHROMIUM
export ZHIHENG_BOTH="{\"username\":\"shili-both\",\"password\":\"$secret\",\"role\":\"officer\",\"agency\":\"shili\",\"name\":\"双某甲\"}"
cd tests/browser
if [ "$#" -eq 0 ]; then set -- all.test.js; fi
node --test --test-timeout=600000 --test-reporter=spec "${@/#tests\/browser\//}"
