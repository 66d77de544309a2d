// SPDX-License-Identifier: Apache-2.0
#include "acquire/acquisition.h"

#include "core/merkle.h"

namespace acquire {

core::Sha256 BlockDigests::root() const {
  core::merkle::Frontier frontier;
  for (const core::Sha256& block : blocks) {
    frontier.push_leaf(core::merkle::leaf_hash(block.view()));
  }
  return frontier.root();
}

}  // namespace acquire
