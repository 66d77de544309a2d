// SPDX-License-Identifier: Apache-2.0
// Entry of every test program; the image reading child is the program itself, as in the real one.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "acquire/acquire.h"

/// Asked by the leak checker: cairo 1.16 and fontconfig lose some hundred bytes for a font that goes into a PDF.
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libcairo.so\nleak:libfontconfig.so\n";
}

int main(int argc, char** argv) {
  if (const auto status = acquire::run_if_reader_child(argc, argv)) {
    return *status;
  }
  return Catch::Session().run(argc, argv);
}
