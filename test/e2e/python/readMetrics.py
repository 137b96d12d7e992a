"""Reads metrics at the URLs in the JSON argument with the parser of Prometheus' own client.

Prints a JSON object a line: the URL, the status, and the samples by name, with the label `status` behind it.
"""

import sys
import urllib.error
import urllib.request

from prometheus_client.parser import text_string_to_metric_families


def read(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as problem:
        return problem.code, ""


def samples(text):
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            yield " ".join([sample.name, *sample.labels.values()]), sample.value


for url in json.loads(sys.argv[1]):
    status, text = read(url)
    print(json.dumps({"url": url, "status": status, "samples": dict(samples(text))}))
