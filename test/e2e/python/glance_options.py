"""Prints the names of all options that Glance and its libraries read, by section, as JSON."""

import json
from importlib.metadata import entry_points

from keystoneauth1 import loading


def main():
    """Prints one line for each section."""
    print(json.dumps(options()))


def options():
    """Names of options by section; former names are among them."""
    found = {}
    for entry in entry_points(group="oslo.config.opts"):
        try:
            declarations = entry.load()()
        except ModuleNotFoundError:
            continue  # It is in the tests of a library, which images leave out.
        for group, declared in declarations:
            section = str(getattr(group, "name", group) or "DEFAULT")
            for option in declared:
                found.setdefault(section, set()).add(option.dest)
                for former in option.deprecated_opts:
                    found.setdefault(former.group or section, set()).add(former.name.replace("-", "_"))
    # What the login to Keystone takes depends on its kind, and no list has it.
    login = {o.dest for name in loading.get_available_plugin_names() for o in loading.get_plugin_options(name)}
    for names in found.values():
        if names & {"auth_type", "auth_plugin"}:
            names.update(login)
    return {section: sorted(n for n in names if n) for section, names in found.items()}


if __name__ == "__main__":
    main()
