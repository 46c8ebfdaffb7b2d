-- SPDX-License-Identifier: GPL-3.0-or-later
-- messages - the words of reminders.  Data only; work/letter_words reads it, and a school says otherwise in its own
-- messages.lua:
--     message "greeting" { says = "Hello {{reader}}" }
--
-- What stands in {{ }} is filled in; each text may use those of its own line here and no others, so no text can tell more
-- than this one does.  A text is one line: no header, no markup, no other address can be put into a message with it.
return {
  { key = "subject-one", says = "{{about}}: {{what}} for {{pupils}}{{by}}" },
  { key = "subject-pupils", says = "{{about}}: {{pupils}} {{need}} something{{by}}" },
  { key = "subject-things", says = "{{about}}: {{things}} to do{{by}}" },
  { key = "subject-passed", says = "{{about}}: {{things}} long overdue with others" },
  { key = "subject-missing", says = "{{about}}: {{things}} not recorded" },
  { key = "subject-done", says = "{{about}}: done, thank you" },
  { key = "greeting", says = "Dear {{reader}}" },
  { key = "opening-group", says = "{{group}}, as at {{day}}: {{state}}." },
  { key = "opening", says = "As at {{day}}: {{state}}." },
  { key = "deputy", says = "This is for {{holder}} ({{role}}), who is away until {{until}}." },
  { key = "deputy-part", says = "This includes what is for {{holder}} ({{role}}), who is away until {{until}}." },
  { key = "nobody", says = "nobody holds these posts, and what they would be told waits: name somebody in people.lua" },
  { key = "hidden", says = "something under clause {{clause}}" },
  { key = "hidden-who", says = "{{pupils}}; ask {{keeper}} who" },
  { key = "more", says = "And {{things}} more; {{keeper}} has the whole list." },
  { key = "more-own", says = "And {{things}} more; check shows them all." },
  { key = "told", says = "Told before and still open" },
  { key = "serves", says = "{{what}}: one event can serve clause {{clause}} as well." },
  { key = "passed", says = "Long overdue with others, who were told" },
  { key = "missing", says = "Not recorded, and how many answers wait for it" },
  { key = "chance", says = "Next chance: {{event}}; {{pupils}} of this list may take part." },
  { key = "done", says = "Done" },
  { key = "done-group", says = "{{what}}: {{group}} has nothing left (clause {{clause}})." },
  { key = "done-thing", says = "{{what}}: nothing is left (clause {{clause}})." },
  { key = "quotes", says = "What our policy says" },
  { key = "quote", says = "{{clause}}: {{text}}" },
  { key = "reply", says = "Done already?  Reply with the name and the day, and {{keeper}} writes it down." },
  { key = "reply-own", says = "Done already?  Record it, and it is off the list." },
  { key = "why", says = "Why you: you are {{roles}} (policy {{clauses}})." },
  { key = "why-told", says = "Why you: you were told of it before." },
  { key = "why-plain", says = "Why you: you are {{roles}}." },
  { key = "list-daily", says = "What is urgent comes at once; the next message may come on {{day}}." },
  { key = "list-weekly", says = "This is the weekly list; the next may come on {{day}}." },
  { key = "list-termly", says = "This is the list of the term; the next may come on {{day}}." },
  { key = "list-mixed", says = "This is the weekly list; what is urgent comes in between, and may come on {{day}}." },
  { key = "other", says = "Someone else's job?  Reply and it will be moved." },
}
