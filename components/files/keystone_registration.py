"""Registers Glance with Keystone: its user, the image service and its endpoints.

Reads the JSON file that is named as argument. Every step first looks for what is there: running
it again only sets the password anew, which Keystone never shows.
"""

import json
import sys

from keystoneauth1 import exceptions, session
from keystoneauth1.identity import v3
from keystoneauth1.plugin import AUTH_INTERFACE

with open(sys.argv[1], encoding="utf-8") as file:
    wanted = json.load(file)

keystone = session.Session(
    auth=v3.Password(
        auth_url=wanted["authUrl"],
        username=wanted["adminUser"],
        password=wanted["adminPassword"],
        project_name=wanted["adminProject"],
        user_domain_name=wanted["adminUserDomain"],
        project_domain_name=wanted["adminProjectDomain"],
    )
)
# Not by the catalogue: its URLs need not be reachable from here, the one of authUrl is.
identity = {"service_type": "identity", "interface": AUTH_INTERFACE, "version": (3, 0)}


def call(method, path, body=None):
    try:
        answer = keystone.request(path, method, json=body, endpoint_filter=identity)
    except exceptions.ClientException as error:
        sys.exit(
            f"Keystone at {wanted['authUrl']} has not answered {method} {path} of {wanted['adminUser']}: {error}; "
            "look at glance:keystone.authUrl, adminUser and adminPassword."
        )
    return answer.json() if answer.content else None


def find_or_create(kind, query, body):
    """The first match of a query, made when there is none, brought to `body` when it differs."""
    found = call("GET", f"/{kind}s?{query}")[kind + "s"]
    if not found:
        print(f"created {kind} {query}")
        return call("POST", f"/{kind}s", {kind: body})[kind]
    if any(found[0].get(key) != value for key, value in body.items()):
        print(f"updated {kind} {query}")
        return call("PATCH", f"/{kind}s/{found[0]['id']}", {kind: body})[kind]
    print(f"found {kind} {query}")
    return found[0]


def domain(name):
    found = call("GET", f"/domains?name={name}")["domains"]
    if not found:
        sys.exit(f"Keystone has no domain {name}: look at glance:keystone.userDomain and projectDomain.")
    return found[0]["id"]


user_domain, project_domain = domain(wanted["userDomain"]), domain(wanted["projectDomain"])
project = find_or_create(
    "project",
    f"name={wanted['project']}&domain_id={project_domain}",
    {"name": wanted["project"], "domain_id": project_domain},
)
user = find_or_create(
    "user",
    f"name={wanted['user']}&domain_id={user_domain}",
    {"name": wanted["user"], "domain_id": user_domain, "password": wanted["password"]},
)
for name in ("admin", "service"):
    role = find_or_create("role", f"name={name}", {"name": name})
    call("PUT", f"/projects/{project['id']}/users/{user['id']}/roles/{role['id']}")

service = find_or_create("service", "type=image&name=glance", {"type": "image", "name": "glance"})
for interface, url in wanted["endpoints"].items():
    find_or_create(
        "endpoint",
        f"service_id={service['id']}&interface={interface}&region_id={wanted['region']}",
        {
            "service_id": service["id"],
            "interface": interface,
            "region_id": wanted["region"],
            "url": url,
        },
    )
