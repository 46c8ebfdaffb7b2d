/* SPDX-License-Identifier: GPL-3.0-or-later
 * people - who holds which role at a school on a day, whose form is whose, and how mail would leave.
 * Owns:  nothing; the list lies in the arena it was loaded in.
 * Must not know: messages, rules.
 *
 * people.lua and the imported staff are one list: a person is known by key, else by the same address, else by the same full
 * name where one of the two has no address; what people.lua says wins, field by field.
 * Addresses stay here: they are read by messages alone.
 *
 * Example:
 *     const struct person *who = people_owner(people, role, form, department, day);   // NULL: nobody
 */
#ifndef SIGNPOST_PEOPLE_H
#define SIGNPOST_PEOPLE_H

#include "policy/model.h"
#include "store/db.h"
#include "work/data_file.h"

enum all_clear { CLEAR_UNSAID, CLEAR_NO, CLEAR_YES };

struct person {
    struct str key;               /* "JP" */
    struct str other_key;         /* of the records, where people.lua has one of its own for the same person; else empty */
    int64_t staff;                /* key in the records, 0 when only people.lua knows the person */
    struct str title, name, email;/* "Mr", "J. Patel" */
    const struct str *roles;      /* role keys */
    size_t role_count;
    struct str form, department;
    struct date from, ends;       /* DATE_FIRST, DATE_NONE: open */
    struct str deputy;            /* key of who reads instead while away; may be empty */
    struct date away_from, away_to; /* both days counted; DATE_NONE: not away */
    enum all_clear all_clear;     /* whether that person wants to hear that nothing is left */
    uint32_t line;                /* in people.lua; 0 when it does not speak of the person */
};

enum send_by { SEND_BY_DRAFTS, SEND_BY_SENDMAIL, SEND_BY_SMTP };
enum mail_tls { TLS_STARTTLS, TLS_IMPLICIT, TLS_NONE /* 127.0.0.1 and ::1 alone */ };

struct smtp_settings {
    struct str host, user;
    int64_t port;
    enum mail_tls tls;
    const struct str *token, *password_command; /* a program and its arguments, never through a shell */
    size_t token_count, password_command_count;
    struct str password_file, ca_file;          /* paths */
    int64_t timeout;              /* seconds for each command, 1 to 300 */
};

struct mail_settings {
    struct str from, reply_to, trial_to;
    const struct str *domains, *also; /* also: single addresses outside the domains */
    size_t domain_count, also_count;
    bool counts_only;             /* detail = "counts" */
    enum send_by send_by;
    struct str sendmail;          /* the program, a whole path */
    struct smtp_settings smtp;
    int64_t pace;                 /* messages a minute, at most */
    bool all_clear;               /* whoever has nothing left hears it, once a term */
    uint32_t line;                /* in people.lua; 0: there is no mail {} */
};

/* mail {} of people.lua; slips become problems (people_mail.c). */
void people_read_mail(const struct data_file *file, const struct node *call, struct mail_settings *mail, struct problems *problems);

struct people {
    const struct person *at;      /* by key */
    size_t count;
    struct mail_settings mail;
    struct problems mail_slips;   /* of mail {}: they stop those alone who would write to somebody */
};

/* Slips in people.lua become problems, those in mail {} slips of mail.  db may be NULL: people.lua alone. */
MUST_USE bool people_load(struct arena *arena, const struct host *host, const char *folder, struct db *db,
                          const struct kinds *kinds, struct date day, struct people **out, struct problems *problems,
                          struct err *err);
bool person_holds(const struct person *person, struct str role, struct date day);
/* Who answers for a finding: of roles that find a form or department the person of that one, else the first holder.  First is
 * who comes first in people.lua, then by key whoever it does not speak of. */
const struct person *people_owner(const struct people *people, const struct role *role, struct str form,
                                  struct str department, struct date day);
/* The next one after that; NULL: nobody.  Of a form or department each is told; of other roles the first alone. */
const struct person *people_owner_after(const struct people *people, const struct role *role, struct str form, struct str department,
                                        struct date day, const struct person *after);
/* Who is to be written to on a day: the person, or while away the deputy, or the deputy's. */
const struct person *people_reader(const struct people *people, const struct person *person, struct date day);
/* "2 people are SLT member: letters go to J. Wren (the first in people.lua)": of a role of which one alone is written to; empty: there
 * are not two. */
struct str people_say_two(struct arena *arena, const struct people *people, const struct role *role, struct date day);
bool person_away(const struct person *person, struct date day);
/* By either key. */
const struct person *people_find(const struct people *people, struct str key);
/* "Mr J. Patel". */
struct str person_full(struct arena *arena, const struct person *person);

#endif
