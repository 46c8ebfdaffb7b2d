/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind - the word: what goes out on a day, one message in full; the days of a period; the way of one pupil's matters.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#ifndef SIGNPOST_REMIND_H
#define SIGNPOST_REMIND_H

#include "work/remind_plan.h"

bool remind_run(const struct command_call *call, struct answer *answer);
/* --texts in data: letters name pupils, so --names has to be said with it. */
MUST_USE bool remind_texts(const struct command_call *call, bool *texts, struct err *err);
/* remind from DATE to DATE (remind_year.c). */
bool remind_year_run(const struct command_call *call, struct answer *answer, struct school *school, const struct selection *selection);
/* remind WHO --show: of each pupil named, who was told what, what comes next and its letter (remind_show.c). */
struct messages;
MUST_USE bool remind_show(const struct command_call *call, struct answer *answer, struct school *school, const struct digests *digests,
                          struct messages *messages, const struct selection *selection, struct err *err);
/* Whether somebody is to be told of a finding by that day, as things stand: the position's own, or a later one. */
bool remind_is_due(const struct position *position, const struct finding *finding, const struct ruling_snooze *snoozes, size_t count,
                   struct date through);

#endif
