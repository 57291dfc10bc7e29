import BlobAPI
import BlobModel
import Testing

@Suite struct APIProblemTests {
    @Test(arguments: try BlobErrorSamples.all())
    func `every error of a store comes through the wire unchanged`(_ sample: BlobErrorSamples.Sample) throws {
        let octets = try APICoding.encode(APIProblem(telling: sample.error))
        let problem = try APICoding.decode(APIProblem.self, from: octets)
        #expect(BlobError(problem, about: sample.subject) == sample.error)
    }

    @Test func `a problem repeats its status and code in the body`() throws {
        let octets = try APICoding.encode(APIProblem(.misplaced, detail: "Elsewhere."))
        let text = String(decoding: octets, as: UTF8.self)
        #expect(text.contains(#""code":"misplaced""#))
        #expect(text.contains(#""status":421"#))
        #expect(text.contains(#""detail":"Elsewhere.""#))
        #expect(!text.contains("shardMap"))
    }

    @Test func `a problem that no call expects makes the node unavailable`() throws {
        let subject = try BlobErrorSamples.reference()
        let error = BlobError(APIProblem(.peerUnauthenticated), about: subject)
        guard case .unavailable(let reason) = error else {
            Issue.record("\(error) is not unavailable")
            return
        }
        #expect(reason.hasPrefix("peer-unauthenticated"))
    }

    @Test func `an absent blob without its name in the subject is no absence`() throws {
        let error = BlobError(APIProblem(.blobNotFound), about: try BlobErrorSamples.reference())
        #expect(!error.isAbsence)
    }

    @Test func `the challenge travels in the problem`() throws {
        let problem = APIProblem.credentialsRequired(challenge: #"Basic realm="attache""#)
        let copy = try APICoding.decode(APIProblem.self, from: APICoding.encode(problem))
        #expect(copy.challenge == #"Basic realm="attache""#)
        #expect(copy.status == 401)
    }
}

@Suite struct ErrorCodeTests {
    /// Programs decide by these words: a change breaks them.
    @Test func `the codes of signed URLs are those of the format`() {
        #expect(ErrorCode.signature.rawValue == "signature")
        #expect(ErrorCode.expired.rawValue == "expired")
        #expect(ErrorCode.key.rawValue == "key")
        #expect([ErrorCode.signature, .expired, .key].allSatisfy { $0.status == 403 })
    }

    @Test(arguments: ErrorCode.allCases)
    func `every code is a word of lower-case letters and hyphens with an error status`(_ code: ErrorCode) {
        #expect(code.rawValue.allSatisfy { $0 == "-" || ("a"..."z").contains($0) })
        #expect((400..<600).contains(code.status))
        #expect(code.title.hasSuffix("."))
    }

    @Test func `only refusals that time or a newer map can lift are worth retrying`() {
        let worth = ErrorCode.allCases.filter(\.isWorthRetrying)
        #expect(Set(worth) == [.unavailable, .recountsSuspended, .deadlineExceeded, .staleShardMap, .misplaced])
    }
}
