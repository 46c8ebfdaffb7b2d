/* SPDX-License-Identifier: GPL-3.0-or-later
 * xlsx_number - numbers of a workbook as the spreadsheet shows them, and days as days.
 * Owns:  nothing.
 * Must not know: archives, XML.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "formats/xlsx_priv.h"

#define LAST_SERIAL 2958465.0 /* 31 December 9999 */
#define EXACT_MOST 1e15       /* whole numbers below are kept to the last digit */
#define GENERAL_MOST 1e11     /* from here on a plain cell shows powers of ten */

struct xlsx_style xlsx_number_built_in(int64_t id) {
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58)) return (struct xlsx_style){ LOOK_DATE, 0 };
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)) return (struct xlsx_style){ LOOK_TIME, 0 };
    if (id == 11) return (struct xlsx_style){ LOOK_POWER, 2 };
    if (id == 48) return (struct xlsx_style){ LOOK_POWER, 1 };
    return (struct xlsx_style){ id == 0 || id == 49 ? LOOK_GENERAL : LOOK_NUMBER, 0 };
}

static char lower(char c) { return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c); }

/* The signs of the first section that stand for parts of the value: without quotes, colours, padding. */
static size_t signs_of(struct str code, char *out, size_t room) {
    size_t count = 0;
    for (size_t i = 0; i < code.size && code.at[i] != ';' && count < room; i++) {
        char c = code.at[i];
        if (c == '"') {
            while (++i < code.size && code.at[i] != '"') {}
        } else if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (c == '[') {
            size_t end = i + 1;
            while (end < code.size && code.at[end] != ']') end++;
            char first = end > i + 1 ? lower(code.at[i + 1]) : ' ';
            bool elapsed = strchr("hms", first) != NULL;
            for (size_t k = i + 1; k < end; k++) elapsed = elapsed && lower(code.at[k]) == first;
            if (elapsed) out[count++] = 'h';
            i = end;
        } else {
            out[count++] = lower(c);
        }
    }
    return count;
}

struct xlsx_style xlsx_number_style(struct str code) {
    char signs[256];
    struct str rest = { signs, signs_of(code, signs, sizeof signs) };
    bool day = false, month = false, time = false, power = false, only_zeros = rest.size > 0;
    int after_point = 0;
    bool point = false;
    if (str_starts(rest, "general")) return (struct xlsx_style){ LOOK_GENERAL, 0 };
    for (size_t i = 0; i < rest.size; i++) {
        struct str here = str_slice(rest, i, rest.size);
        if (str_starts(here, "am/pm") || str_starts(here, "a/p")) {
            time = true;
            i += str_starts(here, "am/pm") ? 4 : 2;
            continue;
        }
        char c = signs[i];
        day = day || c == 'y' || c == 'd';
        month = month || c == 'm';
        time = time || c == 'h' || c == 's';
        power = power || (c == 'e' && (str_starts(here, "e+") || str_starts(here, "e-")));
        only_zeros = only_zeros && c == '0';
        if (point && !power && (c == '0' || c == '#')) after_point++;
        point = point || c == '.';
    }
    if (power) return (struct xlsx_style){ LOOK_POWER, after_point };
    if (day || (month && !time)) return (struct xlsx_style){ LOOK_DATE, 0 };
    if (time) return (struct xlsx_style){ LOOK_TIME, 0 };
    if (only_zeros && rest.size <= 20) return (struct xlsx_style){ LOOK_ZEROS, (int)rest.size };
    return (struct xlsx_style){ LOOK_NUMBER, 0 };
}

/* The calendar of spreadsheets has a 29 February 1900, and a day before its first. */
static bool show_date(double serial, bool from_1904, char out[NUMBER_SIZE]) {
    struct date epoch, day;
    char iso[DATE_ISO_SIZE];
    if (!(serial >= 0 && serial < (from_1904 ? LAST_SERIAL - 1462 : LAST_SERIAL))) return false;
    int64_t minutes = (int64_t)llround(serial * 1440), whole = minutes / 1440, rest = minutes % 1440;
    bool made = from_1904 ? date_make(1904, 1, 1, &epoch) : date_make(1899, 12, whole < 60 ? 31 : 30, &epoch);
    bug_if(!made);
    if (!from_1904 && whole == 60) snprintf(iso, sizeof iso, "1900-02-29");
    else if (!from_1904 && whole == 0) snprintf(iso, sizeof iso, "1900-01-00");
    else {
        day = (struct date){ epoch.day + (int32_t)whole };
        date_iso(day, iso);
    }
    if (rest) snprintf(out, NUMBER_SIZE, "%s %02d:%02d", iso, (int)(rest / 60), (int)(rest % 60));
    else snprintf(out, NUMBER_SIZE, "%s", iso);
    return true;
}

/* What the cell shows where it shows powers of ten: "1.23457E+12" without zeros at the end, or as many as asked for. */
static void show_power(double value, struct xlsx_style style, char out[NUMBER_SIZE]) {
    int digits = style.look == LOOK_POWER ? (style.digits > 12 ? 12 : style.digits) : 5;
    snprintf(out, NUMBER_SIZE, "%.*E", digits, value);
    if (style.look == LOOK_POWER) return;
    char *power = strchr(out, 'E'), *end = power;
    while (end > out && end[-1] == '0') end--;
    if (end > out && end[-1] == '.') end--;
    memmove(end, power, strlen(power) + 1);
}

/* Digits that the cell does not show are there all the same; only where nothing is behind what it shows were they lost. */
static void show_number(double value, struct xlsx_style style, char out[NUMBER_SIZE]) {
    bool whole = value == floor(value) && fabs(value) < EXACT_MOST;
    bool as_power = style.look == LOOK_POWER || fabs(value) >= EXACT_MOST || (style.look == LOOK_GENERAL && fabs(value) >= GENERAL_MOST);
    if (as_power) {
        show_power(value, style, out);
        if (!whole || strtod(out, NULL) == value) return;
    }
    if (whole && style.look == LOOK_ZEROS) snprintf(out, NUMBER_SIZE, "%0*.0f", style.digits, value);
    else if (whole) snprintf(out, NUMBER_SIZE, "%.0f", value == 0 ? 0.0 : value);
    else snprintf(out, NUMBER_SIZE, "%.15g", value);
}

struct str xlsx_number_show(struct str raw, struct xlsx_style style, bool from_1904, char out[NUMBER_SIZE]) {
    char text[NUMBER_SIZE], *end;
    raw = str_trim(raw);
    if (raw.size == 0 || raw.size >= sizeof text) return raw;
    for (size_t i = 0; i < raw.size; i++) {
        text[i] = raw.at[i];
        if (!memchr("+-.0123456789eE", raw.at[i], 15)) return raw;
    }
    text[raw.size] = 0;
    double value = strtod(text, &end);
    if (*end || !isfinite(value)) return raw;
    if (style.look == LOOK_DATE && show_date(value, from_1904, out)) return str_from(out);
    if (style.look == LOOK_TIME && value >= 0 && value < 1000) {
        int64_t minutes = (int64_t)llround(value * 1440);
        snprintf(out, NUMBER_SIZE, "%d:%02d", (int)(minutes / 60), (int)(minutes % 60));
        return str_from(out);
    }
    show_number(value, style, out);
    return str_from(out);
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct str xlsx_number_unescape(struct arena *arena, struct str text) {
    if (str_find(text, STR("_x")) == SIZE_MAX) return text;
    struct buf out = { 0 };
    for (size_t i = 0; i < text.size; i++) {
        int32_t code = 0;
        bool escape = i + 7 <= text.size && text.at[i] == '_' && text.at[i + 1] == 'x' && text.at[i + 6] == '_';
        for (size_t k = i + 2; escape && k < i + 6; k++) {
            escape = hex_digit(text.at[k]) >= 0;
            code = code * 16 + hex_digit(text.at[k]);
        }
        if (!escape || (code >= 0xD800 && code < 0xE000)) {
            buf_add_byte(&out, text.at[i]);
            continue;
        }
        if (code < 0x20) buf_add_byte(&out, ' ');
        else utf8_append(&out, (uint32_t)code);
        i += 6;
    }
    struct str copy = str_copy(arena, buf_str(&out));
    buf_free(&out);
    return copy;
}
