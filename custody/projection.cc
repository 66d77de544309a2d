// SPDX-License-Identifier: Apache-2.0
#include "custody/projection.h"

#include <algorithm>

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

class Projection {
 public:
  Projection(const Entry& entry, const core::Sha256& leaf_hash, Rows& rows)
      : entry_(entry), hash_(leaf_hash), rows_(rows) {}

  void run(const TypeRule* rule) {
    if (rule != nullptr) {
      put_type(*rule);
    }
    put_history();
  }

 private:
  std::string body_text(const char* name) const { return entry_.body().text_of(name).value_or(""); }

  void update(const std::string& kind, const std::string& id, const char* member, Value value) {
    Value row = rows_.get(kind, id).value_or(Value(Object{}));
    if (row.object() == nullptr) {
      row = Object{};  // a damaged database
    }
    row.set(member, std::move(value));
    rows_.put(kind, id, std::move(row));
  }

  void put_type(const TypeRule& rule) {
    const std::string& type = entry_.type;
    const Value seq(entry_.seq);
    if (type == "case_opened") {
      rows_.put("case", "case",
                Object{{"administrator", body_text("administrator")},
                       {"case_id", hash_.hex()},
                       {"lang", body_text("lang")},
                       {"log", body_text("log")},
                       {"opened", seq}});
    } else if (type == "key_enrolled") {
      enrol();
    } else if (type == "role_granted") {
      grant(body_text("key"), body_text("role"));
    } else if (type == "incident_opened") {
      rows_.put("incident", body_text("number"), Object{{"opened", seq}});
    } else if (type == "authority_recorded") {
      rows_.put("authority", about_row("authority", entry_.seq), Object{{"entry", seq}});
    } else if (type == "document_issued") {
      rows_.put("document", body_text("file"), Object{{"entry", seq}, {"sha256", body_text("sha256")}});
    } else if (type == "package_made") {
      rows_.put("package", about_row("package", entry_.seq), Object{{"entry", seq}});
    } else {
      put_evidence(rule, seq);
    }
    for (const Attachment& attachment : entry_.attachments) {
      rows_.put("attachment", attachment.sha256.hex(),
                Object{{"entry", seq}, {"size", Value(attachment.size)}});
    }
  }

  void put_evidence(const TypeRule& rule, const Value& seq) {
    const std::string& type = entry_.type;
    const std::string image = body_text("image");
    const bool registers = type == "thing_registered" || type == "image_registered";
    if (registers && entry_.about.size() != 1) {
      return;  // said by check_about()
    }
    if (type == "thing_registered") {
      rows_.put("thing", entry_.about.at(0).id,
                Object{{"holder", *entry_.body().find("holder")},
                       {"holder_since", seq},
                       {"kind", body_text("kind")},
                       {"registered", seq}});
    } else if (type == "image_registered") {
      rows_.put("image", entry_.about.at(0).id,
                Object{{"carrier", body_text("carrier")},
                       {"format", body_text("format")},
                       {"image_of", body_text("image_of")},
                       {"registered", seq},
                       {"state", "registered"}});
    } else if (type == "acquisition_started" || type == "acquisition_finished" ||
               type == "acquisition_failed") {
      const std::string state = type.substr(type.find('_') + 1);
      update("image", image, "state", state);
      update("image", image, state.c_str(), seq);
    } else if (type == "image_verified") {
      update("image", image, "verified", seq);
      update("image", image, "match", *entry_.body().find("match"));
    } else if (rule.handover) {
      put_holders(seq);
    }
  }

  void put_holders(const Value& seq) {
    const std::string to = body_text("to");
    const Value* party = entry_.body().find("party");
    for (const About& about : entry_.about) {
      update("thing", about.id, "holder",
             to.empty() ? Value(Object{{"outside", *party->find("name")}}) : Value(Object{{"key", to}}));
      update("thing", about.id, "holder_since", seq);
    }
  }

  void enrol() {
    const std::string vkey = body_text("key");
    const std::string name = VerifierKey::parse(vkey)->name;
    rows_.put("key", name, Object{{"enrolled", Value(entry_.seq)}, {"roles", Array{}}, {"vkey", vkey}});
    const auto opened = rows_.get("case", "case");
    if (opened && opened->text_of("administrator") == vkey) {
      grant(name, std::string(text_of(Role::administrator)));
    }
    grant(name, body_text("role"));
  }

  void grant(const std::string& name, const std::string& role) {
    auto row = rows_.get("key", name);
    if (!row || row->object() == nullptr) {
      return;
    }
    auto roles = texts_in(*row, "roles");
    if (std::find(roles.begin(), roles.end(), role) == roles.end()) {
      roles.push_back(role);
    }
    row->set("roles", Array(roles.begin(), roles.end()));
    rows_.put("key", name, std::move(*row));
  }

  void put_history() {
    for (const About& about : entry_.about) {
      rows_.put("head", about.id, Object{{"hash", hash_.hex()}, {"seq", Value(entry_.seq)}});
      rows_.put("about", about_row(about.id, entry_.seq), Object{});
    }
  }

  const Entry& entry_;
  const core::Sha256& hash_;
  Rows& rows_;
};

}  // namespace

void project_entry(const Entry& entry, const core::Sha256& leaf_hash, const TypeRule* rule, Rows& rows) {
  Projection(entry, leaf_hash, rows).run(rule);
}

}  // namespace custody
