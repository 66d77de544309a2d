# SPDX-License-Identifier: Apache-2.0
"""What entries come to, applied one after the other in the order of the replay: format sections 6 to 8. Nothing is checked
here. The state that an author knew is that of the entries the author knew, so each log has a state of its own."""
from ledger_legal import LegalState
from ledger_notes import parse_vkey
from ledger_shapes import EXCLUSIVE, REFERS

OUTSIDE, NOBODY = object(), object()                    # holders of a thing: no enrolled key; it was disposed of


def at(body, path):
    for name in path.split("."):
        body = body[name]
    return body


def key_in(vkey):
    try:
        return parse_vkey(vkey, "actor")[0]
    except ValueError:
        return None


class State(LegalState):
    def __init__(self):
        self.begin_legal()
        self.keys, self.roles, self.enrolled = {}, {}, set()
        self.ended, self.last, self.revoked, self.first, self.enrolled_by = {}, {}, set(), {}, {}
        self.kind, self.heads, self.holder, self.images, self.parent, self.step = {}, {}, {}, {}, {}, {}
        self.tip, self.forks, self.answered, self.same = {}, {}, {}, {}
        self.running, self.finished, self.verified = {}, {}, set()
        self.disposed, self.waiting, self.restriction = {}, {}, {}
        self.about, self.pending, self.ends, self.approved = {}, {}, set(), set()
        self.incidents, self.documents, self.erased, self.log_end = set(), set(), set(), {}

    def apply(self, entry):
        """An entry with a fault counts like any other, but for one whose body is malformed."""
        aside = self.contended(entry)
        if entry.body_ok:
            for name in ("people", "evidence", "custody", "references", "logs", "legal"):
                getattr(self, "apply_" + name)(entry, entry.m["type"], entry.m["body"], aside)
        self.follow(entry, aside)

    # -- histories and contentions (8)

    def contended(self, entry):
        """Things whose custody an entry the author had not seen has changed meanwhile."""
        if entry.get("type") not in EXCLUSIVE:
            return set()
        if self.answered_before(entry):
            return set(entry.ids)
        return {name for name in entry.ids if name in self.tip and not self.knows_move(entry, name)}

    def knows_move(self, entry, name):
        return any(entry.knows(place) for place in [self.tip[name], *self.same.get(name, ())])

    def answered_before(self, entry):
        """Where an entry the author had not seen records the same answer to the same release."""
        if not entry.body_ok or entry.m["type"] not in ("received", "refused"):
            return None
        place = self.answered.get((entry.m["type"], entry.m["body"]["answer"]["release"]))
        return place if place and not entry.knows(place) else None

    def open_forks(self, name):
        return [place for (thing, place), (_, settled) in self.forks.items() if thing == name and not settled]

    def follow(self, entry, aside):
        before = self.answered_before(entry)
        moves = entry.get("type") in EXCLUSIVE or entry.get("type") == "thing_registered"
        for item in entry.get("about", []):
            name, heads = item["id"], self.heads.setdefault(item["id"], set())
            heads -= heads if name in entry.bridged else set(item["prev"])
            heads.add(entry.hash.hex())
            if before:
                if self.tip.get(name) == before:
                    self.same.setdefault(name, []).append(entry.place)
            elif name in aside:
                self.forks[name, entry.place] = (self.tip[name], False)
            elif moves and self.kind.get(name) == "thing":
                self.tip[name] = entry.place
                self.same.pop(name, None)
        if entry.body_ok and entry.m["type"] in ("received", "refused"):
            self.answered.setdefault((entry.m["type"], entry.m["body"]["answer"]["release"]), entry.place)
        self.about[entry.hash.hex()] = entry.ids

    # -- what each type changes

    def apply_people(self, entry, kind, body, _):
        if kind == "case_opened":
            key = key_in(body["administrator"])
            if key:
                self.keys[key.name] = key
                self.roles.setdefault(key.name, set()).add("administrator")
        elif kind in ("key_enrolled", "key_rotated"):
            self.enrol(entry, kind, key_in(body["key"]), body)
        elif kind == "key_revoked" and body["key"] in self.keys:
            self.end_key(body["key"], entry, body["last"])
            self.revoked.add(body["key"])
        elif kind in ("role_granted", "role_withdrawn") and body["key"] in self.keys:
            roles = self.roles.setdefault(body["key"], set())
            (roles.add if kind == "role_granted" else roles.discard)(body["role"])

    def enrol(self, entry, kind, key, body):
        if not key:
            return
        self.enrolled.add(key.name)
        self.keys.setdefault(key.name, key)
        roles = self.roles.setdefault(key.name, set())
        if kind == "key_enrolled":
            roles.add(body["role"])
            self.enrolled_by[key.name] = entry.first_signer
        elif body["replaces"] in self.keys:
            roles |= self.roles.get(body["replaces"], set())
            self.first.setdefault(key.name, self.person(body["replaces"]))
            self.end_key(body["replaces"], entry, [{"log": entry.get("log"), "size": entry.seq + 1}])

    def end_key(self, name, entry, last):
        self.ended[name], self.last[name] = entry.place, last

    def apply_evidence(self, entry, kind, body, _):
        if kind in ("thing_registered", "image_registered"):
            self.kind |= {name: kind.split("_")[0] for name in entry.ids}
            if kind == "thing_registered":
                self.holder |= {name: body["holder"].get("key", OUTSIDE) for name in entry.ids}
            else:
                self.images |= {name: body for name in entry.ids}
        elif kind == "derived":
            self.kind[body["item"]], self.parent[body["item"]] = "image", body["parent"]
            self.step[body["item"]] = "derived"
        elif kind.startswith("acquisition_"):
            self.acquire(entry, kind.split("_")[1], body)
        elif kind == "image_imported":
            self.come_in(entry, body)
            self.verified.add(body["image"])
        elif kind == "image_verified":
            self.verified.add(body["image"])
        elif kind == "incident_opened":
            self.incidents.add(body["number"])
        elif kind == "document_issued":
            self.documents.add(body["file"])

    def acquire(self, entry, step, body):
        image = body["image"]
        self.step[image] = step
        if step == "started":
            self.running.setdefault(image, []).append(entry.place)
        else:
            self.running[image] = self.running.get(image, [])[:-1]
        if step == "finished":
            self.come_in(entry, body)
            self.verified.discard(image)

    def come_in(self, entry, body):
        """An image is whole: acquired, or imported."""
        image = body["image"]
        self.step[image] = "finished"
        self.finished[image] = {"place": entry.place, "hash": entry.hash.hex(), "body": body,
                                "of": {image, self.images.get(image, {}).get("image_of")}}

    def apply_custody(self, entry, kind, body, aside):
        things = [name for name in entry.ids if name in self.holder and name not in aside]
        if kind.startswith("transferred"):
            self.holder |= {name: body.get("to", OUTSIDE) for name in things}
        elif kind == "received":
            self.holder |= {name: body["answer"]["key"] for name in things}
        elif kind == "released":
            self.waiting |= {name: entry.hash.hex() for name in entry.ids if name not in aside}
        elif kind == "disposal_carried_out":
            self.disposed |= {name: entry.place for name in entry.ids if name not in aside}
            self.holder |= {name: NOBODY for name in things}
            self.step |= {name: "disposed" for name in entry.ids if self.kind.get(name) == "image"}
        elif kind == "conflict_resolved":
            self.holder |= {name: body["holder"].get("key", OUTSIDE) for name in things}
            for thing, place in self.forks if things else ():
                if thing in things and entry.knows(place):
                    self.forks[thing, place] = (self.forks[thing, place][0], True)
        for name in things if kind.startswith("transferred") else ():
            self.end(self.waiting.get(name), aside)

    def apply_references(self, entry, kind, body, aside):
        reference = entry.hash.hex()
        if kind in ("released", "seal_applied", "hold_placed", "restricted", "disposal_asked"):
            self.pending[reference] = (kind, entry.ids, entry.first_signer, body)
        if kind == "restricted":
            self.restriction |= {name: reference for name in entry.ids}
        elif kind == "disposal_approved":
            self.approved.add(body["request"])
        elif kind == "disclosure_erased":
            self.erased.add((body["log"], body["seq"], body["field"]))
        if kind in REFERS and REFERS[kind][2]:
            self.end(at(body, REFERS[kind][0]), aside)

    def end(self, reference, aside):
        if reference in self.pending:
            self.ends.add(reference)
            self.waiting = {name: by for name, by in self.waiting.items() if by != reference or name in aside}
            self.restriction = {name: by for name, by in self.restriction.items() if by != reference}

    def apply_logs(self, entry, kind, body, _):
        if kind in ("continued", "restored"):
            for head in body["knows"]:
                if head["log"] == body["ended"]:
                    self.log_end[body["ended"]] = head["size"]

    # -- questions

    def person(self, key):
        return self.first.get(key, key)

    def four_eyes(self, one, other):
        people = self.person(one), self.person(other)
        by = [self.person(self.enrolled_by.get(person)) for person in people]
        return None not in by and people[0] != people[1] and by[0] != people[1] and by[1] != people[0]

    def holds(self, key, role):
        return key in self.keys and role in self.roles.get(key, ())

    def administrator_beside(self, key):
        return any(self.holds(name, "administrator") and name not in self.ended for name in self.keys if name != key)

    def may_release(self, name, wanted):
        holder = self.holder[name]
        if not isinstance(wanted, str) or not isinstance(holder, str):
            return holder == wanted
        return self.person(holder) == self.person(wanted) or (
            holder in self.revoked and self.holds(wanted, "administrator"))

    def origins(self, name):
        found = [name]
        while (name in self.parent or name in self.images) and len(found) < 1000:
            name = self.parent.get(name) or self.images[name]["image_of"]
            found.append(name)
        return found

    def open_holds(self):
        return [about for reference, (kind, about, _, _) in self.pending.items()
                if kind == "hold_placed" and reference not in self.ends]

    def acquired(self, item, log):
        """Finished acquisitions of a thing or image: seqs in that log, and leaf hashes in others, each rising."""
        of_item = [done for done in self.finished.values() if item in done["of"]]
        return (sorted(done["place"][1] for done in of_item if done["place"][0] == log),
                sorted(done["hash"] for done in of_item if done["place"][0] != log))
