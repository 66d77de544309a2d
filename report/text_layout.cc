// SPDX-License-Identifier: Apache-2.0
#include "report/text_layout.h"

#include <pango/pangocairo.h>

#include <algorithm>

namespace report {
namespace {

constexpr double kEmphasisGrey = 0.40;
constexpr double kCodeSize = 8;

double points(int units) { return static_cast<double>(units) / PANGO_SCALE; }
int units(double points) { return static_cast<int>(points * PANGO_SCALE); }

void add(PangoAttrList* list, PangoAttribute* attribute, std::size_t start, std::size_t end) {
  attribute->start_index = static_cast<guint>(start);
  attribute->end_index = static_cast<guint>(end);
  ::pango_attr_list_insert(list, attribute);
}

void add_style(PangoAttrList* list, Span::Style style, const TextLook& look, std::size_t start,
               std::size_t end) {
  if (style == Span::Style::strong) {
    add(list, ::pango_attr_weight_new(PANGO_WEIGHT_BOLD), start, end);
  } else if (style == Span::Style::code) {
    add(list, ::pango_attr_family_new(kMonoFamily), start, end);
    add(list, ::pango_attr_size_new(units(std::min(kCodeSize, look.size))), start, end);
  } else if (style == Span::Style::emphasis) {
    const auto level = static_cast<guint16>(kEmphasisGrey * 65535);
    add(list, ::pango_attr_foreground_new(level, level, level), start, end);
  }
}

/// A layout of the text, not yet broken into lines.
Owned<PangoLayout> new_layout(const FontMap& fonts, const Text& text, const TextLook& look) {
  Owned<PangoLayout> layout(::pango_layout_new(fonts.context()));
  const std::unique_ptr<PangoAttrList, decltype(&::pango_attr_list_unref)> attributes(
      ::pango_attr_list_new(), &::pango_attr_list_unref);
  std::string all;
  for (const Span& span : text) {
    const Span::Style face = look.bold && span.style != Span::Style::code ? Span::Style::strong : span.style;
    const std::string drawn = fonts.drawable(span.text, face);
    add_style(attributes.get(), face, look, all.size(), all.size() + drawn.size());
    all += drawn;
  }
  add(attributes.get(), ::pango_attr_fallback_new(FALSE), 0, all.size());
  add(attributes.get(), ::pango_attr_insert_hyphens_new(FALSE), 0, all.size());
  add(attributes.get(), ::pango_attr_font_features_new("liga=0, clig=0"), 0, all.size());
  const std::unique_ptr<PangoFontDescription, decltype(&::pango_font_description_free)> font(
      ::pango_font_description_new(), &::pango_font_description_free);
  ::pango_font_description_set_family_static(font.get(), kSansFamily);
  ::pango_font_description_set_size(font.get(), units(look.size));
  ::pango_layout_set_font_description(layout.get(), font.get());
  ::pango_layout_set_auto_dir(layout.get(), FALSE);
  ::pango_layout_set_attributes(layout.get(), attributes.get());
  ::pango_layout_set_text(layout.get(), all.data(), static_cast<int>(all.size()));
  return layout;
}

double widest(PangoLayout* layout) {
  PangoRectangle extents;
  ::pango_layout_get_extents(layout, nullptr, &extents);
  return points(extents.width);
}

}  // namespace

LaidText lay_out(const FontMap& fonts, const Text& text, const TextLook& look, double width) {
  LaidText out;
  out.grey = look.grey;
  out.layout = new_layout(fonts, text, look);
  ::pango_layout_set_width(out.layout.get(), units(width));
  ::pango_layout_set_wrap(out.layout.get(), PANGO_WRAP_WORD_CHAR);
  if (look.most_lines > 0) {
    ::pango_layout_set_height(out.layout.get(), -static_cast<int>(look.most_lines));
    ::pango_layout_set_ellipsize(out.layout.get(), PANGO_ELLIPSIZE_END);
  }
  const std::unique_ptr<PangoLayoutIter, decltype(&::pango_layout_iter_free)> at(
      ::pango_layout_get_iter(out.layout.get()), &::pango_layout_iter_free);
  do {
    Line line;
    int top = 0;
    int bottom = 0;
    ::pango_layout_iter_get_line_yrange(at.get(), &top, &bottom);
    line.top = points(top);
    line.bottom = points(bottom);
    line.baseline = points(::pango_layout_iter_get_baseline(at.get()));
    out.lines.push_back(line);
  } while (::pango_layout_iter_next_line(at.get()) != FALSE);
  return out;
}

TextWidths measure(const FontMap& fonts, const Text& text, const TextLook& look) {
  TextWidths out;
  const Owned<PangoLayout> layout = new_layout(fonts, text, look);
  out.natural = widest(layout.get());
  ::pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
  ::pango_layout_set_width(layout.get(), 0);
  out.least = std::min(widest(layout.get()), out.natural);
  return out;
}

}  // namespace report
