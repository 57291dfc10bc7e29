#!/usr/bin/env python3
"""Makes a corpus of documents as people edit them, about 300 MB, always the same.

usage: make_corpus.py DIRECTORY [--scale 1.0]

Every document comes in several versions, each a few edits after the one before, written anew by its program: office files
are zip packages whose text part is compressed again while their pictures stay as they are, PDF pages are compressed
streams, pictures get metadata in front. Some files lie there several times, as copies that were mailed around. Pictures
are random bytes, as what is compressed looks like. Needs nothing beside Python 3.9.
"""
import argparse
import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

SEED = 20261121


class Writer:
    """Writes the words, sentences, and paragraphs of one document."""

    VOCABULARY = None

    def __init__(self, name):
        self.random = random.Random(f"{SEED}-{name}")
        if Writer.VOCABULARY is None:
            source = random.Random(SEED)
            parts = "an ber cho da el fin ge hau in ko lim mo nat or pa que ras sel tor un ve wil".split()
            Writer.VOCABULARY = [
                "".join(source.choice(parts) for _ in range(source.randint(1, 4))) for _ in range(4000)
            ]

    def word(self):
        """A word; a few of them are frequent, as in every language."""
        return self.VOCABULARY[min(int(self.random.paretovariate(0.9)) - 1, 3999)]

    def sentence(self):
        return " ".join(self.word() for _ in range(self.random.randint(6, 20))).capitalize() + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.random.randint(3, 8)))

    def edited(self, paragraphs, times):
        """Some paragraphs with a word replaced, a paragraph added, or one removed, several times."""
        paragraphs = list(paragraphs)
        for _ in range(times):
            place = self.random.randrange(len(paragraphs))
            choice = self.random.random()
            if choice < 0.5:
                words = paragraphs[place].split()
                words[self.random.randrange(len(words))] = self.word()
                paragraphs[place] = " ".join(words)
            elif choice < 0.8:
                paragraphs.insert(place, self.paragraph())
            elif len(paragraphs) > 4:
                paragraphs.pop(place)
        return paragraphs

    def picture(self, least, most):
        """A picture as it is stored: compressed, so that its bytes look random."""
        return b"\xff\xd8\xff\xe0" + self.random.randbytes(self.random.randint(least, most)) + b"\xff\xd9"


def package(parts):
    """An office file: a zip package with the dates that office programs write."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, body in parts:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def markup(tag, texts):
    return "<document>" + "".join(f"<{tag}><r><t>{text}</t></r></{tag}>" for text in texts) + "</document>"


def reports(number):
    """Text documents: the text is one part of the package, pictures are others."""
    writer = Writer(f"report-{number}")
    paragraphs = [writer.paragraph() for _ in range(writer.random.randint(60, 240))]
    pictures = [writer.picture(120_000, 400_000) for _ in range(writer.random.randint(2, 4))]
    for version in range(5):
        if version:
            paragraphs = writer.edited(paragraphs, writer.random.randint(1, 5))
        if version == 3:
            pictures[0] = writer.picture(120_000, 400_000)
        media = [(f"word/media/image{index}.jpeg", picture) for index, picture in enumerate(pictures)]
        yield f"v{version}.docx", package([("word/document.xml", markup("p", paragraphs))] + media)


def presentations(number):
    """Slides: a part of the package each, every other one with a photograph."""
    writer = Writer(f"slides-{number}")

    def slide(index):
        return [writer.sentence() for _ in range(6)], writer.picture(90_000, 350_000) if index % 2 == 0 else b""

    slides = [slide(index) for index in range(14)]
    for version in range(5):
        if version:
            place = writer.random.randrange(len(slides))
            texts, picture = slides[place]
            slides[place] = ([writer.sentence()] + texts[1:], picture)
        if version == 2:
            slides.insert(writer.random.randrange(len(slides)), slide(0))
        if version == 4:
            slides.pop(writer.random.randrange(len(slides)))
        parts = []
        for index, (texts, picture) in enumerate(slides):
            parts.append((f"ppt/slides/slide{index}.xml", markup("sp", texts)))
            if picture:
                parts.append((f"ppt/media/image{index}.jpeg", picture))
        yield f"v{version}.pptx", package(parts)


def tables(number):
    """Spreadsheets: three sheets of some thousand rows, a few cells of which change."""
    writer = Writer(f"table-{number}")
    sheets = [
        [[writer.word(), str(writer.random.randint(1, 99_999)), f"{writer.random.random() * 1e4:.2f}", writer.word()]
         for _ in range(writer.random.randint(1500, 5000))]
        for _ in range(3)
    ]
    for version in range(4):
        for _ in range(writer.random.randint(1, 10) if version else 0):
            sheet = writer.random.choice(sheets)
            writer.random.choice(sheet)[1] = str(writer.random.randint(1, 99_999))
        if version == 2:
            sheets[2].append(["added", "1", "2.00", "x"])
        parts = [
            (f"xl/worksheets/sheet{index}.xml", markup("row", ("</t><t>".join(row) for row in sheet)))
            for index, sheet in enumerate(sheets)
        ]
        yield f"v{version}.xlsx", package(parts)


def pages(number):
    """PDF files: each page a compressed stream, photographs between them, and in the end an annotated copy."""
    writer = Writer(f"pages-{number}")
    paragraphs = [writer.paragraph() for _ in range(writer.random.randint(80, 200))]
    pictures = [writer.picture(90_000, 300_000) for _ in range(2)]
    for version in range(4):
        if version:
            paragraphs = writer.edited(paragraphs, 3)
        streams = [zlib.compress("\n".join(paragraphs[at:at + 8]).encode()) for at in range(0, len(paragraphs), 8)]
        streams[3:3] = [pictures[0]]
        streams[7:7] = [pictures[1]]
        body = b"%PDF-1.7\n" + b"".join(
            b"%d 0 obj << /Length %d >> stream\n%s\nendstream endobj\n" % (index, len(stream), stream)
            for index, stream in enumerate(streams)
        )
        yield f"v{version}.pdf", body + b"startxref\n%d\n%%%%EOF\n" % len(body)
    # An incremental update leaves what was there and appends.
    note = b"9999 0 obj << /Type /Annot /Contents (seen) >> endobj\nstartxref\n0\n%%EOF\n"
    yield "v3_annotated.pdf", body + b"startxref\n%d\n%%%%EOF\n" % len(body) + note


def photographs(number):
    """Photographs: some again with metadata in front of the same picture, some compressed again."""
    writer = Writer(f"photograph-{number}")
    picture = writer.picture(600_000, 1_100_000)
    yield "v0.jpg", picture
    if number % 4 == 0:
        metadata = b"Exif\0\0" + writer.random.randbytes(1500 + number * 7)
        yield "v1.jpg", picture[:2] + b"\xff\xe1" + struct.pack(">H", len(metadata) + 2) + metadata + picture[2:]
    if number % 6 == 1:
        yield "v2.jpg", writer.picture(300_000, 500_000)


def texts(number):
    """Plain texts."""
    writer = Writer(f"text-{number}")
    paragraphs = [writer.paragraph() for _ in range(writer.random.randint(150, 900))]
    for version in range(4):
        if version:
            paragraphs = writer.edited(paragraphs, 4)
        yield f"v{version}.txt", "\n\n".join(paragraphs).encode()


def images(number):
    """Images of disks: compressed parts, text, and zeros, with a few insertions and deletions."""
    writer = Writer(f"image-{number}")
    parts, length = [], 0
    while length < 15_000_000:
        kind, size = writer.random.random(), writer.random.randint(20_000, 600_000)
        if kind < 0.6:
            part = writer.random.randbytes(size)
        elif kind < 0.85:
            part = " ".join(writer.sentence() for _ in range(size // 70)).encode()
        else:
            part = bytes(size // 4)
        parts.append(part)
        length += len(part)
    data = b"".join(parts)
    for version in range(4):
        for _ in range(4 if version else 0):
            place = writer.random.randrange(len(data))
            inserted = writer.random.randbytes(writer.random.randint(1, 5000))
            data = data[:place] + inserted + data[place + writer.random.randint(0, 4000):]
        yield f"v{version}.iso", data


KINDS = [
    ("reports", 12, reports), ("presentations", 7, presentations), ("tables", 8, tables), ("pages", 10, pages),
    ("photographs", 36, photographs), ("texts", 12, texts), ("images", 2, images),
]


def write(directory, name, body):
    directory.mkdir(parents=True, exist_ok=True)
    (directory / name).write_bytes(body)


def copies(target, scale):
    """The same file in the events of several people: one to six copies each, 45 MB together."""
    source = random.Random(SEED + 9)
    pool = sorted(p for p in target.glob("*/*") if p.parent.name not in ("texts", "images"))
    budget, number = 45_000_000 * scale, 0
    while budget > 0:
        path = source.choice(pool)
        for _ in range(min(6, int(source.paretovariate(1.4)))):
            body = path.read_bytes()
            write(target / "copies", f"{number:03}_{path.name}", body)
            number, budget = number + 1, budget - len(body)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("directory", type=Path)
    arguments.add_argument("--scale", type=float, default=1.0)
    options = arguments.parse_args()
    for kind, count, make in KINDS:
        for number in range(max(1, round(count * options.scale))):
            for suffix, body in make(number):
                write(options.directory / kind, f"{number:02}_{suffix}", body)
    copies(options.directory, options.scale)


if __name__ == "__main__":
    main()
