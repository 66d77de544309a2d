// SPDX-License-Identifier: Apache-2.0
#include "acquire/writing/ewf_labels.h"

#include <sys/utsname.h>

#include <algorithm>
#include <ctime>

#include "acquire/writing/ewf_sections.h"
#include "core/text.h"
#include "core/version.h"

namespace acquire::ewf {
namespace {

// EnCase shows longer texts wrongly.
constexpr std::size_t kTextLength = 480;  // Debian's ewfinfo shows up to 511 bytes
constexpr std::size_t kSoftwareLength = 11;
constexpr std::size_t kSystemLength = 23;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

/// Tabs and line feeds separate the values; readers give long ones up.
std::string label_text(const std::string& value) {
  std::string text = core::is_utf8(value) ? value : core::shown(value);
  if (text.size() > kTextLength) {
    std::size_t end = kTextLength;
    while ((static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
      --end;
    }
    text.resize(end);
    text += " (shortened)";
  }
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r' || c == '\0'; }, ' ');
  return text;
}

std::string software_name() {
  const std::string version(core::kProgramVersion);
  const std::string name = std::string(core::kProgramName) + " " + version.substr(0, version.rfind('.'));
  return name.substr(0, kSoftwareLength);
}

std::string system_name() {
  struct utsname system {};
  if (::uname(&system) != 0) {
    return {};
  }
  return (std::string(system.sysname) + " " + system.release).substr(0, kSystemLength);
}

void append_utf16(core::Bytes& out, char32_t code_point) {
  const auto unit = [&](std::uint32_t value) {
    out.push_back(static_cast<std::uint8_t>(value));
    out.push_back(static_cast<std::uint8_t>(value >> 8U));
  };
  if (code_point < 0x10000) {
    unit(code_point);
    return;
  }
  const std::uint32_t above = code_point - 0x10000;
  unit(0xd800U + (above >> 10U));
  unit(0xdc00U + (above & 0x3ffU));
}

std::string ascii(const std::string& text) {
  std::string out;
  for (const char32_t code_point : core::code_points(text).value_or(std::vector<char32_t>{})) {
    out += code_point >= 0x20 && code_point < 0x7f ? static_cast<char>(code_point) : '?';
  }
  return out;
}

/// "2026 11 29 0 18 11", as EnCase writes it.
std::string local_time_text(core::UtcTime time) {
  const std::time_t seconds = time.micros / kMicrosPerSecond;
  std::tm local{};
  if (::localtime_r(&seconds, &local) == nullptr) {
    return "1970 1 1 0 0 0";
  }
  std::string out = std::to_string(local.tm_year + 1900);
  for (const int part : {local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec}) {
    out += " " + std::to_string(part);
  }
  return out;
}

}  // namespace

Labels labels_of(const ImageLabels& labels, const SourceFacts& source, core::UtcTime acquired) {
  Labels out;
  out.case_number = label_text(labels.case_number);
  out.evidence_number = label_text(labels.evidence_number);
  out.description = label_text(labels.description);
  out.examiner = label_text(labels.examiner);
  out.notes = label_text(labels.notes);
  out.model = label_text(source.model);
  out.serial = label_text(source.serial);
  out.software = software_name();
  out.system = label_text(system_name());
  out.acquired = acquired;
  return out;
}

core::Bytes header2_data(const Labels& labels) {
  const std::string seconds = std::to_string(labels.acquired.micros / kMicrosPerSecond);
  std::string text = "3\nmain\na\tc\tn\te\tt\tmd\tsn\tav\tov\tm\tu\tp\tdc\n";
  for (const std::string& value :
       {labels.description, labels.case_number, labels.evidence_number, labels.examiner, labels.notes,
        labels.model, labels.serial, labels.software, labels.system, seconds, seconds}) {
    text += value + "\t";
  }
  text += "0\t\n\n";  // no password
  // The trees of sources and subjects, which EnCase expects; both empty.
  text += "srce\n0\t1\np\tn\tid\tev\ttb\tlo\tpo\tah\tgu\taq\n0\t0\n\t\t\t\t\t-1\t-1\t\t\t\n\n";
  text += "sub\n0\t1\np\tn\tid\tnu\tco\tgu\n0\t0\n\t\t\t\t1\t\n\n";
  core::Bytes out{0xff, 0xfe};
  for (const char32_t code_point : core::code_points(text).value_or(std::vector<char32_t>{})) {
    append_utf16(out, code_point);
  }
  return packed_text(out);
}

core::Bytes header_data(const Labels& labels) {
  const std::string time = local_time_text(labels.acquired);
  std::string text = "1\r\nmain\r\nc\tn\ta\te\tt\tav\tov\tm\tu\tp\r\n";
  for (const std::string& value : {labels.case_number, labels.evidence_number, labels.description,
                                   labels.examiner, labels.notes, labels.software, labels.system}) {
    text += ascii(value) + "\t";
  }
  text += time + "\t" + time + "\t0\r\n\r\n";
  return packed_text(core::as_bytes(text));
}

}  // namespace acquire::ewf
