#!/usr/bin/env bash
# From nothing to a judged class: installs what is missing, builds, imports the sample packages, queues a
# manifest, judges it with all cores, prints the table and writes the HTML report. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*"; }

say "1/5 Debian packages"
tools/packages.sh build

say "2/5 building (release preset)"
cmake --preset release >/dev/null
cmake --build --preset release --target assize assize-jail

assize=build/release/bin/assize
demo=build/quickstart
mkdir -p "$demo"
rm -f "$demo"/assize.db "$demo"/assize.db-wal "$demo"/assize.db-shm
export ASSIZE_STORE="$demo/assize.db"

say "3/5 importing the sample packages and queueing problems/examples/manifest.csv"
"$assize" problem add problems/examples/*/
batch=$("$assize" submit --manifest problems/examples/manifest.csv --batch quickstart)

say "4/5 judging batch $batch with all cores"
if [ "$(id -u)" -ne 0 ] && ! "$assize" doctor >/dev/null 2>&1 && command -v systemd-run >/dev/null; then
  # An ordinary user needs a cgroup of its own: systemd gives one.
  systemd-run --user --scope -q -p Delegate=yes "$assize" run --drain
else
  "$assize" run --drain
fi

say "5/5 the report"
"$assize" report --batch "$batch"
"$assize" report --batch "$batch" --format html --out "$demo/report.html"

cat <<EOF

The HTML report is in $demo/report.html. Next, try:

  $assize judge --problem problems/examples/sum-of-two problems/examples/sum-of-two/submissions/*/*.py
  $assize --store $demo/assize.db show 1
  $assize doctor
EOF
