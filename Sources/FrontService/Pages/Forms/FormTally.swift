import HTTPTypes
import WebDAV

/// How far a form with several files came: each file is stored on its own, and stays where a later one is refused.
struct FormTally {
    /// The files that were added.
    private(set) var count = 0

    private var name: String?

    /// Makes the tally of a form of which no file was read.
    init() {}

    /// Notes that a file is being added, under the name that it will have, which turns the direction of nothing else.
    mutating func begin(_ name: String) {
        self.name = name
    }

    /// Notes that the file was added.
    mutating func finish() {
        count += 1
        name = nil
    }

    /// Returns what refused the rest of the form, which tells what was added before, so that nobody adds it twice.
    ///
    /// What is no refusal but a fault stays as it is.
    func refusal(_ error: any Error) -> any Error {
        guard count > 0, !(error is CancellationError) else { return error }
        let refusal = WebDAVError(answering: error)
        guard refusal.status != .internalServerError else { return error }
        let added = count == 1 ? "1 file was added" : "\(count) files were added"
        return WebDAVError(
            status: refusal.status,
            precondition: refusal.precondition,
            message: "\(added); \(name.map(Self.isolated) ?? "what came after") was not. \(refusal.message)"
        )
    }

    /// Keeps a name that goes from right to left from turning what is around it (Unicode, UAX #9, "isolates").
    private static func isolated(_ name: String) -> String { "\u{2068}\(name)\u{2069}" }
}
