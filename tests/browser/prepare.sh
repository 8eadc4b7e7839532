#!/usr/bin/env bash
# Sees to it that there is a Chromium, and prints where. Where there is none and none can be installed, says why and
# ends with 1.
set -u

find_chromium() {
    command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome
}

give_up() {
    echo "No Chromium: $1" >&2
    echo "Install one (on Debian: apt-get install chromium), or set CHROMIUM to the program." >&2
    exit 1
}

find_chromium && exit 0
command -v apt-get > /dev/null || give_up "this system has no apt-get to install it with."
if [ "$(id -u)" -eq 0 ]; then
    as_root=()
elif sudo -n true 2> /dev/null; then
    as_root=(sudo -n)
else
    give_up "installing it needs root."
fi
echo "Chromium is missing: installing it with apt-get." >&2
install=("${as_root[@]}" apt-get -o DPkg::Lock::Timeout=600 install --yes --no-install-recommends chromium)
"${install[@]}" > /dev/null 2>&1 || {
    "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=600 update > /dev/null 2>&1
    "${install[@]}" > /dev/null 2>&1
} || give_up "apt-get could not install it."
find_chromium || give_up "apt-get installed it, but it is not where it should be."
