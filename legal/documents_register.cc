// SPDX-License-Identifier: Apache-2.0
#include "legal/document.h"

namespace legal {

std::vector<DocumentKind> register_documents() { return {}; }

}  // namespace legal
