/* SPDX-License-Identifier: GPL-3.0-or-later
 * xml - XML in, piece by piece, with caps.  The only file that may include expat.h.
 * Owns:  nothing; the parser goes with the arena it was opened in.
 * Must not know: workbooks, transfer files.
 */
#include <expat.h>
#include <string.h>

#include "formats/xml_priv.h"

#define DEPTH_MOST 64
#define TEXT_MOST ((size_t)1024 * 1024)
#define TAG_MOST ((size_t)1024 * 1024)
#define PIECE ((size_t)64 * 1024)
#define BETWEEN '\x01' /* stands between namespace and name; no character of XML */

struct xml {
    XML_Parser parser;
    const struct xml_reader *reader;
    struct err *err;
    uint32_t depth;
    size_t text_size; /* of the text that goes on */
    XML_Index fed;
    bool failed;
};

static uint32_t line_of(const struct xml *xml) { return (uint32_t)XML_GetCurrentLineNumber(xml->parser); }

static void stop(struct xml *xml) {
    xml->failed = true;
    XML_StopParser(xml->parser, XML_FALSE);
}

static struct xml_name split(const char *name) {
    const char *between = strchr(name, BETWEEN);
    struct xml_name out = { { 0 }, str_from(between ? between + 1 : name) };
    if (between) out.space = (struct str){ name, (size_t)(between - name) };
    return out;
}

static void XMLCALL on_open(void *self, const char *name, const char **attributes) {
    struct xml *xml = self;
    if (xml->failed) return;
    xml->text_size = 0;
    if (++xml->depth > DEPTH_MOST) {
        err_set(xml->err, CODE_FILE_LIMIT, "line %u: elements stand in each other more than %d deep.", line_of(xml), DEPTH_MOST);
        stop(xml);
        return;
    }
    struct xml_tag tag = { .name = split(name), .attributes = (const char *const *)attributes, .line = line_of(xml) };
    if (!xml->reader->open(xml->reader->self, &tag, xml->err)) stop(xml);
}

static void XMLCALL on_close(void *self, const char *name) {
    struct xml *xml = self;
    if (xml->failed) return;
    xml->text_size = 0;
    xml->depth--;
    if (!xml->reader->close(xml->reader->self, split(name), xml->err)) stop(xml);
}

static void XMLCALL on_text(void *self, const char *bytes, int size) {
    struct xml *xml = self;
    if (xml->failed) return;
    xml->text_size += (size_t)size;
    if (xml->text_size > TEXT_MOST) {
        err_set(xml->err, CODE_FILE_LIMIT, "line %u: one text holds more than %zu bytes.", line_of(xml), TEXT_MOST);
        stop(xml);
        return;
    }
    if (!xml->reader->text(xml->reader->self, (struct str){ bytes, (size_t)size }, xml->err)) stop(xml);
}

static void XMLCALL on_doctype(void *self, const char *name, const char *system, const char *public, int has_internal) {
    struct xml *xml = self;
    (void)name, (void)system, (void)public, (void)has_internal;
    if (xml->failed) return;
    err_set(xml->err, CODE_UNKNOWN_FORMAT, "line %u: it declares a document type (DOCTYPE), with which a file can swell or reach outside; "
            "no export needs one.", line_of(xml));
    err_next(xml->err, "Export it again, or ask who sent it.");
    stop(xml);
}

/* Windows-1252, by the code points of 0x80 to 0x9F; -1: not defined. */
static const int WINDOWS[32] = { 0x20AC, -1, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, -1,
                                 0x017D, -1, -1, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
                                 0x0153, -1, 0x017E, 0x0178 };

static int XMLCALL on_encoding(void *self, const char *name, XML_Encoding *out) {
    struct xml *xml = self;
    struct str said = str_from(name);
    if (!str_equal_fold_ascii(said, STR("windows-1252")) && !str_equal_fold_ascii(said, STR("cp1252"))) {
        struct str shown = str_slice(said, 0, 40);
        err_set(xml->err, CODE_UNKNOWN_FORMAT, "it says that it is written in '%.*s', which can not be read.", STR_ARG(shown));
        err_next(xml->err, "Export it again in UTF-8.");
        xml->failed = true;
        return XML_STATUS_ERROR;
    }
    for (int i = 0; i < 256; i++) out->map[i] = i >= 0x80 && i < 0xA0 ? WINDOWS[i - 0x80] : i;
    out->data = NULL;
    out->convert = NULL;
    out->release = NULL;
    return XML_STATUS_OK;
}

static void close_parser(void *self) {
    struct xml *xml = self;
    XML_ParserFree(xml->parser);
}

struct xml *xml_open(struct arena *arena, const struct xml_reader *reader, struct err *err) {
    struct xml *xml = arena_new(arena, struct xml);
    xml->parser = XML_ParserCreateNS(NULL, BETWEEN);
    bug_if(!xml->parser);
    arena_hook(arena, close_parser, xml);
    xml->reader = reader;
    xml->err = err;
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_open, on_close);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    XML_SetUnknownEncodingHandler(xml->parser, on_encoding, xml);
    return xml;
}

static bool say_damaged(struct xml *xml) {
    enum XML_Error why = XML_GetErrorCode(xml->parser);
    if (xml->failed) return false;
    if (why == XML_ERROR_NO_MEMORY) return err_set(xml->err, CODE_FILE_LIMIT, "line %u: not enough memory for it.", line_of(xml));
    bool cut = why == XML_ERROR_NO_ELEMENTS || why == XML_ERROR_UNCLOSED_TOKEN || why == XML_ERROR_UNCLOSED_CDATA_SECTION;
    if (cut) err_set(xml->err, CODE_UNKNOWN_FORMAT, "line %u: it ends in the middle.", line_of(xml));
    else err_set(xml->err, CODE_UNKNOWN_FORMAT, "line %u: it is not well-formed XML (%s).", line_of(xml), XML_ErrorString(why));
    return err_next(xml->err, "Export it again, or fetch it again if it was sent.");
}

bool xml_feed(struct xml *xml, struct str piece, bool last) {
    while (!xml->failed) {
        struct str part = str_slice(piece, 0, PIECE);
        piece = str_slice(piece, part.size, piece.size);
        bool end = last && piece.size == 0;
        xml->fed += (XML_Index)part.size;
        if (XML_Parse(xml->parser, part.size ? part.at : "", (int)part.size, end) != XML_STATUS_OK) return say_damaged(xml);
        /* A tag that does not end is kept by the library until it does. */
        XML_Index at = XML_GetCurrentByteIndex(xml->parser);
        if (!end && at >= 0 && xml->fed - at > (XML_Index)(TAG_MOST + PIECE))
            return err_set(xml->err, CODE_FILE_LIMIT, "line %u: one tag or remark holds more than %zu bytes.", line_of(xml), TAG_MOST);
        if (piece.size == 0) return true;
    }
    return false;
}

bool xml_read(struct arena *arena, struct str bytes, const struct xml_reader *reader, struct err *err) {
    return xml_feed(xml_open(arena, reader, err), bytes, true);
}

struct str xml_attribute(const struct xml_tag *tag, const char *name) {
    for (size_t i = 0; tag->attributes[i]; i += 2)
        if (str_is(split(tag->attributes[i]).local, name)) return str_from(tag->attributes[i + 1]);
    return (struct str){ 0 };
}

/* ---- the root ---------------------------------------------------------------------------------------------------------- */

struct root {
    struct arena *arena;
    struct xml_name name;
    bool found;
};

static bool root_open(void *self, const struct xml_tag *tag, struct err *err) {
    (void)err;
    struct root *root = self;
    root->name = (struct xml_name){ str_copy(root->arena, tag->name.space), str_copy(root->arena, tag->name.local) };
    root->found = true;
    return false;
}

static bool root_text(void *self, struct str text, struct err *err) {
    (void)self, (void)text, (void)err;
    return true;
}

static bool root_close(void *self, struct xml_name name, struct err *err) {
    (void)self, (void)name, (void)err;
    return true;
}

bool xml_root(struct str bytes, struct arena *arena, struct xml_name *out, struct err *err) {
    struct root root = { .arena = arena };
    struct xml_reader reader = { &root, root_open, root_text, root_close };
    bool whole = xml_read(arena, bytes, &reader, err);
    bug_if(whole && !root.found);
    *out = root.name;
    return root.found;
}
