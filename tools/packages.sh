#!/usr/bin/env bash
# Installs the Debian packages that are missing: what building needs, with "test" also what testing needs. Where a release's
# package of the plain name is too old, its newest one with the version in the name is taken: see boost() below.
#   tools/packages.sh build|test
#   tools/packages.sh names build|test       only says which ones they are here; installs nothing
set -euo pipefail

usage() { echo "usage: tools/packages.sh [names] build|test" >&2; exit 2; }
only_names=false
if [ "${1:-}" = names ]; then only_names=true; shift; fi
case "${1:-}" in build | test) ;; *) usage ;; esac
[ $# -eq 1 ] || usage

root=()
if [ "$(id -u)" -ne 0 ] && command -v sudo >/dev/null; then root=(sudo); fi
may_install() { [ "$(id -u)" -eq 0 ] || [ ${#root[@]} -gt 0 ]; }

updated=false
update() {  # the lists of packages, once
  if $updated || $only_names || ! may_install; then return; fi
  "${root[@]}" apt-get update -q >&2
  updated=true
}

is_installed() { [ "$(dpkg-query -W -f '${Status}' "$1" 2>/dev/null)" = "install ok installed" ]; }

installed_version() { if is_installed "$1"; then dpkg-query -W -f '${Version}' "$1"; fi; }
available_version() { apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *//p' | grep -vx '(none)' || true; }

is_new_enough() { [ -n "$1" ] && dpkg --compare-versions "$1" ge "$2"; }

# Boost's headers, 1.81 at least: libboost-dev where it is new enough, else the oldest libboost1.N-dev that is.
boost() {
  local least=1.81 package version
  for package in libboost-dev $(dpkg-query -W -f '${Package}\n' 'libboost1.*-dev' 2>/dev/null | grep -xE 'libboost1\.[0-9]+-dev'); do
    if is_new_enough "$(installed_version "$package")" $least; then echo "$package"; return; fi
  done
  update
  if is_new_enough "$(available_version libboost-dev)" $least; then echo libboost-dev; return; fi
  while read -r package; do
    version=${package#libboost}
    if is_new_enough "${version%-dev}" $least; then echo "$package"; return; fi
  done < <(apt-cache pkgnames libboost1. | grep -xE 'libboost1\.[0-9]+-dev' | sort -V)
  echo "libboost-dev"  # cmake says what is wrong with it
}

build=(g++ cmake ninja-build pkg-config python3 libpython3-stdlib python3-dev
  libseccomp-dev libsqlite3-dev libsqlitecpp-dev libpq-dev "$(boost)" libyaml-cpp-dev libarchive-dev libssl-dev
  libcli11-dev libfmt-dev libspdlog-dev nlohmann-json3-dev libkainjow-mustache-dev libpugixml-dev)
# The guest that tests cgroup v2 installs its own: tests/guest/install.
test=(catch2 ccache clang clang-format clang-tidy faketime git iproute2 sqlite3 strace postgresql
  python3-venv python3-numpy python3-yaml pypy3 shellcheck)

wanted=("${build[@]}")
if [ "$1" = test ]; then wanted+=("${test[@]}"); fi
if $only_names; then printf '%s\n' "${wanted[@]}"; exit 0; fi

missing=()
for package in "${wanted[@]}"; do
  is_installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "packages: all ${#wanted[@]} are there"
  exit 0
fi

echo "packages: installing ${missing[*]}"
for package in "${missing[@]}"; do
  case $package in
    libboost1.*) echo "packages: note: $package replaces libboost-dev where that is installed: it is too old ($(installed_version libboost-dev))" ;;
  esac
done
may_install || { echo "packages: neither root nor sudo: run as root: apt-get install ${missing[*]}" >&2; exit 3; }
update
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
