/* SPDX-License-Identifier: GPL-3.0-or-later
 * gate - which findings make a check end with code 1; see gate.h.
 * Owns:  nothing.
 * Must not know: where findings come from.
 */
#include "work/gate.h"

static bool bad_gate(struct str said, struct err *err) {
    err_set(err, CODE_ARGUMENTS, "'--fail-on %.*s' can not be read.", STR_ARG(said));
    return err_next(err, "write must:overdue,missed  or  should:missed  or  none");
}

static bool read_part(struct str part, struct str said, struct gate *gate, struct err *err) {
    struct str force, list, word;
    unsigned statuses = 0;
    if (!str_cut(part, ':', &force, &list)) return bad_gate(said, err);
    while (list.size) {
        enum status status;
        str_cut(list, ',', &word, &list);
        if (!status_by_key(str_trim(word), &status)) return bad_gate(said, err);
        statuses |= 1u << status;
    }
    bool should = str_is(str_trim(force), "should");
    if (!statuses || (!should && !str_is(str_trim(force), "must"))) return bad_gate(said, err);
    gate->must |= statuses;
    if (should) gate->should |= statuses;
    return true;
}

bool gate_read(const struct command_call *call, struct gate *out, struct err *err) {
    *out = (struct gate){ .most_unknown = -1 };
    struct str said = call_option(call, "fail-on"), rest, part;
    if (!said.at) said = STR("must:overdue,missed");
    rest = str_is(said, "none") ? (struct str){ 0 } : said;
    if (!said.size) return bad_gate(said, err);
    while (rest.size) {
        str_cut(rest, ';', &part, &rest);
        if (!read_part(str_trim(part), said, out, err)) return false;
    }
    struct str most = call_option(call, "max-unknown");
    if (!most.at || (str_whole(most, &out->most_unknown) && out->most_unknown >= 0)) return true;
    err_set(err, CODE_ARGUMENTS, "'--max-unknown %.*s' is not a number.", STR_ARG(most));
    return err_next(err, "write --max-unknown 20");
}

bool gate_stops(const struct gate *gate, enum force force, enum status status) {
    unsigned statuses = force == FORCE_MUST || force == FORCE_MUST_NOT       ? gate->must
                        : force == FORCE_SHOULD || force == FORCE_SHOULD_NOT ? gate->should
                                                                             : 0;
    return (statuses >> status & 1) != 0;
}
