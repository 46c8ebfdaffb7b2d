/* SPDX-License-Identifier: GPL-3.0-or-later
 * ics - whole-day events to and from a calendar file; see ics.h.
 * Owns:  nothing.
 * Must not know: what the events are about.
 */
#include "formats/ics.h"

#include <libical/ical.h>
#include <string.h>

#include "base/utf8.h"
#include "formats/mime.h"

#define PRODUCT "-//Signpost//careers calendar//EN"
#define LONGEST_TITLE 400
#define LONGEST_TEXT 20000

/* ---- writing --------------------------------------------------------------------------------------------------------- */

static struct icaltimetype whole_day(struct date day) {
    struct icaltimetype time = icaltime_null_date();
    date_parts(day, &time.year, &time.month, &time.day);
    return time;
}

static struct icaltimetype midnight(struct date day) {
    struct icaltimetype time = icaltime_null_time();
    date_parts(day, &time.year, &time.month, &time.day);
    time.zone = icaltimezone_get_utc_timezone();
    return time;
}

static bool is_plain(struct str s) {
    for (size_t i = 0; i < s.size; i++)
        if ((unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7F) return false;
    return true;
}

static bool is_lines(struct str s) {
    for (size_t i = 0; i < s.size; i++)
        if (s.at[i] != '\n' && !is_plain(str_slice(s, i, i + 1))) return false;
    return s.size <= LONGEST_TEXT && utf8_valid(s);
}

static bool may_be_written(const struct ics_event *event, struct err *err) {
    if (!event->uid.size || !is_plain(event->uid)) return err_set(err, CODE_ODD_HEADER, "An event needs a UID of one line.");
    if (!event->title.size || event->title.size > LONGEST_TITLE || !is_plain(event->title) || !utf8_valid(event->title))
        return err_set(err, CODE_ODD_HEADER, "The title of an event is one line of up to %d bytes.", LONGEST_TITLE);
    if (!is_lines(event->text)) return err_set(err, CODE_ODD_HEADER, "The text of an event is lines of up to %d bytes in all.", LONGEST_TEXT);
    if (!date_known(event->first) || date_before(event->last, event->first))
        return err_set(err, CODE_NO_SUCH_DATE, "An event ends before it begins: %.*s", STR_ARG(event->title));
    const struct ics_person *people[] = { &event->organizer, &event->attendee };
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        if (!people[i]->address.size) continue;
        if (mime_is_address(people[i]->address) && is_plain(people[i]->name)) continue;
        err_set(err, CODE_ODD_HEADER, "That is no e-mail address: %.*s", STR_ARG(people[i]->address));
        return err_next(err, "write it as  a.okafor@harbourview.example  in people.lua");
    }
    return true;
}

static const char *mail_link(struct arena *arena, struct str address) {
    return str_c(arena, str_format(arena, "mailto:%.*s", STR_ARG(address)));
}

static void name_person(struct arena *arena, icalproperty *property, struct str name) {
    if (name.size) icalproperty_add_parameter(property, icalparameter_new_cn(str_c(arena, name)));
}

static icalcomponent *event_component(struct arena *arena, const struct ics *ics, const struct ics_event *event) {
    icalcomponent *out = icalcomponent_new_vevent();
    icalcomponent_add_property(out, icalproperty_new_uid(str_c(arena, event->uid)));
    icalcomponent_add_property(out, icalproperty_new_dtstamp(midnight(ics->stamp)));
    icalcomponent_add_property(out, icalproperty_new_dtstart(whole_day(event->first)));
    icalcomponent_add_property(out, icalproperty_new_dtend(whole_day(date_add_days(event->last, 1))));
    icalcomponent_add_property(out, icalproperty_new_summary(str_c(arena, event->title)));
    if (event->text.size) icalcomponent_add_property(out, icalproperty_new_description(str_c(arena, event->text)));
    icalcomponent_add_property(out, icalproperty_new_sequence((int)event->sequence));
    icalcomponent_add_property(out, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    icalcomponent_add_property(out, icalproperty_new_status(ics->method == ICS_CANCEL ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    if (event->organizer.address.size) {
        icalproperty *organizer = icalproperty_new_organizer(mail_link(arena, event->organizer.address));
        name_person(arena, organizer, event->organizer.name);
        icalcomponent_add_property(out, organizer);
    }
    if (event->attendee.address.size) {
        icalproperty *attendee = icalproperty_new_attendee(mail_link(arena, event->attendee.address));
        name_person(arena, attendee, event->attendee.name);
        icalproperty_add_parameter(attendee, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
        icalproperty_add_parameter(attendee, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
        icalproperty_add_parameter(attendee, icalparameter_new_rsvp(ICAL_RSVP_TRUE));
        icalcomponent_add_property(out, attendee);
    }
    return out;
}

static icalcomponent *calendar_component(struct arena *arena, const struct ics *ics) {
    static const icalproperty_method METHODS[] = { [ICS_PUBLISH] = ICAL_METHOD_PUBLISH, [ICS_REQUEST] = ICAL_METHOD_REQUEST,
                                                   [ICS_CANCEL] = ICAL_METHOD_CANCEL };
    icalcomponent *out = icalcomponent_new_vcalendar();
    icalcomponent_add_property(out, icalproperty_new_version("2.0"));
    icalcomponent_add_property(out, icalproperty_new_prodid(PRODUCT));
    icalcomponent_add_property(out, icalproperty_new_method(METHODS[ics->method]));
    if (ics->name.size) {
        icalproperty *name = icalproperty_new_x(str_c(arena, ics->name));
        icalproperty_set_x_name(name, "X-WR-CALNAME");
        icalcomponent_add_property(out, name);
    }
    for (size_t i = 0; i < ics->count; i++) icalcomponent_add_component(out, event_component(arena, ics, &ics->events[i]));
    return out;
}

bool ics_event_same(const struct ics_event *a, const struct ics_event *b) {
    return str_equal(a->uid, b->uid) && str_equal(a->title, b->title) && str_equal(a->text, b->text) && date_same(a->first, b->first) && date_same(a->last, b->last)
        && str_equal(a->organizer.address, b->organizer.address) && str_equal(a->attendee.address, b->attendee.address);
}

/* What the library made of it says the same. */
static bool reads_back(struct arena *arena, const struct ics *ics, struct str bytes, struct err *err) {
    struct ics back;
    if (!ics_read(arena, bytes, &back, err)) return false;
    bool same = back.count == ics->count && back.method == ics->method;
    for (size_t i = 0; same && i < ics->count; i++)
        same = ics_event_same(&ics->events[i], &back.events[i]) && ics->events[i].sequence == back.events[i].sequence;
    return same || err_set(err, CODE_FILE, "The calendar file does not say what was put into it.");
}

bool ics_write(const struct ics *ics, struct buf *out, struct err *err) {
    struct arena arena = { 0 };
    for (size_t i = 0; i < ics->count; i++)
        if (!may_be_written(&ics->events[i], err)) return false;
    if (!is_plain(ics->name)) return err_set(err, CODE_ODD_HEADER, "The name of a calendar is one line.");
    icalcomponent *calendar = calendar_component(&arena, ics);
    char *text = icalcomponent_as_ical_string_r(calendar);
    icalcomponent_free(calendar);
    bool fine = reads_back(&arena, ics, str_from(text), err);
    if (fine) buf_add_c(out, text);
    icalmemory_free_buffer(text);
    arena_free(&arena);
    return fine;
}

/* ---- reading --------------------------------------------------------------------------------------------------------- */

static bool day_of(struct icaltimetype time, struct date *out) {
    return time.is_date && date_make(time.year, time.month, time.day, out);
}

static struct ics_person person_of(struct arena *arena, icalproperty *property, const char *link) {
    struct ics_person out = { 0 };
    icalparameter *name = property ? icalproperty_get_first_parameter(property, ICAL_CN_PARAMETER) : NULL;
    if (!property || !link || strncmp(link, "mailto:", 7) != 0) return out;
    out.address = str_copy(arena, str_from(link + 7));
    if (name) out.name = str_copy(arena, str_from(icalparameter_get_cn(name)));
    return out;
}

static bool event_of(struct arena *arena, icalcomponent *component, struct ics_event *out) {
    icalproperty *organizer = icalcomponent_get_first_property(component, ICAL_ORGANIZER_PROPERTY);
    icalproperty *attendee = icalcomponent_get_first_property(component, ICAL_ATTENDEE_PROPERTY);
    struct date end;
    *out = (struct ics_event){ .uid = str_copy(arena, str_from(icalcomponent_get_uid(component))),
                               .title = str_copy(arena, str_from(icalcomponent_get_summary(component))) };
    const char *text = icalcomponent_get_description(component);
    if (text) out->text = str_copy(arena, str_from(text));
    int sequence = icalcomponent_get_sequence(component);
    out->sequence = sequence > 0 ? (uint32_t)sequence : 0;
    if (organizer) out->organizer = person_of(arena, organizer, icalproperty_get_organizer(organizer));
    if (attendee) out->attendee = person_of(arena, attendee, icalproperty_get_attendee(attendee));
    if (!out->uid.size || !day_of(icalcomponent_get_dtstart(component), &out->first) || !day_of(icalcomponent_get_dtend(component), &end)) return false;
    out->last = date_add_days(end, -1);
    return !date_before(out->last, out->first);
}

static enum ics_method method_of(icalcomponent *calendar) {
    switch (icalcomponent_get_method(calendar)) {
    case ICAL_METHOD_REQUEST: return ICS_REQUEST;
    case ICAL_METHOD_CANCEL: return ICS_CANCEL;
    default: return ICS_PUBLISH;
    }
}

/* Another program's calendar of whole days reads just as well, and must not be written over. */
static bool is_ours(icalcomponent *calendar) {
    icalproperty *product = icalcomponent_get_first_property(calendar, ICAL_PRODID_PROPERTY);
    const char *said = product ? icalproperty_get_prodid(product) : NULL;
    return said && strcmp(said, PRODUCT) == 0;
}

bool ics_read(struct arena *arena, struct str bytes, struct ics *out, struct err *err) {
    icalcomponent *calendar = bytes.size && !memchr(bytes.at, 0, bytes.size) ? icalcomponent_new_from_string(str_c(arena, bytes)) : NULL;
    bool fine = calendar && icalcomponent_isa(calendar) == ICAL_VCALENDAR_COMPONENT && is_ours(calendar);
    *out = (struct ics){ .stamp = DATE_NONE };
    if (fine) {
        size_t room = (size_t)icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT);
        struct ics_event *events = arena_array(arena, struct ics_event, room ? room : 1);
        out->method = method_of(calendar);
        out->events = events;
        icalcomponent *at = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        for (; at && out->count < room; at = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            struct date stamp;
            struct icaltimetype when = icalcomponent_get_dtstamp(at);
            if (date_make(when.year, when.month, when.day, &stamp)) out->stamp = stamp;
            fine = fine && event_of(arena, at, &events[out->count]);
            if (fine) out->count++;
        }
    }
    if (calendar) icalcomponent_free(calendar);
    return fine || err_set(err, CODE_FILE, "That is no calendar file that Signpost wrote.");
}
