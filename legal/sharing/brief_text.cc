// SPDX-License-Identifier: Apache-2.0
// A brief as Markdown, as plain text and as JSON.
#include "legal/sharing/brief.h"

namespace legal {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

std::string entries_of(const Brief& brief, const BriefStatement& statement) {
  std::string out;
  for (const std::string& entry : statement.entries) {
    out += (out.empty() ? "" : ", ") + entry;
  }
  const bool ja = brief.language == "ja";
  return out.empty() ? "" : (ja ? "（項番 " : " (entry ") + out + (ja ? "）" : ")");
}

std::string title_of(const Brief& brief) {
  return brief.language == "ja" ? "匿名化報告（意思決定機関向け）" : "Anonymised brief for a decision body";
}

std::vector<std::string> head_of(const Brief& brief) {
  if (brief.language == "ja") {
    return {"宛先：" + brief.body, "インシデント：" + brief.incident,
            "基準日：" + brief.as_of + "（協定世界時）",
            "仮名の系列：" + brief.series + "。系列の異なる報告の仮名は、同じでも別の者を指す。",
            std::string("項番は台帳の記録番号であり、台帳の保有者が各記述を照合するためのものである。") +
                "仮名と実名の対応は、二名の鍵で封じて保管している。"};
  }
  return {
      "For: " + brief.body, "Incident: " + brief.incident, "As of: " + brief.as_of + " (UTC)",
      "Series of pseudonyms: " + brief.series +
          ". In a brief of another series the same pseudonym is somebody else.",
      std::string("Entry numbers are those of the ledger, whose holder can check each statement by them.") +
          " Who is behind the pseudonyms is kept sealed under the keys of two people."};
}

/// A person's words are never markup: what Markdown would read as such is escaped, and a line feed is a blank.
std::string plain_markdown(const std::string& text) {
  static const std::string special = "\\`*_{}[]<>#|~!";
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string::npos) {
      out += '\\';
    }
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string one_line(std::string text) {
  for (char& c : text) {
    c = c == '\n' ? ' ' : c;
  }
  return text;
}

std::string none_of(const Brief& brief) { return brief.language == "ja" ? "記録なし" : "nothing recorded"; }

}  // namespace

std::string brief_markdown(const Brief& brief) {
  std::string out = "# " + title_of(brief) + "\n\n";
  for (const std::string& line : head_of(brief)) {
    out += plain_markdown(line) + "  \n";
  }
  for (const BriefSection& section : brief.sections) {
    out += "\n## " + section.heading.in(brief.language) + "\n\n";
    for (const BriefStatement& statement : section.statements) {
      out += "- " + plain_markdown(statement.text) + entries_of(brief, statement) + "\n";
    }
    out += section.statements.empty() ? none_of(brief) + "\n" : "";
  }
  return out;
}

std::string brief_plain(const Brief& brief) {
  std::string out = title_of(brief) + "\n\n";
  for (const std::string& line : head_of(brief)) {
    out += one_line(line) + "\n";
  }
  for (const BriefSection& section : brief.sections) {
    out += "\n" + section.heading.in(brief.language) + "\n";
    for (const BriefStatement& statement : section.statements) {
      out += "  " + one_line(statement.text) + entries_of(brief, statement) + "\n";
    }
    out += section.statements.empty() ? "  " + none_of(brief) + "\n" : "";
  }
  return out;
}

Value brief_json(const Brief& brief) {
  Array sections;
  for (const BriefSection& section : brief.sections) {
    Array statements;
    for (const BriefStatement& statement : section.statements) {
      statements.emplace_back(Object{{"entries", Array(statement.entries.begin(), statement.entries.end())},
                                     {"text", statement.text}});
    }
    sections.emplace_back(Object{{"heading", section.heading.in(brief.language)},
                                 {"section", section.id},
                                 {"statements", std::move(statements)}});
  }
  return Object{
      {"as_of", brief.as_of},       {"body", brief.body},         {"format", "exhibit.evidence/brief/v1"},
      {"incident", brief.incident}, {"language", brief.language}, {"sections", std::move(sections)},
      {"series", brief.series}};
}

}  // namespace legal
