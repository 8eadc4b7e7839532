#!/usr/bin/env bash
# Sees to it that there is a TeX with what the exports need. Where there is none and none can be installed, says why and
# ends with 1.
set -u

give_up() {
    echo "No TeX: $1" >&2
    echo "Install pdflatex with TikZ and amsmath, bibtex and pdftoppm; on Debian: apt-get install ${packages[*]}" >&2
    exit 1
}

packages=(texlive-latex-base texlive-latex-recommended texlive-pictures poppler-utils)
ready() {
    command -v pdflatex > /dev/null && command -v bibtex > /dev/null && command -v pdftoppm > /dev/null \
        && kpsewhich tikz.sty > /dev/null && kpsewhich amsthm.sty > /dev/null
}

ready && exit 0
command -v apt-get > /dev/null || give_up "this system has no apt-get to install it with."
if [ "$(id -u)" -eq 0 ]; then
    as_root=()
elif sudo -n true 2> /dev/null; then
    as_root=(sudo -n)
else
    give_up "installing it needs root."
fi
echo "TeX is missing: installing it with apt-get." >&2
install=("${as_root[@]}" apt-get -o DPkg::Lock::Timeout=600 install --yes --no-install-recommends "${packages[@]}")
"${install[@]}" > /dev/null 2>&1 || {
    "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=600 update > /dev/null 2>&1
    "${install[@]}" > /dev/null 2>&1
} || give_up "apt-get could not install it."
ready || give_up "apt-get installed it, but something is still missing."
