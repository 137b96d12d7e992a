"""Keeps downloads for users away from the pod itself and from the metadata service of its node.

Users name the URL of a web-download. Glance compares names before version 33, and a name of the user's own may lead
anywhere, also to another address at the second look. Python tells audit hooks of every connection with the address that
it really goes to. Glance downloads with urllib, and with nothing else: what it asks of Keystone, Ceph or its peers is
not looked at.
"""

import ipaddress
import sys
import threading
from typing import Union

from oslo_config import cfg

# `opened`: this thread opens a URL; `host`: the one to which it connects for that, None when it does not.
download = threading.local()


def is_refused(host: str, address: Union[ipaddress.IPv4Address, ipaddress.IPv6Address]) -> bool:
    """Whether the address is internal, or one that the configuration names; hosts that it allows may be anywhere."""
    options = cfg.CONF.import_filtering_opts
    if host.lower() in options.allowed_hosts:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    internal = address.is_loopback or address.is_link_local or address.is_unspecified
    return internal or (not options.allowed_hosts and str(address) in options.disallowed_hosts)


def guard(event: str, args: tuple) -> None:
    if event == "urllib.Request":
        download.opened = True
    elif event == "http.client.connect":
        download.host = args[1] if getattr(download, "opened", False) else None
        download.opened = False
    elif event == "http.client.send" or (event == "socket.getaddrinfo" and args[0] != getattr(download, "host", None)):
        # It is connected, or something else connects after a failure.
        download.host = None
    elif event == "socket.connect":
        host, address = getattr(download, "host", None), args[1]
        if host is not None and isinstance(address, tuple) and is_refused(host, ipaddress.ip_address(address[0])):
            raise PermissionError(f"The download from {host} is refused: it leads to the address {address[0]}.")


def guard_downloads() -> None:
    """From now on, for the life of the process."""
    sys.addaudithook(guard)
