"""Writes local/gateway/constraints/CLIENT.json: what AWS's models say beyond the schemas that the SDK for JavaScript ships.

`members`: enums, lengths, ranges and patterns of the members of structures.
`operations`: the errors that an operation is said to answer with, and how it pages.

These come from AWS's service models and paginators, which botocore carries (Apache-2.0).
Run it after a client package has been updated:

    pip install botocore
    python3 scripts/make-constraints.py

Node does not need it: the files it writes are committed.
"""

import json
import pathlib
import re

import botocore
import botocore.exceptions
import botocore.loaders

# The name of the SDK's client package, and botocore's name of the same service.
SERVICES = {
    "acm": "acm",
    "apigatewayv2": "apigatewayv2",
    "cloudformation": "cloudformation",
    "cloudwatch": "cloudwatch",
    "cloudwatch-logs": "logs",
    "codebuild": "codebuild",
    "dynamodb": "dynamodb",
    "ec2": "ec2",
    "ecr": "ecr",
    "ecs": "ecs",
    "elastic-beanstalk": "elasticbeanstalk",
    "elastic-load-balancing-v2": "elbv2",
    "eventbridge": "events",
    "iam": "iam",
    "lambda": "lambda",
    "s3": "s3",
    "scheduler": "scheduler",
    "secrets-manager": "secretsmanager",
    "sqs": "sqs",
    "ssm": "ssm",
    "sts": "sts",
}
# Where AWS is seen to answer otherwise than its model says.
CORRECTIONS = {
    # In capitals: https://github.com/aws/aws-sdk-ruby/issues/1081; awsebcli (operations/commonops.py) compares so too.
    "elastic-beanstalk": {
        "ApplicationVersionDescription.Status": {
            "enum": ["PROCESSED", "UNPROCESSED", "FAILED", "PROCESSING", "BUILDING"]
        }
    },
}
# EC2 has some 760 operations, and names all types of instances with many of them: of it only what the local cloud has.
ONLY = {"ec2": {"DescribeSecurityGroups", "DescribeSubnets"}}
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


def members_in(model, operation, side):
    return model["shapes"][operation[side]["shape"]].get("members", {}) if side in operation else {}


def unpublished_paginator(model, operation):
    """How an operation pages for which AWS publishes no paginator: told by the names of its members."""
    given, answered = members_in(model, operation, "input"), members_in(model, operation, "output")
    tokens = [name for name in given if name in answered and name.lower() == "nexttoken"]
    lists = [name for name, member in answered.items() if model["shapes"][member["shape"]]["type"] == "list"]
    limits = [name for name in given if name.lower() in ("maxresults", "limit", "maxitems")]
    if len(tokens) != 1 or len(lists) != 1:
        return None
    return {
        "input_token": tokens[0],
        "output_token": tokens[0],
        "result_key": lists[0],
        **({"limit_key": limits[0]} if limits else {}),
    }


def as_list(value):
    return value if isinstance(value, list) else [value]


def paging_of(paginator):
    return {
        "inputToken": as_list(paginator["input_token"]),
        "outputToken": as_list(paginator["output_token"]),
        **({"limitKey": paginator["limit_key"]} if "limit_key" in paginator else {}),
        "resultKey": as_list(paginator["result_key"]),
    }


def paginators_of(loader, service):
    try:
        return loader.load_service_model(service, "paginators-1")["pagination"]
    except botocore.exceptions.UnknownServiceError:
        return {}


def operations_of(model, paginators):
    found = {}
    for name, operation in model["operations"].items():
        paginator = paginators.get(name) or unpublished_paginator(model, operation)
        facts = {
            **({"errors": [error["shape"] for error in operation["errors"]]} if operation.get("errors") else {}),
            **({"paging": paging_of(paginator)} if paginator else {}),
        }
        if facts:
            found[name] = facts
    return found


def written(title, facts):
    """One fact a line, so that a newer model shows as a readable difference."""
    lines = [f"{json.dumps(key)}:{json.dumps(facts[key], separators=(',', ':'))}" for key in sorted(facts)]
    return f'"{title}":{{\n' + ",\n".join(lines) + "\n}"


def main():
    loader = botocore.loaders.Loader()
    for client, service in SERVICES.items():
        model = loader.load_service_model(service, "service-2")
        if client in ONLY:
            model["operations"] = {name: model["operations"][name] for name in sorted(ONLY[client])}
        members = {**constraints_of(model), **CORRECTIONS.get(client, {})}
        operations = operations_of(model, paginators_of(loader, service))
        parts = [written("members", members), written("operations", operations)]
        (FOLDER / f"{client}.json").write_text("{\n" + ",\n".join(parts) + "\n}\n")
        print(f"{client}: {len(members)} members, {len(operations)} operations (botocore {botocore.__version__})")


if __name__ == "__main__":
    main()
