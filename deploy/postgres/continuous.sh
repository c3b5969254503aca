#!/usr/bin/env bash
# continuous.sh base | receive | strict on|off | rebuild DATA: between two nights, lose nothing of what PostgreSQL has
# written, though its disk be lost. FOLDER ($CITE_CONTINUOUS_FOLDER) is on another disk, better on another machine.
#   base          a copy of the whole server in FOLDER/base-INSTANT, made while it works; the last two are kept.
#   receive       receive in FOLDER/wal what the server writes, as it writes it; runs until stopped.
#   strict on     a commit waits until it is received too: nothing told to anybody can be lost; if receive stops, so do
#                 the services' writes. off: the last instants may be lost, nobody waits.
#   rebuild DATA  lay out DATA (absent, or empty) from the newest base and all that was received; run it as the server's
#                 user, then start PostgreSQL on it, receive, and make a base.
# Reaches the server by PGHOST, PGPORT, PGUSER, PGPASSWORD as psql does; the user is a superuser.
set -euo pipefail
folder=${CITE_CONTINUOUS_FOLDER:?"le dossier des copies, sur un autre disque"}
mkdir -p "$folder"
slot=cite_wal

base() {
  local name
  name=base-$(date -u +%Y-%m-%dT%H%M%SZ)
  pg_basebackup --pgdata="$folder/$name.part" --wal-method=none --checkpoint=fast --no-password
  mv "$folder/$name.part" "$folder/$name"
  rm -rf "$folder"/base-*.part
  find "$folder" -mindepth 1 -maxdepth 1 -type d -name 'base-*Z' | sort | head -n -2 | xargs -r rm -rf
  # What was received before the oldest copy that is kept serves nobody.
  local oldest first
  oldest=$(find "$folder" -mindepth 1 -maxdepth 1 -type d -name 'base-*Z' | sort | head -1)
  first=$(sed -n 's/^START WAL LOCATION: .*(file \(.*\))$/\1/p' "$oldest/backup_label")
  [ ! -d "$folder/wal" ] || pg_archivecleanup "$folder/wal" "$first"
  echo "copie faite : $folder/$name"
}

receive() {
  while true; do
    mkdir -p "$folder/wal"
    if pg_receivewal --no-password --create-slot --if-not-exists --slot=$slot; then
      pg_receivewal --no-password --no-loop --synchronous --slot=$slot --directory="$folder/wal" \
        --dbname="application_name=$slot" || true
    fi
    sleep 2
  done
}

strict() {
  local names=""
  [ "$1" != on ] || names=$slot
  psql --no-psqlrc --quiet --dbname=postgres --set ON_ERROR_STOP=1 -v names="$names" <<'S'
ALTER SYSTEM SET synchronous_standby_names = :'names';
SELECT pg_reload_conf() \g /dev/null
S
}

rebuild() {
  local data=$1 newest
  newest=$(find "$folder" -mindepth 1 -maxdepth 1 -type d -name 'base-*Z' | sort | tail -1)
  [ -n "$newest" ] || { echo "aucune copie dans $folder" >&2; exit 1; }
  mkdir -p "$data"
  [ -z "$(ls -A "$data")" ] || { echo "$data n'est pas vide : rien n'a été changé" >&2; exit 1; }
  chmod 0700 "$data"
  cp -R "$newest/." "$data/"
  # What is received from now on follows another line of time: it goes beside.
  [ ! -d "$folder/wal" ] || mv "$folder/wal" "$folder/wal-until-$(date -u +%Y-%m-%dT%H%M%SZ)"
  cat >>"$data/postgresql.auto.conf" <<C
restore_command = 'for f in "$folder"/wal*/%f "$folder"/wal*/%f.partial; do [ ! -f "\$f" ] || exec cp "\$f" "%p"; done; exit 1'
recovery_target_timeline = 'latest'
# Nobody reads a past that is still being put back: until it is whole, the server does not answer.
hot_standby = off
C
  touch "$data/recovery.signal"
  echo "prêt : démarrez PostgreSQL sur $data (copie $(basename "$newest") et tout ce qui a été reçu ensuite)"
}

case "${1:-} ${2:-}" in
  "base ") base ;;
  "receive ") receive ;;
  "strict on" | "strict off") strict "$2" ;;
  "rebuild "?*) rebuild "$2" ;;
  *) echo "usage: continuous.sh base | receive | strict on|off | rebuild DATA" >&2; exit 2 ;;
esac
