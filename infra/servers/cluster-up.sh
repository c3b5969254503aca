#!/usr/bin/env bash
# cluster-up.sh DIRECTORY: the control plane of a Kubernetes of our own on loopback (API server on etcd, controllers,
# scheduler), for tests of deploy/kubernetes: it judges and keeps every object as a real cluster does, and its controllers
# act on them. No node: nothing runs in it. The program is built by Go from the modules of Kubernetes (kubernetes/program,
# once, kept in the cache: ten minutes on two cores), etcd is Debian's. Prints what to export. Stop: cluster-down.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/process.sh"
[ $# -eq 1 ] || die "usage: cluster-up.sh DIRECTORY"
mkdir -p "$1"; dir=$(cd "$1" && pwd)
version=v1.34.4
kept=$CACHE/kubernetes-$version program=$kept/cluster
# What watches for lag and measures brings kinds of its own: their definitions are in the modules of those who make them.
keda=v2.18.1 prometheus=v0.92.1

go_here() { (cd "$kept/source" && GOFLAGS=-mod=mod GOTOOLCHAIN=local CGO_ENABLED=0 "$go" "$@"); }

build_program() {
  [ -x "$program" ] && return
  local go mod
  go=$(find_go)
  say "building Kubernetes $version (once, kept in $kept)"
  rm -rf "$kept/source" && mkdir -p "$kept/source" && cp "$here"/kubernetes/program/main.go "$kept/source/"
  mod=$(cd "$kept/source" && GOFLAGS=-mod=mod "$go" mod download -json "k8s.io/kubernetes@$version" | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
  # The parts of Kubernetes are published one by one; its own module names them by their place in its repository.
  {
    printf 'module cite/cluster\n\ngo 1.24.0\n\nrequire k8s.io/kubernetes %s\n\nreplace (\n' "$version"
    sed -nE "s#^\t(k8s\.io/[a-z-]+) => \./staging/.*#\t\1 => \1 v0${version#v1}#p" "$mod"
    printf ')\n'
  } >"$kept/source/go.mod"
  go_here build -trimpath -o "$program.part" -ldflags "-s -w -X k8s.io/component-base/version.gitVersion=$version
    -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=$(echo "$version" | cut -d. -f2)" . \
    >"$dir/build.log" 2>&1 || { tail -20 "$dir/build.log" >&2; die "Kubernetes could not be built"; }
  mv "$program.part" "$program"
}

fetch_definitions() { # the custom kinds that the manifests use
  [ -f "$kept/definitions/.complete" ] && return
  local go place
  go=$(find_go)
  mkdir -p "$kept/definitions"
  place=$(GOFLAGS=-mod=mod "$go" mod download -json "github.com/kedacore/keda/v2@$keda" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  cp "$place"/config/crd/bases/keda.sh_{scaledobjects,triggerauthentications}.yaml "$kept/definitions/"
  place=$(GOFLAGS=-mod=mod "$go" mod download -json "github.com/prometheus-operator/prometheus-operator@$prometheus" \
    | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  cp "$place"/example/prometheus-operator-crd/monitoring.coreos.com_{podmonitors,prometheusrules}.yaml "$kept/definitions/"
  touch "$kept/definitions/.complete"
}

free_ports() {
  python3 -c 'import socket
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*(one.getsockname()[1] for one in held))'
}

kubectl() { "$program" kubectl --kubeconfig "$dir/kubeconfig" "$@"; }

start() {
  local etcd peer port
  read -r etcd peer port < <(free_ports)
  token=$(openssl rand -hex 16)
  printf '%s,tests,tests,"system:masters"\n' "$token" >"$dir/tokens"
  [ -f "$dir/accounts.key" ] || openssl genrsa -out "$dir/accounts.key" 2048 2>/dev/null
  cat >"$dir/kubeconfig" <<C
apiVersion: v1
kind: Config
clusters: [{ name: tests, cluster: { server: "https://127.0.0.1:$port", insecure-skip-tls-verify: true } }]
users: [{ name: tests, user: { token: "$token" } }]
contexts: [{ name: tests, context: { cluster: tests, user: tests } }]
current-context: tests
C
  launch etcd "$dir" etcd --data-dir "$dir/etcd" --listen-client-urls "http://127.0.0.1:$etcd" \
    --advertise-client-urls "http://127.0.0.1:$etcd" --listen-peer-urls "http://127.0.0.1:$peer" \
    --initial-advertise-peer-urls "http://127.0.0.1:$peer" --initial-cluster "default=http://127.0.0.1:$peer"
  launch apiserver "$dir" "$program" apiserver --etcd-servers "http://127.0.0.1:$etcd" --bind-address 127.0.0.1 \
    --secure-port "$port" --cert-dir "$dir/certificates" --token-auth-file "$dir/tokens" --authorization-mode RBAC \
    --service-cluster-ip-range 10.96.0.0/16 --service-account-issuer https://kubernetes.default.svc \
    --service-account-key-file "$dir/accounts.key" --service-account-signing-key-file "$dir/accounts.key"
  await apiserver "$dir" "$port" kubectl get --raw /readyz
  # A node of a test is a declaration: nobody renews it.
  launch controllers "$dir" "$program" controllers --kubeconfig "$dir/kubeconfig" --leader-elect=false \
    --node-monitor-grace-period 24h \
    --service-account-private-key-file "$dir/accounts.key" --use-service-account-credentials=false --secure-port 0
  launch scheduler "$dir" "$program" scheduler --kubeconfig "$dir/kubeconfig" --leader-elect=false --secure-port 0
  await controllers "$dir" "$port" kubectl get serviceaccount default
  kubectl apply --server-side -f "$kept/definitions" >/dev/null
}

command -v etcd >/dev/null || {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || die "etcd is absent: install the package etcd-server"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends etcd-server >&2
}
build_program
fetch_definitions
start
echo "export CITE_TEST_KUBECTL='$program kubectl --kubeconfig $dir/kubeconfig'"
