/* SPDX-License-Identifier: GPL-3.0-or-later
 * publish_page - the whole policy as a page; see publish.h.
 * Owns:  nothing.
 * Must not know: HTML, Markdown, rows.
 */
#include "policy/param.h"
#include "work/publish.h"
#include "work/wording.h"

#define NO_WORDS ((struct str){ 0 })

struct publishing {
    struct arena *arena;
    struct page *page;
    const struct policy *policy;
    const struct publish_live *live;
    struct date day;
    struct str *notes;        /* footnotes, each once */
    size_t note_count, note_room;
    struct labelled *fields;  /* of the clause being written */
    size_t field_count, field_room;
    bool marked;              /* the clause being written was changed */
    struct publish_counts *counts;
};

static struct str capital(struct arena *arena, struct str text) {
    char *out = arena_copy(arena, text.at, text.size);
    if (text.size && out[0] >= 'a' && out[0] <= 'z') out[0] = (char)(out[0] - 'a' + 'A');
    return (struct str){ out, text.size };
}

static struct str spaced(struct arena *arena, struct str name) {
    char *words = arena_copy(arena, name.at, name.size);
    for (size_t i = 0; i < name.size; i++)
        if (words[i] == '_') words[i] = ' ';
    return (struct str){ words, name.size };
}

static struct str text_of(const struct node *call, const char *key) {
    const struct node *node = call ? node_field(call, key) : NULL;
    return node && node->type == NODE_TEXT ? node->text : NO_WORDS;
}

static struct str header_text(const struct document *document, const char *key) {
    return text_of(document->header, key);
}

static struct str day_words(struct arena *arena, struct str iso) {
    struct date day;
    char text[DATE_LONG_SIZE];
    return date_parse_iso(iso, &day) ? str_copy(arena, str_from(date_short(day, text))) : iso;
}

/* ---- footnotes ------------------------------------------------------------------------------- */

static struct str whose(struct arena *arena, const struct document *document) {
    switch (document->layer) {
    case LAYER_UPDATE: return str_format(arena, "Update %.*s", STR_ARG(document->name));
    case LAYER_TRUST: return STR("The trust");
    case LAYER_OVERLAY_SETTING:
    case LAYER_OVERLAY_PUPILS: return str_format(arena, "Overlay %.*s", STR_ARG(document->name));
    default: return STR("This school");
    }
}

/* Where the approval of a document stands: in its header; of an update in the school's or the trust's adoption. */
static const struct node *approval_call(const struct policy *policy, const struct document *document) {
    if (document->layer != LAYER_UPDATE) return document->header;
    for (size_t d = 0; d < policy->document_count; d++)
        for (uint32_t i = 0; i < policy->documents[d].item_count; i++) {
            const struct node *item = &policy->documents[d].items[i];
            if (node_is(item, "adopt") && str_equal(item->id, document->name)) return item;
        }
    return NULL;
}

/* What `new` writes until somebody has approved it (policies/starter). */
static bool not_yet_approved(struct str by) { return str_starts(by, "To be approved"); }

static struct str approval_words(const struct publishing *p, const struct origin *origin,
                                 const struct document *document) {
    const struct node *call = approval_call(p->policy, document);
    struct str by = text_of(call, "approved_by"), on = day_words(p->arena, text_of(call, "approved"));
    struct str minute = origin->approval;
    bool numbered = minute.size && (!by.size || str_find(minute, by) == SIZE_MAX);
    if (not_yet_approved(by)) return STR(" Not approved yet.");
    if (!by.size) return minute.size ? str_format(p->arena, " Approved: %.*s.", STR_ARG(minute)) : NO_WORDS;
    return str_format(p->arena, " Approved by %.*s%s%.*s%s%.*s.", STR_ARG(by), on.size ? " on " : "", STR_ARG(on),
                      numbered ? ", minute " : "", STR_ARG(numbered ? minute : NO_WORDS));
}

/* "[3]" for what did not come from the base policy; empty for the rest. */
static struct str mark(struct publishing *p, const struct origin *origin, struct str what) {
    if (origin->document >= p->policy->document_count) return NO_WORDS;
    const struct document *document = &p->policy->documents[origin->document];
    if (document->layer == LAYER_BASE) return NO_WORDS;
    struct str reason = origin->reason;
    bool stop = reason.size && !str_ends(reason, ".");
    struct str text = str_format(p->arena, "%.*s %.*s%s%.*s%s%.*s", STR_ARG(whose(p->arena, document)), STR_ARG(what),
                                 reason.size ? ": " : ".", STR_ARG(reason), stop ? "." : "",
                                 STR_ARG(approval_words(p, origin, document)));
    p->marked = true;
    for (size_t i = 0; i < p->note_count; i++)
        if (str_equal(p->notes[i], text)) return str_format(p->arena, " [%zu]", i + 1);
    if (p->note_count == p->note_room) {
        size_t room = p->note_room ? p->note_room * 2 : 32;
        struct str *wider = arena_array(p->arena, struct str, room);
        for (size_t i = 0; i < p->note_count; i++) wider[i] = p->notes[i];
        p->notes = wider;
        p->note_room = room;
    }
    p->notes[p->note_count++] = text;
    return str_format(p->arena, " [%zu]", p->note_count);
}

/* ---- clauses --------------------------------------------------------------------------------- */

static bool is_shown(const struct publishing *p, const struct clause *clause) {
    return clause->applies && !clause->dropped && !date_before(clause->ends, p->day);
}

static void field(struct publishing *p, struct str label, struct str text) {
    if (p->field_count == p->field_room) {
        size_t room = p->field_room ? p->field_room * 2 : 16;
        struct labelled *wider = arena_array(p->arena, struct labelled, room);
        for (size_t i = 0; i < p->field_count; i++) wider[i] = p->fields[i];
        p->fields = wider;
        p->field_room = room;
    }
    p->fields[p->field_count++] = (struct labelled){ label, text };
}

static struct str sentence(struct publishing *p, const struct rule_version *version) {
    struct str have = policy_say_have(p->arena, p->policy, version, p->day);
    struct str when = policy_say_window(p->arena, p->policy, &version->when, p->day);
    if (version->measuring) return str_format(p->arena, "Measured: %.*s; %.*s.", STR_ARG(have), STR_ARG(when));
    struct str who = capital(p->arena, policy_say_who(p->arena, p->policy, version, p->day));
    return str_format(p->arena, "%.*s: %.*s; %.*s.%s%.*s%s", STR_ARG(who), STR_ARG(have), STR_ARG(when),
                      version->because.size ? " Not where " : "", STR_ARG(version->because),
                      version->because.size ? "." : "");
}

/* The parts of a rule by their words in the language. */
static struct str part_words(struct publishing *p, struct str part) {
    static const struct { const char *part, *words; } parts[] = {
        { "have", "what is asked" }, { "who", "whom it concerns" },  { "when", "by when" },
        { "ends", "its end" },       { "exempt", "who is excused" }, { "remind", "the reminders" },
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (str_is(part, parts[i].part)) return str_from(parts[i].words);
    return spaced(p->arena, part);
}

static struct str marks_of(struct publishing *p, const struct rule *rule, const struct rule_version *version) {
    struct str name = rule_words(p->arena, rule);
    struct str marks = mark(p, &version->origin, str_format(p->arena, "added \"%.*s\"", STR_ARG(name)));
    for (size_t i = 0; i < version->change_count; i++) {
        struct str part = part_words(p, version->changed_fields[i]);
        struct str what = str_format(p->arena, "changed \"%.*s\" (%.*s)", STR_ARG(name), STR_ARG(part));
        marks = str_format(p->arena, "%.*s%.*s", STR_ARG(marks), STR_ARG(mark(p, &version->changes[i], what)));
    }
    return marks;
}

static void one_version(struct publishing *p, const struct rule *rule, const struct rule_version *version,
                        bool later) {
    char from[DATE_LONG_SIZE];
    struct str label = capital(p->arena, spaced(p->arena, str_from(force_name(version->force))));
    if (later) label = str_format(p->arena, "%.*s, from %s", STR_ARG(label), date_short(version->governs_from, from));
    struct str owner = version->owner < 0 ? NO_WORDS : p->policy->roles[version->owner].title;
    bool review = version->when.op == WINDOW_REVIEW;
    struct str title = capital(p->arena, review ? version_title(p->arena, rule, version) : rule_words(p->arena, rule));
    struct str marks = marks_of(p, rule, version);
    if (date_before(version->ends, p->day)) {
        label = str_format(p->arena, "Until %s", date_short(version->ends, from));
        field(p, label, str_format(p->arena, "%.*s%.*s", STR_ARG(title), STR_ARG(marks)));
        return;
    }
    field(p, label,
          str_format(p->arena, "%.*s%.*s\n%.*s%s%.*s%s", STR_ARG(title), STR_ARG(marks),
                     STR_ARG(sentence(p, version)), owner.size ? " Owner: " : "", STR_ARG(owner),
                     owner.size ? "." : ""));
}

/* What holds for the pupils of an overlay instead. */
static void one_variant(struct publishing *p, const struct rule *rule, const struct variant *variant) {
    const struct rule_version *now = variant->versions;
    for (size_t i = 1; i < variant->version_count; i++)
        if (!date_after(variant->versions[i].governs_from, p->day)) now = &variant->versions[i];
    if (!now->overlays) return;
    struct str marks = marks_of(p, rule, now);
    struct str words = date_before(now->ends, p->day) ? STR("It does not concern them.") : sentence(p, now);
    field(p, str_format(p->arena, "Instead, by overlay %.*s", STR_ARG(variant->name)),
          str_format(p->arena, "%.*s%.*s", STR_ARG(words), STR_ARG(marks)));
}

static void rules_of(struct publishing *p, size_t clause) {
    for (size_t r = 0; r < p->policy->rule_count; r++) {
        const struct rule *rule = &p->policy->rules[r];
        if (rule->clause_index != clause || !rule->applies) continue;
        for (size_t i = 0; i < rule->version_count; i++) {
            if (date_before(rule_governs_to(rule->versions, rule->version_count, i), p->day)) continue;
            one_version(p, rule, &rule->versions[i], date_after(rule->versions[i].governs_from, p->day));
        }
        for (size_t i = 0; i < rule->variant_count; i++) one_variant(p, rule, &rule->variants[i]);
    }
}

static struct str number_marks(struct publishing *p, const struct clause *clause) {
    struct str marks = NO_WORDS;
    for (size_t i = 0; i < p->policy->param_count; i++) {
        const struct param *param = &p->policy->params[i];
        const struct param_step *step = param_at(param, p->day);
        if (!step || !str_equal(param->clause, clause->number)) continue;
        struct str value = param_say(p->arena, param, step);
        struct str what = str_format(p->arena, "set %.*s to %.*s", STR_ARG(spaced(p->arena, param->name)),
                                     STR_ARG(value));
        marks = str_format(p->arena, "%.*s%.*s", STR_ARG(marks), STR_ARG(mark(p, &step->origin, what)));
    }
    return marks;
}

static struct str owners_of(struct publishing *p, size_t clause) {
    struct str owners = NO_WORDS;
    for (size_t r = 0; r < p->policy->rule_count; r++) {
        const struct rule *rule = &p->policy->rules[r];
        if (rule->clause_index != clause || !rule->applies) continue;
        const struct rule_version *version = rule_at(rule, p->day);
        int32_t owner = version->owner;
        if (owner < 0 || date_before(version->ends, p->day) || str_find(owners, p->policy->roles[owner].title) != SIZE_MAX) continue;
        owners = str_format(p->arena, "%.*s%s%.*s", STR_ARG(owners), owners.size ? ", " : "",
                            STR_ARG(p->policy->roles[owner].title));
    }
    return owners;
}

static void beside(struct publishing *p, size_t clause) {
    struct str key = NO_WORDS, owners = owners_of(p, clause), words = NO_WORDS;
    if (!p->live) return;
    words = publish_standing(p->arena, p->policy, clause, p->live, &key);
    if (!words.size && !owners.size) return;
    page_beside(p->page,
                str_format(p->arena, "%.*s%s%s%.*s", STR_ARG(words), words.size && owners.size ? "\n" : "",
                           owners.size ? "Owner: " : "", STR_ARG(owners)),
                key);
}

static void one_clause(struct publishing *p, size_t index) {
    const struct clause *clause = &p->policy->clauses[index];
    struct str what = str_format(p->arena, "wrote or changed clause %.*s", STR_ARG(clause->number));
    char from[DATE_LONG_SIZE];
    p->marked = false;
    p->field_count = 0;
    struct str marks = str_format(p->arena, "%.*s%.*s", STR_ARG(mark(p, &clause->origin, what)),
                                  STR_ARG(number_marks(p, clause)));
    rules_of(p, index);
    page_heading(p->page, 3,
                 str_format(p->arena, "%.*s  %.*s%.*s", STR_ARG(clause->number), STR_ARG(clause->title),
                            STR_ARG(marks)));
    beside(p, index);
    if (clause->text.size) page_paragraph(p->page, clause->text);
    if (date_after(clause->from, p->day))
        page_paragraphf(p->page, "It holds from %s.", date_short(clause->from, from));
    if (p->field_count) page_fields(p->page, p->fields, p->field_count);
    p->counts->clauses++;
    p->counts->changed += p->marked;
}

static void clauses(struct publishing *p) {
    struct str section = NO_WORDS;
    for (size_t i = 0; i < p->policy->clause_count; i++) {
        const struct clause *clause = &p->policy->clauses[i];
        struct str title = NO_WORDS;
        if (!is_shown(p, clause)) continue;
        if (!str_equal(section, clause->section)) {
            section = clause->section;
            for (size_t s = 0; s < p->policy->section_count; s++)
                if (str_equal(p->policy->sections[s].number, section)) title = p->policy->sections[s].title;
            page_heading(p->page, 2, str_format(p->arena, "%.*s  %.*s", STR_ARG(section), STR_ARG(title)));
        }
        one_clause(p, i);
    }
}

/* ---- what stands before and after the clauses ------------------------------------------------ */

static void opening(struct publishing *p) {
    const struct policy *policy = p->policy;
    struct labelled fields[6];
    size_t count = 0;
    char day[DATE_LONG_SIZE];
    const struct document *own = NULL;
    for (size_t i = 0; i < policy->document_count; i++)
        if (policy->documents[i].layer == LAYER_SCHOOL && policy->documents[i].header) own = &policy->documents[i];
    fields[count++] = (struct labelled){ STR("Built on"), str_format(p->arena, "%.*s (%.*s)", STR_ARG(policy->title),
                                                                     STR_ARG(policy->edition)) };
    if (own) {
        struct str minute = header_text(own, "minute");
        fields[count++] = (struct labelled){
            STR("Approved"), not_yet_approved(header_text(own, "approved_by")) ? STR("not yet") : str_format(p->arena, "by %.*s on %.*s%s%.*s", STR_ARG(header_text(own, "approved_by")),
                                        STR_ARG(day_words(p->arena, header_text(own, "approved"))),
                                        minute.size ? ", minute " : "", STR_ARG(minute)) };
        fields[count++] = (struct labelled){ STR("In force from"), day_words(p->arena, header_text(own, "from")) };
    }
    if (date_known(policy->review_by))
        fields[count++] = (struct labelled){ STR("Review by"), str_format(p->arena, "%s%s", date_short(policy->review_by, day),
                                                                          date_before(policy->review_by, p->day) ? ": this day has passed" : "") };
    fields[count++] = (struct labelled){ STR("As at"), str_copy(p->arena, str_from(date_long(p->day, day))) };
    page_fields(p->page, fields, count);
    page_paragraph(p->page, STR("A number in brackets, such as [1], marks what differs from the policy that this one is "
                                "built on; the changes are listed after the last clause, each with its reason. "
                                "The numbers in the text are those that are checked. A clause with nothing under its "
                                "text is for reading."));
    if (p->live)
        page_aside(p->page, str_format(p->arena,
                                       "For the careers team and the governing board: it shows how each clause stands. Pupils who "
                                       "have what the clause asks for, are on course for it or are excused count as in order. "
                                       "Nothing is shown about fewer than %llu pupils. For everybody else: policy doc "
                                       "--public.",
                                       (unsigned long long)p->live->fewest));
}

static void changes(struct publishing *p) {
    struct labelled *fields = arena_array(p->arena, struct labelled, p->note_count + 1);
    page_heading(p->page, 2, STR("Changes"));
    for (size_t i = 0; i < p->note_count; i++)
        fields[i] = (struct labelled){ str_format(p->arena, "[%zu]", i + 1), p->notes[i] };
    if (p->note_count) page_fields(p->page, fields, p->note_count);
    else page_paragraph(p->page, STR("Nothing was changed."));
    p->counts->changes = p->note_count;
}

static struct str why_left_out(const struct publishing *p, size_t clause) {
    const struct policy *policy = p->policy;
    for (size_t r = 0; r < policy->rule_count; r++)
        if (policy->rules[r].clause_index == clause && policy->rules[r].why_not.size) return policy->rules[r].why_not;
    for (size_t i = 0; i < policy->option_count; i++)
        if (str_equal(policy->options[i].clause, policy->clauses[clause].number) && policy->options[i].answered)
            return policy->options[i].answered_at.reason;
    return date_before(policy->clauses[clause].ends, p->day) ? STR("it has ended") : NO_WORDS;
}

static void left_out(struct publishing *p) {
    struct sheet *sheet = sheet_new(p->arena, STR("left_out"), STR("Clauses that do not hold here"));
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("title"), STR("Title"), CELL_TEXT);
    sheet_column(sheet, STR("why"), STR("Why"), CELL_TEXT);
    for (size_t i = 0; i < p->policy->clause_count; i++) {
        const struct clause *clause = &p->policy->clauses[i];
        if (is_shown(p, clause)) continue;
        struct str why = why_left_out(p, i);
        sheet_row(sheet);
        sheet_text(sheet, clause->number);
        sheet_text(sheet, clause->title);
        if (why.size) sheet_text(sheet, why);
        else sheet_none(sheet, STR("no reason given"));
    }
    p->counts->left_out = sheet->row_count;
    if (!sheet->row_count) return;
    page_heading(p->page, 2, STR("Left out"));
    page_table(p->page, sheet);
}

static void answers(struct publishing *p) {
    struct sheet *sheet = sheet_new(p->arena, STR("answers"), STR("What the policy leaves to each school"));
    sheet_column(sheet, STR("question"), STR("Question"), CELL_TEXT);
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("answer"), STR("Answer"), CELL_TEXT);
    sheet_column(sheet, STR("reason"), STR("Reason"), CELL_TEXT);
    for (size_t i = 0; i < p->policy->option_count; i++) {
        const struct option *option = &p->policy->options[i];
        sheet_row(sheet);
        sheet_text(sheet, option->asks.size ? option->asks : option->name);
        if (option->clause.size) sheet_text(sheet, option->clause);
        else sheet_none(sheet, STR("no clause"));
        if (option->answered && option->answer.size) sheet_text(sheet, option->answer);
        else if (option->answered) sheet_none(sheet, STR("in people.lua"));
        else sheet_none(sheet, STR("not answered"));
        if (option->answered_at.reason.size) sheet_text(sheet, option->answered_at.reason);
        else sheet_none(sheet, STR("none given"));
    }
    if (!sheet->row_count) return;
    page_heading(p->page, 2, p->policy->school_name.size ? STR("This school's choices") : STR("What each school answers"));
    page_table(p->page, sheet);
}

static void readings(struct publishing *p) {
    struct sheet *sheet = sheet_new(p->arena, STR("readings"), STR("Words that can be read in two ways"));
    sheet_column(sheet, STR("words"), STR("Words"), CELL_TEXT);
    sheet_column(sheet, STR("means"), STR("Read here as"), CELL_TEXT);
    sheet_column(sheet, STR("note"), STR("Note"), CELL_TEXT);
    for (size_t i = 0; i < READING_COUNT; i++) {
        const struct reading_choice *reading = &p->policy->readings[i];
        if (!reading->name.size) continue;
        sheet_row(sheet);
        sheet_text(sheet, reading->name);
        sheet_text(sheet, reading->means_text);
        if (reading->note.size) sheet_text(sheet, reading->note);
        else sheet_none(sheet, STR("no note"));
    }
    p->counts->readings = sheet->row_count;
    if (!sheet->row_count) return;
    page_heading(p->page, 2, STR("How words are read"));
    page_table(p->page, sheet);
}

static void roles(struct publishing *p) {
    struct sheet *sheet = sheet_new(p->arena, STR("roles"), STR("Who has a part in it"));
    sheet_column(sheet, STR("role"), STR("Role"), CELL_TEXT);
    sheet_column(sheet, STR("clause"), STR("Named in clause"), CELL_TEXT);
    for (size_t i = 0; i < p->policy->role_count; i++) {
        sheet_row(sheet);
        sheet_text(sheet, p->policy->roles[i].title);
        if (p->policy->roles[i].clause.size) sheet_text(sheet, p->policy->roles[i].clause);
        else sheet_none(sheet, STR("no clause"));
    }
    p->counts->roles = sheet->row_count;
    if (!sheet->row_count) return;
    page_heading(p->page, 2, STR("Roles"));
    page_table(p->page, sheet);
}

static void checks(struct publishing *p) {
    struct sheet *sheet = sheet_new(p->arena, STR("checks"), STR("Each clause, what is checked, and whose it is"));
    sheet_column(sheet, STR("clause"), STR("Clause"), CELL_TEXT);
    sheet_column(sheet, STR("check"), STR("Check"), CELL_TEXT);
    sheet_column(sheet, STR("owner"), STR("Owner"), CELL_TEXT);
    for (size_t r = 0; r < p->policy->rule_count; r++) {
        const struct rule *rule = &p->policy->rules[r];
        if (!rule->applies || !is_shown(p, &p->policy->clauses[rule->clause_index])) continue;
        const struct rule_version *version = rule_at(rule, p->day);
        if (date_before(version->ends, p->day)) continue;
        sheet_row(sheet);
        sheet_text(sheet, rule->clause);
        sheet_text(sheet, capital(p->arena, rule_words(p->arena, rule)));
        if (version->owner >= 0) sheet_text(sheet, p->policy->roles[version->owner].title);
        else sheet_none(sheet, STR("nobody"));
    }
    page_heading(p->page, 2, STR("Clauses, checks and owners"));
    page_table(p->page, sheet);
}

struct page *publish_page(struct arena *arena, const struct policy *policy, struct str school, struct date day,
                          const struct publish_live *live, struct publish_counts *counts) {
    char text[DATE_LONG_SIZE];
    struct publishing p = { .arena = arena, .policy = policy, .live = live, .day = day, .counts = counts };
    p.page = page_new(arena, school.size ? str_format(arena, "Careers policy of %.*s", STR_ARG(school)) : policy->title);
    p.page->foot = str_format(arena, "%.*s. As at %s. %.*s.%s", STR_ARG(p.page->title), date_short(day, text),
                              STR_ARG(policy->edition),
                              live ? " Confidential: for the careers team and the governing board." : "");
    opening(&p);
    clauses(&p);
    changes(&p);
    left_out(&p);
    answers(&p);
    checks(&p);
    readings(&p);
    roles(&p);
    return p.page;
}
