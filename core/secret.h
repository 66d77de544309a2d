// SPDX-License-Identifier: Apache-2.0
// Memory that is cleansed when it is let go: passphrases and private keys.
#pragma once

#include <openssl/crypto.h>

#include <string>
#include <string_view>

namespace core {

/// Owns secret bytes; never copied, cleansed on destruction and on move.
class Secret {
 public:
  Secret() = default;
  /// Takes the text over and cleanses the place it came from.
  explicit Secret(std::string&& text) : text_(text) { cleanse(text); }
  ~Secret() { cleanse(text_); }
  Secret(Secret&& other) noexcept : text_(other.text_) { cleanse(other.text_); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      cleanse(text_);
      text_ = other.text_;
      cleanse(other.text_);
    }
    return *this;
  }
  std::string_view view() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  static void cleanse(std::string& text) noexcept {
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
  }
  std::string text_;
};

}  // namespace core
