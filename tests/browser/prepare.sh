#!/usr/bin/env bash
# Sees to it that there is a Chromium, and prints where. Where there is none and none can be installed, says why and
# ends with 1.
set -u
. "${0%/*}/../install.sh"

find_chromium() {
    command -v "${CHROMIUM:-chromium}" || command -v chromium-browser || command -v google-chrome
}

give_up() {
    echo "No Chromium: $1" >&2
    echo "Install one (on Debian: apt-get install chromium), or set CHROMIUM to the program." >&2
    exit 1
}

find_chromium || install Chromium find_chromium chromium
