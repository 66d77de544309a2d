// SPDX-License-Identifier: Apache-2.0
// The part of the demo that follows an incident from its first report to its review.
#include "cli/demo_steps.h"
#include "cli/session.h"
#include "legal/documents/document.h"
#include "report/issue_document.h"

namespace cli {

namespace {

constexpr std::int64_t kHour = 3'600'000'000;
constexpr const char* kResponder = "R. Sato";
constexpr const char* kCounsel = "K. Abe";

class DemoIncident {
 public:
  explicit DemoIncident(const DemoSteps& demo) : demo_(demo), case_(demo.at("case")) {}

  void go() {
    fix_beforehand();
    detect();
    respond();
    ask_counsel();
    gather_evidence();
    run_clocks();
    tell_the_public();
    turn_outward();
    go_to_court();
    review();
    draw_up();
  }

 private:
  /// That many hours before now, as it is typed.
  static std::string ago(std::int64_t hours) {
    core::UtcTime time = core::SystemClock().now();
    time.micros -= hours * kHour;
    return time.text();
  }

  /// Records something of the case; returns the number of its entry.
  std::string record(const std::string& command, const Words& words, const char* as = kResponder) {
    const auto space = command.find(' ');
    Words all = {command.substr(0, space)};
    if (space != std::string::npos) {
      all.push_back(command.substr(space + 1));
    }
    all.push_back(case_);
    all.insert(all.end(), words.begin(), words.end());
    all.insert(all.end(), {"--as", as});
    demo_.step(all);
    return std::to_string(session_.open(case_).checkpoint().size - 1);
  }
  std::string of_incident(const std::string& command, Words words, const char* as = kResponder) {
    words.insert(words.begin(), {"--incident", "INC-7"});
    return record(command, words, as);
  }

  void fix_beforehand() {
    demo_.say(
        "Long before, the company fixed by which criteria it triages, and a playbook: their digests stand in "
        "the ledger.");
    demo_.write_text("criteria.yaml",
                     "criteria:\n"
                     "  - id: C1\n    priority: low\n"
                     "    when: {en: \"one workstation, no personal data\", ja: "
                     "\"端末一台、個人データなし\"}\n"
                     "  - id: C2\n    priority: high\n"
                     "    when: {en: \"a server or personal data\", ja: "
                     "\"サーバまたは個人データ\"}\n");
    demo_.write_text("playbook.txt", "1. Take the host off the network.\n2. Image before anything else.\n");
    criteria_ = record("policy", {"--kind", "triage criteria", "--name", "triage", "--version", "3",
                                  "--document", demo_.at("criteria.yaml")});
    playbook_ = record("policy", {"--kind", "playbook", "--name", "ransomware", "--version", "2",
                                  "--document", demo_.at("playbook.txt")});
    record("ready",
           {"--register", "contact", "--name", "Prefectural Police, cyber unit", "--text",
            "telephone, day and night; Japanese", "--jurisdiction", "JP", "--verified-at", ago(480)});
  }

  void detect() {
    demo_.say("A report comes in. It is triaged by those criteria and assigned.");
    const std::string intake = record(
        "intake", {"--collection", "passive", "--kind", "incident", "--source", "help desk", "--received-at",
                   ago(30), "--text", "Files on FS-1 cannot be opened; a note asks for money.", "--channel",
                   "telephone", "--reporter", "caller 3"});
    record("incident triage", {"--number",    "INC-7",   "--family",   "unauthorised_access",
                               "--family",    "leak",    "--category", "malware",
                               "--intake",    intake,    "--criteria", criteria_,
                               "--criterion", "C2",      "--priority", "high",
                               "--issue",     "privacy", "--reason",   "ransom note on a file server"});
    record("incident assign",
           {"--number", "INC-7", "--response", "technical", "--owner", "CSIRT, night shift"});
    record("incident assign", {"--number", "INC-7", "--response", "legal", "--owner", "legal department"});
  }

  void respond() {
    demo_.say(
        "What is done is recorded: what a playbook foresees, and what nobody agreed on beforehand, with what "
        "was known then.");
    of_incident("action", {"--kind", "technical", "--name", "isolate-host", "--playbook", playbook_, "--text",
                           "FS-1 taken off the network", "--taken-at", ago(29), "--item", "EV-001"});
    const std::string decision =
        of_incident("decision", {"--question", "restore first, or preserve first?", "--option", "restore",
                                 "--option", "preserve", "--known", "the backup of yesterday is whole",
                                 "--decision", "preserve", "--decider", "CISO"});
    of_incident("decision-addendum",
                {"--decision", decision, "--text", "The backup turned out to lack two folders."});
    of_incident("figure", {"--name", "persons-affected", "--value", "1204", "--unit", "persons", "--basis",
                           "count of the customer table"});
    of_incident("loss",
                {"--amount", "5400000", "--currency", "JPY", "--basis", "invoice of the restoring firm"});
    of_incident("impact", {"--functional", "file service down for two days", "--information", "customer data",
                           "--systems", "1", "--users", "120", "--detected-at", ago(31), "--vector",
                           "stolen password", "--cause", "remote access without a second factor",
                           "--prevention", "second factor for all remote access"});
    of_incident("loss", {"--amount", "600000", "--currency", "JPY", "--basis", "overtime, estimated"});
  }

  void ask_counsel() {
    demo_.say(
        "An action that is marked needs counsel. Counsel's words are committed whole: the ledger shows that "
        "there is an entry, and no more.");
    const std::string advice =
        of_incident("advice",
                    {"--action", "pay-ransom", "--question", "may we pay?", "--answer", "not permitted",
                     "--text", "The receiver may be on a sanctions list.", "--privilege-by", kCounsel,
                     "--privilege-basis", "attorney-client", "--privilege-jurisdiction", "US"},
                    kCounsel);
    of_incident("action", {"--kind", "management", "--name", "pay-ransom", "--playbook", playbook_,
                           "--advice", advice, "--text", "no payment is made"});
    record("designate",
           {"--item", "EV-001-I1", "--number", "甲第1号証", "--title", "FS-1のディスクの証拠保全イメージ",
            "--purpose", "脅迫文が令和8年11月22日に作成された事実", "--author", "R. Sato", "--original",
            "copy", "--offered-by", "Example Trading"},
           kCounsel);
  }

  void gather_evidence() {
    demo_.say("What was found in the image is linked to the incident, with what it is said to show.");
    const std::string artifact =
        record("artifact", {"--item", "EV-001-I1", "--kind", "file", "--path", "/READ_ME.txt", "--text",
                            "All your files are encrypted. Pay 3 BTC.", "--occurred-at", ago(31), "--method",
                            "exhibit files"});
    record("link", {"--item", "EV-001-I1", "--incident", "INC-7", "--artifact", artifact, "--kind",
                    "evidences", "--confidence", "probable", "--serves", "US-FRE-901-B9/e1", "--serves",
                    "JP-PC-234-2/e2", "--shows", "the note was on the server before the first call"});
    demo_.step({"incident", "timeline", case_, "--number", "INC-7"});
  }

  void run_clocks() {
    demo_.say("The clocks of the law run from the event that the law names, not from when somebody looked.");
    of_incident("aware", {"--event", "aware_personal_data", "--at", ago(28), "--text",
                          "The legal department learned that the customer table was read."});
    demo_.step({"deadlines", case_, "--incident", "INC-7"});
    record("delegation", {"--key", kCounsel, "--power", "decide-notification", "--reason", "by the board"});
    notification_ =
        of_incident("notify",
                    {"--duty", "EU-GDPR-33", "--decision", "sent", "--at", ago(2), "--decider",
                     "data protection officer", "--reason", "risk to persons", "--reference", "DPA-26-118"},
                    kCounsel);
  }

  void tell_the_public() {
    demo_.say("A press text is compared with the recorded figures before counsel clears it.");
    demo_.write_text("release.txt", "Data of 1,204 persons were read by outsiders.\n");
    statement_ =
        of_incident("statement", {"--title", "press release 1", "--document", demo_.at("release.txt")});
    const std::string reviewed =
        of_incident("statement-review", {"--statement", statement_, "--cleared"}, kCounsel);
    record("delegation", {"--key", kResponder, "--power", "release-statement", "--reason", "by the board"});
    of_incident("statement-release", {"--review", reviewed, "--channel", "web site"});
  }

  void turn_outward() {
    demo_.say("Sharing needs an agreement; the police are told, and asked for.");
    demo_.write_text("indicators.csv", "indicator,kind\n203.0.113.7,ipv4\n");
    const std::string nda = record("agreement",
                                   {"--kind", "nda", "--name", "NDA-1", "--party", "Forensic firm", "--scope",
                                    "INC-7", "--tlp", "amber"},
                                   kCounsel);
    of_incident("share", {"--party", "Forensic firm", "--purpose", "analysis", "--agreement", nda, "--tlp",
                          "green", "--file", demo_.at("indicators.csv")});
    of_incident("contact",
                {"--direction", "made", "--party", "officer on duty", "--agency", "Prefectural Police",
                 "--channel", "telephone", "--at", ago(20), "--text", "The matter was reported."});
    record("request",
           {"--incident", "INC-7", "--kind", "preservation", "--authority", "Prefectural Police",
            "--reference", "26-118", "--items", "mail of 20 to 22 November", "--received-at", ago(10)});
    of_incident("referral",
                {"--addressed-to", "Prefectural Police, cyber unit", "--victim",
                 "Example Trading, 1-2-3 Chiyoda, Tokyo", "--poc", "K. Abe, legal department", "--found",
                 "Employees could not open files; the help desk was called.", "--summary",
                 "Outsiders encrypted files on FS-1 and left a note.", "--identifier", "203.0.113.7", "--ask",
                 "preserve the connection records of that address"},
                kCounsel);
    hold_ = record("hold-notice",
                   {"--incident", "INC-7", "--matter", "server matter of November", "--custodian",
                    "night shift", "--system", "FS-1 and its backups", "--data", "files, mail, logs",
                    "--stop", "deletion of backups after 30 days", "--contact", "legal department", "--text",
                    "Keep everything as it is; delete and move nothing."},
                   kCounsel);
    record("hold-acknowledge", {"--notice", hold_, "--custodian", "night shift", "--at", ago(1)});
  }

  void go_to_court() {
    demo_.say("Counsel numbers the exhibit, says what it is offered for, and tells the other side.");
    const std::string exhibit =
        record("designate",
               {"--item", "EV-001-I1", "--number", "Ko 3", "--title", "image of server FS-1", "--purpose",
                "that the files were encrypted on 22 November", "--original", "copy", "--offered-by",
                "Example Trading"},
               kCounsel);
    notice_ = record(
        "notice",
        {"--rule", "US-FRE-902-14", "--exhibit", exhibit, "--party", "counsel for the defence", "--inspect",
         "office of K. Abe, weekdays 10 to 16", "--served-at", ago(1), "--method", "by mail"},
        kCounsel);
  }

  void review() {
    demo_.say("Nothing is closed without a review, or a signed waiver of it.");
    record("incident review",
           {"--number", "INC-7", "--findings", "The backups could be reached from the host."});
    of_incident("improvement", {"--kind", "protect", "--owner", "network team", "--text",
                                "Backups out of reach of hosts", "--due", "2027-03-31T00:00:00Z"});
    record("incident close", {"--number", "INC-7", "--reason", "restored, referred to the police"}, kCounsel);
  }

  /// What kinds of documents are about, for this incident.
  Words about(const std::string& kind, legal::DocumentNeeds needs) const {
    using N = legal::DocumentNeeds;
    switch (needs) {
      case N::item: return {"--item", "EV-001"};
      case N::incident:
      case N::incident_maybe_rule:
      case N::incident_and_period:
      case N::exercise_or_incident: return {"--incident", "INC-7"};
      case N::item_and_rule: return {"--item", "EV-001", "--rules", "US-FRE-902-14"};
      case N::entry: break;
      case N::nothing: return {};
    }
    const std::map<std::string, std::string> entries = {{"hold-notice", hold_},
                                                        {"notice-of-intent", notice_},
                                                        {"notification-decision", notification_},
                                                        {"press-review", statement_}};
    const auto found = entries.find(kind);
    return found == entries.end() ? Words{} : Words{"--entry", found->second};
  }

  /// Every kind but those that the demo draws up anyway, in both languages.
  void draw_up() {
    demo_.say("The documents, each in English and in Japanese, from the same facts.");
    for (const report::TemplateName& name : report::document_kinds()) {
      const legal::DocumentNeeds needs = legal::document_kind(name.kind).needs;
      const Words on = about(name.kind, needs);
      if (on.empty() && needs == legal::DocumentNeeds::entry) {
        continue;  // no entry of that kind in this demo
      }
      for (const std::string& language : name.languages) {
        Words words = {"document", case_, name.kind};
        words.insert(words.end(), on.begin(), on.end());
        words.insert(words.end(), {"--lang", language, "--out", demo_.at(name.kind + "-" + language + ".pdf"),
                                   "--as", kCounsel});
        demo_.step(words);
      }
    }
  }

  const DemoSteps& demo_;
  std::string case_;
  Common common_;
  Session session_{common_};
  std::string criteria_, playbook_, notification_, statement_, hold_, notice_;
};

}  // namespace

void demo_incident(const DemoSteps& demo) { DemoIncident(demo).go(); }

}  // namespace cli
