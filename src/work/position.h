/* SPDX-License-Identifier: GPL-3.0-or-later
 * position - one judgement of a school: policy, records and day to findings, counts and a fingerprint.
 * Owns:  nothing; it lies in the arena it was made in.
 * Must not know: how it is shown.
 *
 * Example:
 *     struct position_request request = { .as_of = call->as_of, .selection = &selection, .keep = KEEP_NEEDS };
 *     if (!position_judge(arena, school, &request, &position, err)) return false;
 */
#ifndef SIGNPOST_POSITION_H
#define SIGNPOST_POSITION_H

#include "engine/pass.h"
#include "store/ruling.h"
#include "work/redact.h"
#include "work/resolve.h"
#include "work/roster.h"

#define KEEP(status) (1u << (status))
#define KEEP_NEEDS (KEEP(STATUS_OVERDUE) | KEEP(STATUS_DUE_SOON) | KEEP(STATUS_MISSED) | KEEP(STATUS_UNKNOWN))
#define KEEP_ALL 0xffu

struct position;

struct position_request {
    struct date as_of;
    const struct selection *selection;   /* NULL: everything */
    bool past, leavers, ignore_exemptions;
    bool not_applicable;                 /* judge and hand over what is not applicable, too */
    bool pupils_only;                    /* nothing about staff, organisations, the school */
    unsigned keep;                       /* bit per status: copied to position.kept */
    /* May be NULL; called for every finding selected, in the engine's order. */
    bool (*each)(void *self, const struct position *position, const struct finding *finding, struct err *err);
    void *self;
    const struct tick *tick;
    const struct viewer *viewer;         /* who will read it; NULL: the careers team.  What it may not be told is neither kept
                                            nor handed over, only counted */
};

/* How the people whom a rule concerns stand, each once, by what is most urgent now; by a window that is over where there is
 * no other. */
struct rule_people {
    int64_t last;                        /* whose finding came last */
    enum status status;                  /* his so far */
    bool over;                           /* it is of a window that is over */
    int64_t people[STATUS_COUNT];
    int64_t left;                        /* of them: pupils who have left */
};

struct position {
    const struct school *school;
    struct date as_of;
    struct roster *roster;
    const struct ruling_exemption *exemptions;   /* holds are among them, see ruling_judged */
    size_t exemption_count;
    struct measured *measured;           /* the figures, in order of rules; none where the selection names pupils */
    size_t measured_count;
    struct finding *kept;                /* in the engine's order */
    size_t kept_count;
    uint64_t (*by_rule)[STATUS_COUNT];   /* [rule][status]: findings selected */
    uint64_t totals[STATUS_COUNT];
    uint8_t *pupil_statuses;             /* by rank in the roster: bit per status that the pupil has */
    struct str *failed;                  /* by rule: what its check function stopped with the first time; else empty */
    const struct viewer *viewer;         /* NULL: the careers team */
    uint64_t withheld;                   /* findings that the viewer may not be told of, where it sees names */
    struct rule_people *counted;         /* by rule */
    struct rule_people *people;          /* the same, for viewers who see counts alone; else NULL */
    uint64_t stale;                      /* unmet findings that rest on an import too old */
    struct pass_counts counts;
    struct str program;                  /* "sha256:..." of the rule program */
    struct str fingerprint;              /* the same of program, rows, calendar, people and day */
};

/* Its window is over, time to make up included. */
static inline bool position_is_over(const struct position *p, const struct finding *f) {
    return date_known(f->late_until) && date_before(f->late_until, p->as_of);
}

MUST_USE bool position_judge(struct arena *arena, struct school *school, const struct position_request *request,
                             struct position **out, struct err *err);
/* The same school under several policies, its records read once: the schools share records, vocabulary, calendar and
 * people, and differ in policy, program and hatch; the requests in who is told and what is kept.  One position each. */
MUST_USE bool position_judge_all(struct arena *arena, struct school *const *schools, const struct position_request *requests,
                                 size_t count, struct position **out, struct err *err);
/* Most urgent first, then the day (of what has passed the newest first), the name, the clause. */
void position_sort(struct arena *arena, const struct position *position, const struct finding **list, size_t count);
/* The person who answers for a finding, or NULL. */
const struct person *position_owner(const struct position *position, const struct finding *finding);
const struct ruling_exemption *position_exemption(const struct position *position, int64_t id);
/* Key that names a finding on every machine and in every run: "f:9c1e...". */
struct str finding_key(struct arena *arena, const struct position *position, const struct finding *finding);
/* Pupils on roll that the selection admits, and those of them with at least one of these statuses. */
size_t position_pupils(const struct position *position, const struct selection *selection, unsigned statuses);
/* Pupils who have left and have one of them, where the selection names no pupils. */
size_t position_left(const struct position *position, const struct selection *selection, unsigned statuses);
/* Exemptions that ended before the day while the finding that they covered is still unmet, among position.kept. */
size_t position_lapsed(const struct position *position);

#endif
