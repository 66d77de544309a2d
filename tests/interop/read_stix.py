#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a STIX 2.1 bundle of indicators without the program: required properties, identifiers, references, patterns.

Usage: read_stix.py BUNDLE; prints "<type> <what it is of>" a line for each object, and ends with 1 at the first fault.
"""
import json
import re
import sys
import uuid

import jsonschema

OBSERVABLES = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")  # STIX 2.1 section 2.9
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
VERSION = {"const": "2.1"}
MARKED = {"type": "array", "minItems": 1, "items": {"pattern": "^marking-definition--"}}


def shape(kind, **properties):
    needed = {"type": {"const": kind}, "spec_version": VERSION,
              "id": {"type": "string", "pattern": f"^{kind}--[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$"}} | properties
    return {"type": "object", "required": sorted(needed), "properties": needed}


VALUE = {"type": "string", "minLength": 1}
SHAPES = {
    "marking-definition": shape("marking-definition", created=TIME, extensions={"type": "object", "minProperties": 1}),
    "file": shape("file", hashes={"type": "object", "minProperties": 1}, object_marking_refs=MARKED),
    "indicator": shape("indicator", created=TIME, modified=TIME, pattern=VALUE, pattern_type={"const": "stix"},
                       valid_from=TIME, object_marking_refs=MARKED,
                       confidence={"type": "integer", "minimum": 0, "maximum": 100}),
} | {kind: shape(kind, value=VALUE, object_marking_refs=MARKED)
     for kind in ("ipv4-addr", "ipv6-addr", "domain-name", "url", "email-addr")}
PATTERN = re.compile(r"\[(file:hashes\.'(?:MD5|SHA-1|SHA-256)'|(?:ipv4-addr|ipv6-addr|domain-name|url|email-addr):value)"
                     r" = '((?:[^'\\]|\\.)*)'\]")


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read(path):
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    jsonschema.validate(bundle, {"type": "object", "required": ["id", "objects", "type"], "additionalProperties": False,
                                 "properties": {"type": {"const": "bundle"}, "id": {"pattern": "^bundle--"},
                                                "objects": {"type": "array", "minItems": 1}}})
    ids = [item["id"] for item in bundle["objects"]]
    assert len(set(ids)) == len(ids), "an identifier occurs twice"
    for item in bundle["objects"]:
        jsonschema.validate(item, SHAPES[item["type"]])
        for reference in item.get("object_marking_refs", []):
            assert reference in ids, f"{reference} is not in the bundle"
        what = item.get("name", "")
        if item["type"] not in ("marking-definition", "indicator"):
            of = {name: item[name] for name in ("hashes", "value") if name in item}
            expected = f"{item['type']}--{uuid.uuid5(OBSERVABLES, canonical(of))}"
            assert item["id"] == expected, f"{item['id']} is not {expected}"
            what = item.get("value") or canonical(item["hashes"])
        elif item["type"] == "indicator":
            assert PATTERN.fullmatch(item["pattern"]), item["pattern"]
            what = item["pattern"]
        yield item["type"], what


if __name__ == "__main__":
    for kind, of in read(sys.argv[1]):
        print(kind, of)
