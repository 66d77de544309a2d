// SPDX-License-Identifier: Apache-2.0
// For programs built with the address sanitiser: cairo 1.16 loses two kilobytes per document and fontconfig a little
// once. That our own use of fontconfig frees all is a test of report/.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libcairo.so\nleak:libfontconfig.so\n"; }
