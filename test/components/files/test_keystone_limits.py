"""Tests of the program that registers limits with Keystone."""

import unittest

from fake_keystone import Keystone

PROGRAM = "keystone_limits"
LIMITS = {"image_count_total": 100, "image_size_total": 2147483647}


class TestLimits(unittest.TestCase):
    """What Keystone is told."""

    def setUp(self):
        self.keystone = Keystone()

    def run_program(self, limits=LIMITS):
        output = self.keystone.run(PROGRAM, limits=limits)
        self.limits = {
            each["resource_name"]: each["default_limit"] for each in self.keystone.objects.get("registered_limits", [])
        }
        return output

    def changes(self):
        return [change for change in self.keystone.changes if change[1].startswith("/registered_limits")]

    def test_registers_glance_first(self):
        self.run_program()
        self.assertEqual([each["name"] for each in self.keystone.objects["users"]], ["glance"])
        self.assertEqual(len(self.keystone.objects["endpoints"]), 2)

    def test_makes_the_user_of_glance_a_reader_of_the_system(self):
        self.run_program()
        (reader,) = [each for each in self.keystone.objects["roles"] if each["name"] == "reader"]
        self.assertIn(("PUT", f"/system/users/users-1/roles/{reader['id']}", None), self.keystone.changes)

    def test_registers_limits_for_the_service_and_the_region(self):
        self.run_program()
        self.assertEqual(self.limits, LIMITS)
        place = {"service_id": "services-1", "region_id": "RegionOne"}
        for each in self.keystone.objects["registered_limits"]:
            self.assertLessEqual(place.items(), each.items())

    def test_leaves_limits_that_are_as_they_should_be(self):
        self.run_program()
        self.run_program()
        self.assertEqual(self.changes(), [])

    def test_changes_a_limit_that_differs_and_no_other(self):
        self.run_program()
        self.run_program({**LIMITS, "image_count_total": 0})
        self.assertEqual(
            self.changes(),
            [("PATCH", "/registered_limits/registered_limits-1", {"registered_limit": {"default_limit": 0}})],
        )
        self.assertEqual(self.limits, {**LIMITS, "image_count_total": 0})

    def test_leaves_limits_of_other_services_and_regions(self):
        others = [
            {"id": "one", "resource_name": "image_count_total", "service_id": "other", "region_id": "RegionOne"},
            {"id": "two", "resource_name": "image_count_total", "service_id": "services-1", "region_id": "Other"},
        ]
        for other in others:
            other["default_limit"] = 7
        self.keystone.objects["registered_limits"] = [dict(other) for other in others]
        self.run_program()
        self.assertEqual(self.keystone.objects["registered_limits"][:2], others)
        self.assertEqual(self.limits, LIMITS)

    def test_tells_a_refused_limit_in_one_sentence(self):
        self.keystone.failing = "/registered_limits"
        self.assertRegex(
            self.run_program(),
            r"Keystone at http://\S+ has not answered GET /registered_limits\?service_id=services-1\S* of admin: .*; "
            r"look at glance:keystone\.authUrl, adminUser and adminPassword\.$",
        )
        self.assertEqual(self.limits, {})

    def test_prints_no_password(self):
        for failing in (None, "/system", "/registered_limits"):
            with self.subTest(failing):
                self.keystone.failing = failing
                self.assertNotRegex(self.run_program(), "own-secret|admin-secret")
