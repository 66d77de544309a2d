// SPDX-License-Identifier: Apache-2.0
#include "core/folded_text.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace core {

std::string folded(std::string_view text) {
  utf8proc_uint8_t* out = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   static_cast<utf8proc_ssize_t>(text.size()), &out,
                                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE |
                                                                  UTF8PROC_COMPAT | UTF8PROC_CASEFOLD));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&::free)> owner(out, &::free);
  return length < 0 ? std::string(text)
                    : std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(length));
}

}  // namespace core
