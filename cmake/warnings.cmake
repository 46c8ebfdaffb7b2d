# SPDX-License-Identifier: GPL-3.0-or-later
# One list of warnings for both compilers; every one is an error.  Release builds are hardened.
function(signpost_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wimplicit-fallthrough
    -Werror -fstack-protector-strong -fPIE
    $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
  target_link_options(${target} PRIVATE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endfunction()
