# Emulators of AWS: installed once into the cache, each of one version.

cache="${XDG_CACHE_HOME:-$HOME/.cache}/nabat"
ministack="$cache/ministack-1.5.33"
dynoxide="$cache/tools/dynoxide-3.2.0/bin/dynoxide"
mkdir -p "$cache"

# Both packages in one command: a second one would take ministack's botocore from under it.
install_ministack() {
  (
    flock 9
    [ -f "$ministack/complete" ] && exit 0
    rm -rf "$ministack"
    python3 -m venv "$ministack" >&2 &&
      "$ministack/bin/pip" install --quiet --disable-pip-version-check 'ministack==1.5.33' 'aws-sam-translator==1.115.0' >&2 &&
      touch "$ministack/complete"
  ) 9>"$cache/ministack.lock"
}

install_dynoxide() {
  (
    flock 9
    [ -x "$dynoxide" ] && exit 0
    CARGO_TARGET_DIR="$cache/tools/target" CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
      CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo install --quiet --locked --root "$(dirname "$(dirname "$dynoxide")")" dynoxide-rs@3.2.0 \
      --no-default-features --features native-sqlite,http-server,cli >&2
  ) 9>"$cache/dynoxide.lock"
}

# Says READY once the server answers, then waits; ends the server when told to.
#
#   stay_until_told PROCESS PORT PATH LOG
stay_until_told() {
  local server=$1 port=$2 path=$3 log=$4
  trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; exit 0' TERM INT EXIT
  for _ in $(seq 1 300); do
    if answers "$port" "$path"; then
      echo "READY http://127.0.0.1:$port"
      wait "$server"
      exit
    fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  tail "$log" >&2
  exit 1
}

# Whether anything that speaks HTTP is there.
answers() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3 && head -n 1 <&3 | grep -q '^HTTP/') 2>/dev/null
}
