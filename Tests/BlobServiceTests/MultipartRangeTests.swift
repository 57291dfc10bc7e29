import BlobModel
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import BlobService

@Suite struct MultipartRangeTests {
    private let scene: NodeScene
    private let bytes = [UInt8]((0..<1000).map { UInt8($0 % 251) })

    init() throws {
        scene = try NodeScene()
    }

    private func get(_ range: String, _ method: HTTPRequest.Method = .get) async throws -> (ContentID, TestResponse) {
        let blob = try await scene.store(bytes)
        let url = try scene.signedURL(for: blob)
        let response = try await scene.publicApplication.test(.router) { client in
            try await client.execute(uri: url.pathAndQuery, method: method, headers: [.range: range]) { $0 }
        }
        return (blob, response)
    }

    @Test func `RFC 9110 §15.3.7.2 several ranges are answered with a part each, in the order of the request`()
        async throws
    {
        let (blob, response) = try await get("bytes=900-909, 0-4")
        #expect(response.status == .partialContent)
        #expect(response.headers[.contentType] == "multipart/byteranges; boundary=\(blob)")
        #expect(response.headers[.contentRange] == nil)
        let part = "\r\n--\(blob)\r\nContent-Type: application/pdf\r\nContent-Range: bytes"
        let expected =
            Array("\(part) 900-909/1000\r\n\r\n".utf8) + bytes[900..<910]
            + Array("\(part) 0-4/1000\r\n\r\n".utf8) + bytes[0..<5] + Array("\r\n--\(blob)--\r\n".utf8)
        #expect(response.bytes == expected)
        #expect(response.headers[.contentLength] == "\(expected.count)")
        #expect(response.headers[.eTag] == "\"\(blob)\"")
        #expect(response.headers[.xContentTypeOptions] == "nosniff")
    }

    @Test(arguments: [
        "bytes=0-9,5-14", "bytes=" + (0..<17).map { "\($0 * 2)-\($0 * 2)" }.joined(separator: ","), "bytes=0-9,x",
    ])
    func `RFC 9110 §14.2 overlapping, too many, and malformed ranges are answered with one 200`(
        _ range: String
    ) async throws {
        let (_, response) = try await get(range)
        #expect(response.status == .ok)
        #expect(response.bytes == bytes)
    }

    @Test func `RFC 9110 §15.3.7.2 no multipart where one of the ranges is there`() async throws {
        let (_, response) = try await get("bytes=0-9,1000-")
        #expect(response.status == .partialContent)
        #expect(response.headers[.contentRange] == "bytes 0-9/1000")
        #expect(response.bytes == Array(bytes[0..<10]))
    }

    @Test func `RFC 9110 §15.5.17 ranges of which none is there are 416`() async throws {
        let (_, response) = try await get("bytes=1000-1001,2000-")
        #expect(response.status == .rangeNotSatisfiable)
    }

    @Test func `RFC 9110 §14.2 HEAD ignores several ranges`() async throws {
        let (_, response) = try await get("bytes=0-1,3-4", .head)
        #expect(response.status == .ok)
        #expect(response.headers[.contentLength] == "1000")
    }
}
