import BlobModel
import FoundationEssentials
import Testing

struct IdentifierTests {
    @Test(arguments: ["a", "node-1", "0", String(repeating: "x", count: 63)])
    func `a label of lower-case letters, digits, and hyphens is an ID`(_ text: String) throws {
        #expect(try NodeID(validating: text).text == text)
        #expect(try ShardID(validating: text).description == text)
        #expect(try SigningKeyID(validating: text).text == text)
        #expect(try DedupDomain(validating: text).id == text)
    }

    @Test(arguments: ["", "-a", "A", "a.b", "a/b", "ä", "a b", "a\u{0}", String(repeating: "x", count: 64)])
    func `other text is no ID`(_ text: String) {
        #expect(throws: BlobModelError.malformedIdentifier(kind: "node ID", text: text)) {
            try NodeID(validating: text)
        }
        #expect(throws: BlobModelError.self) { try DedupDomain(validating: text) }
    }

    @Test func `a reference ID is 128 bits in 26 characters of base 32`() throws {
        let reference = ReferenceID.random()
        #expect(reference.text.utf8.count == 26)
        #expect(ReferenceID(bytes: reference.bytes) == reference)
        #expect(try ReferenceID(validating: reference.text) == reference)
        #expect(ReferenceID.random() != reference)
    }

    @Test(arguments: [
        "", "abc", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "aaaaaaaaaaaaaaaaaaaaaaaaa1", "aaaaaaaaaaaaaaaaaaaaaaaaab",
    ])
    func `text that is not 128 bits of base 32 is no reference ID`(_ text: String) {
        #expect(throws: BlobModelError.self) { try ReferenceID(validating: text) }
    }

    @Test func `a domain's slot is the first 12 bits of the SHA-256 of its ID`() throws {
        // printf abc | sha256sum: ba7816bf…
        let domain = try DedupDomain(validating: "abc")
        #expect(domain.key.description.hasPrefix("ba7816bf"))
        #expect(domain.slot == (try Slot(validating: 0xBA7)))
    }

    @Test(arguments: [-1, 4_096])
    func `a slot is 0 through 4,095`(_ index: Int) {
        #expect(throws: BlobModelError.slotOutOfRange(index)) { try Slot(validating: index) }
    }

    @Test func `identifiers are plain strings in JSON and validated when they are read`() throws {
        let nodes = [try NodeID(validating: "b"), try NodeID(validating: "a")].sorted()
        #expect(String(decoding: try JSONEncoder().encode(nodes), as: UTF8.self) == #"["a","b"]"#)
        #expect(throws: (any Error).self) { try JSONDecoder().decode([NodeID].self, from: Data(#"["A"]"#.utf8)) }
        let content = ContentID(of: Array("abc".utf8).span)
        let encoded = try JSONEncoder().encode([content])
        #expect(try JSONDecoder().decode([ContentID].self, from: encoded) == [content])
    }

    @Test func `a content ID is 64 lower-case hexadecimal digits`() throws {
        let content = ContentID(of: Array("abc".utf8).span)
        #expect(content.description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(ContentID(parsing: content.description) == content)
        #expect(ContentID(parsing: content.description.uppercased()) == nil)
        #expect(ContentID(parsing: String(content.description.dropLast())) == nil)
    }

    @Test func `a chunking secret has 32 bytes and does not show them`() throws {
        #expect(throws: BlobModelError.secretLength(expected: 32, found: 31)) {
            try ChunkingSecret(validating: [UInt8](repeating: 1, count: 31))
        }
        let secret = try ChunkingSecret(validating: [UInt8](repeating: 0x41, count: 32))
        #expect(!"\(secret)".contains("AA") && !"\(secret)".contains("65"))
    }

    @Test func `a gear table depends on the secret and on the domain, and on nothing else`() throws {
        let secret = try ChunkingSecret(validating: [UInt8](0..<32))
        let domain = try DedupDomain(validating: "abc")
        let table = secret.gearTable(for: domain)
        #expect(table.count == 256)
        #expect(Set(table).count == 256)
        #expect(table == (try ChunkingSecret(validating: [UInt8](0..<32))).gearTable(for: domain))
        #expect(table != secret.gearTable(for: try DedupDomain(validating: "abd")))
        #expect(table != ChunkingSecret.random().gearTable(for: domain))
    }
}
