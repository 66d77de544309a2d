# SPDX-License-Identifier: Apache-2.0
"""The members of entries as tables, and the check of a value against them: format sections 3 to 7.

A shape is the name of a primitive; a frozenset of texts; a dict of members ("name?" is optional); a list with one shape
for every item; a tuple of alternatives; or Each(shape), an object of any names to that shape.
"""
import base64
import datetime
import re
from collections import namedtuple

import ledger_legal

Each = namedtuple("Each", "shape")
EVERYONE = frozenset(("administrator", "responder", "examiner", "custodian", "counsel", "auditor"))


def is_int(value):
    return isinstance(value, int) and not isinstance(value, bool)


def like(pattern):
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def is_time(value):
    if not like(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")(value):
        return False
    try:
        datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%S.%fZ")
        return int(value[17:19]) < 60
    except ValueError:
        return False


def is_identifier(value):
    return like(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")(value) and ".." not in value and not value.endswith(".")


def is_signature(value):
    return like(r"[A-Za-z0-9+/]{86}==")(value) and base64.b64encode(base64.b64decode(value)).decode() == value


def is_base64(value):
    try:
        return isinstance(value, str) and base64.b64encode(base64.b64decode(value, validate=True)).decode() == value
    except ValueError:
        return False


def is_log_sizes(value):
    if not isinstance(value, list) or not all(isinstance(item, dict) and item.keys() == {"log", "size"}
                                              and isinstance(item["log"], str) and is_int(item["size"])
                                              and item["size"] >= 0 for item in value):
        return False
    logs = [item["log"].encode() for item in value]
    return all(left < right for left, right in zip(logs, logs[1:]))


def is_head_list(value):
    if not isinstance(value, list) or not all(
            isinstance(item, dict) and item.keys() == {"log", "root", "size"} and isinstance(item["log"], str)
            and PRIMITIVES["hash"](item["root"]) and is_int(item["size"]) and item["size"] > 0 for item in value):
        return False
    logs = [item["log"].encode() for item in value]
    return all(left < right for left, right in zip(logs, logs[1:]))


def is_commit(value):
    return isinstance(value, dict) and list(value) == ["commit"] and PRIMITIVES["hash"](value["commit"])


PRIMITIVES = {
    "object": lambda value: isinstance(value, dict),
    "text": lambda value: isinstance(value, str),
    "int": is_int,
    "count": lambda value: is_int(value) and value >= 0,
    "bool": lambda value: isinstance(value, bool),
    "false": lambda value: value is False,
    "object": lambda value: isinstance(value, dict),
    "hash": like("[0-9a-f]{64}"),
    "no hash": lambda value: value == "",
    "md5": like("[0-9a-f]{32}"),
    "sha1": like("[0-9a-f]{40}"),
    "hex": like("([0-9a-f]{2})+"),
    "time": is_time,
    "id": is_identifier,
    "file": lambda value: isinstance(value, str) and "/" not in value and value[:1] not in ("", ".")
    and len(value.encode()) <= 255,
    "key": like(r"exhibit\.evidence/actor/[0-9a-f]{32}"),
    "signature": is_signature,
    "base64": is_base64,
    "log sizes": is_log_sizes,
    "heads": is_head_list,
    "commit": is_commit,
    "disclosure": lambda value: (
        isinstance(value, list) and len(value) == 4 and PRIMITIVES["count"](value[0]) and isinstance(value[1], str)
        and PRIMITIVES["md5"](value[2])),
}

ENTRY = {
    "about": [{"id": "id", "prev": ["hash"]}],
    "attachments": [{"name": "commit", "sha256": "hash", "size": "count"}],
    "body": "object", "case?": "hash", "chain": "hash",
    "clock": {"boot_id": "text", "monotonic_us": "count", "offset_us?": "int", "source": "text", "synchronised": "bool"},
    "log": "text",
    "seen?": ({"origin": "text", "root": "hash", "size": "count"}, {"token": "hex"}),
    "seq": "count",
    "signers": [{"capacity": frozenset(("author", "releasing", "receiving", "approving", "witness")), "key": "text",
                 "role": EVERYONE | {"committed"}}],
    "time": "time",
    "tool": {"digest": ("hash", "no hash"), "name": "text", "version": "text"},
    "type": "text",
}

CHECKS = {"condition?": "commit", "digest": frozenset(("matches", "mismatch", "not checked")),
          "seal": frozenset(("intact", "broken", "none", "not stated"))}
MANNER = {"authority?": "commit", "carrier?": "commit", "method?": "commit", "purpose?": "commit"}
ANSWER = {"answer": {"accept": "bool", "checks": CHECKS, "key": "key", "reason?": "commit", "release": "hash",
                     "time": "time"}, "signature": "base64"}
COLLECTED = {"at?": "time", "by?": "commit", "from?": "commit", "place?": "commit", "witness?": "commit"}
DESCRIBED = {name + "?": "commit" for name in ("bag", "condition", "exhibit", "make", "model", "owner", "root_exhibit",
                                               "seal", "serial", "type")}
PARTY = {"agency": "commit", "badge?": "commit", "name": "commit"}
HEAD = {"root": "hash", "size": "count"}
HOLDER = ({"key": "key"}, {"outside": "commit"})
OPENING = {"device?": "commit", "knows": "heads", "log": "text"}

BODY = {
    "log_opened": OPENING,
    "continued": OPENING | {"ended": "text", "reason": "commit"},
    "restored": OPENING | {"ended": "text", "lost?": HEAD, "reason": "commit"},
    "imported": {"from": "count", "log": "text", "root": "hash", "size": "count"},
    "conflict_resolved": {"holder": HOLDER, "reason": "commit"},
    "case_opened": {"administrator": "text", "exercise?": "text", "lang": frozenset(("en", "ja")), "log": "text", "number": "commit",
                    "title": "commit"},
    "key_enrolled": {"key": "text", "name": "commit", "org?": "commit", "possession": "signature", "role": EVERYONE},
    "role_granted": {"key": "key", "role": EVERYONE},
    "case_setting": {"reason": "commit", "recheck_days": "count"},
    "thing_registered": {"description": "commit", "facts": Each(("int", "bool", "commit")),
                         "holder": HOLDER,
                         "kind": frozenset(("source", "carrier", "paper")), "collected?": COLLECTED,
                         "lock?": frozenset(("locked", "unlocked", "none", "not known")), "photographs?": ["hash"],
                         "power?": frozenset(("on", "off", "standby", "not known")), "quantity?": "count"} | DESCRIBED,
    "image_registered": {"carrier": "id", "format": frozenset(("e01", "raw")), "image_of": "id"},
    "image_imported": {"blocks": {"block_size": "count", "count": "count", "file": "file", "root": "hash", "sha256": "hash"},
                       "bytes": "count", "command": "commit", "digests": "digests", "examiner": "commit",
                       "faults": {"count": "count", "list": "commit"},
                       "files": {"bytes": "count", "count": "count", "file": "file", "sha256": "hash"},
                       "finished": "time", "from": "commit",
                       "header": {"acquired_at?": "commit", "case_number?": "commit", "description?": "commit",
                                  "evidence_number?": "commit", "examiner?": "commit", "notes?": "commit",
                                  "software?": "commit"},
                       "image": "id", "libraries": ["text"], "names": "commit", "reason?": "commit",
                       "segments": {"bytes": "count", "count": "count"}, "started": "time", "stored?": "digests",
                       "unreadable": {"bytes": "count", "count": "count", "file?": "file", "sha256?": "hash"},
                       "unsigned?": {"facts": "commit", "facts_file": "hash", "sheet": "hash", "sheet_told": "bool"}},
    "acquisition_started": {"command": "commit", "destination": "commit", "examiner": "commit", "image": "id",
                            "libraries": ["text"], "playbook?": "hash", "reason?": "commit", "settings": Each(("text", "int")),
                            "source": Each(("int", "bool", "commit"))},
    "acquisition_finished": {"blocks": {"block_size": "count", "count": "count", "file": "file", "root": "hash",
                                        "sha256": "hash"},
                             "bytes": "count", "compared": "false", "digests": "digests", "finished": "time",
                             "image": "id", "log?": {"file": "file", "sha256": "hash", "size": "count"},
                             "segments": {"bytes": "count", "count": "count"},
                             "source_after?": Each(("int", "bool", "commit")), "started": "time",
                             "unreadable": {"bytes": "count", "count": "count", "file?": "file", "sha256?": "hash"}},
    "acquisition_failed": {"error": "commit", "image": "id"},
    "acquisition_resumed": {"bytes": "count", "changed?": "count", "command": "commit", "compared": "count", "continued_in?": "commit",
                            "destination": "commit", "image": "id", "reason?": "commit", "source": Each(("int", "bool", "commit"))},
    "acquisition_suspended": {"bytes": "count", "error": "commit", "image": "id"},
    "image_verified": {"against_log?": "text", "against": "count", "blocks_root": "hash", "bytes": "count", "digests": "digests",
                       "files": {"bytes": "count", "count": "count", "file": "file", "sha256": "hash"}, "image": "id",
                       "match": "bool", "mismatches": {"count": "count", "list": "commit"}},
    "fact_added": {"after_elsewhere?": ["hash"], "after": ["count"], "fact": "id", "observed_at?": "time", "value": "commit"},
    "accessed": {"action": frozenset(("viewed", "mounted", "exported", "copied", "verified")), "range": "text",
                 "reason": "commit"},
    "transferred": {"checks": CHECKS, "from": "key", "reason": "commit", "same_device": "bool", "to": "key"} | MANNER,
    "transferred_to_outside": {"checks": CHECKS, "from": "key", "party": PARTY, "reason?": "commit", "receipt": "hash",
                               "seized": "bool"} | MANNER,
    "transferred_from_outside": {"checks": CHECKS, "party": PARTY, "reason?": "commit", "receipt": "hash",
                                 "seized?": "bool", "to": "key"} | MANNER,
    "key_rotated": {"key": "text", "name": "commit", "org?": "commit", "possession": "signature", "replaces": "key"},
    "key_revoked": {"key": "key", "last": "log sizes", "reason": "commit"},
    "role_withdrawn": {"key": "key", "role": EVERYONE},
    "released": {"checks": CHECKS, "from": "key", "reason": "commit", "to?": "key"} | MANNER,
    "received": ANSWER,
    "refused": ANSWER,
    "release_withdrawn": {"reason": "commit", "release": "hash"},
    "moved": {"place": "commit", "reason": "commit"},
    "seal_applied": {"number": "commit", "reason?": "commit"},
    "seal_broken": {"condition?": "commit", "reason": "commit", "seal": "hash"},
    "noted": {"text": "commit"},
    "corrected": {"entry": "hash", "field": "text", "reason": "commit", "value": "commit"},
    "hold_placed": {"authority?": "commit", "reason": "commit"},
    "hold_lifted": {"hold": "hash", "reason": "commit"},
    "restricted": {"kind": frozenset(("contraband", "privilege", "secrecy")), "reason": "commit"},
    "restriction_lifted": {"reason": "commit", "recipient": "commit", "restriction": "hash"},
    "disposal_asked": {"action": frozenset(("destroyed", "erased", "returned")), "authority?": "commit",
                       "method": "commit", "reason": "commit"},
    "disposal_approved": {"reason?": "commit", "request": "hash"},
    "disposal_carried_out": {"method": "commit", "receipt?": "hash", "request": "hash"},
    "derived": {"bytes": "count", "digests": {"sha256": "hash"}, "file": "file", "item": "id",
                "kind": frozenset(("working copy", "extract")), "parent": "id", "range?": "commit",
                "reason": "commit", "source?": "commit"},
    "authority_recorded": {"document?": "hash", "expires?": "time", "issuer": "commit", "scope": "commit",
                           "kind": frozenset(("consent", "ownership", "policy", "contract", "warrant", "order",
                                              "voluntary", "statute", "other"))},
    "incident_opened": {"number": "id", "title": "commit"},
    "document_issued": {"facts_sha256": "hash", "file": "file", "head": HEAD, "kind": "text", "lang": "text",
                        "sha256": "hash", "size": "count",
                        "template": {"name": "text", "sha256": "hash", "version": "text"}},
    "private": {"content": "commit"},
    "noted": {"text": "commit"},
    "disclosure_erased": {"authority": "commit", "commit": "hash", "field": "text", "leaf": "hash", "log": "text",
                          "reason": "commit", "seq": "count"},
} | ledger_legal.BODY

ABOUT = dict.fromkeys(BODY, "none") | dict.fromkeys(
    ("thing_registered", "image_registered"), "a new identifier") | dict.fromkeys(
    ("acquisition_started", "acquisition_finished", "acquisition_failed", "acquisition_suspended", "acquisition_resumed",
     "image_imported"), "source, carrier, image") | dict.fromkeys(
    ("fact_added", "accessed"), "thing or image") | dict.fromkeys(
    ("transferred", "transferred_to_outside", "transferred_from_outside", "released", "received", "refused",
     "release_withdrawn", "moved"), "one or more things") | dict.fromkeys(
    ("authority_recorded", "document_issued", "noted", "corrected", "hold_placed", "hold_lifted", "disclosure_erased"),
    "none or more") | dict.fromkeys(
    ("restricted", "restriction_lifted", "disposal_asked", "disposal_approved", "disposal_carried_out"),
    "one or more") | dict.fromkeys(("seal_applied", "seal_broken", "conflict_resolved"), "one thing") | {
    "image_verified": "image", "derived": "parent and item"} | ledger_legal.ABOUT

MAY_SIGN = dict.fromkeys(BODY, EVERYONE - {"auditor"}) | dict.fromkeys(
    ("case_opened", "key_enrolled", "role_granted", "role_withdrawn", "continued"), frozenset(("administrator",))) | {
    "case_setting": frozenset(("administrator", "custodian", "counsel"))} | dict.fromkeys(
    ("hold_placed", "hold_lifted"), frozenset(("administrator", "counsel"))) | {
    "restriction_lifted": frozenset(("counsel",)),
    "disposal_approved": frozenset(("administrator", "counsel", "custodian"))} | dict.fromkeys(
    ("thing_registered", "image_registered", "derived"), EVERYONE - {"counsel", "auditor"}) | dict.fromkeys(
    ("acquisition_started", "acquisition_finished", "acquisition_failed", "acquisition_suspended", "acquisition_resumed",
     "image_imported"), frozenset(("administrator", "responder", "examiner"))) | dict.fromkeys(
    ("image_verified", "accessed", "document_issued", "noted", "key_rotated", "log_opened", "imported"), EVERYONE) | {
        "private": frozenset(("committed",)), "disclosure_erased": frozenset(("administrator", "counsel"))} | ledger_legal.MAY_SIGN

MAY_BE_PRIVATE = frozenset(("noted", "authority_recorded", "document_issued", "incident_opened", "accessed", "fact_added",
                            *(ledger_legal.BODY.keys() - ledger_legal.NEVER_PRIVATE)))
# Entry types that two cannot follow on one head of a history (8).
EXCLUSIVE = frozenset(("transferred", "transferred_to_outside", "transferred_from_outside", "released", "received",
                       "refused", "release_withdrawn", "moved", "seal_applied", "seal_broken", "disposal_carried_out",
                       "derived", "conflict_resolved"))
OPENS_LOG = frozenset(("log_opened", "continued", "restored"))
# Member that refers to another entry, the type of that entry, and whether this type ends it (6).
REFERS = {"received": ("answer.release", "released", True), "refused": ("answer.release", "released", True),
          "release_withdrawn": ("release", "released", True), "seal_broken": ("seal", "seal_applied", True),
          "hold_lifted": ("hold", "hold_placed", True), "restriction_lifted": ("restriction", "restricted", True),
          "disposal_approved": ("request", "disposal_asked", False),
          "disposal_carried_out": ("request", "disposal_asked", True)}


class Result:
    """What a check found: (path, text) of everything wrong, and path to commitment of every committed field."""

    def __init__(self):
        self.bad, self.commits = [], {}


def check_shape(shape, value, path="", result=None):
    result = result or Result()
    if isinstance(shape, dict):
        check_members(shape, value, path, result)
    elif isinstance(shape, Each) and isinstance(value, dict) or isinstance(shape, list) and isinstance(value, list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, item in items:
            check_shape(shape.shape if isinstance(shape, Each) else shape[0], item, joined(path, name), result)
    elif isinstance(shape, tuple) and not isinstance(shape, Each):
        check_alternatives(shape, value, path, result)
    elif isinstance(shape, str):
        check_primitive(shape, value, path, result)
    elif not (isinstance(shape, frozenset) and isinstance(value, str) and value in shape):
        result.bad.append((path, "has not the form that the format defines"))
    return result


def joined(path, name):
    return f"{path}.{name}" if path else str(name)


def check_members(shape, value, path, result):
    if not isinstance(value, dict):
        result.bad.append((path, "is not an object"))
        return
    known = {name.rstrip("?"): item for name, item in shape.items()}
    for name in value.keys() - known.keys():
        result.bad.append((joined(path, name), "is a member that the format does not define"))
    for name, item in known.items():
        if name in value:
            check_shape(item, value[name], joined(path, name), result)
        elif name in shape:
            result.bad.append((joined(path, name), "is missing"))


def check_alternatives(shapes, value, path, result):
    for shape in shapes:
        trial = check_shape(shape, value, path)
        if not trial.bad:
            result.commits |= trial.commits
            return
    result.bad.append((path, "has none of the forms that the format allows"))


def check_primitive(name, value, path, result):
    if name == "digests":
        check_members({"md5?": "md5", "sha1?": "sha1", "sha256?": "hash"}, value, path, result)
        if value == {}:
            result.bad.append((path, "holds no digest"))
    elif not PRIMITIVES[name](value):
        result.bad.append((path, f"is not what the format calls for here ({name})"))
    elif name == "commit":
        result.commits[path] = value["commit"]


def find_commits(value, path, commits):
    """Every committed field under `value`, for entries of unknown type."""
    if is_commit(value):
        commits[path] = value["commit"]
    elif isinstance(value, (dict, list)):
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            find_commits(item, joined(path, name), commits)
