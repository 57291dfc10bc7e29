import Testing

@testable import FrontService

/// A demand of draft-ietf-calext-caldav-attachments-01, and what shows that the server meets it.
struct DraftLine: CustomTestStringConvertible, Sendable {
    /// How it is shown.
    enum Proof: Sendable {
        /// By a check on a front of its own.
        case check(DraftSettings, @Sendable (AttachmentFront) async throws -> Void)
        /// By other tests, which are named.
        case tests([String])
    }

    /// Changes the settings of a front.
    typealias DraftSettings = @Sendable (inout FrontConfiguration) -> Void

    /// The number of the section.
    let section: String

    /// Words of the sentence, with its key word.
    let quote: String

    /// How it is shown.
    let proof: Proof

    /// Makes a demand that is checked here.
    ///
    /// Of what the draft demands of clients, the check shows what becomes of one that does not keep to it.
    init(
        _ section: String,
        _ quote: String,
        with settings: @escaping DraftSettings = { _ in },
        _ check: @escaping @Sendable (AttachmentFront) async throws -> Void
    ) {
        self.section = section
        self.quote = quote
        proof = .check(settings, check)
    }

    /// Makes a demand that other tests check.
    init(_ section: String, _ quote: String, shownBy tests: String...) {
        self.section = section
        self.quote = quote
        proof = .tests(tests)
    }

    /// The line in the list of test cases.
    var testDescription: String { "§\(section) \(quote)" }

    /// Whether the line is of a sentence of the draft.
    func isOf(_ sentence: DraftText.Sentence) -> Bool {
        section == sentence.section && sentence.words.contains(quote)
    }

    /// Shows that the server meets the demand.
    func show() async throws {
        switch proof {
        case .check(let settings, let check):
            try await AttachmentFront.run(configure: settings, check)
        case .tests(let names):
            for name in names { #expect(TestNames.all.contains(name), "no test has the name “\(name)”") }
        }
    }
}
