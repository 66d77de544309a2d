// SPDX-License-Identifier: Apache-2.0
// A small plan of an exercise: three events, of which controllers alone know one.
#pragma once

#include <string>

namespace support {

inline const std::string kProtectedInject = "the attacker has the administrator's password";

inline std::string exercise_plan() {
  return R"(exercise:
  name: "Blue 2026"
  starts: 2026-12-01
  ends: 2026-12-01
  scope: "night shift, one site"
  mission_areas: [response]
  objectives:
    - {id: O-1, text: "triage within half an hour", capabilities: [C-1]}
  threat: "ransomware"
  scenario: "a note is found on a file server"
  sponsor: "CISO"
  organisations: ["Example Trading", "Sector CSIRT"]
  poc: "R. Sato"
capabilities:
  - id: C-1
    name: "Incident handling"
    tasks:
      - id: T-1
        name: "Triage"
        measures:
          - {id: M-1, text: "minutes from the report to triage"}
      - {id: T-2, name: "Escalation"}
  - id: C-2
    name: "Evidence"
    tasks:
      - {id: T-3, name: "Preservation"}
events:
  - number: "1"
    at: "+00:15"
    inject: "a user reports a note on FS-1"
    from: "control"
    to: "help desk"
    capability: C-1
    task: T-1
    expect:
      - {text: "the report is taken in", type: intake_recorded, within: 10, where: {collection: passive}}
      - {text: "the incident is triaged", type: incident_triaged, within: 30, where: {incident: INC-1, families: leak}, says: "ransom"}
  - number: "2"
    at: "+01:00"
    inject: ")" +
         kProtectedInject + R"("
    from: "control"
    to: "nobody"
    capability: C-2
    protected: true
    release_to: ["Help desk lead", "legal counsel"]
    classification: "TLP:RED"
  - number: "3"
    at: "2026-12-01T12:00:00+09:00"
    inject: "the press asks"
    from: "control"
    to: "public relations"
    capability: C-2
    task: T-3
    expect:
      - {text: "a decision is recorded", type: decision_recorded, within: 60}
)";
}

}  // namespace support
