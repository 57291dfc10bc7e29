package import HTTPSemantics

/// Where a link of a page leads: to a path of the service itself.
package struct PageLink: Hashable, Sendable {
    /// The path, percent-encoded, with its query and fragment.
    package let text: String

    /// Makes the link to an absolute path.
    ///
    /// - Parameters:
    ///   - path: The path, percent-encoded. One that a browser would take for another host's is a programming fault.
    ///   - query: The items of the query.
    ///   - fragment: The name of an element of that page, if it leads there.
    package init(path: String, query: [QueryItem] = [], fragment: String? = nil) {
        precondition(Self.isAbsolutePath(path), "A link of a page leads to a path of the service.")
        let items = query.map { "\(PercentEncoding.encodeSegment($0.name))=\(PercentEncoding.encodeSegment($0.value))" }
        text = path + (items.isEmpty ? "" : "?" + items.joined(separator: "&")) + (fragment.map { "#\($0)" } ?? "")
    }

    /// Makes the link to an element of the same page.
    init(fragment: String) {
        text = "#\(fragment)"
    }

    // RFC 3986 §4.2: what begins with two slashes names an authority; browsers read a backslash as a slash.
    private static func isAbsolutePath(_ path: String) -> Bool {
        let second = path.utf8.dropFirst().first
        return path.utf8.first == UInt8(ascii: "/") && second != UInt8(ascii: "/") && second != UInt8(ascii: "\\")
            && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
