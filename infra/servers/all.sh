#!/usr/bin/env bash
# all.sh up|down DIRECTORY: start, or stop and forget, the three servers that `make test-servers` wants.
# "up" prints the export lines to evaluate:  eval "$(infra/servers/all.sh up var/servers)"
# Ports are free ones, kept in DIRECTORY/ports so that a second "up" finds the same servers.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/process.sh"
usage="usage: all.sh up|down DIRECTORY"
[ $# -eq 2 ] || die "$usage"
mkdir -p "$2"; dir=$(cd "$2" && pwd)

free_ports() { # three ports whose neighbours are free too (kafka takes port+1, search port+100)
  python3 - <<'P'
import random, socket

def free(port: int) -> bool:
    with socket.socket() as s:
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

taken: set[int] = set()
while len(taken) < 3:
    port = random.randrange(20000, 30000, 300)
    if port not in taken and all(free(p) for p in (port, port + 1, port + 100)):
        taken.add(port)
print(*taken)
P
}

up() {
  [ -f "$dir/ports" ] || free_ports >"$dir/ports"
  local kafka search postgres
  read -r kafka search postgres <"$dir/ports"
  "$here/kafka-up.sh" "$dir/kafka" "$kafka" >&2
  "$here/search-up.sh" "$dir/search" "$search" >&2
  "$here/postgres-up.sh" "$dir/postgres" "$postgres" >&2
  echo "export CITE_TEST_KAFKA=127.0.0.1:$kafka"
  echo "export CITE_TEST_ELASTICSEARCH=http://127.0.0.1:$search"
  echo "export CITE_TEST_POSTGRESQL=postgresql://cite:cite@127.0.0.1:$postgres/cite"
}

down() {
  local postgres_data
  postgres_data=$(readlink -f "$dir/postgres/data" 2>/dev/null || true)
  halt kafka "$dir/kafka"
  halt search "$dir/search"
  halt postgres "$dir/postgres" INT # "fast": does not wait for its clients
  case "$postgres_data" in */cite-postgres.*) rm -rf "$postgres_data" ;; esac
  rm -rf "$dir/kafka" "$dir/search" "$dir/postgres" "$dir/ports"
}

case "$1" in
  up) up ;;
  down) down ;;
  *) die "$usage" ;;
esac
