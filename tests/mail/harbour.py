# SPDX-License-Identifier: GPL-3.0-or-later
# harbour - the example school with all its records, and a mail program that keeps what it is given.
import glob, os, re, shutil, sys, unittest

import mailkit
from mailkit import School

SOURCE = sys.argv[4]
MORNING = 1795419000  # Monday 23 November 2026, 07:30
HOUR, DAY = 3600, 86400
# Keeps what it is given, one file a message, and knows nobody whose name stands in "unknown".
KEEP = """#!/bin/sh
cat >{base}/in
if grep -i "^To:" {base}/in | grep -qf {base}/unknown; then echo "550 5.1.1 no such user"; exit 67; fi
mv {base}/in {base}/mail/$$
"""


def new_school():
    mailkit.MONDAY = MORNING
    school = School()
    example = SOURCE + "/examples/harbour-view"
    for path in glob.glob(example + "/*.lua"):
        shutil.copy(path, school.folder)
    for path in glob.glob(example + "/imports/*"):
        shutil.copy(path, school.folder + "/imports")
    made = school.run("import", school.folder + "/imports", "--yes")
    assert made.returncode in (0, 2), made.stdout + made.stderr
    return school


class Harbour(unittest.TestCase):
    SCHOOL = None

    @classmethod
    def setUpClass(cls):
        cls.SCHOOL = new_school()

    @classmethod
    def tearDownClass(cls):
        cls.SCHOOL.close()

    def setUp(self):
        self.school = self.SCHOOL.copy()
        base = self.base = self.school.base
        os.mkdir(base + "/mail")
        with open(base + "/keep", "w") as file:
            file.write(KEEP.format(base=base))
        os.chmod(base + "/keep", 0o700)
        self.unknown()
        self.way('pace = 60000, send_by = "sendmail", sendmail = "%s/keep"' % base)

    def tearDown(self):
        self.school.close()

    def way(self, text):
        """How messages leave from now on; the trial is over."""
        path = self.school.folder + "/people.lua"
        with open(path) as file:
            lines = "".join(line for line in file if "trial_to" not in line)
        with open(path, "w") as file:
            file.write(re.sub(r'send_by *= *"drafts"|pace = 60000, send_by = .*(?=,)', text, lines))

    def unknown(self, *names):
        with open(self.school.base + "/unknown", "w") as file:
            file.write("\n".join(names or ("nobody at all",)) + "\n")

    def said(self, *words, code=None):
        run = self.school.run(*words)
        if code is not None:
            self.assertEqual(run.returncode, code, run.stdout + run.stderr)
        return " ".join((run.stdout + run.stderr).split())

    def mails(self, word="To: "):
        found = []
        for name in os.listdir(self.base + "/mail"):
            with open(self.base + "/mail/" + name) as file:
                text = file.read()
            if word in text:
                found.append(text)
        return found
