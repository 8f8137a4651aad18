"""Writes local/gateway/constraints/CLIENT.json: enums, lengths, ranges and patterns of the members of AWS's structures.

The AWS SDK for JavaScript does not ship these. They come from AWS's service models, which botocore carries (Apache-2.0).
Run it after a client package has been updated:

    pip install botocore
    python3 scripts/make-constraints.py

Node does not need it: the files it writes are committed.
"""

import json
import pathlib
import re

import botocore
import botocore.loaders

# The name of the SDK's client package, and botocore's name of the same service.
SERVICES = {
    "apigatewayv2": "apigatewayv2",
    "cloudformation": "cloudformation",
    "cloudwatch-logs": "logs",
    "codebuild": "codebuild",
    "dynamodb": "dynamodb",
    "ecr": "ecr",
    "ecs": "ecs",
    "elastic-load-balancing-v2": "elbv2",
    "eventbridge": "events",
    "iam": "iam",
    "lambda": "lambda",
    "s3": "s3",
    "scheduler": "scheduler",
    "sqs": "sqs",
    "ssm": "ssm",
    "sts": "sts",
}
KEPT = ("enum", "min", "max", "pattern")
FOLDER = pathlib.Path(__file__).parent.parent / "local" / "gateway" / "constraints"


def says_something(pattern):
    """Whether a pattern can refuse anything: many only say that any text will do."""
    return re.fullmatch(r"\^?(\.\*|\.\+|\[\\s\\S\]\*|\[\\S\\s\]\*|\(\?s\)\.\*)\$?", pattern) is None


def constraint_of(shape):
    kept = {name: shape[name] for name in KEPT if name in shape}
    if "pattern" in kept and ("enum" in kept or not says_something(kept["pattern"])):
        del kept["pattern"]
    # A text or list may always be this short.
    if kept.get("min") == 0 and shape["type"] not in ("integer", "long", "float", "double"):
        del kept["min"]
    return kept


def references_in(shape):
    members = list(shape.get("members", {}).values())
    return [reference["shape"] for reference in [*members, shape.get("member"), shape.get("value")] if reference]


def used_shapes(model):
    """What requests and answers are made of: models carry shapes that no operation uses."""
    used = set()
    waiting = [
        operation[side]["shape"]
        for operation in model["operations"].values()
        for side in ("input", "output")
        if side in operation
    ]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting.extend(references_in(model["shapes"][name]))
    return used


def constraints_of(model):
    """By `Structure.member`, with [] for what is in a list and {} for what is in a map."""
    found, shapes = {}, model["shapes"]
    for name in used_shapes(model):
        structure = shapes[name]
        if structure["type"] != "structure":
            continue
        for member, reference in structure["members"].items():
            key, shape = f"{name}.{member}", shapes[reference["shape"]]
            while True:
                constraint = constraint_of(shape)
                if constraint:
                    found[key] = constraint
                if shape["type"] == "list":
                    key, shape = key + "[]", shapes[shape["member"]["shape"]]
                elif shape["type"] == "map":
                    key, shape = key + "{}", shapes[shape["value"]["shape"]]
                else:
                    break
    return found


def main():
    loader = botocore.loaders.Loader()
    for client, service in SERVICES.items():
        model = loader.load_service_model(service, "service-2")
        found = constraints_of(model)
        lines = [f"{json.dumps(key)}:{json.dumps(found[key], separators=(',', ':'))}" for key in sorted(found)]
        (FOLDER / f"{client}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
        print(f"{client}: {len(found)} members (botocore {botocore.__version__})")


if __name__ == "__main__":
    main()
