"""Registers Glance with Keystone, as keystone_registration does, and the limits of projects.

A limit that is there is changed when it differs. The user of Glance becomes a reader of the system, who alone is shown
the limits of all projects.
"""

from keystone_registration import call, find_or_create, service, user, wanted

role = find_or_create("role", "name=reader", {"name": "reader"})
call("PUT", f"/system/users/{user['id']}/roles/{role['id']}")

place = {"service_id": service["id"], "region_id": wanted["region"]}
for name, limit in wanted["limits"].items():
    query = f"service_id={service['id']}&region_id={wanted['region']}&resource_name={name}"
    found = call("GET", f"/registered_limits?{query}")["registered_limits"]
    if not found:
        body = {**place, "resource_name": name, "default_limit": limit}
        call("POST", "/registered_limits", {"registered_limits": [body]})
    elif found[0]["default_limit"] != limit:
        body = {"default_limit": limit}
        call("PATCH", f"/registered_limits/{found[0]['id']}", {"registered_limit": body})
