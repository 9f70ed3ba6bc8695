# Each target works on a fresh checkout with nothing but Python 3.11 or newer: the first one makes .venv.
PYTHON ?= python3
BIN := .venv/bin
# for example: make lab LAB="--no-browser --port 9000"
LAB ?=
# every notebook runs, in warm kernels; one also in a stock kernel, which a warm one must not differ from
NBVAL := -p coursekit.nbval_plugin --nbval --nbval-cell-timeout=120 --numprocesses 2 --dist loadscope
WARM := --nbval-kernel-name coursekit-warm
TWO := -n 2 --dist worksteal
STYLE := $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/codespell
# where bytecode is forbidden, each of the thousands of processes that tests start compiles all of src/ anew
unexport PYTHONDONTWRITEBYTECODE
# $(call step,what it is,command): says what runs and how long it took
step = @echo "== $(1)"; start=$$(date +%s); $(2) && echo "== $(1): $$(($$(date +%s) - start)) s"

.PHONY: lab demo test quick prove coverage build site bench lock

lab: .venv/learner
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb $(LAB)

demo: .venv/learner
	$(BIN)/coursekit demo

# what CI runs at each push; long tests on whose grounds nothing has changed since they passed are left out
test: .venv/developer
	$(call step,style,$(STYLE))
	$(call step,types,$(BIN)/mypy)
	$(call step,everything built is in step with course/,$(BIN)/coursekit check)
	$(call step,nothing leaks,$(BIN)/coursekit audit)
	$(call step,tests,$(BIN)/pytest tests --believe $(TWO))
	$(call step,every notebook runs,$(BIN)/coursekit offline $(BIN)/pytest $(NBVAL) $(WARM) notebooks solutions)
	$(call step,one in a stock kernel,$(BIN)/coursekit offline $(BIN)/pytest $(NBVAL) notebooks/00_start_here.ipynb)

# a minute, while you work: without the tests that are slow or need bubblewrap
quick: .venv/developer
	$(call step,style,$(STYLE))
	$(call step,types,$(BIN)/mypy)
	$(call step,quick tests,$(BIN)/pytest tests -q -m "not slow and not sandbox" $(TWO))

# half an hour, every night: also what `make test` samples, or believes because its content has not changed
prove: test
	$(call step,all at length,$(BIN)/pytest tests --thorough $(TWO))

# which lines and branches of src/ the quick tests reach
coverage: .venv/developer
	$(BIN)/pytest tests -q -m "not slow and not sandbox" $(TWO) --cov=src --cov-branch --cov-report=term:skip-covered

build: .venv/developer
	$(BIN)/coursekit build

# all lessons as pages, to dist/site/, and with chromium on the path as one PDF
site: .venv/developer
	$(BIN)/coursekit site

bench: .venv/developer
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.grading
	$(BIN)/python -m benchmarks.validation

# the exact versions of all that the course needs, for every system and Python; run it to move to newer ones
lock: .venv/python
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-header --no-emit-index-url \
		--output-file requirements.txt requirements.in
	grep -v '^-e' requirements.txt > .venv/constraints.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-header --no-emit-index-url --extra dev \
		--constraint .venv/constraints.txt --output-file requirements-dev.txt pyproject.toml

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else \
		"Python 3.11 or newer is needed, this is %d.%d; try: make PYTHON=python3.12 ..." % sys.version_info[:2])'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/learner: .venv/python requirements.txt pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	@mkdir -p .venv/share/jupyter/lab/settings
	@echo '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}' \
		> .venv/share/jupyter/lab/settings/overrides.json
	@# nbgrader's menus are for teachers, who have solutions/
	@test -d solutions || { mkdir -p .venv/etc/jupyter/labconfig; \
		echo '{"disabledExtensions": {"@jupyter/nbgrader:menu": true, "@jupyter/nbgrader:course-list": true,' \
		'"@jupyter/nbgrader:assignment-list": true, "@jupyter/nbgrader:create-assignment": true}}' \
		> .venv/etc/jupyter/labconfig/page_config.json; }
	@touch $@

.venv/developer: .venv/learner requirements-dev.txt
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@
