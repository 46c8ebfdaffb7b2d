# SPDX-License-Identifier: GPL-3.0-or-later
# mailkit - a school in a temporary folder with a clock of its own, and mail servers beside it.
import contextlib, hashlib, os, shutil, signal, sqlite3, subprocess, sys, tempfile, time

PROGRAM, FILL, CLOCK, HERE = sys.argv[1], sys.argv[2], sys.argv[3], os.path.dirname(os.path.abspath(__file__))
PYTHON = sys.executable
ROOM = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # in memory: what is tested is killed, not unplugged
MONDAY = 1812358800  # Monday 7 June 2027, 10:00 in London
STATES = ["planned", "queued", "begun", "dot", "sent", "doubtful", "refused", "given up"]


class School:
    def __init__(self, name="school"):
        self.base = tempfile.mkdtemp(prefix="mail-", dir=ROOM)
        self.folder = os.path.join(self.base, name)
        self.clock(MONDAY)
        made = self.run("new", self.folder, "--name", "Harbour View Academy", "--setting", "secondary", "--contact",
                        "A. Okafor, a.okafor@harbourview.example", "--records-from", "2025-09-01", plain=True)
        assert made.returncode == 0, made.stderr

    def copy(self):
        """Another one that is the same, in a folder of its own."""
        twin = object.__new__(School)
        twin.base = tempfile.mkdtemp(prefix="mail-", dir=ROOM)
        twin.folder = os.path.join(twin.base, os.path.basename(self.folder))
        shutil.copytree(self.folder, twin.folder)
        os.chmod(twin.folder, 0o700)
        twin.clock(self.now)
        return twin

    def save(self, path):
        """The records as they are now, what stands in their log included."""
        with contextlib.closing(sqlite3.connect(self.folder + "/school.db")) as db, contextlib.closing(sqlite3.connect(path)) as to:
            db.backup(to)

    def sql(self, text):
        with contextlib.closing(sqlite3.connect(self.folder + "/school.db", timeout=20)) as db, db:
            db.execute(text)

    def clock(self, at):
        self.now = at
        with open(self.base + "/clock", "w") as file:
            file.write(str(at))

    def environment(self):
        env = {k: v for k, v in os.environ.items() if k not in ("LD_PRELOAD", "SIGNPOST_LIBRARY")}
        env.update(LD_PRELOAD=CLOCK, MAIL_CLOCK=self.base + "/clock", LC_ALL="C.UTF-8", TZ="UTC",
                   ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0")
        return env

    def words(self, words, plain=False):
        return [PROGRAM] + ([] if plain else ["--dir", self.folder]) + list(words)

    def run(self, *words, plain=False, timeout=300):
        return subprocess.run(self.words(words, plain), env=self.environment(), capture_output=True, text=True, timeout=timeout,
                              stdin=subprocess.DEVNULL, cwd=self.base)

    def start(self, *words):
        return subprocess.Popen(self.words(words), env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                stdin=subprocess.DEVNULL, cwd=self.base)

    def people(self, way, trial=None, email="j.patel@harbourview.example"):
        with open(self.folder + "/people.lua", "w") as file:
            file.write('staff "CL" { name = "A. Okafor", email = "a.okafor@harbourview.example", roles = { "careers_leader" } }\n'
                       'staff "JP" { name = "J. Patel", title = "Mr", email = "%s", roles = { "tutor" }, form = "9AB" }\n'
                       'mail { from = "careers@harbourview.example", reply_to = "a.okafor@harbourview.example",\n'
                       '  domains = { "harbourview.example" }, pace = 60000, %s\n  %s }\n'
                       % (email, 'trial_to = "%s",' % trial if trial else "", way))

    def smtp(self, server, more="", host="127.0.0.1", **other):
        self.people('send_by = "smtp", smtp = { host = "%s", port = %d, timeout = 2, %s }' % (host, server.port, more), **other)

    def fill(self, count, prefix="p"):
        subprocess.run([FILL, self.folder, str(count), prefix], env=self.environment(), check=True)

    def rows(self, what="*"):
        with contextlib.closing(sqlite3.connect("file:%s/school.db?mode=ro" % self.folder, uri=True)) as db:
            db.row_factory = sqlite3.Row
            return [dict(row) for row in db.execute("select %s from outbox order by id" % what)]

    def states(self):
        return [STATES[row["state"]] for row in self.rows("state")]

    def log(self):
        try:
            with open(self.folder + "/outbox/sent.log") as file:
                return [line.split() for line in file.read().splitlines()]
        except FileNotFoundError:
            return []

    def journal(self):
        with contextlib.closing(sqlite3.connect("file:%s/school.db?mode=ro" % self.folder, uri=True)) as db:
            return [row[0] for row in db.execute("select verb || ' ' || about from journal order by number")]

    def close(self):
        shutil.rmtree(self.base, ignore_errors=True)


class Server:
    """A server in a process of its own; accepted() is what it said yes to, in its own record."""

    def __init__(self, program, *words):
        self.folder = tempfile.mkdtemp(prefix="server-", dir=ROOM)
        self.process = subprocess.Popen([PYTHON, os.path.join(HERE, program), self.folder, *words], stdout=subprocess.DEVNULL,
                                        stderr=os.open(self.folder + "/errors", os.O_WRONLY | os.O_CREAT))
        for _ in range(200):
            if os.path.exists(self.folder + "/port"):
                break
            assert self.process.poll() is None, open(self.folder + "/errors").read()
            time.sleep(0.05)
        with open(self.folder + "/port") as file:
            self.port = int(file.read())

    def script(self, *lines):
        with open(self.folder + "/script", "w") as file:
            file.write("\n".join(lines) + "\n")

    def accepted(self):
        try:
            with open(self.folder + "/accepted.log") as file:
                return [line.split() for line in file.read().splitlines()]
        except FileNotFoundError:
            return []

    def seen(self):
        try:
            with open(self.folder + "/seen.log") as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []

    def messages(self):
        folder = self.folder + "/mail"
        return [open(os.path.join(folder, name), "rb").read() for name in sorted(os.listdir(folder))] if os.path.isdir(folder) else []

    def close(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def certificate(folder, name, days="2000", host="localhost"):
    """A certificate of its own authority; valid for so many days from today on."""
    key, cert = "%s/%s.key" % (folder, name), "%s/%s.pem" % (folder, name)
    dates = ["-days", days]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-subj", "/CN=" + host,
                    "-addext", "subjectAltName=DNS:" + host, *dates], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return cert, key


def digest(data):
    return hashlib.sha256(data).hexdigest()
