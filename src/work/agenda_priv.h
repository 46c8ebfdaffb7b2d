/* SPDX-License-Identifier: GPL-3.0-or-later
 * agenda_priv - between the files of agenda: how an agenda is gathered.
 * Owns:  nothing.
 * Must not know: what a message says.
 */
#ifndef SIGNPOST_AGENDA_PRIV_H
#define SIGNPOST_AGENDA_PRIV_H

#include "work/agenda.h"

/* Something that stands for many. */
struct agenda_cause {
    bool stale;                  /* else: nobody holds the role */
    int32_t role;
    struct str group;
    size_t things;
};

struct gathering {
    struct agenda *agenda;
    struct occasions occasions;
    const struct ruling_snooze *snoozes;
    size_t snooze_count;
    struct agenda_cause *causes;
    size_t cause_count, cause_room;
};

/* All but what there is to tell: the ledger, what was put off, days that return. */
MUST_USE bool agenda_begin(struct arena *arena, struct school *school, const struct agenda_request *asked, struct agenda **out, struct err *err);
/* A finding with its readers: one matter, one more for each other holder of a form, none where nobody holds the role. */
void agenda_finding(struct gathering *g, const struct finding *finding, const struct notice_source *source);
/* Rows of one finding, by recipient and day. */
const struct ledger_notice *agenda_told(const struct agenda *agenda, struct str key, size_t *count);
const struct person *agenda_holder(const struct gathering *g, int32_t role, const struct finding *finding);
int32_t agenda_reader(const struct agenda *agenda, const struct person *holder);
int32_t agenda_person(const struct agenda *agenda, struct str recipient);
size_t agenda_add(struct agenda *agenda, const struct matter *matter, const struct digest_matter *plan);
void agenda_ledger(const struct agenda *agenda, struct str key, struct digest_matter *plan);

/* agenda_cause.c */
void agenda_nobody(struct gathering *g, int32_t role, struct str group);
void agenda_stale(struct gathering *g, const struct finding *finding);
void agenda_causes(struct gathering *g);
/* Whom mail does not reach: one matter each, for somebody else. */
MUST_USE bool agenda_undelivered(struct gathering *g, struct err *err);
/* Whom it can not even be sent to, after all that they would be told: likewise. */
void agenda_unreached(struct gathering *g);
void agenda_occasions(struct gathering *g);
void agenda_done(struct gathering *g, const struct finding *finding);
/* Of what is done, only where nothing of the same is left for the reader. */
void agenda_close(struct gathering *g);

/* agenda_clear.c: after all else. */
void agenda_clear(struct gathering *g);

#endif
