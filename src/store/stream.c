/* SPDX-License-Identifier: GPL-3.0-or-later
 * stream - fills struct feed from the database.
 * Owns:  its cursors and buffers; a read snapshot from open to close.
 * Must not know: rules, findings.
 *
 * Participations come in order of person and activity key; each person's are put in order of index in a buffer, which
 * costs next to nothing because keys are mostly given in order of time.
 */
#include "store/stream.h"

#include <string.h>

#include "base/map.h"
#include "sql.h"
#include "store/ruling.h"
#include "store/stream_priv.h"
#include "store/value_priv.h"

/* buffers */

static void *grow(struct arena *arena, void *at, size_t size, uint32_t used, uint32_t *room) {
    uint32_t wider = *room ? 2 * *room : 64;
    void *more = arena_alloc_array(arena, wider, size);
    if (used) memcpy(more, at, used * size);
    *room = wider;
    return more;
}

static void add_participation(struct stream *s, struct batch *out, uint32_t activity, uint64_t facts) {
    if (out->participation_count == s->room.participations) {
        uint32_t room = s->room.participations;
        s->participations = grow(s->arena, s->participations, sizeof *s->participations, room, &s->room.participations);
        s->participations_spare = arena_array(s->arena, struct participation, s->room.participations);
    }
    s->participations[out->participation_count++] = (struct participation){ activity, facts };
}

/* Bottom-up merge sort into the spare buffer; no allocation.  Returns the buffer that holds the result. */
static struct participation *sort_participations(struct participation *at, struct participation *spare,
                                                 uint32_t count) {
    for (uint32_t width = 1; width < count; width *= 2) {
        for (uint32_t from = 0; from < count; from += 2 * width) {
            uint32_t middle = from + width < count ? from + width : count;
            uint32_t end = middle + width < count ? middle + width : count;
            uint32_t i = from, j = middle;
            for (uint32_t k = from; k < end; k++) {
                bool left = i < middle && (j >= end || at[i].activity <= at[j].activity);
                spare[k] = left ? at[i++] : at[j++];
            }
        }
        struct participation *swap = at;
        at = spare;
        spare = swap;
    }
    return at;
}

static void put_in_order(struct stream *s, struct batch *out) {
    uint32_t count = out->participation_count, i = 1;
    struct participation *at = s->participations;
    while (i < count && at[i - 1].activity < at[i].activity) i++;
    if (i < count && count <= 64) {
        for (; i < count; i++) {
            struct participation one = at[i];
            uint32_t to = i;
            for (; to > 0 && at[to - 1].activity > one.activity; to--) at[to] = at[to - 1];
            at[to] = one;
        }
    } else if (i < count) {
        struct participation *sorted = sort_participations(at, s->participations_spare, count);
        if (sorted != at) {
            s->participations_spare = at;
            s->participations = sorted;
        }
    }
    out->participations = s->participations;
}

/* one subject */

static bool read_participations(struct stream *s, struct batch *out, struct err *err) {
    struct cursor *c = &s->participation;
    uint64_t hash = s->hash;
    while (c->stmt && c->key < out->subject) {
        if (!cursor_next(s->db, c, err)) return false;
    }
    while (c->stmt && c->key == out->subject) {
        uint32_t activity = stream_index(s, sqlite3_column_int64(c->stmt, 1));
        s->rows++;
        if (activity != INDEX_NONE) {
            uint64_t facts = (uint64_t)sqlite3_column_int64(c->stmt, 2);
            hash = hash_mix(hash ^ activity, facts);
            add_participation(s, out, activity, facts);
        }
        if (!cursor_next(s->db, c, err)) return false;
    }
    s->hash = hash;
    put_in_order(s, out);
    return true;
}

static void add_detail(struct stream *s, struct batch *out, struct detail detail) {
    if (out->detail_count == s->room.details) {
        s->details = grow(s->arena, s->details, sizeof detail, out->detail_count, &s->room.details);
    }
    uint32_t at = out->detail_count++;
    for (; at > 0 && s->details[at - 1].activity > detail.activity; at--) s->details[at] = s->details[at - 1];
    s->details[at] = detail;
    s->hash = hash_mix(s->hash ^ (uint64_t)detail.activity << 16 ^ detail.field, (uint64_t)detail.value);
}

/* Of the details of person n only those count whose kind has people of the type being read. */
static bool read_details(struct stream *s, struct cursor *c, bool is_text, struct batch *out, struct err *err) {
    while (c->stmt && c->key < out->subject) {
        if (!cursor_next(s->db, c, err)) return false;
    }
    while (c->stmt && c->key == out->subject) {
        uint32_t activity = stream_index(s, sqlite3_column_int64(c->stmt, 1));
        int64_t number = sqlite3_column_int64(c->stmt, 2);
        s->rows++;
        const struct stream_field *field = number > 0 && number < s->field_count ? &s->fields[number] : NULL;
        if (activity != INDEX_NONE && field && field->needed && field->each
            && field->kind == s->activities.at[activity].kind
            && shape_of_pupils(s->kinds->kinds[field->kind].shape) == (s->type == SUBJECT_PUPIL)) {
            int64_t value;
            if (is_text) {
                const char *text = (const char *)sqlite3_column_text(c->stmt, 3);
                value = text_value((struct str){ text, (size_t)sqlite3_column_bytes(c->stmt, 3) });
            } else {
                value = value_from_stored(field->type, sqlite3_column_int64(c->stmt, 3));
            }
            if (value != VALUE_NONE) add_detail(s, out, (struct detail){ activity, field->field, value });
        }
        if (!cursor_next(s->db, c, err)) return false;
    }
    return true;
}

static bool step_before(const struct fact_step *a, const struct fact_step *b) {
    return a->fact != b->fact ? a->fact < b->fact : date_before(a->from, b->from);
}

/* Steps of dated facts go into the batch; a fact without a column takes its value from its newest step. */
static void take_step(struct stream *s, struct batch *out, sqlite3_stmt *stmt) {
    int64_t number = sqlite3_column_int64(stmt, 1);
    int32_t fact = number > 0 && number < s->fact_number_count ? s->fact_of_number[number] : FIELD_ABSENT;
    if (fact == FIELD_ABSENT) return;
    const struct field *field = &s->kinds->facts[s->type].fields[fact];
    struct fact_step step = { (uint32_t)fact, stored_date(sqlite3_column_int64(stmt, 2)),
                              value_from_stored(field->type, stream_value(stmt, 3)) };
    s->facts[fact] = step.value; /* they come by since: the last one stays */
    s->hash = hash_mix(s->hash ^ (uint64_t)step.fact << 40 ^ (uint64_t)(uint32_t)step.from.day, (uint64_t)step.value);
    if (!field->dated) return;
    if (out->step_count == s->room.steps)
        s->steps = grow(s->arena, s->steps, sizeof step, out->step_count, &s->room.steps);
    uint32_t at = out->step_count++;
    for (; at > 0 && step_before(&step, &s->steps[at - 1]); at--) s->steps[at] = s->steps[at - 1];
    s->steps[at] = step;
}

static bool read_steps(struct stream *s, struct batch *out, struct err *err) {
    struct cursor *c = &s->step;
    while (c->stmt && c->key < out->subject) {
        if (!cursor_next(s->db, c, err)) return false;
    }
    while (c->stmt && c->key == out->subject) {
        s->rows++;
        take_step(s, out, c->stmt);
        if (!cursor_next(s->db, c, err)) return false;
    }
    return true;
}

static void read_facts(struct stream *s) {
    const struct facts *facts = &s->kinds->facts[s->type];
    for (uint32_t i = 0; i < facts->field_count; i++) s->facts[i] = VALUE_NONE;
    for (int column = 1; column < s->column_count; column++) {
        int fact = s->fact_of_column[column];
        if (fact < 0) continue;
        int64_t stored = stream_value(s->row.stmt, column);
        if (stored == VALUE_NONE) continue;
        s->facts[fact] = value_from_stored(facts->fields[fact].type, stored);
        s->hash = hash_mix(s->hash + (uint64_t)fact, (uint64_t)stored);
    }
}

/* On roll on the day; a date that is not recorded is no obstacle. */
static bool wanted(const struct stream *s) {
    if (s->type != SUBJECT_PUPIL || s->leavers || !date_known(s->options.day)) return true;
    const struct known_facts *known = &s->kinds->known;
    int64_t day = s->options.day.day;
    int64_t left = known->left_on < 0 ? VALUE_NONE : s->facts[known->left_on];
    int64_t admitted = known->admitted_on < 0 ? VALUE_NONE : s->facts[known->admitted_on];
    return (left == VALUE_NONE || left >= day) && (admitted == VALUE_NONE || admitted <= day);
}

static bool read_subject(struct stream *s, struct batch *out, struct err *err) {
    s->hash = hash_mix(s->hash, (uint64_t)out->subject);
    if (!read_steps(s, out, err)) return false;
    out->facts = s->facts;
    out->steps = s->steps;
    if (s->type == SUBJECT_ORGANISATION) return true;
    if (!read_participations(s, out, err)) return false;
    if (!read_details(s, &s->detail, false, out, err) || !read_details(s, &s->note, true, out, err)) return false;
    out->details = s->details;
    return true;
}

static int give_school(struct stream *s, struct batch *out) {
    if (s->school_given) return 0;
    s->school_given = true;
    const struct facts *facts = &s->kinds->facts[SUBJECT_SCHOOL];
    for (uint32_t i = 0; i < facts->field_count; i++) {
        s->facts[i] = s->options.school_facts ? s->options.school_facts[i] : VALUE_NONE;
        s->hash = hash_mix(s->hash + i, (uint64_t)s->facts[i]);
    }
    for (uint32_t i = 0; i < s->options.school_step_count; i++) {
        const struct fact_step *step = &s->options.school_steps[i];
        s->hash =
            hash_mix(s->hash ^ (uint64_t)step->fact << 40 ^ (uint64_t)(uint32_t)step->from.day, (uint64_t)step->value);
    }
    out->facts = s->facts;
    out->steps = s->options.school_steps;
    out->step_count = s->options.school_step_count;
    return 1;
}

static int feed_next(void *self, struct batch *out, struct err *err) {
    struct stream *s = self;
    *out = (struct batch){ 0 };
    if (s->type == SUBJECT_SCHOOL) return give_school(s, out);
    while (s->row.stmt) {
        out->subject = s->row.key;
        s->rows++;
        read_facts(s);
        out->erased = s->type == SUBJECT_PUPIL && stream_value(s->row.stmt, s->column_count - 1) != VALUE_NONE;
        bool give = wanted(s);
        if (!cursor_next(s->db, &s->row, err)) return -1;
        if (give) return read_subject(s, out, err) ? 1 : -1;
    }
    return 0;
}

/* starting a type */

static void close_cursors(struct stream *s) {
    cursor_close(&s->row);
    cursor_close(&s->step);
    cursor_close(&s->participation);
    cursor_close(&s->detail);
    cursor_close(&s->note);
}

static void map_columns(struct stream *s) {
    s->column_count = s->row.stmt ? sqlite3_column_count(s->row.stmt) : 0;
    bug_if((size_t)s->column_count > COUNT_OF(s->fact_of_column));
    for (int i = 1; i < s->column_count; i++) {
        s->fact_of_column[i] = facts_find(&s->kinds->facts[s->type], str_from(sqlite3_column_name(s->row.stmt, i)));
    }
}

static void map_numbers(struct stream *s) {
    const struct facts *facts = &s->kinds->facts[s->type];
    int32_t most = 0;
    for (uint32_t i = 0; i < facts->field_count; i++) {
        if (facts->fields[i].number > most) most = facts->fields[i].number;
    }
    s->fact_number_count = (uint32_t)most + 1;
    s->fact_of_number = arena_array(s->arena, int32_t, s->fact_number_count);
    for (uint32_t i = 0; i < s->fact_number_count; i++) s->fact_of_number[i] = FIELD_ABSENT;
    for (uint32_t i = 0; i < facts->field_count; i++) {
        if (facts->fields[i].home != HOME_DERIVED && facts->fields[i].number > 0)
            s->fact_of_number[facts->fields[i].number] = (int32_t)i;
    }
}

static bool feed_subjects(void *self, enum subject_type type, struct err *err) {
    struct stream *s = self;
    int64_t one = type == SUBJECT_PUPIL ? s->only_subject : VALUE_NONE;
    bool only = one != VALUE_NONE;
    close_cursors(s);
    s->type = type;
    s->school_given = false;
    s->facts = arena_array(s->arena, int64_t, s->kinds->facts[type].field_count);
    if (type == SUBJECT_SCHOOL) return true;
    map_numbers(s);
    bool ok;
    if (type == SUBJECT_ORGANISATION) {
        ok = cursor_open(s->db, &s->row, SQL_STREAM_ORGANISATIONS, one, err)
             && cursor_open(s->db, &s->step, SQL_STREAM_ORGANISATION_STEPS, one, err);
    } else if (type == SUBJECT_STAFF) {
        ok = cursor_open(s->db, &s->row, SQL_STREAM_STAFF, one, err)
             && cursor_open(s->db, &s->step, SQL_STREAM_STAFF_STEPS, one, err)
             && cursor_open(s->db, &s->participation, SQL_STREAM_STAFF_PARTICIPATIONS, one, err);
    } else {
        ok = cursor_open(s->db, &s->row, only ? SQL_STREAM_PUPILS_ONE : SQL_STREAM_PUPILS, one, err)
             && cursor_open(s->db, &s->step, only ? SQL_STREAM_PUPIL_STEPS_ONE : SQL_STREAM_PUPIL_STEPS, one, err)
             && cursor_open(s->db, &s->participation, only ? SQL_STREAM_PARTICIPATIONS_ONE : SQL_STREAM_PARTICIPATIONS,
                            one, err);
    }
    map_columns(s);
    if (type == SUBJECT_ORGANISATION) return ok;
    if (ok && s->each_details)
        ok = cursor_open(s->db, &s->detail, only ? SQL_STREAM_DETAILS_ONE : SQL_STREAM_DETAILS, one, err);
    if (ok && s->each_notes)
        ok = cursor_open(s->db, &s->note, only ? SQL_STREAM_NOTES_ONE : SQL_STREAM_NOTES, one, err);
    return ok;
}

/* what is needed */

static bool need_field(const struct needs *needs, uint32_t kind, uint32_t field) {
    if (needs->kinds && !needs->kinds[kind]) return false;
    return !needs->fields || !needs->fields[kind] || needs->fields[kind][field];
}

static void note_needs(struct stream *s, const struct needs *needs) {
    for (uint32_t k = 0; k < s->kinds->kind_count; k++) {
        const struct kind *kind = &s->kinds->kinds[k];
        s->kind_needed[k] = !needs->kinds || needs->kinds[k];
        s->title_needed[k] = need_field(needs, k, FIELD_TITLE);
        s->titles = s->titles || s->title_needed[k];
        for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
            const struct field *field = &kind->fields[i];
            if (field->number <= 0 || (field->home != HOME_DETAIL && field->home != HOME_NOTE)) continue;
            bool needed = need_field(needs, k, i);
            s->fields[field->number].needed = needed;
            if (!needed) continue;
            if (field->home == HOME_NOTE && field->each)
                s->each_notes = true;
            else if (field->home == HOME_NOTE)
                s->session_notes = true;
            else if (field->each)
                s->each_details = true;
            else
                s->session_details = true;
        }
    }
}

static bool feed_activities(void *self, const struct needs *needs, struct activities *out, struct err *err) {
    struct stream *s = self;
    bug_if(s->activity_bytes.size > 0);
    s->leavers = needs->leavers || needs->only_subject != VALUE_NONE;
    s->only_subject = needs->only_subject;
    note_needs(s, needs);
    /* One pupil alone needs only what that pupil took part in; organisations and the school need everything. */
    bool whole =
        needs->subjects[SUBJECT_STAFF] || needs->subjects[SUBJECT_ORGANISATION] || needs->subjects[SUBJECT_SCHOOL];
    int64_t only = s->only_subject;
    if (whole) s->only_subject = VALUE_NONE;
    bool ok = stream_load(s, err);
    s->only_subject = only;
    *out = s->activities;
    return ok;
}

static bool feed_exemptions(void *self, const struct exemption **out, size_t *count, struct err *err) {
    struct stream *s = self;
    struct ruling_exemption *rows;
    if (!ruling_judged(s->db, s->kinds, s->arena, &rows, count, err)) return false;
    struct exemption *exemptions = arena_array(s->arena, struct exemption, *count);
    for (size_t i = 0; i < *count; i++) exemptions[i] = rows[i].exemption;
    *out = exemptions;
    return true;
}

static struct date feed_complete(void *self, uint32_t kind) {
    struct stream *s = self;
    bug_if(kind >= s->kinds->kind_count);
    return s->complete[kind];
}

/* opening */

static bool map_kinds(struct stream *s, struct err *err) {
    struct stmt *stmt = stmt_get(s->db, SQL_STREAM_KINDS);
    int row;
    while ((row = stmt_step(stmt, err)) == 1) {
        int64_t key = stmt_whole(stmt, 0);
        if (key <= 0 || key > INT32_MAX / 4) { /* catalogue.c refuses much less */
            stmt_done(stmt);
            return err_set(err, CODE_DAMAGED, "The database is damaged: a kind has the key %lld.", (long long)key);
        }
        if (key >= s->kind_index_count) {
            uint32_t wider = (uint32_t)key * 2 + 64;
            int32_t *more = arena_array(s->arena, int32_t, wider);
            for (uint32_t i = 0; i < wider; i++) more[i] = i < s->kind_index_count ? s->kind_index[i] : FIELD_ABSENT;
            s->kind_index = more;
            s->kind_index_count = wider;
        }
        int32_t kind = kinds_find(s->kinds, stmt_text(stmt, 1));
        s->kind_index[key] = kind;
        if (kind != FIELD_ABSENT) s->complete[kind] = stmt_date(stmt, 2);
    }
    return row == 0;
}

static void map_fields(struct stream *s) {
    int32_t most = 0;
    for (uint32_t k = 0; k < s->kinds->kind_count; k++) {
        const struct kind *kind = &s->kinds->kinds[k];
        for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
            if (kind->fields[i].number > most) most = kind->fields[i].number;
        }
    }
    s->field_count = (uint32_t)most + 1;
    s->fields = arena_array(s->arena, struct stream_field, s->field_count);
    for (uint32_t k = 0; k < s->kinds->kind_count; k++) {
        const struct kind *kind = &s->kinds->kinds[k];
        for (uint32_t i = FIELD_BUILT_IN_COUNT; i < kind->field_count; i++) {
            const struct field *field = &kind->fields[i];
            if (field->number > 0)
                s->fields[field->number] = (struct stream_field){ k, i, field->type, true, false, field->each };
        }
    }
}

static void stream_clean(void *self) {
    struct stream *s = self;
    close_cursors(s);
    buf_free(&s->activity_bytes);
    buf_free(&s->detail_bytes);
    if (s->snapshot) db_snapshot_end(s->db);
    s->snapshot = false;
}

bool stream_open(struct arena *arena, struct db *db, const struct stream_options *options, struct feed *out,
                 struct err *err) {
    struct stream *s = arena_new(arena, struct stream);
    s->db = db;
    s->arena = arena;
    s->kinds = options->kinds;
    s->options = *options;
    s->only_subject = VALUE_NONE;
    s->complete = arena_array(arena, struct date, s->kinds->kind_count);
    s->kind_needed = arena_array(arena, bool, s->kinds->kind_count);
    s->title_needed = arena_array(arena, bool, s->kinds->kind_count);
    for (uint32_t k = 0; k < s->kinds->kind_count; k++) s->complete[k] = DATE_NONE;
    s->snapshot = !db_in_change(db);
    if (s->snapshot && !db_snapshot_begin(db, err)) return false;
    arena_hook(arena, stream_clean, s);
    map_fields(s);
    if (!map_kinds(s, err)) {
        stream_clean(s);
        return false;
    }
    *out = (struct feed){ s, feed_activities, feed_subjects, feed_next, feed_exemptions, feed_complete };
    return true;
}

void stream_close(struct feed *feed) {
    if (feed->self) stream_clean(feed->self);
    feed->self = NULL;
}

uint64_t stream_hash(const struct feed *feed) {
    return ((const struct stream *)feed->self)->hash;
}

uint64_t stream_rows(const struct feed *feed) {
    return ((const struct stream *)feed->self)->rows;
}
