/* SPDX-License-Identifier: GPL-3.0-or-later
 * problem_json - problems for programs; see problem_json.h.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#include "work/problem_json.h"

#include "formats/json.h"
#include "signpost_version.h"
#include "work/code_page.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static void text(struct json *j, const char *key, struct str value) {
    json_key(j, key), json_text(j, value);
}

static void text_or_null(struct json *j, const char *key, struct str value) {
    json_key(j, key);
    if (value.size) json_text(j, value);
    else json_null(j);
}

static void whole_or_null(struct json *j, const char *key, uint32_t value) {
    json_key(j, key);
    if (value) json_whole(j, value);
    else json_null(j);
}

static const char *severity_name(enum severity severity) {
    return severity == SEVERITY_ERROR ? "error" : severity == SEVERITY_WARNING ? "warning" : "note";
}

static struct str number_of(struct arena *arena, enum code code) {
    return code_number(code) ? str_format(arena, "E%03d", code_number(code)) : str_from(code_name(code));
}

static uint32_t end_column(const struct place *place) {
    return place->column ? place->column + (place->width ? place->width : 1) : 0;
}

void problem_json_line(struct buf *out, const struct problem *problem) {
    struct arena scratch = { 0 };
    struct json j = json_begin(out);
    const struct place *place = &problem->place;
    json_open(&j, '{');
    json_key(&j, "v"), json_whole(&j, 1);
    text(&j, "line", STR("problem"));
    text(&j, "code", number_of(&scratch, problem->code));
    text(&j, "name", str_from(code_name(problem->code)));
    text(&j, "severity", str_from(severity_name(problem->severity)));
    json_key(&j, "place"), json_open(&j, '{');
    text_or_null(&j, "file", place->file);
    whole_or_null(&j, "line", place->line);
    whole_or_null(&j, "column", place->column);
    whole_or_null(&j, "end_column", end_column(place));
    json_close(&j);
    text(&j, "said", problem->said);
    text_or_null(&j, "next", problem->next);
    text(&j, "page", str_format(&scratch, "signpost policy help %s", code_name(problem->code)));
    json_close(&j);
    json_line(&j);
    arena_free(&scratch);
}

/* ---- SARIF -------------------------------------------------------------------------------------------------------------- */

static void message(struct json *j, const char *key, struct str value) {
    json_key(j, key), json_open(j, '{');
    text(j, "text", value);
    json_close(j);
}

static void add_help(struct json *j, struct arena *scratch, const struct host *host, enum code code) {
    struct code_guide guide;
    struct err unheard = { 0 };
    if (!code_guide_read(host, scratch, code, &guide, &unheard) || !guide.why.size) {
        message(j, "help", str_format(scratch, "%s\nsignpost policy help %s", code_sentence(code), code_name(code)));
        return;
    }
    json_key(j, "help"), json_open(j, '{');
    text(j, "text", str_format(scratch, "%.*s\n\nNot so:\n%.*s\n\nBut so:\n%.*s", STR_ARG(guide.why), STR_ARG(guide.bad), STR_ARG(guide.good)));
    text(j, "markdown", str_format(scratch, "%.*s\n\nNot so:\n\n```lua\n%.*s\n```\n\nBut so:\n\n```lua\n%.*s\n```\n", STR_ARG(guide.why),
                                   STR_ARG(guide.bad), STR_ARG(guide.good)));
    json_close(j);
}

static void add_rule(struct json *j, struct arena *scratch, const struct host *host, enum code code) {
    json_open(j, '{');
    text(j, "id", number_of(scratch, code));
    text(j, "name", str_from(code_name(code)));
    message(j, "shortDescription", str_from(code_sentence(code)));
    add_help(j, scratch, host, code);
    json_close(j);
}

/* A relative reference: what may not stand in one is written as its bytes. */
static struct str as_uri(struct arena *scratch, struct str path) {
    struct buf out = { 0 };
    for (size_t i = 0; i < path.size; i++) {
        unsigned char c = (unsigned char)path.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_' || c == '~';
        if (plain) buf_add_byte(&out, (char)c);
        else buf_printf(&out, "%%%02X", c);
    }
    struct str uri = str_copy(scratch, buf_str(&out));
    buf_free(&out);
    return uri;
}

static struct str said_and_next(struct arena *scratch, const struct problem *problem) {
    if (!problem->next.size) return problem->said;
    return str_format(scratch, "%.*s %.*s", STR_ARG(problem->said), STR_ARG(problem->next));
}

static void add_location(struct json *j, struct arena *scratch, const struct place *place) {
    json_key(j, "locations"), json_open(j, '['), json_open(j, '{');
    json_key(j, "physicalLocation"), json_open(j, '{');
    json_key(j, "artifactLocation"), json_open(j, '{');
    text(j, "uri", as_uri(scratch, place->file));
    json_close(j);
    json_key(j, "region"), json_open(j, '{');
    json_key(j, "startLine"), json_whole(j, place->line ? place->line : 1);
    if (place->line && place->column) {
        json_key(j, "startColumn"), json_whole(j, place->column);
        json_key(j, "endColumn"), json_whole(j, end_column(place));
    }
    json_close(j);
    json_close(j), json_close(j), json_close(j);
}

static void add_result(struct json *j, const struct problem *problem, int32_t rule) {
    struct arena scratch = { 0 };
    json_open(j, '{');
    text(j, "ruleId", number_of(&scratch, problem->code));
    json_key(j, "ruleIndex"), json_whole(j, rule);
    text(j, "level", str_from(severity_name(problem->severity)));
    message(j, "message", said_and_next(&scratch, problem));
    if (problem->place.file.size) add_location(j, &scratch, &problem->place);
    json_close(j);
    arena_free(&scratch);
}

void problem_json_sarif(struct buf *out, const struct host *host, const struct problems *problems, int exit) {
    struct arena scratch = { 0 };
    int32_t rules[CODE_COUNT], count = 0;
    struct json j = json_begin(out);
    for (int code = 0; code < CODE_COUNT; code++) rules[code] = -1;
    for (size_t i = 0; i < problems->count; i++) rules[problems->at[i].code] = 0;
    json_open(&j, '{');
    text(&j, "$schema", STR(SCHEMA));
    text(&j, "version", STR("2.1.0"));
    json_key(&j, "runs"), json_open(&j, '['), json_open(&j, '{');
    json_key(&j, "tool"), json_open(&j, '{'), json_key(&j, "driver"), json_open(&j, '{');
    text(&j, "name", STR("Signpost"));
    text(&j, "version", STR(SIGNPOST_VERSION));
    json_key(&j, "rules"), json_open(&j, '[');
    for (int code = 0; code < CODE_COUNT; code++) {
        if (rules[code] < 0) continue;
        rules[code] = count++;
        add_rule(&j, &scratch, host, (enum code)code);
    }
    json_close(&j), json_close(&j), json_close(&j);
    json_key(&j, "columnKind"), json_text(&j, STR("unicodeCodePoints"));
    json_key(&j, "invocations"), json_open(&j, '['), json_open(&j, '{');
    json_key(&j, "executionSuccessful"), json_bool(&j, exit == OUTCOME_DONE || exit == OUTCOME_POLICY);
    json_key(&j, "exitCode"), json_whole(&j, exit);
    json_close(&j), json_close(&j);
    json_key(&j, "results"), json_open(&j, '[');
    for (size_t i = 0; i < problems->count; i++) add_result(&j, &problems->at[i], rules[problems->at[i].code]);
    json_close(&j);
    json_close(&j), json_close(&j), json_close(&j);
    json_line(&j);
    arena_free(&scratch);
}
