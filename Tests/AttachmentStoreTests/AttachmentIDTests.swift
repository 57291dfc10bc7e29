import AttachmentStore
import BlobModel
import MetadataStoreTesting
import FoundationEssentials
import Testing

struct AttachmentIDTests {
    @Test func `a managed ID is written as its first reference`() throws {
        let reference = ReferenceID.random()
        let id = AttachmentID(reference)
        #expect(id.text == reference.text)
        #expect(AttachmentID(parsing: id.text) == id)
        #expect(id.firstReference == reference)
    }

    @Test func `managed IDs begin with the instant of their making, and are never the same`() {
        let ids = (0..<20).map { _ in AttachmentID.make(at: .sample()) }
        #expect(Set(ids).count == 20)
        for id in ids {
            // 1,700,000,000,000 milliseconds.
            #expect(id.firstReference.bytes.prefix(6) == [0x01, 0x8B, 0xCF, 0xE5, 0x68, 0x00])
            #expect(AttachmentID(parsing: id.text) == id)
        }
        #expect(
            AttachmentID.make(at: .sample(1)).firstReference.bytes.prefix(6) == [0x01, 0x8B, 0xCF, 0xE5, 0x6B, 0xE8]
        )
    }

    @Test(arguments: [
        "", "a", String(repeating: "a", count: 25), String(repeating: "A", count: 26), "../../../../../../../etc/pas",
    ])
    func `any other text is refused`(text: String) {
        #expect(AttachmentID(parsing: text) == nil)
    }
}
