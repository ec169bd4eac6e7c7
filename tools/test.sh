#!/usr/bin/env bash
# Everything that CI runs: installs what is missing, checks form, builds, runs all tests, and once more the unit
# tests and each fuzzer for a short while under ASan and UBSan, and the worker's threads under TSan.
#   tools/test.sh          the usual run
#   tools/test.sh --all    also the long ones: 200 kills, 50 rounds of the examples on a busy host, all families in
#                          the guest, a million runs (some hours); and clang-tidy of all files
# clang-tidy looks at what changed in the last day, the newest 24 files of it: ASSIZE_TIDY_SINCE says otherwise, as
# git log --since does, and ASSIZE_TIDY_MOST how many.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*"; }

# Form and lint are those of one version of the tools, Debian 12's: others break lines otherwise, and find other things.
is_llvm_14() {
  local version
  version=$("$1" --version | grep -m 1 -oE 'version [0-9]+')
  if [ "$version" = "version 14" ]; then return 0; fi
  echo "not done here: it takes $1 14 (Debian 12), and this is $version"
  return 1
}

leave_out=(-LE long)
most=${ASSIZE_TIDY_MOST:-24}
tidied() { git diff --name-only HEAD -- '*.cpp' '*.h'; git log --since="${ASSIZE_TIDY_SINCE:-1 day}" --name-only --format= -- '*.cpp' '*.h'; }
if [ "${1:-}" = "--all" ]; then
  leave_out=()
  most=1000000
  tidied() { git ls-files '*.cpp'; }
  export ASSIZE_DRAWS=200 ASSIZE_ALARM=0.01 ASSIZE_KILLS=200 ASSIZE_SUBMISSIONS=300 ASSIZE_CHAOS=300 ASSIZE_ROUNDS=50 ASSIZE_BUSY=1
fi

say "1/7 Debian packages"
tools/packages.sh test
tests/guest/install || echo "the guest's packages can't be installed: its tests will be counted as skipped"

say "2/7 clang-format"
if is_llvm_14 clang-format; then
  git ls-files -z '*.c' '*.cpp' '*.h' | xargs -0 clang-format --dry-run --Werror
  echo "all files have the form of .clang-format"
fi

say "3/7 building (dev preset)"
cmake --preset dev >/dev/null
cmake --build --preset dev

lint() {
  # Of a changed header the source of the same name is looked at.
  { tidied | sed 's/\.h$/.cpp/' | grep -E '^(judge|problems|queue|storage|tools|tests/attacks)/' || [ $? -eq 1 ]; } | awk '!seen[$0]++' |
    while read -r file; do if [ -e "$file" ]; then printf '%s\n' "$file"; fi; done >build/dev/changed.txt
  head -n "$most" build/dev/changed.txt >build/dev/tidied.txt
  xargs -r -a build/dev/tidied.txt -n 4 -P "$(nproc)" clang-tidy -p build/dev --quiet 2>/dev/null
  echo "clang-tidy has nothing to say of $(wc -l <build/dev/tidied.txt) files, the newest of" \
    "$(wc -l <build/dev/changed.txt) that changed"
}

say "4/7 clang-tidy"
if is_llvm_14 clang-tidy; then lint; fi

say "5/7 ASan and UBSan, fuzzing"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target assize-unit-tests assize-fuzzers
ctest --preset fuzz -j "$(nproc)" -L '^(sanitize|fuzz)$'

say "6/7 TSan"
cmake --preset tsan >/dev/null
cmake --build --preset tsan --target assize assize-jail
ctest --preset tsan -L '^sanitize-thread$'

say "7/7 all tests"
ctest --preset dev -j 2 "${leave_out[@]}"
