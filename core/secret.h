// SPDX-License-Identifier: Apache-2.0
// Memory that is cleansed when it is let go: passphrases and private keys.
#pragma once

#include <openssl/crypto.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace core {

/// Owns secret bytes; never copied, cleansed on destruction and on move.
class Secret {
 public:
  Secret() = default;
  /// Takes the text over and cleanses the place it came from.
  explicit Secret(std::string&& text) : bytes_(text.begin(), text.end()) {
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
  }
  ~Secret() { cleanse(); }
  Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) { other.bytes_.clear(); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      cleanse();
      bytes_ = std::move(other.bytes_);
      other.bytes_.clear();
    }
    return *this;
  }
  std::string_view view() const { return {bytes_.data(), bytes_.size()}; }
  bool empty() const { return bytes_.empty(); }

 private:
  void cleanse() noexcept { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  std::vector<char> bytes_;  // moving it leaves no copy behind, as a short string would
};

}  // namespace core
