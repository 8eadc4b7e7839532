# Everything sets itself up: all that a machine needs is Rust, Python 3.11 or newer, and make.
#
#   make demo    solve the two dilemmas: tree, equilibria, why the rest fail, the story; writes report.html
#   make test    every test
#   make test-browser  notebooks and the explorer in a real browser; pictures go to tests/browser/screenshots
#   make test-paper  documents made of what the library exports, typeset by TeX; pages go to tests/paper/pages
#   make docs    the documentation, in docs/_build/html
#   make lint    formatting and static checks
#   make pyright  a second type checker, through npx
#   make licences  docs/licences.md, from Cargo.lock
#   make wheel   a wheel and a source distribution in dist/
#   make test-peers  no equilibrium of Gambit's is missing on random games; builds pygambit, which takes minutes
#   make bench   speed beside pygambit, nashpy, QuantEcon and lrsnash (if installed), which goes to docs/benchmarks.md;
#                then the solvers on their own, against the last time
#   make bench-dask  sweeps by one and by two processes of Dask, which goes to docs/benchmarks.md too
#   make clean   remove what the above made

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The environment for comparisons with other programs.
PEERS := .venv-peers
# The bindings are built in a directory of their own, so that they and the core's tests do not rebuild each other.
BINDINGS_TARGET := $(CURDIR)/target/python
SOURCES := $(shell find src python -type f -not -name '*.so' -not -path '*/__pycache__/*') \
	Cargo.toml Cargo.lock pyproject.toml README.md
MATURIN := PIP_QUIET=1 VIRTUAL_ENV=$(CURDIR)/$(VENV) CARGO_TARGET_DIR=$(BINDINGS_TARGET) $(BIN)/maturin

.PHONY: demo test test-rust test-python test-browser test-paper docs test-peers bench bench-dask lint lint-rust lint-python pyright licences wheel clean
.DEFAULT_GOAL := demo

$(VENV)/.ready:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "foederis needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet 'maturin>=1.9.4,<2'
	@touch $@

$(VENV)/.built: $(VENV)/.ready $(SOURCES)
	$(MATURIN) develop --release --quiet
	@touch $@

# With what the tests need; building comes first, so that both stamps are fresh.
$(VENV)/.tools: $(VENV)/.built pyproject.toml
	$(MATURIN) develop --release --quiet --extras test
	@touch $@

demo: $(VENV)/.built
	$(BIN)/foederis demo --report report.html

test: test-rust test-python test-browser

test-rust:
	cargo test

test-python: $(VENV)/.tools
	$(BIN)/python -m pytest tests/python
	$(BIN)/python -m pytest --doctest-modules python/foederis
	$(BIN)/python -m mypy.stubtest foederis --concise

$(VENV)/.browser: $(VENV)/.tools
	$(MATURIN) develop --release --quiet --extras test,browser
	@touch $@

# Without a Chromium, and without the means to install one, this says so and is left out.
test-browser: $(VENV)/.browser
	@if chromium=$$(tests/browser/prepare.sh); then \
		echo "tests/browser with $$chromium"; CHROMIUM=$$chromium $(BIN)/python -m pytest tests/browser; \
	else \
		echo "SKIPPED: the tests in a browser. Nothing was tested there."; test -z "$$FOEDERIS_NEEDS_BROWSER"; \
	fi

# Not a part of `make test`: TeX is large.
test-paper: $(VENV)/.tools
	tests/paper/prepare.sh
	$(BIN)/python -m pytest tests/paper

$(VENV)/.docs: $(VENV)/.tools
	$(MATURIN) develop --release --quiet --extras test,docs
	@touch $@

docs: $(VENV)/.docs
	$(BIN)/python -m sphinx -W --keep-going -b html docs docs/_build/html

$(PEERS)/.ready: $(VENV)/.ready
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --upgrade pip
	$(PEERS)/bin/pip install --quiet 'maturin>=1.9.4,<2' pygambit==16.7.0
	@touch $@

$(PEERS)/.built: $(PEERS)/.ready $(SOURCES)
	PIP_QUIET=1 VIRTUAL_ENV=$(CURDIR)/$(PEERS) CARGO_TARGET_DIR=$(BINDINGS_TARGET) \
		$(PEERS)/bin/maturin develop --release --quiet
	@touch $@

test-peers: $(PEERS)/.built
	$(PEERS)/bin/python tests/peers/compare_nash.py
	$(PEERS)/bin/python tests/peers/compare_n_players.py

$(PEERS)/.bench: $(PEERS)/.built
	$(PEERS)/bin/pip install --quiet nashpy==0.0.43 quantecon==0.11.4 'xarray>=2024.1'
	@touch $@

bench: $(PEERS)/.bench
	$(PEERS)/bin/python benches/peers/compare.py > $(PEERS)/benchmarks.md
	sed -n '/^## Where the time goes/,$$p' docs/benchmarks.md | sed '1i\\' >> $(PEERS)/benchmarks.md
	cp $(PEERS)/benchmarks.md docs/benchmarks.md
	cargo bench --package foederis-benches

bench-dask: $(VENV)/.tools
	$(BIN)/python benches/peers/scaling.py --into docs/benchmarks.md

lint: lint-rust lint-python

lint-rust:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

lint-python: $(VENV)/.tools
	$(BIN)/ruff check python tests/python tests/browser tests/paper tests/peers benches/peers
	$(BIN)/ruff format --check python tests/python tests/browser tests/paper tests/peers benches/peers
	$(BIN)/python -m mypy

# A second opinion on types; not a part of `make lint`, as it needs Node.
pyright: $(VENV)/.browser
	npx --yes pyright@1.1.414

licences:
	$(PYTHON) docs/_licences.py

wheel: $(VENV)/.ready
	$(MATURIN) build --release --sdist --out dist

clean:
	rm -rf $(VENV) $(PEERS) target dist report.html docs/_build docs/reference/generated tests/browser/screenshots \
		tests/paper/pages python/foederis/*.so
