# 执衡 Zhiheng. `make run` 看系统,`make test` 跑全部测试。
SHELL := /bin/bash
.DEFAULT_GOAL := help
DATA ?= data
LISTEN ?= 127.0.0.1:8080
CARGO ?= cargo
# Where `cargo test` leaves the program that its tests run.
DEBUG = $(abspath $(or $(CARGO_TARGET_DIR),target))/debug

.PHONY: help run build console test test-rust test-console test-browser lint bench crash uploads test-uploads simulate clean need

help:
	@echo "make run     构建并启动演示:门户 http://$(LISTEN)/  工作台 http://$(LISTEN)/console/"
	@echo "make build   构建 target/release/zhiheng(内含工作台)"
	@echo "make test    安装测试所需并运行全部测试"
	@echo "make bench   运行基准,每行一个 JSON"
	@echo "make simulate  一万件随机的合法事项、一万次随机的违法尝试,之后审计和核验"
	@echo "make uploads 两种通行的客户端各上传 2 GiB，其间强行终止服务 10 次"
	@echo "make crash   负载下强行终止 50 次,核对没有丢失已应答的行为"

need:
	@scripts/need.sh

console/node_modules/.installed: console/package-lock.json
	cd console && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

console: need console/node_modules/.installed
	cd console && npm run --silent build

build: need console
	$(CARGO) build --release --locked -p zhiheng

run: build
	@if [ ! -e "$(DATA)/zhiheng.db" ]; then \
	  echo "首次启动:正在生成演示数据……"; \
	  ./target/release/zhiheng demo --data "$(DATA)"; \
	fi
	@echo "门户   http://$(LISTEN)/"
	@echo "工作台 http://$(LISTEN)/console/   演示账号见 $(DATA)/demo-accounts.json"
	./target/release/zhiheng serve --data "$(DATA)" --listen "$(LISTEN)"

lint:
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings

test-rust:
	$(CARGO) test --locked --workspace --lib --bins --tests

test-console: console/node_modules/.installed
	cd console && npm run --silent lint && npm run --silent typecheck && npm test --silent

test-browser: console
	scripts/browser.sh

# The same as `make uploads`, small. BUILT names a program that is built already: building one package alone asks other
# features of what it rests on than building all, and so builds that anew.
test-uploads:
	test -n "$(BUILT)" || $(CARGO) build --locked --quiet -p zhiheng
	ZHIHENG=$${BUILT:-$${CARGO_TARGET_DIR:-target}/debug/zhiheng} BYTES=16777216 KILLS=2 scripts/uploads.sh

test:
	scripts/prepare.sh
	$(MAKE) --no-print-directory console
	$(MAKE) --no-print-directory lint
	$(MAKE) --no-print-directory test-rust
	$(MAKE) --no-print-directory test-console
	$(MAKE) --no-print-directory test-uploads BUILT=$(DEBUG)/zhiheng
	$(MAKE) --no-print-directory test-browser BUILT=$(DEBUG)/zhiheng

bench: build
	scripts/bench.sh

uploads: build
	ZHIHENG=$${CARGO_TARGET_DIR:-target}/release/zhiheng scripts/uploads.sh

crash: build
	scripts/crash.sh 50

simulate: build
	scripts/simulate.sh

clean:
	rm -rf target console/dist console/node_modules
