// SPDX-License-Identifier: Apache-2.0
// A source opened for imaging, with all that is found out about it first.
#pragma once

#include <functional>

#include "acquire/survey/survey.h"
#include "acquire/writing/image_writer.h"
#include "cli/commands.h"

namespace cli {

struct SurveyedSource {
  std::unique_ptr<acquire::Source> source;
  acquire::SourceSurvey survey;
};

/// Throws Error `usage` when --live, --unsigned, --out and --case do not go together.
void check_live(const Acquire& args);

/// Throws Error when the source is the running system's own without --live or into a case, and when the destination lies on it.
void refuse_source(const Acquire& args, const acquire::SourceFacts& source);

/// Sets the write block if it is asked for (then the source is opened anew), asks medium, device and kernel, and tells a person what
/// they should know before the source is read.
void look_at(const Acquire& args, SurveyedSource& source,
             const std::function<std::unique_ptr<acquire::Source>()>& open);

/// Opens the source by `open`; refuses a destination on it, one that cannot hold the image, and the running system's own root without
/// --live; and looks at it. `imaged`: bytes of the media that the destination holds already. REQUIRES: settings.folder is set.
SurveyedSource open_surveyed(const Acquire& args, const acquire::ImageSettings& settings,
                             const std::function<std::unique_ptr<acquire::Source>()>& open,
                             std::uint64_t imaged = 0);

}  // namespace cli
