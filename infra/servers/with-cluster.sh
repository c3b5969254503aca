#!/usr/bin/env bash
# with-cluster.sh DIRECTORY COMMAND…: start a Kubernetes of our own, run the command, stop it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$1"; dir=$(cd "$1" && pwd); shift
trap '"$here/cluster-down.sh" "$dir/cluster"' EXIT
exports=$("$here/cluster-up.sh" "$dir/cluster")
eval "$exports"
"$@"
