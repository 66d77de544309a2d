// SPDX-License-Identifier: Apache-2.0
// The faces that documents are drawn with: loaded from files by name, seen by nobody else, without any fallback.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/path.h"
#include "report/document.h"

typedef struct _FcConfig FcConfig;
typedef struct _PangoContext PangoContext;
typedef struct _PangoFont PangoFont;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLayout PangoLayout;

namespace report {

struct ObjectRelease {
  void operator()(void* object) const noexcept;
};
/// Owner of one reference to a GObject.
template <typename T>
using Owned = std::unique_ptr<T, ObjectRelease>;

inline constexpr const char* kSansFamily = "Noto Sans CJK JP";
inline constexpr const char* kMonoFamily = "Noto Sans Mono CJK JP";

/// REQUIRES: outlives every layout made with its context. One thread at a time.
class FontMap {
 public:
  /// Throws Error when a font file is missing or holds other faces than expected.
  FontMap(const core::Path& folder, const std::string& language);

  PangoContext* context() const { return context_.get(); }

  /// The text as it will be drawn: deceptive characters, and those the face has no glyph for, spelled out. Line feeds
  /// stay.
  std::string drawable(std::string_view text, Span::Style style) const;

 private:
  struct ConfigRelease {
    void operator()(FcConfig* config) const noexcept;
  };
  /// Takes the configuration from the map first: pango itself would keep its reference for ever.
  struct MapRelease {
    void operator()(PangoFontMap* map) const noexcept;
  };
  bool has_glyph(char32_t point, Span::Style style) const;

  std::unique_ptr<FcConfig, ConfigRelease> config_;
  std::unique_ptr<PangoFontMap, MapRelease> map_;
  Owned<PangoContext> context_;
  Owned<PangoFont> plain_, strong_, code_;
};

}  // namespace report
