/* SPDX-License-Identifier: GPL-3.0-or-later
 * remind_letters - what becomes of the letters of a remind; see remind_letters.h.
 * Owns:  nothing.
 * Must not know: how the letters were planned.
 */
#include "work/remind_letters.h"

#include "work/wording.h"

struct carrying_on {
    const struct command_call *call;
    struct answer *answer;
    struct school *school;
    struct letter *letters;      /* those that may go */
    size_t count, left_out;
};

/* Whoever has no address, or one outside, is named by the preview; the others' letters go all the same. */
static void keep_those_that_may_go(struct carrying_on *c, const struct letter *letters, size_t count) {
    c->letters = arena_array(c->answer->arena, struct letter, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct err err = { 0 };
        if (letter_may_go(&c->school->people->mail, letters[i].name, letters[i].address, &err)) {
            c->letters[c->count++] = letters[i];
            continue;
        }
        c->left_out++;
        problem_add(&c->answer->problems, err.code, SEVERITY_WARNING, (struct place){ 0 }, err.next, "%s", err.text);
    }
}

static bool write_drafts(struct carrying_on *c, struct err *err) {
    struct letters_request request = { .actor = c->call->actor, .state = VALUE_NONE };
    struct letters_done done;
    struct str folder;
    struct arena *arena = c->answer->arena;
    struct page *page = c->answer->page;
    if (!letters_draft(arena, c->school, &request, c->letters, c->count, &done, &folder, err)) return false;
    size_t gone = c->count - done.drafts;
    if (done.drafts)
        page_paragraphf(page, "Wrote %.*s into %.*s: a double click on an .eml opens it ready to send; the .html beside it is for reading and copying.",
                        STR_ARG(count_of(arena, done.drafts, "draft", "drafts")), STR_ARG(folder));
    else page_paragraph(page, STR("There is nothing to draft."));
    if (gone) page_paragraphf(page, "%.*s left already and got no draft.", STR_ARG(count_of(arena, gone, "message", "messages")));
    if (done.drafts) page_paragraph(page, STR("Nothing was sent.  These count as told."));
    return true;
}

bool remind_letters_run(const struct command_call *call, struct answer *answer, struct school *school, const struct letter *letters,
                        size_t count) {
    struct carrying_on c = { .call = call, .answer = answer, .school = school };
    struct err err = { 0 };
    if (!call_has(call, "drafts")) {
        page_paragraph(answer->page, STR("Nothing was sent and nothing was written."));
        return true;
    }
    keep_those_that_may_go(&c, letters, count);
    return write_drafts(&c, &err) || answer_fail(answer, &err);
}
