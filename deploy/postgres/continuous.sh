#!/usr/bin/env bash
# continuous.sh base | receive | every | recent | strict on|off | stop | rebuild DATA: between two nights, lose nothing of
# what PostgreSQL has written, though its disk be lost. FOLDER ($CITE_CONTINUOUS_FOLDER) is on another disk, better on
# another machine.
#   base          a copy of the whole server in FOLDER/base-INSTANT, made while it works; the last two are kept.
#   receive       receive in FOLDER/wal what the server writes, as it writes it; runs until stopped.
#   every         both: receive, and a copy every CITE_CONTINUOUS_DAYS (7). recent: whether it is so, for a health check.
#   strict on     a commit waits until it is received too: nothing told to anybody can be lost; if receive stops, so do
#                 the services' writes. off: the last instants may be lost, nobody waits.
#   stop          for good: the server no longer keeps what nobody receives (else its disk fills).
#   rebuild DATA  lay out DATA (absent, or empty) from the newest base and all that was received; run it as the server's
#                 user, then start PostgreSQL on it, receive, and make a base.
# Reaches the server by PGHOST, PGPORT, PGUSER, PGPASSWORD (or the secret "postgres") as psql does; a superuser.
set -euo pipefail
folder=${CITE_CONTINUOUS_FOLDER:?"le dossier des copies, sur un autre disque"}
days=${CITE_CONTINUOUS_DAYS:-7}
secret=${CITE_SECRETS_FOLDER:-/run/secrets}/postgres
[ -n "${PGPASSWORD:-}" ] || [ ! -r "$secret" ] || { PGPASSWORD=$(cat "$secret"); export PGPASSWORD; }
mkdir -p "$folder"
slot=cite_wal

ask() { psql --no-psqlrc --quiet --tuples-only --no-align --dbname=postgres --set ON_ERROR_STOP=1 -v slot="$slot"; }

is_receiving() {
  [ "$(ask <<<"SELECT count(*) FROM pg_stat_replication WHERE application_name = :'slot' AND state = 'streaming'")" = 1 ]
}

is_due() { # DAYS: whether the newest copy is older than that, or cannot be followed to now
  [ -e "$folder/gap" ] \
    || [ -z "$(find "$folder" -mindepth 1 -maxdepth 1 -type d -name 'base-*Z' -mmin "-$(($1 * 1440))")" ]
}

base() {
  local name
  name=base-$(date -u +%Y-%m-%dT%H%M%SZ)
  pg_basebackup --pgdata="$folder/$name.part" --wal-method=none --checkpoint=fast --no-password
  mv "$folder/$name.part" "$folder/$name"
  rm -rf "$folder"/base-*.part "$folder/gap"
  find "$folder" -mindepth 1 -maxdepth 1 -type d -name 'base-*Z' | sort | head -n -2 | xargs -r rm -rf
  # What was received before the oldest copy that is kept serves nobody.
  local oldest first
  oldest=$(find "$folder" -mindepth 1 -maxdepth 1 -type d -name 'base-*Z' | sort | head -1)
  first=$(sed -n 's/^START WAL LOCATION: .*(file \(.*\))$/\1/p' "$oldest/backup_label")
  [ ! -d "$folder/wal" ] || pg_archivecleanup "$folder/wal" "$first"
  echo "copie faite : $folder/$name"
}

let_go_of_a_lost_place() { # the server kept as much as it may (max_slot_wal_keep_size): what it wrote since is missing here
  local lost="FROM pg_replication_slots WHERE slot_name = :'slot' AND wal_status = 'lost'"
  [ "$(ask <<<"SELECT count(*) $lost")" = 1 ] || return 0
  touch "$folder/gap"
  [ ! -d "$folder/wal" ] || mv "$folder/wal" "$folder/wal-until-$(date -u +%Y-%m-%dT%H%M%SZ)"
  ask <<<"SELECT pg_drop_replication_slot(slot_name) $lost"
  echo "trop longtemps sans recevoir : il faut une nouvelle copie" >&2
}

receive() {
  while true; do
    let_go_of_a_lost_place || true
    mkdir -p "$folder/wal"
    if pg_receivewal --no-password --create-slot --if-not-exists --slot=$slot; then
      pg_receivewal --no-password --no-loop --synchronous --slot=$slot --directory="$folder/wal" \
        --dbname="application_name=$slot" || true
    fi
    sleep 2
  done
}

every() {
  bash "$0" receive &
  while true; do
    # A process of its own: inside "if" the shell would go on after an error.
    if is_due "$days" && is_receiving; then bash "$0" base || echo "la copie a échoué, nouvel essai bientôt" >&2; fi
    sleep 5 &
    wait $!
  done
}

recent() {
  is_receiving || { echo "rien n'est reçu de ce que PostgreSQL écrit"; return 1; }
  ! is_due "$((days + 1))" || { echo "pas de copie entière depuis plus de $days jours"; return 1; }
}

stop() {
  strict off
  ask <<<"SELECT pg_terminate_backend(pid) FROM pg_stat_replication WHERE application_name = :'slot'" >/dev/null
  ask <<<"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = :'slot'" >/dev/null
  echo "arrêté : les copies de $folder ne disent plus rien de ce qui suit"
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
  "every ") every ;;
  "recent ") recent ;;
  "stop ") stop ;;
  "strict on" | "strict off") strict "$2" ;;
  "rebuild "?*) rebuild "$2" ;;
  *) echo "usage: continuous.sh base | receive | every | recent | strict on|off | stop | rebuild DATA" >&2; exit 2 ;;
esac
