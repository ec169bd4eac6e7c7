#!/usr/bin/env bash
# Installs the Debian packages that are missing: what building needs, with "test" also what testing needs.
#   tools/packages.sh build|test
set -euo pipefail

build=(g++ cmake ninja-build pkg-config python3 libpython3-stdlib python3-dev
  libseccomp-dev libsqlite3-dev libsqlitecpp-dev libpq-dev libboost1.81-dev libyaml-cpp-dev libarchive-dev libssl-dev
  libcli11-dev libfmt-dev libspdlog-dev nlohmann-json3-dev libkainjow-mustache-dev libpugixml-dev)
# The guest that tests cgroup v2 installs its own: tests/guest/install.
test=(catch2 ccache clang clang-format clang-tidy faketime git sqlite3 postgresql
  python3-venv python3-numpy python3-yaml pypy3 shellcheck)

case "${1:-}" in
  build) wanted=("${build[@]}") ;;
  test) wanted=("${build[@]}" "${test[@]}") ;;
  *) echo "usage: tools/packages.sh build|test" >&2; exit 2 ;;
esac

missing=()
for package in "${wanted[@]}"; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) || status=""
  [ "$status" = "install ok installed" ] || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "packages: all ${#wanted[@]} are there"
  exit 0
fi

echo "packages: installing ${missing[*]}"
case " ${missing[*]} " in
  *" libboost1.81-dev "*) echo "packages: note: libboost1.81-dev replaces libboost-dev (1.74) where that is installed" ;;
esac
root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "packages: neither root nor sudo: run as root: apt-get install ${missing[*]}" >&2; exit 3; }
  root=(sudo)
fi
"${root[@]}" apt-get update -q
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
