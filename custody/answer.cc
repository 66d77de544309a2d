// SPDX-License-Identifier: Apache-2.0
#include "custody/answer.h"

#include "core/error.h"
#include "core/merkle.h"
#include "custody/disclosure_lines.h"

namespace custody {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

constexpr const char* kFormat = "exhibit.evidence/release-answer/v1";
constexpr std::size_t kMostBytes = 256U << 10U;

/// Commitments carry the path that the answer will have in its entry.
std::vector<Disclosure> seal_answer(Value& answer, core::Random& random) {
  Value entry = Object{{"body", Object{{"answer", std::move(answer)}}}};
  auto disclosures = seal_commitments(entry, 0, random);
  answer = *entry.at_path("body.answer");
  return disclosures;
}

[[noreturn]] void refuse(const char* why) {
  core::fail(std::string("this is no answer to a release, or it is damaged: ") + why +
             "; ask the receiver for the file again");
}

}  // namespace

std::string answer_text(const Value& answer) {
  return "exhibit.evidence/answer/v1\n" + core::json::encode(answer) + "\n";
}

std::string Answer::text() const {
  return core::json::encode(Object{{"answer", answer},
                                   {"disclosures", disclosure_list(disclosures)},
                                   {"format", kFormat},
                                   {"release", Value(release)},
                                   {"signature", core::to_base64(signature)}}) +
         "\n";
}

Answer Answer::parse(std::string_view text) {
  const auto value = text.size() > kMostBytes ? std::nullopt : core::json::parse(text);
  if (!value || value->text_of("format") != kFormat) {
    refuse("it has another form");
  }
  const Value* answer = value->find("answer");
  const auto signature = core::from_base64(value->text_of("signature").value_or(""));
  const auto release = value->integer_of("release");
  const Value* list = value->find("disclosures");
  const auto disclosures = list == nullptr ? std::nullopt : parse_disclosures(*list);
  if (answer == nullptr || answer->object() == nullptr || !signature || !release || *release < 0 ||
      !disclosures || core::json::profile_fault(*answer)) {
    refuse("a part of it is missing");
  }
  return {static_cast<std::uint64_t>(*release), *answer, *signature, *disclosures};
}

Answer sign_answer(const ReleaseRequest& request, bool accept, const HandoverChecks& checks,
                   const std::string& reason, const UnlockedKey& by, const core::Clock& clock,
                   core::Random& random) {
  Answer out;
  out.release = request.release().seq;
  Object answer{{"accept", accept},
                {"checks", checks_value(checks)},
                {"key", by.card.key.name},
                {"release", request.leaf_hash().hex()},
                {"time", clock.now().text()}};
  if (!reason.empty()) {
    answer["reason"] = committed(reason);
  }
  out.answer = std::move(answer);
  out.disclosures = seal_answer(out.answer, random);
  out.signature = sign_note(answer_text(out.answer), by.card.key, by.private_key).bytes;
  return out;
}

Draft draft_answer(const Ledger& ledger, const Answer& answer, const UnlockedKey& by) {
  const auto leaf = ledger.store().leaf(answer.release);
  const auto hash = leaf ? std::optional(core::merkle::leaf_hash(*leaf)) : std::nullopt;
  if (!hash || answer.answer.text_of("release") != hash->hex()) {
    core::fail("the answer is to no release of this case; name the case that the release was made in");
  }
  std::vector<std::string> things;
  for (const About& about : ledger.entry(answer.release).about) {
    things.push_back(about.id);
  }
  return {answer.accepts() ? "received" : "refused",
          std::move(things),
          Object{{"answer", answer.answer},
                 {"release", Value(answer.release)},
                 {"signature", core::to_base64(answer.signature)}},
          {{&by, "author"}},
          {},
          answer.disclosures};
}

}  // namespace custody
