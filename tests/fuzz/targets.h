// SPDX-License-Identifier: Apache-2.0
// What is fed with bytes from outside, each as a function that ends the process when something does not hold that
// must hold for any input. The same functions run under libFuzzer and, over kept samples, in every build.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/bytes.h"
#include "core/path.h"

namespace fuzz {

/// Ends the process with a sentence unless it holds. In all builds, unlike assert().
void require(bool holds, const char* sentence);

struct Target {
  std::string_view name;
  void (*run)(core::ByteView input);
  /// Nullptr, or a change that keeps the form of the input, so that it gets past the first checks.
  core::Bytes (*reshape)(core::ByteView input, unsigned chance);
};

std::span<const Target> targets();

/// A folder of this process for inputs that must be files; empty at every call.
core::Path empty_folder();
/// Writes without sync.
void put_file(const core::Path& path, core::ByteView bytes);

/// Inputs of several parts: each a tag, a length (32 bits, little-endian) and the bytes; the last may be cut short.
struct Record {
  char tag = 0;
  core::Bytes bytes;
};
std::vector<Record> split_records(core::ByteView input);
core::Bytes join_records(const std::vector<Record>& records);

/// To be called first in main(): the child process that `reading` or `told` starts sends the sample file as it is, and ends.
void send_sample_if_child(int argc, char** argv);

void run_json(core::ByteView input);
void run_note(core::ByteView input);
void run_checkpoint(core::ByteView input);
void run_verifier_key(core::ByteView input);
void run_key_card(core::ByteView input);
void run_label(core::ByteView input);
void run_entry(core::ByteView input);
void run_ledger(core::ByteView input);
void run_template(core::ByteView input);
void run_e01(core::ByteView input);
void run_ewf_header(core::ByteView input);
void run_inflate(core::ByteView input);
void run_segments(core::ByteView input);
void run_frames(core::ByteView input);
void run_reading(core::ByteView input);
void run_files(core::ByteView input);
void run_told(core::ByteView input);
void run_bag(core::ByteView input);
void run_zip(core::ByteView input);
void run_request(core::ByteView input);
void run_proof(core::ByteView input);
void run_policy(core::ByteView input);
void run_cosigned(core::ByteView input);
void run_http(core::ByteView input);
void run_token(core::ByteView input);
void run_rule(core::ByteView input);
void run_exercise_plan(core::ByteView input);
void run_fixed_file(core::ByteView input);
void run_journal(core::ByteView input);
void run_rescue_map(core::ByteView input);
void run_medium(core::ByteView input);
void run_device_answer(core::ByteView input);
void run_sheet(core::ByteView input);
void run_facts(core::ByteView input);
void run_places(core::ByteView input);

core::Bytes reshape_entry(core::ByteView input, unsigned chance);
core::Bytes reshape_ledger(core::ByteView input, unsigned chance);
/// Puts right the checksums of an E01, so that what they cover is looked at.
core::Bytes mend_e01(core::ByteView input, unsigned chance);

}  // namespace fuzz
