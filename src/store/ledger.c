/* SPDX-License-Identifier: GPL-3.0-or-later
 * ledger - who was told what, and the messages themselves.
 * Owns:  tables notice, outbox, outbox_person.
 * Must not know: how mail leaves, what a notice says.
 */
#include "store/ledger.h"

#include <string.h>

#include "sql.h"
#include "store/stmt.h"

const char *outbox_state_name(enum outbox_state state) {
    static const char *const NAMES[OUTBOX_STATE_COUNT] = {
        [OUTBOX_PLANNED] = "planned", [OUTBOX_QUEUED] = "queued",     [OUTBOX_BEGUN] = "begun",
        [OUTBOX_DOT] = "dot",         [OUTBOX_SENT] = "sent",         [OUTBOX_DOUBTFUL] = "doubtful",
        [OUTBOX_REFUSED] = "refused", [OUTBOX_GIVEN_UP] = "given up",
    };
    bug_if(state >= OUTBOX_STATE_COUNT);
    return NAMES[state];
}

static void *grow(struct arena *arena, void *at, size_t size, size_t count, size_t *room) {
    if (count < *room) return at;
    *room = *room ? 2 * *room : 32;
    void *more = arena_alloc_array(arena, *room, size);
    if (count) memcpy(more, at, count * size);
    return more;
}

/* A key and a flag from one row; key 0: there is none. */
static bool same_row(struct stmt *stmt, int64_t *id, bool *flag, struct err *err) {
    int row = stmt_step(stmt, err);
    *id = 0;
    *flag = false;
    if (row != 1) return row == 0;
    *id = stmt_whole(stmt, 0);
    *flag = stmt_whole(stmt, 1) != 0;
    stmt_done(stmt);
    return true;
}

/* notices */

static bool tell_anew(struct db *db, const struct ledger_notice *notice, int64_t id, enum wrote *wrote, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_NOTICE_AGAIN);
    stmt_bind_value(stmt, "outbox", notice->message);
    stmt_bind_date(stmt, "day", notice->day);
    stmt_bind_whole(stmt, "closing", notice->closing);
    stmt_bind_whole(stmt, "id", id);
    *wrote = WROTE_CHANGED;
    return stmt_run(stmt, err);
}

bool ledger_add_notice(struct db *db, const struct ledger_notice *notice, int64_t *id, enum wrote *wrote,
                       struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_NOTICE_SAME);
    stmt_bind_string(stmt, "finding", notice->finding);
    stmt_bind_string(stmt, "step", notice->step);
    stmt_bind_string(stmt, "recipient", notice->recipient);
    bool given_up = false;
    if (!same_row(stmt, id, &given_up, err)) return false;
    *wrote = *id ? WROTE_SAME : WROTE_ADDED;
    if (*id && given_up) return tell_anew(db, notice, *id, wrote, err);
    if (*id) return true;
    stmt = stmt_get(db, SQL_NOTICE_INSERT);
    stmt_bind_string(stmt, "finding", notice->finding);
    stmt_bind_string(stmt, "step", notice->step);
    stmt_bind_string(stmt, "recipient", notice->recipient);
    stmt_bind_whole(stmt, "subject_type", notice->subject_type);
    stmt_bind_whole(stmt, "subject", notice->subject);
    stmt_bind_string(stmt, "rule", notice->rule);
    stmt_bind_date(stmt, "day", notice->day);
    stmt_bind_value(stmt, "outbox", notice->message);
    stmt_bind_whole(stmt, "closing", notice->closing);
    if (!stmt_run(stmt, err)) return false;
    *id = stmt_last_key(db);
    return true;
}

bool ledger_notices(struct db *db, struct arena *arena, struct ledger_notice **out, size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_NOTICE_ALL);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        (*out)[(*count)++] = (struct ledger_notice){
            .id = stmt_whole(stmt, 0),
            .finding = stmt_copy(stmt, arena, 1),
            .step = stmt_copy(stmt, arena, 2),
            .recipient = stmt_copy(stmt, arena, 3),
            .subject_type = (enum subject_type)stmt_whole(stmt, 4),
            .subject = stmt_whole(stmt, 5),
            .rule = stmt_copy(stmt, arena, 6),
            .day = stmt_date(stmt, 7),
            .message = stmt_value(stmt, 8),
            .closing = stmt_whole(stmt, 9) != 0,
        };
    }
    return row == 0;
}

/* messages */

static bool add_people(struct db *db, int64_t id, const int64_t *people, size_t count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_NOBODY);
    stmt_bind_whole(stmt, "outbox", id);
    if (!stmt_run(stmt, err)) return false;
    for (size_t i = 0; i < count; i++) {
        stmt = stmt_get(db, SQL_MESSAGE_PERSON);
        stmt_bind_whole(stmt, "person", people[i]);
        stmt_bind_whole(stmt, "outbox", id);
        if (!stmt_run(stmt, err)) return false;
    }
    return true;
}

/* "tutor-9AB", and "tutor-9AB-2" for the second of that day. */
static bool own_file(struct db *db, struct arena *arena, const struct ledger_message *message, int64_t id, struct str *out, struct err *err) {
    *out = message->file;
    for (int n = 2; message->file.size; n++) {
        struct stmt *stmt = stmt_get(db, SQL_MESSAGE_FILE);
        int64_t taken;
        stmt_bind_date(stmt, "day", message->day);
        stmt_bind_text(stmt, "file", *out);
        stmt_bind_whole(stmt, "id", id);
        if (!stmt_one(stmt, 0, &taken, err)) return false;
        if (!taken) return true;
        *out = str_format(arena, "%.*s-%d", STR_ARG(message->file), n);
    }
    return true;
}

/* What it told before may be done by now, and would count as told with it. */
static bool forget_notices(struct db *db, int64_t id, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_NOTICE_FORGET);
    stmt_bind_whole(stmt, "outbox", id);
    return stmt_run(stmt, err);
}

static void bind_message(struct stmt *stmt, const struct ledger_message *message, struct str file) {
    stmt_bind_whole(stmt, "state", message->state);
    stmt_bind_date(stmt, "day", message->day);
    stmt_bind_text(stmt, "address", message->address);
    stmt_bind_text(stmt, "file", file);
    stmt_bind_text(stmt, "subject", message->subject);
    stmt_bind_bytes(stmt, "bytes", message->bytes);
    stmt_bind_bytes(stmt, "digest", message->digest);
    stmt_bind_whole(stmt, "made_at", message->made_at);
    stmt_bind_whole(stmt, "not_before", message->not_before);
    stmt_bind_text(stmt, "last_words", message->last_words);
}

static bool write_message(struct db *db, const struct ledger_message *message, struct str file, int64_t *id, struct err *err) {
    struct stmt *stmt = stmt_get(db, *id ? SQL_MESSAGE_ANEW : SQL_MESSAGE_INSERT);
    bind_message(stmt, message, file);
    if (*id) {
        stmt_bind_whole(stmt, "id", *id);
        return stmt_run(stmt, err);
    }
    stmt_bind_text(stmt, "message_id", message->message_id);
    stmt_bind_string(stmt, "recipient", message->recipient);
    stmt_bind_string(stmt, "plan", message->plan);
    stmt_bind_string(stmt, "period", message->period);
    stmt_bind_whole(stmt, "number", message->number);
    if (!stmt_run(stmt, err)) return false;
    *id = stmt_last_key(db);
    return true;
}

bool ledger_add_message(struct db *db, const struct ledger_message *message, const int64_t *people, size_t people_count,
                        int64_t *id, enum wrote *wrote, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_SAME);
    struct arena scratch = { 0 };
    struct str file;
    bool given_up;
    stmt_bind_string(stmt, "recipient", message->recipient);
    stmt_bind_string(stmt, "plan", message->plan);
    stmt_bind_string(stmt, "period", message->period);
    stmt_bind_whole(stmt, "number", message->number);
    if (!same_row(stmt, id, &given_up, err)) return false;
    *wrote = !*id ? WROTE_ADDED : given_up ? WROTE_CHANGED : WROTE_SAME;
    if (*wrote == WROTE_SAME) return true;
    bool fine = own_file(db, &scratch, message, *id, &file, err) && (!*id || forget_notices(db, *id, err))
                && write_message(db, message, file, id, err) && add_people(db, *id, people, people_count, err);
    arena_free(&scratch);
    return fine;
}

static struct ledger_message read_message(struct stmt *stmt, struct arena *arena) {
    return (struct ledger_message){
        .id = stmt_whole(stmt, 0),
        .message_id = stmt_copy(stmt, arena, 1),
        .recipient = stmt_copy(stmt, arena, 2),
        .plan = stmt_copy(stmt, arena, 3),
        .period = stmt_copy(stmt, arena, 4),
        .number = stmt_whole(stmt, 5),
        .state = (enum outbox_state)stmt_whole(stmt, 6),
        .day = stmt_date(stmt, 7),
        .address = stmt_copy(stmt, arena, 8),
        .file = stmt_copy(stmt, arena, 9),
        .subject = stmt_copy(stmt, arena, 10),
        .bytes = str_copy(arena, stmt_bytes(stmt, 11)),
        .digest = str_copy(arena, stmt_bytes(stmt, 12)),
        .made_at = stmt_whole(stmt, 13),
        .not_before = stmt_whole(stmt, 14),
        .drafted_at = stmt_whole(stmt, 15),
        .dot_at = stmt_whole(stmt, 16),
        .sent_at = stmt_whole(stmt, 17),
        .attempts = stmt_whole(stmt, 18),
        .last_words = stmt_copy(stmt, arena, 19),
    };
}

bool ledger_messages(struct db *db, struct arena *arena, unsigned states, bool with_bytes, struct ledger_message **out,
                     size_t *count, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_LIST);
    stmt_bind_whole(stmt, "states", states);
    stmt_bind_whole(stmt, "with_bytes", with_bytes);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        (*out)[(*count)++] = read_message(stmt, arena);
    }
    return row == 0;
}

bool ledger_about(struct db *db, struct arena *arena, int64_t pupil, struct ledger_message **out, size_t *count,
                  struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_ABOUT);
    stmt_bind_whole(stmt, "person", pupil);
    size_t room = 0;
    int row;
    *out = NULL;
    *count = 0;
    while ((row = stmt_step(stmt, err)) == 1) {
        *out = grow(arena, *out, sizeof **out, *count, &room);
        (*out)[(*count)++] = read_message(stmt, arena);
    }
    return row == 0;
}

static bool one_message(struct stmt *stmt, struct arena *arena, struct ledger_message *out, struct err *err) {
    *out = (struct ledger_message){ 0 };
    int row = stmt_step(stmt, err);
    if (row != 1) return row == 0;
    *out = read_message(stmt, arena);
    stmt_done(stmt);
    return true;
}

bool ledger_message(struct db *db, struct arena *arena, int64_t id, struct ledger_message *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_GET);
    stmt_bind_whole(stmt, "id", id);
    return one_message(stmt, arena, out, err);
}

bool ledger_message_by_id(struct db *db, struct arena *arena, struct str message_id, struct ledger_message *out,
                          struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_BY_ID);
    stmt_bind_string(stmt, "message_id", message_id);
    return one_message(stmt, arena, out, err);
}

bool ledger_message_by_key(struct db *db, struct arena *arena, const struct ledger_message *key, struct ledger_message *out, struct err *err) {
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_BY_KEY);
    stmt_bind_string(stmt, "recipient", key->recipient);
    stmt_bind_string(stmt, "plan", key->plan);
    stmt_bind_string(stmt, "period", key->period);
    stmt_bind_whole(stmt, "number", key->number);
    return one_message(stmt, arena, out, err);
}

bool ledger_move(struct db *db, int64_t id, enum outbox_state from, const struct ledger_move *move, bool *moved,
                 struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_MOVE);
    stmt_bind_whole(stmt, "id", id);
    stmt_bind_whole(stmt, "from", from);
    stmt_bind_whole(stmt, "to", move->to);
    stmt_bind_whole(stmt, "attempt", move->attempt);
    stmt_bind_value(stmt, "not_before", move->not_before);
    stmt_bind_whole(stmt, "at", move->at);
    stmt_bind_whole(stmt, "keep_words", move->words.at == NULL);
    stmt_bind_text(stmt, "words", move->words);
    stmt_bind_whole(stmt, "not_taken", move->not_taken);
    if (!stmt_run(stmt, err)) return false;
    *moved = stmt_changes(db) > 0;
    return true;
}

bool ledger_recover(struct db *db, uint64_t *requeued, uint64_t *doubtful, struct err *err) {
    bug_if(!db_in_change(db));
    if (!stmt_run(stmt_get(db, SQL_MESSAGE_REQUEUE), err)) return false;
    if (requeued) *requeued = (uint64_t)stmt_changes(db);
    if (!stmt_run(stmt_get(db, SQL_MESSAGE_DOUBT), err)) return false;
    if (doubtful) *doubtful = (uint64_t)stmt_changes(db);
    return true;
}

bool ledger_drafted(struct db *db, int64_t id, int64_t at, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_DRAFTED);
    stmt_bind_whole(stmt, "at", at);
    stmt_bind_whole(stmt, "id", id);
    return stmt_run(stmt, err);
}

bool ledger_wipe(struct db *db, int64_t id, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_WIPE);
    stmt_bind_whole(stmt, "id", id);
    return stmt_run(stmt, err);
}

bool ledger_readdress(struct db *db, int64_t id, struct str address, struct str bytes, struct str digest, struct err *err) {
    bug_if(!db_in_change(db));
    struct stmt *stmt = stmt_get(db, SQL_MESSAGE_READDRESS);
    stmt_bind_text(stmt, "address", address);
    stmt_bind_bytes(stmt, "bytes", bytes);
    stmt_bind_bytes(stmt, "digest", digest);
    stmt_bind_whole(stmt, "id", id);
    return stmt_run(stmt, err);
}
