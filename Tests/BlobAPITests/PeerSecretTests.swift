import BlobAPI
import BlobModel
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

/// What a caller shows to nodes in the place of its own secret.
@Suite struct SecretScopeTests {
    private let first: NodeID
    private let second: NodeID

    init() throws {
        first = try NodeID(validating: "blob-1")
        second = try NodeID(validating: "blob-2")
    }

    @Test func `each node is shown a secret of its own, and never the caller's`() {
        let secret = PeerSecret.random()
        let shown = secret.shown(to: first)
        #expect(shown.current == secret.shown(to: first).current)
        #expect(Set([secret.current, shown.current, secret.shown(to: second).current]).count == 3)
        #expect(shown.current != PeerSecret.random().shown(to: first).current)
        #expect(secret.shown(to: first, scope: .deployment).current == secret.current)
    }

    @Test func `what one node was shown opens no other`() {
        let secret = PeerSecret.random()
        let other = PeerDigests(["front": secret.shown(to: second).digests])
        #expect(other.peer(presenting: "Bearer \(secret.shown(to: second).current)") == "front")
        #expect(other.peer(presenting: "Bearer \(secret.shown(to: first).current)") == nil)
        #expect(other.peer(presenting: "Bearer \(secret.current)") == nil)
    }

    @Test func `while a secret changes, what is derived from both lines is known`() throws {
        let (old, new) = (PeerSecret.random(), PeerSecret.random())
        let both = try PeerSecret(parsing: "\(new.current)\n\(old.current)\n").shown(to: first)
        #expect(both.current == new.shown(to: first).current)
        #expect(both.digests == new.shown(to: first).digests + old.shown(to: first).digests)
        #expect(try PeerSecret(parsing: both.current).current == both.current, "it has the form of a secret")
    }

    /// Checked against HKDF-SHA256 of another library; a change would shut every front out of its nodes.
    @Test func `a derived secret is what it has always been`() throws {
        let secret = try PeerSecret(parsing: Base64URL.encode([UInt8](0..<32)))
        #expect(secret.shown(to: first).current == "FakhCBFT8WEvEhpIkCWHcmly0hiEAdpjUOWu2TVD0pc")
    }
}
