/* SPDX-License-Identifier: GPL-3.0-or-later
 * journal_words - a row of the journal as a sentence; see journal_words.h.
 * Owns:  nothing.
 * Must not know: which verb wrote a row, beyond its name and the keys of its text.
 */
#include "work/journal_words.h"

#include <string.h>

#include "base/utf8.h"
#include "work/typed.h"
#include "work/wording.h"


struct saying {
    struct arena *arena;
    const struct chain_row *row;
};

/* ---- "files=3 added=299 because=two words" ---------------------------------------------------------------------------- */

static bool is_key(struct str text) {
    size_t i = 0;
    while (i < text.size && ((text.at[i] >= 'a' && text.at[i] <= 'z') || text.at[i] == '_')) i++;
    return i > 0 && i < text.size && text.at[i] == '=';
}

/* Up to the next key; what somebody typed is the last of a row and may hold what looks like one. */
static struct str value(const struct saying *s, const char *key) {
    struct str text = s->row->about, wanted = str_format(s->arena, "%s=", key);
    bool typed = strcmp(key, "because") == 0 || strcmp(key, "reason") == 0;
    for (size_t at = 0; at + wanted.size <= text.size; at++) {
        if ((at && text.at[at - 1] != ' ') || !str_equal(str_slice(text, at, at + wanted.size), wanted)) continue;
        size_t from = at + wanted.size, end = from;
        while (end < text.size && (typed || text.at[end] != ' ' || !is_key(str_slice(text, end + 1, text.size)))) end++;
        return str_slice(text, from, end);
    }
    return (struct str){ 0 };
}

static int64_t number(const struct saying *s, const char *key) {
    int64_t out = 0;
    return str_whole(value(s, key), &out) ? out : 0;
}

/* ", 2 changed": nothing of what is none. */
static void add_count(struct buf *out, int64_t count, const char *one, const char *many, const char *first, const char *other) {
    if (count) buf_printf(out, "%s%lld %s", out->size ? other : first, (long long)count, count == 1 ? one : many);
}

static struct str counts(const struct saying *s, const char *const keys[][3], size_t size, const char *none) {
    struct buf out = { 0 };
    for (size_t i = 0; i < size; i++) add_count(&out, number(s, keys[i][0]), keys[i][1], keys[i][2], "", ", ");
    struct str text = out.size ? str_copy(s->arena, buf_str(&out)) : str_from(none);
    buf_free(&out);
    return text;
}

static struct str people(const struct saying *s, const char *key) { return count_of(s->arena, (uint64_t)number(s, key), "person", "people"); }

/* The clause of a rule: "4.9.2" of "4.9.2/early-interview". */
static struct str clause(const struct saying *s) {
    struct str before, after;
    str_cut(value(s, "rule"), '/', &before, &after);
    return before;
}

/* ---- one sentence a verb ------------------------------------------------------------------------------------------------ */

static struct str say_new(const struct saying *s) { return str_format(s->arena, "Made the records, %.*s.", STR_ARG(value(s, "made"))); }

/* "career plans" of "career-plans" */
static struct str plain(struct arena *arena, struct str name) {
    char *at = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (at[i] == '-' || at[i] == '_') at[i] = ' ';
    return (struct str){ at, name.size };
}

/* "Register and pupils" of "register,pupils"; of many the number of files. */
static struct str sorts(const struct saying *s) {
    struct str rest = value(s, "what"), name, after;
    struct buf out = { 0 };
    if (!rest.size) return count_of(s->arena, (uint64_t)number(s, "files"), "file", "files");
    for (; rest.size; rest = after) {
        str_cut(rest, ',', &name, &after);
        buf_printf(&out, "%s%.*s", !out.size ? "" : after.size ? ", " : " and ", STR_ARG(plain(s->arena, name)));
    }
    struct str text = utf8_capital(s->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static struct str say_import(const struct saying *s) {
    static const char *const KEYS[][3] = { { "added", "row new", "rows new" }, { "changed", "changed", "changed" }, { "left", "pupil marked as left", "pupils marked as left" },
                                           { "left_out", "row left out", "rows left out" }, { "brought_back", "erased pupil is back", "erased pupils are back" } };
    return str_format(s->arena, "%.*s brought in: %.*s.", STR_ARG(sorts(s)), STR_ARG(counts(s, KEYS, COUNT_OF(KEYS), "nothing new")));
}

static struct str say_record(const struct saying *s) {
    struct str kind = typed_word(s->arena, value(s, "kind")), who = number(s, "people") ? str_format(s->arena, ", %.*s", STR_ARG(people(s, "people"))) : (struct str){ 0 };
    return str_format(s->arena, "Recorded #%lld: %.*s%.*s.", (long long)number(s, "activity"), STR_ARG(kind), STR_ARG(who));
}

static struct str about_activity(const struct saying *s, const char *before, const char *after) {
    return str_format(s->arena, "%s #%lld%s: %.*s.", before, (long long)number(s, "activity"), after, STR_ARG(people(s, "people")));
}

static struct str say_mark(const struct saying *s) { return about_activity(s, "Marked who came to", ""); }
static struct str say_confirm(const struct saying *s) { return about_activity(s, "Confirmed that", " took place"); }
static struct str say_correct(const struct saying *s) {
    if (number(s, "people")) return about_activity(s, "Corrected", "");
    return str_format(s->arena, "Corrected #%lld.", (long long)number(s, "activity"));
}

static struct str decision(const struct saying *s, const char *before) {
    return str_format(s->arena, "%s %.*s: %.*s.", before, STR_ARG(clause(s)), STR_ARG(count_of(s->arena, (uint64_t)number(s, "entries"), "entry", "entries")));
}

static struct str say_waive(const struct saying *s) { return decision(s, "Exempted from"); }
static struct str say_snooze(const struct saying *s) { return decision(s, "No reminders for a time about"); }
static struct str say_in_hand(const struct saying *s) { return decision(s, "In hand, so that reminders are not repeated:"); }
static struct str say_attest(const struct saying *s) { return decision(s, "Somebody answers for"); }
static struct str say_hold(const struct saying *s) {
    return str_format(s->arena, "Records kept from being deleted, or let go again: %.*s.", STR_ARG(count_of(s->arena, (uint64_t)number(s, "entries"), "entry", "entries")));
}

static struct str say_undo(const struct saying *s) { return str_format(s->arena, "Took back step %lld.", (long long)number(s, "step")); }

static struct str say_restore(const struct saying *s) {
    struct str ids = value(s, "erased"), back = { 0 };
    uint64_t count = ids.size > 0;
    for (size_t i = 0; i < ids.size; i++) count += ids.at[i] == ',';
    if (count) back = str_format(s->arena, " With it came %.*s who had been erased.", STR_ARG(count_of(s->arena, count, "pupil", "pupils")));
    return str_format(s->arena, "Put back the copy %.*s; what was there before is the copy %.*s.%.*s", STR_ARG(value(s, "copy")), STR_ARG(value(s, "set_aside")), STR_ARG(back));
}

static struct str say_export(const struct saying *s) {
    static const char *const SEALED[] = { "", ", sealed for a passphrase", ", sealed for a key" };
    int64_t sealed = number(s, "sealed"), withheld = number(s, "withheld");
    struct str kept = withheld ? str_format(s->arena, ", fields of %lld kept back", (long long)withheld) : (struct str){ 0 };
    return str_format(s->arena, "Export %lld left the school: %.*s, about %.*s%.*s%s.", (long long)number(s, "export"), STR_ARG(typed_word(s->arena, value(s, "sort"))),
                      STR_ARG(count_of(s->arena, (uint64_t)number(s, "pupils"), "pupil", "pupils")), STR_ARG(kept), SEALED[sealed == 1 || sealed == 2 ? sealed : 0]);
}

static struct str say_again(const struct saying *s) {
    return str_format(s->arena, "Export %lld left the school once more, about %.*s.", (long long)number(s, "export"),
                      STR_ARG(count_of(s->arena, (uint64_t)number(s, "pupils"), "pupil", "pupils")));
}

static struct str day_words(const struct saying *s, const char *key) {
    struct str said = value(s, key);
    struct date day;
    char text[DATE_LONG_SIZE];
    if (!date_parse_iso(said, &day)) return said;
    return str_copy(s->arena, str_from(date_short(day, text)));
}

static struct str say_receipt(const struct saying *s) {
    return str_format(s->arena, "Export %lld arrived, on %.*s.", (long long)number(s, "export"), STR_ARG(day_words(s, "receipt_on")));
}

static struct str say_save(const struct saying *s) {
    return str_format(s->arena, "A table left the school: %.*s, saved outside its folder (.%.*s).", STR_ARG(count_of(s->arena, (uint64_t)number(s, "rows"), "row", "rows")),
                      STR_ARG(value(s, "form")));
}

static struct str say_remind(const struct saying *s) {
    int64_t withdrawn = number(s, "withdrawn");
    struct str closed = withdrawn > 0 ? str_format(s->arena, "; %.*s closed", STR_ARG(count_of(s->arena, (uint64_t)withdrawn, "that waited was", "that waited were")))
                                      : (struct str){ 0 };
    return str_format(s->arena, "%.*s %s, with %.*s%.*s.", STR_ARG(count_of(s->arena, (uint64_t)number(s, "messages"), "message", "messages")),
                      str_is(value(s, "to"), "draft") ? "drafted" : "made ready to be sent",
                      STR_ARG(count_of(s->arena, (uint64_t)number(s, "notices"), "reminder", "reminders")), STR_ARG(closed));
}

static const char *state_words(struct str state) {
    static const char *const WORDS[][2] = { { "begun", "is being sent" }, { "sent", "was sent" }, { "queued", "waits to be sent" }, { "refused", "was refused" },
                                            { "doubtful", "may have gone: nobody knows" }, { "given-up", "was given up" }, { "arrived", "arrived, somebody said" },
                                            { "again", "is to be sent again" }, { "drop", "was dropped" } };
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (str_is(state, WORDS[i][0])) return WORDS[i][1];
    return NULL;
}

static struct str message_is(const struct saying *s, const char *key) {
    struct str state = value(s, key);
    const char *words = state_words(state);
    if (words) return str_format(s->arena, "Message %lld %s.", (long long)number(s, "message"), words);
    return str_format(s->arena, "Message %lld is now: %.*s.", (long long)number(s, "message"), STR_ARG(typed_word(s->arena, state)));
}

static struct str say_send(const struct saying *s) {
    static const char *const FOUND[][3] = { { "recovered", "message sent after all", "messages sent after all" }, { "requeued", "to be sent again", "to be sent again" },
                                            { "doubtful", "in doubt", "in doubt" } };
    if (value(s, "message").size) return message_is(s, "state");
    if (value(s, "due").size) return str_format(s->arena, "%.*s became due.", STR_ARG(count_of(s->arena, (uint64_t)number(s, "due"), "draft", "drafts")));
    return str_format(s->arena, "After a run that was cut off: %.*s.", STR_ARG(counts(s, FOUND, COUNT_OF(FOUND), "nothing was open")));
}

static struct str say_settle(const struct saying *s) { return message_is(s, "settled"); }

static struct str say_check(const struct saying *s) {
    static const char *const KEYS[][3] = { { "new", "new", "new" }, { "changed", "changed", "changed" }, { "gone", "gone", "gone" } };
    return str_format(s->arena, "Kept the answers as %.*s: %.*s; since the run before %.*s.", STR_ARG(value(s, "run")),
                      STR_ARG(count_of(s->arena, (uint64_t)number(s, "findings"), "answer", "answers")), STR_ARG(counts(s, KEYS, COUNT_OF(KEYS), "none is new, changed or gone")));
}

static struct str say_erase(const struct saying *s) {
    struct str why = value(s, "reason");
    if (str_is(why, "keep-date")) why = STR(", past the keep date");
    else if (str_starts(why, "asked: ")) why = str_format(s->arena, ", on request: %.*s", STR_ARG(str_slice(why, 7, why.size)));
    else if (why.size) why = str_format(s->arena, ", %.*s", STR_ARG(why));
    return str_format(s->arena, "Erased for good: %.*s, with %.*s%.*s.", STR_ARG(count_of(s->arena, (uint64_t)number(s, "pupils"), "pupil", "pupils")),
                      STR_ARG(count_of(s->arena, (uint64_t)number(s, "rows"), "row", "rows")), STR_ARG(why));
}

static struct str say_erase_verify(const struct saying *s) {
    int64_t found = number(s, "found"), unsearched = number(s, "unsearched");
    struct str left = found ? str_format(s->arena, "still found in %lld", (long long)found) : STR("found in none");
    struct str blind = unsearched ? str_format(s->arena, ", %lld could not be searched", (long long)unsearched) : (struct str){ 0 };
    return str_format(s->arena, "Finished the erasure of row %lld: %.*s removed, %lld searched, %.*s%.*s.", (long long)number(s, "row"),
                      STR_ARG(count_of(s->arena, (uint64_t)number(s, "removed"), "file", "files")), (long long)number(s, "searched"), STR_ARG(left), STR_ARG(blind));
}

static struct str say_accept_break(const struct saying *s) {
    struct str why = value(s, "because");
    return str_format(s->arena, "Went on although the journal does not hold up to row %lld%s%.*s.", (long long)number(s, "accepts"), why.size ? ": " : "", STR_ARG(why));
}

static const struct {
    const char *verb;
    struct str (*say)(const struct saying *s);
} VERBS[] = {
    { "new", say_new }, { "import", say_import }, { "record", say_record }, { "mark", say_mark }, { "confirm", say_confirm }, { "correct", say_correct },
    { "waive", say_waive }, { "snooze", say_snooze }, { "in-hand", say_in_hand }, { "attest", say_attest }, { "hold", say_hold }, { "undo", say_undo },
    { "restore", say_restore }, { "export", say_export }, { "export-again", say_again }, { "export-receipt", say_receipt }, { "save", say_save },
    { "remind", say_remind }, { "send", say_send }, { "settle", say_settle }, { "check", say_check }, { "erase", say_erase },
    { "erase-verify", say_erase_verify }, { "accept-break", say_accept_break },
};

bool journal_words_knows(struct str verb) {
    for (size_t i = 0; i < COUNT_OF(VERBS); i++)
        if (str_is(verb, VERBS[i].verb)) return true;
    return false;
}

struct str journal_words(struct arena *arena, const struct chain_row *row) {
    struct saying *s = arena_new(arena, struct saying);
    *s = (struct saying){ .arena = arena, .row = row };
    for (size_t i = 0; i < COUNT_OF(VERBS); i++)
        if (str_is(row->verb, VERBS[i].verb) && is_key(row->about)) return VERBS[i].say(s);
    if (str_is(row->verb, "save") && str_starts(row->about, "left ")) return say_save(s);
    return row->about;
}
