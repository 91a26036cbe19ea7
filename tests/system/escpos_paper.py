# SPDX-License-Identifier: Apache-2.0
"""ESC/POS bytes as paper. Strict: a command that is not known here, text beside the paper or a byte
that is no GBK is an error, where a real printer would print rubbish. Written from Epson's public
reference, not from the encoder that it judges."""
import ctypes
import ctypes.util

from PIL import Image, ImageDraw, ImageFont

MONO = "/usr/share/fonts/opentype/noto/NotoSansCJK-%s.ttc"
MONO_INDEX = 7  # Noto Sans Mono CJK SC
FONTS = {}


class Wait(Exception):
    """The command is not complete yet."""


def font(size, bold):
    key = size, bold
    if key not in FONTS:
        FONTS[key] = ImageFont.truetype(MONO % ("Bold" if bold else "Regular"), size, index=MONO_INDEX)
    return FONTS[key]


class _Qr(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("width", ctypes.c_int), ("data", ctypes.POINTER(ctypes.c_ubyte))]


def qr_image(data, dots, level):
    library = ctypes.CDLL(ctypes.util.find_library("qrencode") or "libqrencode.so.4")
    library.QRcode_encodeData.restype = ctypes.POINTER(_Qr)
    code = library.QRcode_encodeData(len(data), data, 0, level).contents  # as bytes: the largest form
    image = Image.new("L", (code.width, code.width), 255)
    image.putdata([0 if code.data[i] & 1 else 255 for i in range(code.width * code.width)])
    return image.resize((code.width * dots, code.width * dots), Image.NEAREST)


class Paper:
    """One print head. feed() takes bytes and carries out whole commands; each cut ends a ticket."""

    def __init__(self, width, on_cut=None, answer=None):
        self.width, self.on_cut, self.answer = width, on_cut or (lambda ticket: None), answer or (lambda data: None)
        self.buffer, self.rows_printed = b"", 0
        self.receipts = True
        self.new_ticket()
        self.reset()

    def new_ticket(self):
        self.pieces, self.y = [], 0
        self.lines, self.qr, self.errors = [], [], []

    def reset(self):
        self.align = self.bold = 0
        self.wide = self.high = 1
        self.spacing, self.hanzi, self.page = 30, False, 0
        self.line, self.x, self.text = [], 0, ""
        self.qr_size, self.qr_level, self.qr_data, self.qr_model = 3, 48, b"", 49

    def error(self, text):
        self.errors.append(text)

    # ---- bytes ----
    def need(self, count):
        if len(self.buffer) < count:
            raise Wait
        return self.buffer[:count]

    def step(self):
        """Carries out one command or character; False when more bytes are needed."""
        if not self.buffer:
            return False
        try:
            used = self.command()
        except Wait:
            return False
        self.buffer = self.buffer[used:]
        return True

    def command(self):
        first = self.buffer[0]
        if first == 0x1B:
            return self.escape()
        if first == 0x1C:
            return self.fs()
        if first == 0x1D:
            return self.gs()
        if first == 0x0A:
            self.end_line()
            return 1
        if first < 0x20:
            self.error("control byte %02x" % first)
            return 1
        return self.character()

    def character(self):
        first = self.buffer[0]
        if first < 0x80:
            self.put(chr(first), 12)
            return 1
        if not self.hanzi:
            codec = {0: "cp437", 2: "cp850", 16: "cp1252"}.get(self.page)
            self.put(bytes([first]).decode(codec), 12)
            return 1
        pair = self.need(2)
        try:
            self.put(pair.decode("gbk"), 24)
        except UnicodeDecodeError:
            self.error("no GBK: " + pair.hex())
        return 2

    def escape(self):
        kind = self.need(2)[1:2]
        if kind == b"@":
            self.reset()
            return 2
        value = self.need(3)[2]
        if kind == b"a":
            if self.line:
                self.error("ESC a inside a line")
            self.align = value
        elif kind == b"E":
            self.bold = value & 1
        elif kind == b"3":
            self.spacing = value
        elif kind == b"t":
            self.page = value
        else:
            self.error("unknown ESC %r" % kind)
        return 3

    def fs(self):
        kind = self.need(2)[1:2]
        if kind not in (b"&", b"."):
            self.error("unknown FS %r" % kind)
        self.hanzi = kind == b"&"
        return 2

    def gs(self):
        kind = self.need(2)[1:2]
        if kind == b"!":
            value = self.need(3)[2]
            self.wide, self.high = (value >> 4) + 1, (value & 15) + 1
            return 3
        if kind == b"V":
            mode, feed = self.need(4)[2:4]
            if mode not in (65, 66):
                self.error("GS V %d without a feed" % mode)
            self.cut(feed)
            return 4
        if kind == b"r":
            if self.need(3)[2] != 1:
                self.error("GS r of something else than paper")
            self.answer(b"\x00")
            return 3
        if kind == b"v":
            return self.raster()
        if kind == b"(":
            low, high = self.need(5)[3:5]
            size = low + 256 * high
            function, data = self.buffer[2:3], self.need(5 + size)[5:]
            self.extended(function, data)
            return 5 + size
        self.error("unknown GS %r" % kind)
        return 2

    def extended(self, function, data):
        if function == b"H" and data[:2] == b"00" and len(data) == 6:
            if self.receipts:
                self.answer(b"\x37\x22" + data[2:] + b"\x00")
        elif function == b"k" and data[:1] == b"1":
            self.native_qr(data[1:2], data[2:])
        else:
            self.error("unknown GS ( %r %r" % (function, data[:4]))

    # ---- dots ----
    def put(self, text, cell):
        self.line.append((text, self.x, cell, self.wide, self.high, self.bold))
        self.x += cell * self.wide
        self.text += text
        if self.x > self.width:
            self.error("text beside the paper: %r" % self.text)

    def end_line(self):
        high = max([entry[4] for entry in self.line], default=0)
        shift = (self.width - self.x) // 2 if self.align == 1 else 0
        for text, x, cell, wide, tall, bold in self.line:
            self.pieces.append(("text", shift + x, self.y, text, cell, wide, tall, high, bold))
        if self.text:
            self.lines.append(self.text)
        self.advance(max(self.spacing, 24 * high))
        self.line, self.x, self.text = [], 0, ""

    def advance(self, rows):
        self.y += rows
        self.rows_printed += rows

    def place(self, image):
        if self.line:
            self.error("a picture inside a line")
        if image.width > self.width:
            self.error("picture of %d dots on %d" % (image.width, self.width))
        x = (self.width - image.width) // 2 if self.align == 1 else 0
        self.pieces.append(("image", x, self.y, image))
        self.advance(image.height)

    def raster(self):
        head = self.need(8)
        if head[2:4] != b"0\x00":
            self.error("unknown raster " + head.hex())
        columns, rows = head[4] + 256 * head[5], head[6] + 256 * head[7]
        if rows > 256:
            self.error("a raster of %d rows" % rows)
        data = self.need(8 + columns * rows)[8:]
        self.place(Image.frombytes("1", (columns * 8, rows), bytes(b ^ 255 for b in data)).convert("L"))
        return 8 + columns * rows

    def native_qr(self, function, data):
        if function == b"A":
            self.qr_model = data[0]
        elif function == b"C":
            self.qr_size = data[0]
        elif function == b"E":
            self.qr_level = data[0]
        elif function == b"P":
            self.qr_data = data[1:]
        elif function == b"Q":
            if self.qr_model != 50 or self.qr_size < 4:
                self.error("QR model %d, %d dots" % (self.qr_model, self.qr_size))
            image = qr_image(self.qr_data, self.qr_size, self.qr_level - 48)
            if image.width + 8 * self.qr_size > self.width:
                self.error("QR without its white border: %d dots" % image.width)
            self.qr.append(self.qr_data.decode("utf-8"))
            self.place(image)
        else:
            self.error("unknown QR function %r" % function)

    def cut(self, feed):
        if self.line:
            self.error("cut through a line")
        self.advance(feed)
        ticket = self
        self.on_cut(ticket)
        self.new_ticket()

    def picture(self):
        image = Image.new("L", (self.width, max(1, self.y) + 40), 255)
        draw = ImageDraw.Draw(image)
        for piece in self.pieces:
            if piece[0] == "image":
                image.paste(piece[3], (piece[1], piece[2]))
                continue
            _, x, y, text, cell, wide, tall, high, bold = piece
            glyph = Image.new("L", (cell, 32), 255)
            ImageDraw.Draw(glyph).text((0, 20), text, font=font(24, bold), fill=0, anchor="ls")
            image.paste(0, (x, y + 24 * (high - tall)), Image.eval(glyph.resize((cell * wide, 32 * tall)), lambda v: 255 - v))
        del draw
        return image
