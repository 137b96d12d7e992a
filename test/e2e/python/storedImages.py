"""Prints the names of the RBD images in the pool as JSON, as `rbd ls` does."""

import os

import rados
import rbd

store = load_configuration().rbd
client = rados.Rados(conffile=store.rbd_store_ceph_conf, rados_id=store.rbd_store_user)
with client, client.open_ioctx(store.rbd_store_pool) as pool:
    print(json.dumps(rbd.RBD().list(pool)), flush=True)
# librados crashes at times while Python tears it down.
os._exit(0)
