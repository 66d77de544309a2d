// SPDX-License-Identifier: Apache-2.0
#include "cli/surveyed_source.h"

#include <algorithm>
#include <cstdio>

#include "acquire/device/running_system.h"
#include "acquire/device/write_block.h"
#include "cli/acquire_settings.h"
#include "core/error.h"
#include "core/text.h"

namespace cli {

void check_live(const Acquire& args) {
  if (args.is_unsigned && !args.live) {
    core::fail_usage(
        "--unsigned goes with --live: an image of a system that is at rest is signed where it is made");
  }
  if (args.is_unsigned != !args.out.empty()) {
    core::fail_usage("--unsigned and --out DIR go together: what is not signed goes to a folder of its own");
  }
  if (args.is_unsigned && !(args.second.empty() && args.continue_in.empty())) {
    core::fail_usage(std::string(args.second.empty() ? "--continue-in" : "--second") +
                     " goes with --case: what is not signed lies in the one folder that --out names");
  }
  if (!args.continue_in.empty() && !args.resume) {
    core::fail_usage("--continue-in goes with --resume: it tells where an interrupted image goes on");
  }
  if (args.is_unsigned == !args.folder.empty()) {
    core::fail_usage(args.is_unsigned ? "--unsigned needs no --case: nothing is recorded on a suspect host"
                                      : "--case is required");
  }
}

void refuse_source(const Acquire& args, const acquire::SourceFacts& source) {
  acquire::refuse_running_system(source, args.live);
  if (!args.is_unsigned && acquire::holds_running_system(source)) {
    core::fail("cannot image " + core::shown(args.source) +
               " into a case: this computer runs from it, and no private key is to be used on the host that "
               "is imaged; "
               "give --live --unsigned --out DIR and sign on another computer");
  }
  acquire::refuse_destination_on_source(source, args.is_unsigned ? args.out : args.folder);
}

void look_at(const Acquire& args, SurveyedSource& source,
             const std::function<std::unique_ptr<acquire::Source>()>& open) {
  acquire::WriteBlock block = args.write_block ? acquire::set_write_block(source.source->facts())
                                               : acquire::found_write_block(source.source->facts());
  if (args.write_block) {
    source.source = open();  // with the facts as they are now
  }
  source.survey = acquire::survey_source(*source.source, std::move(block));
  for (const std::string& warning : acquire::survey_warnings(source.source->facts(), source.survey)) {
    (void)std::fprintf(stderr, "warning: %s\n", warning.c_str());
  }
}

SurveyedSource open_surveyed(const Acquire& args, const acquire::ImageSettings& settings,
                             const std::function<std::unique_ptr<acquire::Source>()>& open,
                             std::uint64_t imaged) {
  SurveyedSource out;
  out.source = open();
  refuse_source(args, out.source->facts());
  acquire::check_can_hold(settings, out.source->facts());
  check_room(settings, out.source->facts().size - std::min(out.source->facts().size, imaged));
  look_at(args, out, open);
  return out;
}

}  // namespace cli
