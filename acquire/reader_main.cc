// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <string_view>

#include "acquire/acquire.h"
#include "acquire/child/reader_job.h"
#include "acquire/files/file_job.h"
#include "acquire/reading/block_server.h"
#include "acquire/reading/image_job.h"

namespace acquire {

std::optional<int> run_if_reader_child(int argc, char** argv) {
  const std::string_view name = argc == 3 ? argv[0] : "";
  const bool whole = name == kReaderName || name == kSecondReaderName;
  if (!whole && name != kBlockReaderName && name != kFileReaderName) {
    return std::nullopt;
  }
  ::close_range(whole ? kMediaDescriptor + 1 : STDERR_FILENO + 1, ~0U, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  const ImageFormat format = std::string_view(argv[2]) == kFormatE01 ? ImageFormat::e01 : ImageFormat::raw;
  if (name == kFileReaderName) {
    return serve_files_locked_down(argv[1], format, STDIN_FILENO, STDOUT_FILENO);
  }
  if (name == kBlockReaderName) {
    return serve_blocks_locked_down(argv[1], format, STDIN_FILENO, STDOUT_FILENO);
  }
  return serve_image_locked_down(argv[1], format, name == kReaderName ? Decoder::own : Decoder::libewf,
                                 STDIN_FILENO, STDOUT_FILENO);
}

}  // namespace acquire
