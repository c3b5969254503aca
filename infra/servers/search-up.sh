#!/usr/bin/env bash
# search-up.sh DIRECTORY [PORT=19200]: one Elasticsearch node on loopback, without security, for tests: 8.18.4, or what
# CITE_SEARCH_VERSION says (8.19.0 is the other one that is published and tested).
# It is the engine that Maven carries plus search/java (launcher and the few French filters of its unpublished
# modules): see README.md for what it lacks. Stop: kill "$(cat DIRECTORY/search.pid)".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/process.sh"
[ $# -ge 1 ] || die "usage: search-up.sh DIRECTORY [PORT]"
mkdir -p "$1"; dir=$(cd "$1" && pwd); port=${2:-19200}
if is_running "$dir/search.pid"; then say "search already runs"; exit 0; fi
if is_listening "$port"; then die "port $port is taken"; fi

version=${CITE_SEARCH_VERSION:-8.18.4}
java_home=$(find_java_home)
home=$CACHE/elasticsearch-$version
sources=$here/search/java

describe_module() { # NAME CLASS: what the engine wants to read beside a module's jars
  cat >"$home/modules/$1/plugin-descriptor.properties" <<P
name=$1
description=$1
version=$version
elasticsearch.version=$version
java.version=17
classname=$2
extended.plugins=
has.native.controller=false
P
}

lay_out_home() {
  rm -rf "$home/modules" "$home/launcher" "$home/classes"
  mkdir -p "$home/modules/transport-netty4" "$home/modules/mini" "$home/plugins" "$home/launcher" "$home/classes"
  fetch_jars "$here/search/pom.xml" "$home/lib" "-Des.version=$version"
  # A module is loaded by its own class loader: its jars may not stay on the engine's class path.
  find "$home/lib" \( -name 'transport-netty4*.jar' -o -name 'netty-*.jar' -o -name 'elasticsearch-ssl-config*.jar' \) \
    -exec mv {} "$home/modules/transport-netty4/" \;
  "$java_home/bin/javac" --release 17 -d "$home/launcher" -cp "$home/lib/*" "$sources"/launcher/*.java
  "$java_home/bin/javac" --release 17 -d "$home/classes" -cp "$home/lib/*" "$sources"/plugin/*.java
  "$java_home/bin/jar" cf "$home/modules/mini/mini.jar" -C "$home/classes" .
  describe_module transport-netty4 org.elasticsearch.transport.netty4.Netty4Plugin
  describe_module mini cite.MiniModulesPlugin
}

# The fingerprint of our sources: a changed plugin is built again.
fingerprint=$(cat "$here/search/pom.xml" "$sources"/*/*.java | cksum)
if [ "$(cat "$home/.fingerprint" 2>/dev/null)" != "$fingerprint" ]; then
  rm -rf "$home"; mkdir -p "$home"
  lay_out_home
  printf '%s' "$fingerprint" >"$home/.fingerprint"
fi

mkdir -p "$dir/config" "$dir/data" "$dir/logs" "$dir/tmp"
cat >"$dir/config/elasticsearch.yml" <<Y
cluster.name: cite
node.name: node-1
path.data: $dir/data
path.logs: $dir/logs
network.host: 127.0.0.1
http.port: $port
transport.port: $((port + 100))
discovery.type: single-node
cluster.routing.allocation.disk.threshold_enabled: false
Y
cat >"$dir/config/log4j2.properties" <<'P'
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %-5p %-25c{1.} %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
P
heap=${CITE_SEARCH_HEAP:-512m}
launch search "$dir" "$java_home/bin/java" "-Xms$heap" "-Xmx$heap" -XX:+UseG1GC -Djava.awt.headless=true \
  -Dfile.encoding=UTF-8 -Des.networkaddress.cache.ttl=60 -Dlog4j2.disable.jmx=true -Dio.netty.noUnsafe=true \
  "-Djava.io.tmpdir=$dir/tmp" --add-opens=java.base/java.io=ALL-UNNAMED \
  -cp "$home/launcher:$home/lib/*" NodeLauncher "$home" "$dir/config"
await search "$dir" "$port" \
  curl -sf "http://127.0.0.1:$port/_cluster/health?wait_for_status=yellow&timeout=1s"
