"""Tests of the application, with stand-ins for uWSGI and Glance."""

import importlib
import io
import os
import tempfile
import time
import unittest
from unittest.mock import MagicMock

import uwsgi

DIRECTORY = tempfile.TemporaryDirectory()
MARKER = f"{DIRECTORY.name}/draining"
HEARTBEAT = f"{DIRECTORY.name}/heartbeat-7"
uwsgi.opt = {"drain-marker": MARKER.encode(), "heartbeat-prefix": f"{DIRECTORY.name}/heartbeat-".encode()}
uwsgi.worker_id.return_value = 7

glance_application = importlib.import_module("glance_application")


class Body(io.BytesIO):
    """The body of a request, that fails at its end if it is told to."""

    def __init__(self, size: int, fails: bool = False):
        super().__init__(bytes(size))
        self.fails = fails

    def read(self, size=-1):
        data = super().read(size)
        if self.fails and not data:
            raise OSError("the client has gone")
        return data


class TestApplication(unittest.TestCase):
    """What clients are answered, and what is read of them."""

    def setUp(self):
        self.parts = MagicMock()
        self.parts.__iter__.side_effect = lambda: iter([b"an", b"swer"])
        glance_application.glance = MagicMock(return_value=self.parts)
        self.started = MagicMock()

    def tearDown(self):
        if os.path.exists(MARKER):
            os.remove(MARKER)

    def ask(self, method: str, path: str, body: io.BytesIO, **environ) -> bytes:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": body, **environ}
        answer = glance_application.application(environ, self.started)
        text = b"".join(answer)
        answer.close()
        return text

    def test_the_rest_of_a_body_is_read_after_the_answer(self):
        body = Body(3 * glance_application.CHUNK + 1)
        body.read(10)
        self.assertEqual(self.ask("PUT", "/v2/images/1/stage", body), b"answer")
        self.assertEqual(body.read(), b"")
        self.parts.close.assert_called_once_with()

    def test_a_body_in_chunks_is_read_by_uwsgi(self):
        uwsgi.chunked_read.side_effect = [b"a", b"b", b""]
        self.ask("PUT", "/v2/images/1/stage", Body(0), HTTP_TRANSFER_ENCODING="Chunked")
        self.assertEqual(uwsgi.chunked_read.call_count, 3)

    def test_a_client_that_has_gone_is_no_error(self):
        self.assertEqual(self.ask("PUT", "/v2/images/1/stage", Body(10, fails=True)), b"answer")

    def test_a_body_is_read_for_a_limited_time(self):
        body = MagicMock()
        body.read.return_value = b"x"
        limit, glance_application.LIMIT = glance_application.LIMIT, 0.05
        try:
            started = time.monotonic()
            self.ask("PUT", "/v2/images/1/stage", body)
            self.assertLess(time.monotonic() - started, 5)
        finally:
            glance_application.LIMIT = limit

    def test_a_pod_that_ends_begins_no_work(self):
        for method, path in (("POST", "/v2/images/1/import"), ("PUT", "/v2/images/1/stage/"), ("PUT", "/i/1/file")):
            with self.subTest(path):
                open(MARKER, "w").close()
                self.assertIn(b"This pod ends", self.ask(method, path, Body(10)))
                self.assertEqual(self.started.call_args.args[0], "503 Service Unavailable")
                os.remove(MARKER)
                self.assertEqual(self.ask(method, path, Body(10)), b"answer")

    def test_a_pod_that_ends_answers_all_else(self):
        open(MARKER, "w").close()
        for method, path in (("GET", "/v2/images/1/file"), ("POST", "/v2/images"), ("DELETE", "/v2/images/1")):
            with self.subTest(path):
                self.assertEqual(self.ask(method, path, Body(0)), b"answer")

    def test_every_worker_says_by_its_own_file_that_it_lives(self):
        deadline = time.monotonic() + 5
        while not os.path.exists(HEARTBEAT) and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertTrue(os.path.exists(HEARTBEAT))
