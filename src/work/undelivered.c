/* SPDX-License-Identifier: GPL-3.0-or-later
 * undelivered - people whom the last message did not reach; see undelivered.h.
 * Owns:  nothing.
 * Must not know: how mail leaves, findings.
 */
#include "work/undelivered.h"

#include "work/letter.h"
#include "work/reach.h"
#include "work/send.h"

#define ON_THE_WAY (1u << OUTBOX_PLANNED | 1u << OUTBOX_QUEUED | 1u << OUTBOX_BEGUN | 1u << OUTBOX_DOT | 1u << OUTBOX_SENT | 1u << OUTBOX_DOUBTFUL)

static bool did_not_reach(const struct ledger_message *m) {
    return m->state == OUTBOX_REFUSED || (m->state == OUTBOX_GIVEN_UP && str_starts(m->last_words, SEND_PUT_OFF));
}

/* The last message to each person of this school, in the trial or out of it as people.lua says; by index of people. */
static bool last_to_each(struct arena *arena, const struct school *school, const struct ledger_message ***out, struct err *err) {
    const struct people *people = school->people;
    struct ledger_message *list;
    size_t count;
    if (!ledger_messages(school->db, arena, 0, false, &list, &count, err)) return false;
    *out = (const struct ledger_message **)arena_alloc_array(arena, people->count + 1, sizeof **out);
    for (size_t i = 0; i < count; i++) {
        const struct person *person = letter_person(people, list[i].recipient);
        if (!person || !(did_not_reach(&list[i]) || (1u << list[i].state & ON_THE_WAY))) continue;
        const struct ledger_message **last = &(*out)[person - people->at];
        if (!*last || (*last)->made_at < list[i].made_at || ((*last)->made_at == list[i].made_at && (*last)->id < list[i].id)) *last = &list[i];
    }
    return true;
}

bool undelivered_list(struct arena *arena, const struct school *school, struct undelivered **out, size_t *count, struct err *err) {
    const struct people *people = school->people;
    const struct ledger_message **last;
    *count = 0;
    if (!last_to_each(arena, school, &last, err)) return false;
    *out = arena_array(arena, struct undelivered, people->count + 1);
    for (size_t i = 0; i < people->count; i++) {
        const struct ledger_message *m = last[i];
        if (!m || !did_not_reach(m)) continue;
        (*out)[(*count)++] = (struct undelivered){ .message = m->id, .person = &people->at[i], .recipient = m->recipient, .day = m->day,
                                                   .refused = m->state == OUTBOX_REFUSED, .address = m->address, .words = m->last_words,
                                                   .mended = !str_equal(letter_address(people, &people->at[i]), m->address) };
    }
    return true;
}

const struct undelivered *undelivered_still(const struct undelivered *list, size_t count, const struct person *person) {
    for (size_t i = 0; i < count; i++)
        if (list[i].person == person) return list[i].refused && !list[i].mended ? &list[i] : NULL;
    return NULL;
}

struct str undelivered_bar(struct arena *arena, const struct school *school, const struct undelivered *list, size_t count, const struct person *person) {
    struct str trouble = reach_trouble(&school->people->mail, person);
    if (trouble.size) return str_format(arena, "%.*s can not be reached: %.*s", STR_ARG(person->name), STR_ARG(str_starts(trouble, "has ") ? str_slice(trouble, 4, trouble.size) : trouble));
    if (!undelivered_still(list, count, person)) return (struct str){ 0 };
    return str_format(arena, "%.*s can not be reached: the mail server refused the address", STR_ARG(person->name));
}

struct str undelivered_said(struct arena *arena, const struct undelivered *one) {
    char day[DATE_LONG_SIZE];
    return str_format(arena, one->refused ? "The mail server refused the message to %.*s of %s" : "The mail server put the message to %.*s of %s off until it was given up",
                      STR_ARG(one->person->name), date_short(one->day, day));
}

struct str undelivered_mend(struct arena *arena, const struct undelivered *one) {
    const char *where = one->person->line ? "in people.lua" : "in the list of staff and import it";
    if (!one->refused) return str_format(arena, "look at the address, and mend it %s; the next message is tried again", where);
    if (one->mended) return str_format(arena, "the address was mended since:  settle %lld again,  or the next message goes there", (long long)one->message);
    return str_format(arena, "mend the address %s;  settle %lld again  sends it there", where, (long long)one->message);
}
