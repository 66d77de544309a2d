// SPDX-License-Identifier: Apache-2.0
// The timeline as a picture: one row for each happening, one lane for each track.
#include <fmt/format.h>

#include <array>

#include "core/text.h"
#include "legal/timeline.h"

namespace legal {

namespace {

constexpr std::size_t kMostRows = 400;
constexpr std::size_t kMostText = 110;  // code points
constexpr int kRow = 26, kTop = 86, kWidth = 1180, kLanes = 250, kLane = 30;

struct Track {
  const char* name;
  Bilingual title;
  const char* colour;
};
const std::array<Track, 6>& tracks() {
  static const std::array<Track, 6> all = {{{"detect", {"detect", "発見"}, "#8a5a00"},
                                            {"triage", {"triage", "トリアージ"}, "#6a3d9a"},
                                            {"respond", {"respond", "対応"}, "#1f6f43"},
                                            {"evidence", {"evidence", "証拠"}, "#1d4e89"},
                                            {"legal", {"legal", "法務"}, "#9b2226"},
                                            {"review", {"review", "見直し"}, "#4a4a4a"}}};
  return all;
}

std::size_t lane_of(const std::string& track) {
  for (std::size_t i = 0; i < tracks().size(); ++i) {
    if (track == tracks()[i].name) {
      return i;
    }
  }
  return 0;
}

/// Text as it may stand in a picture: what hides is spelled out, what is markup is escaped.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : core::shown(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string cut(const std::string& text) {
  const auto points = core::code_points(core::shown(text));
  if (!points || points->size() <= kMostText) {
    return text;
  }
  std::string out;
  for (std::size_t i = 0; i < kMostText; ++i) {
    core::append_utf8(out, (*points)[i]);
  }
  return out + "…";
}

std::string text_at(int x, int y, const std::string& text, const char* style) {
  return fmt::format("<text x=\"{}\" y=\"{}\" {}>{}</text>\n", x, y, style, escaped(text));
}

std::string row_of(const Records& records, const Happening& row, const std::string& language, int y) {
  const std::size_t lane = lane_of(row.track);
  const int x = kLanes + static_cast<int>(lane) * kLane;
  const std::string time = row.at.text().substr(0, 10) + " " + row.at.text().substr(11, 8) + "Z";
  std::string words = row.title.in(language);
  for (const std::string& part : {row.item, row.text}) {
    words += (words.empty() || part.empty() ? "" : ": ") + part;
  }
  return text_at(20, y + 4, time + (row.by_entry ? " *" : ""),
                 "font-size=\"12\" font-family=\"monospace\" fill=\"#333\"") +
         fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"5\" fill=\"{}\"/>\n", x, y, tracks()[lane].colour) +
         text_at(kLanes + 6 * kLane, y + 4, cut(words), "font-size=\"12\" fill=\"#111\"") +
         text_at(kWidth - 20, y + 4, records.ledger().label(row.entry),
                 "font-size=\"11\" text-anchor=\"end\" fill=\"#666\"");
}

}  // namespace

std::string timeline_svg(const Records& records, const std::vector<Happening>& timeline,
                         const std::string& title, const std::string& language) {
  const std::size_t rows = std::min(timeline.size(), kMostRows);
  const int height = kTop + static_cast<int>(rows) * kRow + 56;
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
      "font-family=\"'Noto Sans CJK JP', sans-serif\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n",
      kWidth, height);
  out += text_at(20, 30, title, "font-size=\"18\" font-weight=\"bold\" fill=\"#111\"");
  for (std::size_t i = 0; i < tracks().size(); ++i) {
    const int x = kLanes + static_cast<int>(i) * kLane;
    out += fmt::format("<line x1=\"{0}\" y1=\"{1}\" x2=\"{0}\" y2=\"{2}\" stroke=\"#ddd\"/>\n", x, kTop - 14,
                       height - 46);
    out += fmt::format(
        "<text transform=\"translate({},{}) rotate(-30)\" font-size=\"11\" fill=\"{}\">{}</text>\n", x,
        kTop - 20, tracks()[i].colour, escaped(tracks()[i].title.in(language)));
  }
  for (std::size_t i = 0; i < rows; ++i) {
    out += row_of(records, timeline[i], language, kTop + static_cast<int>(i) * kRow);
  }
  const bool ja = language == "ja";
  std::string foot =
      ja ? "* は台帳に記録された時刻（主張された時刻）。右端は項番。"
         : "* the time at which it was recorded, as claimed. At the right the number of the entry.";
  if (timeline.size() > rows) {
    foot += ja ? fmt::format(" ほか{}件は省略。", timeline.size() - rows)
               : fmt::format(" {} more are not drawn.", timeline.size() - rows);
  }
  out += text_at(20, height - 18, foot, "font-size=\"11\" fill=\"#666\"");
  return out + "</svg>\n";
}

}  // namespace legal
