# SPDX-License-Identifier: GPL-3.0-or-later
# stops - a send that is interrupted at each of its moments, by each way; what is said, what is on record, how it goes on; and
# several messages settled at once.
#   stops.py PROGRAM FILL CLOCK
import os, signal, sys, time, unittest
from collections import Counter

from mailkit import School, Server


def setUpModule():
    global SCHOOL
    SCHOOL = School()


def tearDownModule():
    SCHOOL.close()


class Way(unittest.TestCase):
    def setUp(self):
        self.school, self.servers = SCHOOL.copy(), []

    def tearDown(self):
        self.school.close()
        for server in self.servers:
            server.close()

    def smtp(self, *script):
        self.servers.append(Server("faulty.py"))
        self.servers[-1].script(*script)
        self.school.smtp(self.servers[-1])
        return self.servers[-1]

    def drafts(self, count):
        """As remind --drafts leaves them: planned, and not due."""
        self.school.fill(count)
        self.school.sql("update outbox set state = 0, drafted_at = made_at")
        self.assertEqual(self.words(), ["drafted"] * count)

    def words(self):
        rows = self.school.run("outbox", "--csv").stdout.splitlines()[1:]
        return [row.rsplit(",", 2)[1] for row in rows]

    def stopped(self, moment, times=1):
        """send, with Ctrl-C once the moment has come; what it said."""
        run = self.school.start("send", "--yes")
        until = time.time() + 30
        while not moment():
            self.assertLess(time.time(), until, "that moment never came")
            time.sleep(0.02)
        for _ in range(times):
            run.send_signal(signal.SIGINT)
            time.sleep(2.1 if times > 1 else 0.1)  # a second one counts when the first had a second to be heard
        out, err = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 130, out + err)
        self.assertIn("You stopped it.", err)
        self.assertIn("send  goes on with what waits", err)
        return out + err

    def state_is(self, state):
        return lambda: state in self.school.states()

    def goes_on(self, code=0):
        run = self.school.run("send", "--yes")
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)
        return run.stdout + run.stderr

    def once_each(self, server):
        self.assertEqual(set(Counter(line[0] for line in server.accepted()).values()), {1})


class Stops(Way):
    def test_server_before_the_text(self):
        server = self.smtp("RCPT/2 hang")
        self.drafts(3)
        said = self.stopped(lambda: "begun" in self.school.states() and len(server.accepted()) == 1)
        self.assertEqual(self.words(), ["sent", "to be sent", "to be sent"])
        self.assertIn("Sent 1 message.", said)
        self.assertIn("2 messages wait.", said)
        self.assertEqual([row["attempts"] for row in self.school.rows("attempts")], [1, 0, 0])
        self.goes_on()
        self.assertEqual(self.words(), ["sent"] * 3)
        self.once_each(server)

    def test_server_in_the_text(self):
        server = self.smtp("TEXT/1 slow 3")
        self.school.fill(1, "big")
        self.stopped(self.state_is("begun"))
        self.assertEqual(self.words(), ["to be sent"])
        self.goes_on()
        self.once_each(server)

    def test_server_at_the_answer(self):
        server = self.smtp("DOT/1 slow 3")
        self.drafts(2)
        said = self.stopped(self.state_is("dot"))
        self.assertEqual(self.words(), ["sent", "to be sent"])
        self.assertIn("Sent 1 message.", said)
        self.goes_on()
        self.once_each(server)

    def test_server_a_second_time_at_the_answer(self):
        server = self.smtp("DOT/1 slow 9")
        self.drafts(2)
        said = self.stopped(self.state_is("dot"), 2)
        self.assertEqual(self.words(), ["unsure", "to be sent"])
        self.assertIn("settle 1 arrived", said)
        self.goes_on(2)
        self.assertEqual(self.words(), ["unsure", "sent"])
        self.assertEqual(self.school.run("settle", "1", "arrived", "--yes").returncode, 0)
        self.assertEqual(self.words(), ["sent", "sent"])
        time.sleep(9)
        self.once_each(server)

    def test_between_two(self):
        server = self.smtp()
        self.drafts(3)
        with open(self.school.folder + "/people.lua") as file:
            text = file.read()
        with open(self.school.folder + "/people.lua", "w") as file:
            file.write(text.replace("pace = 60000", "pace = 1"))
        said = self.stopped(self.state_is("sent"))
        self.assertEqual(self.words(), ["sent", "to be sent", "to be sent"])
        self.assertIn("2 messages wait.", said)
        self.school.smtp(server)
        self.goes_on()
        self.once_each(server)

    def sendmail(self, text):
        path = self.school.base + "/sendmail"
        with open(path, "w") as file:
            file.write("#!/bin/sh\n%s\n" % text)
        os.chmod(path, 0o700)
        self.school.people('send_by = "sendmail", sendmail = "%s",' % path)

    def test_mail_program_at_work(self):
        kept = self.school.base + "/kept"
        self.sendmail("cat >> %s.$$; sleep 2" % kept)
        self.drafts(2)
        said = self.stopped(self.state_is("dot"))
        self.assertEqual(self.words(), ["sent", "to be sent"])
        self.assertIn("1 message waits.", said)
        self.goes_on()
        self.assertEqual(self.words(), ["sent", "sent"])
        self.assertEqual(len([name for name in os.listdir(self.school.base) if name.startswith("kept.")]), 2)

    def test_mail_program_a_second_time(self):
        self.sendmail("cat > /dev/null; sleep 20")
        self.drafts(2)
        said = self.stopped(self.state_is("dot"), 2)
        self.assertEqual(self.words(), ["unsure", "to be sent"])
        self.assertIn("settle 1 arrived", said)

    def test_drafts_that_a_run_left_out(self):
        """Killed between the records and the files: what lies there is whole, and the next run writes the rest."""
        self.school.people('send_by = "drafts",')
        self.drafts(2)
        self.school.sql("update outbox set drafted_at = 0 where id = 2")
        self.assertEqual(self.words(), ["drafted", "planned"])
        run = self.school.run("remind", "--drafts")
        self.assertIn("Wrote 1 draft into outbox/2027-06-07", run.stdout)
        self.assertEqual(self.words()[:2], ["drafted", "drafted"])
        self.assertEqual(self.school.states()[:2], ["planned", "planned"])


class Settling(Way):
    def doubtful(self, count):
        server = self.smtp("DOT close")
        self.school.fill(count)
        while "queued" in self.school.states():
            self.school.run("send", "--yes")
        self.assertEqual(self.school.states(), ["doubtful"] * count)
        server.script("")
        return server

    def settle(self, code, *words):
        run = self.school.run("settle", *words)
        self.assertEqual(run.returncode, code, run.stdout + run.stderr)
        return run.stdout + run.stderr

    def test_several(self):
        self.doubtful(4)
        self.assertIn("They count as sent.", self.settle(4, "1", "2", "3", "arrived"))  # the preview alone
        self.assertEqual(self.school.states(), ["doubtful"] * 4)
        self.assertIn("3 messages are sent.", self.settle(0, "1,", "#2", "3", "3", "arrived", "--yes"))
        self.assertEqual(self.school.states(), ["sent"] * 3 + ["doubtful"])
        self.assertEqual(len([line for line in self.school.journal() if "settled=arrived" in line]), 3)
        self.assertEqual(sorted(line[3] for line in self.school.log()), ["arrived"] * 3)

    def test_all_again(self):
        server = self.doubtful(3)
        before = {row["message_id"]: row["bytes"] for row in self.school.rows("message_id, bytes")}
        went = len(server.accepted())
        said = self.settle(4, "all", "again")
        self.assertIn("That is 3 messages.", said)
        self.assertEqual(len(server.accepted()), went)
        self.assertIn("Sent 3 messages.", self.settle(0, "all", "again", "--yes"))
        self.assertEqual(self.school.states(), ["sent"] * 3)
        self.assertEqual(len(server.accepted()), went + 3)
        for name, data in before.items():
            with open("%s/mail/%s.eml" % (server.folder, name), "rb") as file:
                self.assertEqual(file.read(), data)
        self.goes_on()
        self.assertEqual(len(server.accepted()), went + 3)

    def test_all_is_what_nobody_knows(self):
        server = self.doubtful(1)
        self.school.fill(2, "more")
        self.assertIn("Message 1 is closed.", self.settle(0, "all", "drop", "--yes"))
        self.assertEqual(self.school.states(), ["given up", "queued", "queued"])
        self.assertIn("no message of which nobody knows", self.settle(4, "all", "again", "--yes"))
        self.goes_on()
        self.assertEqual(len({line[0] for line in server.accepted()} - {self.school.rows("message_id")[0]["message_id"]}), 2)

    def test_one_that_can_not_be_settled_settles_none(self):
        self.doubtful(2)
        self.settle(0, "1", "arrived", "--yes")
        for words in (("2", "1", "again"), ("2", "9", "arrived"), ("2", "all", "drop"), ("all", "arrived", "2"), ("2", "two", "drop"), ("all",), ("arrived",)):
            self.settle(4, *words, "--yes")
            self.assertEqual(self.school.states(), ["sent", "doubtful"], words)

    def test_again_needs_a_way(self):
        self.doubtful(1)
        with open(self.school.folder + "/people.lua", "a") as file:
            file.write('mail { form = "x" }\n')
        self.assertIn("did you mean 'from'", self.settle(3, "1", "again", "--yes").lower())
        self.settle(0, "1", "arrived", "--yes")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=2)
