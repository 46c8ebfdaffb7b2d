/* SPDX-License-Identifier: GPL-3.0-or-later
 * plain - the reference evaluator: one rule and one subject at a time, straight from the effective policy.
 * Owns:  nothing but scratch memory.
 * Must not know: programs, masks, slots; it shares no code with the pass.
 *
 * It is the authority on what a rule means; slow on purpose, and stays for ever as the oracle.
 *
 * Example:  plain_run(&arena, policy, &judging, &feed, &sink, err)
 *
 * Where the text of the policy language is open, this is the meaning.
 *
 * Decided here: values
 *  V1  on_roll: (admitted_on missing or <= day) and (left_on missing or day <= left_on): never not known.  in_post
 *      likewise.
 *  V2  days_on_roll: not known without admitted_on; else days from admitted_on to the earlier of day and left_on, at
 *      least 0 (0 on the first day).  days_in_post likewise.  age: at least 0.
 *  V3  year on a day: the newest step at or before it, plus one for each 1 September since the step; before the first
 *      step projected backwards from that; at least 0.  A step without a value makes it missing until the next step;
 *      a step "since ever" is as one without a value.  key_stage: key_stage_of_year, 0 for none, missing with the
 *      year.
 *  V4  Other dated facts before their first step, or without steps, are missing.
 *  V5  A(n): 1 September of the first school year whose year (on its 31 August, not cut at 0) is >= n; E(n): 31
 *      August of the last one whose year is <= n; steps without a value (or since ever) are ignored for both; no
 *      other step: not known.
 *  V6  The three defaults (on roll or in post or active; counted enrolment) never answer not known: enrolment missing
 *      counts as counted, active missing as active.  Facts of the school are policy.school_facts; there is one
 *      school, subject 0, and the feed is not asked for it.
 *  V7  Reading "meaningful" = unless-denied: a missing flag field called `meaningful` of a kind stands for yes in
 *      every condition except known and missing.
 *  V8  INCLUDES_ALL, _ANY, LACKS_ANY: constants are member numbers (code index, year).  AMONG on a set: constants are
 *      whole masks; with one list parameter the set must equal the set of the parameter's members.  Codes of a list
 *      parameter are looked up in the field; an unknown one is among nothing.  Lists are never empty.
 *  V9  organisation = ...: not known when no organisation is recorded or it is not in the feed; otherwise the nested
 *      filter on its newest facts, defaults included.
 *  V10 outcome: outcomes of a filter with all five bits is `any`: under held-only it asks for attended alone.  Asked
 *      for: yes. Missing or `invited`, not asked for: not known when activity.date <= as-of, else no.  Missing under
 *      `any` (offer-counts): yes.
 *  V11 A cancelled activity is seen only by a filter that names cancelled; it replaces nothing for the others.
 *  V13 A name bound to a decision table: yes when the table's answer for the pupil on the record's own day (counts_on when
 *      filled, else date) is among those asked for, else no; never not known.  `latest` looks at records of its filter
 *      with own day <= that day, the newest by (own day, id); when the newest that is not no is not known, so is the
 *      input; as an each-field the newest one's value missing is not known.
 *  V12 for_each: a kind without the field, or without the code, answers no.
 * Decided here: days
 *  D1  A field given by index for filters[0]'s kind (on, distinct, total) is looked up by name in the other kinds; a
 *      kind without it is as a record where it is missing (and is not listed as missing).
 *  D2  A kind with `ends` is in force from its day (on, counts_on, date) to its ends day (open when missing).
 *      latest_by: it is replaced by the next record (date, id) of its kind and subject with the same values (missing
 *      equals missing), whatever its outcome, if that one's date <= as-of: in force until the day before that date.
 *      Cancelled records do not replace. latest_by applies only where the kind's shape belongs to the rule's subject
 *      type (meeting, note: pupils; ...; school).
 *      With `on` it is over with that day in windows with a deadline: what is counted is what happened on it.
 *  D3  Instants in deadline windows are not touched by latest_by.  `ends` plays no part under rolling; latest_by
 *      does.
 *  D4  With same_record and no `on`, the record's day is its `date`.  Nothing but the anchor's activity is looked at.
 *  D5  An anchor's day is activity.date unless anchor_on is given (not filled: no anchor).  Cancelled activities are
 *      no anchors (V11).  A record that is planned (activity.date > as-of) with outcome missing or `invited` answers
 *      yes as an anchor when attended is among the outcomes asked for.
 *  D6  Spans: n = 0 is the same day, for every unit.  within: deadline = anchor + length, + grace, then the next
 *      school day on or after.  No other deadline moves.  due: always the last school day on or before the deadline.
 *  D7  by_age, further_by_age: late until is the later of deadline and left_on; none while left_on is missing.
 *      `late` replaces late until by deadline + late in every window but rolling and always.
 *  D8  Where opens is after the deadline there is no instance.  in_phases, at_transitions: opens lies in the school
 *      year of A(year), closes in that of E(year); without a month-day: A, E.  by_date_*: y runs over the years 0 to
 *      31 for which some filter of `who` has a condition on year and all its year conditions answer yes; the date
 *      lies in the school year of E(y), or the one after.  each_key_stage without a list: 3, 4, 5.
 *  D9  A missing date: one instance with its usual key (anchors: "no date"), no dates at all, no tallies, judged on
 *      the as-of day (version, parameters, from, ends, who); status unknown unless not applicable, waived, or
 *      on_track for `may`; underlying the same as status (waived: unknown).  Window facts: dob, year, admitted_on,
 *      started_on; all that are missing are named.  No left_on: no instance for leaving.  A window or milestone of
 *      another subject type: no instance.
 *  D10 `who` is judged for by_date_after_year on the earlier of as-of and E(y).
 *  D11 Parameters (in windows, terms, who, lead) take their value on the deadline: a version is cut at every step of
 *      every parameter, an instance belongs to the cut in which its deadline lies.  A limit for_at_most takes it on
 *      the exemption's first day. rolling, always: version, parameters, from, ends and begins are those of the
 *      as-of day.  Where a change from day D brings a deadline forward past D (after D by the old cut, before D by the
 *      next), the instance of that key keeps the old cut: no duty falls between two.
 *      by_age to over_years have one instance each, the same by whatever key.
 *  D12 Two instances of one rule and subject with one key: the one of the earlier version or cut stays.  `#2` counts
 *      the anchors of one day by (activity id), before anything is left out.  A key is cut to 27 bytes.
 *  D13 "More than a year before as-of": late until < as-of minus 12 months.  each_school_year goes back to the school
 *      year of policy.effective.
 *  D15 begins: policy.effective, or the later records_from of the school.  Deadlines before it are not judged, but for
 *      those of a review (keep): what was kept too long before is still there.
 *  D16 must_not, should_not (not of a keep): in windows with a deadline nothing counts from before the later of the rule's
 *      from and begins; opens stays.
 *  D14 further_by_age, two-in-total: n of every AT_LEAST leaf is one more.
 * Decided here: rolling and always
 *  S1  start: the latest of the rule's from, begins (D15), admitted_on or started_on when known, and A(lowest year of
 *      who by D8, when every filter of who has a condition on year, and A is known).  Not judged while start > as-of.
 *      opens = start, late until none.
 *  S2  Records count for day x when in force on x, and only those whose day <= as-of.  holds = met; open does not
 *      hold.
 *  S3  Holds now: deadline = the day before the first later day on which the same records do not hold; none: no due,
 *      lead, deadline. Status met before lead, due_soon from lead on, also when the due day is past; underlying the
 *      same.
 *  S4  Does not hold: deadline = last day >= start and < as-of on which it held + grace, or start + span (rolling),
 *      start + grace (always).
 *  S5  must_not, should_not: opens = start, the other dates none.  rolling: records in force now.  always: kinds with
 *      ends or with an applying latest_by: in force now; others: day in [start, as-of].
 * Decided here: findings
 *  F1  scope = some who AND no unless (Kleene).  who_unknown: scope is not known on the judged day (never with
 *      not_applicable). must_not, should_not: a record's answer is filter AND scope on its own day (the day with
 *      which it counts); not_applicable only when `have` fails and scope is no.
 *  F2  Not on roll on the as-of day (pupils only): only versions whose who has a condition on on_roll or left_on,
 *      unless judging.leavers.
 *  F3  Tallies: leaves in order of writing, for_each in order of its values, outer first.  need, certain, possible:
 *      those of the first.
 *  F4  evidence: yes in any leaf, doubtful: not known in some leaf and yes in none; by (least day in the leaves, id);
 *      all leaves of the tree, decided or not.
 *  F5  missing: nothing when not applicable, when have is met, or when have fails under must_not.  Else, when scope
 *      is not known: the facts missing in conditions that answer not known, of the not known filters of who and
 *      unless, and for an anchor that is not known its data.  When have is open: of each open leaf under open nodes
 *      only: of its not known records the conditions that answer not known (of filters that answer not known; outcome
 *      as FIELD_OUTCOME; organisation = as FIELD_ORGANISATION_OF; must_not: the scope's facts), and of its yes and
 *      not known records the missing distinct or total.  Each once.
 *  F6  joined_late: at the step of "unknown" (not met, not on_track, not waived) of must and should, clock overdue or
 *      missed, the window no review, and opens < records_from of the pupil; without one, opens < records_from of the school,
 *      or opens + settling_in < admitted_on (staff: started_on).  Reading judge: joined_late false, bit of the
 *      reading set all the same. Reading not-applicable: status not_applicable with joined_late.
 *  F7  stale kind: fresh_days > 0, complete_through known and complete_through + fresh_days < as-of.  The clock of a
 *      must or should whose have is not met is read on the least complete_through of the stale kinds of its leaves
 *      instead of as-of.  stale is set when a leaf has a stale kind and: must, should, may: have is not met;
 *      must_not, should_not: status is met.  Not when not applicable.
 *  F8  since: met: met_on; on_track: opens; due_soon: the later of lead and opens (satisfied: lead); overdue: due +
 *      1; missed: late until + 1; must_not missed: the day its have was met; waived: the exemption's from; others
 *      none.
 *  F9  met_on: at_least: day of the nth certain record by day (distinct: on which the nth value was reached; total
 *      likewise); at_most, n <= 0: none; all_of: the latest of its parts that have one; any_of: the earliest of its
 *      met parts, none if one of them has none. Never for must_not, should_not.  late_days: not for rolling and
 *      always.
 *  F10 not_applicable: dates, readings, exemption, next_change as usual; tallies, evidence, missing, fix, met_on
 *      empty.
 *  F11 exemption (by the rule's name, or one that it had): the first valid one in the feed's order that covers as-of, whatever the status.  for_at_most: ends
 *      known and ends <= from + span.  approved_by: the role's key is equal and approver_held_role.
 *  F12 severity: top = severity of the rule, else high (should, should_not: medium).  overdue, missed: top; unknown:
 *      top - 1; due_soon: top - 2; at least info.  All else, and may: info.
 *  F13 fix: none for met, waived, not_applicable and may.  must_not: missed correct, unknown record.  No dates:
 *      record. missed: correct if have fails even with every at_least leaf taken as met, else too_late.  unknown:
 *      nothing missing: too_late if underlying is missed, else add; missing: record if underlying is missed, else
 *      record_or_add.  others: missing: record_or_add; have fails even with every at_least leaf met: correct; else
 *      add.  same_record turns add and record_or_add into record.  due_soon that is satisfied: add.
 *  F14 readings: by the age of: by_age, further_by_age.  one further: further_by_age.  meaningful: a leaf or the
 *      anchor has a condition on a field of that name.  opportunity: a leaf or the anchor has all five outcomes, and
 *      the kind has outcomes.  leap-day: the pupil was born on 29 February, and the window is one of the two, or
 *      counts from a birthday, or who or unless name age. joined late: F6.
 *      earlier of two: kept and review, of two or more days.  No others.
 *  F16 A check function stands for `have`: met, failing (not_met) or open (unknown); it is not asked when scope is no.
 *      It sees records of the kinds it reads with own day <= as-of, not cancelled, and the facts of as-of.  rolling,
 *      always: it is asked about now; met: no deadline; else start + span or start + grace.  No tallies, nothing
 *      missing, met_on none; evidence as it says.  An error: unknown in place of met, on_track and the clock's statuses.
 *      fix: missed too_late, unknown record, others correct.  next_change: as-of + 1 at the latest.
 *  F15 next_change: the least day > as-of among lead, due + 1, deadline + 1, late until + 1, late until + 12 months + 1
 *      and + 2 (unless judging.past); opens of the rule's instances for the subject, in all versions (deadline rules
 *      applied; not rolling, always); from and ends + 1 of every exemption of this rule and subject, valid or not
 *      (unless ignore_exemptions); admitted_on, left_on + 1 (pupils), started_on, left_on + 1 (staff), from of every
 *      step of every dated fact of the subject; who or unless name year or key_stage: the next 1 September; age: the
 *      next birthday; days_on_roll or days_in_post: as-of + 1; of every record that a leaf's filter sees (its kind,
 *      V11; whatever it answers; same_record: of all records): its date, its day in that leaf, and in rolling and
 *      always the day after its last day in force when its day <= as-of; the date of every record that the anchor's
 *      filter sees; complete_through + fresh_days + 1 of the leaves' kinds; rolling, always, no dates: every step of
 *      every parameter, governs_from of every version of the rule, ends + 1 of this version.
 *  F16 Order: opens (none last), then bytes of the instance key.
 * Decided here: variants (overlays for pupils)
 *  G1  A guard is any of its filters, conditions alone (neither on roll nor enrolment is asked), on the as-of day, for every
 *      instance of the run.  Only guards of overlays that change the rule are asked.
 *  G2  Possible: the rule as it stands (in no overlay) and its variants whose set holds every overlay with a guard that
 *      answers yes and none with a guard that answers no.  None at all (a set that was shown to be empty): the rule as it
 *      stands.  One: its findings, as if there were no other; variant and version say which it is.
 *  G3  Several: each is judged as if it were the pupil's; what is not applicable too.  Findings with one instance key
 *      become one.  All of them have it and agree in status and underlying: the first (the rule as it stands, then by
 *      set).  Else the one that weighs most, in doubt: not applicable, met, on_track, waived, then all others by
 *      underlying (due_soon, overdue, missed, unknown); of equals the first.
 *  G4  In doubt: a variant without the instance is as not applicable.  who_unknown is set, not for not applicable.  met
 *      stays; on_track and waived stay; all others become unknown, and underlying stays; not satisfied, no since, met_on,
 *      late_days; severity by F12.  missing, but for met: the facts of the guards that are not known, beside the finding's
 *      own.  fix, but for met: waived, may: none; must_not, no dates, same_record, or unknown with underlying missed:
 *      record; else record_or_add.
 *  G5  next_change: facts that a guard on the rule names count as those that who names (F15), age for the reading too
 *      (F14).  Of several: the least of the key's findings; the day after as-of when a variant has no such instance.
 *  G6  Order as F16, on what came out.
 * Decided here: how long records are kept
 *  K1  Of a pupil on record.  The day from which years count is the least of those named (reading "earlier of two" = later: the
 *      latest).  A day that is missing can be any, but left_on is as-of or later (who has no left_on has not left), and ks4_end
 *      lies in [A(11), E(11)] where years are recorded.  So the day lies between a least and a latest, either may be open; the keep-until days are 12 months a year on
 *      (28 February for the 29th), a year at least.
 *  K2  "kept": from the first day on, deadline and late until = the day before the latest keep-until (none: judged on as-of).
 *      An erasure before the least keep-until counts as it is; on or after it, before the latest, a yes is not known.
 *  K3  "review": opens = the latest keep-until (none: no instance), deadline 12 months after it, late until none.  An erasure counts
 *      whenever it was.
 *  K4  missing (F5): the named days that are not recorded, but for left_on, when least and latest differ.
 *  K5  Without a deadline it is governed by the as-of day, as rolling is (D11, F15).  The versions of "review" stand before those of
 *      "kept", and are followed up each for themselves.
 *  K6  A hold in force on as-of waives "review" as a valid exemption does, also where the keep allows none; it says nothing
 *      about "kept".
 *  K7  Of a pupil whose records were erased only keeps are asked, and no measure counts the pupil; one over findings counts those.
 * Decided here: measures
 *  N1  A measure is taken where the version of the as-of day is in force (effective, from, ends), with the parameters of that
 *      day, over the days [from, to] of its window: the school year of as-of, the newest term or half-term that has begun (none
 *      yet: no figure), rolling [as-of less the span, as-of], always all days.  Instance: the name of that part, else "now".
 *  N2  Members, each with an answer to `over` (no: no member) and to `of` (yes without one).
 *      Subjects: facts on as-of.  of subjects: facts on as-of; records: yes when one certainly counts in [from, to], not known when
 *      one may; findings: the greatest answer of the subject's findings of the rules named.  Without any such finding it is no
 *      member: the rules do not concern it.  over is not known when all of them have who_unknown.
 *      Records: activities, once each, whoever came, that count in [from, to] (as school rules count: V, D2), as they answer
 *      `over` and `of`.  In [from, to] a kind with ends counts while in force, under rolling too.
 *      Findings: of all rules but measures, not those that are not applicable.
 *  N3  A finding belongs to [from, to] when its rule is rolling or always, it has no dates, or [opens, deadline] touches it.  It is
 *      of a status when it has that status; unknown may be met or its underlying status (underlying unknown: any).
 *  N4  Of members: count [yes and yes; neither no].  Share: low = yes and yes / (all but those that may belong and are of), high =
 *      all that may be both / (all but those that may belong and are not of).  Nobody in the divisor, though some may
 *      belong: low 1, high 0.  Nobody at all: none.  Hundredths are rounded to the nearest, halves away from zero.
 *  N5  Groups: one for each value on as-of that a member has, and one for "not recorded".  Of a group, and of its rest (another
 *      value), those without the fact may belong: count, share and gap rest on them too, n and doubtful do not.  Gap: [low of the
 *      group less high of the rest, high less low].
 *  N6  want, on exact fractions: met when low and high are both as wanted, missed when both are on the same wrong side, else
 *      unknown.  Of a gap: |gap|, of each group of 6 or more whose rest is 6 or more (certain ones); one missed: missed, else
 *      one open: unknown; none large enough: not applicable, as for a share of nobody.
 *  N7  The finding: should, of the school, opens = from, no other dates; underlying of unknown: missed; need, certain, possible:
 *      whole numbers around it (per cent rounded outwards; of gaps the widest, as a size); severity F12; fix: missed add,
 *      unknown record; stale, unless met: a kind in over or of is stale (F7), or a finding that counts is; next_change: as-of + 1.
 *  N8  only_rules: rules whose findings an asked measure counts are judged too, and not handed over.  The figure comes before the
 *      finding of its rule.
 */
#ifndef SIGNPOST_PLAIN_H
#define SIGNPOST_PLAIN_H

#include "base/calendar.h"
#include "engine/finding.h"

MUST_USE bool plain_run(struct arena *arena, const struct policy *policy, const struct judging *judging,
                        const struct feed *feed, const struct finding_sink *sink, struct err *err);

#endif
