# Headers that nearly every file reads are read once for each target, which makes a build shorter. Builds with sanitisers do
# without, so that a file which does not include what it uses is found there.
function(exhibit_precompile target)
  if(EXHIBIT_SANITIZE)
    return()
  endif()
  target_precompile_headers(${target} PRIVATE
    <algorithm> <array> <chrono> <condition_variable> <functional> <map> <memory> <mutex> <optional> <set> <span> <sstream>
    <string> <string_view> <utility> <variant> <vector>
    <boost/filesystem/operations.hpp> <boost/filesystem/path.hpp> ${ARGN})
  # The first for compiler caches. GCC 12 takes its own library, read beforehand, for ours, and tells of strings in it what is not
  # so (GCC bugs 105329 and 105651); the builds with sanitisers keep these warnings errors.
  target_compile_options(${target} PRIVATE -fpch-preprocess -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow)
endfunction()
