import AttachmentStore
import BlobModel
import BlobStoreTesting
import CalendarExchange
import DurableIO
import FoundationEssentials
import SystemPackage
import Testing

struct ZipImportTests {
    private let attach =
        "ATTACH;MANAGED-ID=<ID>;FMTTYPE=text/plain;SIZE=5;FILENAME=\"a b.txt\":https://f/attachments/<ID>/x\n"

    /// Imports a zip file that a script writes.
    private func importing(
        _ fixture: ExchangeFixture,
        calendar: String? = "calendar",
        _ script: String
    ) async throws -> ImportReport {
        try await ZipSample.make(at: fixture.directory.appending("x.zip"), script)
        return try await fixture.importing("x.zip") { $0.calendar = calendar }
    }

    /// Expects that a zip file of a script is refused as a whole.
    private func expectRefusal(_ expected: @escaping (ZipError) -> Bool, _ script: String) async throws {
        try await ExchangeFixture.with { fixture in
            let path = fixture.directory.appending("x.zip")
            try await ZipSample.make(at: path, script)
            let error = try #require(throws: ExchangeError.self) { try ImportSource.files(at: path) }
            guard case .unreadableArchive(path, let fault) = error else {
                Issue.record(error)
                return
            }
            #expect(expected(fault), "\(fault)")
        }
    }

    @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
    func `a zip that an export wrote comes back with its attachments`(isPerObject: Bool, isInline: Bool) async throws {
        let attach = attach
        try await ExchangeFixture.with { old in
            _ = try await old.put("a.ics", ExchangeFixture.event("a.ics", attach), attaching: Array("Hello".utf8))
            _ = try await old.put("b.ics", ExchangeFixture.event("b.ics", "X-KEPT;X-P=\"1:2\":as it is\n"))
            try await old.exporting(to: "out.zip") { ($0.isPerObject, $0.isInline) = (isPerObject, isInline) }
            try await ExchangeFixture.with { new in
                let (from, to) = (old.directory.appending("out.zip"), new.directory.appending("in.zip"))
                try FileManager.default.moveItem(atPath: from.string, toPath: to.string)
                let report = try await new.importing("in.zip")
                #expect(report.findings.isEmpty, "\(report.findings)")
                #expect((report.calendars, report.objects, report.attachments) == (0, 2, 1))
                let texts = try await new.objects("calendar")
                #expect(texts.keys.sorted() == ["a.ics", "b.ics"])
                #expect(texts["b.ics"]?.contains("X-KEPT;X-P=\"1:2\":as it is\r\n") == true)
                let held = try #require(try await new.inventory().first)
                #expect(held.attachment.filename == "a b.txt")
                let bytes = try await new.blobs.read(held.attachment.blob, in: new.domain(), range: nil)
                let collected = try await bytes.collect(upTo: 99)
                #expect(collected == Array("Hello".utf8))
            }
        }
    }

    @Test func `a zip of others is read: compressed, in folders, with files and with names of any code`() async throws {
        try await ExchangeFixture.with { fixture in
            let report = try await importing(
                fixture,
                """
                with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
                    z.writestr("Takeout/Work/", "")
                    z.writestr("Takeout/Work/plan.ics", calendar("p", "ATTACH:../files/gro%C3%9F.txt\\n"))
                    z.writestr("Takeout/files/groß.txt", "x" * 300000)
                    z.writestr("Takeout/Home.ics", calendar("h"), zipfile.ZIP_STORED)
                    z.writestr("__MACOSX/Takeout/._Home.ics", "not a calendar")
                    z.writestr("Takeout/.hidden.ics", "not a calendar")
                """
            )
            #expect(report.findings.isEmpty, "\(report.findings)")
            #expect((report.objects, report.attachments) == (2, 1))
            let held = try #require(try await fixture.inventory().first?.attachment)
            #expect(held.size == 300_000 && held.filename == "groß.txt")
        }
    }

    @Test func `calendars of a zip have the names of their files, also in code page 437`() async throws {
        try await ExchangeFixture.with { fixture in
            let report = try await importing(
                fixture,
                calendar: nil,
                """
                with zipfile.ZipFile(path, "w") as z:
                    z.writestr("a/Muenchen.ics", calendar("m"))
                    z.writestr("b/Other.ics", calendar("o"))
                data = open(path, "rb").read()
                assert data.count(b"Muenchen") == 2
                open(path, "wb").write(data.replace(b"Muenchen", b"M\\x81nch\\x82__"))
                """
            )
            #expect(report.findings.isEmpty && report.calendars == 2, "\(report.findings)")
            #expect(try await fixture.objects("Münché__").count == 1)
        }
    }

    @Test func `a file that is encrypted, linked, of another method, or damaged is a finding; the others are imported`()
        async throws
    {
        try await ExchangeFixture.with { fixture in
            let report = try await importing(
                fixture,
                """
                with zipfile.ZipFile(path, "w") as z:
                    z.writestr("good.ics", calendar("good"))
                    z.writestr("bzip.ics", calendar("bzip"), zipfile.ZIP_BZIP2)
                    z.writestr("damaged.ics", calendar("damaged"))
                    z.writestr("secret.ics", calendar("secret"))
                    link = zipfile.ZipInfo("link.ics")
                    link.create_system, link.external_attr = 3, 0o120777 << 16
                    z.writestr(link, "/etc/passwd")
                data = bytearray(open(path, "rb").read())
                at = data.index(b"UID:damaged")
                data[at + 4] = ord("X")
                secret = data.rindex(b"secret.ics") - 46
                data[secret + 8] |= 1
                open(path, "wb").write(data)
                """
            )
            #expect(report.objects == 1)
            let findings = report.findings.sorted()
            try #require(findings.count == 4, "\(findings)")
            #expect(findings[0].contains("bzip.ics") && findings[0].contains("method 12"))
            #expect(findings[1].contains("damaged.ics") && findings[1].contains("checksum"))
            #expect(findings[2].contains("link.ics") && findings[2].contains("no file"))
            #expect(findings[3].contains("secret.ics") && findings[3].contains("encrypted"))
        }
    }

    @Test func `an attachment that is damaged in the zip is a finding, and leaves nothing behind`() async throws {
        try await ExchangeFixture.with { fixture in
            let report = try await importing(
                fixture,
                """
                with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
                    z.writestr("e.ics", calendar("e", "ATTACH:a.bin\\nATTACH:../../etc/passwd\\nATTACH:gone\\n"))
                    z.writestr("a.bin", bytes(i * i & 255 for i in range(100000)))
                data = bytearray(open(path, "rb").read())
                data[data.rindex(b"PK\\x01\\x02") + 16] ^= 1
                open(path, "wb").write(data)
                """
            )
            #expect((report.objects, report.attachments) == (1, 0))
            #expect(report.findings.count == 2, "\(report.findings)")
            #expect(report.findings.first?.contains("\"a.bin\" is damaged") == true, "\(report.findings)")
            #expect(fixture.blobs.references(in: try fixture.domain()).isEmpty)
            let text = try #require(try await fixture.objects("calendar")["e.ics"])
            #expect(text.contains("ATTACH:a.bin\r\nATTACH:../../etc/passwd\r\nATTACH:gone\r\n"))
        }
    }

    @Test(arguments: ["../out.ics", "/etc/a.ics", "a/../b.ics", "a//b.ics", "./a.ics"])
    func `APPNOTE §4.4.17 a name that leads out of the zip refuses the whole`(name: String) async throws {
        try await expectRefusal(
            { $0 == .unsafeName(name) },
            """
            with zipfile.ZipFile(path, "w") as z:
                z.writestr("good.ics", calendar("good"))
                z.writestr("\(name)", calendar("bad"))
            """
        )
    }

    @Test func `two files of one name refuse the whole: each reader would see another`() async throws {
        try await expectRefusal(
            { $0 == .repeatedName("a.ics") },
            """
            import warnings
            warnings.simplefilter("ignore")
            with zipfile.ZipFile(path, "w") as z:
                for uid in ("a", "b"): z.writestr("a.ics", calendar(uid))
            """
        )
    }

    @Test func `a zip whose files are together far larger than it is refused before any of them is read`() async throws
    {
        try await expectRefusal(
            { if case .expandsTooFar(let size, let limit) = $0 { size > limit && limit == 1 << 30 } else { false } },
            """
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z: z.writestr("zeros", bytes(1 << 22))
            data = bytearray(open(path, "rb").read())
            at = data.index(b"PK\\x01\\x02")
            data[at + 24:at + 28] = struct.pack("<I", 0x7FFFFFFF)
            open(path, "wb").write(data)
            """
        )
    }

    @Test func `a file that has more octets than the directory says is cut off, and a finding`() async throws {
        try await ExchangeFixture.with { fixture in
            let report = try await importing(
                fixture,
                """
                with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
                    z.writestr("bomb.ics", calendar("b") + " " * 50000000)
                    z.writestr("good.ics", calendar("good"))
                data = bytearray(open(path, "rb").read())
                at = data.index(b"PK\\x01\\x02")
                data[at + 24:at + 28] = struct.pack("<I", 1000)
                open(path, "wb").write(data)
                """
            )
            #expect(report.objects == 1)
            #expect(report.findings.count == 1 && report.findings[0].contains("bomb.ics"), "\(report.findings)")
        }
    }

    @Test(arguments: [
        ("at + 4:at + 6", "<H", 1), ("at + 6:at + 8", "<H", 2), ("at + 8:at + 10", "<H", 0),
    ])
    func `APPNOTE §8 a part of a split zip is refused as such`(place: String, format: String, value: Int) async throws {
        try await expectRefusal(
            { $0 == .severalDisks },
            """
            with zipfile.ZipFile(path, "w") as z: z.writestr("a.ics", calendar("a"))
            data = bytearray(open(path, "rb").read())
            at = data.rindex(b"PK\\x05\\x06")
            data[\(place)] = struct.pack("\(format)", \(value))
            open(path, "wb").write(data)
            """
        )
    }

    @Test func `what is no zip, and one without its end, are refused as such`() async throws {
        try await expectRefusal({ $0 == .notAZip }, "open(path, 'wb').write(b'PK' * 500)")
        try await expectRefusal(
            { $0 == .notAZip },
            """
            with zipfile.ZipFile(path, "w") as z: z.writestr("a.ics", calendar("a"))
            data = open(path, "rb").read()
            open(path, "wb").write(data[:-5])
            """
        )
    }

    @Test func `a comment at the end, and a zip without calendars, are understood`() async throws {
        try await ExchangeFixture.with { fixture in
            let report = try await importing(
                fixture,
                """
                with zipfile.ZipFile(path, "w") as z:
                    z.writestr("a.ics", calendar("a"))
                    z.comment = b"PK\\x05\\x06" + bytes(60000)
                """
            )
            #expect(report.objects == 1)
            let empty = fixture.directory.appending("empty.zip")
            try await ZipSample.make(at: empty, "zipfile.ZipFile(path, 'w').close()")
            #expect(throws: ExchangeError.nothingToImport(empty)) { try ImportSource.files(at: empty) }
        }
    }
}
