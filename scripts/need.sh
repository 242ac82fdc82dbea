#!/usr/bin/env bash
# Names the tool that is missing before a build is begun. Needs no root and installs nothing.
set -u
missing=0
ask() { # command, what it is, how to get it
  if ! command -v "$1" >/dev/null 2>&1; then
    echo "缺少 $2(命令 $1)。$3" >&2
    missing=1
  fi
}
ask cargo "Rust 工具链" "按 https://rustup.rs 安装,版本见 rust-toolchain.toml。"
ask node "Node.js" "安装 Node.js 20 或更新版本。"
ask npm "npm" "随 Node.js 一并安装。"
if ! command -v cc >/dev/null 2>&1 && ! command -v gcc >/dev/null 2>&1 && ! command -v clang >/dev/null 2>&1; then
  echo "缺少 C 编译器(命令 cc)。Debian/Ubuntu 安装 build-essential,openEuler/麒麟安装 gcc。" >&2
  missing=1
fi
if command -v node >/dev/null 2>&1; then
  major=$(node -p 'process.versions.node.split(".")[0]')
  if [ "$major" -lt 20 ]; then
    echo "Node.js 版本过低:现为 $(node --version),需要 20 或更新。" >&2
    missing=1
  fi
fi
exit "$missing"
