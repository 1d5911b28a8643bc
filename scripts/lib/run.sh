# ./dev run: examples/hello on a real engine, in the foreground.
#
# What it started, it ends, in reverse: the watching client, the deployment (on an engine that was there before), the agent,
# the private engine with its containers, the image.

run_hello() {
  run_set_names
  install_packages build try
  build release
  mkdir -p "$run/state"
  chmod 0700 "$run/state"
  run_refuse_second
  trap run_end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  run_choose_engine
  run_make_image
  run_start_agent
  run_apply
  run_explain
  run_watch
}

run_set_names() {
  run=$top/build/run
  if (( ${#run} > 60 )); then   # socket paths end at 107 bytes: a short link stands for a deep folder
    mkdir -p "$run"
    ln -sfn "$run" "/tmp/evenkeel-$(printf %s "$run" | cksum | cut -d' ' -f1)"
    run=/tmp/evenkeel-$(printf %s "$run" | cksum | cut -d' ' -f1)
  fi
  evenkeel=build/release/evenkeel
  export EVENKEEL_HOST=unix://$run/evenkeel.sock
  HELLO_PORT=${HELLO_PORT:-$(first_free_port 8088 18088 28088)}
  export HELLO_PORT
  agent='' watcher='' private_engine=false made_image=false applied=false
}

first_free_port() {
  local port
  for port in "$@"; do
    if ! (: > "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then echo "$port"; return; fi
  done
  fail "the ports $* are all taken"
}

run_refuse_second() {
  if curl --silent --max-time 2 --unix-socket "$run/evenkeel.sock" http://evenkeel/healthz > /dev/null; then
    fail "another ./dev run is at work in $run"
  fi
}

# --- engine ----------------------------------------------------------------------------------------------------------

run_choose_engine() {
  if [[ -n ${DOCKER_HOST:-} ]]; then
    engine_answers "$DOCKER_HOST" ||
      fail "no engine answers at DOCKER_HOST=$DOCKER_HOST: start it, or unset the variable for a private one"
  else
    DOCKER_HOST=$(run_find_engine)
    if [[ -z $DOCKER_HOST ]]; then run_start_private_engine; fi
  fi
  export DOCKER_HOST
  if $private_engine; then return; fi
  say "Using the engine that is here: $DOCKER_HOST"
  run_refuse_foreign_hello
}

run_find_engine() {
  local socket
  for socket in /var/run/docker.sock "${XDG_RUNTIME_DIR:-/nonexistent}/docker.sock" "$HOME/.docker/run/docker.sock"; do
    if engine_answers "unix://$socket"; then echo "unix://$socket"; return; fi
    if [[ -S $socket && ! -w $socket ]]; then
      note "$socket is not open to $(id -un): run this with sudo to use that engine" >&2
    fi
  done
}

run_start_private_engine() {
  install_engine
  say "No engine answers here: starting a private one in $run/engine"
  private_engine=true
  as_root scripts/engine start "$run/engine" --group "$(id -g)" > /dev/null
  DOCKER_HOST=unix://$run/engine/docker.sock
}

# On somebody's engine a project of this name that is not from here is theirs: never touch it.
run_refuse_foreign_hello() {
  local filter='%7B%22label%22%3A%5B%22com.docker.compose.project%3Dhello%22%5D%7D' found
  found=$(engine_request "$DOCKER_HOST" "/containers/json?all=1&filters=$filter" --fail)
  [[ $found == '[]' || $found == *"$top/examples/hello"* ]] || fail "this engine has a project called hello already: left alone"
}

run_make_image() {
  if engine_request "$DOCKER_HOST" /images/evenkeel/hello:1/json --fail > /dev/null 2>&1; then return; fi
  made_image=true
  scripts/hello-image "$DOCKER_HOST"
  note "made the image evenkeel/hello:1 from busybox-static"
}

# --- agent -----------------------------------------------------------------------------------------------------------

yaml_text() { local text=${1//\\/\\\\}; text=${text//\"/\\\"}; printf '"%s"' "${text//$/\$\$}"; }

run_start_agent() {
  port=$(first_free_port 7315 17315 27315)
  cat > "$run/evenkeel.yaml" <<YAML
state_dir: $(yaml_text "$run/state")
engine: {host: $(yaml_text "$DOCKER_HOST")}
api:
  listen: [$(yaml_text "unix://$run/evenkeel.sock"), "127.0.0.1:$port"]
  token_file: $(yaml_text "$run/token")
YAML
  say "Starting the agent"
  setsid "$evenkeel" agent --config "$run/evenkeel.yaml" < /dev/null > "$run/agent.log" 2>&1 &
  agent=$!
  run_wait_ready
  note "ready; its log: $run/agent.log"
}

run_wait_ready() {
  local tries=0
  until curl --silent --fail --max-time 2 --unix-socket "$run/evenkeel.sock" http://evenkeel/readyz > /dev/null; do
    if ! kill -0 "$agent" 2> /dev/null; then run_show_log "the agent ended"; fi
    if (( ++tries > 300 )); then run_show_log "the agent is not ready after 60 s"; fi
    sleep 0.2
  done
}

run_show_log() {
  tail -n 20 "$run/agent.log" >&2
  fail "$1; its log: $run/agent.log"
}

run_apply() {
  say "Applying examples/hello/compose.yaml"
  applied=true
  "$evenkeel" apply -f examples/hello/compose.yaml --wait=60s || run_show_log "examples/hello did not come up"
  "$evenkeel" status hello
}

run_explain() {
  local kill="curl -X POST --unix-socket ${DOCKER_HOST#unix://} http://engine/containers/hello-web-1/kill"
  if command -v docker > /dev/null; then kill="docker --host $DOCKER_HOST kill hello-web-1"; fi
  if [[ $DOCKER_HOST == tcp://* ]]; then kill="docker kill hello-web-1"; fi
  cat <<TEXT

== evenkeel keeps examples/hello running: http://127.0.0.1:$HELLO_PORT/
   In another terminal, in $top:

   export EVENKEEL_HOST=$EVENKEEL_HOST
   look at it    $evenkeel status hello          $evenkeel explain hello
                 curl --header "Authorization: Bearer \$(cat $run/token)" http://127.0.0.1:$port/v1/deployments/hello
   kill it       $kill
                 (it is back within a second or two)
   stop it       $evenkeel stop hello web --reason 'I want to see it stay stopped'
                 (it stays stopped, through every restart, until: $evenkeel start hello web)

   Below: the events as they happen. Ctrl-C ends $(run_what_ends).
TEXT
}

run_what_ends() {
  if $private_engine; then echo 'the agent and the private engine with its containers'; else echo 'the agent and what it started'; fi
}

run_watch() {
  "$evenkeel" events -f &
  watcher=$!
  wait "$watcher" || true
  watcher=''
  run_show_log "the agent went away"
}

# --- end -------------------------------------------------------------------------------------------------------------

run_end() {
  local result=$?
  trap '' INT TERM   # a second Ctrl-C must not leave half of it behind
  trap - EXIT
  set +e
  if [[ -n $agent ]] || $private_engine; then say "Ending what was started"; fi
  run_end_process "$watcher"
  if $applied && ! $private_engine; then timeout 60 "$evenkeel" delete hello --yes; fi
  run_end_process "$agent"
  if $private_engine; then as_root scripts/engine stop "$run/engine"; fi
  if $made_image && ! $private_engine; then
    engine_request "$DOCKER_HOST" /images/evenkeel/hello:1 --request DELETE > /dev/null
  fi
  exit "$result"
}

run_end_process() {
  local tries=0
  [[ -n $1 ]] && kill -TERM "$1" 2> /dev/null || return 0
  while kill -0 "$1" 2> /dev/null; do
    if (( ++tries > 150 )); then kill -KILL "$1"; fi   # the agent's own bound is 10 s
    sleep 0.1
  done
}
