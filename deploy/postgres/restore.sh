#!/usr/bin/env bash
# restore.sh INSTANT: put the five databases back as they were in /backups/INSTANT. Refuses a dump that is not whole, and
# to act while a service is still connected. The present content is kept, renamed cite_NAME_before_NOW: it is for you to
# drop, once all is well.
set -euo pipefail
folder=${CITE_BACKUPS_FOLDER:-/backups}/${1:?"usage: restore.sh INSTANT (ls /backups)"}
export PGHOST=${PGHOST:-postgres} PGUSER=${PGUSER:-postgres} PGDATABASE=postgres
PGPASSWORD=$(cat "${CITE_SECRETS_FOLDER:-/run/secrets}/postgres"); export PGPASSWORD
services="accounts candidates employers matching badges"
(cd "$folder" && sha256sum --check --quiet SHA256SUMS) || { echo "cette sauvegarde n'est pas entière : rien n'a été changé" >&2; exit 1; }
busy=$(psql -tAc "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'cite\_%'")
[ "$busy" = 0 ] || { echo "$busy connexions ouvertes : arrêtez d'abord les services et les sauvegardes" >&2; exit 1; }
moment=$(date -u +%Y%m%d%H%M%S)
for service in $services; do
  psql --quiet --set ON_ERROR_STOP=1 -v name="cite_$service" -v before="cite_${service}_before_$moment" <<'S'
ALTER DATABASE :"name" RENAME TO :"before";
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
ALTER ROLE cite_operator IN DATABASE :"name" SET role TO :"name";
S
  pg_restore --exit-on-error --dbname="cite_$service" --role="cite_$service" --no-owner "$folder/$service.dump"
  echo "cite_$service : remis dans l'état de $1"
done
echo "À faire avant de rouvrir : cite infra rewind-log --to $1, replay de chaque service, cite people replay-erasures."
