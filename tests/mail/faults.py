# SPDX-License-Identifier: GPL-3.0-or-later
# faults - a mail server that closes, stalls, lies, floods, throttles or refuses at each verb in turn.  What the server says it
# accepted is held against the records: accepted and sent, accepted and in doubt, or not accepted and one of the others.
#   faults.py PROGRAM FILL CLOCK
import os, re, signal, sys, time
from collections import Counter

from mailkit import School, Server, certificate

school = School()
faults = []


def check(name, condition, what):
    if not condition:
        faults.append("%s: %s" % (name, what))
        print(faults[-1], flush=True)


def reconcile(name, mine, server):
    accepted = Counter(line[0] for line in server.accepted())
    for row in mine.rows("message_id, state"):
        times = accepted[row["message_id"]]
        fine = times == 1 if row["state"] == 4 else times <= 1 if row["state"] == 5 else times == 0
        check(name, fine, "state %d, accepted %d times" % (row["state"], times))


# name; script of the server; messages; states afterwards; attempts; exit code; what is said
CASES = [
    ("greeting closes", ["GREETING close"], 2, "queued queued", "0 0", 5, "could not be reached or did not answer"),
    ("greeting 554", ["GREETING 554 go away"], 2, "queued queued", "0 0", 5, "E502"),
    ("greeting 421", ["GREETING 421 busy"], 2, "queued queued", "0 0", 5, "E502"),
    ("greeting nonsense", ["GREETING nonsense"], 2, "queued queued", "0 0", 5, "E502"),
    ("greeting hangs", ["GREETING hang"], 2, "queued queued", "0 0", 5, "did not answer"),
    ("greeting without end", ["GREETING endless"], 1, "queued", "0", 5, "E502"),
    ("greeting floods", ["GREETING flood"], 1, "queued", "0", 5, "E502"),
    ("hello closes", ["EHLO close"], 2, "queued queued", "0 0", 5, "E502"),
    ("hello hangs", ["EHLO hang"], 1, "queued", "0", 5, "E502"),
    ("hello floods", ["EHLO flood"], 1, "queued", "0", 5, "E502"),
    ("hello 554", ["EHLO 554 5.5.0 no"], 2, "queued queued", "0 0", 5, "E502"),
    ("hello 421", ["EHLO 421 4.3.2 busy"], 2, "queued queued", "0 0", 5, "E502"),
    ("sign-in hangs", ["AUTH hang"], 1, "queued", "0", 5, "E502"),
    ("sign-in closes", ["AUTH close"], 1, "queued", "0", 5, "E502"),
    ("sign-in later", ["AUTH 454 4.7.0 not now"], 2, "queued queued", "0 0", 5, "E502"),
    ("sender later", ["MAIL 451 4.3.0 later"], 2, "queued queued", "1 1", 0, "put off 2"),
    ("sender 421", ["MAIL 421 4.3.2 closing"], 2, "queued queued", "0 0", 5, "closing"),
    ("sender refused", ["MAIL 550 5.7.60 you may not send as this"], 2, "queued queued", "0 0", 5, "does not let us send as"),
    ("sender closes", ["MAIL close"], 2, "queued queued", "0 0", 5, "E502"),
    ("sender hangs", ["MAIL hang"], 1, "queued", "0", 5, "E502"),
    ("too large", ["MAIL/1 552 5.3.4 too large"], 2, "refused sent", "1 1", 5, "too large"),
    ("recipient unknown", ["RCPT/1 550 5.1.1 nobody here"], 2, "refused sent", "1 1", 5, "nobody here"),
    ("recipient 553", ["RCPT/2 553 5.1.3 odd"], 2, "sent refused", "1 1", 5, "Mend the address in people.lua"),
    ("recipient later", ["RCPT 451 4.2.0 later"], 2, "queued queued", "1 1", 0, "put off 2 messages"),
    ("recipient hangs", ["RCPT hang"], 1, "queued", "0", 5, "E502"),
    ("data hangs", ["DATA hang"], 1, "queued", "0", 5, "E502"),
    ("data 421", ["DATA 421 4.3.2 closing"], 2, "queued queued", "0 0", 5, "closing"),
    ("dot too large", ["DOT/1 552 5.3.4 too large"], 2, "refused sent", "1 1", 5, "too large"),
    ("recipient closes", ["RCPT close"], 2, "queued queued", "0 0", 5, "E502"),
    ("recipient 421", ["RCPT 421 4.3.2 closing"], 2, "queued queued", "0 0", 5, "closing"),
    ("recipient 421 once", ["RCPT/1 421 4.3.2 closing"], 2, "sent sent", "1 1", 0, "Sent 2"),
    ("too fast", ["RCPT 450 4.7.28 too many"], 3, "queued queued queued", "0 0 0", 5, "too many"),
    ("too fast once", ["RCPT/1 432 4.3.2 too many"], 2, "sent sent", "1 1", 0, "Sent 2"),
    ("three in a row", ["RCPT 550 5.1.1 nobody"], 5, "refused refused refused queued queued", "1 1 1 0 0", 5, "2 messages wait"),
    ("never three in a row", ["RCPT/1 550 a", "RCPT/2 550 a", "RCPT/4 550 a", "RCPT/5 550 a"], 6, "refused refused sent refused refused sent", "1 1 1 1 1 1", 5, "Sent 2"),
    ("data refused", ["DATA/1 554 5.6.0 no"], 2, "refused sent", "1 1", 5, "no"),
    ("data later", ["DATA 451 4.3.0 later"], 1, "queued", "1", 0, "put off 1"),
    ("data closes", ["DATA close"], 2, "queued queued", "0 0", 5, "E502"),
    ("text cut", ["TEXT/1 close 2000"], 2, "queued sent", "1 1", 0, "put off 1"),
    ("dot later", ["DOT 451 4.3.0 later"], 2, "queued queued", "1 1", 0, "put off 2"),
    ("dot 421", ["DOT/1 421 4.3.2 closing"], 2, "queued sent", "1 1", 0, "Sent 1"),
    ("dot refused", ["DOT/1 554 5.6.0 no"], 2, "refused sent", "1 1", 5, "no"),
    ("dot accepted and closed", ["DOT/1 close"], 3, "doubtful sent sent", "1 1 1", 5, "E504"),
    ("dot not accepted and closed", ["DOT/1 close-before"], 2, "doubtful sent", "1 1", 5, "settle 1 arrived"),
    ("dot closes twice", ["DOT close"], 3, "doubtful doubtful queued", "1 1 0", 5, "E504"),
    ("dot lies", ["DOT/1 lie"], 2, "doubtful sent", "1 1", 5, "E504"),
    ("sign-in refused", ["AUTH 535 5.7.8 no"], 2, "queued queued", "0 0", 5, "refused the sign-in"),
    ("passwords are off", ["AUTH 535 5.7.139 basic authentication is disabled"], 1, "queued", "0", 5, "basic authentication is disabled"),
]


def run_case(name, script, count, states, attempts, code, said):
    mine, server = school.copy(), Server("faulty.py")
    server.script(*script)
    mine.smtp(server, 'user = "careers", password_file = "%s",' % secret if "AUTH" in " ".join(script) else "")
    mine.fill(count, "big" if name == "text cut" else "p")
    started = time.time()
    run = mine.run("send", "--yes")
    seconds = time.time() - started
    rows = mine.rows("attempts")
    check(name, " ".join(mine.states()) == states, "%s and not %s" % (" ".join(mine.states()), states))
    check(name, " ".join(str(row["attempts"]) for row in rows) == attempts, "attempts %s" % [row["attempts"] for row in rows])
    check(name, run.returncode == code, "ended with %d: %s %s" % (run.returncode, run.stdout, run.stderr))
    check(name, said in run.stdout + run.stderr, "does not say '%s': %s %s" % (said, run.stdout, run.stderr))
    check(name, seconds < 60, "%.0f seconds" % seconds)
    check(name, not re.search(r"[^\x20-\x7e\n\u2010-\u2027]", run.stderr), "odd signs")
    if "AUTH" in " ".join(script):
        check(name, sum("AUTH " in line for line in server.seen()) == 1, "signed in more than once")
    check(name, "sesame" not in run.stdout + run.stderr, "the password is said")
    reconcile(name, mine, server)
    server.close()
    mine.close()


def doubt_stays():
    """Not sent again by itself, listed by every word, holds back no other; again sends the same bytes once more."""
    mine, server = school.copy(), Server("faulty.py")
    server.script("DOT/1 close-before")
    mine.smtp(server)
    mine.fill(2)
    mine.run("send", "--yes")
    before = mine.rows("bytes, message_id")[0]
    for word in ("send", "today", "remind", "outbox"):
        run = mine.run(word)
        check("doubt", run.returncode in (2, 4) and "message 1 to J. Patel" in run.stderr, "%s does not list it: %d %s" % (word, run.returncode, run.stderr))
    check("doubt", "nobody knows" in mine.run("doctor").stdout, "doctor does not list it")
    check("doubt", mine.run("settle", "1", "again").returncode == 4, "settled without --yes")
    run = mine.run("settle", "1", "again", "--yes")
    check("doubt", run.returncode == 0 and mine.states() == ["sent", "sent"], "%s %s" % (mine.states(), run.stderr))
    with open("%s/mail/%s.eml" % (server.folder, before["message_id"]), "rb") as file:
        check("doubt", file.read() == before["bytes"], "other bytes went")
    for words in (("settle", "1", "again"), ("settle", "9", "drop"), ("settle", "1", "perhaps"), ("settle", "again")):
        check("doubt", mine.run(*words, "--yes").returncode == 4, " ".join(words))
    reconcile("doubt", mine, server)
    check("doubt", [line for line in mine.journal() if "settled=again" in line] and [line for line in mine.journal() if "state=doubtful" in line], "not in the journal")
    server.close()
    mine.close()


def later_is_tried_again():
    """Five minutes, a quarter of an hour, one, four hours, then the next school day; given up after three school days."""
    mine, server = school.copy(), Server("faulty.py")
    server.script("RCPT 450 4.2.0 Greylisted, come back")
    mine.smtp(server)
    mine.fill(1, "plain")
    first = mine.now
    for wait in (300, 900, 3600, 4 * 3600):
        mine.run("send", "--yes")
        row = mine.rows("not_before, attempts")[0]
        check("later", abs(row["not_before"] - mine.now - wait) <= 60, "after %d attempts %d s" % (row["attempts"], row["not_before"] - mine.now))
        mine.run("send", "--yes")
        check("later", mine.rows("attempts")[0]["attempts"] == row["attempts"], "tried too early")
        mine.clock(mine.now + wait + 60 if mine.now + wait + 60 < first + 7 * 3600 else first + 22 * 3600)
    run = mine.run("send", "--yes")
    row = mine.rows("not_before")[0]
    check("later", (row["not_before"] + 3600) % 86400 == 7 * 3600, "not at seven in London: %d" % row["not_before"])
    mine.clock(first + 4 * 86400 + 3600)
    run = mine.run("send", "--yes")
    check("later", mine.states() == ["given up"] and "three school days" in run.stdout, "%s %s" % (mine.states(), run.stdout))
    server.close()
    mine.close()


def interrupted():
    mine, server = school.copy(), Server("faulty.py")
    server.script("RCPT/1 hang")
    mine.smtp(server)
    mine.fill(2)
    run = mine.start("send", "--yes")
    time.sleep(1.5)
    run.send_signal(signal.SIGINT)
    started = time.time()
    run.communicate(timeout=30)
    check("Ctrl-C before the dot", run.returncode == 130 and mine.states() == ["queued", "queued"], "%d %s" % (run.returncode, mine.states()))
    check("Ctrl-C before the dot", time.time() - started < 5, "late")
    server.script("DOT/1 slow 3")
    run = mine.start("send", "--yes")
    for _ in range(100):
        if "dot" in mine.states():
            break
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=60)
    check("Ctrl-C at the dot", run.returncode == 130 and mine.states() == ["sent", "queued"], "%d %s" % (run.returncode, mine.states()))
    reconcile("Ctrl-C", mine, server)
    server.close()
    mine.close()


def at_once():
    mine, server = school.copy(), Server("faulty.py")
    server.script("DOT/1 slow 14")
    mine.smtp(server)
    mine.fill(2)
    one = mine.start("send", "--yes")
    time.sleep(1)
    two = mine.run("send", "--yes")
    one.communicate(timeout=60)
    check("two at once", one.returncode == 0 and two.returncode == 5 and "E401" in two.stderr, "%d %d %s" % (one.returncode, two.returncode, two.stderr))
    check("two at once", mine.states() == ["sent", "sent"], mine.states())
    reconcile("two at once", mine, server)
    server.close()
    mine.close()


folder = school.base
secret = folder + "/secret"
with open(secret, "w") as file:
    file.write("sesame\n")
os.chmod(secret, 0o600)
for case in CASES:
    run_case(*case)
doubt_stays()
later_is_tried_again()
interrupted()
at_once()
school.close()
print("%d cases, %d faults" % (len(CASES) + 4, len(faults)))
sys.exit(1 if faults else 0)
