// SPDX-License-Identifier: Apache-2.0
// The form in which texts are compared when somebody searches.
#pragma once

#include <string>
#include <string_view>

namespace core {

/// NFKC with case folded, so that composed and decomposed letters, upper and lower case, full and half width are alike.
/// Text that is no UTF-8 is returned as it is.
std::string folded(std::string_view text);

}  // namespace core
