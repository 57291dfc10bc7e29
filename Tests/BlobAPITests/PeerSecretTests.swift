import BlobAPI
import Cryptography
import Testing

@Suite struct PeerSecretTests {
    private static let one = Base64URL.encode([UInt8](repeating: 1, count: 32))
    private static let two = Base64URL.encode([UInt8](repeating: 2, count: 32))

    @Test func `a secret file has one line, or the current and the previous one`() throws {
        let single = try PeerSecret(parsing: "\(Self.one)\n")
        #expect(single.current == Self.one)
        #expect(single.previous == nil)
        let pair = try PeerSecret(parsing: " \(Self.two) \r\n\n\(Self.one)")
        #expect(pair.current == Self.two)
        #expect(pair.previous == Self.one)
        #expect(pair.digests == [PeerSecret.digest(of: Self.two), PeerSecret.digest(of: Self.one)])
    }

    @Test(arguments: [
        ("", PeerSecretError.lineCount(0)),
        ("a\nb\nc", .lineCount(3)),
        ("hunter2", .malformedLine(1)),
        ("AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE\nnot base64url!", .malformedLine(2)),
    ])
    func `a secret file with anything else is refused without repeating it`(
        _ contents: String,
        _ expected: PeerSecretError
    ) {
        #expect(throws: expected) { try PeerSecret(parsing: contents) }
        #expect(!expected.description.contains("hunter2"))
    }

    @Test func `neither a secret nor a key shows in a description`() {
        let secret = PeerSecret.random()
        #expect(!"\(secret)".contains(secret.current))
        #expect("\(Base64URLBytes([1, 2, 3]))" == "(3 bytes)")
    }
}

@Suite struct PeerDigestsTests {
    @Test func `a peer is known by its current and by its previous secret`() throws {
        let secret = PeerSecret.random()
        let other = PeerSecret.random()
        let digests = PeerDigests(["front": secret.digests + other.digests, "blob-2": PeerSecret.random().digests])
        #expect(digests.peer(presenting: "Bearer \(secret.current)") == "front")
        #expect(digests.peer(presenting: "bearer  \(other.current)") == "front")
    }

    @Test func `anything but a known bearer token is nobody`() {
        let secret = PeerSecret.random()
        let digests = PeerDigests(["front": secret.digests])
        let presented = [
            nil, "", "Bearer", "Bearer ", "Basic \(secret.current)", "Bearer \(secret.current)x",
            "Bearer \(secret.current) x", secret.current, "Bearer " + String(repeating: "a", count: 300),
        ]
        for value in presented {
            #expect(digests.peer(presenting: value) == nil, "\(value ?? "nil")")
        }
    }
}
