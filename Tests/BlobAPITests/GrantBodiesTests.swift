import BlobAPI
import BlobModel
import Cryptography
import HTTPTypes
import RandomTesting
import Testing

@Suite struct GrantBodiesTests {
    private static let answer = RelayedAnswer(
        status: .created,
        fields: [.location: "https://front.example/attachments/a/b%20c.pdf", .eTag: "\"1\""]
    )

    @Test func `an answer comes through its field unchanged`() throws {
        let value = try Self.answer.fieldValue()
        #expect(RelayedAnswer(parsing: value) == Self.answer)
        #expect(value.utf8.allSatisfy { $0 > 32 && $0 < 127 })
    }

    @Test func `fields between the services do not come through`() {
        let answer = RelayedAnswer(status: .ok, fields: [.setCookie: "a=b", .retryAfter: "1", .connection: "close"])
        #expect(answer.fields == [.retryAfter: "1"])
    }

    @Test(arguments: [
        "", "!", #"{"status":200,"fields":[]}"#, Base64URL.encode(Array("{}".utf8)),
        Base64URL.encode(Array(#"{"status":99,"fields":[]}"#.utf8)),
        Base64URL.encode(Array(#"{"status":100,"fields":[]}"#.utf8)),
        Base64URL.encode(Array(#"{"status":200,"fields":[["ETag"]]}"#.utf8)),
        Base64URL.encode(Array(#"{"status":200,"fields":[["E Tag","1"]]}"#.utf8)),
        Base64URL.encode(Array(#"{"status":200,"fields":[["ETag","1\r\nSet-Cookie: a=b"]]}"#.utf8)),
        String(repeating: "A", count: RelayedAnswer.maximumByteCount + 1),
    ])
    func `what is no answer to a client is refused`(_ value: String) {
        #expect(RelayedAnswer(parsing: value) == nil)
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `any field is parsed to one answer or refused`(_ seed: UInt64) throws {
        var mutator = Mutator(corpus: [Array(try Self.answer.fieldValue().utf8)], seed: seed)
        for _ in 0..<1_000 {
            guard let answer = RelayedAnswer(parsing: String(decoding: mutator.next(), as: UTF8.self)) else { continue }
            #expect(RelayedAnswer(parsing: try answer.fieldValue()) == answer, "seed \(seed)")
        }
    }

    @Test func `a question, a renewal, and an abandonment name their attempt`() throws {
        let attempt = try UploadAttemptID(validating: "krugs4zanfzsaylooruw4zzake")
        let digest = try #require(SHA256Digest(bytes: [UInt8](repeating: 0, count: 32)))
        let question = String(decoding: try APICoding.encode(GrantQuestion(digest, by: attempt)), as: UTF8.self)
        let zeroes = String(repeating: "0", count: 64)
        #expect(question == #"{"attempt":"krugs4zanfzsaylooruw4zzake","digest":"\#(zeroes)"}"#)
        let abandonment = String(decoding: try APICoding.encode(GrantAbandonment(of: attempt)), as: UTF8.self)
        #expect(abandonment == #"{"attempt":"krugs4zanfzsaylooruw4zzake"}"#)
        let renewal = String(decoding: try APICoding.encode(GrantRenewal(of: attempt)), as: UTF8.self)
        #expect(renewal == abandonment)
        let stranger = Array(#"{"attempt":"1"}"#.utf8)
        #expect(throws: (any Error).self) { try APICoding.decode(GrantAbandonment.self, from: stranger) }
    }

    @Test func `a completion tells the bytes and where they are`() throws {
        let completion = GrantCompletion(
            blob: BlobDescription(blob: ContentID(of: Array("abc".utf8).span), size: 3),
            place: BlobPlace(shard: try ShardID(validating: "blob-1-s1"), epoch: 3)
        )
        let octets = try APICoding.encode(completion)
        #expect(try APICoding.decode(GrantCompletion.self, from: octets) == completion)
        #expect(
            String(decoding: octets, as: UTF8.self).hasSuffix(#""place":{"epoch":3,"shard":"blob-1-s1"},"size":3}"#)
        )
    }
}
