# SPDX-License-Identifier: GPL-3.0-or-later
# refused - an address that the server refuses: nobody counts as told, somebody hears of it, and once it is mended it goes.
#   refused.py PROGRAM FILL CLOCK SOURCE
import re, sys, unittest

from harbour import DAY, MORNING, Harbour


class Refused(Harbour):
    def setUp(self):
        super().setUp()
        self.unknown("robin.drake")

    def mend(self, to="robin.d@harbourview.example"):
        staff = self.school.folder + "/imports/staff.csv"
        with open(staff) as file:
            text = file.read()
        self.assertIn("robin.drake@harbourview.example", text)
        with open(staff, "w") as file:
            file.write(text.replace("robin.drake@harbourview.example", to))
        self.said("import", staff, "--yes", code=0)

    def told(self, form, name):
        run = self.school.run("remind", form, "--show", "--csv", "--names")
        ways = (name + " on 23 November 2026", r"^2026-11-23,.*" + name + ".*,told$")
        return bool(re.search("|".join(ways), run.stdout, re.M))

    def number(self):
        rows = [row for row in self.school.rows() if row["address"].startswith(("robin.drake@", "robin.d@"))]
        self.assertEqual(len(rows), 1, rows)
        return str(rows[0]["id"]), rows[0]

    def begin(self):
        everything = self.said("remind", "--send", "--yes", code=5)
        number, row = self.number()
        self.assertEqual((row["state"], row["dot_at"]), (6, 0))
        self.assertIn("settle %s again" % number, everything)
        return number, row

    def test_it_does_not_count_as_told(self):
        self.begin()
        self.assertFalse(self.told("9AH", "Robin Drake"))
        self.assertTrue(self.told("9BH", "Alex Ivory"))  # who was reached

    def test_those_who_can_mend_it_hear_of_it(self):
        number, _ = self.begin()
        for word in "doctor", "today":
            everything = self.said(word)
            self.assertIn("Robin Drake", everything, word)
            self.assertIn("settle %s again" % number, everything, word)
        self.school.clock(MORNING + 7 * DAY)
        letter = self.said("remind", "amara okafor")
        self.assertIn("mail to Robin Drake was refused", letter)
        self.assertIn("settle %s again" % number, letter)

    def test_nothing_more_goes_there_until_it_is_mended(self):
        self.begin()
        self.school.clock(MORNING + 7 * DAY)
        everything = self.said("remind", "--send", "--yes")
        self.assertIn("until the address is mended", everything)
        for words in ["remind", "9AH", "--show"], ["remind", "robin drake", "from", "today", "to", "2026-12-11"]:
            self.assertRegex(self.said(*words), r"Robin Drake (\(Tutor\) )?can not be reached: the mail server refused the address")
        self.number()
        self.unknown()
        self.mend()
        self.school.clock(MORNING + 8 * DAY)
        self.said("remind", "--send", "--yes", code=0)
        self.assertEqual(len(self.mails("robin.d@")), 1)
        for word in "doctor", "today":
            self.assertNotIn("refused", self.said(word), word)

    def test_the_same_day_under_the_same_id(self):
        _, row = self.begin()
        self.unknown()
        self.mend()
        self.said("remind", "--send", "--yes", code=0)
        self.assertEqual(self.number()[1]["state"], 4)
        self.assertEqual(self.number()[1]["message_id"], row["message_id"])
        self.assertEqual(len(self.mails("robin.d@")), 1)

    def test_settled_again_it_goes_to_the_new_address(self):
        number, row = self.begin()
        self.unknown()
        self.mend()
        self.assertIn("goes to robin.d@harbourview.example now", self.said("settle", number, "again", "--dry-run"))
        self.said("settle", number, "again", "--yes", code=0)
        self.assertEqual(self.number()[1]["state"], 4)
        mail, = self.mails("robin.d@")
        self.assertNotIn("robin.drake@", mail)
        self.assertIn(row["message_id"], mail)
        made = row["bytes"].decode().replace("\r\n", "\n").replace("robin.drake@", "robin.d@")
        self.assertEqual(mail.replace("\r\n", "\n"), made)
        self.assertTrue(self.told("9AH", "Robin Drake"))
        self.assertNotIn("refused", self.said("doctor"))
        self.said("remind", "--send", "--yes", code=0)
        self.assertEqual(len(self.mails("robin.d@")), 1)

    def test_an_address_that_is_none_is_said(self):
        number, _ = self.begin()
        self.mend("no address")
        self.assertIn("none that mail can go to", self.said("settle", number, "again", "--yes", code=5))
        self.assertEqual(self.number()[1]["state"], 6)

    def test_dropped_the_next_list_tells_it(self):
        number, _ = self.begin()
        self.said("settle", number, "drop", "--yes", code=0)
        self.assertFalse(self.told("9AH", "Robin Drake"))
        self.assertNotIn("refused", self.said("doctor"))
        self.unknown()
        self.school.clock(MORNING + 7 * DAY)
        self.said("remind", "--send", "--yes", code=0)
        self.assertEqual(len(self.mails("robin.drake@")), 1)

    def test_what_a_later_message_told_does_not_go_again(self):
        number, _ = self.begin()
        self.unknown()
        self.mend()
        self.school.clock(MORNING + 7 * DAY)
        self.said("remind", "--send", "--yes", code=0)
        self.assertIn("came after it", self.said("settle", number, "again", "--yes"))
        self.assertEqual(len(self.mails("robin.d@")), 1)

    def test_what_waits_was_not_had(self):
        with open(self.school.base + "/keep", "w") as file:
            file.write("#!/bin/sh\nexit 1\n")
        self.said("remind", "--send", "--yes", code=5)
        waiting = len([row for row in self.school.rows("state") if row["state"] == 1])
        self.assertGreater(waiting, 10)
        everything = self.said("remind")
        self.assertIn("%d messages of today wait to be sent" % waiting, everything)
        self.assertNotIn("message today already", everything)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=1)
