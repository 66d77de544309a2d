// SPDX-License-Identifier: Apache-2.0
// The one catch, and the exit status.
#include <cstdio>

#include "acquire/acquire.h"
#include "cli/command_table.h"
#include "cli/session.h"
#include "core/error.h"
#include "core/text.h"

namespace {

int status_of(core::ErrorCode code) {
  switch (code) {
    case core::ErrorCode::usage: return 2;
    case core::ErrorCode::faults: return 3;
    default: return 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (const auto status = acquire::run_if_reader_child(argc, argv)) {
    return *status;
  }
  cli::Common common;
  common.command_line.assign(argv, argv + argc);
  try {
    cli::install_cancel();
    return cli::CommandTable(common).run(argc, argv);
  } catch (const core::Error& error) {
    (void)std::fprintf(stderr, "exhibit: %s\n", core::shown(error.what(), true).c_str());
    return status_of(error.code());
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "exhibit: cannot go on: %s\n", core::shown(error.what()).c_str());
    return 1;
  }
}
