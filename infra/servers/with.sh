#!/usr/bin/env bash
# with.sh DIRECTORY COMMAND…: start the real servers and an engine of containers, install the wallets' verifiers, run the
# command, stop everything. Where no engine can be started (no root, another system), the tests that want one fail and
# say so; the others run.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/process.sh"
mkdir -p "$1"; dir=$(cd "$1" && pwd); shift
stop() {
  "$here/docker-down.sh" "$dir/docker" >/dev/null 2>&1 || true
  "$here/all.sh" down "$dir" >/dev/null 2>&1 || true
}
trap stop EXIT
# Both mostly wait for downloads: side by side.
"$here/docker-up.sh" "$dir/docker" >"$dir/docker.exports" &
engine=$!
exports=$("$here/all.sh" up "$dir")
eval "$exports"
if wait "$engine"; then . "$dir/docker.exports"; else say "no engine of containers: the tests that want one will fail"; fi
cd "$here/../../tests/e2e/verifiers"
[ -d node_modules ] || npm ci --no-audit --no-fund --silent
cd - >/dev/null
"$@"
