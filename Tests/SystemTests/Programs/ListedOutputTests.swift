import Testing

@testable import attache

/// How a list of attachments is written for programs.
struct ListedOutputTests {
    @Test func `nothing is written before the first part, and an empty array where there is none`() throws {
        var written = ""
        var output = ListedOutput(isJSON: true) { written += $0 }
        try output.print([])
        #expect(written.isEmpty, "a list that cannot be read leaves no half of an array")
        output.end()
        #expect(written == "[]\n")
        #expect(output.isEmpty)
    }
}
