// SPDX-License-Identifier: Apache-2.0
// Entry of every test program; the image reading child is the program itself, as in the real one.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "acquire/acquire.h"

int main(int argc, char** argv) {
  if (const auto status = acquire::run_if_reader_child(argc, argv)) {
    return *status;
  }
  return Catch::Session().run(argc, argv);
}
