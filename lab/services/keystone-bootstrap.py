"""Makes keys, tables and the administrator of a new Keystone; settings as JSON on standard input."""

import json
import os
import sys

from keystone.cmd import cli

settings = json.load(sys.stdin)
owner = ("--keystone-user", "keystone", "--keystone-group", "keystone")


def manage(*arguments):
    """Runs keystone-manage in a child, which saves loading Keystone anew for every command."""
    child = os.fork()
    if child == 0:
        cli.main(["keystone-manage", "--config-file", settings["configFile"], *arguments])
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status != 0:
        sys.exit(f"keystone-manage {arguments[0]} has failed.")


manage("fernet_setup", *owner)
manage("credential_setup", *owner)
manage("db_sync")
manage(
    "bootstrap",
    *("--bootstrap-username", settings["adminUser"]),
    *("--bootstrap-password", settings["adminPassword"]),
    *("--bootstrap-admin-url", settings["authUrl"]),
    *("--bootstrap-internal-url", settings["authUrl"]),
    *("--bootstrap-public-url", settings["authUrl"]),
    *("--bootstrap-region-id", settings["region"]),
)
