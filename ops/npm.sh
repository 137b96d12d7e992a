#!/usr/bin/env bash
# Runs one of the project's commands, after installing the npm dependencies
# when they are missing or not those of the lock file: a fresh clone needs no step before.
set -euo pipefail
cd "$(dirname "$0")/.."

# npm's postinstall script copies the lock file there.
installed=node_modules/.installed-lock
if ! cmp --silent package-lock.json "$installed"; then
  exec 9<package-lock.json
  flock 9 # two commands at once must not install over each other
  if ! cmp --silent package-lock.json "$installed"; then
    echo "Installing the npm dependencies ..." >&2
    npm ci --no-fund --no-audit --loglevel=error >&2
  fi
  exec 9<&-
fi

# Compiled code is kept in a folder that anybody could have made: it is used only where it is this user's own.
compiled=${TMPDIR:-/tmp}/tsx-$(id -u)
mkdir -m 700 "$compiled" 2>/dev/null || { [[ -O $compiled && ! -L $compiled ]] || export TSX_DISABLE_CACHE=1; }

command=$1
shift
case $command in
  lab) exec node --import tsx lab/cli.ts "$@" ;;
  policy) exec node --import tsx policy/cli.ts "$@" ;;
  ops) exec node --import tsx ops/cli.ts "$@" ;;
  *) exec node --import tsx ops/cli.ts "$command" "$@" ;;
esac
