#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""rules_broken.py FOLDER: the examples of docs/rules.md in FOLDER/good, and copies of them, each broken once, in FOLDER/broken.

Line 1 of a broken file is `# LINE REGEX`: where and how a reader must refuse it. With python3-jsonschema and python3-yaml at hand the schema must
accept everything that ships and the examples, and refuse the broken files, save those whose fault no schema can know.
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "docs/rules.md").read_text("utf-8"), re.M | re.S)
EVIDENCE, DUTY = EXAMPLES

# (name, example, text in it, what takes its place, line of the fault counted without line 1, what is said, whether a schema can know)
BREAKS = [
    ("unknown-member", EVIDENCE, "version: ", "colour: red\nversion: ", 4, "holds 'colour', which is not known", True),
    ("confirmed", EVIDENCE, "version: ", "confirmed_by: me\nversion: ", 4, "holds 'confirmed_by', which is not known", True),
    ("no-citation", EVIDENCE, "citation: Evidence Act of Examplia, section 12\n", "", 1, "has no citation", True),
    ("twice", EVIDENCE, "version: ", "jurisdiction: ZZ\nversion: ", 4, "holds jurisdiction twice", False),
    ("bad-id", EVIDENCE, "id: ZZ-EVID-12", "id: zz evid", 1, "id of the rule is 'zz evid'", True),
    ("bad-kind", EVIDENCE, "kind: admissibility", "kind: law", 3, "which is not admissibility, duty or offence", True),
    ("no-japanese", EVIDENCE, "  ja: 電子記録の写し\n", "", 6, "title of the rule has no ja", True),
    ("list-as-text", EVIDENCE, "citation: Evidence Act of Examplia, section 12", "citation: [a]", 11, "citation of the rule is not a text", True),
    ("long-title", EVIDENCE, "  en: Copies of electronic records", "  en: " + "x" * 301, 6, "longer than 300 bytes", True),
    ("bad-status", EVIDENCE, "law_status: in_force", "law_status: good", 12, "in_force, proposed, repealed or unverified", True),
    ("no-such-day", EVIDENCE, "valid_from: 2024-04-01", "valid_from: 2024-02-30", 13, "'2024-02-30', which is no day there is", False),
    ("ends-early", EVIDENCE, "valid_from: 2024-04-01", "valid_from: 2024-04-01\nvalid_to: 2024-03-31", 14, "valid_to lies before valid_from", False),
    ("repealed", EVIDENCE, "law_status: in_force", "law_status: repealed", 12, "is repealed, but has no valid_to", True),
    ("no-source", EVIDENCE, "sources:\n  - Evidence Act of Examplia, section 12, official gazette 2023 No. 7\n", "sources: []\n", 14, "names none", True),
    ("unknown-fact", EVIDENCE, "[F10, F11, F12]", "[F10, F50]", 21, "holds 'F50', which is not known", True),
    ("unknown-warning", EVIDENCE, "weak_digest_only", "weak_digests", 22, "holds 'weak_digests', which is not known", True),
    ("unknown-person", EVIDENCE, "person: witness", "person: neighbour", 29, "which is not none, counsel", True),
    ("nobody", EVIDENCE, "    needs_all: [F07]\n    needs_any: [F28, F46]\n    person: witness\n", "", 23, "asks for no fact and for no person", True),
    ("same-element", EVIDENCE, "- id: e2", "- id: e1", 23, "two elements have the id e1", False),
    ("stages-in-evidence", EVIDENCE, "elements:", "zone: Asia/Tokyo\nelements:", 16, "holds 'zone', which is not known", True),
    ("anchor", EVIDENCE, "[F10, F11, F12]", "&facts [F10]", 21, "anchors and aliases are not used", False),
    ("merge", EVIDENCE, "version: ", "<<: {version: x}\nversion: ", 4, "holds '<<', which is not known", False),
    ("tag", EVIDENCE, "id: ZZ-EVID-12", "id: !!str ZZ-EVID-12", 1, "tags are not used", False),
    ("two-documents", EVIDENCE, "title:", "---\ntitle:", 5, "second document", False),
    ("deep", EVIDENCE, "[F10, F11, F12]", "[" * 9 + "]" * 9, 21, "nested too deeply", True),
    ("no-yaml", EVIDENCE, "sources:", "sources: [", 15, "no valid YAML", False),
    ("hidden", EVIDENCE, "Evidence Act of Examplia, section 12\n", "Evidence\u202e Act\n", 11, "control or hidden characters", False),
    ("unknown-counting", DUTY, "counting: hours", "counting: days", 32, "which is not hours, dora", True),
    ("no-amount", DUTY, "    amount: 24\n", "", 26, "a stage has no amount", True),
    ("amount-zero", DUTY, "amount: 24", "amount: 0", 31, "not a whole number from 1 to 1000", True),
    ("amount-text", DUTY, "amount: 24", 'amount: "24"', 31, "not a whole number", True),
    ("amount-of-none", DUTY, "counting: hours", "counting: none", 31, "has an amount, but its counting is none", True),
    ("from-of-hours", DUTY, "amount: 24", "amount: 24\n    amount_from: 3", 32, "which only jp_promptly counts", True),
    ("from-after", DUTY, "    amount: 24\n    counting: hours", "    amount: 3\n    amount_from: 5\n    counting: jp_promptly", 32, "larger than amount", False),
    ("no-calendar", DUTY, "counting: hours", "counting: business_days", 26, "which needs a calendar", False),
    ("unknown-event", DUTY, "clock: aware_significant_incident", "clock: aware", 30, "which is not an event", True),
    ("unknown-intake", DUTY, "intakes: [incident]", "intakes: [accident]", 17, "it may hold incident, vulnerability or other", True),
    ("bad-zone", DUTY, "zone: Europe/Zurich", "zone: CET", 24, "the IANA name of a time zone", True),
    ("same-stage", DUTY, "- id: ZZ-CYBER-5-2", "- id: ZZ-CYBER-5-1", 33, "two stages have the id ZZ-CYBER-5-1", False),
    ("no-stages", DUTY, DUTY[DUTY.index("stages:"):], "stages: []\n", 25, "not a list of 1 to 50", True),
    ("not-true", DUTY, "zone: ", "national_law_needed: perhaps\nzone: ", 24, "neither true nor false", True),
    ("nobody-notifies", DUTY, "notification_sent:ZZ-CYBER-5-1", "notification_sent:ZZ-CYBER-9", 0, "a stage that no rule has", False),
    ("waits-for-itself", DUTY, "notification_sent:ZZ-CYBER-5-1", "notification_sent:ZZ-CYBER-5-2", 0, "never starts", False),
    ("no-such-zone", DUTY, "zone: Europe/Zurich", "zone: Europe/Examplia", 0, "Europe/Examplia", False),
    ("id-that-ships", DUTY, "id: ZZ-CYBER-5\n", "id: EU-NIS2-23\n", 0, "EU-NIS2-23 belongs to a rule that ships", False),
    ("alias-that-ships", EVIDENCE, "version: ", "aliases: [us-902-14]\nversion: ", 4, "the alias 'us-902-14' is not", True),
    ("alias-taken", EVIDENCE, "version: ", "aliases: [US-902-14]\nversion: ", 0, "US-902-14 belongs to a rule that ships", False),
]


def broken(text, old, new, name):
    out = text.replace(old, new, 1)
    if out == text:
        sys.exit(f"rules_broken: {name} changes nothing")
    return out


def loader(yaml):
    """YAML 1.2 as editors read it: days and numbers with a point stay texts."""
    class Loader(yaml.SafeLoader):
        pass
    left = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:float")
    Loader.yaml_implicit_resolvers = {first: [(tag, form) for tag, form in known if tag not in left]
                                      for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    return lambda text: yaml.load(text, Loader)


def check_schema():
    try:
        import jsonschema
        import yaml
    except ImportError as missing:
        print(f"not checked: {missing}")
        return []
    schema = json.loads((ROOT / "legal/rules/rule.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator, load = jsonschema.Draft7Validator(schema), loader(yaml)
    shipped = sorted((ROOT / "legal/rules").glob("*.yaml"))
    wrong = ["nothing ships"] if len(shipped) < 100 else []
    for name, text in [(path.name, path.read_text("utf-8")) for path in shipped] + [("an example", text) for text in EXAMPLES]:
        wrong += [f"the schema refuses {name}: {error.message[:200]}" for error in validator.iter_errors(load(text))]
    for name, text, old, new, _, _, knowable in BREAKS:
        if knowable and validator.is_valid(load(broken(text, old, new, name))):
            wrong.append(f"the schema accepts {name}")
    return wrong


def main():
    out = pathlib.Path(sys.argv[1])
    for kind in "good", "broken":
        (out / kind).mkdir(parents=True)
    for text in EXAMPLES:
        (out / "good" / (re.search("id: (.*)", text)[1].lower() + ".yaml")).write_text(text, "utf-8")
    for name, text, old, new, line, said, _ in BREAKS:
        at = line + 1 if line else 0
        (out / "broken" / f"{name}.yaml").write_text(f"# {at} {said}\n" + broken(text, old, new, name), "utf-8")
    wrong = check_schema()
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


sys.exit(main())
