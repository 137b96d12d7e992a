"""Tests of the order in which the database is migrated."""

import contextlib
import io
import sys
import unittest
from unittest.mock import MagicMock, patch

import migrate_database

NEW = "Database is either not under migration control or under legacy migration control, please run ...\n"
REVISIONS = "2024_1_contract01\n2024_1_expand01\n"


class TestMigration(unittest.TestCase):
    """What glance-manage is told."""

    def run_step(self, step: str, check: int, version: str = REVISIONS, failing: str = ""):
        """The steps that change the database, and the exit code."""
        calls = []

        def run(command, **_):
            call = " ".join(command[3:])
            calls.append(call)
            status = check if call == "db check" else int(call == failing)
            return MagicMock(returncode=status, stdout=version)

        status = 0
        with contextlib.ExitStack() as stack:
            for name in ("check_image", "keep_byte_code"):
                stack.enter_context(patch.object(migrate_database, name))
            stack.enter_context(patch.object(migrate_database, "find_metadefs", return_value="/metadefs"))
            stack.enter_context(patch("subprocess.run", side_effect=run))
            self.errors = stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
            try:
                migrate_database.main("/etc/glance/glance.conf.d", step)
            except SystemExit as end:
                status = end.code
        return [call for call in calls if call not in ("db check", "db version")], status

    def test_a_new_database_is_filled_at_once(self):
        self.assertEqual(self.run_step("expand", 3, NEW), (["db sync", "db_load_metadefs /metadefs"], 0))

    def test_an_older_one_is_expanded_and_migrated_before_pods_are_replaced(self):
        for check in (3, 4):
            self.assertEqual(
                self.run_step("expand", check), (["db expand", "db migrate", "db_load_metadefs /metadefs"], 0)
            )

    def test_one_that_is_ready_only_gets_metadata_definitions(self):
        for check in (0, 5):
            self.assertEqual(self.run_step("expand", check), (["db_load_metadefs /metadefs"], 0))

    def test_a_step_that_fails_is_the_last(self):
        self.assertEqual(self.run_step("expand", 3, failing="db migrate"), (["db expand", "db migrate"], 1))

    def test_it_is_contracted_after_pods_are_replaced_when_something_is_left(self):
        self.assertEqual(self.run_step("contract", 5), (["db contract"], 0))
        self.assertEqual(self.run_step("contract", 0), ([], 0))

    def test_one_that_is_not_ready_to_be_contracted_is_told(self):
        for check, step in ((3, "expanded"), (4, "migrated")):
            self.assertEqual(self.run_step("contract", check), ([], 78))
            self.assertIn(f"cannot be contracted yet, because it is not {step}:", self.errors.getvalue())

    def test_one_that_cannot_be_reached_is_tried_again(self):
        self.assertEqual(self.run_step("contract", 1), ([], 1))


class TestMetadefs(unittest.TestCase):
    """Where metadata definitions are."""

    def find(self, *existing: str):
        with patch("os.path.isdir", side_effect=lambda path: path in existing):
            return migrate_database.find_metadefs()

    def test_are_taken_beside_the_configuration(self):
        self.assertEqual(self.find(*migrate_database.METADEFS), "/etc/glance/metadefs")

    def test_are_taken_from_the_environment_of_python(self):
        self.assertEqual(self.find(migrate_database.METADEFS[1]), f"{sys.prefix}/etc/glance/metadefs")

    def test_that_are_missing_are_told(self):
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors), self.assertRaises(SystemExit) as end:
            self.find()
        self.assertEqual(end.exception.code, 78)
        self.assertIn("no metadata definitions in /etc/glance/metadefs or ", errors.getvalue())
