#!/usr/bin/env bash
# prepare.sh [DIRECTORY=./secrets]: make the secrets of an installation that lacks them: passwords, a small certificate
# authority and the certificate of Elasticsearch; and .env from its example. What exists is left as it is, so that one
# secret is rotated by removing its file and running this again. Needs openssl; run as root, so that each file belongs to
# who reads it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
secrets=${1:-$here/secrets}
umask 077
mkdir -p "$secrets/elasticsearch"

fresh() { openssl rand -hex 24; }
keep() { # FILE CONTENT: write what is missing. The directory is closed; a file is read by the containers it is given to.
  [ -s "$secrets/$1" ] && return
  printf '%s' "$2" >"$secrets/$1"
  chmod 0444 "$secrets/$1"
  echo "fait : $1"
}

keep postgres "$(fresh)"
for service in accounts candidates employers matching badges; do
  keep "database_$service" "postgresql://cite_$service:$(fresh)@postgres:5432/cite_$service"
done
keep database_operator "postgresql://cite_operator:$(fresh)@postgres:5432/cite_{service}"
keep elastic "$(fresh)"
keep elasticsearch_matching "cite_matching:$(fresh)"
# Until an SMTP address is written here (smtp://user:password@host:587), messages wait in the databases, none is lost.
keep mail "smtp://localhost:25"
keep identity "aucun"

if [ ! -s "$secrets/ca.crt" ]; then
  openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 -subj "/CN=cite installation" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -keyout "$secrets/ca.key" -out "$secrets/ca.crt" 2>/dev/null
  chmod 0444 "$secrets/ca.crt"
  echo "fait : ca.crt, ca.key"
fi
if [ ! -s "$secrets/elasticsearch/elasticsearch.crt" ]; then
  openssl req -newkey rsa:3072 -nodes -sha256 -subj "/CN=elasticsearch" \
    -keyout "$secrets/elasticsearch/elasticsearch.key" -out "$secrets/elasticsearch/request.csr" 2>/dev/null
  openssl x509 -req -sha256 -days 820 -in "$secrets/elasticsearch/request.csr" -CA "$secrets/ca.crt" -CAkey "$secrets/ca.key" \
    -CAcreateserial -out "$secrets/elasticsearch/elasticsearch.crt" \
    -extfile <(printf 'subjectAltName=DNS:elasticsearch,DNS:localhost\nextendedKeyUsage=serverAuth\n') 2>/dev/null
  rm -f "$secrets/elasticsearch/request.csr"
  echo "fait : elasticsearch/elasticsearch.crt"
fi
# Elasticsearch (user 1000 of its image) refuses a password file that others may read.
chmod 0755 "$secrets/elasticsearch"
chmod 0444 "$secrets/elasticsearch/elasticsearch.crt"
chmod 0400 "$secrets/elastic" "$secrets/elasticsearch/elasticsearch.key"
if [ "$(id -u)" = 0 ]; then chown 1000 "$secrets/elastic" "$secrets/elasticsearch/elasticsearch.key"; fi

[ -f "$here/.env" ] || { (umask 022 && cp "$here/.env.example" "$here/.env"); echo "fait : .env, à relire"; }
