/* SPDX-License-Identifier: GPL-3.0-or-later
 * secret - a password or token; see secret.h.
 * Owns:  locked memory, wiped when it is closed.
 * Must not know: what it signs in to.
 */
#include "work/secret.h"

#include <string.h>

#include "base/child.h"
#include "base/file.h"
#include "work/seal.h"

#define WAIT_MS 10000

void secret_close(struct secret *secret) { seal_unlock(secret, sizeof *secret); }

/* One line, printable, without its end. */
static bool one_line(struct secret *s, struct str said, struct err *err, const char *from) {
    while (said.size && (said.at[said.size - 1] == '\n' || said.at[said.size - 1] == '\r')) said.size--;
    bool good = said.size > 0 && said.size <= SECRET_MOST;
    for (size_t i = 0; good && i < said.size; i++) good = (unsigned char)said.at[i] >= 0x20 && said.at[i] != 0x7F;
    if (!good) {
        err_set(err, CODE_NO_TOKEN, "%s gave nothing to sign in with: one line was expected.", from);
        return err_next(err, "try it by hand; nothing was sent");
    }
    memmove(s->text, said.at, said.size);
    s->text[said.size] = 0;
    s->size = said.size;
    return true;
}

static bool from_program(struct secret *s, const struct str *words, size_t count, struct err *err) {
    const char *arguments[32] = { 0 };
    struct arena arena = { 0 };
    size_t got = 0;
    if (count >= COUNT_OF(arguments)) return err_set(err, CODE_NO_TOKEN, "The program for signing in has too many arguments.");
    for (size_t i = 0; i < count; i++) arguments[i] = str_c(&arena, words[i]);
    enum child_end end = child_take(arguments, WAIT_MS, s->text, SECRET_MOST, &got);
    bool fine = end == CHILD_DONE && one_line(s, (struct str){ s->text, got }, err, arguments[0]);
    if (end == CHILD_LATE) err_set(err, CODE_NO_TOKEN, "%s gave nothing to sign in with within ten seconds.", arguments[0]);
    else if (end == CHILD_STOPPED) err_set(err, CODE_INTERRUPTED, "Stopped while waiting for %s.", arguments[0]);
    else if (end != CHILD_DONE) err_set(err, CODE_NO_TOKEN, "%s could not be run, or ended with an error.", arguments[0]);
    if (!fine && end != CHILD_STOPPED) err_next(err, "try it by hand; nothing was sent");
    arena_free(&arena);
    return fine;
}

static bool from_file(struct secret *s, const char *folder, struct str path, struct err *err) {
    struct arena arena = { 0 };
    const char *name = str_c(&arena, path), *whole = NULL;
    size_t got = 0;
    bool fine = false;
    if (!str_starts(path, "/")) err_set(err, CODE_NO_TOKEN, "password_file is no whole path: %s", name);
    else if (!file_exists(name)) err_set(err, CODE_NO_TOKEN, "The file of the password is not there: %s", name);
    else if (!file_real_path(&arena, name, &whole, err)) fine = false;
    else if (str_starts(str_from(whole), str_format(&arena, "%s/", folder).at)) {
        err_set(err, CODE_NO_TOKEN, "The file of the password lies in the school's folder, which is copied and shared.");
        err_next(err, "move it out, and write its new place into people.lua");
    } else if (!file_is_private(whole)) {
        err_set(err, CODE_NO_TOKEN, "Others can read the file of the password: %s", name);
        err_next(err, "chmod 600 \"%s\"", name);
    } else if (file_read_secret(whole, s->text, SECRET_MOST, &got, err)) {
        fine = one_line(s, (struct str){ s->text, got }, err, "The file of the password");
    }
    arena_free(&arena);
    return fine;
}

bool secret_open(struct secret *s, const char *folder, const struct smtp_settings *smtp, struct err *err) {
    memset(s, 0, sizeof *s);
    seal_lock(s, sizeof *s);
    bool fine = true;
    if (smtp->token_count) fine = from_program(s, smtp->token, smtp->token_count, err);
    else if (smtp->password_command_count) fine = from_program(s, smtp->password_command, smtp->password_command_count, err);
    else if (smtp->password_file.size) fine = from_file(s, folder, smtp->password_file, err);
    s->is_token = smtp->token_count > 0;
    if (!fine) secret_close(s);
    return fine;
}

#define FILE_MOST ((size_t)4096)

bool secret_file(struct arena *arena, const char *path, struct str *out, struct err *err) {
    char *room = seal_room(arena, FILE_MOST + 1);
    size_t size;
    const char *whole = path;
    if (!file_exists(path) || !file_real_path(arena, path, &whole, err)) return err_set(err, CODE_FILE, "There is no file %s.", path);
    if (!file_read_secret(whole, room, FILE_MOST + 1, &size, err)) return false;
    *out = (struct str){ room, size };
    return size <= FILE_MOST || err_set(err, CODE_FILE, "%s is too long for a key or a passphrase: %zu bytes are the most.", path, FILE_MOST);
}

struct str secret_line(struct arena *arena, const char *head, struct str digits) {
    size_t start = strlen(head), size = start + digits.size + 1;
    char *room = seal_room(arena, size);
    memcpy(room, head, start);
    if (digits.size) memcpy(room + start, digits.at, digits.size);
    room[size - 1] = '\n';
    return (struct str){ room, size };
}
