// SPDX-License-Identifier: Apache-2.0
// What left the case, as its entries record it: the rows of the disclosure register.
#pragma once

#include "legal/documents/document.h"

namespace legal {

/// Every entry by which something went to somebody outside: packages, handovers to outsiders, files given out, shares,
/// notifications that were sent, answers to authorities, statements that were released. By entry; members approved_by,
/// basis, digest, entry, form, receipt, recipient, time, time_local, tlp and what, null where not recorded.
core::json::Array disclosure_list(const DocumentWork& work);

}  // namespace legal
