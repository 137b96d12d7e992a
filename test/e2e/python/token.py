"""Prints a token of Glance's own user as JSON."""

print(json.dumps({"token": get_token(load_configuration())}))
