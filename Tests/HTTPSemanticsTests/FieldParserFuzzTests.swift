import HTTPSemantics
import RandomTesting
import Testing

@Suite struct FieldParserFuzzTests {
    private static let alphabet = "abW/\"\\;,=*'%2F0-9 \t<>()[]{}:.é\u{0}\u{7F}😀bytesGMT"

    @Test func `parsers of fields take any text`() {
        var generator = SeededGenerator(seed: 9110)
        for _ in 0..<20_000 {
            let text = generator.text(of: Self.alphabet, count: 0...24)
            if let tag = EntityTag(parsing: text) {
                #expect(EntityTag(parsing: tag.description) == tag, "seed 9110")
            }
            if let type = MediaType(parsing: text) {
                #expect(MediaType(parsing: type.description) == type, "seed 9110")
            }
            if let segment = PercentEncoding.decode(text) {
                #expect(PercentEncoding.decode(PercentEncoding.encodeSegment(segment)) == segment, "seed 9110")
            }
            _ = EntityTagCondition(parsing: text)
            _ = ContentDisposition(parsing: text)
            _ = Preferences(parsing: [text])
            _ = HTTPDate.parse(text)
            _ = try? DigestField(parsing: "a=:AQ==:" + text, of: "Content-Digest")
            _ = PercentEncoding.parseQuery(text)
            _ = ByteRangeRequest.parse("bytes=" + text, ifRange: text, etag: EntityTag(strong: "a"), size: 10)
        }
    }
}
