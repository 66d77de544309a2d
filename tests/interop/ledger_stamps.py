# SPDX-License-Identifier: Apache-2.0
"""Time stamps of RFC 3161, by `openssl ts -verify` as at the time of the token: format sections 9 and 11, item 10."""
import datetime
import os
import re
import subprocess
import tempfile

from ledger_notes import sha256

SHA256 = bytes.fromhex("0609608648016503040201")        # the object identifier, DER
RENEW_BEFORE = datetime.timedelta(days=90)


def items(data, at=0, end=None):
    """The DER items of a range as (tag, content, whole); ValueError where they do not fill it."""
    end = len(data) if end is None else end
    while at < end:
        start, tag, length, at = at, data[at], data[at + 1] if at + 1 < end else 255, at + 2
        if length > 0x84 or length == 0x80:
            raise ValueError("is not DER")
        if length > 0x80:
            length, at = int.from_bytes(data[at:at + (length & 15)], "big"), at + (length & 15)
        if at + length > end:
            raise ValueError("is not DER")
        yield tag, data[at:at + length], data[start:at + length]
        at += length


def parts(data):
    return list(items(data))


def time_of(tag, content):
    """UTCTime or GeneralizedTime, with its decimals."""
    text = content.decode("ascii")
    text = ("20" if text[:2] < "50" else "19") + text if tag == 0x17 else text
    match = re.fullmatch(r"([0-9]{14})(?:\.([0-9]{1,6})[0-9]*)?Z", text)
    if not match:
        raise ValueError("is no time")
    return datetime.datetime.strptime(match[1], "%Y%m%d%H%M%S").replace(
        tzinfo=datetime.timezone.utc, microsecond=int((match[2] or "0").ljust(6, "0")))


def imprint(item):
    algorithm, digest = parts(item)
    if parts(algorithm[1])[0][2] != SHA256 or len(digest[1]) != 32:
        raise ValueError("is not over a SHA-256")
    return digest[1]


class Query:
    def __init__(self, data):
        [(_, request, _)] = parts(data)
        inside = parts(request)
        self.digest, nonces = imprint(inside[1][1]), [content for tag, content, _ in inside[2:] if tag == 2]
        if len(nonces) != 1:
            raise ValueError("has no nonce")
        self.nonce = nonces[0]


class Token:
    """What a reply says; its signature is checked elsewhere."""

    def __init__(self, reply):
        [(_, response, _)] = parts(reply)
        self.token = parts(response)[1][2]
        [_, (_, explicit, _)] = parts(parts(self.token)[0][1])
        [(_, signed, _)] = parts(explicit)
        signed = parts(signed)
        content = parts(parts(parts(signed[2][1])[1][1])[0][1])[0][1]
        info = parts(content)
        self.digest, self.time = imprint(info[2][1]), time_of(*info[4][:2])
        self.nonce = next((content for tag, content, _ in info[5:] if tag == 2), None)
        carried = [item for tag, part, _ in signed[3:] if tag == 0xA0 for item in parts(part)]
        signer = parts(parts(signed[-1][1])[0][1])[1][1]    # issuerAndSerialNumber
        self.certificates = [Certificate(whole) for _, _, whole in carried]
        self.signer = next((each for each in self.certificates if each.issuer + each.serial_item == signer), None)


class Certificate:
    def __init__(self, data):
        self.data = data
        inside = [item for item in parts(parts(parts(data)[0][1])[0][1]) if item[0] != 0xA0]
        self.serial, self.serial_item, self.issuer = inside[0][1], inside[0][2], inside[2][2]
        self.ends = time_of(*parts(inside[3][1])[1][:2])


def revocations(crl):
    """Issuer, and serial to (time, reason or None), of a list in DER."""
    inside = [item for item in parts(parts(parts(crl)[0][1])[0][1]) if item[0] != 2]
    revoked = {}
    for tag, content, _ in inside[2:]:
        for _, entry, _ in parts(content) if tag == 0x30 else ():
            fields = parts(entry)
            reason = re.search(bytes.fromhex("0603551d15") + b"(?:\x01\x01.)?\x04\x03\x0a\x01(.)", entry, re.S)
            revoked[fields[0][1]] = time_of(*fields[1][:2]), reason[1][0] if reason else None
    return inside[1][2], revoked


class Stamp:
    def __init__(self, number, note, query, reply, ca, crl, renews):
        self.number, self.note, self.query, self.reply = number, note, query, reply
        self.ca, self.crl, self.renews = ca, crl, renews


class Stamps:
    """Of one log. `tsa_ca` are the reader's certificates; `head` gives what a note says, where it is consistent with the log."""

    def __init__(self, log, tsa_ca, head):
        self.log, self.tsa_ca, self.head, self.given, self.waiting = log, tsa_ca, head, [], 0
        self.tokens, self.sizes, self.renewed = {}, {}, set()

    def read(self, folder, names):
        """Takes what belongs to a time stamp out of `names`."""
        for stem in sorted(name[:-11] for name in names if name.endswith(".checkpoint")):
            files = {}
            for end in ("checkpoint", "tsq", "tsr", "ca.pem", "crl.pem", "renews"):
                if f"{stem}.{end}" in names:
                    names.discard(f"{stem}.{end}")
                    files[end] = folder.read(f"time-stamps/{stem}.{end}")
            if not re.fullmatch("0|[1-9][0-9]{0,9}", stem) or files.get("tsq") is None or files["checkpoint"] is None:
                folder.report.fault("missing", None, f"time-stamps/{stem}", "has no number or no query")
                continue
            renews = files.get("renews")
            renews = None if renews is None else renews.decode("ascii", "replace").partition("\n")[0]
            yield Stamp(int(stem), files["checkpoint"], files["tsq"], files.get("tsr"), files.get("ca.pem"),
                        files.get("crl.pem"), renews)

    def check(self):
        for stamp in sorted(self.given, key=lambda each: each.number):
            field = f"time_stamp.{stamp.number}"
            found = self.head(self.log, stamp.note, field)
            fault = self.fault_of(stamp, found[2]) if found else None
            if fault:
                self.log.report.fault(fault[0], None, field, fault[1])

    def fault_of(self, stamp, size):
        older = self.tokens.get(stamp.renews) if stamp.renews is not None else None
        if stamp.renews is not None and not older:
            return "missing", "the time stamp that it renews is not there or does not hold"
        try:
            query = Query(stamp.query)
        except (ValueError, IndexError, TypeError):
            query = None
        if not query or query.digest != sha256(older.token if older else stamp.note):
            return "mismatch", "the query is not over the head or token it is kept with"
        if stamp.reply is None:
            self.waiting += 1
            return None
        try:
            token = Token(stamp.reply)
        except (ValueError, IndexError, TypeError):
            return "tampered", "is no reply that holds a time stamp"
        if (token.digest, token.nonce) != (query.digest, query.nonce):
            return "mismatch", "the reply answers another question"
        return self.fault_of_token(stamp, token, older, size)

    def fault_of_token(self, stamp, token, older, size):
        own = "".join(self.pem(each.data) for each in [token.signer] if each).encode()
        if not own or not self.verifies(stamp, token, own, "-partial_chain"):
            return "tampered", "the signature does not verify by a certificate for time stamps"
        if stamp.ca is not None:
            if not self.verifies(stamp, token, stamp.ca):
                return "unauthorised", "does not lead to the certificates kept with it"
            if stamp.crl and self.revoked(stamp, token):
                return "unauthorised", "its certificate was revoked"
        if self.tsa_ca and not self.verifies(stamp, token, self.tsa_ca):
            self.log.report.limit("time unproven", None, f"time_stamp.{stamp.number}", "not by an authority of the reader")
            return None
        if older and older.signer.ends < token.time:
            self.log.report.limit("renewal due", None, f"time_stamp.{stamp.number}", "renews what had ended before")
            return None
        self.renewed |= {stamp.renews}
        self.tokens[str(stamp.number)] = token
        self.sizes[str(stamp.number)] = self.sizes[stamp.renews] if older else size
        return None

    @staticmethod
    def pem(der):
        return subprocess.run(["openssl", "x509", "-inform", "DER"], input=der, capture_output=True).stdout.decode()

    def verifies(self, stamp, token, anchors, *more):
        with tempfile.TemporaryDirectory(prefix="verify-ledger-") as folder:
            paths = [os.path.join(folder, name) for name in ("query", "reply", "anchors")]
            for path, data in zip(paths, (stamp.query, stamp.reply, anchors)):
                with open(path, "wb") as file:
                    file.write(data)
            command = ["openssl", "ts", "-verify", "-queryfile", paths[0], "-in", paths[1], "-CAfile", paths[2],
                       "-attime", str(int(token.time.timestamp())), *more]
            return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0

    def revoked(self, stamp, token):
        """With reason 0, 3, 4 or 5 only what was made afterwards falls; REQUIRES: the list is by an authority kept with it."""
        with tempfile.TemporaryDirectory(prefix="verify-ledger-") as folder:
            anchors = os.path.join(folder, "anchors")
            with open(anchors, "wb") as file:
                file.write(stamp.ca)
            command = ["openssl", "crl", "-verify", "-CAfile", anchors, "-outform", "DER"]
            done = subprocess.run(command, input=stamp.crl, capture_output=True)
        if b"verify OK" not in done.stderr:
            return False
        issuer, revoked = revocations(done.stdout)
        for each in token.certificates:
            when, reason = revoked.get(each.serial, (None, None)) if each.issuer == issuer else (None, None)
            if when and (reason not in (0, 3, 4, 5) or when <= token.time):
                return True
        return False

    def answer(self):
        report, now = self.log.report, datetime.datetime.now(datetime.timezone.utc)
        for number, token in self.tokens.items():
            if number not in self.renewed and token.signer.ends < now + RENEW_BEFORE:
                report.limit("renewal due", None, f"time_stamp.{number}", f"the certificate ends at {token.signer.ends}")
        covered = max((size for number, size in self.sizes.items() if number not in self.renewed), default=0)
        if covered < self.log.count or not self.tsa_ca:
            report.limit("time unproven", covered or None, "", "no time stamp by an authority of the reader, or not of all")
