"""Tests of the program that makes the database of Glance and its user."""

import contextlib
import io
import json
import tempfile
import unittest
from unittest.mock import MagicMock, patch

import create_database

WANTED = {
    "host": "mariadb.openstack.svc",
    "port": 3306,
    "name": "glance_one",
    "user": "glance",
    "password": "own-secret",
    "adminUser": "deployer",
    "adminPassword": "admin-secret",
}


class RefusalError(Exception):
    """An error of PyMySQL: its number and its text."""


class TestCreation(unittest.TestCase):
    """What the server is told."""

    def run_program(self, failing: str = "", **wanted):
        """The statements that the server got, what was printed, and how the program ended."""
        driver, statements = MagicMock(Error=RefusalError), []
        connection = driver.connect.return_value
        cursor = connection.cursor.return_value.__enter__.return_value

        def execute(statement, values=()):
            if failing and statement.startswith(failing):
                raise RefusalError(1044, "Access denied for user 'deployer'@'%'")
            statements.append((statement, tuple(values)))

        cursor.execute.side_effect = execute
        if failing == "connect":
            driver.connect.side_effect = RefusalError(1045, "Access denied for user 'deployer'@'10.0.0.1'")
        output, end = io.StringIO(), None
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file, contextlib.ExitStack() as stack:
            json.dump({**WANTED, **wanted}, file)
            file.flush()
            stack.enter_context(patch.object(create_database, "pymysql", driver))
            stack.enter_context(contextlib.redirect_stdout(output))
            stack.enter_context(contextlib.redirect_stderr(output))
            try:
                create_database.main(file.name)
            except SystemExit as error:
                end = error.code
        self.connected = driver.connect.call_args.kwargs
        return statements, f"{output.getvalue()}{end or ''}", end

    def test_makes_database_user_and_grant_where_there_is_none_of_them(self):
        statements, _, end = self.run_program()
        self.assertIsNone(end)
        self.assertEqual(
            statements,
            [
                ("CREATE DATABASE IF NOT EXISTS `glance_one` CHARACTER SET utf8mb4", ()),
                ("CREATE USER IF NOT EXISTS %s@%s IDENTIFIED BY %s", ("glance", "%", "own-secret")),
                ("ALTER USER %s@%s IDENTIFIED BY %s", ("glance", "%", "own-secret")),
                ("GRANT ALL ON `glance\\_one`.* TO %s@%s", ("glance", "%")),
            ],
        )

    def test_leaves_what_is_there_and_sets_the_password_anew(self):
        statements, _, _ = self.run_program()
        for statement, _ in statements:
            with self.subTest(statement):
                self.assertRegex(statement, r"IF NOT EXISTS|^ALTER USER|^GRANT")
                self.assertNotRegex(statement, r"DROP|REPLACE|REVOKE")

    def test_gives_rights_on_no_database_of_a_similar_name(self):
        statements, _, _ = self.run_program(name="a_b_c")
        self.assertEqual(statements[-1][0], "GRANT ALL ON `a\\_b\\_c`.* TO %s@%s")

    def test_logs_in_as_the_administrator_without_a_database(self):
        self.run_program()
        self.assertEqual(
            self.connected,
            {
                "host": "mariadb.openstack.svc",
                "port": 3306,
                "user": "deployer",
                "password": "admin-secret",
                "ssl": None,
                "connect_timeout": 30,
            },
        )

    def test_takes_the_brackets_off_an_address(self):
        self.run_program(host="[2001:db8::1]")
        self.assertEqual(self.connected["host"], "2001:db8::1")

    def test_checks_the_certificate_of_the_server_where_it_has_a_ca(self):
        self.run_program(caFile="/etc/glance-ca/ca.crt")
        self.assertEqual(self.connected["ssl"], {"ca": "/etc/glance-ca/ca.crt"})

    def test_tells_a_wrong_password_of_the_administrator_in_one_sentence(self):
        statements, output, _ = self.run_program(failing="connect")
        self.assertEqual(statements, [])
        self.assertEqual(
            output,
            "The database glance_one could not be made on mariadb.openstack.svc:3306: Access denied for user "
            "'deployer'@'10.0.0.1'; look at glance:database.host, adminUser and adminPassword.",
        )

    def test_stops_at_the_first_statement_that_the_administrator_may_not_run(self):
        for count, failing in enumerate(("CREATE DATABASE", "CREATE USER", "ALTER USER", "GRANT")):
            with self.subTest(failing):
                statements, output, _ = self.run_program(failing=failing)
                self.assertEqual(len(statements), count)
                self.assertIn("Access denied for user 'deployer'@'%'; look at", output)

    def test_prints_no_password(self):
        for failing in ("", "connect", "CREATE USER"):
            with self.subTest(failing):
                self.assertNotRegex(self.run_program(failing=failing)[1], "own-secret|admin-secret")
