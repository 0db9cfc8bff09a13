#!/bin/sh
# Find the system libraries that Qt needs on Linux.
#
#   tools/system-libraries.sh setup [PYTHON]   all of them, and what PYTHON needs to make a .venv
#   tools/system-libraries.sh window           all of them, before a window is opened
#
# On Debian and Ubuntu root gets what is missing installed; anybody else is told the command.
# Ends with 1 only where InitLab cannot start without: Qt cannot be imported, or no .venv be made.
set -eu

mode=${1:-setup}
python=${2:-}

[ "$(uname -s)" = Linux ] || exit 0
PATH=$PATH:/usr/sbin:/sbin

# library=package; what the wheels of PySide6 do not bring along themselves
to_import="
libEGL.so.1=libegl1
libGL.so.1=libgl1
libX11.so.6=libx11-6
libdbus-1.so.3=libdbus-1-3
libfontconfig.so.1=libfontconfig1
libglib-2.0.so.0=libglib2.0-0
libstdc++.so.6=libstdc++6
libxkbcommon.so.0=libxkbcommon0
"
to_open_a_window="
libX11-xcb.so.1=libx11-xcb1
libwayland-cursor.so.0=libwayland-cursor0
libxcb-cursor.so.0=libxcb-cursor0
libxcb-icccm.so.4=libxcb-icccm4
libxcb-image.so.0=libxcb-image0
libxcb-keysyms.so.1=libxcb-keysyms1
libxcb-randr.so.0=libxcb-randr0
libxcb-render-util.so.0=libxcb-render-util0
libxcb-shape.so.0=libxcb-shape0
libxcb-shm.so.0=libxcb-shm0
libxcb-sync.so.1=libxcb-sync1
libxcb-xfixes.so.0=libxcb-xfixes0
libxcb-xkb.so.1=libxcb-xkb1
libxkbcommon-x11.so.0=libxkbcommon-x11-0
"

missing() { # the pairs of $1 whose library the loader does not know
    known=$(ldconfig -p)
    for pair in $1; do
        case $known in
            *"${pair%%=*} ("*) ;;
            *) printf '%s ' "$pair" ;;
        esac
    done
}

part() { # of the pairs $2, the library (1) or the package (2)
    for pair in $2; do
        printf '%s ' "$(echo "$pair" | cut -d= -f"$1")"
    done
}

venv_package() { # the package without which $python cannot make a virtual environment
    [ -n "$python" ] || return 0
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return 0
    "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

has_chinese_font() {
    if command -v fc-list >/dev/null; then
        [ -n "$(fc-list :lang=zh 2>/dev/null)" ]
    else
        [ -n "$(find /usr/share/fonts -iname '*cjk*' 2>/dev/null | head -n 1)" ]
    fi
}

# Systems that keep their libraries elsewhere (NixOS, Alpine) know better than we do.
if [ -z "$(ldconfig -p 2>/dev/null)" ]; then exit 0; fi

wanted=$(missing "$to_import $to_open_a_window")
packages="$(part 2 "$wanted")$(venv_package)"

if [ -n "${packages% }" ]; then
    if ! command -v apt-get >/dev/null; then
        echo "System libraries are missing: $(part 1 "$wanted")"
        echo "Install them with your system's package manager."
    elif [ "$(id -u)" = 0 ]; then
        echo "Installing system libraries: $packages"
        export DEBIAN_FRONTEND=noninteractive
        install="apt-get install --yes --quiet --no-install-recommends $packages"
        $install >/dev/null 2>&1 || { apt-get update --quiet && $install; } || true
    else
        echo "System libraries are missing. Install them with:"
        echo "    sudo apt-get install $packages"
    fi
fi

needed="$(missing "$to_import")"
if [ -n "$needed" ]; then
    echo "Qt cannot be loaded without: $(part 1 "$needed")" >&2
    exit 1
fi
if [ -n "$(venv_package)" ]; then
    echo "$python cannot make a virtual environment without the package $(venv_package)." >&2
    exit 1
fi
if [ "$mode" = setup ] && ! has_chinese_font; then
    echo "No Chinese font was found; for the Chinese interface: sudo apt-get install fonts-noto-cjk"
fi
