#!/usr/bin/env bash
# Runs one of the project's commands, after installing the npm dependencies
# when they are missing or not those of the lock file: a fresh clone needs no step before.
set -euo pipefail
# Where the user is: npm has changed the directory.
export CALLER_DIRECTORY=${INIT_CWD:-$PWD}
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

command=$1
shift
case $command in
  lab) exec node start/command.js lab/cli.ts "$@" ;;
  policy) exec node start/command.js policy/cli.ts "$@" ;;
  ops) exec node start/command.js ops/cli.ts "$@" ;;
  *) exec node start/command.js ops/cli.ts "$command" "$@" ;;
esac
