# What long runs measured, kept beside the suites' logs: one file a row of tests/proofs.txt, a line a run with its date and
# commit. scripts/lib/proofs.py shows the last one.

# Runs it, shows what it says and keeps its figures; ends as it ended.
keep_figures() {
  local said status commit line name figures
  mkdir -p "$cache/long"
  said=$(mktemp "$cache/long/.said.XXXXXX")
  # Not as a condition: there bash would forget `set -e`.
  set +e
  (set -e; "$@") | tee "$said"
  status=${PIPESTATUS[0]}
  set -e
  commit=$(git describe --always --dirty 2>/dev/null || echo unknown)
  while read -r line; do
    read -r _ name figures <<<"$line"
    [ "$status" -eq 0 ] || figures="$figures ended=FAILED"
    printf '%s %s %s\n' "$(date -u +%F)" "$commit" "$figures" >>"$cache/long/$name.txt"
  done < <(sed -nE 's/^(test [^ ]+ \.\.\. )?[[:space:]]*(figure [^ ]+ [^ ]+=.*)$/\2/p' "$said")
  rm -f "$said"
  return "$status"
}
