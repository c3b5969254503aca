#!/usr/bin/env bash
# install.sh VERSION: lay out in VERSION (a new folder, as /opt/cite/2) the product of the source that holds this script.
# The first time it also makes the user, the folders and the settings; each time it brings the units and the command
# « cite » up to date. Starts nothing, stops nothing; /etc/cite/cite.env is never written over. Refuses a folder that exists.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: install.sh VERSION" >&2; exit 2; }
version=$1
single=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source=$(cd "$single/../.." && pwd)
[ "$(id -u)" = 0 ] || { echo "à lancer en root" >&2; exit 1; }
[ ! -e "$version" ] || { echo "$version existe déjà : choisissez un dossier neuf. Rien n'a été changé." >&2; exit 1; }
python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
  || { echo "il faut Python 3.11 ou plus récent, et son module venv (paquet python3-venv)" >&2; exit 1; }

id cite >/dev/null 2>&1 || useradd --system --home-dir /var/lib/cite --no-create-home --shell /usr/sbin/nologin cite
install -d -m 0755 "$(dirname "$version")" /etc/cite
install -d -m 0700 -o cite -g cite /var/lib/cite /var/lib/cite-cles /var/backups/cite

trap 'rm -rf "$version"; echo "installation interrompue : $version a été retiré" >&2' ERR
umask 022
python3 -m venv "$version"
pip=("$version/bin/python" -m pip install --quiet --disable-pip-version-check)
"${pip[@]}" --require-hashes -r "$source/requirements.lock"
# What an earlier build left there would be packed with this one.
rm -rf "$source/build"
"${pip[@]}" --no-deps --no-build-isolation "$source"
rm -rf "$source/build"
install -D -m 0755 -t "$version/share/cite" "$single/backup.sh" "$single/upgrade.sh"
cp -R "$source/docs" "$version/docs"
"$version/bin/cite" --help >/dev/null
trap - ERR

[ -e /etc/cite/cite.env ] || install -m 0640 -g cite "$single/cite.env.example" /etc/cite/cite.env
install -m 0755 "$single/cite" /usr/local/bin/cite
install -m 0644 -t /etc/systemd/system "$single"/*.service "$single"/*.timer
systemctl daemon-reload
echo "installé dans $version"
