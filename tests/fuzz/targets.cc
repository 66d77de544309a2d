// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/targets.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tests/support/temp_folder.h"

namespace fuzz {
namespace {

constexpr std::array<Target, 35> kTargets{{{"json", run_json, nullptr},
                                           {"note", run_note, nullptr},
                                           {"checkpoint", run_checkpoint, nullptr},
                                           {"verifier_key", run_verifier_key, nullptr},
                                           {"key_card", run_key_card, nullptr},
                                           {"label", run_label, nullptr},
                                           {"entry", run_entry, reshape_entry},
                                           {"ledger", run_ledger, reshape_ledger},
                                           {"template", run_template, nullptr},
                                           {"e01", run_e01, mend_e01},
                                           {"ewf_header", run_ewf_header, nullptr},
                                           {"inflate", run_inflate, nullptr},
                                           {"segments", run_segments, nullptr},
                                           {"frames", run_frames, nullptr},
                                           {"reading", run_reading, nullptr},
                                           {"files", run_files, nullptr},
                                           {"told", run_told, nullptr},
                                           {"bag", run_bag, nullptr},
                                           {"zip", run_zip, nullptr},
                                           {"request", run_request, nullptr},
                                           {"proof", run_proof, nullptr},
                                           {"policy", run_policy, nullptr},
                                           {"cosigned", run_cosigned, nullptr},
                                           {"http", run_http, nullptr},
                                           {"token", run_token, nullptr},
                                           {"rule", run_rule, nullptr},
                                           {"exercise_plan", run_exercise_plan, nullptr},
                                           {"fixed_file", run_fixed_file, nullptr},
                                           {"journal", run_journal, nullptr},
                                           {"rescue_map", run_rescue_map, nullptr},
                                           {"medium", run_medium, nullptr},
                                           {"device_answer", run_device_answer, nullptr},
                                           {"sheet", run_sheet, nullptr},
                                           {"facts", run_facts, nullptr},
                                           {"places", run_places, nullptr}}};

constexpr std::size_t kRecordHead = 5;

}  // namespace

void require(bool holds, const char* sentence) {
  if (!holds) {
    std::fprintf(stderr, "does not hold: %s\n", sentence);
    std::abort();
  }
}

std::span<const Target> targets() { return kTargets; }

core::Path empty_folder() {
  static const support::TempFolder folder;
  for (const auto& entry : core::fs::directory_iterator(folder.path())) {
    core::fs::remove_all(entry.path());
  }
  return folder.path();
}

void put_file(const core::Path& path, core::ByteView bytes) {
  std::ofstream out(path.native(), std::ios::binary | std::ios::trunc);
  out.write(core::as_text(bytes).data(), static_cast<std::streamsize>(bytes.size()));
  require(out.good(), "the sample can be written to a temporary file");
}

std::vector<Record> split_records(core::ByteView input) {
  std::vector<Record> out;
  while (input.size() >= kRecordHead && out.size() < 256) {
    std::size_t length = 0;
    for (std::size_t i = kRecordHead; i > 1; --i) {
      length = length << 8U | input[i - 1];
    }
    const char tag = static_cast<char>(input[0]);
    input = input.subspan(kRecordHead);
    const core::ByteView bytes = input.first(std::min(length, input.size()));
    out.push_back({tag, core::Bytes(bytes.begin(), bytes.end())});
    input = input.subspan(bytes.size());
  }
  return out;
}

core::Bytes join_records(const std::vector<Record>& records) {
  core::Bytes out;
  for (const Record& record : records) {
    out.push_back(static_cast<std::uint8_t>(record.tag));
    for (unsigned i = 0; i < 4; ++i) {
      out.push_back(static_cast<std::uint8_t>(record.bytes.size() >> (8 * i)));
    }
    out.insert(out.end(), record.bytes.begin(), record.bytes.end());
  }
  return out;
}

}  // namespace fuzz
