"""Tests of what the modules of ops/python know without database, Ceph and Glance."""

import contextlib
import hashlib
import io
import json
import unittest
from unittest.mock import MagicMock

import rbd

from database import image_of, method_of
from import_history import stores_of, task_of
from repair_step import RefusedError, run_step
from rescue_state import is_uuid, located_names
from rescue_step import remove_own_snapshot
from verify_import import BLOCK, checksum_of

ID = "92d288e0-afd0-4a6a-977a-a08e3c8fa80d"


class TestDatabase(unittest.TestCase):
    """Rows of images."""

    def test_a_row_without_a_lock_has_no_task(self):
        row = (ID, "uploading", 0, 7, "raw", 1000, 0, "http://pod", None, None, None, None)
        expected = {"id": ID, "status": "uploading", "size": 7, "diskFormat": "raw", "updated": 1000}
        self.assertEqual(image_of(row), expected | {"locations": 0, "stageHost": "http://pod", "task": None})

    def test_a_deleted_image_says_so_whatever_its_status(self):
        self.assertEqual(image_of((ID, "active", 1, *[None] * 9))["status"], "deleted")

    def test_a_lock_names_its_task(self):
        task_input = json.dumps({"import_req": {"method": {"name": "copy-image"}}})
        row = (ID, "importing", 0, None, None, 1000, 0, None, "task", "processing", 2000, task_input)
        task = {"id": "task", "status": "processing", "updated": 2000, "method": "copy-image"}
        self.assertEqual(image_of(row)["task"], task)

    def test_a_task_whose_record_is_gone_has_no_method(self):
        self.assertIsNone(method_of(None))
        self.assertIsNone(method_of("{}"))


class TestImportHistory(unittest.TestCase):
    """Rows of imports."""

    def test_a_task_has_its_method_and_a_message(self):
        task_input = json.dumps({"import_req": {"method": {"name": "web-download", "uri": "http://u:p@host"}}})
        task = task_of((ID, "failure", None, "req-1", task_input, 1000, 2000))
        expected = {"id": ID, "status": "failure", "message": "", "request": "req-1", "method": "web-download"}
        self.assertEqual(task, expected | {"created": 1000, "updated": 2000})

    def test_failed_stores_are_listed(self):
        self.assertEqual(stores_of(("a,b",)), ["a", "b"])
        self.assertEqual(stores_of(("",)), [])
        self.assertEqual(stores_of(None), [])


class TestLocations(unittest.TestCase):
    """URLs of stored images."""

    def test_those_of_a_pool_are_found_in_both_forms(self):
        urls = [f"rbd://fsid/images/{ID}/snap", "rbd://fsid/other/x/snap", "rbd://plain", "rbd://f/images/a%2Fb/snap"]
        self.assertEqual(list(located_names(urls, "images")), [ID, "plain", "a/b"])

    def test_only_ids_in_their_usual_form_are_looked_up(self):
        self.assertTrue(is_uuid(ID))
        self.assertFalse(is_uuid(ID.upper()))
        self.assertFalse(is_uuid("volume-1"))


class TestSteps(unittest.TestCase):
    """How a step of a repair is done."""

    def run_step(self, step: dict) -> dict:
        def refuse(why: str):
            raise RefusedError(why)

        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            run_step({"say": "said {text}".format, "refuse": refuse}, step)
        return json.loads(output.getvalue())

    def test_it_gets_the_other_fields_and_says_what_it_has_done(self):
        self.assertEqual(self.run_step({"step": "say", "text": "so"}), {"done": "said so"})

    def test_it_may_refuse(self):
        self.assertEqual(self.run_step({"step": "refuse", "why": "no."}), {"refused": "no."})

    def test_a_step_that_nobody_knows_is_an_error(self):
        with self.assertRaises(KeyError):
            self.run_step({"step": "other"})


class TestSnapshots(unittest.TestCase):
    """The snapshot that Glance makes of a stored image."""

    def image(self, snapshots=("snap",), clones=0, watchers=1):
        image = MagicMock()
        image.list_snaps.return_value = [{"name": name} for name in snapshots]
        image.list_descendants.return_value = [None] * clones
        image.watchers_list.return_value = [None] * watchers
        rbd.Image.return_value.__enter__.return_value = image
        return image

    def test_it_is_removed(self):
        image = self.image()
        remove_own_snapshot(None, ID)
        image.unprotect_snap.assert_called_once_with("snap")
        image.remove_snap.assert_called_once_with("snap")

    def test_an_image_without_it_is_left_as_it_is(self):
        image = self.image(snapshots=())
        remove_own_snapshot(None, ID)
        image.remove_snap.assert_not_called()

    def test_it_stays_while_somebody_needs_it(self):
        for why, fields in (
            ("clones", {"clones": 1}),
            ("open", {"watchers": 2}),
            ("snapshots of others", {"snapshots": ("snap", "mine")}),
        ):
            with self.subTest(why):
                image = self.image(**fields)
                with self.assertRaisesRegex(RefusedError, why):
                    remove_own_snapshot(None, ID)
                image.remove_snap.assert_not_called()


class TestChecksum(unittest.TestCase):
    """The checksum of an image."""

    def test_it_is_that_of_all_bytes_whatever_the_blocks(self):
        data = bytes(range(256)) * (BLOCK // 256) + b"end"
        read = io.BytesIO(data).read
        expected = hashlib.sha256(data).hexdigest()
        self.assertEqual(checksum_of(len(data), lambda _, length: read(length)), expected)
