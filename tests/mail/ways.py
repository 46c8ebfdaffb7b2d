# SPDX-License-Identifier: GPL-3.0-or-later
# ways - TLS, secrets, a mail program, drafts, the trial, quiet hours, records put back or damaged, disks that refuse.
#   ways.py PROGRAM FILL CLOCK
import email, email.policy, os, re, resource, shutil, signal, stat, subprocess, sys, time, unittest

from mailkit import MONDAY, School, Server, certificate

HOUR, DAY = 3600, 86400


def setUpModule():
    global SCHOOL, CERTS
    SCHOOL = School()
    CERTS = SCHOOL.base + "/certs"
    os.mkdir(CERTS)


def tearDownModule():
    SCHOOL.close()


class Mail(unittest.TestCase):
    def setUp(self):
        self.school, self.servers = SCHOOL.copy(), []

    def tearDown(self):
        self.school.close()
        for server in self.servers:
            server.close()

    def server(self, *words, program="faulty.py"):
        self.servers.append(Server(program, *words))
        return self.servers[-1]

    def send(self, code=None, states=None, said=None):
        run = self.school.run("send", "--yes")
        everything = run.stdout + run.stderr
        if code is not None:
            self.assertEqual(run.returncode, code, everything)
        if states is not None:
            self.assertEqual(" ".join(self.school.states()), states, everything)
        if said is not None:
            self.assertIn(said, everything)
        return everything

    def token(self, text="tok3n-of-the-day", more=""):
        path = self.school.base + "/token"
        with open(path, "w") as file:
            file.write("#!/bin/sh\n%s\necho '%s'\n" % (more, text))
        os.chmod(path, 0o700)
        return path


class Tls(Mail):
    def refused(self, server, more, said):
        self.school.smtp(server, more + ' user = "careers", token = { "%s" },' % self.token(), host="localhost")
        self.school.fill(1)
        everything = self.send(5, "queued", said)
        self.assertNotIn("tok3n", everything)
        clear = [line for line in server.seen() if line.startswith("clear")]
        self.assertFalse([line for line in clear if re.search("AUTH|MAIL|RCPT|DATA", line.split(" ", 1)[1][:8])], clear)
        doctor = self.school.run("doctor")
        self.assertEqual(doctor.returncode, 5)
        self.assertIn("failed at", doctor.stdout)

    def test_none_is_no_way(self):
        self.refused(self.server(), "", "offers no TLS")

    def test_starttls_refused(self):
        cert, key = certificate(CERTS, "a")
        server = self.server("--cert", cert, "--key", key)
        server.script("STARTTLS 454 4.7.0 not now")
        self.refused(server, 'ca_file = "%s",' % cert, "E502")

    def test_unknown_authority(self):
        cert, key = certificate(CERTS, "b")
        self.refused(self.server("--cert", cert, "--key", key), "", "certificate")

    def test_other_name(self):
        cert, key = certificate(CERTS, "c", host="mail.other.example")
        self.refused(self.server("--cert", cert, "--key", key), 'ca_file = "%s",' % cert, "certificate")

    def test_ended_certificate(self):
        cert, key = certificate(CERTS, "d", days="2")  # the program's day is months later
        server = self.server("--cert", cert, "--key", key)
        self.refused(server, 'ca_file = "%s",' % cert, "certificate")

    def test_old_tls(self):
        cert, key = certificate(CERTS, "e")
        self.refused(self.server("--cert", cert, "--key", key, "--old-tls"), 'ca_file = "%s",' % cert, "TLS of today")

    def test_injected_before_tls(self):
        cert, key = certificate(CERTS, "f")
        server = self.server("--cert", cert, "--key", key)
        server.script("STARTTLS inject")
        self.refused(server, 'ca_file = "%s",' % cert, "E502")

    def good(self, *words, more=""):
        server = self.server(*words)
        self.school.smtp(server, more + ' user = "careers@harbourview.example", token = { "%s" },' % self.token(), host="localhost")
        self.school.fill(2)
        self.send(0, "sent sent")
        self.assertIn("lets us in", self.school.run("doctor").stdout)
        self.assertEqual(len(server.accepted()), 2)
        return server

    def test_starttls_and_token(self):
        cert, key = certificate(CERTS, "g")
        seen = self.good("--cert", cert, "--key", key, more='ca_file = "%s",' % cert).seen()
        self.assertEqual({line.split()[1] for line in seen if line.startswith("clear")}, {"EHLO", "STARTTLS"})
        self.assertTrue([line for line in seen if line.startswith("TLS AUTH XOAUTH2")])
        self.assertEqual({line.split()[2] for line in seen if "EHLO" in line}, {"harbourview.example"})
        self.assertFalse([line for line in seen if "BODY=8BITMIME" in line or "SMTPUTF8" in line])
        self.assertEqual(len([line for line in seen if "RCPT" in line]), 2)

    def test_tls_from_the_start(self):
        cert, key = certificate(CERTS, "h")
        seen = self.good("--cert", cert, "--key", key, "--implicit", more='tls = "implicit", ca_file = "%s",' % cert).seen()
        self.assertFalse([line for line in seen if line.startswith("clear")])


class Secrets(Mail):
    def way(self, more):
        self.server_now = self.server()
        self.school.smtp(self.server_now)
        self.school.fill(1)
        self.school.smtp(self.server_now, 'user = "careers", ' + more)

    def test_password_in_people_is_refused(self):
        self.way('password = "sesame",')
        run = self.school.run("send", "--yes")
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertIn("password-here", run.stderr)
        self.assertIn("password_file", run.stderr)

    def test_file_of_the_password(self):
        path = self.school.base + "/secret"
        with open(path, "w") as file:
            file.write("sesame\n")
        os.chmod(path, 0o644)
        self.way('password_file = "%s",' % path)
        self.send(5, "queued", "chmod 600")
        os.chmod(path, 0o600)
        inside = self.school.folder + "/secret"
        shutil.copy(path, inside)
        self.school.smtp(self.server_now, 'user = "careers", password_file = "%s",' % inside)
        self.send(5, "queued", "lies in the school's folder")
        os.unlink(inside)
        self.school.smtp(self.server_now, 'user = "careers", password_file = "%s",' % path)
        everything = self.send(0, "sent")
        self.assertNotIn("sesame", everything)
        for folder, _, names in os.walk(self.school.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(b"sesame", file.read(), name)

    def test_programs_that_fail(self):
        for more, said in (("exit 3", "ended with an error"), ("exec true", "one line was expected"), ("printf 'a\\nb\\n'", "one line was expected")):
            self.way('token = { "%s" },' % self.token(more=more))
            self.send(5, None, said)
            self.assertNotIn("sent", self.school.states())
            self.assertFalse(self.servers[-1].seen())

    def test_program_that_never_ends(self):
        self.way('token = { "%s" },' % self.token(more="sleep 60 & sleep 61"))
        started = time.time()
        self.send(5, "queued", "within ten seconds")
        self.assertLess(time.time() - started, 25)

    def test_program_sees_little(self):
        out = self.school.base + "/env"
        self.way('token = { "%s", "a b" },' % self.token(more='env > %s; echo "$1" >> %s' % (out, out)))
        self.send(0, "sent")
        with open(out) as file:
            seen = file.read()
        self.assertNotIn("MAIL_CLOCK", seen)
        self.assertTrue(seen.endswith("a b\n"), seen)


class Program(Mail):
    def sendmail(self, text):
        path = self.school.base + "/sendmail"
        with open(path, "w") as file:
            file.write("#!/bin/sh\n" + text)
        os.chmod(path, 0o700)
        self.school.people('send_by = "sendmail", sendmail = "%s",' % path)

    def test_whole_message_and_its_words(self):
        got = self.school.base + "/got"
        self.sendmail('echo "$@" >> %s.words; cat > %s.$$\n' % (got, got))
        self.school.fill(2)
        self.send(0, "sent sent")
        with open(got + ".words") as file:
            self.assertEqual(file.read(), "-t -i -f careers@harbourview.example\n" * 2)
        bodies = {row["bytes"] for row in self.school.rows("bytes")}
        found = set()
        for name in os.listdir(self.school.base):
            if re.fullmatch(r"got\.\d+", name):
                with open(os.path.join(self.school.base, name), "rb") as file:
                    found.add(file.read())
        self.assertEqual(found, bodies)
        self.assertEqual(len(self.school.log()), 2)

    def test_its_endings(self):
        for code, states, exit_code in ((75, "queued", 0), (67, "refused", 5), (68, "refused", 5), (65, "refused", 5), (1, "queued", 5), (78, "queued", 5)):
            self.school.close()
            self.school = SCHOOL.copy()
            self.sendmail("cat > /dev/null; echo no such user >&2; exit %d\n" % code)
            self.school.fill(1)
            everything = self.send(exit_code, states)
            self.assertIn("no such user", everything + self.school.run("outbox").stdout)

    def test_killed_is_in_doubt(self):
        self.sendmail("cat > /dev/null; kill -9 $$\n")
        self.school.fill(1)
        self.send(5, "doubtful", "E504")

    def test_not_there(self):
        self.school.people('send_by = "sendmail", sendmail = "/nowhere/sendmail",')
        self.school.fill(1)
        self.send(5, "queued", "/nowhere/sendmail")
        self.assertIn("the mail program", self.school.run("doctor").stdout)


class Records(Mail):
    def ready(self, count=2):
        server = self.server()
        self.school.smtp(server)
        self.school.fill(count)
        return server

    def test_older_records_put_back(self):
        server = self.ready(3)
        copies = []
        server.script("RCPT/2 451 later", "RCPT/3 451 later", "RCPT/5 451 later")
        for _ in range(3):
            copies.append(self.school.base + "/db%d" % len(copies))
            self.school.save(copies[-1])
            self.school.sql("update outbox set not_before = 0")
            self.send()
        accepted = server.accepted()
        self.assertEqual(len(accepted), 3)
        self.assertEqual(self.school.states(), ["sent"] * 3)
        for copy in copies:
            self.put_back(copy)
            self.school.sql("update outbox set not_before = 0")
            self.send(0, "sent sent sent", "Was an older copy of the records put back?")
            self.assertEqual(server.accepted(), accepted)

    def put_back(self, copy):
        for tail in ("-wal", "-shm"):
            if os.path.exists(self.school.folder + "/school.db" + tail):
                os.unlink(self.school.folder + "/school.db" + tail)
        shutil.copy(copy, self.school.folder + "/school.db")

    def test_records_from_before_they_were_planned(self):
        before = self.school.base + "/before"
        self.school.save(before)
        server = self.ready(2)
        self.send(0, "sent sent")
        self.put_back(before)
        self.school.fill(2)
        self.assertEqual(self.school.states(), ["queued", "queued"])
        self.send(0, "sent sent", "did not go again")
        self.assertEqual(len(server.accepted()), 2)

    def test_torn_journal_of_what_left(self):
        server = self.ready(2)
        self.send(0, "sent sent")
        path = self.school.folder + "/outbox/sent.log"
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        with open(path) as file:
            text = file.read()
        self.assertNotIn("patel", text.lower())
        with open(path, "w") as file:
            file.write(text[:-20])
        self.school.sql("update outbox set state = 3 where id = 2")
        everything = self.send(2, "sent doubtful", "is not whole")
        self.assertIn("message 2", everything)
        self.school.run("settle", "2", "arrived", "--yes")
        self.assertEqual(self.school.states(), ["sent", "sent"])
        self.school.sql("update outbox set state = 1")
        self.send(0, "sent sent", "2 messages have left already")
        self.assertEqual(len(server.accepted()), 2)

    def test_what_was_dropped_stays_so(self):
        server = self.ready(1)
        server.script("DOT close-before")
        self.send(5, "doubtful")
        self.assertEqual(self.school.run("settle", "1", "drop", "--yes").returncode, 0)
        self.assertEqual(self.school.states(), ["given up"])
        self.school.sql("update outbox set state = 3")
        self.send(0, "given up")
        self.assertEqual(server.accepted(), [])

    def test_journal_that_can_not_be_written(self):
        server = self.ready(3)
        os.mkdir(self.school.folder + "/outbox")
        os.symlink(self.school.base + "/elsewhere", self.school.folder + "/outbox/sent.log")
        with open(self.school.base + "/elsewhere", "w"):
            pass
        self.send(5, "dot queued queued", "sent.log")
        self.assertEqual(len(server.accepted()), 1)
        os.unlink(self.school.folder + "/outbox/sent.log")
        self.send(2, "doubtful sent sent", "message 1")
        self.assertEqual(len(server.accepted()), 3)

    def test_disk_is_full(self):
        server = self.ready(40)

        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (60000, resource.RLIM_INFINITY))
        run = subprocess.run(self.school.words(("send", "--yes")), env=self.school.environment(), capture_output=True, text=True,
                             preexec_fn=small_files, cwd=self.school.base)
        self.assertEqual(run.returncode, 5, run.stdout + run.stderr)
        states = self.school.states()
        sent, open_one = states.count("sent"), states.count("dot") + states.count("begun")
        self.assertLessEqual(open_one, 1, states)
        self.assertIn(len(server.accepted()) - sent, (0, 1))
        run = self.school.run("send", "--yes")
        self.assertIn(run.returncode, (0, 2), run.stderr)
        self.assertEqual(len(server.accepted()), len({line[0] for line in server.accepted()}))
        self.assertEqual(set(self.school.states()) - {"sent", "doubtful"}, set())

    def test_altered_message_does_not_go(self):
        server = self.ready(1)
        self.school.sql("update outbox set bytes = cast(replace(cast(bytes as text), 'list', 'LIST') as blob)")
        self.send(5, "queued", "altered")
        self.assertEqual(server.seen(), [])

    def test_damaged_records_send_nothing(self):
        server = self.ready(30)
        with open(self.school.folder + "/school.db", "r+b") as file:
            size = os.path.getsize(self.school.folder + "/school.db")
            for page in range(4096 * 12, size - 4096, 4096):
                file.seek(page + 3)
                file.write(b"\xff\xff\xff\xff")
        run = self.school.run("send", "--yes")
        self.assertEqual(run.returncode, 5, run.stdout + run.stderr)
        self.assertEqual(server.accepted(), [])

    def test_folder_that_others_can_write(self):
        server = self.ready(1)
        os.chmod(self.school.folder, 0o777)
        self.send(5, "queued", "chmod")
        self.assertEqual(server.seen(), [])


class When(Mail):
    def ready(self):
        server = self.server()
        self.school.smtp(server)
        self.school.fill(1)
        return server

    def test_evenings_nights_and_days_without_school(self):
        server = self.ready()
        for at in (MONDAY + 8 * HOUR, MONDAY - 3 * HOUR - 60, MONDAY + 5 * DAY, MONDAY - 7 * DAY):  # 18:00, 06:59, Saturday, half-term
            self.school.clock(at)
            self.send(0, "queued", "Nothing goes between 18:00 and 07:00")
        self.assertEqual(server.seen(), [])
        self.school.clock(MONDAY - 3 * HOUR)  # 07:00
        self.send(0, "sent")

    def test_winter_time(self):
        self.ready()
        autumn = 1793602800 - 1793602800 % DAY  # Monday 2 November 2026, the second Monday after the clocks went back
        self.school.sql("update outbox set made_at = %d" % autumn)
        self.school.clock(autumn + 7 * HOUR - 60)
        self.send(0, "queued")
        self.school.clock(autumn + 7 * HOUR)
        self.send(0, "sent")

    def test_clock_that_jumped(self):
        server = self.server()
        server.script("RCPT/1 451 later")
        self.school.smtp(server)
        self.school.clock(MONDAY + 364 * DAY)
        self.school.fill(1)
        self.send(0, "queued")
        self.school.clock(MONDAY)
        self.assertGreater(self.school.rows()[0]["not_before"], MONDAY + 300 * DAY)
        self.send(0, "sent")

    def test_clock_that_goes_back(self):
        """An hour, a day, a year back and forward again: it goes once, and nothing is held for good."""
        server = self.server()
        server.script("RCPT/1 451 later")
        self.school.smtp(server)
        self.school.fill(1)
        self.send(0, "queued")
        self.school.clock(MONDAY - HOUR)
        self.send(0, "queued")
        self.school.clock(MONDAY - DAY)  # a Sunday
        self.send(0, "queued")
        self.school.clock(MONDAY - 364 * DAY)
        self.send(0, "sent")
        for at in (MONDAY, MONDAY + 364 * DAY, MONDAY - HOUR):
            self.school.clock(at)
            self.send(0, "sent")
        self.assertEqual(len(server.accepted()), 1)
        self.assertEqual(self.school.run("journal", "--verify").returncode, 0)

    def test_nights_in_which_the_clocks_change(self):
        """29 March and 25 October 2026: nothing in the night, and seven on Monday is seven in London."""
        with open(self.school.folder + "/terms.lua", "w") as file:
            file.write('term "spring 2" { first = "2026-02-23", last = "2026-04-02" }\nterm "autumn 1" { first = "2026-09-02", last = "2026-10-30" }\n')
        for sunday, monday_offset, header in ((1774742400, HOUR, "+0100"), (1792886400, 0, "+0000")):
            self.assertEqual(time.gmtime(sunday)[:5] in ((2026, 3, 29, 0, 0), (2026, 10, 25, 0, 0)), True)
            prefix = "n%d" % monday_offset
            server = self.server()
            self.school.smtp(server)
            friday = sunday - DAY - DAY + 18 * HOUR - (0 if monday_offset else HOUR)  # 18:00 in London, on the old time
            self.school.clock(friday)
            self.school.fill(1, prefix)
            self.school.sql("delete from notice")  # so that it stands on Monday, whatever is recorded
            for at in [friday] + [sunday + minutes * 60 for minutes in (-30, 0, 30, 59, 60, 61, 90, 120, 180)] + [sunday + DAY + 7 * HOUR - monday_offset - 90]:
                self.school.clock(at)
                self.school.run("send", "--yes")
                self.assertEqual(self.school.states()[-1], "queued", at - sunday)
            self.school.clock(sunday + DAY + 7 * HOUR - monday_offset)
            self.school.fill(1, prefix + "b")  # of that morning
            self.school.run("send", "--yes")
            self.assertEqual(self.school.states()[-2:], ["sent", "sent"])
            self.assertEqual(len(server.accepted()), 2)
            dates = [email.message_from_bytes(body, policy=email.policy.default)["Date"] for body in server.messages()]
            old = "+0000" if header == "+0100" else "+0100"
            self.assertEqual(sorted(date[-5:] for date in dates), sorted([old, header]))
            self.assertTrue([date for date in dates if " 07:0" in date and date.endswith(header)], dates)

    def test_what_is_settled_meanwhile_is_not_sent(self):
        server = self.ready()
        self.school.clock(MONDAY + DAY)
        self.send(0, "given up", "closed without being sent")
        self.assertEqual(server.accepted(), [])


class People(Mail):
    def test_trial(self):
        server = self.server()
        self.school.smtp(server)
        self.school.fill(1, "real")
        self.school.smtp(server, trial="a.okafor@harbourview.example")
        self.school.fill(1, "trial")
        self.assertIn("made before the trial", self.school.run("send").stdout)
        self.send(0, "queued sent")
        message = email.message_from_bytes(server.messages()[0], policy=email.policy.default)
        self.assertTrue(message["Subject"].startswith("[trial] "))
        self.assertIn("a.okafor@harbourview.example", message["To"])
        self.assertEqual([line for line in server.seen() if "RCPT" in line], ["clear RCPT TO:<a.okafor@harbourview.example>"])
        self.school.fill(1, "more")
        self.school.smtp(server)
        self.send(0, "sent sent given up", "trial, which is over")

    def test_address_that_changed(self):
        server = self.server()
        self.school.smtp(server)
        self.school.fill(1)
        self.school.smtp(server, email="joe.patel@harbourview.example")
        self.send(2, "given up", "another address now")
        self.school.fill(1)  # planned anew, under the same key
        self.send(0, "sent")
        self.assertIn("RCPT TO:<joe.patel@harbourview.example>", " ".join(server.seen()))

    def test_no_address(self):
        """Whoever has none is named, the others' messages go all the same."""
        server = self.server()
        self.school.smtp(server)
        with open(self.school.folder + "/people.lua") as file:
            text = file.read()
        with open(self.school.folder + "/people.lua", "w") as file:
            file.write(text.replace('email = "a.okafor@harbourview.example", ', ""))
        run = self.school.run("remind")
        self.assertIn("A. Okafor (Careers Leader) has no address in people.lua.", run.stdout)
        run = self.school.run("remind", "--send", "--yes")
        self.assertIn("A. Okafor has no address in people.lua.", run.stderr)
        self.assertIn('email = "..."', run.stderr)
        self.assertNotIn("RCPT", " ".join(server.seen()))
        with open(self.school.folder + "/people.lua", "w") as file:
            file.write(text)
        self.school.fill(1)
        with open(self.school.folder + "/people.lua", "w") as file:
            file.write(text.replace('email = "j.patel@harbourview.example", ', 'email = "", '))
        self.send(2, "given up", "closed without being sent")

    def test_text_that_can_not_be_filled_in(self):
        """A slip in messages.lua: no letter is made and nothing leaves; what lay ready is as it was."""
        server = self.server()
        self.school.smtp(server)
        for slip, said in (('message "greeting" { says = "Dear {{nobody}}" }', "can not say {{nobody}}"), ('message "greetin" { says = "a" }', "Did you mean 'greeting'?"),
                           ('message "greeting" { says = "Dear {{reader" }', "can not say"), ("message (", "messages.lua")):
            with open(self.school.folder + "/messages.lua", "w") as file:
                file.write(slip + "\n")
            for words in (("remind",), ("remind", "--drafts"), ("remind", "--send", "--yes")):
                run = self.school.run(*words)
                self.assertGreaterEqual(run.returncode, 3, (slip, words, run.stdout))
                self.assertIn(said, run.stdout + run.stderr)
            self.assertEqual(self.school.states(), [])
        self.assertEqual(server.seen(), [])
        self.school.fill(1)
        self.send(0, "sent")

    def test_address_outside(self):
        server = self.server()
        self.school.smtp(server, email="j.patel@elsewhere.example")
        with self.assertRaises(subprocess.CalledProcessError):
            self.school.fill(1)
        self.assertEqual(self.school.states(), [])
        self.school.people('also = { "j.patel@elsewhere.example" }, send_by = "smtp", smtp = { host = "127.0.0.1", port = %d },' % server.port,
                           email="j.patel@elsewhere.example")
        self.school.fill(1)
        self.send(0, "sent")

    def test_a_second_fill_makes_nothing_twice(self):
        server = self.server(program="real.py")
        self.school.smtp(server)
        self.school.fill(3)
        first = self.school.rows()
        self.school.fill(3)
        self.assertEqual(self.school.rows(), first)
        self.send(0, "sent sent sent")
        self.school.fill(3)
        self.send(0, "sent sent sent")
        self.assertEqual(len(server.accepted()), 3)
        for line in server.accepted():
            self.assertEqual(line[2], "j.patel@harbourview.example")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=1)
