# The article assistant: `make chat` serves the page, `make test` runs the tests; `make help` lists the rest.
#
# Both install what they need into .venv first, at the versions of requirements.lock, and only when pyproject.toml or
# the lock has changed: after that, nothing here needs the network. No step downloads a model or a browser.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(VENV)/uv
PIP := $(BIN)/python -m pip --disable-pip-version-check

# A stamp is named after the content of the two files, so that a checkout that only touches them installs nothing.
STATE := $(shell cat pyproject.toml requirements.lock | cksum | cut -d ' ' -f 1)
RUN := $(VENV)/installed-run-$(STATE)
DEV := $(VENV)/installed-dev-$(STATE)
TRAIN := $(VENV)/installed-train-$(STATE)
BASELINES := $(VENV)/installed-baselines-$(STATE)

# Public question sets in SQuAD format: <set>.json.gz in the folder QA.
QA ?= ../shared/qa
CORPUS ?= ../shared/corpus/ant-news.jsonl.xz
WORK ?= $(HOME)/.cache/article-assistant-training
CALIBRATION = assistant/data/calibration/*.questions.jsonl
ACCEPTANCE = $(CALIBRATION) assistant/data/*.questions.jsonl assistant/data/unseen/[gj]*.questions.jsonl
RESULTS := arcd-test xquad.ar tydiqa-goldp-dev.ar mlqa-dev.ar

# `make chat ARTICLE=news.txt PORT=8000`; every other setting is an ASSISTANT_… variable of the environment.
ifdef ARTICLE
export ASSISTANT_ARTICLE := $(ARTICLE)
endif
ifdef PORT
export ASSISTANT_PORT := $(PORT)
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help chat test check gate floors statements evaluate results benchmark model accept judging page-speed soak privacy growth screenshots lock clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

chat: $(RUN) ## index the article and serve the chat page [ARTICLE=path] [PORT=number]
	@$(BIN)/python -m assistant chat

# Two processes, each with a half of the tests one after another, so that the files of a half share what they set up.
test: $(DEV) ## run the tests [ARGS=pytest's]
	@$(BIN)/python -m pytest -m "not gate" -n 2 --dist worksteal $(ARGS)

check: $(DEV) ## lint, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

gate: $(DEV) ## are the answers as good as tests/floors.json asks?
	@$(BIN)/python -m pytest -m gate -s -rs $(ARGS)

floors: $(DEV) ## record in tests/floors.json what becomes of each question now
	@$(BIN)/python -m tests.gate

statements: $(RUN) ## how often the check of citations errs on labelled statements, by kind
	@$(BIN)/python -m assistant.evaluation.asked.statements assistant/data/calibration/*.statements.jsonl \
	   assistant/data/unseen/*.statements.jsonl

evaluate: $(RUN) ## the figures on the questions that ship [ARGS=those of the command]
	@$(BIN)/python -m assistant evaluate $(or $(ARGS),assistant/data/*.questions.jsonl)

results: $(BASELINES) ## the README's table of results, in some minutes [QA=folder of the public sets]
	@$(BIN)/python -m assistant evaluate assistant/data/*.questions.jsonl assistant/data/unseen/*.questions.jsonl \
	   $(RESULTS:%=$(QA)/%.json.gz) --half test \
	   --jobs 2 --embeddings builtin --baseline bm25 --baseline tutorial $(ARGS)

benchmark: $(RUN) ## how fast it is [ARGS=those of the benchmark]
	@$(BIN)/python -m assistant.evaluation.benchmark $(ARGS)

page-speed: $(DEV) ## how soon the page can be used, on a slow line too, and by how many (needs chromium)
	@$(BIN)/python -m tests.page_speed

soak: $(DEV) ## many people for twenty minutes: memory, errors, seconds [ARGS=--minutes … --people …] (Linux)
	@$(BIN)/python -m tests.soak $(ARGS)

privacy: $(DEV) ## does anything leave this machine? (Linux: unshare, and strace where it is there)
	@$(BIN)/python -m tests.privacy

growth: $(RUN) ## how a Chroma server grows with the passages of a corpus [ARGS=--sizes …] [CORPUS=…]
	@$(BIN)/python -m assistant.evaluation.growth $(CORPUS) $(ARGS)

screenshots: $(DEV) ## pictures of the page in tests/output (needs chromium)
	@$(BIN)/python -m tests.screenshots

# Two cores take some two hours. A run that was stopped goes on; WORK is kept outside the tree.
model: $(TRAIN) ## train a candidate for the model that ships [QA=… CORPUS=… WORK=folders]
	@$(BIN)/python -m assistant.training --qa $(QA) --corpus $(CORPUS) --folder $(WORK)

accept: $(TRAIN) ## put the candidate in the place of the model that ships, unless it is worse [WORK=folder]
	@$(BIN)/python -m assistant.training.accepting $(WORK)/candidate $(ACCEPTANCE)

judging: $(TRAIN) ## learn anew how passages are ordered and what confidence means, for the model that ships
	@$(BIN)/python -m assistant.training.judging $(CALIBRATION)

# uv resolves in seconds what takes pip ten minutes and more. torch stays as it is pinned: change that line by hand. What
# torch pins itself for graphics cards is left to it, and so is a build tag such as +cpu.
lock: $(UV)/bin/uv ## write requirements.lock anew, with the newest versions that pyproject.toml allows
	@grep '^torch==' requirements.lock > $(VENV)/torch.txt
	@$(UV)/bin/uv pip compile pyproject.toml --extra dev -c $(VENV)/torch.txt --python-version 3.11 --upgrade --quiet \
	   --no-header --no-annotate --output-file $(VENV)/pins.txt >/dev/null
	@{ grep '^#' requirements.lock; sed -E '/^(cuda|nvidia|triton)/d; s/\+cpu$$//' $(VENV)/pins.txt; } > $(VENV)/lock.txt
	@cp $(VENV)/lock.txt requirements.lock

clean: ## remove .venv and everything that tools left behind
	rm -rf $(VENV) build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/output
	find assistant prompts tests vectorstore -name __pycache__ -prune -exec rm -rf {} +

$(RUN): | $(BIN)/python
	@echo "Installing into $(VENV); the first time takes some minutes." >&2
	@$(PIP) install --quiet -c requirements.lock -e .
	@rm -f $(VENV)/installed-run-* && touch $@

$(BASELINES): $(RUN)
	@echo "Installing what the assistant is compared with into $(VENV)." >&2
	@$(PIP) install --quiet -c requirements.lock -e '.[baselines]'
	@rm -f $(VENV)/installed-baselines-* && touch $@

$(TRAIN): $(DEV)
	@echo "Installing what training needs into $(VENV)." >&2
	@$(PIP) install --quiet -c requirements.lock -e '.[train]'
	@rm -f $(VENV)/installed-train-* && touch $@

$(DEV): $(RUN)
	@echo "Installing the development tools into $(VENV)." >&2
	@$(PIP) install --quiet -c requirements.lock -e '.[dev]'
	@rm -f $(VENV)/installed-dev-* && touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not there; install Python 3.11 or newer" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	   echo "$$($(PYTHON) --version) is too old; give a Python 3.11 or newer: make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	   echo "$(PYTHON) cannot make virtual environments; install its venv package (Debian: python3-venv)" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

$(UV)/bin/uv: | $(BIN)/python
	@$(BIN)/python -m venv $(UV)
	@$(UV)/bin/python -m pip install --quiet uv
