/* SPDX-License-Identifier: GPL-3.0-or-later
 * message - one digest as the text of a message; see message.h.
 * Owns:  nothing.
 * Must not know: how mail leaves.
 */
#include "work/message.h"

#include "base/utf8.h"
#include "work/wording.h"

bool message_inside(const struct mail_settings *mail, struct str address) {
    struct str name, domain;
    if (!str_cut(address, '@', &name, &domain)) return false;
    for (size_t i = 0; i < mail->domain_count; i++)
        if (str_equal_fold_ascii(domain, mail->domains[i])) return true;
    return mail->domain_count == 0;
}

static struct date first_day(const struct digest *digest) {
    struct date first = DATE_NONE;
    for (size_t i = 0; i < digest->count; i++) first = date_min(first, finding_by(digest->items[i].finding));
    return first;
}

static bool one_rule(const struct digest *digest) {
    for (size_t i = 1; i < digest->count; i++)
        if (digest->items[i].finding->rule != digest->items[0].finding->rule) return false;
    return digest->count > 0;
}

static bool about_pupils(const struct digest *digest) {
    for (size_t i = 0; i < digest->count; i++)
        if (digest->items[i].finding->subject_type != SUBJECT_PUPIL) return false;
    return true;
}

struct str message_subject(struct arena *arena, const struct position *p, const struct digest *digest) {
    const struct policy *policy = p->school->policy;
    char day[DATE_LONG_SIZE];
    struct date first = first_day(digest);
    bool late = date_known(first) && date_before(first, p->as_of);
    struct str by = date_known(first)
                        ? str_format(arena, "%s %s", late ? ", late since" : " by", date_short(first, day))
                        : (struct str){ 0 };
    struct str about = digest->group.size ? str_format(arena, "%.*s careers", STR_ARG(digest->group)) : STR("Careers");
    struct str what =
        digest->count ? version_title(arena, &policy->rules[digest->items[0].finding->rule],
                                      finding_version(policy, digest->items[0].finding)) : (struct str){ 0 };
    if (!about_pupils(digest))
        return str_format(arena, "%.*s: %.*s to do%s%.*s", STR_ARG(about),
                          STR_ARG(count_of(arena, digest->count, "thing", "things")),
                          by.size && !late ? ", the first" : "", STR_ARG(by));
    struct str pupils = count_of(arena, digest->pupils, "pupil", "pupils");
    if (one_rule(digest))
        return str_format(arena, "%.*s: %.*s for %.*s%.*s", STR_ARG(about), STR_ARG(what), STR_ARG(pupils),
                          STR_ARG(by));
    return str_format(arena, "%.*s: %.*s %s something%s%.*s", STR_ARG(about), STR_ARG(pupils),
                      digest->pupils == 1 ? "needs" : "need", by.size && !late ? ", the first" : "", STR_ARG(by));
}

static void header(struct buf *out, const char *name, struct str text) {
    if (text.size) buf_printf(out, "%-9s %.*s\n", name, STR_ARG(text));
}

/* "Dear Mr Patel"; without a title "Dear J. Patel". */
static struct str salutation(struct arena *arena, const struct person *person) {
    struct str surname = person->name;
    if (!person->title.size) return str_format(arena, "Dear %.*s", STR_ARG(person->name));
    for (size_t i = person->name.size; i > 0; i--) {
        if (person->name.at[i - 1] != ' ') continue;
        surname = str_slice(person->name, i, person->name.size);
        break;
    }
    return str_format(arena, "Dear %.*s %.*s", STR_ARG(person->title), STR_ARG(surname));
}

static void pad(struct buf *out, struct str text, size_t width) {
    buf_add(out, text);
    for (size_t i = utf8_width(text); i < width; i++) buf_add_byte(out, ' ');
}

/* "Ava D."; "Ava Da." and "Ava Du." where two pupils of the list would read alike. */
static struct str short_name(struct arena *arena, const struct position *p, const struct digest *digest,
                             const struct pupil_row *pupil) {
    struct str name = pupil_short(arena, pupil), surname = pupil->surname;
    size_t same = 0; /* bytes that the surname shares with another pupil of the same short name */
    for (size_t i = 0; i < digest->count; i++) {
        const struct finding *f = digest->items[i].finding;
        const struct pupil_row *other =
            f->subject_type == SUBJECT_PUPIL && f->subject != pupil->id ? roster_pupil(p->roster, f->subject) : NULL;
        if (!digest->items[i].named || !other || !str_equal(pupil_short(arena, other), name)) continue;
        size_t at = 0;
        while (at < surname.size && at < other->surname.size && surname.at[at] == other->surname.at[at]) at++;
        if (at > same) same = at;
    }
    if (!same) return name;
    size_t end = same;
    utf8_next(surname, &end);
    return str_format(arena, "%.*s %.*s%s", STR_ARG(pupil->known_as.size ? pupil->known_as : pupil->first_name),
                      STR_ARG(str_slice(surname, 0, end)), end < surname.size ? "." : "");
}

static struct str who_of(struct arena *arena, const struct position *p, const struct digest *digest,
                         const struct finding *f) {
    if (f->subject_type != SUBJECT_PUPIL) return roster_name(arena, p->roster, f->subject_type, f->subject);
    const struct pupil_row *pupil = roster_pupil(p->roster, f->subject);
    if (!pupil) return STR("a pupil");
    struct str name = short_name(arena, p, digest, pupil);
    return digest->group.size || !pupil->form.size
               ? name
               : str_format(arena, "%.*s %.*s", STR_ARG(name), STR_ARG(pupil->form));
}

/* "tutor's follow-up (guidance interview on 3 September)" */
static struct str what_of(struct arena *arena, const struct position *p, const struct finding *f) {
    return finding_words(arena, p->school->policy, p->as_of, f, true);
}

static struct str late_words(struct arena *arena, int32_t days) {
    if (days < 14) return count_of(arena, (uint64_t)days, "day", "days");
    if (days < 60) return count_of(arena, (uint64_t)(days / 7), "week", "weeks");
    return count_of(arena, (uint64_t)(days / 30), "month", "months");
}

/* "by Wednesday 21 July 2027", "was due 29 January 2026, 10 months late". */
static struct str by_words(struct arena *arena, const struct position *p, const struct finding *f) {
    char day[DATE_LONG_SIZE];
    struct date by = finding_by(f);
    if (!date_known(by)) return STR("now");
    if (!date_before(by, p->as_of)) return str_format(arena, "by %s", date_long(by, day));
    return str_format(arena, "was due %s, %.*s late", date_short(by, day),
                      STR_ARG(late_words(arena, p->as_of.day - by.day)));
}

/* Lines with names, ten at most; *left counts the others. */
static void named_lines(struct buf *out, struct arena *arena, const struct position *p, const struct digest *digest,
                        size_t *left) {
    size_t lines = 0, widest = 0, wide = 0;
    for (size_t i = 0; i < digest->count; i++) {
        const struct finding *f = digest->items[i].finding;
        if (!digest->items[i].named || lines++ >= MESSAGE_LINES) continue;
        size_t name = utf8_width(who_of(arena, p, digest, f)), what = utf8_width(what_of(arena, p, f));
        if (name > widest) widest = name;
        if (what > wide) wide = what;
    }
    lines = *left = 0;
    for (size_t i = 0; i < digest->count; i++) {
        const struct finding *f = digest->items[i].finding;
        if (!digest->items[i].named) continue;
        if (lines++ >= MESSAGE_LINES) {
            ++*left;
            continue;
        }
        buf_add_c(out, "  ");
        pad(out, who_of(arena, p, digest, f), widest + 3);
        pad(out, what_of(arena, p, f), wide + 3);
        buf_printf(out, "%.*s\n", STR_ARG(by_words(arena, p, f)));
    }
}

/* One line a rule with a number: for what rests on something private, and for schools that mail numbers only. */
static void counted_lines(struct buf *out, const struct position *p, const struct digest *digest, bool all) {
    const struct policy *policy = p->school->policy;
    for (size_t r = 0; r < policy->rule_count; r++) {
        size_t count = 0;
        struct date first = DATE_NONE;
        for (size_t i = 0; i < digest->count; i++) {
            const struct finding *f = digest->items[i].finding;
            if (f->rule != r || (digest->items[i].named && !all)) continue;
            count++;
            first = date_min(first, finding_by(f));
        }
        if (!count) continue;
        char day[DATE_LONG_SIZE];
        buf_printf(out, "  %zu under clause %.*s", count, STR_ARG(policy->rules[r].clause));
        if (date_known(first) && date_before(first, p->as_of))
            buf_printf(out, ", late since %s", date_long(first, day));
        else if (date_known(first))
            buf_printf(out, ", the first by %s", date_long(first, day));
        buf_add_c(out, "; the names are in the program\n");
    }
}

static void why_line(struct buf *out, const struct position *p, const struct digest *digest) {
    const struct policy *policy = p->school->policy;
    size_t first = 0;
    while (first + 1 < digest->count && !digest->items[first].named) first++;
    struct str clause = policy->rules[digest->items[first].finding->rule].clause;
    const struct role *role = &policy->roles[digest->role];
    buf_printf(out, "Why you: you have the role %.*s", STR_ARG(role->title));
    if (digest->group.size && role->finds.size) buf_printf(out, " of %.*s", STR_ARG(digest->group));
    int32_t plan = finding_version(policy, digest->items[first].finding)->plan;
    struct str often = plan >= 0 ? policy->plans[plan].digest : (struct str){ 0 };
    buf_printf(out, " (policy %.*s).", STR_ARG(clause));
    if (often.size) buf_printf(out, "  This is the %.*s list.", STR_ARG(often));
    buf_add_c(out, "\nSomeone else's job?  Reply and it will be moved.\n");
}

static struct str datum_owner(struct arena *arena, const struct position *p) {
    int32_t role = policy_find_role(p->school->policy, STR("careers_leader"));
    if (role < 0) return STR("the Careers Leader");
    const struct person *person = people_owner(p->school->people, &p->school->policy->roles[role], (struct str){ 0 },
                                               (struct str){ 0 }, p->as_of);
    return person ? person->name : str_format(arena, "the %.*s", STR_ARG(p->school->policy->roles[role].title));
}

/* How what was done gets into the records: through whoever keeps them. */
static void done_line(struct buf *out, struct arena *arena, const struct position *p, const struct digest *digest) {
    struct str keeper = datum_owner(arena, p);
    bool own = digest->person && str_equal(digest->person->name, keeper);
    if (own)
        buf_add_c(out,
                  "Done already?  Fill it in and import the file again; in the program, why and the name says which "
                  "column.\n");
    else
        buf_printf(out, "Done already?  Reply with the name and the day, and %.*s writes it down.\n", STR_ARG(keeper));
}

struct str message_body(struct arena *arena, const struct position *p, const struct digest *digest) {
    const struct mail_settings *mail = &p->school->people->mail;
    struct buf out = { 0 };
    char day[DATE_LONG_SIZE];
    size_t left = 0;
    buf_printf(&out, "%.*s\n\n", STR_ARG(salutation(arena, digest->person)));
    if (digest->group.size)
        buf_printf(&out, "%.*s, as", STR_ARG(digest->group));
    else
        buf_add_c(&out, "As");
    buf_printf(&out, " at %s.", date_long(p->as_of, day));
    if (digest->pupils)
        buf_printf(&out, "  %.*s %s something", STR_ARG(count_of(arena, digest->pupils, "pupil", "pupils")),
                   digest->pupils == 1 ? "needs" : "need");
    if (digest->pupils && digest->unknown)
        buf_printf(&out, ", %zu %s not known (%.*s is asked)", digest->unknown, digest->unknown == 1 ? "is" : "are",
                   STR_ARG(datum_owner(arena, p)));
    buf_add_c(&out, digest->pupils ? ".\n\n" : "\n\n");
    if (!mail->counts_only) named_lines(&out, arena, p, digest, &left);
    if (left) buf_printf(&out, "  and %zu more\n", left);
    counted_lines(&out, p, digest, mail->counts_only);
    buf_add_byte(&out, '\n');
    done_line(&out, arena, p, digest);
    why_line(&out, p, digest);
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

struct str message_text(struct arena *arena, const struct position *p, const struct digest *digest) {
    const struct mail_settings *mail = &p->school->people->mail;
    const struct person *person = digest->person;
    struct buf out = { 0 };
    struct str to = person->email.size
                        ? str_format(arena, "%.*s <%.*s>", STR_ARG(person_full(arena, person)), STR_ARG(person->email))
                        : str_format(arena, "%.*s (no address)", STR_ARG(person_full(arena, person)));
    if (mail->from.size)
        header(&out, "From:", str_format(arena, "Careers, %.*s <%.*s>", STR_ARG(p->school->name), STR_ARG(mail->from)));
    header(&out, "To:", to);
    header(&out, "Reply-To:", mail->reply_to);
    header(&out, "Subject:", message_subject(arena, p, digest));
    buf_add_byte(&out, '\n');
    buf_add(&out, message_body(arena, p, digest));
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* "tutor-9AB": the role, and the form or else the short name of the person. */
static struct str file_of(struct arena *arena, const struct position *p, const struct digest *digest) {
    struct str role = p->school->policy->roles[digest->role].key, of = digest->group.size ? digest->group : digest->person->key;
    return str_format(arena, "%.*s-%.*s", STR_ARG(role), STR_ARG(of));
}

static void add_persons(struct letter *letter, int64_t *persons, const struct finding *f) {
    if (f->subject_type != SUBJECT_PUPIL) return;
    for (size_t i = 0; i < letter->person_count; i++)
        if (persons[i] == f->subject) return;
    persons[letter->person_count++] = f->subject;
}

struct letter message_letter(struct arena *arena, const struct position *p, const struct digest *digest) {
    const struct policy *policy = p->school->policy;
    char day[DATE_ISO_SIZE];
    struct date monday = date_add_days(p->as_of, -date_weekday(p->as_of));
    struct str week = str_copy(arena, str_from(date_iso(monday, day)));
    struct letter letter = {
        .recipient = digest->person->key, .name = person_full(arena, digest->person), .address = digest->person->email,
        .plan = STR("digest"), .period = week, .day = p->as_of, .file = file_of(arena, p, digest),
        .subject = message_subject(arena, p, digest), .text = message_body(arena, p, digest), .notice_count = digest->count,
    };
    struct letter_notice *notices = arena_array(arena, struct letter_notice, digest->count + 1);
    int64_t *persons = arena_array(arena, int64_t, digest->count + 1);
    for (size_t i = 0; i < digest->count; i++) {
        const struct finding *f = digest->items[i].finding;
        notices[i] = (struct letter_notice){ .finding = finding_key(arena, p, f), .step = week, .subject_type = f->subject_type,
                                             .subject = f->subject, .rule = policy->rules[f->rule].name };
        add_persons(&letter, persons, f);
    }
    letter.notices = notices;
    letter.persons = persons;
    return letter;
}
