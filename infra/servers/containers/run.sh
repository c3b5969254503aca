#!/usr/bin/env bash
# run.sh postgres|kafka|search|guard [ARGUMENT…]: one engine in the foreground of its container, with the volumes and the
# secrets that compose.yaml gives to the official image. "guard" stands for Elasticsearch's own security: TLS and
# passwords before a node that has neither.
set -euo pipefail
engine=$1; shift

run_postgres() {
  local data=/var/lib/postgresql/data
  chown postgres: "$data" && chmod 0700 "$data"
  as_owner() { setpriv --reuid postgres --regid postgres --init-groups "$@"; }
  if [ ! -s "$data/PG_VERSION" ]; then
    as_owner initdb -D "$data" -U postgres --pwfile /run/secrets/postgres --auth scram-sha-256 --encoding UTF8 \
      --locale C.UTF-8 --data-checksums --no-sync >/dev/null
  fi
  [ "${1:-}" != postgres ] || shift
  exec setpriv --reuid postgres --regid postgres --init-groups postgres -D "$data" -c "listen_addresses=*" \
    -c unix_socket_directories=/tmp "$@"
}

run_kafka() {
  local data=/var/lib/kafka/data
  # A second listener for whoever is not a container: the tests, from the machine.
  cat >/tmp/server.properties <<P
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:9093
listeners=PLAINTEXT://:9092,HOST://:9094,CONTROLLER://localhost:9093
advertised.listeners=PLAINTEXT://kafka:9092,HOST://$(hostname -i | cut -d' ' -f1):9094
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,HOST:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs=$data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
P
  if [ ! -f "$data/meta.properties" ]; then
    java -cp "/engines/kafka/*" kafka.tools.StorageTool format -t "$(java -cp '/engines/kafka/*' \
      kafka.tools.StorageTool random-uuid 2>/dev/null | tail -1)" -c /tmp/server.properties >/dev/null
  fi
  exec java -Xms256m -Xmx512m -XX:+UseG1GC -Dlog4j2.configurationFile=/engines/log4j2.xml -cp "/engines/kafka/*" \
    kafka.Kafka /tmp/server.properties
}

run_search() {
  mkdir -p /tmp/config /tmp/logs /tmp/scratch
  cp /engines/log4j2.properties /tmp/config/
  cat >/tmp/config/elasticsearch.yml <<Y
cluster.name: cite
node.name: node-1
path.data: /usr/share/elasticsearch/data
path.logs: /tmp/logs
http.host: 0.0.0.0
transport.host: 127.0.0.1
http.port: 9200
discovery.type: single-node
cluster.routing.allocation.disk.threshold_enabled: false
Y
  exec java -Xms512m -Xmx512m -XX:+UseG1GC -Djava.awt.headless=true -Dfile.encoding=UTF-8 \
    -Des.networkaddress.cache.ttl=60 -Dlog4j2.disable.jmx=true -Dio.netty.noUnsafe=true -Djava.io.tmpdir=/tmp/scratch \
    --add-opens=java.base/java.io=ALL-UNNAMED -cp "/engines/search/launcher:/engines/search/lib/*" \
    NodeLauncher /engines/search /tmp/config
}

run_guard() {
  local login
  login=$(cat /run/secrets/elasticsearch_matching)
  ELASTIC_HASH=$(caddy hash-password --plaintext "$(cat /run/secrets/elastic)")
  MATCHING_NAME=${login%%:*} MATCHING_HASH=$(caddy hash-password --plaintext "${login#*:}")
  export ELASTIC_HASH MATCHING_NAME MATCHING_HASH XDG_DATA_HOME=/tmp XDG_CONFIG_HOME=/tmp
  exec caddy run --config /engines/guard.Caddyfile --adapter caddyfile
}

"run_$engine" "$@"
