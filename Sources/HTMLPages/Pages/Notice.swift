/// What the last action did; the page after it tells so.
package enum Notice: String, CaseIterable, Hashable, Sendable {
    /// One file or more came.
    case added
    /// A file took the place of another.
    case replaced
    /// A file went.
    case removed
    /// A file came back.
    case restored

    /// The name of the item in the query of the page that tells it.
    package static let queryName = "done"

    /// The sentence for the reader.
    var text: String {
        switch self {
        case .added: "Added."
        case .replaced: "The file was replaced. The former one can be brought back below, for a while."
        case .removed: "The file was removed. It can be brought back below, for a while."
        case .restored: "The file is back."
        }
    }
}

extension HTMLWriter {
    /// Writes what the last action did.
    mutating func notice(_ notice: Notice) {
        element(.paragraph, [.class("done"), .role(.status)], text: notice.text)
    }
}
