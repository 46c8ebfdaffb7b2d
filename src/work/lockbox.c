/* SPDX-License-Identifier: GPL-3.0-or-later
 * lockbox - seals and opens the bytes of a file; see lockbox.h.
 * Owns:  nothing; keys are wiped before a function returns.
 * Must not know: files, what is sealed.
 */
#include "work/lockbox.h"

#include <sodium.h>
#include <string.h>

#include "work/seal.h"

#define MAGIC "SIGNPOST SEALED 1\n"
#define MAGIC_SIZE (sizeof MAGIC - 1)
#define PIECE ((size_t)64 * 1024)
#define PIECE_SEALED (PIECE + crypto_secretstream_xchacha20poly1305_ABYTES)
#define USUAL_COST 256u
#define MOST_COST 1024u
#define PASSES 3u
#define WRAPPED_SIZE (crypto_secretstream_xchacha20poly1305_KEYBYTES + crypto_box_SEALBYTES)

/* magic, sort, then of a passphrase its cost and salt, of a key the wrapped key of the stream; then the stream's header. */
#define PASSPHRASE_HEAD (MAGIC_SIZE + 1 + 4 + crypto_pwhash_SALTBYTES)
#define KEY_HEAD (MAGIC_SIZE + 1 + WRAPPED_SIZE)
#define STREAM_HEAD crypto_secretstream_xchacha20poly1305_HEADERBYTES

static const char MAKING_KEY[] = "Making the key from the passphrase (slow on purpose)";

static const unsigned char *bytes_of(struct str text) { return (const unsigned char *)(text.at ? text.at : ""); }

static void ready(void) {
    int started = sodium_init();
    bug_if(started < 0);
}

static bool refused(struct err *err) {
    err_set(err, CODE_SEALED, "It does not open: another passphrase or key, or the file was changed or cut off.");
    return err_next(err, "check what it was sealed for, and that the whole file arrived");
}

static bool hash(struct str passphrase, uint32_t cost, const unsigned char *salt, unsigned char *key, const struct tick *tick, struct err *err) {
    tick_at(tick, MAKING_KEY, "", 0, 0);
    int failed = crypto_pwhash(key, crypto_secretstream_xchacha20poly1305_KEYBYTES, passphrase.at ? passphrase.at : "", passphrase.size, salt,
                               PASSES, (size_t)cost << 20, crypto_pwhash_ALG_ARGON2ID13);
    tick_at(tick, MAKING_KEY, "", 1, 1);
    return !failed || err_set(err, CODE_SEALED, "There is not enough memory to make a key from the passphrase: it needs %u MiB.", cost);
}

static bool from_hex(struct str hex, unsigned char *out, size_t size) {
    size_t read = 0;
    return hex.size == 2 * size && sodium_hex2bin(out, size, hex.at, hex.size, NULL, &read, NULL) == 0 && read == size;
}

static bool no_key(struct err *err) {
    err_set(err, CODE_SEALED, "That is no key: a key is %d hex digits.", LOCKBOX_KEY_DIGITS);
    return err_next(err, "export key  makes a pair");
}

/* ---- sealing ----------------------------------------------------------------------------------------------------------- */

static bool head_of_passphrase(const struct lockbox_for *whom, unsigned char *head, unsigned char *key, const struct tick *tick, struct err *err) {
    uint32_t cost = whom->cost ? whom->cost : USUAL_COST;
    unsigned char *at = head + MAGIC_SIZE + 1;
    for (int i = 0; i < 4; i++) *at++ = (unsigned char)(cost >> (8 * i) & 255);
    randombytes_buf(at, crypto_pwhash_SALTBYTES);
    return hash(whom->passphrase, cost, at, key, tick, err);
}

static bool head_of_key(const struct lockbox_for *whom, unsigned char *head, unsigned char *key, struct err *err) {
    unsigned char open_part[crypto_box_PUBLICKEYBYTES];
    if (!from_hex(whom->key, open_part, sizeof open_part)) return no_key(err);
    crypto_secretstream_xchacha20poly1305_keygen(key);
    int failed = crypto_box_seal(head + MAGIC_SIZE + 1, key, crypto_secretstream_xchacha20poly1305_KEYBYTES, open_part);
    return !failed || no_key(err);
}

static void seal_pieces(struct buf *out, struct str bytes, size_t head_size, unsigned char *key, const struct tick *tick) {
    crypto_secretstream_xchacha20poly1305_state stream;
    unsigned char stream_head[STREAM_HEAD], piece[PIECE_SEALED];
    size_t done = 0;
    crypto_secretstream_xchacha20poly1305_init_push(&stream, stream_head, key);
    buf_add(out, (struct str){ (const char *)stream_head, sizeof stream_head });
    for (bool last = false; !last;) {
        struct str part = str_slice(bytes, done, done + PIECE);
        unsigned long long size;
        last = done + part.size == bytes.size;
        unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
        crypto_secretstream_xchacha20poly1305_push(&stream, piece, &size, bytes_of(part), part.size, (const unsigned char *)out->at, head_size, tag);
        buf_add(out, (struct str){ (const char *)piece, (size_t)size });
        done += part.size;
        tick_at(tick, "Sealing", "bytes", done, bytes.size);
    }
    sodium_memzero(&stream, sizeof stream);
}

bool lockbox_seal(struct arena *arena, struct str bytes, const struct lockbox_for *whom, const struct tick *tick, struct str *out, struct err *err) {
    unsigned char head[PASSPHRASE_HEAD > KEY_HEAD ? PASSPHRASE_HEAD : KEY_HEAD], key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    bool for_key = whom->key.size > 0;
    size_t head_size = for_key ? KEY_HEAD : PASSPHRASE_HEAD;
    struct buf sealed = { 0 };
    ready();
    memcpy(head, MAGIC, MAGIC_SIZE);
    head[MAGIC_SIZE] = for_key ? LOCKBOX_KEY : LOCKBOX_PASSPHRASE;
    bool fine = for_key ? head_of_key(whom, head, key, err) : head_of_passphrase(whom, head, key, tick, err);
    if (fine) {
        buf_add(&sealed, (struct str){ (const char *)head, head_size });
        seal_pieces(&sealed, bytes, head_size, key, tick);
        *out = str_copy(arena, buf_str(&sealed));
    }
    sodium_memzero(key, sizeof key);
    buf_free(&sealed);
    return fine;
}

/* ---- opening ----------------------------------------------------------------------------------------------------------- */

enum lockbox_sort lockbox_sort(struct str sealed) {
    if (sealed.size <= MAGIC_SIZE || memcmp(sealed.at, MAGIC, MAGIC_SIZE) != 0) return LOCKBOX_NONE;
    if (sealed.at[MAGIC_SIZE] == LOCKBOX_PASSPHRASE) return LOCKBOX_PASSPHRASE;
    return sealed.at[MAGIC_SIZE] == LOCKBOX_KEY ? LOCKBOX_KEY : LOCKBOX_NONE;
}

/* What a stranger's file may make us spend has a limit. */
static bool key_of_passphrase(struct str sealed, const struct lockbox_for *whom, unsigned char *key, const struct tick *tick, struct err *err) {
    const unsigned char *at = bytes_of(sealed) + MAGIC_SIZE + 1;
    uint32_t cost = 0;
    for (int i = 0; i < 4; i++) cost |= (uint32_t)*at++ << (8 * i);
    if (!cost || cost > MOST_COST) return refused(err);
    return hash(whom->passphrase, cost, at, key, tick, err);
}

static bool key_of_key(struct str sealed, const struct lockbox_for *whom, unsigned char *key, struct err *err) {
    unsigned char secret[crypto_box_SECRETKEYBYTES], open_part[crypto_box_PUBLICKEYBYTES];
    bool fine = from_hex(whom->key, secret, sizeof secret);
    if (!fine) no_key(err);
    if (fine) {
        crypto_scalarmult_base(open_part, secret);
        fine = crypto_box_seal_open(key, bytes_of(sealed) + MAGIC_SIZE + 1, WRAPPED_SIZE, open_part, secret) == 0 || refused(err);
    }
    sodium_memzero(secret, sizeof secret);
    return fine;
}

/* Nothing is given out before the last tag was seen.  `out` has room for all of it: memory that grows leaves what it held. */
static bool open_pieces(char *out, size_t *opened, struct str sealed, size_t head_size, const unsigned char *key, const struct tick *tick) {
    crypto_secretstream_xchacha20poly1305_state stream;
    bool last = false;
    struct str rest = str_slice(sealed, head_size + STREAM_HEAD, sealed.size);
    size_t whole = rest.size;
    bool fine = crypto_secretstream_xchacha20poly1305_init_pull(&stream, bytes_of(sealed) + head_size, key) == 0;
    while (fine && !last) {
        struct str part = str_slice(rest, 0, PIECE_SEALED);
        unsigned long long size;
        unsigned char tag;
        fine = part.size >= crypto_secretstream_xchacha20poly1305_ABYTES
               && crypto_secretstream_xchacha20poly1305_pull(&stream, (unsigned char *)out + *opened, &size, &tag, bytes_of(part), part.size, bytes_of(sealed), head_size) == 0;
        if (!fine) break;
        *opened += (size_t)size;
        rest = str_slice(rest, part.size, rest.size);
        last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        tick_at(tick, "Opening", "bytes", whole - rest.size, whole);
    }
    sodium_memzero(&stream, sizeof stream);
    return fine && last && !rest.size;
}

bool lockbox_open(struct arena *arena, struct str sealed, const struct lockbox_for *whom, const struct tick *tick, struct str *out, struct err *err) {
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    enum lockbox_sort sort = lockbox_sort(sealed);
    size_t head_size = sort == LOCKBOX_KEY ? KEY_HEAD : PASSPHRASE_HEAD, opened = 0;
    ready();
    if (sort == LOCKBOX_NONE) return err_set(err, CODE_SEALED, "This is no file that was sealed here.");
    if (sealed.size < head_size + STREAM_HEAD) return refused(err);
    bool fine = sort == LOCKBOX_KEY ? key_of_key(sealed, whom, key, err) : key_of_passphrase(sealed, whom, key, tick, err);
    char *room = fine ? arena_alloc(arena, sealed.size) : NULL;
    if (fine) fine = open_pieces(room, &opened, sealed, head_size, key, tick) || refused(err);
    if (fine) *out = (struct str){ room, opened };
    else if (room) sodium_memzero(room, sealed.size);
    sodium_memzero(key, sizeof key);
    return fine;
}

/* ---- keys -------------------------------------------------------------------------------------------------------------- */

void lockbox_new_key(struct arena *arena, struct str *secret_key, struct str *public_key) {
    unsigned char open_part[crypto_box_PUBLICKEYBYTES], secret[crypto_box_SECRETKEYBYTES];
    char hex[LOCKBOX_KEY_DIGITS + 1], *digits = seal_room(arena, sizeof hex);
    ready();
    crypto_box_keypair(open_part, secret);
    *secret_key = str_from(sodium_bin2hex(digits, sizeof hex, secret, sizeof secret));
    *public_key = str_copy(arena, str_from(sodium_bin2hex(hex, sizeof hex, open_part, sizeof open_part)));
    sodium_memzero(secret, sizeof secret);
}

void lockbox_wipe(struct str secret) {
    /* The memory is ours, and nobody reads it any more. */
    if (secret.size) sodium_memzero((void *)(uintptr_t)secret.at, secret.size);
}
