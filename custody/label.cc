// SPDX-License-Identifier: Apache-2.0
#include "custody/label.h"

#include "core/error.h"
#include "core/ids.h"
#include "core/text.h"
#include "custody/log_view.h"

namespace custody {
namespace {

constexpr std::string_view kStart = "exhibit:1 ";
constexpr std::size_t kMostLabel = 512;
constexpr std::size_t kFingerprint = 32;

/// Takes "name=value" and the space behind it off the front; empty when it is not there.
std::string take(std::string_view& text, std::string_view name) {
  if (!text.starts_with(name) || text.size() <= name.size() || text[name.size()] != '=') {
    return "";
  }
  text.remove_prefix(name.size() + 1);
  const std::size_t end = std::min(text.find(' '), text.size());
  std::string out(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return out;
}

std::optional<std::uint64_t> decimal(const std::string& text) {
  constexpr std::size_t kMostDigits = 10;  // a log holds fewer than 2^32 entries
  const bool digits = !text.empty() && text.size() <= kMostDigits &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  return digits ? std::optional<std::uint64_t>(std::stoull(text)) : std::nullopt;
}

bool is_fingerprint(const std::string& text) {
  return text.size() == kFingerprint && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Finding about(const Label& label, std::string class_name, std::string text) {
  Finding out = fault(std::move(class_name), std::move(text));
  out.item = label.thing;
  return out;
}

std::optional<std::uint64_t> index_of_fingerprint(const Ledger& ledger, const std::string& fingerprint) {
  const auto logs = ledger.store().logs();
  for (std::uint64_t i = 0; i < logs.size(); ++i) {
    if (fingerprint_of(logs[i].name) == fingerprint) {
      return i;
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> registration(const Ledger& ledger, const std::string& thing) {
  const auto row = ledger.store().get("thing", thing);
  const auto number = row ? row->integer_of("registered") : std::nullopt;
  return number ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
}

LogView view_at(const Ledger& ledger, std::uint64_t index, std::uint64_t size) {
  return LogView::of(ledger.store(), ledger.store().logs().at(index).name, index, size);
}

/// What the log says of its own size and root then.
void check_head(const Ledger& ledger, const Label& label, std::uint64_t index, LabelCheck& out) {
  const std::uint64_t size = ledger.store().head(index).size;
  if (label.size == 0 || label.size > size) {
    out.faults.push_back(about(label, "rolled back",
                               "the log held " + std::to_string(label.size) +
                                   " entries when the label was made, and now holds " +
                                   std::to_string(size)));
  } else if (ledger.store().root_at(index, label.size) != label.root) {
    out.faults.push_back(about(label, "forked",
                               "the first " + std::to_string(label.size) +
                                   " entries of the log are not those that the label was made from"));
  }
}

}  // namespace

std::string Label::text() const {
  return std::string(kStart) + "case=" + case_id.hex() + " thing=" + thing + " log=" + log +
         " size=" + std::to_string(size) + " root=" + root.hex();
}

std::optional<Label> Label::parse(std::string_view text) {
  if (text.size() > kMostLabel || !text.starts_with(kStart)) {
    return std::nullopt;
  }
  std::string_view rest = text.substr(kStart.size());
  const auto case_id = core::Sha256::parse(take(rest, "case"));
  const std::string thing = take(rest, "thing");
  const std::string log = take(rest, "log");
  const auto size = decimal(take(rest, "size"));
  const auto root = core::Sha256::parse(take(rest, "root"));
  if (!case_id || !core::is_identifier(thing) || !is_fingerprint(log) || !size || !root) {
    return std::nullopt;
  }
  Label out{*case_id, thing, log, *size, *root};
  return out.text() == text ? std::optional(std::move(out)) : std::nullopt;
}

Label label_of(const Ledger& ledger, const std::string& thing) {
  const auto registered = registration(ledger, thing);
  if (!registered) {
    core::fail("no thing '" + core::shown(thing) +
               "' in this case; labels are for things, which 'exhibit case show' lists");
  }
  // A device that has not appended yet shows the head of a log that knows the thing.
  std::uint64_t index = ledger.log_index();
  if (!view_at(ledger, index, ledger.store().head(index).size).knows(*registered)) {
    index = log_index_of(*registered);
  }
  const LogHead head = ledger.store().head(index);
  const std::string name = ledger.store().logs().at(index).name;
  return {ledger.case_id(), thing, std::string(fingerprint_of(name)), head.size, head.tree.root()};
}

LabelCheck check_label(const Ledger& ledger, const Label& label) {
  LabelCheck out;
  if (label.case_id != ledger.case_id()) {
    out.faults.push_back(about(label, "mismatch",
                               "the label is of the case with the id " + label.case_id.hex() +
                                   ", and this case has the id " + ledger.case_id().hex()));
    return out;
  }
  const auto registered = registration(ledger, label.thing);
  const auto index = index_of_fingerprint(ledger, label.log);
  if (!registered) {
    out.faults.push_back(about(label, "missing", "no thing of this case has the number on the label"));
  }
  if (!index) {
    out.faults.push_back(about(label, "missing", "the log " + label.log + " is not in this case folder"));
    return out;
  }
  check_head(ledger, label, *index, out);
  if (!out.faults.empty()) {
    return out;
  }
  const LogView then = view_at(ledger, *index, label.size);
  if (!then.knows(*registered)) {
    out.faults.push_back(
        about(label, "mismatch", "the thing was registered only after the head that the label names"));
  }
  for (const std::uint64_t number : ledger.entries_about(label.thing)) {
    if (!then.knows(number)) {
      out.since.push_back(number);
    }
  }
  return out;
}

}  // namespace custody
