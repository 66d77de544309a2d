// SPDX-License-Identifier: Apache-2.0
#include "acquire/survey/survey.h"

#include <algorithm>

#include "acquire/device/running_system.h"
#include "acquire/survey/hidden_areas.h"
#include "acquire/survey/media_survey.h"
#include "acquire/survey/smart.h"
#include "core/error.h"
#include "core/text.h"

namespace acquire {
namespace {

void warn_of_encryption(const MediaSurvey& media, std::vector<std::string>& out) {
  constexpr std::size_t kNamed = 8;
  if (media.encryption.empty()) {
    return;
  }
  std::string places;
  for (std::size_t i = 0; i < std::min(kNamed, media.encryption.size()); ++i) {
    const EncryptionSign& sign = media.encryption[i];
    places += (places.empty() ? "" : "; ") + std::string(sign.likely_only ? "likely, " : "") +
              core::shown(sign.kind) + " at byte " + core::grouped(sign.offset);
  }
  if (media.encryption.size() > kNamed) {
    places += "; and " + std::to_string(media.encryption.size() - kNamed) + " more";
  }
  out.push_back(
      "signs of encryption: " + places +
      "; once it is locked or powered off such a medium may never be read again: where it is open on a "
      "running system, image what is open first");
}

void warn_of_hidden(const HiddenAreas& hidden, std::vector<std::string>& out) {
  const auto more = [](const std::optional<std::uint64_t>& whole, std::uint64_t part) {
    return core::grouped(whole.value_or(part) - part);
  };
  constexpr const char* kLeft =
      " sectors of the device are hidden; they are not imaged, and nothing was unlocked: ";
  if (hidden.host_protected == HiddenAreas::Answer::hidden) {
    out.push_back(more(hidden.native_sectors, hidden.visible_sectors) + kLeft + "host-protected area");
  }
  if (hidden.overlay == HiddenAreas::Answer::hidden) {
    out.push_back(more(hidden.factory_sectors, hidden.native_sectors.value_or(hidden.visible_sectors)) +
                  kLeft + "device configuration overlay");
  }
  if (hidden.security == "locked") {
    out.push_back("the device is locked by an ATA password; its sectors will not be readable");
  }
}

}  // namespace

SourceSurvey survey_source(Source& source, WriteBlock write_block) {
  const SourceFacts& facts = source.facts();
  SourceSurvey out;
  out.write_block = std::move(write_block);
  out.holds_running_system = holds_running_system(facts);
  out.in_use = out.holds_running_system || is_mounted_writable(facts);
  out.hidden = hidden_areas_of(facts);
  out.smart = smart_of(facts);
  out.media = survey_media(source);
  return out;
}

std::vector<std::string> survey_warnings(const SourceFacts& source, const SourceSurvey& survey) {
  std::vector<std::string> out;
  if (survey.in_use) {
    out.push_back(core::shown(source.path) +
                  " is in use while it is imaged: the image will not be of one moment");
  }
  if (survey.smart.passed == false) {
    out.emplace_back("the device says of itself that it is failing (SMART)");
  }
  warn_of_hidden(survey.hidden, out);
  warn_of_encryption(survey.media, out);
  return out;
}

void refuse_running_system(const SourceFacts& source, bool live, const core::Path& root) {
  if (!live && holds_running_system(source, root)) {
    core::fail("cannot image " + core::shown(source.path) +
               ": this computer runs from it; shut it down and image it from another system, or give --live "
               "--unsigned "
               "--out DIR, which makes an image that is not of one moment and uses no key here");
  }
}

}  // namespace acquire
