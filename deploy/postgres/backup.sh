#!/usr/bin/env bash
# backup.sh now|every|recent: dump the five databases into /backups/INSTANT, at once or every CITE_BACKUP_HOURS; tell
# whether the last one is recent. A dump that is not whole keeps the name INSTANT.part and is never counted. The keys are
# not in it: without them what it says of people cannot be read.
set -euo pipefail
url=$(cat /run/secrets/database_operator)
hours=${CITE_BACKUP_HOURS:-24} kept=${CITE_BACKUPS_KEPT:-14}
services="accounts candidates employers matching badges"

now() {
  local stamp folder service
  stamp=$(date -u +%Y-%m-%dT%H%M%SZ) folder=/backups/$stamp
  mkdir -p "$folder.part"
  for service in $services; do
    pg_dump --format=custom --file="$folder.part/$service.dump" "${url/\{service\}/$service}"
  done
  (cd "$folder.part" && sha256sum ./*.dump >SHA256SUMS)
  mv "$folder.part" "$folder"
  echo "sauvegarde faite : $stamp ($(du -sh "$folder" | cut -f1))"
  rm -rf /backups/*.part
  find /backups -mindepth 1 -maxdepth 1 -type d -name '20*Z' | sort | head -n "-$kept" | xargs -r rm -rf
}

recent() {
  [ -n "$(find /backups -mindepth 1 -maxdepth 1 -type d -name '20*Z' -mmin "-$((hours * 60 + 60))")" ] \
    || { echo "pas de sauvegarde entière depuis plus de $hours heures"; return 1; }
}

case "${1:-}" in
  now) now ;;
  recent) recent ;;
  every)
    while true; do
      now || { echo "la sauvegarde a échoué, nouvel essai dans dix minutes" >&2; sleep 600; continue; }
      sleep "$((hours * 3600))" &
      wait $!
    done ;;
  *) echo "usage: backup.sh now|every|recent" >&2; exit 2 ;;
esac
