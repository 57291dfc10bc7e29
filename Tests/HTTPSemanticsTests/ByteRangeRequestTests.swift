import HTTPSemantics
import Testing

@Suite struct ByteRangeRequestTests {
    private let etag = EntityTag(strong: "1")

    private func selection(_ field: String?, size: UInt64 = 10_000) -> ByteRangeRequest.Selection {
        ByteRangeRequest.parse(field, ifRange: nil, etag: etag, size: size)
    }

    @Test(arguments: [
        ("bytes=0-499", UInt64(0)..<UInt64(500)), ("bytes=500-999", 500..<1000), ("bytes=-500", 9500..<10_000),
        ("bytes=9500-", 9500..<10_000), ("bytes=0-0", 0..<1), ("bytes=-1", 9999..<10_000), ("BYTES=0-1", 0..<2),
        ("bytes= 9999-20000 ", 9999..<10_000), ("bytes=-20000", 0..<10_000), ("bytes=,0-1,", 0..<2),
        ("bytes=1-99999999999999999999999", 1..<10_000),
    ])
    func `RFC 9110 §14.1.2 one range selects a part`(field: String, part: Range<UInt64>) {
        #expect(selection(field) == .part(part))
    }

    @Test(arguments: [
        nil, "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "lines=0-1", "bytes=0-1,3-2", "bytes=0-1x",
        "bytes 0-1", "bytes=0--1", "bytes=+0-1",
    ])
    func `RFC 9110 §14.2 what is not one valid range selects the whole`(field: String?) {
        #expect(selection(field) == .whole)
    }

    @Test(arguments: [
        ("bytes=0-1,3-4", [UInt64(0)..<2, 3..<5]), ("bytes=-2, 0-0", [9998..<10_000, 0..<1]),
        ("bytes=0-0,1-1", [0..<1, 1..<2]), ("bytes=5-5,20000-,7-7", [5..<6, 7..<8]),
    ])
    func `RFC 9110 §14.1.2 several ranges select parts in the order of the request`(
        field: String,
        parts: [Range<UInt64>]
    ) {
        #expect(selection(field) == .parts(parts))
    }

    @Test func `RFC 9110 §14.2 overlapping or too many ranges select the whole`() {
        #expect(selection("bytes=0-5,5-6") == .whole)
        #expect(selection("bytes=0-,-1") == .whole)
        let many = (0..<17).map { "\($0 * 2)-\($0 * 2)" }
        let tooMany = "bytes=" + many.joined(separator: ",")
        #expect(selection(tooMany) == .whole)
        let most = "bytes=" + many.dropLast().joined(separator: ",")
        let parts: [Range<UInt64>] = (0..<16).map { number in
            let start = UInt64(number) * 2
            return start..<start + 1
        }
        #expect(selection(most) == .parts(parts))
    }

    @Test func `RFC 9110 §15.3.7.2 one satisfiable range of several is answered as a single part`() {
        #expect(selection("bytes=0-1,10000-") == .part(0..<2))
        #expect(selection("bytes=10000-,20000-") == .unsatisfiable)
    }

    @Test(arguments: ["bytes=10000-", "bytes=10000-10001", "bytes=-0", "bytes=99999999999999999999999-"])
    func `RFC 9110 §15.5.17 a range beyond the end is unsatisfiable`(field: String) {
        #expect(selection(field) == .unsatisfiable)
    }

    @Test func `an empty representation has no parts`() {
        #expect(selection("bytes=0-", size: 0) == .unsatisfiable)
        #expect(selection("bytes=-5", size: 0) == .whole)
    }

    @Test func `the largest representation has a last octet`() {
        #expect(selection("bytes=-1", size: .max) == .part((.max - 1)..<(.max)))
        #expect(selection("bytes=0-", size: .max) == .part(0..<(.max)))
    }

    @Test(arguments: [
        (#""1""#, true), (#"W/"1""#, false), (#""2""#, false), ("Sun, 06 Nov 1994 08:49:37 GMT", false), ("", false),
    ])
    func `RFC 9110 §13.1.5 a range counts only where If-Range matches strongly`(ifRange: String, counts: Bool) {
        let selection = ByteRangeRequest.parse("bytes=0-0", ifRange: ifRange, etag: etag, size: 10)
        #expect(selection == (counts ? .part(0..<1) : .whole))
    }

    @Test func `RFC 9110 §14.4 Content-Range names the part and the size`() {
        #expect(ByteRangeRequest.contentRange(of: 42..<1234, size: 1234) == "bytes 42-1233/1234")
        #expect(ByteRangeRequest.unsatisfiedContentRange(size: 1234) == "bytes */1234")
    }
}
