/* SPDX-License-Identifier: GPL-3.0-or-later
 * erasure - taking people out for good: records, undo steps, files of ours, and the search that proves it (safety 6.2).
 * Owns:  the file "erasure.unfinished" in the school's folder, from before the change until all is done.
 * Must not know: who is past a keep date, words and options.
 *
 * In this order, so that a run that is cut off can be gone on with: the texts to be looked for are written down; one change at
 * FULL takes the people out; the database is written anew and its log emptied; files of ours that may hold them are removed;
 * a fresh copy is made; everything in the folder is searched; a second journal row says how it ended.  What a person was told
 * apart from others (number, day of leaving, end of key stage 4) and the erasure itself stay, so that the rules on keeping
 * see it; and marks by which an import knows the pupil again (erased_mark.h).
 *
 * Example:
 *     struct erasure_request request = { .pupils = ids, .count = 3, .day = call->today, .reason = STR("keep-date"), .actor = call->actor };
 *     if (!erasure_preview(arena, school, &request, &would, err)) return false;
 *     ... consent ...
 *     if (!erasure_run(arena, school, &request, &report, err)) return false;    // nothing was erased
 *     if (!report.finished) ...                                                 // report.why says what stands in the way
 */
#ifndef SIGNPOST_ERASURE_H
#define SIGNPOST_ERASURE_H

#include "store/pupil.h"
#include "work/school.h"
#include "work/search.h"

struct erasure_request {
    const int64_t *pupils;
    size_t count;
    struct date day;
    struct str reason;           /* for the journal: no names */
    bool asked;                  /* by a person; else the keep date is over */
    struct str actor;
    int64_t state;               /* that the choice rests on, or VALUE_NONE */
};

struct erasure_would {
    struct pupil_erased rows;
    struct folder_files files;
};

struct erasure_report {
    int64_t row;                 /* of the journal */
    struct pupil_erased rows;    /* of a run that was gone on with: empty */
    bool begun;                  /* false: it was cut off before anything was erased, and nothing was */
    bool finished;
    struct err why;              /* not finished */
    const struct str *removed;   /* paths in the folder */
    size_t removed_count;
    struct str copy;             /* in backups/ */
    size_t searched;             /* files */
    const struct search_hit *hits;
    size_t hit_count;
    const struct str *unsearched;
    size_t unsearched_count;
    size_t texts;                /* that were looked for; 0: nothing of theirs is theirs alone */
    bool texts_lost;             /* the list of texts was gone, so that nothing could be looked for */
};

MUST_USE bool erasure_preview(struct arena *arena, struct school *school, const struct erasure_request *request, struct erasure_would *out, struct err *err);
MUST_USE bool erasure_run(struct arena *arena, struct school *school, const struct erasure_request *request, struct erasure_report *out, struct err *err);

/* One that is not finished; *row 0 when its number was not written down yet. */
bool erasure_pending(const char *folder, int64_t *row);
MUST_USE bool erasure_resume(struct arena *arena, struct school *school, struct str actor, struct erasure_report *out, struct err *err);

#endif
