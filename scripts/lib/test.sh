# Tests, campaigns and measurements.

test_all() {
  local all=false result=0
  if [[ ${1:-} == --all ]]; then all=true; shift; fi
  prepare_tests
  # The sanitized binary: what it does wrong is found even where the test does not look.
  export EVENKEEL_BINARY=${EVENKEEL_BINARY:-$top/build/dev/evenkeel}
  if ! $all; then
    run_ctest -LE slow "$@"
    return
  fi
  run_ctest "$@" || result=$?
  say "The tests on an engine once more, on a newer one"
  EVENKEEL_DOCKERD=$(as_root scripts/newer-engine "$top/build/newer-engine")
  EVENKEEL_COMPOSE=$top/build/newer-engine/usr/libexec/docker/cli-plugins/docker-compose   # its tests ask for the real one
  export EVENKEEL_DOCKERD EVENKEEL_COMPOSE
  run_ctest -L engine "$@" || result=$?
  return "$result"
}

prepare_tests() {
  install_packages build try format
  install_engine
  install_registry
  install_prometheus
  install_alertmanager
  install_mail_server
  build dev
}

# Tests on an engine mostly wait: two for each core, where one that computes counts for two (PROCESSORS). An engine, its containers
# and an agent with sanitizers take up to 1 GiB.
tests_that_fit() {
  local by_memory at_once=$(( 2 * $(nproc) ))
  by_memory=$(awk '/^MemAvailable:/{print int($2 / 1048576)}' /proc/meminfo)
  echo $(( by_memory < 2 ? 2 : by_memory < at_once ? by_memory : at_once ))
}

# As root, who alone may start engines. The summary is the last thing that it prints: the continuous integration reads it.
run_ctest() {
  local result=0
  say "Testing (ctest $*)"
  as_root env EVENKEEL_BINARY="$EVENKEEL_BINARY" EVENKEEL_DOCKERD="${EVENKEEL_DOCKERD:-}" \
    EVENKEEL_COMPOSE="${EVENKEEL_COMPOSE:-}" EVENKEEL_E2E_PATIENCE="${EVENKEEL_E2E_PATIENCE:-3}" \
    ctest --test-dir build/dev --output-on-failure --no-tests=error --parallel "$(tests_that_fit)" "$@" || result=$?
  as_root chown -R "$(id -u)" build/dev/Testing
  return "$result"
}

# A campaign is a program in scripts/campaigns. Its standard output, in Markdown, becomes the report; progress goes to standard
# error; EVENKEEL_SEED makes it repeatable.
campaign() {
  if (( $# == 0 )); then list_programs scripts/campaigns; return; fi
  [[ -x scripts/campaigns/$1 ]] || fail "no campaign $1: $(list_programs scripts/campaigns | tr '\n' ' ')"
  prepare_measurement
  report_of "$1" "scripts/campaigns/$1" "${@:2}"
}

# A measurement is a program in tests/bench; the same rules.
bench() {
  if (( $# > 0 )); then
    [[ -x tests/bench/$1 ]] || fail "no measurement $1: $(list_programs tests/bench | tr '\n' ' ')"
    prepare_measurement
    report_of "bench-$1" "tests/bench/$1" "${@:2}"
    return
  fi
  local name
  for name in $(list_programs tests/bench); do bench "$name"; done
}

list_programs() { if [[ -d $1 ]]; then find "$1" -maxdepth 1 -type f -executable -printf '%f\n' | sort; fi; }

prepare_measurement() {
  install_packages build try
  install_engine
  build release
  export EVENKEEL_BINARY=${EVENKEEL_BINARY:-$top/build/release/evenkeel} EVENKEEL_SEED=${EVENKEEL_SEED:-$RANDOM}
}

report_of() {   # report_of NAME PROGRAM ARGUMENTS...
  local report=docs/reports/$1.md body=build/report-$1.md
  shift
  say "$* (seed $EVENKEEL_SEED)"
  "$@" > "$body" || { cat "$body"; fail "$* failed; $report stays as it was"; }
  mkdir -p docs/reports
  {
    printf '# %s\n\n' "$(basename "$report" .md)"
    printf -- '- command: `EVENKEEL_SEED=%s %s`\n- date: %s\n' "$EVENKEEL_SEED" "$*" "$(date --utc +%F)"
    printf -- '- machine: %s cores, Linux %s\n\n' "$(nproc)" "$(uname -r)"
    cat "$body"
  } > "$report"
  cat "$report"
}
