// SPDX-License-Identifier: Apache-2.0
// For programs built with the address sanitiser. Cairo 1.16 loses two kilobytes per document and fontconfig a little
// once; that our own use of fontconfig frees all is a test of report/. Below a tracer leaks cannot be looked for.
#include <fstream>
#include <string>

namespace {

bool has_tracer() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("TracerPid:")) {
      return line.find_first_of("123456789") != std::string::npos;
    }
  }
  return false;
}

const bool kTraced = has_tracer();  // at the start: a locked-down child cannot look later

}  // namespace

extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libcairo.so\nleak:libfontconfig.so\n"; }
extern "C" const char* __lsan_default_options();
extern "C" const char* __lsan_default_options() { return "print_suppressions=0"; }
extern "C" int __lsan_is_turned_off();
extern "C" int __lsan_is_turned_off() { return kTraced ? 1 : 0; }
