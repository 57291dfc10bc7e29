import HTTPSemantics
import RandomTesting
import Testing

/// File names in every form in which clients write them (RFC 6266 §4.1, RFC 8187 §3.2, and what is done besides).
@Suite struct ContentDispositionRoundTripTests {
    private static let names = [
        "agenda.html", "an example.html", "größe.txt", "Straße & Söhne.pdf", "£ rates", "€ rates", "市場の写真.jpg",
        "naïve;.txt", "a=b.txt", "a,b.txt", "it's.txt", #"say "yes".txt"#, #"back\slash.txt"#, "50%.txt", "%41.txt",
        "a'b''c.txt", "x*y.txt", "^n^'^^.txt", "tab\tulator.txt", "🎄.png", "e\u{301}.txt", "مستند.pdf", "~$draft.docx",
    ]

    /// RFC 6266 §4.1: `filename` as a quoted-string.
    private func quoted(_ name: String) -> String {
        let escaped = name.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        return "attachment; filename=\"\(escaped)\""
    }

    /// RFC 8187 §3.2: `filename*` in a character set, with every octet percent-encoded that may be.
    private func extended(_ octets: some Sequence<UInt8>, in charset: String) -> String {
        let encoded = octets.map { octet in
            let digits = String(octet, radix: 16, uppercase: true)
            return "%" + (octet < 16 ? "0" : "") + digits
        }
        return "attachment; filename*=\(charset)''" + encoded.joined()
    }

    private func filename(_ field: String) -> String? { ContentDisposition(parsing: field)?.filename }

    @Test(arguments: names)
    func `RFC 6266 §4.1 a quoted name and an extended one are the same name`(name: String) {
        #expect(filename(quoted(name)) == name)
        #expect(filename(extended(name.utf8, in: "UTF-8")) == name)
        #expect(filename(extended(name.utf8, in: "utf-8")) == name)
    }

    @Test(arguments: names)
    func `RFC 6266 §4.3 of both forms the extended one counts, in either order`(name: String) {
        let extended = extended(name.utf8, in: "UTF-8").dropFirst("attachment; ".count)
        #expect(filename("attachment; filename=\"x.txt\"; \(extended)") == name)
        #expect(filename("attachment; \(extended); filename=x.txt") == name)
    }

    @Test(arguments: names)
    func `RFC 8187 §3.2.2 an extended name of ISO-8859-1 is read, where it can say the name`(name: String) {
        let scalars = name.unicodeScalars
        guard scalars.allSatisfy({ $0.value < 0x100 }) else { return }
        #expect(filename(extended(scalars.map { UInt8($0.value) }, in: "ISO-8859-1")) == name)
    }

    @Test(arguments: ["UTF-8''%", "UTF-8''%4", "UTF-8''%zz.txt", "UTF-8''%C3%28", "UTF-8'a.txt", "b.txt", "utf-7''b"])
    func `RFC 6266 §4.3 beside an extended name that is malformed the plain one counts`(value: String) {
        #expect(filename("attachment; filename=\"a.txt\"; filename*=\(value)") == "a.txt")
        #expect(filename("attachment; filename*=\(value)") == nil)
    }

    @Test func `whatever scalars a name has, it is read as it was written`() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<TestRounds.count(500) {
            let name = random.name(count: 1...40)
            #expect(filename(extended(name.utf8, in: "UTF-8")) == name, "seed \(seed)")
            let written = ContentDisposition.attachment(filename: name).fieldValue
            let visible = name.unicodeScalars.filter { $0.properties.generalCategory != .control }
            #expect(filename(written) ?? "" == String(String.UnicodeScalarView(visible)), "seed \(seed)")
        }
    }
}

extension SeededGenerator {
    /// Returns a text of any Unicode scalars, each plane as likely as the others.
    fileprivate mutating func name(count: ClosedRange<Int>) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF,
        ]
        let scalars = (0..<Int.random(in: count, using: &self)).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: ranges.randomElement(using: &self) ?? 0...0x7F, using: &self))
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
