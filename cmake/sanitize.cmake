# SPDX-License-Identifier: GPL-3.0-or-later
# Sanitizers behind SIGNPOST_SANITIZE; the fuzzer's instrumentation behind SIGNPOST_FUZZ.
function(signpost_sanitize target)
  if(SIGNPOST_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=address,undefined)
  endif()
  if(SIGNPOST_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()
