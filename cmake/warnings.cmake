# Warnings are errors in every build; sanitisers are chosen by preset.
add_library(exhibit_warnings INTERFACE)
target_compile_options(exhibit_warnings INTERFACE -Wall -Wextra -Wconversion -Wshadow -Wpedantic -Werror
  # GCC 12 reports moves of std::variant as uninitialised when it optimises (GCC bug 105562 and its kin).
  -Wno-maybe-uninitialized)
set(EXHIBIT_SANITIZE "" CACHE STRING "sanitisers to build with, as -fsanitize= takes them")
if(EXHIBIT_SANITIZE)
  add_compile_options(-fsanitize=${EXHIBIT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${EXHIBIT_SANITIZE})
endif()
add_compile_options(-fstack-protector-strong)
add_link_options(-Wl,-z,relro,-z,now)
