# SPDX-License-Identifier: GPL-3.0-or-later
# real - aiosmtpd, a mail server by others, on the loopback; it keeps what it accepted before it says so.
#   real.py FOLDER [LONGEST DELAY IN MILLISECONDS]
import asyncio, hashlib, os, random, re, sys

from aiosmtpd.smtp import SMTP

folder, delay = sys.argv[1], float(sys.argv[2]) / 1000 if len(sys.argv) > 2 else 0
os.makedirs(folder + "/mail", exist_ok=True)
chance = random.Random(7)


class Keeper:
    async def handle_DATA(self, server, session, envelope):
        body = envelope.content
        name = re.search(rb"^message-id: <([^>]*)>", body, re.I | re.M).group(1).decode()
        await asyncio.sleep(chance.random() * delay)
        with open("%s/mail/%s.eml" % (folder, name), "wb") as file:
            file.write(body)
        with open(folder + "/accepted.log", "a") as file:
            file.write("%s %s %s\n" % (name, hashlib.sha256(body).hexdigest(), ",".join(envelope.rcpt_tos)))
            file.flush()
            os.fsync(file.fileno())
        await asyncio.sleep(chance.random() * delay)
        return "250 2.0.0 accepted"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeper(), loop=loop), "127.0.0.1", 0)
    with open(folder + "/port.new", "w") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    os.rename(folder + "/port.new", folder + "/port")
    await server.serve_forever()


asyncio.run(main())
