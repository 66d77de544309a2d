# SPDX-License-Identifier: Apache-2.0
"""Exports of a case with several logs, from docs/ledger-format.md alone: for tests only."""
import os
import re

from make_ledger import Maker, Secret, digest, root_of


class Log(Maker):
    """One log. Its author knows its own entries and, of other logs, what was taken in."""

    def __init__(self, word, first=None, hooks=None):
        super().__init__(word, **(hooks or {}))
        self.steps, self.known, self.snapshots, self.first = {}, {}, [], first or self
        self.dave, self.erin = self.actor("dave"), self.actor("erin")
        if first:
            self.keys, self.case = first.keys, first.case
        self.prefix = self.log.name.rpartition("/")[2][:6] + "-" if first else ""

    def prev_of(self, name):
        """The heads of a history that the author knows."""
        listed = {head for thing, prev in self.steps.values() for head in prev if thing == name}
        return sorted({step for step, thing in self.about_pairs() if thing == name} - listed)

    def about_pairs(self):
        return [(key[0], thing) for key, (thing, _) in self.steps.items()]

    def append(self, leaf, about=()):
        prev = {name: self.prev_of(name) for name in about}
        super().append(leaf)
        for name in about:
            self.steps[digest(b"\0" + leaf).hex(), name] = (name, prev[name])
        self.snapshots.append((dict(self.steps), dict(self.known)))

    def head(self, size=None):
        size = len(self.leaves) if size is None else size
        return {"log": self.log.name, "root": root_of(self.leaves[:size]).hex(), "size": size}

    def learn(self, other, size):
        steps, known = other.snapshots[size - 1]
        self.steps |= steps
        for log, count in (known | {other.log.name: size}).items():
            self.known[log] = max(count, self.known.get(log, 0))

    def open(self, kind, signers, knows, **more):
        heads = sorted((log.head() for log in knows), key=lambda head: head["log"])
        for log in knows:
            self.learn(log, len(log.leaves))
        self.add(kind, {"device": Secret("laptop"), "knows": heads, "log": self.log.vkey} | more, signers)
        self.commit_size()

    def take_in(self, other, signers):
        head = other.head()
        self.add("imported", {"from": self.known.get(other.log.name, 0), "log": other.log.vkey, "root": head["root"],
                              "size": head["size"]}, signers)
        self.learn(other, head["size"])
        self.commit_size()

    def newest(self):
        return digest(b"\0" + self.leaves[-1]).hex()

    def hand_over(self, name, giver, taker):
        checks = {"digest": "not checked", "seal": "not stated"}
        self.add("transferred", {"checks": checks, "from": giver[0].name, "reason": Secret("shift"), "same_device": True,
                                 "to": taker[0].name}, [(*giver, "releasing"), (*taker, "receiving")], [name])
        self.commit_size()

    def look(self, name, who):
        self.add("accessed", {"action": "viewed", "range": "all", "reason": Secret("look")}, [(*who, "author")], [name])
        self.commit_size()


class LogsMaker:
    """`hooks`: name of a log (a to e) to the hooks of its Maker. `until` leaves out what comes after that chapter."""

    CHAPTERS = ("devices", "apart", "together", "settle", "go_on", "restore", "revoke")

    def __init__(self, until="revoke", **hooks):
        self.hooks, self.a = hooks, Log("log", hooks=hooks.get("a"))
        a = self.a
        self.alice, self.bob, self.carol = (a.alice, "administrator"), (a.bob, "examiner"), (a.carol, "custodian")
        self.dave, self.erin = (a.dave, "counsel"), (a.erin, "administrator")
        self.logs = {"a": a}
        for chapter in self.CHAPTERS[:self.CHAPTERS.index(until) + 1]:
            getattr(self, chapter)()

    def by(self, person):
        return [(*person, "author")]

    def two(self, one, other):
        return [(*one, "author"), (*other, "approving")]

    def new_log(self, name):
        self.logs[name] = Log("log " + name, self.a, self.hooks.get(name))
        return self.logs[name]

    def devices(self):
        a = self.a
        a.people()
        a.enrol(a.dave, "counsel", "Dave")
        a.enrol(a.erin, "administrator", "Erin")
        a.items()
        b = self.b = self.new_log("b")
        b.open("log_opened", self.by(self.carol), [a])

    def acquire(self, log):
        """A source, its image, made on that device."""
        bob, carrier, source, image = self.by(self.bob), log.prefix + "C", log.prefix + "S", log.prefix + "S-I1"
        for name, kind in (carrier, "carrier"), (source, "source"):
            log.add("thing_registered", {"description": Secret(name), "facts": {}, "holder": {"key": self.bob[0].name},
                                         "kind": kind}, bob, [name])
        log.add("image_registered", {"carrier": carrier, "format": "raw", "image_of": source}, bob, [image])
        log.add("acquisition_started", {
            "command": Secret("acquire"), "destination": Secret("/e"), "examiner": Secret("Bob"), "image": image,
            "libraries": [], "settings": {}, "source": {}}, bob, [carrier, source, image])
        log.add("acquisition_finished", {
            "blocks": {"block_size": 4096, "count": 1, "file": "x.blocks", "root": "1" * 64, "sha256": "2" * 64},
            "bytes": 9, "compared": False, "digests": {"sha256": "3" * 64}, "finished": "2025-01-02T03:04:12.000000Z",
            "image": image, "segments": {"bytes": 9, "count": 1}, "started": "2025-01-02T03:04:11.000000Z",
            "unreadable": {"bytes": 0, "count": 0}}, bob, [carrier, source, image])
        log.acquired = len(log.leaves) - 1
        log.commit_size()

    def apart(self):
        a, b = self.a, self.b
        self.acquire(b)
        b.add("noted", {"text": Secret("a name")}, self.by(self.bob), ["D-2"])
        b.look("D-1", self.carol)
        a.look("D-1", self.bob)
        a.add("hold_placed", {"reason": Secret("lawsuit")}, self.by(self.dave), ["P-1"])
        a.hand_over("D-1", self.bob, self.carol)
        b.hand_over("D-1", self.bob, self.dave)
        b.hand_over("D-1", self.dave, self.erin)

    def together(self):
        a, b = self.a, self.b
        a.take_in(b, self.by(self.bob))
        image, leaf = b.prefix + "S-I1", digest(b"\0" + b.leaves[b.acquired]).hex()
        a.add("fact_added", {"after": [], "after_elsewhere": [leaf], "fact": "F18", "value": Secret("late")},
              self.by(self.bob), [b.prefix + "S"])
        a.add("image_verified", {
            "against": b.acquired, "against_log": b.log.name, "blocks_root": "1" * 64, "bytes": 9,
            "digests": {"sha256": "3" * 64}, "image": image, "match": True, "mismatches": {"count": 0, "list": Secret([])},
            "files": {"bytes": 9, "count": 1, "file": "x.files", "sha256": "4" * 64}}, self.by(self.bob), [image])
        a.commit_size()
        self.erase(a, b)
        b.take_in(a, self.by(self.carol))
        hold = next(leaf for leaf in a.leaves if b'"type":"hold_placed"' in leaf)
        b.add("hold_lifted", {"hold": digest(b"\0" + hold).hex(), "reason": Secret("over")}, self.by(self.dave), ["P-1"])
        b.commit_size()

    def erase(self, own, other):
        seq, leaf = next((n, leaf) for n, leaf in enumerate(other.leaves) if b'"type":"noted"' in leaf)
        [commit] = re.findall(rb'"text":{"commit":"([0-9a-f]{64})"}', leaf)
        other.disclosures = [item for item in other.disclosures if item[0] != seq]
        own.add("disclosure_erased", {"authority": Secret("statute"), "commit": commit.decode(), "field": "body.text",
                                      "leaf": digest(b"\0" + leaf).hex(), "log": other.log.name,
                                      "reason": Secret("asked"), "seq": seq}, self.by(self.dave), ["D-2"])
        own.commit_size()

    def settle(self):
        a, b = self.a, self.b
        a.add("conflict_resolved", {"holder": {"key": self.carol[0].name}, "reason": Secret("her receipt")},
              self.two(self.carol, self.dave), ["D-1"])
        a.commit_size()
        a.hand_over("D-1", self.carol, self.bob)
        a.take_in(b, self.by(self.bob))

    def go_on(self):
        a, b = self.a, self.b
        c = self.c = self.new_log("c")
        c.open("continued", self.by(self.erin), [a, b], ended=b.log.name, reason=Secret("stolen"))
        c.look("D-1", self.bob)

    def restore(self):
        a, c = self.a, self.c
        d = self.d = self.new_log("d")
        d.open("restored", self.two(self.carol, self.dave), [a, c], ended=c.log.name, reason=Secret("disk failed"),
               lost={"root": "5" * 64, "size": 9})
        d.look("D-1", self.erin)
        a.take_in(c, self.by(self.bob))
        a.take_in(d, self.by(self.bob))

    def revoke(self):
        """Of log d only the first entry is vouched for; log e does not know of the end, and is not listed."""
        a, d = self.a, self.d
        e = self.e = self.new_log("e")
        e.open("log_opened", self.by(self.carol), [a, d])
        e.look("D-2", self.erin)
        last = [{"log": log.log.name, "size": size} for log, size in ((a, len(a.leaves)), (d, 1))]
        a.add("key_revoked", {"key": self.erin[0].name, "last": sorted(last, key=lambda item: item["log"]),
                              "reason": Secret("lost")}, self.two(self.carol, self.dave))
        a.commit_size()
        a.take_in(e, self.by(self.bob))

    def write(self, folder):
        for name, log in self.logs.items():
            where = folder if name == "a" else os.path.join(folder, "logs", log.log.name.rpartition("/")[2])
            os.makedirs(where, exist_ok=True)
            log.write(where)
