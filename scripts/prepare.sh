#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, by the machine's own package manager.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/need.sh

want=()
have_postgres() { command -v initdb >/dev/null 2>&1 || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
have_chromium() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
have_fonts() { command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh-cn family | grep -q .; }
have_postgres || want+=(postgresql)
have_chromium || want+=(chromium)
# The upload clients run in an environment of their own; Debian ships what makes one apart from Python itself.
have_venv() { command -v python3 >/dev/null 2>&1 && python3 -c 'import venv, ensurepip' >/dev/null 2>&1; }
have_venv || want+=(python3 python3-venv)
have_fonts || want+=(fontconfig fonts-noto-cjk)
# Reads words off pictures when a public copy is checked (9 MB to fetch).
have_sight() { command -v tesseract >/dev/null 2>&1 && tesseract --list-langs 2>&1 | grep -qx chi_sim; }
have_sight || want+=(tesseract-ocr tesseract-ocr-chi-sim)
if [ "${#want[@]}" -gt 0 ]; then
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "测试还需要:${want[*]}。请用本机的软件包管理器安装后再运行 make test。" >&2
    exit 1
  fi
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "安装 ${want[*]} 需要管理员权限。" >&2; exit 1; }
    as_root=(sudo)
  fi
  echo "安装测试所需:${want[*]}"
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${want[@]}" >/dev/null
fi

# A validator of BagIt that nobody here wrote, for the packages of dossiers. Without Python there is nothing to install it for.
if command -v python3 >/dev/null 2>&1 && ! python3 -c 'import bagit' >/dev/null 2>&1; then
  python3 -m pip install --quiet --user bagit 2>/dev/null \
    || python3 -m pip install --quiet --user --break-system-packages bagit 2>/dev/null \
    || echo "没有装上 bagit（Python）：归档包不再由别人的程序核对一遍。" >&2
fi
