/* SPDX-License-Identifier: GPL-3.0-or-later
 * host_lua - fills struct host: what work asks of the floor that speaks Lua.
 * Owns:  nothing but the library's folder, borrowed.
 * Must not know: terminals.
 *
 * Example:
 *     struct host_lua lua = { .library = { NULL } };
 *     struct host host = host_lua(&lua);
 */
#ifndef SIGNPOST_HOST_LUA_H
#define SIGNPOST_HOST_LUA_H

#include "script/library.h"
#include "work/host.h"

struct host_lua {
    struct library library;
};

struct host host_lua(struct host_lua *self);

#endif
