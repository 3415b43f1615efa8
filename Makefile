# make lab    opens the course in JupyterLab     (ARGS="--no-browser --port=9000" go through; ARGS=--check tries it out and stops)
# make test   runs everything that this machine can run: lint and types, then units, notebooks, browser
# make unit   runs the unit tests alone: no lesson is executed, no answer judged and no browser opened;
#             make answers judges the answers too, as make test does
# make bench  prints what the course's cells, checks and pictures cost, and trains small models
# make store  executes the lessons in notebooks/ and stores them with their outputs
#
# Each sets up .venv first: Python 3.11 or newer (another one: make PYTHON=...) and the packages of requirements.lock.

SHELL = /bin/sh
IN = .venv/bin/python -m
# A file's tests share what they have set up, so a worker takes whole files, in their order.
PYTEST = $(IN) pytest --no-header -n 2 --dist loadfile --no-loadscope-reorder
OFFLINE = tests -m "not browser" --ignore tests/notebooks
NBVAL = --nbval --nbval-sanitize-with tests/notebooks/sanitize.cfg
# Two workers that each multiply with two threads would wait for each other.
test unit answers store: export OPENBLAS_NUM_THREADS = 1
CORE = minigrad/tensors.py minigrad/autograd/*.py minigrad/ops/operation.py

lab: .venv/ready
	@$(IN) minigrad.course.cli lab $(ARGS)

test: .venv/ready
	$(IN) ruff check
	$(IN) ruff format --check
	$(IN) mypy
	@for room in minigrad/*.py minigrad/*/; do printf '%6d %s\n' "$$(find "$$room" -name '*.py' -exec cat {} + | wc -l)" "$$room"; done
	@printf '%6d lines in all of: $(CORE)\n' "$$(cat $(CORE) | wc -l)"
	@$(IN) tests.notebooks.reading
	$(PYTEST) $(OFFLINE)
	$(PYTEST) $(NBVAL) tests/notebooks notebooks
	$(PYTEST) -m browser tests

unit: .venv/ready
	$(PYTEST) $(OFFLINE) --ignore tests/exercises

answers: .venv/ready
	$(PYTEST) $(OFFLINE)

bench: .venv/ready
	@$(IN) benchmarks.costs
	@$(IN) benchmarks.stepping
	@$(IN) benchmarks.drawing
	@$(IN) benchmarks.training

store: .venv/ready
	$(IN) tests.notebooks.store

.venv/ready: requirements.lock
	@new= usable=; \
	for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    new=$$python; \
	    "$$python" -c 'import ensurepip, venv' 2>/dev/null && usable=$$python && break; \
	done; \
	fail() { echo "$$1" >&2; exit 1; }; \
	pip() { .venv/bin/python -m pip --disable-pip-version-check install --quiet "$$@" 2>>.venv/setup.log; }; \
	test "$$new" || fail "minigrad needs Python 3.11 or newer and found none: install one, or name it: make PYTHON=/path/to/python3"; \
	test "$$usable" || fail "$$new comes without venv: install it (Debian, Ubuntu: apt install python3-venv), then run make again."; \
	echo "Setting up .venv with $$($$usable --version), once (about 100 MB to download)."; \
	"$$usable" -m venv --clear .venv || fail "$$usable could not make .venv here: see the lines above."; \
	pip --require-hashes -r requirements.lock && pip --no-build-isolation --no-deps --editable . || { \
	    grep -q 'connection broken' .venv/setup.log && fail "Set-up needs the network once and did not reach it: connect, then run make again."; \
	    cat .venv/setup.log >&2; fail "The packages could not be installed: see the lines above."; }; \
	touch .venv/ready

.PHONY: lab test unit answers bench store
