# SPDX-License-Identifier: GPL-3.0-or-later
# kills - many messages through many kill -9s: none is lost, none goes twice, each doubtful one is listed, and all is right once
# settled.  The server is not ours, and neither is the reader of what arrived.
#   kills.py PROGRAM FILL CLOCK [--twin]      SIGNPOST_LONG=1: 10,000 messages and 200 kills
# The twin takes the protection away: what was found between the last bytes and the answer is simply sent again.
import email, email.policy, json, os, random, re, sys, time
from collections import Counter

from mailkit import MONDAY, School, Server, digest

LONG = bool(os.environ.get("SIGNPOST_LONG"))
MESSAGES, KILLS = (10000, 200) if LONG else (240, 20)
LINE = 32 + 20 + 1 + 64 + 1 + 27 + 1  # octets of a line of the server's record
twin = "--twin" in sys.argv


def run_and_kill(school, server, chance):
    """Killed some messages on, at any moment of one; now and then before the first.  False: it came to its end."""
    size = lambda: os.path.getsize(server.folder + "/accepted.log") if os.path.exists(server.folder + "/accepted.log") else 0
    run, start = school.start("send", "--yes", "--quiet"), size()
    least = chance.randrange(2 * MESSAGES // KILLS) * LINE
    until = time.time() + (chance.random() * 0.5 if chance.random() < 0.1 else 120)
    while run.poll() is None and size() - start < least and time.time() < until:
        time.sleep(0.001)
    time.sleep(chance.random() * 0.03)
    killed = run.poll() is None
    run.kill()
    run.communicate()
    return killed


def forget_doubt(school):
    school.sql("update outbox set state = 1 where state in (3, 5)")


def went_twice(server):
    return any(count > 1 for count in Counter(line[0] for line in server.accepted()).values())


def parse(data, subject):
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert not message.defects and not [d for part in message.walk() for d in part.defects], message.defects
    assert message["Subject"] == subject, (message["Subject"], subject)
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.startswith("Dear Mr Patél\n\nThis is list ") and "\n.\nFrom here on" in text and text.endswith("\n..\n"), text
    assert "Dear Mr Patél" in message.get_body(("html",)).get_content()
    assert message["Auto-Submitted"] == "auto-generated" and message["To"] == "\"Mr J. Patél\" <j.patel@harbourview.example>"
    assert message["Date"].endswith("+0100"), message["Date"]


def main():
    started, chance = time.time(), random.Random(41)
    school, server = School(), Server("real.py", "4")
    school.smtp(server)
    school.fill(MESSAGES)
    filled = time.time()
    kills, begun = 0, 0
    while kills < KILLS and {"queued", "begun"} & set(school.states()):
        begun += 1
        kills += run_and_kill(school, server, chance)
        if twin:
            forget_doubt(school)
            if went_twice(server):
                print("a message went twice")
                return 1
    last = school.run("send", "--yes")
    while "queued" in school.states() and last.returncode in (0, 2, 5):
        last = school.run("send", "--yes")
    rows = school.rows("id, message_id, state, digest, subject, bytes")
    accepted = Counter(line[0] for line in server.accepted())
    doubtful = [row for row in rows if row["state"] == 5]
    assert len(rows) == MESSAGES
    assert not went_twice(server), "a message went twice"
    assert len(doubtful) <= kills, (len(doubtful), kills)
    for row in rows:
        assert row["state"] in (4, 5), row["state"]
        assert row["state"] != 4 or accepted[row["message_id"]] == 1, "sent, and the server does not know it"
    assert last.returncode in (0, 2), (last.returncode, last.stderr)
    last = school.run("today")
    assert last.returncode == (2 if doubtful else 0), (last.returncode, last.stderr)
    listed = {json.loads(line)["message"] for line in school.run("outbox", "--json").stdout.splitlines() if '"state":"unsure"' in line}
    assert listed == {row["id"] for row in doubtful}, "a doubtful one is not listed"
    several = re.search(r"Of (\d+) messages nobody knows", last.stderr)
    assert int(several.group(1) if several else "message " in last.stderr) == len(doubtful), last.stderr
    assert last.stderr.count("E504") <= 1, last.stderr
    unsettled = sum(1 for row in rows if accepted[row["message_id"]] != 1)
    for row in doubtful:
        word = "arrived" if accepted[row["message_id"]] else "again"
        done = school.run("settle", str(row["id"]), word, "--yes")
        assert done.returncode in (0, 2), done.stderr
    accepted = Counter(line[0] for line in server.accepted())
    digests = {line[0]: line[1] for line in server.accepted()}
    assert set(school.states()) == {"sent"}, Counter(school.states())
    for row in rows:
        assert accepted[row["message_id"]] == 1
        assert digests[row["message_id"]] == row["digest"].decode() == digest(row["bytes"])
        parse(row["bytes"], row["subject"])
    assert len(server.messages()) == MESSAGES
    log = Counter(line[1].strip("<>") for line in school.log())
    assert set(log.values()) == {1} and len(log) == MESSAGES
    checked = school.run("journal", "--verify")
    assert checked.returncode == 0, checked.stderr
    print("%d messages, %d kills in %d runs: none lost, none twice, %d doubtful (%d of them had not arrived), %.0f s (%.0f s to fill)"
          % (MESSAGES, kills, begun, len(doubtful), unsettled, time.time() - started, filled - started))
    server.close()
    school.close()
    return 0


sys.exit(main())
