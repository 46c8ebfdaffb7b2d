# SPDX-License-Identifier: GPL-3.0-or-later
# Sanitizers behind SIGNPOST_SANITIZE; the fuzzer's instrumentation behind SIGNPOST_FUZZ.
# -O1: a third of the time of -O0 in the tests, and traces that are still right.
function(signpost_sanitize target)
  if(SIGNPOST_SANITIZE)
    target_compile_options(${target} PRIVATE -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=address,undefined)
  endif()
  if(SIGNPOST_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()
