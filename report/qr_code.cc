// SPDX-License-Identifier: Apache-2.0
#include "report/qr_code.h"

#include <qrencode.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "core/error.h"

namespace report {

std::vector<QrCode::Run> QrCode::runs() const {
  std::vector<Run> out;
  for (std::size_t y = 0; y < width; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      if (!dark[y * width + x]) {
        continue;
      }
      if (x > 0 && dark[y * width + x - 1]) {
        ++out.back().length;
      } else {
        out.push_back({x, y, 1});
      }
    }
  }
  return out;
}

QrCode qr_code(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&::QRcode_free)> code(
      ::QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()),
                          0, QR_ECLEVEL_M),
      &::QRcode_free);
  if (!code) {
    core::fail(std::string("cannot draw the QR code: ") + std::strerror(errno));
  }
  QrCode out;
  out.width = static_cast<std::size_t>(code->width);
  out.dark.reserve(out.width * out.width);
  for (std::size_t i = 0; i < out.width * out.width; ++i) {
    out.dark.push_back((code->data[i] & 1U) != 0);
  }
  return out;
}

}  // namespace report
