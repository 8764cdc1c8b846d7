# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The packages that ./run and ./check need, and how they come to be there. Sourced by both.
# All that it says goes to stderr.

# Names as in Debian 12 and Ubuntu.
build_packages=(
    g++ cmake ninja-build pkg-config
    libfmt-dev libsimdjson-dev libyaml-cpp-dev libmnl-dev libpcap-dev libcli11-dev
    qt6-base-dev qt6-svg-dev libqscintilla2-qt6-dev qt6-translations-l10n
    fonts-inter fonts-jetbrains-mono fonts-noto-cjk
)
test_packages=(
    build-essential ccache clang clang-format libclang-rt-14-dev
    libgtest-dev libgmock-dev libbenchmark-dev xvfb xdotool
    python3 python3-jsonschema tshark strace iproute2 poppler-utils
    dbus at-spi2-core python3-gi gir1.2-atspi-2.0
)

say()
{
    printf '%s\n' "$*" >&2
}

has_apt()
{
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null
}

# Those of the packages named that are not installed, a line each.
missing_packages()
{
    local installed package
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
    done
}

# Installs what is missing of the packages named, after saying what; without apt only says what is
# needed. Fails where it may not install.
need_packages()
{
    if ! has_apt; then
        say "This is no Debian or Ubuntu, so install the like of these yourself: $*"
        return 0
    fi

    local -a missing
    mapfile -t missing < <(missing_packages "$@")
    if [[ ${#missing[@]} -eq 0 ]]; then
        return 0
    fi

    local -a install=(apt-get install -y --no-install-recommends "${missing[@]}")
    local -a as_root=(env)
    if [[ $(id -u) -ne 0 ]]; then
        if ! command -v sudo >/dev/null; then
            say "Some packages are missing. As root, run:"
            say "    apt-get update && ${install[*]}"
            return 1
        fi
        as_root=(sudo env)
    fi
    say "About to install these missing packages with apt-get: ${missing[*]}"
    as_root+=(DEBIAN_FRONTEND=noninteractive)
    if ! "${as_root[@]}" apt-get update -q >&2 || ! "${as_root[@]}" "${install[@]}" >&2; then
        say "The packages could not be installed. As root, run:"
        say "    apt-get update && ${install[*]}"
        return 1
    fi
}
