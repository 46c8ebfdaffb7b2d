/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows of the journal as sentences: each text that a word writes, and none of its machinery in what people read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/kind.h"
#include "work/journal_words.h"

static const struct { const char *verb, *about, *said; } ROWS[] = {
    { "new", "made=school.db", "Made the records, school.db." },
    { "import", "files=1 added=28 changed=2 left=0 left_out=0", "1 file brought in: 28 rows new, 2 changed." },
    { "import", "files=1 what=pupils added=2 changed=0 left=0 left_out=1 brought_back=1 ids=84", "Pupils brought in: 2 rows new, 1 row left out, 1 erased pupil is back." },
    { "import", "files=1 added=0 changed=0 left=3 left_out=1", "1 file brought in: 3 pupils marked as left, 1 row left out." },
    { "import", "files=3 what=register,career-plans added=28 changed=2 left=0 left_out=0", "Register and career plans brought in: 28 rows new, 2 changed." },
    { "import", "files=3 what=pupils,register,ehc-reviews added=28 changed=0 left=0 left_out=0", "Pupils, register and ehc reviews brought in: 28 rows new." },
    { "import", "files=1 what=pupils added=28 changed=2 left=0 left_out=0", "Pupils brought in: 28 rows new, 2 changed." },
    { "import", "files=2 added=0 changed=0 left=0 left_out=0", "2 files brought in: nothing new." },
    { "record", "kind=agreed_action activity=41 people=1", "Recorded #41: agreed action, 1 person." },
    { "record", "kind=document activity=42 people=0", "Recorded #42: document." },
    { "mark", "activity=112 people=2", "Marked who came to #112: 2 people." },
    { "confirm", "activity=112 people=27", "Confirmed that #112 took place: 27 people." },
    { "correct", "activity=112 people=0", "Corrected #112." },
    { "waive", "rule=4.9.2/interview-by-16 rules=1 entries=1", "Exempted from 4.9.2: 1 entry." },
    { "snooze", "rule=4.6.4/employer-encounter rules=1 entries=27", "No reminders for a time about 4.6.4: 27 entries." },
    { "in-hand", "rule=4.6.4/employer-encounter rules=1 entries=1", "In hand, so that reminders are not repeated: 4.6.4: 1 entry." },
    { "attest", "rule=1.0.3/staged rules=1 entries=1", "Somebody answers for 1.0.3: 1 entry." },
    { "hold", "rule=records rules=0 entries=1", "Records kept from being deleted, or let go again: 1 entry." },
    { "undo", "step=3", "Took back step 3." },
    { "restore", "copy=school-20261127-0251.db set_aside=before-20261127-0900.db",
      "Put back the copy school-20261127-0251.db; what was there before is the copy before-20261127-0900.db." },
    { "restore", "copy=school-20261127-0251.db set_aside=before-20261127-0900.db erased=81,82",
      "Put back the copy school-20261127-0251.db; what was there before is the copy before-20261127-0900.db. With it came 2 pupils who had been erased." },
    { "export", "export=2 sort=la pupils=53 withheld=2 fields=upn surname sealed=1 digest=47ee7f0ac77fc1fb",
      "Export 2 left the school: la, about 53 pupils, fields of 2 kept back, sealed for a passphrase." },
    { "export", "export=3 sort=dual pupils=1 withheld=0 fields=upn sealed=0 digest=47ee", "Export 3 left the school: dual, about 1 pupil." },
    { "export-again", "export=3 pupils=53 digest=47ee7f0a", "Export 3 left the school once more, about 53 pupils." },
    { "export-receipt", "export=3 receipt_on=2026-12-01", "Export 3 arrived, on 1 December 2026." },
    { "save", "left rows=12 form=xlsx", "A table left the school: 12 rows, saved outside its folder (.xlsx)." },
    { "remind", "messages=2 notices=9 to=draft", "2 messages drafted, with 9 reminders." },
    { "remind", "messages=1 notices=1 to=send", "1 message made ready to be sent, with 1 reminder." },
    { "send", "message=41 state=sent", "Message 41 was sent." },
    { "send", "due=2", "2 drafts became due." },
    { "send", "recovered=0 requeued=1 doubtful=0", "After a run that was cut off: 1 to be sent again." },
    { "settle", "message=41 settled=drop", "Message 41 was dropped." },
    { "check", "run=r-2026-11-23-01 findings=212 new=3 changed=0 gone=1", "Kept the answers as r-2026-11-23-01: 212 answers; since the run before 3 new, 1 gone." },
    { "erase", "pupils=1 rows=45 notes=2 messages=0 steps=1 ids=7 reason=asked: the family asked, rows=9",
      "Erased for good: 1 pupil, with 45 rows, on request: the family asked, rows=9." },
    { "erase", "pupils=2 rows=90 notes=2 messages=0 steps=1 ids=7,8 reason=keep-date", "Erased for good: 2 pupils, with 90 rows, past the keep date." },
    { "erase", "pupils=2 rows=90 notes=2 messages=0 steps=1 ids=7,8", "Erased for good: 2 pupils, with 90 rows." },
    { "erase-verify", "row=12 removed=3 searched=214 texts=9 found=0 unsearched=1", "Finished the erasure of row 12: 3 files removed, 214 searched, found in none, 1 could not be searched." },
    { "accept-break", "accepts=12 because=put back by hand", "Went on although the journal does not hold up to row 12: put back by hand." },
    { "accept-break", "accepts=12", "Went on although the journal does not hold up to row 12." },
    { "of-tomorrow", "some=thing", "some=thing" },
};

static void every_row_is_a_sentence(void **state) {
    (void)state;
    struct arena arena = { 0 };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct chain_row row = { .number = 5, .verb = str_from(ROWS[i].verb), .about = str_from(ROWS[i].about), .step = VALUE_NONE };
        struct str said = journal_words(&arena, &row);
        if (!str_is(said, ROWS[i].said)) fail_msg("%s: '%.*s', not '%s'", ROWS[i].verb, STR_ARG(said), ROWS[i].said);
    }
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_row_is_a_sentence) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
