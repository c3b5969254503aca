#!/usr/bin/env bash
# backup.sh now|every|recent: dump the five databases into /backups/INSTANT, at once or every CITE_BACKUP_HOURS; tell
# whether the last one is recent. While the dumps are made the relays wait (their locks are taken, pages and consumers go
# on): nothing enters the log around INSTANT, which parts what the dumps know from what came later; « cite infra
# rewind-log --to INSTANT » counts on it. A dump that is not whole keeps the name INSTANT.part and is never counted. The
# keys are not in it: without them what it says of people cannot be read.
set -euo pipefail
backups=${CITE_BACKUPS_FOLDER:-/backups}
url=$(cat "${CITE_SECRETS_FOLDER:-/run/secrets}/database_operator")
margin=${CITE_BACKUP_MARGIN:-2} # seconds on each side of INSTANT: two machines never have quite the same time
hours=${CITE_BACKUP_HOURS:-24} kept=${CITE_BACKUPS_KEPT:-14}
services="accounts candidates employers matching badges"
relay_locks=49534 relay_buckets=8 # services/kernel/relay.py and outbox.py; a test compares them
declare -A held
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

still() { # SERVICE: take every lock of its relay, as one more relay would
  local pipe=$scratch/still.$1 fd
  mkfifo "$pipe"
  psql --no-psqlrc --quiet --tuples-only --no-align "${url/\{service\}/$1}" <"$pipe" >"$pipe.out" 2>&1 &
  exec {fd}>"$pipe"
  held[$1]=$fd
  echo "SELECT pg_advisory_lock($relay_locks, n) FROM generate_series(0, $relay_buckets - 1) n; SELECT 'held';" >&"$fd"
  for _ in $(seq 1 300); do
    grep -q '^held$' "$pipe.out" && return
    sleep 0.2
  done
  echo "le relais de $1 ne se laisse pas arrêter : $(cat "$pipe.out")" >&2
  return 1
}

release() {
  local service fd
  for service in "${!held[@]}"; do fd=${held[$service]}; exec {fd}>&-; done
  held=()
}

now() (
  trap release EXIT
  for service in $services; do still "$service"; done
  sleep "$margin"
  stamp=$(date -u +%Y-%m-%dT%H%M%SZ) folder=$backups/$stamp
  mkdir -p "$folder.part"
  for service in $services; do
    pg_dump --format=custom --file="$folder.part/$service.dump" "${url/\{service\}/$service}"
  done
  sleep "$margin"
  release
  (cd "$folder.part" && sha256sum ./*.dump >SHA256SUMS)
  mv "$folder.part" "$folder"
  echo "sauvegarde faite : $stamp ($(du -sh "$folder" | cut -f1))"
  rm -rf "$backups"/*.part
  find "$backups" -mindepth 1 -maxdepth 1 -type d -name '20*Z' | sort | head -n "-$kept" | xargs -r rm -rf
)

recent() {
  [ -n "$(find "$backups" -mindepth 1 -maxdepth 1 -type d -name '20*Z' -mmin "-$((hours * 60 + 60))")" ] \
    || { echo "pas de sauvegarde entière depuis plus de $hours heures"; return 1; }
}

case "${1:-}" in
  now) now ;;
  recent) recent ;;
  every)
    while true; do
      # A process of its own: inside "||" the shell would go on after an error.
      bash "$0" now || { echo "la sauvegarde a échoué, nouvel essai dans dix minutes" >&2; sleep 600; continue; }
      sleep "$((hours * 3600))" &
      wait $!
    done ;;
  *) echo "usage: backup.sh now|every|recent" >&2; exit 2 ;;
esac
