/// Writes a `DAV:multistatus` body response by response (RFC 4918 §13).
///
/// The caller takes the octets whenever enough are pending, so that a listing of any length is streamed.
package struct MultistatusWriter: Sendable {
    private var writer = XMLWriter()

    /// Starts the document.
    package init() {
        writer.start(DAVElement.multistatus)
    }

    /// The number of octets that `take()` would return.
    package var pendingCount: Int { writer.pendingCount }

    /// Writes one response.
    package mutating func write(_ response: MultistatusResponse) {
        response.write(to: &writer)
    }

    /// Returns what was written since the last call, and forgets it.
    package mutating func take() -> [UInt8] {
        writer.take()
    }

    /// Ends the document and returns the octets that were not taken yet.
    ///
    /// - Parameter syncToken: The new sync token, in the answer to a sync-collection report (RFC 6578 §6.2).
    /// - Returns: The last octets of the document.
    package consuming func finish(syncToken: String? = nil) -> [UInt8] {
        if let syncToken { writer.element(XMLElement(DAVElement.syncToken, text: syncToken)) }
        writer.end()
        return writer.take()
    }

    /// Returns a whole document of few responses.
    package static func document(_ responses: [MultistatusResponse], syncToken: String? = nil) -> [UInt8] {
        var writer = MultistatusWriter()
        for response in responses { writer.write(response) }
        return writer.finish(syncToken: syncToken)
    }
}
