/* SPDX-License-Identifier: GPL-3.0-or-later
 * embed - build tool: puts SQL statements, Lua files and data into C sources, unchanged.
 * Owns:  the files it writes.
 * Must not know: what the texts mean; a Lua file must compile, an SQL statement must have a name.
 *
 *     embed sql OUT.h OUT.c STATEMENTS.sql ... -- SCHEMA.sql ...
 *     embed files OUT.c PATH ...
 */
#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
    char *at;
    size_t size;
};

static void fail(const char *what, const char *about) {
    fprintf(stderr, "embed: %s: %s\n", about, what);
    exit(1);
}

static struct text read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) fail("can not be opened", path);
    struct text text = { malloc(1), 0 };
    for (;;) {
        char *grown = realloc(text.at, text.size + 65537);
        if (!grown) fail("out of memory", path);
        text.at = grown;
        size_t got = fread(text.at + text.size, 1, 65536, file);
        text.size += got;
        if (got == 0) break;
    }
    text.at[text.size] = 0;
    fclose(file);
    return text;
}

static FILE *open_out(const char *path) {
    FILE *file = fopen(path, "wb");
    if (!file) fail("can not be written", path);
    return file;
}

static void write_bytes(FILE *out, const char *at, size_t size) {
    for (size_t i = 0; i < size; i++) fprintf(out, i % 24 == 23 ? "%u,\n" : "%u,", (unsigned)(unsigned char)at[i]);
    fputs("0", out);
}

static void write_literal(FILE *out, const char *at, size_t size) {
    fputs("    \"", out);
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)at[i];
        if (c == '\n') fputs(i + 1 == size ? "\\n" : "\\n\"\n    \"", out);
        else if (c == '"' || c == '\\') fprintf(out, "\\%c", c);
        else if (c < 32 || c > 126) fprintf(out, "\\%03o", c);
        else fputc(c, out);
    }
    fputs("\"", out);
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* One file: "-- name: pupil_insert" opens a statement that goes on to the next such line. */
static void embed_statements(FILE *header, FILE *source, const char *path) {
    struct text text = read_file(path);
    const char *mark = "-- name: ";
    char *at = strstr(text.at, mark);
    if (!at) fail("has no '-- name: ' line", path);
    while (at) {
        char *name = at + strlen(mark);
        size_t name_size = strcspn(name, " \r\n");
        char *body = strchr(name, '\n');
        if (!body || name_size == 0) fail("a statement has no name or no text", path);
        char *next = strstr(body, mark);
        size_t size = next ? (size_t)(next - body) : strlen(body);
        while (size > 0 && strchr(" \r\n\t", body[size - 1])) size--;
        fputs("    SQL_", header);
        for (size_t i = 0; i < name_size; i++) fputc(name[i] >= 'a' && name[i] <= 'z' ? name[i] - 32 : name[i], header);
        fputs(",\n", header);
        fprintf(source, "    { \"%.*s\", \"%s\",\n", (int)name_size, name, base_name(path));
        write_literal(source, body + 1, size > 0 ? size - 1 : 0);
        fputs(" },\n", source);
        at = next;
    }
    free(text.at);
}

static void embed_sql(int count, char **arguments) {
    if (count < 2) fail("needs a header and a source to write", "sql");
    FILE *header = open_out(arguments[0]);
    FILE *source = open_out(arguments[1]);
    fputs("/* SPDX-License-Identifier: GPL-3.0-or-later\n * sql - the statements of the store by name; generated.\n */\n", header);
    fputs("#ifndef SIGNPOST_SQL_H\n#define SIGNPOST_SQL_H\n\nenum sql {\n", header);
    fputs("/* SPDX-License-Identifier: GPL-3.0-or-later\n * sql - generated. */\n#include \"sql.h\"\n\n", source);
    fputs("const struct sql_text SQL_TEXTS[] = {\n", source);
    int i = 2;
    for (; i < count && strcmp(arguments[i], "--") != 0; i++) embed_statements(header, source, arguments[i]);
    fputs("    { 0, 0, 0 }\n};\n\nconst struct sql_text SQL_SCHEMA[] = {\n", source);
    for (i++; i < count; i++) {
        struct text text = read_file(arguments[i]);
        fprintf(source, "    { \"%s\", \"%s\",\n", base_name(arguments[i]), base_name(arguments[i]));
        write_literal(source, text.at, text.size);
        fputs(" },\n", source);
        free(text.at);
    }
    fputs("    { 0, 0, 0 }\n};\n", source);
    fputs("    SQL_COUNT\n};\n\nstruct sql_text {\n    const char *name; /* of the statement, or of the schema file */\n"
          "    const char *file;\n    const char *text;\n};\n\n/* By enum sql. */\nextern const struct sql_text SQL_TEXTS[];\n"
          "/* Schema files sorted by name; ends with a NULL name. */\nextern const struct sql_text SQL_SCHEMA[];\n\n#endif\n", header);
    if (fclose(header) != 0 || fclose(source) != 0) fail("can not be written", arguments[0]);
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void embed_files(int count, char **arguments) {
    if (count < 1) fail("needs a source to write", "files");
    FILE *out = open_out(arguments[0]);
    char **paths = arguments + 1;
    int path_count = count - 1;
    qsort(paths, (size_t)path_count, sizeof *paths, by_text);
    lua_State *lua = luaL_newstate();
    if (!lua) fail("out of memory", "lua");
    fputs("/* SPDX-License-Identifier: GPL-3.0-or-later\n * embedded - files inside the program; generated.\n */\n"
          "#include \"script/embedded.h\"\n\n", out);
    for (int i = 0; i < path_count; i++) {
        struct text text = read_file(paths[i]);
        size_t length = strlen(paths[i]);
        if (length > 4 && strcmp(paths[i] + length - 4, ".lua") == 0
            && luaL_loadbufferx(lua, text.at, text.size, paths[i], "t") != LUA_OK)
            fail(lua_tostring(lua, -1), paths[i]);
        lua_settop(lua, 0);
        fprintf(out, "static const unsigned char FILE_%d[] = {\n", i);
        write_bytes(out, text.at, text.size);
        fputs("\n};\n", out);
        free(text.at);
    }
    lua_close(lua);
    fputs("\nconst struct embedded_file EMBEDDED_FILES[] = {\n", out);
    for (int i = 0; i < path_count; i++)
        fprintf(out, "    { \"%s\", (const char *)FILE_%d, sizeof FILE_%d - 1 },\n", paths[i], i, i);
    fprintf(out, "    { 0, 0, 0 }\n};\n\nconst size_t EMBEDDED_FILE_COUNT = %d;\n", path_count);
    if (fclose(out) != 0) fail("can not be written", arguments[0]);
}

int main(int count, char **arguments) {
    if (count > 2 && strcmp(arguments[1], "sql") == 0) embed_sql(count - 2, arguments + 2);
    else if (count > 2 && strcmp(arguments[1], "files") == 0) embed_files(count - 2, arguments + 2);
    else fail("what should be embedded?", "usage: embed sql|files ...");
    return 0;
}
