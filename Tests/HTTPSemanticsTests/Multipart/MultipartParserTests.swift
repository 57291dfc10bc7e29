import HTTPSemantics
import RandomTesting
import Testing

struct MultipartParserTests {
    private static let form = [
        "--b1\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nabc\r\n",
        "--b1\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a b.pdf\"\r\n",
        "Content-Type: application/pdf\r\n\r\none\r\n--b\r\ntwo\r\n\r\n--b1--\r\nignored",
    ].joined()

    @Test func `RFC 7578 §4 the parts of a form come with their names, files, and types`() throws {
        let found = try parse(Self.form)
        #expect(found.map(\.part.name) == ["token", "file"])
        #expect(found.map(\.part.filename) == [nil, "a b.pdf"])
        #expect(found[1].part.mediaType?.essence == "application/pdf")
        #expect(found.map(\.text) == ["abc", "one\r\n--b\r\ntwo\r\n"])
    }

    @Test(arguments: 1...9)
    func `a form in pieces of any length is the same form`(length: Int) throws {
        let whole = try parse(Self.form)
        #expect(try parse(Self.form, pieces: length) == whole)
    }

    @Test func `RFC 2046 §5.1.1 what comes before the first boundary and behind the last one is ignored`() throws {
        let found = try parse("preamble\r\n--b1  \r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--b1--epilogue")
        #expect(found.map(\.part.name) == ["a"])
        #expect(found.map(\.text) == [""])
    }

    @Test func `a form without parts is one`() throws {
        #expect(try parse("--b1--").isEmpty)
    }

    @Test(arguments: [
        (#"form-data; name="file"; filename="C:\a\b.txt""#, #"C:\a\b.txt"#),
        (#"form-data; name="file"; filename="say %22hi%22.txt""#, #"say "hi".txt"#),
        (#"form-data; name="file"; filename="日本 %0D%0A.txt""#, "日本 \r\n.txt"),
        (#"form-data; filename=plain.txt; name=file"#, "plain.txt"),
        (#"form-data; name="file"; filename="""#, ""),
    ])
    func `the name of a file is read as browsers write it`(field: String, filename: String) throws {
        let found = try parse("--b1\r\nContent-Disposition: \(field)\r\n\r\nx\r\n--b1--")
        #expect(found.map(\.part.filename) == [filename])
    }

    @Test func `RFC 7578 §4.2 filename* is not read`() throws {
        let field = "form-data; name=\"file\"; filename*=UTF-8''evil.txt"
        #expect(try parse("--b1\r\nContent-Disposition: \(field)\r\n\r\nx\r\n--b1--").map(\.part.filename) == [nil])
    }

    @Test(arguments: [
        ("--b1\r\n\r\nx\r\n--b1--", MultipartError.malformedHead),
        ("--b1\r\nContent-Type: text/plain\r\n\r\nx\r\n--b1--", .malformedHead),
        ("--b1\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--b1--", .malformedHead),
        ("--b1\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b1--", .malformedHead),
        ("--b1\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\nx\r\n--b1--", .malformedHead),
        ("--b1\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b1--", .malformedHead),
        ("--b1\r\nno field\r\n\r\nx\r\n--b1--", .malformedHead),
        ("--b1x\r\n", .malformedDelimiter),
        ("--b1\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b1", .truncated),
        ("--b1\r\nContent-Disposition: form-data; name=a\r\n\r\nx", .truncated),
        ("", .truncated),
    ])
    func `a body that is no form is refused`(body: String, error: MultipartError) {
        #expect(throws: error) { try parse(body) }
    }

    /// RFC 7578 §4.2, §5.1: names are in UTF-8 where the form says nothing else.
    @Test(arguments: [[0xFF], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF6]] as [[UInt8]], 1...3)
    func `a head that is no UTF-8 is refused, wherever it is not`(octets: [UInt8], place: Int) {
        var head = ["Content-Disposition: form-data; name=\"", "file\"; filename=\"a", "b\"\r\nX-Other: ", "\r\n\r\nx"]
            .map { Array($0.utf8) }
        head[place] = octets + head[place]
        let body = Array("--b1\r\n".utf8) + head.joined() + Array("\r\n--b1--".utf8)
        #expect(throws: MultipartError.malformedHead) { try parse(body) }
        #expect(throws: MultipartError.malformedHead) { try parse(body, pieces: 1) }
    }

    @Test func `a head, a preamble, and the number of parts have their limits`() {
        let part = "--b1\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"
        let long = "--b1\r\nContent-Disposition: form-data; name=a\r\nX: \(String(repeating: "x", count: 9 << 10))"
        #expect(throws: MultipartError.headTooLong(limit: 8 << 10)) { try parse(long, pieces: 1_000) }
        #expect(throws: MultipartError.preambleTooLong(limit: 1 << 10)) {
            try parse(String(repeating: "x", count: 2 << 10), pieces: 100)
        }
        #expect(throws: MultipartError.tooManyParts(limit: 20)) {
            try parse(String(repeating: part, count: 21) + "--b1--")
        }
    }

    @Test func `octets of any value are content`() throws {
        var random = SeededGenerator(seed: 7)
        let content = random.bytes(20_000)
        let head = Array("--b1\r\nContent-Disposition: form-data; name=a\r\n\r\n".utf8)
        let found = try parse(head + content + Array("\r\n--b1--\r\n".utf8), pieces: 700)
        #expect(found.map(\.content) == [content])
    }

    @Test func `whatever comes is a form or an error, in whatever pieces`() throws {
        for seed in 0..<UInt64(TestRounds.count(1_500)) {
            var mutator = Mutator(corpus: [Array(Self.form.utf8)], seed: seed)
            let body = mutator.next()
            let whole = Result { try parse(body) }
            let pieces = Result { try parse(body, pieces: Int(seed % 11) + 1) }
            #expect((try? whole.get()) == (try? pieces.get()), "seed \(seed)")
        }
    }
}

extension MultipartParserTests {
    /// A part with its whole content.
    private struct Found: Equatable {
        let part: MultipartPart
        var content: [UInt8] = []
        var isWhole = false

        var text: String { String(decoding: content, as: UTF8.self) }
    }

    private func parse(_ body: String, pieces length: Int? = nil) throws -> [Found] {
        try parse(Array(body.utf8), pieces: length)
    }

    private func parse(_ body: [UInt8], pieces length: Int? = nil) throws -> [Found] {
        var parser = MultipartParser(boundary: try #require(MultipartBoundary("b1")))
        var found: [Found] = []
        for start in stride(from: 0, to: body.count, by: length ?? max(body.count, 1)) {
            let piece = body[start..<min(start + (length ?? body.count), body.count)]
            for event in try parser.consume(Array(piece)) { try take(event, into: &found) }
        }
        try parser.finish()
        #expect(found.allSatisfy { $0.isWhole })
        return found
    }

    private func take(_ event: MultipartParser.Event, into found: inout [Found]) throws {
        switch event {
        case .part(let part): found.append(Found(part: part))
        case .content(let octets):
            #expect(!octets.isEmpty)
            found[found.count - 1].content += octets
        case .partEnd: found[found.count - 1].isWhole = true
        case .end: break
        }
    }
}

struct MultipartBoundaryTests {
    @Test(arguments: ["----WebKitFormBoundary7MA4YWxkTrZu0gW", "b", "a b", String(repeating: "x", count: 70)])
    func `RFC 2046 §5.1.1 a boundary has up to 70 characters`(text: String) throws {
        let type = try #require(MediaType(parsing: "multipart/form-data; boundary=\"\(text)\""))
        #expect(MultipartBoundary(of: type) == MultipartBoundary(text))
        #expect(MultipartBoundary(text) != nil)
    }

    @Test(arguments: ["", "ends ", "a\"b", "ü", String(repeating: "x", count: 71)])
    func `RFC 2046 §5.1.1 what is longer, empty, or of other characters is none`(text: String) {
        #expect(MultipartBoundary(text) == nil)
    }

    @Test func `the body of no form has none`() throws {
        let mixed = try #require(MediaType(parsing: "multipart/mixed; boundary=b"))
        let bare = try #require(MediaType(parsing: "multipart/form-data"))
        #expect(MultipartBoundary(of: mixed) == nil)
        #expect(MultipartBoundary(of: bare) == nil)
    }
}
