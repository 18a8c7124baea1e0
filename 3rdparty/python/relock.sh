#!/usr/bin/env bash
# Resolves 3rdparty/python/<name>.txt into <name>.lock anew: all of them, or those named as arguments.
# Every requirement is pinned by version and hash, and no line names an index: it is the one that the user has set up.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

UV="${UV:-uv}"
PYTHON="${PYTHON:-python3.11}"
declare -A OLDEST=([pants]=3.9 [pants-plugins]=3.9 [pytest]=3.9 [modelfleet]=3.11 [lint]=3.11 [model-tests]=3.10)

resolve() {
  local universal=(--universal)
  # Pants runs on one Python only, so its locks are for that one.
  case "$1" in pants | pants-plugins) universal=() ;; esac
  "$UV" pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
    "${universal[@]}" --python-version "${OLDEST[$1]}" "$1.txt" --output-file "$1.lock"
}

# The runtime archive serves every Python of the fleet, so its lock admits the pure wheels and no other.
resolve_runtime() {
  local wheels wheel name version
  wheels="$(mktemp -d)"
  "$PYTHON" -m pip download --quiet --platform any --implementation py --abi none --python-version 3.10 \
    --only-binary=:all: --requirement runtime.txt --dest "$wheels"
  for wheel in "$wheels"/*.whl; do
    IFS=- read -r name version _ <<<"$(basename "$wheel")"
    printf '%s==%s \\\n    --hash=sha256:%s\n' "${name//_/-}" "$version" "$(sha256sum "$wheel" | cut -d' ' -f1)"
  done >runtime.lock
  rm -r "$wheels"
}

[ $# -gt 0 ] || set -- "${!OLDEST[@]}" runtime
for name in "$@"; do
  if [ "$name" = runtime ]; then resolve_runtime; else resolve "$name"; fi
done
