"""Makes the RBD image named as argument what it is when its maker is killed: a name without a header."""

import os
import sys

import rados
import rbd

store = load_configuration().rbd
client = rados.Rados(conffile=store.rbd_store_ceph_conf, rados_id=store.rbd_store_user)
with client, client.open_ioctx(store.rbd_store_pool) as pool:
    with rbd.Image(pool, sys.argv[1], read_only=True) as image:
        header = f"rbd_header.{image.id()}"
    pool.remove_object(header)
print(json.dumps({"removed": header}), flush=True)
# librados crashes at times while Python tears it down.
os._exit(0)
