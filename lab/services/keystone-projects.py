"""Makes the roles, projects and users of the lab in a new Keystone; settings as JSON on standard input."""

import json
import sys

from keystoneauth1.identity import v3
from keystoneauth1.session import Session

settings = json.load(sys.stdin)
session = Session(
    v3.Password(
        auth_url=settings["authUrl"],
        username=settings["adminUser"],
        password=settings["adminPassword"],
        project_name="admin",
        user_domain_id="default",
        project_domain_id="default",
    )
)


def call(method, path, body=None):
    return session.request(settings["authUrl"] + path, method, json=body)


def create(kind, **attributes):
    return call("POST", f"/{kind}s", {kind: attributes}).json()[kind]["id"]


create("role", name="service")
create("project", name="service", domain_id="default")
demo = create("project", name="demo", domain_id="default")
user = create("user", name=settings["demoUser"], password=settings["demoPassword"], domain_id="default")
member = call("GET", "/roles?name=member").json()["roles"][0]["id"]
call("PUT", f"/projects/{demo}/users/{user}/roles/{member}")
