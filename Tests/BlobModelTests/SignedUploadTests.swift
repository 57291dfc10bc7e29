import BlobModel
import Cryptography
import FoundationEssentials
import RandomTesting
import Testing

struct SignedUploadTests {
    private static let now = Date(timeIntervalSince1970: 1_700_000_000)

    private let ring: RootKeyRing
    private let node: NodeID
    private let permit: UploadPermit

    init() throws {
        ring = try RootKeyRing(validating: [
            SigningKey(id: SigningKeyID(validating: "k1"), state: .active, secret: [UInt8](0..<32))
        ])
        node = try NodeID(validating: "node-1")
        permit = UploadPermit(
            domain: try DedupDomain(validating: "home"),
            reference: try #require(ReferenceID(bytes: [UInt8](0..<16))),
            size: 12_345_678,
            grant: try #require(SHA256Digest(bytes: ContentID(of: Array("abc".utf8).span).bytes))
        )
    }

    private func mint(at now: Date = Self.now) -> SignedUpload {
        .mint(permit, with: ring.derived(for: node), now: now)
    }

    private func parse(_ text: String) throws -> SignedUpload {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return try SignedUpload(parsingPath: parts[0], query: parts.count > 1 ? parts[1] : "")
    }

    @Test func `a minted URL parses to itself and verifies at its node`() throws {
        let url = try parse(mint().pathAndQuery)
        #expect(url == mint())
        #expect(url.permit == permit)
        try url.verify(with: ring.derived(for: node), now: Self.now)
    }

    @Test func `an upload's bytes are signed under a tag of their own`() {
        // HKDF and HMAC computed independently (Python hashlib and hmac).
        #expect(mint().pathAndQuery == Self.vector)
    }

    private static let vector =
        "/u/v1/aaaqeayeaudaocajbifqydiob4?d=home&e=1700000600&k=k1&l=12345678"
        + "&g=ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0&s=EOld7LGOeNdEmTXxHaPVYpoSymg4_GNkgNhxm51lHtM"

    @Test func `a signature of a download is none of an upload, and the other way round`() throws {
        let keys = ring.derived(for: node)
        let blob = ContentID(of: Array("abc".utf8).span)
        let grant = try DownloadGrant(domain: permit.domain, blob: blob, filename: "a", mediaType: "text/plain")
        let download = SignedURL.mint(grant, with: keys, lifetime: .seconds(600), now: Self.now)
        let forgedUpload = mint().pathAndQuery.replacing(
            Base64URL.encode(mint().seal.signature),
            with: Base64URL.encode(download.seal.signature)
        )
        #expect(throws: SignedURLError.signature) { try parse(forgedUpload).verify(with: keys, now: Self.now) }
        let forgedDownload = download.pathAndQuery.replacing(
            Base64URL.encode(download.seal.signature),
            with: Base64URL.encode(mint().seal.signature)
        )
        let parts = forgedDownload.split(separator: "?").map(String.init)
        let parsed = try SignedURL(parsingPath: parts[0], query: parts[1])
        #expect(throws: SignedURLError.signature) { try parsed.verify(with: keys, now: Self.now) }
    }

    @Test func `a URL is good for another node only when that node's key made it`() throws {
        let other = ring.derived(for: try NodeID(validating: "node-2"))
        #expect(throws: SignedURLError.signature) { try mint().verify(with: other, now: Self.now) }
        let removed = try ring.adding(SigningKeyID(validating: "k2"), secret: [UInt8](32..<64))
            .activating(SigningKeyID(validating: "k2"))
            .removing(SigningKeyID(validating: "k1"))
        #expect(throws: SignedURLError.key) { try mint().verify(with: removed.derived(for: node), now: Self.now) }
    }

    @Test(arguments: [
        ("d=home", "d=home2"), ("e=1700000600", "e=1700000601"), ("l=12345678", "l=12345679"), ("&g=ungW", "&g=unhW"),
        ("/u/v1/aaaqeayeaudaocajbifqydiob4", "/u/v1/aaaqeayeaudaocajbifqydioba"), ("&s=EO", "&s=EP"),
    ])
    func `every changed field breaks the signature`(_ old: String, _ new: String) throws {
        let changed = mint().pathAndQuery.replacing(old, with: new)
        #expect(changed != mint().pathAndQuery)
        #expect(throws: SignedURLError.signature) {
            try parse(changed).verify(with: ring.derived(for: node), now: Self.now)
        }
    }

    @Test func `a URL is good for ten minutes and another one for the clocks, and not longer`() throws {
        let keys = ring.derived(for: node)
        let url = mint(at: Self.now.addingTimeInterval(0.25))
        #expect(url.expires == 1_700_000_601)
        try url.verify(with: keys, now: Date(timeIntervalSince1970: Double(url.expires) + 59))
        #expect(throws: SignedURLError.expired(at: url.expires)) {
            try url.verify(with: keys, now: Date(timeIntervalSince1970: Double(url.expires) + 60))
        }
    }

    @Test(arguments: [
        ("&l=12345678", "", SignedURLError.Malformation.missingParameter("l")),
        ("&l=12345678", "&l=12345678&l=12345678", .duplicateParameter("l")),
        ("&l=12345678", "&l=12345678&x=1", .unknownParameter), ("&l=12345678", "&n=YQ&l=12345678", .unknownParameter),
        ("&l=12345678", "&l=+1", .malformedParameter("l")), ("&l=12345678", "&l=01", .malformedParameter("l")),
        ("&l=12345678", "&l=9999999999999999999", .malformedParameter("l")),
        ("&l=12345678", "&l=12345678901234567890", .overlongParameter("l")),
        ("d=home", "d=Home", .malformedParameter("d")), ("&g=ung", "&g=un", .malformedParameter("g")),
        ("&g=ung", "&g=ungA", .overlongParameter("g")), ("/u/v1/", "/d/v1/", .path), ("ob4?", "ob?", .path),
        ("/u/v1/aaa", "/u/v1/AAA", .path),
    ])
    func `a missing, duplicate, unknown, overlong, or malformed parameter is refused by name`(
        _ old: String,
        _ new: String,
        _ reason: SignedURLError.Malformation
    ) throws {
        let changed = mint().pathAndQuery.replacing(old, with: new)
        #expect(changed != mint().pathAndQuery)
        #expect(throws: SignedURLError.malformed(reason)) { try parse(changed) }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `any path and query is parsed to the URL that it is or refused`(_ seed: UInt64) throws {
        let corpus = [
            Self.vector, "/u/v1/aaaaaaaaaaaaaaaaaaaaaaaaaa?d=&e=-1&k=&l=&g=&s=", "/u/v1/?d=a&d=b&x=1&e=+5&l=%30",
            Self.vector.replacing("l=12345678", with: "l=9223372036854775807"),
        ]
        var mutator = Mutator(corpus: corpus.map { Array($0.utf8) }, seed: seed)
        for _ in 0..<3_000 {
            let text = String(decoding: mutator.next(), as: UTF8.self)
            guard let url = try? parse(text) else { continue }
            // Parameters may come in any order, so that only what was minted has exactly its own text.
            #expect(try parse(url.pathAndQuery) == url, "seed \(seed)")
            guard url != mint() else { continue }
            #expect(throws: SignedURLError.self, "seed \(seed)") {
                try url.verify(with: ring.derived(for: node), now: Self.now)
            }
        }
    }
}
