/* SPDX-License-Identifier: GPL-3.0-or-later
 * svg - a figure as inline SVG: bars with their labels on them, patterns as well as colours.
 * Owns:  nothing.
 * Must not know: what the bars count.
 *
 * Widths are in percent and everything else in pixels, so that text keeps its size on a narrow screen.
 */
#include "base/utf8.h"
#include "formats/html.h"

#define LABEL_HEIGHT 24
#define BAR_HEIGHT 26
#define WORDS_HEIGHT 22
#define GAP 14
#define NARROWEST 280 /* pixels of a bar on the narrowest screen; labels must fit there */

enum pattern { PATTERN_SOLID, PATTERN_HATCH, PATTERN_DOTS, PATTERN_CROSS, PATTERN_LINES };

struct paint {
    const char *key;
    const char *fill, *ink, *edge, *mark; /* mark: the colour of the pattern on the fill */
    enum pattern pattern;
};

static const struct paint STATUS_PAINTS[] = {
    { "met", "#12436D", "#FFFFFF", "#12436D", "", PATTERN_SOLID },
    { "on_track", "#FFFFFF", "#1D1D1F", "#3D3D3D", "", PATTERN_SOLID },
    { "due_soon", "#28A197", "#000000", "#1B7A72", "#FFFFFF", PATTERN_DOTS },
    { "overdue", "#F46A25", "#000000", "#B8430B", "#FFFFFF", PATTERN_HATCH },
    { "missed", "#FFFFFF", "#1D1D1F", "#801650", "#801650", PATTERN_CROSS },
    { "waived", "#E3E6E9", "#1D1D1F", "#8A9099", "#8A9099", PATTERN_LINES },
    { "unknown", "#A285D1", "#000000", "#5B3F8C", "#5B3F8C", PATTERN_DOTS },
    { "not_applicable", "#FFFFFF", "#3D3D3D", "#8A9099", "#CBD2D9", PATTERN_LINES },
    { "partly", "#F46A25", "#000000", "#B8430B", "#FFFFFF", PATTERN_HATCH },
    { "not_yet", "#FFFFFF", "#1D1D1F", "#1D1D1F", "", PATTERN_SOLID },
};

/* In the order of the palette; two series are navy and orange. */
static const struct paint SERIES_PAINTS[] = {
    { "", "#12436D", "#FFFFFF", "#12436D", "", PATTERN_SOLID },
    { "", "#28A197", "#000000", "#1B7A72", "#FFFFFF", PATTERN_DOTS },
    { "", "#801650", "#FFFFFF", "#801650", "#FFFFFF", PATTERN_LINES },
    { "", "#F46A25", "#000000", "#B8430B", "#FFFFFF", PATTERN_HATCH },
    { "", "#3D3D3D", "#FFFFFF", "#3D3D3D", "#FFFFFF", PATTERN_HATCH },
    { "", "#A285D1", "#000000", "#5B3F8C", "#5B3F8C", PATTERN_CROSS },
};

static const struct paint *paint_of(const struct figure *figure, size_t series) {
    for (size_t i = 0; i < COUNT_OF(STATUS_PAINTS); i++)
        if (str_is(figure->series[series], STATUS_PAINTS[i].key)) return &STATUS_PAINTS[i];
    if (figure->series_count == 2 && series == 1) return &SERIES_PAINTS[3];
    return &SERIES_PAINTS[series % COUNT_OF(SERIES_PAINTS)];
}

static void add_pattern(struct buf *out, size_t number, size_t series, const struct paint *paint) {
    if (paint->pattern == PATTERN_SOLID) return;
    buf_printf(out, "<pattern id=\"f%zus%zu\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"%s>"
                    "<rect width=\"8\" height=\"8\" fill=\"%s\"/>",
               number, series, paint->pattern == PATTERN_HATCH ? " patternTransform=\"rotate(45)\"" : "", paint->fill);
    switch (paint->pattern) {
    case PATTERN_SOLID: break;
    case PATTERN_HATCH: buf_printf(out, "<path d=\"M1 0V8\" stroke=\"%s\" stroke-width=\"2\"/>", paint->mark); break;
    case PATTERN_DOTS: buf_printf(out, "<circle cx=\"4\" cy=\"4\" r=\"1.3\" fill=\"%s\"/>", paint->mark); break;
    case PATTERN_CROSS:
        buf_printf(out, "<path d=\"M0 0L8 8M8 0L0 8\" stroke=\"%s\" stroke-width=\"1\"/>", paint->mark);
        break;
    case PATTERN_LINES: buf_printf(out, "<path d=\"M0 4H8\" stroke=\"%s\" stroke-width=\"1\"/>", paint->mark); break;
    }
    buf_add_c(out, "</pattern>");
}

/* Tenths of a percent, so that the same numbers give the same bytes everywhere. */
static int64_t share(int64_t part, int64_t whole) {
    if (part <= 0 || whole <= 0) return 0;
    if (part >= whole) return 1000;
    int64_t tenths = (int64_t)((double)part * 1000.0 / (double)whole + 0.5);
    return tenths > 0 ? tenths : 1;
}

static void add_percent(struct buf *out, int64_t tenths) {
    buf_printf(out, "%lld.%lld%%", (long long)(tenths / 10), (long long)(tenths % 10));
}

static void add_label(struct buf *out, struct str label, size_t y) {
    buf_printf(out, "<text x=\"0\" y=\"%zu\">", y + 16);
    html_text(out, label);
    buf_add_c(out, "</text>\n");
}

static void add_rect(struct buf *out, int64_t from, int64_t tenths, size_t y, const char *fill, const char *edge) {
    buf_add_c(out, "<rect x=\"");
    add_percent(out, from);
    buf_printf(out, "\" y=\"%zu\" width=\"", y);
    add_percent(out, tenths);
    buf_printf(out, "\" height=\"%d\" fill=\"%s\" stroke=\"%s\" stroke-width=\"1.5\"/>\n", BAR_HEIGHT, fill, edge);
}

/* Text on a bar; a halo in the fill keeps it readable on a pattern. */
static void add_on_bar(struct buf *out, int64_t from, size_t y, struct str text, const char *ink, const char *halo) {
    buf_add_c(out, "<text x=\"");
    add_percent(out, from);
    buf_printf(out, "\" dx=\"8\" y=\"%zu\" fill=\"%s\"", y + BAR_HEIGHT / 2 + 5, ink);
    if (halo)
        buf_printf(out, " stroke=\"%s\" stroke-width=\"6\" stroke-linejoin=\"round\" paint-order=\"stroke\"", halo);
    buf_add_c(out, ">");
    html_text(out, text);
    buf_add_c(out, "</text>\n");
}

static bool fits(struct str text, int64_t tenths) {
    return (int64_t)utf8_width(text) * 8 + 16 <= tenths * NARROWEST / 1000;
}

static size_t draw_bar(struct buf *out, struct arena *arena, const struct figure_bar *bar, size_t y) {
    int64_t tenths = share(bar->parts[0], bar->whole);
    struct str note = bar->note;
    if (note.size == 0)
        note = bar->whole > 0 ? str_format(arena, "%lld of %lld", (long long)bar->parts[0], (long long)bar->whole)
                              : STR("no data");
    bool inside = fits(note, tenths), beside = !inside && fits(note, 1000 - tenths);
    struct str label = bar->label;
    if (!inside && !beside) label = str_format(arena, "%.*s: %.*s", STR_ARG(label), STR_ARG(note));
    add_label(out, label, y);
    y += LABEL_HEIGHT;
    add_rect(out, 0, 1000, y, "#EEF2F6", "#8A9099");
    if (tenths > 0) add_rect(out, 0, tenths, y, "#12436D", "#12436D");
    if (inside) add_on_bar(out, 0, y, note, "#FFFFFF", NULL);
    else if (beside) add_on_bar(out, tenths, y, note, "#1D1D1F", NULL);
    return y + BAR_HEIGHT + GAP;
}

static struct str series_word(struct arena *arena, const struct figure *figure, size_t series) {
    const struct status_look *look = status_look(figure->series[series]);
    if (!look) return figure->series[series];
    char *word = arena_copy(arena, look->word.at, look->word.size);
    if (word[0] >= 'A' && word[0] <= 'Z') word[0] = (char)(word[0] - 'A' + 'a');
    return str_format(arena, "%s", word);
}

/* Each part carries its number and word; what does not fit on the narrowest screen is said in a line below. */
static size_t draw_stack(struct buf *out, struct arena *arena, const struct figure *figure,
                         const struct figure_bar *bar, size_t number, size_t y) {
    int64_t whole = 0, before = 0;
    struct str left_over = STR("");
    for (size_t s = 0; s < figure->series_count; s++) whole += bar->parts[s] > 0 ? bar->parts[s] : 0;
    struct str label = bar->note.size == 0
                           ? bar->label
                           : str_format(arena, "%.*s: %.*s", STR_ARG(bar->label), STR_ARG(bar->note));
    add_label(out, label, y);
    y += LABEL_HEIGHT;
    if (whole == 0) {
        add_rect(out, 0, 1000, y, "#FFFFFF", "#8A9099");
        add_on_bar(out, 0, y, STR("no data"), "#1D1D1F", NULL);
        return y + BAR_HEIGHT + GAP;
    }
    for (size_t s = 0; s < figure->series_count; s++) {
        if (bar->parts[s] <= 0) continue;
        const struct paint *paint = paint_of(figure, s);
        int64_t from = before > 0 ? share(before, whole) : 0, to = share(before + bar->parts[s], whole);
        before += bar->parts[s];
        struct str words = str_format(arena, "%lld %.*s", (long long)bar->parts[s],
                                      STR_ARG(series_word(arena, figure, s)));
        struct str count = str_format(arena, "%lld", (long long)bar->parts[s]);
        struct str fill = paint->pattern == PATTERN_SOLID ? str_from(paint->fill)
                                                          : str_format(arena, "url(#f%zus%zu)", number, s);
        const char *halo = paint->pattern == PATTERN_SOLID ? NULL : paint->fill;
        add_rect(out, from, to - from, y, str_c(arena, fill), paint->edge);
        if (fits(words, to - from)) {
            add_on_bar(out, from, y, words, paint->ink, halo);
            continue;
        }
        if (fits(count, to - from)) add_on_bar(out, from, y, count, paint->ink, halo);
        left_over = str_format(arena, "%.*s%s%.*s", STR_ARG(left_over), left_over.size ? ", " : "", STR_ARG(words));
    }
    y += BAR_HEIGHT;
    if (left_over.size > 0) {
        add_label(out, left_over, y + 3);
        y += WORDS_HEIGHT;
    }
    return y + GAP;
}

void svg_figure(struct buf *out, const struct figure *figure, size_t number) {
    struct arena arena = { 0 };
    struct buf inside = { 0 };
    size_t y = 2;
    for (size_t i = 0; i < figure->bar_count; i++)
        y = figure->type == FIGURE_BARS ? draw_bar(&inside, &arena, &figure->bars[i], y)
                                        : draw_stack(&inside, &arena, figure, &figure->bars[i], number, y);
    buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"f%zut f%zud\" "
                    "width=\"100%%\" height=\"%zu\" overflow=\"visible\" "
                    "font-family=\"Arial, 'Liberation Sans', sans-serif\" "
                    "font-size=\"15\" fill=\"#1D1D1F\">\n<title id=\"f%zut\">",
               number, number, y, number);
    html_text(out, figure->title);
    buf_printf(out, "</title>\n<desc id=\"f%zud\">", number);
    html_text(out, figure->description);
    buf_add_c(out, "</desc>\n<defs>");
    for (size_t s = 0; figure->type == FIGURE_STACKED && s < figure->series_count; s++)
        add_pattern(out, number, s, paint_of(figure, s));
    buf_add_c(out, "</defs>\n");
    buf_add(out, buf_str(&inside));
    buf_add_c(out, "</svg>\n");
    buf_free(&inside);
    arena_free(&arena);
}
