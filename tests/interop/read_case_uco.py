# SPDX-License-Identifier: Apache-2.0
"""Reads a CASE/UCO file with rdflib, without network, and compares it with a whole export of the same ledger.

    read_case_uco.py FILE EXPORT [--without LABEL...]

The classes and properties below are written by hand from CASE and UCO 1.4.0, with the constraints of their shapes; the
mapping of entries is written from docs/case-uco.md. Prints what is wrong and exits with 1 when anything is.
"""
import argparse
import base64
import collections
import hashlib
import json
import pathlib
import socket
import sqlite3
import sys
import uuid

from rdflib import BNode, Graph, Literal, Namespace, RDF, URIRef, XSD

OWN = Namespace("https://exhibit.evidence/case-uco/v1#")
CASE = Namespace("https://ontology.caseontology.org/case/investigation/")
UCO = {name: Namespace(f"https://ontology.unifiedcyberontology.org/uco/{name}/")
       for name in ("action", "core", "identity", "location", "observable", "tool", "types")}
ACTION, CORE, IDENTITY, OBSERVABLE = UCO["action"], UCO["core"], UCO["identity"], UCO["observable"]

OBJECTS = {CASE.Investigation, CASE.Authorization, CASE.InvestigativeAction, CASE.ProvenanceRecord, CORE.UcoObject, CORE.Item,
           CORE.Relationship, IDENTITY.Identity, IDENTITY.Person, IDENTITY.Organization, UCO["location"].Location,
           UCO["tool"].Tool, OBSERVABLE.ObservableObject, OBSERVABLE.Device, OBSERVABLE.StorageMedium, OBSERVABLE.Image,
           OBSERVABLE.File}
FACETS = {CORE.Facet, OBSERVABLE.ContentDataFacet, OBSERVABLE.FileFacet, OBSERVABLE.DeviceFacet, OBSERVABLE.DiskFacet,
          OBSERVABLE.ImageFacet}
HASH, ACTIONS = UCO["types"].Hash, {CASE.InvestigativeAction}
PEOPLE = {IDENTITY.Identity, IDENTITY.Person, IDENTITY.Organization}
# property: (classes it stands on, what its value is, the most there may be)
PROPERTIES = {
    ACTION.performer: (ACTIONS, OBJECTS, 1), ACTION.participant: (ACTIONS, OBJECTS, None), ACTION.object: (ACTIONS, OBJECTS, None),
    ACTION.instrument: (ACTIONS, OBJECTS, None), ACTION.result: (ACTIONS, OBJECTS, None),
    ACTION.location: (ACTIONS, {UCO["location"].Location}, None), ACTION.actionStatus: (ACTIONS, XSD.string, 1),
    ACTION.startTime: (ACTIONS, XSD.dateTime, 1), ACTION.endTime: (ACTIONS, XSD.dateTime, 1),
    CASE.wasInformedBy: (ACTIONS, ACTIONS, None), CASE.wasDerivedFrom: (OBJECTS, OBJECTS, None),
    CASE.exhibitNumber: ({CASE.ProvenanceRecord}, XSD.string, 1), CASE.rootExhibitNumber: ({CASE.ProvenanceRecord}, XSD.string, None),
    CASE.investigationForm: ({CASE.Investigation}, XSD.string, 1),
    CASE.relevantAuthorization: ({CASE.Investigation}, {CASE.Authorization}, None),
    CASE.authorizationType: ({CASE.Authorization}, XSD.string, 1),
    CORE.name: (OBJECTS, XSD.string, 1), CORE.description: (OBJECTS, XSD.string, None), CORE.specVersion: (OBJECTS, XSD.string, 1),
    CORE.hasFacet: (OBJECTS, FACETS, None), CORE.object: ({CASE.Investigation, CASE.ProvenanceRecord}, OBJECTS, None),
    CORE.startTime: ({CASE.Investigation, CASE.Authorization}, XSD.dateTime, 1),
    CORE.endTime: ({CASE.Investigation, CASE.Authorization}, XSD.dateTime, 1),
    CORE.source: ({CORE.Relationship}, OBJECTS, None), CORE.target: ({CORE.Relationship}, OBJECTS, 1),
    CORE.kindOfRelationship: ({CORE.Relationship}, XSD.string, 1), CORE.isDirectional: ({CORE.Relationship}, XSD.boolean, 1),
    OBSERVABLE.hash: ({OBSERVABLE.ContentDataFacet}, {HASH}, None),
    OBSERVABLE.sizeInBytes: ({OBSERVABLE.ContentDataFacet, OBSERVABLE.FileFacet}, XSD.integer, 1),
    OBSERVABLE.fileName: ({OBSERVABLE.FileFacet}, XSD.string, None), OBSERVABLE.imageType: ({OBSERVABLE.ImageFacet}, XSD.string, 1),
    OBSERVABLE.diskSize: ({OBSERVABLE.DiskFacet}, XSD.integer, 1), OBSERVABLE.deviceType: ({OBSERVABLE.DeviceFacet}, XSD.string, 1),
    OBSERVABLE.model: ({OBSERVABLE.DeviceFacet}, XSD.string, 1), OBSERVABLE.serialNumber: ({OBSERVABLE.DeviceFacet}, XSD.string, 1),
    OBSERVABLE.manufacturer: ({OBSERVABLE.DeviceFacet}, PEOPLE, 1), UCO["tool"].version: ({UCO["tool"].Tool}, XSD.string, 1),
    UCO["types"].hashMethod: ({HASH}, XSD.string, 1), UCO["types"].hashValue: ({HASH}, XSD.hexBinary, 1),
}
# entry type: (name of the action, whether later actions about the same rest on it: for images alone, or for all)
TELLS = {
    "accessed": ("accessed", ""), "acquisition_failed": ("acquisition-failed", "image"),
    "acquisition_finished": ("acquired", "image"), "acquisition_started": ("acquisition-started", "image"),
    "acquisition_resumed": ("acquisition-resumed", "image"), "acquisition_suspended": ("acquisition-suspended", "image"),
    "conflict_resolved": ("custody-conflict-resolved", "all"), "corrected": ("corrected", ""), "derived": ("derived", "all"),
    "disposal_approved": ("disposal-approved", ""), "disposal_asked": ("disposal-requested", ""),
    "disposal_carried_out": ("disposed", "all"), "hold_lifted": ("hold-lifted", ""), "hold_placed": ("hold-placed", ""),
    "image_imported": ("imported", "image"), "image_registered": ("registered", "image"), "image_verified": ("verified", ""), "moved": ("moved", "all"),
    "received": ("custody-receive", "all"), "refused": ("custody-refuse", "all"),
    "release_withdrawn": ("custody-release-withdrawn", "all"), "released": ("custody-release", "all"),
    "restricted": ("restricted", ""), "restriction_lifted": ("restriction-lifted", ""), "seal_applied": ("sealed", "all"),
    "seal_broken": ("seal-broken", "all"), "thing_registered": ("registered", "all"), "transferred": ("custody-transfer", "all"),
    "transferred_from_outside": ("custody-receive", "all"), "transferred_to_outside": ("custody-release", "all"),
}
faults = []


def check(good, *words):
    if not good:
        faults.append(" ".join(str(word) for word in words))


def no_network(*_args, **_kwargs):
    raise OSError("the file asks for the network")


def entries_of(export):
    """Every entry of every log: leaf hash -> entry, with its label; and the heads."""
    out, heads = {}, {}
    for folder in [export] + sorted((export / "logs").glob("*")):
        origin, size, root = (folder / "checkpoint").read_text().split("\n")[:3]
        heads[origin] = (int(size), base64.b64decode(root).hex())
        label = "" if folder == export else origin.rsplit("/", 1)[1][:8] + ":"
        for seq, leaf in sqlite3.connect(folder / "ledger.sqlite").execute("select seq, leaf from entry order by seq"):
            entry = json.loads(leaf.decode().split("\n")[1])
            entry["label"] = f"{label}{seq}"
            out[hashlib.sha256(b"\0" + leaf).hexdigest()] = entry
    return out, heads


def check_form(graph):
    types = collections.defaultdict(set)
    for node, kind in graph.subject_objects(RDF.type):
        types[node].add(kind)
        check(kind in OBJECTS | FACETS | {HASH} or kind.startswith(OWN), kind, "is no class of CASE or UCO")
    counts = collections.Counter((node, name) for node, name, _ in graph)
    owners = collections.Counter(value for value in graph.objects(None, CORE.hasFacet))
    check(all(count == 1 for count in owners.values()), "a facet belongs to two")
    for node in set(graph.subjects()):
        check(not isinstance(node, BNode), "a blank node")
        check(types[node] & (OBJECTS | FACETS | {HASH}), node, "is of no class")
        check(uuid.UUID(str(node)[len("urn:uuid:"):]).version == 5, node, "has no UUID of version 5")
    for node, name, value in graph:
        if isinstance(value, URIRef) and name != RDF.type:
            check(value in types, node, name, value, "is no node of the graph")
        if isinstance(value, Literal) and value.datatype == XSD.dateTime:
            check(getattr(value.value, "tzinfo", None) is not None, node, name, value, "is no time with a zone")
        if name == RDF.type or name.startswith(OWN):
            continue
        check(name in PROPERTIES, name, "is no property of CASE or UCO")
        domain, wanted, most = PROPERTIES.get(name, (set(), XSD.string, None))
        check(types[node] & domain, name, "does not stand on", types[node])
        check(most is None or counts[node, name] <= most, node, name, "stands too often")
        if isinstance(wanted, set):
            check(isinstance(value, URIRef) and types[value] & wanted, node, name, "leads to", value)
        else:
            got = (value.datatype or XSD.string) if isinstance(value, Literal) else None
            check(got == wanted, node, name, "is a", got, "not a", wanted)


def rests_on(entries, images, hidden):
    """For each entry, and each identifier it is about: the newest entries before it that custody rests on."""
    memo = {}

    def newest(leaf, item):  # at or before
        if (leaf, item) not in memo:
            entry = entries[leaf]
            kind = TELLS.get(entry["type"], ("", ""))[1]
            prev = next(about["prev"] for about in entry["about"] if about["id"] == item)
            counts = kind == "all" or (kind == "image" and item in images)
            memo[leaf, item] = {leaf} if counts else set().union(*[newest(before, item) for before in prev])
        return memo[leaf, item]

    sys.setrecursionlimit(10000)
    return {leaf: set().union(*[newest(before, about["id"]) for about in entry["about"] for before in about["prev"]])
            for leaf, entry in entries.items() if leaf not in hidden}


def check_actions(graph, entries, iri, hidden):
    told = {leaf: entry for leaf, entry in entries.items() if entry["type"] in TELLS and leaf not in hidden}
    collected = [leaf for leaf, entry in told.items() if "collected" in entry["body"]]
    found = set(graph.subjects(RDF.type, CASE.InvestigativeAction))
    check(found == {iri("action", leaf) for leaf in told} | {iri("collection", leaf) for leaf in collected},
          "the actions are", len(found), "and not those of", len(told), "entries and", len(collected), "collections")
    images = {entry["about"][0]["id"] for entry in entries.values() if entry["type"] == "image_registered"}
    images |= {entry["body"]["item"] for entry in entries.values() if entry["type"] == "derived"}
    before = rests_on(entries, images, hidden)
    for leaf, entry in told.items():
        node = iri("action", leaf)
        check(str(graph.value(node, CORE.name)) == TELLS[entry["type"]][0], entry["label"], "is told under another name")
        expected = {iri("action", other) for other in before[leaf]} | ({iri("collection", leaf)} if leaf in collected else set())
        check(set(graph.objects(node, CASE.wasInformedBy)) == expected, entry["label"], "rests on other actions")
        items = {iri("item", about["id"]) for about in entry["about"]}
        if entry["type"].startswith("acquisition_"):
            items = {item for item in items if item != iri("item", entry["body"]["image"])} or items
        named = set(graph.objects(node, ACTION.object)) | set(graph.objects(node, ACTION.result))
        check((named & items) if entry["about"] else iri("case", "") in named, entry["label"], "is done to something else")
        signer = entry["body"]["answer"]["key"] if "answer" in entry["body"] else entry["signers"][0]["key"]
        keys = {str(key) for facet in graph.objects(graph.value(node, ACTION.performer), CORE.hasFacet)
                for key in graph.objects(facet, OWN.keyName)}
        check(signer in keys, entry["label"], "has another performer")


def check_sources(graph, entries, heads, iri):
    """Each entry named is one of the ledger, with its label and signers; each log has its head."""
    facets = list(graph.subjects(RDF.type, OWN.EntryFacet))
    check(facets, "no node names an entry")
    for facet in facets:
        entry = entries.get(bytes(graph.value(facet, OWN.leafHash).value).hex())
        check(entry is not None, facet, "names an entry that is not in the ledger")
        if entry is None:
            continue
        check(str(graph.value(facet, OWN.entry)) == entry["label"], facet, "has another label than", entry["label"])
        check(bytes(graph.value(facet, OWN.chain).value).hex() == entry["chain"], facet, "has another chain")
        check(graph.value(facet, OWN.log) == iri("log", entry["log"]), facet, "is of another log")
        signers = {(f"signer.{s['capacity']}", s["key"]) for s in entry["signers"]}
        named = {(name[len(OWN):], str(value)) for name, value in graph.predicate_objects(facet) if name.startswith(OWN + "signer.")}
        check(signers == named, facet, "has other signers")
    for origin, (size, root) in heads.items():
        head = graph.value(iri("log", origin), CORE.hasFacet)
        check(graph.value(head, OWN.size).value == size, origin, "has another size")
        check(bytes(graph.value(head, OWN.root).value).hex() == root, origin, "has another root")


def check_contents(graph, entries, iri):
    done = 0
    for entry in entries.values():
        if entry["type"] in ("acquisition_finished", "derived", "image_imported"):
            node = iri("item", entry["body"].get("image") or entry["body"]["item"])
            facet = next(f for f in graph.objects(node, CORE.hasFacet) if (f, RDF.type, OBSERVABLE.ContentDataFacet) in graph)
            check(graph.value(facet, OBSERVABLE.sizeInBytes).value == entry["body"]["bytes"], node, "has another size")
            got = {(str(graph.value(h, UCO["types"].hashMethod)).lower(), bytes(graph.value(h, UCO["types"].hashValue).value).hex())
                   for h in graph.objects(facet, OBSERVABLE.hash)}
            check(got == set(entry["body"]["digests"].items()), node, "has other digests")
            done += 1
    return done


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("export", type=pathlib.Path)
    parser.add_argument("--without", nargs="*", default=[])
    args = parser.parse_args()
    text = args.file.read_text(encoding="utf-8")
    document = json.loads(text)
    check(all(isinstance(iri, str) for iri in document["@context"].values()), "the context holds more than prefixes")
    entries, heads = entries_of(args.export)
    socket.socket = no_network
    graph = Graph().parse(data=text, format="json-ld")
    case_id = next(leaf for leaf, entry in entries.items() if entry["type"] == "case_opened")

    def iri(kind, key):
        return URIRef("urn:uuid:" + str(uuid.uuid5(uuid.NAMESPACE_URL, f"{OWN}{case_id}/{kind}/{key}")))

    hidden = {leaf for leaf, entry in entries.items() if entry["label"] in args.without or entry["type"] == "private"}
    sources = {bytes(value.value).hex() for value in graph.objects(None, OWN.leafHash)}
    check(not sources & hidden, "an entry that is kept back is a source")
    check_form(graph)
    check_actions(graph, entries, iri, hidden)
    check_sources(graph, entries, heads, iri)
    contents = check_contents(graph, entries, iri)
    authorities = {iri("authority", leaf) for leaf, e in entries.items() if e["type"] == "authority_recorded" and leaf not in hidden}
    check(set(graph.objects(iri("case", ""), CASE.relevantAuthorization)) == authorities, "other authorities than recorded")
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{len(graph)} statements, {contents} contents; types: " + " ".join(sorted({e["type"] for e in entries.values()})))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
