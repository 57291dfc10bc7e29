import AttachmentStore
import BlobModel
import Testing

struct AttachmentIDTests {
    @Test func `a managed ID is written as its first reference`() throws {
        let reference = ReferenceID.random()
        let id = AttachmentID(reference)
        #expect(id.text == reference.text)
        #expect(AttachmentID(parsing: id.text) == id)
        #expect(id.firstReference == reference)
    }

    @Test(arguments: [
        "", "a", String(repeating: "a", count: 25), String(repeating: "A", count: 26), "../../../../../../../etc/pas",
    ])
    func `any other text is refused`(text: String) {
        #expect(AttachmentID(parsing: text) == nil)
    }
}
