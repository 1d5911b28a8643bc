# Packages of the distribution, installed where they are missing. `a|b` is one package under its names in several releases.

readonly packages_build=(g++ cmake ninja-build 'pkg-config|pkgconf' ccache git python3 'libboost1.81-dev|libboost-dev'
  'libboost-url1.81-dev|libboost-url-dev' nlohmann-json3-dev libyaml-cpp-dev libspdlog-dev libcurl4-openssl-dev libre2-dev libsqlite3-dev
  libssl-dev libcli11-dev catch2)
readonly packages_try=(curl openssl busybox-static iproute2)  # what the main job and the tests on an engine use
readonly packages_engine=(docker.io iptables)
readonly packages_registry=(docker-registry)
readonly packages_prometheus=(prometheus)  # for promtool
readonly packages_alertmanager=(prometheus-alertmanager)
readonly packages_mail=(python3-aiosmtpd)  # the server that the tests of mails send to
readonly packages_format=('clang-format-14|clang-format')
readonly packages_clang_tidy=('clang-tidy-14|clang-tidy')

as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  elif command -v sudo > /dev/null; then
    sudo "$@"
  else
    fail "this needs root, and there is no sudo: $*"
  fi
}

# install_packages LIST...: the lists above by the end of their names.
install_packages() {
  local list missing=()
  for list in "$@"; do
    local -n packages=packages_$list
    collect_missing "${packages[@]}"
  done
  (( ${#missing[@]} == 0 )) || install_missing "${missing[@]}"
}

collect_missing() {
  local names name
  for names in "$@"; do
    for name in ${names//|/ }; do
      if is_installed "$name"; then continue 2; fi
    done
    missing+=("$names")
  done
}

is_installed() { [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2> /dev/null) == installed ]]; }

install_missing() {
  command -v apt-get > /dev/null || fail "no apt-get here; these packages, or your system's equals, are missing: $*"
  say "Installing what is missing: $*"
  apt_get update
  local names name chosen=()
  for names in "$@"; do
    name=$(first_known "$names") || fail "apt knows none of ${names//|/, }"
    chosen+=("$name")
  done
  without_starting_services apt_get install --yes --no-install-recommends "${chosen[@]}"
}

apt_get() { as_root env DEBIAN_FRONTEND=noninteractive apt-get --quiet -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"; }

first_known() {
  local name
  for name in ${1//|/ }; do
    if [[ -n $(apt-cache show --quiet=2 --no-all-versions "$name" 2> /dev/null) ]]; then
      echo "$name"
      return
    fi
  done
  return 1
}

# A developer's test must not leave a system-wide engine running that was not there before. Debian's scripts ask policy-rc.d.
without_starting_services() {
  local policy=/usr/sbin/policy-rc.d result=0
  if [[ -e $policy ]]; then
    "$@"
    return
  fi
  printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" > /dev/null
  as_root chmod 755 "$policy"
  "$@" || result=$?
  as_root rm -f "$policy"
  return "$result"
}

# An engine that could be started: one that is installed in whatever way serves.
install_engine() {
  if command -v dockerd > /dev/null && command -v containerd > /dev/null; then return; fi
  note "No Docker Engine is installed: installing docker.io. Its system-wide service is not started now;"
  note "it will be at the next boot, unless you say: systemctl disable docker.service docker.socket"
  install_packages engine
}

# A registry for its tests alone.
install_registry() {
  install_for_tests docker-registry registry docker-registry.service "the tests that pull from a registry will be skipped"
}

# Prometheus for its tool, promtool, which has no package of its own.
install_prometheus() {
  install_for_tests promtool prometheus prometheus.service "the tests of docs/prometheus will be skipped in part"
}

# Alertmanager for the test that posts to a real one.
install_alertmanager() {
  install_for_tests prometheus-alertmanager alertmanager prometheus-alertmanager.service "the test on a real Alertmanager will be skipped"
}

# The server that the tests of mails send to: a module of Python, which runs nothing by itself.
install_mail_server() { (install_packages mail) || note "No aiosmtpd can be installed: the tests that send mails will be skipped"; }

# install_for_tests PROGRAM LIST SERVICE WHAT_ELSE: the tests do without it where the distribution has none. Unlike an engine nobody
# asked for it: what it would run from the next boot on is switched off again.
install_for_tests() {
  if command -v "$1" > /dev/null; then return; fi
  if ! (install_packages "$2"); then
    note "No $1 can be installed: $4"
    return
  fi
  if command -v systemctl > /dev/null; then as_root systemctl --quiet disable "$3" || true; fi
}
