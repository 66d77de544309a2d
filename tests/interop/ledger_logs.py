# SPDX-License-Identifier: Apache-2.0
"""Several logs of one case: what authors knew of other logs, the order of the replay, contentions: format section 8."""
from ledger_notes import Report, Signatures
from ledger_state import State


class Case:
    """What the logs share. `logs` are Replays, the one that opened the case first."""

    def __init__(self, case_id):
        self.report, self.signatures, self.id, self.administrator = Report(), Signatures(), case_id, None
        self.blind, self.hidden, self.hidden_unknown = False, set(), False  # leaf hashes of withheld entries; one not given
        self.state, self.entries, self.logs, self.opened = State(), [], [], {}
        self.signed, self.erasures = {}, []

    # -- the order of the replay

    def run(self):
        order = self.logs[:1] + sorted(self.logs[1:], key=lambda log: ((log.report.log or "").encode(), log.index))
        for log in order:
            self.replay(log, None)

    def replay(self, log, size):
        if log.under_way:
            log.report.fault("tampered", log.count, "", "logs build on each other in a circle")
            return
        log.under_way = True
        while log.rows and (size is None or log.count < size):
            for origin, wanted, _ in log.ahead.takes_in() if log.ahead else ():
                for other in self.logs:
                    if other is not log and other.report.log == origin and other.count < wanted:
                        self.replay(other, wanted)
            log.take()
        log.under_way = False

    # -- what an author knew

    def learnt(self, view, index, size):
        """A view, with the first `size` entries of a log and what the author of the last of these knew."""
        more = self.logs[index].view_at(size - 1) | {index: size}
        return {log: max(view.get(log, 0), more.get(log, 0)) for log in view.keys() | more.keys()}

    def state_of(self, view):
        out = State()
        for entry in self.entries:
            if entry.place[1] < view.get(entry.place[0], 0):
                out.apply(entry)
        return out

    def apply(self, log, entry):
        self.entries.append(entry)
        self.state.apply(entry)
        log.state.apply(entry)
        for signer in entry.get("signers", []):
            self.signed.setdefault(signer["key"], []).append(entry)
        if entry.body_ok and entry.m["type"] == "disclosure_erased":
            self.erasures.append(entry)
        if entry.body_ok and entry.m["type"] == "imported":
            index = self.opened.get(entry.m["body"]["log"].split("+")[0])
            if index is not None:
                log.set_view(entry.seq + 1, self.learnt(log.view, index, entry.m["body"]["size"]))

    # -- after the replay

    def finish(self):
        for log in self.logs:
            log.check_named_heads()
            log.check_end()
        self.check_contentions()
        self.check_ended_keys()
        self.check_values()
        for place in sum(self.state.running.values(), []):
            self.of(place).limit("interrupted", place[1], "", "an acquisition that neither finished nor failed")
        for image in self.state.finished.keys() - self.state.verified:
            place = self.state.finished[image]["place"]
            self.of(place).limit("not compared", place[1], "", "no image_verified names this acquisition")

    def of(self, place):
        return self.logs[place[0]].report

    def check_contentions(self):
        for (name, place), (against, settled) in self.state.forks.items():
            text = f"custody of {name} went two ways: against entry {against[1]} of {self.of(against).log}"
            if settled:
                self.of(place).limit("settled", place[1], "about", text)
            else:
                self.of(place).fault("forked", place[1], "about", text)

    def check_ended_keys(self):
        for key, end in self.state.ended.items():
            sizes = {item["log"]: item["size"] for item in self.state.last[key]}
            for entry in self.signed.get(key, []):
                report = self.of(entry.place)
                if entry.seq >= sizes.get(report.log, 0) and not entry.knows(end):
                    report.limit("concurrent with revocation", entry.seq, "signers",
                                 f"entry {end[1]} of {self.of(end).log} ended the key and does not vouch for it")

    def check_values(self):
        """What was erased is absent, and what is absent and was not erased is withheld (5)."""
        places, erased = {entry.place: entry for entry in self.entries}, {}
        for entry in self.erasures:
            erased.setdefault(tuple(entry.m["body"][name] for name in ("log", "seq", "field")), entry)
        for log in self.logs:
            for seq, name in sorted(log.commits.keys() - log.disclosed.keys()):
                by, entry = erased.get((log.report.log, seq, name)), places[log.index, seq]
                if by and by.ids == entry.ids and (by.m["body"]["commit"], by.m["body"]["leaf"]) == (
                        log.commits[seq, name], entry.hash.hex()):
                    log.report.limit("erased", seq, name, f"erased, as entry {by.seq} of {self.of(by.place).log} records")
                    del erased[log.report.log, seq, name]
                else:
                    log.report.limit("withheld", seq, name, "the commitment has no disclosure")
        for (origin, seq, name), by in erased.items():
            self.check_unmet(by, self.log_named(origin), seq, name)

    def check_unmet(self, by, log, seq, name):
        """An erasure of a value that is not absent, or of none."""
        report, body = self.of(by.place), by.m["body"]
        if body["leaf"] in self.hidden or self.hidden_unknown:
            report.limit("withheld", by.seq, "body", "the entry whose value was erased is withheld")
        elif log and log.disclosed.get((seq, name)) == body["commit"]:
            report.limit("erased", by.seq, "body", "the value is here all the same")
        else:
            report.fault("mismatch", by.seq, "body", "erases a value that no entry committed to")

    def log_named(self, origin):
        return next((log for log in self.logs if log.report.log == origin), None) if origin else None


class Logs:
    """The part of Replay for the types that are about logs."""

    def view_at(self, seq):
        return next(view for since, view in reversed(self.views) if since <= max(seq, 0))

    def set_view(self, since, view):
        self.view = view
        self.views.append((since, view))
        self.state = self.case.state_of(view | {self.index: since})

    def begin_view(self, entry):
        """The first entry of a further log says itself what its author knew."""
        if entry.seq == 0 and entry.body_ok and "log" in entry.m:
            if self.index == 0 and entry.m["type"] == "case_opened":
                self.case.opened[entry.m["log"]] = 0
            elif self.index > 0 and "knows" in entry.m["body"]:
                self.case.opened[entry.m["log"]] = self.index
                view = {}
                for head in entry.m["body"]["knows"]:
                    if self.case.opened.get(head["log"], self.index) != self.index:
                        view = self.case.learnt(view, self.case.opened[head["log"]], head["size"])
                self.set_view(0, view)
        entry.view = self.view | {self.index: entry.seq}

    # -- checks

    def check_log_opened(self, entry, body, _):
        key = self.vkey(entry, body["log"], "log", "body.log")
        if key and key.name != entry.get("log"):
            self.report.fault("unauthorised", entry.seq, "body.log", "is not the key that `log` names")
        known = {head["log"]: head["size"] for head in body["knows"]}
        if known.get(self.case.logs[0].report.log, 0) < 2:
            self.tampered(entry, "body.knows", "does not build on two entries of the log that opened the case")
        for origin in known:
            if origin == entry.get("log") or origin not in self.case.opened:
                self.report.fault("missing", entry.seq, "body.knows", f"the log {origin} is not there")

    def check_continued(self, entry, body, ids):
        self.check_log_opened(entry, body, ids)
        if body["ended"] not in {head["log"] for head in body["knows"]}:
            self.tampered(entry, "body.ended", "is none of the logs that the entry builds on")

    def check_restored(self, entry, body, ids):
        self.check_continued(entry, body, ids)
        self.need_two(entry)

    def need_two(self, entry):
        signers = entry.get("signers", [])
        good = len(signers) == 2 and self.state.four_eyes(*(signer["key"] for signer in signers))
        self.need(good, "unauthorised", entry, "signers", "not four eyes")

    def check_imported(self, entry, body, _):
        key = self.vkey(entry, body["log"], "log", "body.log")
        index = self.case.opened.get(key.name) if key else None
        if key and index is None:
            self.report.fault("missing", entry.seq, "body.log", f"the log {key.name} is not there")
        elif key and (index == self.index or body["from"] != entry.view.get(index, 0) or body["size"] <= body["from"]):
            self.tampered(entry, "body.from", "does not take in what follows on what was known of that log")

    def check_conflict_resolved(self, entry, body, ids):
        self.need_two(entry)
        roles = [signer["role"] for signer in entry.get("signers", [])]
        self.need(len(set(roles)) == len(roles), "unauthorised", entry, "signers", "sign in one role")
        if "key" in body["holder"] and body["holder"]["key"] not in self.state.keys:
            self.depends("unauthorised", entry, "body.holder", "the key is not enrolled")

    def check_dispute(self, entry, ids):
        """While two entries contend for a thing nobody hands it on (8); REQUIRES: an exclusive type."""
        for name in ids:
            if bool(self.state.open_forks(name)) != (entry.m["type"] == "conflict_resolved"):
                self.need(False, "unauthorised", entry, "about", f"custody of {name} is, or is not, in dispute")

    def check_prefix(self, entry, field, name):
        prefix = entry.get("log", "").rpartition("/")[2][:6] + "-"
        if self.index > 0 and not name.startswith(prefix):
            self.tampered(entry, field, f"{name} does not begin with {prefix}")

    def check_named_heads(self):
        for seq, origin, size, root in self.named:
            other = self.case.log_named(origin)
            if not other:
                self.report.fault("missing", seq, "body", f"the log {origin} that the entry builds on is not there")
            elif size > other.count:
                self.report.fault("truncated", seq, "body", f"builds on {size} entries of {origin}, there are {other.count}")
            elif not other.had(size, root):
                self.report.fault("forked", seq, "body", f"builds on a head of {origin} that it did not have")

    def had(self, size, root):
        """Whether the log had that head, as far as can be told."""
        if size < len(self.tree.roots):
            return size > 0 and self.tree.roots[size].hex() == root
        return 0 < size <= self.count and self.tree.hole == "withheld"

    def check_end(self):
        end = self.case.state.log_end.get(self.report.log)
        if end is not None and end < self.count:
            self.report.fault("unauthorised", end, "", f"the log was ended at {end} entries, but goes on")
