#!/usr/bin/env bash
# upgrade.sh NEW: make NEW (a folder with bin/cite, under /opt/cite) the version that runs, its databases migrated.
# The way back is taken by itself: when the new version is not ready within a minute, the old one runs again on the
# backup made just before. Refuses, before anything is stopped, a version that does not start or a disk too full.
set -euo pipefail
root=${CITE_ROOT:-/opt/cite}
backups=${CITE_BACKUPS:-/var/backups/cite}
port=$(sed -n 's/^CITE_PORT=//p' "${CITE_SETTINGS:-/etc/cite/cite.env}" 2>/dev/null || true)
base=http://127.0.0.1:${port:-8000}
tries=${CITE_TRIES:-60}
[ $# -eq 1 ] || { echo "usage: upgrade.sh NEW" >&2; exit 2; }
new=$(readlink -f "$1"); old=$(readlink -f "$root/current")
before="$backups/avant-$(basename "$new").tar.gz"

# as VERSION COMMAND…: as the service's user, with the service's settings.
as() { CITE_COMMAND=$1/bin/cite "${CITE_TOOL:-/usr/local/bin/cite}" "${@:2}"; }
say() { printf '%s\n' "$*"; }
ready() {
  local turn
  for turn in $(seq 1 "$tries"); do
    if curl -fs -o /dev/null --max-time 3 "$base/health/ready"; then return 0; fi
    sleep 1
  done
  return 1
}
run_version() { ln -sfn "$1" "$root/current.new" && mv -T "$root/current.new" "$root/current"; }

[ "$new" != "$old" ] || { say "Cette version tourne déjà."; exit 0; }
"$new/bin/cite" --help >/dev/null || { say "La nouvelle version ne démarre pas. Rien n'a été changé."; exit 1; }
as "$old" disk

systemctl stop cite
if ! as "$old" backup "$before"; then
  systemctl start cite
  say "La sauvegarde n'a pas pu être faite. L'ancienne version tourne."
  exit 1
fi
if as "$new" migrate && run_version "$new" && systemctl start cite && ready; then
  say "La nouvelle version tourne. Retour possible : $before"
  exit 0
fi
say "La nouvelle version n'est pas prête : retour à l'ancienne."
systemctl stop cite
run_version "$old"
as "$old" restore "$before" --yes
systemctl start cite
ready && say "L'ancienne version tourne, sur les données d'avant." || say "L'ancienne version ne répond pas : voir journalctl -u cite"
exit 1
