// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/golden.h"

#include "core/durable_file.h"
#include "core/merkle.h"
#include "custody/entry.h"
#include "tests/fuzz/targets.h"

namespace fuzz {

const Golden& Golden::get() {
  static const Golden golden;
  return golden;
}

Golden::Golden() {
  const auto file = core::json::parse(core::read_text_file(EXHIBIT_FUZZ_GOLDEN));
  require(file.has_value(), "the golden ledger can be read");
  for (const core::json::Value& leaf : *file->find("leaves")->array()) {
    const core::ByteView bytes = core::as_bytes(*leaf.string());
    leaves_.emplace_back(bytes.begin(), bytes.end());
    auto parsed = custody::parse_entry(bytes);
    require(std::holds_alternative<custody::Entry>(parsed), "the golden entries parse");
    objects_.push_back(std::get<custody::Entry>(parsed).object);
  }
  for (const core::json::Value& note : *file->find("checkpoints")->array()) {
    checkpoints_.push_back(*note.string());
    heads_.insert(custody::Note::parse(checkpoints_.back())->text);
  }
  for (const core::json::Value& disclosure : *file->find("disclosures")->array()) {
    disclosures_.insert(core::json::encode(disclosure));
  }
  require(!leaves_.empty() && !checkpoints_.empty(), "the golden ledger is not empty");
  log_ = custody::VerifierKey::parse(objects_.front().at_path("body.log")->string()->c_str());
  case_id_ = core::merkle::leaf_hash(leaves_.front());
  require(log_.has_value(), "the golden ledger names its log");
}

}  // namespace fuzz
