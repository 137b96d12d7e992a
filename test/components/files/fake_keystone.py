"""A Keystone in memory, which knows what the registration asks for."""

import contextlib
import io
import json
import runpy
import sys
import tempfile
from unittest.mock import MagicMock, patch
from urllib.parse import parse_qsl, urlsplit

WANTED = {
    "authUrl": "http://keystone.openstack.svc:5000/v3",
    "region": "RegionOne",
    "user": "glance",
    "project": "service",
    "userDomain": "Default",
    "projectDomain": "Default",
    "password": "own-secret",
    "adminUser": "admin",
    "adminProject": "admin",
    "adminUserDomain": "Default",
    "adminProjectDomain": "Default",
    "adminPassword": "admin-secret",
    "endpoints": {
        "public": "https://glance.example.org",
        "internal": "http://glance-internal.openstack.svc:9292",
    },
}


class ClientError(Exception):
    """An error of keystoneauth."""


class Keystone:
    """Collections of objects, and the calls that changed them."""

    def __init__(self):
        self.objects = {"domains": [{"id": "default", "name": "Default"}]}
        self.changes = []
        self.failing = None

    def request(self, path, method, json=None, endpoint_filter=None):
        if self.failing is not None and path.startswith(self.failing):
            raise ClientError("The request you have made requires authentication. (HTTP 401)")
        if method != "GET":
            self.changes.append((method, path, json))
        url = urlsplit(path)
        parts = url.path.strip("/").split("/")
        body = getattr(self, method.lower())(parts, dict(parse_qsl(url.query)), json)
        return MagicMock(content=body is not None, json=lambda: body)

    def get(self, parts, query, _):
        (kind,) = parts
        matches = [each for each in self.objects.get(kind, []) if query.items() <= each.items()]
        return {kind: [self.shown(kind, each) for each in matches]}

    def post(self, parts, _, body):
        (kind,) = parts
        ((key, values),) = body.items()
        made = values if isinstance(values, list) else [values]
        for each in made:
            known = self.objects.setdefault(kind, [])
            known.append({"id": f"{kind}-{len(known) + 1}", **each})
        shown = [self.shown(kind, each) for each in self.objects[kind][-len(made) :]]
        return {key: shown if isinstance(values, list) else shown[0]}

    def patch(self, parts, _, body):
        kind, identifier = parts
        ((key, values),) = body.items()
        (found,) = [each for each in self.objects[kind] if each["id"] == identifier]
        found.update(values)
        return {key: self.shown(kind, found)}

    def put(self, parts, *_):
        """A role, of which the path tells all."""

    @staticmethod
    def shown(kind, found):
        """Keystone shows no password."""
        return {key: value for key, value in found.items() if kind != "users" or key != "password"}

    def run(self, program, **wanted):
        """Runs a program; returns what it printed, its reason to end with it."""
        library = MagicMock()
        library.session.Session.return_value = self
        library.exceptions.ClientException = ClientError
        modules = {"keystoneauth1": library, "keystoneauth1.identity": library.identity}
        output, self.changes = io.StringIO(), []
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file, contextlib.ExitStack() as stack:
            json.dump({**WANTED, **wanted}, file)
            file.flush()
            stack.enter_context(patch.dict(sys.modules, modules))
            sys.modules.pop("keystone_registration", None)
            stack.enter_context(patch.object(sys, "argv", [program, file.name]))
            stack.enter_context(contextlib.redirect_stdout(output))
            try:
                runpy.run_module(program)
            except SystemExit as end:
                output.write(str(end.code))
        self.login = library.identity.v3.Password.call_args.kwargs
        return output.getvalue()
