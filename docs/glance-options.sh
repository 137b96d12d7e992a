#!/usr/bin/env bash
# Makes model/glanceOptions.ts anew: the options that the releases of Glance named here read, with the
# kinds of their values, and with their newest libraries.
set -euo pipefail
cd "$(dirname "$0")/.."

releases=(30.2.0 31.1.0 32.0.0 33.0.0)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for release in "${releases[@]}"; do
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet "glance==$release" PyMySQL python-memcached
  "$folder/venv/bin/python" -W ignore test/e2e/python/glance_options.py >"$folder/$release.json"
  rm -rf "$folder/venv"
done
python3 - "${releases[*]}" "$folder"/*.json >model/glanceOptions.ts <<'EOF'
import json
import sys

sections = {}
for file in sys.argv[2:]:
    for section, kinds in json.load(open(file)).items():
        for name, kind in kinds.items():
            sections.setdefault(section, {}).setdefault(name, set()).add(kind)


def text(name, kinds):
    """An option with its kind, which all releases must agree on."""
    [kind, *others] = kinds
    return f"{name}={kind}" if kind and not others else name


print(f"/** Options that Glance {sys.argv[1]} and their libraries read, by section. Made by docs/glance-options.sh. */")
print("export const glanceOptions: Readonly<Record<string, string>> = {")
for section, names in sorted(sections.items()):
    print(f"{json.dumps(section)}: {json.dumps(' '.join(text(*one) for one in sorted(names.items())))},")
print("};")
EOF
npx prettier --write model/glanceOptions.ts
