"""How the modules beside this one do one step of a repair of `rescue`."""

import json
from collections.abc import Mapping
from typing import Callable


class RefusedError(Exception):
    """Something has happened since `rescue` looked."""


def run_step(steps: Mapping[str, Callable[..., str]], arguments: dict) -> None:
    """Runs the step that is named as `step`, with the other fields as its arguments.

    Prints {"done"} with what the step returns, or {"refused"} with a sentence for the operator.
    """
    fields = dict(arguments)
    try:
        print(json.dumps({"done": steps[fields.pop("step")](**fields)}))
    except RefusedError as refusal:
        print(json.dumps({"refused": str(refusal)}))
