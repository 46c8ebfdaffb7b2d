# SPDX-License-Identifier: GPL-3.0-or-later
# faulty - a mail server that does what a script says: closes, stalls, lies, floods, throttles or refuses at a verb.
#   faulty.py FOLDER [--cert FILE --key FILE] [--implicit] [--old-tls]
# Writes FOLDER/port.  Reads FOLDER/script anew for each connection: lines "VERB ACTION", the first line that fits is used;
# "VERB/N ACTION" only the N-th time over all connections.  Keeps FOLDER/accepted.log (Message-ID and SHA-256 of each message it
# said yes to), FOLDER/seen.log (each line that came, "TLS" or "clear" before it) and FOLDER/mail/ with the messages.
import hashlib, os, re, socket, ssl, sys, threading, time

folder, args = sys.argv[1], sys.argv[2:]
cert = args[args.index("--cert") + 1] if "--cert" in args else None
key = args[args.index("--key") + 1] if "--key" in args else None
lock, counts = threading.Lock(), {}
os.makedirs(folder + "/mail", exist_ok=True)


def script():
    try:
        with open(folder + "/script") as file:
            return [line.split(None, 1) for line in file if line.strip()]
    except FileNotFoundError:
        return []


def action(verb):
    with lock:
        counts[verb] = counts.get(verb, 0) + 1
        n = counts[verb]
    for where, what in script():
        if where == verb or where == "%s/%d" % (verb, n):
            return what.strip()
    return ""


def context():
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    c.load_cert_chain(cert, key)
    if "--old-tls" in args:
        c.minimum_version = ssl.TLSVersion.TLSv1
        c.maximum_version = ssl.TLSVersion.TLSv1_1
        c.set_ciphers("ALL:@SECLEVEL=0")
    return c


class Gone(Exception):
    pass


class Talk:
    def __init__(self, sock):
        self.sock, self.buffer, self.tls = sock, b"", False

    def log(self, line):
        with lock, open(folder + "/seen.log", "a") as file:
            file.write("%s %s\n" % ("TLS" if self.tls else "clear", line.decode("latin-1").rstrip("\r\n")))

    def say(self, text):
        self.sock.sendall(text.encode() + b"\r\n")

    def line(self):
        while b"\n" not in self.buffer:
            got = self.sock.recv(65536)
            if not got:
                raise Gone
            self.buffer += got
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line + b"\n"

    def start_tls(self):
        self.sock = context().wrap_socket(self.sock, server_side=True)
        self.tls, self.buffer = True, b""

    def reply(self, verb, usual):
        """True: said the usual; False: something else was said, and the talk goes on."""
        what = action(verb)
        if what == "":
            self.say(usual)
            return True
        if what == "close":
            raise Gone
        if what == "hang":
            time.sleep(600)
        if what == "flood":
            while True:
                self.sock.sendall(b"250-" + b"x" * 1000 + b"\r\n")
        if what == "endless":
            while True:
                self.sock.sendall(b"x" * 4096)
        if what == "nonsense":
            self.say("HTTP/1.1 400 Bad Request")
            return False
        if what.startswith("slow"):
            time.sleep(float(what.split()[1]))
            self.say(usual)
            return True
        self.say(what)
        if what.startswith("421"):
            raise Gone
        return False

    def text(self):
        what, lines, size = action("TEXT"), [], 0
        if what.startswith("slow"):
            time.sleep(float(what.split()[1]))
        while True:
            if what.startswith("close") and size >= int((what.split() + ["0"])[1]):
                raise Gone
            line = self.line()
            if line in (b".\r\n", b".\n"):
                return b"".join(lines)
            lines.append(line[1:] if line.startswith(b".") else line)
            size += len(line)

    def accept(self, body):
        found = re.search(rb"^message-id: <([^>]*)>", body, re.I | re.M)
        name = found.group(1).decode() if found else "?"
        with lock:
            with open(folder + "/accepted.log", "a") as file:
                file.write("%s %s\n" % (name, hashlib.sha256(body).hexdigest()))
                file.flush()
                os.fsync(file.fileno())
            with open("%s/mail/%s.eml" % (folder, name.replace("/", "_")), "wb") as file:
                file.write(body)

    def hello(self):
        lines = ["250-faulty"]
        if cert and not self.tls and action("OFFER") != "no-tls":
            lines.append("250-STARTTLS")
        size = action("SIZE")
        if size:
            lines.append("250-SIZE " + size)
        auth = action("MECHANISMS")
        if auth != "none":
            lines.append("250-AUTH " + (auth or "XOAUTH2 PLAIN LOGIN"))
        lines.append("250 HELP")
        self.say("\r\n".join(lines))

    def run(self):
        if "--implicit" in args:
            self.start_tls()
        if not self.reply("GREETING", "220 faulty ESMTP") and action("AFTER-GREETING") != "go":
            pass
        while True:
            line = self.line()
            verb = line.split()[0].decode("latin-1").upper() if line.split() else ""
            self.log(line)
            if verb in ("EHLO", "HELO"):
                what = action("EHLO")
                if what == "":
                    self.hello()
                elif what == "close":
                    raise Gone
                elif what == "flood":
                    while True:
                        self.sock.sendall(b"250-" + b"x" * 1000 + b"\r\n")
                elif what == "hang":
                    time.sleep(600)
                else:
                    self.say(what)
                    if what.startswith("421"):
                        raise Gone
            elif verb == "STARTTLS":
                what = action("STARTTLS")
                if what == "inject":
                    self.sock.sendall(b"220 go\r\n250-faulty\r\n250-AUTH PLAIN\r\n250 SIZE 1\r\n")
                    self.start_tls()
                elif what == "":
                    self.say("220 go")
                    self.start_tls()
                elif what == "close":
                    raise Gone
                else:
                    self.say(what)
            elif verb == "AUTH":
                self.auth(line)
            elif verb == "MAIL":
                self.reply("MAIL", "250 2.1.0 sender ok")
            elif verb == "RCPT":
                self.reply("RCPT", "250 2.1.5 recipient ok")
            elif verb == "DATA":
                if self.reply("DATA", "354 go on"):
                    body = self.text()
                    what = action("DOT")
                    if what == "close-before":
                        raise Gone
                    if what in ("close", "hang", "lie"):
                        self.accept(body)
                        if what == "hang":
                            time.sleep(600)
                        if what == "lie":
                            self.say("what?")
                        raise Gone
                    if what == "" or what.startswith("2"):
                        self.accept(body)
                        self.say(what or "250 2.0.0 accepted")
                    elif what.startswith("slow"):
                        time.sleep(float(what.split()[1]))
                        self.accept(body)
                        self.say("250 2.0.0 accepted")
                    else:
                        self.say(what)
            elif verb == "RSET":
                self.say("250 ok")
            elif verb in ("NOOP", "HELP"):
                self.reply("NOOP", "250 ok")
            elif verb == "QUIT":
                self.say("221 bye")
                raise Gone
            else:
                self.say("500 what?")

    def auth(self, line):
        parts = line.split()
        what = action("AUTH")
        if what == "hang":
            time.sleep(600)
        if what == "close":
            raise Gone
        if what:
            self.say(what)
            return
        if len(parts) < 3:
            self.say("334 ")
            self.log(b"AUTH-DATA " + self.line())
        if parts[1].upper() == b"LOGIN":
            self.say("334 ")
            self.log(b"AUTH-DATA " + self.line())
        self.say("235 2.7.0 welcome")


def serve(sock):
    try:
        Talk(sock).run()
    except (Gone, OSError, ssl.SSLError, ValueError):
        pass
    finally:
        try:
            sock.close()
        except OSError:
            pass


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)  # so that a cut in a long text is felt before its end
listener.bind(("127.0.0.1", 0))
listener.listen(64)
with open(folder + "/port.new", "w") as port:
    port.write(str(listener.getsockname()[1]))
os.rename(folder + "/port.new", folder + "/port")
while True:
    one, _ = listener.accept()
    threading.Thread(target=serve, args=(one,), daemon=True).start()
