/* SPDX-License-Identifier: GPL-3.0-or-later
 * unseal - opens a sealed file again, and makes keys; see unseal.h.
 * Owns:  nothing.
 * Must not know: terminals; what a sealed file holds.
 */
#include "work/unseal.h"

#include <string.h>

#include "base/file.h"
#include "work/export.h"
#include "work/exports.h"
#include "work/lockbox.h"
#include "work/rows.h"
#include "work/secret.h"

#define SECRET_HEAD "signpost lock, secret key "
#define PUBLIC_HEAD "signpost lock, public key "
#define SEALED_MOST ((size_t)512 << 20)
#define SEALED_ENDING ".sealed"

/* ---- keys --------------------------------------------------------------------------------------------------------------- */

static bool read_key(struct str text, const char *head, struct str *digits) {
    if (!str_starts(text, head)) return false;
    *digits = str_trim(str_slice(text, strlen(head), text.size));
    return digits->size == LOCKBOX_KEY_DIGITS;
}

bool export_public_key(struct arena *arena, struct str option, struct str *key, struct err *err) {
    struct str text;
    const char *path = str_c(arena, option);
    *key = option;
    if (option.size == LOCKBOX_KEY_DIGITS && !file_exists(path)) return true;
    if (!secret_file(arena, path, &text, err)) return false; /* it may be the wrong one of the pair */
    if (read_key(text, PUBLIC_HEAD, key)) return true;
    if (read_key(text, SECRET_HEAD, key)) err_set(err, CODE_SEALED, "%s is a secret key: it opens files and must not be given away.", path);
    else err_set(err, CODE_SEALED, "%s is no public key.", path);
    return err_next(err, "give the file that ends in .pub, from whoever is to open it");
}

static bool secret_key(struct arena *arena, struct str option, struct str *key, struct err *err) {
    struct str text;
    const char *path = str_c(arena, option);
    if (file_exists(path) && !file_is_private(path)) {
        err_set(err, CODE_NOT_ALLOWED, "%s can be read by others, so it is no secret.", path);
        return err_next(err, "chmod 600 %s  if nobody has read it; else make a new key:  export key NAME", path);
    }
    if (!secret_file(arena, path, &text, err)) return false;
    if (read_key(text, SECRET_HEAD, key)) return true;
    lockbox_wipe(text);
    err_set(err, CODE_SEALED, "%s is no secret key.", path);
    return err_next(err, "give the file without .pub of the pair that it was sealed for");
}

static bool key_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 }, gone = { 0 };
    struct arena *arena = answer->arena;
    struct str secret, open_part, name = call->part_count ? call->parts[0].text : STR("signpost-key");
    const char *secret_path = str_c(arena, name), *public_path = str_format(arena, "%.*s.pub", STR_ARG(name)).at;
    if (file_exists(secret_path) || file_exists(public_path)) {
        err_set(&err, CODE_FILE_IN_USE, "%s or %s is there already, and a key is never written over.", secret_path, public_path);
        err_next(&err, "give another name:  export key NAME");
        return answer_fail(answer, &err);
    }
    lockbox_new_key(arena, &secret, &open_part);
    struct str text = secret_line(arena, SECRET_HEAD, secret);
    bool fine = file_create(secret_path, text, &err) && file_create(public_path, str_format(arena, PUBLIC_HEAD "%.*s\n", STR_ARG(open_part)), &err);
    lockbox_wipe(text);
    lockbox_wipe(secret);
    if (!fine && file_exists(secret_path) && !file_exists(public_path)) fine = file_wipe(secret_path, &gone) && fine; /* half a pair is of no use */
    if (!fine) return answer_fail(answer, &err);
    answer->page = page_new(arena, STR("Keys"));
    page_paragraphf(answer->page, "%s opens what is sealed for this pair. It is for you alone, and nothing opens the files without it: keep a copy where nobody else comes.",
                    secret_path);
    page_paragraphf(answer->page, "%s is for everybody who seals files for you. Read these first digits out when they ask whether it is yours: %.*s",
                    public_path, STR_ARG(str_slice(open_part, 0, 16)));
    answer_next(answer, "unseal FILE --key %s", secret_path);
    rows_json(call, answer);
    return true;
}

/* ---- opening ------------------------------------------------------------------------------------------------------------ */

static bool target(const struct command_call *call, struct arena *arena, struct str source, const char **path, struct err *err) {
    struct str name = call->output;
    if (!name.size && str_ends(source, SEALED_ENDING)) name = str_slice(source, 0, source.size - (sizeof SEALED_ENDING - 1));
    if (!name.size) {
        err_set(err, CODE_ARGUMENTS, "'%.*s' does not end in " SEALED_ENDING ": what is the opened file to be called?", STR_ARG(source));
        return err_next(err, "unseal %.*s --output FILE", STR_ARG(source));
    }
    *path = str_c(arena, name);
    if (!file_exists(*path)) return true;
    err_set(err, CODE_FILE_IN_USE, "%s is there already and is not written over.", *path);
    return err_next(err, "give another name:  --output FILE");
}

static bool secret_of(const struct command_call *call, struct arena *arena, enum lockbox_sort sort, struct lockbox_for *whom, struct err *err) {
    if (sort == LOCKBOX_PASSPHRASE && call_has(call, "key")) {
        err_set(err, CODE_SEALED, "It was sealed for a passphrase, not for a key.");
        return err_next(err, "leave --key away");
    }
    if (sort == LOCKBOX_PASSPHRASE) return export_passphrase(call, arena, false, &whom->passphrase, err);
    if (call_has(call, "key")) return secret_key(arena, call_option(call, "key"), &whom->key, err);
    err_set(err, CODE_SEALED, "It was sealed for a key.");
    return err_next(err, "--key FILE  names the secret key of the pair");
}

bool unseal_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct str sealed, bytes = { 0 };
    struct lockbox_for whom = { 0 };
    const char *path = NULL;
    if (!call->part_count) {
        err_set(&err, CODE_ARGUMENTS, "Which file is to be opened?");
        err_next(&err, "It is  unseal FILE");
        return answer_fail(answer, &err);
    }
    struct str source = call->parts[0].text;
    if (!file_read(arena, str_c(arena, source), SEALED_MOST, &sealed, &err) || !target(call, arena, source, &path, &err)) return answer_fail(answer, &err);
    enum lockbox_sort sort = lockbox_sort(sealed);
    if (sort == LOCKBOX_NONE) {
        err_set(&err, CODE_SEALED, "%.*s is no file that was sealed here.", STR_ARG(source));
        return answer_fail(answer, &err);
    }
    bool fine = secret_of(call, arena, sort, &whom, &err) && lockbox_open(arena, sealed, &whom, call->tick, &bytes, &err);
    lockbox_wipe(whom.passphrase);
    lockbox_wipe(whom.key);
    if (fine) fine = file_create(path, bytes, &err);
    lockbox_wipe(bytes);
    if (!fine) return answer_fail(answer, &err);
    answer->page = page_new(arena, STR("Unseal"));
    page_paragraphf(answer->page, "%s is written, for you alone to read.  It is whole, and nobody changed it since it was sealed.", path);
    page_paragraph(answer->page, STR("Delete it when you have done with it: the sealed one is the one to keep."));
    rows_json(call, answer);
    return true;
}

ARGUMENTS(key, { ARGUMENT_FILE, NULL, "NAME", false, false });
EXAMPLES(key, "export key council\tmakes council (secret) and council.pub (to give away)");
const struct command export_verb_key = {
    .name = "export key", .group = GROUP_REPORT, .effect = EFFECT_WRITES, .usage = "[NAME]",
    .about = "Makes a pair of keys: files are sealed for the public one and opened with the secret one.",
    LISTED(key), .examples = key_examples, .run = key_run
};
