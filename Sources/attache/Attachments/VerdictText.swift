import AttachmentStore
import FoundationEssentials

/// What a scanner found, for people to read.
struct VerdictText: CustomStringConvertible {
    /// The finding as a clause.
    let description: String

    /// Takes a verdict.
    init(_ verdict: StoredVerdict) {
        description =
            switch verdict.finding {
            case .due(let date): "still to be scanned, from \(date.text) on"
            case .clean(let by): "clean, \(by.engine), \(by.date.text)"
            case .infected(let name, let by): "infected: \(name), \(by.engine), \(by.date.text)"
            case .skipped(let reason, let date): "not scanned: \(reason), \(date.text)"
            }
    }
}
