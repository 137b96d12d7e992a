"""Lets Glance's own code pass requests on to stage hosts that fail: as it is installed, and as it is patched.

Argument: the patched file of glance.api.v2.images. Prints as JSON what comes of every case, one a line.
"""

import importlib.util
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import webob.exc
from glance import context
from glance.api.v2 import images
from glance.common import wsgi

IMAGE = "11111111-2222-3333-4444-555555555555"
TOKEN = "a-token"


class Conflict(BaseHTTPRequestHandler):
    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(409)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_DELETE = answer

    def log_message(self, *_):
        pass


def load(file):
    # It would stay beside the file.
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("patched", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def make_controller(module, image):
    # Its constructor would make a repository of the database, where this image is not.
    controller = object.__new__(module.ImagesController)
    repository = SimpleNamespace(get=lambda _: image)
    controller.gateway = SimpleNamespace(get_repo=lambda _: repository)
    return controller


def make_request(method, path):
    request = wsgi.Request.blank(path, method=method)
    request.context = context.RequestContext(auth_token=TOKEN, is_admin=True, policy_enforcer=object())
    return request


def pass_on_import(controller, image):
    request = make_request("POST", f"/v2/images/{IMAGE}/import")
    controller._proxy_request_to_host(image, request, {"method": {"name": "glance-direct"}})
    return {}


def pass_on_delete(controller, image):
    request = make_request("DELETE", f"/v2/images/{IMAGE}")
    return {"deletesLocally": controller._delete_image_on_remote(image, request) is image}


def outcome(module, pass_on, host):
    image = SimpleNamespace(image_id=IMAGE, extra_properties={STAGE_HOST: host})
    try:
        return pass_on(make_controller(module, image), image)
    except webob.exc.HTTPException as error:
        return {"answer": error.status_int, "text": str(error)}
    except Exception as error:
        # Glance answers 500 to whatever is not of webob.
        return {"answer": 500, "raises": f"{type(error).__module__}.{type(error).__name__}"}


cfg.CONF.import_opt("public_endpoint", "glance.api.versions")
# A session wants it, and does not call it.
cfg.CONF.register_opt(cfg.StrOpt("auth_url", default="http://keystone"), group="keystone_authtoken")

conflict = HTTPServer(("127.0.0.1", 0), Conflict)
threading.Thread(target=conflict.serve_forever, daemon=True).start()
# Bound, so that nobody else listens there meanwhile.
closed = socket.socket()
closed.bind(("127.0.0.1", 0))

modules = {"installed": images, "patched": load(sys.argv[1])}
requests = {"import": pass_on_import, "delete": pass_on_delete}
hosts = {"away": closed.getsockname()[1], "conflict": conflict.server_port}
for version, module in modules.items():
    for stage_host, port in hosts.items():
        for request, pass_on in requests.items():
            case = {"version": version, "stageHost": stage_host, "request": request}
            print(json.dumps({**case, "outcome": outcome(module, pass_on, f"http://127.0.0.1:{port}")}))
