// SPDX-License-Identifier: Apache-2.0
#include "report/render_label.h"

#include <cairo-svg.h>
#include <pango/pangocairo.h>

#include <memory>

#include "core/error.h"
#include "report/qr_code.h"
#include "report/text_layout.h"

namespace report {
namespace {

constexpr double kWidth = 297.6;  // points: 105 mm
constexpr double kHeight = 147.4;
constexpr double kMargin = 6;
constexpr double kDotsPerPoint = 300.0 / 72.0;

using Surface = std::unique_ptr<cairo_surface_t, decltype(&::cairo_surface_destroy)>;

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) noexcept {
  try {
    auto* bytes = static_cast<core::Bytes*>(closure);
    bytes->insert(bytes->end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
  } catch (const std::exception&) {
    return CAIRO_STATUS_NO_MEMORY;
  }
}

void need(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    core::fail(std::string("cannot draw the label: ") + ::cairo_status_to_string(status));
  }
}

/// Returns where the code ends, its quiet zone included.
double draw_code(cairo_t* cairo, const std::string& text) {
  const QrCode code = qr_code(text);
  const double side = kHeight / static_cast<double>(code.width + 2 * kQuietZone);
  for (const QrCode::Run& run : code.runs()) {
    ::cairo_rectangle(cairo, side * static_cast<double>(run.x + kQuietZone),
                      side * static_cast<double>(run.y + kQuietZone), side * static_cast<double>(run.length),
                      side);
  }
  ::cairo_fill(cairo);
  return kHeight;
}

double draw_text(cairo_t* cairo, const LaidText& text, double x, double y) {
  ::cairo_set_source_rgb(cairo, text.grey, text.grey, text.grey);
  for (std::size_t i = 0; i < text.lines.size(); ++i) {
    ::cairo_move_to(cairo, x, y + text.lines[i].baseline);
    ::pango_cairo_show_layout_line(cairo,
                                   ::pango_layout_get_line_readonly(text.layout.get(), static_cast<int>(i)));
  }
  return y + text.height();
}

void draw(cairo_surface_t* surface, const LabelSheet& sheet) {
  const FontMap fonts("", sheet.language);
  const std::unique_ptr<cairo_t, decltype(&::cairo_destroy)> cairo(::cairo_create(surface), &::cairo_destroy);
  ::cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  ::cairo_paint(cairo.get());
  ::cairo_set_source_rgb(cairo.get(), 0, 0, 0);
  ::cairo_set_antialias(cairo.get(), CAIRO_ANTIALIAS_NONE);  // no grey seams between squares
  const double left = draw_code(cairo.get(), sheet.code);
  const double width = kWidth - left - kMargin;
  TextLook title;
  title.size = 16;
  title.bold = true;
  title.most_lines = 2;
  double y = draw_text(cairo.get(), lay_out(fonts, {{sheet.title, Span::Style::strong}}, title, width), left,
                       kMargin);
  TextLook small;
  small.size = 6;
  small.most_lines = 4;
  for (const auto& [name, value] : sheet.lines) {
    const Text text = {{name + " ", Span::Style::emphasis}, {value, Span::Style::code}};
    y = draw_text(cairo.get(), lay_out(fonts, text, small, width), left, y + 2);
  }
  need(::cairo_status(cairo.get()));
}

}  // namespace

core::Bytes render_label_svg(const LabelSheet& sheet) {
  core::Bytes out;
  const Surface surface(::cairo_svg_surface_create_for_stream(&append, &out, kWidth, kHeight),
                        &::cairo_surface_destroy);
  draw(surface.get(), sheet);
  ::cairo_surface_finish(surface.get());
  need(::cairo_surface_status(surface.get()));
  return out;
}

core::Bytes render_label_png(const LabelSheet& sheet) {
  core::Bytes out;
  const Surface surface(
      ::cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(kWidth * kDotsPerPoint),
                                   static_cast<int>(kHeight * kDotsPerPoint)),
      &::cairo_surface_destroy);
  ::cairo_surface_set_device_scale(surface.get(), kDotsPerPoint, kDotsPerPoint);
  draw(surface.get(), sheet);
  need(::cairo_surface_write_to_png_stream(surface.get(), &append, &out));
  return out;
}

}  // namespace report
