#!/usr/bin/env bash
# backup.sh DIRECTORY: one backup of the running product in DIRECTORY; keeps those of 14 days and, beyond, one a month.
# Refuses (and says so) when there is no room: nothing older is deleted before the new one is whole.
set -euo pipefail
[ $# -eq 1 ] && [ -d "$1" ] || { echo "usage: backup.sh DIRECTORY (which exists)" >&2; exit 2; }
folder=$1
cite=${CITE_COMMAND:-/opt/cite/current/bin/cite}
today=$(date +%Y-%m-%d)

"$cite" backup "$folder/cite-$today.tar.gz"

limit=$(date -d '-14 days' +%Y-%m-%d)
for old in "$folder"/cite-????-??-??.tar.gz; do
  day=${old##*/cite-}; day=${day%.tar.gz}
  if [[ "$day" < "$limit" && "$day" != *-01 ]]; then rm -- "$old"; fi
done
