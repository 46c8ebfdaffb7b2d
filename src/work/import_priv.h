/* SPDX-License-Identifier: GPL-3.0-or-later
 * import_priv - what the parts of an import share: tables read, their columns, the run.
 * Owns:  nothing.
 * Must not know: terminals.
 */
#ifndef SIGNPOST_IMPORT_PRIV_H
#define SIGNPOST_IMPORT_PRIV_H

#include "base/map.h"
#include "formats/grid.h"
#include "policy/node.h"
#include "store/activity.h"
#include "store/pupil.h"
#include "store/staff.h"
#include "work/change.h"
#include "work/code_list.h"
#include "work/school.h"

enum cell_as {
    AS_TEXT, AS_UPN, AS_ULN, AS_NAME, AS_DAY, AS_BIRTHDAY, AS_DAY_OR_YES, AS_FLAG, AS_YEAR, AS_YEARS, AS_WHOLE, AS_HOURS,
    AS_CODE, AS_PERSON, AS_ORGANISATION, AS_FORM, AS_YEAR_OF_FORM, AS_SKIP
};

enum date_order { DATES_UNDECIDED, DATES_ISO, DATES_DAY_FIRST, DATES_MONTH_FIRST };

/* One column of a file that is read. */
struct import_column {
    struct str field;          /* "dob"; of ticks: the activity's reference */
    struct str heading;        /* as in the file; empty when the file lacks the column */
    int32_t index;             /* in the grid; -1: absent */
    enum cell_as as;
    enum date_order dates;
    bool needed, fill;
    bool unasked;              /* the recipe names it, and nothing asks for it */
    const struct node *spec;   /* words, otherwise, none */
    const struct node *words;  /* the recipe's own words for its cells; NULL: none */
};

#define IMPORT_COLUMNS 512
#define IMPORT_NAMED_MOST 10 /* changes that are named one by one */
#define IMPORT_PROBLEMS_MOST 100000 /* of each severity: programs get them all */

enum import_target { TARGET_PUPILS, TARGET_STAFF, TARGET_TERMS, TARGET_ACTIVITIES, TARGET_REGISTER, TARGET_TICKS, TARGET_RECORDS,
                     TARGET_EVIDENCE, TARGET_EXEMPTIONS, TARGET_PASSPORT };

/* What is wrong with a cell of a row, or with the row. */
struct import_mark {
    uint32_t row, column; /* column in the grid, or UINT32_MAX: the row as a whole */
    struct str why;
};

/* A column that is not read, and why. */
enum left_why { LEFT_NO_USE, LEFT_NOT_ASKED, LEFT_BY_RECIPE };
struct import_left_out {
    struct str heading;
    enum left_why why;
};

/* One file, or one sheet of a workbook, as it is understood. */
struct import_table {
    struct grid *grid;
    struct arena *arena;       /* of the command: what is spelled anew lies there */
    uint32_t head_count;       /* cells of the heading row */
    struct str path, digest;
    const struct node *spec;   /* of lua/columns.lua */
    struct str name, about;
    enum import_target target;
    int64_t order;
    struct import_column *columns;
    size_t column_count;
    struct import_left_out *left_out; /* columns that are not read */
    size_t left_out_count;
    int64_t added, changed, same, held; /* rows: new, changed, as before, left out with a problem */
    int64_t unwritten;         /* of those left out: about erased pupils, in no workbook */
    int64_t gone;              /* of them: not one by one, as nobody is to be brought back by them */
    uint32_t gone_row;         /* the last row that turned out to be one of those; 0: none */
    int64_t rows;
    bool unsure;               /* another sort would have fitted about as well, or half of the headings are not known */
    int64_t unused;            /* of them: kept, and nothing uses them while terms.lua speaks of their year */
    int64_t doubled;           /* rows that say what another one has said, word for word */
    size_t zeros;              /* cells to whose number the zeros in front were put back */
    bool *left_rows;           /* by row of the grid: it was left out */
    struct import_mark *marks;
    size_t mark_count, mark_room;
    struct import_passport *passport; /* of a passport alone: import_passport's own */
};

/* One cell of one row. */
struct cell_place {
    const struct import_table *table;
    const struct import_column *column;
    uint32_t row;
};

/* One field of one pupil that an import changes. */
struct import_change {
    int32_t field;             /* a fact of pupils, or -1 - i: the i-th text of import_diff.c */
    struct str before, after, who;
};

/* A row that looks wrong, or a form: left out until a person has said what it is. */
struct import_doubt {
    struct str key;            /* UPN, admission number or form: what --accept and --same take */
    struct str label;
};

/* The pupils before the import, and what becomes of them. */
struct import_roll {
    struct pupil_row *was;     /* as at the day of the import, leavers too */
    size_t was_count;
    uint32_t *place;           /* by key of the pupil: index in was + 1 */
    int64_t highest;
    bool *seen, *changed, *left; /* by index in was: some row is about the pupil; replaced a value; leaves */
    struct import_change *changes;
    size_t change_count, change_room;
    struct pupil_row *fresh;   /* new ones */
    size_t fresh_count, fresh_room;
    struct str *back;          /* who came back */
    size_t back_count, back_room;
    struct import_doubt *doubts;
    size_t doubt_count, doubt_room;
    struct date *gone_on;      /* by index in was: since when whoever is missing from a file of the whole school has left */
    bool year_behind;          /* the records had the year groups of the school year before */
};

/* Erased pupils that come again. */
struct import_erased {
    bool looked, any, all;     /* --bring-back all */
    struct str key;            /* of the marks */
    struct map back, used;     /* UPNs and admission numbers that --bring-back names; which of it was needed */
    size_t held, back_count;   /* rows */
    struct str ids;            /* "12,13": whom they brought back */
};

/* The run: one transaction over all tables. */
struct importing {
    const struct command_call *call;
    struct answer *answer;
    struct arena *arena;       /* of the command */
    struct arena row;          /* reset after each row */
    struct school *school;
    const struct kinds *kinds;
    struct change *change;
    bool trial;                /* of the preview: nothing is kept */
    struct db *db;
    struct date as_at;
    enum date_order dates;     /* what some column of this import has proved */
    struct cell_place open_dates; /* a date that fits both orders, in a column that nothing settles; table NULL: none */
    struct node settings;      /* lua/columns.lua */
    const bool *asked;         /* by fact of pupils: something asks for it; NULL: not looked at yet */
    const struct code_lists *codes; /* lua/codes.lua with the school's own */
    const struct node *recipe; /* NULL: none */
    bool saves;                /* the answers are kept as a recipe, if the import is carried out */
    const struct answer_ask *open_ask; /* what would make the file known that is looked at; NULL: nothing */
    struct import_table *tables;
    size_t table_count, table_room;
    struct map pupil_keys;     /* "upn:..." and "no:..." to pupil_ids */
    int64_t *pupil_ids;
    bool *pupil_zeros;         /* it was found with zeros put in front */
    size_t pupil_room;
    bool other_names; /* a number is known and the name beside it is another\'s */
    bool lacks; /* rows were left out for want of their pupils or activities */
    struct map activity_refs;
    struct import_activity *activity_at;
    size_t activity_room;
    struct map said;           /* sentences said once */
    struct import_roll roll;
    struct import_said *changes; /* of what is no pupil: import_change's own; NULL: none */
    struct map right, same, used; /* what people said about rows that look wrong; which of it was needed */
    bool all_right;
    struct import_erased erased;
    struct str *strangers;     /* files that look like another school's */
    size_t stranger_count;
    struct import_member *members; /* import_staff's own: the staff before the import, and those who are new */
    size_t member_count, member_room;
    struct str *post_lines;    /* who gains or loses which post */
    size_t post_count;
    bool whole;                /* the files hold the whole school: who is missing has left */
    struct str recipe_name;    /* "mis"; empty: none */
    bool begins_known;         /* policy.lua says since when there are records */
    struct date posts_since;   /* where a file does not say it: this school year, whatever else is known by now */
    struct import_hands *hands;
    struct import_leavings *leavings; /* import_leaving's own; NULL: nobody has left */
};

struct import_activity {
    int64_t id;                /* 0: there is none */
    uint32_t kind;
    int64_t hours;             /* hours_offered in minutes, or VALUE_NONE */
    struct date date;
};

/* The headings of a file: folded, and the field (of ticks: the activity) that a recipe or an answer names, or empty. */
struct import_heads {
    struct str *folded, *named;
    bool *answered;            /* it was named at the terminal, just now */
    uint32_t count;
};

#define IMPORT_SOURCE "activities" /* of activities that came in by a file, with their references */

/* import_map: files to tables. */
MUST_USE bool import_map_file(struct importing *in, struct str path, struct err *err); /* adds its tables */
/* The column of the sort of file that a heading is read as; NULL: none. */
const struct node *import_map_column(const struct node *intake, const struct import_heads *heads, uint32_t head);
/* Some heading is read as it, or another column's cells say it too: the year group, by the forms. */
bool import_map_has(const struct grid *grid, const struct node *intake, const struct import_heads *heads, const struct node *column);
bool import_map_is_reference(struct str folded); /* "a0001 careers talk" */
struct str import_fold(struct arena *arena, struct str text); /* folded, signs to single spaces */
const struct import_column *import_column_of(const struct import_table *table, const char *field); /* NULL: not in the file */

/* A transfer file says year groups as of the school year of the file, of those who left before as well; exports say the
 * year group in which a pupil left. */
static inline bool import_is_transfer(const struct import_table *table) { return !table->grid->delimiter && !table->grid->sheet.size; }

/* import_need: of the columns that are read only if something asks for them (if_asked in lua/columns.lua), whether it does. */
bool import_need_has(struct importing *in, struct str fact);
bool import_need_is_private(const struct importing *in, const struct import_table *table, const struct import_column *column);

/* import_value: cells to values.  Each says false when the row must be left out (a problem has been added then), or
 * when the database said no (err->code is set then). */
struct str import_cell(const struct cell_place *at);
void import_problem(struct importing *in, const struct cell_place *at, enum code code, enum severity severity,
                    const char *next, const char *format, ...) PRINTF_LIKE(6, 7);
/* False, with a problem, when a cell that is used holds bytes that are no character: what was meant is not known. */
MUST_USE bool import_row_reads(struct importing *in, const struct import_table *table, uint32_t row);
MUST_USE bool import_day(struct importing *in, const struct cell_place *at, struct date *out);
/* The same without a word; false where it can not be read. */
MUST_USE bool import_day_read(const struct importing *in, const struct cell_place *at, struct date *out);
MUST_USE bool import_whole(struct importing *in, const struct cell_place *at, int64_t *out);
/* By the type of the field: VALUE_NONE for a blank cell or one outside the code list (listed). */
MUST_USE bool import_field(struct importing *in, const struct cell_place *at, const struct field *field,
                           struct field_value *out, struct err *err);
/* Decides the order of the dates of each day column, as far as this file and those before it prove it; on the last try
 * false: E313. */
MUST_USE bool import_dates(struct importing *in, struct import_table *table, bool last_try, struct err *err);
/* The word that the column's `words` give for a cell; the folded cell itself when there is none. */
struct str import_word(struct importing *in, const struct cell_place *at);

/* The pupil of a row by UPN or admission number; *id 0 and a problem when there is none.  err: the database said no. */
/* The same for a row that is left out without it: nothing but whether it may stand in a workbook. */
MUST_USE bool import_pupil_gone(struct importing *in, const struct import_table *table, uint32_t row, struct err *err);
MUST_USE bool import_pupil(struct importing *in, const struct import_table *table, uint32_t row, int64_t *id, struct err *err);
MUST_USE bool import_organisation(struct importing *in, struct str name, struct str type, int64_t *id, struct err *err);

/* Says that the row has no date; false. */
bool import_no_date(struct importing *in, const struct cell_place *at);

/* import_number: an admission number that nobody has is read with as many zeros in front as make it somebody's, if that is
 * one pupil alone; *whole is the cell itself otherwise. */
MUST_USE bool import_number_whole(struct importing *in, struct str cell, struct str *whole, struct err *err);
void import_number_count(struct importing *in, const struct import_table *table);
void import_number_say(struct importing *in, const struct import_table *table);

/* How often each key came up so far. */
struct import_turns {
    struct map seen;
    uint32_t *times;
    size_t room;
};
/* The key itself the first time, then with #2, #3 behind it: in the row's arena. */
struct str import_turn(struct importing *in, struct import_turns *turns, struct str key);

/* import_lack: what a file wants.  Always false: err, and on the answer's page its headings and the lines of a recipe. */
bool import_lack_fails(struct importing *in, const struct grid *grid, const struct node *intake, const struct import_heads *heads, bool named, struct err *err);
struct str import_lack_called(const struct node *column); /* "date of birth" */
bool import_lack_needs(const struct node *column);
bool import_lack_looks(const struct node *column, const struct grid *grid, uint32_t head); /* its cells might be that */
bool import_lack_is_ticks(struct importing *in, const struct grid *grid, uint32_t head);
/* The sort of tick lists, if the file looks like one; else NULL. */
const struct node *import_lack_tick_list(struct importing *in, const struct grid *grid, const struct import_heads *heads);
bool import_lack_form_year(struct str form, int64_t *year); /* 9 of "9AB" */

/* import_ask: the same at a terminal, one question at a time.  True: in->open_ask is what is to be asked. */
bool import_ask_may(const struct importing *in);
bool import_ask_is_answer(struct str part);
bool import_ask_begun(struct importing *in, const struct grid *grid); /* something of this file was asked already */
struct str import_ask_sort(struct importing *in, const struct grid *grid); /* what it was said to be, or empty */
void import_ask_heads(struct importing *in, const struct grid *grid, struct import_heads *heads); /* adds what was said of columns */
bool import_ask_what(struct importing *in, const struct grid *grid, const struct node *near);
bool import_ask_column(struct importing *in, const struct grid *grid, const struct node *intake, const struct import_heads *heads);
bool import_ask_keep(struct importing *in);             /* sets answer->ask */
struct str import_ask_kept(const struct importing *in); /* the name that was given to the answers, or empty */

/* import_recipe: answers of earlier imports, kept as plain data in imports/NAME.lua. */
MUST_USE bool import_recipe_load(struct importing *in, struct err *err);
/* The newest file of imports/ that the recipe's pattern names; empty: it names none. */
MUST_USE bool import_recipe_file(struct importing *in, struct str *path, struct err *err);
/* CODE_OTHER_HEADINGS, with what is new, gone or renamed, when a complete recipe was made for other headings. */
MUST_USE bool import_recipe_fits(struct importing *in, const struct import_table *table, struct err *err);
struct str import_recipe_derived(struct importing *in, struct str file); /* "Y7-13-export": a name that no recipe has */
bool import_recipe_is_free(struct importing *in, struct str name, struct str *why); /* it can be the name of a new recipe, or is the one in use */
struct str import_recipe_typed(struct importing *in, struct str file);   /* in quotes where it has a space */
void import_recipe_quoted(struct buf *out, struct str text);
MUST_USE bool import_recipe_save(struct importing *in, struct err *err);
MUST_USE bool import_recipe_can_save(struct importing *in, struct err *err);

/* import_recipe_text: a recipe's file as text. */
#define RECIPE_FIELDS 24
struct recipe_field {
    struct str key;
    size_t from, to;           /* its value in the text, without remarks behind it */
    bool ended;                /* a comma or semicolon follows */
};
struct recipe_text {
    struct str text;
    struct recipe_field fields[RECIPE_FIELDS];
    size_t count;
    size_t end;                /* the brace that closes it */
};
bool import_recipe_text_read(struct str text, struct recipe_text *out); /* false: written in a way that is not taken apart */
const struct recipe_field *import_recipe_text_field(const struct recipe_text *recipe, const char *key);
bool import_recipe_text_remarks(const struct recipe_text *recipe, const struct recipe_field *field); /* a comment stands in the value */

/* import_doubt: rows that look wrong.  1 good, 0 left out (a problem has been added), -1 the database said no. */
void import_doubt_answers(struct importing *in);        /* reads --accept, --same and those of the recipe */
void import_doubt_unused(struct importing *in);         /* says which answers nobody had asked for */
/* What people say about a row: UPN, admission number, or the name of a pupil who has neither; and as it is to be typed. */
struct str import_doubt_key(const struct import_table *table, uint32_t row);
struct str import_doubt_typed(struct importing *in, struct str key);
bool import_doubt_settled(struct importing *in, struct str key);
void import_doubt_add(struct importing *in, struct str key, struct str label);
void import_doubt_show(struct importing *in, struct page *page);
/* Rows of one table that are about the same name and birthday with other numbers; by row, 0 or the other row. */
MUST_USE uint32_t *import_doubt_twins(struct importing *in, const struct import_table *table);
struct import_found {
    int64_t id;                /* 0: a new pupil */
    struct str former_upn;     /* the one that the records had, when the row brings another */
};
int import_doubt_find(struct importing *in, const struct import_table *table, uint32_t row, uint32_t twin, const struct pupil_sought *sought,
                      struct import_found *out, struct err *err);
int import_doubt_year(struct importing *in, const struct import_table *table, uint32_t row, struct date dob, int64_t id);
/* Name of a pupil as rows have it: a column each, or "Surname, Forename". */
void import_read_name(const struct import_table *table, uint32_t row, struct str *surname, struct str *first_name);

/* import_erased: pupils whose records were erased are not taken again unseen. */
#define IMPORT_UNWRITTEN 2 /* left out, and kept out of the workbook of rows left out */
void import_erased_answers(struct importing *in);       /* reads --bring-back */
void import_erased_unused(struct importing *in);
/* 1 nobody's who was erased, or somebody said what it is; then *person is empty, or who is back.  -1 the database said no. */
int import_erased_find(struct importing *in, const struct import_table *table, uint32_t row, const struct pupil_sought *sought, struct str *person,
                       struct err *err);
/* Takes the marks away, once the row is in. */
/* Whether somebody who was erased had one of the numbers: for a row that finds no pupil here. */
MUST_USE bool import_erased_is(struct importing *in, struct str upn, struct str admission_no, bool *is, struct err *err);
void import_erased_gone(struct importing *in, const struct import_table *table, uint32_t row); /* import_left_hold will put it into no workbook */
void import_erased_say(struct importing *in, const struct import_table *table);                /* how many they were, without their numbers */
MUST_USE bool import_erased_back(struct importing *in, struct str person, int64_t id, struct err *err);
void import_erased_show(const struct importing *in, struct page *page, bool preview);
struct str import_erased_about(const struct importing *in); /* for the journal; empty when nobody is back */

/* import_diff: what an import means for the pupils. */
MUST_USE bool import_diff_begin(struct importing *in, struct err *err);
struct date import_diff_left_on(const struct importing *in, const struct pupil *pupil);
const struct pupil_row *import_diff_was(const struct importing *in, int64_t id); /* NULL: not before this import */
void import_diff_see(struct importing *in, int64_t id);
/* before NULL: a new one. */
MUST_USE bool import_diff_wrote(struct importing *in, const struct pupil *before, int64_t id, struct err *err);
MUST_USE bool import_diff_end(struct importing *in, struct err *err);   /* marks who is missing as left */
void import_diff_show(struct importing *in, struct page *page);
int64_t import_diff_left(const struct importing *in);
/* More of the school leaves or changes than is usual; *moved of *on_roll. */
bool import_diff_is_large(const struct importing *in, size_t *moved, size_t *on_roll);

/* A value of a fact for people: the word of a text, nothing at all for what is not recorded. */
MUST_USE bool import_diff_value(struct importing *in, const struct field *field, int64_t value, struct str *out, struct err *err);

/* import_change: what an import means for records that were there.  A record as it was, row.id 0 when there was none; called
 * before it is written, and `is` when writing it changed something.  reference: as people know it, or empty. */
MUST_USE bool import_change_was(struct importing *in, struct str source, struct str reference, struct activity_card *was, struct err *err);
MUST_USE bool import_change_is(struct importing *in, const struct import_table *table, struct str reference, const struct activity_card *was, struct err *err);
/* One pupil in one activity: outcomes, or -1. */
struct import_part {
    const struct import_activity *activity;
    struct str reference;
    int64_t pupil;
    int was, is;
};
MUST_USE bool import_change_part(struct importing *in, const struct import_table *table, const struct import_part *part, struct err *err);
MUST_USE bool import_change_staff(struct importing *in, const struct import_table *table, const struct staff *was, struct err *err);
void import_change_show(struct importing *in, struct page *page);
/* Whether the values of a field of records may be said to whoever imports. */
bool import_change_shows(const struct kind *kind, uint32_t index);

/* import_whole: what the files of pupils are as a whole. */
MUST_USE bool import_whole_days(struct importing *in, struct err *err); /* fills roll.gone_on and roll.year_behind */
/* CODE_OTHER_SCHOOL for a file of pupils of whom hardly any is known, though their year groups are here; answer->ask is set
 * when that is asked for. */
MUST_USE bool import_whole_fits(struct importing *in, struct err *err);
/* Likewise for files of activities of which most that are known here are others. */
MUST_USE bool import_whole_activities(struct importing *in, struct err *err);
/* err says why the file looks like another school's: true, and said, when somebody said that it is to be read all the same. */
MUST_USE bool import_whole_stranger(struct importing *in, struct str file, struct err *err);
bool import_whole_accepted(const struct importing *in, struct str file);
void import_whole_years(struct importing *in);          /* says which years of the files are not taught here */

/* import_hand: values that people set by hand, where a file meets them.  Each takes out of `write` and `fields` what stays as it
 * is.  Call them before what is written. */
struct import_hands;
MUST_USE bool import_hand_begin(struct importing *in, struct err *err);
void import_hand_end(struct importing *in);
/* Of an activity that an import knows: write->id.  `fields` is the list in write->fields. */
MUST_USE bool import_hand_session(struct importing *in, struct activity_write *write, struct field_value *fields, struct err *err);
/* *out: the person was taken out by hand and stays out. */
MUST_USE bool import_hand_person(struct importing *in, struct participation_write *write, struct field_value *fields, bool *out, struct err *err);
/* The file comes to know a record that was made by hand: write->id by write->source and write->reference. */
MUST_USE bool import_hand_join(struct importing *in, struct activity_write *write, struct field_value *fields, struct err *err);
/* Says that the day of a record changes with the file. */
MUST_USE bool import_hand_move(struct importing *in, const struct activity_write *write, struct err *err);
bool import_hand_moved(const struct importing *in, int64_t activity); /* its day was set by hand */
int64_t import_hand_agreed(const struct importing *in); /* values set by hand that the file says now as well */
void import_hand_show(struct importing *in, struct page *page);

/* One row that is one record of a pupil. */
#define IMPORT_FIELDS 48
struct import_row_read {
    uint32_t kind;
    int64_t pupil;
    struct date date;
    struct field_value session[IMPORT_FIELDS], each[IMPORT_FIELDS];
    size_t session_count, each_count;
    int outcome;
    int64_t organisation;
    struct str title;
};

/* One row that is something that happened to many. */
struct import_event {
    struct cell_place at, at_date;
    struct str reference, title, organisation;
    uint32_t kind;
    struct date date;
    int64_t years;             /* mask of year groups, or VALUE_NONE */
};

/* import_meet: rows that meet a record which is there already. */
struct import_meets {
    struct map met;            /* records that some row of the table is about */
};
/* True the first time. */
bool import_meet_note(struct importing *in, struct import_meets *meets, int64_t id);
/* False, with a problem: the row says that something happened on a day to come. */
bool import_meet_has_been(struct importing *in, const struct cell_place *at, struct date day, int outcome);
/* False, with a problem and a doubt, unless somebody said that the row is right as it stands.  otherwise: "If ..." */
bool import_meet_settled(struct importing *in, const struct cell_place *at, struct str key, enum code code, struct str said, struct str otherwise);
/* Whether the pupil has a record of the kind about that day. */
MUST_USE bool import_meet_any(struct importing *in, const struct import_table *table, const struct import_row_read *row, bool *any, struct err *err);
/* Once every row that is known has been noted.  1: *id is the record that the row is, or 0 for a new one; 0: left out; -1: err. */
int import_meet_record(struct importing *in, const struct cell_place *at, const struct import_row_read *row, const struct import_meets *meets, int64_t *id, struct err *err);
/* An activity that is known by its reference: 1: the row is about it; 0: left out; -1: err. */
int import_meet_known(struct importing *in, const struct import_event *event, int64_t id, struct err *err);
/* One that is not: 1: *id is a record made by hand, or 0; 0: left out; -1: err. */
int import_meet_event(struct importing *in, const struct import_event *event, struct str source, int64_t *id, struct err *err);
/* Rows with one key: those that agree in every cell are one. */
struct import_doubles {
    struct map keys;
    uint32_t *newest, *before;   /* by key: the last row; by row: the one before of that key */
};
struct import_doubles import_doubles_make(struct importing *in, const struct import_table *table);
/* True: another row says the same, word for word. */
bool import_doubles_has(struct import_doubles *doubles, const struct import_table *table, uint32_t row, struct str key);
/* By row of a table of records: another row about the pupil and day has another outcome; a problem has been added. */
const bool *import_meet_contrary(struct importing *in, const struct import_table *table);
/* Whether two rows agree in every cell. */
bool import_rows_equal(const struct import_table *table, uint32_t a, uint32_t b);
/* A row that is there twice, word for word: counted as before. */
void import_double(struct import_table *table);
/* A flag of the table in lua/columns.lua: "leaves". */
bool import_flag(const struct import_table *table, const char *name);

/* False, with a problem, when nobody born and admitted on those days can have left on that one. */
bool import_leaving_fits(struct importing *in, const struct cell_place *at, struct date left, struct date dob, struct date admitted);
/* import_leaving: *day is what a file of pupils says, DATE_NONE where nothing, and becomes the day that holds.  held: the pupil
 * before the row; joined: of the row, or DATE_NONE. */
MUST_USE bool import_leaving_day(struct importing *in, const struct import_table *table, const struct pupil *held, struct date joined, struct date *day, struct err *err);
MUST_USE bool import_leaving_end(struct importing *in, struct err *err); /* says which days differ */
/* import_staff: CODE_OTHER_SCHOOL as above for a file of staff; who gains or loses a post, once all files are read. */
MUST_USE bool import_staff_fits(struct importing *in, struct err *err);
MUST_USE bool import_staff_end(struct importing *in, struct err *err);
void import_staff_show(struct importing *in, struct page *page);

/* import_report: what people and programs are told. */
struct import_sums { int64_t added, changed, same, held, unwritten, left, agreed; };
struct import_sums import_report_sums(const struct importing *in);
void import_report(struct importing *in, bool preview, int64_t step);

/* The targets. */
MUST_USE bool import_pupils(struct importing *in, struct import_table *table, struct err *err);
MUST_USE bool import_staff(struct importing *in, struct import_table *table, struct err *err);
MUST_USE bool import_terms(struct importing *in, struct import_table *table, struct err *err);
MUST_USE bool import_activities(struct importing *in, struct import_table *table, struct err *err);
MUST_USE bool import_register(struct importing *in, struct import_table *table, struct err *err);
MUST_USE bool import_ticks(struct importing *in, struct import_table *table, struct err *err);
MUST_USE bool import_records(struct importing *in, struct import_table *table, struct err *err);
MUST_USE bool import_evidence(struct importing *in, struct import_table *table, struct err *err);
MUST_USE bool import_exemptions(struct importing *in, struct import_table *table, struct err *err);

/* import_transfer: CODE_OTHER_SCHOOL for a transfer file that is for another school and that nobody accepted; answer->ask
 * is set when that is asked for. */
MUST_USE bool import_transfer_fits(struct importing *in, const struct import_table *table, struct err *err);
/* Asks whether the file is to be read all the same; the answer comes as the part school=YES.  False: nobody is to be asked. */
bool import_transfer_ask(struct importing *in, struct str yes, const struct err *err);
void import_transfer_unused(struct importing *in);      /* says when --accept-school had nothing to accept */

/* import_passport: by the content of a file; its one table; what it would credit. */
bool import_passport_is_one(struct str bytes);
MUST_USE bool import_passport_map(struct importing *in, struct str bytes, struct import_table *table, struct err *err);
MUST_USE bool import_passports(struct importing *in, struct import_table *table, struct err *err);
void import_passport_show(struct importing *in, struct page *page, const struct import_table *table);

/* import_left: rows that are left out.  What stands in the workbook where a row of the file had ended. */
#define IMPORT_NO_CELL "(not in the file)"
void import_left_hold(struct import_table *table, uint32_t row);
void import_left_keep_out(struct import_table *table);  /* and stands in no workbook */
void import_left_mark(struct importing *in, const struct cell_place *at, struct str why);
/* imports/NAME-problems.xlsx for each file with such rows; says on the page where. */
void import_left_write(struct importing *in, struct page *page);

/* Before each row: the scratch memory of the last one is free, whoever waits is told, and what is recorded for undo is put
 * away now and then. */
MUST_USE bool import_next(struct importing *in, const struct import_table *table, uint32_t row, struct err *err);
/* The same of rows that are gone through once more: done of all. */
MUST_USE bool import_next_of(struct importing *in, size_t done, size_t all, struct err *err);
/* Counts a row that was written. */
void import_count(struct import_table *table, enum wrote wrote);
/* A note said once an import, whatever the number of rows it is true of. */
void import_say_once(struct importing *in, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
