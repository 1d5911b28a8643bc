# Building, formatting, tidying.

build() {
  say "Building $1"
  cmake --preset "$1" --log-level=NOTICE
  cmake --build --preset "$1" --parallel "$(jobs_that_fit)"
}

# A translation unit with Asio takes up to 1.5 GiB under the sanitizers.
jobs_that_fit() {
  local by_memory cores
  by_memory=$(awk '/^MemAvailable:/{print int($2 / 1572864)}' /proc/meminfo)
  cores=$(nproc)
  echo $(( by_memory < 1 ? 1 : by_memory < cores ? by_memory : cores ))
}

our_sources() {   # our_sources PATTERN...: as git sees them, new ones included, without recorded samples
  git -c safe.directory='*' ls-files -z --cached --others --exclude-standard -- "$@" ':!tests/data' |
    while IFS= read -r -d '' path; do if [[ -f $path ]]; then printf '%s\0' "$path"; fi; done
}

# Other versions lay out the same text differently: only 14 counts.
clang_format_14() {
  local name
  for name in clang-format-14 clang-format; do
    if "$name" --version 2> /dev/null | grep -q 'version 14\.'; then echo "$name"; return; fi
  done
  return 1
}

format() {
  local tool change=(-i)
  if [[ ${1:-} == --check ]]; then change=(--dry-run --Werror); fi
  tool=$(clang_format_14) || { install_packages format; tool=$(clang_format_14); } ||
    { note "format: no clang-format 14 in this release: not checked"; return; }
  our_sources '*.hpp' '*.cpp' | xargs -0 --no-run-if-empty -P "$(nproc)" -n 20 "$tool" "${change[@]}"
}

tidy() {
  install_packages build clang_tidy
  scripts/tidy.py "$@"
  # A configuration of its own: clang cannot read GCC's precompiled headers.
  cmake --preset dev -B build/tidy -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DCMAKE_CXX_COMPILER_LAUNCHER= --log-level=NOTICE
  say "clang-tidy"
  our_sources "${@:-*.cpp}" ':!tests' ':!cmake' | xargs -0 -P "$(nproc)" -n 1 \
    clang-tidy -p build/tidy --quiet --extra-arg=-Wno-unknown-warning-option
}
