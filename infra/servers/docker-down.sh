#!/usr/bin/env bash
# docker-down.sh DIRECTORY: remove the containers of docker-up.sh's engine, stop it, and forget its images.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/process.sh"
[ $# -eq 1 ] || die "usage: docker-down.sh DIRECTORY"
[ -d "$1" ] || exit 0
dir=$(cd "$1" && pwd)
if is_running "$dir/dockerd.pid"; then
  export DOCKER_HOST=unix://$dir/docker.sock
  containers=$(/usr/bin/docker ps -aq || true)
  # shellcheck disable=SC2086
  [ -z "$containers" ] || /usr/bin/docker rm -f $containers >/dev/null
  /usr/bin/docker network prune -f >/dev/null || true
fi
halt dockerd "$dir"
rm -rf "$dir"
