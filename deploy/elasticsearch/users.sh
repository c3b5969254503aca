#!/usr/bin/env bash
# The account of matching: everything on its own indexes (cite-offers*) and their template, nothing elsewhere. Run again
# after its secret was changed, it sets the password anew.
set -euo pipefail
login=$(cat /run/secrets/elasticsearch_matching)
superuser=elastic:$(cat /run/secrets/elastic)
ask() { # METHOD PATH BODY
  curl --silent --show-error --fail-with-body --cacert /run/secrets/ca.crt --config - \
    --request "$1" --header 'content-type: application/json' --data "$3" "$CITE_ELASTICSEARCH$2" \
    <<<"user = \"$superuser\"" >/dev/null
}
ask PUT /_security/role/cite_matching '{
  "cluster": ["monitor", "manage_index_templates"],
  "indices": [{"names": ["cite-offers*"], "privileges": ["all"]}]
}'
ask PUT "/_security/user/${login%%:*}" "{\"password\": \"${login#*:}\", \"roles\": [\"cite_matching\"]}"
echo "Elasticsearch : le compte ${login%%:*} est prêt"
