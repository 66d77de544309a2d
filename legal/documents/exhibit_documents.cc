// SPDX-License-Identifier: Apache-2.0
// Exhibits as counsel designated them, with what the ledger holds of each; notices of intent; things to be handed over.
#include <algorithm>
#include <cctype>

#include "core/text.h"
#include "custody/reference.h"
#include "legal/documents/counsel_facts.h"
#include "legal/documents/incident_facts.h"
#include "legal/documents/record_facts.h"
#include "legal/documents/rule_object.h"
#include "report/item_facts.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;
using report::text_or_null;

namespace {

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// "Ko 3" comes before "Ko 12".
bool comes_before(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (!is_digit(a[i]) || !is_digit(b[j])) {
      if (a[i] != b[j]) {
        return a[i] < b[j];
      }
      ++i, ++j;
      continue;
    }
    const auto digits = [](const std::string& text, std::size_t& at) {
      std::string out;
      for (; at < text.size() && is_digit(text[at]); ++at) {
        out += text[at] == '0' && out.empty() ? "" : std::string(1, text[at]);
      }
      return out;
    };
    const std::string left = digits(a, i), right = digits(b, j);
    if (left != right) {
      return left.size() != right.size() ? left.size() < right.size() : left < right;
    }
  }
  return a.size() - i < b.size() - j;
}

/// The digest beside SHA-256, with its name.
std::string second_digest(const Object& image) {
  for (const auto& [member, name] : {std::pair("sha1", "SHA-1"), std::pair("md5", "MD5")}) {
    const auto found = image.find(member);
    if (found != image.end() && found->second.string() != nullptr) {
      return std::string(name) + " " + *found->second.string();
    }
  }
  return "";
}

/// "2026-11-22 18:53:01Z"
Value to_the_second(const Value& time) {
  return time.string() == nullptr || time.string()->size() < 19
             ? Value(nullptr)
             : Value(time.string()->substr(0, 10) + " " + time.string()->substr(11, 8) + "Z");
}

/// Images that a document prints digests of: the one named, or all of a thing.
Array digests_of(const Object& facts, const std::string& item, const std::string& thing) {
  Array out;
  for (const Value& image : *facts.at("images").array()) {
    if (item != thing && image.text_of("id") != item) {
      continue;
    }
    Object line = *image.object();
    line["made"] = to_the_second(line["finished_at"]);
    line["second"] = text_or_null(second_digest(line));
    out.emplace_back(std::move(line));
  }
  return out;
}

/// A working copy or extract: its digest stands in the entry that made it.
Array derived_digest(const DocumentWork& work, const Value& row, const std::string& item) {
  const custody::Entry& made =
      work.records.entry(static_cast<std::uint64_t>(row.integer_of("registered").value_or(0)));
  return {Object{
      {"bytes", made.body().integer_of("bytes") ? Value(*made.body().integer_of("bytes")) : Value(nullptr)},
      {"compared", false},
      {"finished_entry", work.view().entry_value(made.number)},
      {"format", row.text_of("file").value_or("")},
      {"id", item},
      {"import", nullptr},
      {"imported", false},
      {"made", to_the_second(made.time.text())},
      {"second", nullptr},
      {"sha256", text_or_null(row.text_of("sha256").value_or(""))}}};
}

Bilingual nature_of(const Value& image, const std::string& thing) {
  const std::string parent = image.text_of("derived_from").value_or("");
  if (parent.empty()) {
    return {"image of " + thing, thing + "の複製（イメージ）"};
  }
  const bool extract = image.text_of("kind") == "extract";
  return {(extract ? "extract of " : "working copy of ") + parent,
          parent + (extract ? "からの抽出" : "の作業用複製")};
}

/// Where the thing or image is itself restricted as privileged now.
Value own_privilege_of(const DocumentWork& work, const std::string& item) {
  for (const char* kind : {"thing", "image"}) {
    const auto row = work.ledger().store().get(kind, item);
    const std::string hash = row ? row->text_of("restricted").value_or("") : "";
    for (const std::uint64_t number :
         hash.empty() ? std::vector<std::uint64_t>{} : work.ledger().entries_about(item)) {
      const custody::Entry& entry = work.records.entry(number);
      if (entry.type == "restricted" && entry.body().text_of("kind") == "privilege" &&
          custody::reference_to(work.ledger(), number) == hash) {
        return Object{{"entry", work.view().entry_value(number)},
                      {"by", text_or_null(work.view().person(entry.signers.front().key))}};
      }
    }
  }
  return {nullptr};
}

/// Of the item, or else of the thing it is an image of.
Value privilege_of(const DocumentWork& work, const std::string& item, const std::string& thing) {
  const Value own = own_privilege_of(work, item);
  return own.is_null() ? own_privilege_of(work, thing) : own;
}

/// "INC-7 (33, 34)": incidents that links tie the item to, with the entries; of a thing also those of its images, of an
/// image also those of its thing.
std::string incidents_of(const DocumentWork& work, const std::string& item, const std::string& thing) {
  std::map<std::string, std::vector<std::uint64_t>> found;
  for (const Record& link : shown_records(work, "artifact_linked")) {
    const auto items = work.records.items(link);
    if (std::any_of(items.begin(), items.end(), [&](const std::string& id) {
          return id == item || id == thing || (item == thing && report::thing_of(work.view(), id) == thing);
        })) {
      found[link.incident].push_back(link.number);
    }
  }
  std::string out;
  for (const auto& [incident, entries] : found) {
    out += (out.empty() ? "" : "; ") + incident + " (" + entry_text(work.ledger(), entries) + ")";
  }
  return out;
}

Object exhibit_object(const DocumentWork& work, const Record& designation) {
  Object out = record_facts(work, designation);
  const auto items = work.records.items(designation);
  const std::string item = items.empty() ? "" : items.front();
  const std::string thing = report::thing_of(work.view(), item);
  const Object facts = report::item_facts(work.view(), thing, work.asked.created);
  const auto image = work.ledger().store().get("image", item);
  const bool derived = image && image->text_of("state") == "derived";
  out["thing"] = facts.at("item");
  out["item_id"] = item;
  out["digests"] = derived ? derived_digest(work, *image, item) : digests_of(facts, item, thing);
  out["nature"] =
      (image ? nature_of(*image, thing) : Bilingual{"the thing itself", "原物"}).in(work.language());
  out["privilege"] = privilege_of(work, item, thing);
  out["incidents"] = text_or_null(incidents_of(work, item, thing));
  return out;
}

}  // namespace

Object exhibit_list_facts(const DocumentWork& work) {
  auto designations = shown_records(work, "exhibit_designated");
  std::stable_sort(designations.begin(), designations.end(), [&](const Record& a, const Record& b) {
    return comes_before(work.records.text(a, "number"), work.records.text(b, "number"));
  });
  Array exhibits;
  for (const Record& designation : designations) {
    exhibits.emplace_back(exhibit_object(work, designation));
  }
  return {{"exhibits", std::move(exhibits)}};
}

Object notice_facts(const DocumentWork& work) {
  const Record notice = record_asked(work, "intent_noticed");
  Array exhibits, rules;
  for (const std::string& hash : work.records.texts(notice, "exhibits")) {
    const auto designation = work.records.find("exhibit_designated", hash);
    if (designation && (work.with_private || !designation->is_private)) {
      exhibits.emplace_back(exhibit_object(work, *designation));
    }
  }
  for (const std::string& id : work.records.texts(notice, "rules")) {
    const Rule* rule = work.law.rules().find(id);
    rules.emplace_back(rule == nullptr ? Object{{"citation", nullptr}, {"id", id}, {"title", nullptr}}
                                       : rule_object(work, *rule));
  }
  Object record = record_facts(work, notice);
  record["ended"] = notice.ended;
  return {{"exhibits", std::move(exhibits)}, {"record", std::move(record)}, {"rules", std::move(rules)}};
}

Object handing_over_facts(const DocumentWork& work) {
  Array items = linked_items(work, work.about.incident);
  std::int64_t number = 0;
  for (Value& item : items) {
    const std::string id = item.text_of("id").value_or("");
    item.set("images", digests_of(*item.object(), id, id));
    item.set("no", Value(++number));
  }
  return {{"incident", incident_head(work, work.about.incident)}, {"items", std::move(items)}};
}

}  // namespace legal
