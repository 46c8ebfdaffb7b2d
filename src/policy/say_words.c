/* SPDX-License-Identifier: GPL-3.0-or-later
 * say_words - kinds, fields and codes of the shipped vocabulary in words; anything else by its own name.
 * Owns:  nothing.
 * Must not know: rules.
 */
#include "policy/say_priv.h"

static const struct {
    const char *kind, *one, *many;
} NOUNS[] = {
    { "encounter", "employer encounter", "employer encounters" },
    { "workplace", "workplace experience", "workplace experiences" },
    { "provider", "provider encounter", "provider encounters" },
    { "guidance", "guidance interview", "guidance interviews" },
    { "lmi", "use of labour market information", "uses of labour market information" },
    { "lesson", "careers lesson", "careers lessons" },
    { "tool_use", "use of an information tool", "uses of an information tool" },
    { "explored", "route or sector explored", "routes or sectors explored" },
    { "intention", "intended next step", "intended next steps" },
    { "offer", "offer of a place", "offers of a place" },
    { "start", "place taken up", "places taken up" },
    { "study", "subject studied", "subjects studied" },
    { "leaver", "programme left", "programmes left" },
    { "chase", "attempt to reach a leaver", "attempts to reach a leaver" },
    { "la_notice", "notice to the council", "notices to the council" },
    { "la_share", "share with the council", "shares with the council" },
    { "la_instruction", "instruction on sharing", "instructions on sharing" },
    { "ehc_review", "review of the EHC plan", "reviews of the EHC plan" },
    { "pep", "personal education plan meeting", "personal education plan meetings" },
    { "caseload", "named person", "named persons" },
    { "alumni", "list of alumni", "lists of alumni" },
    { "cpd", "training", "trainings" },
    { "post", "post held", "posts held" },
    { "programme_line", "line of the programme", "lines of the programme" },
    { "publication", "publication on the website", "publications on the website" },
    { "document", "document in force", "documents in force" },
    { "curriculum_link", "careers link in a subject", "careers links in a subject" },
    { "data_file", "file that left the school", "files that left the school" },
    { "access_request", "request for access", "requests for access" },
    { "contact", "working contact", "working contacts" },
    { "read_receipt", "confirmation of reading", "confirmations of reading" },
    { "register_entry", "entry on the register", "entries on the register" },
    { "family_meeting", "talk with the family", "talks with the family" },
    { "career_plan", "careers plan", "careers plans" },
    { "self_review", "review of readiness", "reviews of readiness" },
    { "application", "application for a place", "applications for a place" },
    { "staff_briefing", "briefing of staff", "briefings of staff" },
    { "resource", "careers resource", "careers resources" },
    { "link_check", "link tried", "links tried" },
    { "provider_check", "look-up of a provider", "look-ups of a provider" },
    { "observation", "lesson seen", "lessons seen" },
    { "consultation", "answer to the trust's review", "answers to the trust's review" },
    { "survey", "survey", "surveys" },
    { "erasure", "erasure of records", "erasures of records" },
};

static const struct {
    const char *flag, *yes, *no;
} FLAGS[] = {
    { "meaningful", "that is meaningful", "that is not meaningful" },
    { "technical", "on technical education", "not on technical education" },
    { "academic", "on academic routes", "not on academic routes" },
    { "in_school_hours", "in school hours", "outside school hours" },
    { "whole_year_invited", "open to the whole year group", "not open to the whole year group" },
    { "stem", "in science, technology, engineering or maths", "outside science, technology, engineering and maths" },
    { "maths_or_science", "with somebody who uses maths or science", "with nobody who uses maths or science" },
    { "two_way", "in which pupils can ask questions", "in which pupils can not ask questions" },
    { "live", "that is live", "that is not live" },
    { "names_leader", "that names the Careers Leader", "that does not name the Careers Leader" },
    { "careers_item", "with careers on the agenda", "without careers on the agenda" },
    { "with_parent", "with a parent", "without a parent" },
    { "matched", "that was matched to the pupil", "that was not matched to the pupil" },
    { "support_agreed", "with support agreed", "without support agreed" },
    { "prepared", "that was prepared", "that was not prepared" },
    { "outcome_noted", "with its outcome noted", "without its outcome noted" },
    { "plan_agreed", "with a plan agreed", "without a plan agreed" },
    { "keeps_duty", "that keeps the pupil in education or training",
      "that does not keep the pupil in education or training" },
    { "suitable", "that is suitable", "that is not suitable" },
    { "completed", "that was completed", "that was not completed" },
    { "careers", "that covers careers", "that does not cover careers" },
    { "adulthood", "that looks ahead to adult life", "that does not look ahead to adult life" },
    { "employment", "that looks ahead to work", "that does not look ahead to work" },
    { "used_ehc", "that used the EHC plan", "that did not use the EHC plan" },
    { "used_pep", "that used the personal education plan", "that did not use the personal education plan" },
    { "is_local", "that is local", "that is not local" },
    { "active", "that is active", "that is not active" },
    { "on_register", "with an adviser on the register", "with an adviser not on the register" },
    { "group", "in a group", "for one pupil alone" },
    { "child_in_need", "who are children in need", "who are not children in need" },
    { "disadvantaged", "who are disadvantaged", "who are not disadvantaged" },
    { "used", "that was used", "that was not used" },
    { "on_roll", "who are on roll", "who are not on roll" },
    { "own_words", "in the pupil's own words", "not in the pupil's own words" },
    { "long_term", "with a long-term hope", "without a long-term hope" },
    { "next_step", "with a next step", "without a next step" },
    { "barriers_listed", "with barriers listed", "without barriers listed" },
    { "local_offer", "with the Local Offer at hand", "without the Local Offer at hand" },
    { "phase_move", "on the move to another place", "on no move to another place" },
    { "virtual_head", "with the virtual head", "without the virtual head" },
    { "support_named", "with support named", "without support named" },
    { "superseded", "that is out of date", "that is not out of date" },
    { "works", "that works", "that does not work" },
    { "listed", "that was found", "that was not found" },
    { "drawn_at_random", "chosen at random", "not chosen at random" },
    { "careers_link", "with a link to careers", "without a link to careers" },
    { "cites_current", "that cites what is in force", "that does not cite what is in force" },
    { "enterprise", "that is enterprising", "that is not enterprising" },
    { "challenges_stereotype", "that questions a stereotype", "that questions no stereotype" },
    { "adapted_for_send", "adapted for pupils with special needs", "not adapted for pupils with special needs" },
    { "recommended", "on the list of good sites", "not on the list of good sites" },
    { "planned", "that was planned", "that was not planned" },
    { "cancelled", "that was cancelled", "that was not cancelled" },
    { "complete", "that is complete", "that is not complete" },
    { "sustained", "that lasted", "that did not last" },
    { "ebacc_entered", "entered for the EBacc", "not entered for the EBacc" },
};

static const struct {
    const char *code, *words;
} CODES[] = {
    { "pru", "PRU" },
    { "virtual", "online" },
    { "mixed", "partly online" },
    { "vulnerable", "vulnerable pupils" },
    { "leaver", "a leaver" },
    { "english", "English" },
    { "ap", "alternative provision" },
    { "special", "special school" },
    { "secondary", "secondary school" },
    { "fe_college", "FE college" },
    { "utc", "UTC" },
    { "ehcp", "EHC plan" },
    { "slt", "SLT" },
    { "slt_lead", "SLT lead" },
    { "senco", "SENCO" },
    { "la_send", "the council's SEND team" },
    { "pshe", "PSHE" },
    { "compass", "Compass" },
    { "compass_special", "Compass for special schools" },
    { "jobcentre_plus", "Jobcentre Plus" },
    { "cpd", "training" },
    { "lmi", "labour market information" },
    { "send_employment", "support for SEND at work" },
    { "ebacc", "the EBacc" },
    { "pshe_lead", "PSHE lead" },
    { "dpo", "data protection officer" },
    { "dsl", "safeguarding lead" },
    { "a_level", "A level" },
    { "t_level", "T level" },
    { "work_with_study", "work with study" },
    { "studio_school", "studio school" },
    { "staying_on_to_18", "staying on to 18" },
    { "la_sharing", "sharing with the council" },
    { "la_basic", "basic facts for the council" },
    { "la_full", "all facts for the council" },
    { "post16_provider", "a place after 16" },
    { "virtual_school", "the virtual school" },
    { "commissioning_school", "a school that sends pupils" },
    { "designated_teacher", "the designated teacher" },
    { "local_authority", "the council" },
    { "ap_contact", "contact where placed" },
    { "commissioner", "contact at the sending school" },
};

/* Facts and fields whose own name says too little. */
static const struct {
    const char *field, *words;
} FIELDS[] = {
    { "sen", "SEN status" },
    { "care", "care status" },
    { "child_in_need", "child-in-need status" },
    { "risk", "risk rating" },
    { "disadvantaged", "pupil premium status" },
    { "fsm", "free school meals status" },
    { "dob", "date of birth" },
    { "year", "year group" },
    { "gcse_maths", "GCSE grade in maths" },
    { "gcse_english", "GCSE grade in English" },
    { "adviser_level", "adviser's level" },
    { "shared_on", "day it was shared with the pupil" },
    { "followed_up_on", "day of the follow-up" },
    { "offered_on", "day of the offer" },
    { "due_on", "day it is due" },
    { "done_on", "day it was done" },
    { "answered_on", "day of the answer" },
    { "careers_input_on", "day of the careers advice" },
    { "insurance_on", "day of the insurance check" },
    { "risk_checked_on", "day of the risk check" },
    { "consent_on", "day of the consent" },
    { "approved_by", "name of who approved it" },
    { "placeholders", "number of unanswered questions" },
    { "benchmarks_full", "number of benchmarks fully met" },
    { "lowest", "score of the lowest benchmark" },
};

/* Fields whose value follows another word than "with ...". */
static const struct {
    const char *field, *before;
} LINKS[] = {
    { "with", "with" },
    { "to", "to" },
    { "by", "by" },
    { "theme", "on" },
    { "topic", "on" },
    { "topics", "on" },
    { "purpose", "for" },
    { "item", "of the" },
    { "role", "as" },
    { "mode", "held" },
    { "pillar", "in" },
    { "subject", "in" },
    { "method", "by" },
    { "roles", "who are" },
    { "type", "of the type" },
    { "form", "in the form of" },
    { "audience", "for" },
    { "audiences", "for" },
    { "sort", "of the sort" },
    { "route", "on the route" },
};

const char *say_link(struct str field) {
    for (size_t i = 0; i < COUNT_OF(LINKS); i++)
        if (str_is(field, LINKS[i].field)) return LINKS[i].before;
    return "";
}

const char *say_ordinal(long long n) {
    if (n % 100 >= 11 && n % 100 <= 13) return "th";
    return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

static struct str spaced(struct arena *arena, struct str name) {
    struct buf out = { 0 };
    for (size_t i = 0; i < name.size; i++) buf_add_byte(&out, name.at[i] == '_' ? ' ' : name.at[i]);
    struct str text = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

const char *say_noun(struct arena *arena, struct str kind, bool many) {
    for (size_t i = 0; i < COUNT_OF(NOUNS); i++)
        if (str_is(kind, NOUNS[i].kind)) return many ? NOUNS[i].many : NOUNS[i].one;
    struct str name = spaced(arena, str_starts(kind, "x_") ? str_slice(kind, 2, kind.size) : kind); /* a school's own */
    if (!many) return str_c(arena, name);
    if (str_ends(name, "y")) return str_c(arena, str_format(arena, "%.*sies", (int)name.size - 1, name.at));
    return str_c(arena, str_format(arena, "%.*ss", STR_ARG(name)));
}

const char *say_flag(struct str kind, struct str flag, bool yes) {
    if (str_is(kind, "leaver") && str_is(flag, "completed"))
        return yes ? "after it was completed" : "before it was completed";
    for (size_t i = 0; i < COUNT_OF(FLAGS); i++)
        if (str_is(flag, FLAGS[i].flag)) return yes ? FLAGS[i].yes : FLAGS[i].no;
    return "";
}

struct str say_code(struct arena *arena, struct str code) {
    for (size_t i = 0; i < COUNT_OF(CODES); i++)
        if (str_is(code, CODES[i].code)) return str_from(CODES[i].words);
    return spaced(arena, code);
}

struct str say_field(struct arena *arena, const struct field *field) {
    for (size_t i = 0; i < COUNT_OF(FIELDS) && !field->about.size; i++)
        if (str_is(field->name, FIELDS[i].field)) return str_from(FIELDS[i].words);
    return field->about.size ? field->about : spaced(arena, field->name);
}

struct str say_month_day(struct arena *arena, struct month_day day) {
    static const char *const months[] = { "January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December" };
    return str_format(arena, "%d %s", day.day, months[day.month - 1]);
}
