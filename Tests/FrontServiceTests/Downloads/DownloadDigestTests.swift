import AttachmentStore
import BlobModel
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import Testing

@testable import FrontService

/// The digest fields of the bytes that the front sends itself (RFC 9530).
@Suite struct DownloadDigestTests {
    private static let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    private static let labels = StoredAttachment.Labels(mediaType: "application/pdf", filename: "a.pdf")

    private func withStream(
        _ body: @escaping @Sendable (AttachmentFront, String, String) async throws -> Void
    ) async throws {
        try await AttachmentFront.run(configure: { $0.attachments.download = .stream }) { scene async throws in
            let held = try await scene.attach(Self.bytes, labels: Self.labels)
            let digest = Data(held.attachment.blob.bytes).base64EncodedString()
            try await body(scene, scene.path(held), "sha-256=:\(digest):")
        }
    }

    private func value(_ name: String, of answer: TestResponse) throws -> String? {
        answer.headers[try #require(HTTPField.Name(name))]
    }

    @Test(
        arguments: [
            ("GET", [:], 200), ("HEAD", [:], 200), ("GET", ["Range": "bytes=10-18"], 206),
            ("GET", ["Range": "bytes=0-1,900-909"], 206), ("HEAD", ["Range": "bytes=10-18"], 200),
        ] as [(String, [String: String], Int)]
    )
    func `RFC 9530 §3 Repr-Digest is that of the whole, whatever part of it is sent`(
        method: String,
        fields: [String: String],
        status: Int
    ) async throws {
        try await withStream { scene, path, digest in
            let answer = try await scene.front.send(method, path, fields)
            #expect(answer.status.code == status)
            #expect(try value("Repr-Digest", of: answer) == digest)
            #expect(try value("Content-Digest", of: answer) == nil)
        }
    }

    @Test(arguments: [
        (["Range": "bytes=1000-"], 416), (["If-Match": "\"other\""], 412), (["If-None-Match": "*"], 304),
        (["If-None-Match": "other"], 400),
    ])
    func `RFC 9530 §3.1 an answer that tells of the request has no digest of the file`(
        fields: [String: String],
        status: Int
    ) async throws {
        try await withStream { scene, path, _ in
            let answer = try await scene.front.send("GET", path, fields)
            #expect(answer.status.code == status)
            #expect(try value("Repr-Digest", of: answer) == nil)
        }
    }

    @Test(arguments: ["sha-256=1", "sha-512=3, sha-256=10, unixsum=0", "sha-256=0", "md5=10", "no integer", ""])
    func `RFC 9530 §4 a wish changes nothing, also one that is malformed or wants another algorithm`(
        wish: String
    ) async throws {
        try await withStream { scene, path, digest in
            let fields = ["Want-Repr-Digest": wish, "Want-Content-Digest": wish]
            let answer = try await scene.front.send("GET", path, fields)
            #expect(answer.status == .ok)
            #expect(try value("Repr-Digest", of: answer) == digest)
            #expect(try value("Content-Digest", of: answer) == nil)
        }
    }
}
