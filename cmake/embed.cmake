# SPDX-License-Identifier: GPL-3.0-or-later
# Embedding: the SQL of the store, and the Lua library, policies and examples, go into the program unchanged.
# A Lua file that does not compile and an SQL statement without a name fail the build.
add_executable(embed ${CMAKE_SOURCE_DIR}/src/script/tool/embed.c)
target_link_libraries(embed PRIVATE signpost_lua)
target_compile_definitions(embed PRIVATE _POSIX_C_SOURCE=200809L)
signpost_warnings(embed)

# generated/sql.h: enum sql; generated/sql.c: texts by enum; schema_NNN texts.
function(signpost_embed_sql target)
  file(GLOB statements CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/store/sql/*.sql)
  file(GLOB schema CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/store/schema/*.sql)
  set(out ${CMAKE_BINARY_DIR}/generated)
  file(MAKE_DIRECTORY ${out})
  add_custom_command(OUTPUT ${out}/sql.h ${out}/sql.c
    COMMAND embed sql ${out}/sql.h ${out}/sql.c ${statements} -- ${schema}
    DEPENDS embed ${statements} ${schema} VERBATIM)
  target_sources(${target} PRIVATE ${out}/sql.h ${out}/sql.c)
endfunction()

# generated/embedded.c: struct embedded_file list, sorted by path relative to the source tree.
function(signpost_embed_files target)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
    ${CMAKE_SOURCE_DIR}/lua/*.lua ${CMAKE_SOURCE_DIR}/policies/*.lua
    ${CMAKE_SOURCE_DIR}/examples/harbour-view/*.lua ${CMAKE_SOURCE_DIR}/examples/harbour-view/*.csv)
  set(out ${CMAKE_BINARY_DIR}/generated)
  add_custom_command(OUTPUT ${out}/embedded.c
    COMMAND embed files ${out}/embedded.c ${files}
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    DEPENDS embed ${files} VERBATIM)
  target_sources(${target} PRIVATE ${out}/embedded.c)
endfunction()
