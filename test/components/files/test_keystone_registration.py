"""Tests of the program that registers Glance with Keystone."""

import unittest

from fake_keystone import Keystone

PROGRAM = "keystone_registration"


class TestRegistration(unittest.TestCase):
    """What Keystone is told."""

    def setUp(self):
        self.keystone = Keystone()

    def names(self, kind):
        return [each["name"] for each in self.keystone.objects.get(kind, [])]

    def test_makes_what_is_not_there(self):
        output = self.keystone.run(PROGRAM)
        self.assertEqual(self.names("projects"), ["service"])
        self.assertEqual(self.names("users"), ["glance"])
        self.assertEqual(self.names("roles"), ["admin", "service"])
        self.assertEqual(self.names("services"), ["glance"])
        endpoints = {each["interface"]: each["url"] for each in self.keystone.objects["endpoints"]}
        self.assertEqual(
            endpoints,
            {"public": "https://glance.example.org", "internal": "http://glance-internal.openstack.svc:9292"},
        )
        granted = [path for method, path, _ in self.keystone.changes if method == "PUT"]
        self.assertEqual(
            granted,
            [f"/projects/projects-1/users/users-1/roles/roles-{number}" for number in (1, 2)],
        )
        self.assertIn("created user name=glance", output)

    def test_sets_nothing_but_the_password_and_the_roles_when_it_runs_again(self):
        self.keystone.run(PROGRAM)
        self.keystone.run(PROGRAM)
        changes = [(method, path) for method, path, _ in self.keystone.changes if method != "PUT"]
        self.assertEqual(changes, [("PATCH", "/users/users-1")])

    def test_gives_the_user_another_password(self):
        self.keystone.run(PROGRAM)
        self.keystone.run(PROGRAM, **{"password": "another-secret"})
        self.assertEqual(self.keystone.objects["users"][0]["password"], "another-secret")
        self.assertEqual(len(self.keystone.objects["users"]), 1)

    def test_changes_a_url_in_place(self):
        self.keystone.run(PROGRAM)
        output = self.keystone.run(PROGRAM, endpoints={"public": "https://images.example.org"})
        self.assertEqual(self.keystone.objects["endpoints"][0]["url"], "https://images.example.org")
        self.assertEqual(len(self.keystone.objects["endpoints"]), 2)
        self.assertIn("updated endpoint service_id=services-1&interface=public", output)

    def test_logs_in_as_the_administrator(self):
        self.keystone.run(PROGRAM, adminUser="deployer", adminUserDomain="heimdall")
        self.assertEqual(self.keystone.login["username"], "deployer")
        self.assertEqual(self.keystone.login["password"], "admin-secret")
        self.assertEqual(self.keystone.login["user_domain_name"], "heimdall")

    def test_tells_a_wrong_password_of_the_administrator_in_one_sentence(self):
        self.keystone.failing = "/domains"
        self.assertEqual(
            self.keystone.run(PROGRAM),
            "Keystone at http://keystone.openstack.svc:5000/v3 has not answered GET /domains?name=Default of admin: "
            "The request you have made requires authentication. (HTTP 401); "
            "look at glance:keystone.authUrl, adminUser and adminPassword.",
        )

    def test_tells_a_domain_that_is_not_there(self):
        self.assertEqual(
            self.keystone.run(PROGRAM, projectDomain="heimdall"),
            "Keystone has no domain heimdall: look at glance:keystone.userDomain and projectDomain.",
        )

    def test_prints_no_password(self):
        for failing in (None, "/domains", "/users", "/endpoints"):
            with self.subTest(failing):
                self.keystone.failing = failing
                self.assertNotRegex(self.keystone.run(PROGRAM), "own-secret|admin-secret")
