"""Makes keys, tables and the administrator of a new Keystone; settings as JSON on standard input."""

import json
import os
import sys

from keystone.cmd import cli


def manage(config_file, *arguments):
    """Runs keystone-manage in a child, which saves loading Keystone anew for every command."""
    child = os.fork()
    if child == 0:
        cli.main(["keystone-manage", "--config-file", config_file, *arguments])
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status != 0:
        sys.exit(f"keystone-manage {arguments[0]} has failed.")


def bootstrap(config_file, url, region, admin_user, admin_password):
    """Fills Keystone's two key directories and its empty database."""
    owner = ("--keystone-user", "keystone", "--keystone-group", "keystone")
    manage(config_file, "fernet_setup", *owner)
    manage(config_file, "credential_setup", *owner)
    manage(config_file, "db_sync")
    manage(
        config_file,
        "bootstrap",
        *("--bootstrap-username", admin_user),
        *("--bootstrap-password", admin_password),
        *("--bootstrap-admin-url", url),
        *("--bootstrap-internal-url", url),
        *("--bootstrap-public-url", url),
        *("--bootstrap-region-id", region),
    )


if __name__ == "__main__":
    bootstrap(**json.load(sys.stdin))
