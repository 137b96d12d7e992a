"""Tests of what downloads are refused, on real connections."""

import contextlib
import http.client
import http.server
import ipaddress
import threading
import unittest
import urllib.error
import urllib.request

from oslo_config import cfg

import glance_downloads

OPTIONS = cfg.CONF.import_filtering_opts
glance_downloads.guard_downloads()


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers, and sends whoever asks for /elsewhere to another name of itself."""

    def do_GET(self):
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", f"http://127.1:{self.server.server_port}/")
        else:
            self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class TestDownloads(unittest.TestCase):
    """Downloads from this machine."""

    @classmethod
    def setUpClass(cls):
        cls.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        OPTIONS.allowed_hosts = []
        OPTIONS.disallowed_hosts = []

    def download(self, host: str, path: str = "/") -> int:
        return urllib.request.urlopen(f"http://{host}:{self.server.server_port}{path}").status

    def test_under_every_name_of_the_pod_are_refused(self):
        hosts = ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "0", "[::ffff:127.0.0.1]", "%31%32%37.1")
        for host in hosts:
            with self.subTest(host), self.assertRaisesRegex(urllib.error.URLError, "is refused: it leads to"):
                self.download(host)

    def test_from_a_host_that_is_allowed_are_not(self):
        OPTIONS.allowed_hosts = ["localhost"]
        self.assertEqual(self.download("localhost"), 200)
        with self.assertRaises(urllib.error.URLError):
            self.download("127.0.0.1")

    def test_are_refused_after_a_redirection(self):
        OPTIONS.allowed_hosts = ["localhost"]
        with self.assertRaisesRegex(urllib.error.URLError, r"from 127\.1 is refused"):
            self.download("localhost", "/elsewhere")

    def test_leave_all_other_connections_alone(self):
        OPTIONS.allowed_hosts = ["localhost"]
        for before in ("localhost", "127.1", "none.invalid"):
            with self.subTest(before):
                with contextlib.suppress(urllib.error.URLError):
                    self.download(before)
                connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port)
                connection.request("GET", "/")
                self.assertEqual(connection.getresponse().status, 200)
                connection.close()


class TestAddresses(unittest.TestCase):
    """Addresses that are not of this machine."""

    def refused(self, address: str) -> bool:
        return glance_downloads.is_refused("example.org", ipaddress.ip_address(address))

    def test_of_the_link_are_refused(self):
        OPTIONS.allowed_hosts = []
        for address in ("169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "::1", "::"):
            self.assertTrue(self.refused(address), address)

    def test_of_private_networks_are_not(self):
        OPTIONS.allowed_hosts = []
        for address in ("10.0.0.1", "192.168.1.1", "fd00::1", "198.51.100.7"):
            self.assertFalse(self.refused(address), address)

    def test_that_the_configuration_names_are_refused_under_every_name(self):
        OPTIONS.allowed_hosts, OPTIONS.disallowed_hosts = [], ["10.0.0.1"]
        self.assertTrue(self.refused("10.0.0.1"))
