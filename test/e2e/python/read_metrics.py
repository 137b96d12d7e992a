"""Reads metrics at the URLs in the argument with the parser of Prometheus' own client.

Prints a JSON object a line: the URL, the status, and the samples by name, with the label `status` behind it.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

from prometheus_client.parser import text_string_to_metric_families


def read(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as problem:
        return problem.code, ""


def samples(text: str) -> Iterator[tuple[str, float]]:
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            yield " ".join([sample.name, *sample.labels.values()]), sample.value


def main(urls: list[str]) -> None:
    for url in urls:
        status, text = read(url)
        print(json.dumps({"url": url, "status": status, "samples": dict(samples(text))}))
