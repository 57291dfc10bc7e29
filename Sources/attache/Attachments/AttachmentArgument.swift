import ArgumentParser
import AttachmentStore

/// An attachment on the command line: its managed ID, or its URI.
struct AttachmentArgument: ExpressibleByArgument {
    /// The managed ID.
    let id: AttachmentID

    /// Reads a managed ID, or takes it from a URI; nil when there is none.
    init?(argument: String) {
        let segments = argument.split(separator: "/", omittingEmptySubsequences: false)
        let named = zip(segments, segments.dropFirst()).lazy.filter { $0.0 == "attachments" }.map(\.1)
        let candidates = segments.count == 1 ? segments : Array(named)
        guard let id = candidates.lazy.compactMap({ AttachmentID(parsing: String($0)) }).first else { return nil }
        self.id = id
    }

    /// What an attachment is, for help texts.
    static let grammar: ArgumentHelp = "The managed ID of the attachment, or its URI."
}
