// SPDX-License-Identifier: Apache-2.0
// What the commands share: the environment, keys unlocked with a passphrase from a prompt, file or variable, output.
#pragma once

#include <memory>
#include <string>

#include "cli/commands.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/json.h"
#include "core/progress.h"
#include "core/random.h"
#include "core/text.h"
#include "custody/ledger.h"

namespace cli {

/// SHA-256 of the program's file; empty when it cannot be read. Computed the first time only.
const std::string& own_digest();

/// Lives as long as the command.
class Session {
 public:
  explicit Session(const Common& common);
  custody::Environment environment() { return {keys_, clock_, random_, &own_digest}; }
  custody::KeyStore& keys() { return keys_; }
  const core::Clock& clock() const { return clock_; }
  custody::Ledger open(const std::string& folder) { return custody::Ledger::open(folder, environment()); }
  /// The key that signs: --as, else $EXHIBIT_KEY, else the only one there is. Unlocked.
  custody::UnlockedKey signer();
  /// Another person's key on this device.
  custody::UnlockedKey unlock(const std::string& key, const std::string& passphrase_file,
                              const std::string& flag);

 private:
  const Common& common_;
  custody::KeyStore keys_;
  core::SystemClock clock_;
  core::SystemRandom random_;
};

/// From the file's first line, else $EXHIBIT_PASSPHRASE (unless `file_only`), else a prompt without echo.
/// Throws Error `usage` when there is no terminal to ask on.
core::Secret read_passphrase(const std::string& file, const std::string& prompt, const std::string& flag,
                             bool file_only = false);

/// Progress on standard error, drawn only when that is a terminal: done, rate, time left.
std::unique_ptr<core::Progress> terminal_progress(const std::string& what);

/// Set by SIGINT and SIGTERM once install_cancel() ran.
core::CancelToken& cancel_token();
void install_cancel();

void print(const std::string& line);
/// One JSON object on standard output.
void print_json(const core::json::Value& value);
using core::grouped;
/// A reason or other text that must be given; NFC, no control characters.
std::string needed_text(const std::string& text, const std::string& flag);
/// Fails with `usage` and the rule when the text is no identifier.
core::EvidenceId item_id(const std::string& text);

}  // namespace cli
