#!/usr/bin/env bash
# with.sh DIRECTORY COMMAND…: start the real servers, install the wallets' verifiers, run the command, stop the servers.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dir=$1; shift
trap '"$here/all.sh" down "$dir" >/dev/null 2>&1 || true' EXIT
exports=$("$here/all.sh" up "$dir")
eval "$exports"
cd "$here/../../tests/e2e/verifiers"
[ -d node_modules ] || npm ci --no-audit --no-fund --silent
cd - >/dev/null
"$@"
