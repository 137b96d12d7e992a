#!/usr/bin/env bash
# Runs the unit tests on the oldest Node that package.json allows and on the newest of each later release line.
set -euo pipefail
cd "$(dirname "$0")/.."

for version in 20.19.0 22.23.3 24.21.0 26.10.0; do
  echo "Node $version"
  # The package `node` of npm brings the program, first on PATH.
  npx --yes --package="node@$version" -- npx mocha --reporter dot "$@"
done
