#!/usr/bin/env bash
# Tests on the lab: all of them with a part of the faults, or with the argument "faults" all faults and nothing else.
# With the argument "integration" what takes longer, with certificates and the like, and nothing else.
# With the argument "published" images that have the layouts of published ones are deployed, and upgraded, and nothing else:
# all of them, or those that GLANCE_LAB_IMAGES names.
# With the argument "formats" files of all formats are imported, of which docs/formats.md is made, and nothing else.
# With the argument "host" the lab itself is tried on machines with a stock Debian, which are booted for that.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ ${1:-} == host ]]; then
  exec node --import tsx test/e2e/host "${@:2}"
fi
files=(test/e2e/*.spec.ts)
if [[ ${1:-} == faults ]]; then
  shift
  export FAULTS=all
  files=(test/e2e/faults.spec.ts test/e2e/faults/*.spec.ts)
fi
if [[ ${1:-} == integration || ${1:-} == formats ]]; then
  files=("test/e2e/$1"/*.spec.ts)
  shift
fi
if [[ ${1:-} == published ]]; then
  shift
  export GLANCE_LAB_IMAGES=${GLANCE_LAB_IMAGES:-all}
  files=(test/e2e/published/*.spec.ts)
fi
exec npx mocha --config test/e2e/.mocharc.json "${files[@]}" "$@"
