/* SPDX-License-Identifier: GPL-3.0-or-later
 * words - see words.h.
 * Owns:  nothing.
 * Must not know: what the words do.
 */
#include "shell/words.h"

#include <string.h>

#include "base/file.h"
#include "base/guess.h"
#include "shell/terminal.h"
#include "work/resolve.h"

const struct option_row GLOBAL_OPTIONS[] = {
    { "dir", "FOLDER", "which school" },
    { "as-of", "DATE", "judge on that day" },
    { "json", NULL, "data on stdout, one JSON value a line" },
    { "csv", NULL, "the rows as CSV on stdout" },
    { "output", "FILE", "there instead of stdout, written whole or not at all; .xlsx: the rows as a workbook" },
    { "names", NULL, "names in data output; ids only without it" },
    { "quiet", NULL, "nothing but errors" },
    { "plain", NULL, "for screen readers: no frames, one sentence a record" },
    { "color", "WHEN", "auto, always or never" },
    { "yes", NULL, "go ahead without asking" },
    { "dry-run", NULL, "stop after the preview" },
    { "library", "FOLDER", "read lua/ and policies/ from a source checkout instead of the program" },
    { "echo", NULL, "lines from a pipe are shown as well, so that the output is a transcript" },
};
const size_t GLOBAL_OPTION_COUNT = COUNT_OF(GLOBAL_OPTIONS);

/* Bytes of the quote that opens a word at `at`, with its closing twin; 0 when there is none. */
static size_t quote_at(struct str line, size_t at, struct str *close) {
    static const struct { struct str open, close; } QUOTES[] = {
        { STR_INIT("\""), STR_INIT("\"") }, { STR_INIT("'"), STR_INIT("'") },
        { STR_INIT("“"), STR_INIT("”") },   { STR_INIT("‘"), STR_INIT("’") },
    };
    for (size_t i = 0; i < COUNT_OF(QUOTES); i++) {
        struct str open = QUOTES[i].open;
        if (line.size - at >= open.size && memcmp(line.at + at, open.at, open.size) == 0) {
            *close = QUOTES[i].close;
            return open.size;
        }
    }
    return 0;
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void words_cut(struct arena *arena, struct str line, struct words *out) {
    *out = (struct words){ .at = arena_array(arena, struct word, line.size / 2 + 1) };
    for (size_t at = 0; at < line.size;) {
        if (is_space(line.at[at])) {
            at++;
            continue;
        }
        struct str close;
        size_t opened = quote_at(line, at, &close);
        struct word *word = &out->at[out->count++];
        word->at = at;
        if (opened) {
            struct str rest = str_slice(line, at + opened, line.size);
            size_t end = str_find(rest, close);
            word->quoted = true;
            out->open_quote = end == SIZE_MAX;
            word->text = str_slice(rest, 0, out->open_quote ? rest.size : end);
            at += opened + word->text.size + (out->open_quote ? 0 : close.size);
            continue;
        }
        size_t end = at;
        while (end < line.size && !is_space(line.at[end]) && !(end > at && line.at[end - 1] == '=' && quote_at(line, end, &close))) end++;
        word->text = str_slice(line, at, end);
        at = end;
        opened = end < line.size ? quote_at(line, end, &close) : 0;
        if (!opened) continue;
        /* title="Tug talk": one word. */
        struct str rest = str_slice(line, at + opened, line.size);
        size_t closing = str_find(rest, close);
        out->open_quote = closing == SIZE_MAX;
        struct str inner = str_slice(rest, 0, out->open_quote ? rest.size : closing);
        word->text = str_format(arena, "%.*s%.*s", STR_ARG(word->text), STR_ARG(inner));
        at += opened + inner.size + (out->open_quote ? 0 : close.size);
    }
}

void words_from_arguments(struct arena *arena, char **arguments, int count, struct words *out) {
    *out = (struct words){ .at = arena_array(arena, struct word, (size_t)count + 1), .count = (size_t)count };
    for (int i = 0; i < count; i++) {
        out->at[i].text = str_from(arguments[i]);
        out->at[i].quoted = strchr(arguments[i], ' ') != NULL;
    }
}

/* ---- options ----------------------------------------------------------------------------------------------------- */

static bool is_option(const struct word *word) {
    return !word->quoted && word->text.size > 2 && word->text.at[0] == '-' && word->text.at[1] == '-';
}

static const struct option_row *row_find(const struct option_row *rows, size_t count, struct str name) {
    for (size_t i = 0; i < count; i++)
        if (str_is(name, rows[i].name)) return &rows[i];
    return NULL;
}

/* Who asks for another reader is told why there is none, and which words have one. */
static bool no_profile(const struct command *command, struct err *err) {
    if (command->team_only) {
        err_set(err, CODE_ARGUMENTS, "'%s' is for the careers team alone: %s.", command->name, command->team_only);
        return err_next(err, "check, show, list, find, why, journal and report overview take --profile;  audiences  lists them");
    }
    err_set(err, CODE_ARGUMENTS, "'%s' tells nothing of single pupils: it is the same for every reader.", command->name);
    return err_next(err, "leave --profile out");
}

static bool unknown_option(struct arena *arena, const struct command *command, struct str name, struct err *err) {
    if (command && str_is(name, "profile")) return no_profile(command, err);
    size_t own = command ? command->option_count : 0;
    struct str *names = arena_array(arena, struct str, own + GLOBAL_OPTION_COUNT);
    for (size_t i = 0; i < own; i++) names[i] = str_from(command->options[i].name);
    for (size_t i = 0; i < GLOBAL_OPTION_COUNT; i++) names[own + i] = str_from(GLOBAL_OPTIONS[i].name);
    struct str near = guess_nearest(name, names, own + GLOBAL_OPTION_COUNT);
    err_set(err, CODE_UNKNOWN_OPTION, "There is no option '--%.*s'.", STR_ARG(name));
    if (near.size) return err_next(err, "Did you mean '--%.*s'?", STR_ARG(near));
    return err_next(err, "See them all:  help %s", command ? command->name : "options");
}

/* The value of the option at words->at[*i]: after '=', or the next word. */
static bool option_value(const struct option_row *row, struct words *words, size_t *i, struct str attached,
                         bool has_attached, struct str *value, struct err *err) {
    if (!row->value) {
        if (has_attached) return err_set(err, CODE_ARGUMENTS, "The option '--%s' takes no value.", row->name);
        *value = STR("yes");
        return true;
    }
    if (has_attached) {
        *value = attached;
        return true;
    }
    if (*i + 1 >= words->count) {
        err_set(err, CODE_ARGUMENTS, "The option '--%s' needs a value.", row->name);
        return err_next(err, "Write  --%s=%s", row->name, row->value);
    }
    *value = words->at[++*i].text;
    return true;
}

bool words_as_of(struct str text, struct date today, struct globals *globals, struct err *err) {
    /* What needs the school's terms is read again when they are known. */
    static const struct str WITH_TERMS[] = { STR_INIT("end of term"), STR_INIT("last school day"), STR_INIT("next school day") };
    globals->as_of_given = true;
    globals->as_of_text = (struct str){ 0 };
    for (size_t i = 0; i < COUNT_OF(WITH_TERMS); i++) {
        if (!str_equal_fold_ascii(text, WITH_TERMS[i])) continue;
        globals->as_of = today;
        globals->as_of_text = text;
        return true;
    }
    return resolve_date(text, today, NULL, &globals->as_of, err);
}

static bool global_set(struct globals *globals, const char *name, struct str value, struct date today, struct err *err) {
    struct { const char *name; bool *place; } switches[] = {
        { "json", &globals->json },   { "csv", &globals->csv },     { "names", &globals->names }, { "quiet", &globals->quiet },
        { "plain", &globals->plain }, { "yes", &globals->yes },     { "dry-run", &globals->dry_run },
        { "echo", &globals->echo },
    };
    for (size_t i = 0; i < COUNT_OF(switches); i++)
        if (strcmp(switches[i].name, name) == 0) return *switches[i].place = true;
    if (strcmp(name, "dir") == 0) globals->folder = value;
    else if (strcmp(name, "output") == 0) globals->output = value;
    else if (strcmp(name, "library") == 0) globals->library = value;
    else if (strcmp(name, "color") == 0) {
        if (str_is(value, "auto")) globals->colour = COLOUR_AUTO;
        else if (str_is(value, "always")) globals->colour = COLOUR_ALWAYS;
        else if (str_is(value, "never")) globals->colour = COLOUR_NEVER;
        else return err_set(err, CODE_ARGUMENTS, "--color takes auto, always or never, not '%.*s'.", STR_ARG(value));
    } else if (strcmp(name, "as-of") == 0) {
        return words_as_of(value, today, globals, err);
    }
    return true;
}

bool words_globals(struct arena *arena, struct words *words, struct date today, struct globals *globals,
                   const struct command *command, struct err *err) {
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        struct word word = words->at[i];
        if (!word.quoted && str_is(word.text, "--")) {
            /* What follows is neither option nor phrase. */
            for (i++; i < words->count; i++) {
                words->at[i].quoted = true;
                words->at[kept++] = words->at[i];
            }
            break;
        }
        if (!is_option(&word)) {
            words->at[kept++] = word;
            continue;
        }
        struct str name, value = { 0 };
        bool attached = str_cut(str_slice(word.text, 2, word.text.size), '=', &name, &value);
        const struct option_row *row = row_find(GLOBAL_OPTIONS, GLOBAL_OPTION_COUNT, name);
        if (row) {
            if (!option_value(row, words, &i, value, attached, &value, err)) return false;
            /* --dir "$SCHOOL" of a job whose variable is empty must not fall back to whatever folder it runs in. */
            if (row->value && !value.size) return err_set(err, CODE_ARGUMENTS, "The option '--%s' was given an empty value.", row->name);
            if (!global_set(globals, row->name, value, today, err)) return false;
            continue;
        }
        if (command && !row_find(command->options, command->option_count, name))
            return unknown_option(arena, command, name, err);
        words->at[kept++] = word;
    }
    words->count = kept;
    return true;
}

bool words_wants_book(const struct globals *globals) { return str_equal_fold_ascii(file_ending(globals->output), STR("xlsx")); }

/* ---- parts and phrases ------------------------------------------------------------------------------------------- */

static bool same_word(const struct word *word, const char *text) {
    return !word->quoted && str_equal_fold_ascii(word->text, str_from(text));
}

/* How many words at `i` are the phrase's own ("as of": 2); 0 when it is not that phrase. */
static size_t phrase_at(const struct words *words, size_t i, const char *phrase) {
    struct str rest = str_from(phrase);
    size_t count = 0;
    while (rest.size) {
        struct str first, others = { 0 };
        str_cut(rest, ' ', &first, &others);
        if (i + count >= words->count || words->at[i + count].quoted
            || !str_equal_fold_ascii(words->at[i + count].text, first)) return 0;
        count++;
        rest = others;
    }
    return count;
}

static const struct argument AS_OF = { .type = ARGUMENT_DATE, .phrase = "as of", .name = "DATE" };

static const struct argument *phrase_find(const struct command *command, const struct words *words, size_t i, size_t *size) {
    /* The longest phrase wins: "as of" before "as". */
    const struct argument *best = NULL;
    *size = 0;
    for (size_t k = 0; k <= command->argument_count; k++) {
        const struct argument *argument = k < command->argument_count ? &command->arguments[k] : &AS_OF;
        size_t found = argument->phrase ? phrase_at(words, i, argument->phrase) : 0;
        if (found > *size) {
            *size = found;
            best = argument;
        }
    }
    return best;
}

static struct str join(struct arena *arena, const struct words *words, size_t from, size_t to) {
    struct buf text = { 0 };
    for (size_t i = from; i < to; i++) {
        if (i > from) buf_add_byte(&text, ' ');
        buf_add(&text, words->at[i].text);
    }
    struct str copy = str_copy(arena, buf_str(&text));
    buf_free(&text);
    return copy;
}

/* "adviser_level=6" */
static bool is_assignment(const struct word *word) {
    struct str name, value;
    if (!str_cut(word->text, '=', &name, &value) || !name.size) return false;
    for (size_t i = 0; i < name.size; i++) {
        char c = (char)(name.at[i] | 32);
        if (!(c >= 'a' && c <= 'z') && name.at[i] != '_' && (i == 0 || name.at[i] < '0' || name.at[i] > '9')) return false;
    }
    return true;
}

/* The end of the value that begins at `from`: dates take the longest run that is a date, texts all up to the next
 * phrase or option, everything else one word. */
static size_t value_end(struct arena *arena, const struct command *command, const struct argument *argument,
                        const struct words *words, size_t from, struct date today) {
    size_t limit = from + 1, unused;
    bool fields = argument->type >= ARGUMENT_ORGANISATION;
    while (limit < words->count && !is_option(&words->at[limit]) && !phrase_find(command, words, limit, &unused)
           && !(fields && is_assignment(&words->at[limit]))) limit++;
    if (argument->type == ARGUMENT_TEXT || argument->type == ARGUMENT_COLUMNS || argument->type >= ARGUMENT_ORGANISATION) return limit;
    if (argument->type != ARGUMENT_DATE) return from + 1;
    /* "end of term" is a day, though "of" begins a phrase of the word `as`. */
    size_t most = words->count < from + 3 ? words->count : from + 3;
    for (size_t end = most; end > from + 1; end--) {
        struct err ignored = { 0 };
        struct globals read = { 0 };
        if (words_as_of(join(arena, words, from, end), today, &read, &ignored)) return end;
    }
    /* A day that does not exist, as 31 feb, is refused whole. */
    int64_t day;
    struct str next = limit > from + 1 ? words->at[from + 1].text : (struct str){ 0 };
    bool then_month = next.size && (next.at[0] | 32) >= 'a' && (next.at[0] | 32) <= 'z';
    return str_whole(words->at[from].text, &day) && then_month ? from + 2 : from + 1;
}

static bool too_many(const struct command *command, struct str text, struct err *err) {
    err_set(err, CODE_ARGUMENTS, "'%s' does not take '%.*s'.", command->name, STR_ARG(text));
    return err_next(err, "It is  %s %s", command->name, command->usage);
}

static bool takes_positional(const struct command *command) {
    for (size_t i = 0; i < command->argument_count; i++)
        if (!command->arguments[i].phrase) return true;
    return false;
}

static void add_part(struct line *out, const char *phrase, struct str text) {
    out->parts[out->part_count++] = (struct call_part){ phrase, text };
}

static bool read_phrase(struct arena *arena, const struct command *command, const struct words *words, size_t *i,
                        size_t size, const struct argument *argument, struct date today, struct globals *globals,
                        struct line *out, struct err *err) {
    size_t from = *i + size;
    if (from >= words->count) {
        err_set(err, CODE_ARGUMENTS, "After '%s' something is missing.", argument->phrase);
        return err_next(err, "It is  %s %s", command->name, command->usage);
    }
    size_t end = value_end(arena, command, argument, words, from, today);
    struct str value = join(arena, words, from, end);
    *i = end;
    if (argument->type == ARGUMENT_PUPILS) { /* several people: what is in quotes stays together */
        for (size_t k = from; k < end; k++) add_part(out, argument->phrase, words->at[k].text);
        return true;
    }
    if (argument != &AS_OF && strcmp(argument->phrase, "as of") != 0) {
        add_part(out, argument->phrase, value);
        return true;
    }
    return words_as_of(value, today, globals, err);
}

/* The first part of a word that has verbs is one of them; it may stand after options that every word knows. */
static bool read_verb(struct arena *arena, struct words *words, struct date today, struct globals *globals,
                      const struct command **command, struct err *err) {
    if (!words_globals(arena, words, today, globals, NULL, err)) return false;
    size_t at = 0;
    while (at < words->count && is_option(&words->at[at])) at++;
    if (at == words->count) return true;
    const struct command *verb = command_verb(*command, words->at[at].text);
    if (!verb) return verb_unknown(*command, arena, words->at[at].text, err);
    for (size_t i = at; i + 1 < words->count; i++) words->at[i] = words->at[i + 1];
    words->count--;
    *command = verb;
    return true;
}

bool words_read(struct arena *arena, const struct command *command, const struct words *given, struct date today,
                struct globals *globals, struct line *out, struct err *err) {
    struct words words = *given;
    if (command->verbs && !read_verb(arena, &words, today, globals, &command, err)) return false;
    if (!words_globals(arena, &words, today, globals, command, err)) return false;
    *out = (struct line){ .command = command,
                          .parts = arena_array(arena, struct call_part, words.count + 1),
                          .options = arena_array(arena, struct call_option, words.count + 1) };
    for (size_t i = 0; i < words.count;) {
        const struct word *word = &words.at[i];
        if (is_option(word)) {
            struct str name, value = { 0 };
            bool attached = str_cut(str_slice(word->text, 2, word->text.size), '=', &name, &value);
            const struct option_row *row = row_find(command->options, command->option_count, name);
            if (!row) return unknown_option(arena, command, name, err);
            if (!option_value(row, &words, &i, value, attached, &value, err)) return false;
            out->options[out->option_count++] = (struct call_option){ row->name, value };
            i++;
            continue;
        }
        size_t size;
        const struct argument *argument = phrase_find(command, &words, i, &size);
        if (argument) {
            if (!read_phrase(arena, command, &words, &i, size, argument, today, globals, out, err)) return false;
            continue;
        }
        if (!takes_positional(command)) return too_many(command, word->text, err);
        bool follows = i + 1 < words.count && !is_option(&words.at[i + 1]) && !phrase_find(command, &words, i + 1, &size);
        bool pair = follows && (same_word(word, "year") || same_word(word, "benchmark") || same_word(word, "gb"));
        add_part(out, NULL, pair ? join(arena, &words, i, i + 2) : word->text);
        i += pair ? 2 : 1;
    }
    /* A workbook holds rows, whoever asks for it. */
    if (words_wants_book(globals) && !globals->json && !command->takes_output) globals->csv = true;
    return true;
}
