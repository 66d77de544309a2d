// SPDX-License-Identifier: Apache-2.0
#include "report/font_map.h"

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <cstdio>

#include "core/error.h"
#include "core/text.h"

namespace report {
namespace {

constexpr const char* kDefaultFolder = "/usr/share/fonts/opentype/noto";
constexpr const char* kFiles[] = {"NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"};

void add_file(FcConfig* config, const core::Path& file) {
  boost::system::error_code error;
  const bool present = core::fs::is_regular_file(file, error);
  const std::string& name = file.native();
  if (!present ||
      ::FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(name.c_str())) != FcTrue) {
    core::fail("cannot load the font " + name + ": it is missing or no font (Debian: fonts-noto-cjk)");
  }
}

/// The face for a style; Error when the files do not hold it.
Owned<PangoFont> load_face(PangoFontMap* map, PangoContext* context, const char* family, bool strong) {
  const std::unique_ptr<PangoFontDescription, decltype(&::pango_font_description_free)> wanted(
      ::pango_font_description_new(), &::pango_font_description_free);
  ::pango_font_description_set_family_static(wanted.get(), family);
  ::pango_font_description_set_size(wanted.get(), 10 * PANGO_SCALE);
  ::pango_font_description_set_weight(wanted.get(), strong ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  Owned<PangoFont> font(::pango_font_map_load_font(map, context, wanted.get()));
  const std::unique_ptr<PangoFontDescription, decltype(&::pango_font_description_free)> got(
      font ? ::pango_font_describe(font.get()) : nullptr, &::pango_font_description_free);
  if (!got || ::pango_font_description_get_family(got.get()) != std::string_view(family)) {
    core::fail(std::string("cannot load the font ") + family + ": the font files do not hold it");
  }
  return font;
}

/// No hinting and no rounding: the same outlines and places on every machine.
void set_exact(PangoContext* context) {
  const std::unique_ptr<cairo_font_options_t, decltype(&::cairo_font_options_destroy)> options(
      ::cairo_font_options_create(), &::cairo_font_options_destroy);
  ::cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  ::cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  ::cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  ::pango_cairo_context_set_font_options(context, options.get());
  ::pango_cairo_context_set_resolution(context, 72.0);
  ::pango_context_set_round_glyph_positions(context, FALSE);
}

}  // namespace

void ObjectRelease::operator()(void* object) const noexcept { ::g_object_unref(object); }

void FontMap::ConfigRelease::operator()(FcConfig* config) const noexcept { ::FcConfigDestroy(config); }

void FontMap::MapRelease::operator()(PangoFontMap* map) const noexcept {
  ::pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), nullptr);
  ::g_object_unref(map);
}

FontMap::FontMap(const core::Path& folder, const std::string& language) : config_(::FcConfigCreate()) {
  if (!config_) {
    core::fail("cannot prepare the fonts: out of memory");
  }
  for (const char* file : kFiles) {
    add_file(config_.get(), (folder.empty() ? core::Path(kDefaultFolder) : folder) / file);
  }
  map_.reset(::pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  if (!map_) {
    core::fail("cannot prepare the fonts: this pango draws no FreeType fonts");
  }
  ::pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map_.get()), config_.get());
  context_.reset(::pango_font_map_create_context(map_.get()));
  set_exact(context_.get());
  // Said here because pango would otherwise ask the environment.
  ::pango_context_set_language(context_.get(), ::pango_language_from_string(language.c_str()));
  ::pango_context_set_base_dir(context_.get(), PANGO_DIRECTION_LTR);
  plain_ = load_face(map_.get(), context_.get(), kSansFamily, false);
  strong_ = load_face(map_.get(), context_.get(), kSansFamily, true);
  code_ = load_face(map_.get(), context_.get(), kMonoFamily, false);
}

bool FontMap::has_glyph(char32_t point, Span::Style style) const {
  PangoFont* font = style == Span::Style::strong ? strong_.get() : plain_.get();
  font = style == Span::Style::code ? code_.get() : font;
  return ::pango_font_has_char(font, point) != FALSE;
}

std::string FontMap::drawable(std::string_view text, Span::Style style) const {
  const std::string safe = core::shown(text, true);
  std::string out;
  for (const char32_t point : core::code_points(safe).value_or(std::vector<char32_t>{})) {
    if (point == '\n' || has_glyph(point, style)) {
      core::append_utf8(out, point);
    } else {
      char spelled[16];
      (void)std::snprintf(spelled, sizeof spelled, "\\u{%02X}", static_cast<unsigned>(point));
      out += spelled;
    }
  }
  return out;
}

}  // namespace report
