import NIOHTTP1
import Testing

/// What RFC 9110 says about ranges and validators of a representation, asked of a URL.
struct RangeCheck {
    /// Where the representation is.
    let url: String

    /// Who asks.
    let client: CalendarClient

    /// What the whole of it is.
    let bytes: [UInt8]

    /// Asks for everything.
    func run() async throws {
        let tag = try #require(try await client.send(.GET, url)["ETag"])
        try await ranges()
        let matching = try await client.send(.GET, url, ["Range": "bytes=0-9", "If-Range": tag])
        #expect(matching.status == 206, "RFC 9110 §13.1.5")
        let other = try await client.send(.GET, url, ["Range": "bytes=0-9", "If-Range": "\"other\""])
        #expect(other.status == 200)
        #expect(other.body == bytes)
        let known = try await client.send(.GET, url, ["If-None-Match": "\"other\", \(tag)"])
        #expect(known.status == 304, "RFC 9110 §13.1.2")
        #expect(known["ETag"] == tag)
        #expect(known.body.isEmpty)
        try await head(tag)
    }

    private func ranges() async throws {
        let size = bytes.count
        let cases = [
            ("bytes=0-99", 0..<100), ("bytes=100-", 100..<size), ("bytes=-7", size - 7..<size),
            ("bytes=5-999999999", 5..<size),
        ]
        for (field, range) in cases {
            let answer = try await client.send(.GET, url, ["Range": field])
            #expect(answer.status == 206, "\(field)")
            #expect(answer["Content-Range"] == "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)", "\(field)")
            #expect(answer.body == Array(bytes[range]), "\(field)")
        }
        let beyond = try await client.send(.GET, url, ["Range": "bytes=\(size)-"])
        #expect(beyond.status == 416, "RFC 9110 §14.1.2")
        #expect(beyond["Content-Range"] == "bytes */\(size)")
    }

    private func head(_ tag: String) async throws {
        let head = try await client.send(.HEAD, url)
        #expect(head.status == 200)
        #expect(head["Content-Length"] == "\(bytes.count)")
        #expect(head["ETag"] == tag)
        #expect(head.body.isEmpty)
    }
}
