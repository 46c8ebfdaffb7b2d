/* SPDX-License-Identifier: GPL-3.0-or-later
 * sink_folder - drafts: each message as a file that a mail program opens ready to send, and one to read beside it.
 * Owns:  nothing.
 * Must not know: states, the ledger.
 *
 * Never in doubt: the same message gives the same two files.
 *
 * Example:
 *     struct sink sink = sink_folder();
 */
#ifndef SIGNPOST_SINK_FOLDER_H
#define SIGNPOST_SINK_FOLDER_H

#include "work/sink.h"

struct sink sink_folder(void);

#endif
