# The course's commands; `make` alone lists them. The work itself is done by tools/course.py,
# which also serves where there is no make:  py tools\course.py lab

# Which Python makes the environment, for example PYTHON=/usr/bin/python3.12. Empty: a suitable one is looked for.
PYTHON ?=
# Options for JupyterLab, for example LAB_ARGS="--no-browser --port=8899".
LAB_ARGS ?=
# Options for the races, for example BENCH_ARGS="--quick".
BENCH_ARGS ?=
# Options for the study, for example STUDY_ARGS="--jobs 1".
STUDY_ARGS ?=
# Which stages of `make test` or `make lint` to run, for example ONLY="unit notebooks". Empty: all.
ONLY ?=
# Options for the browser edition, for example SITE_ARGS="--pyodide FOLDER", or "--port 8080" to serve it.
SITE_ARGS ?=

COURSE = python=$$(sh tools/find_python.sh "$(PYTHON)") && "$$python" tools/course.py
CHOSEN = $(if $(PYTHON),--chosen-python)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help lab edit html cheat-sheet coursework environment test lint bench bench-widgets bench-site study site serve-site clean

help:
	@echo "make lab          open the course in JupyterLab (your own copy, in my_course/)"
	@echo "make edit         open notebooks/ itself, to write the course"
	@echo "make html         the course as web pages to read, in build/html"
	@echo "make cheat-sheet  one page to print, docs/cheat_sheet.pdf and .svg"
	@echo "make coursework   install what instructors need; then .venv/bin/coursework --help"
	@echo "make test         run every test              (ONLY=\"unit\" runs a stage)"
	@echo "make lint         check style, spelling, notebook hygiene"
	@echo "make bench        race against PyTorch and others; writes benchmarks/RESULTS.md"
	@echo "make bench-widgets  from key press to pixels, in a browser; writes benchmarks/RESULTS.md"
	@echo "make bench-site   the browser edition, timed; writes benchmarks/RESULTS.md"
	@echo "make site         the browser edition: a folder for any web server, in build/site"
	@echo "make serve-site   serve that folder on this computer"
	@echo "make study        compare networks over several seeds, for notebook 11"
	@echo "make environment  only make or mend .venv"
	@echo "make clean        remove .venv, .venv-site and caches; my_course/ stays"
	@echo
	@echo "Options:  PYTHON=/path/to/python3.12   LAB_ARGS=\"--no-browser --port=8899\""

lab:
	@$(COURSE) lab $(CHOSEN) $(LAB_ARGS)

edit:
	@$(COURSE) edit $(CHOSEN) $(LAB_ARGS)

html:
	@$(COURSE) html $(CHOSEN)

cheat-sheet:
	@$(COURSE) cheat-sheet $(CHOSEN)

coursework:
	@$(COURSE) coursework $(CHOSEN)

environment:
	@$(COURSE) environment $(CHOSEN)

test:
	@$(COURSE) test $(CHOSEN) $(ONLY)

lint:
	@$(COURSE) lint $(CHOSEN) $(ONLY)

bench:
	@$(COURSE) bench $(CHOSEN) $(BENCH_ARGS)

bench-widgets:
	@$(COURSE) bench-widgets $(CHOSEN) $(BENCH_ARGS)

bench-site:
	@$(COURSE) bench-site $(CHOSEN) $(BENCH_ARGS)

site:
	@$(COURSE) site $(SITE_ARGS)

serve-site:
	@$(COURSE) serve-site $(SITE_ARGS)

study:
	@$(COURSE) study $(CHOSEN) $(STUDY_ARGS)

clean:
	@$(COURSE) clean
