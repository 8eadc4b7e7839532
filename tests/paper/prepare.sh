#!/usr/bin/env bash
# Sees to it that there is a TeX with what the exports need. Where there is none and none can be installed, says why and
# ends with 1.
set -u
. "${0%/*}/../install.sh"

packages=(texlive-latex-base texlive-latex-recommended texlive-pictures poppler-utils)

give_up() {
    echo "No TeX: $1" >&2
    echo "Install pdflatex with TikZ and amsmath, bibtex and pdftoppm; on Debian: apt-get install ${packages[*]}" >&2
    exit 1
}

ready() {
    command -v pdflatex > /dev/null && command -v bibtex > /dev/null && command -v pdftoppm > /dev/null \
        && kpsewhich tikz.sty > /dev/null && kpsewhich amsthm.sty > /dev/null
}

ready || install TeX ready "${packages[@]}"
