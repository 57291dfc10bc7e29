import BlobAPI
import BlobModel
import Cryptography
import FoundationEssentials
import RandomTesting
import Testing

/// Gives wrong JSON to the bodies of the internal API.
struct BodyFuzzTests {
    /// A type of body with samples of its JSON.
    struct Body: CustomTestStringConvertible, Sendable {
        /// The type's name.
        let testDescription: String
        /// The samples.
        let samples: [String]
        /// Decodes a text, encodes what it stands for, and does both again; nil when the text is refused.
        let encodedTwice: @Sendable ([UInt8]) -> (first: [UInt8], second: [UInt8])?

        /// Makes the body of a type.
        init<Value: Codable & Sendable>(_ type: Value.Type, _ samples: String...) {
            testDescription = "\(type)"
            self.samples = samples
            encodedTwice = { octets in
                guard let value = try? APICoding.decode(type, from: octets),
                    let first = try? APICoding.encode(value), let again = try? APICoding.decode(type, from: first),
                    let second = try? APICoding.encode(again)
                else { return nil }
                return (first, second)
            }
        }
    }

    private static let nesting = String(repeating: "[", count: 600)

    /// All bodies with samples; each has one that is accepted.
    static let bodies: [Body] = [
        Body(
            DownloadAuthorizationRequest.self,
            #"{"path":"/attachments/a/b.pdf","authorization":"Basic YTpi","clientAddress":"::1","method":"GET"}"#
        ),
        Body(
            GrantQuestion.self,
            #"{"digest":"\#(String(repeating: "ab", count: 32))","attempt":"aaaaaaaaaaaaaaaaaaaaaaaaaa"}"#
        ),
        Body(
            GrantOpening.self,
            #"{"size":5,"contentDigest":"sha-256=:AA==:","reprDigest":"","processingMilliseconds":30000}"#,
            #"{"size":5}"#
        ),
        Body(GrantRenewal.self, #"{"attempt":"aaaaaaaaaaaaaaaaaaaaaaaaaa"}"#),
        Body(GrantAbandonment.self, #"{"attempt":"aaaaaaaaaaaaaaaaaaaaaaaaaa"}"#),
        Body(
            GrantCompletion.self,
            #"{"blob":"\#(String(repeating: "ab", count: 32))","size":5,"place":{"shard":"s","epoch":1}}"#
        ),
        Body(RecountOrder.self, #"{"force":true}"#, "{}"),
        Body(PurgeOrder.self, #"{"dryRun":true}"#, "{}"),
        Body(
            ShardMap.self,
            #"{"epoch":1,"deployment":"aaaaaaaaaaaaaaaaaaaaaaaaaa","nodes":[],"shards":[],"slots":[0]}"#
        ),
        Body(StoredBlob.self, #"{"blob":"\#(String(repeating: "ab", count: 32))","size":5,"addedBytes":5}"#),
        Body(BlobDescription.self, #"{"blob":"\#(String(repeating: "ab", count: 32))","size":18446744073709551615}"#),
    ]

    @Test(arguments: bodies)
    func `any text is decoded to one value or refused`(_ body: Body) {
        let corpus = (body.samples + [Self.nesting, "null", "1e999", #"{"a":"\uD800"}"#]).map { Array($0.utf8) }
        let seed: UInt64 = 20_261_121
        var mutator = Mutator(corpus: corpus, seed: seed)
        for _ in 0..<1_000 {
            let octets = mutator.next()
            guard let encoded = body.encodedTwice(octets) else { continue }
            #expect(encoded.first == encoded.second, "seed \(seed): \(String(decoding: octets, as: UTF8.self))")
        }
    }
}
