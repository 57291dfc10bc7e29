import Testing

@testable import FrontService

/// Every demand of draft-ietf-calext-caldav-attachments-01, line by line.
@Suite struct DraftLinesTests {
    private static let all: [DraftLine] =
        DraftLine.discovery + DraftLine.parameters + DraftLine.adding + DraftLine.updating + DraftLine.removing
        + DraftLine.calendarData + DraftLine.errors + DraftLine.access + DraftLine.considerations + DraftLine.syntax
        + DraftLine.properties

    @Test func `every line with a key word of RFC 2119 is named`() {
        let missing = DraftText.sentences.filter { sentence in !Self.all.contains { $0.isOf(sentence) } }
        #expect(missing.isEmpty)
        let strange = Self.all.filter { line in !DraftText.sentences.contains { line.isOf($0) } }
        #expect(strange.map(\.testDescription).isEmpty)
        #expect(DraftText.sentences.count == 69)
    }

    @Test func `every sentence and every quote has a key word of RFC 2119`() {
        let hasKeyWord = { (text: String) in
            !DraftText.keyWords.isDisjoint(with: text.split { !$0.isLetter }.map(String.init))
        }
        #expect(DraftText.sentences.filter { !hasKeyWord($0.words) }.isEmpty)
        #expect(Self.all.filter { !hasKeyWord($0.quote) }.map(\.testDescription).isEmpty)
    }

    private static let steps =
        DraftLine.additionSteps + DraftLine.updateSteps + DraftLine.removalSteps + DraftLine.otherSteps

    @Test func `every step that the draft describes without a key word is named`() {
        #expect(DraftText.steps.filter { step in !Self.steps.contains { $0.isOf(step) } }.isEmpty)
        let strange = Self.steps.filter { line in !DraftText.steps.contains { line.isOf($0) } }
        #expect(strange.map(\.testDescription).isEmpty)
    }

    @Test(arguments: DraftLine.additionSteps)
    func `attachments draft-01 §3.3, §3.4 the steps of an addition`(line: DraftLine) async throws {
        try await line.show()
    }

    @Test(arguments: DraftLine.updateSteps)
    func `attachments draft-01 §3.5 the steps of an update`(line: DraftLine) async throws { try await line.show() }

    @Test(arguments: DraftLine.removalSteps)
    func `attachments draft-01 §3.6 the steps of a removal`(line: DraftLine) async throws { try await line.show() }

    @Test(arguments: DraftLine.otherSteps)
    func `attachments draft-01 §3.7 to §3.10 what calendar data and GET do`(line: DraftLine) async throws {
        try await line.show()
    }

    @Test(arguments: DraftLine.discovery)
    func `attachments draft-01 §3.2 discovering support`(line: DraftLine) async throws { try await line.show() }

    @Test(arguments: DraftLine.parameters)
    func `attachments draft-01 §3.3 query parameters`(line: DraftLine) async throws { try await line.show() }

    @Test(arguments: DraftLine.adding)
    func `attachments draft-01 §3.4 adding`(line: DraftLine) async throws { try await line.show() }

    @Test(arguments: DraftLine.updating)
    func `attachments draft-01 §3.5 updating`(line: DraftLine) async throws { try await line.show() }

    @Test(arguments: DraftLine.removing)
    func `attachments draft-01 §3.6 removing`(line: DraftLine) async throws { try await line.show() }

    @Test(arguments: DraftLine.calendarData)
    func `attachments draft-01 §3.7 to §3.9 calendar data and the attachment itself`(line: DraftLine) async throws {
        try await line.show()
    }

    @Test(arguments: DraftLine.errors)
    func `attachments draft-01 §3.11.1 errors`(line: DraftLine) async throws { try await line.show() }

    @Test(arguments: DraftLine.access)
    func `attachments draft-01 §3.11.2, §3.11.3 quota and access`(line: DraftLine) async throws {
        try await line.show()
    }

    @Test(arguments: DraftLine.considerations)
    func `attachments draft-01 §3.11.4 to §3.11.7 redirects, clean-up, messages, and clients`(
        line: DraftLine
    )
        async throws
    { try await line.show() }

    @Test(arguments: DraftLine.syntax)
    func `attachments draft-01 §4, §5 parameters of ATTACH and the response field`(line: DraftLine) async throws {
        try await line.show()
    }

    @Test(arguments: DraftLine.properties)
    func `attachments draft-01 §6 properties`(line: DraftLine) async throws { try await line.show() }
}
