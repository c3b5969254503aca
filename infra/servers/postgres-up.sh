#!/usr/bin/env bash
# postgres-up.sh DIRECTORY [PORT=15432]: one PostgreSQL on loopback, for tests: user, password and database "cite".
# Uses the binaries of Debian's package (installed with apt-get when root and absent). PostgreSQL refuses to run as
# root: then the user postgres runs it, on data in the temporary directory (DIRECTORY/data points to it).
# Stop: kill -INT "$(cat DIRECTORY/postgres.pid)".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/process.sh"
[ $# -ge 1 ] || die "usage: postgres-up.sh DIRECTORY [PORT]"
mkdir -p "$1"; dir=$(cd "$1" && pwd); port=${2:-15432}
if is_running "$dir/postgres.pid"; then say "postgres already runs"; exit 0; fi
if is_listening "$port"; then die "port $port is taken"; fi

newest_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }
if [ -z "$(newest_bin)" ]; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || die "PostgreSQL is absent: install the package postgresql"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2
fi
bin=$(newest_bin)

as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then as_owner() { (cd / && setpriv --reuid postgres --regid postgres --init-groups "$@"); }; fi

if [ ! -e "$dir/data" ]; then
  data=$(mktemp -d "${TMPDIR:-/tmp}/cite-postgres.XXXXXX")
  printf 'cite' >"$data.password"
  if [ "$(id -u)" = 0 ]; then chown postgres: "$data" "$data.password"; fi
  as_owner "$bin/initdb" -D "$data" -U cite --pwfile "$data.password" --auth scram-sha-256 --encoding UTF8 \
    --locale C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; die "initdb failed"; }
  rm -f "$data.password"
  ln -s "$data" "$dir/data"
fi
data=$(readlink -f "$dir/data")

# fsync off: a test kills the process, not the machine; the system keeps what the process wrote.
options=(-D "$data" -c listen_addresses=127.0.0.1 -c "port=$port" -c unix_socket_directories= -c fsync=off
  -c max_connections=200)
if [ "$(id -u)" = 0 ]; then
  launch postgres "$dir" setpriv --reuid postgres --regid postgres --init-groups "$bin/postgres" "${options[@]}"
else
  launch postgres "$dir" "$bin/postgres" "${options[@]}"
fi
await postgres "$dir" "$port" "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" -U cite
exists=$(PGPASSWORD=cite "$bin/psql" -h 127.0.0.1 -p "$port" -U cite -d postgres -tAc \
  "SELECT 1 FROM pg_database WHERE datname = 'cite'")
[ "$exists" = 1 ] || PGPASSWORD=cite "$bin/createdb" -h 127.0.0.1 -p "$port" -U cite cite
