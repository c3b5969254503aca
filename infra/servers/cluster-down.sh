#!/usr/bin/env bash
# cluster-down.sh DIRECTORY: stop the control plane of cluster-up.sh and forget what it holds.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/process.sh"
[ $# -eq 1 ] || die "usage: cluster-down.sh DIRECTORY"
[ -d "$1" ] || exit 0
for name in scheduler controllers apiserver etcd; do halt $name "$1"; done
rm -rf "$1"
