"""Prints a token of Glance's own user as JSON."""

import json

from configuration import get_token, load_configuration


def main() -> None:
    print(json.dumps({"token": get_token(load_configuration())}))
