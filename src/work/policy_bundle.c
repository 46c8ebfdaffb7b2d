/* SPDX-License-Identifier: GPL-3.0-or-later
 * policy_bundle - a policy as one file, and its check; see policy_bundle.h.
 * Owns:  nothing but what its header says.
 * Must not know: terminals.
 */
#include "work/policy_bundle.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "work/bundle_build.h"
#include "work/named_policy.h"
#include "work/policy_verbs.h"
#include "work/rows.h"
#include "work/seal.h"
#include "work/secret.h"

#define KEY_MOST ((size_t)1 << 12)
#define OWN_KINDS_MOST ((size_t)1 << 20)
#define SHORT_HASH 8
#define ASK_AGAIN "Ask whoever made the bundle for it once more."
#define SECRET_HEAD "Signpost secret key 1\n"
#define PUBLIC_HEAD "Signpost public key 1\n"
#define SIGNATURE_HEAD "Signpost signature 1\n"

static struct str short_hash(struct str hash) { return str_slice(hash, 0, SHORT_HASH); }

/* What is signed: the hash of the whole file, and what sort of thing it is of. */
static struct str signed_text(struct arena *arena, struct str bundle) {
    return str_format(arena, "Signpost bundle 1 sha256 %.*s\n", STR_ARG(seal_hex(arena, bundle, 64)));
}

static void add_file(struct arena *arena, struct bundle *bundle, struct str path, struct str text) {
    struct bundle_file *wider = arena_array(arena, struct bundle_file, bundle->file_count + 1);
    if (bundle->file_count) memcpy(wider, bundle->files, bundle->file_count * sizeof *wider);
    wider[bundle->file_count++] = (struct bundle_file){ path, text };
    bundle->files = wider;
}

static void facts(const struct command_call *call, struct answer *answer, const struct bundle *bundle, struct str file, struct str signer) {
    struct sheet *sheet = sheet_new(answer->arena, STR("bundle"), STR("The bundle"));
    static const char *const keys[] = { "file", "policy", "version", "effective", "manifest", "kinds", "program", "signed_by" };
    for (size_t i = 0; i < COUNT_OF(keys); i++) sheet_column(sheet, str_from(keys[i]), str_from(keys[i]), CELL_TEXT);
    sheet_column(sheet, STR("files"), STR("files"), CELL_WHOLE);
    sheet_row(sheet);
    const struct str values[] = { file, bundle->policy, bundle->version, bundle->effective, bundle->manifest, bundle->kinds, bundle->program, signer };
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        if (values[i].size) sheet_text(sheet, values[i]);
        else sheet_empty(sheet);
    }
    sheet_whole(sheet, (int64_t)bundle->file_count);
    answer->result = sheet;
    rows_json(call, answer);
}

/* ---- keys ------------------------------------------------------------------------------------------------------------- */

/* "head", digits, line end. */
static bool read_key(struct str text, const char *head, struct str *digits) {
    if (!str_starts(text, head)) return false;
    *digits = str_trim(str_slice(text, strlen(head), text.size));
    return digits->size == SEAL_KEY_DIGITS;
}

static bool new_key(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct str secret, open_part, path = call_option(call, "new-key");
    const char *secret_path = str_c(arena, path), *public_path = str_format(arena, "%.*s.pub", STR_ARG(path)).at;
    if (call->part_count || call_has(call, "out") || call_has(call, "sign")) {
        err_set(&err, CODE_ARGUMENTS, "--new-key makes keys and nothing else.");
        err_next(&err, "policy bundle --new-key trust.key");
        return answer_fail(answer, &err);
    }
    if (file_exists(secret_path) || file_exists(public_path)) {
        err_set(&err, CODE_FILE_IN_USE, "%s or %s is there already, and a key is never written over.", secret_path, public_path);
        err_next(&err, "give another name:  policy bundle --new-key trust-2027.key");
        return answer_fail(answer, &err);
    }
    seal_new_key(arena, &secret, &open_part);
    if (!file_create(secret_path, secret_line(arena, SECRET_HEAD, secret), &err)
        || !file_create(public_path, str_format(arena, PUBLIC_HEAD "%.*s\n", STR_ARG(open_part)), &err)) return answer_fail(answer, &err);
    answer->page = page_new(arena, STR("Keys"));
    page_paragraphf(answer->page, "%s signs bundles. It is for you alone: whoever has it can sign in your name. Keep a copy where nobody else comes.",
                    secret_path);
    page_paragraphf(answer->page, "%s is for everybody who checks: give it to the schools, and read these first digits out when they ask: %.*s",
                    public_path, STR_ARG(str_slice(open_part, 0, 16)));
    answer_next(answer, "policy bundle --out policy.bundle --sign %s", secret_path);
    return true;
}

static bool secret_of(struct arena *arena, struct str option, struct str *secret, struct err *err) {
    struct str text;
    const char *path = str_c(arena, option);
    if (file_exists(path) && !file_is_private(path)) {
        err_set(err, CODE_NOT_ALLOWED, "%s can be read by others, so it is no secret.", path);
        return err_next(err, "chmod 600 %s  if nobody has read it; else make a new key:  policy bundle --new-key FILE", path);
    }
    if (!secret_file(arena, path, &text, err)) return false;
    if (read_key(text, SECRET_HEAD, secret)) return true;
    err_set(err, CODE_ARGUMENTS, "%s is no secret key of Signpost.", path);
    return err_next(err, "policy bundle --new-key FILE  makes one");
}

/* A file, or the digits themselves. */
static bool public_of(struct arena *arena, struct str option, struct str *key, struct err *err) {
    struct str text;
    const char *path = str_c(arena, option);
    *key = option;
    if (option.size == SEAL_KEY_DIGITS && !file_exists(path)) return true;
    if (!file_read(arena, path, KEY_MOST, &text, err)) return false;
    if (read_key(text, PUBLIC_HEAD, key)) return true;
    err_set(err, CODE_ARGUMENTS, "%s is no public key of Signpost.", path);
    return err_next(err, "It is the file that ends in .pub, from whoever signs; or its 64 digits.");
}

/* ---- bundle ------------------------------------------------------------------------------------------------------------ */

static bool add_kinds(const struct command_call *call, struct arena *arena, const char *folder, struct bundle *bundle, struct err *err) {
    struct str text;
    if (!call->host->file(call->host->self, arena, "lua/kinds.lua", &text, err)) return false;
    add_file(arena, bundle, STR("lua/kinds.lua"), text);
    for (int i = 0; folder && i < 2; i++) {
        const char *path = file_join(arena, folder, i ? "kinds.lua" : "../kinds.lua");
        if (!file_exists(path)) continue;
        if (!file_read(arena, path, OWN_KINDS_MOST, &text, err)) return false;
        add_file(arena, bundle, i ? STR("kinds.lua") : STR("trust/kinds.lua"), text);
    }
    return true;
}

static bool gather(const struct command_call *call, struct arena *arena, const struct named_policy *named, struct bundle *bundle, struct err *err) {
    char day[DATE_ISO_SIZE];
    *bundle = (struct bundle){ .policy = named->policy->id, .version = named->policy->version };
    bundle->effective = str_copy(arena, date_known(named->policy->effective) ? str_from(date_iso(named->policy->effective, day)) : STR("open"));
    for (size_t i = 0; i < named->set->document_count; i++) {
        const struct document *document = &named->set->documents[i];
        struct str path = document->layer == LAYER_SCHOOL ? STR("policy.lua") : document->path;
        if (!bundle_may_hold(path)) {
            err_set(err, CODE_ARGUMENTS, "A file called '%.*s' can not be in a bundle.", STR_ARG(path));
            return err_next(err, "Give it a name of letters, digits, - and _ that ends in .lua");
        }
        add_file(arena, bundle, path, document->source);
    }
    if (!add_kinds(call, arena, named->folder, bundle, err)) return false;
    bundle->kinds = bundle_kinds_hash(arena, bundle);
    return bundle_program_hash(arena, named->policy, &bundle->program, err);
}

static bool may_write(struct arena *arena, const char *path, const char *head, struct err *err) {
    struct str text;
    if (!file_exists(path)) return true;
    if (file_read(arena, path, BUNDLE_MOST, &text, err) && str_starts(text, head)) return true;
    err->code = CODE_NONE;
    err_set(err, CODE_FILE_IN_USE, "%s is there already, and it is no bundle.", path);
    return err_next(err, "give another name with --out");
}

/* What would be written is read again first: it must make the same program. */
static bool is_whole(const struct command_call *call, struct answer *answer, struct str bytes, const struct bundle *made, struct err *err) {
    struct bundle again;
    struct built built;
    struct problems problems = { .arena = answer->arena };
    bool read = bundle_read(answer->arena, STR("bundle"), bytes, &again, &problems)
                && bundle_build(answer->arena, call->host, &again, &built, &problems, err);
    if (read && str_equal(built.program, made->program)) return true;
    if (err->code != CODE_NONE) return false;
    return err_set(err, CODE_INTERNAL, "The bundle would not make the same program again, so it was not written.");
}

static bool write_bundle(struct answer *answer, const char *path, struct str bytes, struct str secret, struct str *signer, struct err *err) {
    struct arena *arena = answer->arena;
    struct str signature;
    const char *beside = str_format(arena, "%s.sig", path).at;
    if (!may_write(arena, path, BUNDLE_HEAD, err) || !may_write(arena, beside, SIGNATURE_HEAD, err)) return false;
    if (secret.size && !seal_sign(arena, secret, signed_text(arena, bytes), signer, &signature)) return err_set(err, CODE_ARGUMENTS, "The secret key is damaged.");
    /* An older signature does not fit: it goes first. */
    if (file_exists(beside) && !file_remove(beside, err)) return false;
    if (!file_write(path, bytes, err)) return false;
    if (!secret.size) return true;
    return file_write(beside, str_format(arena, SIGNATURE_HEAD "key %.*s\nsignature %.*s\n", STR_ARG(*signer), STR_ARG(signature)), err);
}

bool policy_bundle_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct command_call undated = *call;
    struct named_policy named;
    struct bundle bundle;
    struct buf bytes = { 0 };
    struct str secret = { 0 }, signer = { 0 }, out = call_option(call, "out");
    if (call_has(call, "new-key")) return new_key(call, answer);
    if (!out.size) {
        err_set(&err, CODE_ARGUMENTS, "Say which file the bundle is to be.");
        err_next(&err, "policy bundle --out policy.bundle");
        return answer_fail(answer, &err);
    }
    if (call_has(call, "sign") && !secret_of(arena, call_option(call, "sign"), &secret, &err)) return answer_fail(answer, &err);
    undated.as_of = DATE_FIRST; /* the program does not depend on the day */
    struct named_text which = { .name = call->part_count ? call->parts[0].text : (struct str){ 0 } };
    if (!named_policy_read(&undated, answer, which, &named)) return false;
    bool fine = gather(call, arena, &named, &bundle, &err);
    if (fine) bundle_write(arena, &bundle, &bytes);
    fine = fine && is_whole(call, answer, buf_str(&bytes), &bundle, &err)
           && write_bundle(answer, str_c(arena, out), buf_str(&bytes), secret, &signer, &err);
    buf_free(&bytes);
    if (!fine) return answer_fail(answer, &err);
    answer->page = page_new(arena, STR("Bundle"));
    page_paragraphf(answer->page, "%.*s: %zu files of %.*s version %.*s, manifest %.*s…, program %.*s…", STR_ARG(out), bundle.file_count,
                    STR_ARG(bundle.policy), STR_ARG(bundle.version), STR_ARG(short_hash(bundle.manifest)), STR_ARG(short_hash(bundle.program)));
    if (signer.size) page_paragraphf(answer->page, "Signed with the key %.*s…; the signature is %.*s.sig, which goes with it.", STR_ARG(str_slice(signer, 0, 16)), STR_ARG(out));
    page_paragraph(answer->page, STR("It holds the policy files alone: no people.lua, no records, no tests."));
    answer_next(answer, "policy verify %.*s", STR_ARG(out));
    facts(call, answer, &bundle, out, signer);
    return true;
}

/* ---- verify ------------------------------------------------------------------------------------------------------------- */

static bool not_signed(struct answer *answer, const char *next, struct err *err) {
    err_next(err, "%s", next);
    return answer_fail(answer, err);
}

/* With a key the signature must be there and fit before anything else is looked at. */
static bool check_signature(const struct command_call *call, struct answer *answer, const char *path, struct str bytes, struct str *signer) {
    static const char again[] = "Do not use the bundle; ask whoever made it for both files once more.";
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    const char *beside = str_format(arena, "%s.sig", path).at;
    struct str text, key, line, rest, said, signature;
    if (!call_has(call, "key")) {
        if (file_exists(beside)) answer_note(answer, "%s was not checked: --key FILE.pub says whose it has to be.", beside);
        return true;
    }
    if (!public_of(arena, call_option(call, "key"), &key, &err)) return answer_fail(answer, &err);
    if (!file_exists(beside)) {
        err_set(&err, CODE_BUNDLE_SIGNATURE, "There is no signature: %s is not there.", beside);
        return not_signed(answer, "Ask whoever made the bundle for it.", &err);
    }
    if (!file_read(arena, beside, KEY_MOST, &text, &err)) return answer_fail(answer, &err);
    bool fine = str_starts(text, SIGNATURE_HEAD "key ");
    if (fine) text = str_slice(text, sizeof SIGNATURE_HEAD "key " - 1, text.size);
    fine = fine && str_cut(text, '\n', &line, &rest) && str_starts(rest, "signature ");
    if (fine) (void)str_cut(str_slice(rest, sizeof "signature " - 1, rest.size), '\n', &signature, &said);
    if (!fine || line.size != SEAL_KEY_DIGITS || signature.size != SEAL_SIGNATURE_DIGITS || said.size) {
        err_set(&err, CODE_BUNDLE_SIGNATURE, "%s is no signature of Signpost.", beside);
        return not_signed(answer, again, &err);
    }
    *signer = key;
    if (seal_verify(key, signed_text(arena, bytes), signature)) return true;
    if (!str_equal(line, key))
        err_set(&err, CODE_BUNDLE_SIGNATURE, "The bundle is signed with another key: %.*s…, not %.*s…", STR_ARG(utf8_visible(arena, str_slice(line, 0, 16))),
                STR_ARG(utf8_visible(arena, str_slice(key, 0, 16))));
    else err_set(&err, CODE_BUNDLE_SIGNATURE, "The signature does not fit: the bundle or the signature was changed after it was signed.");
    return not_signed(answer, again, &err);
}

static bool altered(struct answer *answer, struct str file) {
    answer_outcome(answer, problem_outcome(&answer->problems));
    if (answer->problems.at[0].code == CODE_UNKNOWN_FORMAT) return false;
    answer->page = page_new(answer->arena, STR("Verify"));
    page_paragraphf(answer->page, "%.*s is not what was put together: do not use it.  Nothing of it was run.", STR_ARG(file));
    return false;
}

/* The manifest against what its files make here. */
static void compare(const struct command_call *call, struct answer *answer, const struct bundle *bundle, const struct built *built) {
    struct arena *arena = answer->arena;
    struct err err = { 0 };
    struct str own;
    const struct bundle_file *kinds = bundle_find(bundle, "lua/kinds.lua");
    page_paragraphf(answer->page, "%.*s version %.*s, in force from %.*s", STR_ARG(bundle->policy), STR_ARG(bundle->version), STR_ARG(bundle->effective));
    if (str_equal(built->program, bundle->program)) {
        page_paragraphf(answer->page, "manifest and %zu hashes agree; the program rebuilt here is the same, %.*s…", bundle->file_count,
                        STR_ARG(short_hash(bundle->program)));
        return;
    }
    page_paragraphf(answer->page, "manifest and %zu hashes agree, but the program rebuilt here is another: %.*s…, not %.*s…", bundle->file_count,
                    STR_ARG(short_hash(built->program)), STR_ARG(short_hash(bundle->program)));
    bool same = kinds && call->host->file(call->host->self, arena, "lua/kinds.lua", &own, &err) && str_equal(own, kinds->text);
    page_paragraph(answer->page, same ? STR("This Signpost reads the same files in another way. Ask which version made the bundle.")
                                      : STR("The bundle was made by a Signpost with other kinds of records. Use the version that made it."));
    answer_outcome(answer, OUTCOME_GATE);
}

static bool agrees(const struct bundle *bundle, const struct built *built) {
    char day[DATE_ISO_SIZE];
    struct date effective = built->policy->effective;
    return str_equal(bundle->policy, built->policy->id) && str_equal(bundle->version, built->policy->version)
           && str_is(bundle->effective, date_known(effective) ? date_iso(effective, day) : "open");
}

bool policy_verify_run(const struct command_call *call, struct answer *answer) {
    struct err err = { 0 };
    struct arena *arena = answer->arena;
    struct str bytes, signer = { 0 };
    struct bundle bundle;
    struct built built;
    if (!call->part_count) {
        err_set(&err, CODE_ARGUMENTS, "Say which bundle.");
        err_next(&err, "policy verify policy.bundle");
        return answer_fail(answer, &err);
    }
    struct str file = call->parts[0].text;
    const char *path = str_c(arena, file);
    if (!file_read(arena, path, BUNDLE_MOST, &bytes, &err)) return answer_fail(answer, &err);
    if (!check_signature(call, answer, path, bytes, &signer)) return false;
    if (!bundle_read(arena, file, bytes, &bundle, &answer->problems)) return altered(answer, file);
    if (!str_equal(bundle_kinds_hash(arena, &bundle), bundle.kinds)) {
        problem_add(&answer->problems, CODE_BUNDLE_ALTERED, SEVERITY_ERROR, (struct place){ 0 }, ASK_AGAIN, "The hash of the record kinds is another.");
        return altered(answer, file);
    }
    if (!bundle_build(arena, call->host, &bundle, &built, &answer->problems, &err)) {
        if (err.code != CODE_NONE) return answer_fail(answer, &err);
        problem_sort(&answer->problems);
        answer_outcome(answer, problem_outcome(&answer->problems));
        return false;
    }
    if (!agrees(&bundle, &built)) {
        problem_add(&answer->problems, CODE_BUNDLE_ALTERED, SEVERITY_ERROR, (struct place){ 0 }, ASK_AGAIN,
                    "The manifest names another policy, version or date than its files.");
        return altered(answer, file);
    }
    answer->page = page_new(arena, STR("Verify"));
    compare(call, answer, &bundle, &built);
    if (signer.size) page_paragraphf(answer->page, "signed with the key %.*s…", STR_ARG(str_slice(signer, 0, 16)));
    else page_paragraph(answer->page, STR("The hashes show that nothing was damaged.  They do not show who made it: for that, --key FILE.pub"));
    facts(call, answer, &bundle, file, signer);
    return true;
}

ARGUMENTS(bundle, { ARGUMENT_TEXT, NULL, "POLICY", false, false });
OPTIONS(bundle, { "out", "FILE", "the bundle to be written" }, { "sign", "KEYFILE", "signs it, with a secret key that only you can read" },
        { "new-key", "FILE", "makes a key to sign with, and FILE.pub for those who check" });
EXAMPLES(bundle, "policy bundle --out harbour-view.bundle\tthe school's policy with all that it rests on, as one file",
         "policy bundle ept-2022 --out ept-2022.bundle --sign trust.key\tthe trust's policy, signed",
         "policy bundle --new-key trust.key\ta key to sign with, made once");

const struct command policy_verb_bundle = {
    .name = "policy bundle", .group = GROUP_CHECK, .effect = EFFECT_WRITES, .usage = "[POLICY] --out FILE [--sign KEYFILE]",
    .about = "A policy as one file of sources and hashes that can be checked anywhere.",
    LISTED(bundle), OPTED(bundle), .examples = bundle_examples, .run = policy_bundle_run
};

ARGUMENTS(verify, { ARGUMENT_FILE, NULL, "FILE", false, true });
OPTIONS(verify, { "key", "PUBLIC", "the key that must have signed it: FILE.pub, or its digits" });
EXAMPLES(verify, "policy verify ept-2022.bundle\twhether it is whole, and makes the same program here",
         "policy verify ept-2022.bundle --key trust.key.pub\tand whether the trust signed it");

const struct command policy_verb_verify = {
    .name = "policy verify", .group = GROUP_CHECK, .effect = EFFECT_READS, .usage = "FILE [--key PUBLIC]",
    .about = "Checks a bundle: its hashes, its signature, and the program that it makes.",
    LISTED(verify), OPTED(verify), .examples = verify_examples, .run = policy_verify_run
};
