# Sourced by the scripts that see to it that there is what a test needs.
#
# install WHAT PROBE PACKAGE...: where the command PROBE fails, installs the packages with apt-get. Where that cannot be done,
# calls give_up with the reason.

install() {
    local what=$1 probe=$2 as_root=()
    shift 2
    command -v apt-get > /dev/null || give_up "this system has no apt-get to install it with."
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2> /dev/null || give_up "installing it needs root."
        as_root=(sudo -n)
    fi
    echo "$what is missing: installing it with apt-get." >&2
    local apt=("${as_root[@]}" apt-get -o DPkg::Lock::Timeout=600)
    "${apt[@]}" install --yes --no-install-recommends "$@" > /dev/null 2>&1 || {
        "${apt[@]}" update > /dev/null 2>&1
        "${apt[@]}" install --yes --no-install-recommends "$@" > /dev/null 2>&1
    } || give_up "apt-get could not install it."
    "$probe" || give_up "apt-get installed it, but something is still missing."
}
