"""Makes the roles, projects and users of the lab in a new Keystone; settings as JSON on standard input."""

import json
import sys

from keystoneauth1.identity import v3
from keystoneauth1.session import Session


class Identity:
    """The identity API at a URL, as its administrator."""

    def __init__(self, url, admin_user, admin_password):
        password = v3.Password(
            auth_url=url,
            username=admin_user,
            password=admin_password,
            project_name="admin",
            user_domain_id="default",
            project_domain_id="default",
        )
        self._url = url
        self._session = Session(password)

    def call(self, method, path, body=None):
        return self._session.request(self._url + path, method, json=body)

    def create(self, kind, **attributes):
        """Makes a role, project or user, and returns its id."""
        return self.call("POST", f"/{kind}s", {kind: attributes}).json()[kind]["id"]


def make_projects(identity, demo_user, demo_password):
    """Makes what Glance needs of Keystone, and a member of the project "demo"."""
    identity.create("role", name="service")
    identity.create("project", name="service", domain_id="default")
    demo = identity.create("project", name="demo", domain_id="default")
    user = identity.create("user", name=demo_user, password=demo_password, domain_id="default")
    member = identity.call("GET", "/roles?name=member").json()["roles"][0]["id"]
    identity.call("PUT", f"/projects/{demo}/users/{user}/roles/{member}")


def main(url, admin_user, admin_password, demo_user, demo_password):
    make_projects(Identity(url, admin_user, admin_password), demo_user, demo_password)


if __name__ == "__main__":
    main(**json.load(sys.stdin))
