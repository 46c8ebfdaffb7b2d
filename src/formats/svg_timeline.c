/* SPDX-License-Identifier: GPL-3.0-or-later
 * svg_timeline - days on lanes as inline SVG: a lane has a shape of its own as well as a colour.
 * Owns:  nothing.
 * Must not know: what happened on the days.
 *
 * Places along the line are in percent and everything else in pixels, as in svg.c: text keeps its size on a narrow screen.
 */
#include "formats/html.h"

#define LABEL_HEIGHT(figure) ((size_t)((figure)->large ? 34 : 22))
#define LANE_HEIGHT 26
#define GAP 6
#define AXIS_HEIGHT(figure) ((size_t)((figure)->large ? 36 : 24))
#define LABEL_SIZE(figure) ((figure)->large ? 24 : 15)
#define EDGE 20 /* thousandths kept free at both ends, so that no mark is cut */

static const struct {
    const char *path, *fill, *edge;
} SHAPES[] = {
    { "M-7 0A7 7 0 1 0 7 0A7 7 0 1 0 -7 0Z", "#12436D", "#12436D" }, /* circle */
    { "M-6.5 -6.5H6.5V6.5H-6.5Z", "#F46A25", "#B8430B" },            /* square */
    { "M0 -8L8 0L0 8L-8 0Z", "#28A197", "#1B7A72" },                  /* diamond */
    { "M0 -8L8 6.5H-8Z", "#801650", "#801650" },                      /* triangle */
    { "M-8 -3H-3V-8H3V-3H8V3H3V8H-3V3H-8Z", "#3D3D3D", "#3D3D3D" },   /* cross */
};

/* Thousandths of the width. */
static int64_t place(const struct figure *figure, struct date day) {
    int64_t whole = (int64_t)figure->to.day - figure->from.day, at = (int64_t)day.day - figure->from.day;
    if (whole <= 0 || at <= 0) return EDGE;
    if (at >= whole) return 1000 - EDGE;
    return EDGE + at * (1000 - 2 * EDGE) / whole;
}

static void add_percent(struct buf *out, int64_t thousandths) {
    buf_printf(out, "%lld.%lld%%", (long long)(thousandths / 10), (long long)(thousandths % 10));
}

static void add_line(struct buf *out, size_t y) {
    buf_printf(out, "<line x1=\"0\" y1=\"%zu\" x2=\"100%%\" y2=\"%zu\" stroke=\"#8A9099\" stroke-width=\"1.5\"/>\n", y, y);
}

static void add_mark(struct buf *out, const struct figure *figure, const struct figure_mark *mark, size_t y) {
    size_t shape = mark->lane % COUNT_OF(SHAPES);
    buf_add_c(out, "<svg x=\"");
    add_percent(out, place(figure, mark->day));
    buf_printf(out, "\" y=\"%zu\" overflow=\"visible\"><path d=\"%s\" fill=\"%s\" stroke=\"%s\"><title>", y, SHAPES[shape].path, SHAPES[shape].fill,
               SHAPES[shape].edge);
    html_text(out, mark->label);
    buf_add_c(out, "</title></path></svg>\n");
}

static void add_words(struct buf *out, const struct figure *figure, size_t number, size_t y) {
    const struct figure_bar *lane = &figure->bars[number];
    size_t shape = number % COUNT_OF(SHAPES), middle = y + LABEL_HEIGHT(figure) / 2;
    buf_printf(out, "<svg x=\"9\" y=\"%zu\" overflow=\"visible\"><path d=\"%s\" fill=\"%s\" stroke=\"%s\"/></svg>\n", middle, SHAPES[shape].path,
               SHAPES[shape].fill, SHAPES[shape].edge);
    buf_printf(out, "<text x=\"24\" y=\"%zu\">", middle + (size_t)LABEL_SIZE(figure) / 3);
    html_text(out, lane->label);
    buf_add_c(out, ": ");
    html_text(out, lane->note);
    buf_add_c(out, "</text>\n");
}

static void add_tick(struct buf *out, const struct figure *figure, const struct figure_mark *tick, size_t bottom) {
    buf_add_c(out, "<line x1=\"");
    add_percent(out, place(figure, tick->day));
    buf_add_c(out, "\" y1=\"0\" x2=\"");
    add_percent(out, place(figure, tick->day));
    buf_printf(out, "\" y2=\"%zu\" stroke=\"#CBD2D9\" stroke-dasharray=\"2 4\"/>\n<text x=\"", bottom + 6);
    add_percent(out, place(figure, tick->day));
    buf_printf(out, "\" dx=\"3\" y=\"%zu\" font-size=\"%d\" fill=\"#3D3D3D\">", bottom + AXIS_HEIGHT(figure) - 6, figure->large ? 24 : 13);
    html_text(out, tick->label);
    buf_add_c(out, "</text>\n");
}

static void add_title(struct buf *out, const struct figure *figure, size_t number, size_t height) {
    buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"f%zut f%zud\" "
                    "width=\"100%%\" height=\"%zu\" overflow=\"visible\" "
                    "font-family=\"Arial, 'Liberation Sans', sans-serif\" "
                    "font-size=\"%d\" fill=\"#1D1D1F\">\n<title id=\"f%zut\">",
               number, number, height, LABEL_SIZE(figure), number);
    html_text(out, figure->title);
    buf_printf(out, "</title>\n<desc id=\"f%zud\">", number);
    html_text(out, figure->description);
    buf_add_c(out, "</desc>\n");
}

void svg_timeline(struct buf *out, const struct figure *figure, size_t number) {
    size_t lane_height = LABEL_HEIGHT(figure) + LANE_HEIGHT + GAP, bottom = figure->bar_count * lane_height;
    add_title(out, figure, number, bottom + AXIS_HEIGHT(figure));
    for (size_t i = 0; i < figure->tick_count; i++) add_tick(out, figure, &figure->ticks[i], bottom);
    for (size_t lane = 0; lane < figure->bar_count; lane++) {
        size_t y = lane * lane_height, line = y + LABEL_HEIGHT(figure) + LANE_HEIGHT / 2;
        add_words(out, figure, lane, y);
        add_line(out, line);
        for (size_t i = 0; i < figure->mark_count; i++)
            if (figure->marks[i].lane == lane) add_mark(out, figure, &figure->marks[i], line);
    }
    buf_add_c(out, "</svg>\n");
}
