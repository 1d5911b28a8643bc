# One request to an engine's API with nothing but curl.

# engine_request HOST PATH [CURL ARGUMENTS...]: HOST is unix:///path, /path or tcp://host:port, with TLS as DOCKER_TLS_VERIFY asks.
engine_request() {
  local host=$1 path=$2 base=http://engine options=(--silent --show-error --max-time 60)
  shift 2
  case $host in
    unix://*) options+=(--unix-socket "${host#unix://}") ;;
    /*) options+=(--unix-socket "$host") ;;
    tcp://*) base=http://${host#tcp://} ;;
    *) echo "cannot use $host: expected unix:///path, /path or tcp://host:port" >&2; return 2 ;;
  esac
  if [[ $host == tcp://* && -n ${DOCKER_TLS_VERIFY:-} ]]; then
    local keys=${DOCKER_CERT_PATH:-$HOME/.docker}
    base=https://${host#tcp://}
    options+=(--cacert "$keys/ca.pem" --cert "$keys/cert.pem" --key "$keys/key.pem")
  fi
  curl "${options[@]}" "$@" "$base$path"
}

engine_answers() { engine_request "$1" /_ping --fail --max-time 5 > /dev/null 2>&1; }
