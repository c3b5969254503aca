#!/usr/bin/env bash
# kafka-up.sh DIRECTORY [PORT=19092] [FAR_PORT]: one Kafka node (KRaft, broker and controller) on loopback, for tests.
# With FAR_PORT, a second door on PORT+2 says of itself that it is reached at FAR_PORT: clients that enter through a
# proxy there stay behind it, as they would follow the address that the node gives.
# One node of three: CITE_KAFKA_NODE is its number; CITE_KAFKA_VOTERS (1@127.0.0.1:PORT+1,2@…) and CITE_KAFKA_CLUSTER (an id)
# are the same for all. Every topic then has three copies, and a write waits for two of them.
# Run again with the same directory after a stop, it starts on the same data. Stop: kill "$(cat DIRECTORY/kafka.pid)".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/process.sh"
[ $# -ge 1 ] || die "usage: kafka-up.sh DIRECTORY [PORT] [FAR_PORT]"
mkdir -p "$1"; dir=$(cd "$1" && pwd); port=${2:-19092}; controller=$((port + 1))
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller advertised=PLAINTEXT://127.0.0.1:$port
if [ -n "${3:-}" ]; then
  listeners=$listeners,FAR://127.0.0.1:$((port + 2)) advertised=$advertised,FAR://127.0.0.1:$3
fi
if is_running "$dir/kafka.pid"; then say "kafka already runs"; exit 0; fi
if is_listening "$port"; then die "port $port is taken"; fi

node=${CITE_KAFKA_NODE:-1} voters=${CITE_KAFKA_VOTERS:-1@127.0.0.1:$controller} copies=1 kept=1
if [ -n "${CITE_KAFKA_VOTERS:-}" ]; then copies=3 kept=2; fi

java=$(find_java_home)/bin/java
jars=$CACHE/kafka-4.1.0
fetch_jars "$here/kafka/pom.xml" "$jars"

# Topics are declared, never made by a stray write; one node holds one copy of everything;
# members join at once so that a test does not wait three seconds for a group to form; the cleaner
# looks at its topics often so that a test sees compaction.
cat >"$dir/server.properties" <<P
process.roles=broker,controller
node.id=$node
controller.quorum.voters=$voters
listeners=$listeners
advertised.listeners=$advertised
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,FAR:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs=$dir/data
auto.create.topics.enable=false
default.replication.factor=$copies
min.insync.replicas=$kept
offsets.topic.replication.factor=$copies
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=$copies
transaction.state.log.min.isr=$kept
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=$copies
share.coordinator.state.topic.min.isr=$kept
group.initial.rebalance.delay.ms=0
log.cleaner.backoff.ms=500
log.initial.task.delay.ms=500
P
cat >"$dir/log4j2.xml" <<'P'
<Configuration>
  <Appenders><Console name="out" target="SYSTEM_OUT"><PatternLayout pattern="%d %p %m (%c)%n"/></Console></Appenders>
  <Loggers><Root level="INFO"><AppenderRef ref="out"/></Root></Loggers>
</Configuration>
P
if [ ! -f "$dir/data/meta.properties" ]; then
  cluster=${CITE_KAFKA_CLUSTER:-$("$java" -cp "$jars/*" kafka.tools.StorageTool random-uuid 2>/dev/null | tail -1)}
  "$java" -cp "$jars/*" kafka.tools.StorageTool format -t "$cluster" -c "$dir/server.properties" \
    >"$dir/format.log" 2>&1 || { cat "$dir/format.log" >&2; die "the storage of kafka could not be formatted"; }
fi

launch kafka "$dir" "$java" "-Xms${CITE_KAFKA_HEAP:-256m}" -Xmx512m -XX:+UseG1GC -Dlog4j2.configurationFile="$dir/log4j2.xml" \
  -cp "$jars/*" kafka.Kafka "$dir/server.properties"
started() { grep -q 'Kafka Server started' "$dir/kafka.log" && is_listening "$port"; }
await kafka "$dir" "$port" started
