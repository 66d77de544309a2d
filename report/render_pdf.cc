// SPDX-License-Identifier: Apache-2.0
// Draws laid out pages with cairo: footers, page numbers, outline and metadata.
#include "report/render_pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <exception>
#include <map>
#include <memory>
#include <optional>

#include "core/error.h"
#include "report/page_layout.h"

namespace report {
namespace {

constexpr double kPageWidth = 595.276;
constexpr double kPageHeight = 841.89;
constexpr double kSide = 62;
constexpr double kTop = 58;
constexpr double kFoot = 36;
constexpr double kNumberWidth = 82;
constexpr double kDiagonal = 940;   // room for a word across the page
constexpr double kSlope = -0.9553;  // radians: from the lower left to the upper right corner
constexpr std::size_t kFooterLines = 12;

/// Collects what cairo writes; an exception on the way is kept, as none may pass through C.
struct Sink {
  core::Bytes bytes;
  std::exception_ptr fault;
};

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) noexcept {
  auto* sink = static_cast<Sink*>(closure);
  try {
    sink->bytes.insert(sink->bytes.end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
  } catch (...) {
    sink->fault = std::current_exception();
    return CAIRO_STATUS_NO_MEMORY;
  }
}

std::string page_words(const std::string& language, std::size_t page, std::size_t pages) {
  const std::string of = std::to_string(page) + (language == "ja" ? " / " : " of ") + std::to_string(pages);
  return language == "ja" ? of + " ページ" : "page " + of;
}

/// What stands on every page beside its content, each on one line.
struct Watermark {
  LaidText across, band;
};

std::optional<Watermark> lay_out_watermark(const Document& document, const FontMap& fonts) {
  if (document.watermark.empty()) {
    return std::nullopt;
  }
  TextLook across;
  across.size = 78;
  across.bold = true;
  across.grey = 0.88;
  across.most_lines = 1;
  TextLook band;
  band.size = 13;
  band.bold = true;
  band.grey = 0.25;
  band.most_lines = 1;
  const Text words = {{document.watermark, Span::Style::strong}};
  return Watermark{lay_out(fonts, words, across, kDiagonal),
                   lay_out(fonts, words, band, kPageWidth - 2 * kSide)};
}

double width_of(const LaidText& text) {
  PangoRectangle extents;
  ::pango_layout_get_extents(text.layout.get(), nullptr, &extents);
  return static_cast<double>(extents.width) / PANGO_SCALE;
}

struct Footer {
  std::vector<LaidText> lines;
  double height = 0;
};

TextLook footer_look() {
  TextLook look;
  look.size = 7.5;
  look.grey = 0.3;
  look.most_lines = 3;
  return look;
}

Footer lay_out_footer(const Document& document, const FontMap& fonts) {
  Footer out;
  if (document.footer.size() > kFooterLines) {
    core::fail("cannot draw the document: it has more than " + std::to_string(kFooterLines) +
               " footer lines");
  }
  for (const std::string& line : document.footer) {
    // The page number stands beside the first line.
    const double width = kPageWidth - 2 * kSide - (out.lines.empty() ? kNumberWidth : 0);
    out.lines.push_back(lay_out(fonts, {{line, Span::Style::plain}}, footer_look(), width));
    out.height += out.lines.back().height();
  }
  const LaidText number = lay_out(fonts, {{"0", Span::Style::plain}}, footer_look(), kNumberWidth);
  out.height = std::max(out.height, number.height());
  return out;
}

class Painter {
 public:
  Painter(const Document& document, const PdfOptions& options, const FontMap& fonts)
      : document_(document),
        fonts_(fonts),
        surface_(::cairo_pdf_surface_create_for_stream(&append, &sink_, kPageWidth, kPageHeight),
                 &::cairo_surface_destroy),
        cairo_(nullptr, &::cairo_destroy) {
    ::cairo_pdf_surface_restrict_to_version(surface_.get(), CAIRO_PDF_VERSION_1_5);
    const std::string title = one_line(document.title);
    const std::string created = options.created.text().substr(0, 19) + "Z";
    set(CAIRO_PDF_METADATA_TITLE, title);
    set(CAIRO_PDF_METADATA_CREATOR, "Exhibit");
    set(CAIRO_PDF_METADATA_CREATE_DATE, created);
    set(CAIRO_PDF_METADATA_MOD_DATE, created);
    cairo_.reset(::cairo_create(surface_.get()));
  }

  core::Bytes paint(const Pages& pages, const Footer& footer, const std::optional<Watermark>& watermark) {
    add_outline(pages.outline);
    for (std::size_t i = 0; i < pages.pages.size(); ++i) {
      if (watermark) {
        draw_watermark(*watermark);
      }
      draw_page(pages.pages[i]);
      draw_footer(footer, i + 1, pages.pages.size());
      ::cairo_show_page(cairo_.get());
    }
    return finish();
  }

 private:
  void set(cairo_pdf_metadata_t what, const std::string& value) {
    ::cairo_pdf_surface_set_metadata(surface_.get(), what, value.c_str());
  }

  std::string one_line(const std::string& text) const {
    std::string out = fonts_.drawable(text, Span::Style::strong);
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
  }

  void add_outline(const std::vector<OutlineItem>& items) {
    std::map<int, int> open;  // the last item of each level
    for (const OutlineItem& item : items) {
      int parent = CAIRO_PDF_OUTLINE_ROOT;
      for (const auto& [level, id] : open) {
        parent = level < item.level ? id : parent;
      }
      const std::string where = "page=" + std::to_string(item.page + 1) + " pos=[" +
                                std::to_string(static_cast<int>(kSide)) + " " +
                                std::to_string(static_cast<int>(item.y)) + "]";
      const std::string text = one_line(item.text);
      const int id = ::cairo_pdf_surface_add_outline(surface_.get(), parent, text.c_str(), where.c_str(),
                                                     CAIRO_PDF_OUTLINE_FLAG_OPEN);
      open.erase(open.lower_bound(item.level), open.end());
      open[item.level] = id;
    }
  }

  void grey(double level) { ::cairo_set_source_rgb(cairo_.get(), level, level, level); }

  /// Areas first, so that none covers a line beside it.
  void draw_page(const std::vector<PageItem>& items) {
    for (const bool areas : {true, false}) {
      for (const PageItem& item : items) {
        if (std::holds_alternative<FillItem>(item) == areas) {
          std::visit([this](const auto& it) { draw(it); }, item);
        }
      }
    }
  }

  void draw(const TextItem& item) {
    if (item.first >= item.last) {
      return;
    }
    grey(item.text->grey);
    const double top = item.text->lines[item.first].top;
    for (std::size_t i = item.first; i < item.last; ++i) {
      ::cairo_move_to(cairo_.get(), item.x, item.y + item.text->lines[i].baseline - top);
      ::pango_cairo_show_layout_line(
          cairo_.get(), ::pango_layout_get_line_readonly(item.text->layout.get(), static_cast<int>(i)));
    }
  }

  void draw(const RuleItem& item) {
    grey(item.grey);
    ::cairo_rectangle(cairo_.get(), item.x, item.y - item.thickness / 2, item.width, item.thickness);
    ::cairo_fill(cairo_.get());
  }

  void draw(const FillItem& item) {
    grey(item.grey);
    ::cairo_rectangle(cairo_.get(), item.x, item.y, item.width, item.height);
    ::cairo_fill(cairo_.get());
  }

  /// Under all else, so that it takes no word away.
  void draw_watermark(const Watermark& watermark) {
    const auto item = [](const LaidText& text, double x, double y) {
      return TextItem{&text, 0, text.lines.size(), x - width_of(text) / 2, y - text.height() / 2};
    };
    ::cairo_save(cairo_.get());
    ::cairo_translate(cairo_.get(), kPageWidth / 2, kPageHeight / 2);
    ::cairo_rotate(cairo_.get(), kSlope);
    draw(item(watermark.across, 0, 0));
    ::cairo_restore(cairo_.get());
    draw(item(watermark.band, kPageWidth / 2, kTop / 2));
    draw(item(watermark.band, kPageWidth / 2, kPageHeight - kFoot / 2));
  }

  void draw_footer(const Footer& footer, std::size_t page, std::size_t pages) {
    double y = kPageHeight - kFoot - footer.height;
    draw(RuleItem{kSide, y - 4, kPageWidth - 2 * kSide, 0.4, 0.6});
    const LaidText number =
        lay_out(fonts_, {{page_words(document_.language, page, pages), Span::Style::plain}}, footer_look(),
                kNumberWidth);
    draw(TextItem{&number, 0, number.lines.size(), kPageWidth - kSide - width_of(number), y});
    for (const LaidText& line : footer.lines) {
      draw(TextItem{&line, 0, line.lines.size(), kSide, y});
      y += line.height();
    }
  }

  core::Bytes finish() {
    const cairo_status_t drawn = ::cairo_status(cairo_.get());
    cairo_.reset();
    ::cairo_surface_finish(surface_.get());
    const cairo_status_t written = ::cairo_surface_status(surface_.get());
    if (sink_.fault) {
      std::rethrow_exception(sink_.fault);
    }
    for (const cairo_status_t status : {drawn, written}) {
      if (status != CAIRO_STATUS_SUCCESS) {
        core::fail(std::string("cannot draw the document: ") + ::cairo_status_to_string(status));
      }
    }
    return std::move(sink_.bytes);
  }

  const Document& document_;
  const FontMap& fonts_;
  Sink sink_;
  std::unique_ptr<cairo_surface_t, decltype(&::cairo_surface_destroy)> surface_;
  std::unique_ptr<cairo_t, decltype(&::cairo_destroy)> cairo_;
};

}  // namespace

core::Bytes render_pdf(const Document& document, const PdfOptions& options) {
  const FontMap fonts(options.font_folder, document.language);
  const Footer footer = lay_out_footer(document, fonts);
  PageArea area;
  area.left = kSide;
  area.top = kTop;
  area.width = kPageWidth - 2 * kSide;
  area.bottom = kPageHeight - kFoot - footer.height - 16;
  const Pages pages = lay_out_pages(document, fonts, area);
  return Painter(document, options, fonts).paint(pages, footer, lay_out_watermark(document, fonts));
}

}  // namespace report
