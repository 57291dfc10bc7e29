import Testing
import WebDAV

@Suite struct XMLElementWeightTests {
    private let name = XMLName(namespace: "urn:x", local: "a")

    @Test func `an element weighs its names, its values and its texts, with those of its children`() {
        let child = XMLElement(name, text: "12345")
        #expect(child.weight == 64 + 6 + 5)
        let parent = XMLElement(name, attributes: [XMLAttribute("b", "123")], [child, child])
        #expect(parent.weight == 64 + 6 + 64 + 1 + 3 + 2 * child.weight)
    }

    @Test func `empty elements weigh something`() {
        let plain = XMLName(namespace: "", local: "a")
        let parent = XMLElement(plain, Array(repeating: XMLElement(plain), count: 1_000))
        #expect(parent.weight > 64_000)
    }
}
