# `make` alone prints every target with its sentence.
.DEFAULT_GOAL := aide
.PHONY: aide install run test test-long bench reel lint format verrous sbom propre
SHELL := /bin/sh
B := .venv/bin
CODE := $(wildcard college search_index tests benchmarks outils)

aide: ## Dit ce que chaque commande fait
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | awk -F '\t' '{printf "  make %-10s %s\n", $$1, $$2}'

install: ## Installe tout ce qu’il faut pour servir : .venv/ avec la commande college, et l’interface
	@sh outils/installer.sh run

run: install ## Installe, prépare la base et la commune de démonstration, puis sert http://127.0.0.1:8000
	@exec $(B)/college servir --preparer

outils-test:
	@sh outils/installer.sh dev

test: outils-test ## Installe, puis lance tous les tests (sauf les longs) et dit combien ont réussi
	@$(B)/pytest -n auto --dist loadgroup -m "not long" $(ARGS)

test-long: outils-test ## Lance les tests longs : mutations, courses de 100 tours, arrêts brutaux, charge
	@$(B)/pytest -n auto --dist loadgroup -m long --timeout 3600 $(ARGS)

bench: outils-test ## Mesure et compare ; résultats dans benchmarks/results/latest.json
	@$(B)/python -m benchmarks $(ARGS)

reel: install ## Joue de vrais ordres du jour de bout en bout : make reel CORPUS=DOSSIER
	@test -n "$(CORPUS)" || { echo "Dites où sont les séances : make reel CORPUS=DOSSIER" >&2; exit 2; }
	@$(B)/college reel "$(CORPUS)" $(ARGS)

lint: outils-test ## Vérifie le style, les types, les contrats d’imports et les gabarits
	@$(B)/ruff check $(CODE)
	@$(B)/ruff format --check $(CODE)
	@$(B)/mypy college search_index
	@$(B)/lint-imports
	@$(B)/bandit -q -c pyproject.toml -r college search_index
	@$(B)/pytest -n 0 -q tests/conventions

format: outils-test ## Remet le code en forme
	@$(B)/ruff check --fix $(CODE)
	@$(B)/ruff format $(CODE)

VERROU := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --custom-compile-command "make verrous" pyproject.toml requirements/build.in
verrous: ## Recalcule requirements/*.txt d’après pyproject.toml (demande uv)
	@$(VERROU) -o requirements/run.txt
	@$(VERROU) -c requirements/run.txt --group dev -o requirements/dev.txt

sbom: outils-test ## Écrit l’inventaire des composants livrés (CycloneDX) dans sbom/
	@mkdir -p sbom
	@$(B)/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible -o sbom/python.cdx.json
	@npm sbom --sbom-format cyclonedx --package-lock-only --omit dev > sbom/interface.cdx.json

propre: ## Efface ce que les commandes ont construit ; garde les données (var/)
	@rm -rf .venv node_modules college/static/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
