#!/usr/bin/env bash
# One role and one database per service, and a role for the operator that acts as each owner. The passwords are those of
# the secrets; run again, it sets them anew: that is how they are rotated. Nothing is ever dropped.
set -euo pipefail
export PGHOST=${PGHOST:-postgres} PGUSER=${PGUSER:-postgres} PGDATABASE=postgres
secrets=${CITE_SECRETS_FOLDER:-/run/secrets}
PGPASSWORD=$(cat "$secrets/postgres"); export PGPASSWORD
password_of() { sed -E 's#^[a-z]+://[^:/]+:([^@]+)@.*$#\1#' "$secrets/database_$1"; }
sql() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@" >/dev/null; }

set_role() { # NAME PASSWORD
  sql -v role="$1" -v secret="$2" <<'S'
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" LOGIN PASSWORD :'secret';
S
}

set_role cite_operator "$(password_of operator)"
for service in accounts candidates employers matching badges; do
  set_role "cite_$service" "$(password_of "$service")"
  sql -v role="cite_$service" <<'S'
SELECT format('CREATE DATABASE %I OWNER %I', :'role', :'role')
  WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = :'role') \gexec
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
GRANT :"role" TO cite_operator;
ALTER ROLE cite_operator IN DATABASE :"role" SET role TO :"role";
S
  echo "cite_$service : rôle et base prêts"
done
