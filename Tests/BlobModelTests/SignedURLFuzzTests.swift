import BlobModel
import RandomTesting
import Testing

/// Gives wrong URLs to the parser of signed URLs, as anybody on the Internet may.
struct SignedURLFuzzTests {
    /// The samples: a minted URL, and URLs at the edges of what the parser takes.
    private static let corpus = [
        "/d/v1/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad?d=home&e=1700000700&k=k1"
            + "&n=w4RyZ2VyICYgRnJldWRlLnBkZg&t=YXBwbGljYXRpb24vcGRm&i=0&s=532Rb5xjad6703Y3ZqoBZoiLRm54I3VZ_ZamGMJwVw0",
        "/d/v1/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855?d=a&e=0&k=a&n=&t=&i=1"
            + "&s=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "/d/v1/?d=&e=-1&k=&n=&t=&i=&s=",
        "/d/v1/E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855?d=a&d=b&x=1&e=+5",
        "/d/v1/%00?d=%2e%2e&e=999999999999&k=k&n=gA&t=____&i=2&s=====",
    ]

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `any path and query is parsed to the URL that it is or refused`(_ seed: UInt64) throws {
        var mutator = Mutator(corpus: Self.corpus.map { Array($0.utf8) }, seed: seed)
        for _ in 0..<3_000 {
            let text = String(decoding: mutator.next(), as: UTF8.self)
            guard let url = Self.parse(text) else { continue }
            #expect(url.pathAndQuery == text, "seed \(seed)")
        }
    }

    @Test func `the samples at the edges are what they seem`() {
        #expect(Self.corpus.map { Self.parse($0) != nil } == [true, true, false, false, false])
    }

    private static func parse(_ text: String) -> SignedURL? {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return try? SignedURL(parsingPath: parts[0], query: parts.count > 1 ? parts[1] : "")
    }
}
