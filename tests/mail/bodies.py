# SPDX-License-Identifier: GPL-3.0-or-later
# bodies - each letter of an example school on two days, as a mail program takes it apart: its HTML is well formed, asks for
# nothing from outside, and says word for word what its text says.
#   bodies.py PROGRAM FILL CLOCK
import email, email.policy, glob, html.parser, os, re, shutil, sys, unittest
import xml.etree.ElementTree as tree

from mailkit import HERE, School

EXAMPLE = os.path.join(HERE, "..", "..", "examples", "harbour-view")
VOID = {"meta", "br", "hr"}
NEVER = {"script", "img", "link", "iframe", "object", "form", "style", "base", "svg", "video", "audio"}


class Page(html.parser.HTMLParser):
    """Each element that opens closes, in order; what a reader sees, without the heads of columns."""

    def __init__(self, case):
        super().__init__(convert_charrefs=True)
        self.case, self.open, self.seen = case, [], []

    def handle_starttag(self, tag, attributes):
        self.case.assertNotIn(tag, NEVER)
        for name, value in attributes:
            self.case.assertIsNotNone(value, name)
            self.case.assertFalse(name.startswith("on") or name in ("href", "src", "background", "action", "id", "class"), name)
            self.case.assertNotRegex(value, r"url\(|https?:|//")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        self.case.assertTrue(self.open and self.open[-1] == tag, "</%s> closes %s" % (tag, self.open[-1:]))
        self.open.pop()
        if tag in ("td", "th", "li", "p", "h2"):
            self.seen.append(" ")

    def handle_data(self, data):
        if not {"head", "title", "th"} & set(self.open):
            self.seen.append(data)


def words(text):
    return re.findall(r"\w+", text)


def read(case, text):
    page = Page(case)
    page.feed(text)
    page.close()
    case.assertEqual(page.open, [])
    return page


class Bodies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.school = School("bodies")
        for path in glob.glob(EXAMPLE + "/*.lua"):
            shutil.copy(path, cls.school.folder)
        for path in glob.glob(EXAMPLE + "/imports/*"):
            shutil.copy(path, cls.school.folder + "/imports")
        with open(cls.school.folder + "/messages.lua", "w") as file:
            file.write('message "reply" { says = "Done <already> & \\"well\\"?  Reply to {{keeper}}." }\n')
        cls.school.run("import", cls.school.folder + "/imports", "--yes", "--as-of", "2026-11-23")
        for day in ("2026-11-23", "2026-11-30"):
            done = cls.school.run("remind", "--drafts", "--as-of", day)
            assert "Wrote" in done.stdout, done.stdout + done.stderr
        cls.paths = sorted(glob.glob(cls.school.folder + "/outbox/*/*.eml"))

    @classmethod
    def tearDownClass(cls):
        cls.school.close()

    def test_enough_to_look_at(self):
        self.assertGreater(len(self.paths), 15)

    def test_both_say_the_same(self):
        tables = lists = 0
        for path in self.paths:
            with self.subTest(os.path.basename(path)), open(path, "rb") as file:
                message = email.message_from_bytes(file.read(), policy=email.policy.default)
                self.assertEqual(message.get_content_type(), "multipart/alternative")
                self.assertEqual([part.get_content_type() for part in message.iter_parts()], ["text/plain", "text/html"])
                text, page = message.get_body(("plain",)).get_content(), message.get_body(("html",)).get_content()
                shown = "".join(read(self, page).seen)
                self.assertEqual(words(text), words(shown))
                self.assertLessEqual(max(len(line) for line in text.splitlines()), 78)
                if "Done <already>" in text:
                    self.assertIn("Done <already> & \"well\"?", shown)
                tables += "<table" in page
                lists += "<ul" in page
                title = re.search("<title>(.*)</title>", page).group(1)
                self.assertEqual(html.unescape(title), re.sub(r"^\[trial\] ", "", message["Subject"]))
        self.assertGreater(tables, 10)
        self.assertGreater(lists, 0)

    def test_pages_beside_the_drafts(self):
        for path in self.paths:
            with self.subTest(os.path.basename(path)), open(path[:-4] + ".html", encoding="utf-8") as file:
                page = file.read()
                read(self, page)
                # XML, but for the one line that HTML writes otherwise
                tree.fromstring(re.sub(r"<meta[^>]*>", "", page.replace("<!DOCTYPE html>", "", 1)))

    def test_the_check_finds_faults(self):
        for page in ("<p>a", "<p><b>a</p></b>", "<p onclick='x'>a</p>", "<script>a</script>", "<p style='background:url(x)'>a</p>", "</p>"):
            with self.assertRaises(AssertionError, msg=page):
                read(self, page)
        with self.assertRaises(tree.ParseError):
            tree.fromstring("<p>a & b</p>")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=1)
