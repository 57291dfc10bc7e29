import BlobModel
import FoundationEssentials
import RandomTesting
import Testing

struct SignedURLTests {
    private static let now = Date(timeIntervalSince1970: 1_700_000_000)

    private let ring: RootKeyRing
    private let node: NodeID
    private let grant: DownloadGrant

    init() throws {
        let secret = [UInt8](0..<32)
        ring = try RootKeyRing(validating: [
            SigningKey(id: SigningKeyID(validating: "k1"), state: .active, secret: secret)
        ])
        node = try NodeID(validating: "node-1")
        grant = try DownloadGrant(
            domain: DedupDomain(validating: "home"),
            blob: ContentID(of: Array("abc".utf8).span),
            filename: "Ärger & Freude.pdf",
            mediaType: "application/pdf"
        )
    }

    private func mint(_ lifetime: Duration = .seconds(600)) -> SignedURL {
        .mint(grant, with: ring.derived(for: node), lifetime: lifetime, now: Self.now)
    }

    private func parse(_ text: String) throws -> SignedURL {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return try SignedURL(parsingPath: parts[0], query: parts.count > 1 ? parts[1] : "")
    }

    @Test func `a minted URL parses to itself and verifies at its node`() throws {
        let url = try parse(mint().pathAndQuery)
        #expect(url == mint())
        #expect(url.grant == grant)
        try url.verify(with: ring.derived(for: node), now: Self.now)
    }

    @Test func `the text is that of Docs formats signed-url`() {
        // HKDF and HMAC computed independently (Python hashlib and hmac).
        #expect(mint().pathAndQuery == Self.vector)
    }

    private static let vector =
        "/d/v1/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad?d=home&e=1700000700&k=k1"
        + "&n=w4RyZ2VyICYgRnJldWRlLnBkZg&t=YXBwbGljYXRpb24vcGRm&i=0&s=532Rb5xjad6703Y3ZqoBZoiLRm54I3VZ_ZamGMJwVw0"

    @Test func `a URL is good for another node only when that node minted it`() throws {
        let other = ring.derived(for: try NodeID(validating: "node-2"))
        #expect(throws: SignedURLError.signature) { try mint().verify(with: other, now: Self.now) }
    }

    @Test func `every changed parameter breaks the signature`() throws {
        let text = mint().pathAndQuery
        let changes = [
            ("d=home", "d=home2"), ("e=1700000700", "e=1700001000"), ("&i=0", "&i=1"), ("/d/v1/ba", "/d/v1/bb"),
            ("&t=YXBwbGljYXRpb24vcGRm", "&t=dGV4dC9odG1s"), ("&n=w4", "&n=w5"),
        ]
        for (old, new) in changes {
            let changed = text.replacing(old, with: new)
            #expect(changed != text, "\(old) is not in \(text)")
            #expect(throws: SignedURLError.signature) {
                try parse(changed).verify(with: ring.derived(for: node), now: Self.now)
            }
        }
    }

    @Test func `expiry is rounded up to five minutes so that a link repeats`() {
        #expect(mint(.seconds(600)).expires == 1_700_000_700)
        #expect(mint(.seconds(601)).expires == 1_700_000_700)
        #expect(mint(.seconds(700)).expires == 1_700_000_700)
        #expect(mint(.seconds(701)).expires == 1_700_001_000)
    }

    @Test func `a life is 24 hours at most`() {
        #expect(mint(.seconds(10_000_000)).expires == mint(.seconds(86_400)).expires)
    }

    @Test func `a URL is good until a minute after its expiry and not later`() throws {
        let url = mint()
        let keys = ring.derived(for: node)
        try url.verify(with: keys, now: Date(timeIntervalSince1970: Double(url.expires) + 59))
        #expect(throws: SignedURLError.expired(at: url.expires)) {
            try url.verify(with: keys, now: Date(timeIntervalSince1970: Double(url.expires) + 60))
        }
        #expect(url.remainingLife(now: Self.now) == .seconds(700))
        #expect(url.remainingLife(now: Date(timeIntervalSince1970: 2e9)) == .zero)
    }

    @Test func `a wrong signature is told before the expiry`() throws {
        let forged = try parse(mint().pathAndQuery.replacing("&i=0", with: "&i=1"))
        #expect(throws: SignedURLError.signature) {
            try forged.verify(with: ring.derived(for: node), now: Date(timeIntervalSince1970: 2e9))
        }
    }

    @Test func `pending and retired keys verify, and a removed one does not`() throws {
        let second = try SigningKeyID(validating: "k2")
        let two = try ring.adding(second, secret: [UInt8](32..<64))
        let rotated = try two.activating(second)
        let old = mint()
        let new = SignedURL.mint(grant, with: rotated.derived(for: node), lifetime: .seconds(600), now: Self.now)
        #expect(new.seal.key == second)
        try new.verify(with: two.derived(for: node), now: Self.now)
        try old.verify(with: rotated.derived(for: node), now: Self.now)
        let removed = try rotated.removing(SigningKeyID(validating: "k1"))
        #expect(throws: SignedURLError.key) { try old.verify(with: removed.derived(for: node), now: Self.now) }
    }

    @Test func `the active key is neither retired nor removed`() throws {
        let first = try SigningKeyID(validating: "k1")
        #expect(throws: BlobModelError.self) { try ring.retiring(first) }
        #expect(throws: BlobModelError.self) { try ring.removing(first) }
        #expect(throws: BlobModelError.self) { try ring.adding(first, secret: [UInt8](0..<32)) }
        #expect(throws: BlobModelError.self) { try ring.activating(SigningKeyID(validating: "k9")) }
        #expect(try RootKeyRing.initial().keys.map(\.state) == [.active])
    }

    @Test func `a missing, duplicate, unknown, overlong, or malformed parameter is refused by name`() throws {
        let text = mint().pathAndQuery
        func refusal(_ changed: String) -> SignedURLError? {
            do throws(any Error) { _ = try parse(changed) } catch { return error as? SignedURLError }
            return nil
        }
        #expect(refusal(text.replacing("&i=0", with: "")) == .malformed(.missingParameter("i")))
        #expect(refusal(text + "&i=0") == .malformed(.duplicateParameter("i")))
        #expect(refusal(text + "&x=0") == .malformed(.unknownParameter))
        #expect(refusal(text + "&") == .malformed(.unknownParameter))
        #expect(refusal(text.replacing("&i=0", with: "&i=00")) == .malformed(.overlongParameter("i")))
        #expect(refusal(text.replacing("&i=0", with: "&i=2")) == .malformed(.malformedParameter("i")))
        #expect(refusal(text.replacing("e=17", with: "e=+17")) == .malformed(.malformedParameter("e")))
        #expect(refusal(text.replacing("e=17", with: "e=017")) == .malformed(.malformedParameter("e")))
        #expect(refusal(text.replacing("d=home", with: "d=Home")) == .malformed(.malformedParameter("d")))
        #expect(refusal(text.replacing("&n=", with: "&n=%20")) == .malformed(.malformedParameter("n")))
        #expect(refusal(text.replacing("/d/v1/", with: "/d/v2/")) == .malformed(.path))
        #expect(refusal(text.replacing("ad?", with: "AD?")) == .malformed(.path))
        #expect(refusal("/d/v1/") == .malformed(.path))
    }

    @Test func `any bytes parse or are refused, and never trap`() {
        var generator = SeededGenerator(seed: 1)
        let text = Array(mint().pathAndQuery.utf8)
        for _ in 0..<3_000 {
            var changed = text
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                changed[Int.random(in: changed.indices, using: &generator)] = .random(in: 0...127, using: &generator)
            }
            if let url = try? parse(String(decoding: changed, as: UTF8.self)), url != mint() {
                #expect(throws: SignedURLError.self) { try url.verify(with: ring.derived(for: node), now: Self.now) }
            }
        }
    }

    @Test func `no error repeats the URL and no description shows a secret`() throws {
        #expect(!"\(SignedURLError.signature)".contains("d="))
        let key = try #require(ring.keys.first)
        #expect("\(key)" == "<signing key k1, active>")
    }

    @Test func `a filename longer than a URL can hold is refused`() throws {
        let long = String(repeating: "ä", count: 128)
        #expect(throws: SignedURLError.malformed(.overlongParameter("n"))) {
            try DownloadGrant(domain: grant.domain, blob: grant.blob, filename: long, mediaType: "text/plain")
        }
    }
}
