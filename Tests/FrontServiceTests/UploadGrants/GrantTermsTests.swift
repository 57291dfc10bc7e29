import BlobModel
import CalendarStore
import Cryptography
import FoundationEssentials
import HTTPTypes
import RandomTesting
import Testing

@testable import FrontService

/// The octets of `Docs/formats/upload-grant.md`.
@Suite struct GrantTermsTests {
    private let terms: GrantTerms

    init() throws {
        var values = GrantTerms.boundNames.map { _ in "" }
        values[0] = "\"7\""
        values[7] = "attachment; filename=\"Ärger.pdf\""
        terms = GrantTerms(
            deployment: try #require(DeploymentID(bytes: [UInt8](0..<16))),
            reference: try #require(ReferenceID(bytes: [UInt8](16..<32))),
            principal: try #require(HomeID(parsing: "aaaqeayeaudaocajbifqydiob4")),
            path: ObjectPath(owner: try #require(UserID(parsing: "alice")), calendar: "work", name: "e 1.ics"),
            object: try #require(ObjectID(parsing: "caireeyuculbogazdinryhi6d4")),
            domain: try DedupDomain(validating: "home"),
            query: "action=attachment-add",
            values: values,
            size: 12_345_678,
            received: 1_700_000_000_250
        )
    }

    @Test func `the octets stand for the terms`() throws {
        #expect(GrantTerms(octets: terms.octets) == terms)
        #expect(terms.fields[.ifMatch] == "\"7\"" && terms.fields[.ifNoneMatch] == nil)
        #expect(terms.fields[.contentLength] == "12345678")
        #expect(terms.date.timeIntervalSince1970 == 1_700_000_000.25)
    }

    @Test func `the octets are those of Docs formats upload-grant`() {
        // Computed independently (Python hashlib).
        #expect(terms.digest.hexadecimal == Self.vector)
    }

    private static let vector = "800fdea4a6a1dc8ed3324e47f47b9e282e6b3323f4f0d1814675682afc8964f3"

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `any octets are read as the terms that they are, or refused`(_ seed: UInt64) {
        var mutator = Mutator(corpus: [terms.octets, [], [0, 0, 0, 0]], seed: seed)
        for _ in 0..<2_000 {
            let octets = mutator.next()
            guard let read = GrantTerms(octets: octets) else { continue }
            #expect(GrantTerms(octets: read.octets) == read, "seed \(seed)")
        }
    }

    @Test func `terms that are cut, longer, or of another version are refused`() {
        for count in 0..<terms.octets.count { #expect(GrantTerms(octets: Array(terms.octets[..<count])) == nil) }
        #expect(GrantTerms(octets: terms.octets + [0, 0, 0, 0]) == nil)
        var other = terms.octets
        other[4 + "attache-upload-grant-v".utf8.count] = UInt8(ascii: "2")
        #expect(GrantTerms(octets: other) == nil)
    }
}
