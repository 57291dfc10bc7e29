import FoundationEssentials
import ManagedAttachments
import RandomTesting
import Testing

@Suite("Base64 of inline attachments")
struct Base64ContentTests {
    private func decoded(_ text: String) -> [UInt8]? {
        Base64Content(text).map { content in content.pieces.reduce(into: []) { $0 += $1 } }
    }

    @Test(arguments: ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"])
    func `RFC 4648 §10 the vectors are decoded`(text: String) throws {
        let expected = "foobar".utf8.prefix(try #require(Base64Content(text)).size)
        #expect(decoded(text) == Array(expected))
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zg===", "Z", "====", "=", "Zg==Zg==", "Zm9v=", "Zm-_", "Zm9v!", "Zm\u{0}v", "Zmév", "=Zm9",
    ])
    func `RFC 4648 §3.2, §3.3 what lacks padding or leaves the alphabet is refused`(text: String) {
        #expect(Base64Content(text) == nil)
    }

    @Test func `white space stands for nothing`() {
        #expect(decoded(" Zm9v\tYm Fy ") == Array("foobar".utf8))
        #expect(Base64Content(" Zm9v") == Base64Content("Zm9v"))
    }

    @Test func `octets of any number come back, in pieces that are not large`() throws {
        for seed in 0..<40 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let count = Int.random(in: 0...200_000, using: &generator)
            let octets = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let content = try #require(Base64Content(Data(octets).base64EncodedString()), "seed \(seed)")
            #expect(content.size == count, "seed \(seed)")
            let pieces = Array(content.pieces)
            #expect(pieces.allSatisfy { (1...48 << 10).contains($0.count) }, "seed \(seed)")
            #expect(pieces.flatMap(\.self) == octets, "seed \(seed)")
        }
    }
}
