#!/bin/sh
# Set-up of the project: `sh outils/installer.sh run` or `sh outils/installer.sh dev`.
# Makes .venv with the locked dependencies (hashes checked), the system libraries where we may, the assets.
set -eu
jeu=${1:-run}
journal=.venv/installation.log

dire() { printf '• %s\n' "$*"; }
echouer() { printf '✗ %s\n' "$*" >&2; exit 1; }
administrateur() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_installer() { # a fresh machine has no package lists yet: refresh them once, only if needed
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends "$@" >>"$journal" 2>&1 && return 0
    apt-get update -qq >>"$journal" 2>&1 && apt-get install -y -qq --no-install-recommends "$@" >>"$journal" 2>&1
}

convient() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

trouver_python() {
    for candidat in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
        if command -v "$candidat" >/dev/null && convient "$candidat"; then command -v "$candidat" && return 0; fi
    done
    return 1
}

creer_venv() {
    python=$(trouver_python) || echouer "Python 3.11 ou plus récent est nécessaire (apt-get install python3 python3-venv)."
    dire "Environnement Python ($("$python" --version)) dans .venv"
    if ! "$python" -m venv .venv >>"$journal" 2>&1; then
        administrateur || echouer "Il manque le module venv de Python : apt-get install python3-venv"
        apt_installer python3-venv "$(basename "$(readlink -f "$python")")-venv" || apt_installer python3-venv ||
            echouer "L’installation de python3-venv a échoué : voyez $journal"
        "$python" -m venv --clear .venv || echouer "L’environnement .venv n’a pas pu être créé."
    fi
}

installer_python() {
    marque=.venv/.$jeu
    [ requirements/$jeu.txt -ot "$marque" ] && [ pyproject.toml -ot "$marque" ] && return 0
    [ -x .venv/bin/pip ] || creer_venv
    dire "Dépendances verrouillées (requirements/$jeu.txt)"
    pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install -q --no-compile"
    $pip --require-hashes -r "requirements/$jeu.txt" >>"$journal" 2>&1 ||
        { tail -n 20 "$journal" >&2; echouer "L’installation des dépendances a échoué : voyez $journal"; }
    $pip --no-deps --no-build-isolation -e . >>"$journal" 2>&1 ||
        { tail -n 20 "$journal" >&2; echouer "L’installation de college a échoué : voyez $journal"; }
    # Compiled here and now: the first start is then as fast as the next ones, and says no SyntaxWarning.
    .venv/bin/python -W ignore -m compileall -q -j 0 .venv/lib college search_index >>"$journal" 2>&1 || true
    touch "$marque" .venv/.run
}

bibliotheque() { { /sbin/ldconfig -p 2>/dev/null || ldconfig -p; } | grep -q "$1"; }

manquants() { # one Debian package a line
    bibliotheque libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    bibliotheque libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
    command -v fc-list >/dev/null && [ -n "$(fc-list | head -n 1)" ] || echo fontconfig fonts-dejavu-core
    [ "$jeu" = dev ] || return 0
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || echo chromium
    command -v soffice >/dev/null || echo libreoffice-writer-nogui
    command -v pdftoppm >/dev/null || echo poppler-utils
    command -v java >/dev/null || echo default-jre-headless
    [ -e /usr/share/java/jaxb-runtime.jar ] || echo libjaxb-java
    command -v redis-server >/dev/null || command -v valkey-server >/dev/null || echo redis-server
    [ -e /usr/share/fonts/truetype/crosextra/Carlito-Regular.ttf ] || echo fonts-crosextra-carlito
}

installer_systeme() {
    paquets=$(manquants | tr '\n' ' ')
    [ -n "$paquets" ] || return 0
    if administrateur; then
        dire "Bibliothèques du système : $paquets"
        # shellcheck disable=SC2086
        apt_installer $paquets && return 0
    fi
    printf '⚠ Il manque des bibliothèques du système. En tant qu’administrateur :\n    apt-get install %s\n' "$paquets" >&2
}

empreinte_actifs() {
    find package-lock.json outils/actifs.mjs college/static -path college/static/dist -prune -o -type f -print |
        LC_ALL=C sort | xargs cat | sha256sum | cut -c1-64
}

construire_actifs() {
    [ -f package-lock.json ] || return 0
    empreinte=$(empreinte_actifs)
    [ "$(cat college/static/dist/.empreinte 2>/dev/null)" = "$empreinte" ] && return 0
    if ! command -v npm >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)" -lt 20 ]; then
        dire "Node 20 est absent : l’interface est servie sans icônes ni polices de tiers (tout fonctionne)."
        return 0
    fi
    dire "Actifs de l’interface (npm ci, esbuild)"
    if { [ node_modules -nt package-lock.json ] || npm ci --ignore-scripts --no-audit --no-fund; } >>"$journal" 2>&1 &&
        node outils/actifs.mjs >>"$journal" 2>&1; then
        touch node_modules && echo "$empreinte" >college/static/dist/.empreinte
    else
        printf '⚠ Les actifs n’ont pas pu être construits (voyez %s) : l’interface est servie sans eux.\n' "$journal" >&2
    fi
}

cd "$(dirname "$0")/.."
mkdir -p .venv
installer_python
installer_systeme
construire_actifs
