/* SPDX-License-Identifier: GPL-3.0-or-later
 * mail_fill - puts letters into the outbox of a school, as planning does.
 *   mail_fill FOLDER COUNT [PREFIX]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/script.h"
#include "work/letter.h"

#define BATCH 500

static struct letter make(struct arena *arena, const struct school *school, const char *prefix, int number, struct date day) {
    const struct person *person = people_find(school->people, STR("JP"));
    bool big = strcmp(prefix, "big") == 0; /* more than one buffer on its way out */
    struct letter_notice *notice = arena_new(arena, struct letter_notice);
    *notice = (struct letter_notice){ .finding = str_format(arena, "test/%s%d", prefix, number), .step = STR("lead"), .rule = STR("4.6.4/test") };
    return (struct letter){
        .recipient = person->key, .name = STR("Mr J. Patél"), .address = person->email, .plan = STR("test"),
        .period = str_format(arena, "%s%d", prefix, number), .day = day, .file = str_format(arena, "tutor-%d", number),
        .subject = str_format(arena, "9AB careers \xE2\x80\x94 list %s%d", prefix, number),
        .text = str_format(arena, "Dear Mr Pat\xC3\xA9l\n\nThis is list %s%d.\n.\nFrom here on it is a long line: %0*d\n..\n", prefix, number, big ? 3000000 : 200, number),
        .notices = notice, .notice_count = strcmp(prefix, "plain") != 0, /* a plain one tells of nothing that could be settled */
    };
}

int main(int count, char **words) {
    struct arena arena = { 0 };
    struct err err = { 0 };
    struct problems problems = { .arena = &arena };
    struct school *school;
    struct date day;
    struct script *script = script_open(&(struct script_options){ .library = NULL });
    if (count < 3 || !date_make(2027, 6, 7, &day)) return 4;
    if (!school_open(script_host(script), words[1], &school, &problems, &err) || !school_load(school, SCHOOL_CALENDAR | SCHOOL_PEOPLE, day, &problems, &err)) {
        fprintf(stderr, "%s\n", problems.count ? problems.at[0].said.at : err.text);
        return 5;
    }
    int left = atoi(words[2]), number = 0;
    while (left > 0) {
        struct letter letters[BATCH];
        struct letters_done done;
        struct letters_request request = { .actor = STR("tester"), .state = VALUE_NONE, .to_send = true };
        size_t part = 0;
        for (; part < BATCH && left > 0; part++, left--) letters[part] = make(&arena, school, count > 3 ? words[3] : "p", ++number, day);
        if (!letters_queue(&arena, school, &request, letters, part, &done, &err)) {
            fprintf(stderr, "%s\n", err.text);
            return 5;
        }
    }
    school_close(school);
    script_close(script);
    arena_free(&arena);
    return 0;
}
