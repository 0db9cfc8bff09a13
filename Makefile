# InitLab: `make help` lists what can be done. Windows and uv: see README.md.
#
#   make run ARGS="mine.initlab.json --theme dark"      arguments for the program
#   make test ARGS="-k histogram"                       arguments for pytest
#   make desktop DO=remove                              out of the menus again
#   make run PYTHON=python3.13                          the Python that .venv is made with

ARGS =
JOBS ?= 2
MINUTES ?= 30
DO ?= install

VENV := .venv
PYTHON_IN_VENV := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed
BENCH_INSTALLED := $(VENV)/.installed-bench
BUNDLE_INSTALLED := $(VENV)/.installed-bundle
INSTALL := $(PYTHON_IN_VENV) -m pip install --disable-pip-version-check -c constraints.txt

# Packages that bring a published checkpoint along, for the tests; what they need is not needed.
CHECKPOINTS := lpips resemblyzer silero-vad

# A run that writes files needs no display; any other one on Linux does.
WRITES_FILES := $(filter --render% --weights% --stats% --code%,$(ARGS))
DISPLAYS := $(DISPLAY)$(WAYLAND_DISPLAY)$(filter-out offscreen minimal,$(QT_QPA_PLATFORM))
NEEDS_DISPLAY := $(if $(WRITES_FILES),,$(filter Linux,$(shell uname -s)))
HEADLESS := $(if $(NEEDS_DISPLAY),$(if $(DISPLAYS),,yes))

# `make translations NEW=fr` begins a French catalogue.
CATALOGUES = $(sort $(wildcard resources/i18n/initlab_*.ts) \
	resources/i18n/initlab_zh_CN.ts $(NEW:%=resources/i18n/initlab_%.ts))

.DEFAULT_GOAL := help
.PHONY: help install run desktop test test-slow test-attack test-sample test-long soak lint format bench screenshots pictures site icons translations \
	wheel bundle test-bundle clean distclean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' Makefile

install: $(INSTALLED) ## make .venv with everything that running, testing and linting need

run: $(INSTALLED) ## open the window; without a display, draw it to initlab.png
ifeq ($(HEADLESS),yes)
	@echo "No display: neither DISPLAY nor WAYLAND_DISPLAY is set."
	@echo "Drawing the window to initlab.png instead."
	@$(PYTHON_IN_VENV) main.py $(ARGS) --render initlab.png
else
	@$(if $(NEEDS_DISPLAY),sh tools/system-libraries.sh window)
	@$(PYTHON_IN_VENV) main.py $(ARGS)
endif

desktop: $(INSTALLED) ## put InitLab into the menus of this system; `make desktop DO=remove` undoes it
	@$(PYTHON_IN_VENV) main.py desktop $(DO)

test: $(INSTALLED) ## run the tests; those in a real window start Xvfb, if there is one
	QT_QPA_PLATFORM=offscreen $(PYTHON_IN_VENV) -m pytest -n $(JOBS) --dist worksteal \
		-m 'not slow' --ignore=tests/benchmarks tests $(ARGS)

test-slow: $(INSTALLED) ## run what takes long: whole trainings, every lesson in every look
	QT_QPA_PLATFORM=offscreen $(PYTHON_IN_VENV) -m pytest -n $(JOBS) --dist worksteal \
		-m slow --ignore=tests/benchmarks tests $(ARGS)

test-attack: $(INSTALLED) ## try more of what is drawn at random, in a few minutes
	INITLAB_ATTACK=1 QT_QPA_PLATFORM=offscreen $(PYTHON_IN_VENV) -m pytest -n $(JOBS) \
		--dist worksteal -m '(drawn or hypothesis) and not slow' tests/attack tests/core \
		tests/e2e $(ARGS)

test-sample: $(INSTALLED) ## draw more cases, the same in every run, of what knows no clock
	INITLAB_ATTACK=1 QT_QPA_PLATFORM=offscreen $(PYTHON_IN_VENV) -m pytest -n $(JOBS) \
		--dist worksteal --timeout 600 -m 'hypothesis and not drawn and not slow' \
		tests/attack tests/core $(ARGS)

test-long: $(INSTALLED) ## explore at random for hours: bad files, a monkey, races
	INITLAB_LONG=1 QT_QPA_PLATFORM=offscreen $(PYTHON_IN_VENV) -m pytest -n $(JOBS) \
		--dist worksteal tests/attack tests/core tests/e2e/test_monkey_on_a_screen.py $(ARGS)

soak: $(INSTALLED) ## play for MINUTES=30 and print memory, handles and threads each minute
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(PYTHON_IN_VENV) -m tests.attack.soak \
		--minutes $(MINUTES) $(ARGS)

lint: $(INSTALLED) ## check style, types and the walls between core and gui
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache --no-logo

format: $(INSTALLED) ## put the source into its standard form
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(BENCH_INSTALLED) ## measure the speed and print the table
	$(PYTHON_IN_VENV) -m tests.benchmarks $(ARGS)

screenshots: $(INSTALLED) ## draw every page and lesson, all themes and languages, into screenshots/
	@$(PYTHON_IN_VENV) tools/screenshots.py $(ARGS)

pictures: $(INSTALLED) ## draw the pictures of the README anew
	@$(PYTHON_IN_VENV) tools/screenshots.py --readme

icons: $(INSTALLED) ## compile the icon for every system, into build/icons and resources/icons
	@$(PYTHON_IN_VENV) tools/icons.py --resources
	@$(PYTHON_IN_VENV) tools/icons.py build/icons

site: $(INSTALLED) ## write the lessons as pages for a browser or a printer into site/
	@$(PYTHON_IN_VENV) main.py export-lessons $(if $(ARGS),$(ARGS),site)

translations: $(INSTALLED) ## bring the catalogues up to date with the source and compile them
	$(VENV)/bin/pyside6-lupdate -extensions py -no-obsolete -locations none -sort-messages \
		core gui main.py -ts $(CATALOGUES)
	$(VENV)/bin/pyside6-lrelease $(CATALOGUES)

wheel: $(BUNDLE_INSTALLED) ## build and check the wheel, for pip, into dist/
	rm -rf build/lib build/bdist.* dist/*.whl
	$(PYTHON_IN_VENV) -m build --wheel --no-isolation
	$(VENV)/bin/check-wheel-contents dist/*.whl
	$(VENV)/bin/twine check --strict dist/*.whl

bundle: $(BUNDLE_INSTALLED) ## make the program that needs no Python, packed, into dist/
	$(PYTHON_IN_VENV) bundle/make.py $(ARGS)

test-bundle: $(BUNDLE_INSTALLED) ## make the bundle and the wheel and try them where there is nothing
	$(PYTHON_IN_VENV) bundle/make.py --folder
	INITLAB_BUNDLE=dist/initlab QT_QPA_PLATFORM=offscreen $(PYTHON_IN_VENV) -m pytest \
		tests/bundle $(ARGS)

clean: ## remove what was built, drawn and cached; keep .venv
	rm -rf build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache \
		.ruff_cache screenshots site initlab.png
	find core gui resources tests -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf __pycache__

distclean: clean ## remove .venv as well
	rm -rf $(VENV)

# torch goes first and by itself: pip then takes a build of it that is at hand, such as one for the
# CPU only, and does not weigh it against the newest one while it resolves everything else.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON_IN_VENV) -m pip --version >/dev/null 2>&1 && exec sh tools/system-libraries.sh setup; \
	for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 none; do \
		"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' \
			2>/dev/null && break; \
	done; \
	if [ "$$python" = none ]; then \
		echo "InitLab needs Python 3.11 to 3.14; none of them was found." >&2; exit 1; \
	fi; \
	sh tools/system-libraries.sh setup "$$python" && \
	echo "Making $(VENV) with $$("$$python" --version)" && \
	"$$python" -m venv $(VENV)
	$(INSTALL) torch
	$(INSTALL) -e ".[test,lint]"
	$(INSTALL) --no-deps $(CHECKPOINTS)
	@touch $@

$(BENCH_INSTALLED): $(INSTALLED)
	$(INSTALL) -e ".[bench]"
	@touch $@

$(BUNDLE_INSTALLED): $(INSTALLED)
	$(INSTALL) -e ".[bundle,wheel]"
	@touch $@
