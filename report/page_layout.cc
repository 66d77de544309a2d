// SPDX-License-Identifier: Apache-2.0
// Blocks of a document on pages: headings, paragraphs, lists, notices and signature blocks.
#include "report/page_layout.h"

#include <algorithm>

#include "report/qr_code.h"

namespace report {
namespace {

constexpr double kIndent = 16;
constexpr double kParagraphGap = 6;
constexpr double kItemGap = 2.5;
constexpr double kTableGap = 9;
constexpr double kNoticePad = 8;
constexpr double kNoticeGrey = 0.95;
constexpr double kNoticeBar = 2.5;
constexpr double kCodeSide = 116;  // 41 mm with its quiet zone
constexpr double kSignatureRow = 25;
constexpr double kSignatureLabel = 74;
constexpr double kSignatureWidth = 330;

TextLook body_look() { return {}; }

TextLook heading_look(int level) {
  TextLook look;
  look.bold = true;
  look.size = level == 1 ? 13 : (level == 2 ? 11.5 : 10);
  return look;
}

double gap_before_heading(int level) { return level == 1 ? 17 : (level == 2 ? 13 : 10); }

std::string plain(const Text& text) {
  std::string out;
  for (const Span& span : text) {
    out += span.text;
  }
  return out;
}

struct SignatureWords {
  const char* signature;
  const char* name;
  const char* date;
  const char* place;
};

SignatureWords signature_words(const std::string& language) {
  return language == "ja" ? SignatureWords{"署名", "氏名", "日付", "場所"}
                          : SignatureWords{"Signature", "Name", "Date", "Place"};
}

/// Lays out one document; blocks are visited in order.
class Composer {
 public:
  Composer(PageFlow& flow, const Document& document) : flow_(flow), document_(document) {}

  void compose() {
    put_title();
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      next_ = i;
      std::visit([this](const auto& block) { put(block); }, document_.blocks[i]);
    }
  }

 private:
  double left() const { return flow_.area().left; }
  double width() const { return flow_.area().width; }
  LaidText laid(const Text& text, const TextLook& look, double wide) const {
    return lay_out(flow_.fonts(), text, look, wide);
  }

  void put_title() {
    TextLook look;
    look.size = 18;
    look.bold = true;
    flow_.put_lines(flow_.keep(laid({{document_.title, Span::Style::plain}}, look, width())), left());
    flow_.advance(5);
    flow_.put(RuleItem{left(), flow_.y(), width(), 0.8, 0.25});
    flow_.advance(10);
  }

  // What a heading must have below it on its page

  double start_of(std::size_t index) const {
    if (index >= document_.blocks.size()) {
      return 0;
    }
    return std::visit([&](const auto& block) { return start(block, index); }, document_.blocks[index]);
  }
  double start_of_lines(const Text& text, double wide) const {
    const LaidText lines = laid(text, body_look(), wide);
    return height_of(lines, 0, std::min<std::size_t>(lines.lines.size(), lines.lines.size() == 3 ? 3 : 2));
  }
  double start(const Heading& block, std::size_t index) const {
    return gap_before_heading(block.level) + laid(block.text, heading_look(block.level), width()).height() +
           4 + start_of(index + 1);
  }
  double start(const Paragraph& block, std::size_t index) const {
    const double lines = start_of_lines(block.text, width());
    const bool before_table =
        index + 1 < document_.blocks.size() && std::holds_alternative<Table>(document_.blocks[index + 1]);
    const LaidText all = laid(block.text, body_look(), width());
    // A short text that introduces a table stays with it.
    return before_table && all.lines.size() <= 4 ? all.height() + kParagraphGap + start_of(index + 1) : lines;
  }
  double start(const List& block, std::size_t) const {
    const double whole = height_of_short(block);
    return block.items.empty() || whole > 0 ? whole : start_of_lines(block.items.front(), width() - kIndent);
  }
  /// Height of a list short enough to be kept on one page; 0 of others.
  double height_of_short(const List& block) const {
    double height = 0;
    for (const Text& item : block.items) {
      height += laid(item, body_look(), width() - kIndent).height() + kItemGap;
      if (height > flow_.full_height() / 4) {
        return 0;
      }
    }
    return height;
  }
  double start(const Table& block, std::size_t) const { return table_start(flow_, block); }
  double start(const Quote& block, std::size_t) const {
    return start_of_lines(block.text, notice_width()) + 2 * kNoticePad;
  }
  double start(const SignatureBlock& block, std::size_t) const { return signature_height(block); }
  double start(const Code&, std::size_t) const { return kCodeSide; }
  double start(const PageBreak&, std::size_t) const { return 0; }

  // Blocks

  void put(const Heading& block) {
    const LaidText& text = flow_.keep(laid(block.text, heading_look(block.level), width()));
    flow_.need(std::min(start_of(next_), flow_.full_height() * 0.6));
    flow_.gap(gap_before_heading(block.level));
    flow_.mark(block.level, plain(block.text));
    flow_.put_lines(text, left());
    flow_.advance(4);
  }

  void put(const Paragraph& block) {
    const LaidText& text = flow_.keep(laid(block.text, body_look(), width()));
    flow_.need(std::min(start_of(next_), flow_.full_height() * 0.6));
    flow_.put_lines(text, left());
    flow_.advance(kParagraphGap);
  }

  void put(const List& block) {
    const std::size_t digits = std::to_string(block.items.size()).size();
    const double indent = block.numbered ? kIndent + 6.0 * static_cast<double>(digits - 1) : kIndent;
    flow_.need(height_of_short(block));
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      const LaidText& text = flow_.keep(laid(block.items[i], body_look(), width() - indent));
      flow_.need(height_of(text, 0, std::min<std::size_t>(text.lines.size(), 2)));
      const std::string mark = block.numbered ? std::to_string(i + 1) + "." : "•";
      const LaidText& sign = flow_.keep(laid({{mark, Span::Style::plain}}, body_look(), indent));
      flow_.put(TextItem{&sign, 0, sign.lines.size(), left() + 3, flow_.y()});
      flow_.put_lines(text, left() + indent);
      flow_.advance(kItemGap);
    }
    flow_.advance(kParagraphGap - kItemGap);
  }

  void put(const Table& block) {
    flow_.gap(2);
    flow_.need(std::min(table_start(flow_, block), flow_.full_height()));
    put_table(flow_, block);
    flow_.advance(kTableGap);
  }

  double notice_width() const { return width() - 2 * kNoticePad - kNoticeBar; }

  void put(const Quote& block) {
    const LaidText& text = flow_.keep(laid(block.text, body_look(), notice_width()));
    flow_.gap(3);
    const double whole = text.height() + 2 * kNoticePad;
    flow_.need(whole <= flow_.full_height() * 0.5 ? whole : start(block, next_));
    for (std::size_t first = 0; first < text.lines.size();) {
      const std::size_t fit = lines_that_fit(text, first, flow_.room() - 2 * kNoticePad);
      const std::size_t last = first + std::max<std::size_t>(fit, 1);
      put_notice_part(text, first, last);
      if (last < text.lines.size()) {
        flow_.new_page();
      }
      first = last;
    }
    flow_.advance(kTableGap);
  }

  void put_notice_part(const LaidText& text, std::size_t first, std::size_t last) {
    const double height = height_of(text, first, last) + 2 * kNoticePad;
    flow_.put(FillItem{left(), flow_.y(), width(), height, kNoticeGrey});
    flow_.put(FillItem{left(), flow_.y(), kNoticeBar, height, 0.35});
    flow_.put(TextItem{&text, first, last, left() + kNoticeBar + kNoticePad, flow_.y() + kNoticePad});
    flow_.advance(height);
  }

  // Signature blocks

  TextLook role_look() const { return heading_look(3); }
  /// Keeps a long name from pushing the block off its page.
  TextLook name_look() const {
    TextLook look;
    look.most_lines = 3;
    return look;
  }

  double name_height(const SignatureBlock& block) const {
    const double wide = kSignatureWidth - kSignatureLabel;
    return std::max(laid({{block.name, Span::Style::plain}}, name_look(), wide).height() + 8, kSignatureRow);
  }

  double signature_height(const SignatureBlock& block) const {
    TextLook look = role_look();
    look.most_lines = 4;
    const double role = laid({{block.role, Span::Style::plain}}, look, width()).height();
    return 8 + role + 3 * kSignatureRow + name_height(block) + 10;
  }

  void put(const SignatureBlock& block) {
    flow_.need(signature_height(block));
    flow_.gap(8);
    TextLook look = role_look();
    look.most_lines = 4;
    const LaidText& role = flow_.keep(laid({{block.role, Span::Style::plain}}, look, width()));
    flow_.put_lines(role, left());
    const SignatureWords words = signature_words(document_.language);
    put_signature_row(words.signature, "", kSignatureRow);
    put_signature_row(words.name, block.name, name_height(block));
    put_signature_row(words.date, "", kSignatureRow);
    put_signature_row(words.place, "", kSignatureRow);
    flow_.advance(10);
  }

  /// Label and value stand on the row's lower edge, the line below the value.
  void put_signature_row(const std::string& label, const std::string& value, double height) {
    const double wide = kSignatureWidth - kSignatureLabel;
    TextLook look;
    look.size = 9;
    look.grey = 0.25;
    const LaidText& name = flow_.keep(laid({{label, Span::Style::plain}}, look, kSignatureLabel));
    const LaidText& text = flow_.keep(laid({{value, Span::Style::plain}}, name_look(), wide - 4));
    const double bottom = flow_.y() + height;
    flow_.put(TextItem{&name, 0, name.lines.size(), left(), bottom - name.height() - 1});
    flow_.put(
        TextItem{&text, 0, text.lines.size(), left() + kSignatureLabel + 2, bottom - text.height() - 1});
    flow_.put(RuleItem{left() + kSignatureLabel, bottom, wide, 0.5, 0.3});
    flow_.advance(height);
  }

  void put(const Code& block) {
    const QrCode code = qr_code(block.text);
    const double side = kCodeSide / static_cast<double>(code.width + 2 * kQuietZone);
    flow_.gap(3);
    flow_.need(kCodeSide);
    for (const QrCode::Run& run : code.runs()) {
      // A little higher than a square, so that no light seam shows between rows.
      flow_.put(FillItem{left() + side * static_cast<double>(run.x + kQuietZone),
                         flow_.y() + side * static_cast<double>(run.y + kQuietZone),
                         side * static_cast<double>(run.length), side * 1.02, 0});
    }
    TextLook look;
    look.size = 7;
    const LaidText& text = flow_.keep(laid({{block.text, Span::Style::code}}, look, width() - kCodeSide));
    flow_.put(TextItem{&text, 0, text.lines.size(), left() + kCodeSide, flow_.y() + side * kQuietZone});
    flow_.advance(std::max(kCodeSide, text.height()) + kParagraphGap);
  }

  void put(const PageBreak&) {
    if (!flow_.at_top()) {
      flow_.new_page();
    }
  }

  PageFlow& flow_;
  const Document& document_;
  std::size_t next_ = 0;  // the block being put
};

}  // namespace

Pages lay_out_pages(const Document& document, const FontMap& fonts, const PageArea& area) {
  PageFlow flow(fonts, area);
  Composer(flow, document).compose();
  return flow.finish();
}

}  // namespace report
