#!/usr/bin/env bash
# upgrade.sh NEW: make NEW (a folder with bin/cite, under /opt/cite) the version that runs, its databases migrated.
# The way back is taken by itself: when the new version is not ready within a minute, the old one runs again on the
# backup made just before. Refuses, before anything is stopped, a version that does not start or a disk too full.
set -euo pipefail
root=${CITE_ROOT:-/opt/cite}
backups=${CITE_BACKUPS:-/var/backups/cite}
base=${CITE_HEALTH:-http://127.0.0.1:${CITE_PORT:-8000}}
tries=${CITE_TRIES:-60}
[ $# -eq 1 ] || { echo "usage: upgrade.sh NEW" >&2; exit 2; }
new=$(readlink -f "$1"); old=$(readlink -f "$root/current")
before="$backups/avant-$(basename "$new").tar.gz"

as_cite() { if [ "$(id -un)" = root ] && id cite >/dev/null 2>&1; then runuser -u cite -- "$@"; else "$@"; fi; }
say() { printf '%s\n' "$*"; }
ready() {
  local turn
  for turn in $(seq 1 "$tries"); do
    if curl -fsS -o /dev/null --max-time 3 "$base/health/ready"; then return 0; fi
    sleep 1
  done
  return 1
}
run_version() { ln -sfn "$1" "$root/current.new" && mv -T "$root/current.new" "$root/current"; }

[ "$new" != "$old" ] || { say "Cette version tourne déjà."; exit 0; }
"$new/bin/cite" --help >/dev/null || { say "La nouvelle version ne démarre pas. Rien n'a été changé."; exit 1; }
as_cite "$old/bin/cite" disk

systemctl stop cite
if ! as_cite "$old/bin/cite" backup "$before"; then
  systemctl start cite
  say "La sauvegarde n'a pas pu être faite. L'ancienne version tourne."
  exit 1
fi
if as_cite "$new/bin/cite" migrate && run_version "$new" && systemctl start cite && ready; then
  say "La nouvelle version tourne. Retour possible : $before"
  exit 0
fi
say "La nouvelle version n'est pas prête : retour à l'ancienne."
systemctl stop cite
run_version "$old"
as_cite "$old/bin/cite" restore "$before" --yes
systemctl start cite
ready && say "L'ancienne version tourne, sur les données d'avant." || say "L'ancienne version ne répond pas : voir journalctl -u cite"
exit 1
