import AttachmentStore
import CalendarStore
import HTTPSemantics
import WebDAV

extension ResourcePath {
    /// The greatest number of bytes in a path, percent-encoded.
    package static let maximumLength = 4096

    /// The greatest number of bytes in one decoded segment.
    package static let maximumSegmentLength = 255

    /// Parses the path of a request target, still percent-encoded and without its query.
    ///
    /// A collection is found with and without its closing slash; anything else only without.
    ///
    /// - Throws: ``ResourcePathError``.
    package init(parsing path: String) throws(ResourcePathError) {
        let (names, hasClosingSlash) = try Self.segments(of: path)
        try self.init(valid: names, hasClosingSlash: hasClosingSlash)
    }

    /// Finds the resource of decoded segments, which may be no valid ones.
    ///
    /// - Throws: ``ResourcePathError/tooLong(limit:)`` and ``ResourcePathError/unknown``.
    init(names: [String], hasClosingSlash: Bool) throws(ResourcePathError) {
        try Self.checkLength(of: names)
        // An href of a client is decoded after it is cut at its slashes: "a%2Fb" comes as a name with a slash.
        guard names.allSatisfy(Self.isValidSegment) else { throw .unknown }
        try self.init(valid: names, hasClosingSlash: hasClosingSlash)
    }

    private init(valid names: [String], hasClosingSlash: Bool) throws(ResourcePathError) {
        guard let parsed = Self.resource(named: names), parsed.isCollection || !hasClosingSlash else { throw .unknown }
        self = parsed
    }

    private static func checkLength(of names: [String]) throws(ResourcePathError) {
        guard names.allSatisfy({ $0.utf8.count <= maximumSegmentLength }) else {
            throw .tooLong(limit: maximumSegmentLength)
        }
    }

    /// Returns whether a path lies directly in a collection of the front, whether or not it names anything there.
    ///
    /// - Parameter path: The path of a request target, still percent-encoded.
    /// - Returns: Whether it does.
    static func isInCollection(_ path: String) -> Bool {
        guard let names = try? segments(of: path).names else { return false }
        return isInCollection(names)
    }

    /// Returns whether decoded segments lie directly in a collection of the front.
    static func isInCollection(_ names: [String]) -> Bool {
        (try? ResourcePath(names: Array(names.dropLast()), hasClosingSlash: true)) != nil
    }

    private static func segments(
        of path: String
    ) throws(ResourcePathError) -> (names: [String], hasClosingSlash: Bool) {
        guard path.utf8.count <= maximumLength else { throw .tooLong(limit: maximumLength) }
        guard path.utf8.first == UInt8(ascii: "/") else { throw .malformedSegment(position: 0) }
        // Cut octet by octet: to find where characters begin takes longer than all the rest.
        var raw = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let hasClosingSlash = raw.last?.isEmpty == true
        if hasClosingSlash { raw.removeLast() }
        var names: [String] = []
        names.reserveCapacity(raw.count)
        for (position, segment) in raw.enumerated() {
            names.append(try name(decoding: segment, position: position))
        }
        try checkLength(of: names)
        return (names, hasClosingSlash)
    }

    private static func name(
        decoding segment: Substring.UTF8View,
        position: Int
    ) throws(ResourcePathError) -> String {
        let text = Substring(segment)
        let decoded = segment.contains(UInt8(ascii: "%")) ? PercentEncoding.decode(text) : String(text)
        guard let decoded, isValidSegment(decoded) else { throw .malformedSegment(position: position) }
        return decoded
    }

    /// Returns whether a decoded text may be a segment: not empty, no slash, no control, neither `.` nor `..`.
    private static func isValidSegment(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.utf8.contains(UInt8(ascii: "/")) && !name.hasControls
    }

    private static func resource(named names: [String]) -> ResourcePath? {
        switch names.first {
        case nil: .root
        case ".well-known": names == [".well-known", "caldav"] ? .wellKnownCalDAV : nil
        case "principals": principal(named: names.dropFirst())
        case "calendars": calendar(named: Array(names.dropFirst()))
        case "attachments": attachment(named: Array(names.dropFirst()))
        case PagePath.root: PagePath(names: Array(names.dropFirst())).map(ResourcePath.page)
        default: nil
        }
    }

    private static func principal(named names: ArraySlice<String>) -> ResourcePath? {
        guard let collection = names.first else { return .principals }
        guard collection == "users", names.count <= 2 else { return nil }
        guard names.count == 2, let name = names.last else { return .users }
        return UserID(parsing: name).map(ResourcePath.principal)
    }

    private static func calendar(named names: [String]) -> ResourcePath? {
        guard let first = names.first else { return .homes }
        guard let uid = UserID(parsing: first) else { return nil }
        return switch names.count {
        case 1: .home(uid)
        case 2: .calendar(uid, name: names[1])
        case 3: .object(uid, calendar: names[1], name: names[2])
        default: nil
        }
    }

    private static func attachment(named names: [String]) -> ResourcePath? {
        guard names.count == 2, let id = AttachmentID(parsing: names[0]) else { return nil }
        return .attachment(id, filename: names[1])
    }
}
