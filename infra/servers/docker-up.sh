#!/usr/bin/env bash
# docker-up.sh DIRECTORY: a Docker engine of our own (socket, images and containers under DIRECTORY), docker compose,
# and a Debian base with Python, for tests of deploy/. An engine that answers already is used, and left running. Nothing
# is pulled from a registry of images: the base is made by debootstrap from the mirror that apt uses, compose is built by
# Go from its module. Needs root, and a kernel that lets it make network namespaces. Prints what to export.
# Stop: docker-down.sh DIRECTORY.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/process.sh"
[ $# -eq 1 ] || die "usage: docker-up.sh DIRECTORY"
mkdir -p "$1"; dir=$(cd "$1" && pwd)
compose_version=v2.29.7 kustomize_version=v5.5.0
base=local/debian:bookworm
packages=python3,python3-venv,ca-certificates
kept=$CACHE/docker

socket=unix://$dir/docker.sock client=/usr/bin/docker
answers() { command -v docker >/dev/null && timeout 10 docker version >/dev/null 2>&1; }

install_engine() {
  [ -x /usr/sbin/dockerd ] && command -v debootstrap >/dev/null && command -v iptables >/dev/null && return
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || die "no Docker engine: install docker.io, iptables and debootstrap"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io iptables debootstrap \
    >"$dir/apt.log" 2>&1 || { tail -20 "$dir/apt.log" >&2; die "docker.io could not be installed"; }
}

engine() { DOCKER_HOST=$socket DOCKER_CONFIG=$kept "$client" "$@"; }

start_engine() {
  if is_running "$dir/dockerd.pid"; then say "docker already runs"; return; fi
  # Published ports stay on loopback, whatever a compose file says.
  launch dockerd "$dir" /usr/sbin/dockerd -H "$socket" --data-root "$dir/root" --exec-root "$dir/exec" \
    --pidfile "$dir/engine.pid" --ip 127.0.0.1 --log-level warn
  local tries
  for tries in $(seq 1 120); do
    if engine version >/dev/null 2>&1; then say "docker ready on $dir/docker.sock (pid $(cat "$dir/dockerd.pid"))"; return; fi
    is_running "$dir/dockerd.pid" || break
    sleep 0.25
  done
  tail -30 "$dir/dockerd.log" >&2
  die "docker did not start: it needs root, iptables and network namespaces"
}

make_base() {
  engine image inspect "$base" >/dev/null 2>&1 && return
  local archive=$kept/debian-$(printf '%s' "$packages" | cksum | cut -d' ' -f1).tar tree mirror
  if [ ! -f "$archive" ]; then
    say "making the Debian base (once, kept in $kept)"
    mkdir -p "$kept"
    tree=$(mktemp -d "$dir/base.XXXXXX")
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -1)
    debootstrap --variant=minbase --include="$packages" bookworm "$tree" "$mirror" >"$dir/debootstrap.log" 2>&1 \
      || { tail -20 "$dir/debootstrap.log" >&2; die "the Debian base could not be made"; }
    rm -rf "$tree"/var/cache/apt/archives/*.deb "$tree"/var/lib/apt/lists/* "$tree"/usr/share/{doc,man,locale}/* \
      "$tree"/var/log/*.log
    tar -C "$tree" -cf "$archive.part" . && mv "$archive.part" "$archive"
    rm -rf "$tree"
  fi
  engine import "$archive" "$base" >/dev/null
  say "image $base imported"
}

make_compose() {
  local plugin=$kept/cli-plugins/docker-compose go
  [ -x "$plugin" ] && return
  go=$(find_go)
  say "building docker compose $compose_version (once, kept in $kept)"
  mkdir -p "$kept/built" "$kept/cli-plugins"
  GOBIN=$kept/built GOFLAGS=-trimpath "$go" install \
    -ldflags "-s -w -X github.com/docker/compose/v2/internal.Version=$compose_version" \
    "github.com/docker/compose/v2/cmd@$compose_version" >"$dir/compose-build.log" 2>&1 \
    || { tail -20 "$dir/compose-build.log" >&2; die "docker compose could not be built"; }
  mv "$kept/built/cmd" "$plugin"
}

find_kustomize() { # prints the command that makes the manifests of deploy/kubernetes
  if command -v kubectl >/dev/null; then echo "kubectl kustomize"; return; fi
  local built=$kept/kustomize go
  if [ ! -x "$built" ]; then
    go=$(find_go)
    say "building kustomize $kustomize_version (once, kept in $kept)"
    GOBIN=$kept "$go" install "sigs.k8s.io/kustomize/kustomize/v5@$kustomize_version" >"$dir/kustomize-build.log" 2>&1 \
      || { tail -20 "$dir/kustomize-build.log" >&2; die "kustomize could not be built"; }
  fi
  echo "$built build"
}

if answers; then
  socket=${DOCKER_HOST:-unix:///var/run/docker.sock} client=$(command -v docker)
  command -v debootstrap >/dev/null || die "install debootstrap: the base of the images is made with it"
else
  install_engine
  start_engine
fi
make_base
make_compose
kustomize=$(find_kustomize)
[ "$(engine run --rm --network none "$base" python3 -c 'print("well")')" = well ] || die "a container does not run"
engine compose version >&2
echo "export CITE_TEST_DOCKER_CLIENT=$client"
echo "export CITE_TEST_DOCKER=$socket"
echo "export CITE_TEST_DOCKER_CONFIG=$kept"
echo "export CITE_TEST_IMAGE_BASE=$base"
echo "export CITE_TEST_KUSTOMIZE='$kustomize'"
