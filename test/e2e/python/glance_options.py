"""Prints all options that Glance and its libraries read, with the kinds of their values, by section, as JSON."""

import json
from importlib.metadata import entry_points

from keystoneauth1 import loading
from oslo_config import types


def main():
    """Prints one line for each section."""
    print(json.dumps(options()))


def options():
    """Kinds of values by section and option; former names are among them."""
    found = {}
    for entry in entry_points(group="oslo.config.opts"):
        try:
            declarations = entry.load()()
        except ModuleNotFoundError:
            continue  # It is in the tests of a library, which images leave out.
        for group, declared in declarations:
            section = str(getattr(group, "name", group) or "DEFAULT")
            for option in declared:
                kind = kind_of(option.type)
                found.setdefault(section, {})[option.dest] = kind
                for former in option.deprecated_opts:
                    found.setdefault(former.group or section, {})[(former.name or "").replace("-", "_")] = kind
    # What the login to Keystone takes depends on its kind, and no list has it.
    login = {o.dest for name in loading.get_available_plugin_names() for o in loading.get_plugin_options(name)}
    for kinds in found.values():
        if kinds.keys() & {"auth_type", "auth_plugin"}:
            kinds.update({name: "" for name in login if name not in kinds})
    return {section: {n: k for n, k in sorted(kinds.items()) if n} for section, kinds in found.items()}


def kind_of(value):
    """What oslo.config takes as a value, as text; nothing where it takes all."""
    if isinstance(value, types.Boolean):
        return "boolean"
    if isinstance(value, types.Integer) and not value.choices:
        least, most = ("" if bound is None else bound for bound in (value.min, value.max))
        return f"{least}..{most}"
    if isinstance(value, types.Float):
        return "number"
    if isinstance(value, types.List) and value.bounds:
        return "[]"
    choices = [str(choice) for choice in getattr(value, "choices", None) or [] if choice]
    return "" if any(" " in choice for choice in choices) else "|".join(choices)


if __name__ == "__main__":
    main()
