/// The line ending that new and changed lines of an object get.
package enum LineEnding: Hashable, Sendable {
    /// CR LF, as RFC 5545 §3.1 demands.
    case crlf
    /// LF alone, as some programs write.
    case lf

    /// The octets of the line ending.
    package var octets: [UInt8] {
        switch self {
        case .crlf: [Octet.carriageReturn, Octet.lineFeed]
        case .lf: [Octet.lineFeed]
        }
    }

    /// Finds the line ending of the first line; CRLF when there is none.
    ///
    /// - Parameter octets: An iCalendar stream.
    init(firstIn octets: [UInt8]) {
        guard let feed = octets.firstIndex(of: Octet.lineFeed) else {
            self = .crlf
            return
        }
        self = feed > 0 && octets[feed - 1] == Octet.carriageReturn ? .crlf : .lf
    }
}
