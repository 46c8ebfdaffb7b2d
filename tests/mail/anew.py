# SPDX-License-Identifier: GPL-3.0-or-later
# anew - what waited says what is so now, to whoever it is for now: one letter a person, nothing lost, nothing twice.
#   anew.py PROGRAM FILL CLOCK SOURCE
import contextlib, email, email.policy, os, random, sqlite3, sys, time, unittest
from collections import Counter

from harbour import DAY, HOUR, MORNING, Harbour
from mailkit import Server

EVENING = MORNING + 11 * HOUR  # Monday 23 November 2026, 18:30
FAILS = "#!/bin/sh\nexit 1\n"


class Anew(Harbour):
    def setUp(self):
        super().setUp()
        self.servers = []

    def tearDown(self):
        for server in self.servers:
            server.close()
        super().tearDown()

    def letters(self):
        """What went, as (address, subject, text)."""
        got = [email.message_from_string(text, policy=email.policy.default) for text in self.mails()]
        return [(m["To"].addresses[0].addr_spec, m["Subject"], m.get_body(("plain",)).get_content()) for m in got]

    def one_each(self):
        letters = self.letters()
        self.assertEqual([to for to, n in Counter(to for to, _, _ in letters).items() if n > 1], [])
        return letters

    def fresh(self):
        for name in os.listdir(self.base + "/mail"):
            os.unlink(self.base + "/mail/" + name)

    def staff(self, lines):
        with open(self.school.folder + "/people.lua", "a") as file:
            file.write(lines + "\n")

    def waiting(self, *words):
        run = self.said("remind", *words, "--send", "--yes", code=0)
        self.assertEqual(self.mails(), [])
        return run

    def keep(self, text=None):
        """What the mail program does; without a text it keeps what it is given."""
        path = self.school.base + "/keep"
        if not os.path.exists(path + ".kept"):
            os.link(path, path + ".kept")
        with open(path + ".kept") as file:
            kept = file.read()
        os.unlink(path)
        with open(path, "w") as file:
            file.write(text or kept)
        os.chmod(path, 0o700)

    def smtp(self, *script):
        self.servers.append(Server("faulty.py"))
        self.servers[-1].script(*script)
        self.way('pace = 60000, send_by = "smtp", smtp = { host = "127.0.0.1", port = %d, timeout = 2 }' % self.servers[-1].port)
        return self.servers[-1]

    def amara_leaves(self):
        with open(self.school.base + "/left.csv", "w") as file:
            file.write("UPN,Left on,Completed,Reason\nC888432124034,22/11/2026,No,other school\n")
        self.said("import", self.school.base + "/left.csv", "--yes", code=0)

    def sent_about(self, recipient, name):
        """How often what was sent to somebody tells of that pupil, by the records."""
        listed = self.school.run("list", "pupils", "--csv", "--names", "--leavers").stdout.splitlines()
        pupil, = [line.split(",")[0] for line in listed if line.split(",")[1] == name]
        with contextlib.closing(sqlite3.connect("file:%s/school.db?mode=ro" % self.school.folder, uri=True)) as db:
            return db.execute("select count(*) from notice n join outbox o on o.id = n.outbox where o.state = 4 and n.subject_type = 0 "
                              "and n.recipient = ? and n.subject = ?", (recipient, pupil)).fetchone()[0]

    def told(self):
        """(finding, recipient) of all that counts as told."""
        with contextlib.closing(sqlite3.connect("file:%s/school.db?mode=ro" % self.school.folder, uri=True)) as db:
            return Counter(db.execute("select n.finding, n.recipient from notice n join outbox o on o.id = n.outbox where o.state = 4").fetchall())

    # ---- who, and when ----

    def test_the_evening_and_the_next_morning(self):
        self.school.clock(EVENING)
        self.assertIn("goes with the next remind --send from 24 November 2026, 07:00", self.waiting())
        before = len(self.school.rows("id"))
        self.school.clock(MORNING + DAY)
        look = self.said("remind")
        self.assertIn("%d messages of 23 November 2026 did not go" % before, look)
        said = self.said("remind", "--send", "--yes", code=0)
        self.assertIn("%d messages that waited were closed" % before, said)
        letters = self.one_each()
        self.assertGreater(len(letters), 10)
        for _, _, text in letters:
            self.assertNotIn("23 November 2026:", text)
        self.assertEqual(set(self.school.states()), {"sent", "given up"})
        self.fresh()
        self.said("remind", "--send", "--yes", code=0)
        self.assertEqual(self.mails(), [])

    def test_whoever_holds_the_role_by_then(self):
        self.school.clock(EVENING + 3 * DAY)
        self.waiting()
        self.staff('staff "T05" { name = "Robin Drake", email = "robin.drake@harbourview.example", roles = { "tutor" }, form = "9AH", ends = "2026-11-27" }\n'
                   'staff "N01" { name = "Nia Penn", email = "nia.penn@harbourview.example", roles = { "tutor" }, form = "9AH", from = "2026-11-28" }')
        self.school.clock(MORNING + 7 * DAY)
        self.said("remind", "--send", "--yes", code=0)
        letters = {to: (subject, text) for to, subject, text in self.one_each()}
        self.assertNotIn("robin.drake@harbourview.example", letters)
        self.assertIn("9AH", letters["nia.penn@harbourview.example"][0])

    def test_the_holidays(self):
        """Queued on the last evening of term: one letter each on the first day, and nothing of "today" that is weeks ago."""
        self.school.clock(EVENING + 25 * DAY)
        self.waiting()
        self.school.clock(MORNING + 42 * DAY)  # Monday 4 January 2027
        self.said("remind", "--send", "--yes", code=0)
        for _, subject, text in self.one_each():
            self.assertNotIn("18 December 2026, today", text)
            self.assertNotIn("by today", subject)
            self.assertNotIn("Friday 18 December 2026:", text)

    def test_days_on_which_nothing_could_leave(self):
        self.keep(FAILS)
        for day in 7, 8, 9:
            self.school.clock(MORNING + day * DAY)
            self.said("remind", "--send", "--yes", code=5)
        self.keep()
        self.school.clock(MORNING + 14 * DAY)
        self.said("remind", "--send", "--yes", code=0)
        for _, _, text in self.one_each():
            self.assertNotIn("30 November 2026:", text)

    def test_what_is_done_by_then(self):
        """It is not in the letter, does not count as told, and nobody hears the end of what he never heard of."""
        self.school.clock(EVENING)
        self.waiting()
        self.assertTrue([row for row in self.school.rows("bytes, recipient") if row["recipient"] == "T05" and b"Amara D." in row["bytes"]])
        self.amara_leaves()
        self.school.clock(MORNING + DAY)
        self.said("remind", "--send", "--yes", code=0)
        letter, = [text for to, _, text in self.one_each() if to == "robin.drake@harbourview.example"]
        self.assertNotIn("Amara D.", letter)
        self.assertEqual(self.sent_about("T05", "Amara D'Arcy"), 0)
        self.assertGreater(self.sent_about("T05", "Björn Brandt"), 0)

    # ---- the same day ----

    def test_the_same_day_it_goes_as_it_is(self):
        self.keep(FAILS)
        self.said("remind", "--send", "--yes", code=5)
        before = self.school.rows("id, message_id, bytes")
        self.keep()
        self.school.clock(MORNING + HOUR)
        self.said("remind", "--send", "--yes", code=0)
        self.assertEqual(self.school.rows("id, message_id, bytes"), before)
        self.assertEqual(len(self.one_each()), len(before))
        self.assertEqual(set(self.school.states()), {"sent"})

    def test_the_same_day_the_records_changed(self):
        self.keep(FAILS)
        self.said("remind", "--send", "--yes", code=5)
        before = {row["recipient"]: row for row in self.school.rows("recipient, message_id, bytes")}
        self.assertIn(b"Amara D.", before["T05"]["bytes"])
        self.amara_leaves()
        self.keep()
        self.school.clock(MORNING + HOUR)
        self.said("remind", "--send", "--yes", code=0)
        after = {row["recipient"]: row for row in self.school.rows("recipient, message_id, bytes")}
        self.assertEqual(after["T05"]["message_id"], before["T05"]["message_id"])
        self.assertNotIn(b"Amara D.", after["T05"]["bytes"])
        self.assertEqual(after["T06"], before["T06"])
        self.one_each()
        self.assertEqual(self.sent_about("T05", "Amara D'Arcy"), 0)
        self.assertGreater(self.sent_about("T05", "Björn Brandt"), 0)

    def test_the_same_day_another_address(self):
        self.keep(FAILS)
        self.said("remind", "--send", "--yes", code=5)
        self.keep()
        self.staff('staff "T05" { name = "Robin Drake", email = "robin.d@harbourview.example", roles = { "tutor" }, form = "9AH" }')
        self.said("remind", "--send", "--yes", code=0)
        self.assertEqual([to for to, _, _ in self.one_each() if to.startswith("robin.d")], ["robin.d@harbourview.example"])

    # ---- send, and remind of some ----

    def test_send_says_that_they_are_old(self):
        self.school.clock(EVENING)
        self.waiting()
        self.school.clock(MORNING + DAY)
        for words in ("send",), ("send", "--yes"), ("send", "--yes", "--quiet"):
            said = self.said(*words, code=2)
            self.assertIn("of 23 November 2026 and would be out of date", said)
            self.assertIn("remind --send makes them anew", said)
        self.assertEqual(self.mails(), [])

    def test_some_are_made_anew_and_the_others_wait(self):
        self.school.clock(EVENING)
        self.waiting()
        before = len(self.school.rows("id"))
        self.school.clock(MORNING + DAY)
        said = self.said("remind", "T05", "--send", "--yes", code=2)
        self.assertIn("%d messages wait that are of 23 November 2026" % (before - 1), said)
        self.assertEqual([to for to, _, _ in self.letters()], ["robin.drake@harbourview.example"])
        self.said("remind", "--send", "--yes", code=0)
        self.assertGreater(len(self.one_each()), 10)

    def test_a_trial(self):
        """What waits from before it waits until it is over; what waits in it is made anew in it."""
        self.school.clock(EVENING)
        self.waiting()
        real = len(self.school.rows("id"))
        people = self.school.folder + "/people.lua"
        with open(people) as file:
            text = file.read()
        with open(people, "w") as file:
            file.write(text.replace('  detail ', '  trial_to = "amara.okafor@harbourview.example",\n  detail ', 1))
        self.waiting()
        self.school.clock(MORNING + DAY)
        self.said("remind", "--send", "--yes", code=0)
        self.assertEqual(Counter(self.school.states()), {"queued": real, "given up": len(self.mails()), "sent": len(self.mails())})
        self.assertEqual({to for to, _, _ in self.letters()}, {"amara.okafor@harbourview.example"})
        self.fresh()
        with open(people, "w") as file:
            file.write(text)
        self.school.clock(MORNING + 2 * DAY)
        self.said("remind", "--send", "--yes", code=0)
        self.assertEqual(len(self.one_each()), real)

    # ---- put off ----

    def test_put_off_day_after_day(self):
        """Each day a letter of that day; closed after three school days, said to whoever reads the log of an unattended run."""
        server = self.smtp("RCPT 451 4.2.0 come back later")
        for day in 0, 1, 2, 3:
            self.school.clock(MORNING + day * DAY)
            self.assertEqual(self.said("remind", "T05", "--send", "--yes", "--quiet", code=0), "", day)
        self.school.clock(MORNING + 7 * DAY)
        said = self.said("remind", "T05", "--send", "--yes", "--quiet", code=5)
        self.assertEqual(said.count("E510"), 1, said)
        self.assertIn("to Robin Drake was closed without being sent: the server put it off for three school days: ", said)
        self.assertIn("Look at the address", said)
        self.assertEqual(self.school.states()[-1], "given up")
        server.script("")
        self.school.clock(MORNING + 8 * DAY)
        self.said("remind", "T05", "--send", "--yes", "--quiet", code=0)
        message = email.message_from_bytes(server.messages()[0], policy=email.policy.default)
        self.assertIn("Tuesday 1 December 2026:", message.get_body(("plain",)).get_content())
        self.assertEqual(len(server.accepted()), 1)

    def test_put_off_at_the_last_bytes(self):
        """A clear no there is a no; tried once more that day it is the same message."""
        server = self.smtp("DOT/1 451 4.7.1 come back later", "DOT/2 451 4.7.1 come back later")
        self.said("remind", "T05", "--send", "--yes", code=0)
        first, = self.school.rows("message_id, bytes, dot_at, state")
        self.assertEqual((first["state"], first["dot_at"]), (1, 0))
        self.school.clock(MORNING + 60)
        said = self.said("remind", "T05", "--send", "--yes", code=0)
        self.assertRegex(said, r"1 message waits: 1 put off by an earlier try, tried again from 23 November 2026, \d\d:\d\d on\.")
        self.school.clock(MORNING + HOUR)
        self.said("remind", "T05", "--send", "--yes", code=0)
        self.assertEqual([(row["message_id"], row["bytes"]) for row in self.school.rows("message_id, bytes")], [(first["message_id"], first["bytes"])])
        self.school.clock(MORNING + DAY)
        self.said("remind", "T05", "--send", "--yes", code=0)
        self.assertEqual(self.school.states(), ["given up", "sent"])
        self.assertEqual(len(server.accepted()), 1)

    def test_one_that_may_have_gone_is_never_made_anew(self):
        """Settled `again`, then put off: the same bytes under the same id, on whatever day."""
        server = self.smtp("DOT/1 close")
        self.said("remind", "T05", "--send", "--yes", code=5)
        first, = self.school.rows("message_id, bytes")
        server.script("RCPT 451 4.2.0 come back later")
        self.said("settle", "1", "again", "--yes")
        self.assertEqual(self.school.states(), ["queued"])
        server.script("")
        self.school.clock(MORNING + DAY)
        self.said("remind", "T05", "--send", "--yes", code=0)
        self.assertEqual(self.school.states(), ["sent"])
        self.assertEqual(self.school.rows("message_id, bytes"), [first])

    # ---- what an unattended run says ----

    def test_what_nobody_knows_is_said_once(self):
        server = self.smtp("DOT close")
        for times in 1, 2:
            said = self.said("remind", "--send", "--yes", "--quiet", code=5)
            self.assertEqual(said.count("E504"), 1, said)
            self.assertIn("Of %d messages nobody knows" % (2 * times), said)
        self.assertIn("to Ruth Feld", said)
        for words in ("remind",), ("outbox",), ("today",), ("today", "--quiet"):
            said = self.said(*words, code=2)
            self.assertEqual(said.count("E504"), 1, said)
        server.script("")
        said = self.said("remind", "--send", "--yes", "--quiet", code=2)
        self.assertEqual(said.count("E504"), 1, said)

    def test_a_refusal_is_said(self):
        self.unknown("robin.drake")
        said = self.said("remind", "--send", "--yes", "--quiet", code=5)
        self.assertIn("refused the message to Robin Drake: 550 5.1.1 no such user", said)
        self.assertIn("Mend the address", said)

    def test_what_waits_is_named(self):
        self.school.clock(EVENING)
        self.waiting()
        before = len(self.school.rows("id"))
        self.school.clock(MORNING + DAY)
        for word in "today", "doctor":
            self.assertIn("remind --send makes", self.said(word))
        self.said("remind", "--send", "--yes", code=0)
        self.assertNotIn("remind --send makes", self.said("today"))
        self.assertIn("%d that waited were closed" % before, self.said("journal"))

    # ---- files ----

    def files(self):
        return sorted(name for _, _, names in os.walk(self.school.folder + "/outbox") for name in names if name.endswith((".eml", ".html")))

    def test_drafts_of_what_has_gone_go_too(self):
        self.said("remind", "T05", "--drafts", code=0)
        self.said("remind", "T06", "--drafts", code=0)
        self.assertEqual(len(self.files()), 4)
        theirs = [name for name in self.files() if "9AH" in name]
        self.said("send", "--yes", "outbox/2026-11-23/" + [name for name in theirs if name.endswith(".eml")][0], code=0)
        self.assertEqual(len(self.mails()), 1)
        self.assertEqual([name for name in self.files() if name in theirs], [])
        self.assertEqual(len(self.files()), 2)
        self.said("settle", "2", "drop", "--yes", code=0)
        self.assertEqual(self.files(), [])

    def test_a_file_of_their_own_stays(self):
        self.said("remind", "T05", "--drafts", code=0)
        path = self.school.folder + "/outbox/2026-11-23/" + [name for name in self.files() if name.endswith(".eml")][0]
        with open(path, "w") as file:
            file.write("Subject: mine\n\nMine.\n")
        self.said("settle", "1", "arrived", "--yes", code=0)
        with open(path) as file:
            self.assertIn("Mine.", file.read())

    # ---- cut off ----

    def settle_what_is_in_doubt(self):
        for row in self.school.rows("id, state, message_id"):
            if row["state"] == 5:
                self.said("settle", str(row["id"]), "arrived" if self.mails("<%s>" % row["message_id"]) else "again", "--yes")

    def test_killed_at_any_moment(self):
        """On the morning after: each has one letter, and what counts as told is what would without a kill."""
        self.school.clock(EVENING)
        self.waiting()
        self.school.clock(MORNING + DAY)
        evening, chance = self.school, random.Random(7)
        self.school, started = evening.copy(), time.time()
        self.said("remind", "--send", "--yes", code=0)
        seconds, wanted, rounds = time.time() - started, self.told(), 10
        for turn in range(rounds):
            self.fresh()
            self.school.close()
            self.school = evening.copy()
            for _ in range(2):
                run = self.school.start("remind", "--send", "--yes", "--quiet")
                time.sleep(seconds * (turn + chance.random()) / rounds)
                run.kill()
                run.communicate()
            self.said("remind", "--send", "--yes")
            self.settle_what_is_in_doubt()
            self.said("remind", "--send", "--yes", code=0)
            self.one_each()
            self.assertEqual(set(self.school.states()), {"sent", "given up"})
            self.assertEqual(self.told(), wanted)
        self.assertEqual(self.school.run("journal", "--verify").returncode, 0)
        evening.close()

    def test_older_records_put_back(self):
        self.school.clock(EVENING)
        self.waiting()
        self.school.clock(MORNING + DAY)
        self.school.save(self.school.base + "/before")
        self.said("remind", "--send", "--yes", code=0)
        went = len(self.one_each())
        for tail in "-wal", "-shm":
            if os.path.exists(self.school.folder + "/school.db" + tail):
                os.unlink(self.school.folder + "/school.db" + tail)
        os.replace(self.school.base + "/before", self.school.folder + "/school.db")
        self.assertIn("did not go again", self.said("remind", "--send", "--yes", code=0))
        self.assertEqual(len(self.one_each()), went)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
