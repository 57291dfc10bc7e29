import Cryptography
import FoundationEssentials
import Testing

@testable import BlobStore

struct MasterKeyTests {
    @Test func `the line of a key file survives the round trip`() throws {
        let key = MasterKey.random()
        #expect(try MasterKey(parsing: key.text).id == key.id)
        #expect(try MasterKey(parsing: key.text + "\n").id == key.id)
        #expect(MasterKey.random().id != key.id)
    }

    @Test(arguments: [
        "", "\n", "AAAA", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
        String(repeating: "A", count: 42) + "=", String(repeating: "A", count: 43) + "\nAAAA",
    ])
    func `anything but one line of 32 bytes is refused`(_ contents: String) {
        #expect(throws: MasterKeyError.malformed) { try MasterKey(parsing: contents) }
    }

    @Test func `the ID is the beginning of a digest under the key, in 16 digits`() throws {
        let key = try MasterKey(parsing: Base64URL.encode([UInt8](repeating: 0, count: 32)))
        let digest = HMACKey([UInt8](repeating: 0, count: 32)).authenticate(Array("attache-master-key-id-v1".utf8).span)
        #expect(key.id.description == Hexadecimal.encode(Array(digest.prefix(8))))
        #expect(MasterKeyID(rawValue: 1).description == "0000000000000001")
    }

    @Test func `a description names the key and does not tell it`() {
        let key = MasterKey.random()
        #expect("\(key)".contains("\(key.id)"))
        #expect(!"\(key)".contains(key.text))
    }

    @Test func `an ID survives JSON`() throws {
        let id = MasterKeyID(rawValue: 0x0123_4567_89ab_cdef)
        let json = try JSONEncoder().encode([id])
        #expect(String(bytes: json, encoding: .utf8) == #"["0123456789abcdef"]"#)
        #expect(try JSONDecoder().decode([MasterKeyID].self, from: json) == [id])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([MasterKeyID].self, from: Data(#"["+12"]"#.utf8))
        }
    }
}
